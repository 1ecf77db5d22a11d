"""Reviews as the command line, HTTP and jobs share them: states of statements, pairs of firms, who may be meant."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.store import Store, Value
from queries.show import quotes_of, show

if TYPE_CHECKING:
    from loaders.resolution.firms import Link

_STATE = ("key", "review", "reviewed_at", "reason", "status", "period", "as_of", "qualifier")


def state_tag(row: Mapping[str, Value]) -> str:
    """Return the entity tag of a statement as it stands, see :func:`queries.papers.statement`."""
    return _tag("\0".join(str(row.get(name) or "") for name in _STATE))


def pair_tag(store: Store, pair: tuple[str, str]) -> tuple[str, bool]:
    """Return the entity tag of what is decided of two firms (keys in order), and whether anything is."""
    from loaders.resolution.decided import decided

    found = decided(store).get(pair)
    said = "" if found is None else f"{found.same}\0{found.reason}"
    return _tag("\0".join((*pair, said))), found is not None


def _tag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


def firm_named(store: Store, text: str) -> str:
    """Return the name of the firm that a key, name or alias means.

    Raises:
        InputError: it means something else.
        NotFound: nothing has this name.
    """
    shown = show(store, text, per_group=1)
    if shown.kind != "Firm":
        raise InputError(
            f"“{shown.name}”不是企业，是{shown.kind_zh}",
            f"{shown.name!r} is no firm but a {shown.kind}",
            do_zh="请给企业的名称或键（Firm:…）",
            do_en="Name a firm, or give its key (Firm:…)",
        )
    return shown.name


def pairs(store: Store, firm: str = "") -> list[dict[str, Any]]:
    """Return the pairs of firms that may be one and on which nobody has decided, each with reason and words.

    Args:
        store: where to look.
        firm: only pairs in which a name holds this.
    """
    from loaders.resolution.derive import evidence_of, resolved_firms

    firms, resolved = resolved_firms(store)
    found = [link for link in resolved.pairs if any(firm in firms[key].name for key in link.pair)]
    evidence = evidence_of(store, {key for link in found for key in link.pair})
    quotes = quotes_of(store, set(evidence.values()))
    words = {key: quotes[said].text if said in quotes else said for key, said in evidence.items()}
    return [_pair(link, {key: firms[key].name for key in link.pair}, words, evidence) for link in found]


def _pair(
    link: Link, names: Mapping[str, str], words: Mapping[str, str], evidence: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "firms": [
            {"key": key, "name": names[key], "statement": evidence.get(key, ""), "quote": words.get(key, "")}
            for key in link.pair
        ],
        "rule": link.verdict.rule.value,
        "reason": link.verdict.rule.zh,
        "term": link.verdict.term,
    }

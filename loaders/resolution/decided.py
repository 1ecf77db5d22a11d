"""What people decided of two firms: kept in the store as a document whose every line is one decision, and as YAML.

A line of the document is a decision as the YAML file writes it, so that each
edge drawn from it leads to the words of who decided, when and why. Firms are
named, not pointed at: a decision stands whatever is loaded, left out or loaded again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InputError
from graph.evidence import Document, node_key
from graph.facts import document_batch
from graph.store import Batch, LoadReport, Store
from loaders.letters.reading.personal import find_personal
from loaders.resolution.firms import Decision
from loaders.yamlfile import LINE, explain, flow, read_yaml

SHIPPED, OWN = "decided-firms-shipped", "decided-firms"
"""Keys of the decisions that ship and of those taken in a store; the latter stand against the former."""
FILE = Path(__file__).parent.parent / "data" / "resolution" / "firms.yaml"
_TEXTS = "MATCH (d:Document) WHERE d.name IN $names RETURN d.name, d.text"
_HEAD = "# 企业是否同一的决定：一行一条。same 是同一家，different 是两家。liantu load decisions 载入。\nfirms:\n"


class FirmDecision(BaseModel):
    """One decision: two firms by name, whether they are one, why, by whom and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: Annotated[str, Field(min_length=1, max_length=300)]
    second: Annotated[str, Field(min_length=1, max_length=300)]
    verdict: Literal["same", "different"]
    reason: Annotated[str, Field(min_length=1, max_length=1000)]
    reviewer: str = ""
    reviewed_at: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Keys of the two firms, in order."""
        left, right = sorted(node_key("Firm", name) for name in (self.first, self.second))
        return left, right


def decided(store: Store) -> dict[tuple[str, str], Decision]:
    """Return what stands for each pair that somebody decided."""
    found: dict[tuple[str, str], Decision] = {}
    for source in (SHIPPED, OWN):
        for number, one in enumerate(decisions_in(store, source), 1):
            found[one.pair] = Decision(one.verdict == "same", f"{source}#{number}", one.reason)
    return found


def decisions_in(store: Store, source: str = OWN) -> list[FirmDecision]:
    """Read the decisions of a source, in the order of its lines."""
    rows = store.read(_TEXTS, {"names": [source]}).rows
    return [FirmDecision(**yaml.safe_load(line)) for _, text in rows for line in str(text or "").splitlines()]


def decisions_batch(source: str, decisions: Iterable[FirmDecision]) -> Batch:
    """Build the batch of decisions: one document, a line each; of two on a pair the later stands."""
    last = {one.pair: one for one in decisions}
    text = "\n".join(flow(one.model_dump()) for _, one in sorted(last.items()))
    document = Document(
        key=source,
        title="企业是否同一的决定",
        form="decisions",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return document_batch(document, [], [])


def shipped_decisions_batch() -> Batch:
    """Build the batch of the decisions that ship."""
    return decisions_batch(SHIPPED, read_firm_decisions(FILE))


def add_decisions(store: Store, decisions: Iterable[FirmDecision], *, dry_run: bool = False) -> LoadReport:
    """Add decisions to those of the store; they take the place of earlier ones on the same pairs."""
    return store.load(decisions_batch(OWN, [*decisions_in(store), *decisions]), dry_run=dry_run)


def new_decision(pair: tuple[str, str], verdict: Literal["same", "different"], **said: str) -> FirmDecision:
    """Make a decision.

    Raises:
        InputError: no reason, one firm twice, or a person's data in the reason.
    """
    return _checked({"first": pair[0], "second": pair[1], "verdict": verdict, **said}, "")


def is_firm_decisions(path: Path) -> bool:
    """Whether a YAML file holds decisions on firms (and not on a document)."""
    return "firms" in read_yaml(path)


def read_firm_decisions(path: Path) -> list[FirmDecision]:
    """Read decisions from YAML.

    Raises:
        InputError: not readable, or a line that is incomplete, unknown, or holds a person's data; with the line.
    """
    rows = read_yaml(path).get("firms")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError("firms 应是列表，一行一条", "firms has to be a list", where=str(path))
    return [_checked({k: v for k, v in row.items() if k != LINE}, f"{path}:{row[LINE]}") for row in rows]


def write_firm_decisions(decisions: Iterable[FirmDecision]) -> str:
    """Write decisions as YAML, one a line."""
    rows = "".join(f"- {flow(one.model_dump())}\n" for one in decisions)
    return _HEAD + rows if rows else _HEAD.replace("firms:\n", "firms: []\n")


def _checked(row: Mapping[str, Any], where: str) -> FirmDecision:
    try:
        one = FirmDecision.model_validate(row)
    except ValidationError as error:
        zh, en = explain(error)
        raise InputError(zh, en, where=where, do_zh="请改正", do_en="Correct it") from error
    if one.pair[0] == one.pair[1]:
        raise InputError("两个名称是同一家企业", "both names are one firm", where=where, do_zh="请给两家企业")
    if find_personal(f"{one.first}，{one.second}，{one.reason}"):
        raise InputError("这条决定里有个人信息", "the decision holds a person's data", where=where, do_zh="请删去")
    return one

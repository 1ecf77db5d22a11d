"""Loading and reviewing letters in a store: the steps that commands and pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, NotFound, QuoteNotFound
from graph.evidence import Document, Review, Statement, check_quotes
from graph.store import LoadReport, Store
from loaders.letters.review.decisions import Decisions, describe, digest, read_decisions, resolve, undecided
from loaders.letters.review.load import LetterLoad, check_key, decide, key_of, read_letter
from loaders.letters.review.state import (
    DocumentState,
    document_keys,
    find_statements,
    read_state,
    read_states,
    write_state,
)

if TYPE_CHECKING:
    from loaders.letters.extraction.gazetteer import Gazetteer

DATA = Path(__file__).parent.parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a letter load did."""

    report: LoadReport
    load: LetterLoad


@cache
def shipped_decisions(key: str) -> Decisions | None:
    """Return the decisions that ship for a document, None where there are none."""
    path = DATA / "decisions" / f"{key}.yaml"
    return read_decisions(path) if path.exists() else None


def load_letter(
    store: Store,
    path: Path,
    *,
    key: str = "",
    decisions: Path | None = None,
    replace: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Read a letter, let every decision on it stand, and load it. See :func:`decided_letter`."""
    load = decided_letter(store, path, key=key, decisions=decisions, replace=replace)
    return Loaded(store.load(load.state.batch(), dry_run=dry_run), load)


def decided_letter(
    store: Store,
    path: Path,
    *,
    key: str = "",
    decisions: Path | None = None,
    shipped: bool = False,
    replace: bool = False,
) -> LetterLoad:
    """Read a letter and let every decision on it stand.

    Decisions come from the ones that ship (only for the shipped text or the
    very same text), from the store, and from ``decisions``; later ones win. A
    shipped letter whose review is complete is loaded without new candidates.

    ``replace`` lets a text take the place of another under the same key even
    where reviewed words are lost.

    Raises:
        InputError: reviewed words are not in the new text.
        UnreadableFile, QuoteNotFound, StoreError: the store is unchanged.
    """
    if key:
        check_key(key)
    ours = shipped_decisions(key or key_of(path))
    complete = shipped and ours is not None and ours.complete
    known = None if complete else _gazetteer(store)
    letter = read_letter(path, key=key, gazetteer=known, candidates=not complete)
    given: list[Decisions] = []
    if ours is not None and (shipped or ours.fits(letter.document.text)):
        given.append(ours)
    given += _stored(store, letter.key)
    if decisions is not None:
        given.append(_checked(read_decisions(decisions), letter.document))
    load = decide(letter, given)
    if load.orphans and not replace:
        raise InputError(
            f"库里的“{letter.key}”是另一份文本，审核过 {sum(len(d.statements) for d in given)} 条；"
            f"新文本里找不到其中 {len(load.orphans)} 条的原话",
            f"{len(load.orphans)} reviewed statements of {letter.key!r} are not in this text",
            where=str(path),
            do_zh="是另一份文献就用 --key 另起一个键；确要替换，先 liantu review export 留底，再加 --replace",
            do_en="Give it another --key, or export the review first and add --replace",
        )
    return load


def load_decisions(store: Store, path: Path, *, dry_run: bool = False) -> LoadReport:
    """Apply a decision file to a document that the store holds.

    Raises:
        NotFound: the store does not hold the document.
        QuoteNotFound: a quote is not in the document; nothing is written.
    """
    decisions = read_decisions(path)
    state = read_state(store, decisions.document)
    given = _checked(decisions, state.document)
    entities = {e.ref.key: e for e in (*state.entities, *given.entities)}
    kept = {s.key: s for s in state.statements if s.review is not Review.CANDIDATE}
    kept |= {s.key: s for s in given.statements}
    waiting = [s for s in state.statements if s.review is Review.CANDIDATE and s.key not in kept]
    left = undecided(resolve(entities.values(), waiting), list(kept.values()))
    document = describe(state.document, given.about)
    new = DocumentState(document, tuple(entities.values()), (*kept.values(), *left), state.source)
    return write_state(store, new, dry_run=dry_run)


def judge(
    store: Store, keys: list[str], review: Review, *, reviewer: str, when: str, reason: str = ""
) -> list[tuple[Statement, LoadReport]]:
    """Accept or reject statements by key (or the end of one).

    Raises:
        NotFound: no statement has that key.
        InputError: a key fits several statements, or a rejection gives no reason.
    """
    if review is Review.REJECTED and not reason.strip():
        raise InputError("驳回要写理由", "a rejection needs a reason", do_zh="请加 --reason", do_en="Give --reason")
    states = read_states(store)
    chosen = [_one(states, key) for key in keys]
    done = []
    for state in states:
        mine = {s.key for owner, s in chosen if owner is state}
        if mine:
            verdict = {"review": review, "reviewer": reviewer, "reviewed_at": when, "reason": reason}
            report = write_state(store, state.judged(_in(mine), **verdict))
            done += [(s, report) for owner, s in chosen if owner is state]
    return done


def _one(states: list[DocumentState], key: str) -> tuple[DocumentState, Statement]:
    found = find_statements(states, key)
    if not found:
        raise NotFound(
            f"没有键为“{key}”的陈述",
            f"no statement {key!r}",
            do_zh="用 liantu review list 查看",
            do_en="See liantu review list",
        )
    if len(found) > 1:
        raise InputError(f"“{key}”对得上 {len(found)} 条陈述", f"{key!r} fits {len(found)}", do_zh="请给全键")
    return found[0]


def _in(keys: set[str]) -> Callable[[Statement], bool]:
    return lambda statement: statement.key in keys


def _stored(store: Store, key: str) -> list[Decisions]:
    if key not in document_keys(store):
        return []
    return [read_state(store, key).decisions()]


def _gazetteer(store: Store) -> Gazetteer:
    """Return the shipped gazetteer with the firms and platforms that the store knows from other sources."""
    from loaders.letters.extraction.gazetteer import Gazetteer

    rows = store.read(
        "MATCH (n:Firm|Platform) RETURN n.kind AS kind, n.name AS name, n.aliases AS aliases ORDER BY n.key"
    ).rows
    triples = [
        (str(kind), str(name), tuple(str(a) for a in aliases) if isinstance(aliases, list) else ())
        for kind, name, aliases in rows
    ]
    return Gazetteer.shipped().extended(triples) if triples else Gazetteer.shipped()


def _checked(decisions: Decisions, document: Document) -> Decisions:
    """Refuse a decision file that is for another document or quotes what the text does not have."""
    if decisions.document != document.key:
        raise InputError(
            f"这份审核结果是给“{decisions.document}”的，不是“{document.key}”",
            f"these decisions are for {decisions.document!r}, not {document.key!r}",
            do_zh="请用 --key 指明文献，或换对应的文件",
        )
    if decisions.text_sha256 in ("", digest(document.text)):
        check_quotes(document.text, decisions.statements)
    else:
        for statement in decisions.statements:
            if statement.quote not in document.text:
                raise QuoteNotFound(
                    f"原文没有这句引文：“{statement.quote[:40]}”",
                    f"the text has no such words: {statement.quote[:40]!r}",
                    where=document.key,
                    do_zh="审核所据的文本与现有文本不同；请核对后再载入，本次没有写入任何内容",
                )
    return decisions

"""Loading and reviewing letters in a store: the steps that commands and pages call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.errors import InputError, NotFound, QuoteNotFound
from graph.evidence import Document, Entity, Review, Statement, check_quotes
from graph.store import LoadReport, Store
from loaders.letters.review.decisions import (
    Decisions,
    describe,
    digest,
    read_decisions,
    read_figure,
    resolve,
    undecided,
)
from loaders.letters.review.load import LetterLoad, check_key, decide, key_of, read_letter
from loaders.letters.review.state import (
    DocumentState,
    document_keys,
    find_statements,
    read_state,
    read_states,
    write_state,
)
from loaders.yamlfile import explain

if TYPE_CHECKING:
    from loaders.letters.extraction.gazetteer import Gazetteer

EDITABLE = ("subject", "predicate", "object", "figure", "status", "period", "as_of", "qualifier")
"""Fields of a statement that a review may correct."""
_VERDICT = ("review", "reviewer", "reviewed_at", "reason")
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
    states = _states(store, keys)
    chosen = [_one(states, key) for key in keys]
    done = []
    for state in states:
        mine = {s.key for owner, s in chosen if owner is state}
        if mine:
            verdict = {"review": review, "reviewer": reviewer, "reviewed_at": when, "reason": reason}
            report = write_state(store, state.judged(_in(mine), **verdict))
            done += [(s, report) for owner, s in chosen if owner is state]
    return done


def edit(
    store: Store, key: str, changes: Mapping[str, Any], *, reviewer: str, when: str, reason: str
) -> tuple[Statement, LoadReport]:
    """Correct a statement and accept it so; its words stay where they are.

    What is said otherwise (subject, predicate, object, figure, period) is
    another statement of the same words: the old one is kept as rejected, with
    what it became, so that no later extraction brings it back.

    Args:
        store: where it is.
        key: of the statement, or the end of one.
        changes: what is otherwise, by the names of :data:`EDITABLE`; subject and object
            as kind and name, a figure as metric, value, unit, scope.
        reviewer: who says so.
        when: ISO 8601.
        reason: why; may be empty.

    Raises:
        NotFound: no statement has that key.
        InputError: the key fits several, nothing is changed, or what is said is no statement.
    """
    state, old = _one(_states(store, [key]), key)
    verdict = {"review": Review.ACCEPTED, "reviewer": reviewer, "reviewed_at": when, "reason": reason}
    new = corrected(old, {**changes, **verdict})
    if all(getattr(new, name) == getattr(old, name) for name in EDITABLE):
        raise InputError("没有改什么", "nothing is changed", where=key, do_zh="要照原样采信就用 accept")
    kept = {s.key: s for s in state.statements if s.key != old.key}
    if new.key != old.key:
        became = f"改为 {new.key}" + (f"：{reason}" if reason else "")
        kept[old.key] = old.model_copy(update={**verdict, "review": Review.REJECTED, "reason": became})
    kept[new.key] = new
    known = {entity.ref.key for entity in state.entities}
    named = [ref for ref in (new.subject, new.object) if ref is not None and ref.key not in known]
    things = (*state.entities, *(Entity(kind=ref.kind, name=ref.name) for ref in named))
    whole = DocumentState(state.document, things, tuple(kept.values()), state.source)
    return new, write_state(store, whole)


def corrected(old: Statement, changes: Mapping[str, Any]) -> Statement:
    """Return a statement with other fields.

    Raises:
        InputError: an unknown field, or what results is no statement.
    """
    unknown = [name for name in changes if name not in (*EDITABLE, *_VERDICT)]
    if unknown:
        known = "、".join(EDITABLE)
        raise InputError(
            f"不能改 {unknown[0][:40]}", f"{unknown[0][:40]} cannot be changed", do_zh=f"可改：{known}", do_en=known
        )
    given = dict(changes)
    try:
        if given.get("figure"):
            given["figure"] = read_figure(**{name: str(value) for name, value in given["figure"].items()}).model_dump()
        return Statement.model_validate({**old.model_dump(), **given})
    except ValidationError as error:
        zh, en = explain(error)
        raise InputError(zh, en, where=old.key, do_zh="请改正", do_en="Correct it") from error
    except (TypeError, AttributeError) as error:
        raise InputError("figure 要有 metric、value、unit、scope", "a figure has metric, value, unit, scope") from error


def _states(store: Store, keys: list[str]) -> list[DocumentState]:
    """Return the documents that keys may mean: those that whole keys name, else all."""
    named = {key.partition("#")[0] for key in keys if "#" in key}
    if all("#" in key for key in keys) and named <= set(document_keys(store)):
        return [read_state(store, name) for name in sorted(named)]
    return read_states(store)


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

"""Review decisions: what a person accepted, rejected, corrected or added, one YAML file a document.

A decision file holds the things and statements of a document as reviewed.
It ships with the product for documents that ship, is written by
``liantu review export`` and read by ``liantu load decisions``; its lines are
one statement each, so that a diff shows what a review changed. Decisions are
tied to the words (quote and offsets), not to an extractor, so they survive
every new extractor version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.errors import InputError
from graph.evidence import FIGURE, Document, Entity, Figure, Ref, Review, Statement, Status
from loaders.letters.extraction.numerals import normalise, parse_number
from loaders.letters.reading.personal import find_personal
from loaders.yamlfile import LINE, explain, flow, read_yaml

_RANGE = re.compile(r"\s*[-－—–~～至]\s*")
_DOCUMENT_FIELDS = ("title", "form", "issuer", "number", "date", "licence", "region")


@dataclass(frozen=True, slots=True)
class Decisions:
    """The reviewed things and statements of one document.

    ``text_sha256`` is the digest of the canonical text that was reviewed.
    ``complete`` says that a person read the whole text and every candidate.
    """

    document: str
    text_sha256: str
    about: Mapping[str, str]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    complete: bool = False

    def fits(self, text: str) -> bool:
        """Whether ``text`` is the very text that was reviewed."""
        return self.text_sha256 == digest(text)


def digest(text: str) -> str:
    """SHA-256 of a canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_decisions(path: Path) -> Decisions:
    """Read a decision file.

    Raises:
        InputError, TemplateError: with the file and line of the first thing that is wrong.
    """
    raw = read_yaml(path)
    try:
        head = raw["document"]
        key = str(head["key"])
        reviewer, when = str(head.get("reviewer", "")), str(head.get("reviewed_at", ""))
        items = [("entities", item) for item in raw.get("entities") or []]
        entities = tuple(_entity(path, item) for _, item in items)
        kinds = {entity.name: entity.kind for entity in entities}
        statements = tuple(_statement(path, key, item, kinds, (reviewer, when)) for item in raw.get("statements") or [])
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"审核文件缺少或写错了 {error}",
            f"the decision file lacks or misplaces {error}",
            where=str(path),
            do_zh="请对照 liantu review export 写出的文件",
            do_en="Compare it with a file that liantu review export writes",
        ) from error
    about = {name: str(head.get(name, "")) for name in _DOCUMENT_FIELDS}
    complete = head.get("complete") is True
    return Decisions(key, str(head.get("text_sha256", "")), about, entities, statements, complete)


def write_decisions(decisions: Decisions) -> str:
    """Write decisions as YAML, one entity or statement a line, in the order of the text."""
    head: dict[str, object] = {"key": decisions.document, **{k: v for k, v in decisions.about.items() if v}}
    reviewers = {(s.reviewer, s.reviewed_at) for s in decisions.statements}
    shared = reviewers.pop() if len(reviewers) == 1 else ("", "")
    if shared != ("", ""):
        head |= {"reviewer": shared[0], "reviewed_at": shared[1]}
    if decisions.complete:
        head["complete"] = True
    lines = ["# 审核结果：一行一条。引文与位置对不上原文的行，载入时会被拒绝。", "document:"]
    lines += [f"  {name}: {flow_text(value)}" for name, value in {**head, "text_sha256": decisions.text_sha256}.items()]
    lines.append("entities:")
    for entity in sorted(decisions.entities, key=lambda e: (e.kind, e.name)):
        row: dict[str, Any] = {"kind": entity.kind, "name": entity.name}
        if entity.aliases:
            row["aliases"] = list(entity.aliases)
        lines.append(f"  - {flow(row)}")
    lines.append("statements:")
    for statement in sorted(decisions.statements, key=lambda s: (s.start, s.end, s.key)):
        lines.append(f"  - {flow(_row(statement, shared))}")
    return "\n".join(lines) + "\n"


def flow_text(value: object) -> str:
    """Write a scalar as one line of YAML."""
    return flow({"v": value})[4:-1]


def resolve(entities: Iterable[Entity], statements: Iterable[Statement]) -> list[Statement]:
    """Let statements speak of canonical names where they used an alias of the same kind."""
    names: dict[tuple[str, str], str] = {}
    for entity in entities:
        for alias in entity.aliases:
            names.setdefault((entity.kind, alias), entity.name)
    resolved = []
    for statement in statements:
        changes: dict[str, Ref] = {}
        for end in ("subject", "object"):
            ref: Ref | None = getattr(statement, end)
            if ref is not None and (ref.kind, ref.name) in names:
                changes[end] = Ref(kind=ref.kind, name=names[ref.kind, ref.name])
        resolved.append(statement.model_copy(update=changes) if changes else statement)
    return resolved


def undecided(candidates: Iterable[Statement], decided: Sequence[Statement]) -> list[Statement]:
    """Return the candidates on which the decisions say nothing yet.

    A candidate is decided when a decision overlaps it in the text and speaks
    of the same pair of things or of the same number: then a person has read
    those words and said what they mean, even if with another predicate.
    """
    by_pair: dict[tuple[str, ...], list[Statement]] = {}
    for statement in decided:
        by_pair.setdefault(_pair(statement), []).append(statement)
    left: dict[str, Statement] = {}
    for candidate in candidates:
        near = by_pair.get(_pair(candidate), [])
        if not any(s.start < candidate.end and candidate.start < s.end for s in near):
            left.setdefault(candidate.key, candidate)
    return list(left.values())


def describe(document: Document, about: Mapping[str, str]) -> Document:
    """Return the document with what the review says of it; a review's word goes first."""
    return document.model_copy(update={name: value for name, value in about.items() if value})


def _pair(statement: Statement) -> tuple[str, ...]:
    if statement.figure:
        return ("figure", statement.figure.value.replace(" ", ""))
    return ("relation", *sorted((statement.subject.key, statement.object.key if statement.object else "")))


def _entity(path: Path, item: dict[str, Any]) -> Entity:
    item = _mapping(path, item)
    line = item.pop(LINE, 0)
    try:
        return Entity.model_validate(item)
    except ValidationError as error:
        raise _invalid(path, line, error) from error


def _statement(
    path: Path, document: str, item: dict[str, Any], kinds: Mapping[str, str], review: tuple[str, str]
) -> Statement:
    item = _mapping(path, item)
    line = item.pop(LINE, 0)
    try:
        start, _, end = str(item.pop("at")).partition("-")
        subject = _ref(item.pop("s"), kinds)
        if "metric" in item:
            named = {k: str(item.pop(k)) for k in ("metric", "value", "unit", "scope") if k in item}
            said: dict[str, Any] = {"figure": read_figure(**named)}
            predicate = FIGURE
        else:
            said = {"object": _ref(item.pop("o"), kinds)}
            predicate = str(item.pop("p"))
        item.setdefault("review", Review.ACCEPTED)
        item.setdefault("status", Status.DONE)
        item.setdefault("reviewer", review[0])
        item.setdefault("reviewed_at", review[1])
        return Statement(
            document=document, start=int(start), end=int(end), subject=subject, predicate=predicate, **said, **item
        )
    except ValidationError as error:
        raise _invalid(path, line, error) from error
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(
            f"这条陈述写得不全或不对：{error}",
            f"this statement is incomplete or wrong: {error}",
            where=f"{path}:{line}",
            do_zh="每条要有 at、quote、s，和 p、o 或 metric、value",
            do_en="Each needs at, quote, s, and p, o or metric, value",
        ) from error


def _mapping(path: Path, item: object) -> dict[str, Any]:
    """Return an entry as a dict of its own; refuse what is none, and persons' data in it."""
    if not isinstance(item, dict):
        raise InputError(f"这一条应写成“键: 值”：{str(item)[:40]}", "an entry has to be a mapping", where=str(path))
    for name, value in item.items():
        words = value if isinstance(value, list) else [value]
        if name != LINE and any(find_personal(str(word)) for word in words):
            raise InputError(
                "这一条里有个人信息（姓名、电话、邮箱），不能载入",
                "the entry holds a person's data",
                where=f"{path}:{item.get(LINE, 0)}",
                do_zh="请删去后再载入，库没有变",
                do_en="Remove it and load again",
            )
    return dict(item)


def read_figure(metric: str, value: str, unit: str = "", scope: str = "") -> Figure:
    """Make a figure from what is written: its number, the upper end of a range, and the value in a base unit."""
    low, _, high = _RANGE.sub("~", value).partition("~")
    number, number_high = parse_number(low), parse_number(high) if high else None
    normal, normal_unit = normalise(number, unit)
    return Figure(
        metric=metric,
        value=value,
        unit=unit,
        scope=scope,
        number=number,
        number_high=number_high,
        normal=normal,
        normal_unit=normal_unit,
    )


def _ref(value: object, kinds: Mapping[str, str]) -> Ref:
    """Read ``name`` (its kind from the file's entities) or ``Kind:name``."""
    text = str(value)
    if text in kinds:
        return Ref(kind=kinds[text], name=text)
    kind, mark, name = text.partition(":")
    if not mark:
        raise ValueError(f"“{text}”不在 entities 里")
    return Ref(kind=kind, name=name)


def _row(statement: Statement, shared: tuple[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "at": f"{statement.start}-{statement.end}",
        "s": f"{statement.subject.kind}:{statement.subject.name}",
    }
    if statement.figure:
        figure = statement.figure
        row |= {"metric": figure.metric, "value": figure.value, "unit": figure.unit, "scope": figure.scope}
    elif statement.object:
        row |= {"p": statement.predicate, "o": f"{statement.object.kind}:{statement.object.name}"}
    row |= {"status": statement.status.value, "review": statement.review.value}
    row |= {"period": statement.period, "as_of": statement.as_of, "qualifier": statement.qualifier}
    row |= {"section": statement.section, "reason": statement.reason, "extractor": statement.extractor}
    if (statement.reviewer, statement.reviewed_at) != shared:
        row |= {"reviewer": statement.reviewer, "reviewed_at": statement.reviewed_at}
    row["quote"] = statement.quote
    defaults = {"status": Status.DONE.value, "review": Review.ACCEPTED.value}
    return {k: v for k, v in row.items() if v != "" and defaults.get(k) != v}


def _invalid(path: Path, line: int, error: ValidationError) -> InputError:
    zh, en = explain(error)
    return InputError(
        zh,
        en,
        where=f"{path}:{line}",
        do_zh="请改正这一行",
        do_en="Correct this line",
    )

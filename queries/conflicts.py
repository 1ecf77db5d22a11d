"""Figures that do not agree: the same thing with two values, and near things that may be the same.

Nothing is decided here and nothing overwritten: the two stand side by side
with their words, and a person says which holds or why both do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.store import Store, Value
from queries.catalogue import run
from queries.gaps.rows import row_place

SAME, NEAR_METRIC, NEAR_SUBJECT = "同一指标", "指标相近", "主体相近"
_LEVEL = re.compile("国家级|省级|市级|镇级|区级")
# A yearly increase and a stock, or a rank and a number, differ without contradicting each other.
_SORT = re.compile("新增|净增|新推动|排名|比重|占比|增长|增速|降幅|率$|改造前|改造后|计划|目标")
_GENERAL = re.compile("累计|共有|认定|培育|推动|带动|实现|全市|全省|国家级|省级|市级|项目|[的和及与]|[数量]$")
_SUBJECT = re.compile("(战略性新兴)?(产业集群|产业链|集群|产业|行业|企业|领域)$")
_SIZE = re.compile("规模|产值|营收|营业收入|销售收入|产业规模")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in the graph, with its words."""

    subject: str
    subject_name: str
    metric: str
    qualifier: str
    value: str
    unit: str
    number: float | None
    number_unit: str
    period: str
    scope: str
    review: str
    document: str
    section: str
    start: int
    end: int
    quote: str
    statement: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two figures that do not agree. ``kind`` says how near they are, ``why`` what to look at."""

    kind: str
    why: str
    first: Figure
    second: Figure


def conflicts(store: Store, subject: str = "") -> tuple[Conflict, ...]:
    """Return the pairs of figures that do not agree, the surest first.

    Args:
        store: where to read.
        subject: only pairs in which a subject's name holds this text.
    """
    found = find_conflicts(_figure(row) for row in run(store, "figures").dicts())
    return tuple(pair for pair in found if subject in pair.first.subject_name or subject in pair.second.subject_name)


def find_conflicts(figures: Iterable[Figure]) -> tuple[Conflict, ...]:
    """Compare figures in pairs. Rejected ones are left out; a range or qualifier does not excuse a difference.

    - 同一指标: one subject, one metric, periods that do not exclude each other.
    - 指标相近: one subject, metrics that differ only in general words (累计认定和培育…, …项目数).
    - 主体相近: sizes in money of subjects whose names are alike (Dice coefficient of character pairs ≥ .5).
    """
    usable = sorted((f for f in figures if f.review != "rejected"), key=lambda f: (f.document, f.start, f.statement))
    by_unit: dict[str, list[Figure]] = defaultdict(list)
    for figure in usable:
        by_unit[figure.number_unit or figure.unit].append(figure)
    pairs = (pair for group in by_unit.values() for pair in _pairs(group))
    order = (SAME, NEAR_METRIC, NEAR_SUBJECT)
    return tuple(
        sorted(pairs, key=lambda c: (order.index(c.kind), c.first.subject_name, c.first.metric, c.first.start))
    )


def _pairs(figures: Iterable[Figure]) -> Iterator[Conflict]:
    for a, b in combinations(figures, 2):
        if _agree(a, b) or (a.period and b.period and _period(a) != _period(b)):
            continue
        if a.subject == b.subject and a.metric == b.metric:
            yield Conflict(SAME, f"同一主体的“{a.metric}”有两个数", a, b)
        elif a.subject == b.subject and _core(a.metric) == _core(b.metric) and _alike(a.metric, b.metric):
            yield Conflict(NEAR_METRIC, f"“{a.metric}”与“{b.metric}”措辞相近，口径可能不同", a, b)
        elif a.number_unit == "元" and _SIZE.search(a.metric) and _SIZE.search(b.metric) and _near_subjects(a, b):
            why = f"“{a.subject_name}”与“{b.subject_name}”可能是一回事，口径或年份可能不同"
            yield Conflict(NEAR_SUBJECT, why, a, b)


def _agree(a: Figure, b: Figure) -> bool:
    if a.number is None or b.number is None:
        return a.value == b.value
    return abs(a.number - b.number) <= 1e-9 * max(abs(a.number), abs(b.number))


def _period(figure: Figure) -> str:
    return figure.period.replace(" ", "")


def _core(metric: str) -> str:
    return _GENERAL.sub("", _GENERAL.sub("", metric))


def _alike(a: str, b: str) -> bool:
    """Levels must not differ where both name one, and both must be stocks or both changes."""
    levels = [set(_LEVEL.findall(text)) for text in (a, b)]
    if all(levels) and levels[0] != levels[1]:
        return False
    return set(_SORT.findall(a)) == set(_SORT.findall(b)) and len(_core(a)) > 2


def _near_subjects(a: Figure, b: Figure) -> bool:
    if a.subject == b.subject:
        return False
    first, second = (_pairs_of(_SUBJECT.sub("", f.subject_name)) for f in (a, b))
    # Sørensen–Dice coefficient of the two sets of character pairs
    return 2 * len(first & second) / (len(first) + len(second)) >= 0.5


def _pairs_of(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)} or {name}


def _figure(row: Mapping[str, Value]) -> Figure:
    def text(name: str) -> str:
        return str(row[name]) if row[name] is not None else ""

    def place(name: str) -> int:
        value = row[name]
        return value if isinstance(value, int) else 0

    number = row["number"]
    source, _, at_row = text("statement").partition("#")
    return Figure(
        subject=text("subject"),
        subject_name=text("subject_name"),
        metric=text("metric"),
        qualifier=text("qualifier"),
        value=text("value"),
        unit=text("unit"),
        number=float(number) if isinstance(number, int | float) else None,
        number_unit=text("number_unit"),
        period=text("period"),
        scope=text("scope"),
        review=text("review"),
        document=text("document") or source,
        section=text("section") if text("document") else row_place(at_row),
        start=place("start_offset"),
        end=place("end_offset"),
        quote=text("quote"),
        statement=text("statement"),
    )

"""Find the header of a sheet: title rows above it, one or two rows, synonyms, units and years in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from graph.errors import InputError
from loaders.tables.amounts import known_unit
from loaders.tables.mapping import EACH, Mapping
from loaders.tables.model import Row, as_text, letters
from loaders.tables.persons import personal_header

SEARCHED = 50
"""Rows from the top in which a header is looked for."""

_SURE = 3
"""Columns found in a row that make it a header wherever it stands."""

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?(?!\d)")
_LEAD = re.compile(r"^(?:[*★#]+|\d{1,2}[.、])+")
_SHEET_UNIT = re.compile(r"单位[:：]\s*([^\s,，;；)）]+)")
_OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Label:
    """A header cell: ``core`` to compare, ``full`` with its year, the unit and year that it names."""

    core: str
    full: str
    unit: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a mapping stand in a sheet. Columns are 0-based, row numbers 1-based.

    ``each`` holds, for a column with ``{年份}`` or ``{其他}``, every place with its value.
    """

    sheet: str
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    at: Map[str, int]
    each: Map[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    units: Map[int, str] = field(default_factory=dict)
    years: Map[int, str] = field(default_factory=dict)
    personal: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    year: str = ""

    @property
    def last(self) -> int:
        """Number of the last header row; data begin below it."""
        return self.rows[-1]

    def header_of(self, column: int) -> str:
        """Return the header of a column as written, on one line."""
        return " ".join(self.texts[column].split()) if column < len(self.texts) else ""


@lru_cache(maxsize=4096)
def label(text: str) -> Label:
    """Read a header cell: ``2024年工业总产值（万元）`` is 工业总产值 in 万元 of 2024."""
    plain = _LEAD.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", text))).rstrip(":*")
    unit = next(filter(None, map(known_unit, _BRACKET.findall(plain))), "")
    head, mark, tail = plain.rpartition("/")
    if not unit and mark and known_unit(tail):
        plain, unit = head, known_unit(tail)
    bare = _BRACKET.sub("", plain)
    year = _YEAR.search(plain)
    core = _YEAR.sub("", bare) if year else bare
    return Label(core or bare, bare, unit, year[1] if year else "")


def find_layout(mapping: Mapping, sheet: str, top: Sequence[Row]) -> Layout | None:
    """Return where the mapping's columns stand, ``None`` if no row has all that are needed.

    Args:
        mapping: what is looked for.
        sheet: the sheet's name.
        top: its first rows, :data:`SEARCHED` at most.

    Raises:
        InputError: two columns fit the same name, an amount has no unit, or the mapping names
            a header row that is not there.
    """
    best: tuple[int, tuple[Row, ...]] | None = None
    for rows, found in readings(mapping, top):
        better = best is None or len(found) > best[0]
        if better and found.issuperset(mapping.needed):
            best = len(found), rows
    if best is None:
        return None
    return _layout(mapping, sheet, best[1], top)


def _is_data(rows: tuple[Row, ...], found: int, top: Sequence[Row]) -> bool:
    """Whether a row that has few of the columns stands below one as full: then it is a row of a list.

    In a list with other headers a word such as 园区 in some row must not pass for a header,
    nor must its own header and that row for a header of two rows.
    """
    full = max(3, sum(cell is not None for cell in rows[-1].cells))
    above = (sum(cell is not None for cell in row.cells) for row in top if row.number < rows[-1].number)
    return found < _SURE and any(count >= full for count in above)


def nearest(mapping: Mapping, top: Sequence[Row]) -> tuple[int, tuple[str, ...]]:
    """Return the row most like a header and the needed columns it lacks; ``(0, all)`` where none is like one."""
    best = 0, mapping.needed
    score = 0
    for rows, found in readings(mapping, top):
        if len(found) > score:
            score = len(found)
            best = rows[0].number, tuple(name for name in mapping.needed if name not in found)
    return best


def _candidates(mapping: Mapping, top: Sequence[Row]) -> Iterable[tuple[Row, ...]]:
    by_number = {row.number: row for row in top}
    if mapping.header:
        rows = tuple(by_number[number] for number in mapping.header if number in by_number)
        return [rows] if len(rows) == len(mapping.header) else []
    filled = [row for row in top if not row.empty]
    single = [(row,) for row in filled]
    double = [(a, b) for a, b in pairwise(filled) if b.number == a.number + 1]
    return [*single, *double]


def _texts(rows: tuple[Row, ...]) -> list[str]:
    width = max(len(row.cells) for row in rows)
    return ["\n".join(dict.fromkeys(filter(None, (as_text(row.at(at)) for row in rows)))) for at in range(width)]


def _labels(rows: tuple[Row, ...]) -> list[tuple[Label, ...]]:
    """Return for each column the readings of its header, best first."""
    if len(rows) == 1:
        return [(label(as_text(cell)),) if isinstance(cell, str | float | int) else () for cell in rows[0].cells]
    upper, lower = rows
    above = ""
    found: list[tuple[Label, ...]] = []
    for at in range(max(len(upper.cells), len(lower.cells))):
        own, below = as_text(upper.at(at)), as_text(lower.at(at))
        above = own or (above if below else "")
        if not below or own == below:
            found.append((label(own or below),) if own or below else ())
            continue
        joined, single = label(above + below), label(below)
        with_unit = Label(single.core, single.full, single.unit or label(above).unit, single.year or label(above).year)
        found.append((joined, with_unit) if above else (single,))
    return found


Hits: TypeAlias = list[tuple[int, int, Label]]
"""How well a header fits (0 best), its column, its reading."""

Each: TypeAlias = list[tuple[int, str, Label]]
"""Columns of one name with the value that each header adds."""


def _match(mapping: Mapping, labels: list[tuple[Label, ...]]) -> tuple[dict[str, Hits], dict[str, Each]]:
    """Match columns by name: those that stand once, and those of ``{年份}``, ``{其他}`` and of several years."""
    found: dict[str, Hits] = {}
    each: dict[str, Each] = {}
    taken: set[int] = set()
    for name, wanted, patterns in _wanted(mapping):
        hits = _hits(wanted, labels)
        if hits:
            found[name] = hits
            taken.update(at for _, at, _ in hits)
        if mapping.columns[name].kind in ("amount", "number"):
            _by_year(name, found, each)
        for pattern in patterns:
            for at, readings in enumerate(labels):
                hit = next(((m[1], r) for r in readings if (m := re.fullmatch(pattern, r.full))), None)
                if hit and at not in taken:
                    each.setdefault(name, []).append((at, *hit))
                    taken.add(at)
    for name, column in mapping.columns.items():
        if f"{{{_OTHER}}}" in (name, *column.also):
            rest = [(at, r[0].full, r[0]) for at, r in enumerate(labels) if at not in taken and r and r[0].full]
            if rest:
                each[name] = [hit for hit in rest if not personal_header(hit[1])]
    return found, each


def _hits(wanted: Sequence[str], labels: list[tuple[Label, ...]]) -> Hits:
    """Return every column that one of the wanted headers names, with its best reading."""
    hits: Hits = []
    for at, readings in enumerate(labels):
        fitting = [
            (rank, at, reading)
            for reading in readings
            for rank, header in enumerate(wanted)
            if header in (reading.full, reading.core)
        ]
        if fitting:
            hits.append(min(fitting, key=lambda hit: hit[0]))
    return hits


def _by_year(name: str, found: dict[str, Hits], each: dict[str, Each]) -> None:
    """Take columns of one measure that name different years as a column a year, not as the same one twice."""
    hits = found.get(name, [])
    best = [hit for hit in hits if hit[0] == min(rank for rank, _, _ in hits)] if hits else []
    years = {hit[2].year for hit in best} - {""}
    if len(best) > 1 and len(years) == len(best):
        each[name] = [(at, reading.year, reading) for _, at, reading in best]
        del found[name]


def _wanted(mapping: Mapping) -> list[tuple[str, list[str], list[str]]]:
    result = []
    for name, column in mapping.columns.items():
        headers = (name, *column.also)
        fixed = [_bare(header) for header in headers if not EACH.search(header)]
        years = [re.escape(_bare(h)).replace(r"\{年份\}", r"((?:19|20)\d\d)") for h in headers if "{年份}" in h]
        result.append((name, fixed, years))
    return result


def _bare(header: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", header))
    return _BRACKET.sub("", plain) or plain


def _layout(mapping: Mapping, sheet: str, rows: tuple[Row, ...], top: Sequence[Row]) -> Layout:
    found, each = _match(mapping, _labels(rows))
    texts = tuple(_texts(rows))
    at: dict[str, int] = {}
    chosen: dict[int, Label] = {}
    for name, hits in found.items():
        rank = min(hit[0] for hit in hits)
        best = [hit for hit in hits if hit[0] == rank]
        if len(best) > 1:
            raise _twice(sheet, rows, name, [(hit[1], texts[hit[1]]) for hit in best])
        at[name], chosen[best[0][1]] = best[0][1], best[0][2]
    for places in each.values():
        chosen.update({column: reading for column, _, reading in places})
    above = [as_text(cell) for row in top if row.number < rows[0].number for cell in row.cells if cell is not None]
    units = {column: reading.unit for column, reading in chosen.items() if reading.unit}
    _fill_units(mapping, sheet, at, each, units, above)
    personal = tuple(c for c, text in enumerate(texts) if c not in chosen and personal_header(label(text).full))
    unread = tuple(c for c, text in enumerate(texts) if text and c not in chosen and c not in personal)
    year = next((match[1] for text in above if (match := _YEAR.search(text))), "")
    return Layout(
        sheet,
        tuple(row.number for row in rows),
        texts,
        at,
        {name: tuple((column, value) for column, value, _ in places) for name, places in each.items()},
        units,
        {column: reading.year for column, reading in chosen.items() if reading.year},
        personal,
        unread,
        year,
    )


def _fill_units(
    mapping: Mapping,
    sheet: str,
    at: Map[str, int],
    each: Map[str, list[tuple[int, str, Label]]],
    units: dict[int, str],
    above: Sequence[str],
) -> None:
    """Give every amount a unit: its header's, the sheet's ``单位：``, the mapping's; without one it cannot be read."""
    stated = next((known_unit(m[1]) for text in above if (m := _SHEET_UNIT.search(text)) and known_unit(m[1])), "")
    for name, column in mapping.columns.items():
        places = [at[name]] if name in at else [place for place, _, _ in each.get(name, ())]
        for place in places:
            unit = units.get(place) or stated if column.kind == "amount" else units.get(place, "")
            units[place] = unit or column.unit
            if column.kind == "amount" and not units[place] and not column.unit_from:
                raise InputError(
                    f"金额列“{name}”没有单位，不知道是元、万元还是亿元",
                    f"column {name!r} holds amounts without a unit",
                    where=f"{sheet}!{letters(place)}",
                    do_zh="请在表头写上（万元），或在表上方写“单位：万元”，或在映射里写 unit",
                    do_en="Write the unit in the header, or as unit: in the mapping",
                )


def _twice(sheet: str, rows: tuple[Row, ...], name: str, hits: list[tuple[int, str]]) -> InputError:
    shown = "、".join(f"{letters(column)} 列“{' '.join(text.split())}”" for column, text in hits)
    return InputError(
        f"有 {len(hits)} 列都像“{name}”：{shown}",
        f"{len(hits)} columns fit {name!r}: {', '.join(letters(column) for column, _ in hits)}",
        where=f"{sheet} 第 {rows[0].number} 行",
        do_zh="请删去或改名多余的一列，一列也没有载入",
        do_en="Remove or rename one; nothing was loaded",
    )


def readings(mapping: Mapping, top: Sequence[Row]) -> Iterable[tuple[tuple[Row, ...], set[str]]]:
    """Yield every row, and pair of rows, that could be a header, with the names of the columns it has."""
    for rows in _candidates(mapping, top):
        places, each = _match(mapping, _labels(rows))
        found = {*places, *(name for name in each if f"{{{_OTHER}}}" not in mapping.columns[name].also)}
        if mapping.header or not _is_data(rows, len(found), top):
            yield rows, found


def matched(mapping: Mapping, rows: tuple[Row, ...]) -> dict[str, int]:
    """Return where the columns of a mapping stand in header rows, the first place of each."""
    found, _ = _match(mapping, _labels(rows))
    return {name: min(hit[:2] for hit in hits)[1] for name, hits in found.items()}

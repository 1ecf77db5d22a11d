"""Which figures of sectors belong together, and which set speaks for the region."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Value
from queries.gaps.model import DONE, Source
from queries.gaps.places import Places
from queries.tiers.model import JOBS, OUTPUT, Sector, SectorFigure, SectorSet
from queries.tiers.names import SectorNames

Row = Mapping[str, Value]
NATION = ("全国", "中国", "全 国")
_WANTED = {
    OUTPUT: re.compile("(产值|总产出|产出)$"),
    JOBS: re.compile("(从业|就业|用工|职工).*(人数|人口|人员|数)$"),
}
_OTHER = re.compile("目标|计划|规划|增加值|增速|增长|占|比重|人均|出口|内销|销售")
_PLACE = re.compile("(?<![全本我])(市|州)$|省$|自治区$|特别行政区$|^全国$|^中国$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets that can be used, by region, and why others cannot; ``statements`` are those of all of them."""

    by_region: Mapping[str, tuple[SectorSet, ...]]
    refused: tuple[str, ...]
    statements: frozenset[str] = frozenset()


def sector_sets(rows: Iterable[Row], names: SectorNames, sources: Mapping[str, Source], places: Places) -> Sets:
    """Gather the accepted figures of sectors into sets of one source, region, metric, unit and period.

    A set is refused whole where a sector has two values, two sectors share a
    class, or its units are mixed: nobody can say which of them holds.
    """
    groups: dict[_Key, list[tuple[SectorFigure, str]]] = defaultdict(list)
    unknown: dict[_Key, list[str]] = defaultdict(list)
    for row in rows:
        key, metric = _key(row, sources, places), _text(row, "metric")
        if key is None or _OTHER.search(metric) or not any(wanted.search(metric) for wanted in _WANTED.values()):
            continue
        sector, value = names.find(_text(row, "subject_name")), row["normal"]
        if sector is None:
            unknown[key].append(_text(row, "subject_name"))
        elif isinstance(value, int | float):
            figure = SectorFigure(sector, float(value), _text(row, "statement"))
            groups[key].append((figure, _text(row, "normal_unit")))
    by_region: dict[str, list[SectorSet]] = defaultdict(list)
    refused = []
    for key, found in sorted(groups.items()):
        made = _set(key, found, sources, unknown[key])
        if isinstance(made, SectorSet):
            by_region[made.region].append(made)
        else:
            refused.append(made)
    said = frozenset(figure.statement for found in groups.values() for figure, _ in found)
    return Sets({region: tuple(made) for region, made in by_region.items()}, tuple(refused), said)


def _key(row: Row, sources: Mapping[str, Source], places: Places) -> _Key | None:
    """Document, region, metric, period of a row that counts; the region is its scope's, else its document's."""
    subject, scope = _text(row, "subject"), _text(row, "scope")
    counts = row["review"] == "accepted" and _text(row, "status") in DONE
    if not counts or not subject.startswith("Industry:"):
        return None
    document = _text(row, "document") or _text(row, "statement").partition("#")[0]
    declared = sources[document].region if document in sources else ""
    region = scope if _PLACE.search(scope) else declared
    if not region or (region == declared and places.speaks_of_here(declared)):
        region = places.region
    return document, region, _text(row, "metric"), _text(row, "period")


def _set(
    key: _Key, found: Sequence[tuple[SectorFigure, str]], sources: Mapping[str, Source], unknown: Sequence[str]
) -> SectorSet | str:
    document, region, metric, period = key
    title = sources[document].title if document in sources else document
    label = f"{title or document}：{region}{metric}{f'（{period}）' if period else ''}"
    units = sorted({unit for _, unit in found})
    if len(units) > 1:
        return f"{label}单位不一（{'、'.join(units)}），整组不用"
    if units[0] not in _WANTED or not _WANTED[units[0]].search(metric):
        return f"{label}的单位是{units[0] or '空'}，比不了"
    figures: dict[frozenset[str], SectorFigure] = {}
    for figure, _ in found:
        if figure.value < 0:
            return f"{label}的“{figure.sector.name}”是负数，整组不用"
        known = figures.setdefault(figure.sector.members, figure)
        if known.value != figure.value:
            return f"{label}的“{figure.sector.name}”有两个数（{known.value:g}、{figure.value:g}），整组不用"
    twice = _overlap([figure.sector for figure in figures.values()])
    if twice:
        return f"{label}的“{twice[0].name}”和“{twice[1].name}”有相同的行业小类，会重复计算，整组不用"
    left = (f"不认识的行业名：{'、'.join(dict.fromkeys(unknown))}",) if unknown else ()
    return SectorSet(region, metric, units[0], period, document, title or document, tuple(figures.values()), left)


def _overlap(sectors: Sequence[Sector]) -> tuple[Sector, Sector] | None:
    seen: dict[str, Sector] = {}
    for sector in sectors:
        for member in sector.members:
            if member in seen:
                return seen[member], sector
            seen[member] = sector
    return None


def best_set(sets: Sequence[SectorSet], unit: str) -> SectorSet | None:
    """Return the set with the most sectors, of these the newest, of these the first by source; others are named in it.

    Figures of several years are never mixed.
    """
    usable = [one for one in sets if one.unit == unit]
    if not usable:
        return None
    ordered = sorted(usable, key=lambda one: (-len(one.figures), -_year(one.period), one.document, one.metric))
    best = ordered[0]
    others = tuple(f"{one.label}，{len(one.figures)} 个行业，没有用：一次只用一组" for one in ordered[1:])
    return SectorSet(
        best.region, best.metric, best.unit, best.period, best.document, best.title, best.figures, best.left + others
    )


def _year(period: str) -> int:
    years = _YEAR.findall(period)
    return int(years[-1]) if years else 0


def loaded_reference(
    chosen: SectorSet, sets: Mapping[str, Sequence[SectorSet]], above: Iterable[str]
) -> SectorSet | None:
    """Return the loaded set of the country, else of a region that contains this one, of the same metric and period."""
    for region in (*NATION, *sorted(above)):
        for one in sets.get(region, ()):
            if (one.metric, one.unit, one.period) == (chosen.metric, chosen.unit, chosen.period):
                return one
    return None


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""

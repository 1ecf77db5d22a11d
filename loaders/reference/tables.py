"""Official figures by sector and input-output tables that ship: read as tables, not loaded as nodes.

They are thousands of cells that an analysis wants as a block and nobody looks
up one by one; as nodes they would make every store larger and every build
slower. ``SOURCES.md`` says where each comes from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import FiguresRefused, InputError, NotFound
from loaders.yamlfile import check_plain

if TYPE_CHECKING:
    from loaders.tables.flows import Flows
    from loaders.tables.regions import Regional

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
SECTORS = REFERENCE / "sectors.csv"
INPUT_OUTPUT = REFERENCE / "io"
_MAX_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class SectorFigure:
    """A figure of one sector of one place; ``review`` is as for statements, ``grade`` as for documents."""

    entity: str
    indicator: str
    sector: str
    value: float
    unit: str
    period: str
    scope: str
    title: str
    issuer: str
    url: str
    grade: str
    review: str
    note: str


def read_sectors(path: Path = SECTORS) -> tuple[SectorFigure, ...]:
    """Read figures by sector.

    Raises:
        InputError: not readable, a column missing, or a value that is no number; with the line.
    """
    found = []
    for line, row in enumerate(_rows(path, tuple(SectorFigure.__slots__)), 2):
        try:
            found.append(SectorFigure(**{**row, "value": float(row["value"])}))  # type: ignore[arg-type]
        except ValueError as error:
            raise InputError(
                f"不是数：{row['value']}", f"not a number: {row['value']!r}", where=f"{path}:{line}"
            ) from error
    return tuple(found)


def read_input_output(name: str) -> tuple[Mapping[str, str], ...]:
    """Read one of the tables in ``reference/io``, a row a mapping from column to text; amounts are 10,000 yuan.

    Rows and columns are those of the statistics office: sectors by code, then
    TII total intermediate inputs, VA001–VA004 and TVA value added, TI total
    inputs; TIU intermediate and TFU final use, EX exports, IM imports, OF and IF
    flows to and from other provinces, GO output. ``origin`` tells what is
    made at home from imports where the table does.

    Raises:
        InputError: there is no such table, or it is not readable.
    """
    return tuple(_rows(INPUT_OUTPUT / f"{name}.csv", ("code", "name")))


SHIPPED = {
    "china-2020-153": "2020 年全国投入产出表，153 个产品部门（国家统计局）",
    "china-2020-42": "2020 年全国投入产出表，42 个部门，国内和进口分列（国家统计局）",
    "china-2017-42": "2017 年全国投入产出表，42 个部门，国内和进口分列（国家统计局）",
    "guangdong-2017-42": "2017 年广东省投入产出表，42 个部门（广东省统计局）",
}
"""The flow tables that ship, by name, with what they are."""


def flows_of(name: str, *, sheet: str = "", unit: str = "") -> Flows:
    """Return a table of flows: one that ships, or a file.

    Args:
        name: one of :data:`SHIPPED`, or the path of an xlsx, xls, ods or csv file.
        sheet: of a file.
        unit: of a file that names none.

    Raises:
        NotFound: neither a shipped table nor a file.
        UnreadableFile: not a table.
        FiguresRefused: no table of flows, or figures that cannot be read.
    """
    from loaders.tables.flows import read_flows

    if name in SHIPPED:
        if sheet or unit not in ("", "万元"):
            raise InputError(
                "自带的表只有一张，单位是万元",
                "a table that ships has one sheet, in 10,000 yuan",
                where=name,
                do_zh="请去掉 --sheet、--unit",
                do_en="Leave --sheet and --unit out",
            )
        return replace(read_flows(INPUT_OUTPUT / f"{name}.csv", unit="万元"), title=SHIPPED[name])
    if not Path(name).exists():
        raise _no_table(name, SHIPPED)
    return read_flows(Path(name), sheet=sheet, unit=unit)


def regions_of(name: str, *, sheet: str = "", unit: str = "", reference: str = "") -> Regional:
    """Return figures by sector and region: of a file, or the province of a shipped table against the country.

    Args:
        name: ``guangdong-2017-42``, or the path of an xlsx, xls, ods or csv file.
        sheet: of a file.
        unit: of a file that names none.
        reference: of a file, the column of the reference economy.

    Raises:
        NotFound: neither.
        UnreadableFile: not a table.
        FiguresRefused: a national table by itself, or figures that cannot be read.
    """
    from loaders.tables.regions import Regional, read_regions

    if name not in SHIPPED:
        if not Path(name).exists():
            raise _no_table(name, ("guangdong-2017-42",))
        return read_regions(Path(name), sheet=sheet, unit=unit, reference=reference)
    region, country = flows_of(name, sheet=sheet, unit=unit), flows_of("china-2017-42")
    if name != "guangdong-2017-42" or reference:
        raise FiguresRefused(
            "全国表自己没有可比的参照" if not reference else "自带的表以同年的全国表为参照",
            "a national table has nothing to be compared with"
            if not reference
            else "a shipped table is compared with the country's of its year",
            where=name,
            do_zh="请给 guangdong-2017-42（不带 --reference），或自己的文件：部门,地区,全国",
            do_en="Give guangdong-2017-42 without --reference, or a file of your own: sector,region,national",
        )
    return Regional(
        region.title,
        region.names,
        ("广东",),
        region.output[:, None],
        country.output,
        country.title,
        region.unit,
        (),
    )


def _no_table(name: str, shipped: Iterable[str]) -> NotFound:
    listed = list(shipped)
    return NotFound(
        f"没有这张表：{name}",
        f"no such table: {name}",
        do_zh=f"请给文件，或自带的表：{'、'.join(listed)}",
        do_en=f"Give a file, or one that ships: {', '.join(listed)}",
    )


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        check_plain(path, _MAX_BYTES)
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"缺少列：{'、'.join(missing)}", f"columns missing: {', '.join(missing)}", where=f"{path}:1"
                )
            return list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"CSV 读不懂：{error}", f"not CSV: {error}", where=str(path)) from error
    except OSError as error:
        raise InputError(f"文件读不出来：{error.strerror}", str(error), where=str(path)) from error

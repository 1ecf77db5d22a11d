"""Official figures by sector and input-output tables that ship: read as tables, not loaded as nodes.

They are thousands of cells that an analysis wants as a block and nobody looks
up one by one; as nodes they would make every store larger and every build
slower. ``SOURCES.md`` says where each comes from.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from loaders.yamlfile import check_plain

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

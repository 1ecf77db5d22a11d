"""Which classes of GB/T 4754—2017 each product of China's input-output table covers, as a declared table.

The statistics office defines its products over GB/T 4754 and prints the
explanation in the volume of the tables, not beside them. ``products-153.csv``
is therefore derived from names and numbers, line by line; ``basis`` says how
sure a line is, and no class stands in two lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.errors import InputError
from loaders.reference.tables import REFERENCE
from loaders.templates import gbt_classes
from loaders.yamlfile import check_plain

PRODUCTS = REFERENCE / "products-153.csv"
DIVISIONS = REFERENCE / "divisions.csv"
INDUSTRIES = REFERENCE / "industry-classes.csv"
COLUMNS = ("code", "name", "en", "gbt4754", "sector42", "basis", "note")
BASES = {
    "name": "名称就是所列大类、中类的名称",
    "rest": "“其他”类：同一大类里没有单列的中类",
    "judged": "按名称和货物判断，未见分类解释",
}
"""How a line of the concordance is known, in words."""
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of the table: the codes it covers (2 to 4 digits), its sector of the 42-sector table, and how we know.

    ``line`` is its line in the file.
    """

    code: str
    name: str
    en: str
    classes: tuple[str, ...]
    sector42: str
    basis: str
    note: str
    line: int

    @property
    def members(self) -> frozenset[str]:
        """The four-digit classes that it covers."""
        return members(self.classes)


def read_products(path: Path = PRODUCTS) -> tuple[ProductRow, ...]:
    """Read a concordance.

    Raises:
        InputError: not readable, a column missing, a product listed twice, a code that GB/T 4754 does not have, a basis
            that is none, or a class that two products cover; with the line.
    """
    rows = tuple(_row(path, line, cells) for line, cells in _cells(path))
    known: dict[str, ProductRow] = {}
    for row in rows:
        if row.code in known:
            raise _error(path, row.line, f"产品 {row.code} 写了两次", f"product {row.code} twice")
        known[row.code] = row
    _check_once(path, rows)
    return rows


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """What an industry, as documents call it, covers of GB/T 4754, and why."""

    industry: str
    classes: tuple[str, ...]
    why: str


def read_divisions(path: Path = DIVISIONS) -> tuple[tuple[str, str], ...]:
    """Return codes and names of the divisions of GB/T 4754—2017.

    Raises:
        InputError: not readable, or a code that there is not.
    """
    rows = [(line, cells["code"], cells["name"]) for line, cells in _cells(path, ("code", "name"))]
    return tuple((_codes(path, line, code)[0], name) for line, code, name in rows)


def read_industries(path: Path = INDUSTRIES) -> tuple[IndustryRow, ...]:
    """Read what industries cover, one a line.

    Raises:
        InputError: not readable, a column missing, an industry listed twice, no reason, or a code that GB/T 4754 does
            not have; with the line.
    """
    rows: dict[str, IndustryRow] = {}
    for line, cells in _cells(path, ("industry", "gbt4754", "why")):
        name, classes = cells["industry"], _codes(path, line, cells["gbt4754"])
        if not name or not classes or not cells["why"]:
            raise _error(path, line, "要有产业、GB/T 4754 代码和理由", "industry, codes and a reason are needed")
        if name in rows:
            raise _error(path, line, f"“{name}”写了两次", f"{name} twice")
        rows[name] = IndustryRow(name, classes, cells["why"])
    return tuple(rows.values())


def _cells(path: Path, columns: tuple[str, ...] = COLUMNS) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        check_plain(path, _MAX_BYTES)
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise _error(path, 1, f"缺少列：{'、'.join(missing)}", f"columns missing: {', '.join(missing)}")
            return [(reader.line_num, {name: row[name] or "" for name in columns}) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"CSV 读不懂：{error}", f"not CSV: {error}", where=str(path)) from error
    except OSError as error:
        raise InputError(f"文件读不出来：{error.strerror}", str(error), where=str(path)) from error


def _row(path: Path, line: int, cells: dict[str, str]) -> ProductRow:
    classes = _codes(path, line, cells["gbt4754"])
    if not cells["code"] or not cells["name"] or not classes:
        raise _error(path, line, "要有产品代码、名称和 GB/T 4754 代码", "code, name and GB/T 4754 codes are needed")
    if cells["basis"] not in BASES:
        raise _error(path, line, f"依据只能是 {'、'.join(BASES)}", f"basis is one of {', '.join(BASES)}")
    return ProductRow(
        cells["code"], cells["name"], cells["en"], classes, cells["sector42"], cells["basis"], cells["note"], line
    )


def _codes(path: Path, line: int, text: str) -> tuple[str, ...]:
    classes = tuple(code.strip() for code in text.split(";") if code.strip())
    for code in classes:
        if code not in _below():
            raise _error(path, line, f"GB/T 4754—2017 没有“{code}”", f"no code {code} in GB/T 4754-2017")
    return classes


def members(classes: Iterable[str]) -> frozenset[str]:
    """Return the four-digit classes below codes of 2 to 4 digits."""
    return frozenset(known for code in classes for known in _below()[code])


@lru_cache
def _below() -> dict[str, tuple[str, ...]]:
    """The four-digit classes below each code of 2 to 4 digits."""
    below: dict[str, list[str]] = {}
    for known in gbt_classes():
        for digits in (2, 3, 4):
            below.setdefault(known[:digits], []).append(known)
    return {code: tuple(known) for code, known in below.items()}


def _check_once(path: Path, rows: Iterable[ProductRow]) -> None:
    """Refuse a class that is covered twice, whether written alike or one code within the other (38 and 385)."""
    taken: dict[str, ProductRow] = {}
    for row in rows:
        for known in (known for code in row.classes for known in _below()[code]):
            other = taken.get(known)
            if other:
                raise _error(
                    path,
                    row.line,
                    f"小类 {known} 归了两次：{other.code} {other.name}（第 {other.line} 行）、{row.code} {row.name}",
                    f"class {known} is covered by {other.code} (line {other.line}) and {row.code}",
                )
            taken[known] = row


def _error(path: Path, line: int, zh: str, en: str) -> InputError:
    return InputError(
        zh, en, where=f"{path}:{line}", do_zh="请改正这一行，每个小类只能归一次", do_en="Correct this line"
    )

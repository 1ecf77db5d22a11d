"""What the reckoning of demand takes and gives: plain values, no store, no files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LABEL = "需求额（按全国投入系数测算）"
"""What a figure of demand is called wherever it is printed; it is never called a gap."""
YI = 1e8
"""元 in one 亿元."""


class Grain(StrEnum):
    """How a thing that has codes of GB/T 4754 lies to the products of a table."""

    EQUAL = "equal"
    FINER = "finer"
    SEVERAL = "several"
    NONE = "none"

    @property
    def zh(self) -> str:
        """The grain as it is printed."""
        return _GRAIN_ZH[self]


_GRAIN_ZH = {
    Grain.EQUAL: "代码与产品部门相同（叫法可能更窄）",
    Grain.FINER: "比产品部门细：是整个产品部门的数，其中含本环节，不再拆分",
    Grain.SEVERAL: "分属几个产品部门：各列各的，不相加",
    Grain.NONE: "没有行业代码，或代码不在表里",
}


@dataclass(frozen=True, slots=True)
class IoTable:
    """A national table of flows at producers' prices of its year, in 万元.

    ``flows[i, j]`` is what column j takes of product i, wherever made, so
    ``flows[i, j] / output[j]`` is a technical coefficient.
    """

    name: str
    title: str
    office: str
    year: str
    grain: str
    codes: tuple[str, ...]
    names: Mapping[str, str]
    flows: Mapping[tuple[str, str], float]
    output: Mapping[str, float]

    @property
    def label(self) -> str:
        """The table as it is cited: office, title, year, grain, and that imports are within."""
        return f"{self.office}《{self.title}》{self.year} 年，{self.grain}，国产与进口合计"


@dataclass(frozen=True, slots=True)
class Product:
    """A product of a table: ``classes`` are the codes of GB/T 4754 it covers, ``members`` the four-digit ones below."""

    code: str
    name: str
    classes: tuple[str, ...]
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A product that codes lie in, with the grain."""

    product: Product
    grain: Grain


@dataclass(frozen=True, slots=True)
class Stated:
    """An output as a source states it.

    ``yuan`` is its value in 元, ``yuan_high`` the upper end where the source
    gives a range (else the same). ``quote`` is empty for a row of a table,
    whose place stands in ``statement``.
    """

    subject: str
    subject_name: str
    metric: str
    value: str
    unit: str
    qualifier: str
    yuan: float
    yuan_high: float
    period: str
    scope: str
    status: str
    review: str
    document: str
    document_title: str
    statement: str
    quote: str
    section: str = ""

    @property
    def words(self) -> str:
        """The figure as written: 规模约 100 亿元（2024 年）."""
        when = f"（{self.period}）" if self.period else ""
        return f"{self.subject_name}{self.metric} {self.qualifier}{self.value}{self.unit}{when}"


@dataclass(frozen=True, slots=True)
class Unused:
    """A stated figure that is not taken for an output here, and why; ``chains`` are those about its industry."""

    figure: Stated
    reason: str
    chains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One coefficient times the output: what ``output_code`` takes of the demand's product.

    ``flow`` and ``total`` are the table's cells in 万元, ``coefficient`` their
    quotient, ``low`` and ``high`` the requirement in 亿元. Where the table
    gives no coefficient these are None, and ``refused`` says why.
    """

    output_code: str
    output_name: str
    flow: float
    total: float
    coefficient: float | None
    low: float | None
    high: float | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a stated output takes of one product, in 亿元; with a segment where the product is looked at for one.

    ``lines`` has one entry for each product that the output may consist of:
    ``low`` and ``high`` are their least and greatest, since any split among
    them lies between; they are None where a line is refused or nothing was
    reckoned, and ``refused`` says why. ``takers`` are the names of the
    segments that take this one directly, ``kinds`` how.
    """

    figure: Stated
    product: str
    product_name: str
    lines: tuple[Line, ...]
    low: float | None
    high: float | None
    table: str
    table_year: str
    cautions: tuple[str, ...] = ()
    refused: str = ""
    segment: str = ""
    segment_name: str = ""
    grain: Grain | None = None
    takers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def amount(self) -> str:
        """The amount in words: 12.3 亿元, or a range."""
        if self.low is None or self.high is None:
            return ""
        return f"{_range(self.low, self.high)} 亿元"

    @property
    def arithmetic(self) -> str:
        """How the amount came about, a clause for each product that the output may consist of."""
        return "；".join(arithmetic(line, self.figure) for line in self.lines)


@dataclass(frozen=True, slots=True)
class StatedDemand:
    """All that follows from one stated output.

    ``outputs`` are the products that it may consist of and ``mapping`` how we
    know; ``makers`` the names of the chains' finished goods it stands for.
    ``rows`` has every product that it takes, the largest first; ``below`` the
    segments that those finished goods take directly. Where nothing can be
    reckoned, both are empty and ``refused`` says why.
    """

    figure: Stated
    outputs: tuple[Product, ...]
    mapping: str
    chains: tuple[str, ...]
    makers: tuple[str, ...]
    rows: tuple[Demand, ...]
    below: tuple[Demand, ...]
    cautions: tuple[str, ...]
    refused: str = ""


def arithmetic(line: Line, figure: Stated) -> str:
    """Return one line's reckoning as it is printed, or why there is none."""
    if line.coefficient is None or line.low is None or line.high is None:
        return f"{line.output_code} {line.output_name}：{line.refused}"
    output = _range(figure.yuan / YI, figure.yuan_high / YI)
    return (
        f"{line.output_code} {line.output_name}：a = {line.flow:,.0f} ÷ {line.total:,.0f}（万元）"
        f"= {line.coefficient:.5f}，× {output} 亿元 = {_range(line.low, line.high)} 亿元"
    )


def money(amount: float) -> str:
    """Return an amount in 亿元 to two places; a positive one that rounds to nothing is said to be small."""
    return "不到 0.01" if 0 < amount < 0.005 else f"{amount:.2f}"


def _range(low: float, high: float) -> str:
    return money(low) if money(low) == money(high) else f"{money(low)}—{money(high)}"

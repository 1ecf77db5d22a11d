"""National input-output tables as one matrix: what each product puts into each, at home and imported together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import InputError
from loaders.reference.tables import read_input_output

TABLES = {
    "china-2020-153": ("中国投入产出表", "国家统计局", "2020", "153 个产品部门"),
    "china-2020-42": ("中国投入产出表", "国家统计局", "2020", "42 个部门"),
    "china-2017-42": ("中国投入产出表", "国家统计局", "2017", "42 个部门"),
}
"""Tables that ship and give technical coefficients: title, office, year, grain."""
_OUTPUT, _INPUTS = "GO", "TI"


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A national table in 万元 at producers' prices of its year.

    ``flows[i, j]`` is what column j takes of product i, wherever it was made:
    the competitive table has it so, of the other one domestic and imported
    rows are added. ``output`` is total output by product.
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


def national_table(name: str = "china-2020-153") -> FlowTable:
    """Return a national table that ships.

    Raises:
        InputError: there is no such table, or a cell is no number.
    """
    if name not in TABLES:
        raise InputError(
            f"没有全国表“{name}”",
            f"no national table {name!r}",
            do_zh=f"可用的有：{'、'.join(TABLES)}",
            do_en=f"There are: {', '.join(TABLES)}",
        )
    rows = read_input_output(name)
    made = {row["code"]: row for row in rows if row["code"].isdigit() and row.get("origin", "Domestic") == "Domestic"}
    codes = tuple(made)
    flows: dict[tuple[str, str], float] = dict.fromkeys(((i, j) for i in codes for j in codes), 0.0)
    for row in rows:
        if row["code"] in made:
            for code in codes:
                flows[row["code"], code] += _number(row[code], name, row["code"])
    title, office, year, grain = TABLES[name]
    output = {code: _number(row[_OUTPUT], name, code) for code, row in made.items()}
    names = {code: row["name"] for code, row in made.items()}
    return FlowTable(name, title, office, year, grain, codes, names, flows, output)


def _number(text: str, name: str, code: str) -> float:
    try:
        return float(text or 0)
    except ValueError as error:
        raise InputError(f"不是数：{text}", f"not a number: {text!r}", where=f"{name} {code}") from error

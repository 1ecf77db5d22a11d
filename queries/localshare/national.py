"""The national table that an estimate leans on: input coefficients and what the country finally uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import FloatArray, fit, matrix, place, positive, vector
from queries.formulas.inputoutput import spectral_radius
from queries.localshare.sectors import plain

Row = Mapping[str, str]
_BALANCE = 0.01
"""Part of its output by which a column may miss it: tables are rounded."""


@dataclass(frozen=True)
class National:
    """A national input-output table of n sectors, amounts in one unit.

    Attributes:
        label: which table it is, for people.
        names: the sectors, in the order of all arrays.
        coefficients: A, a_ij what one unit of j's output takes of product i, made at home or imported, n × n.
        output: X̄, n.
        value_added: n.
        final_demand: consumption and capital formation, made at home or imported, without exports, n;
            a negative change of stocks counts as 0.

    Raises:
        FiguresRefused: figures negative, missing or of shapes that disagree, a sector twice,
            no output, or a spectral radius of 1 or more.
    """

    label: str
    names: tuple[str, ...]
    coefficients: FloatArray
    output: FloatArray
    value_added: FloatArray
    final_demand: FloatArray

    def __post_init__(self) -> None:
        a = matrix(self.coefficients, "A", self.names, self.names, square=True)
        size = a.shape[:1]
        fit(np.empty(len(self.names)), size, "names")
        if len(set(self.names)) < len(self.names):
            twice = next(name for name in self.names if self.names.count(name) > 1)
            raise FiguresRefused(f"部门重复：{twice}", f"a sector stands twice: {twice}", where=self.label)
        output = vector(self.output, "X̄", self.names)
        positive(output, "X̄", self.names)
        found = {
            "coefficients": a,
            "output": output,
            "value_added": vector(self.value_added, "VA", self.names, signed=True),
            "final_demand": np.maximum(vector(self.final_demand, "F", self.names, signed=True), 0.0),
        }
        for name, value in found.items():
            fit(value, a.shape if value.ndim == 2 else size, name)
            value.setflags(write=False)
            object.__setattr__(self, name, value)
        if found["value_added"].sum() <= 0:
            raise FiguresRefused("增加值合计不是正数", "value added does not sum to more than 0", where=self.label)
        if spectral_radius(a) >= 1:
            raise FiguresRefused(
                "投入系数矩阵的谱半径不小于 1", "A has a spectral radius of 1 or more", where=self.label
            )

    @property
    def size(self) -> float:
        """Total output."""
        return float(self.output.sum())


def national_of(rows: Sequence[Row], label: str) -> National:
    """Return the national table whose rows are given as text.

    Args:
        rows: as ``loaders.reference.tables.read_input_output`` returns them: a row a product, columns by
            sector code, then TFU, EX and GO; with ``origin`` Domestic and Imports, or one row a product.
            A row of code TVA gives value added.
        label: which table it is.

    Raises:
        FiguresRefused: a column or cell is missing or no number, inputs and value added of a column do not
            make its output, or as for :class:`National`.
    """
    codes = tuple(dict.fromkeys(row["code"] for row in rows if row["code"] in row))
    products = [row for row in rows if row["code"] in codes]
    added = next((row for row in rows if row["code"] == "TVA"), None)
    if not codes or added is None:
        raise FiguresRefused(
            "不像一张全国投入产出表：找不到部门代码的列，或增加值合计（TVA）的行",
            "not a national input-output table: columns by sector code, or the row TVA, are missing",
            where=label,
            do_zh="表式见自带的 china-2017-42.csv",
            do_en="Its shape is that of the shipped china-2017-42.csv",
        )
    at = {code: i for i, code in enumerate(codes)}
    names = [""] * len(codes)
    flows, final, output = np.zeros((len(codes), len(codes))), np.zeros(len(codes)), np.zeros(len(codes))
    for row in products:
        i = at[row["code"]]
        names[i] = names[i] or plain(row["name"])
        flows[i] += [number(row, code, f"{label} {row['name']}") for code in codes]
        final[i] += sum(
            sign * number(row, column, f"{label} {row['name']}", missing=0.0 if column == "OF" else None)
            for column, sign in (("TFU", 1), ("EX", -1), ("OF", -1))
        )
        if row.get("origin") != "Imports":
            output[i] += number(row, "GO", f"{label} {row['name']}")
    positive(output, "GO", names)
    value_added = np.array([number(added, code, f"{label} TVA") for code in codes])
    _balanced(flows.sum(axis=0) + value_added, output, names, label)
    return National(label, tuple(names), flows / output, output, value_added, final)


def _balanced(inputs: FloatArray, output: FloatArray, names: Sequence[str], label: str) -> None:
    off = np.abs(inputs - output) / output
    worst = int(off.argmax())
    if off[worst] > _BALANCE:
        raise FiguresRefused(
            f"这一列不平：投入与增加值合计 {inputs[worst]:.6g}，总产出 {output[worst]:.6g}",
            f"the column does not balance: inputs and value added make {inputs[worst]:.6g}, output is "
            f"{output[worst]:.6g}",
            where=f"{label} {names[worst]}",
            do_zh="请核对这一列和它的总产出",
            do_en="Check the column and its output",
        )


def number(row: Row, column: str, where: str, *, missing: float | None = None) -> float:
    """Return a cell as a number.

    Args:
        row: text by column.
        column: which cell.
        where: the row, for the refusal.
        missing: what an empty cell or a column that is not there stands for; None refuses it.

    Raises:
        FiguresRefused: no number, or missing.
    """
    text = (row.get(column) or "").replace(",", "").strip()
    if not text and missing is not None:
        return missing
    try:
        value = float(text)
    except ValueError as error:
        shown = row.get(column)
        raise FiguresRefused(
            f"{column} 缺数" if not text else f"{column} 不是数：{shown}",
            f"{column} is missing" if not text else f"{column} is not a number: {shown}",
            where=where,
            do_zh="请补上或改正",
            do_en="Give or correct it",
        ) from error
    if not np.isfinite(value):
        raise FiguresRefused(f"{column} 不是有限的数", f"{column} is not finite", where=where)
    return value


def regional(output: object, national: National) -> FloatArray:
    """Return the outputs of a region as checked figures.

    Args:
        output: X_i in the order of ``national.names`` and in its unit, n; 0 where the sector is absent.
        national: the table they are compared with.

    Raises:
        FiguresRefused: negative, missing, of another length, or all zero.
    """
    found = vector(output, "X", national.names)  # type: ignore[arg-type]
    fit(found, national.output.shape, "X")
    if found.sum() <= 0:
        raise FiguresRefused("各部门的产出都是 0", "all outputs are 0", where=place("X", (0,), national.names))
    return found

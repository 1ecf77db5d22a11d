"""What every formula asks of its figures, and how it says no.

Indices in refusals count from 1, as people do; names are given where the
caller knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import FiguresRefused

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Values = npt.ArrayLike
Names = Sequence[str]

LARGEST = 1e18
"""Above this a figure is no economy's, in any unit; below it no sum or product here overflows."""


@dataclass(frozen=True, slots=True)
class Masked:
    """Figures of which some cannot be computed.

    ``values`` is 0 where ``defined`` is false, never NaN: what is not defined
    has to be asked for, it does not spread through sums.
    """

    values: FloatArray
    defined: BoolArray


def vector(values: Values, symbol: str, names: Names = (), *, signed: bool = False) -> FloatArray:
    """Return a vector of finite, non-negative figures (any sign if ``signed``).

    Args:
        values: one figure for each sector, region or segment.
        symbol: what the literature calls it (``x``, ``f``); it opens the place named in a refusal.
        names: what the entries are called, in order; empty if unknown.
        signed: negative figures are allowed.

    Raises:
        FiguresRefused: not numbers, none at all, missing, infinite, too large or negative.
    """
    return _checked(values, 1, symbol, names, names, signed=signed)


def matrix(
    values: Values, symbol: str, rows: Names = (), columns: Names = (), *, square: bool = False, signed: bool = False
) -> FloatArray:
    """Return a matrix of finite, non-negative figures (any sign if ``signed``); arguments as for :func:`vector`.

    Raises:
        FiguresRefused: as for a vector, or not square where ``square`` asks for it.
    """
    found = _checked(values, 2, symbol, rows, columns, signed=signed)
    if square and found.shape[0] != found.shape[1]:
        raise shapes(symbol, found.shape, (found.shape[0], found.shape[0]))
    return found


def fit(found: npt.NDArray[Any], shape: tuple[int, ...], symbol: str) -> None:
    """Refuse an array that is not of the shape that the others ask for.

    Raises:
        FiguresRefused: it is not.
    """
    if found.shape != shape:
        raise shapes(symbol, found.shape, shape)


def positive(found: FloatArray, symbol: str, names: Names = ()) -> None:
    """Refuse a vector by which a formula divides, where it holds a zero.

    Raises:
        FiguresRefused: an entry is zero.
    """
    bad = np.flatnonzero(found <= 0)
    if bad.size:
        raise FiguresRefused(
            "这里要作除数，却是 0",
            "the formula divides by this figure, which is 0",
            where=place(symbol, (int(bad[0]),), names, names) + _more(bad.size),
            do_zh="没有产出的部门请整个去掉（行和列），或补上它的产出",
            do_en="Leave a sector without output out (row and column), or give its output",
        )


def settled(found: npt.NDArray[np.floating[Any]], symbol: str) -> FloatArray:
    """Return a result as it is.

    Raises:
        FiguresRefused: the figures lay so far apart that it cannot be held.
    """
    if not np.isfinite(found).all():
        raise FiguresRefused(
            "数与数相差太大，算不出来",
            "the figures lie too far apart to compute with",
            where=symbol,
            do_zh="请核对单位是否一致（万元、亿元混用？）",
            do_en="See that all are in one unit",
        )
    return np.asarray(found, dtype=np.float64)


def place(symbol: str, index: Sequence[int], rows: Names = (), columns: Names = ()) -> str:
    """Return where a figure stands: ``Z[2, 3] 钢材→汽车``, ``x[1] 农业``; indices count from 1."""
    held = (rows, columns) if len(index) > 1 else (rows,)
    called = [names[i] for i, names in zip(index, held, strict=True) if i < len(names)]
    where = f"{symbol}[{', '.join(str(i + 1) for i in index)}]"
    return f"{where} {'→'.join(called)}" if len(called) == len(index) else where


def shapes(symbol: str, found: tuple[int, ...], wanted: tuple[int, ...]) -> FiguresRefused:
    """Refusal of arrays whose sizes disagree."""
    have, want = "×".join(map(str, found)), "×".join(map(str, wanted))
    return FiguresRefused(
        f"大小对不上：是 {have}，应是 {want}",
        f"its size is {have}, but the others ask for {want}",
        where=symbol,
        do_zh="请核对行、列、部门是否一一对应",
        do_en="See that rows, columns and sectors correspond",
    )


def _checked(values: Values, ndim: int, symbol: str, rows: Names, columns: Names, *, signed: bool) -> FloatArray:
    try:
        raw = np.asarray(values)
        if raw.dtype.kind not in "biufO":
            raise _not_numbers(symbol)
        found = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _not_numbers(symbol) from error
    if found.ndim != ndim or not found.size:
        kind_zh, kind_en = ("一列数", "a vector") if ndim == 1 else ("一张表", "a matrix")
        raise FiguresRefused(
            f"应是{kind_zh}，不能是空的；现在的大小是 {'×'.join(map(str, found.shape)) or '单个数'}",
            f"wanted {kind_en} that is not empty, found the shape {found.shape}",
            where=symbol,
            do_zh="请核对输入",
            do_en="Check the input",
        )
    _refuse(found, ~np.isfinite(found), symbol, rows, columns, ("缺数，或不是有限的数", "missing or not finite"))
    with np.errstate(invalid="ignore"):
        large = np.abs(found) > LARGEST
    _refuse(found, large, symbol, rows, columns, ("数太大，不像是真的", "too large to be true"))
    if not signed:
        _refuse(found, found < 0, symbol, rows, columns, ("不应有负数", "negative"))
    return found


def _not_numbers(symbol: str) -> FiguresRefused:
    return FiguresRefused(
        "不全是数，或各行长短不一",
        "not all of it is numbers, or its rows differ in length",
        where=symbol,
        do_zh="请只给数",
        do_en="Give numbers only",
    )


def _refuse(found: FloatArray, bad: BoolArray, symbol: str, rows: Names, columns: Names, why: tuple[str, str]) -> None:
    if not bad.any():
        return
    first = tuple(int(i) for i in np.argwhere(bad)[0])
    raise FiguresRefused(
        f"{why[0]}：{found[first]:g}",
        f"{why[1]}: {found[first]:g}",
        where=place(symbol, first, rows, columns) + _more(int(bad.sum())),
        do_zh="请改正，或把这个部门（地区）整个去掉；不知道的数不要填 0",
        do_en="Correct it, or leave the sector or region out; do not write 0 for what is not known",
    )


def _more(count: int) -> str:
    return f" (+{count - 1})" if count > 1 else ""

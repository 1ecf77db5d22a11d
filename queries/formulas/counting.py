"""Firms counted by city and segment from a stream of edges: memory grows with the cells, never with the edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.errors import FiguresRefused
from queries.formulas.checks import BoolArray, FloatArray, Masked

IntArray = npt.NDArray[np.int64]
Edges = tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike | None]
"""City, segment (numbers from 0) and supply share of each firm–segment edge; ``None`` where no share is known."""

MAX_CELLS = 100_000_000
"""Cells that are counted at once: five arrays of 8 bytes each."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the edges add up to, each cities × segments.

    ``known`` counts the firms whose share is known; ``shares`` and ``squares``
    are the sums of their shares and of the squares of these.
    """

    firms: IntArray
    known: IntArray
    shares: FloatArray
    squares: FloatArray


def count(edges: Iterable[Edges], cities: int, segments: int) -> Totals:
    """Count firms and shares by city and segment, chunk by chunk.

    A firm stands in a segment once: the caller passes each pair of firm and segment once.

    Args:
        edges: chunks of edges; a share of 0 stands for one that is not known.
        cities: how many cities there are.
        segments: how many segments.

    Raises:
        FiguresRefused: a number that names no city or segment, a share that is negative or no number,
            arrays of a chunk that differ in length, or more than :data:`MAX_CELLS` cells.
    """
    cells = cities * segments
    if not 0 < cells <= MAX_CELLS:
        raise FiguresRefused(
            f"{cities} 个城市 × {segments} 个环节：应在 1 到 {MAX_CELLS} 格之间",
            f"{cities} cities by {segments} segments: wanted 1 to {MAX_CELLS} cells",
            do_zh="请分批按城市或环节算",
            do_en="Count by parts of the cities or segments",
        )
    counts = np.zeros((2, cells), dtype=np.int64)
    sums = np.zeros((2, cells))
    for number, (city, segment, share) in enumerate(edges, 1):
        at = _cell(np.asarray(city), np.asarray(segment), cities, segments, number)
        counts[0] += np.bincount(at, minlength=cells)
        if share is not None:
            held = _shares(np.asarray(share), len(at), number)
            there = held > 0
            counts[1] += np.bincount(at[there], minlength=cells)
            sums[0] += np.bincount(at, weights=held, minlength=cells)
            sums[1] += np.bincount(at, weights=held * held, minlength=cells)
    shape = cities, segments
    return Totals(counts[0].reshape(shape), counts[1].reshape(shape), sums[0].reshape(shape), sums[1].reshape(shape))


def effective(totals: Totals) -> Masked:
    """Return N = 1/Σs², the effective suppliers of each segment in each city; not defined where there is no firm.

    Shares are normalised to sum to 1 in their cell; where one of them is unknown all are taken as
    equal, as :func:`queries.gaps.supply.effective_suppliers` does for one cell.

    Source: inverse Herfindahl index, Hirschman (1945); Adelman (1969).
    """
    defined: BoolArray = totals.firms > 0
    shared = defined & (totals.known == totals.firms) & (totals.squares > 0)
    found = totals.firms.astype(np.float64)
    np.divide(totals.shares**2, totals.squares, out=found, where=shared)
    return Masked(found, defined)


def _cell(
    city: npt.NDArray[np.integer], segment: npt.NDArray[np.integer], cities: int, segments: int, number: int
) -> npt.NDArray[np.int64]:
    if city.shape != segment.shape or city.ndim != 1 or city.dtype.kind not in "iu" or segment.dtype.kind not in "iu":
        raise _chunk(number, "城市、环节应是等长的两列整数", "city and segment have to be two columns of whole numbers")
    if city.size and (city.min() < 0 or city.max() >= cities or segment.min() < 0 or segment.max() >= segments):
        raise _chunk(number, "有编号不在城市或环节之内", "a number names no city or no segment")
    return city.astype(np.int64) * segments + segment


def _shares(share: npt.NDArray[np.floating], size: int, number: int) -> FloatArray:
    if share.shape != (size,) or share.dtype.kind not in "iuf":
        raise _chunk(number, "份额的个数与边数不同", "there are not as many shares as edges")
    held: FloatArray = share.astype(np.float64)
    if not (np.isfinite(held).all() and (held >= 0).all() and (held < 1e18).all()):
        raise _chunk(number, "份额有负数、缺数或太大", "a share is negative, missing or too large")
    return held


def _chunk(number: int, zh: str, en: str) -> FiguresRefused:
    return FiguresRefused(
        zh, en, where=f"edges[{number}]", do_zh="不知道的份额写 0", do_en="Write 0 for a share that is not known"
    )

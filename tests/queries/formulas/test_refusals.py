"""Figures that cannot be computed with are refused in two languages, with their place; nothing becomes NaN."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
import scipy.sparse

from graph.errors import FiguresRefused, InputError
from queries.formulas import inputoutput as io
from queries.formulas import quotients, relatedness, sparse

NAMES = ("农业", "钢材")
GOOD = [[1.0, 2.0], [3.0, 4.0]]
NAN, INF = float("nan"), float("inf")

CASES: dict[str, tuple[Callable[[], object], str, str]] = {
    "negative flow": (lambda: io.coefficients([[1, 2], [-3, 4]], [10, 10], names=NAMES), "Z[2, 1] 钢材→农业", "负数"),
    "several negative": (lambda: io.coefficients([[-1, 2], [-3, 4]], [10, 10]), "Z[1, 1] (+1)", "负数"),
    "zero output": (lambda: io.coefficients(GOOD, [10, 0], names=NAMES), "x[2] 钢材", "除数"),
    "missing output": (lambda: io.coefficients(GOOD, [10.0, NAN], names=NAMES), "x[2] 钢材", "缺数"),
    "none as output": (lambda: io.coefficients(GOOD, [10, None]), "x[2]", "缺数"),  # type: ignore[arg-type]
    "infinite flow": (lambda: io.coefficients([[1.0, INF], [3.0, 4.0]], [10, 10]), "Z[1, 2]", "缺数"),
    "text": (lambda: io.coefficients([["a", "1"], ["2", "3"]], [10, 10]), "Z", "不全是数"),
    "complex": (lambda: io.coefficients(GOOD, [10, 1j]), "x", "不全是数"),
    "ragged": (lambda: io.coefficients([[1], [2, 3]], [10, 10]), "Z", "长短不一"),
    "empty": (lambda: io.coefficients([], []), "Z", "空"),
    "not square": (lambda: io.coefficients([[1, 2, 3], [3, 4, 5]], [10, 10]), "Z", "大小对不上"),
    "output of another length": (lambda: io.coefficients(GOOD, [10, 10, 10]), "x", "大小对不上"),
    "unbalanced": (
        lambda: io.coefficients(GOOD, [10, 20], value_added=[6, 13], names=NAMES),
        "x[2] 钢材",
        "列不平衡：中间投入加增加值是 19，总产出是 20，差 5.00%",
    ),
    "tiny output": (lambda: io.coefficients([[1e17, 1.0], [1.0, 1.0]], [1e-300, 1]), "A", "相差太大"),
    "too large": (lambda: io.coefficients([[1e200, 1.0], [1.0, 1.0]], [1, 1]), "Z[1, 1]", "太大"),
    "radius": (lambda: io.leontief([[0.5, 0.5], [0.5, 0.5]], names=NAMES), "A[1] 农业", "谱半径 1"),
    "radius above": (lambda: io.leontief([[0.1, 0.2], [0.1, 1.5]], names=NAMES), "A[2] 钢材", "谱半径"),
    "radius of outputs": (lambda: io.outputs([[2.0]], [1]), "A[1]", "谱半径 2"),
    "radius of ghosh": (lambda: io.ghosh([[0.9, 0.9], [0.2, 0.1]], names=NAMES), "B[1] 农业", "谱半径"),
    "demand of another length": (lambda: io.outputs([[0.1]], [1, 2]), "f", "大小对不上"),
    "negative output": (lambda: io.extraction([[0.1, 0.2], [0.3, 0.1]], [-5, 3], names=NAMES), "x[1] 农业", "负数"),
    "no demand": (lambda: io.extraction([[0.1]], [0]), "Σx[1]", "除数"),
    "requirement shapes": (lambda: io.requirement(GOOD, [1, 2, 3]), "X", "大小对不上"),
    "share in percent": (lambda: io.gap(GOOD, [50, 0], [1, 1]), "t[1, 1]", "不能大于 1"),
    "shares of another shape": (lambda: io.gap(GOOD, [0.5, 0.1, 0.2], [1, 1]), "t", "大小对不上"),
    "gap above requirement": (lambda: io.gap_ratio([2, 1], [1, 1]), "G[1]", "缺口"),
    "linkages of nothing": (lambda: io.normalised([0, 0]), "linkage[1]", "除数"),
    "delta": (lambda: quotients.flegg([1, 2], [3, 4], 1.0), "δ", "δ 应在"),
    "delta not a number": (lambda: quotients.flegg([1, 2], [3, 4], NAN), "δ", "δ 应在"),
    "larger than the nation": (lambda: quotients.flegg([30, 2], [3, 4], 0.3), "ΣX", "比参照的"),
    "lengths": (lambda: quotients.flegg([1, 2], [3, 4, 5], 0.3), "X̄", "大小对不上"),
    "nothing in the region": (lambda: quotients.simple_location_quotient([0, 0], [3, 4]), "ΣX", "合计是 0"),
    "negative sector": (lambda: quotients.simple_location_quotient([1, -2], [3, 4], names=NAMES), "X[2] 钢材", "负数"),
    "part above whole": (lambda: quotients.location_quotient(5, 4, 10, 20), "e_ij > e_j", "比整体"),
    "no industry": (lambda: quotients.location_quotient(0, 4, 0, 20), "LQ[2] e_i", "除数"),
    "gini reference": (lambda: quotients.gini_specialisation([1, 1], [1, 0], names=NAMES), "E_i[2] 钢材", "除数"),
    "one region": (lambda: quotients.rca([[1, 2, 3]]), "x", "只有 1 个地区"),
    "empty world": (lambda: quotients.rca([[0, 0], [0, 0]]), "Σx", "合计是 0"),
    "not a presence": (lambda: relatedness.proximity([[1.0, 0.0], [0.5, 1.0]]), "M[2, 1]", "只能是 0 或 1"),
    "proximity of one region": (lambda: relatedness.proximity([[1, 0]]), "M", "只有一个地区"),
    "density shapes": (lambda: relatedness.density(np.eye(2), [1, 0, 1]), "M", "大小对不上"),
    "no proximity": (lambda: relatedness.density([[1, 2], [2, 1]], [1, 0]), "φ", "邻近度"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_figures_are_refused_with_their_place(name: str) -> None:
    call, where, words = CASES[name]
    with pytest.raises(FiguresRefused) as refused:
        call()
    error = refused.value
    assert isinstance(error, InputError)
    assert error.where == where
    assert words in error.message("zh")
    assert error.do_zh
    assert error.do_en
    assert not re.search(r"[\u4e00-\u9fff]", error.en + error.do_en)
    assert "nan" not in str(error.where)


def test_what_is_not_defined_is_masked_and_never_divided() -> None:
    found = quotients.flegg([0, 5, 0], [10, 10, 0], 0.3)
    assert found.slq.values.tolist() == [0, 2, 0]
    assert found.slq.defined.tolist() == [True, True, False]
    assert found.defined.tolist() == [[False, True, False], [False, True, False], [False, False, False]]
    assert found.shares[0].tolist() == [0, 0, 0]
    assert found.shares[1, 1] == min(1, found.scale * 2)
    world = quotients.rca([[1, 0, 0], [0, 0, 0], [2, 0, 3]])
    assert world.defined.tolist() == [[True, False, True], [False, False, False], [True, False, True]]
    assert np.isfinite(world.values).all()
    assert io.gap_ratio([0, 1], [0, 4]).values.tolist() == [0, 0.25]
    alone = relatedness.proximity([[1, 0], [1, 0]])
    assert alone.tolist() == [[1, 0], [0, 1]]
    assert relatedness.density(alone, [1, 0]).tolist() == [1, 0]


def test_inputs_are_not_changed() -> None:
    flows, output = np.array(GOOD), np.array([10.0, 20.0])
    io.gap(io.coefficients(flows, output), np.ones((2, 2)), output)
    assert flows.tolist() == GOOD
    assert output.tolist() == [10, 20]


@pytest.mark.parametrize(
    ("rows", "where"),
    [([[0.5, 0.5], [0.5, 0.5]], "A[1] 农业"), ([[0, 3.0], [3.0, 0]], "A[1] 农业"), ([[1.0, 0], [0, 0.1]], "A[1] 农业")],
)
def test_a_sparse_table_is_refused_like_a_dense_one(rows: list[list[float]], where: str) -> None:
    with pytest.raises(FiguresRefused) as refused:
        sparse.outputs(scipy.sparse.csr_array(rows), np.ones(2), names=NAMES)
    assert refused.value.where == where
    with pytest.raises(FiguresRefused):
        io.outputs(rows, [1, 1])


def test_bad_cells_of_a_sparse_table_are_named() -> None:
    with pytest.raises(FiguresRefused, match="负数") as refused:
        sparse.csr(scipy.sparse.csr_array([[0, 1.0], [0, -2.0]]), "A")
    assert refused.value.where == "A[2, 2]"
    with pytest.raises(FiguresRefused, match="大小"):
        sparse.outputs(scipy.sparse.csr_array([[0.1, 0.2]]), np.ones(2))
    with pytest.raises(FiguresRefused, match="大小"):
        sparse.outputs(scipy.sparse.csr_array([[0.1, 0.2], [0, 0]]), np.ones(3))

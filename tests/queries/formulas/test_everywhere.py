"""Counting, quotients, relatedness and classes over arrays say what they say one cell at a time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.errors import FiguresRefused
from queries.formulas import quotients, relatedness, sparse
from queries.formulas.checks import Masked
from queries.formulas.classes import CLASSES, classes, structure
from queries.formulas.counting import count, effective
from queries.gaps.analyse import analyse_together
from queries.gaps.model import ChainGraph, FirmHere, GapClass, GapParameters, Measures, SegmentNode
from queries.gaps.supply import effective_suppliers
from tests.queries.samples import chain, firm, said

NAMES = "abcdefg"
EDGES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from([0.0, 0.0, 1.0, 0.25, 7.0])))
SEGMENTS = f"{NAMES}x"


@given(EDGES, st.integers(1, 4))
def test_counts_are_those_of_one_cell_at_a_time_however_the_edges_are_cut(
    edges: list[tuple[int, int, float]], size: int
) -> None:
    chunks = [edges[at : at + size] for at in range(0, len(edges), size)]
    columns = [
        (np.array([e[0] for e in c], int), np.array([e[1] for e in c], int), np.array([e[2] for e in c], float))
        for c in chunks
    ]
    totals = count(columns, 3, 4)
    found = effective(totals)
    for city in range(3):
        for segment in range(4):
            shares = [share for c, s, share in edges if (c, s) == (city, segment)]
            firms = [firm(str(at), share=share or None) for at, share in enumerate(shares)]
            suppliers, _ = effective_suppliers(firms)
            assert totals.firms[city, segment] == len(shares)
            assert found.defined[city, segment] == (suppliers is not None)
            assert found.values[city, segment] == pytest.approx(suppliers or 0)


def test_edges_without_shares_count_as_equal() -> None:
    totals = count([([0, 0, 1], [1, 1, 0], None)], 2, 2)
    assert effective(totals).values.tolist() == [[0, 2], [1, 0]]


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        (([0, 2], [0, 0], None), "不在城市或环节之内"),
        (([0, -1], [0, 0], None), "不在城市或环节之内"),
        (([0, 1], [0], None), "等长"),
        (([0.5], [0], None), "整数"),
        (([0, 1], [0, 1], [1.0]), "个数"),
        (([0], [0], [float("nan")]), "负数、缺数"),
        (([0], [0], [-1.0]), "负数、缺数"),
    ],
)
def test_bad_edges_are_refused_with_their_chunk(edges: tuple[Sequence[int], Sequence[int], None], words: str) -> None:
    with pytest.raises(FiguresRefused, match=words) as refused:
        count([([0], [0], None), edges], 2, 2)
    assert refused.value.where == "edges[2]"


def test_too_many_cells_are_refused_before_they_are_made() -> None:
    with pytest.raises(FiguresRefused, match="格之间"):
        count([], 100_000, 100_000)


@given(arrays(np.float64, (4, 5), elements=st.sampled_from([0.0, 0.0, 1.0, 3.0, 50.0])))
def test_sparse_and_dense_formulas_agree(figures: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    figures[0, 0] = 2.0
    held = scipy.sparse.csr_array(figures)
    advantage = sparse.rca(held)
    np.testing.assert_allclose(advantage.toarray(), quotients.rca(figures).values)
    made = sparse.at_least(advantage, 1.0)
    dense = (quotients.rca(figures).values >= 1).astype(float)
    assert (made.toarray() == dense).all()
    near = sparse.proximity(made)
    np.testing.assert_allclose(near.toarray(), relatedness.proximity(dense))
    np.testing.assert_allclose(sparse.density(near, made), relatedness.density(relatedness.proximity(dense), dense))
    assert (held.toarray() == figures).all()


def test_sparse_formulas_refuse_what_dense_ones_do() -> None:
    one = scipy.sparse.csr_array([[1.0, 0.0]])
    half = scipy.sparse.csr_array([[0.5, 0.0], [0, 1.0]])
    for call in (
        lambda: sparse.rca(one),
        lambda: sparse.rca(scipy.sparse.csr_array((2, 2))),
        lambda: sparse.proximity(one),
        lambda: sparse.proximity(half),
        lambda: sparse.density(half, one),
        lambda: sparse.density(scipy.sparse.csr_array((2, 2)), one),
        lambda: sparse.density(scipy.sparse.eye_array(3).tocsr(), one),
        lambda: sparse.at_least(half, 0),
    ):
        with pytest.raises(FiguresRefused):
            call()


def some(dice: random.Random, of: str, part: float) -> set[str]:
    return {name for name in of if dice.random() < part}


def cities(dice: random.Random) -> list[list[ChainGraph]]:
    """Two chains that share segments, as three cities know them."""
    pairs = [(a, b) for a in NAMES for b in NAMES if a != b]
    arrows = [" ".join([*NAMES, *(f"{a}>{b}" for a, b in sorted(dice.sample(pairs, 9)))]) for _ in range(2)]
    arrows[1] = arrows[1].replace("a", "x")
    known = []
    for _ in range(3):
        shares: dict[str, list[float | None]] = {
            name: [dice.choice([None, 1.0, 9.0]) for _ in range(dice.randint(1, 3))]
            for name in some(dice, SEGMENTS, 0.6)
        }
        firms = {name: [firm(f"{name}{at}", share=s) for at, s in enumerate(found)] for name, found in shares.items()}
        for name in some(dice, SEGMENTS, 0.2):
            firms.setdefault(name, []).append(replace_rule(firm(f"{name}?", review="candidate")))
        told, covered = some(dice, SEGMENTS, 0.3), some(dice, SEGMENTS, 0.8)
        known.append(
            [chain(text, key=f"Chain:{at}", firms=firms, told=told, covered=covered) for at, text in enumerate(arrows)]
        )
    return known


def replace_rule(found: FirmHere) -> FirmHere:
    """A candidate placed by a class of the register that several segments share."""
    return replace(found, rule="code")


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5])
def test_classes_of_all_cities_are_those_of_each(part: float) -> None:
    dice = random.Random(f"cities {part}")  # noqa: S311 - made-up cities, no secret
    seen: Counter[GapClass] = Counter()
    for _ in range(80):
        seen.update(agreed(cities(dice), dice, GapParameters(single_share=part)))
    assert min(seen[kind] for kind in CLASSES) > 20, "the made-up cities have to show every class"


def agreed(known: list[list[ChainGraph]], dice: random.Random, parameters: GapParameters) -> Iterator[GapClass]:
    """Classify the cities both ways, hold the ways against each other, and yield the classes."""
    shape = structure(known[0])
    n = len(shape.keys)
    quotient = np.array([[dice.choice([0.0, 0.0, 0.2, 0.5, 1.0, 2.0]) for _ in range(n)] for _ in range(3)])
    nodes = [{s.key: s for graph in city for s in graph.segments} for city in known]
    counted = [[[f for f in node[key].firms if f.counted] for key in shape.keys] for node in nodes]
    suppliers = np.array([[effective_suppliers(firms)[0] or 0.0 for firms in row] for row in counted])
    measured = quotient > 0
    codes = classes(
        shape,
        Masked(suppliers, suppliers > 0),
        flags(shape.keys, nodes, lambda node: bool(node.covered_by)),
        quotients=Masked(quotient, measured),
        told=flags(shape.keys, nodes, lambda node: node.mentions == (said(node.name),)),
        unsettled=flags(shape.keys, nodes, lambda node: any(f.rule == "code" for f in node.firms)),
        parameters=parameters,
    )
    for at, city in enumerate(known):
        measures = {key: Measures(quotient[at, i]) for i, key in enumerate(shape.keys) if measured[at, i]}
        rows = {row.segment.key: row.gap_class for row in analyse_together(city, parameters, measures).rows}
        assert {key: CLASSES[codes[at, i]] for i, key in enumerate(shape.keys)} == rows
        yield from rows.values()


def flags(
    keys: Sequence[str], nodes: list[dict[str, SegmentNode]], holds: Callable[[SegmentNode], bool]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.array([[holds(node[key]) for key in keys] for node in nodes])

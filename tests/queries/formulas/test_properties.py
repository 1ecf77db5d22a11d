"""What holds for any figures: order, unit of money, bounds."""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from queries.formulas import inputoutput as io
from queries.formulas import quotients, relatedness

Floats = npt.NDArray[np.float64]
SIZES = st.integers(2, 7)
CURRENCY = st.sampled_from([1e-8, 1e-4, 0.14, 7.1, 1e4, 1e8])


@st.composite
def economies(draw: st.DrawFn) -> tuple[Floats, Floats, Floats]:
    """Flows, outputs and final demands that balance by row: x = Z1 + f."""
    n = draw(SIZES)
    amounts = st.floats(0, 1e6, allow_subnormal=False).map(lambda value: value if value > 1e-3 else 0.0)
    flows = draw(arrays(np.float64, (n, n), elements=amounts))
    demand = draw(arrays(np.float64, n, elements=st.floats(1, 1e6)))
    # Each sector keeps at least a tenth of its output as value added, so that A is productive.
    return flows, np.maximum(flows.sum(axis=1) + demand, flows.sum(axis=0) / 0.9), demand


def table(n: int) -> st.SearchStrategy[Floats]:
    return arrays(np.float64, (n, n + 1), elements=st.sampled_from([0.0, 1.0, 2.5, 40.0, 1e4]))


@st.composite
def sectors(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """A region's and a nation's outputs; the region is a part of the nation, some sectors are absent."""
    n = draw(SIZES)
    nation = draw(arrays(np.float64, n, elements=st.sampled_from([0.0, 1.0, 30.0, 5e3, 1e7])))
    part = draw(arrays(np.float64, n, elements=st.sampled_from([0.0, 0.01, 0.3, 1.0])))
    nation[0], part[0] = 7.0, 0.5
    return nation * part, nation


def close(found: Floats, expected: Floats) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-9)


@given(economies(), st.randoms(use_true_random=False))
def test_the_order_of_sectors_changes_nothing_but_the_order(
    economy: tuple[Floats, Floats, Floats], random: Random
) -> None:
    flows, output, demand = economy
    order = list(range(len(output)))
    random.shuffle(order)
    turned = io.coefficients(flows[np.ix_(order, order)], output[order])
    a = io.coefficients(flows, output)
    close(io.leontief(turned), io.leontief(a)[np.ix_(order, order)])
    close(io.backward_linkages(io.leontief(turned)), io.backward_linkages(io.leontief(a))[order])
    close(io.extraction(turned, demand[order]), io.extraction(a, demand)[order])
    ghosh = io.forward_linkages(io.ghosh(io.allocation(flows, output)))
    turned_b = io.allocation(flows[np.ix_(order, order)], output[order])
    close(io.forward_linkages(io.ghosh(turned_b)), ghosh[order])
    close(io.requirement(turned, output[order]), io.requirement(a, output)[order])


@given(economies(), CURRENCY)
def test_the_unit_of_money_changes_no_multiplier(economy: tuple[Floats, Floats, Floats], unit: float) -> None:
    flows, output, demand = economy
    a, other = io.coefficients(flows, output), io.coefficients(flows * unit, output * unit)
    close(other, a)
    close(io.allocation(flows * unit, output * unit), io.allocation(flows, output))
    close(io.extraction(other, demand * unit), io.extraction(a, demand))
    close(io.outputs(other, demand * unit) / unit, io.outputs(a, demand))


@given(economies())
def test_the_inverse_is_the_sum_of_all_rounds(economy: tuple[Floats, Floats, Floats]) -> None:
    flows, output, _ = economy
    a = io.coefficients(flows, output) / 2
    rounds, power = np.eye(len(a)), np.eye(len(a))
    for _ in range(60):
        power = power @ a
        rounds += power
    close(io.leontief(a), rounds)
    assert (io.backward_linkages(io.leontief(a)) >= 1).all()


@given(economies())
def test_extraction_is_what_its_definition_says_and_never_negative(economy: tuple[Floats, Floats, Floats]) -> None:
    flows, output, demand = economy
    a = io.coefficients(flows, output)
    found, whole = io.extraction(a, demand), io.outputs(a, demand).sum()
    assert (found >= 0).all()
    assert (found < 1).all()
    for sector in range(len(a)):
        without = a.copy()
        without[:, sector] = 0
        np.testing.assert_allclose(found[sector], 1 - io.outputs(without, demand).sum() / whole, atol=1e-9)


@given(economies(), st.data())
def test_a_gap_never_exceeds_its_requirement(economy: tuple[Floats, Floats, Floats], data: st.DataObject) -> None:
    flows, output, _ = economy
    a = io.coefficients(flows, output)
    shares = data.draw(arrays(np.float64, a.shape, elements=st.floats(0, 1)))
    required, missing = io.requirement(a, output), io.gap(a, shares, output)
    assert (missing >= 0).all()
    assert (missing <= required * (1 + 1e-12)).all()
    ratio = io.gap_ratio(missing, required)
    assert ((ratio.values >= 0) & (ratio.values <= 1)).all()
    assert (ratio.defined == (required > 0)).all()
    close(io.gap(a, np.zeros_like(a), output), required)
    close(io.gap(a, np.ones(len(a)), output), np.zeros(len(a)))


@given(sectors(), st.floats(0, 0.99), CURRENCY)
def test_trade_shares_are_shares_and_know_no_unit(both: tuple[Floats, Floats], delta: float, unit: float) -> None:
    regional, national = both
    found = quotients.flegg(regional, national, delta)
    assert np.isfinite(found.flq).all()
    assert ((found.shares >= 0) & (found.shares <= 1)).all()
    assert (found.shares[regional == 0] == 0).all()
    assert (found.slq.defined == (national > 0)).all()
    other = quotients.flegg(regional * unit, national * unit, delta)
    close(other.slq.values, found.slq.values)
    close(other.shares, found.shares)


@given(sectors(), st.randoms(use_true_random=False))
def test_the_order_of_sectors_does_not_matter_for_quotients(both: tuple[Floats, Floats], random: Random) -> None:
    regional, national = both
    order = list(range(len(regional)))
    random.shuffle(order)
    found, turned = quotients.flegg(regional, national, 0.3), quotients.flegg(regional[order], national[order], 0.3)
    close(turned.flq, found.flq[np.ix_(order, order)])
    assert (turned.defined == found.defined[np.ix_(order, order)]).all()


@given(sectors())
def test_a_region_like_the_nation_has_quotients_of_one_and_no_specialisation(both: tuple[Floats, Floats]) -> None:
    _, national = both
    there = national > 0
    found = quotients.simple_location_quotient(national / 5, national)
    close(found.values[there], np.ones(int(there.sum())))
    assert quotients.gini_specialisation(national[there] / 5, national[there]) < 1e-9


@given(SIZES.flatmap(table), CURRENCY)
def test_comparative_advantage_averages_to_one_and_knows_no_unit(figures: Floats, unit: float) -> None:
    figures[0, 0] = 1.0
    found = quotients.rca(figures)
    # Weighted by what the products hold of everything, a region's quotients make 1.
    weights = figures.sum(axis=0) / figures.sum()
    made = figures.sum(axis=1) > 0
    close((found.values @ weights)[made], np.ones(int(made.sum())))
    close(quotients.rca(figures * unit).values, found.values)
    assert (found.values[~found.defined] == 0).all()


@given(SIZES.flatmap(table), st.randoms(use_true_random=False))
def test_density_and_proximity_are_shares_in_any_order(figures: Floats, random: Random) -> None:
    made = (figures > 2).astype(float)
    near = relatedness.proximity(made)
    assert ((near >= 0) & (near <= 1)).all()
    assert (near == near.T).all()
    dense = relatedness.density(near, made)
    assert ((dense >= 0) & (dense <= 1)).all()
    close(relatedness.density(near, made[0]), dense[0])
    order = list(range(made.shape[1]))
    random.shuffle(order)
    close(relatedness.proximity(made[:, order]), near[np.ix_(order, order)])
    assert relatedness.diversity(made).sum() == relatedness.ubiquity(made).sum() == made.sum()


@settings(max_examples=30)
@given(SIZES.flatmap(table))
def test_one_more_product_never_lowers_a_density(figures: Floats) -> None:
    made = (figures > 2).astype(float)
    near = relatedness.proximity(made)
    before = relatedness.density(near, made[0])
    for product in range(made.shape[1]):
        more = made[0].copy()
        more[product] = 1
        assert (relatedness.density(near, more) >= before - 1e-12).all()


def test_rounding_leaves_no_inverse_below_zero() -> None:
    chance = np.random.default_rng(10)
    n = int(chance.integers(2, 8))
    flows = 10 ** (chance.random((n, n)) * 9 - 3) * (chance.random((n, n)) < 0.4)
    output = np.maximum(flows.sum(axis=1) + 10 ** (chance.random(n) * 6), flows.sum(axis=0) / 0.9)
    found = io.allocation(flows, output)
    assert io.ghosh(found).min() >= 0  # plain inversion may give -2e-20 here
    assert io.forward_linkages(io.ghosh(found)).min() >= 1

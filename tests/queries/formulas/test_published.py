"""Every number that the literature prints for these formulas comes out, to the digits printed."""

from __future__ import annotations

import numpy as np
import pytest

from queries.formulas import inputoutput, quotients, relatedness

TEXTBOOK = ([[150, 500], [200, 100]], [1000, 2000], [350, 1700])
GERMANY_FLOWS = [
    [1131, 25480, 1, 607, 710, 762],
    [7930, 304584, 64167, 41082, 11981, 30360],
    [426, 7334, 3875, 5296, 23457, 9155],
    [3559, 72717, 14190, 74399, 10835, 21008],
    [3637, 96115, 31027, 65755, 193176, 34223],
    [1552, 14986, 1747, 11225, 15058, 22070],
]
GERMANY_OUTPUT = [43910, 1079446, 245606, 540063, 692487, 508918]
REGION = [170, 2227, 403, 821, 4896, 2484]
NATION = [24019, 129248, 36320, 63521, 484087, 216831]


def same(found: object, printed: object, digits: int) -> None:
    """Compare to the digits that were printed."""
    np.testing.assert_array_equal(np.round(np.asarray(found), digits), np.asarray(printed))


def test_coefficients_and_inverse_of_miller_and_blair() -> None:
    flows, output, _ = TEXTBOOK
    a = inputoutput.coefficients(flows, output)
    same(a, [[0.15, 0.25], [0.20, 0.05]], 8)
    inverse = inputoutput.leontief(a)
    same(inverse[:, 0], [1.25412541, 0.2640264], 8)
    same(inverse[:, 1], [0.330033, 1.12211221], 8)
    same(inputoutput.outputs(a, [600, 1500]), [1247.5, 1841.6], 1)


def test_final_demand_of_miller_and_blair_asks_for_the_outputs_of_the_table() -> None:
    flows, output, demand = TEXTBOOK
    np.testing.assert_allclose(inputoutput.outputs(inputoutput.coefficients(flows, output), demand), output)


def test_extraction_of_miller_and_blair_as_closed_form_and_as_defined() -> None:
    flows, output, demand = TEXTBOOK
    a = inputoutput.coefficients(flows, output)
    same(inputoutput.extraction(a, demand) * 100, [13.772, 26.863], 3)
    for sector, printed in enumerate((13.772, 26.863)):
        without = a.copy()
        without[:, sector] = 0
        left = inputoutput.outputs(without, demand).sum()
        assert round((3000 - left) / 3000 * 100, 3) == printed


def test_linkages_of_germany_1995() -> None:
    inverse = inputoutput.leontief(inputoutput.coefficients(GERMANY_FLOWS, GERMANY_OUTPUT))
    same(inputoutput.backward_linkages(inverse), [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782], 4)
    same(np.diag(inverse)[:3], [1.0339, 1.4292, 1.0289], 4)
    ghosh = inputoutput.ghosh(inputoutput.allocation(GERMANY_FLOWS, GERMANY_OUTPUT))
    same(ghosh[:, 0], [1.0339, 0.0118, 0.0037, 0.0103, 0.0117, 0.0043], 4)
    same(inputoutput.forward_linkages(ghosh), [2.1126, 1.6910, 1.3558, 1.5848, 2.1037, 1.2106], 4)


def test_revealed_comparative_advantage() -> None:
    found = quotients.rca([[10, 20, 30], [40, 50, 0], [60, 0, 0]])
    same(found.values, [[0.3182, 1, 3.5], [0.8485, 1.6667, 0], [1.9091, 0, 0]], 4)
    assert found.defined.all()


def test_diversity_ubiquity_and_proximity_of_the_toy_world() -> None:
    made = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
    same(relatedness.diversity(made), [4, 1, 2, 1], 0)
    same(relatedness.ubiquity(made), [1, 2, 2, 3], 0)
    near = relatedness.proximity(made)
    printed = [[1, 0.5, 0.5, 0.3333], [0.5, 1, 0.5, 0.3333], [0.5, 0.5, 1, 0.6667], [0.3333, 0.3333, 0.6667, 1]]
    same(near, printed, 4)


@pytest.mark.parametrize(("delta", "scale"), [(0.1, 0.6635), (0.3, 0.2921)])
def test_quotients_of_flegg_and_tohmo(delta: float, scale: float) -> None:
    slq = [0.6138, 1.4943, 0.9622, 1.1209, 0.8771, 0.9935]
    same(quotients.simple_location_quotient(REGION, NATION).values, slq, 4)
    same(quotients.lambda_star(sum(REGION), sum(NATION), delta), scale, 4)
    found = quotients.flegg(REGION, NATION, delta)
    same(found.slq.values, slq, 4)
    same(found.scale, scale, 4)
    assert found.flq[0, 0] == pytest.approx(found.scale * found.slq.values[0])
    assert found.flq[0, 1] == pytest.approx(found.scale * found.slq.values[0] / found.slq.values[1])


def test_location_quotient_and_gini_of_farhauer_and_kroell() -> None:
    same(quotients.location_quotient(1714, 79006, 879213, 15593224), 0.3847623, 7)
    gini = quotients.gini_specialisation([700, 600, 500, 10000, 40000], [30000, 15000, 10000, 60000, 50000])
    same(gini, 0.6222222, 7)

"""The table of reproduced numbers in docs/method.md is what the functions compute."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from queries.formulas import inputoutput, quotients, relatedness
from tests.queries.formulas.test_published import GERMANY_FLOWS, GERMANY_OUTPUT, NATION, REGION, TEXTBOOK

METHOD = Path(__file__).parents[3] / "docs" / "method.md"
PRINTED = {
    found[1]: found[2].split()
    for found in re.finditer(
        r"^\| ((?:MB|DE|HH|FLQ|FK|RCA)[^ |]*) \|[^|]*\| ([\d. ]+) \|$", METHOD.read_text("utf-8"), re.M
    )
}


def computed() -> dict[str, list[float]]:
    flows, output, demand = TEXTBOOK
    a = inputoutput.coefficients(flows, output)
    germany = inputoutput.leontief(inputoutput.coefficients(GERMANY_FLOWS, GERMANY_OUTPUT))
    ghosh = inputoutput.ghosh(inputoutput.allocation(GERMANY_FLOWS, GERMANY_OUTPUT))
    made = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
    near = relatedness.proximity(made)
    pairs = ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3))
    found: dict[str, npt.ArrayLike] = {
        "MB-A": a,
        "MB-L": inputoutput.leontief(a),
        "MB-x": inputoutput.outputs(a, [600, 1500]),
        "MB-T": inputoutput.extraction(a, demand) * 100,
        "DE-BL": inputoutput.backward_linkages(germany),
        "DE-L": np.diag(germany)[:3],
        "DE-G": ghosh[:, 0],
        "DE-FL": inputoutput.forward_linkages(ghosh),
        "RCA": quotients.rca([[10, 20, 30], [40, 50, 0], [60, 0, 0]]).values,
        "HH-k": np.concatenate([relatedness.diversity(made), relatedness.ubiquity(made)]),
        "HH-φ": [near[pair] for pair in pairs],
        "FLQ-SLQ": quotients.simple_location_quotient(REGION, NATION).values,
        "FLQ-λ": [quotients.lambda_star(sum(REGION), sum(NATION), delta) for delta in (0.1, 0.3)],
        "FK-LQ": [quotients.location_quotient(1714, 79006, 879213, 15593224)],
        "FK-G": [
            quotients.gini_specialisation([700, 600, 500, 10000, 40000], [30000, 15000, 10000, 60000, 50000]),
        ],
    }
    return {row: [float(value) for value in np.ravel(values)] for row, values in found.items()}


COMPUTED = computed()


def test_every_row_is_there_and_none_beside() -> None:
    assert PRINTED.keys() == COMPUTED.keys()


@pytest.mark.parametrize("row", COMPUTED)
def test_a_row_says_what_is_computed(row: str) -> None:
    # Exact halves of the last digit print either way; none of these numbers lies on one.
    shown = [
        f"{value:.{len(text.partition('.')[2])}f}" for value, text in zip(COMPUTED[row], PRINTED[row], strict=True)
    ]
    assert [float(text) for text in shown] == [float(text) for text in PRINTED[row]]


def test_the_row_worked_by_hand() -> None:
    assert round((1.25412541 + 0.2640264 - 1) * 1000 / 1.25412541, 2) == 413.16
    assert "413.16" in METHOD.read_text("utf-8")

"""One table's multipliers side by side: backward and forward linkage, and what extraction would cost."""

from __future__ import annotations

from dataclasses import dataclass

from queries.formulas.checks import BoolArray, FloatArray, Names, Values, matrix, vector
from queries.formulas.inputoutput import (
    allocation,
    backward_linkages,
    coefficients,
    extraction,
    forward_linkages,
    ghosh,
    leontief,
    normalised,
    sensitivities,
    spectral_radius,
)


@dataclass(frozen=True, slots=True)
class Multipliers:
    """What :func:`multipliers` returns, n figures each.

    Attributes:
        backward: BL, output multipliers.
        backward_relative: BL over its mean (影响力系数).
        sensitivity: row sums of the Leontief inverse over their mean (感应度系数).
        forward: FL of Ghosh's inverse.
        sold: where the sector's intermediate sales stay within its output; elsewhere imports or
            stocks are sold on as its own, and its FL says nothing.
        extraction: T, the share of all output lost if the sector bought nothing.
        radius: the spectral radius of A.
    """

    backward: FloatArray
    backward_relative: FloatArray
    sensitivity: FloatArray
    forward: FloatArray
    sold: BoolArray
    extraction: FloatArray
    radius: float


def multipliers(flows: Values, output: Values, *, names: Names = ()) -> Multipliers:
    """Return the linkages and extraction shares of a table.

    Final demand is what the output leaves over after the flows, x − Z·1, so that the table's own
    outputs come out.

    Args:
        flows: Z, n × n, domestic or with imports: the multipliers mean accordingly.
        output: x, n, above zero.
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: as for :func:`queries.formulas.inputoutput.coefficients` and
            :func:`queries.formulas.inputoutput.leontief`.
    """
    z, x = matrix(flows, "Z", names, names, square=True), vector(output, "x", names)
    a = coefficients(z, x, names=names)
    inverse = leontief(a, names=names)
    backward = backward_linkages(inverse)
    forward = forward_linkages(ghosh(allocation(z, x, names=names), names=names))
    sold: BoolArray = z.sum(axis=1) <= x * (1 + 1e-9)
    return Multipliers(
        backward,
        normalised(backward),
        normalised(sensitivities(inverse)),
        forward,
        sold,
        extraction(a, x - z.sum(axis=1), names=names),
        spectral_radius(a),
    )

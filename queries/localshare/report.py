"""What a calibration says of itself: by method, by size of region, by level of interval, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.formulas.checks import BoolArray, FloatArray
from queries.localshare import methods
from queries.localshare.balances import Balances
from queries.localshare.calibration import Calibration, Form, fitted, group_apart
from queries.localshare.model import LEVELS, MUNICIPALITIES
from queries.localshare.national import National

SMALLEST = 5
DELTAS = (0.3, 0.1, 0.0)


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method and its errors.

    Attributes:
        key: for programs.
        zh: its name, in Chinese.
        en: in English.
        error: mean over regions of the mean absolute error weighted by requirement.
        correlation: of shares with the true ones, over cells, unweighted.
        smallest: the error of the smallest five regions.
        no_transit: the error without regions that take in more from the country than they make.
    """

    key: str
    zh: str
    en: str
    error: float
    correlation: float
    smallest: float
    no_transit: float


@dataclass(frozen=True, slots=True)
class Band:
    """Regions of like size.

    Attributes:
        regions: their names, smallest first.
        most: the part of national output of the largest.
        error: of the estimator, left out.
        bias: mean of estimate minus truth, weighted; above 0: too much is taken for local.
        quotient: the error of min(1, SLQ).
        covered: for each level, the part of cells inside their intervals.
    """

    regions: tuple[str, ...]
    most: float
    error: float
    bias: float
    quotient: float
    covered: dict[float, float]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Intervals of a level, in regions left out of all that made them.

    Attributes:
        level: nominal.
        cells: part of cells covered, mean over regions.
        weighted: the same with cells weighted by requirement.
        smallest: part of cells covered in the smallest five.
        least: the region least covered, and its part.
        half: mean half width.
    """

    level: float
    cells: float
    weighted: float
    smallest: float
    least: tuple[str, float]
    half: float


@dataclass(frozen=True, slots=True)
class Reach:
    """A fit put to regions unlike those it saw: a group is left out together.

    Attributes:
        zh: which, in Chinese.
        en: in English.
        error: with the form that ships.
        covered: part of cells inside the intervals of that form, for each level.
        plain: the error with ``traded`` alone.
        with_size: the error with the region's size as well.
    """

    zh: str
    en: str
    error: float
    covered: dict[float, float]
    plain: float
    with_size: float


@dataclass(frozen=True, slots=True)
class Slope:
    """A slope on all regions, and the least and most of it when each region is left out."""

    name: str
    value: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; see the classes. ``other_truth`` is the error if nothing bought outside were sold on."""

    methods: tuple[MethodRow, ...]
    bands: tuple[Band, ...]
    coverage: tuple[Coverage, ...]
    reach: tuple[Reach, ...]
    slopes: tuple[Slope, ...]
    other_truth: float
    mean_share: float
    mean_share_other: float


def report(found: Calibration, balances: Balances, national: National) -> Report:
    """Return the report of a calibration on the balances that it was made from."""
    other = balances.nothing_sold_on()
    refit = fitted(other, national, found.chosen.form).left_out
    weight, weight_other = balances.weight(national), other.weight(national)
    return Report(
        methods=_methods(found, balances, national),
        bands=_bands(found, balances, national),
        coverage=_coverage(found, balances, national),
        reach=_reach(found, balances, national),
        slopes=_slopes(found),
        other_truth=float(methods.region_errors(other, national, refit).mean()),
        mean_share=float((weight * balances.share).sum(axis=1).mean()),
        mean_share_other=float((weight_other * other.share).sum(axis=1).mean()),
    )


def by_size(balances: Balances) -> list[int]:
    """Return the regions, smallest output first."""
    return [int(k) for k in np.argsort(balances.output.sum(axis=1), kind="stable")]


def method_row(names: tuple[str, str, str], balances: Balances, national: National, shares: FloatArray) -> MethodRow:
    """Return a method's row from its shares, K × n."""
    errors = methods.region_errors(balances, national, shares)
    small = by_size(balances)[:SMALLEST]
    cells = balances.weight(national) > 0
    through = ~balances.transit
    return MethodRow(
        *names,
        error=float(errors.mean()),
        correlation=correlation(shares[cells], balances.share[cells]),
        smallest=float(errors[small].mean()),
        no_transit=float(errors[through].mean()) if through.any() else float(errors.mean()),
    )


def correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Pearson's correlation, 0 where one of the two does not vary."""
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _methods(found: Calibration, balances: Balances, national: National) -> tuple[MethodRow, ...]:
    rows = []
    for delta in DELTAS:
        shares = methods.each(balances, national, lambda x, table, d=delta: methods.by_flegg(x, table, d))  # type: ignore[misc]
        rows.append(((f"flq-{delta:g}", f"FLQ δ={delta:g}", f"FLQ, delta {delta:g}"), shares))
    rows += [
        (("slq", "min(1, SLQ)", "min(1, SLQ)"), methods.each(balances, national, methods.by_quotient)),
        (("pool", "供需池 min(1, X/用量)", "supply-demand pool"), methods.each(balances, national, methods.by_pool)),
        (("mean", "部门平均（不看本地）", "sector means, blind to the region"), methods.by_mean(balances, national)),
        (("crossing", "交叉运输，一个参数", "cross-hauling, one parameter"), methods.by_crossing(balances, national)),
        (("regression", "回归：SLQ、规模、部门", "regression"), methods.by_regression(balances, national)),
        (("calibrated", "校准的估计", "calibrated"), found.chosen.left_out),
        (("nested", "校准的估计，形式也由别的省选", "calibrated, form chosen without the region"), found.nested),
    ]  # fmt: skip
    return tuple(method_row(names, balances, national, shares) for names, shares in rows)


def _bands(found: Calibration, balances: Balances, national: National) -> tuple[Band, ...]:
    order = by_size(balances)
    rest = order[SMALLEST:]
    cut = [order[:SMALLEST], *(list(part) for part in np.array_split(np.array(rest, dtype=int), 3))]
    quotient = methods.region_errors(balances, national, methods.each(balances, national, methods.by_quotient))
    errors = methods.region_errors(balances, national, found.nested)
    off = (balances.weight(national) * (found.chosen.left_out - balances.share)).sum(axis=1)
    part = balances.output.sum(axis=1) / national.size
    covered = {level: _part(found.covered[level], balances.seen(national)) for level in LEVELS}
    return tuple(
        Band(
            regions=tuple(balances.regions[k] for k in one),
            most=float(part[list(one)].max()),
            error=float(errors[list(one)].mean()),
            bias=float(off[list(one)].mean()),
            quotient=float(quotient[list(one)].mean()),
            covered={level: float(covered[level][list(one)].mean()) for level in LEVELS},
        )
        for one in cut
        if len(one)
    )


def _coverage(found: Calibration, balances: Balances, national: National) -> tuple[Coverage, ...]:
    seen = balances.seen(national)
    weight = np.where(seen, balances.weight(national), 0.0)
    weight = weight / weight.sum(axis=1, keepdims=True)
    small = by_size(balances)[:SMALLEST]
    rows = []
    for level in LEVELS:
        cells = _part(found.covered[level], seen)
        least = int(cells.argmin())
        rows.append(
            Coverage(
                level=level,
                cells=float(cells.mean()),
                weighted=float((weight * found.covered[level]).sum(axis=1).mean()),
                smallest=float(cells[small].mean()),
                least=(balances.regions[least], float(cells[least])),
                half=float(found.half[level][seen].mean()),
            )
        )
    return tuple(rows)


def _part(covered: BoolArray, seen: BoolArray) -> FloatArray:
    found: FloatArray = (covered & seen).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return found


def _slopes(found: Calibration) -> tuple[Slope, ...]:
    full, each = found.chosen.full, found.chosen.each
    return tuple(
        Slope(name, float(full[at]), float(each[:, at].min()), float(each[:, at].max()))
        for at, name in enumerate(found.chosen.form.features, 1)
    )


def _reach(found: Calibration, balances: Balances, national: National) -> tuple[Reach, ...]:
    order = by_size(balances)
    cities = [k for k, name in enumerate(balances.regions) if name in MUNICIPALITIES]
    cases = [
        (order[:5], "最小的 5 个，由其余的拟合", "the smallest 5, by a fit to the others"),
        (order[:10], "最小的 10 个，由其余的拟合", "the smallest 10, by a fit to the others"),
        (cities, "4 个直辖市，由其余的拟合", "the 4 municipalities, by a fit to the others"),
    ]
    h = found.chosen.form.heterogeneity
    rows = []
    for regions, zh, en in cases:
        if regions:
            ours, plain, sized = (
                group_apart(balances, national, form, regions)
                for form in (found.chosen.form, Form(("traded",), h), Form(("traded", "hub", "size"), h))
            )
            rows.append(Reach(zh, en, ours.error, ours.covered, plain.error, sized.error))
    return tuple(rows)

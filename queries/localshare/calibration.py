"""Fit the estimator and measure it on regions that the fit never saw.

Everything that could be chosen (which features, how much is cross-hauled) is chosen by the mean error of
regions left out. What the choice itself gains is taken back by a second ring: for each region the choice is
made by the others alone, and its error is that of the form which they chose (``nested``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.formulas.checks import BoolArray, FloatArray
from queries.localshare.balances import Balances
from queries.localshare.conformal import scores, width, worst
from queries.localshare.features import FEATURES, features
from queries.localshare.fit import Design, dummies, expit, fit_all, fit_without, pairs
from queries.localshare.methods import by_flegg, region_errors
from queries.localshare.model import LEVELS, MUNICIPALITIES, Model, Quotients
from queries.localshare.national import National
from queries.localshare.sectors import GROUPS, group_of

FORMS = (("traded",), ("traded", "hub"), ("traded", "size"), ("traded", "hub", "size"))
CROSSED = (0.2, 0.4, 0.8)
DELTAS = (0.0, 0.1, 0.2, 0.3, 0.4)
"""The δ of Flegg's quotients that are measured, and so can be chosen."""

_SLOPES, _GROUP, _SECTOR = 0.001, 0.1, 0.3
"""Ridge penalties, in units where a region weighs as many as it has sectors. Slopes are hardly held; the
penalties of effects hardly matter (.1 to 3 changes the error by less than .001), so they are not chosen."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the estimator: which features, and h of ``traded``."""

    features: tuple[str, ...]
    heterogeneity: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A form, fitted.

    Attributes:
        form: which.
        full: its parameters on all regions, p.
        each: its parameters without each region, K × p.
        apart: shares of region j by the fit without i and j, K × K × n; on the diagonal without i alone.
    """

    form: Form
    full: FloatArray
    each: FloatArray
    apart: FloatArray

    @property
    def left_out(self) -> FloatArray:
        """Shares of each region by the fit without it, K × n."""
        return self.apart[np.arange(len(self.apart)), np.arange(len(self.apart))]


@dataclass(frozen=True, slots=True)
class Apart:
    """Regions left out together: their mean error, the part of their cells covered and the q that they need."""

    error: float
    covered: dict[float, float]
    needed: dict[float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The estimator and what was measured.

    Attributes:
        model: what ships.
        chosen: the form that ships, fitted.
        tried: each form and its mean error in regions left out.
        nested: the shares of each region under the form that the other regions chose, K × n.
        covered: for each level K × n, whether the interval made without the region holds its share.
        half: for each level K × n, how far the interval reaches, clipped to [0, 1].
    """

    model: Model
    chosen: Fitted
    tried: tuple[tuple[Form, float], ...]
    nested: FloatArray
    covered: dict[float, BoolArray]
    half: dict[float, FloatArray]


def forms() -> list[Form]:
    """Return the forms among which the regions choose."""
    return [Form(names, h) for names in FORMS for h in CROSSED]


def calibrate(balances: Balances, national: National) -> Calibration:
    """Return the estimator fitted to all regions, and its errors and coverage in regions left out.

    Args:
        balances: of the provinces, the municipalities among them.
        national: the national table of the same year.
    """
    fits = [fitted(balances, national, form) for form in forms()]
    errors = np.array([region_errors(balances, national, one.left_out) for one in fits])
    chosen = fits[int(errors.mean(axis=1).argmin())]
    inner = np.array([_inner_errors(balances, national, one) for one in fits])
    nested = np.array([fits[inner[:, k].argmin()].left_out[k] for k in range(len(balances.regions))])
    covered, half = _coverage(balances, national, chosen)
    return Calibration(
        model=_model(balances, national, chosen, nested),
        chosen=chosen,
        tried=tuple((one.form, float(error)) for one, error in zip(fits, errors.mean(axis=1), strict=True)),
        nested=nested,
        covered=covered,
        half=half,
    )


def design(balances: Balances, national: National, form: Form) -> Design:
    """Return what is fitted: a constant, the form's features, groups, sectors."""
    k, n = balances.output.shape
    columns = [FEATURES.index(name) for name in form.features]
    found = np.array([features(x, national, form.heterogeneity) for x in balances.output])[:, :, columns]
    held = np.hstack([dummies([group_of(name) for name in national.names], list(GROUPS)), np.eye(n)])
    x = np.concatenate([np.ones((k, n, 1)), found, np.broadcast_to(held, (k, *held.shape))], axis=2)
    weight = np.where(balances.seen(national), balances.weight(national) * n, 0.0)
    penalty = [0.0, *[_SLOPES] * len(columns), *[_GROUP] * len(GROUPS), *[_SECTOR] * n]
    return Design(x, balances.share, weight, np.array(penalty))


def fitted(balances: Balances, national: National, form: Form) -> Fitted:
    """Return a form fitted to all regions, to all but one, and to all but two."""
    made = design(balances, national, form)
    full = fit_all(made)
    k = len(balances.regions)
    omitted, which = pairs(k)
    b = fit_without(made, full, omitted)
    apart = np.zeros((k, k, balances.output.shape[1]))
    for (i, j), row in which.items():
        apart[i, j] = expit(made.x[j] @ b[row])
        apart[j, i] = expit(made.x[i] @ b[row])
    each = b[[which[i, i] for i in range(k)]]
    return Fitted(form, full, each, np.where(balances.output > 0, apart, 0.0))


def group_apart(balances: Balances, national: National, form: Form, group: Sequence[int]) -> Apart:
    """Return what a form says of regions when a whole group of them is left out of everything.

    Args:
        balances: of all regions.
        national: the national table.
        form: which form is fitted.
        group: the regions left out together.
    """
    made = design(balances, national, form)
    k, at = len(balances.regions), list(group)
    rest = [j for j in range(k) if j not in at]
    omitted = np.zeros((1 + len(rest), k), dtype=bool)
    omitted[:, at] = True
    omitted[np.arange(1, 1 + len(rest)), rest] = True
    b = fit_without(made, fit_all(made), omitted)
    shares = np.where(balances.output[at] > 0, expit(made.x[at] @ b[0]), 0.0)
    others = np.array([expit(made.x[j] @ b[1 + row]) for row, j in enumerate(rest)])
    seen = balances.seen(national)
    found = scores(balances.share[rest], np.where(balances.output[rest] > 0, others, 0.0))
    own = scores(balances.share[at], shares)
    covered, needed = {}, {}
    for level in LEVELS:
        within = own <= width(found, seen[rest], level)
        covered[level] = float(np.mean([row[one].mean() for row, one in zip(within, seen[at], strict=True)]))
        needed[level] = width(own, seen[at], level, unseen=0)
    errors = (balances.weight(national)[at] * np.abs(shares - balances.share[at])).sum(axis=1)
    return Apart(float(errors.mean()), covered, needed)


def _inner_errors(balances: Balances, national: National, one: Fitted) -> FloatArray:
    """Return, for each region, the mean error of the others by fits that saw neither."""
    k = len(balances.regions)
    weight = balances.weight(national)
    found = (weight * np.abs(one.apart - balances.share)).sum(axis=2)
    np.fill_diagonal(found, 0.0)
    mean: FloatArray = found.sum(axis=1) / (k - 1)
    return mean


def _coverage(
    balances: Balances, national: National, one: Fitted
) -> tuple[dict[float, BoolArray], dict[float, FloatArray]]:
    """For each region: an interval from the others' errors by fits that saw neither, around the fit without it."""
    seen = balances.seen(national)
    k = len(balances.regions)
    covered = {level: np.zeros(seen.shape, dtype=bool) for level in LEVELS}
    half = {level: np.zeros(seen.shape) for level in LEVELS}
    for at in range(k):
        rest = np.arange(k) != at
        found = scores(balances.share[rest], one.apart[at, rest])
        share = one.apart[at, at]
        for level in LEVELS:
            reach = width(found, seen[rest], level) * np.sqrt(share * (1 - share))
            low, high = np.clip(share - reach, 0, 1), np.clip(share + reach, 0, 1)
            covered[level][at] = (balances.share[at] >= low - 1e-12) & (balances.share[at] <= high + 1e-12)
            half[level][at] = (high - low) / 2
    return covered, half


def _model(balances: Balances, national: National, one: Fitted, nested: FloatArray) -> Model:
    """Return what ships, rounded: four decimals are far below the error, and the same on every machine."""
    error = float(region_errors(balances, national, nested).mean())
    cities = [k for k, name in enumerate(balances.regions) if name in MUNICIPALITIES]
    apart = group_apart(balances, national, one.form, cities)
    count = len(one.form.features)
    seen, weight = balances.seen(national), balances.weight(national)
    groups, effects = one.full[1 + count : 1 + count + len(GROUPS)], one.full[1 + count + len(GROUPS) :]
    totals = np.where(seen, weight, 0.0).sum(axis=0)
    missed = (np.where(seen, weight, 0.0) * np.abs(one.left_out - balances.share)).sum(axis=0)
    by_sector = np.divide(missed, totals, out=np.full_like(totals, error), where=totals > 0)
    found = scores(balances.share, one.left_out)
    parts = balances.output.sum(axis=1) / national.size
    hubs = [features(x, national, 1.0)[:, FEATURES.index("hub")].max() for x in balances.output]
    return Model(
        national=national.label,
        regional=balances.label,
        heterogeneity=one.form.heterogeneity,
        intercept=_round(one.full[0]),
        slopes={name: _round(b) for name, b in zip(one.form.features, one.full[1:], strict=False)},
        hub_most=_round(max(hubs)),
        groups={name: _round(b) for name, b in zip(GROUPS, groups, strict=True)},
        effects={name: _round(b) for name, b in zip(national.names, effects, strict=True)},
        errors={name: _round(e) for name, e in zip(national.names, by_sector, strict=True)},
        error=_round(error),
        error_cities=_round(apart.error),
        sizes=(float(f"{parts.min():.4g}"), float(f"{parts.max():.4g}")),
        width={level: _round(width(found, seen, level)) for level in LEVELS},
        width_city={level: _round(apart.needed[level]) for level in LEVELS},
        width_worst={level: _round(worst(found, seen, level)) for level in LEVELS},
        regions=balances.regions,
        flegg={delta: _quotients(balances, national, delta) for delta in DELTAS},
    )


def _quotients(balances: Balances, national: National, delta: float) -> Quotients:
    """How Flegg's quotients do: nothing is fitted, so nothing is left out."""
    shares = np.array([by_flegg(x, national, delta) for x in balances.output])
    seen, off = balances.seen(national), np.abs(shares - balances.share)
    error = float(region_errors(balances, national, shares).mean())
    return Quotients(_round(error), {level: _round(width(off, seen, level)) for level in LEVELS})


def _round(value: float) -> float:
    return round(float(value), 4) + 0.0

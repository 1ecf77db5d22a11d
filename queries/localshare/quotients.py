"""Flegg's quotients in place of the estimator, where they have to be used: with the error they show on provinces."""

from __future__ import annotations

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import Values
from queries.localshare.methods import by_flegg
from queries.localshare.model import ABSENT, Model, Note, Shares, shipped
from queries.localshare.national import National, regional

QUOTIENTS = Note(
    "flegg",
    "FLQ，没有校准：误差和区间是它在 31 省的表上量出来的，市没有表可核",
    "FLQ, not calibrated: error and interval are what it shows on the tables of 31 provinces; there are none of cities",
)


def estimate_flegg(
    output: Values,
    national: National,
    region: str = "",
    *,
    delta: float = 0.3,
    level: float = 0.8,
    model: Model | None = None,
) -> Shares:
    """Return the local shares that Flegg's quotients give, in the shape of :func:`queries.localshare.estimate`.

    Source: Flegg & Webber (1997), Regional Studies 31. t_i = Σ_j a_ij t_ij X_j / Σ_j a_ij X_j.

    Args:
        output: X_i of the region in the order of ``national.names``, n.
        national: the national table, of the same unit and year.
        region: the region's name, for people.
        delta: δ, one of those that were measured on provinces (0, .1, .2, .3, .4).
        level: of the interval, .8 or .9.
        model: where the measured errors are; those that ship if None.

    Raises:
        FiguresRefused: outputs that are not usable, another δ or level, or a region larger than the nation.
    """
    used = model or shipped()
    x = regional(output, national)
    measured = used.flegg.get(delta)
    if measured is None or level not in measured.width:
        known = "、".join(f"{one:g}" for one in used.flegg)
        raise FiguresRefused(
            f"FLQ 在各省的表上量过的 δ 是 {known}，区间水平 0.8、0.9",
            f"FLQ is measured on the provinces for δ of {known} and the levels 0.8 and 0.9",
            where=f"δ = {delta:g}, level = {level:g}",
        )
    share, reach = by_flegg(x, national, delta), measured.width[level]
    return Shares(
        region=region,
        names=national.names,
        share=share,
        low=np.where(x > 0, np.clip(share - reach, 0.0, 1.0), 0.0),
        high=np.where(x > 0, np.clip(share + reach, 0.0, 1.0), 0.0),
        level=level,
        error=measured.error,
        sector_error=np.full(len(share), measured.error),
        notes=tuple(() if here else (ABSENT,) for here in x > 0),
        remarks=(QUOTIENTS,),
    )

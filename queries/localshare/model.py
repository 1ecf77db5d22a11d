"""The estimator that ships: its coefficients, and the shares that follow for a region's outputs.

    logit t_i = a + b · traded_i + c · hub_i (+ d · size) + group effect + sector effect
    interval  = t_i ± q · √(t_i (1 − t_i)), clipped to [0, 1]

``coefficients.json`` beside this file is written by ``liantu calibrate --write`` and by nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import BoolArray, FloatArray, Values
from queries.localshare.features import FEATURES, features
from queries.localshare.fit import expit
from queries.localshare.national import National, regional
from queries.localshare.sectors import group_of, named_2017

SHIPPED = Path(__file__).parent / "coefficients.json"
LEVELS = (0.8, 0.9)
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
"""Provinces that are cities."""

SMALLEST = 0.1
"""Below this part of the smallest province's size an estimate is refused."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a share, in both languages; ``code`` is for programs."""

    code: str
    zh: str
    en: str


ABSENT = Note("absent", "本地没有这个部门的产出：份额为 0", "no local output of this sector: the share is 0")
GROUP_ONLY = Note(
    "group-only",
    "校准用的表里没有这个部门，只用同组的平均效应",
    "the calibration has no such sector: its group's effect",
)
CITY = Note(
    "city",
    "在各省的表上校准，没有市的表可核；市离邻市近，从市外买的多半更多。区间放宽到四个直辖市整组留出时要的宽度",
    "calibrated on provinces, and there are no tables of cities to check it on; a city lies closer to its "
    "neighbours and probably buys more outside. The interval is as wide as the four municipalities need when "
    "they are left out together",
)
OUTSIDE = Note(
    "outside-range",
    "产出规模在校准的各省范围之外：区间放宽到误差最大的一省要的宽度",
    "its size is outside that of the provinces: the interval is as wide as the worst province needs",
)
OTHER_TABLE = Note(
    "other-table",
    "全国表不是校准用的那一张：系数没有在它上面核过",
    "the national table is not that of the calibration: the coefficients are not checked on it",
)


@dataclass(frozen=True, slots=True)
class Quotients:
    """Flegg's quotients of one δ: mean error on the provinces, and how far off they are for each level."""

    error: float
    width: Mapping[float, float]


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients of the estimator, as they ship.

    Attributes:
        national: label of the national table that it was made from.
        regional: label of the balances that it was made from.
        heterogeneity: h of the feature ``traded``.
        intercept: a.
        slopes: one for each feature in use.
        hub_most: the largest ``hub`` of the balances; more counts as this.
        groups: effect of each group.
        effects: effect of each sector, by name.
        errors: mean absolute error of each sector, each region estimated by a fit without it.
        error: mean over regions of the mean absolute error, weighted by requirement within each; each region
            left out, of the choice of the form too.
        error_cities: the same of the municipalities, left out all together.
        sizes: least and most part of national output among the regions.
        width: q for each level, for provinces.
        width_city: q for a city: what the municipalities need when they are left out all together.
        width_worst: q that the worst region alone needs.
        regions: the provinces of the calibration.
        flegg: for each δ, how Flegg's quotients do on the same provinces.
    """

    national: str
    regional: str
    heterogeneity: float
    intercept: float
    slopes: Mapping[str, float]
    hub_most: float
    groups: Mapping[str, float]
    effects: Mapping[str, float]
    errors: Mapping[str, float]
    error: float
    error_cities: float
    sizes: tuple[float, float]
    width: Mapping[float, float]
    width_city: Mapping[float, float]
    width_worst: Mapping[float, float]
    regions: tuple[str, ...]
    flegg: Mapping[float, Quotients]

    def predict(self, output: FloatArray, national: National) -> FloatArray:
        """Return the shares of a region's sectors, n; 0 where there is no output. Inputs are checked ones."""
        found = features(output, national, self.heterogeneity)
        found[:, FEATURES.index("hub")] = np.minimum(found[:, FEATURES.index("hub")], self.hub_most)
        slopes = np.array([self.slopes.get(name, 0.0) for name in FEATURES])
        own = [self.groups[group_of(name)] + self.effects.get(named_2017(name), 0.0) for name in national.names]
        return np.where(output > 0, expit(self.intercept + found @ slopes + np.array(own)), 0.0)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data; :meth:`of` reads it back."""
        sectors = {
            name: {"group": group_of(name), "effect": effect, "error": self.errors[name]}
            for name, effect in self.effects.items()
        }
        return {
            "made_by": "liantu calibrate --write",
            "formula": "logit t = intercept + Σ slope · feature + group + sector; t ± width · √(t (1 − t))",
            "national": self.national,
            "regional": self.regional,
            "heterogeneity": self.heterogeneity,
            "intercept": self.intercept,
            "slopes": dict(self.slopes),
            "hub_most": self.hub_most,
            "error": self.error,
            "error_cities": self.error_cities,
            "sizes": list(self.sizes),
            "width": {str(level): q for level, q in self.width.items()},
            "width_city": {str(level): q for level, q in self.width_city.items()},
            "width_worst": {str(level): q for level, q in self.width_worst.items()},
            "regions": list(self.regions),
            "flegg": {
                str(delta): {"error": one.error, "width": {str(level): q for level, q in one.width.items()}}
                for delta, one in self.flegg.items()
            },
            "groups": dict(self.groups),
            "sectors": sectors,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """Return the model that :meth:`as_dict` wrote."""
        sectors = data["sectors"]
        return cls(
            national=data["national"],
            regional=data["regional"],
            heterogeneity=data["heterogeneity"],
            intercept=data["intercept"],
            slopes=data["slopes"],
            hub_most=data["hub_most"],
            groups=data["groups"],
            effects={name: one["effect"] for name, one in sectors.items()},
            errors={name: one["error"] for name, one in sectors.items()},
            error=data["error"],
            error_cities=data["error_cities"],
            sizes=(data["sizes"][0], data["sizes"][1]),
            width=_levels(data["width"]),
            width_city=_levels(data["width_city"]),
            width_worst=_levels(data["width_worst"]),
            regions=tuple(data["regions"]),
            flegg={float(d): Quotients(one["error"], _levels(one["width"])) for d, one in data["flegg"].items()},
        )

    def text(self) -> str:
        """Return the file that ships."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n"


def _levels(found: Mapping[str, float]) -> dict[float, float]:
    return {float(level): q for level, q in found.items()}


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the estimator that ships."""
    return Model.of(json.loads(SHIPPED.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Shares:
    """Estimated local shares of a region.

    Attributes:
        region: its name, as given.
        names: the sectors.
        share: t_i, the part of all that is bought of product i that is made here, n.
        low: lower end of the interval, n.
        high: upper end, n.
        level: nominal level of the interval.
        error: mean absolute error in regions left out, weighted by requirement.
        sector_error: the same of each sector, n; the overall error where the calibration has no such sector.
        notes: what is to be known of each sector; most have none.
        remarks: what is to be known of the region.
    """

    region: str
    names: tuple[str, ...]
    share: FloatArray
    low: FloatArray
    high: FloatArray
    level: float
    error: float
    sector_error: FloatArray
    notes: tuple[tuple[Note, ...], ...]
    remarks: tuple[Note, ...]


def estimate(
    output: Values, national: National, region: str = "", *, level: float = 0.8, model: Model | None = None
) -> Shares:
    """Estimate which part of each product that a region buys is made there.

    Everything else that it says (error, interval) was measured on provinces left out of the fit
    (``liantu calibrate``). Outputs and table have to be of one unit and, as near as can be, of one year.

    Args:
        output: X_i of the region in the order of ``national.names``, n; 0 where the sector is absent.
        national: the national table, in the sectors of the official 42-product tables.
        region: its name; only that of a province gives an interval as narrow as provinces allow.
        level: of the interval, .8 or .9.
        model: the coefficients; those that ship if None.

    Raises:
        FiguresRefused: outputs negative, missing, of another length or all zero; a sector of no 42-product
            table; another level; a region larger than the nation or far smaller than any province.
    """
    used = model or shipped()
    x = regional(output, national)
    if level not in used.width:
        shown = "、".join(f"{one:g}" for one in used.width)
        raise FiguresRefused(
            f"区间水平只有 {shown}", f"the levels of intervals are {shown}", where=f"level = {level:g}"
        )
    unknown = [name for name in national.names if not group_of(name)]
    if unknown:
        raise FiguresRefused(
            f"不是 42 部门表的部门：{unknown[0]}" + (f"等 {len(unknown)} 个" if len(unknown) > 1 else ""),
            f"not a sector of the 42-product tables: {unknown[0]}"
            + (f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""),
            where=national.label,
            do_zh="本地份额只在 42 部门上校准过；更细的部门先并到 42 部门再估",
            do_en="Shares are calibrated for the 42 sectors; add up finer ones first",
        )
    remarks = _remarks(x, national, used, region)
    share = used.predict(x, national)
    wide = [used.width[level]]
    wide += [used.width_city[level]] if CITY in remarks else []
    wide += [used.width_worst[level]] if OUTSIDE in remarks else []
    half = max(wide) * np.sqrt(share * (1 - share))
    return Shares(
        region=region,
        names=national.names,
        share=share,
        low=np.clip(share - half, 0.0, 1.0),
        high=np.clip(share + half, 0.0, 1.0),
        level=level,
        error=used.error,
        sector_error=np.array([used.errors.get(named_2017(name), used.error) for name in national.names]),
        notes=_notes(x > 0, national, used),
        remarks=remarks,
    )


def is_province(region: str, model: Model) -> bool:
    """Whether a name is that of a province of the calibration, with or without its kind (广东, 广东省)."""
    name = region.strip()
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省"):
        name = name.removesuffix(ending)
    if name.removesuffix("市") in MUNICIPALITIES:  # 吉林市 is a city of the province 吉林
        name = name.removesuffix("市")
    return name in model.regions


def _remarks(x: FloatArray, national: National, model: Model, region: str) -> tuple[Note, ...]:
    """What is to be known of the region; refuse one whose size is far from those of the calibration."""
    part = float(x.sum()) / national.size
    least, most = model.sizes
    if part > 1 or part < SMALLEST * least:
        raise FiguresRefused(
            f"产出合计是全国的 {part:.3g}，校准的省在 {least:.3g} 到 {most:.3g} 之间，相差太远，不估",
            f"its output is {part:.3g} of the nation's, the provinces of the calibration lie between "
            f"{least:.3g} and {most:.3g}: too far off to estimate",
            where=f"ΣX {region}".strip(),
            do_zh="请核对单位和年份与全国表是否一致；县、镇没有依据可估",
            do_en="See that unit and year are the national table's; nothing supports an estimate for counties",
        )
    kept = (not is_province(region, model), not least <= part <= most, national.label != model.national)
    return tuple(note for note, holds in zip((CITY, OUTSIDE, OTHER_TABLE), kept, strict=True) if holds)


def _notes(present: BoolArray, national: National, model: Model) -> tuple[tuple[Note, ...], ...]:
    return tuple(
        (() if here else (ABSENT,)) + (() if named_2017(name) in model.effects else (GROUP_ONLY,))
        for name, here in zip(national.names, present, strict=True)
    )

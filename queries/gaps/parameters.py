"""Thresholds that somebody sets: which there are, between which values, and what is wrong with a value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from graph.errors import InputError
from queries.gaps.model import GapParameters


@dataclass(frozen=True, slots=True)
class Range:
    """What a threshold may be; ``zh`` says in words what it decides. ``above`` says that ``low`` itself is too low."""

    low: float
    high: float
    zh: str
    above: bool = True

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in it."""
        return math.isfinite(value) and (self.low < value if self.above else self.low <= value) and value <= self.high

    @property
    def words(self) -> str:
        """The range as people read it."""
        return f"{'大于' if self.above else '不小于'} {self.low:g}，不大于 {self.high:g}"


RANGES = {
    "single_share": Range(0, 1, "单点依赖：断供份额居全链前多少"),
    "weak_gap": Range(0, 1, "弱链：缺口率不低于"),
    "weak_quotient": Range(0, 10, "弱链：区位商低于"),
    "strong_quotient": Range(0, 10, "强链候选：区位商不低于"),
    "minimum_suppliers": Range(1, 100, "单点依赖、强链候选：有效供应家数的界限", above=False),
    "extension_share": Range(0, 1, "延链机会：直接投入里本地在做的至少占"),
}
"""Every threshold of :class:`GapParameters`, by name; ``region`` is a name and has no range."""
REGION = "region"


def with_settings(
    parameters: GapParameters, settings: Mapping[str, object], where: Mapping[str, str] | None = None
) -> GapParameters:
    """Return the parameters with some of them set.

    Args:
        parameters: to start from.
        settings: values by name; numbers, or text that is one.
        where: of each name, the place in a file, for the message.

    Raises:
        InputError: no such parameter, no number, out of range, or a weak threshold above the strong one.
    """
    places = where or {}
    read = {name: _value(name, value, places.get(name, "")) for name, value in settings.items()}
    changed = replace(parameters, **read)  # type: ignore[arg-type]
    if changed.weak_quotient > changed.strong_quotient:
        raise InputError(
            f"weak_quotient（{changed.weak_quotient:g}）不能高于 strong_quotient（{changed.strong_quotient:g}）",
            f"weak_quotient {changed.weak_quotient:g} is above strong_quotient {changed.strong_quotient:g}",
            do_zh="一个环节不能又弱又强，请改其中一个",
            do_en="Change one of them",
        )
    return changed


def read_settings(texts: Iterable[str]) -> dict[str, str]:
    """Return the settings of ``name=value`` texts; of a name given twice the last counts.

    Raises:
        InputError: one is not written so.
    """
    settings = {}
    for text in texts:
        name, equals, value = text.replace("＝", "=").partition("=")
        if not (equals and name.strip() and value.strip()):
            raise InputError(
                f"“{text}”要写成 名称=值", f"{text!r} has to be name=value",
                do_zh="例：--set weak_gap=0.4", do_en="For instance --set weak_gap=0.4",
            )  # fmt: skip
        settings[name.strip()] = value.strip()
    return settings


def _value(name: str, value: object, where: str) -> float | str:
    if name == REGION:
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise InputError(
            "region 要写地区的全名，如 中山市", "region has to be a region's name", where=where, do_zh="请改正这个参数"
        )
    known = RANGES.get(name)
    if known is None:
        raise _unknown(name, where)
    number = _number(value)
    if number is None or not known.holds(number):
        wrong = f"“{value}”不是数" if number is None else f"{value} 超出范围"
        raise InputError(
            f"{name}（{known.zh}）：{wrong}，应{known.words}",
            f"{name} is {value!r}; it has to be a number {'above' if known.above else 'from'} {known.low:g} "
            f"{'and at most' if known.above else 'to'} {known.high:g}",
            where=where,
            do_zh="请改正这个参数",
            do_en="Correct this parameter",
        )
    return number


def _number(value: object) -> float | None:
    """A number, or the number that a text is; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _unknown(name: str, where: str) -> InputError:
    names = [*RANGES, REGION]
    near = get_close_matches(name, names, n=1)
    return InputError(
        f"没有“{name}”这个参数",
        f"no parameter {name!r}",
        where=where,
        do_zh=f"是不是 {near[0]}？" if near else f"可用：{'、'.join(names)}",
        do_en=f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}",
    )

"""Numbers as Chinese official writing has them, as numbers.

``parse_number`` reads Arabic digits (``1,050.4``), Chinese numerals
(``六``, ``一百二十``, ``两``) and digits with a Chinese multiplier
(``2.5万``). ``normalise`` brings a value to a base unit for comparison.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_ARABIC = re.compile(r"[\d,，]*\d(?:\.\d+)?")
_FULLWIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")

# Factor and base unit. A share in tenths is a percentage; land is compared in mu, money in yuan.
_BASE_UNITS: dict[str, tuple[float, str]] = {
    "元": (1.0, "元"),
    "元人民币": (1.0, "元"),
    "美元": (1.0, "美元"),
    "亩": (1.0, "亩"),
    "公顷": (15.0, "亩"),
    "平方米": (1.0, "平方米"),
    "平方公里": (1e6, "平方米"),
    "%": (1.0, "%"),
    "％": (1.0, "%"),
    "个百分点": (1.0, "个百分点"),
    "成": (10.0, "%"),
    "倍": (1.0, "倍"),
    "吨": (1.0, "吨"),
    "公斤": (0.001, "吨"),
    "W": (1.0, "瓦"),
    "kW": (1e3, "瓦"),
    "KW": (1e3, "瓦"),
    "MW": (1e6, "瓦"),
    "GW": (1e9, "瓦"),
    "瓦": (1.0, "瓦"),
    "千瓦": (1e3, "瓦"),
    "兆瓦": (1e6, "瓦"),
    "吉瓦": (1e9, "瓦"),
    "千瓦时": (1.0, "千瓦时"),
    "公里": (1e3, "米"),
    "米": (1.0, "米"),
}


def parse_number(written: str) -> float | None:
    """Return the number that ``written`` stands for, None if it is none."""
    text = re.sub(r"\s", "", written).translate(_FULLWIDTH)
    if not text:
        return None
    arabic = _ARABIC.match(text)
    if arabic:
        tail = text[arabic.end() :]
        factor = multiplier(tail)
        if factor is None:
            return None
        return float(re.sub(r"[,，]", "", arabic.group())) * factor
    return _chinese(text)


def multiplier(text: str) -> float | None:
    """Return what ``万``, ``亿``, ``万亿``, ``百`` … multiply by; None if ``text`` is something else."""
    factor = 1.0
    for char in text:
        step = _SMALL.get(char) or _LARGE.get(char)
        if step is None:
            return None
        factor *= step
    return factor


def _chinese(text: str) -> float | None:
    total, section, digit = 0, 0, 0
    if not set(text) <= _DIGITS.keys() | _SMALL.keys() | _LARGE.keys():
        return None
    if all(char in _DIGITS for char in text):
        return float(int("".join(str(_DIGITS[char]) for char in text)))
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            # 十 without a digit before it is ten, not nothing.
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (total + (section + digit or 1)) * _LARGE[char]
            section, digit = 0, 0
    return float(total + section + digit)


def normalise(number: float | None, unit: str) -> tuple[float | None, str]:
    """Return the value in a base unit and that unit, for comparison only; (None, "") where there is none."""
    if number is None or not unit:
        return None, ""
    factors, base = scale(unit)
    for factor in factors:
        number *= factor
    return number, base


@lru_cache(maxsize=1024)
def scale(unit: str) -> tuple[tuple[float, ...], str]:
    """Return what a number in a unit is multiplied by, one after another, and the base unit that it is in then."""
    bare = re.sub(r"\s", "", unit)
    if bare in _BASE_UNITS:
        factor, base = _BASE_UNITS[bare]
        return (factor,), base
    head = re.match(r"[百千万亿]+", bare)
    if head and bare[head.end() :]:
        factor_head = multiplier(head.group()) or 1.0
        factor, base = _BASE_UNITS.get(bare[head.end() :], (1.0, bare[head.end() :]))
        return (factor_head, factor), base
    return (), bare

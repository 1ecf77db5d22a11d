"""Amounts and numbers of cells: the number, the unit as written and where it was written, the value to compare."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from loaders.letters.extraction.numerals import normalise
from loaders.tables.model import BadCell, Cell, as_text

_NUMBER = r"[+-]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<before>约|大约|超过|超|近|逾|不低于|不少于|至少|达|≥|>|≤|<)?[¥￥]?(?P<low>{_NUMBER})"
    rf"(?:[-—–~～至到](?P<high>{_NUMBER}))?(?P<unit>[^\d.,，]*?)(?P<after>以上|以下|左右|余|多)?"
)
_SCALED = re.compile(r"[百千万亿]+")
MONEY = ("元", "千元", "万元", "百万元", "亿元", "万亿元")
UNITS = (
    *MONEY,
    *("美元", "万美元", "亿美元", "港元", "万港元", "亿港元", "欧元", "万欧元"),
    *("亩", "公顷", "平方米", "万平方米", "平方公里", "家", "个", "人", "万人", "名", "台", "万台", "套", "万套"),
    *("件", "万件", "吨", "万吨", "千瓦", "兆瓦", "吉瓦", "千瓦时", "万千瓦时", "%", "‰", "倍", "个百分点", "项", "条"),
)
"""Units that a header, a cell or a mapping may name."""

_SAME = {"m2": "平方米", "㎡": "平方米", "万㎡": "万平方米", "万m2": "万平方米", "平米": "平方米", "万平米": "万平方米"}
_SAME |= {"rmb": "元", "人民币元": "元", "万": "万元", "亿": "亿元", "％": "%", "人民币万元": "万元", "km2": "平方公里"}


class Amount(NamedTuple):
    """A figure of a cell.

    ``value`` and ``unit`` are as written (the unit in the cell, else of the
    column); ``number`` and ``high`` count in ``unit``; ``normal`` in
    ``normal_unit`` (元, 亩, 平方米 …), for comparison only.
    """

    value: str
    unit: str
    number: float
    high: float | None
    normal: float | None
    normal_unit: str
    qualifier: str


def known_unit(written: str) -> str:
    """Return the unit that a piece of text names, empty if it names none."""
    text = re.sub(r"\s|单位[:：]?|人民币", "", written)
    text = _SAME.get(text.lower(), text)
    return text if text in UNITS else ""


def amount(cell: Cell, unit: str) -> Amount:
    """Return the figure of a cell.

    Args:
        cell: a number, or text such as ``1.2亿``, ``约3,000万元``, ``3-5亿元``.
        unit: the column's; a unit in the cell comes before it. Empty for a bare number.

    Raises:
        BadCell: not a number, not finite, of a unit that is not known.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise _not_a_number(as_text(cell))
    if not isinstance(cell, str):
        if not math.isfinite(cell):
            raise _not_a_number(str(cell))
        return _amount(as_text(cell), unit, float(cell), None, "")
    text = re.sub(r"\s", "", as_text(cell))
    found = _AMOUNT.fullmatch(text)
    if found is None:
        try:
            number = float(text)
        except ValueError as error:
            raise _not_a_number(text) from error
        if not math.isfinite(number) or not re.match(r"[+-]?[\d.]", text):
            raise _not_a_number(text)
        return _amount(text, unit, number, None, "")
    written = found["unit"].removesuffix("人民币")
    if written:
        unit = _cell_unit(written, unit, text)
    low = _float(found["low"])
    high = _float(found["high"]) if found["high"] else None
    if high is not None and high < low:
        raise BadCell(f"范围写反了：{text}", f"the range {text} runs backwards")
    value = found["low"] + (text[found.end("low") : found.end("high")] if found["high"] else "")
    return _amount(value, unit, low, high, (found["before"] or "") + (found["after"] or ""))


def _cell_unit(written: str, column: str, text: str) -> str:
    """Return the unit in a cell; ``1.2亿`` in a column of money is 亿元, of people 亿人."""
    head = _SCALED.fullmatch(written)
    if head and column:
        base = _SCALED.sub("", column, count=1)
        return written + base
    unit = known_unit(written)
    if not unit:
        raise BadCell(
            f"读不懂单位“{written}”：{text}",
            f"unit {written!r} is not known",
            f"请改用这些单位之一：{'、'.join(UNITS[:6])}…",
            "Use a known unit",
        )
    return unit


def _amount(value: str, unit: str, number: float, high: float | None, qualifier: str) -> Amount:
    if abs(number) > 1e15:
        raise BadCell(f"数太大，不像是真的：{value}", f"{value} is too large to be true")
    normal, base = normalise(number, unit)
    return Amount(value, unit, number, high, normal, base, qualifier)


def _float(text: str) -> float:
    return float(re.sub(r"[,，]", "", text))


def _not_a_number(text: str) -> BadCell:
    return BadCell(
        f"这里应是数，读到的是“{text}”",
        f"not a number: {text!r}",
        "请只填数，或数和单位（如 1.2亿元）；没有就留空",
        "Give a number, with or without a unit, or leave it empty",
    )

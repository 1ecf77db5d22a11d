from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.letters.extraction.numerals import normalise, parse_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,050.4", 1050.4), ("2.5万", 25000), ("六", 6), ("两", 2), ("十二", 12), ("一百二十", 120), ("百", 100),
        ("三千零五", 3005), ("一万二千", 12000), ("二〇二四", 2024), ("１２", 12), ("10.0", 10.0),
    ],
)  # fmt: skip
def test_numbers_are_read_as_chinese_readers_read_them(written: str, number: float) -> None:
    assert parse_number(written) == pytest.approx(number)


@pytest.mark.parametrize("written", ["", "若干", "多", "abc", "3个"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert parse_number(written) is None


@pytest.mark.parametrize(
    ("number", "unit", "normal", "base"),
    [
        (3.1, "万亩", 31000, "亩"), (2, "亿元", 2e8, "元"), (6, "成", 60, "%"), (1.2, "万亿元", 1.2e12, "元"),
        (5, "GW", 5e9, "瓦"), (2, "公顷", 30, "亩"), (1, "万家", 10000, "家"), (5, "家", 5, "家"),
        (8, "个百分点", 8, "个百分点"),
    ],
)  # fmt: skip
def test_values_are_compared_in_a_base_unit(number: float, unit: str, normal: float, base: str) -> None:
    value, name = normalise(number, unit)
    assert name == base
    assert value == pytest.approx(normal)


@given(st.integers(min_value=0, max_value=10**9))
def test_arabic_digits_with_separators_keep_their_value(number: int) -> None:
    assert parse_number(f"{number:,}") == number

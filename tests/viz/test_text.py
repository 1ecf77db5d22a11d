"""Text is measured with the font it is drawn with, and broken as Chinese is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.text import ELLIPSIS, balanced, fit, width, wrap

CHINESE = st.text(alphabet="中山家电电机与（）、，。ABC123 ", min_size=1, max_size=40)


def test_a_han_character_is_one_em_wide_and_latin_is_narrower() -> None:
    assert width("链", 12) == 12
    assert 0 < width("i", 12) < width("M", 12) < 12.1
    assert width("链图", 24) == 48


def test_a_character_the_font_lacks_still_takes_room() -> None:
    assert width("\U0010fffd", 10) == 10


@given(CHINESE, st.floats(20, 300))
def test_what_is_fitted_fits_and_says_if_it_was_cut(text: str, room: float) -> None:
    short = fit(text, 12, room)
    assert width(short, 12) <= room
    assert short in {text, ""} or short.endswith(ELLIPSIS)


@given(CHINESE, st.floats(40, 300))
def test_no_wrapped_line_is_wider_than_its_room_and_nothing_is_lost(text: str, room: float) -> None:
    lines = wrap(text, 12, room, 60)
    assert all(width(line, 12) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_closing_marks_do_not_begin_a_line_and_words_stay_whole() -> None:
    assert wrap("家电电机（MCU）与控制器", 12, 12 * 6, 3)[1][0] not in "）、，"
    assert any("MCU" in line for line in wrap("家电主控MCU芯片", 12, 12 * 5.5, 3))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("家电嵌入式软件与云平台", ("家电嵌入式软件", "与云平台")),
        ("机器人力触觉与惯性传感器", ("机器人力触觉", "与惯性传感器")),
        ("制冷剂", ("制冷剂",)),
    ],
)
def test_a_long_name_is_broken_where_a_reader_would_break_it(name: str, lines: tuple[str, ...]) -> None:
    assert balanced(name, 12, 12 * 9) == lines

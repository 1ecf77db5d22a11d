"""Thresholds that somebody sets: what is understood, what is refused, and that the documentation lists them."""

from __future__ import annotations

import math
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError, NotFound
from graph.store import Store
from queries.gaps.load import load_chains
from queries.gaps.model import GapParameters
from queries.gaps.parameters import RANGES, read_settings, with_settings
from queries.gaps.runs import STEPS

METHOD = (Path(__file__).parent.parent.parent / "docs" / "method.md").read_text(encoding="utf-8")


def test_every_threshold_has_a_range_that_holds_its_default_and_its_line_in_the_method() -> None:
    assert {*RANGES, "region"} == {field.name for field in fields(GapParameters)}
    for name, known in RANGES.items():
        usual = getattr(GapParameters(), name)
        assert known.holds(usual)
        down, up = STEPS[name]
        line = next(row for row in METHOD.splitlines() if row.startswith(f"| `{name}` |"))
        assert line.startswith(f"| `{name}` | {usual:g} | {known.words}")
        assert line.endswith(f"| × {down:g}、× {up:g} |")


@given(st.sampled_from(sorted(RANGES)), st.floats() | st.integers(-10, 200))
def test_what_is_accepted_lies_in_its_range(name: str, value: float) -> None:
    try:
        changed = with_settings(GapParameters(), {name: value})
    except InputError:
        return
    assert RANGES[name].low <= getattr(changed, name) <= RANGES[name].high
    assert all(math.isfinite(number) for number in asdict(changed).values() if isinstance(number, float))
    assert changed.weak_quotient <= changed.strong_quotient


def test_text_is_read_as_a_number_and_nothing_else_is() -> None:
    assert with_settings(GapParameters(), read_settings(["weak_gap＝ .4 ", "weak_gap=.3"])).weak_gap == 0.3
    wrongs: list[object] = [True, None, [1], "1e999", "", "四成"]
    for wrong in wrongs:
        with pytest.raises(InputError):
            with_settings(GapParameters(), {"weak_gap": wrong})
    with pytest.raises(InputError, match="没有“gap”这个参数"):
        with_settings(GapParameters(), {"gap": 1})


def test_a_region_is_one_that_the_store_knows(small: Store) -> None:
    with pytest.raises(NotFound, match="没有叫“没有市”的地区"):
        load_chains(small, with_settings(GapParameters(), {"region": "没有市"}))
    assert load_chains(small, GapParameters(region="南头镇"))

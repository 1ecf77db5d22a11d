"""Quotes grow to whole clauses, and no further."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loaders.letters.extraction.whole import Clauses

TEXT = "1.抢占赛道。支持福昆成为领军企业，其研发的飞行器首飞；出台《甲，乙、丙》，从营收等方面支持。\n（二）下一段"


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("福昆成为", "支持福昆成为领军企业"),
        ("赛道", "抢占赛道"),
        ("《甲", "出台《甲，乙、丙》"),
        ("企业，其研发", "支持福昆成为领军企业，其研发的飞行器首飞"),
        ("支持。", "从营收等方面支持"),
        ("下一", "下一段"),
    ],
)
def test_a_part_grows_to_its_clauses(part: str, whole: str) -> None:
    at = TEXT.index(part)
    start, end = Clauses(TEXT).span(at, at + len(part))
    assert TEXT[start:end] == whole


def test_a_clause_without_end_leaves_the_quote_as_it_was() -> None:
    text = "甲" * 1000
    assert Clauses(text).span(500, 510) == (500, 510)


@given(st.text(alphabet="甲乙，。；《》\n1. （一）", min_size=1, max_size=60), st.data())
def test_growing_twice_changes_nothing_and_the_part_stays_inside(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(any(char not in "，。；\n 《》" for char in text[start:end]))
    clauses = Clauses(text)
    first, last = clauses.span(start, end)
    assert 0 <= first < last <= len(text)
    assert clauses.span(first, last) == (first, last)

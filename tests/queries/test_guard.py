"""What a user may and may not send as Cypher."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryRefused
from queries import guard, guard_regex
from tests.queries.attacks import ATTACKS, BOTH, LADYBUG, NEO4J


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(set(ATTACKS)) >= 150
    assert len(set(BOTH)) >= 50


@pytest.mark.parametrize("query", [*BOTH, *LADYBUG, *NEO4J])
def test_reading_queries_pass(query: str) -> None:
    guard.check(query)


@pytest.mark.parametrize("query", ATTACKS, ids=range(len(ATTACKS)))
def test_all_else_is_refused_with_a_reason_a_place_and_a_way_out(query: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard.check(query)
    assert caught.value.zh
    assert caught.value.where
    assert caught.value.do_zh


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("MATCH (n)\nSET n.x = 1\nRETURN n", "第 2 行第 1 列", "SET"),
        ("MATCH （n) RETURN n", "第 1 行第 7 列", "半角 ("),
        ("MATCH (n) RETURN n; DROP TABLE x", "第 1 行第 19 列", "分号"),
        ("MATCH (a)-[*]->(b) RETURN b", "第 1 行第 12 列", "*1..3"),
        ("MATCH (n) RETURN '\\u0027' AS x", "第 1 行第 19 列", "直接写"),
        ("MATCH (n) WHERE n.name =~ '(a+)+' RETURN n", "第 1 行第 24 列", "CONTAINS"),
        ("MATCH (set) MATCH (m) RETURN load(m)", "第 1 行第 30 列", "`set`"),
        ("UNWIND range(1, 10 ^ 9) AS x RETURN x", "第 1 行第 8 列", "range(1, 100)"),
    ],
)
def test_a_refusal_says_where_and_what_to_write_instead(query: str, place: str, words: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard.check(query)
    assert caught.value.where == place
    assert words in caught.value.message("zh")
    assert caught.value.message("en")


@pytest.mark.parametrize(
    ("pattern", "safe"),
    [
        (".*灯.*具.*", True),
        ("(?i).*led.*", True),
        ("[一-龥]+(公司|厂)", True),
        ("(有限)?公司", True),
        ("(ab)+", True),
        ("\\(a+\\)+", True),
        ("[a*b+]+", True),
        ("(", True),
        ("[", True),
        ("\\", True),
        (".*.*.*b", False),
        ("(a+)+", False),
        ("((a+))*", False),
        ("(a|b)*c", False),
        ("(.*a){12}b", False),
        ("a{2,}b{2,}c{2,}d", False),
        ("a?" * 20, False),
        ("(a|b)" * 20, False),
        ("(a)\\1", False),
        ("(?=a)b", False),
        ("(?x)(a+) +", False),
    ],
)
def test_expressions_that_may_never_end_are_told_from_those_that_do(pattern: str, *, safe: bool) -> None:
    assert (guard_regex.danger(pattern) is None) == safe


@given(st.text(max_size=60), st.sampled_from(["CREATE", "Merge", "set", "DELETE", "Drop", "load", "CALL"]))
def test_no_string_or_comment_hides_a_writing_clause(noise: str, word: str) -> None:
    """Noise in quotes before a clause must not swallow it, whatever the noise is."""
    quoted = "'" + noise.replace("\\", "\\\\").replace("'", "\\'") + "'"
    with pytest.raises(QueryRefused):
        guard.check(f"MATCH (n) WHERE n.name = {quoted} {word} (m) RETURN n")


@pytest.mark.parametrize(
    "part", ["AS ", "(", "a.", "NOT ", "CASE ", "CALL (", "\\u0041", "/**/", "''", "x AS set, ", "1..", "}"]
)
def test_a_text_of_one_part_repeated_is_checked_at_once(part: str) -> None:
    """No recursion, and no work that grows with the square of the length."""
    with contextlib.suppress(QueryRefused):
        guard.check("WITH 1 AS x " + part * (9_900 // len(part)) + " RETURN 1 AS x")


@given(st.text(max_size=200))
def test_any_text_is_checked_or_refused_and_never_crashes(text: str) -> None:
    with contextlib.suppress(QueryRefused):
        guard.check(text)

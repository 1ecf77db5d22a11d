"""What a user may and may not send as Cypher."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryRefused
from queries import guard

FINE = [
    "MATCH (n) RETURN n.name AS name LIMIT 5",
    "MATCH (n) WHERE n.name = 'CREATE (x)' RETURN n",
    'MATCH (n) WHERE n.name = "a; DROP TABLE x" RETURN n;',
    "MATCH (n) // DELETE n\nRETURN n /* SET n.x = 1; */",
    "MATCH (n:`Set`) RETURN n.`delete` AS `drop`",
    "MATCH (n) RETURN n.set AS set",
    "MATCH (n:Set)-[e:CREATE]->(m) RETURN e",
    "RETURN {load: 1, call: 2} AS m",
    "MATCH (a)-[:INPUT_OF*1..5]->(b) RETURN b",
    "MATCH (a)-[:INPUT_OF*3]->(b) RETURN b",
    "MATCH p = (a)-[e* SHORTEST 1..4]->(b) RETURN p",
    "MATCH (n) RETURN count(*) AS c, 2 * 3 AS six, [1 * 2, 3] AS list",
    "MATCH (start) RETURN start.name AS comment",
    "RETURN 'it\\'s; fine' AS t",
    "match (n) return n.name as created_at",
    "RETURN " + ", ".join(f"CASE WHEN true THEN {n} END AS c{n}" for n in range(9)),
    "MATCH (n) RETURN n.range AS range",
    "UNWIND [1, 2] AS x WITH x WHERE x > 1 RETURN x UNION ALL RETURN 3 AS x",
]
BAD = [
    "CREATE (n)",
    "MATCH (n) SET n.x = 1 RETURN n",
    "MATCH (n) sEt n.x = 1 RETURN n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) RETURN n; MATCH (m) RETURN m",
    "MATCH (n) RETURN n;;DROP TABLE Firm",
    "MERGE (n:Firm {key: 'x'}) RETURN n",
    "MATCH (n) REMOVE n.x RETURN n",
    "LOAD FROM 'x.csv' RETURN *",
    "MATCH (n) WITH n LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "CALL show_tables() RETURN *",
    "MATCH (n) CALL { MATCH (m) RETURN m } RETURN n",
    "COPY Firm TO 'x.csv'",
    "INSTALL httpfs",
    "ATTACH 'x' AS y",
    "ALTER TABLE Firm ADD x STRING",
    "EXPORT DATABASE 'x'",
    "IMPORT DATABASE 'x'",
    "USE neo4j MATCH (n) RETURN n",
    "EXPLAIN MATCH (n) RETURN n",
    "BEGIN TRANSACTION",
    "MATCH (n) WITH 1 AS AS SET n.x = 2 RETURN n",
    "MATCH (n) WHERE n.x = 1. SET n.y = 2 RETURN n",
    "MATCH (a)-[*]->(b) RETURN b",
    "MATCH (a)-[:R*]->(b) RETURN b",
    "MATCH (a)-[:R*2..]->(b) RETURN b",
    "MATCH (a)-[:R*..99]->(b) RETURN b",
    "MATCH (a)-[:R|S*1..$n]->(b) RETURN b",
    "MATCH (a)-->+(b) RETURN b",
    "MATCH (n) RETURN 'open",
    "MATCH (n) /* open RETURN n",
    "MATCH (n RETURN n",
    "MATCH (n)) RETURN n",
    "MATCH (n) RETURN (n]",
    "MATCH (n)",
    "",
    "  // nothing\n;",
    "RETURN " + "(" * 51 + "1" + ")" * 51,
    "RETURN '" + "x" * 10_000 + "'",
    "RETURN " + "CASE WHEN true THEN " * 6 + "1" + " END" * 6 + " AS x",
    "RETURN repeat('a', 1000000000) AS x",
    "RETURN Range(1, 1000000000) AS x",
    "RETURN 'a\x00b'",
]


@pytest.mark.parametrize("query", FINE)
def test_reading_queries_pass(query: str) -> None:
    guard.check(query)


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_all_else_is_refused_with_a_reason_and_a_way_out(query: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard.check(query)
    assert caught.value.zh
    assert caught.value.do_zh


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryRefused) as caught:
        guard.check("MATCH (n)\nSET n.x = 1\nRETURN n")
    assert caught.value.where == "第 2 行第 1 列"


@given(st.text(max_size=60), st.sampled_from(["CREATE", "Merge", "set", "DELETE", "Drop", "load", "CALL"]))
def test_no_string_or_comment_hides_a_writing_clause(noise: str, word: str) -> None:
    """Noise in quotes before a clause must not swallow it, whatever the noise is."""
    quoted = "'" + noise.replace("\\", "\\\\").replace("'", "\\'") + "'"
    with pytest.raises(QueryRefused):
        guard.check(f"MATCH (n) WHERE n.name = {quoted} {word} (m) RETURN n")


@given(st.text(max_size=200))
def test_any_text_is_checked_or_refused_and_never_crashes(text: str) -> None:
    with contextlib.suppress(QueryRefused):
        guard.check(text)

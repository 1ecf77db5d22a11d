"""The ready questions: every file checked, run and documented."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from graph.errors import InputError, NotFound
from graph.store import Store, Value
from queries.catalogue import Catalogue, Question, parse, run
from queries.tokens import tokenise

ROOT = Path(__file__).parents[2]
QUESTIONS = list(Catalogue.shipped())
GIVEN = {
    "segment": "电机",
    "document": "doc",
    "kind": "Firm",
    "a": "乙整机厂",
    "b": "南头镇",
    "text": "整机",
    "key": "Firm:乙整机厂",
    "keys": "doc#0-8/x",
}
"""What the tests give for a parameter that must be given."""
NOT_PORTABLE = {
    *("TYPE", "LABELS", "LABEL", "ID", "ELEMENTID", "TOSTRING", "SPLIT", "REDUCE", "STARTNODE", "ENDNODE"),
    *("FOREACH", "SHORTESTPATH", "CALL", "DATETIME", "SUBSTRING", "REMOVE"),
}
HEAD = "// title.zh: 甲\n// title.en: a\n// about.zh: 乙\n"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_question_runs_and_answers_with_its_columns(question: Question, small: Store) -> None:
    table = run(small, question.name, {p.name: GIVEN[p.name] for p in question.parameters if p.required})
    assert table.columns == tuple(name for name, _ in question.columns)


ANSWERED: dict[str, dict[str, Value]] = {
    "chain-leaders": {"firm": "Firm:乙整机厂", "relation": "HAS_ROLE", "quote": "乙整机厂是链主企业"},
    "chain-inputs": {"from_key": "Segment:motor", "to_key": "Segment:pump", "chains": ["water"]},
    "conflicting-figures": {"metric": "产值", "value_a": "100", "value_b": "120", "quote_b": "整机产值约120亿元"},
    "coverage": {"document": "doc", "completeness": "partial"},
    "downstream": {"segment": "Segment:sale", "steps": 2, "chains": ["家电产业链"]},
    "evidence": {"relation": "LOCATED_IN", "quote": "乙整机厂位于南头镇", "section": "一"},
    "figures": {"subject_name": "整机产业", "qualifier": "约", "value": "120", "number": 1.2e10},
    "firms-of-segment": {"name": "甲电机厂", "rule": "文中写明", "quote": "甲电机厂生产电机", "start_offset": 0},
    "planned-not-done": {"status": "planned", "object": "丙控制器厂", "quote": "计划引进丙控制器厂"},
    "products": {"name": "整机", "maker_name": "乙整机厂"},
    "review-queue": {"subject": "乙整机厂", "predicate": "CHAIN_LEADER_OF", "quote": "以乙整机厂为链主"},
    "section-statements": {"subject": "甲电机厂", "object": "电机", "section": "一"},
    "shared-bottlenecks": {"name": "电机", "chain_count": 2, "takers": 2},
    "stated-gaps": {"what": "控制器外购", "quote": "控制器依赖外购"},
    "towns-and-clusters": {"town_name": "南头镇", "name": "乙整机厂"},
    "upstream": {"segment": "Segment:steel", "steps": 1},
}


@pytest.mark.parametrize("name", ANSWERED)
def test_a_question_finds_what_the_graph_holds(name: str, small: Store) -> None:
    question = Catalogue.shipped().get(name)
    rows = list(run(small, name, {p.name: GIVEN[p.name] for p in question.parameters if p.required}).dicts())
    wanted = ANSWERED[name]
    assert [row for row in rows if wanted.items() <= row.items()], rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_question_keeps_to_what_both_engines_understand(question: Question) -> None:
    tokens = tokenise(question.cypher)
    calls = {token.upper for token, after in pairwise(tokens) if after.text == "("}
    assert not calls & NOT_PORTABLE
    assert "ORDER" in {token.upper for token in tokens} or question.name in {"node", "node-edges"}


def test_questions_are_named_titled_and_documented() -> None:
    text = (ROOT / "docs" / "queries.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    assert [(name, title) for name, title, _ in listed] == [(q.name, q.title_zh) for q in QUESTIONS]
    for (_, _, parameters), question in zip(listed, QUESTIONS, strict=True):
        assert re.findall(r"[a-z]+", parameters) == [p.name for p in question.parameters]
    assert len(QUESTIONS) >= 14
    assert len({question.title_zh for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("// title.zh: 甲\nMATCH (n) RETURN n.name AS name", "title.en"),
        (HEAD + "// titel: x\n// column name: 名\nMATCH (n) RETURN n.name AS name", "不认识"),
        (HEAD + "// title.en: b\n// column name: 名\nMATCH (n) RETURN n.name AS name", "重复"),
        (HEAD + "MATCH (n) RETURN n.name AS name", "列"),
        (HEAD + "// column name: 名\nMATCH (n) WHERE n.key = $key RETURN n.name AS name", "参数"),
        (HEAD + "// parameter key: string — 键\n// column name: 名\nMATCH (n) RETURN n.name AS name", "参数"),
        (HEAD + "// parameter key: text — 键\n// column name: 名\nMATCH (n) RETURN n.name AS name", "参数"),
        (HEAD + '// parameter k: integer = "x" — 键\n// column name: 名\nMATCH (n) RETURN n.name AS name', "默认值"),
        (HEAD + "// column name: 名\nMATCH (n) SET n.x = 1 RETURN n.name AS name", "SET"),
        (HEAD + "// just a remark\n// column name: 名\nMATCH (n) RETURN n.name AS name", "看不懂"),
        (HEAD + "// column a: 甲\nRETURN 1 AS a UNION ALL RETURN 2 AS b", "列"),
    ],
)
def test_a_wrong_file_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, "x", "x.cypher")
    assert reason in caught.value.zh
    assert "x.cypher" in caught.value.where


def test_parameters_are_converted_from_text_and_always_bound() -> None:
    text = (
        HEAD + "// parameter n: integer = 3 — 数\n// parameter x: number — 数\n"
        '// parameter s: strings = ["a"] — 词\n// column a: 甲\nRETURN $n + $x AS a, $s AS b'
    ).replace("// column a: 甲", "// column a: 甲\n// column b: 乙")
    question = parse(text, "x", "x")
    assert question.bind({"x": "0.5"}) == {"n": 3, "x": 0.5, "s": ["a"]}
    assert question.bind({"x": 1, "n": "7", "s": "甲，乙、丙"}) == {"n": 7, "x": 1.0, "s": ["甲", "乙", "丙"]}
    wrongs: list[dict[str, Value]] = [{}, {"x": "a"}, {"x": 1, "n": "1.5"}, {"x": True}, {"x": 1, "y": 2}]
    for wrong in wrongs:
        with pytest.raises(InputError):
            question.bind(wrong)


def test_an_unknown_question_names_near_ones(small: Store) -> None:
    with pytest.raises(NotFound) as caught:
        run(small, "chain-leader")
    assert "chain-leaders" in caught.value.do_zh

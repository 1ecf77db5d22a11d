"""The ready questions: every file checked, run and documented."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from graph.errors import InputError, NotFound
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from queries.catalogue import Catalogue, Question, parse, run
from queries.parameter_types import ParameterType
from queries.questions import GROUPS, INTERNAL, Parameter
from queries.tokens import tokenise

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")
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
    "firm": "乙厂",
    "firms": "Firm:乙整机厂",
    "since": "2025-01-01",
    "day": "2026-01-01",
}
"""What the tests give for a parameter that must be given."""
NOT_PORTABLE = {
    *("TYPE", "LABELS", "LABEL", "ID", "ELEMENTID", "TOSTRING", "SPLIT", "REDUCE", "STARTNODE", "ENDNODE"),
    *("FOREACH", "SHORTESTPATH", "CALL", "DATETIME", "SUBSTRING", "REMOVE", "SUM"),
}
HEAD = "// group: firms\n// title.zh: 甲\n// title.en: a\n// about.zh: 乙\n// about.en: b\n"

NAME = "// column name: 名 | name\n"
KEY = "// parameter key: string — 键 | key\n"
ASK = "MATCH (n) RETURN n.name AS name"
USE = "MATCH (n) WHERE n.rank = $k RETURN n.name AS name"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_question_runs_and_answers_with_its_columns(question: Question, small: Store) -> None:
    table = run(small, question.name, {p.name: GIVEN[p.name] for p in question.parameters if p.required})
    assert table.columns == tuple(column.name for column in question.columns)


ANSWERED: dict[str, dict[str, Value]] = {
    "chain-leaders": {"firm": "Firm:乙整机厂", "relation": "HAS_ROLE", "quote": "乙整机厂是链主企业"},
    "chain-in-town": {"chain_name": "家电产业链", "town_name": "南头镇", "name": "乙整机厂", "segments": ["整机"]},
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
    "town-breadth": {"chain_name": "家电产业链", "town_name": "南头镇", "breadth": 1, "things": ["乙整机厂"]},
    "towns-and-clusters": {"town_name": "南头镇", "name": "乙整机厂"},
    "upstream": {"segment": "Segment:steel", "steps": 1},
}


@pytest.mark.parametrize("name", ANSWERED)
def test_a_question_finds_what_the_graph_holds(name: str, small: Store) -> None:
    question = Catalogue.shipped().get(name)
    rows = list(run(small, name, {p.name: GIVEN[p.name] for p in question.parameters if p.required}).dicts())
    wanted = ANSWERED[name]
    assert [row for row in rows if wanted.items() <= row.items()], rows


def test_the_shortest_path_of_two_firms_goes_by_what_joins_their_segments(small: Store) -> None:
    rows = list(run(small, "firm-path", {"a": "甲电机厂", "b": "乙厂"}).dicts())
    assert {row["path"] for row in rows} == {"甲电机厂 — 电机 — 整机 — 乙整机厂"}
    steps = [(row["step"], row["from_name"], row["relation"], row["to_name"]) for row in rows]
    assert steps == [
        (1, "甲电机厂", "IN_SEGMENT", "电机"),
        (2, "电机", "INPUT_OF", "整机"),
        (3, "整机", "IN_SEGMENT", "乙整机厂"),
    ]
    assert [row["quote"] for row in rows] == ["甲电机厂生产电机", None, "生产整机"]
    assert rows[1]["statement"] == "chains#1", "a step that no sentence states leads to its row"


def test_a_path_to_itself_or_by_a_plan_only_is_none(small: Store) -> None:
    assert not run(small, "firm-path", {"a": "甲电机厂", "b": "甲电机厂"}).rows
    assert not run(small, "firm-path", {"a": "甲电机厂", "b": "没有这家"}).rows


def test_what_leaders_depend_on_and_what_depends_on_them(small: Store) -> None:
    (row,) = run(small, "leader-dependence").dicts()
    assert (row["name"], row["segment_name"], row["roles"]) == ("乙整机厂", "整机", ["链主企业"])
    assert (row["inputs"], row["takers"]) == (["控制器", "电机"], ["销售渠道"])


def test_segments_without_a_firm_name_the_planned_one_apart(small: Store) -> None:
    rows = {str(row["name"]): row for row in run(small, "unfilled-segments").dicts()}
    assert set(rows) == {"控制器", "水泵", "硅钢片", "销售渠道"}
    control = rows["控制器"]
    assert (control["takers"], control["local_takers"], control["waiting"]) == (2, 1, ["丙控制器厂"])


def test_segments_with_one_firm_only(small: Store) -> None:
    rows = [(row["name"], row["firm_name"], row["taker_count"]) for row in run(small, "sole-firms").dicts()]
    assert rows == [("电机", "甲电机厂", 2), ("整机", "乙整机厂", 1)]


def test_a_plan_is_counted_against_what_was_done(fresh: Store) -> None:
    (row,) = run(fresh, "planned-against-done").dicts()
    assert (row["to_name"], row["stages"], row["open"], row["done"]) == ("丙控制器厂", ["planned"], 1, 0)
    done: dict[str, Value] = {"statements": ["ledger#2"], "review": "accepted", "status": "done"}
    region, firm = ("Region", "Region:中山市"), ("Firm", "Firm:丙控制器厂")
    ends = [NodeRow("Region", region[1], "中山市"), NodeRow("Firm", firm[1], "丙控制器厂")]
    fresh.load(Batch("ledger", ends, [EdgeRow("PLANS_TO_INTRODUCE", region, firm, done)]))
    (row,) = run(fresh, "planned-against-done").dicts()
    assert (row["open"], row["done"]) == (1, 1), "a register's row counts as a statement does"


def test_facts_of_two_sources_are_not_listed_as_of_one(fresh: Store) -> None:
    assert "南头镇" in {row["to_name"] for row in run(fresh, "single-source", {"name": "乙整机厂"}).dicts()}
    maker, town = ("Firm", "Firm:乙整机厂"), ("Town", "Town:南头镇")
    said: dict[str, Value] = {"statements": ["ledger#2"], "review": "accepted", "status": "done"}
    ends = [NodeRow("Firm", maker[1], "乙整机厂"), NodeRow("Town", town[1], "南头镇")]
    fresh.load(Batch("ledger", ends, [EdgeRow("LOCATED_IN", maker, town, said)]))
    assert "南头镇" not in {row["to_name"] for row in run(fresh, "single-source", {"name": "乙整机厂"}).dicts()}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_question_keeps_to_what_both_engines_understand(question: Question) -> None:
    tokens = tokenise(question.cypher)
    calls = {token.upper for token, after in pairwise(tokens) if after.text == "("}
    assert not calls & NOT_PORTABLE
    assert "ORDER" in {token.upper for token in tokens} or question.name == "node"


def table_of_questions() -> str:
    """The tables of docs/queries.md as they follow from the files."""
    parts = []
    for group, questions in Catalogue.shipped().by_group(internal=True).items():
        lines = [
            f"### {GROUPS[group][0]} · {GROUPS[group][1]}",
            "",
            "| 名称 | 问什么 | What it answers | 参数 |",
            "|---|---|---|---|",
        ]
        for q in questions:
            given = "、".join(f"*{p.name}*" if p.required else p.name for p in q.parameters) or "—"
            lines.append(f"| `{q.name}` | {q.title_zh} | {q.title_en} | {given} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def test_the_documentation_lists_every_question() -> None:
    text = (ROOT / "docs" / "queries.md").read_text("utf-8")
    start = text.index("### ")
    found = text[start : text.index("\n## ", start)].strip()
    assert found == table_of_questions(), (
        "docs/queries.md is not what the files say; the table must be:\n" + table_of_questions()
    )


def test_there_are_enough_questions_and_each_group_has_some() -> None:
    groups = Catalogue.shipped().by_group()
    assert list(groups) == [group for group in GROUPS if group != INTERNAL]
    assert sum(map(len, groups.values())) >= 30


def test_titles_tell_questions_apart() -> None:
    for titles in ([q.title_zh for q in QUESTIONS], [q.title_en for q in QUESTIONS]):
        repeated = [title for title, same in groupby(sorted(titles)) if len(list(same)) > 1]
        assert not repeated


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_text_is_in_both_languages(question: Question) -> None:
    chinese = [
        question.title_zh,
        question.about_zh,
        *(p.zh for p in question.parameters),
        *(c.zh for c in question.columns),
    ]
    english = [
        question.title_en,
        question.about_en,
        *(p.en for p in question.parameters),
        *(c.en for c in question.columns),
    ]
    assert all(HAN.search(text) for text in chinese)
    assert not [text for text in english if HAN.search(text)]
    heads = [column.zh for column in question.columns if not column.detail]
    assert len(set(heads)) == len(heads), "two columns of one heading"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("// title.zh: 甲\nMATCH (n) RETURN n.name AS name", "group"),
        (HEAD.replace("// about.en: b\n", "") + NAME + ASK, "about.en"),
        (HEAD.replace("firms", "firm") + NAME + ASK, "没有“firm”这一组"),
        (HEAD + "// titel: x\n" + NAME + ASK, "不认识"),
        (HEAD + "// title.en: b\n" + NAME + ASK, "重复"),
        (HEAD + ASK, "列"),
        (HEAD + "// column name: 名\n" + ASK, "中文 | English"),
        (HEAD + NAME + "MATCH (n) WHERE n.key = $key RETURN n.name AS name", "参数"),
        (HEAD + KEY + NAME + ASK, "没有例子"),
        (HEAD + KEY + "// example key: x\n" + NAME + ASK, "参数"),
        (HEAD + "// example key: x\n" + NAME + ASK, "例子"),
        (HEAD + "// parameter key: text — 键 | key\n" + NAME + ASK, "参数"),
        (HEAD + '// parameter k: integer = "x" — 键 | key\n' + NAME + ASK, "默认值"),
        (HEAD + "// parameter k: integer = 1 — 键 | key\n// example k: x\n" + NAME + USE, "整数"),
        (HEAD + "// empty.zh: 没有\n" + NAME + ASK, "empty.en"),
        (HEAD + NAME + "MATCH (n) SET n.x = 1 RETURN n.name AS name", "SET"),
        (HEAD + "// just a remark\n" + NAME + ASK, "看不懂"),
        (HEAD + "// column a: 甲 | a\nRETURN 1 AS a UNION ALL RETURN 2 AS b", "列"),
    ],
)
def test_a_wrong_file_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, "x", "x.cypher")
    assert reason in caught.value.zh
    assert "x.cypher" in caught.value.where


def test_parameters_are_converted_from_text_and_always_bound() -> None:
    text = (
        HEAD + "// parameter n: integer = 3 — 数 | n\n// parameter x: number — 数 | x\n// example x: 1\n"
        '// parameter s: strings = ["a"] — 词 | words\n// column a: 甲 | a\n// column b: 乙 | b\n'
        "RETURN $n + $x AS a, $s AS b"
    )
    question = parse(text, "x", "x")
    assert question.bind({"x": "0.5"}) == {"n": 3, "x": 0.5, "s": ["a"]}
    assert question.bind({"x": 1, "n": "7", "s": "甲，乙、丙"}) == {"n": 7, "x": 1.0, "s": ["甲", "乙", "丙"]}
    assert question.bind({"x": 1, "s": "，"})["s"] == [""], "an empty list is one the embedded engine cannot read"
    wrongs: list[dict[str, Value]] = [{}, {"x": "a"}, {"x": 1, "n": "1.5"}, {"x": True}, {"x": 1, "y": 2}]
    wrongs += [{"x": 1, "n": "9" * 19}, {"x": 1, "n": "9" * 5000}]
    for wrong in wrongs:
        with pytest.raises(InputError):
            question.bind(wrong)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("date", "2025年9月5日", "2025-09-05"),
        ("date", "2025/9", "2025-09-01"),
        ("date", "2025", "2025-01-01"),
        ("kind", "企业", "Firm"),
        ("kind", "firm", "Firm"),
        ("kind", "", ""),
        ("kinds", "企业、产业集群", ["Firm", "Cluster"]),
        ("relation", "位于", "LOCATED_IN"),
        ("status", "规划", "planned"),
        ("review", "全部", "all"),
    ],
)
def test_words_of_the_graph_may_be_chinese(kind: ParameterType, given: str, value: Value) -> None:
    assert Parameter("p", kind, "", "参数", "parameter").convert(given) == value


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("date", "昨天", "2025-09-15"),
        ("date", "2025-02-30", "2025-09-15"),
        ("kind", "公司", "企业（Firm）"),
        ("relation", "采用", "位于（LOCATED_IN）"),
        ("status", "x" * 5000, "规划（planned）"),
        ("review", "", "已采信（accepted）"),
    ],
)
def test_other_words_are_refused_with_those_that_may_stand(kind: ParameterType, given: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        Parameter("p", kind, "", "参数", "parameter").convert(given)
    assert says in caught.value.do_zh
    assert len(caught.value.zh) < 200


def test_an_unknown_question_names_near_ones(small: Store) -> None:
    with pytest.raises(NotFound) as caught:
        run(small, "chain-leader")
    assert "chain-leaders" in caught.value.do_zh

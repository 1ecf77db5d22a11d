"""Every ready question answers alike on both engines, on all that ships: the same rows in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from graph.embedded.store import EmbeddedStore
from graph.server.connect import Login, parse_address
from graph.server.store import Neo4jStore
from graph.store import Batch, NodeRow, Store, Value
from loaders.build import build
from queries.catalogue import Catalogue, Question, run
from queries.tokens import tokenise
from tests.server.neo4j_server import wipe

QUESTIONS = list(Catalogue.shipped())
FREE = [question for question in QUESTIONS if any(p.type in ("string", "strings") for p in question.parameters)]
ODD = {
    "empty": "",
    "quotes": "“电'机\"`\\",
    "injection": "' OR 1=1 RETURN n //",
    "long": "灯饰" * 2000,
    "pinyin": "dengshi",
    "beyond the basic plane": "𠀀💡",
}
SORTED_ODDLY = ["（甲）", "𠮷野", "ﬀ", "𠀀", "Z", "é", "９", "(甲)"]


@dataclass(frozen=True)
class Engines:
    """The same content in an embedded store and on a server."""

    embedded: Store
    server: Store

    def same(self, name: str, parameters: Mapping[str, Value]) -> list[tuple[Value, ...]]:
        """Ask both; fail unless they answer with the same rows in the same order."""
        here, there = (run(store, name, parameters) for store in (self.embedded, self.server))
        assert here.columns == there.columns
        assert list(here.rows) == list(there.rows)
        return list(here.rows)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, neo4j_uri: str) -> Iterator[Engines]:
    """All that ships, loaded once, with a few odd names. The server has one database: no test here may write."""
    wipe(neo4j_uri)
    with (
        EmbeddedStore(tmp_path_factory.mktemp("shipped") / "shipped.lbug") as embedded,
        Neo4jStore(parse_address(neo4j_uri), Login()) as server,
    ):
        for store in (embedded, server):
            build(store)
            store.load(Batch("odd-names", [NodeRow("Topic", f"Topic:{name}", name) for name in SORTED_ODDLY], []))
        yield Engines(embedded, server)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_example_answers_alike_and_with_something(question: Question, shipped: Engines) -> None:
    rows = shipped.same(question.name, question.example)
    assert bool(rows) != bool(question.empty_zh), "an example without an answer says why, and only such a one"


@pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS if q.example and not any(p.required for p in q.parameters)],
    ids=lambda q: q.name,
)
def test_the_question_without_parameters_answers_alike(question: Question, shipped: Engines) -> None:
    assert shipped.same(question.name, {})


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("question", FREE, ids=lambda q: q.name)
def test_odd_texts_answer_alike(question: Question, odd: str, shipped: Engines) -> None:
    given: dict[str, Value] = {**question.example}
    given.update({p.name: ODD[odd] for p in question.parameters if p.type in ("string", "strings")})
    shipped.same(question.name, given)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_order_is_total(question: Question, shipped: Engines) -> None:
    """Rows with the same sorting values are the same rows, so no engine can choose an order of its own."""
    keys = _sorted_by(question)
    seen: dict[str, tuple[Value, ...]] = {}
    required = {p.name for p in question.parameters if p.required}
    given = {name: value for name, value in question.example.items() if name in required}
    table = run(shipped.embedded, question.name, given)
    for row in table.rows:
        values = dict(zip(table.columns, row, strict=True))
        assert seen.setdefault(repr([values[key] for key in keys]), row) == row


def _sorted_by(question: Question) -> list[str]:
    """The columns of the last ORDER BY."""
    words = [token.text for token in tokenise(question.cypher) if token.kind in ("word", "mark")]
    at = len(words) - 1 - words[::-1].index("ORDER") if "ORDER" in words else len(words)
    keys = [word for word in words[at + 2 :] if word not in (",", "DESC", "ASC")]
    assert set(keys) <= {column.name for column in question.columns}
    return keys


def test_names_sort_by_code_point(shipped: Engines) -> None:
    """As stored: full-width forms before what lies beyond the basic plane, whatever the engine's own encoding."""
    names = [str(row[1]) for row in shipped.same("entities", {"kind": "主题"})]
    assert set(SORTED_ODDLY) < set(names)
    assert names == sorted(names)


@pytest.mark.parametrize("way", ["", " DESC"])
def test_nothing_sorts_last_and_first_when_falling(way: str, shipped: Engines) -> None:
    query = (
        "MATCH (i:Industry) OPTIONAL MATCH (i)-[:MEMBER_OF_GROUP]->(g) "
        f"RETURN i.key AS industry, g.key AS found ORDER BY found{way}, industry"
    )
    here, there = (store.read(query).rows for store in (shipped.embedded, shipped.server))
    assert here == there
    found = [row[1] for row in here]
    assert None in found
    assert (found[0] is None) == bool(way)
    assert (found[-1] is None) == (not way)


def test_numbers_are_the_same_numbers(shipped: Engines) -> None:
    rows = shipped.same("figures", {"subject": "新一代信息技术产业集群"})
    assert [row[4] for row in rows] == ["1048.4"]
    assert [row[6] for row in rows] == [104840000000.00002]


# What the letter says, read by hand.


def test_the_nine_clusters_of_the_provincial_list(shipped: Engines) -> None:
    rows = run(shipped.embedded, "clusters").dicts()
    listed = [str(row["name"]) for row in rows if "省中小企业特色产业集群" in (row["honours"] or [])]  # type: ignore[operator]
    assert len(listed) == 9
    towns = ("火炬高新区", "火炬高新区", "南头镇", "东凤镇", "黄圃镇", "古镇镇", "小榄镇", "沙溪镇", "坦洲镇")
    assert sorted(name[:2] for name in listed) == sorted(town[:2] for town in towns)


def test_the_trail_of_the_reply(shipped: Engines) -> None:
    rows = list(run(shipped.embedded, "reply-trail").dicts())
    said = [(row["relation"], row["other_name"]) for row in rows]
    assert said[0] == ("SUBMITTED_BY", "民革中山市委")
    assert {name for relation, name in said if relation == "CONSULTED_WITH"} == {
        *("市发展改革局", "市科技局", "市投促局", "市自然资源局"),
    }
    assert [relation for relation, _ in said].count("CC_TO") == 6
    assert [relation for relation, _ in said].count("ADOPTS_RECOMMENDATION") == 4
    assert [row["step"] for row in rows] == sorted(int(str(row["step"])) for row in rows)


def test_who_was_introduced_and_from_where(shipped: Engines) -> None:
    found = run(shipped.embedded, "introduced").dicts()
    rows = {str(row["name"]): row["origins"] for row in found if "letter-2025-112#" in str(row["statements"])}
    assert rows == {
        "圣湘海济生物医药": [],
        "华毅乐健生物科技": [],
        "非夕科技": [],
        "恒鑫智能": [],
        "神舞科技": ["清华"],
        "深圳链主企业配套项目": ["深圳市"],
        "香港都会大学": [],
    }


def test_honours_of_firms(shipped: Engines) -> None:
    rows = run(shipped.embedded, "honours", {"kind": "企业"}).dicts()
    assert [(row["name"], row["honour_name"]) for row in rows if "letter-2025-112#" in str(row["statements"])] == [
        ("中智药业", "中国中药企业TOP100"),
        ("华帝股份", "2024中国设计产业100强之十佳企业设计中心"),
        ("康方生物", "国家级标杆案例"),
        ("恒鑫智能", "2025年广东省“机器人+”典型应用场景案例名单"),
        ("恒鑫智能", "国家级专精特新“小巨人”企业"),
        ("明阳电气", "国家5G工厂名录"),
        ("纬创资通", "世界级灯塔工厂"),
    ]


def test_what_changed_counts_the_reviews_of_the_letter(shipped: Engines) -> None:
    rows = run(shipped.embedded, "changed-since", {"since": "2025年9月1日"}).dicts()
    letter = [row for row in rows if row["document"] == "letter-2025-112"]
    assert [(row["verdict_review"], row["statements"]) for row in letter] == [("accepted", 789), ("rejected", 12)]
    assert not run(shipped.embedded, "changed-since", {"since": "2030"}).rows


def test_policies_still_planned(shipped: Engines) -> None:
    rows = list(run(shipped.embedded, "policy-implementation", {"status": "规划"}).dicts())
    assert {row["name"] for row in rows} == {
        *("中山科技创新园运营方案", "中山科技创新园入驻管理及扶持办法", "科技金融专项资金管理办法"),
    }
    assert all(str(row["quote"]) for row in rows)


def test_the_plans_that_name_their_last_year(shipped: Engines) -> None:
    rows = list(run(shipped.embedded, "policy-terms", {"day": "2025年12月31日"}).dicts())
    stated = {str(row["name"]): (row["last_year"], row["term_status"]) for row in rows if row["last_year"]}
    plans = ("广东省培育数字创意战略性新兴产业集群行动计划（2021—2025年）", "中山市服务业发展“十四五”规划")
    assert [stated[name] for name in plans] == [("2025", "running")] * 2
    later = run(shipped.embedded, "policy-terms", {"day": "2026-01-01"}).dicts()
    assert [row["term_status"] for row in later if row["name"] in plans] == ["lapsed", "lapsed"]

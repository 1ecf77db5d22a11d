"""The analysis over a store: what is read, what is answered, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from graph.errors import InputError, NotFound
from graph.evidence import Document, Ref, Review, Statement
from graph.facts import document_batch
from graph.store import Batch, EdgeRow, NodeRow, Store, Table, Value
from queries.conflicts import NEAR_METRIC, NEAR_SUBJECT, SAME, Figure, conflicts, find_conflicts
from queries.gaps.answers import analyse_all, analyse_chain, analyse_city, find_segment
from queries.gaps.load import READS, load_chains
from queries.gaps.model import ChainGraph, GapClass, Tier
from queries.search import find, one
from queries.show import show
from queries.why import why
from tests.queries.samples import chain, classes, placement, register


class Counting:
    """A store that counts its reads."""

    def __init__(self, store: Store) -> None:
        self._store, self.reads = store, 0

    def read(self, cypher: str, parameters: Mapping[str, Value] | None = None, **more: object) -> Table:
        self.reads += 1
        return self._store.read(cypher, parameters)


def test_all_chains_are_read_in_the_same_few_reads_whatever_their_number(small: Store) -> None:
    counting = Counting(small)
    chains = load_chains(counting)  # type: ignore[arg-type]
    assert [chain.name for chain in chains] == ["家电产业链", "水务产业链"]
    assert counting.reads == len(READS)


def test_a_chain_is_read_with_its_names_firms_words_and_shares(small: Store) -> None:
    appliance, water = load_chains(small)
    motor = next(segment for segment in appliance.segments if segment.key == "Segment:motor")
    assert (motor.name, motor.canonical) == ("家电电机", "电机")
    assert motor.shared_with == ("Chain:water",)
    assert [(f.name, f.rule, f.counted) for f in motor.firms] == [("甲电机厂", "文中写明", True)]
    assert motor.firms[0].quotes[0].text == "甲电机厂生产电机"
    assert motor.firms[0].quotes[0].document_title == "示例函"
    assert {(e.start, e.end) for e in water.inputs} == {
        ("Segment:motor", "Segment:pump"),
        ("Segment:control", "Segment:pump"),
    }
    assert [(leader.name, leader.rule) for leader in appliance.leaders] == [("乙整机厂", "担任角色")]
    assert water.leaders == ()


def test_with_the_letter_only_nothing_is_a_gap_and_verifying_is_ranked(small: Store) -> None:
    appliance, water = analyse_all(small)
    assert set(classes(appliance).values()) | set(classes(water).values()) == {GapClass.INSUFFICIENT}
    first = appliance.check_list()[0]
    assert first.segment.name == "家电控制器"
    assert first.leaders_hit == ("Firm:乙整机厂",)
    assert "丙控制器厂（规划）还没有实施，规划不等于已有，不计入" in first.sentence
    assert appliance.documents == ("doc",)


def test_a_complete_register_opens_a_gap_and_a_partial_one_does_not(fresh: Store) -> None:
    fresh.load(register("some", ["3857"], completeness="partial"))
    fresh.load(register("foshan", ["3857"], region="佛山市"))
    assert analyse_chain(fresh, "家电").row("Segment:control").gap_class is GapClass.INSUFFICIENT
    fresh.load(register("all", ["3857"]))
    row = analyse_chain(fresh, "appliance").row("Segment:control")
    assert (row.gap_class, row.tier) == (GapClass.MISSING, Tier.T1)
    assert "《名录all》（截至 2026-06-30）" in row.sentence
    assert row.segment.covered_by == ("all",)
    fresh.load(placement("all-rows", "丁控制器厂", "control"))
    row = analyse_chain(fresh, "Chain:appliance").row("Segment:control")
    assert row.gap_class is GapClass.PRESENT
    assert [firm.name for firm in row.segment.firms if firm.counted] == ["丁控制器厂"]
    assert next(f for f in row.segment.firms if f.counted).quotes[0].section == "第 2 行"


def test_coverage_may_name_the_segment_with_or_without_its_kind(fresh: Store) -> None:
    fresh.load(register("bare", ["control"]))
    assert analyse_chain(fresh, "家电").row("Segment:control").segment.covered_by == ("bare",)


def test_a_firm_whose_places_all_lie_elsewhere_is_not_local(fresh: Store) -> None:
    fresh.load(placement("neighbour", "戊控制器厂", "control"))
    nodes = [NodeRow("Firm", "Firm:戊控制器厂", "戊控制器厂"), NodeRow("Region", "Region:佛山市", "佛山市")]
    ends = ("Firm", "Firm:戊控制器厂"), ("Region", "Region:佛山市")
    said: dict[str, Value] = {"statements": ["neighbour#2"], "review": "accepted", "status": "done"}
    fresh.load(Batch("where", nodes, [EdgeRow("LOCATED_IN", *ends, said)]))
    row = analyse_chain(fresh, "家电").row("Segment:control")
    assert row.suppliers is None
    assert [firm.name for firm in row.segment.elsewhere] == ["戊控制器厂"]
    assert row.reach.verdict_zh == "未知", "nobody says that the city is a neighbour"
    assert "市外有 戊控制器厂（佛山市）" in row.reach.sentence
    assert "戊控制器厂不在中山，不计入" in row.sentence


def test_a_neighbour_s_cluster_says_nothing_of_what_is_made_here(fresh: Store) -> None:
    words = "佛山控制器产业集群位于佛山市"
    cluster, city = Ref(kind="Cluster", name="佛山控制器产业集群"), Ref(kind="Region", name="佛山市")
    said = Statement(
        document="web", start=0, end=len(words), quote=words, subject=cluster, predicate="LOCATED_IN", object=city,
        review=Review.ACCEPTED,
    )  # fmt: skip
    fresh.load(document_batch(Document(key="web", title="报道", text=words), [], [said]))
    tie: dict[str, Value] = {"statements": [said.key], "review": "accepted", "status": "done", "term": "控制器"}
    nodes = [NodeRow("Statement", said.key, "s"), NodeRow("Segment", "Segment:control", "控制器")]
    edge = EdgeRow("MENTIONS", ("Statement", said.key), ("Segment", "Segment:control"), tie)
    fresh.load(Batch("ties", nodes, [edge]))
    mentions = analyse_chain(fresh, "家电").row("Segment:control").segment.mentions
    assert {quote.document for quote in mentions} == {"doc"}


def test_the_city_shows_a_shared_segment_once(small: Store) -> None:
    city = analyse_city(small)
    assert [row.segment.name for row in city.rows].count("电机") == 1
    assert city.row("Segment:motor").breaks_direct == ("Segment:maker", "Segment:pump")


def test_the_answer_changes_its_version_only_with_the_data(fresh: Store) -> None:
    before = [gaps.data_version for gaps in analyse_all(fresh)]
    assert [gaps.data_version for gaps in analyse_all(fresh)] == before
    fresh.load(placement("rows", "丁控制器厂", "control"))
    assert [gaps.data_version for gaps in analyse_all(fresh)] != before


def test_segments_and_chains_are_found_by_what_people_call_them(small: Store) -> None:
    chains = load_chains(small)
    for name in ("Segment:motor", "motor", "电机", "家电电机", "家电/电机"):
        assert find_segment(chains, name).key == "Segment:motor"
    assert find_segment(chains, "电机").chains == ("Chain:appliance", "Chain:water")
    with pytest.raises(NotFound) as caught:
        find_segment(chains, "电")
    assert "电机" in caught.value.do_zh
    with pytest.raises(NotFound) as caught:
        analyse_chain(small, "家电产业带")
    assert "家电产业链" in caught.value.do_zh
    assert analyse_chain(small, "家电产业").chain.name == "家电产业链"


def test_why_gives_class_edges_words_questions_and_what_would_change_it(small: Store) -> None:
    answer = why(small, "控制器")
    assert answer.gaps.chain.name == "家电产业链"
    assert [chain for chain, _ in answer.elsewhere] == ["水务产业链"]
    assert [(tie.end_name, tie.local) for tie in answer.outputs] == [("家电整机", True)]
    assert answer.quotes[0].text == "计划引进丙控制器厂"
    assert "控制器依赖外购" in {quote.text for quote in answer.quotes}
    assert [leader.name for leader in answer.leaders] == ["乙整机厂"]
    assert answer.would_change[0].startswith("一份完整名录写明本地有企业") or answer.would_change
    for asked in answer.asked:
        assert small.read(asked.cypher, asked.parameters).columns
    assert why(small, "控制器", chain="水务").outputs[0].end_name == "水务水泵"


def test_a_thing_is_found_by_characters_pinyin_and_initials(small: Store) -> None:
    for text in ("乙整机厂", "乙厂", "yizhengjichang", "Yi Zheng Ji Chang", "YZJC", "整机厂"):
        assert "Firm:乙整机厂" in [hit.key for hit in find(small, text)], text
    hits = find(small, "整机")
    assert [hit.level for hit in hits] == sorted(hit.level for hit in hits)
    assert hits[0].name == "整机"
    assert {hit.kind for hit in find(small, "整机", kinds=["Firm"])} == {"Firm"}
    assert len(find(small, "整", limit=2)) == 2
    assert find(small, "没有这个") == ()
    with pytest.raises(InputError):
        find(small, "  ")


def test_one_thing_is_one_thing(small: Store) -> None:
    assert one(small, "乙厂").key == "Firm:乙整机厂"
    with pytest.raises(InputError) as several:
        one(small, "电机")
    assert "Product:电机" in several.value.zh
    with pytest.raises(NotFound) as none:
        one(small, "整机厂")
    assert "Firm:乙整机厂" in none.value.do_zh


def test_a_node_is_shown_with_its_edges_by_relation_and_their_words(small: Store) -> None:
    shown = show(small, "乙厂")
    assert (shown.key, shown.kind_zh, shown.aliases) == ("Firm:乙整机厂", "企业", ("乙厂",))
    groups = {(group.relation, group.direction): group for group in shown.groups}
    place = groups["LOCATED_IN", "out"]
    assert (place.zh, place.total, place.accepted) == ("位于", 1, 1)
    assert place.edges[0].quotes[0].text == "乙整机厂位于南头镇"
    leads = groups["CHAIN_LEADER_OF", "out"]
    assert (leads.total, leads.accepted, leads.edges[0].review) == (1, 0, "candidate")
    assert [group.relation for group in show(small, "Firm:乙整机厂", relation="PRODUCES").groups] == ["PRODUCES"]


def test_figures_that_do_not_agree_stand_side_by_side(small: Store) -> None:
    (pair,) = conflicts(small)
    assert pair.kind == SAME
    assert (pair.first.value, pair.second.value) == ("100", "120")
    assert (pair.first.quote, pair.second.quote) == ("整机产值达100亿元", "整机产值约120亿元")
    assert conflicts(small, "别的") == ()


def figure(subject: str, metric: str, number: float, unit: str = "个", period: str = "", at: int = 0) -> Figure:
    name = subject.partition(":")[2]
    text = f"{metric}{number:g}{unit}"
    return Figure(
        subject,
        name,
        metric,
        "",
        f"{number:g}",
        unit,
        number,
        unit,
        period,
        "",
        "accepted",
        "d",
        "",
        at,
        at + 9,
        text,
        text,
    )


def test_near_metrics_are_compared_levels_and_changes_are_not() -> None:
    city = "Region:中山市"
    total = figure(city, "累计认定和培育工业互联网标杆示范数", 20)
    (pair,) = find_conflicts([total, figure(city, "省级工业互联网标杆示范项目数", 31, at=50)])
    assert pair.kind == NEAR_METRIC
    assert find_conflicts([figure(city, "国家级工业设计中心数", 2), figure(city, "省级工业设计中心数", 26)]) == ()
    assert find_conflicts([figure(city, "市级工业设计中心数", 45), figure(city, "新增市级工业设计中心数", 3)]) == ()
    assert find_conflicts([figure(city, "示范工厂数", 18), figure(city, "示范车间数", 27)]) == ()


def test_sizes_of_subjects_with_near_names_are_compared() -> None:
    cluster = figure("Cluster:新一代信息技术产业集群", "规模", 1048.4, "元")
    industry = figure("Industry:新一代电子信息行业", "规上产值", 1050, "元", "2024年")
    assert [pair.kind for pair in find_conflicts([cluster, industry])] == [NEAR_SUBJECT]
    assert find_conflicts([cluster, figure("Cluster:高端装备产业集群", "规模", 1752.1, "元")]) == ()


def test_equal_values_and_different_years_are_no_conflict() -> None:
    one_year, other = (
        figure("Industry:甲", "产值", 1, period="2023年"),
        figure("Industry:甲", "产值", 2, period="2024 年"),
    )
    assert find_conflicts([one_year, other]) == ()
    assert find_conflicts([one_year, figure("Industry:甲", "产值", 1)]) == ()
    assert len(find_conflicts([one_year, figure("Industry:甲", "产值", 3)])) == 1


def test_brackets_of_either_width_find_the_same(fresh: Store) -> None:
    name = "福昆（中山）产业园"
    fresh.load(Batch("more", [NodeRow("Platform", "Platform:福昆(中山)产业园", name)], []))
    for text in (name, "福昆(中山)", "（中山）产业园", "Platform:福昆(中山)产业园"):
        assert [hit.name for hit in find(fresh, text)] == [name], text
    assert show(fresh, "福昆(中山)产业园").name == name
    assert "Platform:福昆(中山)产业园" not in [hit.key for hit in find(fresh, "platform")]


def test_a_name_that_means_several_segments_asks_for_the_key() -> None:
    def named(key: str, segment: str) -> ChainGraph:
        graph = chain(segment, key=key)
        return replace(graph, segments=tuple(replace(node, name="检测", canonical="检测") for node in graph.segments))

    chains = [named("Chain:1", "a"), named("Chain:2", "b")]
    with pytest.raises(InputError) as several:
        find_segment(chains, "检测")
    assert "Segment:a" in several.value.zh
    assert find_segment(chains, "2/检测").key == "Segment:b"

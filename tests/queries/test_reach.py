"""A gap in the city against the other cities of its area: who could supply it, who lacks it too, what nobody says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Document, Ref, Review, Statement
from graph.facts import document_batch
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from queries.gaps.answers import analyse_all, analyse_chain, analyse_city
from queries.gaps.export import gaps_csv
from queries.gaps.model import GapClass
from queries.gaps.nearby import Nearby, Neighbour, Reach, Verdict
from queries.gaps.reach import reach
from tests.queries.samples import placement, register

AREA = "粤港澳大湾区"
CITIES = ("中山市", "佛山市", "东莞市")


def around(*cities: str) -> Batch:
    """The cities of the area."""
    said: dict[str, Value] = {"statements": ["map#1"], "review": "accepted", "status": "done"}
    nodes = [NodeRow("Region", f"Region:{name}", name) for name in (AREA, *cities)]
    edges = [EdgeRow("LOCATED_IN", ("Region", f"Region:{c}"), ("Region", f"Region:{AREA}"), said) for c in cities]
    return Batch("map", nodes, edges)


def lies(firm: str, city: str) -> Batch:
    said: dict[str, Value] = {"statements": [f"{firm}#1"], "review": "accepted", "status": "done"}
    nodes = [NodeRow("Firm", f"Firm:{firm}", firm), NodeRow("Region", f"Region:{city}", city)]
    edge = EdgeRow("LOCATED_IN", ("Firm", f"Firm:{firm}"), ("Region", f"Region:{city}"), said)
    return Batch(f"where-{firm}", nodes, [edge])


def cluster(name: str, industry: Ref, grade: str, review: Review = Review.ACCEPTED, city: str = "佛山市") -> Batch:
    """A page that says of a cluster where it lies and of which industry it is."""
    words = f"{city}有{name}"
    subject = Ref(kind="Cluster", name=name)
    ends = (("LOCATED_IN", Ref(kind="Region", name=city)), ("IN_INDUSTRY", industry))
    said = [
        Statement(document="page", start=0, end=len(words), quote=words, subject=subject, predicate=predicate,
                  object=end, review=review)
        for predicate, end in ends
    ]  # fmt: skip
    page = Document(key="page", title="集群名单", issuer="某报", date="2025-01-02", grade=grade, text=words)
    return document_batch(page, [], said)


def control(store: Store) -> Reach:
    return analyse_chain(store, "家电").row("Segment:control").reach


@pytest.fixture
def bay(fresh: Store) -> Store:
    fresh.load(around(*CITIES))
    return fresh


def test_silence_of_the_neighbours_is_unknown(bay: Store) -> None:
    found = control(bay)
    assert (found.verdict, found.verdict_zh, found.area, found.who) == (Verdict.UNKNOWN, "未知", AREA, ())
    assert "没有一份邻市来源写到本环节" in found.sentence


def test_a_firm_of_a_neighbour_can_supply_it_with_city_rule_and_source(bay: Store) -> None:
    bay.load(placement("foshan-list", "戊控制器厂", "control", rule="stated", term="控制器"))
    bay.load(lies("戊控制器厂", "佛山市"))
    found = control(bay)
    assert (found.verdict, found.verdict_zh, found.level) == (Verdict.SUPPLIED, "湾区可配套", "segment")
    (who,) = found.who
    assert (who.name, who.city, who.rule, who.statement) == ("戊控制器厂", "佛山市", "stated", "foshan-list#2")
    assert found.sentence.startswith("湾区可配套：戊控制器厂（佛山市）")
    assert "戊控制器厂（企业，佛山市；文中写明）" in gaps_csv(analyse_all(bay))


def test_a_firm_beyond_the_area_is_told_and_supplies_nothing(bay: Store) -> None:
    bay.load(placement("far", "己控制器厂", "control"))
    bay.load(lies("己控制器厂", "苏州市"))
    found = control(bay)
    assert found.verdict is Verdict.UNKNOWN
    assert "湾区以外有 己控制器厂（苏州市）" in found.sentence


@pytest.mark.parametrize("properties", [{"review": "candidate"}, {"status": "planned"}])
def test_a_candidate_or_a_plan_of_a_neighbour_supplies_nothing(bay: Store, properties: dict[str, str]) -> None:
    bay.load(placement("foshan-list", "戊控制器厂", "control", **properties))
    bay.load(lies("戊控制器厂", "佛山市"))
    assert control(bay).verdict is Verdict.UNKNOWN


def test_a_complete_list_of_every_neighbour_without_a_firm_makes_it_missing_there_too(bay: Store) -> None:
    bay.load(register("foshan", ["3857"], region="佛山市"))
    found = control(bay)
    assert found.verdict is Verdict.UNKNOWN, "东莞 is not covered"
    assert "佛山市有完整来源覆盖，没有一家" in found.sentence
    bay.load(register("dongguan", ["3857"], region="东莞市", completeness="partial"))
    assert control(bay).verdict is Verdict.UNKNOWN, "a partial list never says that there is none"
    bay.load(register("dongguan", ["3857"], region="东莞市"))
    found = control(bay)
    assert (found.verdict, found.verdict_zh, found.source) == (Verdict.MISSING, "湾区亦缺", "名录dongguan；名录foshan")


def test_an_airport_in_the_area_is_no_city_of_it(bay: Store) -> None:
    said: dict[str, Value] = {"statements": ["port#1"], "review": "accepted", "status": "done"}
    nodes = [NodeRow("Platform", "Platform:机场", "机场"), NodeRow("Region", f"Region:{AREA}", AREA)]
    port = EdgeRow("LOCATED_IN", ("Platform", "Platform:机场"), ("Region", f"Region:{AREA}"), said)
    bay.load(Batch("port", nodes, [port]))
    bay.load(register("bay", ["3857"], region=AREA))
    node = analyse_chain(bay, "家电").row("Segment:control").segment
    assert node.nearby.cities == ("东莞市", "佛山市")
    assert node.nearby.empty == (("东莞市", "名录bay"), ("佛山市", "名录bay"))


def test_one_complete_list_of_the_area_covers_every_neighbour(bay: Store) -> None:
    bay.load(register("bay", ["3857"], region=AREA))
    assert control(bay).verdict is Verdict.MISSING
    assert analyse_chain(bay, "家电").row("Segment:control").gap_class is GapClass.MISSING, "it covers the city too"


@pytest.mark.parametrize("review", ["accepted", "candidate"])
def test_a_firm_of_a_complete_list_is_where_the_list_is_from_and_ends_missing(bay: Store, review: str) -> None:
    """The list names nobody's town; it declares 佛山市, so what it names is there. A candidate leaves it open."""
    for key, city in (("foshan", "佛山市"), ("dongguan", "东莞市")):
        bay.load(register(key, ["3857"], region=city))
    rows = placement("foshan-rows", "庚电子厂", "control", rule="code", review=review)
    (edge,) = rows.edges
    row = replace(edge, properties={**edge.properties, "statements": ["foshan#2"]})
    bay.load(Batch(rows.source, rows.nodes, [row]))
    found = control(bay)
    if review == "accepted":
        assert [(who.name, who.city) for who in found.who] == [("庚电子厂", "佛山市")]
        assert found.verdict is Verdict.SUPPLIED
        elsewhere = analyse_chain(bay, "家电").row("Segment:control").segment.elsewhere
        assert [(one.name, one.place) for one in elsewhere] == [("庚电子厂", "佛山市")]
    else:
        assert (found.verdict, found.who) == (Verdict.UNKNOWN, ())


@pytest.mark.parametrize(
    ("industry", "rule"),
    [
        (Ref(kind="Segment", name="control"), "stated"),
        (Ref(kind="Industry", name="控制器产业"), "name"),
        (Ref(kind="Industry", name="家电控制器"), "name"),
    ],
)
def test_a_cluster_of_the_segment_s_own_industry_can_supply_it(bay: Store, industry: Ref, rule: str) -> None:
    bay.load(cluster("佛山控制器产业集群", industry, "A"))
    found = control(bay)
    assert (found.verdict, found.grade) == (Verdict.SUPPLIED, "A")
    assert (found.who[0].rule, found.who[0].quote) == (rule, "佛山市有佛山控制器产业集群")
    assert "《集群名单》（某报，2025-01-02，A 级来源）" in found.source


def test_a_cluster_of_the_whole_chain_is_told_and_proves_nothing_of_the_link(bay: Store) -> None:
    bay.load(cluster("佛山家电产业集群", Ref(kind="Industry", name="家电产业"), "B"))
    found = control(bay)
    assert (found.verdict, found.level, found.who[0].rule) == (Verdict.UNKNOWN, "chain", "chain-name")
    assert "整条产业链的集群，有没有本环节没有说" in found.sentence
    water = analyse_chain(bay, "水务").row("Segment:control").reach
    assert (water.level, water.who) == ("", ()), "the other chain that shares the segment is another industry"
    assert analyse_city(bay).row("Segment:control").reach.level == "chain"


def test_a_weak_page_and_a_candidate_are_never_shown_as_fact(bay: Store) -> None:
    bay.load(cluster("佛山控制器产业集群", Ref(kind="Industry", name="控制器"), "C"))
    assert control(bay).who == ()
    bay.load(cluster("佛山控制器产业集群", Ref(kind="Industry", name="控制器"), "B", Review.CANDIDATE))
    assert control(bay).who == ()


def test_likeness_of_names_ties_nothing(bay: Store) -> None:
    bay.load(cluster("佛山智能控制产业集群", Ref(kind="Industry", name="智能控制"), "A"))
    assert control(bay).who == ()


def test_neighbours_change_no_class_and_no_rank(bay: Store) -> None:
    def classes() -> list[tuple[str, GapClass, int]]:
        return [(row.segment.key, row.gap_class, row.rank) for row in analyse_city(bay).rows]

    before = classes()
    bay.load(register("foshan", ["3857"], region="佛山市"))
    bay.load(cluster("佛山控制器产业集群", Ref(kind="Industry", name="控制器"), "A"))
    assert classes() == before


ONE = Neighbour("Firm", "Firm:x", "x", "佛山市", "segment", "stated", "t", "名录", "d", "", "", "", "d#1", "")
EMPTY = st.lists(st.sampled_from(["佛山市", "东莞市", "珠海市"]), unique=True)


@given(EMPTY, st.lists(st.sampled_from([ONE, replace(ONE, level="chain", key="Cluster:y")]), max_size=2))
def test_missing_there_too_needs_every_city_and_nobody(empty: list[str], who: list[Neighbour]) -> None:
    cities = ("佛山市", "东莞市", "珠海市")
    found = reach(Nearby(AREA, cities, tuple(who), tuple((city, f"{city}名录") for city in empty)))
    inside = any(one.level == "segment" for one in who)
    assert (found.verdict is Verdict.SUPPLIED) == inside
    assert (found.verdict is Verdict.MISSING) == (not inside and set(empty) == set(cities))


def test_without_an_area_nothing_is_said_of_one() -> None:
    found = reach(Nearby())
    assert (found.verdict, found.area) == (Verdict.UNKNOWN, "")
    assert "库里没有写本市属于哪个城市群" in found.sentence

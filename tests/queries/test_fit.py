"""Who and what fits a segment: firms by evidence and ties, firms that could extend, policies, platforms, towns."""

from __future__ import annotations

import csv
from collections.abc import Iterable

import pytest

from graph.evidence import Document, Entity, Ref, Review, Statement, Status
from graph.facts import document_batch
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from loaders.build import refresh
from queries.fit.export import COLUMNS, targets_csv, targets_dict
from queries.fit.extend import shared_least
from queries.fit.model import EvidenceTier, Target, Targets
from queries.fit.policies import term_on
from queries.gaps.answers import analyse_city
from queries.gaps.model import UNPLACED
from queries.targets import targets
from tests.queries.samples import placement, register
from tests.queries.test_reach import around, lies

DAY = "2026-11-25"
CITY, TOWN, MOTOR_FIRM = (
    Ref(kind=k, name=n) for k, n in (("Region", "中山市"), ("Town", "南头镇"), ("Firm", "甲电机厂"))
)

Said = tuple[str, Ref, str, Ref]


def paper(key: str, *said: Said, accepted: bool = True, status: Status = Status.DONE, **about: str) -> Batch:
    """A document that says these things, each in a sentence of its own: (words, subject, predicate, object)."""
    text = "。".join(words for words, *_ in said)
    statements = [
        Statement(
            document=key, start=text.index(words), end=text.index(words) + len(words), quote=words, subject=subject,
            predicate=predicate, object=target, status=status,
            review=Review.ACCEPTED if accepted else Review.CANDIDATE,
        )
        for words, subject, predicate, target in said
    ]  # fmt: skip
    document = Document.model_validate({"key": key, "text": text, "title": key, **about})
    return document_batch(document, [], statements)


def firm(name: str) -> Ref:
    return Ref(kind="Firm", name=name)


def thing(kind: str, name: str) -> Ref:
    return Ref(kind=kind, name=name)


def row_of(source: str, name: str, product: str, region: str) -> Batch:
    """A row of a list that gives a firm its product."""
    said: dict[str, Value] = {"statements": [f"{source}#rows!7"], "review": "candidate", "status": "done"}
    nodes = [
        NodeRow("Document", f"Document:{source}", source, {"title": source, "region": region}),
        NodeRow("Firm", f"Firm:{name}", name),
        NodeRow("Product", f"Product:{product}", product),
    ]
    return Batch(
        source, nodes, [EdgeRow("PRODUCES", ("Firm", f"Firm:{name}"), ("Product", f"Product:{product}"), said)]
    )


@pytest.fixture
def town(fresh: Store) -> Store:
    """The small city in its area, its town placed."""
    fresh.load(around("中山市", "佛山市", "东莞市"))
    fresh.load(paper("places", ("南头镇属中山市", TOWN, "LOCATED_IN", CITY)))
    return fresh


def look(store: Store, *batches: Batch, segment: str = "电机") -> Targets:
    for batch in batches:
        store.load(batch)
    refresh(store)
    return targets(store, segment, day=DAY)


def names(found: Iterable[Target]) -> list[str]:
    return [one.name for one in found]


def test_firms_go_by_what_is_accepted_then_by_evidence_and_each_says_it(town: Store) -> None:
    found = look(
        town,
        row_of("national", "丁国产厂", "电机", "全国"),
        row_of("foshan", "丙名录厂", "电机", "佛山市"),
        paper("news", ("乙佛山厂生产电机", firm("乙佛山厂"), "PRODUCES", thing("Product", "电机")), region="佛山市"),
        paper(
            "lead",
            ("戊厂生产电机", firm("戊厂"), "PRODUCES", thing("Product", "电机")),
            region="东莞市",
            accepted=False,
        ),
    )
    assert names(found.firms) == ["乙佛山厂", "戊厂", "丙名录厂", "丁国产厂"]
    assert [one.tier for one in found.firms] == [
        EvidenceTier.DOCUMENT, EvidenceTier.DOCUMENT, EvidenceTier.REGISTER, EvidenceTier.NATIONAL,
    ]  # fmt: skip
    assert [one.sure for one in found.firms] == [True, False, False, False]
    assert found.firms[0].made[0].evidence.quote == "乙佛山厂生产电机"
    assert found.firms[2].made[0].evidence.place == "工作表“rows”第 7 行"


def test_a_firm_s_own_name_is_no_evidence(town: Store) -> None:
    found = look(
        town,
        paper(
            "news", ("大电机公司在佛山", firm("大电机公司"), "LOCATED_IN", thing("Region", "佛山市")), region="佛山市"
        ),
    )
    assert town.read("MATCH (:Firm {name: '大电机公司'})-[e:IN_SEGMENT]->() RETURN e.rule").rows == (("name",),)
    assert "大电机公司" not in names(found.firms)


def test_words_of_a_candidate_that_do_not_name_the_product_are_no_evidence(town: Store) -> None:
    product = thing("Product", "电机")
    vague = paper("vague", ("己厂规模很大", firm("己厂"), "PRODUCES", product), region="佛山市", accepted=False)
    plain = paper("plain", ("庚厂生产电机", firm("庚厂"), "PRODUCES", product), region="佛山市", accepted=False)
    assert names(look(town, vague, plain).firms) == ["庚厂"]


def test_why_a_firm_fits_place_customers_group_and_what_it_does_here(town: Store) -> None:
    dealer, sister = firm("乙佛山厂"), firm("子公司")
    found = look(
        town,
        paper(
            "news",
            ("乙佛山厂生产电机", dealer, "PRODUCES", thing("Product", "电机")),
            ("乙佛山厂位于佛山市", dealer, "LOCATED_IN", thing("Region", "佛山市")),
            ("乙佛山厂与乙整机厂合作", dealer, "COOPERATES_WITH", firm("乙整机厂")),
            ("乙佛山厂投资甲电机厂", dealer, "INVESTS_IN", MOTOR_FIRM),
            ("乙佛山厂在南头镇增资", dealer, "INVESTS_IN", TOWN),
            ("乙佛山厂与子公司合作", dealer, "COOPERATES_WITH", sister),
            ("乙佛山厂在东莞投资", dealer, "INVESTS_IN", thing("Region", "东莞市")),
            region="佛山市",
        ),
        paper("plan", ("中山拟引进乙佛山厂", CITY, "PLANS_TO_INTRODUCE", dealer), status=Status.PLANNED),
    )
    (one,) = found.firms
    assert (one.place, one.cities) == ("佛山市", ("佛山市",))
    ties = {(link.kind, link.other_name): link.status for link in one.links}
    assert ties == {
        ("customer", "乙整机厂"): "done", ("group", "甲电机厂"): "done",
        ("invested", "南头镇"): "done", ("invited", "中山市"): "planned",
    }  # fmt: skip
    assert targets_dict(found, 9)["firms"][0]["fits"] == ["product", "area", "customer", "group", "invested", "invited"]


def test_a_firm_under_two_names_is_one_target_with_the_ties_of_both(town: Store) -> None:
    full, short = firm("广东辛电机有限公司"), firm("辛电机")
    same: dict[str, Value] = {"statements": ["d#1"], "review": "accepted", "status": "done", "rule": "decided"}
    nodes = [NodeRow("Firm", ref.key, ref.name) for ref in (full, short)]
    one = Batch("same", nodes, [EdgeRow("SAME_AS", ("Firm", short.key), ("Firm", full.key), same)])
    town.load(
        paper(
            "news",
            ("辛电机生产电机", short, "PRODUCES", thing("Product", "电机")),
            ("辛电机与乙整机厂合作", short, "COOPERATES_WITH", firm("乙整机厂")),
            region="佛山市",
        )
    )
    refresh(town)
    town.load(one)
    found = targets(town, "电机", day=DAY)
    assert names(found.firms) == ["广东辛电机有限公司"]
    assert [link.other_name for link in found.firms[0].links] == ["乙整机厂"]


def test_an_unplaced_firm_says_so_and_a_known_local_one_stands_apart(town: Store) -> None:
    found = look(town, row_of("national", "中山丁厂", "电机", "全国"))
    assert [(one.name, one.place, one.named_here) for one in found.firms] == [("中山丁厂", UNPLACED, True)]
    assert names(found.here) == ["甲电机厂"]


def test_a_firm_that_makes_a_direct_input_could_extend(town: Store) -> None:
    """整机 takes the motor too, but what is made of the segment is no way into it."""
    town.load(placement("steel", "硅钢厂", "steel", rule="stated", term="硅钢片"))
    found = targets(town, "电机", day=DAY)
    assert [(one.name, one.sure, one.makes[0].is_input, one.makes[0].name) for one in found.extenders] == [
        ("硅钢厂", True, True, "硅钢片")
    ]
    assert found.inputs == ("硅钢片",)


def test_siblings_share_at_least_the_number_of_inputs_that_is_printed(town: Store) -> None:
    """A fan takes what the whole machine takes: the machine's maker could make fans."""
    basis: dict[str, Value] = {"statements": ["more#1"], "review": "accepted", "status": "done"}
    fan, chain = ("Segment", "Segment:fan"), ("Chain", "Chain:appliance")
    edges = [EdgeRow("IN_CHAIN", fan, chain, {**basis, "position": "中游", "local_name": "风扇", "rank": 9})]
    edges += [
        EdgeRow("INPUT_OF", ("Segment", f"Segment:{key}"), fan, {**basis, "basis": "stated", "chains": ["appliance"]})
        for key in ("motor", "control")
    ]
    nodes = [NodeRow("Segment", fan[1], "风扇"), NodeRow("Chain", chain[1], "家电产业链")]
    nodes += [NodeRow("Segment", f"Segment:{key}", name) for key, name in (("motor", "电机"), ("control", "控制器"))]
    town.load(Batch("more", nodes, edges))
    found = targets(town, "风扇", day=DAY)
    by_name = {one.name: one for one in found.extenders}
    assert set(by_name) == {"甲电机厂", "乙整机厂", "丙控制器厂"}
    assert by_name["乙整机厂"].makes[0].shared == ("控制器", "电机")
    assert [one.name for one in found.extenders][-1] == "丙控制器厂", "a plan stands behind what is done"
    assert not by_name["丙控制器厂"].sure
    assert "乙整机厂" not in [one.name for one in targets(town, "风扇", day=DAY, least=3).extenders]


@pytest.mark.parametrize(("inputs", "least"), [(0, 2), (2, 2), (4, 2), (5, 3), (6, 3), (11, 6)])
def test_a_sibling_shares_two_inputs_and_half_of_them(inputs: int, least: int) -> None:
    assert shared_least(inputs) == least


def test_density_needs_complete_lists_of_many_cities(town: Store) -> None:
    town.load(register("all", ["3857"]))
    town.load(register("some", ["3857"], completeness="partial", region="佛山市"))
    assert targets(town, "电机", day=DAY).listed_cities == ("中山市",), "one city is nothing to compare"


@pytest.mark.parametrize(
    ("until", "term"),
    [("", "unknown"), ("2026", "running"), ("2025", "lapsed"), ("2026-11-25", "running"), ("2026-11-24", "lapsed"),
     ("2026-10", "lapsed"), ("2026-11", "running")],
)  # fmt: skip
def test_a_policy_runs_to_the_end_of_what_is_stated(until: str, term: str) -> None:
    assert term_on(until, DAY) == term


def policy(name: str, target: Ref, accepted: bool = True, **properties: str) -> Batch:
    words = f"《{name}》针对{target.name}"
    said = Statement(
        document=f"p-{name}", start=0, end=len(words), quote=words, subject=thing("Policy", name), predicate="TARGETS",
        object=target, review=Review.ACCEPTED if accepted else Review.CANDIDATE,
    )  # fmt: skip
    entity = Entity(kind="Policy", name=name, properties=tuple(properties.items()))
    document = Document(key=f"p-{name}", title=name, text=words, region="中山市")
    return document_batch(document, [entity], [said])


def test_policies_say_for_what_by_whom_until_when_and_by_which_words(town: Store) -> None:
    industry = thing("Industry", "整机产业")
    chain = ("Chain", "Chain:appliance")
    about: dict[str, Value] = {"statements": ["chains#1"], "review": "accepted", "status": "done"}
    nodes = [NodeRow(*chain, "家电产业链"), NodeRow("Industry", industry.key, "整机产业")]
    town.load(Batch("about", nodes, [EdgeRow("ABOUT", chain, ("Industry", industry.key), about)]))
    issued = ("甲局印发《链政策》", thing("Policy", "链政策"), "ISSUED_BY", thing("Organisation", "甲局"))
    found = look(
        town,
        policy("电机办法", thing("Industry", "电机"), valid_until="2024-12-31", number="中府〔2020〕1号"),
        policy("链政策", industry, valid_until="2027"),
        paper("issue", issued),
        policy("制造业规划(2021-2025年)", thing("Industry", "制造业")),
        policy("制造业意见", thing("Industry", "制造业")),
        policy("服务业意见", thing("Industry", "服务业")),
        policy("候选政策", industry, accepted=False),
    )
    told = [(one.name, one.level, one.term, one.until, one.until_from) for one in found.policies]
    assert told == [
        ("电机办法", "segment", "lapsed", "2024-12-31", "source"),
        ("链政策", "chain", "running", "2027", "source"),
        ("制造业意见", "sector", "unknown", "", ""),
        ("制造业规划(2021-2025年)", "sector", "lapsed", "2025", "title"),
    ]
    assert (found.policies[0].number, found.policies[1].issuers) == ("中府〔2020〕1号", ("甲局",))
    assert found.policies[1].evidence[0].quote == "《链政策》针对整机产业"
    assert found.hidden_policies == 1


def test_a_proposal_or_a_reply_is_no_policy(town: Store) -> None:
    reply = ("答复函答复提案", thing("Policy", "答复函"), "REPLIES_TO", thing("Policy", "提案"))
    found = look(town, policy("答复函", thing("Industry", "电机")), paper("trail", reply))
    assert found.policies == ()


def test_platforms_and_towns_stand_on_what_names_the_segment_or_its_chain(town: Store) -> None:
    park, cluster = thing("Platform", "电机产业园"), thing("Cluster", "南头镇家电产业集群")
    far = thing("Platform", "佛山电机园")
    found = look(
        town,
        paper(
            "parks",
            ("电机产业园做电机", park, "IN_INDUSTRY", thing("Industry", "电机")),
            ("电机产业园位于南头镇", park, "LOCATED_IN", TOWN),
            ("南头镇家电产业集群属家电产业", cluster, "IN_INDUSTRY", thing("Industry", "家电产业")),
            ("南头镇家电产业集群位于南头镇", cluster, "LOCATED_IN", TOWN),
            ("佛山电机园做电机", far, "IN_INDUSTRY", thing("Industry", "电机")),
            ("佛山电机园位于佛山市", far, "LOCATED_IN", thing("Region", "佛山市")),
        ),
        paper(
            "plan",
            ("规划电机城", thing("Platform", "电机城"), "SUPPORTS", thing("Industry", "电机")),
            status=Status.PLANNED,
        ),
        paper("where", ("甲电机厂位于南头镇", MOTOR_FIRM, "LOCATED_IN", TOWN)),
    )
    assert [(one.name, one.level, one.status, one.place) for one in found.platforms] == [
        ("电机产业园", "segment", "done", "南头镇"),
        ("电机城", "segment", "planned", ""),
    ]
    (place,) = found.towns
    assert place.name == "南头镇"
    assert [(one.kind, one.name, one.level) for one in place.grounds] == [
        ("Firm", "甲电机厂", "segment"),
        ("Platform", "电机产业园", "segment"),
        ("Cluster", "南头镇家电产业集群", "chain"),
    ]
    assert all(one.evidence.quote for one in place.grounds)


def test_nothing_of_it_changes_a_class(town: Store) -> None:
    before = [(row.segment.key, row.gap_class, row.rank) for row in analyse_city(town).rows]
    look(town, row_of("national", "丁国产厂", "电机", "全国"), policy("电机办法", thing("Industry", "电机")))
    assert [(row.segment.key, row.gap_class, row.rank) for row in analyse_city(town).rows] == before


def test_every_listed_thing_has_evidence_and_the_table_has_all_of_it(town: Store) -> None:
    found = look(
        town,
        row_of("national", "=丁国产厂", "电机", "全国"),
        policy("＝电机办法", thing("Industry", "电机")),
        lies("甲电机厂", "南头镇"),
    )
    rows = list(csv.DictReader(targets_csv(found).removeprefix("\ufeff").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert all(row["依据键"] for row in rows)
    assert {row["部分"] for row in rows} >= {"外地企业", "已知在本地", "政策"}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "＝", "+", "-", "@")]
    assert "'=丁国产厂" in {row["名称"] for row in rows}

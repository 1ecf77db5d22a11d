"""In a store: a firm of several names counts once, shows why, and every load and withdrawal leads to the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.evidence import Document, Entity, Ref, Review, Statement
from graph.facts import document_batch
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from loaders.build import build, refresh
from loaders.letters.review.service import load_decisions
from loaders.resolution.decided import (
    FILE,
    FirmDecision,
    add_decisions,
    decided,
    decisions_in,
    is_firm_decisions,
    new_decision,
    read_firm_decisions,
    write_firm_decisions,
)
from loaders.resolution.derive import SOURCE, read_firms, resolve, resolved_firms
from queries.catalogue import run
from queries.gaps.load import load_chains
from queries.gaps.supply import counted_firms
from queries.show import show

FULL, TRADITIONAL, SHORT = "广东甲乙电机有限公司", "廣東甲乙電機有限責任公司", "甲乙电机"


def letter(key: str, name: str, product: str = "电机", aliases: tuple[str, ...] = ()) -> Batch:
    text = f"{name}生产{product}"
    said = Statement(
        document=key,
        start=0,
        end=len(text),
        quote=text,
        subject=Ref(kind="Firm", name=name),
        predicate="PRODUCES",
        object=Ref(kind="Product", name=product),
        review=Review.ACCEPTED,
    )
    things = [Entity(kind="Firm", name=name, aliases=aliases)]
    return document_batch(Document(key=key, title=key, text=text), things, [said])


def chain() -> Batch:
    nodes = [NodeRow("Chain", "Chain:c", "链"), NodeRow("Segment", "Segment:motor", "电机", {"products": ["电机"]})]
    row: dict[str, Value] = {"statements": ["t#1"], "review": "accepted", "status": "done"}
    return Batch("chain-c", nodes, [EdgeRow("IN_CHAIN", ("Segment", "Segment:motor"), ("Chain", "Chain:c"), row)])


BATCHES = (chain(), letter("one", FULL), letter("two", TRADITIONAL), letter("three", SHORT))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "firms.lbug") as store:
        for batch in BATCHES:
            store.load(batch)
        refresh(store)
        yield store


def merged(store: Store) -> dict[str, tuple[str, str]]:
    return {str(r["name"]): (str(r["head_name"]), str(r["rule"])) for r in run(store, "same-firms").dicts()}


def suppliers(store: Store) -> list[str]:
    return [firm.name for graph in load_chains(store) for node in graph.segments for firm in counted_firms(node)]


def decide(store: Store, first: str, second: str, verdict: str) -> None:
    same = verdict == "same"
    made = new_decision((first, second), "same" if same else "different", reason="查过登记", reviewer="r")
    add_decisions(store, [made])
    refresh(store)


def test_a_firm_of_two_names_counts_once_with_the_words_of_both(store: Store) -> None:
    assert merged(store) == {TRADITIONAL: (FULL, "legal-form")}
    assert set(suppliers(store)) == {SHORT, FULL}
    assert len(suppliers(store)) == 2
    (segment,) = load_chains(store)[0].segments
    (firm,) = [firm for firm in segment.firms if firm.name == FULL]
    assert {quote.document for quote in firm.quotes} == {"one", "two"}


def test_questions_count_it_once_too(store: Store) -> None:
    decide(store, SHORT, FULL, "same")
    assert [row["firm_name"] for row in run(store, "sole-firms").dicts()] == [FULL]
    assert [row["firms"] for row in run(store, "chains").dicts()] == [1]
    assert suppliers(store) == [FULL]


def test_showing_a_firm_names_the_other_and_the_rule(store: Store) -> None:
    for name, other in ((FULL, TRADITIONAL), (TRADITIONAL, FULL)):
        (group,) = show(store, name, relation="SAME_AS").groups
        (edge,) = group.edges
        assert edge.other_name == other
        assert edge.rule == "legal-form"
        assert {quote.document for quote in edge.quotes} == {"one", "two"}


def test_the_order_of_loading_changes_nothing(tmp_path: Path) -> None:
    seen = set()
    for at, order in enumerate(itertools.permutations(BATCHES[1:])):
        with EmbeddedStore(tmp_path / f"{at}.lbug") as store:
            for batch in order:
                store.load(batch)
                refresh(store)
            rows = run(store, "same-firms").rows
            seen.add(str(rows))
            again = refresh(store)
            assert sum(report.unchanged for report in again)
            assert all(report.changed == report.added == 0 for report in again)
    assert len(seen) == 1


def test_withdrawing_a_source_takes_its_name_out_without_a_trace(store: Store) -> None:
    store.withdraw("two")
    refresh(store)
    assert merged(store) == {}
    assert not store.read("MATCH (f:Firm {name: $name}) RETURN f.key", {"name": TRADITIONAL}).rows
    store.load(BATCHES[2])
    refresh(store)
    assert set(merged(store)) == {TRADITIONAL}


def test_a_decision_survives_withdrawal_and_reload_and_can_be_turned(store: Store) -> None:
    decide(store, SHORT, FULL, "same")
    assert merged(store)[SHORT] == (FULL, "decided")
    (edge,) = show(store, SHORT, relation="SAME_AS").groups[0].edges
    assert "查过登记" in edge.quotes[0].text
    for _ in range(2):
        store.withdraw("three")
        refresh(store)
        assert SHORT not in merged(store)
        store.load(BATCHES[3])
        refresh(store)
        assert merged(store)[SHORT] == (FULL, "decided")
    decide(store, FULL, SHORT, "different")
    assert SHORT not in merged(store)
    assert len(decisions_in(store)) == 1, "the later word on a pair stands alone"
    firms, resolved = resolved_firms(store)
    assert not [link for link in resolved.pairs if firms[link.first].name == SHORT], "what is decided does not wait"
    decide(store, TRADITIONAL, FULL, "different")
    assert merged(store) == {}, "a person stands against a certain rule"


def test_likely_names_wait_and_count_apart(store: Store) -> None:
    firms, resolved = resolved_firms(store)
    (pair,) = resolved.pairs
    assert {firms[key].name for key in pair.pair} <= {FULL, SHORT, TRADITIONAL}
    assert pair.verdict.rule == "short-name"
    assert len(suppliers(store)) == 2


def test_a_loader_learns_beforehand_which_firms_are_known(store: Store) -> None:
    before = store.info()
    resolved = resolve(letter("new", "广东甲乙电机 有限公司"), store)
    assert resolved.heads["Firm:广东甲乙电机 有限公司"] == f"Firm:{FULL}"
    assert store.info() == before


def test_an_alias_is_evidence_only_as_long_as_its_source_is_there(store: Store) -> None:
    store.load(letter("four", FULL, aliases=(SHORT,)))
    refresh(store)
    assert merged(store)[SHORT] == (FULL, "stated-alias")
    store.withdraw("four")
    refresh(store)
    assert SHORT not in merged(store)
    assert {source for firm in read_firms(store) for source in firm.sources} == {"one", "two", "three"}


def test_decisions_go_out_and_come_back(store: Store, tmp_path: Path) -> None:
    decide(store, SHORT, FULL, "same")
    path = tmp_path / "firms.yaml"
    path.write_text(write_firm_decisions(decisions_in(store)), encoding="utf-8")
    assert is_firm_decisions(path)
    assert read_firm_decisions(path) == decisions_in(store)
    with EmbeddedStore(tmp_path / "other.lbug") as other:
        for batch in BATCHES:
            other.load(batch)
        add_decisions(other, read_firm_decisions(path))
        refresh(other)
        assert merged(other) == merged(store)
    path.write_text(write_firm_decisions([]), encoding="utf-8")
    assert read_firm_decisions(path) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("first: 甲, second: 乙, verdict: maybe, reason: 因", "verdict"),
        ("first: 甲, second: 乙, verdict: same", "reason"),
        ("first: 甲, second: 甲, verdict: same, reason: 因", "同一家"),
        ("first: 甲, second: 乙, verdict: same, reason: 因, colour: 红", "colour"),
        ("first: 甲, second: 乙, verdict: same, reason: 电话13800138000", "个人信息"),
    ],
)
def test_a_bad_decision_is_refused_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "firms.yaml"
    path.write_text(f"firms:\n- {{{row}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_firm_decisions(path)
    assert said in caught.value.message()
    assert "firms.yaml:2" in caught.value.message()


def test_what_is_neither_kind_of_decisions_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("other: 1\n", encoding="utf-8")
    assert not is_firm_decisions(path)
    with pytest.raises(InputError):
        load_decisions(store, path)


def test_the_decisions_that_ship_stand_and_a_users_stands_against_them(tmp_path: Path) -> None:
    shipped = read_firm_decisions(FILE)
    with EmbeddedStore(tmp_path / "built.lbug") as store:
        build(store)
        names = {firm.name for firm in read_firms(store)}
        assert all({one.first, one.second} <= names for one in shipped), "a decision on a firm that is not there"
        same = [one for one in shipped if one.verdict == "same"]
        assert len(merged(store)) == len(same)
        first = same[0]
        add_decisions(store, [_turned(first)])
        build(store)
        assert not decided(store)[first.pair].same
        assert len(merged(store)) == len(same) - 1
        store.withdraw(SOURCE)
        build(store)
        assert len(merged(store)) == len(same) - 1


def _turned(one: FirmDecision) -> FirmDecision:
    return new_decision((one.first, one.second), "different", reason="另有登记")

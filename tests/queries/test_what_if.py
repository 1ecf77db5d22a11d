"""What would change if: the same answers as if it were so, and nothing stored."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError, NotFound
from graph.store import Store
from queries.gaps.analyse import analyse
from queries.gaps.answers import analyse_all
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGaps, ChainGraph, FirmHere, GapClass
from queries.gaps.suppose import Changes, Placing, read_changes, supposed
from queries.gaps.what_if import Standing, WhatIf, what_if
from queries.gaps.what_if import ask_what_if as ask_of_chains
from tests.queries.samples import chain, fill, firm, placement, register, said
from tests.queries.test_properties import NAMES, SEVERITY, chains

_placings = st.builds(
    lambda name, segment: Placing(f"Firm:{name}", name, f"Segment:{segment}"),
    st.sampled_from("甲乙丙丁新"),
    st.sampled_from(NAMES),
)
_gone = st.builds(lambda one, everywhere: replace(one, segment="") if everywhere else one, _placings, st.booleans())


@st.composite
def changes(draw: st.DrawFn) -> Changes:
    return Changes(
        add=tuple(draw(st.lists(_placings, max_size=3))),
        remove=tuple(draw(st.lists(_gone, max_size=3))),
        complete=tuple(draw(st.lists(st.sampled_from([f"Segment:{name}" for name in NAMES] + ["38"]), max_size=2))),
    )


def places(answers: Sequence[ChainGaps]) -> dict[tuple[str, str], tuple[object, ...]]:
    return {
        (gaps.chain.key, row.segment.key): (row.gap_class, row.tier, row.rank, row.verify_rank, row.extension)
        for gaps in answers
        for row in gaps.rows
    }


def place(standing: Standing) -> tuple[object, ...]:
    return standing.gap_class, standing.tier, standing.rank, standing.verify_rank, standing.extension


def told(found: WhatIf) -> dict[tuple[str, str], tuple[tuple[object, ...], tuple[object, ...]]]:
    return {(one.chain, r.segment): (place(r.before), place(r.after)) for one in found.chains for r in one.rows}


def standing(found: WhatIf, segment: str) -> tuple[Standing, Standing]:
    ((before, after),) = [(r.before, r.after) for one in found.chains for r in one.rows if r.name == segment]
    return before, after


@given(chains("Chain:1"), chains("Chain:2"))
def test_supposing_nothing_changes_nothing(one: ChainGraph, two: ChainGraph) -> None:
    found = what_if([one, two], Changes())
    assert (found.chains, found.untouched) == ((), 2)


@given(chains("Chain:1"), chains("Chain:2"), changes())
def test_what_is_told_is_what_differs_between_two_full_analyses(
    one: ChainGraph, two: ChainGraph, given_changes: Changes
) -> None:
    before = places(analyse([one, two]))
    answers = analyse(supposed([one, two], given_changes))
    after = places(answers)
    found = what_if([one, two], given_changes)
    moves = told(found)
    assert {key: pair for key, pair in moves.items() if pair[0] != pair[1]} == {
        key: (before[key], after[key]) for key in before if before[key] != after[key]
    }
    sentences = {(gaps.chain.key, row.segment.key): row.sentence for gaps in answers for row in gaps.rows}
    for one_chain in found.chains:
        for row in one_chain.rows:
            assert row.after.sentence == sentences[one_chain.chain, row.segment]
            assert row.before != row.after


@given(chains("Chain:1"), chains("Chain:2"), changes(), st.randoms(use_true_random=False))
def test_the_order_of_changes_is_irrelevant(
    one: ChainGraph, two: ChainGraph, wanted: Changes, dice: random.Random
) -> None:
    shuffled = Changes(
        add=tuple(dice.sample(wanted.add, len(wanted.add))),
        remove=tuple(dice.sample(wanted.remove, len(wanted.remove))),
        complete=tuple(dice.sample(wanted.complete, len(wanted.complete))),
    )
    assert what_if([one, two], shuffled).chains == what_if([two, one], wanted).chains


@given(chains(), st.sampled_from(NAMES))
def test_a_supposed_firm_never_makes_its_segment_more_of_a_gap(graph: ChainGraph, segment: str) -> None:
    found = what_if([graph], Changes(add=(Placing("Firm:新", "新", f"Segment:{segment}"),)))
    for one in found.chains:
        for row in one.rows:
            if row.name == segment:
                assert row.after.gap_class is not GapClass.MISSING
                known = [node for node in graph.segments if node.name == segment and any(f.counted for f in node.firms)]
                if known:
                    before, after = row.before.gap_class, row.after.gap_class
                    assert SEVERITY.get(after, 0) <= SEVERITY.get(before, 0)


@given(chains("Chain:1"), chains("Chain:2"), st.sampled_from(NAMES))
def test_a_firm_that_comes_and_goes_leaves_all_as_it_was(one: ChainGraph, two: ChainGraph, segment: str) -> None:
    new = Placing("Firm:新", "新", f"Segment:{segment}")
    there = supposed([one, two], Changes(add=(new,)))
    assert places(analyse(supposed(there, Changes(remove=(new,))))) == places(analyse([one, two]))


# --- as if it were loaded ---


def ask_what_if(store: Store, **words: list[str]) -> WhatIf:
    return ask_of_chains(store, load_chains(store), **words)  # type: ignore[arg-type]


def as_loaded(store: Store) -> dict[tuple[str, str], tuple[object, ...]]:
    return places(analyse_all(store))


def assert_same(before: dict[tuple[str, str], tuple[object, ...]], found: WhatIf, store: Store) -> None:
    """Compare the supposed answer with that of a store in which it is so."""
    expected = dict(before)
    expected.update({key: pair[1] for key, pair in told(found).items()})
    assert as_loaded(store) == expected


@pytest.mark.parametrize(("name", "segment"), [("新厂", "control"), ("乙整机厂", "steel"), ("新厂", "pump")])
def test_a_supposed_firm_is_as_good_as_a_loaded_one(fresh: Store, name: str, segment: str) -> None:
    before = as_loaded(fresh)
    found = ask_what_if(fresh, add=[f"{name}@{segment}"])
    assert found.chains
    fresh.load(placement("list", name, segment))
    assert_same(before, found, fresh)
    assert ask_what_if(fresh, add=[f"{name}@{segment}"]).chains == ()


def test_a_supposed_list_is_as_good_as_a_loaded_one(fresh: Store) -> None:
    before = as_loaded(fresh)
    found = ask_what_if(fresh, complete=["3857"])
    assert GapClass.MISSING in {pair[1][0] for pair in told(found).values()}
    fresh.load(register("whole", ["3857"]))
    assert_same(before, found, fresh)


def test_a_supposed_list_joins_a_loaded_one(fresh: Store) -> None:
    """The motor has two codes: one is covered already, the other is supposed."""
    fresh.load(register("half", ["3812"]))
    before = as_loaded(fresh)
    found = ask_what_if(fresh, complete=["3813"])
    assert any(pair[0][0] is not pair[1][0] for pair in told(found).values())
    fresh.load(register("other", ["3813"]))
    assert_same(before, found, fresh)


def test_a_firm_taken_away_is_as_if_it_had_not_been_loaded(fresh: Store) -> None:
    before = as_loaded(fresh)
    fresh.load(placement("list", "新厂", "control"))
    loaded = as_loaded(fresh)
    moves = told(ask_what_if(fresh, remove=["新厂"]))
    assert {**loaded, **{key: pair[1] for key, pair in moves.items()}} == before


def test_a_leader_that_no_chain_had_leads_where_it_is_supposed_to_be(fresh: Store) -> None:
    """乙整机厂 leads appliances; supposed to make pumps, it is a leader of the water chain too."""
    found = ask_what_if(fresh, add=["乙整机厂@pump"])
    ((before, after),) = [
        (r.before, r.after) for c in found.chains if c.chain == "Chain:water" for r in c.rows if "电机" in r.name
    ]
    assert before.counts[1] == 0
    assert after.counts[1] == 1


def test_nothing_is_stored(tmp_path: Path) -> None:
    place_of_store = tmp_path / "s.lbug"
    with EmbeddedStore(place_of_store) as store:
        fill(store)
    stored = place_of_store.read_bytes()
    with EmbeddedStore(place_of_store, read_only=True) as store:
        info, graph = store.info(), load_chains(store)
        found = ask_what_if(store, add=["新厂@control"], remove=["甲电机厂"], complete=["3857"])
        assert found.chains
        assert store.info() == info
        assert load_chains(store) == graph
    assert place_of_store.read_bytes() == stored


# --- what is said ---


def test_a_firm_removed_takes_its_products_along_and_leaves_what_others_say() -> None:
    own = replace(said("b", at=1), subject="Firm:甲厂", object="Product:丙", predicate="PRODUCES")
    product = replace(said("b", at=20), subject="Product:丙", predicate="HAS_STATISTIC")
    cluster = replace(said("b", at=40), subject="Cluster:丁", predicate="LOCATED_IN")
    firms: dict[str, list[FirmHere]] = {"b": [firm("甲厂")]}
    gone = Changes(remove=(Placing("Firm:甲厂", "甲厂"),))
    found = what_if([chain("a>b", firms=firms, mentions={"b": [own, product]})], gone)
    assert standing(found, "a")[1].counts[0] == 0
    found = what_if([chain("a>b", firms=firms, mentions={"b": [own, product, cluster]})], gone)
    assert "文献写到本地在做" in standing(found, "b")[1].sentence
    assert "仍算本地环节" in found.notes[0]
    shared = replace(own, subject="Firm:戊厂", statement="x")
    (left,) = supposed([chain("a>b", firms=firms, mentions={"b": [own, product, shared]})], gone)
    assert [quote.subject for quote in left.segments[1].mentions] == ["Product:丙", "Firm:戊厂"]


def test_a_planned_firm_can_be_supposed_done_and_the_answer_says_so() -> None:
    graph = chain("a>b", firms={"b": [firm("甲厂", status="planned")]}, told=["b"], covered=["a"])
    found = what_if([graph], Changes(add=(Placing("Firm:甲厂", "甲厂", "Segment:b"),)))
    assert "已采信本地企业 1 家（甲厂）" in standing(found, "b")[1].sentence
    assert found.notes == ("甲厂 在「b」原来不计入（候选或没有实施），现在当作已采信、已实施。",)


def test_a_firm_of_a_shared_class_that_is_placed_is_open_nowhere_else() -> None:
    one = replace(firm("甲厂", review="candidate"), rule="code", term="同一小类")
    graph = chain("a>x b>x", firms={"a": [one], "b": [one]}, told=["x"], covered=["a", "b"])
    found = what_if([graph], Changes(add=(Placing("Firm:甲厂", "甲厂", "Segment:a"),)))
    assert standing(found, "a")[1].gap_class is GapClass.PRESENT
    assert [s.gap_class for s in standing(found, "b")] == [GapClass.INSUFFICIENT, GapClass.MISSING]


def test_rows_that_are_only_passed_say_so() -> None:
    found = what_if([chain("a>x b>y")], Changes(add=(Placing("Firm:新", "新", "Segment:y"),)))
    moved = {row.name: row.moved_only for one in found.chains for row in one.rows}
    assert moved == {"b": False, "a": True, "y": False}
    why = {row.name: row.why for one in found.chains for row in one.rows}
    assert why["b"] == "直接用它的本地环节 0→1。"
    assert why["a"] == "自身没有变，是别的环节的次序变了。"


def test_words_are_understood_or_refused() -> None:
    graphs = [chain("a>b", key="Chain:1"), chain("a>c", key="Chain:2", firms={"c": [firm("甲厂")]})]
    read = read_changes(graphs, [" 新厂 ＠ b "], ["甲厂", "Firm:甲厂@c"], ["C3813", "b"])
    assert read.add == (Placing("Firm:新厂", "新厂", "Segment:b"),)
    assert read.remove == (Placing("Firm:甲厂", "甲厂", ""), Placing("Firm:甲厂", "甲厂", "Segment:c"))
    assert read.complete == ("3813", "Segment:b")
    assert read.notes == ("库里没有叫“新厂”的企业，按新企业算。",)
    assert read_changes(graphs, complete=["规上工业企业名录"]).complete == ("3813",)
    for add in ("新厂", "@b", "新厂@", "@"):
        with pytest.raises(InputError):
            read_changes(graphs, [add])
    with pytest.raises(NotFound, match="没有叫“x”的环节"):
        read_changes(graphs, ["新厂@x"])
    with pytest.raises(NotFound, match="没有一条链上有“乙厂”"):
        read_changes(graphs, (), ["乙厂"])
    with pytest.raises(InputError, match="既要加又要去"):
        read_changes(graphs, ["甲厂@c"], ["甲厂@c"])
    with pytest.raises(InputError, match="没有说假设什么"):
        read_changes(graphs)
    with pytest.raises(NotFound, match="没有一个环节用到小类"):
        read_changes(graphs, complete=["9999"])

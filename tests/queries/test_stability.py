"""In how many runs an answer stays: the runs are fixed, each is what it says, and shares count them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store import Store
from queries.gaps.evidence import Evidence
from queries.gaps.model import ChainGraph, FirmHere, GapClass, GapParameters, Measures, Quote
from queries.gaps.runs import STEPS, Family, Run, runs
from queries.gaps.stability import Kept, Stability, find_stability, stability, total
from queries.gaps.whole import changed, whole
from tests.queries.samples import chain, firm, placement, register, said
from tests.queries.test_properties import chains

KEY = "Chain:t"


def quoted(name: str, *starts: int, document: str = "letter", review: str = "accepted") -> FirmHere:
    """Make a firm that stands in a document at these places."""
    quotes = tuple(replace(said("x", at=at), document=document, text=f"{name}{at}", review=review) for at in starts)
    return replace(firm(name), quotes=quotes)


def made(graph: ChainGraph, measures: Mapping[str, Measures] | None = None) -> list[Run]:
    known = whole([graph], None, measures)
    return list(runs(known, known.network.segments))


def stable(graph: ChainGraph, top: int = 10, **more: object) -> Stability:
    return find_stability([graph], KEY, top, **more)  # type: ignore[arg-type]


def test_what_nothing_has_come_to_is_not_tried() -> None:
    assert made(chain("a>b")) == []
    assert stable(chain("a>b")).rows[0].class_kept == {}
    assert total(stable(chain("a>b")).rows[0].class_kept).share is None
    empty = made(chain("a>b", told=["b"], covered=["a"]))
    assert [run.name for run in empty if run.family is Family.PARAMETERS] == [
        "extension_share 0.5→0.4",
        "extension_share 0.5→0.6",
    ]


def test_each_threshold_is_tried_one_step_down_and_up() -> None:
    graph = chain("a>b", told=["b"], covered=["a"], firms={"a": [firm("甲厂"), firm("乙厂")]})
    names = [run.name for run in made(graph) if run.family is Family.PARAMETERS]
    assert names == [
        "single_share 0.1→0.05",
        "single_share 0.1→0.2",
        "minimum_suppliers 2→1.5",
        "minimum_suppliers 2→3",
    ]
    with_quotient = made(graph, {"Segment:a": Measures(quotient=0.9)})
    tried = {run.name.partition(" ")[0] for run in with_quotient if run.family is Family.PARAMETERS}
    assert tried == {"single_share", "minimum_suppliers", "weak_quotient", "strong_quotient"}
    assert set(STEPS) == set(GapParameters.__dataclass_fields__) - {"region"}


def test_a_class_that_hangs_on_a_threshold_says_so() -> None:
    firms = {"a": [firm("甲厂"), firm("乙厂")]}
    graph = chain("a>b b>c", told=["b", "c"], covered=["a"], firms=firms)
    row = stable(graph).row("Segment:a")
    assert row.gap_class is GapClass.PRESENT
    assert row.class_kept[Family.PARAMETERS] == Kept(3, 4)
    assert row.other_classes[GapClass.SINGLE] == 2
    assert "minimum_suppliers 2→3" in row.upset_by
    assert "少一处：a（名录或图上的一行）" in row.upset_by
    assert row.in_gaps[Family.PARAMETERS] == Kept(1, 4)
    assert row.gap_place == 0


def test_other_measures_are_runs_of_their_own() -> None:
    firms = {"a": [firm("甲厂"), firm("乙厂")]}
    graph = chain("a>b", told=["b"], covered=["a"], firms=firms)

    def measured(quotient: float) -> dict[str, Measures]:
        return {"Segment:a": Measures(quotient=quotient)}

    found = stable(graph, measures=measured(0.9), variants=[("δ=.1", measured(0.95)), ("δ=.4", measured(0.3))])
    row = found.row("Segment:a")
    assert found.made[Family.MEASURES] == ("δ=.1", "δ=.4")
    assert (row.gap_class, row.class_kept[Family.MEASURES]) == (GapClass.PRESENT, Kept(1, 2))
    assert row.other_classes[GapClass.WEAK] == 1
    assert [name for name in row.upset_by if name.startswith("δ")] == ["δ=.4"]


def test_one_spot_less_takes_what_rests_on_it_alone_in_every_chain() -> None:
    one = chain("a>x", key="Chain:1", firms={"x": [quoted("甲厂", 0)]})
    two = chain("b>x", key="Chain:2", firms={"x": [quoted("甲厂", 0)]})
    found = find_stability([one, two], "Chain:1")
    (name,) = found.made[Family.LESS]
    assert name == "少一处：x（一 0-9 “甲厂0”）"
    known = whole([one, two])
    (less,) = [run for run in runs(known, ["Segment:x"]) if run.family is Family.LESS]
    assert all(not node.firms for graph in less.chains or () for node in graph.segments)


def test_words_that_overlap_are_one_spot() -> None:
    """Two statements of one sentence: the firm that stands in both rests on one spot, so it is gone with it."""
    sentence = quoted("甲厂", 0, 5)
    elsewhere = quoted("甲厂", 0, 40)
    for placed, left in ((sentence, 0), (elsewhere, 1)):
        known = whole([chain("a>x", firms={"x": [placed]})])
        evidence = Evidence([known.networks[KEY].graph], known.network.segments)
        spot = evidence.weakest("Segment:x")
        assert spot is not None
        (graph,) = evidence.without(spot)
        assert len(graph.segments[1].firms) == left
        (strict,) = evidence.twice()
        assert len(strict.segments[1].firms) == left


def test_the_spot_is_taken_by_which_it_is_made_here_and_the_leader_before_others() -> None:
    firms = {"x": [quoted("甲厂", 0), quoted("乙厂", 20)]}
    graph = chain("a>x", firms=firms, leaders=["乙厂"])
    known = whole([graph])
    evidence = Evidence([graph], known.network.segments)
    spot = evidence.weakest("Segment:x", frozenset({"Firm:乙厂"}))
    assert spot is not None
    assert spot.start == 20
    both = Evidence([graph], known.network.segments).weakest("Segment:x")
    assert both is not None
    assert both.start == 0
    assert evidence.weakest("Segment:a") is None


def test_what_a_complete_list_names_needs_no_second_word() -> None:
    named = quoted("甲厂", 0, document="register")
    told = quoted("乙厂", 0)
    graph = chain("a>b", firms={"a": [named], "b": [told]}, covered=["a"])
    known = whole([graph])
    (strict,) = Evidence([graph], known.network.segments).twice()
    assert [len(node.firms) for node in strict.segments] == [1, 0]


def test_a_candidate_more_is_one_firm_accepted_and_no_plan() -> None:
    graph = chain(
        "a>x b>y c>z",
        firms={
            "x": [replace(firm("乙厂", review="candidate"), rule="name"), firm("丙厂", review="candidate")],
            "y": [firm("丁厂", status="planned"), firm("戊厂", review="candidate", status="planned")],
        },
        mentions={"z": [said("z", review="candidate")]},
    )
    found = stable(graph, top=1)
    assert found.made == {Family.MORE: ("多一家：x（乙厂）",)}
    assert found.row("Segment:a").upset_by == ()
    assert found.row("Segment:a").in_checks[Family.MORE] == Kept(1, 1)
    assert found.row("Segment:a").check_place == 1


def test_a_store_is_asked_in_the_same_way(fresh: Store) -> None:
    fresh.load(register("whole", ["3812", "3813", "3857"]))
    fresh.load(placement("list", "新厂", "control"))
    found = stability(fresh, "家电", 2)
    assert {Family.PARAMETERS, Family.TWICE, Family.LESS} == set(found.made)
    control = found.row("Segment:control")
    assert (control.gap_class, control.class_kept[Family.TWICE]) == (GapClass.PRESENT, Kept(0, 1))
    assert control.other_classes[GapClass.MISSING] >= 1
    assert stability(fresh).chain == ""


@settings(max_examples=50)
@given(chains(), st.integers(1, 8))
def test_shares_are_of_the_runs_made_and_do_not_hang_on_the_order(graph: ChainGraph, top: int) -> None:
    found = stable(graph, top)
    turned = replace(graph, segments=graph.segments[::-1], inputs=graph.inputs[::-1])
    assert stable(turned, top) == found
    for row in found.rows:
        for counts in (row.class_kept, row.in_gaps, row.in_checks, row.extension_kept):
            assert {family: kept.runs for family, kept in counts.items()} == {
                family: len(names) for family, names in found.made.items()
            }
            assert all(0 <= kept.kept <= kept.runs for kept in counts.values())
        kept, others = total(row.class_kept), sum(row.other_classes.values())
        assert kept.kept + others == kept.runs


@settings(max_examples=50)
@given(chains("Chain:1"), chains("Chain:2"))
def test_a_state_worked_out_from_another_is_the_state_itself(one: ChainGraph, two: ChainGraph) -> None:
    """Every run, told from what is known, equals the same chains analysed from the start."""
    known = whole([one, two])
    for run in runs(known, known.network.segments):
        given_chains = run.chains or [one, two]
        assert changed(known, run.chains, run.parameters).facts == whole(given_chains, run.parameters).facts


@given(chains(), st.sampled_from("abcdefg"))
def test_evidence_less_never_adds_a_firm_or_a_word(graph: ChainGraph, segment: str) -> None:
    known = whole([graph])
    evidence = Evidence([graph], known.network.segments)
    spot = evidence.weakest(f"Segment:{segment}")
    results = [evidence.twice()] + ([evidence.without(spot)] if spot else [])
    for (after,) in results:
        for old, new in zip(graph.segments, after.segments, strict=True):
            assert set(new.firms) <= set(old.firms)
            assert set(new.mentions) <= set(old.mentions)
            kept: set[Quote] = {quote for quote in old.mentions if quote.review != "accepted"}
            assert kept <= set(new.mentions)

"""A firm under several names is one firm in the ready questions, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import Store, Value
from queries.catalogue import run
from tests.contract.engines import NAMES, engine_named
from tests.queries.samples import fill, other_names


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The small graph, with two of its firms under a second name."""
    with engine_named(request.param, request).open(tmp_path) as store:
        fill(store)
        for batch in other_names():
            store.load(batch)
        yield store


def rows(store: Store, name: str, **given: Value) -> list[dict[str, Value]]:
    return list(run(store, name, given).dicts())


def test_a_town_has_the_segments_of_a_firm_whatever_name_stands_there(named: Store) -> None:
    found = {str(row["town_name"]): row for row in rows(named, "town-breadth", chain="家电产业链")}
    assert (found["小榄镇"]["breadth"], found["小榄镇"]["segments"]) == (1, ["整机"])
    assert found["小榄镇"]["things"] == found["南头镇"]["things"] == ["乙整机有限公司"]


def test_a_leader_is_listed_once_with_the_roles_and_segments_of_all_its_names(named: Store) -> None:
    (row,) = rows(named, "leader-dependence")
    assert (row["name"], row["segment_name"]) == ("乙整机有限公司", "整机")
    assert isinstance(row["roles"], list)
    assert sorted(map(str, row["roles"])) == ["链主企业", "龙头企业"]


@pytest.mark.parametrize("name", ["乙厂", "乙整机有限公司"])
def test_the_card_of_a_firm_holds_what_is_said_under_each_name(name: str, named: Store) -> None:
    found = {(row["name"], row["relation"], row["other_name"]) for row in rows(named, "firm-card", firm=name)}
    assert ("乙整机厂", "LOCATED_IN", "南头镇") in found
    assert ("乙整机有限公司", "LOCATED_IN", "小榄镇") in found
    assert {pair for pair in found if pair[1] == "SAME_AS"} == {("乙整机厂", "SAME_AS", "乙整机有限公司")}


def test_a_path_may_go_from_any_name_to_any_name(named: Store) -> None:
    found = rows(named, "firm-path", a="甲电机厂", b="乙厂")
    steps = [(row["step"], row["from_name"], row["relation"], row["to_name"]) for row in found]
    assert steps == [(1, "甲电机有限公司", "COOPERATES_WITH", "乙整机有限公司")]
    assert not rows(named, "firm-path", a="乙整机厂", b="乙整机有限公司"), "two names of one firm"

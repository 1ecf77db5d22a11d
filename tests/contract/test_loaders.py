"""What loaders bring in, and what is derived from it, is the same on the server as in the embedded store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from graph.compare import differences
from graph.embedded.store import EmbeddedStore
from graph.server.connect import Login, parse_address
from graph.server.store import Neo4jStore
from graph.store import Store
from loaders.build import refresh, shipped_batches
from loaders.chain_kg import chain_kg
from loaders.resolution.decided import add_decisions, new_decision
from loaders.resolution.derive import resolved_firms
from loaders.tables.declared import declared
from loaders.tables.load import RowCounts, load_table
from loaders.tables.mapping import Mapping, read_mapping
from loaders.tables.reading.book import open_book
from queries.catalogue import run
from queries.coverage import coverage
from queries.gaps.analyse import analyse
from queries.gaps.load import load_chains
from queries.targets import targets
from tests.loaders.tables.samples import HEADER, code, firm_row, xlsx
from tests.loaders.test_chain_kg import SMALL, folder
from tests.server.neo4j_server import wipe

T = TypeVar("T")
CHAINS = {"chain-low-altitude", "chain-smart-appliance", "places-zhongshan"}
ROWS: list[list[Any]] = [HEADER, *(firm_row(n) for n in range(1, 5)), firm_row(5, classes="3851", products="冰箱")]
FIRMS = read_mapping("firms")
FULL, TRADITIONAL = "广东甲乙电机有限公司", "廣東甲乙電機有限責任公司"


@dataclass(frozen=True)
class Both:
    """The same steps on both engines, whose stores must stay the same."""

    embedded: Store
    server: Store

    def do(self, step: Callable[[Store], T]) -> T:
        """Take a step on both; fail unless it ends alike: its outcome, and all that the stores hold."""
        here, there = step(self.embedded), step(self.server)
        assert here == there
        assert not list(differences(self.embedded, self.server))
        return here


@pytest.fixture
def both(tmp_path: Path, neo4j_uri: str) -> Iterator[Both]:
    wipe(neo4j_uri)
    with (
        EmbeddedStore(tmp_path / "here.lbug") as embedded,
        Neo4jStore(parse_address(neo4j_uri), Login()) as server,
    ):
        for store in (embedded, server):
            with store.staged():
                for batch in shipped_batches():
                    if batch.source in CHAINS:
                        store.load(batch)
        yield Both(embedded, server)


def load(store: Store, path: Path, mapping: Mapping = FIRMS, *, dry_run: bool = False) -> tuple[RowCounts, Any]:
    done = load_table(store, path, mapping, open_book(path), dry_run=dry_run)
    if not dry_run:
        refresh(store)
    return done.rows, done.report


def test_a_register_its_newer_list_and_what_is_drawn_from_them(both: Both, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名录.xlsx", [*ROWS, firm_row(1), firm_row(9, town="桃花镇")])
    rows, _ = both.do(lambda store: load(store, path, dry_run=True))
    assert (rows.loaded, rows.merged, rows.rejected) == (5, 1, 1)
    assert both.do(lambda store: load(store, path))[0] == rows
    assert both.do(lambda store: load(store, path))[0].unchanged == 5
    newer = xlsx(tmp_path / "名录.xlsx", [HEADER, firm_row(1), firm_row(2, town="小榄镇"), *ROWS[3:5], firm_row(8)])
    rows, report = both.do(lambda store: load(store, newer))
    assert (rows.loaded, rows.unchanged) == (2, 3)
    assert report.withdrawn
    both.do(lambda store: list(run(store, "firm-card", {"firm": str(ROWS[1][0])}).rows))
    both.do(lambda store: list(run(store, "towns-and-clusters").rows))
    history = "MATCH (c:Change) WHERE c.source = '名录' RETURN c.what, c.about, c.subject, c.object, c.before, c.after"
    changes = both.do(lambda store: sorted(map(repr, store.read(history).rows)))
    assert any("gone" in change for change in changes)


def test_coverage_and_the_answers_that_a_complete_list_opens(both: Both, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名录.xlsx", ROWS)
    office = "中山市统计局"
    some = declared(FIRMS, ["34,38,39"], as_of="2024-12", declared_by=office)
    every = declared(FIRMS, ["34,38,39"], as_of="2024-12", declared_by=office, complete=True)
    both.do(lambda store: load(store, path, some))
    partial = both.do(lambda store: [row.gap_class for gaps in analyse(load_chains(store)) for row in gaps.rows])
    both.do(lambda store: load(store, path, every))
    whole = both.do(lambda store: [row.gap_class for gaps in analyse(load_chains(store)) for row in gaps.rows])
    assert len(whole) == len(partial)
    assert whole != partial
    assert both.do(coverage).chains


def test_the_national_graph_and_the_firms_to_aim_at(both: Both, tmp_path: Path) -> None:
    rows: dict[str, Any] = json.loads(json.dumps(SMALL, ensure_ascii=False).replace("电机", "航空电机"))
    place = folder(tmp_path / "kg", rows)

    def bring(store: Store) -> Any:
        report = store.load(chain_kg(place))
        refresh(store)
        return report

    assert both.do(bring).added
    assert both.do(bring).unchanged
    found = both.do(lambda store: targets(store, "低空经济/航空电机"))
    assert [target.name for target in found.firms] == ["甲航空电机股份有限公司"]


def test_firms_are_joined_and_split_alike(both: Both, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [FULL, code(1), "东凤镇", "3812", "电机", 1],
        [TRADITIONAL, "", "小榄镇", "3812", "电机", 2],
    ]
    path = xlsx(tmp_path / "a.xlsx", [HEADER, *rows, firm_row(7)])
    both.do(lambda store: load(store, path))
    heads = both.do(lambda store: dict(resolved_firms(store)[1].heads))
    assert heads == {f"Firm:{TRADITIONAL}": f"Firm:{FULL}"}
    assert both.do(lambda store: list(run(store, "same-firms").rows))

    def decide(verdict: Any, *pair: str) -> Callable[[Store], Any]:
        made = new_decision((pair[0], pair[1]), verdict, reason="工商登记如此")
        return lambda store: (add_decisions(store, [made]), [refresh(store)])

    both.do(decide("different", FULL, TRADITIONAL))
    assert not both.do(lambda store: list(run(store, "same-firms").rows))
    both.do(decide("same", FULL, str(firm_row(7)[0])))
    assert len(both.do(lambda store: list(run(store, "same-firms").rows))) >= 1

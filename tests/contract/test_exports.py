"""What was exported and loaded into an empty store is exported again with the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph import copying
from graph.compare import differences
from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.exchange.graph_files import write_graphml
from graph.exchange.plain_files import write_edges, write_ndjson, write_nodes
from graph.exchange.read_back import batches, open_export, sources
from graph.store import Batch, NodeRow, Store
from graph.walk import Walk, whole
from loaders.build import build
from tests.contract.engines import engine_named
from tests.contract.test_parts import BATCHES, firm
from tests.contract.test_store import located, town

ODD = [
    "=1+1",
    "+86",
    "-x",
    "@SUM(A1)",
    "'quoted",
    "''",
    "\t tab",
    "\r\nline\n",
    'a "b", c',
    "null",
    "[]",
    "𠀀",
    "\ufeffbom",
]


def write(store: Store, place: Path, form: str) -> Path:
    place.mkdir()
    walk = Walk(store, candidates=True)
    if form == "csv":
        with (place / "nodes.csv").open("wb") as file:
            write_nodes(file, walk.nodes())
        with (place / "edges.csv").open("wb") as file:
            write_edges(file, walk.edges())
        return place
    path = place / f"all.{form}"
    with path.open("wb") as file:
        {"ndjson": write_ndjson, "graphml": write_graphml}[form](file, walk)
    return path


def read(store: Store, place: Path) -> None:
    opened = open_export(place)
    with store.staged():
        for batch in batches(opened, sources(opened)):
            store.load(batch)


def content(place: Path) -> dict[str, bytes]:
    """The bytes of an export, by file name."""
    files = list(place.iterdir()) if place.is_dir() else [place]
    assert files
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("shipped") / "s.lbug") as store:
        build(store)
        for batch in BATCHES:
            store.load(batch)
        store.load(
            Batch("odd", [firm(f"{n}{name}", aliases=[name], credit_code=name) for n, name in enumerate(ODD)], [])
        )
        store.load(Batch("odd-names", [NodeRow("Firm", f"Firm:{n}", name, {}) for n, name in enumerate(ODD)], []))
        yield store


@pytest.fixture
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Store]:
    return lambda name: engine_named(name, request).open(tmp_path)


@pytest.mark.parametrize("engine", ["ladybug", "neo4j"])
@pytest.mark.parametrize("form", ["ndjson", "csv", "graphml"])
def test_all_that_ships_comes_back_with_the_same_bytes(
    shipped: Store, other: Callable[[str], Store], tmp_path: Path, form: str, engine: str
) -> None:
    first = write(shipped, tmp_path / "first", form)
    with other(engine) as store:
        read(store, first)
        again = write(store, tmp_path / "again", form)
        assert content(first) == content(again)
        assert list(differences(shipped, store)) == []
        assert whole(store, candidates=True) == whole(shipped, candidates=True)


def test_large_sources_are_streamed_back(shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "LARGE", 100)
    first = write(shipped, tmp_path / "first", "ndjson")
    with EmbeddedStore(tmp_path / "x.lbug") as store:
        read(store, first)
        assert content(first) == content(write(store, tmp_path / "again", "ndjson"))


def test_no_cell_of_a_table_is_a_formula(shipped: Store, tmp_path: Path) -> None:
    place = write(shipped, tmp_path / "t", "csv")
    for path in place.iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n")), cell
                    assert not cell.startswith("-") or float(cell), cell


def test_an_export_holds_no_history(shipped: Store, tmp_path: Path) -> None:
    assert shipped.info().changes > 0
    assert b'"Change"' not in write(shipped, tmp_path / "x", "ndjson").read_bytes()


NODE = {"kind": "Town", "key": "Town:东镇", "name": "东镇", "sources": ["a"]}


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (["{"], ":1"),
        ([json.dumps(NODE), "[]"], ":2"),
        ([json.dumps(NODE | {"kind": "Change"})], ":1"),
        ([json.dumps(NODE | {"kind": "Nothing"})], ":1"),
        ([json.dumps(NODE | {"colour": "red"})], ":1"),
        ([json.dumps(NODE | {"name": 3})], ":1"),
        ([json.dumps(NODE | {"sources": []})], ":1"),
        ([json.dumps(NODE | {"contributions": {"b": {}}})], ":1"),
        ([json.dumps(NODE | {"key": None})], ":1"),
        ([json.dumps({"kind": "LOCATED_IN", "start_kind": "Firm", "sources": ["a"]})], ":1"),
    ],
)
def test_what_is_no_export_is_refused_with_its_line(tmp_path: Path, lines: list[str], where: str) -> None:
    path = tmp_path / "x.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        sources(open_export(path))
    assert caught.value.where.endswith(where)


def test_a_file_of_another_sort_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    for path in (tmp_path / "x.xlsx", tmp_path, tmp_path / "missing.ndjson"):
        with pytest.raises(InputError):
            open_export(path)
    torn = tmp_path / "torn.ndjson"
    torn.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError):
        sources(open_export(torn))


def test_two_stores_differ_by_source_node_edge_and_property(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "a.lbug") as old, EmbeddedStore(tmp_path / "b.lbug") as new:
        for store, status in ((old, "planned"), (new, "done")):
            store.load(Batch("r", [firm("甲"), town("东镇")], [located("甲", "东镇", "r", status=status)]))
        old.load(Batch("s", [firm("甲"), firm("旧")], []))
        new.load(Batch("s", [firm("新")], []))
        found = [(source, c.what, c.kind, c.start[1], c.before, c.after) for source, c in differences(old, new)]
        back = [(source, c.what) for source, c in differences(new, old)]
    assert found == [
        ("s", "came", "Firm", "Firm:新", None, {"name": "新"}),
        ("s", "gone", "Firm", "Firm:旧", {"name": "旧"}, None),
        ("s", "gone", "Firm", "Firm:甲", {"name": "甲"}, None),
        ("r", "changed", "LOCATED_IN", "Firm:甲", {"status": "planned"}, {"status": "done"}),
    ]
    assert back == [("s", "gone"), ("s", "came"), ("s", "came"), ("r", "changed")]

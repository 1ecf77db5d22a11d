"""What every store promises, whatever engine keeps it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.errors import InputError, LiantuError
from graph.store import Batch, EdgeColumns, EdgeRow, NodeColumns, NodeRow, Scalar, Store, Stream, Value
from tests.contract.engines import NAMES, Engine, engine_named

Open = Callable[[], Store]


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return engine_named(request.param, request)


@pytest.fixture
def open_again(engine: Engine, tmp_path: Path) -> Open:
    return lambda: engine.open(tmp_path)


@pytest.fixture
def store(open_again: Open) -> Iterator[Store]:
    with open_again() as opened:
        yield opened


def firm(name: str, *aliases: str) -> NodeRow:
    return NodeRow("Firm", f"Firm:{name}", name, {"aliases": list(aliases)})


def town(name: str) -> NodeRow:
    return NodeRow("Town", f"Town:{name}", name)


def located(name: str, place: str, source: str, review: str = "accepted", status: str = "done") -> EdgeRow:
    said: dict[str, Value] = {"statements": [f"{source}#1-2/x"], "review": review, "status": status}
    return EdgeRow("LOCATED_IN", ("Firm", f"Firm:{name}"), ("Town", f"Town:{place}"), said)


def letter(
    source: str = "a", *, aliases: tuple[str, ...] = (), review: str = "accepted", status: str = "done"
) -> Batch:
    nodes = [firm("甲", *aliases), town("乙镇")]
    return Batch(source, nodes, [located("甲", "乙镇", source, review, status)])


def names(store: Store) -> list[str]:
    return [
        str(row[0]) for row in store.read("MATCH (n) WHERE n.kind <> 'Change' RETURN n.name AS name ORDER BY name").rows
    ]


def edge(store: Store) -> dict[str, Value]:
    returned = "e.statements AS statements, e.review AS review, e.status AS status"
    (row,) = store.read(f"MATCH (:Firm)-[e:LOCATED_IN]->(:Town) RETURN {returned}").dicts()
    return row


def test_what_was_loaded_is_read_back(store: Store) -> None:
    report = store.load(letter())
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (3, 0, 0, 0)
    assert names(store) == ["乙镇", "甲"]
    assert edge(store) == {"statements": ["a#1-2/x"], "review": "accepted", "status": "done"}


def test_loading_twice_changes_nothing(store: Store) -> None:
    store.load(letter(aliases=("甲公司",)))
    report = store.load(letter(aliases=("甲公司",)))
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (0, 0, 3, 0)


def test_a_dry_run_reports_and_writes_nothing(store: Store) -> None:
    report = store.load(letter(), dry_run=True)
    assert report.added == 3
    assert names(store) == []


def test_what_a_source_no_longer_says_is_withdrawn(store: Store) -> None:
    store.load(letter())
    report = store.load(Batch("a", [firm("甲")], []))
    assert (report.unchanged, report.withdrawn) == (1, 2)
    assert names(store) == ["甲"]


def test_two_sources_share_a_node_and_each_can_be_withdrawn(store: Store) -> None:
    store.load(letter("a", aliases=("甲公司",)))
    store.load(letter("b", aliases=("甲厂",)))
    (row,) = store.read("MATCH (f:Firm) RETURN f.aliases AS aliases, f.sources AS sources").rows
    assert row == (["甲公司", "甲厂"], ["a", "b"])
    store.withdraw("a")
    (row,) = store.read("MATCH (f:Firm) RETURN f.aliases AS aliases, f.sources AS sources").rows
    assert row == (["甲厂"], ["b"])
    assert edge(store)["statements"] == ["b#1-2/x"]


def test_an_accepted_statement_outranks_a_candidate_and_done_outranks_planned(store: Store) -> None:
    store.load(letter("a", review="candidate", status="done"))
    store.load(letter("b", review="accepted", status="planned"))
    assert (edge(store)["review"], edge(store)["status"]) == ("accepted", "planned")
    store.load(letter("c", review="accepted", status="done"))
    assert (edge(store)["review"], edge(store)["status"]) == ("accepted", "done")


def test_the_order_of_loading_does_not_matter(engine: Engine, tmp_path: Path) -> None:
    batches = [
        letter("a", aliases=("一",)),
        letter("b", aliases=("二",), review="candidate"),
        letter("c", status="planned"),
    ]
    seen = []
    for at, order in enumerate((batches, batches[::-1])):
        folder = tmp_path / str(at)
        folder.mkdir()
        with engine.open(folder) as store:
            for batch in order:
                store.load(batch)
            seen.append((store.read("MATCH (f:Firm) RETURN f.aliases, f.sources, f.name").rows, edge(store)))
    assert seen[0] == seen[1]


def test_what_was_acknowledged_is_there_after_reopening(open_again: Open) -> None:
    with open_again() as store:
        store.load(letter())
    with open_again() as store:
        assert names(store) == ["乙镇", "甲"]


@pytest.mark.parametrize(
    "wrong",
    [
        Batch("a", [NodeRow("Nothing", "Nothing:x", "x")], []),
        Batch("a", [NodeRow("Firm", "Firm:x", "x", {"colour": "red"})], []),
        Batch("a", [firm("甲")], [located("甲", "乙镇", "a")]),
        Batch("a", letter().nodes, [replace(located("甲", "乙镇", "a"), kind="PRODUCES")]),
        Batch("a", letter().nodes, [replace(located("甲", "乙镇", "a"), properties={"review": "accepted"})]),
    ],
    ids=["unknown kind", "unknown property", "edge to nothing", "ends not allowed", "edge without evidence"],
)
def test_a_batch_that_does_not_fit_is_refused_whole(store: Store, wrong: Batch) -> None:
    store.load(letter("before"))
    with pytest.raises(InputError):
        store.load(wrong)
    assert names(store) == ["乙镇", "甲"]


def test_staged_loads_become_visible_together(store: Store, open_again: Open) -> None:
    with store.staged():
        store.load(letter("a"))
        store.load(Batch("b", [firm("丙")], []))
    assert names(store) == ["丙", "乙镇", "甲"]


def test_staged_loads_vanish_together(store: Store) -> None:
    store.load(letter("a"))

    def fail() -> None:
        with store.staged():
            store.load(Batch("b", [firm("丙")], []))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert names(store) == ["乙镇", "甲"]
    store.load(Batch("b", [firm("丁")], []))
    assert names(store) == ["丁", "乙镇", "甲"]


_SEEN = "MATCH (n:Firm|Town) RETURN n.name AS name ORDER BY name"


def test_a_stage_builds_on_its_own_loads(store: Store) -> None:
    with store.staged():
        store.load(letter("a", aliases=("甲公司",)))
        report = store.load(letter("b", aliases=("甲厂",)))
        assert (report.added, report.changed) == (0, 3)
        assert store.read("MATCH (f:Firm) RETURN f.sources").rows == ((["a", "b"],),)
        report = store.load(Batch("a", [town("乙镇")], []))
        assert (report.unchanged, report.changed, report.withdrawn) == (1, 2, 0)
        assert store.withdraw("b").withdrawn == 2
        assert store.read(_SEEN).rows == (("乙镇",),)
    assert names(store) == ["乙镇"]


_HOW = st.sampled_from(["batch", "batch", "look", "stream"])


@st.composite
def _sources(draw: st.DrawFn) -> Batch:
    """A source that shares its few things with other sources."""
    source = draw(st.sampled_from("ab"))
    named = sorted(draw(st.sets(st.sampled_from("甲丙"), min_size=1)))
    status = draw(st.sampled_from(["done", "planned"]))
    nodes = [firm(name, *draw(st.sets(st.sampled_from("一二")))) for name in named]
    placed = [name for name in named if draw(st.booleans())]
    return Batch(source, [*nodes, town("乙镇")], [located(name, "乙镇", source, status=status) for name in placed])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(_sources(), max_size=2), steps=st.lists(st.tuples(_sources(), _HOW), max_size=6))
def test_loads_in_a_stage_do_what_they_do_one_by_one(
    store: Store, before: list[Batch], steps: list[tuple[Batch, str]]
) -> None:
    """Same reports and same rows, whether or not something is read between the loads."""
    outcomes = []
    for staged in (False, True):
        for batch in before:
            store.load(batch)
        seen: list[object] = []
        with store.staged() if staged else contextlib.nullcontext():
            for batch, how in steps:
                seen.append(store.load(stream(batch.source, batch) if how == "stream" else batch))
                seen += store.read(_SEEN).rows if how == "look" else []
        outcomes.append([*seen, *everything(store)])
        for source in "ab":
            store.withdraw(source)
        assert names(store) == []
    assert outcomes[0] == outcomes[1]


def test_a_wide_batch_loads_like_a_narrow_one(store: Store) -> None:
    """A batch that touches many edge tables takes the staged path."""
    ends = ["Industry", "Segment", "Topic", "Cluster", "Firm", "Platform", "Role", "Region", "Project", "Program"]
    nodes = [NodeRow("Platform", "Platform:p", "p"), NodeRow("Region", "Region:r", "r")]
    nodes += [NodeRow(kind, f"{kind}:x", "x") for kind in ends]
    said: dict[str, Value] = {"statements": ["a#1"], "review": "accepted", "status": "done"}
    starts = [("Platform", "Platform:p"), ("Region", "Region:r")]
    edges = [EdgeRow("SUPPORTS", start, (kind, f"{kind}:x"), said) for start in starts for kind in ends]
    assert len(edges) > 16
    report = store.load(Batch("a", nodes, edges))
    assert report.added == len(nodes) + len(edges)
    assert store.load(Batch("a", nodes, edges)).unchanged == len(nodes) + len(edges)
    assert store.info().edges == {"SUPPORTS": len(edges)}


def test_a_closed_store_stays_closed(open_again: Open) -> None:
    store = open_again()
    with store.staged():
        store.load(letter())
    store.close()
    with pytest.raises(LiantuError):
        names(store)
    with open_again() as again:
        assert names(again) == ["乙镇", "甲"]


def test_reading_takes_parameters_and_says_when_rows_were_left(store: Store) -> None:
    store.load(Batch("a", [firm(f"企业{n}") for n in range(5)], []))
    table = store.read("MATCH (f:Firm) WHERE f.name <> $name RETURN f.name AS name", {"name": "企业0"}, max_rows=2)
    assert table.columns == ("name",)
    assert (len(table.rows), table.truncated) == (2, True)


@pytest.mark.parametrize("query", ["MATCH (n) RETURN", "MATCH (n:Nothing) RETURN n", "RETURN $"])
def test_a_query_that_is_not_understood_is_refused(store: Store, query: str) -> None:
    with pytest.raises(LiantuError) as caught:
        store.read(query)
    assert caught.value.exit_code == 2


def test_an_endless_query_is_stopped(store: Store) -> None:
    with pytest.raises(LiantuError):
        store.read("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b)", timeout_s=0.2)
    store.load(letter())
    assert names(store) == ["乙镇", "甲"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=30).filter(lambda s: s.strip() and "\x00" not in s))
def test_any_text_survives_the_store(store: Store, name: str) -> None:
    store.load(Batch("a", [NodeRow("Firm", "Firm:x", name, {"aliases": [name, name + "'\"\\"]})], []))
    (row,) = store.read("MATCH (f:Firm) RETURN f.name, f.aliases").rows
    assert row == (name, [name, name + "'\"\\"])


def stream(source: str, batch: Batch) -> Stream:
    """The same, to be read once."""
    return Stream(source, iter(batch.nodes), iter(batch.edges))


def everything(store: Store) -> list[object]:
    nodes = store.read("MATCH (n) WHERE n.kind <> 'Change' RETURN n ORDER BY n.key").rows
    edges = store.read("MATCH (a)-[e]->(b) RETURN a.key AS x, e AS y, b.key AS z ORDER BY x, z").rows
    return [*nodes, *edges]


def test_a_list_whose_items_hold_commas_is_streamed_as_it_is(store: Store) -> None:
    named = firm("甲", "东凤,小榄", "x")
    store.load(stream("a", Batch("a", [named], [])))
    assert store.read("MATCH (f:Firm) RETURN f.aliases").rows == ((["东凤,小榄", "x"],),)


PLAIN = st.text(max_size=8).filter(lambda s: "\x00" not in s)


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Firms and towns of a few names, with any text in their properties, joined at random."""
    chosen = draw(st.sets(st.sampled_from(["a", "b，", 'c"', "d'", "e\\", "null", "[x]"]), min_size=1))
    firms = []
    for name in sorted(chosen):
        aliases: list[Value] = list(draw(st.lists(PLAIN | st.just("null"), max_size=2)))
        firms.append(NodeRow("Firm", f"Firm:{name}", name, {"credit_code": draw(PLAIN), "aliases": aliases}))
    towns = [NodeRow("Town", f"Town:{n}", f"{n}镇", {"note": draw(PLAIN)}) for n in range(2)]
    edges = []
    for f in firms:
        for t in towns:
            if draw(st.booleans()):
                said: dict[str, Value] = {
                    "statements": ["x#1"],
                    "review": draw(st.sampled_from(["accepted", "candidate"])),
                }
                edges.append(EdgeRow("LOCATED_IN", ("Firm", f.key), ("Town", t.key), said))
    return Batch("a", [*firms, *towns], edges)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(first=batches(), second=batches(), beside=batches())
def test_a_stream_ends_in_the_same_store_as_a_batch(engine: Engine, first: Batch, second: Batch, beside: Batch) -> None:
    found = []
    for streamed in (False, True):
        with tempfile.TemporaryDirectory() as folder, engine.open(Path(folder)) as store:
            store.load(replace(beside, source="b"))
            reports = [store.load(stream("a", b) if streamed else b) for b in (first, first, second)]
            found.append((reports, everything(store)))
    assert found[0] == found[1]
    assert found[0][0][1].added == found[0][0][1].changed == found[0][0][1].withdrawn == 0


def in_columns(batch: Batch) -> Stream:
    """The same as columns, but for lists of more than one."""

    def column(rows: Sequence[NodeRow | EdgeRow], name: str) -> list[Scalar]:
        given = (row.properties.get(name) for row in rows)
        return [value if isinstance(value, str | int | float) and value != "" else None for value in given]

    single: list[NodeRow | NodeColumns] = [node for node in batch.nodes if node.properties.get("aliases")]
    nodes, edges = list(single), list[EdgeRow | EdgeColumns]()
    for kind, names in (("Firm", ("credit_code",)), ("Town", ("note",))):
        rows = [node for node in batch.nodes if node.kind == kind and node not in single]
        if rows:
            columns = {name: column(rows, name) for name in names}
            nodes.append(NodeColumns(kind, [n.key for n in rows], [n.name for n in rows], columns, {}))
    if batch.edges:
        said = {name: column(batch.edges, name) for name in ("review", "status")}
        ends = [edge.start[1] for edge in batch.edges], [edge.end[1] for edge in batch.edges]
        places = [str(edge.properties["statements"][0]) for edge in batch.edges]  # type: ignore[index]
        edges.append(EdgeColumns("LOCATED_IN", "Firm", "Town", *ends, places, said, {}))
    return Stream(batch.source, nodes, edges)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    first=batches(),
    second=batches(),
    beside=st.none() | batches(),
    place=st.sampled_from(["x#1", "x#表 (1)!2", "x#null"]),
)
def test_columns_end_in_the_same_store_as_rows(
    engine: Engine, first: Batch, second: Batch, beside: Batch | None, place: str
) -> None:
    first, second = (
        replace(
            batch,
            edges=[
                replace(edge, properties={"status": "done", **edge.properties, "statements": [place]})
                for edge in batch.edges
            ],
        )
        for batch in (first, second)
    )
    found = []
    for columns in (False, True):
        with tempfile.TemporaryDirectory() as folder, engine.open(Path(folder)) as store:
            if beside:
                store.load(replace(beside, source="b"))
            reports = [store.load(in_columns(b) if columns else stream("a", b)) for b in (first, first, second)]
            found.append((reports, everything(store)))
    assert found[0] == found[1]
    assert found[0][0][1].added == found[0][0][1].changed == found[0][0][1].withdrawn == 0


def test_columns_with_an_end_that_is_not_there_or_a_node_twice_are_refused(store: Store) -> None:
    store.load(letter("before"))
    keys = [f"Firm:{n}" for n in range(3)]
    firms = NodeColumns("Firm", keys, keys, {}, {})
    towns = NodeColumns("Town", ["Town:a"], ["a"], {}, {})
    said: dict[str, Value] = {"review": "accepted"}

    def joined(starts: list[str], ends: list[str]) -> Stream:
        edges = EdgeColumns("LOCATED_IN", "Firm", "Town", starts, ends, ["x#1"] * 2, {}, said)
        return Stream("a", [firms, towns], [edges])

    known = everything(store)
    for broken, said_of_it in (
        (Stream("a", [firms, firms], []), "两次"),
        (joined(keys[:2], ["Town:a", "Town:b"]), "不在同一份"),
        (joined([keys[0]] * 2, ["Town:a"] * 2), "两次"),
        (Stream("a", [NodeColumns("Firm", keys, keys, {"wings": [2, 2, 2]}, {})], []), "wings"),
    ):
        with pytest.raises(InputError, match=said_of_it):
            store.load(broken)
        assert everything(store) == known


def test_a_stream_that_breaks_leaves_the_store_as_it_was(store: Store) -> None:
    store.load(letter("before"))
    nodes = [firm(f"企业{n}") for n in range(20)]
    twice = Stream("a", iter([*nodes, nodes[3]]), iter(()))
    loose = Stream("a", iter(nodes), iter([located("企业1", "乙镇", "a")]))
    for broken in (twice, loose):
        with pytest.raises(InputError):
            store.load(broken)
    assert names(store) == ["乙镇", "甲"]


def test_a_stream_can_be_tried_dry(store: Store) -> None:
    store.load(letter())
    report = store.load(stream("a", Batch("a", [firm("甲"), firm("丙")], [])), dry_run=True)
    assert (report.added, report.unchanged, report.withdrawn) == (1, 1, 2)
    assert names(store) == ["乙镇", "甲"]

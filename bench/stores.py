"""Measure: both stores against their bare engines on 95,554 products and what joins them.

``python -m bench.stores [FOLDER] [--neo4j URI]``. The data has no licence and
does not ship: FOLDER is ``../shared/data/chain_kg`` if not given. Every figure
is a ratio of two things timed in this run.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ladybug
import neo4j

from graph.embedded.copy_files import CopyFiles
from graph.embedded.store import EmbeddedStore
from graph.loading.plan import plan_load
from graph.server.connect import Login, parse_address
from graph.server.rows import ROWS, steps
from graph.server.store import Neo4jStore
from graph.store import Batch, Store, Stream
from loaders.chain_kg import chain_kg

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "chain_kg"
QUERY = "MATCH (a:Product)-[e:INPUT_OF]->(b:Product) RETURN a.name AS a, e.statements AS s, b.name AS b LIMIT 1000"
SAMPLE = 500
"""Rows that py2neo writes one by one."""


def timed(what: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def timed_load(store: Store, stream: Stream) -> float:
    """Return the seconds that a load takes."""
    return timed(lambda: store.load(stream))


def say(name: str, taken: float, bare: float, goal: str) -> None:
    """Print a ratio."""
    print(f"{name:44} {taken:8.2f} s {bare:8.2f} s  × {taken / bare:5.2f}   {goal}", flush=True)


def embedded(folder: Path) -> None:
    """Load twice into the embedded store, and the same rows into the bare engine by COPY and by MERGE."""
    with tempfile.TemporaryDirectory() as place:
        bare_copy, bare_merge = _bare_ladybug(folder, Path(place))
        with EmbeddedStore(Path(place) / "store.lbug") as store:
            first = timed_load(store, _held(folder))
            again = timed_load(store, _held(folder))
            say("embedded: first load / bare COPY", first, bare_copy, "≤ 2")
            say("embedded: load again / bare MERGE", again, bare_merge, "≤ 1.5")
            _reading(store, lambda: _bare_rows(store))


def _held(folder: Path) -> Stream:
    """The source with its rows read beforehand, since the bare engine gets them read too."""
    stream = chain_kg(folder, firms=False)
    return Stream(stream.source, iter(list(stream.nodes)), iter(list(stream.edges)))


def _bare_rows(store: EmbeddedStore) -> object:
    result: Any = store._connection.execute(QUERY)
    return result.get_all()


def _reading(store: Store, bare: Callable[[], object]) -> None:
    store.read(QUERY), bare()
    ours, theirs = [], []
    for _ in range(15):
        ours.append(timed(lambda: store.read(QUERY)))
        theirs.append(timed(bare))
    name = f"{store.info().engine}: reading 1,000 rows / bare query"
    say(name, sorted(ours)[7], sorted(theirs)[7], "≤ 1.2")


def _rows(folder: Path) -> tuple[list[dict[str, Any]], dict[tuple[str, str, str], list[dict[str, Any]]]]:
    """The rows as a store keeps them, made ready beforehand."""
    stream = chain_kg(folder, firms=False)
    plan = plan_load(Batch(stream.source, list(stream.nodes), list(stream.edges)), {}, {})
    return plan.new_nodes["Product"], plan.new_edges


def _bare_ladybug(folder: Path, place: Path) -> tuple[float, float]:
    EmbeddedStore(place / "bare.lbug").close()
    database = ladybug.Database(str(place / "bare.lbug"), buffer_pool_size=1 << 30)
    engine = ladybug.Connection(database)
    stream = chain_kg(folder, firms=False)
    plan = plan_load(Batch(stream.source, list(stream.nodes), list(stream.edges)), {}, {})
    files = CopyFiles(engine.execute, place)
    files.take(plan)
    copy = timed(files.copy)
    nodes, edges = _rows(folder)

    def merge() -> None:
        from graph import cypher

        def run(query: str, rows: Sequence[dict[str, Any]], names: set[str]) -> None:
            for at in range(0, len(rows), 5_000):
                part = [{name: row.get(name) for name in names} for row in rows[at : at + 5_000]]
                engine.execute(query, {"rows": part})

        run(cypher.write_nodes("Product", {"name", "sources"}, new=False), nodes, {"key", "name", "sources"})
        given = {"statements", "status", "review", "sources"}
        for (kind, start, end), rows in edges.items():
            run(cypher.write_edges(kind, start, end, given, new=False), rows, {"a", "b", *given})

    merged = timed(merge)
    engine.close()
    database.close()
    return copy, merged


def server(folder: Path, uri: str) -> None:
    """Load twice into the server, and the same rows by the bare driver in batches, and by py2neo one by one."""
    nodes, edges = _rows(folder)
    with neo4j.GraphDatabase.driver(uri) as driver:
        _wipe(driver)
        Neo4jStore(parse_address(uri), Login()).close()
        _bare_neo4j(driver, nodes, edges)  # not counted: a server is quicker the second time
        _wipe(driver)
        bare = timed(lambda: _bare_neo4j(driver, nodes, edges))
        _wipe(driver)
        with Neo4jStore(parse_address(uri), Login()) as store:
            first = timed_load(store, _held(folder))
            again = timed_load(store, _held(folder))
            say("neo4j: bare driver in batches / first load", bare, first, "≥ .9")
            say("neo4j: load again / first load", again, first, "")
            with driver.session(default_access_mode="READ") as session:
                _reading(store, lambda: session.run(QUERY).values())
        rows = len(nodes) + sum(map(len, edges.values()))
        _wipe(driver)
        each = timed(lambda: _py2neo(uri, nodes, edges)) / (2 * SAMPLE) * rows
        say("neo4j: py2neo row by row / first load", each, first, "≥ 40")
        _wipe(driver)


def _wipe(driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def _bare_neo4j(driver: neo4j.Driver, nodes: list[dict[str, Any]], edges: dict[Any, list[dict[str, Any]]]) -> None:
    from graph.loading.plan import Plan

    with driver.session() as session:
        for query, parameters in steps(Plan(new_nodes={"Product": nodes}, new_edges=edges)):
            session.run(query, dict(parameters)).consume()


def _py2neo(uri: str, nodes: list[dict[str, Any]], edges: dict[Any, list[dict[str, Any]]]) -> None:
    import py2neo

    graph = py2neo.Graph(uri)
    made = {}
    for row in nodes[:SAMPLE]:
        made[row["key"]] = py2neo.Node("Product", key=row["key"], name=row["name"], sources=row["sources"])
        graph.create(made[row["key"]])
    ends = list(made.values())
    for number in range(SAMPLE):
        row = edges["INPUT_OF", "Product", "Product"][number]
        said = {"statements": row["statements"], "status": row["status"], "review": row["review"]}
        graph.create(py2neo.Relationship(ends[number], "INPUT_OF", ends[-number - 1], **said))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DATA)
    parser.add_argument("--neo4j", metavar="URI", help="an empty server without a login; it is emptied")
    given = parser.parse_args()
    gc.set_threshold(200_000, 50, 50)  # as the command line does
    print(json.dumps({"rows in a statement": ROWS}))
    embedded(given.folder)
    if given.neo4j:
        server(given.folder, given.neo4j)

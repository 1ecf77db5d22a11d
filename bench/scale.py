"""Measure: the gap method over a simulated country, 337 cities × the 18 chains that ship.

``python -m bench.scale [--firms N …] [--store]``. Each size runs in a process
of its own, so that its peak memory is its own. Firms are made up (cities and
segments by Zipf's law, each city with favourites of its own, one to three
segments a firm, a share known of most); structure and coverage rules are the
product's. ``--store`` also loads the edges into the embedded engine by COPY
and reads the counts back by one Cypher query, to price an edge in bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

from loaders.templates import DATA, read_shared, read_template
from queries.formulas import sparse
from queries.formulas.checks import Masked
from queries.formulas.classes import CLASSES, Structure, classes, structure
from queries.formulas.counting import count, effective
from queries.gaps.model import ChainGraph, InputEdge, SegmentNode

SIZES = (250_000, 500_000, 1_000_000)
CITIES = 337
CHUNK = 262_144
"""Edges counted at once."""

ROOT = Path(__file__).parent.parent
COLUMNS = {"firm": np.int64, "city": np.int32, "segment": np.int32, "share": np.float32}
BLOCK = 1_000_000
"""Firms made at once."""

RUNS = 3
"""Runs of which the median counts."""


def chains() -> list[ChainGraph]:
    """Return the chains that ship, as the analysis reads them, without firms."""
    folder = DATA / "chains"
    shared = read_shared(folder / "shared.yaml")
    paths = sorted(path for path in folder.glob("*.yaml") if path.name != "shared.yaml")
    return [_chain(read_template(path, shared)) for path in paths]


def _chain(template: Any) -> ChainGraph:  # noqa: ANN401 - the model of templates is the loader's own
    segments = tuple(SegmentNode(s.id, s.name, s.position, s.stage or "") for s in template.segments)
    inputs = tuple(InputEdge(e.start, e.end, e.kind, e.basis) for e in template.inputs)
    return ChainGraph(template.key, template.name, template.version, template.author, "", segments, inputs)


def make(firms: int, segments: int, folder: Path) -> int:
    """Write made-up edges as four columns, block by block; return how many."""
    favourites = np.argsort(np.random.default_rng(0).random((CITIES, segments)), axis=1)
    written = 0
    with contextlib.ExitStack() as open_files:
        files = [open_files.enter_context((folder / name).open("wb")) for name in COLUMNS]
        for first in range(0, firms, BLOCK):
            columns = _block(first, min(BLOCK, firms - first), segments, favourites)
            written += len(columns[0])
            for file, column, kind in zip(files, columns, COLUMNS.values(), strict=True):
                column.astype(kind).tofile(file)
    return written


def _block(
    first: int, firms: int, segments: int, favourites: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    dice = np.random.default_rng(first + 1)
    city = dice.choice(CITIES, firms, p=_zipf(CITIES))
    firm = np.repeat(np.arange(firms), dice.choice((1, 2, 3), firms, p=(0.4, 0.3, 0.3)))
    drawn = dice.choice(segments, len(firm), p=_zipf(segments))
    at = np.where(dice.random(len(firm)) < 0.5, favourites[city[firm], drawn], drawn)
    firm, at = np.divmod(np.unique(firm * segments + at), segments)  # a firm stands in a segment once
    share = dice.lognormal(0, 1.5, len(firm)) * (dice.random(len(firm)) < 0.9)
    return firm + first, city[firm], at, share


def _zipf(n: int) -> npt.NDArray[np.float64]:
    weights = 1 / np.arange(1, n + 1)
    found: npt.NDArray[np.float64] = weights / weights.sum()
    return found


def column(folder: Path, name: str) -> npt.NDArray[Any]:
    """Return a column from disk, read where it is touched."""
    return np.memmap(folder / name, dtype=COLUMNS[name], mode="r")


def chunks(folder: Path) -> Iterator[tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]]:
    """Yield the edges from disk, never all at once."""
    names = ("city", "segment", "share")
    with contextlib.ExitStack() as open_files:
        files = [open_files.enter_context((folder / name).open("rb")) for name in names]
        while True:
            city, segment, share = (
                np.fromfile(file, dtype=COLUMNS[name], count=CHUNK) for file, name in zip(files, names, strict=True)
            )
            if not len(city):
                return
            yield city, segment, share


def run(known: Structure, folder: Path) -> dict[str, Any]:
    """Take the edges through the whole method; return processor seconds by step and what came out."""
    taken: dict[str, float] = {}
    clock = time.process_time()  # of this process: what else the machine does shall not count

    def done(step: str) -> None:
        nonlocal clock
        now = time.process_time()
        taken[step], clock = now - clock, now

    n = len(known.keys)
    totals = count(chunks(folder), CITIES, n)
    done("count")
    suppliers = effective(totals)
    done("suppliers")
    advantage = sparse.rca(scipy.sparse.csr_array(totals.firms))
    made = sparse.at_least(advantage, 1.0)
    done("RCA")
    near = sparse.proximity(made)
    done("proximity")
    dense = sparse.density(near, made)
    done("density")
    covered = np.random.default_rng(1).random(suppliers.values.shape) < 0.8
    quotients = Masked(advantage.toarray(), np.ones_like(covered))
    codes = classes(known, suppliers, covered, quotients=quotients)
    done("classes")
    found = {kind.zh: int((codes == at).sum()) for at, kind in enumerate(CLASSES)}
    return {"seconds": taken, "classes": found, "cells": int(suppliers.defined.sum()), "density": float(dense.mean())}


def child(firms: int, store: bool) -> None:
    """Measure one size and print it as JSON."""
    known = structure(chains())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # The edges are made in a process of their own: their memory is not the method's.
        edges = int(_python("--make", str(firms), str(len(known.keys)), place))
        before = _peak()
        several = [run(known, folder) for _ in range(RUNS)]
        found = several[0]
        found["seconds"] = {
            step: statistics.median(one["seconds"][step] for one in several) for step in found["seconds"]
        }
        found |= {"firms": firms, "edges": edges, "segments": len(known.keys), "before": before, "peak": _peak()}
        if store:
            found["store"] = in_store(folder, firms, edges, list(known.keys))
    print(json.dumps(found))


def _peak() -> float:
    """Peak memory of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_store(folder: Path, firms: int, edges: int, segments: list[str]) -> dict[str, float]:
    """Load the edges into the embedded engine by COPY and count them by one query: processor seconds, bytes."""
    import ladybug

    firm, city, segment, share = (column(folder, name) for name in COLUMNS)
    of = np.zeros(firms, dtype=np.int64)
    of[firm] = city
    _csv(folder / "firms.csv", (f"Firm:{at:08d},{of[at]}\n" for at in range(firms)))
    _csv(folder / "segments.csv", (f"{key}\n" for key in segments))
    _csv(
        folder / "edges.csv",
        (f"Firm:{f:08d},{segments[s]},{w:.4g}\n" for f, s, w in zip(firm, segment, share, strict=True)),
    )
    path = folder / "country.lbug"
    connection: Any = ladybug.Connection(ladybug.Database(str(path), buffer_pool_size=2 << 30))
    connection.execute("CREATE NODE TABLE Firm(key STRING PRIMARY KEY, city INT64)")
    connection.execute("CREATE NODE TABLE Segment(key STRING PRIMARY KEY)")
    connection.execute("CREATE REL TABLE IN_SEGMENT(FROM Firm TO Segment, share DOUBLE)")
    start = time.process_time()
    for kind, name in (("Firm", "firms"), ("Segment", "segments"), ("IN_SEGMENT", "edges")):
        connection.execute(f"COPY {kind} FROM '{folder / name}.csv'")
    connection.execute("CHECKPOINT")
    copied = time.process_time() - start
    start = time.process_time()
    answer = connection.execute(
        "MATCH (f:Firm)-[e:IN_SEGMENT]->(s:Segment) "
        "RETURN f.city, s.key, count(*), sum(e.share), sum(e.share * e.share)"
    ).get_all()
    asked = time.process_time() - start
    connection.close()
    size = sum(file.stat().st_size for file in folder.glob("country.lbug*"))
    return {"copy": copied, "query": asked, "bytes": size, "counted": sum(row[2] for row in answer), "edges": edges}


def _csv(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def _python(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bench.scale", *words], check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def report(found: list[dict[str, Any]]) -> None:
    """Print the sizes beside one another, and what an edge costs."""
    steps = list(found[0]["seconds"])
    print(f"{CITIES} cities × {found[0]['segments']} segments of 18 chains")
    print(
        f"{'firms':>12} {'edges':>12} {'cells held':>12} "
        + " ".join(f"{step:>10}" for step in steps)
        + "   all, processor s"
    )
    for one in found:
        row = " ".join(f"{one['seconds'][step]:10.3f}" for step in steps)
        total = sum(one["seconds"].values())
        print(f"{one['firms']:12,} {one['edges']:12,} {one['cells']:12,} {row} {total:8.2f}")
    print("\ncounting: ns an edge; memory: peak before → after, MB")
    for one in found:
        price = one["seconds"]["count"] / one["edges"] * 1e9
        print(f"{one['firms']:12,} {price:8.1f} ns   {one['before']:6.0f} → {one['peak']:6.0f}   {one['classes']}")
    if "store" in found[0]:
        print("\nembedded engine: COPY, one counting query (processor s, all threads), bytes of the file")
        for one in found:
            s, n = one["store"], one["edges"]
            print(
                f"{one['firms']:12,} COPY {s['copy']:7.2f} s ({s['copy'] / n * 1e6:5.2f} µs an edge)   "
                f"query {s['query']:6.2f} s ({s['query'] / n * 1e6:5.2f} µs)   {s['bytes'] / n:6.1f} bytes an edge   "
                f"counted {'all' if s['counted'] == n else s['counted']}"
            )


def main() -> None:
    """Run the sizes one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        print(make(int(asked.make[0]), int(asked.make[1]), Path(asked.make[2])))
    elif asked.child:
        child(asked.child, asked.store)
    else:
        more = ["--store"] if asked.store else []
        report([json.loads(_python("--child", str(size), *more)) for size in asked.firms])


if __name__ == "__main__":
    main()

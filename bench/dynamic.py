"""Measure: what-if and stability against reading the chains of the store that ships.

``python -m bench.dynamic``. Every figure is the median of several runs, in
turns with the reading that it is compared with.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from graph.embedded.store import EmbeddedStore
from loaders.build import build
from queries.gaps.analyse import analyse
from queries.gaps.load import load_chains
from queries.gaps.stability import find_stability
from queries.gaps.suppose import read_changes
from queries.gaps.what_if import what_if

RUNS = 9


def timed(what: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def dynamic() -> None:
    """Time each kind of answer beside the reading that it starts from."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store.lbug"
        with EmbeddedStore(place) as store:
            build(store)
        with EmbeddedStore(place, read_only=True) as store:
            _compare(store)


def _compare(store: EmbeddedStore) -> None:
    chains = load_chains(store)
    longest = max(chains, key=lambda chain: len(chain.segments)).key
    firm = read_changes(chains, ["新厂@智能控制器"])
    everything = read_changes(chains, complete=["规上工业企业名录"])
    cases: dict[str, tuple[Callable[[], object], str]] = {
        "analyse all chains": (lambda: analyse(chains), "≤ 1.2 × reading with it"),
        "what-if: a firm more": (lambda: what_if(chains, firm), "≤ 100 ms"),
        "what-if: a list of all industry": (lambda: what_if(chains, everything), "≤ 100 ms"),
        "stability of the longest chain": (lambda: find_stability(chains, longest), "≤ 2 s"),
        "stability of all together": (lambda: find_stability(chains), ""),
    }
    taken: dict[str, list[float]] = {name: [] for name in cases}
    reading = []
    for _ in range(RUNS):
        reading.append(timed(lambda: load_chains(store)))
        for name, (what, _) in cases.items():
            taken[name].append(timed(what))
    read = statistics.median(reading)
    print(f"\n{'beside reading the chains':34} {'median s':>9} {'× reading':>10}   bound")
    print(f"{'read all chains':34} {read:9.3f} {1:10.2f}")
    for name, (_, bound) in cases.items():
        median = statistics.median(taken[name])
        print(f"{name:34} {median:9.3f} {median / read:10.2f}   {bound}")


if __name__ == "__main__":
    gc.set_threshold(200_000, 50, 50)  # as the command line does
    dynamic()

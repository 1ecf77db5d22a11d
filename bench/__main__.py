"""Measure: whole processes against the bare start of Python with the engine, answers against reading, the extractor.

``python -m bench`` prints all three. Times are medians of several runs in one
sitting on one machine; only the ratios say anything about another.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5
BARE = [sys.executable, "-c", "import ladybug"]
LIANTU = [sys.executable, "-c", "from api.cli.main import run; run()"]


def seconds(command: Sequence[str], home: Path, before: Callable[[], None] = lambda: None) -> float:
    """Return the median wall time of a whole process over :data:`RUNS` runs, after one that is not counted."""
    taken = []
    for _ in range(RUNS + 1):
        before()
        start = time.perf_counter()
        subprocess.run(
            command,
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT)},
        )
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def processes() -> None:
    """Time the commands with a bound."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = home / "liantu.lbug"
        bare = seconds(BARE, home)
        build = seconds([*LIANTU, "build"], home, before=lambda: store.unlink(missing_ok=True))
        gaps = seconds([*LIANTU, "gaps", "--json"], home)
        again = seconds([*LIANTU, "build"], home)
    print(f"{'whole process':32} {'median s':>9} {'× Python + engine':>18}")
    rows = (("import ladybug", bare), ("liantu build (cold)", build), ("liantu gaps, all chains", gaps))
    for name, taken in (*rows, ("liantu build (nothing new)", again)):
        print(f"{name:32} {taken:9.3f} {taken / bare:18.1f}")


def extraction() -> None:
    """Score the extractor, without decisions, against the review of the letter that ships."""
    from bench.extraction_quality import quality, report
    from graph.evidence import Review
    from loaders.letters.review.decisions import read_decisions
    from loaders.letters.review.load import read_letter

    data = ROOT / "loaders" / "data"
    decided = read_decisions(data / "decisions" / "letter-2025-112.yaml")
    gold = [s for s in decided.statements if s.review is Review.ACCEPTED]
    found = read_letter(data / "letters" / "letter-2025-112.txt").extraction
    print("\nextractor alone against the review (P precision, R recall)")
    print(report(quality(found.entities, found.statements, decided.entities, gold)))


if __name__ == "__main__":
    from bench.dynamic import dynamic

    processes()
    dynamic()
    extraction()

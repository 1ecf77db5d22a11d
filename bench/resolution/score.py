"""Score the rules on labelled pairs: what they merge, what they ask, what they leave."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.resolution.firms import Firm, resolve_firms
from loaders.resolution.rules import compare

HERE = Path(__file__).parent
CERTAIN, LIKELY, NOTHING = "certain", "likely", "nothing"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are one firm's, and what sort of pair that is."""

    first: str
    second: str
    same: bool
    sort: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs were told what, by (same, outcome)."""

    counts: Counter[tuple[bool, str]]

    @property
    def merged(self) -> tuple[int, int]:
        """Right merges and all merges; their ratio is the precision of what merges without asking."""
        right = self.counts[True, CERTAIN]
        return right, right + self.counts[False, CERTAIN]

    @property
    def found(self) -> tuple[int, int]:
        """Pairs of one firm that merge or are asked, of all such pairs; their ratio is the recall."""
        right = self.counts[True, CERTAIN] + self.counts[True, LIKELY]
        return right, right + self.counts[True, NOTHING]

    @property
    def asked(self) -> tuple[int, int]:
        """Right questions and all questions."""
        right = self.counts[True, LIKELY]
        return right, right + self.counts[False, LIKELY]


def read_pairs(name: str) -> list[Pair]:
    """Read ``hand`` or ``made``."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [Pair(row["first"], row["second"], row["same"] == "yes", row["sort"]) for row in csv.DictReader(file)]


def by_names(pair: Pair) -> str:
    """What the rules say of two names by themselves."""
    verdict = compare(pair.first, pair.second)
    return NOTHING if verdict is None else CERTAIN if verdict.rule.certain else LIKELY


def by_store(pair: Pair) -> str:
    """What becomes of two firms of these names in a store: one, a pair to review, or nothing."""
    firms = [Firm(f"Firm:{name}", name, {}, frozenset({"s"})) for name in (pair.first, pair.second)]
    resolved = resolve_firms(firms, {})
    return CERTAIN if resolved.heads else LIKELY if resolved.pairs else NOTHING


def score(pairs: Iterable[Pair], judge: Callable[[Pair], str] = by_store) -> Score:
    """Count outcomes."""
    return Score(Counter((pair.same, judge(pair)) for pair in pairs))


def report(name: str, pairs: list[Pair]) -> str:
    """A table: one line a sort, then the shares."""
    lines = [f"{name}: {len(pairs)} pairs", f"  {'sort':34}{'one firm':>9}{CERTAIN:>9}{LIKELY:>9}{NOTHING:>9}"]
    for same, sort in dict.fromkeys((pair.same, pair.sort) for pair in pairs):
        counts = score(p for p in pairs if (p.same, p.sort) == (same, sort)).counts
        told = "".join(f"{counts[same, outcome]:9}" for outcome in (CERTAIN, LIKELY, NOTHING))
        lines.append(f"  {sort:34}{'yes' if same else 'no':>9}{told}")
    whole = score(pairs)
    shares = (
        ("merged without asking that are one firm (P)", whole.merged),
        ("of one firm that merge or are asked (R)", whole.found),
        ("asked that are one firm", whole.asked),
    )
    lines += [f"  {text:46}{right:4} of {total:4} = {right / total:.3f}" for text, (right, total) in shares]
    return "\n".join(lines)

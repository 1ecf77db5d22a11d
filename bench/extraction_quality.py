"""How much of what readers found in a letter the extractor finds, and how much it finds that they did not.

Gold are the entities and accepted statements of a reviewed letter. Things
match by kind and any of their names; relations by both ends and the
predicate; figures by value and unit, then by subject and by a likeness of the
metric (shared character pairs), which two readers word differently.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from graph.evidence import Entity, Ref, Statement

CORE_KINDS = (
    "Region", "Town", "Firm", "Platform", "Policy", "Cluster", "Program",
    "Industry", "Segment", "Product", "Event", "Organisation",
)  # fmt: skip
LIKE = 0.4
"""Least share of character pairs for two wordings of a metric to count as alike."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and the two shares made of them; 0 found or 0 gold gives a share of 0."""

    right: int
    found: int
    gold: int
    hit: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.hit / self.gold if self.gold else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.gold + other.gold, self.hit + other.hit)


@dataclass(frozen=True, slots=True)
class Quality:
    """Scores by kind, by predicate and of figures; and what was wrong and missed, for reading."""

    entities: dict[str, Score]
    relations: dict[str, Score]
    figures: dict[str, Score]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


class Names:
    """Which names of a kind stand for the same thing."""

    def __init__(self, *groups: Iterable[Entity]) -> None:
        self._of: dict[tuple[str, str], set[str]] = {}
        for entity in (entity for group in groups for entity in group):
            names = {_plain(entity.name), *map(_plain, entity.aliases)}
            for name in names:
                self._of.setdefault((entity.kind, name), set()).update(names)

    def forms(self, ref: Ref) -> frozenset[str]:
        """Return all names of ``ref``."""
        name = _plain(ref.name)
        return frozenset(self._of.get((ref.kind, name), set()) | {name})


def quality(
    found_entities: Sequence[Entity],
    found: Sequence[Statement],
    gold_entities: Sequence[Entity],
    gold: Sequence[Statement],
) -> Quality:
    """Compare an extraction with a reviewed letter."""
    mine, theirs = Names(found_entities), Names(gold_entities)
    wrong: list[str] = []
    missed: list[str] = []
    entities = _entities(found_entities, gold_entities, wrong, missed)
    relations = _relations(
        [item for item in found if item.object], [item for item in gold if item.object], mine, theirs, wrong, missed
    )
    figures = _figures(
        [item for item in found if item.figure], [item for item in gold if item.figure], mine, theirs, wrong, missed
    )
    return Quality(entities, relations, figures, tuple(wrong), tuple(missed))


def _plain(name: str) -> str:
    return re.sub(r"[\s“”\"]", "", unicodedata.normalize("NFKC", name)).lower()


def _entities(found: Sequence[Entity], gold: Sequence[Entity], wrong: list[str], missed: list[str]) -> dict[str, Score]:
    mine = [(entity.kind, {_plain(entity.name), *map(_plain, entity.aliases)}, entity.name) for entity in found]
    theirs = [(entity.kind, {_plain(entity.name), *map(_plain, entity.aliases)}, entity.name) for entity in gold]
    scores: dict[str, Score] = {}
    for kind in sorted({kind for kind, _, _ in (*mine, *theirs)}):
        ours = [(names, name) for other, names, name in mine if other == kind]
        others = [(names, name) for other, names, name in theirs if other == kind]
        bad = [name for names, name in ours if not any(names & gold_names for gold_names, _ in others)]
        lost = [name for names, name in others if not any(names & our_names for our_names, _ in ours)]
        wrong.extend(f"entity {kind} {name}" for name in bad)
        missed.extend(f"entity {kind} {name}" for name in lost)
        scores[kind] = Score(len(ours) - len(bad), len(ours), len(others), len(others) - len(lost))
    return scores


def _same(left: Ref, right: Ref, mine: Names, theirs: Names) -> bool:
    return left.kind == right.kind and bool(mine.forms(left) & theirs.forms(right))


def _relations(
    found: Sequence[Statement],
    gold: Sequence[Statement],
    mine: Names,
    theirs: Names,
    wrong: list[str],
    missed: list[str],
) -> dict[str, Score]:
    def equal(left: Statement, right: Statement) -> bool:
        if left.object is None or right.object is None:
            return False
        straight = _same(left.subject, right.subject, mine, theirs) and _same(left.object, right.object, mine, theirs)
        # 合作 has no direction: it is written once, in either order.
        turned = (
            left.predicate == "COOPERATES_WITH"
            and _same(left.subject, right.object, mine, theirs)
            and _same(left.object, right.subject, mine, theirs)
        )
        return straight or turned

    scores: dict[str, Score] = {}
    for predicate in sorted({item.predicate for item in (*found, *gold)}):
        ours = [item for item in found if item.predicate == predicate]
        others = [item for item in gold if item.predicate == predicate]
        bad = [item for item in ours if not any(equal(item, other) for other in others)]
        lost = [other for other in others if not any(equal(item, other) for item in ours)]
        wrong.extend(_line(item) for item in bad)
        missed.extend(_line(item) for item in lost)
        scores[predicate] = Score(len(ours) - len(bad), len(ours), len(others), len(others) - len(lost))
    return scores


def _line(item: Statement) -> str:
    right = (
        item.object.name
        if item.object
        else f"{item.figure.metric} {item.figure.value}{item.figure.unit}"
        if item.figure
        else ""
    )
    return f"{item.predicate} {item.subject.name} → {right} | {item.quote[-50:]}"


def _figures(
    found: Sequence[Statement],
    gold: Sequence[Statement],
    mine: Names,
    theirs: Names,
    wrong: list[str],
    missed: list[str],
) -> dict[str, Score]:
    """Match figures one to one: by value and unit first, the best likeness of subject and metric deciding."""
    pairs: list[tuple[Statement, Statement]] = []
    left = list(gold)
    for item in found:
        same = [other for other in left if _value(item) == _value(other)]
        if not same:
            wrong.append(_line(item))
            continue
        best = max(
            same,
            key=lambda other: (
                _overlap(item, other),
                _same(item.subject, other.subject, mine, theirs),
                _alike(item, other),
            ),
        )
        left.remove(best)
        pairs.append((item, best))
    missed.extend(_line(other) for other in left)
    tests: dict[str, Callable[[Statement, Statement], bool]] = {
        "value and unit": lambda _item, _other: True,
        "subject": lambda item, other: _same(item.subject, other.subject, mine, theirs),
        "metric": lambda item, other: _alike(item, other) >= LIKE,
        "period": lambda item, other: _plain(item.period) == _plain(other.period),
        "qualifier": lambda item, other: item.qualifier == other.qualifier,
        "status": lambda item, other: item.status == other.status,
        "subject and metric": lambda item, other: (
            _same(item.subject, other.subject, mine, theirs) and _alike(item, other) >= LIKE
        ),
    }
    for item, other in pairs:
        failed = [name for name in ("subject", "metric") if not tests[name](item, other)]
        wrong.extend(f"figure {name}: {_line(item)} ≠ {_line(other)}" for name in failed)
    return {
        name: Score(sum(test(*pair) for pair in pairs), len(found), len(gold), sum(test(*pair) for pair in pairs))
        for name, test in tests.items()
    }


def _overlap(item: Statement, other: Statement) -> bool:
    return item.start < other.end and other.start < item.end


def _value(item: Statement) -> Hashable:
    figure = item.figure
    return (figure.value.replace("—", "-"), re.sub(r"\s", "", figure.unit)) if figure else None


def _alike(item: Statement, other: Statement) -> float:
    """Return the share of character pairs of the shorter wording that the other has too."""
    if item.figure is None or other.figure is None:
        return 0.0
    left, right = (
        Counter(itertools.pairwise(name)) for name in (_plain(item.figure.metric), _plain(other.figure.metric))
    )
    smaller = min(sum(left.values()), sum(right.values()))
    return sum((left & right).values()) / smaller if smaller else float(item.figure.metric == other.figure.metric)


def total(scores: dict[str, Score], names: Iterable[str] | None = None) -> Score:
    """Return the sum of some or all scores."""
    chosen = scores.keys() if names is None else names
    return sum((scores[name] for name in chosen if name in scores), Score(0, 0, 0, 0))


def _shares(score: Score) -> str:
    precision = f"P {score.precision:5.2f} ({score.right}/{score.found})"
    return f"{precision}  R {score.recall:5.2f} ({score.hit}/{score.gold})"


def report(result: Quality, *, details: bool = False) -> str:
    """Return the scores as lines of text."""
    lines = []
    for heading, scores in (
        ("entities", result.entities),
        ("relations", result.relations),
        ("figures", result.figures),
    ):
        lines.append(f"== {heading}")
        rows = [(name, score) for name, score in scores.items()]
        if heading == "entities":
            rows += [("core kinds", total(scores, CORE_KINDS))]
        if heading != "figures":
            rows += [("all", total(scores))]
        lines += [f"{name:24} {_shares(score)}" for name, score in rows]
    if details:
        lines += ["== wrong", *result.wrong, "== missed", *result.missed]
    return "\n".join(lines)

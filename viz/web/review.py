"""What waits for a person: statements by what is doubtful about them, the words with what stands around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from graph.store import Value
from viz.web.reader import Said, reading

AROUND = 220
"""Characters of a document before and after the words."""
REASONS = (
    ("引文没有说到此项", "the words do not say it"),
    ("原文说的是规划，不是已建成", "planned, not done"),
    ("转载页，没有找到原文", "a copy; the original was not found"),
    ("名称不对", "the name is wrong"),
    ("与另一条重复", "said by another statement"),
)
"""What most rejections say, in Chinese and English; others are written."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement in the queue: as a row, in words, and the tag of the state in which it is shown."""

    row: Mapping[str, Value]
    said: Said
    etag: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the queue is asked for; empty for all."""

    document: str = ""
    predicate: str = ""
    kind: str = ""
    text: str = ""

    def of(self, rows: Sequence[Mapping[str, Value]]) -> list[Mapping[str, Value]]:
        """Return the rows that fit."""
        return [row for row in rows if self._fits(row)]

    def _fits(self, row: Mapping[str, Value]) -> bool:
        if self.document and row["document"] != self.document:
            return False
        if self.predicate and row["predicate"] != self.predicate:
            return False
        if self.kind and kind_of(row) != self.kind:
            return False
        names = ("quote", "subject_name", "object_name", "reason", "metric")
        return not self.text or any(self.text in str(row[name] or "") for name in names)


@dataclass(frozen=True, slots=True)
class Words:
    """Words in their place: what stands before and after them; not exact where the place holds others."""

    before: str
    quote: str
    after: str
    exact: bool
    cut_before: bool
    cut_after: bool


def kind_of(row: Mapping[str, Value]) -> str:
    """Return the kind of what a statement is about."""
    return str(row["subject"]).partition(":")[0]


def counted(rows: Sequence[Mapping[str, Value]], name: str) -> list[tuple[str, int]]:
    """Return the values of a column with how many rows have each, the most first; ``kind`` is that of the subject."""
    counts = Counter(kind_of(row) if name == "kind" else str(row[name] or "") for row in rows)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def waiting(rows: Sequence[Mapping[str, Value]], etags: Sequence[str]) -> list[Waiting]:
    """Return rows with their words and tags."""
    said = reading("", rows).said
    return [Waiting(row, one, etag) for row, one, etag in zip(rows, said, etags, strict=True)]


def words_around(text: str, row: Mapping[str, Value], around: int = AROUND) -> Words:
    """Return the words of a statement as they stand in their document.

    Args:
        text: canonical, in which offsets count; empty for a register.
        row: of the statement.
        around: characters before and after.
    """
    start, end, quote = row["start"], row["end"], str(row["quote"] or "")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        return Words("", quote, "", False, False, False)
    low, high = max(0, start - around), min(len(text), end + around)
    there = text[start:end]
    return Words(text[low:start], there, text[end:high], there == quote, low > 0, high < len(text))


def doubts(row: Mapping[str, Value], *, english: bool) -> list[str]:
    """Return what is doubtful about a candidate: what its source noted, and who or what read it so.

    A rule that read a text has its name and its confidence, fixed for the rule;
    a candidate that ships has the reason for which it was not accepted.
    """
    found = [part for part in str(row["reason"] or "").split("；") if part] if row["review"] == "candidate" else []
    if row["extractor"]:
        rule, sure = str(row["extractor"]), row["confidence"]
        held = f"，{'confidence' if english else '把握'} {sure:g}" if isinstance(sure, float) else ""
        found.append(f"read by {rule}{held}" if english else f"由规则 {rule} 读出{held}；机器读的，没有人看过")
    if row["status"] not in ("done", None):
        status = str(row["status"])
        known = Status(status).zh if status in set(Status) else status
        found.append(f"says {status}, not done" if english else f"说的是{known}，不是已实施")
    return found or (["nothing noted; nobody has read it yet"] if english else ["没有记下疑点，只是还没有人看过"])


def choices() -> dict[str, list[tuple[str, str, str]]]:
    """Return what may be chosen in a correction: kinds, relations and statuses as value, Chinese, English."""
    kinds = [(name, kind.zh, name) for name, kind in NODES.items() if name not in ("Document", "Statement")]
    relations = [(name, kind.zh, name) for name, kind in EDGES.items()]
    return {"kinds": kinds, "relations": relations, "statuses": [(one.value, one.zh, one.value) for one in Status]}


def is_waiting(row: Mapping[str, Value]) -> bool:
    """Whether nobody has decided on a statement."""
    return row["review"] == Review.CANDIDATE.value

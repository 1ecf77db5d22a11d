"""What a register may claim to cover after its rows were read: a list with rows left out is not complete there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.tables.mapping import Covers
from loaders.templates import gbt_classes

_KIND = "IndustryClass:"


@dataclass(slots=True)
class ClassTally:
    """Classes of GB/T 4754 that rows name, as far as they limit what the list may claim.

    ``open`` are classes of rejected rows, and coarse ones (381) of any row: a firm may stand in any class below.
    ``unknown`` counts rows whose class nobody says.
    """

    open: set[str] = field(default_factory=set)
    unknown: int = 0

    def loaded(self, keys: Iterable[str]) -> None:
        """Note the classes of a row that is loaded."""
        codes = [key.removeprefix(_KIND) for key in keys]
        self.open.update(code for code in codes if len(code) < 4)
        self.unknown += not codes

    def rejected(self, keys: Iterable[str]) -> None:
        """Note the classes of a row that stays out."""
        codes = [key.removeprefix(_KIND) for key in keys]
        self.open.update(codes)
        self.unknown += not codes


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the document claims: ``covers`` are classes and segment keys; ``lost`` is what it may not claim, and why."""

    completeness: str
    covers: tuple[str, ...]
    lost: tuple[tuple[str, str], ...] = ()


def effective(declared: Covers, segments: tuple[str, ...], tally: ClassTally, rejected: int) -> Coverage:
    """Return what may be claimed of what was declared.

    Args:
        declared: as the mapping says.
        segments: its segments as keys.
        tally: what the rows say of classes.
        rejected: rows that stay out.
    """
    bare = tuple(code[1:] if code[:1].isalpha() else code for code in declared.gbt4754)
    if declared.completeness != "complete":
        return Coverage("partial", (*bare, *segments))
    lost: list[tuple[str, str]] = []
    if segments and rejected:
        lost.append((
            f"有 {rejected} 行退回，按环节声明的完整暂不算数，改好再载入即恢复",
            f"{rejected} rows were rejected: completeness for segments does not count until they are loaded",
        ))  # fmt: skip
        segments = ()
    if bare and tally.unknown:
        lost.append((
            f"有 {tally.unknown} 行看不出行业小类（空着、退回或没有这一列），按代码声明的完整暂不算数",
            f"{tally.unknown} rows name no class: completeness for classes does not count",
        ))  # fmt: skip
        bare = ()
    kept = bare
    if bare and tally.open:
        below = [code for code in gbt_classes() if code.startswith(bare)]
        kept = tuple(code for code in below if not code.startswith(tuple(tally.open)))
        if len(kept) == len(below):
            kept = bare
        else:
            named = "、".join(sorted(code for code in tally.open if any(c.startswith(code) for c in below)))
            lost.append((
                f"行业代码 {named} 之下有退回的行或只写到大类、中类的行，这些代码暂不算完整",
                f"classes under {named} do not count as complete: rows rejected, or coarse codes",
            ))  # fmt: skip
    covers = (*kept, *segments)
    return Coverage("complete" if covers else "partial", covers or (*declared.gbt4754, *declared.segments), tuple(lost))

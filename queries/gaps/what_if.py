"""What would change if: classes, ranks, tiers and places on the check list, before and after. Nothing is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import NotFound
from graph.store import Store
from queries.gaps.analyse import Words, counted_row
from queries.gaps.answers import find_chain
from queries.gaps.model import ChainGraph, GapClass, GapParameters, GapRow, Measures, Tier
from queries.gaps.rank import break_key, gap_of, in_order, verify_key
from queries.gaps.suppose import Changes, Placing, read_changes, supposed
from queries.gaps.whole import Whole, changed, whole
from queries.search import one

_COUNTS = (
    "直接用它的本地环节", "其中的链主", "间接靠它的本地环节", "受影响的链主", "直接下游", "间接下游",
)  # fmt: skip
"""What ranks a row, in the order in which it is compared; see :func:`queries.gaps.rank.break_key`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a segment stands in a chain. ``verify_rank`` 0 is: not on the check list.

    ``gap`` (亿元, 0 where none is known) and then ``counts`` rank it, as
    :func:`queries.gaps.rank.break_key` compares them; ``verify_upstream``
    ranks it on the check list after those.
    """

    gap_class: GapClass
    tier: Tier
    rank: int
    verify_rank: int
    extension: bool
    sentence: str
    counts: tuple[int, ...]
    verify_upstream: int
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class RowChange:
    """A segment of one chain before and after.

    ``moved_only`` says that nothing of its own changed: others passed it.
    ``why`` says in Chinese what changed its place.
    """

    segment: str
    name: str
    before: Standing
    after: Standing
    moved_only: bool
    why: str


@dataclass(frozen=True, slots=True)
class ChainChange:
    """The rows of a chain that change, those of which something of their own does first; counts by class."""

    chain: str
    name: str
    rows: tuple[RowChange, ...]
    before: Mapping[GapClass, int]
    after: Mapping[GapClass, int]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer.

    ``chains`` are those of the chains asked about in which something changes,
    ``untouched`` the number of the others. ``notes`` say what to know of the
    supposition, ``names`` gives the name of each segment that it names.
    """

    changes: Changes
    chains: tuple[ChainChange, ...]
    untouched: int
    notes: tuple[str, ...]
    names: Mapping[str, str]
    parameters: GapParameters


def ask_what_if(
    store: Store,
    chains: Sequence[ChainGraph],
    chain: str = "",
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    complete: Sequence[str] = (),
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> WhatIf:
    """Return what would change, in one chain or in all, from the words of a user.

    Args:
        store: where firms are looked up that no chain knows.
        chains: all chains of it.
        chain: in which to tell what changes; all if empty.
        add: see :func:`queries.gaps.suppose.read_changes`.
        remove: see there.
        complete: see there.
        parameters: thresholds; the defaults if not given.
        measures: quotients and gap ratios by segment key, where known.

    Raises:
        InputError: what is supposed cannot be read, or contradicts itself.
        NotFound: no such chain or segment, or a firm to remove that is nowhere.
    """
    wanted = [find_chain(chains, chain).key] if chain else None

    def known_firm(text: str) -> tuple[str, str] | None:
        try:
            hit = one(store, text, kinds=("Firm",))
        except NotFound:
            return None
        return hit.key, hit.name

    changes = read_changes(chains, add, remove, complete, known_firm)
    return what_if(chains, changes, parameters, measures, wanted)


def what_if(
    chains: Sequence[ChainGraph],
    changes: Changes,
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
    wanted: Collection[str] | None = None,
) -> WhatIf:
    """Return what would change.

    Args:
        chains: all chains, as they are.
        changes: what is supposed.
        parameters: thresholds; the defaults if not given.
        measures: quotients and gap ratios by segment key, where known.
        wanted: keys of the chains to tell of; all if not given.
    """
    before = whole(chains, parameters, measures)
    after = changed(before, supposed(chains, changes))
    asked = [key for key in before.networks if wanted is None or key in wanted]
    touched = [key for key in asked if _touched(key, before, after)]
    compared = [_chain(key, before, after) for key in touched]
    listed = tuple(one for one in compared if one.rows)
    return WhatIf(
        changes=changes,
        chains=listed,
        untouched=len(asked) - len(listed),
        notes=(*changes.notes, *_notes(changes, before, after)),
        names={key: before.network.segments[key].name for key in _named(changes) if key in before.facts},
        parameters=before.parameters,
    )


def _named(changes: Changes) -> set[str]:
    return {one.segment for one in (*changes.add, *changes.remove)} | {*changes.complete}


def _touched(chain: str, before: Whole, after: Whole) -> bool:
    """Whether anything that decides a row of the chain is another: facts of its segments, or its leaders."""
    first, second = before.networks[chain], after.networks[chain]
    if first.graph.leaders != second.graph.leaders:
        return True
    return any(before.facts[key] != after.facts[key] for key in first.segments)


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of one state with its places."""

    row: GapRow
    rank: int
    verify_rank: int

    @property
    def shown(self) -> tuple[object, ...]:
        """What a change is told of."""
        row = self.row
        return row.gap_class, row.tier, self.rank, self.verify_rank, row.extension

    @property
    def own(self) -> tuple[object, ...]:
        """What its place rests on, apart from other rows."""
        return break_key(self.row), verify_key(self.row), self.row.extension


def _chain(chain: str, before: Whole, after: Whole) -> ChainChange:
    first, second = _places(chain, before), _places(chain, after)
    say = Words(before, before.networks[chain]), Words(after, after.networks[chain])
    rows = []
    for key, old in first.items():
        new = second[key]
        same = before.facts[key] == after.facts[key]
        if same and old.shown == new.shown:
            continue
        told = say[0].sentence(old.row)
        standing = _standing(old, told), _standing(new, told if same else say[1].sentence(new.row))
        if standing[0] == standing[1]:
            continue
        moved_only = standing[0].sentence == standing[1].sentence and old.own == new.own
        why = "自身没有变，是别的环节的次序变了。" if moved_only else _why(*standing)
        rows.append(RowChange(key, old.row.segment.name, *standing, moved_only, why))
    rows.sort(key=lambda row: (row.moved_only, row.after.rank, row.name))
    name = before.networks[chain].graph.name
    return ChainChange(chain, name, tuple(rows), _by_class(first), _by_class(second))


def _places(chain: str, known: Whole) -> dict[str, _Place]:
    network = known.networks[chain]
    rows = [counted_row(segment, network, known) for segment in network.graph.segments]
    ordered, open_rows = in_order(rows)
    verify = {row.segment.key: number for number, row in enumerate(open_rows, 1)}
    return {
        row.segment.key: _Place(row, number, verify.get(row.segment.key, 0)) for number, row in enumerate(ordered, 1)
    }


def _by_class(places: Mapping[str, _Place]) -> dict[GapClass, int]:
    return {kind: sum(place.row.gap_class is kind for place in places.values()) for kind in GapClass}


def _standing(place: _Place, sentence: str) -> Standing:
    row = place.row
    return Standing(
        gap_class=row.gap_class,
        tier=row.tier,
        rank=place.rank,
        verify_rank=place.verify_rank,
        extension=row.extension,
        sentence=sentence,
        counts=tuple(-int(count) for count in break_key(row)[1:]),
        gap=gap_of(row),
        verify_upstream=len(row.verify_upstream),
    )


def _why(before: Standing, after: Standing) -> str:
    """Say which counts changed; where none did, its own class or ground did."""
    parts = [
        f"{name} {old}→{new}" for name, old, new in zip(_COUNTS, before.counts, after.counts, strict=True) if old != new
    ]
    if before.gap != after.gap:
        parts.insert(0, f"缺口 {before.gap:.2f}→{after.gap:.2f} 亿元")
    if before.verify_upstream != after.verify_upstream:
        parts.append(f"核实有会多一个本地下游的上游环节 {before.verify_upstream}→{after.verify_upstream}")
    if before.extension != after.extension:
        parts.append("成为延链机会" if after.extension else "不再是延链机会")
    if not parts:
        return (
            "影响什么没有变；变的是它自己的类别或理由。"
            if before.sentence != after.sentence
            else "依据变了，结论没有变。"
        )
    return "，".join(parts) + "。"


def _notes(changes: Changes, before: Whole, after: Whole) -> list[str]:
    """What a reader has to know: suppositions that change nothing, and why."""
    notes = [note for one in changes.add if (note := _note_added(one, before))]
    notes += [note for one in changes.remove if (note := _note_removed(one, before, after))]
    covered = [key for key in changes.complete if key in before.facts and before.facts[key].covered]
    return notes + [f"「{before.network.segments[key].name}」已有完整来源覆盖。" for key in covered]


def _note_added(one: Placing, before: Whole) -> str:
    node = before.network.segments[one.segment]
    if one.firm in {firm.key for firm in before.facts[one.segment].firms}:
        return f"{one.name} 已计在「{node.name}」，没有变化。"
    here = next((firm for firm in node.firms if firm.key == one.firm), None)
    if here is not None:
        return f"{one.name} 在「{node.name}」原来不计入（候选或没有实施），现在当作已采信、已实施。"
    far = next((firm for firm in node.elsewhere if firm.key == one.firm), None)
    return f"{one.name} 原来不算本地（{far.place}），现在当作在本地。" if far else ""


def _note_removed(one: Placing, before: Whole, after: Whole) -> str:
    keys = [one.segment] if one.segment else sorted(before.facts)
    counted = [key for key in keys if one.firm in {firm.key for firm in before.facts[key].firms}]
    if not counted:
        where = f"「{before.network.segments[one.segment].name}」" if one.segment else "任何环节"
        return f"{one.name} 本来就没有计入{where}，去掉它不改变家数。"
    still = [key for key in counted if after.facts[key].local and not after.facts[key].firms]
    names = "、".join(f"「{before.network.segments[key].name}」" for key in still)
    return f"{names}没有已计的企业了，但另有文献写到本地在做，仍算本地环节。" if still else ""

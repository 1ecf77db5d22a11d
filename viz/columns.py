"""Which column and row each segment of a chain stands in.

Positions run from left to right; inside a position the stages are columns, and
small neighbouring stages share one. A segment and its parts form a block whose
rows follow each other. Supporting segments stand in a band of their own below,
each left of what it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, permutations

from queries.gaps.model import ChainGraph, SegmentNode

MAIN = ("上游", "中游", "下游")
SUPPORT = "配套"
COMFORT_COLUMNS, MOST_COLUMNS = 6, 7
COMFORT_ROWS, MOST_ROWS = 7, 9


@dataclass(frozen=True, slots=True)
class Block:
    """A segment with its parts, in the order drawn; ``depths`` says how deep each is nested.

    ``lead`` is 1 where a sub-heading needs the row above.
    """

    keys: tuple[str, ...]
    depths: tuple[int, ...]
    position: str
    stage: str
    lead: int = 0


@dataclass(slots=True)
class Column:
    """A column: its position and its stages from top to bottom, each with its blocks."""

    position: str
    stages: list[tuple[str, list[Block]]] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """Return the blocks from top to bottom, with the row for each lower sub-heading."""
        out = []
        for number, (_, blocks) in enumerate(self.stages):
            out += [replace(block, lead=int(number > 0 and at == 0)) for at, block in enumerate(blocks)]
        return out

    @property
    def rows(self) -> int:
        """How many rows it needs at least."""
        return sum(len(block.keys) + block.lead for block in self.blocks())


def blocks_of(chain: ChainGraph) -> list[Block]:
    """Return the blocks of a chain in template order; a part follows its whole if both have one position."""
    nodes = {node.key: node for node in chain.segments}
    children: dict[str, list[SegmentNode]] = {}
    roots = []
    for node in chain.segments:
        whole = nodes.get(node.parent)
        if whole is not None and whole.position == node.position and not _circular(node, nodes):
            children.setdefault(whole.key, []).append(node)
        else:
            roots.append(node)

    def walk(node: SegmentNode, depth: int) -> Iterator[tuple[str, int]]:
        yield node.key, depth
        for child in children.get(node.key, []):
            yield from walk(child, depth + 1)

    out = []
    for root in roots:
        keys, depths = zip(*walk(root, 0), strict=True)
        position = root.position if root.position in MAIN else SUPPORT
        out.append(Block(keys, depths, position, root.stage))
    return out


def _circular(node: SegmentNode, nodes: dict[str, SegmentNode]) -> bool:
    seen = {node.key}
    while node.parent in nodes:
        if node.parent in seen:
            return True
        seen.add(node.parent)
        node = nodes[node.parent]
    return False


def columns_of(chain: ChainGraph, blocks: Sequence[Block]) -> list[Column]:
    """Return the columns from left to right, without the supporting segments."""
    links = [(edge.start, edge.end) for edge in chain.inputs]
    out: list[Column] = []
    for position in MAIN:
        stages: dict[str, list[Block]] = {}
        for block in blocks:
            if block.position == position:
                stages.setdefault(block.stage, []).append(block)
        for stage in _stage_order(stages, links):
            out += [Column(position, [(stage, part)]) for part in _split(stages[stage], links)]
    return _merged(out, links)


def _stage_order(stages: dict[str, list[Block]], links: list[tuple[str, str]]) -> list[str]:
    """Return the stages in the order with the fewest inputs running backwards; the template's order wins a tie."""
    names = list(stages)
    if not 2 <= len(names) <= 6:
        return names
    home = {key: stage for stage, blocks in stages.items() for block in blocks for key in block.keys}
    pairs = [(home[start], home[end]) for start, end in links if start in home and end in home]

    def backwards(order: Iterable[str]) -> int:
        place = {stage: at for at, stage in enumerate(order)}
        return sum(place[start] > place[end] for start, end in pairs)

    return list(min(permutations(names), key=backwards))


def _split(blocks: list[Block], links: list[tuple[str, str]]) -> list[list[Block]]:
    """Break a stage that is too long for one column into columns of about equal length, givers first."""
    rows = sum(len(block.keys) for block in blocks)
    if rows <= MOST_ROWS:
        return [blocks]
    own = {key: at for at, block in enumerate(blocks) for key in block.keys}
    takes = [sum(own.get(start, at) != at and own.get(end) == at for start, end in links) for at in range(len(blocks))]
    order = sorted(range(len(blocks)), key=lambda at: (takes[at] > 0, at))
    parts, share = -(-rows // MOST_ROWS), rows / -(-rows // MOST_ROWS)
    out: list[list[Block]] = [[] for _ in range(parts)]
    done = 0.0
    for at in order:
        middle = done + len(blocks[at].keys) / 2
        out[min(parts - 1, int(middle / share))].append(blocks[at])
        done += len(blocks[at].keys)
    return [part for part in out if part]


def _merged(columns: list[Column], links: list[tuple[str, str]]) -> list[Column]:
    """Stack neighbouring stages of one position until the sheet has no more columns than it can hold."""
    while len(columns) > COMFORT_COLUMNS:
        limit = MOST_ROWS + 1 if len(columns) > MOST_COLUMNS else COMFORT_ROWS
        choices = []
        for at, (left, right) in enumerate(pairwise(columns)):
            if left.position == right.position and left.stages[-1][0] != right.stages[0][0]:
                both = Column(left.position, left.stages + right.stages)
                if both.rows <= limit:
                    choices.append((both.rows + 1.5 * _inner(both, links), at, both))
        if not choices:
            return columns
        _, at, both = min(choices, key=lambda choice: choice[:2])
        columns = [*columns[:at], both, *columns[at + 2 :]]
    return columns


def _inner(column: Column, links: list[tuple[str, str]]) -> int:
    keys = {key for block in column.blocks() for key in block.keys}
    return sum(start in keys and end in keys for start, end in links)


def band_of(chain: ChainGraph, blocks: Sequence[Block], home: dict[str, int], columns: int) -> dict[int, list[Block]]:
    """Place the supporting blocks: column number → blocks from top to bottom.

    Each goes left of the first column that it serves, as near as there is room.
    """
    blocks = [block for block in blocks if block.position == SUPPORT]
    high = max([len(block.keys) for block in blocks], default=0)
    rows = max(high, -(-sum(len(block.keys) for block in blocks) // max(columns, 1)))
    wishes = []
    for at, block in enumerate(blocks):
        served = [home[edge.end] for edge in chain.inputs if edge.start in block.keys and edge.end in home]
        wishes.append((max(0, min(served, default=1) - 1), at, block))
    out: dict[int, list[Block]] = {}
    for wish, _, block in sorted(wishes, key=lambda item: item[:2]):
        free = [
            column
            for column in range(columns)
            if sum(len(other.keys) for other in out.get(column, [])) + len(block.keys) <= rows
        ] or list(range(columns))
        best = min(free, key=lambda column: (column - wish) * 3 if column > wish else wish - column)
        out.setdefault(best, []).append(block)
    return out

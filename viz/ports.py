"""Where lines leave and enter boxes, and where they pass a column: the heights of all horizontal runs."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from queries.gaps.model import InputEdge
from viz.shapes import Rect

TRACK = 4.0
"""Least distance between two parallel lines, in px."""

NetKey = tuple[str, int]
"""All inputs that one segment gives in one direction: its key, and 1 (to the right or within its column) or -1."""


@dataclass(frozen=True, slots=True)
class Body:
    """A box as the lines see it: its column, upper side and height."""

    column: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return self.top + self.height / 2


@dataclass(slots=True)
class Net:
    """The lines of one source in one direction.

    ``outlet`` is the y at the source, ``inlets`` the y at each target,
    ``passes`` the y at which the lines cross each column between.
    """

    key: NetKey
    column: int
    targets: dict[str, int]
    outlet: float = 0.0
    inlets: dict[str, float] = field(default_factory=dict)
    passes: dict[int, float] = field(default_factory=dict)

    @property
    def way(self) -> int:
        """1 to the right (or back into its own column), -1 to the left."""
        return self.key[1]

    @property
    def first_gutter(self) -> int:
        """The gutter beside the source; gutter g lies right of column g."""
        return self.column if self.way > 0 else self.column - 1

    @property
    def crossed(self) -> list[int]:
        """The columns that the lines cross, in their order."""
        if self.way > 0:
            return list(range(self.column + 1, max(self.targets.values())))
        return list(range(self.column - 1, min(self.targets.values()), -1))

    def sides(self, gutter: int) -> tuple[list[float], list[float]]:
        """Return the y of its horizontal runs left and right of its lane in a gutter."""
        left: list[float] = []
        right: list[float] = []
        if gutter == self.first_gutter:
            (left if self.way > 0 else right).append(self.outlet)
        for column, y in self.passes.items():
            if column == gutter:
                left.append(y)
            elif column == gutter + 1:
                right.append(y)
        for target, column in self.targets.items():
            from_right = self.way < 0 or column == self.column
            if from_right and column == gutter:
                left.append(self.inlets[target])
            elif not from_right and column == gutter + 1:
                right.append(self.inlets[target])
        return left, right


def nets_of(inputs: Sequence[InputEdge], bodies: dict[str, Body]) -> dict[NetKey, Net]:
    """Return the nets with their inlets, outlets still in the middle, passes not yet chosen."""
    nets: dict[NetKey, Net] = {}
    for edge in inputs:
        if edge.start not in bodies or edge.end not in bodies or edge.start == edge.end:
            continue
        source, target = bodies[edge.start].column, bodies[edge.end].column
        key = (edge.start, 1 if target >= source else -1)
        net = nets.setdefault(key, Net(key, source, {}))
        net.targets[edge.end] = target
    _set_ports(nets, bodies)
    return nets


def _set_ports(nets: dict[NetKey, Net], bodies: dict[str, Body]) -> None:
    """Spread what meets each side of each box, so that lines from above arrive above."""
    sides: dict[tuple[str, bool], list[tuple[float, NetKey]]] = {}
    for key, net in nets.items():
        source = bodies[key[0]]
        sides.setdefault((key[0], net.way > 0), []).append((source.middle, key))
        for target, column in net.targets.items():
            right = net.way < 0 or column == net.column
            straight = abs(column - net.column) == 1 and bodies[target].top == source.top
            come = source.middle if straight or bodies[target].top != source.top else source.middle - 0.5
            sides.setdefault((target, right), []).append((come, key))
    for (box, _), arrivals in sides.items():
        body = bodies[box]
        for (_, key), y in zip(sorted(arrivals), _spread([come for come, _ in sorted(arrivals)], body), strict=True):
            if key[0] == box:
                nets[key].outlet = y
            else:
                nets[key].inlets[box] = y


def _spread(comes: list[float], body: Body) -> list[float]:
    """Return the y of each arrival, given in order of where they come from."""
    above = sum(come < body.middle for come in comes)
    below = sum(come > body.middle for come in comes)
    level = len(comes) - above - below
    room = body.height / 2 - 7
    step = min(6.0, room / max(above + level / 2, below + level / 2, 1))
    if step < TRACK or level > 1:
        step = min(6.0, (body.height - 14) / max(len(comes) - 1, 1))
        return [body.middle + (at - (len(comes) - 1) / 2) * step for at in range(len(comes))]
    heights = [body.middle - step * (above - at) for at in range(above)]
    heights += [body.middle] * level
    return heights + [body.middle + step * (at + 1) for at in range(below)]


class Passes:
    """Chooses where nets cross columns: a free height near the straight way, each used once.

    Args:
        free: for each column the open strips (top, bottom) between its boxes and headings.
    """

    def __init__(self, free: Sequence[Sequence[tuple[float, float]]]) -> None:
        self.free = free
        self.tracks = [[y for top, bottom in strips for y in _tracks(top, bottom)] for strips in free]
        self.used: list[list[float]] = [[] for _ in free]

    def choose(self, nets: Iterable[Net]) -> None:
        """Set ``passes`` of every net, those with the least choice (the shortest) first."""
        ordered = sorted(nets, key=lambda net: (len(net.crossed), net.outlet, net.key))
        taken = _Taken(ordered)
        for net in ordered:
            here = net.outlet
            for column in net.crossed:
                ahead = [
                    net.inlets[target]
                    for target, at in net.targets.items()
                    if (at > column if net.way > 0 else at < column)
                ]
                here = self._take(net, column, here, ahead, taken)
                net.passes[column] = here
                taken.add(column, here, net.key)

    def _take(self, net: Net, column: int, here: float, ahead: list[float], taken: _Taken) -> float:
        low, high = min(ahead), max(ahead)

        def price(y: float) -> tuple[float, float]:
            outside = max(low - y, y - high, 0.0)
            jog = 0.0 if abs(y - here) < 0.01 else 8.0
            return abs(y - here) + outside + jog + 25 * taken.clashes(column, y, net.key), y

        best = min(self._open(column, [here, *ahead]), key=price)
        insort(self.used[column], best)
        return best

    def _open(self, column: int, straight: Sequence[float]) -> list[float]:
        """Return the heights still free in a column: its tracks, and those that would save a bend."""
        room = [y for y in straight if any(top + 2.5 <= y <= bottom - 2.5 for top, bottom in self.free[column])]
        heights = [*room, *self.tracks[column]]
        return [y for y in heights if not self._near(column, y)] or heights

    def _near(self, column: int, y: float) -> bool:
        used = self.used[column]
        at = bisect_left(used, y)
        return any(abs(y - other) < TRACK - 0.5 for other in used[max(at - 1, 0) : at + 1])


class _Taken:
    """Heights at which a line already meets a column on either side, and whose line it is."""

    def __init__(self, nets: Iterable[Net]) -> None:
        self.at: dict[tuple[int, bool, int], list[tuple[float, NetKey]]] = {}
        for net in nets:
            self._note(net.column, net.way > 0, net.outlet, net.key)
            for target, y in net.inlets.items():
                from_right = net.way < 0 or net.targets[target] == net.column
                self._note(net.targets[target], from_right, y, net.key)

    def _note(self, column: int, right: bool, y: float, key: NetKey) -> None:
        self.at.setdefault((column, right, int(y // TRACK)), []).append((y, key))

    def add(self, column: int, y: float, key: NetKey) -> None:
        self._note(column, False, y, key)
        self._note(column, True, y, key)

    def clashes(self, column: int, y: float, key: NetKey) -> int:
        """Return how many other lines run along this height in the two gutters beside the column."""
        found = 0
        for side in ((column - 1, True), (column + 1, False)):
            for cell in range(int(y // TRACK) - 1, int(y // TRACK) + 2):
                for other, whose in self.at.get((*side, cell), ()):
                    found += abs(y - other) < TRACK / 2 and whose != key
        return found


def _tracks(top: float, bottom: float) -> list[float]:
    """Return the heights at which lines may run in an open strip."""
    room = bottom - top - 5
    if room < 0:
        return []
    count = int(room // TRACK) + 1
    first = (top + bottom) / 2 - (count - 1) * TRACK / 2
    return [first + TRACK * at for at in range(count)]


def free_strips(top: float, bottom: float, blocked: Iterable[Rect]) -> list[tuple[float, float]]:
    """Return what is left of a column between ``top`` and ``bottom`` once the blocked parts are taken out."""
    out, at = [], top
    for rect in sorted(blocked, key=lambda rect: rect.y):
        if rect.y > at:
            out.append((at, rect.y))
        at = max(at, rect.bottom)
    if bottom > at:
        out.append((at, bottom))
    return out

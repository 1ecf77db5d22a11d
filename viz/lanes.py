"""The vertical runs: one lane for each source in each gutter, ordered so that few lines cross."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viz.ports import TRACK, Net, NetKey

COLLINEAR = 40
"""What it costs if two sources would run along the same line: more than any number of crossings."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Number of lanes of each gutter, and the lane of each net in each gutter it uses."""

    counts: tuple[int, ...]
    lane: dict[tuple[NetKey, int], int]


@dataclass(frozen=True, slots=True)
class _Run:
    key: NetKey
    left: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def low(self) -> float:
        return min(self.left + self.right)

    @property
    def high(self) -> float:
        return max(self.left + self.right)

    @property
    def straight(self) -> bool:
        return self.high - self.low < 0.01

    def cost_before(self, other: _Run) -> int:
        """Return what it costs if this run is left of the other: crossings and lines on one height."""
        cost = sum(other.low < y < other.high for y in self.right) + sum(self.low < y < self.high for y in other.left)
        return cost + COLLINEAR * sum(abs(a - b) < TRACK / 2 for a in self.right for b in other.left)

    def beside(self, other: _Run) -> bool:
        """Whether the two need different lanes."""
        return self.low < other.high + TRACK and other.low < self.high + TRACK


def lanes_of(nets: Iterable[Net], gutters: int) -> Lanes:
    """Give every net a lane in every gutter that it uses."""
    nets = list(nets)
    counts, lane = [], {}
    for gutter in range(gutters):
        runs = []
        for net in nets:
            left, right = net.sides(gutter)
            if left or right:
                runs.append(_Run(net.key, tuple(left), tuple(right)))
        taken = _pack(_ordered(runs))
        counts.append(max(taken.values(), default=-1) + 1)
        lane.update({(key, gutter): number for key, number in taken.items()})
    return Lanes(tuple(counts), lane)


def _ordered(runs: list[_Run]) -> list[_Run]:
    """Order runs from left to right: each is moved to where it costs least until nothing improves."""
    order = sorted(runs, key=lambda run: (-(run.high - run.low), run.key))
    price = {(a.key, b.key): a.cost_before(b) for a in order for b in order if a is not b}
    for _ in range(12):
        moved = False
        for run in tuple(order):
            rest = [other for other in order if other is not run]
            # costs[place]: what it costs to stand after rest[:place] and before the others
            costs = [sum(price[run.key, other.key] for other in rest)]
            for other in rest:
                costs.append(costs[-1] - price[run.key, other.key] + price[other.key, run.key])
            here = order.index(run)
            best = min(range(len(costs)), key=lambda place: (costs[place], abs(place - here)))
            if costs[best] < costs[here]:
                order = [*rest[:best], run, *rest[best:]]
                moved = True
        if not moved:
            break
    return order


def _pack(order: Sequence[_Run]) -> dict[NetKey, int]:
    """Let runs that do not meet share a lane; a straight one needs none of its own."""
    lane: dict[NetKey, int] = {}
    for at, run in enumerate(order):
        before = [other for other in order[:at] if run.beside(other)]
        lane[run.key] = max((lane[other.key] + (not other.straight) for other in before), default=0)
    return lane


Point = tuple[float, float]


def route(net: Net, target: str, lane_x: dict[tuple[NetKey, int], float], sides: Sequence[Point]) -> list[Point]:
    """Return the corners of the line from the net's source to one target.

    Args:
        net: the net, with outlet, inlets and passes set.
        target: key of the target segment.
        lane_x: the x of each net's lane in each gutter.
        sides: the x of the left and right side of every column's boxes.
    """
    column, y, way = net.column, net.outlet, net.way
    points = [(sides[column][1 if way > 0 else 0], y)]
    goal = net.targets[target]
    gutter = net.first_gutter
    while True:
        x = lane_x[net.key, gutter]
        ahead = gutter + 1 if way > 0 else gutter
        arrived = goal in (ahead, column)
        after = net.inlets[target] if arrived else net.passes[ahead]
        points += [(x, y), (x, after)]
        y = after
        if arrived:
            from_right = way < 0 or goal == column
            points.append((sides[goal][1 if from_right else 0], y))
            return _plain(points)
        gutter += way


def _plain(points: list[Point]) -> list[Point]:
    """Leave out corners that are none."""
    out: list[Point] = []
    for point in points:
        if out and _near(out[-1], point):
            continue
        if len(out) > 1 and (_level(out[-2], out[-1], point, 0) or _level(out[-2], out[-1], point, 1)):
            out[-1] = point
        else:
            out.append(point)
    return out


def _near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < 0.01 and abs(a[1] - b[1]) < 0.01


def _level(a: Point, b: Point, c: Point, axis: int) -> bool:
    return abs(a[axis] - b[axis]) < 0.01 and abs(b[axis] - c[axis]) < 0.01

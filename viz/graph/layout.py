"""Where the nodes of a picture stand: by force, the same each time, boxes beside each other and not over each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
HEIGHT = 28.0
"""Height of a box in px."""
_MARK, _LETTER, _WIDE, _MOST = 36.0, 7.6, 13.0, 20
_GAP_X, _GAP_Y = 26.0, 20.0
_ROOM = 5.0
"""Times the area of all boxes that the picture takes, before boxes are moved apart."""
_ROUNDS, _MANY = 400, 400


def box_width(name: str) -> float:
    """Return the width of a node's box in px, wide enough for its name as it is shown: cut after 20 wide letters."""
    wide = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else _LETTER / _WIDE for char in name)
    return _MARK + _WIDE * min(wide, _MOST)


def places(
    nodes: Sequence[str], widths: Sequence[float], edges: Sequence[tuple[str, str]], starts: Sequence[str] = ()
) -> dict[str, tuple[int, int]]:
    """Return the centre of each node's box in px, the first start at the origin; no two boxes overlap.

    Args:
        nodes: their ids.
        widths: of their boxes.
        edges: pairs of ids.
        starts: ids in the middle.
    """
    if not nodes:
        return {}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pair for pair in edges if pair[0] != pair[1])
    spread = nx.spring_layout(graph, seed=7, iterations=120, k=1.6 / np.sqrt(len(nodes)))
    at = np.array([spread[node] for node in nodes], dtype=float)
    sizes = np.column_stack([np.asarray(widths, dtype=float) + _GAP_X, np.full(len(nodes), HEIGHT + _GAP_Y)])
    side = float(np.sqrt(_ROOM * np.prod(sizes, axis=1).sum()))
    at = _apart(_fill(at) * np.array([side * 1.25, side * 0.8]), sizes)
    at -= at[nodes.index(starts[0])] if starts else at.mean(axis=0)
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(nodes, at, strict=True)}


def _fill(at: Points) -> Points:
    """Half way to even: crowds are loosened, lonely nodes come nearer, the order along each axis stays."""
    if len(at) < 3:
        return at / 2
    low, high = at.min(axis=0), at.max(axis=0)
    plain = (at - low) / np.where(high > low, high - low, 1.0)
    even = at.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / (len(at) - 1)
    return np.asarray((plain + even) / 2 - 0.5)


def _apart(at: Points, sizes: Points) -> Points:
    """Move boxes that overlap away from each other, along the axis on which less has to be moved."""
    need = (sizes[:, None, :] + sizes[None, :, :]) / 2
    order = np.arange(len(at))
    rounds = _ROUNDS if len(at) <= _MANY else _ROUNDS // 5
    for turn in range(rounds):
        apart = at[:, None, :] - at[None, :, :]
        lack = need - np.abs(apart)
        over = np.asarray((lack > 0.5).all(axis=2))
        np.fill_diagonal(over, val=False)
        if not over.any():
            break
        # Those at one place have no direction: their order gives one.
        sign = np.where(apart == 0, np.sign(order[:, None] - order[None, :])[:, :, None], np.sign(apart))
        across = np.asarray(lack[:, :, 0] < lack[:, :, 1] * (1.0 if turn < rounds // 2 else 0.25))
        push = np.where(over[:, :, None], sign * lack / 2, 0.0)
        push[:, :, 0] *= across
        push[:, :, 1] *= ~across
        at = at + push.sum(axis=1) / np.maximum(over.sum(axis=1), 1)[:, None] * 1.2
    return _stacked(at, sizes)


def _stacked(at: Points, sizes: Points) -> Points:
    """What still overlaps is set lower, from top to bottom, so that nothing does."""
    at = at.copy()
    done: list[int] = []
    for here in np.lexsort((at[:, 0], at[:, 1])):
        placed = np.array(done, dtype=int)
        while len(placed):
            clash = (np.abs(at[placed] - at[here]) < (sizes[placed] + sizes[here]) / 2 - 1.0).all(axis=1)
            if not clash.any():
                break
            at[here, 1] = (at[placed[clash], 1] + (sizes[placed[clash], 1] + sizes[here, 1]) / 2).max()
        done.append(int(here))
    return at

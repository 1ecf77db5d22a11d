"""The towns as equal tiles or, where the user's own boundaries are set, as shapes; nothing in it orders the towns."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graph.store import Value
from queries.standing import InTown, Standing, Thing

VIEWS = ("clusters", "chains", "platforms", "progress")
"""What the tiles may show."""
_GRID = "zhongshan-tiles.csv"


@dataclass(frozen=True, slots=True)
class Breadth:
    """A chain of which something stands in a town, and the segments that are there."""

    key: str
    name: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A place as the page shows it.

    ``column`` and ``row`` count from 1; both are 0 for a place that is no town of the grid.
    ``key`` is empty where the store does not have the place.
    """

    name: str
    key: str
    form: str
    note: str
    here: InTown
    chains: tuple[Breadth, ...]
    column: int = 0
    row: int = 0

    def brief(self, kind: str, standing: Standing) -> list[str]:
        """Return the names of the things of a kind, without what the tile says anyhow."""
        return [self.short(one) for one in self.here.of(kind, standing)]

    def short(self, thing: Thing) -> str:
        """Return the name of a thing without the name of its town and without the word for its kind."""
        name = thing.name
        for start in (self.name, self.name.removesuffix("镇").removesuffix("街道")):
            if start and name.startswith(start) and len(name) > len(start) + 1:
                name = name.removeprefix(start)
                break
        return name.removesuffix("产业集群") or thing.name

    @property
    def told(self) -> bool:
        """Whether any source says that anything stands here."""
        return bool(self.here.things or self.here.firms)


@dataclass(frozen=True, slots=True)
class TownMap:
    """All places: those of the grid from north to south, then those that are none of them."""

    tiles: tuple[Tile, ...]
    others: tuple[Tile, ...]

    @property
    def every(self) -> tuple[Tile, ...]:
        """All places that the store has."""
        return tuple(one for one in (*self.tiles, *self.others) if one.key)

    @property
    def chains(self) -> int:
        """How many chains have something in some place."""
        return len({chain.key for one in self.every for chain in one.chains})

    def number(self, standing: Standing) -> int:
        """How many things and firms have come so far, in all places together."""
        return sum(one.here.number(standing) for one in self.every)


@cache
def grid() -> Mapping[str, tuple[int, int]]:
    """Return column and row of each town of the schematic map, counted from 1, west to east and north to south."""
    text = resources.files("viz.web").joinpath("data", _GRID).read_text(encoding="utf-8")
    return {row["name"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(text.splitlines())}


def town_map(
    towns: Sequence[Mapping[str, Value]],
    here: Mapping[str, InTown],
    breadth: Sequence[Mapping[str, Value]],
) -> TownMap:
    """Put the towns of a store on the map.

    Args:
        towns: nodes of the kind Town.
        here: what stands in them, by key.
        breadth: rows of the question ``town-breadth``.

    Returns:
        The grid whole, where at least one of its towns is in the store, else no tiles; and the other places.
    """
    chains: dict[str, list[Breadth]] = {}
    for row in breadth:
        segments = row["segments"] if isinstance(row["segments"], list) else []
        name = str(row["chain_name"]).removesuffix("产业链")
        chains.setdefault(str(row["town"]), []).append(Breadth(str(row["chain"]), name, tuple(map(str, segments))))

    def tile(row: Mapping[str, Value], place: tuple[int, int]) -> Tile:
        key = str(row["key"])
        listed = tuple(sorted(chains.get(key, ()), key=lambda one: one.name))
        form, note = str(row.get("form") or ""), str(row.get("note") or "")
        return Tile(str(row["name"]), key, form, note, here.get(key, InTown()), listed, *place)

    by_name = {str(row["name"]): row for row in towns}
    known = [name for name in grid() if name in by_name]
    missing: dict[str, Value] = {"key": ""}
    tiles = [tile(by_name.get(name, missing | {"name": name}), place) for name, place in grid().items()]
    others = [tile(row, (0, 0)) for name, row in sorted(by_name.items()) if name not in grid()]
    # Places that a source explains come before words such as "the northern towns".
    others.sort(key=lambda one: (not one.form, one.name))
    return TownMap(tuple(tiles) if known else (), tuple(others))

"""What is here: by accepted places, else by the region that a source declares."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Value
from queries.gaps.model import UNPLACED

Row = Mapping[str, Value]
_BOUNDED = re.compile("(市|州|省|自治区|特别行政区)$")
"""Names of regions that do not overlap others of their level, as 粤港澳大湾区 does."""
_NATIONAL = ("全国", "中国")
_PLACES = ("Town", "Region", "Platform")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are, for one region.

    ``home`` is the region with all that contains it; ``elsewhere`` maps things
    whose accepted places all lie outside to those places; ``here`` are those
    that an accepted fact puts into the region or a place in it. ``area`` is the
    named area of several cities that the region is part of (粤港澳大湾区),
    empty if nothing says so, and ``members`` its other cities.
    ``named`` are all regions and towns of which accepted facts say where they lie, or what lies there,
    ``towns`` the towns of the region in which things lie, by the thing's key.
    """

    region: str
    above: Mapping[str, frozenset[str]]
    home: frozenset[str]
    elsewhere: Mapping[str, str]
    here: frozenset[str]
    named: frozenset[str]
    towns: Mapping[str, tuple[str, ...]]
    area: str = ""
    members: tuple[str, ...] = ()

    def cities(self, thing: str, declared: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the other cities of the area in which a thing lies, in name order.

        Args:
            thing: its key.
            declared: regions of the sources that name it; where no accepted place is known, what a list of a city
                names is there, as what a list of the region names is here.
        """
        if thing in self.here:
            return ()
        named = self.elsewhere[thing].split("、") if thing in self.elsewhere else [*declared]
        found = {city for name in named for city in ({name, *self.above.get(name, ())} & {*self.members})}
        return tuple(sorted(found))

    def speaks_of_here(self, declared: str) -> bool:
        """Tell whether a source of a declared region says by itself that what it names is here.

        One that declares another region, or a wider one (the province, the
        country), does not; one that declares none is taken as a paper of the
        region that is asked about.
        """
        if declared in _NATIONAL or (declared != self.region and declared in self.home):
            return False
        return not (declared and _outside({declared, *self.above.get(declared, ())}, self.region, self.home))

    def place(self, thing: str, declared: Iterable[str]) -> str:
        """Return where a thing is, empty if here: by accepted places, else the city that its sources declare.

        Args:
            thing: its key.
            declared: regions of the sources that speak of it.
        """
        if thing in self.elsewhere or thing in self.here:
            return self.elsewhere.get(thing, "")
        regions = {*declared}
        if not regions or any(map(self.speaks_of_here, regions)):
            return ""
        return "、".join(self.cities(thing, regions)) or UNPLACED


def read_places(rows: Sequence[Row], region: str) -> Places:
    """Return the places that the question ``located-in`` tells, as far as accepted facts do."""
    rows = [row for row in rows if row["review"] == "accepted" and row.get("status") in ("done", "", None)]
    direct: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] in _PLACES:
            direct[str(row["name"])].add(str(row["place_name"]))
        places[str(row["thing"])].add(str(row["place_name"]))
    every = {*direct, *(name for named in places.values() for name in named), region}
    above = {name: _all_above(name, direct) for name in every}
    home = frozenset({region, *above[region]})
    kinds = {str(row["thing"]): row["kind"] for row in rows}
    area = _area(region, direct)
    return Places(
        region=region,
        above=above,
        home=home,
        elsewhere=_elsewhere(
            {thing: named for thing, named in places.items() if kinds[thing] in ("Firm", "Platform", "Cluster")},
            above,
            region,
            home,
        ),
        here=frozenset(
            thing for thing, named in places.items() if any(region in {name, *above[name]} for name in named)
        ),
        named=frozenset({*direct, *(name for names in places.values() for name in names)}),
        towns=_towns(rows, above, region),
        area=area,
        members=_members(rows, area, region),
    )


def _towns(rows: Iterable[Row], above: Mapping[str, frozenset[str]], region: str) -> dict[str, tuple[str, ...]]:
    """Return the towns of the region by what lies in them; towns themselves and regions lie in no town."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] not in ("Town", "Region") and str(row.get("place")).startswith("Town:"):
            name = str(row["place_name"])
            if region in above.get(name, ()):
                found[str(row["thing"])].add(name)
    return {thing: tuple(sorted(names)) for thing, names in found.items()}


def _members(rows: Iterable[Row], area: str, region: str) -> tuple[str, ...]:
    """Return the other cities of the area: regions, not an airport that is said to lie in it."""
    inside = {str(row["name"]) for row in rows if row["kind"] == "Region" and area and row["place_name"] == area}
    return tuple(sorted(inside - {region}))


def _area(region: str, direct: Mapping[str, set[str]]) -> str:
    """Return the named area that a region is directly part of; of several the one with most cities, then by name."""
    areas = [name for name in direct.get(region, ()) if not _BOUNDED.search(name) and name not in _NATIONAL]
    sizes = {area: sum(area in named for named in direct.values()) for area in areas}
    return min(areas, key=lambda area: (-sizes[area], area), default="")


def _all_above(place: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the places that contain a place, by name, nearest and farther."""
    found: set[str] = set()
    waiting = list(direct.get(place, ()))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(direct.get(here, ()))
    return frozenset(found)


def _elsewhere(
    places: Mapping[str, set[str]], above: Mapping[str, frozenset[str]], region: str, home: frozenset[str]
) -> dict[str, str]:
    """Return the things with their place whose accepted places are all known to lie outside the region.

    A place that contains the region (the province) does not say that a firm is
    elsewhere, nor does a town of which nobody says where it lies.
    """
    return {
        thing: "、".join(sorted(named))
        for thing, named in places.items()
        if all(_outside({place, *above[place]}, region, home) for place in named)
    }


def _outside(places: set[str], region: str, home: frozenset[str]) -> bool:
    """Tell whether a place, given with all that lies above it, is certainly not in the region."""
    return region not in places and any(_BOUNDED.search(place) for place in places - home)

"""The places that begin a firm's name or stand in it: 广东省, 中山, 小榄镇; each with what lies above it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.letters.extraction.lexicon import DATA, lines

_SHORT = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|[省市])$")
_COUNTRY = "中国"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a name has it: official names from the province down."""

    chain: tuple[str, ...]

    def holds(self, other: Place) -> bool:
        """Whether ``other`` is this place or lies in it; 中国 in a name is no wider place but another firm's name."""
        return other.chain[: len(self.chain)] == self.chain

    def meets(self, other: Place) -> bool:
        """Whether one lies in the other or one is not named."""
        return self.holds(other) or other.holds(self)


NOWHERE = Place(())


@cache
def _known() -> dict[str, tuple[Place, ...]]:
    """Places by every name they go by; a name may be of several (鼓楼区)."""
    found: dict[str, dict[Place, None]] = {}
    for name, place in _listed():
        found.setdefault(name, {})[place] = None
    return {name: tuple(places) for name, places in found.items()}


def _listed() -> Iterator[tuple[str, Place]]:
    yield _COUNTRY, Place((_COUNTRY,))
    for line in lines("places.txt"):
        province, _, cities = line.split("|")
        for name in (province, _SHORT.sub("", province)):
            yield name, Place((province,))
        for city in cities.split():
            for name in (city, _SHORT.sub("", city)):
                yield name, Place((province, city))
    for line in lines("counties.txt"):
        province, counties = line.split("|")
        for county in counties.split():
            yield county, Place((province, county))
    yield from _towns()


def _towns() -> Iterator[tuple[str, Place]]:
    """Towns of the tables of places, under the city (and its province) that they lie in."""
    above = {city: place.chain for city, place in _cities()}
    for path in sorted((DATA / "places").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["kind"] != "Town" or row["within"] not in above:
                    continue
                place = Place((*above[row["within"]], row["name"]))
                for name in (row["name"], *row["aliases"].split("|")):
                    if len(name) >= 2:
                        yield name, place


def _cities() -> Iterator[tuple[str, Place]]:
    for line in lines("places.txt"):
        province, _, cities = line.split("|")
        yield province, Place((province,))
        for city in cities.split():
            yield city, Place((province, city))


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """Lengths of the names that begin with a character, longest first."""
    found: dict[str, set[int]] = {}
    for name in _known():
        found.setdefault(name[0], set()).add(len(name))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _known()))


def leading(text: str) -> tuple[int, Place]:
    """Return how many characters at the start are places one within the other, and the last of these."""
    return places(text)[-1]


def places(text: str) -> list[tuple[int, Place]]:
    """Return each step of the places at the start, one within the other, from none of them on."""
    steps = [(0, NOWHERE)]
    while (step := _step(text, *steps[-1])) is not None:
        steps.append(step)
    return steps


def _step(text: str, at: int, above: Place) -> tuple[int, Place] | None:
    known = _known()
    for size in _sizes().get(text[at : at + 1], ()):
        for place in known.get(text[at : at + size], ()) if at + size <= len(text) else ():
            # A town under its short name (古镇, 三角) is a place only behind its city.
            alone = len(place.chain) > 2 and not above.chain and text[at + size - 1] not in "镇区乡"
            # 广东省 中山: a district of a city is listed under its province.
            if not alone and above.holds(place) and place != above:
                return at + size, place
    return None


def trailing(text: str) -> tuple[int, Place]:
    """Return where places at the end of ``text`` begin, and the last of them; its length if there are none."""
    for at in range(max(0, len(text) - 3 * _longest()), len(text) - 1):
        size, place = leading(text[at:])
        if size == len(text) - at:
            return at, place
    return len(text), NOWHERE


def whole(text: str) -> Place | None:
    """Return the place that ``text`` names and nothing else."""
    size, place = leading(text)
    return place if size and size == len(text) else None

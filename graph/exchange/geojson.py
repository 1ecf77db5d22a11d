"""Places, and what stands in them, as GeoJSON (RFC 7946) for map programs.

What ships has no coordinates. A feature therefore has a geometry only where
the user's own boundaries give one to a region or town; the others have
``null``, as the format allows, and are joined in the map program by name or
code. What stands in a place has the place's geometry and says whose it is
(``geometry_of``): nothing has a point of its own, since nobody said where.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from graph.errors import InputError
from graph.kinds import EDGES
from graph.loading.merge import Properties
from graph.store import Store, Value
from graph.walk import Walk

PAGE = 2_000
PLACES = ("Region", "Town")
DONE = ("done", "", None)
"""Statuses of what is there; a register's row says nothing of status."""
_COUNTED = ("count", "planned")
_IN = "MATCH (a:{kind})-[e:{edge}]->(p:{place}) WHERE e.review = 'accepted' RETURN p.key, a.key, e.status"
_STANDS = (
    "MATCH (a:{kind})-[e:{edge}]->(p:{place}) WHERE e.review = 'accepted'{after} "
    "RETURN a.key AS key, a.name AS name, e.status AS status, p.key AS place_key, p.name AS place, "
    "e.sources AS sources ORDER BY key, place_key LIMIT " + str(PAGE)
)


def write_geojson(
    file: IO[bytes],
    store: Store,
    boundaries: Mapping[str, Any],
    told: Mapping[str, Mapping[str, Value]] | None = None,
) -> tuple[int, int, int]:
    """Write a feature for each region and town, and one for each thing in each of its places.

    A place has the number of things of each kind that stand in it
    (``count_Firm``: accepted and done) and of those that are only planned,
    signed or applied for (``planned_Firm``); things known only to lie
    somewhere inside a region are the region's, not its towns'.

    Args:
        file: where to write.
        store: what to read; accepted relations only.
        boundaries: geometries by name or code, see :func:`read_boundaries`.
        told: further properties of places, by their names; every place gets all of their names.

    Returns:
        How many places, how many of them with a geometry, and how many things in places.
    """
    places = drawn = things = 0
    shapes: dict[str, Any] = {}
    counts, more = _counts(store), dict.fromkeys(name for one in (told or {}).values() for name in one)
    file.write(b'{"type":"FeatureCollection","features":[')
    for row in Walk(store, PLACES, candidates=True).nodes():
        names = [str(row.get("code") or ""), str(row["name"])]
        shape = next((boundaries[name] for name in names if name in boundaries), None)
        said = {name: row[name] for name in ("kind", "key", "name", "code", "form", "sources") if row.get(name)}
        _write(
            file,
            said | counts.get(str(row["key"]), _nothing()) | more | dict((told or {}).get(str(row["name"]), {})),
            shape,
            first=not places,
        )
        if shape is not None:
            shapes[str(row["key"])] = shape
        places, drawn = places + 1, drawn + (shape is not None)
    for thing in _things(store):
        shape = shapes.get(str(thing["place_key"]))
        said = {**thing, "geometry_of": thing["place_key"] if shape is not None else None}
        _write(file, said, shape, first=not places + things)
        things += 1
    file.write(b"\n]}\n")
    return places, drawn, things


def read_boundaries(path: Path) -> dict[str, Any]:
    """Return the geometries of a GeoJSON file by the ``name``, ``code`` or ``adcode`` of their features.

    Raises:
        InputError: it is no GeoJSON of named features.
    """
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
        found: dict[str, Any] = {}
        for feature in read["features"]:
            for name in ("name", "code", "adcode"):
                value = feature["properties"].get(name)
                if value and isinstance(feature["geometry"], dict):
                    found.setdefault(str(value), feature["geometry"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            "这不是边界的 GeoJSON",
            "not a GeoJSON file of boundaries",
            where=str(path),
            do_zh="要一个 FeatureCollection，每个要素有 name 或 code",
            do_en="Give a FeatureCollection whose features have a name or code",
        ) from error
    return found


def _ends() -> list[tuple[str, str, str]]:
    """The relations by which something stands in a place: relation, kind of the thing, kind of the place."""
    ends = [(edge, *pair) for edge in ("LOCATED_IN", "CENTERED_ON") for pair in EDGES[edge].ends if pair[1] in PLACES]
    return [end for end in ends if end[1] not in PLACES]


def _nothing() -> dict[str, Value]:
    return {f"{word}_{kind}": 0 for kind in dict.fromkeys(kind for _, kind, _ in _ends()) for word in _COUNTED}


def _counts(store: Store) -> dict[str, dict[str, Value]]:
    """Return how many things of each kind stand in each place that has any, by its key."""
    standing: dict[str, dict[str, tuple[set[Value], set[Value]]]] = {}
    for edge, kind, place in _ends():
        for key, thing, status in store.read(_IN.format(kind=kind, edge=edge, place=place)).rows:
            done, planned = standing.setdefault(str(key), {}).setdefault(kind, (set(), set()))
            (done if status in DONE else planned).add(thing)
    return {
        key: _nothing()
        | {f"count_{kind}": len(done) for kind, (done, _) in kinds.items()}
        | {f"planned_{kind}": len(planned - done) for kind, (done, planned) in kinds.items()}
        for key, kinds in standing.items()
    }


def _things(store: Store) -> Iterator[dict[str, Value]]:
    for edge, kind, place in _ends():
        after: dict[str, Value] = {}
        while True:
            where = " AND (a.key > $key OR a.key = $key AND p.key > $place_key)" if after else ""
            rows: list[Properties] = list(
                store.read(_STANDS.format(kind=kind, edge=edge, place=place, after=where), after).dicts()
            )
            for row in rows:
                yield {"kind": kind, "relation": edge, "place_kind": place, **row}
            if len(rows) < PAGE:
                break
            after = {name: rows[-1][name] for name in ("key", "place_key")}


def _write(file: IO[bytes], properties: Mapping[str, Value], shape: object, *, first: bool) -> None:
    feature = {"type": "Feature", "geometry": shape, "properties": properties}
    file.write((b"\n" if first else b",\n") + json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode())

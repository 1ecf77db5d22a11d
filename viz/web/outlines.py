"""The user's own boundaries as shapes for the page: degrees to a flat picture, north up, no tiles of anybody's map.

Longitudes are shortened by the cosine of the middle latitude, which is right
to well under a pixel for an area the size of a city.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

WIDTH, HEIGHT, MARGIN = 780.0, 640.0, 8.0
_STEP = 0.7
"""Points nearer to the one before, in units of the picture, are left out."""
_MOST = 200_000
"""Points of all boundaries together; a finer file is not drawn."""
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A place as a path of an SVG, and where its name stands; ``width`` is that of its largest part."""

    path: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """All places that have a shape, by name, and the size of the picture."""

    shapes: Mapping[str, Outline]
    width: float
    height: float


def outlines(geometries: Mapping[str, Any]) -> Outlines | None:
    """Return the shapes of places by name; what is no polygon has none.

    Args:
        geometries: GeoJSON geometries in degrees, by the name of the place.

    Returns:
        None where nothing can be drawn.
    """
    read = {name: rings for name, shape in geometries.items() if (rings := _rings(shape))}
    points = [point for rings in read.values() for ring in rings for point in ring]
    if not points or len(points) > _MOST:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shorter = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * shorter, north - south
    if wide <= 0 or high <= 0:
        return None
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)

    def flat(point: tuple[float, float]) -> tuple[float, float]:
        return MARGIN + (point[0] - west) * shorter * scale, MARGIN + (north - point[1]) * scale

    shapes = {name: _outline([[flat(point) for point in ring] for ring in rings]) for name, rings in read.items()}
    return Outlines(shapes, round(wide * scale + 2 * MARGIN, 1), round(high * scale + 2 * MARGIN, 1))


def _rings(shape: object) -> list[Ring]:
    if not isinstance(shape, Mapping):
        return []
    parts = shape.get("coordinates")
    try:
        if shape.get("type") == "Polygon":
            return list(_read(parts))
        if shape.get("type") == "MultiPolygon" and isinstance(parts, list):
            return [ring for part in parts for ring in _read(part)]
    except (TypeError, ValueError, IndexError):
        pass
    return []


def _read(polygon: Any) -> Iterator[Ring]:  # noqa: ANN401 - a file of the user's; whatever does not fit raises
    for ring in polygon:
        read = [(float(point[0]), float(point[1])) for point in ring]
        if len(read) < 4 or not all(abs(x) <= 180 and abs(y) <= 90 for x, y in read):
            raise ValueError(len(read))
        yield read


def _outline(rings: Sequence[Ring]) -> Outline:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y = _middle(largest)
    across = [x for x, _ in largest]
    return Outline(
        " ".join(_path(ring) for ring in rings), round(x, 1), round(y, 1), round(max(across) - min(across), 1)
    )


def _path(ring: Ring) -> str:
    kept = [ring[0]]
    for point in ring[1:-1]:
        if math.dist(point, kept[-1]) >= _STEP:
            kept.append(point)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """Return the centre of gravity of a ring, or of its points where it has no area."""
    area = _area(ring)
    if not area:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    return (
        sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area),
        sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * area),
    )

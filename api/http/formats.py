"""Formats of an answer: which one is asked for, and how rows are written in it.

The ending of the path (``gaps.csv``) goes before ``Accept`` with its q-values.
Cells of a table that a spreadsheet would take for a formula are written as
text, as the exports of the command line do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.http.errors import NotAcceptable
from api.http.problems import dumps, quality_of
from graph.exchange.plain_files import BOM, cell

MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "graphml": "application/graphml+xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "text": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
"""Content types by format."""
TABLE = ("json", "csv", "ndjson")
"""What every list comes as."""
ENDINGS = frozenset({"json", "csv", "ndjson", "geojson", "graphml"})
"""Endings that may stand on any path; those of pictures belong to their routes."""
_ALSO = {"application/ndjson": "ndjson", "application/jsonl": "ndjson", "application/graphml": "graphml"}
_BY_TYPE = {media.partition(";")[0]: name for name, media in MEDIA.items()} | _ALSO


def choose(accept: str, offered: Sequence[str], ending: str = "") -> str:
    """Return the format to answer in.

    Args:
        accept: the header; empty takes the first that is offered.
        offered: what the resource comes as, the plainest first.
        ending: of the path, which settles it.

    Raises:
        NotAcceptable: nothing that is asked for is offered.
    """
    if ending:
        if ending in offered:
            return ending
        raise _not_offered(ending, offered)
    if not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")]
    rated = []
    for at, name in enumerate(offered):
        precision, quality = _rated(name, ranges)
        rated.append((quality, precision, -at, name))
    # Of equal wishes the one that names the format goes before one for all, then the first that is offered.
    best = max(rated)
    if best[0] <= 0:
        raise _not_offered(accept[:100], offered)
    return best[3]


def _range(part: str) -> tuple[str, float]:
    name, _, rest = part.strip().partition(";")
    return name.strip().lower(), quality_of(rest)


def _rated(name: str, ranges: Sequence[tuple[str, float]]) -> tuple[int, float]:
    """How much a format is wished for: of all ranges that fit, the most precise one counts (RFC 9110, 12.5.1)."""
    media = MEDIA[name].partition(";")[0]
    kind = media.partition("/")[0]
    precise = {media: 3, f"{kind}/*": 2, "*/*": 1} | {other: 3 for other, known in _ALSO.items() if known == name}
    return max(((precise[asked], quality) for asked, quality in ranges if asked in precise), default=(0, 0.0))


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV for Excel: UTF-8 with a byte order mark, CRLF, lists and maps as JSON."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(name) for name in columns])
    writer.writerows([cell(_plain(row.get(name))) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def table_ndjson(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as JSON, one a line."""
    return b"".join(dumps(row) + b"\n" for row in rows)


def features(rows: Iterable[Mapping[str, Any]], shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Return places as a GeoJSON FeatureCollection (RFC 7946), each with its geometry or null.

    Args:
        rows: places, with ``name`` and perhaps ``code``.
        shapes: geometries by name or code, see :func:`graph.exchange.geojson.read_boundaries`.
    """
    found = []
    for row in rows:
        names = (str(row.get("code") or ""), str(row.get("name") or ""))
        shape = next((shapes[name] for name in names if name in shapes), None)
        found.append({"type": "Feature", "geometry": shape, "properties": dict(row)})
    return {"type": "FeatureCollection", "features": found}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    return value


def _not_offered(asked: str, offered: Sequence[str]) -> NotAcceptable:
    known = "、".join(offered)
    return NotAcceptable(
        f"没有“{asked}”这种格式",
        f"this does not come as {asked!r}",
        do_zh=f"可用：{known}",
        do_en=f"Known: {', '.join(offered)}",
    )


def no_geometry(zh: str, en: str) -> NotAcceptable:
    """Return the refusal of GeoJSON where nothing has a geometry."""
    return NotAcceptable(
        zh,
        en,
        do_zh="给出边界文件（LIANTU_HTTP_BOUNDARIES）后，地区和镇街可以取 GeoJSON",
        do_en="Regions and towns come as GeoJSON once a file of boundaries is set (LIANTU_HTTP_BOUNDARIES)",
    )

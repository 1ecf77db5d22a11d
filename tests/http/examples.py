"""Examples of the description, from real answers: ``python -m tests.http.examples`` writes them anew.

What ships is loaded into a store whose clock stands still, every route is
asked what it names as its example, and the answer is shortened: two rows of a
list, two entries of a map, the beginning of a long text.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from api.app import create_app
from api.http.openapi import ROOT
from api.http.operations import answers_of
from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from loaders.build import build

FILE = Path(__file__).parents[2] / "api" / "http" / "examples.json"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""When everything was loaded."""
MASKS = {
    "data_version": "5c1b6a8b0f7d2e93",
    "key_id": "k3x7q2",
    "csrf": "…",
    "hash": "…",
    "previous": "…",
    "until": "2026-11-02T00:00:00+08:00",
}
"""Stand for what another machine, day or program would say otherwise."""
KEPT, LONG = 2, 160
TEXTS = frozenset({"text/csv", "application/x-ndjson", "application/graphml+xml", "image/svg+xml", "text/plain"})
HOST = "http://127.0.0.1:8600"
SQUARE = [[[113.3, 22.5], [113.4, 22.5], [113.4, 22.6], [113.3, 22.6], [113.3, 22.5]]]
KEY = "KEY"
"""Stands for a key in the body of an example."""
Requests = list[tuple[APIRoute, str, str, str]]


def ship(folder: Path) -> Settings:
    """Load what ships at :data:`NOON`, and draw a square around one town."""
    with EmbeddedStore(folder / "shipped.lbug", clock=lambda: NOON) as store:
        build(store)
    square = {"type": "Polygon", "coordinates": SQUARE}
    named = {"type": "Feature", "properties": {"name": "小榄镇"}, "geometry": square}
    drawn = folder / "boundaries.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": [named]}), encoding="utf-8")
    return Settings(str(folder / "shipped.lbug"), boundaries=drawn, home=folder)


def requests_of(app: FastAPI) -> Requests:
    """Return each route with the method, address and body of its example."""
    found: Requests = []
    for route in app.routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        for example in dict.fromkeys(answer.example for answer in answers_of(route).values() if answer.example):
            address, _, body = example.partition(" ")
            (method,) = route.methods or {"GET"}
            found.append((route, method, ROOT + quote(address, safe="/?&=.,:%"), body))
    return found


def made(client: TestClient, requests: Requests) -> dict[str, Any]:
    """Return the examples by method and path of the description."""
    return dict(sorted(_made(client, requests)))


def _made(client: TestClient, requests: Requests) -> Iterator[tuple[str, Any]]:
    key = client.headers["Authorization"].removeprefix("Bearer ")
    for route, method, address, body in requests:
        sent = json.loads(body.replace(f'"{KEY}"', f'"{key}"')) if body else None
        answer = client.request(method, address, json=sent)
        assert answer.status_code < 300, f"{method} {address}: {answer.text[:300]}"
        kind = answer.headers["content-type"].partition(";")[0]
        found: dict[str, Any] = {"request": f"{method} {address}", "status": str(answer.status_code), "type": kind}
        if body:
            found["body"] = json.loads(body)
        if kind in TEXTS:
            found["answer"] = shortened_text(answer.text, kind)
        elif not kind.startswith("image/"):
            found["answer"] = shortened(answer.json())
        else:
            continue
        yield f"{method} {route.path_format}", found


def shortened(value: Any, name: str = "") -> Any:
    """Return an answer with few rows and short texts, and nothing that another machine would say otherwise."""
    if isinstance(value, dict):
        listed = list(value.items())
        # A map has keys of its own; fields have names in letters.
        free = len(listed) > KEPT and not all(key.replace("_", "").isascii() and ":" not in key for key, _ in listed)
        return {key: shortened(one, key) for key, one in (listed[:KEPT] if free else listed)}
    if isinstance(value, list):
        return [shortened(one, name) for one in value[:KEPT]]
    if name in MASKS and value:
        return MASKS[name]
    if name == "version" and isinstance(value, str) and value.count(".") == 2:
        return "1.0.0"
    if name == "target" and isinstance(value, str) and value.endswith(")"):
        return f"{value.partition('(')[0]}({MASKS['key_id']})"
    if name == "next" and isinstance(value, str):
        return value.partition("cursor=")[0] + "cursor=…"
    if isinstance(value, str) and len(value) > LONG and not value.startswith("/"):
        return value[: LONG - 1] + "…"
    return value


def shortened_text(text: str, kind: str) -> str:
    """Return the beginning of an answer that is no JSON."""
    if kind == "text/plain":
        return "".join(f"{line}\n" for line in text.splitlines() if line.startswith("#"))[:400]
    if kind in ("text/csv", "application/x-ndjson"):
        return "".join(f"{line}\n" for line in text.splitlines()[:KEPT])
    return text[:400] + "…"


def dumped(examples: dict[str, Any]) -> str:
    """Return the file of the examples."""
    return json.dumps(examples, ensure_ascii=False, indent=1) + "\n"


def client_of(settings: Settings) -> TestClient:
    """Return a client of an application over a store, with a key that may do everything."""
    home = Path(settings.store).parent
    token, _ = add_key(home / NAME, "规划一张图", Scope.ADMIN, None, {"requests": 1_000_000}, clock=NOON.timestamp)
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(create_app(settings), base_url=HOST, client=("127.0.0.1", 50_000), headers=headers)


def main() -> None:
    """Write the examples anew."""
    with tempfile.TemporaryDirectory() as folder, client_of(ship(Path(folder))) as client:
        examples = made(client, requests_of(client.app))  # type: ignore[arg-type]
    FILE.write_text(dumped(examples), encoding="utf-8")
    sys.stdout.write(f"{len(examples)} examples, {FILE.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()

"""Examples of the description, from real answers: ``python -m tests.http.examples`` writes them anew.

What ships is loaded into a store whose clock stands still, every route is
asked what it names as its example, and the answer is shortened: two rows of a
list, two entries of a map, the beginning of a long text.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
from api.http.routers import reviewing
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
    "etag": '"0312e7df174a3dc65b04"',
    "reviewed_at": "2026-11-01",
}
"""Stand for what another machine, day or program would say otherwise."""
KEPT, LONG = 2, 160
TEXTS = frozenset(
    {"text/csv", "application/x-ndjson", "application/graphml+xml", "image/svg+xml", "text/html", "text/plain"}
)
HOST = "http://127.0.0.1:8600"
SQUARE = [[[113.3, 22.5], [113.4, 22.5], [113.4, 22.6], [113.3, 22.6], [113.3, 22.5]]]
Requests = list[tuple[APIRoute, str, str, str]]
Seen = Callable[[APIRoute, str, str, Any], None]


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
    # What is only read comes first, and what loads everything anew last.
    return sorted(found, key=lambda one: (one[1] != "GET", one[1] == "DELETE", one[2].endswith("/build")))


def made(client: TestClient, requests: Requests, seen: Seen | None = None) -> dict[str, Any]:
    """Return the examples by method and path of the description.

    Args:
        client: of a service over what ships; its store is written to.
        requests: see :func:`requests_of`.
        seen: takes each route with its method, status and whole answer.
    """
    reviewing.PATIENCE_S = 600.0  # a decision is told as such, however slow the machine is just now
    return dict(sorted(_made(client, requests, standing_for(client), seen)))


def standing_for(client: TestClient) -> dict[str, str]:
    """Return what the words of examples stand for: a key, a job that is over, statements that wait."""
    asked = client.post(f"{ROOT}/exports", json={"what": "nodes", "format": "csv", "review": "accepted"})
    job = client.get(f"{asked.headers['location']}?wait=60").json()["data"]
    assert job["state"] == "done", job
    waiting = [row["key"] for row in client.get(f"{ROOT}/review").json()["data"]]
    first, other, third = waiting[:3]
    key = client.headers["Authorization"].removeprefix("Bearer ")
    return {"KEY": key, "JOB": job["id"], "WAITING": first, "OTHER": other, "THIRD": third}


def _made(
    client: TestClient, requests: Requests, words: dict[str, str], seen: Seen | None
) -> Iterator[tuple[str, Any]]:
    for route, method, address, body in requests:
        where, sent = address, body
        for word, meant in words.items():
            where = where.replace(f"/{word}", f"/{quote(meant, safe='')}")
            sent = sent.replace(f'"{word}"', json.dumps(meant))
        given: dict[str, Any] = {"json": json.loads(sent)} if sent and not sent.startswith("@") else {}
        if sent.startswith("@"):
            given = {"content": sent[1:].encode(), "headers": {"Content-Type": "application/octet-stream"}}
        if method == "DELETE":
            _wait_for_start(client, where)
        answer = client.request(method, where, **given)
        if answer.status_code == 202:
            words["STARTED"] = answer.json()["data"]["id"]
        assert answer.status_code < 300, f"{method} {address}: {answer.text[:300]}"
        kind = answer.headers["content-type"].partition(";")[0]
        found: dict[str, Any] = {"request": f"{method} {address}", "status": str(answer.status_code), "type": kind}
        if body and not body.startswith("@"):
            found["body"] = json.loads(body)
        if kind in TEXTS:
            found["answer"] = shortened_text(answer.text, kind)
        elif kind.endswith("json"):
            found["answer"] = shortened(answer.json())
            if seen is not None:
                seen(route, method, str(answer.status_code), answer.json())
        else:
            continue
        yield f"{method} {route.path_format}", found


def _wait_for_start(client: TestClient, where: str) -> None:
    """Wait until a job runs, so that having it stopped is told in one way only."""
    while "/jobs/" in where and client.get(where).json()["data"]["state"] == "queued":
        time.sleep(0.05)


def shortened(value: Any, name: str = "") -> Any:
    """Return an answer with few rows and short texts, and nothing that another machine would say otherwise."""
    if isinstance(value, dict):
        value = _settled(value) if "attempts" in value else value
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


def _settled(job: dict[str, Any]) -> dict[str, Any]:
    """A job as it is at its beginning or end, with times and names that hold for all."""
    over = job["state"] not in ("queued", "running")
    times = {"created": NOON.isoformat(), "started": None, "ended": None, "expires": None}
    if over:
        times |= dict.fromkeys(("started", "ended"), NOON.isoformat()) | {"expires": "2026-11-08T12:00:00+00:00"}
    begun: dict[str, Any] = {} if over or job["cancelling"] else {"state": "queued"}
    begun |= {} if over else {"attempts": int(job["cancelling"]), "progress": {"done": 0, "total": 0, "sentence": ""}}
    begun |= {"state_name": "排队", "position": 0} if begun.get("state") else {}
    text = json.dumps({**job, **times, **begun}, ensure_ascii=False).replace(job["id"], "b7d2f0c41a9e")
    found: dict[str, Any] = json.loads(text)
    return found


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

"""Asked straight or the whole way: the answer is the same, and only routes that need nothing are asked straight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import create_app
from api.http.shortcut import Straight
from api.settings import Settings

V1 = "/api/v1"


def routes(app: Any) -> dict[str, APIRoute]:
    return {route.path: route for route in app.router.routes if isinstance(route, APIRoute)}


def test_routes_that_need_something_go_the_whole_way(filled: Path) -> None:
    found = routes(create_app(Settings(str(filled))))
    straight = {path.removeprefix(V1) for path, route in found.items() if isinstance(route.app, Straight)}
    assert {"/nodes/{key:path}", "/nodes/{key:path}/neighbours", "/gaps", "/chains", "/statements"} <= straight
    assert not straight & {"/search", "/nodes", "/paths", "/graph", "/cypher", "/health", "/ready", "/metrics"}
    again = routes(create_app(Settings(str(filled))))
    path = f"{V1}/nodes/{{key:path}}"
    assert again[path].app is found[path].app  # shared by applications, wrapped once


@pytest.mark.parametrize("ending", ["", ".csv", ".ndjson"])
def test_both_ways_lead_to_the_same_answer(filled: Path, ending: str) -> None:
    app = create_app(Settings(str(filled)))
    with TestClient(app, base_url="http://127.0.0.1:8600", client=("127.0.0.1", 5)) as client:
        compared, key = 0, client.get(f"{V1}/nodes?kind=Firm").json()["data"][0]["key"]
        for path, route in routes(app).items():
            if not isinstance(route.app, Straight):
                continue
            place = path.replace("{key:path}", key).replace("{load:path}", "x")
            place = place.replace("{key}", "wind").replace("{name}", "chains")
            short = client.get(place + ending)
            # Another Accept-Language is another answer to what is remembered, with the same words.
            app_of, route.app = route.app, route.app._whole
            try:
                whole = client.get(place + ending, headers={"Accept-Language": "zh"})
            finally:
                route.app = app_of
            assert (short.status_code, short.headers["content-type"]) == (
                whole.status_code,
                whole.headers["content-type"],
            )
            if short.status_code == 200:
                assert short.content == whole.content
                compared += 1
            else:
                assert short.json()["detail"] == whole.json()["detail"]
        assert compared >= (12 if not ending else 4)

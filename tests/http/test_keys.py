"""Keys over HTTP: what is shown, what is refused, and when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from api.app import create_app
from api.settings import Settings
from tests.http.conftest import HOST

V1 = "/api/v1"


@pytest.fixture
def office(filled: Path, tmp_path: Path) -> Iterator[tuple[TestClient, dict[Scope, str]]]:
    """A service behind a proxy, and a key of each scope."""
    keys = {
        scope: add_key(tmp_path / NAME, f"key {scope.word}", scope, None)[0] for scope in list(Scope) if scope.value
    }
    app = create_app(Settings(str(filled), proxy=True, home=tmp_path))
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000), raise_server_exceptions=False) as client:
        yield client, keys


def test_behind_a_proxy_reading_needs_a_key(office: tuple[TestClient, dict[Scope, str]]) -> None:
    client, keys = office
    missing = client.get(f"{V1}/gaps")
    assert (missing.status_code, missing.json()["code"]) == (401, "KeyMissing")
    assert missing.headers["www-authenticate"] == 'Bearer realm="liantu", scope="read"'
    for token in keys.values():
        assert client.get(f"{V1}/gaps", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(f"{V1}/health").status_code == 200

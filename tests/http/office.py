"""A service with keys over a store of the test's own, and ways to ask it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient

from api.access.audit import Entry, read_audit
from api.access.database import NAME
from api.access.keys import add_key
from api.access.scope import GRANTED, Scope
from api.app import create_app
from api.settings import Settings
from tests.http.conftest import HOST

V1 = "/api/v1"
ROWS = "企业名称,镇街,行业代码,主要产品\n中山测试电机有限公司,小榄镇,3812,电机\n中山样品水泵厂,南头镇,3441,水泵\n"
WRONG = ROWS + "中山坏行有限公司,不存在镇,99x9,\n"
RAW = {"Content-Type": "application/octet-stream"}


class Office:
    """Asks a service as the holder of a key of some scope."""

    def __init__(self, client: TestClient, keys: Mapping[Scope, str], place: Path) -> None:
        self.client, self.place = client, place
        self._keys = keys

    def key(self, scope: Scope | None) -> dict[str, str]:
        """The header that shows a key; none without a scope."""
        return {} if scope is None else {"Authorization": f"Bearer {self._keys[scope]}"}

    def get(self, path: str, scope: Scope | None = None, **headers: str) -> Any:
        return self.client.get(V1 + path, headers={**self.key(scope), **headers})

    def post(self, path: str, body: object, scope: Scope | None = None, **headers: str) -> Any:
        given = {**self.key(scope), "Content-Type": "application/json", **headers}
        return self.client.post(V1 + path, content=json.dumps(body), headers=given)

    def send(self, content: bytes | str, query: str = "mapping=firms&name=firms.csv", **headers: str) -> Any:
        """Send a file to be imported."""
        data = content.encode() if isinstance(content, str) else content
        given = {**self.key(Scope.LOAD), **RAW, **headers}
        return self.client.post(f"{V1}/imports?{query}", content=data, headers=given)

    def delete(self, path: str, scope: Scope | None = None) -> Any:
        return self.client.delete(V1 + path, headers=self.key(scope))

    def job(self, answer: Any, scope: Scope = Scope.ADMIN, wait: float = 50) -> dict[str, Any]:
        """Return the job that an answer leads to, once it is over."""
        assert answer.status_code == 202, answer.text
        return self.at(answer.headers["location"], scope, wait)

    def at(self, location: str, scope: Scope = Scope.ADMIN, wait: float = 50) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"{location}?wait={wait}", headers=self.key(scope)).json()["data"]
        return found

    def until(self, location: str, state: str) -> dict[str, Any]:
        """Wait until a job is in a state."""
        for _ in range(600):
            found = self.at(location, wait=0)
            if found["state"] == state:
                return found
            assert found["state"] in ("queued", "running"), found
            self.client.portal.call(_little)  # type: ignore[union-attr]
        raise AssertionError(f"the job is still {found['state']}")


async def _little() -> None:
    import asyncio

    await asyncio.sleep(0.05)


def make_keys(home: Path) -> dict[Scope, str]:
    """Make a key of each scope."""
    return {scope: add_key(home / NAME, f"key-{scope.word}", scope, None)[0] for scope in GRANTED}


@contextlib.contextmanager
def office(place: Path, keys: Mapping[Scope, str] | None = None, **settings: Any) -> Iterator[Office]:
    """Run a service over a store, with its files beside it."""
    keys = make_keys(place.parent) if keys is None else keys
    app = create_app(Settings(**{"store": str(place), "check_s": 0, **settings}))
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000), raise_server_exceptions=False) as client:
        yield Office(client, keys, place)


def changes(place: Path) -> list[Entry]:
    """What is recorded of changes to the store, newest first; making keys is recorded too."""
    return [entry for entry in read_audit(place.parent / NAME) if not entry.action.startswith("key.")]


def statement_path(key: str) -> str:
    """The path of a statement under review."""
    return f"/review/{quote(key, safe='')}"

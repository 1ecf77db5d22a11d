"""The client against a service of its own on loopback: typed answers, pages, what is kept, refusals, keys, files."""

from __future__ import annotations

import ast
import io
import json
import sys
import urllib.error
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from api.client import Cache, Client, Problem
from api.client.calls import Calls
from api.client.transport import Transport
from tests.http import client_maker
from tests.http.serving import Service, started, stop

if TYPE_CHECKING:
    from api.client import rows


@pytest.fixture(scope="module")
def service(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("client")
    (home / "liantu.lbug").write_bytes(filled.read_bytes())
    found = started(home)
    yield found
    stop(found)


class Counted(Client):
    """A client that says which answers were sent anew."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.sent: list[str] = []

    def open(self, method: str, where: str, *args: Any, **given: Any) -> Any:
        answer = super().open(method, where, *args, **given)
        self.sent.append(where)
        return answer


def test_making_it_again_gives_the_same_bytes() -> None:
    """Otherwise: ``python -m tests.http.client_maker``."""
    for name, text in client_maker.files().items():
        assert (client_maker.FOLDER / name).read_text(encoding="utf-8") == text, name


def test_it_needs_nothing_but_the_standard_library() -> None:
    for path in client_maker.FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.partition(".")[0] in sys.stdlib_module_names or name.startswith("api.client"), name


def test_no_operation_hides_what_sends_requests() -> None:
    own = {name for name in vars(Transport) if not name.startswith("__")}
    assert not own & set(vars(Calls))


def test_lists_page_by_themselves(service: Service) -> None:
    client = Counted(service.address)
    listed = client.gaps(limit=3)
    page: rows.GapLinePage = listed.page()
    assert page["parameters"]["region"] == "中山市"
    assert (len(page["data"]), page["truncated"], page["total"]) == (3, True, 8)
    found: list[rows.GapLine] = list(listed)
    assert [row["segment"] for row in found] == [row["segment"] for row in client.gaps()]
    assert len([where for where in client.sent if "limit=3" in where]) == 3
    assert {row["tier"] for row in found} == {"T0"}


def test_things_come_with_their_types(service: Service) -> None:
    client = Client(service.address)
    chain: rows.ChainAnswer = client.chain("家电")["data"]
    assert sum(chain["counts"].values()) == len(chain["segments"])
    why = client.segment_why("Segment:motor", chain="appliance")
    assert why["data"]["quotes"][0]["text"] == "甲电机厂生产电机"
    assert client.health()["status"] == "up"
    assert [row["name"] for row in client.nodes(kind="Firm", filters={"name.contains": "乙"})] == ["乙整机厂"]
    asked = list(client.query("firm-card", {"firm": "乙厂"}))
    assert asked
    own = client.cypher({"query": "MATCH (f:Firm) RETURN f.name AS name ORDER BY name", "limit": 1})
    assert own["columns"] == ["name"]
    assert own["truncated"]


def test_what_has_not_changed_is_not_sent_again(service: Service) -> None:
    client = Counted(service.address)
    first = client.gaps().page()
    assert client.gaps().page() == first
    assert len(client.sent) == 1
    client.chains().page()
    assert len(client.sent) == 2


def test_what_is_kept_in_a_folder_outlives_the_program(service: Service, tmp_path: Path) -> None:
    first = Counted(service.address, cache=Cache(tmp_path / "kept"))
    whole = first.gaps().page()
    assert len(first.sent) == 1
    second = Counted(service.address, cache=Cache(tmp_path / "kept"))
    assert second.gaps().page() == whole
    assert second.sent == []
    english = Counted(service.address, cache=Cache(tmp_path / "kept"), language="en")
    english.gaps().page()
    assert len(english.sent) == 1


def test_refusals_are_exceptions_with_their_code(service: Service) -> None:
    client = Client(service.address, language="en")
    with pytest.raises(Problem, match="no chain") as told:
        client.chain("没有的链")
    assert (told.value.status, told.value.code) == (404, "NotFound")
    with pytest.raises(Problem) as wrong:
        client.cypher({"query": "MATCH (n) DETACH DELETE n"})
    assert wrong.value.code == "QueryRefused"
    with pytest.raises(Problem) as alone:
        Client("http://127.0.0.1:9", tries=1).health()
    assert alone.value.status == 0


def test_a_key_opens_what_needs_one(service: Service) -> None:
    with pytest.raises(Problem) as told:
        Client(service.address).audit().page()
    assert (told.value.status, told.value.code) == (401, "KeyMissing")
    token, _ = add_key(service.home / NAME, "planning tool", Scope.ADMIN, None)
    entries = list(Client(service.address, key=token).audit())
    assert entries[-1]["action"] == "key.add"


def test_files_are_read_as_they_come_and_stand_only_when_whole(service: Service, tmp_path: Path) -> None:
    client = Client(service.address)
    lines = list(client.exports_nodes(kinds="Firm").lines())
    assert {line["kind"] for line in lines} == {"Firm"}
    saved = client.exports_all().save(tmp_path / "all.ndjson")
    assert len(saved.read_text(encoding="utf-8").splitlines()) > len(lines)
    assert list(tmp_path.iterdir()) == [saved]
    assert client.chain_map_png("家电", width=400).read().startswith(b"\x89PNG")
    assert client.gaps().as_file("text/csv").read().startswith(b"\xef\xbb\xbf")
    assert client.graph(key="Firm:甲电机厂")["data"]["nodes"]


def test_who_is_told_to_come_back_does(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client, waited = Client(service.address, tries=2), list[float]()
    monkeypatch.setattr("api.client.transport.time.sleep", waited.append)
    real = client._opener.open
    busy = [Problem(503, {"code": "StoreBusy"}, 2)]

    def opened(*args: Any, **given: Any) -> Any:
        if busy:
            raise_again(busy.pop())
        return real(*args, **given)

    monkeypatch.setattr(client._opener, "open", opened)
    assert client.health()["status"] == "up"
    assert waited == [2]


def raise_again(problem: Problem) -> None:
    """As urllib tells a status of the service."""
    headers = Message()
    headers["Retry-After"] = str(int(problem.retry_after))
    body = io.BytesIO(json.dumps(problem.body).encode())
    raise urllib.error.HTTPError("http://127.0.0.1", problem.status, "busy", headers, body)

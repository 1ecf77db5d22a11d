"""The examples of a reverse proxy, run: a real proxy with TLS before a real service."""

from __future__ import annotations

import json
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from graph.embedded.store import EmbeddedStore
from graph.store import NodeRow, Stream
from tests.cli.conftest import ROOT, run_liantu
from tests.http.deploying import NAME, Front, certificate, free_port, require
from tests.http.serving import Service, started, stop

V1 = "/api/v1"
MANY = 20_000
DEPLOY = ROOT / "docs" / "deploy"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[tuple[Service, str]]:
    """A service as an office runs it, and a key for reading."""
    home = tmp_path_factory.mktemp("office")
    (home / "liantu.lbug").write_bytes(filled.read_bytes())
    with EmbeddedStore(home / "liantu.lbug") as store:
        rows = (NodeRow("Topic", f"Topic:{at:06d}", f"主题{at}", {"aliases": ["别名" * 100]}) for at in range(MANY))
        store.load(Stream("many", rows, iter(())))
    key = json.loads(run_liantu("key", "add", "规划室", "--scope", "read", "--json", home=home).stdout)["key"]
    found = started(home, "--proxy", "--workers", "2", LIANTU_HTTP_HOSTS=NAME)
    yield found, key
    assert stop(found) == 0


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest, office: tuple[Service, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """The proxy of the example, with ports, a certificate and a place of its own put in."""
    program = require(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    chain, key = certificate(folder)
    https, http = free_port(), free_port()
    text = (DEPLOY / ("nginx.conf" if request.param == "nginx" else "Caddyfile")).read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/liantu/fullchain.pem", str(chain)).replace("/etc/ssl/liantu/privkey.pem", str(key))
    assert "127.0.0.1:8600" in text
    text = text.replace("127.0.0.1:8600", f"127.0.0.1:{office[0].port}")
    make = _nginx if request.param == "nginx" else _caddy
    process = make(program, text, folder, https, http)
    # Caddy looks at what comes, not at what is announced.
    found = Front(process, chain, https, http, refuses_ahead=request.param == "nginx")
    yield found
    found.stop()


def _nginx(program: str, text: str, folder: Path, https: int, http: int) -> subprocess.Popen[bytes]:
    text = text.replace("listen 443", f"listen 127.0.0.1:{https}").replace("listen 80", f"listen 127.0.0.1:{http}")
    (folder / "liantu.conf").write_text(text, encoding="utf-8")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;"
        f"events {{}} http {{ access_log off; {paths} include {folder}/liantu.conf; }}",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _caddy(program: str, text: str, folder: Path, https: int, http: int) -> subprocess.Popen[bytes]:
    text = text.replace("admin off", f"admin off\n\thttp_port {http}\n\thttps_port {https}", 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    place = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [program, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    subprocess.run([program, "validate", *command[2:]], check=True, capture_output=True, env=place)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=place)


def test_it_answers_by_name_with_tls_to_who_has_a_key(front: Front, office: tuple[Service, str]) -> None:
    with front.client(office[1]) as client:
        answer = client.get(f"{V1}/gaps")
        assert answer.json()["total"] == 8
        assert "max-age" in answer.headers["strict-transport-security"]
        assert client.get(f"{V1}/gaps", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    with front.client() as client:
        assert client.get(f"{V1}/gaps").json()["code"].startswith("Key")
        assert client.get(f"{V1}/health").status_code == 200


def test_who_comes_without_tls_is_sent_to_it(front: Front) -> None:
    answer = httpx2.get(f"http://127.0.0.1:{front.http}{V1}/gaps?limit=1", headers={"Host": NAME})
    assert answer.status_code in (301, 308)
    assert answer.headers["location"].startswith(f"https://{NAME}")
    assert answer.headers["location"].endswith(f"{V1}/gaps?limit=1")


def test_another_name_leads_nowhere(front: Front, office: tuple[Service, str]) -> None:
    with pytest.raises(ssl.SSLError):
        front.connect("evil.example").close()
    with front.client(office[1], "evil.example") as client:
        try:
            answer = client.get(f"{V1}/gaps")
        except httpx2.HTTPError:
            return
        assert answer.status_code in (421, 404, 400) or answer.content == b""


def test_another_name_in_the_request_alone_leads_nowhere(front: Front, office: tuple[Service, str]) -> None:
    with front.client(office[1]) as client:
        answer = client.get(f"{V1}/gaps", headers={"Host": "evil.example"})
        assert answer.status_code in (400, 403, 404, 421) or answer.content == b""


def test_what_a_client_writes_about_itself_is_not_believed(front: Front, office: tuple[Service, str]) -> None:
    spoofed = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    with front.client() as client:
        assert client.get(f"{V1}/gaps", headers=spoofed).status_code == 401
    with front.client(office[1]) as client:
        answer = client.get(f"{V1}/gaps?limit=2", headers=spoofed | {"Forwarded": "host=evil.example"})
        assert answer.status_code == 200
        assert answer.json()["next"].startswith(f"{V1}/gaps?")
        assert "evil" not in answer.text + str(answer.headers)


def test_large_bodies_are_refused_by_whoever_sees_them_first(front: Front, office: tuple[Service, str]) -> None:
    with front.client(office[1]) as client:
        answer = client.post(f"{V1}/cypher", json={"query": "RETURN 1 AS n", "x": "a" * 3_000_000})
        assert (answer.status_code, answer.json()["code"]) == (413, "BodyTooLarge")
    if not front.refuses_ahead:
        return
    with front.connect() as peer:
        head = f"POST {V1}/cypher HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer {office[1]}\r\n"
        peer.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 900000000\r\n\r\n".encode())
        assert peer.recv(1_000).split()[1] == b"413"


def test_exports_pass_through_while_they_are_written(front: Front, office: tuple[Service, str]) -> None:
    service, key = office
    path = f"{V1}/exports/nodes.ndjson?kinds=Topic&review=all"
    with front.client(key) as client, client.stream("GET", path, headers={"Accept-Encoding": "identity"}) as answer:
        chunks = answer.iter_bytes(64 * 1024)
        first = next(chunks)
        # The service is still at it: nobody has gathered the whole answer.
        assert "liantu_http_running 2.0" in _numbers(service, key)
        text = first + b"".join(chunks)
    own = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    assert text == httpx2.get(f"{service.address}{path}", headers=own, timeout=60).content
    assert text.count(b"\n") == MANY
    with front.client(key) as client:
        part = client.get(path, headers={"Range": "bytes=0-9"})
        assert (part.status_code, len(part.content)) == (200, len(text))


def test_a_client_that_goes_away_stops_the_export_behind_the_proxy(front: Front, office: tuple[Service, str]) -> None:
    service, key = office
    for _ in range(3):
        with front.connect() as peer:
            ask = f"GET {V1}/exports/all.ndjson HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer {key}\r\n\r\n"
            peer.sendall(ask.encode())
            assert peer.recv(1_000).split()[1] == b"200"
        for _ in range(100):
            if "liantu_http_running 1.0" in _numbers(service, key):
                break
            time.sleep(0.1)
        else:
            pytest.fail("an export went on for nobody")


def _numbers(service: Service, key: str) -> str:
    return httpx2.get(f"{service.address}{V1}/metrics", headers={"Authorization": f"Bearer {key}"}).text

"""What a server can refuse, and what the user is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from graph.errors import (
    InputError,
    LiantuError,
    NotFound,
    StoreDenied,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTooNew,
    StoreTooOld,
    StoreUnreachable,
)
from graph.opening import open_store
from graph.server.connect import PASSWORD, PASSWORD_FILE, USER, Login, connect, parse_address, read_login
from graph.server.store import Neo4jStore
from graph.store import Batch, NodeRow
from tests.server.neo4j_server import Server, free_port, jars, require, started, wipe

SECRET = "geheim-4711"  # noqa: S105


@dataclass(frozen=True)
class Guarded:
    """A server with a login, and what its first login said before the password was changed."""

    uri: str
    first: LiantuError
    login: Login


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    server = started(tmp_path_factory.mktemp("guarded"), authentication=True)
    with pytest.raises(LiantuError) as caught:
        Neo4jStore(parse_address(server.uri), Login("neo4j", "neo4j"))
    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver:
        change = f"ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO '{SECRET}'"
        driver.execute_query(change, database_="system")
    yield Guarded(server.uri, caught.value, Login("neo4j", SECRET))
    server.kill()


def firms(count: int, source: str = "a") -> Batch:
    return Batch(source, [NodeRow("Firm", f"Firm:{n}", f"企业{n}") for n in range(count)], [])


def test_a_password_that_must_be_changed_is_told_from_a_wrong_one(guarded: Guarded) -> None:
    assert isinstance(guarded.first, StoreDenied)
    assert "ALTER CURRENT USER" in guarded.first.message()
    with pytest.raises(StoreDenied) as caught:
        Neo4jStore(parse_address(guarded.uri), Login("neo4j", "wrong"))
    assert "ALTER" not in caught.value.message()
    with pytest.raises(StoreDenied):
        Neo4jStore(parse_address(guarded.uri), Login())


def test_login_comes_from_the_environment_or_a_file(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(USER, "neo4j")
    monkeypatch.setenv(PASSWORD, SECRET)
    with open_store(guarded.uri) as store:
        assert store.load(firms(2)).added == 2
    monkeypatch.delenv(PASSWORD)
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    monkeypatch.setenv(PASSWORD_FILE, str(secret))
    with open_store(guarded.uri.replace("bolt", "neo4j"), read_only=True) as store:
        assert store.info().nodes == {"Firm": 2}


def test_a_password_is_in_no_message(guarded: Guarded) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(f"neo4j://neo4j:{SECRET}@127.0.0.1:7687")
    assert SECRET not in caught.value.message() + caught.value.message("en") + repr(caught.value)
    assert SECRET not in repr(guarded.login)
    with pytest.raises(StoreUnreachable) as unreachable:
        Neo4jStore(parse_address(f"{guarded.uri}/nosuch"), guarded.login)
    assert SECRET not in str(unreachable.value.__cause__)


def test_half_a_login_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有密码"):
        read_login({USER: "neo4j"})
    with pytest.raises(InputError, match="密码文件"):
        read_login({PASSWORD_FILE: str(tmp_path / "none")})
    assert read_login({PASSWORD: "x"}) == Login("neo4j", "x")
    assert read_login({}) == Login()


def test_a_database_that_is_not_there_is_named(guarded: Guarded) -> None:
    with pytest.raises(StoreUnreachable) as caught:
        Neo4jStore(parse_address(f"{guarded.uri}/nosuch"), guarded.login)
    assert "库名" in caught.value.message()
    assert caught.value.where.endswith("/nosuch")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there_is_said_to_be_so(scheme: str) -> None:
    with pytest.raises(StoreUnreachable) as caught:
        Neo4jStore(parse_address(f"{scheme}://127.0.0.1:{free_port()}"), Login())
    assert "连不上" in caught.value.message()


@pytest.mark.parametrize("address", ["neo4j://", "neo4j://host:port", "bolt://h/a/b", "bolt://h?x=1", "bolt://h:1#f"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        parse_address(address)


def test_an_unknown_kind_of_address_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        open_store("http://127.0.0.1:7474")
    assert "bolt+s" in caught.value.message()


@pytest.fixture
def speechless() -> Iterator[int]:
    """A server that agrees to no version of the protocol that the driver offers."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.recv(20)
                client.sendall(b"\x00\x00\x00\x00")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_a_server_that_speaks_an_older_protocol_is_too_old(speechless: int) -> None:
    with pytest.raises(StoreTooOld):
        connect(parse_address(f"bolt://127.0.0.1:{speechless}"), Login())


def test_a_store_of_a_later_version_is_left_alone(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    later = "CREATE INDEX liantu_schema_99_abc IF NOT EXISTS FOR (n:Document) ON (n.title)"
    with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
        driver.execute_query(later)
        try:
            with pytest.raises(StoreTooNew):
                Neo4jStore(parse_address(neo4j_uri), Login())
        finally:
            driver.execute_query("DROP INDEX liantu_schema_99_abc")


def test_reading_a_database_without_a_store_says_what_to_do(neo4j_uri: str) -> None:
    with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
        names = driver.execute_query("SHOW INDEXES YIELD name WHERE name STARTS WITH 'liantu_schema_' RETURN name")
        for (name,) in names.records:
            driver.execute_query(f"DROP INDEX {name}")
    with pytest.raises(NotFound) as caught:
        Neo4jStore(parse_address(neo4j_uri), Login(), read_only=True)
    assert "liantu build" in caught.value.message()
    with Neo4jStore(parse_address(neo4j_uri), Login()) as store:
        assert store.info().drift == ()


def test_a_store_opened_for_reading_takes_no_load(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    Neo4jStore(parse_address(neo4j_uri), Login()).close()
    with Neo4jStore(parse_address(neo4j_uri), Login(), read_only=True) as store:
        with pytest.raises(StoreReadOnly):
            store.load(firms(1))
        assert store.load(firms(1), dry_run=True).added == 1
        assert store.info().nodes == {}


def test_names_can_be_sought_on_the_server_itself(neo4j_uri: str) -> None:
    """As docs/stores.md shows it."""
    wipe(neo4j_uri)
    with Neo4jStore(parse_address(neo4j_uri), Login()) as store:
        lamps = NodeRow("Industry", "Industry:灯饰", "灯饰产业", {"aliases": ["照明"], "pinyin": "dengshi"})
        store.load(Batch("a", [lamps, NodeRow("Firm", "Firm:x", "锁具厂")], []))
    with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
        driver.execute_query("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
        for word in ("灯饰", "照明", "dengshi"):
            query = (
                "CALL db.index.fulltext.queryNodes('liantu_names', $word) YIELD node, score RETURN node.name AS name"
            )
            assert [record["name"] for record in driver.execute_query(query, word=word).records] == ["灯饰产业"]


def test_missing_indexes_are_found_and_mended_by_the_next_writer(neo4j_uri: str) -> None:
    with Neo4jStore(parse_address(neo4j_uri), Login()) as store:
        with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
            driver.execute_query("DROP INDEX liantu_name_Firm")
        assert store.info().drift == ("liantu_name_Firm",)
        assert store.info().indexes["liantu_name_Firm"] == "MISSING"
    with Neo4jStore(parse_address(neo4j_uri), Login()) as store:
        assert store.info().drift == ()


def fill(store: Neo4jStore) -> None:
    for n in range(40):
        big = NodeRow("Topic", f"Topic:{n}", "大", {"aliases": [f"{n}-{k}" + "字" * 400 for k in range(2_000)]})
        store.load(Batch(f"big-{n}", [big], []))


def test_a_full_disk_is_said_to_be_so(tmp_path: Path) -> None:
    """The server may write files of 48 MiB at most, which its log of transactions soon is."""
    require()
    jars()
    server = Server(tmp_path / "full", before=["bash", "-c", 'ulimit -f 49152; exec "$@"', "-"]).start()
    try:
        store = Neo4jStore(parse_address(server.uri), Login())
        store.load(firms(10))
        with pytest.raises(StoreError) as caught:
            fill(store)
        assert isinstance(caught.value, StoreFull | StoreReadOnly), caught.value.message()
        assert "磁盘" in caught.value.message()
        store.close()
    finally:
        server.kill()

"""Users' own Cypher on both engines: attacks change nothing and reach nobody, ordinary questions are answered."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError, LiantuError, QueryRefused, StoreTimeout
from graph.opening import open_store
from graph.server.connect import Login, parse_address
from graph.server.store import Neo4jStore
from graph.store import Batch, NodeRow, Store, Value
from queries import ask_cypher
from queries.ask_cypher import Asker, Limits, ask
from tests.queries.attacks import ATTACKS, BOTH, LADYBUG, NEO4J, OUTSIDE, SCHEMA, WRITES
from tests.queries.samples import fill
from tests.server.neo4j_server import wipe


class Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self) -> None:
        self.met = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.met += 1
                connection.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@dataclass
class Ground:
    """A filled store, who asks it, and what an attack would leave behind."""

    place: str
    asker: Asker
    folder: Path
    listener: Listener
    secret: Path

    def attack(self, text: str) -> str:
        return text.replace("PORT", str(self.listener.port)).replace("FILE", str(self.secret))

    def traces(self) -> object:
        """All that may not change: the files beside the store, this folder's names, the server's counts."""
        return (
            {str(path): _digest(path) for path in sorted(self.folder.rglob("*")) if path.is_file()},
            sorted(path.name for path in Path.cwd().iterdir() if path.name != ".coverage"),
            _server_counts(self.place) if "://" in self.place else None,
            self.listener.met,
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _server_counts(uri: str) -> object:
    questions = [
        "MATCH (n) RETURN count(n), sum(size(keys(n)))",
        "MATCH ()-[e]->() RETURN count(e), sum(size(keys(e)))",
        "MATCH (n) UNWIND labels(n) AS l RETURN DISTINCT l ORDER BY l",
        "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
        "SHOW INDEXES YIELD name RETURN name ORDER BY name",
        "SHOW USERS YIELD user, passwordChangeRequired AS p RETURN user, p ORDER BY user",
        "SHOW DATABASES YIELD name, currentStatus AS s RETURN name, s ORDER BY name",
    ]
    with neo4j.GraphDatabase.driver(uri) as driver, driver.session() as session:
        found: list[object] = [session.run(question).values() for question in questions]
        home = session.run(
            "SHOW SETTINGS YIELD name, value WHERE name = 'server.directories.neo4j_home' RETURN value"
        ).values()
    # Transaction logs and metrics are the server's own; anything else that appears is not.
    root = Path(str(home[0][0]))
    found.append(sorted(path.name for path in root.iterdir()) if root.is_dir() else [])
    return found


@pytest.fixture(scope="module", params=["ladybug", "neo4j"])
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("ground")
    secret = folder / "secret"
    secret.write_text("secret,words\n", encoding="utf-8")
    if request.param == "ladybug":
        place = str(folder / "store.lbug")
        with EmbeddedStore(Path(place)) as store:
            fill(store)
    else:
        place = request.getfixturevalue("neo4j_uri")
        wipe(place)
        with Neo4jStore(parse_address(place), Login()) as server:
            fill(server)
    listener = Listener()
    with Asker(place) as asker:
        yield Ground(place, asker, folder, listener, secret)
    listener.close()
    if request.param == "neo4j":
        wipe(place)


def reading(ground: Ground) -> Store:
    if "://" in ground.place:
        return Neo4jStore(parse_address(ground.place), Login(), read_only=True)
    return EmbeddedStore(Path(ground.place), read_only=True)


def test_no_attack_leaves_a_trace(ground: Ground) -> None:
    before = ground.traces()
    for attack in ATTACKS:
        with pytest.raises(QueryRefused) as caught:
            ground.asker.ask(ground.attack(attack))
        refusal = caught.value
        assert all((refusal.zh, refusal.en, refusal.do_zh, refusal.do_en)), attack
        assert refusal.where.startswith("第 "), attack
    assert ground.traces() == before


def test_read_mode_alone_stops_every_write(ground: Ground) -> None:
    """The second door: what would get past the guard is still refused, or changes nothing."""
    # A checkpoint is the next test's matter; a server compiles each of them, so it gets every third.
    attacks = [attack for attack in (*WRITES, *SCHEMA) if "CHECKPOINT" not in attack]
    attacks = attacks[::3] if "://" in ground.place else attacks
    before = ground.traces()
    refused = 0
    with reading(ground) as store:
        for attack in attacks:
            with contextlib.suppress(LiantuError):
                store.read(ground.attack(attack), timeout_s=5, max_rows=5)
                continue
            refused += 1
    assert refused > len(attacks) * 0.8
    assert ground.traces() == before


def test_the_process_of_a_query_writes_no_byte(ground: Ground, tmp_path: Path) -> None:
    """Behind the guard an embedded engine checkpoints a store that is open for reading, and copies to files."""
    if "://" in ground.place:
        pytest.skip("a server's files are its own")
    copy, target = tmp_path / "store.lbug", tmp_path / "appeared.csv"
    copy.write_bytes(Path(ground.place).read_bytes())
    with Asker(str(copy)) as asker:
        for attack in (f"COPY (MATCH (n) RETURN n.name) TO '{target}'", "CHECKPOINT"):
            asker._run(attack, {}, Limits(seconds=5))
    assert _digest(copy) == _digest(Path(ground.place))
    assert not target.exists() or target.stat().st_size == 0
    # What is left is empty, and the next who opens the store for writing clears it away.
    with EmbeddedStore(copy) as store:
        assert store.read("MATCH (n:Firm) RETURN count(n) AS n").rows == ((3,),)


def test_the_listener_would_have_heard(ground: Ground) -> None:
    """The same attack without the guard does reach the listener on a server: the test above can fail."""
    if "://" not in ground.place:
        pytest.skip("the embedded engine reads no addresses without an extension")
    before = ground.listener.met
    with reading(ground) as store, pytest.raises(LiantuError):
        store.read(ground.attack(OUTSIDE[0]), timeout_s=5)
    assert ground.listener.met > before


def test_ordinary_questions_are_answered(ground: Ground) -> None:
    before = ground.traces()
    for query in (*BOTH, *(NEO4J if "://" in ground.place else LADYBUG)):
        table = ground.asker.ask(query)
        assert table.columns, query
        assert not table.truncated, query
    assert ground.traces() == before


def test_parameters_arrive_as_they_are(ground: Ground) -> None:
    evil = "x' RETURN 1; CREATE (n) //"
    given: dict[str, Value] = {"a": evil, "b": 3, "c": None, "d": [1, 2], "e": "中山\u2028\u200b"}
    table = ground.asker.ask("RETURN $a AS a, $b AS b, $c AS c, $d AS d, $e AS e", given)
    assert table.rows == ((evil, 3, None, [1, 2], "中山\u2028\u200b"),)


def test_a_regular_expression_in_a_parameter_is_checked_too(ground: Ground) -> None:
    query = "MATCH (n) WHERE n.name =~ $p RETURN n.name AS name"
    assert ground.asker.ask(query, {"p": ".*家电.*"}).columns == ("name",)
    for evil in ("(a+)+$", ".*.*.*b", "(?=a)"):
        with pytest.raises(QueryRefused, match="正则"):
            ground.asker.ask(query, {"p": evil})


@pytest.mark.parametrize("given", [{}, {"a": 1, "b": 2}, {"b": 1}])
def test_parameters_must_be_those_of_the_query(ground: Ground, given: dict[str, int]) -> None:
    with pytest.raises(InputError, match="参数"):
        ground.asker.ask("RETURN $a AS a", dict(given))


def test_parameters_that_cannot_be_sent_are_refused(ground: Ground) -> None:
    deep: list[object] = []
    for _ in range(50):
        deep = [deep]
    for bad in ("x" * 2_000_000, deep, "\ud800"):
        with pytest.raises(InputError, match="参数 a"):
            ground.asker.ask("RETURN $a AS a", {"a": bad})  # type: ignore[dict-item]


def test_rows_and_size_are_limited_and_said_so(ground: Ground) -> None:
    rows = ground.asker.ask("UNWIND range(1, 1000) AS x RETURN x", limits=Limits(rows=7))
    assert (len(rows.rows), rows.truncated, rows.oversize) == (7, True, False)
    many = "UNWIND range(1, 1000) AS x RETURN x, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' AS t"
    large = ground.asker.ask(many, limits=Limits(rows=1000, size=2_000))
    assert 0 < len(large.rows) < 1000
    assert (large.truncated, large.oversize) == (True, True)
    with pytest.raises(QueryRefused, match="结果太大"):
        ground.asker.ask("RETURN range(1, 10000) AS x", limits=Limits(size=2_000))


def test_time_is_up_and_the_next_question_is_answered(ground: Ground) -> None:
    endless = (
        "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b MATCH (m), (n) RETURN sum(a * b * size(m.name)) AS s"
    )
    with pytest.raises(StoreTimeout):
        ground.asker.ask(endless, limits=Limits(seconds=0.3))
    assert ground.asker.ask("RETURN 1 AS x").rows == ((1,),)


def test_a_process_past_its_limits_is_killed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planning the joins of a long path runs past the engine's own time limit."""
    monkeypatch.setattr(ask_cypher, "GRACE_S", 0.5)
    star = "MATCH " + ", ".join(f"(a)-[:IN_SEGMENT|INPUT_OF]-(b{n})" for n in range(24)) + " RETURN count(*) AS c"
    with pytest.raises(StoreTimeout):
        ground.asker.ask(star, limits=Limits(seconds=0.3))
    with pytest.raises(StoreTimeout):
        ground.asker.ask("RETURN 1 AS x", limits=Limits(memory=1_000_000))
    assert ground.asker.ask("RETURN 1 AS x").rows == ((1,),)


def test_one_question_needs_no_asker_of_its_own(ground: Ground) -> None:
    assert ask(ground.place, "MATCH (n:Firm) RETURN count(n) AS n").rows == ((3,),)


def test_a_kept_process_sees_what_was_loaded_since(ground: Ground, tmp_path: Path) -> None:
    place = ground.place
    if "://" not in place:
        copy = tmp_path / "store.lbug"
        copy.write_bytes(Path(place).read_bytes())
        place = str(copy)
    query = "MATCH (n:Firm) RETURN count(n) AS n"
    with Asker(place) as asker:
        assert asker.ask(query).rows == ((3,),)
        with open_store(place) as store:
            store.load(Batch("new", [NodeRow("Firm", "Firm:新厂", "新厂")], []))
            assert asker.ask(query).rows == ((4,),)
            store.withdraw("new")
        assert asker.ask(query).rows == ((3,),)


def test_several_threads_share_one_asker(ground: Ground) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(ground.asker.ask("RETURN $n AS n", {"n": n}).rows[0][0]))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [0, 1, 2, 3]

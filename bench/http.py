"""Measure: the HTTP interface on loopback against a bare ASGI route and against the engine's own queries.

``python -m bench.http [--nodes N]``. Server and client share the machine, so
requests a second are those of both together; only ratios, and CPU time of the
server for a request, say anything about another. What an answer takes is
compared with what the engine's own query takes when as many ask it at once. It
ends by itself: every measure has a number of requests.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from graph.embedded.readers import EmbeddedReader
from graph.embedded.store import EmbeddedStore
from graph.store import NodeRow, Store, Stream
from queries.nodes import neighbours, node_by_index
from queries.search import find

ROOT = Path(__file__).parent.parent
LIANTU = [sys.executable, "-c", "from api.cli.main import run; run()"]
BARE = """
import sys, uvicorn
BODY = b'{"data":{"key":"Firm:x","name":"x"},"data_version":"0123456789abcdef"}'
HEAD = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEAD})
        await send({"type": "http.response.body", "body": BODY})
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", access_log=False, lifespan="off")
"""
SMALL, CLIENTS = 4_000, 8
V1 = "/api/v1"
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def served(command: Sequence[str], home: Path, port: int) -> Iterator[tuple[int, float]]:
    """Run a server; yield its process id and the seconds until it answered."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )
    try:
        for _ in range(600):
            try:
                asyncio.run(load(port, [f"{V1}/ready"], clients=1, each=1))
                break
            except OSError:
                time.sleep(0.02)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


async def load(
    port: int, paths: Sequence[str], *, clients: int, each: int, key: str = ""
) -> tuple[list[float], list[int], float]:
    """Ask as several clients with connections kept open; return each request's seconds and status, and the whole."""
    shown = f"Authorization: Bearer {key}\r\n" if key else ""
    taken: list[float] = []
    statuses: list[int] = []

    async def client(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for at in range(first, first + each):
            path = paths[at % len(paths)]
            begun = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{shown}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            lower = head.lower()
            length = int(lower.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            taken.append(time.perf_counter() - begun)
            statuses.append(int(head[9:12]))
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client(number * each) for number in range(clients)))
    return taken, statuses, time.perf_counter() - begun


@dataclass(frozen=True)
class Measured:
    """What requests took: seconds of each, of all, and of the server's processors for one."""

    taken: list[float]
    whole: float
    cpu: float
    failed: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.taken) / self.whole

    def top(self, part: float) -> float:
        """Return a quantile in milliseconds."""
        return sorted(self.taken)[min(len(self.taken) - 1, int(len(self.taken) * part))] * 1000


def asked(
    process: int, port: int, paths: Sequence[str], *, clients: int = CLIENTS, each: int = 0, key: str = ""
) -> Measured:
    """Ask a server, each path once if not said otherwise."""
    before = _processors(process)
    taken, statuses, whole = asyncio.run(
        load(port, paths, clients=clients, each=each or len(paths) // clients, key=key)
    )
    cpu = (_processors(process) - before) / len(taken)
    return Measured(taken, whole, cpu, sum(status != 200 for status in statuses))


def engine(store: Path, work: Callable[[Store, str], object], keys: Sequence[str], threads: int) -> Measured:
    """Let as many threads ask the engine itself, each on a connection of its own."""
    taken: list[float] = []
    with EmbeddedStore(store, read_only=True, at_once=max(2, threads)) as opened:

        def ask(mine: Sequence[str]) -> None:
            reader = EmbeddedReader(opened)
            for key in mine:
                begun = time.perf_counter()
                work(reader, key)
                taken.append(time.perf_counter() - begun)
            reader.close()

        for key in keys[:100]:
            work(opened, key)
        asking = [threading.Thread(target=ask, args=(keys[at::threads],)) for at in range(threads)]
        begun, cpu = time.perf_counter(), time.process_time()
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        whole = time.perf_counter() - begun
        return Measured(taken, whole, (time.process_time() - cpu) / len(taken), 0)


def _processors(process: int) -> float:
    """Seconds of processor that a process and those it started have used."""
    found = 0.0
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(place.parent.name) == process or int(fields[1]) == process:
            found += (int(fields[11]) + int(fields[12])) / TICKS
    return found


def tell(name: str, found: Measured, own: Measured | None, bare: Measured, bound: str = "") -> None:
    """Print one line, with ratios to the engine asked by as many at once and to the bare route."""
    ratios = ""
    if own is not None:
        ratios = (
            f"; engine {own.top(0.5):.2f}, {own.top(0.99):.2f}: p50 x{found.top(0.5) / own.top(0.5):.1f}, "
            f"p99 x{found.top(0.99) / own.top(0.99):.1f}"
        )
    print(
        f"{name:<36}{found.rate:7.0f}/s  p50 {found.top(0.5):.2f}, p99 {found.top(0.99):.2f} ms{ratios}; "
        f"CPU {found.cpu * 1000:.2f} ms, x{found.cpu / bare.cpu:.1f} of bare; {found.failed} not 200   {bound}",
        flush=True,
    )


def shipped(home: Path, port: int) -> None:
    """Small reads, many clients, the gap table, on the data that ship."""
    store = home / "liantu.lbug"
    with EmbeddedStore(store, read_only=True) as opened:
        rows = opened.read("MATCH (n) WHERE n.kind <> 'Change' RETURN n.key, n.kind, n.name ORDER BY n.key").rows
    every = [str(row[0]) for row in rows]
    firms = [str(row[0]) for row in rows if row[1] in ("Firm", "Town", "Chain", "Segment")][:400]
    names = list(dict.fromkeys(str(row[2])[:4] for row in rows if row[1] in ("Firm", "Segment", "Product")))[:400]
    kinds: dict[str, tuple[list[str], list[str], Callable[[Store, str], object]]] = {
        "node": (every, [f"{V1}/nodes/{quote(key, safe='')}" for key in every], node_by_index),
        "neighbours": (firms, [f"{V1}/nodes/{quote(key, safe='')}/neighbours" for key in firms], neighbours),
        "search": (names, [f"{V1}/search?q={quote(name)}" for name in names], find),
    }
    with served([sys.executable, "-c", BARE, str(port)], home, port) as (process, _):
        asked(process, port, ["/"], each=50)
        bare = asked(process, port, ["/"], each=SMALL // CLIENTS)
    tell("bare ASGI JSON route, 8 clients", bare, None, bare)
    own = {
        (name, clients): engine(store, work, keys, clients)
        for name, (keys, _, work) in kinds.items()
        for clients in (1, CLIENTS)
    }
    key, _ = add_key(home / NAME, "bench", Scope.READ, None, {"requests": 10_000_000})
    for workers in (1, 2):
        command = [*LIANTU, "serve", "--port", str(port), "--workers", str(workers)]
        with served(command, home, port) as (process, ready):
            print(f"-- {workers} worker(s); start to ready {ready:.2f} s   ≤ 2")
            asked(process, port, [f"{V1}/nodes?kind=Topic&limit=1"], each=20)  # each has opened the store
            tell("first read of a node, 8 clients", asked(process, port, kinds["node"][1]), own["node", CLIENTS], bare,
                 "≥ 1500/s, p99 ≤ x3")  # fmt: skip
            few = kinds["node"][1][:50]
            asked(process, port, few, each=50)
            tell("kept node, 8 clients", asked(process, port, few, each=SMALL // CLIENTS), own["node", CLIENTS], bare,
                 "≥ 1500/s, p99 ≤ x3")  # fmt: skip
            shown = asked(process, port, few, each=SMALL // CLIENTS, key=key)
            tell("  the same with a key shown", shown, own["node", CLIENTS], bare)
            for name in ("neighbours", "search"):
                tell(f"first {name}, 8 clients", asked(process, port, kinds[name][1]), own[name, CLIENTS], bare)
            crowd = asked(process, port, few, clients=200, each=20)
            tell("200 clients at once", crowd, None, bare, "0 not 200")
            _analyses(process, port, every)
        with served(command, home, port) as (process, _):
            asked(process, port, [f"{V1}/nodes?kind=Topic&limit=1"], clients=1, each=5)
            one = kinds["node"][1][:1_500]
            tell("first read of a node, 1 client", asked(process, port, one, clients=1), own["node", 1], bare)


def _analyses(process: int, port: int, keys: Sequence[str]) -> None:
    table = [f"{V1}/gaps?limit=10000"]
    asked(process, port, table, clients=4, each=2)
    gaps = asked(process, port, table, clients=1, each=9)
    if gaps.failed:
        raise SystemExit("the gap table was not answered")
    print(f"gap table of all chains, warm          {statistics.median(gaps.taken) * 1000:8.1f} ms   ≤ 300")
    some = [f"{V1}/segments/{quote(key, safe='')}/why" for key in keys if key.startswith("Segment:")][:40]
    first = asked(process, port, some, clients=1)
    print(f"why a segment, first time              {statistics.median(first.taken) * 1000:8.1f} ms")


def growth(home: Path, port: int, nodes: int) -> None:
    """How much memory the server takes on while it exports many nodes."""
    rows = (NodeRow("Topic", f"Topic:{n:06d}", f"主题{n}", {"aliases": [f"别名{n}"]}) for n in range(nodes))
    with EmbeddedStore(home / "liantu.lbug") as store:
        store.load(Stream("many", rows, iter(())))
    with served([*LIANTU, "serve", "--port", str(port)], home, port) as (process, _):
        asyncio.run(load(port, [f"{V1}/nodes?kind=Topic"], clients=1, each=5))
        before, most = _memory(process), 0.0
        begun = time.perf_counter()
        connection, lines = HTTPConnection("127.0.0.1", port), 0
        connection.request("GET", f"{V1}/exports/all.ndjson")
        got = connection.getresponse()
        while chunk := got.read(1 << 16):
            lines += chunk.count(b"\n")
            most = max(most, _memory(process))
        took = time.perf_counter() - begun
    print(
        f"NDJSON of {lines} lines                {took:8.2f} s, memory +{most - before:.0f} MB on {before:.0f}   ≤ 100"
    )


def _memory(process: int) -> float:
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=18_600)
    given = parser.parse_args()
    print(json.dumps({"cores": os.cpu_count(), "load": os.getloadavg()[0]}))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "many").mkdir()
        built = Path(folder) / "shipped"
        subprocess.run(
            [*LIANTU, "build"],
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "LIANTU_HOME": str(built)},
        )
        shipped(built, given.port)
        growth(Path(folder) / "many", given.port, given.nodes)

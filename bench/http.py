"""Measure: the HTTP interface on loopback against a bare ASGI route and against the engine's own query.

``python -m bench.http [--nodes N]``. Server and client share the machine, so
requests a second are those of both together; only ratios say anything about
another. It ends by itself: every measure has a number of requests.
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
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from graph.embedded.store import EmbeddedStore
from graph.store import NodeRow, Stream

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
        process.wait(20)


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


def top(taken: Sequence[float], part: float) -> float:
    """Return a quantile in milliseconds."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * part))] * 1000


def engine(store: Path, keys: Sequence[str], count: int) -> list[float]:
    """Return the seconds of the bare queries, one after the other in this process."""
    taken = []
    with EmbeddedStore(store, read_only=True) as opened:
        for at in range(-200, count):
            begun = time.perf_counter()
            opened.read("MATCH (n:Firm) WHERE n.key = $key RETURN n LIMIT 1", {"key": keys[at % len(keys)]})
            if at >= 0:
                taken.append(time.perf_counter() - begun)
    return taken


def shipped(home: Path, port: int) -> None:
    """Small reads, many clients, the gap table, on the data that ship."""
    store = home / "liantu.lbug"
    with EmbeddedStore(store, read_only=True) as opened:
        keys = [str(row[0]) for row in opened.read("MATCH (n:Firm) RETURN n.key ORDER BY n.key LIMIT 50").rows]
        every = [
            str(row[0]) for row in opened.read("MATCH (n) WHERE n.kind <> 'Change' RETURN n.key ORDER BY n.key").rows
        ]
    once = [f"{V1}/nodes/{quote(key, safe='')}" for key in every]
    paths = [f"{V1}/nodes/{quote(key, safe='')}" for key in keys]
    own = engine(store, keys, 1_000)
    with served([sys.executable, "-c", BARE, str(port)], home, port):
        asyncio.run(load(port, ["/"], clients=CLIENTS, each=50))
        bare, _, bare_s = asyncio.run(load(port, ["/"], clients=CLIENTS, each=SMALL // CLIENTS))
    key, _ = add_key(home / NAME, "bench", Scope.READ, None, {"requests": 10_000_000})
    with served([*LIANTU, "serve", "--port", str(port)], home, port) as (process, ready):
        asyncio.run(load(port, paths, clients=CLIENTS, each=50))
        one, _, one_s = asyncio.run(load(port, paths, clients=1, each=SMALL // 4))
        used = [_seconds(process)]
        small, _, small_s = asyncio.run(load(port, paths, clients=CLIENTS, each=SMALL // CLIENTS))
        used.append(_seconds(process))
        _, keyed, keyed_s = asyncio.run(load(port, paths, clients=CLIENTS, each=SMALL // CLIENTS, key=key))
        used.append(_seconds(process))
        first, _, first_s = asyncio.run(load(port, once, clients=CLIENTS, each=len(once) // CLIENTS))
        _, crowd, crowd_s = asyncio.run(load(port, paths, clients=200, each=20))
        table = [f"{V1}/gaps?limit=10000"]
        asyncio.run(load(port, table, clients=1, each=1))
        gaps, answered, _ = asyncio.run(load(port, table, clients=1, each=9))
    print(f"start to ready                         {ready:8.2f} s   ≤ 2")
    print(f"bare ASGI JSON route                   {len(bare) / bare_s:8.0f} requests/s, p99 {top(bare, 0.99):.2f} ms")
    print(f"node by key, {CLIENTS} clients                 {len(small) / small_s:8.0f} requests/s   ≥ 1500")
    print(f"  of the bare route's                  {bare_s / small_s:8.2f}")
    print(f"  p50 {top(small, .5):.2f} ms, p99 {top(small, .99):.2f} ms; the engine alone p50 {top(own, .5):.2f}, "
          f"p99 {top(own, .99):.2f} ms; ratio of p99 {top(small, .99) / top(own, .99):.1f}   ≤ 3")  # fmt: skip
    print(f"  with a key shown                     {len(keyed) / keyed_s:8.0f} requests/s; the server's own time "
          f"{(used[1] - used[0]) / len(small) * 1e6:.0f} µs a request without a key, "
          f"{(used[2] - used[1]) / len(keyed) * 1e6:.0f} µs with one")  # fmt: skip
    print(f"node by key, one client                {len(one) / one_s:8.0f} requests/s, p50 {top(one, .5):.2f}, "
          f"p99 {top(one, .99):.2f} ms; ratios to the engine's {top(one, .5) / top(own, .5):.1f}, "
          f"{top(one, .99) / top(own, .99):.1f}")  # fmt: skip
    print(f"every node once, {CLIENTS} clients             {len(first) / first_s:8.0f} requests/s, "
          f"p50 {top(first, .5):.2f}, p99 {top(first, .99):.2f} ms (nothing kept yet)")  # fmt: skip
    print(f"200 clients at once                    {len(crowd) / crowd_s:8.0f} requests/s, "
          f"{sum(status != 200 for status in crowd)} of {len(crowd)} not 200   0")  # fmt: skip
    if {*answered, *keyed} != {200}:
        raise SystemExit(f"the gap table was answered {answered}, with a key { ({*keyed}) }")
    print(f"gap table of all chains, warm          {statistics.median(gaps) * 1000:8.1f} ms   ≤ 300")


def growth(home: Path, port: int, nodes: int) -> None:
    """How much memory the server takes on while it exports many nodes."""
    rows = (NodeRow("Topic", f"Topic:{n:06d}", f"主题{n}", {"aliases": [f"别名{n}"]}) for n in range(nodes))
    with EmbeddedStore(home / "liantu.lbug") as store:
        store.load(Stream("many", rows, iter(())))
    with served([*LIANTU, "serve", "--port", str(port)], home, port) as (process, _):
        asyncio.run(load(port, [f"{V1}/nodes?kind=Topic"], clients=1, each=5))
        before, most = _memory(process), 0.0
        begun = time.perf_counter()
        asked, lines = HTTPConnection("127.0.0.1", port), 0
        asked.request("GET", f"{V1}/exports/all.ndjson")
        got = asked.getresponse()
        while chunk := got.read(1 << 16):
            lines += chunk.count(b"\n")
            most = max(most, _memory(process))
        took = time.perf_counter() - begun
    print(
        f"NDJSON of {lines} lines                {took:8.2f} s, memory +{most - before:.0f} MB on {before:.0f}   ≤ 100"
    )


def _seconds(process: int) -> float:
    """Processor time that a process has used."""
    said = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


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

"""A real Neo4j server for the tests: the published artifact and one small Java file, no container.

``LIANTU_TEST_NEO4J`` names a running server without a password instead; tests
that restart or kill servers start their own all the same. The jars are kept in
the user's cache folder, outside the checkout.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import neo4j
import platformdirs
import pytest

HERE = Path(__file__).parent
NEEDED = ("java", "mvn")
START_S = 120


def missing() -> str:
    """Name what this machine lacks to start a server; empty if nothing."""
    return "、".join(name for name in NEEDED if shutil.which(name) is None)


def require() -> None:
    """Skip the test with a reason where no server can be had; in CI that is a failure."""
    if lacking := missing():
        reason = f"no Neo4j server for this test: {lacking} not found (make test installs them where it may)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def jars() -> Path:
    """Return the folder with the server's jars, fetched once and kept."""
    version = (HERE / "pom.xml").read_text(encoding="utf-8").partition("<artifactId>neo4j</artifactId><version>")[2]
    folder = Path(platformdirs.user_cache_dir("liantu-tests", appauthor=False)) / f"neo4j-{version.partition('<')[0]}"
    if not folder.exists():
        part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        part.mkdir(parents=True)
        # Maven writes a target folder beside the project file, so the file goes to the cache first.
        shutil.copy(HERE / "pom.xml", part / "pom.xml")
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
        subprocess.run(command, cwd=part, check=True, timeout=900)
        with contextlib.suppress(OSError):  # another run was quicker
            part.rename(folder)
    return folder / "lib"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """A server in a process of its own, which can be killed and started again on the same data."""

    def __init__(self, folder: Path, *, authentication: bool = False, before: Sequence[str] = ()) -> None:
        self.folder, self.authentication = folder, authentication
        self.port = free_port()
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self._before = list(before)
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Server:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [*self._before, "java", "-Xmx512m", "-cp", f"{jars()}/*", str(HERE / "Neo4jServer.java")]
        command += [str(self.folder), str(self.port), str(self.authentication).lower()]
        log = (self.folder / "server.log").open("a")
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.folder, start_new_session=True
        )
        log.close()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("READY"):
                return self
        raise AssertionError((self.folder / "server.log").read_text(encoding="utf-8", errors="replace")[-2000:])

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()


def wipe(uri: str, auth: tuple[str, str] | None = None) -> None:
    """Empty a database and take its constraints and indexes away."""
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def started(folder: Path, *, authentication: bool = False) -> Server:
    """Start a server, trying once more if its port was taken in between."""
    require()
    try:
        return Server(folder, authentication=authentication).start()
    except AssertionError:
        time.sleep(1)
        return Server(folder, authentication=authentication).start()

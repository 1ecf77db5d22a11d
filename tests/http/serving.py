"""``liantu serve`` as a process of its own, for tests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.cli.conftest import LIANTU, ROOT


@dataclass
class Service:
    process: subprocess.Popen[str]
    address: str
    home: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def raw(self, request: bytes, *, most: int = 4_000) -> bytes:
        """Send bytes as they are and return the beginning of what comes back; nothing if the connection is cut."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as peer:
            found = b""
            try:
                peer.sendall(request)
                while len(found) < most and (chunk := peer.recv(65_536)):
                    found += chunk
            except (ConnectionError, TimeoutError):
                pass  # a server may cut off who does not stop talking
            return found


def started(home: Path, *more: str, **settings: str) -> Service:
    """Start a service over the store of a folder, on a port of its own, with settings by their variables."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LIANTU_")}
    with (home / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*LIANTU, "serve", "--port", "0", "--json", *more],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=ROOT,
            env={**clean, **settings, "LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    return Service(process, json.loads(line)["address"], home)


def stop(service: Service) -> int:
    """Tell a service to stop, wait until it has, and return its exit code."""
    service.process.terminate()
    return ended(service)


def ended(service: Service) -> int:
    """Wait until a service has ended, and return its exit code."""
    service.process.communicate(timeout=30)
    return service.process.returncode

"""What the tests of the deployment examples need: programs of the system, a certificate, an office that is served."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import httpx2
import pytest

NAME = "liantu.example.cn"
PACKAGES = {"nginx": "nginx-light", "caddy": "caddy", "systemd-analyze": "systemd", "openssl": "openssl"}


def require(program: str) -> str:
    """Return where a program is; where it cannot be had, skip with a reason. In CI, one that could be had must be."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is not None:
        return found
    reason = f"{program} is not installed (make test installs {PACKAGES[program]} where it may)"
    if os.environ.get("CI") == "true" and _installable(PACKAGES[program]):
        pytest.fail(reason)
    pytest.skip(reason)


def _installable(package: str) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None or Path("/run/systemd/system").is_dir():
        return False
    tried = subprocess.run(["apt-get", "-qq", "--simulate", "install", package], capture_output=True, check=False)
    return tried.returncode == 0


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for the office's name, signed by itself."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = [require("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += [
        "-keyout",
        str(key),
        "-out",
        str(chain),
        "-subj",
        f"/CN={NAME}",
        "-addext",
        f"subjectAltName=DNS:{NAME}",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _Named(httpx2.HTTPTransport):
    """Says in the handshake for whom a connection is."""

    def __init__(self, name: str, trust: ssl.SSLContext) -> None:
        super().__init__(verify=trust)
        self._name = name

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.extensions["sni_hostname"] = self._name
        return super().handle_request(request)


class Front:
    """A proxy in front of a service, asked by its name over TLS.

    Args:
        process: the proxy.
        chain: its certificate, the only one that is believed.
        https: port.
        http: port without TLS.
        refuses_ahead: it refuses a body by the length that is announced.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], chain: Path, https: int, http: int, *, refuses_ahead: bool
    ) -> None:
        self.process, self.https, self.http, self.refuses_ahead = process, https, http, refuses_ahead
        self.trust = ssl.create_default_context(cafile=str(chain))
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", https), timeout=5).close()
                return
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        pytest.fail("the proxy did not start")

    def client(self, key: str = "", name: str = NAME) -> httpx2.Client:
        """Return a client that reaches the proxy as if the name led to it."""
        headers = {"Host": name} | ({"Authorization": f"Bearer {key}"} if key else {})
        transport = _Named(name, self.trust)
        return httpx2.Client(
            base_url=f"https://127.0.0.1:{self.https}", transport=transport, headers=headers, timeout=60
        )

    def connect(self, name: str = NAME) -> ssl.SSLSocket:
        """Return a connection of its own."""
        return self.trust.wrap_socket(
            socket.create_connection(("127.0.0.1", self.https), timeout=30), server_hostname=name
        )

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=30)

"""docs/office.md: its commands are run, what they name is there, and a backup is restored under a running service."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import httpx2
import pytest

from graph.embedded.store import EmbeddedStore
from graph.store import Batch, NodeRow
from tests.cli.conftest import LIANTU, ROOT, run_liantu
from tests.http.serving import started, stop

TEXT = (ROOT / "docs" / "office.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
OURS = re.compile(r"^链图 .*$|`(链图 [^`]*)`", re.MULTILINE)


def run(home: Path, kept: Path, lines: list[str]) -> subprocess.CompletedProcess[str]:
    """Run lines in a shell, the alias being a command of this checkout on a store of its own."""
    quoted = " ".join(f'"{part}"' for part in LIANTU)
    text = "\n".join(["set -eu; shopt -s expand_aliases", f"alias 链图='{quoted}'", *lines])
    text = text.replace("/var/backups/liantu", str(kept)).replace("/var/lib/liantu", str(home))
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LIANTU_")}
    place = {"LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["bash", "-c", text], env={**clean, **place}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("office-doc")
    for name in ("home", "kept"):
        (folder / name).mkdir()
    return folder / "home", folder / "kept"


def test_the_commands_of_an_office_work_in_their_order(place: tuple[Path, Path]) -> None:
    home, kept = place
    ours = [line for block in BLOCKS for line in block.splitlines() if line.startswith("链图 ")]
    assert len(ours) >= 6
    ours = [line + (" --port 0" if "serve" in line else "") for line in ours]
    # Restored is what was backed up before the update; the nightly name is only an example.
    ours = [line.replace("2026-11-24.lbug", "before-update.lbug") for line in ours]
    done = run(home, kept, ours)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    assert "可以开放" in done.stdout
    inline = [found.group(1) for found in re.finditer(r"`(链图 [^`]*)`", TEXT)]
    assert len(inline) >= 3
    for line in inline:
        tried = run(home, kept, [line.replace("restore …", f"restore {kept}/before-update.lbug")])
        assert tried.returncode == 0, line + tried.stderr[-500:]
    assert (home / "try.lbug").exists()


def test_shell_blocks_are_shell_and_name_what_is_there() -> None:
    for block in BLOCKS:
        subprocess.run(["bash", "-n", "-c", block], check=True)
    for name in re.findall(r"(?:docs/)?deploy/([\w./-]+\w)", TEXT):
        found = list((ROOT / "docs" / "deploy").glob(f"{name}*"))
        assert found, name
    copied = re.findall(r"cp docs/deploy/(\S+) docs/deploy/(\S+) /etc", TEXT)
    (patterns,) = copied
    names = {file.name for pattern in patterns for file in (ROOT / "docs" / "deploy").glob(pattern)}
    assert names == {"liantu.service", "liantu-backup.service", "liantu-backup.timer"}


def test_a_running_service_reads_what_is_restored_at_its_next_request(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "liantu.lbug").write_bytes(filled.read_bytes())
    run_liantu("backup", tmp_path / "kept.lbug", home=tmp_path)
    service = started(tmp_path, "--workers", "2")
    try:
        before = {httpx2.get(f"{service.address}/api/v1/ready").json()["data_version"] for _ in range(8)}
        with EmbeddedStore(tmp_path / "liantu.lbug") as store:
            store.load(Batch("more", (NodeRow("Topic", "Topic:more", "又一个", {}),), ()))
        loaded = {httpx2.get(f"{service.address}/api/v1/ready").json()["data_version"] for _ in range(8)}
        run_liantu("restore", tmp_path / "kept.lbug", "--replace", home=tmp_path)
        after = {httpx2.get(f"{service.address}/api/v1/ready").json()["data_version"] for _ in range(8)}
    finally:
        assert stop(service) == 0
    assert len(before) == len(loaded) == 1
    assert before != loaded
    assert after == before

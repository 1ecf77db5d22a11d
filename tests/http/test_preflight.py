"""``liantu serve --check`` tells everything that would fail, each once, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections import namedtuple
from pathlib import Path

import pytest

from api.cli import session
from api.http.preflight import Preflight, preflight
from api.settings import Settings
from tests.cli.conftest import run_liantu

NAMES = ["store", "keys", "port", "folder", "disk", "boundaries"]
Usage = namedtuple("Usage", "total used free")


def codes(found: Preflight) -> dict[str, str]:
    return {one.name: one.refusal.code for one in found.findings if one.refusal is not None}


def test_all_is_well_and_nothing_is_left_behind(filled: Path, tmp_path: Path) -> None:
    found = preflight(Settings(str(filled), port=0, home=tmp_path))
    assert [one.name for one in found.findings] == NAMES
    assert codes(found) == {}
    assert found.exit_code == 0
    assert found.facts["nodes"] > 10
    assert all(one.zh and one.en for one in found.findings)
    assert list(tmp_path.iterdir()) == []


def test_everything_that_fails_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 1000, 1000))
    broken = tmp_path / "areas.geojson"
    broken.write_text("{", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings = Settings(str(tmp_path / "none.lbug"), port=port, proxy=True, boundaries=broken, home=tmp_path)
        found = preflight(settings)
    told = codes(found)
    assert told.keys() == {"store", "keys", "port", "disk", "boundaries"}
    assert (told["store"], told["keys"], told["disk"]) == ("NotFound", "BindRefused", "StoreFull")
    assert found.exit_code == 3  # of the first: there is no store
    assert all(any("\u4e00" <= char <= "\u9fff" for char in one.zh) and one.en for one in found.refusals)


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "StoreUnreadable"), (b"no store at all" * 1_000, "StoreUnreadable")]
)
def test_a_store_that_is_none(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "liantu.lbug").write_bytes(content)
    found = preflight(Settings(str(tmp_path / "liantu.lbug"), port=0))
    assert codes(found) == {"store": code}
    assert found.exit_code == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_cannot_be_written(filled: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert codes(preflight(Settings(str(filled), port=0, home=tmp_path))) == {"folder": "StoreReadOnly"}


def test_a_folder_that_is_a_file_in_between(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    found = preflight(Settings(str(filled), port=0, home=tmp_path / "file" / "home"))
    assert codes(found) == {"folder": "StoreReadOnly"}


def test_a_folder_that_does_not_take_files(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    found = preflight(Settings(str(filled), port=0, home=tmp_path))
    assert codes(found) == {"folder": "StoreReadOnly"}
    assert found.exit_code == 4


def test_the_command_says_each_on_a_line_and_ends_with_the_code_of_the_first(filled: Path, tmp_path: Path) -> None:
    assert session.STORE_NAME == "liantu.lbug"
    (tmp_path / "liantu.lbug").write_bytes(filled.read_bytes())
    well = run_liantu("serve", "--check", "--port", "0", home=tmp_path)
    assert well.stdout.count("可以：") == len(NAMES)
    assert well.stdout.rstrip().endswith("可以开放")
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        refused = run_liantu("serve", "--check", "--proxy", "--port", taken, home=tmp_path, code=2)
        assert refused.stderr.count("错误：") == 2
        assert "密钥" in refused.stderr
        assert taken in refused.stderr
        assert refused.stdout.count("可以：") == len(NAMES) - 2
        told = json.loads(
            run_liantu("serve", "--check", "--proxy", "--port", taken, "--json", home=tmp_path, code=2).stdout
        )
    assert told["ready"] is False
    assert [one["check"] for one in told["checks"] if not one["ok"]] == ["keys", "port"]
    assert "cursor_key" not in told["settings"]

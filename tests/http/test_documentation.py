"""docs/api.md names every resource, code and setting, and its program does what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.http.formats import MEDIA
from api.http.openapi import describe
from api.http.problems import CODES, ROOT
from api.settings import Settings
from tests.cli.conftest import ROOT as HOUSE
from tests.http.serving import Service, started, stop

TEXT = (HOUSE / "docs" / "api.md").read_text(encoding="utf-8")
NAMES = {media.partition(";")[0]: name for name, media in MEDIA.items()}
NAMES |= {"text/plain": "text", "application/octet-stream": "文件"}


@pytest.fixture
def service(filled: Path, tmp_path: Path) -> Iterator[Service]:
    (tmp_path / "liantu.lbug").write_bytes(filled.read_bytes())
    found = started(tmp_path)
    yield found
    stop(found)


def resources() -> Iterator[str]:
    """The lines of the table as they follow from the description."""
    for path, methods in sorted(describe(create_app(Settings("nowhere.lbug")))["paths"].items()):
        for method, operation in methods.items():
            forms = " ".join(NAMES[kind] for kind in _answer(operation)["content"])
            zh, _, en = operation["summary"].partition(" · ")
            yield f"| `{method.upper()} {path.removeprefix(ROOT)}` | {zh} | {en or '—'} | {forms} |"


def _answer(operation: Any) -> Any:
    """How an operation answers what it was asked; a job that is taken is such an answer."""
    return next(operation["responses"][status] for status in ("200", "202") if status in operation["responses"])


def test_every_resource_has_its_line() -> None:
    lines = list(resources())
    missing = [line for line in lines if line not in TEXT]
    assert not missing, "docs/api.md lacks:\n" + "\n".join(missing)
    assert len(re.findall(r"^\| `(?:GET|POST|PUT|PATCH|DELETE) ", TEXT, re.MULTILINE)) == len(lines)


def test_every_code_has_its_line() -> None:
    lines = [f"| {code.status} | `{code.name}` | {code.zh} | {code.en} |" for code in CODES.values()]
    missing = [line for line in lines if line not in TEXT]
    assert not missing, "docs/api.md lacks:\n" + "\n".join(missing)


def test_every_setting_is_named() -> None:
    inside = {"store", "home", "language", "cursor_key"}
    names = {f"LIANTU_HTTP_{one.name.upper()}" for one in fields(Settings) if one.name not in inside}
    assert names == set(re.findall(r"LIANTU_HTTP_[A-Z_]+[A-Z]", TEXT))


def test_the_program_fetches_once_and_keeps_fresh(service: Service, tmp_path: Path) -> None:
    program, *_ = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert "http://127.0.0.1:8600" in program
    program = program.replace("http://127.0.0.1:8600", service.address)
    told = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()
        for _ in range(2)
    ]
    assert told == ["new 8", "unchanged 8"]

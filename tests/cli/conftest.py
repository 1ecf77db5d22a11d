"""The command line as a user runs it: a process of its own, a store of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
LIANTU = [sys.executable, "-c", "from api.cli.main import run; run()"]
ROOT = Path(__file__).parent.parent.parent
LETTER = ROOT / "loaders" / "data" / "letters" / "letter-2025-112.txt"


def run_liantu(
    *arguments: object, home: Path, code: int = 0, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``liantu`` and check its exit code; a Python traceback is never an answer."""
    mine = {key: value for key, value in os.environ.items() if not key.startswith("LIANTU_")}
    clean = {key: value for key, value in mine.items() if key not in ("COLUMNS", "LINES")}  # the runner's own
    done = subprocess.run(
        [*LIANTU, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=cwd,
        timeout=120,
        env={**clean, "LIANTU_HOME": str(home), "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT), **environment},
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with everything that ships; tests that write copy it."""
    home = tmp_path_factory.mktemp("built")
    run_liantu("build", home=home)
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """A store of the test's own with everything that ships."""
    place = tmp_path / "home"
    place.mkdir()
    (place / "liantu.lbug").write_bytes((built / "liantu.lbug").read_bytes())
    return place

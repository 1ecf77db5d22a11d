"""Two hundred bad files: each a message, within limits, and the store as it was."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import LiantuError
from loaders.tables.reading.book import open_book
from tests.loaders.tables.bad_files import SORTS
from tests.loaders.tables.samples import HEADER, firm_row, read, xls, xlsx

MOST_MEGABYTES = 1000
ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture(scope="session")
def tried(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of every bad file, read in a process of its own with hard limits on time and memory."""
    folder, scratch = tmp_path_factory.mktemp("bad"), tmp_path_factory.mktemp("scratch")
    for name, make in SORTS.items():
        for file, data in make(scratch):
            (folder / f"{name}-{file}").write_bytes(data)
    store = tmp_path_factory.mktemp("store") / "s.lbug"
    store.write_bytes(prepared.read_bytes())
    with EmbeddedStore(store) as before:
        expected = before.info()
    done = subprocess.run(
        [sys.executable, "-m", "tests.loaders.tables.bad_files", str(folder), str(store)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    with EmbeddedStore(store) as after:
        assert after.info() == expected
    said = json.loads(done.stdout)
    assert said["peak"] < MOST_MEGABYTES
    found: dict[str, dict[str, Any]] = said["files"]
    return found


def test_there_are_two_hundred_of_twenty_sorts(tried: dict[str, dict[str, Any]]) -> None:
    sorts = Counter(name.partition("-")[0] for name in tried)
    assert set(sorts) == set(SORTS)
    assert len(sorts) >= 20
    assert len(tried) >= 200


def test_nothing_of_them_is_loaded_and_each_says_why(tried: dict[str, dict[str, Any]]) -> None:
    for name, outcome in tried.items():
        assert outcome["loaded"] == 0, f"{name}: {outcome}"
        assert outcome["said"], name
        for said in outcome["said"]:
            assert any("\u4e00" <= char <= "\u9fff" for char in said), f"{name}: {said}"
            assert len(said) < 700, f"{name}: {said}"


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_byte_gives_a_list_or_a_message(seed: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same at every run
    make = xlsx if seed % 2 else xls
    path = make(tmp_path / "a.bin", [HEADER, *(firm_row(n) for n in range(20))])
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data)
    with contextlib.suppress(LiantuError):  # anything else it raises is a fault
        found = read(path)
        assert len(found.places) + len(found.refused) + len(found.aside) > 0
    capfd.readouterr()


def test_a_folder_a_pipe_or_nothing_is_no_table(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.xlsx"
    loop.symlink_to(loop)
    for path in (tmp_path, pipe, loop, tmp_path / "missing.xlsx", tmp_path / ("x" * 300)):
        with pytest.raises(LiantuError):
            open_book(path)

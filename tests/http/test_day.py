"""A day in a planning tool: the programs of docs/api.md are run one after the other, as they stand there."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from tests.cli.conftest import ROOT
from tests.http import examples
from tests.http.serving import Service, started, stop

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
DAY = TEXT[TEXT.index("## 一天") :]
DAY = DAY[: DAY.index("\n## ", 5)]
PROGRAMS = re.findall(r"^```python\n(.*?)^```", DAY, re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8600"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over what ships, with the boundary of one town."""
    home = tmp_path_factory.mktemp("day")
    settings = examples.ship(home)
    Path(settings.store).rename(home / "liantu.lbug")
    found = started(home, LIANTU_HTTP_BOUNDARIES=str(settings.boundaries))
    yield found
    stop(found)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


def run(at: int, service: Service, desk: Path, **more: str) -> str:
    program = PROGRAMS[at]
    assert ADDRESS in program
    ready = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}
    done = subprocess.run(
        [sys.executable, "-c", program.replace(ADDRESS, service.address)],
        cwd=desk,
        env=ready,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_gaps_are_a_table_of_pandas(service: Service, desk: Path) -> None:
    said = run(0, service, desk)
    assert re.search(r"^\d+ 行， 18 条链$", said, re.MULTILINE)
    assert "低空经济产业链" in said
    with (desk / "核查清单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["verify_rank"] for row in rows] == [str(rank) for rank in range(1, 51)]
    assert re.search(r"T0 ： \S", said)


def test_the_map_has_what_stands_in_towns_and_no_invented_place(service: Service, desk: Path) -> None:
    said = run(1, service, desk)
    features = json.loads((desk / "places.geojson").read_text(encoding="utf-8"))["features"]
    assert re.search(r"^\d+ 个镇街， [1-9]\d* 个要素有图形$", said, re.MULTILINE)
    for one in features:
        place = one["properties"].get("geometry_of")
        assert (place is not None) == (one["geometry"] is not None and one["properties"]["kind"] != "Town")
    drawn = {json.dumps(one["geometry"]["coordinates"]) for one in features if one["geometry"]}
    assert drawn == {json.dumps(examples.SQUARE)}
    towns = [one["properties"] for one in features if one["properties"]["kind"] == "Town"]
    for town in towns:
        if town["segments"]:
            assert town["segments"] == sum(number for name, number in town.items() if name.startswith("class_"))
    assert sum(town["segments"] or 0 for town in towns) > 0
    assert json.loads((desk / "firms.json").read_text(encoding="utf-8"))


def test_what_changed_is_told_once(service: Service, desk: Path) -> None:
    first = run(2, service, desk)
    assert "letter-2025-112 新增" in first
    assert run(2, service, desk).strip() == "没变"


def test_a_review_is_written_back_and_never_over_anothers(service: Service, desk: Path) -> None:
    token, _ = add_key(service.home / NAME, "规划一张图", Scope.REVIEW, None)
    said = run(3, service, desk, LIANTU_KEY=token).splitlines()
    assert said[1] == "candidate → rejected 转载页，没有找到原文"
    assert re.fullmatch(r"\d{3} (StateChanged|DecidedMeanwhile)", said[2])
    assert "没变" not in run(2, service, desk)

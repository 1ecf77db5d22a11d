"""``liantu graph``: one file of what stands around things."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import run_liantu


def test_it_writes_one_file_and_says_what_is_in_it(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "福昆.html"
    told = run_liantu("graph", "福昆航空", "-o", place, "--candidates", home=built).stdout
    text = place.read_text(encoding="utf-8")
    assert "个点" in told
    assert "截断" not in told
    assert "其自主研发的2吨级5座电动垂直起降飞行器" in text
    assert list(tmp_path.iterdir()) == [place]


def test_three_hundred_things_of_the_city_fit_two_megabytes_and_the_rest_is_counted(
    built: Path, tmp_path: Path
) -> None:
    place = tmp_path / "city.html"
    told = run_liantu("graph", "中山市", "--hops", "2", "--candidates", "-o", place, home=built).stdout
    assert "300 个点" in told
    assert "截断：还有" in told
    assert "截断：还有" in place.read_text(encoding="utf-8")
    assert place.stat().st_size <= 2_000_000


def test_names_keys_and_relations_choose_what_is_shown(built: Path) -> None:
    asked = ("graph", "福昆航空", "Industry:低空经济", "--hops", "0", "--json")
    both = json.loads(run_liantu(*asked, home=built).stdout)
    assert both["starts"] == ["Firm:福昆航空", "Industry:低空经济"]
    assert {edge["relation"] for edge in both["edges"]} == {"MEMBER_OF_CHAIN"}
    only = json.loads(run_liantu("graph", "福昆航空", "--relation", "DEVELOPED", "--json", home=built).stdout)
    assert {edge["relation"] for edge in only["edges"]} == {"DEVELOPED"}
    assert only["edges"][0]["quotes"][0]["exact"] is True


def test_what_cannot_be_done_is_said(built: Path, tmp_path: Path) -> None:
    assert "-o" in run_liantu("graph", "福昆航空", home=built, code=2).stderr
    assert ".html" in run_liantu("graph", "福昆航空", "-o", tmp_path / "a.png", home=built, code=2).stderr
    assert "没有" in run_liantu("graph", "没有这个", "-o", tmp_path / "a.html", home=built, code=3).stderr
    assert list(tmp_path.iterdir()) == []

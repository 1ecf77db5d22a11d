"""What came, changed and went, and exports that come back, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import ROOT, run_liantu

PLACES = ROOT / "loaders" / "data" / "places" / "zhongshan.csv"


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def shorter(folder: Path) -> Path:
    """The shipped list of places without its last line."""
    folder.mkdir()
    path = folder / PLACES.name
    path.write_text("".join(PLACES.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    return path


def test_a_build_leaves_one_row_a_source(built: Path) -> None:
    found = answer("changes", home=built)
    assert len(found) > 20
    assert all(load["first"] and load["changes"] == [] for load in found)
    assert [load["at"] for load in found] == sorted((load["at"] for load in found), reverse=True)
    doctor = answer("doctor", home=built)
    assert doctor["changes"] == len(found) == len(doctor["sources"])
    assert "Change" not in doctor["nodes"]
    assert "首次载入" in run_liantu("changes", home=built).stdout


def test_a_newer_list_is_told_and_compared(built: Path, home: Path, tmp_path: Path) -> None:
    report = answer("load", "places", shorter(tmp_path / "new"), "--replace", home=home)[0]
    told = answer("changes", "--source", report["source"], home=home)
    assert [load["first"] for load in told] == [False, True]
    gone = {(change["kind"], change["what"]) for change in told[0]["changes"]}
    assert gone == {("Town", "gone"), ("LOCATED_IN", "gone")}
    stores = built / "liantu.lbug", home / "liantu.lbug"
    compared = answer("diff", *stores, home=home)
    assert not compared["same"]
    listed = [{k: v for k, v in change.items() if k != "source"} for change in compared["changes"]]
    assert [(c["what"], c["kind"], c["subject"]) for c in listed] == [
        (c["what"], c["kind"], c["subject"]) for c in told[0]["changes"]
    ]
    text = run_liantu("changes", "--since", "2020年", "--limit", "1", home=home).stdout
    assert "撤回 镇街" in text
    assert "没有列出" in text
    assert "撤回" in run_liantu("diff", *stores, home=home).stdout
    assert "没有变动的记录" in run_liantu("changes", "--since", "2999-01-01", home=home).stdout


def test_a_store_does_not_differ_from_its_copy(built: Path, home: Path) -> None:
    stores = built / "liantu.lbug", home / "liantu.lbug"
    assert "没有不同" in run_liantu("diff", *stores, home=home).stdout
    assert answer("diff", *stores, home=home) == {"same": True, "sources": [], "changes": [], "untold": 0}
    run_liantu("diff", stores[0], stores[0], home=home, code=2)
    run_liantu("changes", "--since", "yesterday", home=home, code=2)


def test_exports_load_back_and_are_the_same(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    lines, tables = tmp_path / "a.ndjson", tmp_path / "tables"
    said = answer("export", "ndjson", "-o", lines, home=built)
    assert (said["nodes"], said["edges"]) == (len(lines.read_bytes().splitlines()) - said["edges"], said["edges"])
    run_liantu("export", "csv", "-o", tables, home=built)
    run_liantu("load", "export", lines, home=home)
    run_liantu("export", "ndjson", "-o", tmp_path / "b.ndjson", home=home)
    assert (tmp_path / "b.ndjson").read_bytes() == lines.read_bytes()
    again = answer("load", "export", tables, home=home)
    assert all(row["added"] == row["changed"] == row["withdrawn"] == 0 for row in again)


def test_an_export_does_not_take_the_place_of_more_than_it_holds(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    run_liantu("export", "ndjson", "-o", path, home=home)
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if '"kind":"KIND_OF"' not in line]
    path.write_text("\n".join(kept), encoding="utf-8")
    assert "--replace" in run_liantu("load", "export", path, home=home, code=2).stderr
    run_liantu("load", "export", path, "--replace", home=home)
    assert all(change["kind"] == "KIND_OF" for load in answer("changes", home=home) for change in load["changes"])


def test_tables_of_some_kinds(built: Path) -> None:
    nodes = run_liantu("export", "nodes", "--kinds", "Town", home=built).stdout.lstrip("\ufeff").splitlines()
    assert nodes[0].startswith("kind,key,name,aliases")
    assert all(line.startswith("Town,") for line in nodes[1:])
    edges = run_liantu("export", "edges", "--kinds", "IN_CHAIN", home=built).stdout.lstrip("\ufeff").splitlines()
    assert edges[0].startswith("kind,start_kind,start,finish_kind,finish")
    assert len(edges) > 300


def test_towns_get_the_shapes_that_the_user_has(built: Path, tmp_path: Path) -> None:
    shape = {"type": "Point", "coordinates": [113.2, 22.6]}
    mine = tmp_path / "mine.geojson"
    features = [{"type": "Feature", "geometry": shape, "properties": {"name": "小榄镇"}}]
    mine.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    path = tmp_path / "all.geojson"
    said = answer("export", "geojson", "-o", path, "--boundaries", mine, home=built)
    assert said["drawn"] == 1
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert len(found) == said["places"] + said["things"]
    drawn = [f["properties"] for f in found if f["geometry"]]
    assert all(f["geometry"] == shape for f in found if f["geometry"])
    assert [one["name"] for one in drawn if one["kind"] in ("Region", "Town")] == ["小榄镇"]
    inside = [one for one in drawn if one["kind"] not in ("Region", "Town")]
    assert {(one["place"], one["geometry_of"]) for one in inside} <= {("小榄镇", "Town:小榄镇")}
    (town,) = [one for one in drawn if one["kind"] == "Town"]
    assert town["count_Cluster"] + town["planned_Cluster"] == sum(one["kind"] == "Cluster" for one in inside)
    assert {"Region", "Town", "Cluster"} <= {f["properties"]["kind"] for f in found}
    mine.write_text("[]", encoding="utf-8")
    run_liantu("export", "geojson", "--boundaries", mine, home=built, code=2)


def test_a_backup_is_restored(home: Path, tmp_path: Path) -> None:
    kept, store = tmp_path / "kept.lbug", home / "liantu.lbug"
    made = answer("backup", kept, home=home)
    assert "已有文件" in run_liantu("backup", kept, home=home, code=2).stderr
    run_liantu("load", "places", shorter(tmp_path / "new"), "--replace", home=home)
    assert not answer("diff", kept, store, home=home)["same"]
    run_liantu("restore", kept, home=home, code=2)
    broken = tmp_path / "broken.lbug"
    broken.write_bytes(kept.read_bytes()[:5000])
    run_liantu("restore", broken, "--replace", home=home, code=4)
    assert not answer("diff", kept, store, home=home)["same"]
    back = answer("restore", kept, "--replace", home=home)
    assert {**back, "file": ""} == {**made, "file": ""}
    assert answer("diff", kept, store, home=home)["same"]
    assert sorted(path.name for path in home.iterdir()) == ["liantu.lbug", "liantu.lbug.lock"]
    run_liantu("backup", tmp_path / "x.lbug", home=tmp_path / "nowhere", code=3)
    run_liantu("--store", "neo4j://127.0.0.1:1", "backup", tmp_path / "x.lbug", home=home, code=2)

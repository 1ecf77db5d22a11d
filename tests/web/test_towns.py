"""The page of the towns: the grid is whole, nothing is counted that is not accepted, shapes are the user's own."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, EdgeRow, NodeRow, Value
from loaders.places import read_places
from queries.standing import InTown, Standing, standing
from tests.cli.conftest import ROOT
from tests.http.conftest import client_of
from tests.http.serving import Service
from tests.web.browser import DESK, PHONE, measured, watched
from tests.web.test_served import parsed
from viz.web.outlines import outlines
from viz.web.towns import VIEWS, grid, town_map

PLACES = read_places(ROOT / "loaders" / "data" / "places" / "zhongshan.csv")
LISTED = [row["name"] for row in PLACES if row["kind"] == "Town" and row["code"]]
ZONES = [row["name"] for row in PLACES if row["kind"] == "Town" and not row["code"]]
HTML = {"Accept": "text/html"}


def test_every_town_has_exactly_one_tile() -> None:
    assert len(LISTED) == 23
    assert sorted(grid()) == sorted(LISTED)
    assert len(set(grid().values())) == len(LISTED)


def test_the_style_sheet_has_a_place_for_every_tile() -> None:
    css = (ROOT / "viz" / "web" / "static" / "css" / "towns.css").read_text(encoding="utf-8")
    for column, row in grid().values():
        assert f".c{column} {{" in css
        assert f".r{row} {{" in css


@pytest.mark.parametrize(
    ("north", "south"), [("黄圃镇", "港口镇"), ("港口镇", "石岐街道"), ("石岐街道", "三乡镇"), ("三乡镇", "坦洲镇")]
)
def test_what_lies_north_is_drawn_above(north: str, south: str) -> None:
    assert grid()[north][1] < grid()[south][1]


@pytest.mark.parametrize(("west", "east"), [("古镇镇", "港口镇"), ("小榄镇", "阜沙镇"), ("沙溪镇", "南朗街道")])
def test_what_lies_west_is_drawn_to_the_left(west: str, east: str) -> None:
    assert grid()[west][0] < grid()[east][0]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A town with one thing of each standing, one told of twice, and one that was rejected."""

    def said(review: str, status: str) -> dict[str, Value]:
        return {"statements": ["made-up#2"], "review": review, "status": status}

    town = ("Town", "Town:东凤镇")
    reads = {
        "甲": ("accepted", "done"),
        "乙": ("accepted", "planned"),
        "丙": ("candidate", "done"),
        "丁": ("rejected", "done"),
    }
    nodes = [NodeRow("Town", town[1], "东凤镇"), NodeRow("Town", "Town:古镇镇", "古镇镇")]
    edges = []
    for name, (review, status) in reads.items():
        for kind in ("Firm", "Cluster"):
            nodes.append(NodeRow(kind, f"{kind}:示例{name}", f"示例{name}"))
            edges.append(EdgeRow("LOCATED_IN", (kind, f"{kind}:示例{name}"), town, said(review, status)))
    edges.append(EdgeRow("CENTERED_ON", ("Cluster", "Cluster:示例乙"), town, said("accepted", "done")))
    with EmbeddedStore(tmp_path / "liantu.lbug") as store:
        store.load(Batch("made-up", nodes, edges))
    return tmp_path / "liantu.lbug"


def test_planned_is_not_done_and_a_candidate_is_neither(made: Path) -> None:
    with EmbeddedStore(made, read_only=True) as store:
        found = standing(store)
    assert set(found) == {"Town:东凤镇"}
    here = found["Town:东凤镇"]
    assert here.firms == {Standing.DONE: 1, Standing.PLANNED: 1, Standing.CANDIDATE: 1}
    # Planned by one source and done by another: it is done. Rejected is nothing.
    assert {one.name: one.standing for one in here.things} == {
        "示例甲": Standing.DONE,
        "示例乙": Standing.DONE,
        "示例丙": Standing.CANDIDATE,
    }


def test_a_place_that_is_no_town_of_the_list_stands_apart() -> None:
    rows: list[dict[str, Value]] = [{"name": name, "key": f"Town:{name}"} for name in (*LISTED, *ZONES, "北部镇街")]
    found = town_map(rows, {"Town:火炬高新区": InTown(firms={Standing.DONE: 3})}, [])
    assert [one.name for one in found.tiles] == list(grid())
    assert {one.name for one in found.others} == {*ZONES, "北部镇街"}
    assert not any(one.here.number(Standing.DONE) for one in found.tiles), "a zone's firms are shared out to towns"


def test_another_city_has_no_tiles_of_zhongshan() -> None:
    found = town_map([{"name": "示例镇", "key": "Town:示例镇"}], {}, [])
    assert found.tiles == ()
    assert [one.name for one in found.others] == ["示例镇"]


def square(west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_shapes_keep_north_up_and_what_is_no_shape_is_left_out() -> None:
    found = outlines(
        {
            "北": square(113.3, 22.6),
            "南": square(113.3, 22.3),
            "点": {"type": "Point", "coordinates": [113.3, 22.3]},
            "坏": {"type": "Polygon", "coordinates": [[["a", "b"]]]},
            "远": {"type": "Polygon", "coordinates": [[[1e6, 2], [3, 4], [5, 6], [1e6, 2]]]},
        }
    )
    assert found is not None
    assert set(found.shapes) == {"北", "南"}
    assert found.shapes["北"].y < found.shapes["南"].y
    assert found.shapes["北"].x == found.shapes["南"].x
    points = re.findall(r"[ML]([\d.]+) ([\d.]+)", found.shapes["北"].path)
    wide = max(float(x) for x, _ in points) - min(float(x) for x, _ in points)
    high = max(float(y) for _, y in points) - min(float(y) for _, y in points)
    assert wide / high == pytest.approx(0.924, abs=0.01), "a degree of longitude is shorter at 22° north"
    assert outlines({}) is None


def test_with_boundaries_of_ones_own_their_shapes_are_drawn(sample_home: Path, tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"name": "东凤镇"}, "geometry": square(113.2, 22.6)},
        {"type": "Feature", "properties": {"code": "442000105"}, "geometry": square(113.1, 22.5)},
    ]
    file = tmp_path / "boundaries.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with client_of(Settings(str(sample_home / "liantu.lbug"), boundaries=file)) as client:
        tree = parsed(client.get("/kinds/Town", headers=HTML).text)
        names = tree.xpath("//svg[@id='towns']/a/@aria-label")
        assert [name.split()[0] for name in names] == ["东凤镇", "古镇镇"]
        assert "小榄镇" in tree.xpath("string(//svg/following-sibling::p)"), "towns without a shape are not told"
        tiles = parsed(client.get("/kinds/Town?map=tiles", headers=HTML).text)
        assert len(tiles.xpath("//ul[@id='towns']//a")) == 23


def test_a_store_without_towns_says_what_to_load(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "liantu.lbug") as store:
        store.load(Batch("made-up", [NodeRow("Firm", "Firm:示例", "示例")], []))
    with client_of(Settings(str(tmp_path / "liantu.lbug"))) as client:
        answer = client.get("/kinds/Town", headers=HTML)
    assert answer.status_code == 200
    assert "liantu build" in parsed(answer.text).xpath("string(//*[@class='empty'])")


def test_the_tiles_say_what_the_table_says(letter: Service, browser: Browser) -> None:
    with watched(browser, letter.address, DESK) as seen:
        seen.open("/kinds/Town?view=progress")
        tiles = seen.page.eval_on_selector_all(
            "a.tile",
            "a => a.map(e => [e.querySelector('b').textContent, /实施 (\\d+)/.exec(e.textContent)?.[1] || '—'])",
        )
        rows = seen.page.eval_on_selector_all(
            "#listed tbody tr",
            "r => r.map(e => [e.querySelector('b').textContent, e.cells.length < 8 ? '—' : e.cells[5].textContent])",
        )
        assert dict(tiles) == dict(rows)
        assert any(number != "—" for _, number in tiles)
        seen.clean()


def test_the_towns_are_walked_by_keys(letter: Service, browser: Browser) -> None:
    with watched(browser, letter.address, DESK) as seen:
        page = seen.page
        seen.open("/kinds/Town")
        focused = page.locator("a.tile:focus > b")
        page.keyboard.press("ArrowDown")
        expect(focused).to_have_text("南头镇")
        for key, name in (("Right", "黄圃镇"), ("Down", "阜沙镇"), ("Down", "西区街道"), ("Left", "横栏镇")):
            page.keyboard.press(f"Arrow{key}")
            expect(focused).to_have_text(name)
        page.keyboard.press("3")
        page.wait_for_url("**view=platforms**")
        expect(page.locator("a.tile", has_text="石岐街道").locator(".u-planned").first).to_contain_text("规划")
        page.keyboard.press("t")
        expect(page.locator("#listed")).to_be_focused()
        page.click("a.tile >> text=沙溪镇")
        page.wait_for_url("**/nodes/**")
        seen.clean()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_tile_lies_on_another_and_no_word_leaves_its_tile(
    sample: Service, browser: Browser, size: tuple[int, int]
) -> None:
    with watched(browser, sample.address, size) as seen:
        for view in VIEWS:
            seen.open(f"/kinds/Town?view={view}")
            assert measured(seen, "wide") == [], view
            boxes = seen.page.eval_on_selector_all(
                "#towns .tile",
                "t => t.map(e => { const b = e.getBoundingClientRect(); "
                "return [b.left, b.top, b.right, b.bottom, "
                "e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]; })",
            )
            assert all(wide <= 1 and high <= 1 for *_, wide, high in boxes), view
            for (l1, t1, r1, b1, *_), (l2, t2, r2, b2, *_) in combinations(boxes, 2):
                assert min(r1, r2) - max(l1, l2) <= 0 or min(b1, b2) - max(t1, t2) <= 0, view
        seen.clean()

"""The graph browser in a real Chromium over the data that ship: nobody outside is asked, nothing breaks the policy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser, Download

from graph.embedded.store import EmbeddedStore
from graph.store import Batch, EdgeRow, NodeRow, Value
from tests.http.serving import Service, started, stop
from tests.viz.graphs import HOSTILE
from tests.web.watching import SIZES, Watched, watched

FIRM = "Firm:福昆航空"
EDGES, NODES = "[...liantuGraph.shown().edges].length", "[...liantuGraph.shown().nodes].length"


@pytest.fixture(scope="module")
def service(letter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("browsed")
    place = home / "liantu.lbug"
    place.write_bytes((letter_home / "liantu.lbug").read_bytes())
    firm = NodeRow("Firm", "Firm:甲", "甲", {})
    named = [NodeRow("Product", f"Product:{n}", name.replace("\ud800", "?"), {}) for n, name in enumerate(HOSTILE)]
    said: dict[str, Value] = {"statements": ["hostile#2"], "status": "done", "review": "accepted"}
    edges = [EdgeRow("PRODUCES", ("Firm", firm.key), ("Product", one.key), dict(said)) for one in named]
    with EmbeddedStore(place) as store:
        store.load(Batch("hostile", [firm, *named], edges))
    found = started(home)
    yield found
    stop(found)


def opened(browser: Browser, service: Service, key: str = "", size: tuple[int, int] = SIZES[0]) -> Watched:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
    page = watched(context.new_page())
    page.page.goto(f"{service.address}/graph" + (f"?key={quote(key)}" if key else ""))
    page.page.wait_for_selector("html[data-ready=yes]")
    return page


def closed(page: Watched, service: Service) -> None:
    assert page.errors == []
    assert all(address.startswith((service.address, "data:", "blob:")) for address in page.requests)
    page.page.context.close()


@pytest.fixture
def seen(browser: Browser, service: Service) -> Iterator[Watched]:
    page = opened(browser, service, FIRM)
    yield page
    closed(page, service)


def given(page: Watched, what: str, folder: Path) -> bytes:
    with page.page.expect_download() as waiting:
        page.page.click(f"[data-export={what}]")
    download: Download = waiting.value
    place = folder / "file"
    download.save_as(place)
    return place.read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_hostile_names_do_nothing_at_any_size(browser: Browser, service: Service, size: tuple[int, int]) -> None:
    page = opened(browser, service, "Firm:甲", size)
    assert page.state(NODES) == len(HOSTILE) + 1
    for id_ in page.state("[...liantuGraph.data.nodes.keys()]"):
        page.page.evaluate("id => liantuGraph.pick(id)", id_)
    page.page.click("#as-table")
    assert page.page.locator("#rows tbody tr").count() == len(HOSTILE)
    wide = page.state("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "something is wider than the window"
    assert page.state("window.broken") is None
    closed(page, service)


def test_it_begins_empty_and_says_what_to_do(browser: Browser, service: Service) -> None:
    page = opened(browser, service)
    assert "还没有点" in page.page.locator("#empty").inner_text()
    assert Axe().run(page.page).violations_count == 0
    page.page.keyboard.press("/")
    page.page.keyboard.insert_text("fkhk")
    page.page.wait_for_selector("#added [role=option]")
    page.page.keyboard.press("Enter")
    page.until("[...liantuGraph.shown().nodes].length > 5")
    assert page.state("liantuGraph.picked()") == FIRM
    assert page.page.locator("#title").inner_text() == "图谱：福昆航空"
    closed(page, service)


def test_relations_are_counted_before_they_are_loaded(seen: Watched) -> None:
    seen.page.evaluate("liantuGraph.pick('Region:中山市')")
    seen.until("document.querySelector('#groups h2')?.textContent.includes('中山市')")
    row = seen.page.locator("#groups li", has_text="位于 ←").first
    shown, total = map(int, row.locator(".number").inner_text().split("/"))
    assert shown < total
    before = seen.state(NODES)
    row.locator("button").click()
    seen.until(f"{NODES} > {before}")
    row = seen.page.locator("#groups li", has_text="位于 ←").first
    assert row.locator(".number").inner_text() == f"{total} / {total}"
    row.locator("button").click()
    seen.until(f"{NODES} <= {before}")
    seen.page.keyboard.press("u")
    seen.until(f"{NODES} > {before}")


def test_a_relation_shows_words_place_and_standing_and_leads_to_the_document(seen: Watched) -> None:
    seen.page.evaluate(
        "liantuGraph.pick([...liantuGraph.data.edges.values()].find(e => e.relation === 'DEVELOPED').id)"
    )
    card = seen.page.locator("#card").inner_text()
    for words in ("其自主研发的2吨级5座电动垂直起降飞行器", "中工信函〔2025〕112号", "字符 2123–2182", "逐字一致"):
        assert words in card
    way = seen.page.locator("#card figcaption a").get_attribute("href")
    assert way is not None
    assert way.startswith("/documents/letter-2025-112?statement=")


def test_planned_and_candidates_are_drawn_apart(seen: Watched) -> None:
    looks = seen.state(
        "[...liantuGraph.data.edges.values()].map(e => [e.review === 'candidate' ? 'candidate'"
        " : e.status === 'done' ? 'done' : 'planned', liantuGraph.stage.cy.getElementById(e.id).style('line-style'),"
        " liantuGraph.stage.cy.getElementById(e.id).style('line-dash-pattern')])"
    )
    assert {(one[0], one[1], str(one[2])) for one in looks} == {
        ("done", "solid", "6 3"), ("planned", "dashed", "8 4"), ("candidate", "dashed", "2 4"),
    }  # fmt: skip


def test_filters_leave_picture_table_and_address_in_step(seen: Watched, browser: Browser, service: Service) -> None:
    every = seen.state(EDGES)
    seen.page.locator("#filters input[data-facet=review][value=candidate]").uncheck()
    seen.page.locator("#filters input[data-facet=status][value=planned]").uncheck()
    left = seen.state(EDGES)
    assert 0 < left < every
    seen.page.keyboard.press("t")
    assert seen.page.locator("#rows tbody tr[data-id*='|']").count() >= left
    assert seen.state("liantuGraph.stage.cy.edges().not('.gone').length") == left
    page = watched(browser.new_context().new_page())
    page.page.goto(seen.page.url)
    page.page.wait_for_selector("html[data-ready=yes]")
    assert page.state(EDGES) == left
    assert page.page.locator("#rows").is_visible()
    closed(page, service)
    for _ in range(2):
        seen.page.keyboard.press("u")
    assert seen.state(EDGES) == every


def test_sources_and_dates_filter_too(seen: Watched) -> None:
    seen.page.select_option("#source", "letter-2025-112")
    told = seen.state(
        "[...liantuGraph.shown().edges].map(id => liantuGraph.data.edges.get(id))"
        ".every(e => e.sources.includes('letter-2025-112') || e.quotes.some(q => q.document === 'letter-2025-112'))"
    )
    assert told is True
    some = seen.state(EDGES)
    seen.page.fill("#since", "2026-01-01")
    seen.page.locator("#since").dispatch_event("change")
    assert seen.state(EDGES) < some


def test_paths_between_two_things_rest_on_statements(seen: Watched) -> None:
    seen.page.evaluate("liantuGraph.pick('Firm:福昆航空')")
    seen.page.keyboard.press("p")
    seen.page.locator("#add").fill("民航局")
    seen.page.wait_for_selector("#added [role=option]")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector("#card .paths li")
    card = seen.page.locator("#card").inner_text()
    assert "最短 2 步" in card
    assert "依据" in card
    assert seen.state("[...liantuGraph.lit()].length") == 2
    assert seen.state("liantuGraph.stage.cy.edges('.lit').length") == 2


def test_layouts_group_by_town_and_undo_goes_back(seen: Watched) -> None:
    for layout in ("layers", "town", "kind", "force"):
        seen.page.select_option("#layout", layout)
        groups = seen.state("liantuGraph.stage.cy.nodes('.group').length")
        assert (groups > 1) == (layout in ("town", "kind"))
        places = seen.state(
            "[...liantuGraph.stage.places().values()].map(p => `${Math.round(p.x)} ${Math.round(p.y)}`)"
        )
        assert len(set(places)) == len(places)


def test_a_pinned_node_stays_and_the_address_keeps_it(seen: Watched, browser: Browser, service: Service) -> None:
    seen.page.evaluate("liantuGraph.pick('Region:中山市')")
    seen.page.evaluate("liantuGraph.stage.cy.getElementById('Region:中山市').position({ x: 900, y: -700 })")
    seen.page.keyboard.press("k")
    seen.page.evaluate("liantuGraph.arrange()")
    assert seen.state("liantuGraph.stage.places().get('Region:中山市')") == {"x": 900, "y": -700}
    page = watched(browser.new_context().new_page())
    page.page.goto(seen.page.url)
    page.page.wait_for_selector("html[data-ready=yes]")
    assert page.state("liantuGraph.stage.places().get('Region:中山市')") == {"x": 900, "y": -700}
    closed(page, service)


def test_files_hold_what_is_shown(seen: Watched, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(given(seen, "csv", tmp_path).decode("utf-8-sig"))))
    assert len(rows) == seen.state(EDGES)
    assert any("其自主研发" in row["原文"] for row in rows)
    drawn = etree.fromstring(given(seen, "svg", tmp_path))
    texts = "".join(map(str, drawn.itertext()))
    assert "福昆航空" in texts
    assert len(drawn.findall(".//{*}line")) == seen.state(EDGES)
    place = tmp_path / "a.graphml"
    place.write_bytes(given(seen, "graphml", tmp_path))
    tree = etree.parse(place)
    assert len(tree.findall(".//{*}node")) == seen.state(NODES)
    assert len(tree.findall(".//{*}edge")) == seen.state(EDGES)
    assert given(seen, "png", tmp_path).startswith(b"\x89PNG")


def test_the_keyboard_goes_along_relations(seen: Watched) -> None:
    seen.page.evaluate("liantuGraph.pick('Firm:福昆航空')")
    seen.page.locator("#stage").focus()
    seen.page.keyboard.press("ArrowRight")
    second = seen.state("liantuGraph.picked()")
    assert second != FIRM
    assert (
        seen.page.locator("#said")
        .inner_text()
        .startswith(str(seen.state("liantuGraph.data.nodes.get(liantuGraph.picked()).name"))[:4])
    )
    seen.page.keyboard.press("Enter")
    assert seen.state("document.activeElement.id") == "card"
    seen.page.keyboard.press("Escape")
    assert seen.state("liantuGraph.picked()") == ""


def test_an_address_that_was_tampered_with_opens_an_empty_page(browser: Browser, service: Service) -> None:
    for text in ("v=%%%", "v=AAAA", "v=eyJsIjo1fQ", "v=" + "A" * 5000):
        page = watched(browser.new_context().new_page())
        page.page.goto(f"{service.address}/graph#{text}")
        page.page.wait_for_selector("html[data-ready=yes]")
        assert page.state(NODES) == 0
        closed(page, service)


def test_past_five_thousand_it_asks_for_a_filter(seen: Watched) -> None:
    seen.page.evaluate(
        "() => { for (let n = 0; n < 4990; n++) liantuGraph.data.nodes.set(`x${n}`,"
        " { id: `x${n}`, key: `x${n}`, kind: 'Firm', name: 'x', step: 1, facts: [] }); }"
    )
    seen.page.evaluate("liantuGraph.expand('Region:中山市')")
    seen.page.wait_for_selector("#notice:not([hidden])")
    assert "请先筛选" in seen.page.locator("#notice").inner_text()

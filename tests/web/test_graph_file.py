"""The file in a real Chromium, from a folder, with the network off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.viz.graphs import HOSTILE, made
from tests.web.watching import SIZES, Watched, watched
from viz.graph.file import graph_file
from viz.graph.picture import picture

NAMES = ("电机", "控制器", "水泵", "整机", "风扇")
ALL = "[...liantu.shown().{}].length"


def opened(browser: Browser, text: str, folder: Path, size: tuple[int, int] = SIZES[0]) -> Watched:
    place = folder / "图谱 a&b.html"
    place.write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
    page = watched(context.new_page())
    page.page.goto(place.as_uri())
    page.page.wait_for_selector("html[data-ready=yes]")
    return page


@pytest.fixture
def seen(browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    page = opened(browser, graph_file(picture(made(NAMES, left_out=7)), hops=1), tmp_path)
    yield page
    assert page.errors == []
    assert len(page.requests) == 1
    page.page.context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("extra", [0, 282])
def test_hostile_names_do_nothing_at_any_size(
    browser: Browser, tmp_path: Path, size: tuple[int, int], extra: int
) -> None:
    page = opened(browser, graph_file(picture(made(HOSTILE, extra=extra)), hops=1), tmp_path, size)
    for id_ in page.state("[...liantu.data.nodes.keys(), ...liantu.data.edges.keys()].slice(0, 40)"):
        page.page.evaluate("id => liantu.pick(id)", id_)
    page.page.keyboard.press("t")
    assert page.page.locator("#rows tbody tr").count() == len(HOSTILE) + extra
    assert page.state("window.broken") is None
    assert page.errors == []
    assert [address.partition(":")[0] for address in page.requests] == ["file"]
    wide = page.state("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "something is wider than the window"
    page.page.context.close()


@pytest.mark.parametrize("typed", ["控制", "chanpin1", "ＣＰ1"])
def test_a_thing_is_found_by_characters_pinyin_or_initials(seen: Watched, typed: str) -> None:
    seen.page.keyboard.press("/")
    seen.page.keyboard.insert_text(typed)
    assert "控制器" in seen.page.locator("#found [role=option]").first.inner_text()
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#card h2").inner_text().endswith("控制器")


def test_what_is_not_there_is_said(seen: Watched) -> None:
    seen.page.fill("#find", "没有这个")
    assert "没有“没有这个”" in seen.page.locator("#found").inner_text()


def test_a_relation_shows_its_words_with_document_place_and_standing(seen: Watched) -> None:
    seen.page.evaluate("liantu.pick([...liantu.data.edges.values()].find(e => e.status === 'planned').id)")
    card = seen.page.locator("#card").inner_text()
    for words in ("甲生产控制器", "示函〔2026〕1号", "字符 1–10", "规划", "已采信", "未能核对"):
        assert words in card
    assert seen.page.locator("#card .quote.planned").count() == 1
    seen.page.evaluate("liantu.pick([...liantu.data.edges.values()].find(e => e.review === 'candidate').id)")
    assert "不计入分析" in seen.page.locator("#card").inner_text()
    assert seen.page.locator("#card .quote.candidate").count() == 1


def test_planned_is_dashed_and_a_candidate_is_dotted(seen: Watched) -> None:
    found = seen.state(
        "[...liantu.data.edges.values()].map(e => [e.status, e.review,"
        " liantu.network.body.edges[e.id].options.dashes, liantu.network.body.edges[e.id].options.color.color])"
    )
    looks = {(status, review): (dashes, colour) for status, review, dashes, colour in found}
    assert looks["done", "accepted"] == (False, "#1b5faa")
    assert looks["planned", "accepted"] == ([8, 4], "#b26a00")
    assert looks["done", "candidate"] == ([2, 4], "#6a3ab2")


def test_the_mouse_shows_the_words_of_what_it_is_on(seen: Watched) -> None:
    at = seen.state("liantu.network.canvasToDOM(liantu.network.getPosition('Firm:甲'))")
    room = seen.page.locator("#stage").bounding_box()
    assert room is not None
    seen.page.mouse.move(room["x"] + 5, room["y"] + 5)
    seen.page.mouse.move(room["x"] + at["x"], room["y"] + at["y"], steps=4)
    seen.page.wait_for_selector("#hint:not([hidden])")
    assert "甲生产" in seen.page.locator("#hint").inner_text()
    seen.page.mouse.click(room["x"] + at["x"], room["y"] + at["y"])
    assert seen.state("liantu.picked()") == "Firm:甲"


def test_filters_leave_picture_and_table_in_step(seen: Watched) -> None:
    assert seen.state(ALL.format("edges")) == 5
    seen.page.locator("#filters input[data-facet=review][value=candidate]").uncheck()
    assert seen.state(ALL.format("edges")) == 4
    seen.page.locator("#filters input[data-facet=status][value=planned]").uncheck()
    assert seen.state(ALL.format("edges")) == 3
    seen.page.locator("#twin").click()
    assert seen.page.locator("#rows tbody tr").count() == 3
    hidden = "[...liantu.data.edges.keys()].filter(id => liantu.network.body.edges[id].options.hidden).length"
    assert seen.state(hidden) == 2
    assert seen.state(ALL.format("nodes")) == 4
    seen.page.locator("#filters input[data-facet=kind][value=Product]").uncheck()
    assert seen.state(ALL.format("nodes")) == 1


def test_the_keyboard_goes_along_relations_and_opens_the_table(seen: Watched) -> None:
    seen.page.locator("#stage").focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.state("liantu.picked()") == "Firm:甲"
    seen.page.keyboard.press("ArrowRight")
    assert str(seen.state("liantu.picked()")).startswith("Product:")
    seen.page.keyboard.press("Enter")
    assert seen.state("document.activeElement.id") == "card"
    seen.page.keyboard.press("t")
    assert seen.page.locator("#rows").is_visible()
    assert not seen.page.locator("#stage").is_visible()
    seen.page.keyboard.press("Escape")
    assert seen.state("liantu.picked()") == ""


def test_it_says_what_was_cut(seen: Watched) -> None:
    assert "还有 7 个点没有画" in seen.page.locator("#cut").inner_text()

"""Loading by the page in a real Chromium: a list, its workbook of errors corrected, and the classes that change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.scope import Scope
from graph.embedded.lock import WriterLock
from graph.opening import open_store
from graph.store import Value
from queries.changes import Load
from tests.loaders.tables.samples import HEADER, code, xlsx
from tests.web.browser import DESK, LARGE, PHONE, watched
from tests.web.desk import Desk, desk_over, looks_right, signed
from tests.web.test_review_page import SLOW
from viz.web.sources import sources

ROWS = [
    ["示例一号电机有限公司", code(1), "东凤镇", "3812", "电机", 5000],
    ["示例二号电机有限公司", code(2), "不存在镇", "3812", "电机", 4000],
    ["示例三号电机有限公司", code(3), "南头镇", "3812", "电机", 3000],
]


@pytest.fixture(scope="module")
def desk(letter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A service over a store of the test's own, with keys."""
    home = tmp_path_factory.mktemp("loading")
    shutil.copy(letter_home / "liantu.lbug", home / "liantu.lbug")
    with desk_over(home) as found:
        yield found


def done(page: Page, title: str) -> None:
    """Wait until a job has told its result."""
    expect(page.locator("#result h3").first).to_have_text(title, timeout=SLOW)


def test_a_list_is_tried_corrected_and_loaded_and_classes_change(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "示例电机名录.xlsx", [HEADER, *ROWS])
    with signed(browser, desk, Scope.LOAD, DESK) as seen:
        page = seen.page
        seen.open("/sources")
        expect(page.locator("h1 + .meta")).to_contain_text("还没有一份来源声明完整")
        page.set_input_files("#file", book)
        page.fill("#key", "示例电机名录")
        page.check("#complete")
        page.fill("#covers", "3812,3813")
        page.fill("#as_of", "2026-06")
        page.fill("#declared_by", "示例单位")
        expect(page.locator("#go")).to_be_disabled()
        page.click("#try")
        done(page, "试算的结果：什么也没有写入")
        expect(page.locator("#result")).to_contain_text("1 行退回")
        cells = page.locator("#result tbody tr td").all_inner_texts()
        assert cells[:4] == ["名录", "3", "C 镇街", "不存在镇"]
        assert "没有这个镇街" in cells[4]
        looks_right(seen)
        with page.expect_download() as coming:
            page.click("text=下载错误工作簿")
        wrong = tmp_path / "改好.xlsx"
        coming.value.save_as(wrong)
        opened = openpyxl.load_workbook(wrong)
        sheet = opened.worksheets[0]
        assert sheet.cell(3, 3).value == "不存在镇"
        sheet.cell(3, 3).value = "小榄镇"
        opened.save(wrong)
        page.set_input_files("#file", wrong)
        expect(page.locator("#go")).to_be_disabled()  # another file has to be tried first
        page.click("#try")
        done(page, "试算的结果：什么也没有写入")
        expect(page.locator("#result")).to_contain_text("0 行退回", timeout=SLOW)
        page.click("#go")
        done(page, "载入了")
        moved = page.locator("#moved")
        expect(moved).to_contain_text("类别变了的环节：", timeout=SLOW)
        assert moved.inner_text() != "类别变了的环节：0 个"
        before = page.locator("[aria-label=类别变了的环节] tbody td:nth-child(3)").all_inner_texts()
        now = page.locator("[aria-label=类别变了的环节] tbody td:nth-child(4)").all_inner_texts()
        assert set(before) == {"数据不足"}
        assert "数据不足" not in now
        looks_right(seen)
        expect(page.locator("#mine")).to_contain_text("改好.xlsx")
        page.locator("[aria-label=类别变了的环节] a").first.click()
        expect(page.locator("#side h2")).to_be_visible()
        seen.open("/sources")
        first = page.locator("section[aria-labelledby=have-title] tbody tr").first
        expect(first).to_contain_text("完整")
        expect(first).to_contain_text("示例单位")
        seen.clean()


def test_a_load_is_cancelled_and_the_store_stays_as_it_was(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "不要载入.xlsx", [HEADER, ROWS[0]])
    with signed(browser, desk, Scope.LOAD, DESK) as seen:
        page = seen.page
        seen.open("/sources")
        page.set_input_files("#file", book)
        page.keyboard.press("Tab")
        page.focus("#try")
        page.keyboard.press("Enter")
        done(page, "试算的结果：什么也没有写入")
        lock = WriterLock(desk.service.home / "liantu.lbug")
        try:
            page.focus("#go")
            page.keyboard.press("Enter")
            expect(page.locator("#job")).to_be_visible()
            looks_right(seen)
            page.focus("#cancel")
            page.keyboard.press("Enter")
            expect(page.locator("#result [role=alert]")).to_have_text("取消了，库和原来一样。", timeout=SLOW)
        finally:
            lock.release()
        with open_store(str(desk.service.home / "liantu.lbug"), read_only=True) as store:
            assert "不要载入" not in store.info().sources
        seen.clean()


def test_a_mapping_is_proposed_from_the_headers_and_used(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    book = xlsx(
        tmp_path / "别的表头.xlsx", [["单位名称", "属地", "产品"], ["示例四号电器有限公司", "东凤镇", "电饭煲"]]
    )
    with signed(browser, desk, Scope.LOAD, DESK) as seen:
        page = seen.page
        seen.open("/sources")
        page.set_input_files("#file", book)
        page.select_option("#mapping", "?")
        expect(page.locator("#yaml")).to_be_visible(timeout=SLOW)
        assert "单位名称" in page.input_value("#yaml")
        looks_right(seen)
        page.click("#try")
        done(page, "试算的结果：什么也没有写入")
        expect(page.locator("#result")).to_contain_text("1 行能载入")
        seen.clean()


@pytest.mark.parametrize("scope", [None, Scope.REVIEW])
def test_without_a_key_that_may_load_the_page_says_what_to_do(
    desk: Desk, browser: Browser, tmp_path: Path, scope: Scope | None
) -> None:
    book = xlsx(tmp_path / "a.xlsx", [HEADER, ROWS[0]])
    window = watched(browser, desk.address, DESK) if scope is None else signed(browser, desk, scope, DESK)
    with window as seen:
        seen.open("/sources")
        expect(seen.page.locator("#no-key")).to_contain_text("liantu key add 经信处一号 --scope load")
        seen.page.set_input_files("#file", book)
        seen.page.click("#try")
        expect(seen.page.locator("#no-key")).to_be_focused()
        looks_right(seen)
        seen.clean()


@pytest.mark.parametrize("size", [DESK, LARGE, PHONE])
def test_the_page_fits_for_who_may_load(desk: Desk, browser: Browser, size: tuple[int, int]) -> None:
    with signed(browser, desk, Scope.LOAD, size) as seen:
        seen.open("/sources")
        looks_right(seen, axe=size == PHONE)
        seen.clean()


def test_sources_are_told_by_what_they_declare_and_templates_stand_together() -> None:
    papers: list[dict[str, Value]] = [
        {"document": "list", "title": "名录", "form": "register", "completeness": "complete", "covers": ["a", "b"],
         "as_of": "2026-06", "date": None, "declared_by": "单位"},
        {"document": "chain-a", "title": "链", "form": "template", "completeness": "partial", "covers": None,
         "as_of": None, "date": None, "declared_by": None},
        {"document": "chain-b", "title": "链", "form": "template", "completeness": "partial", "covers": None,
         "as_of": None, "date": None, "declared_by": None},
        {"document": "web-1", "title": "页", "form": "web notice", "completeness": None, "covers": None,
         "as_of": None, "date": "2025", "declared_by": None},
        {"document": "web-2", "title": "页", "form": "web notice", "completeness": None, "covers": None,
         "as_of": None, "date": "2025", "declared_by": None},
    ]  # fmt: skip
    newest = Load("list", "2026-06-02T00:00:00", False, 1, 2, 3, {})
    history = [newest, Load("list", "2026-06-01T00:00:00", True, 9, 0, 0, {})]
    found = sources(["chain-a", "chain-b", "derived-firms", "list", "web"], papers, history)
    assert [(one.key, one.form, one.sources, one.documents) for one in found] == [
        ("list", "register", 1, 1), ("web", "web notice", 1, 2), ("", "template", 2, 2), ("", "derived", 1, 0),
    ]  # fmt: skip
    assert (found[0].complete, found[0].covers, found[0].declared_by, found[0].last) == (True, 2, "单位", newest)

"""An officer's morning in a real Chromium: find the chain, the segment, the proof, the way to the words, the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.http.serving import Service
from tests.web.browser import DESK, PHONE, watched


def test_from_the_overview_to_the_words_of_the_letter(letter: Service, browser: Browser) -> None:
    with watched(browser, letter.address, DESK) as seen:
        page = seen.page
        seen.open("/")
        page.click("text=智能家电 >> nth=0")
        page.wait_for_load_state("load")
        page.click("a.seg[data-name=家电电机]")
        side = page.locator("#side")
        expect(side).to_contain_text("数据不足")
        expect(side).to_contain_text("需求额 139.23 亿元")
        assert "segment=" in page.url
        assert page.locator("#edges .edge.lit").count() == 6
        side.locator("blockquote a").first.click()
        page.wait_for_load_state("load")
        assert "/documents/" in page.url
        expect(page.locator(".said.here")).to_be_in_viewport()
        expect(page.locator(".p.here").first).to_be_in_viewport()
        words = page.locator(".p.here").all_inner_texts()
        assert "大洋电机" in "".join(words)
        seen.clean()


def test_an_address_shows_what_was_on_the_screen_and_back_goes_back(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, DESK) as seen:
        page = seen.page
        seen.open("/chains/smart-appliance")
        page.click("[data-view=demand]")
        page.click("a.seg[data-name=制冷压缩机]")
        expect(page.locator("#side h2")).to_have_text("制冷压缩机")
        page.click("a.seg[data-name=家电电机]")
        expect(page.locator("#side h2")).to_have_text("家电电机")
        address = page.url
        page.go_back()
        expect(page.locator("#side h2")).to_have_text("制冷压缩机")
        page.goto(address)
        expect(page.locator("#side h2")).to_have_text("家电电机")
        expect(page.locator("#map")).to_have_class("map view-demand")
        expect(page.locator("a.seg.chosen")).to_have_attribute("data-name", "家电电机")
        seen.clean()


def test_everything_on_the_map_is_done_by_keys(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, DESK) as seen:
        page = seen.page
        seen.open("/chains/smart-appliance")
        page.keyboard.press("f")
        page.keyboard.type("家电电机")
        page.keyboard.press("Enter")
        expect(page.locator("#side h2")).to_have_text("家电电机")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#side h2")).not_to_have_text("家电电机")
        page.keyboard.press("ArrowLeft")
        width = page.locator("#map").get_attribute("width")
        page.keyboard.press("+")
        assert int(page.locator("#map").get_attribute("width") or 0) > int(width or 0)
        page.keyboard.press("3")
        expect(page.locator("#map .v-firms").first).to_be_visible()
        page.keyboard.press("t")
        expect(page.locator("#tabled")).to_be_visible()
        expect(page.locator("#viewport")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.locator("dialog#keys")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("w")
        page.wait_for_url("**/nodes/**")
        seen.clean()


def test_supposing_a_firm_tells_what_would_change_and_keeps_nothing(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, DESK) as seen:
        page = seen.page
        seen.open("/chains/smart-appliance")
        missing = page.locator("a.seg.missing").first
        name = missing.get_attribute("data-name") or ""
        missing.click()
        expect(page.locator("#side h2")).to_have_text(name)
        page.click("[data-if=add]")
        expect(page.locator(".then li").first).to_contain_text(f"{name}：缺链 →")
        page.reload()
        expect(page.locator(f"a.seg.missing[data-name='{name}']")).to_have_count(1)
        seen.clean()


def test_the_table_says_what_the_map_says(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, DESK) as seen:
        page = seen.page
        seen.open("/chains/smart-appliance")
        drawn = page.eval_on_selector_all("a.seg", "s => s.map(e => [e.dataset.key, e.classList[1]]).sort()")
        listed = page.eval_on_selector_all(
            "#table tr[data-key]", "r => r.map(e => [e.dataset.key, e.querySelector('.mark').classList[1]]).sort()"
        )
        assert drawn == listed != []


@pytest.mark.parametrize(("typed", "found"), [("dj", "电机"), ("fukun", "福昆航空"), ("小榄", "小榄镇")])
def test_search_finds_by_initials_pinyin_and_characters(
    letter: Service, browser: Browser, typed: str, found: str
) -> None:
    with watched(browser, letter.address, DESK) as seen:
        page = seen.page
        seen.open("/")
        page.keyboard.press("/")
        page.keyboard.type(typed)
        options = page.locator("#found [role=option]")
        expect(options.filter(has_text=found).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/nodes/**")
        seen.clean()


def test_a_search_that_finds_nothing_says_what_to_try(letter: Service, browser: Browser) -> None:
    with watched(browser, letter.address, DESK) as seen:
        seen.open("/")
        seen.page.fill("#find", "没有这个东西")
        expect(seen.page.locator("#found")).to_have_text("没有“没有这个东西”。试试简称或拼音首字母")


def test_from_the_gaps_to_a_file(sample: Service, browser: Browser, tmp_path: Path) -> None:
    with watched(browser, sample.address, DESK) as seen:
        page = seen.page
        seen.open("/gaps")
        page.select_option("select[name=chain]", "smart-appliance")
        page.wait_for_url("**chain=smart-appliance**")
        page.uncheck("input[value=weak]")
        page.wait_for_url(lambda url: "class=missing" in url and "class=weak" not in url)
        rows = page.locator("tbody.pair")
        names = page.locator(".fold b").all_inner_texts()
        assert names
        rows.first.locator(".fold").click()
        expect(rows.first.locator(".more")).to_be_visible()
        with page.expect_download() as waiting:
            page.click("text=导出 csv")
        waiting.value.save_as(tmp_path / "gaps.csv")
        table = list(csv.DictReader(io.StringIO((tmp_path / "gaps.csv").read_text(encoding="utf-8-sig"))))
        assert [row["环节"] for row in table] == names
        seen.clean()


def test_in_a_document_words_and_list_lead_to_each_other(letter: Service, browser: Browser) -> None:
    with watched(browser, letter.address, DESK) as seen:
        page = seen.page
        seen.open("/documents/letter-2025-112")
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.locator(".said.here")).to_have_id("s2")
        page.locator(".p", has_text="深耕风电、光伏、氢能三大领域").first.click()
        expect(page.locator(".said.here")).to_contain_text("光伏")
        assert "statement=letter-2025-112" in page.url
        page.click("[data-only=planned]")
        looks = page.eval_on_selector_all(".said:not([hidden])", "s => [...new Set(s.map(e => e.classList[1]))]")
        assert looks == ["planned"]
        page.click("[data-only=rejected]")
        expect(page.locator(".said:not([hidden])").first).to_contain_text("理由")
        seen.clean()


def test_hostile_names_are_only_text(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, DESK) as seen:
        for path in (
            "/chains/smart-appliance?segment=Segment:electric-motor",
            "/nodes/Segment:electric-motor",
            "/nodes/Town:东凤镇?relation=LOCATED_IN&direction=in",
            "/kinds/Firm?text=示例<script>",
            "/search?q=<script>alert(1)</script>",
            "/documents?text=<img src=x onerror=alert(1)>",
            "/conflicts?subject={{7*7}}",
            "/questions/figures?subject='\"><svg onload=alert(1)>",
        ):
            seen.open(path)
            assert seen.page.locator("main script, main img, main svg[onload]").count() == 0
        seen.open("/")
        seen.page.fill("#find", "<script>")
        expect(seen.page.locator("#found [role=option]").first).to_be_visible()
        seen.clean()


def test_on_a_phone_a_segment_leads_to_its_panel(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, PHONE) as seen:
        page = seen.page
        seen.open("/chains/wind")
        box = page.locator("a.seg").first
        name = box.get_attribute("data-name") or ""
        box.click()
        expect(page.locator("#side h2")).to_have_text(name)
        expect(page.locator("#side h2")).to_be_in_viewport()
        seen.clean()


def test_without_scripts_the_pages_still_work(sample: Service, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample.address}/chains/smart-appliance")
    page.click("a.seg[data-name=家电电机]")
    assert page.locator("#side h2").inner_text() == "家电电机"
    page.click("text=环节表")
    assert page.locator("#table").is_visible()
    page.goto(f"{sample.address}/gaps")
    page.click("button[type=submit]:has-text('筛选')")
    assert page.locator("tbody.pair").count() > 10
    context.close()

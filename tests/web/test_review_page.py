"""Reviewing by the page in a real Chromium: ten candidates by keys alone, what others decided meanwhile, two names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.scope import Scope
from graph.store import Value
from tests.http.office import V1
from tests.web.browser import DESK, LARGE, PHONE, Seen, watched
from tests.web.desk import Desk, desk_over, looks_right, only_refusals, signed
from viz.web.review import Chosen, doubts, words_around

SLOW = 240_000
"""Milliseconds that jobs may take where many others work on the machine; nothing is measured by it."""


@pytest.fixture(scope="module")
def desk(letter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A service over a store of the test's own, with keys."""
    home = tmp_path_factory.mktemp("desk")
    shutil.copy(letter_home / "liantu.lbug", home / "liantu.lbug")
    with desk_over(home) as found:
        yield found


def asked(desk: Desk, path: str, body: object = None, scope: Scope = Scope.ADMIN) -> Any:
    """Ask the interface as a program does."""
    headers = {"Authorization": f"Bearer {desk.keys[scope]}"}
    method = "GET" if body is None else "POST"
    answer = httpx2.request(method, desk.address + V1 + path, json=body, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def state_of(desk: Desk, key: str) -> dict[str, Any]:
    found: dict[str, Any] = asked(desk, f"/review/{quote(key, safe='')}")
    return found


def keys_of(page: Page) -> list[str]:
    """The keys of the queue, in order."""
    found: list[str] = page.eval_on_selector_all("#queue .item", "all => all.map((one) => one.dataset.key)")
    return found


def shown(page: Page, key: str) -> None:
    """Wait until a statement is looked at."""
    expect(page.locator(f'#one article[data-key="{key}"]')).to_be_visible()


def test_ten_candidates_are_reviewed_by_keys_alone(desk: Desk, browser: Browser) -> None:
    with signed(browser, desk, Scope.REVIEW, DESK) as seen:
        page = seen.page
        seen.open("/review?document=public-firms-10f6731f")
        keys = keys_of(page)
        assert len(keys) == 15
        expect(page.locator("#left")).to_have_text("15")
        for at in range(6):
            shown(page, keys[at])
            page.keyboard.press("a")
        for at in range(6, 9):
            shown(page, keys[at])
            page.keyboard.press("x")
            expect(page.locator("#why")).to_be_visible()
            page.keyboard.press("1")
            page.keyboard.press("Enter")
        shown(page, keys[9])
        page.keyboard.press("e")
        expect(page.locator("#edit")).to_be_visible()
        looks_right(seen)
        page.select_option("#status", "planned")
        page.fill("#edit-reason", "原文写的是计划")
        page.keyboard.press("Enter")
        shown(page, keys[10])
        expect(page.locator("#decided")).to_have_text("10", timeout=SLOW)
        expect(page.locator("#sent")).to_have_text("0")
        expect(page.locator("#left")).to_have_text("5")
        looks_right(seen)
        assert [state_of(desk, key)["review"] for key in keys[:10]] == ["accepted"] * 6 + ["rejected"] * 3 + [
            "accepted"
        ]
        assert state_of(desk, keys[6])["reason"] == "引文没有说到此项"
        assert state_of(desk, keys[9])["status"] == "planned"
        assert {line["who"] for line in asked(desk, "/audit?limit=10")} == {"key-review"}
        seen.open("/review?document=public-firms-10f6731f")
        assert keys_of(page) == keys[10:]
        seen.clean()


def test_what_somebody_else_decided_meanwhile_is_shown_and_not_overwritten(desk: Desk, browser: Browser) -> None:
    with signed(browser, desk, Scope.REVIEW, DESK) as seen:
        page = seen.page
        seen.open("/review?document=public-firms-c1fb045d")
        first, second = keys_of(page)[:2]
        shown(page, first)
        reason = "别的科室看过原文：是规划"
        asked(desk, f"/review/{quote(first, safe='')}", {"decision": "reject", "reason": reason})
        page.keyboard.press("a")
        shown(page, second)
        expect(page.locator("#failed")).to_have_text("1 条没有写入", timeout=SLOW)
        page.click("#failed")
        shown(page, first)
        expect(page.locator("#one .conflict")).to_contain_text("别人先定了")
        expect(page.locator("#one .decided")).to_contain_text(reason)
        looks_right(seen)
        assert state_of(desk, first)["review"] == "rejected"
        page.keyboard.press("a")  # having seen it, one may decide otherwise
        expect(page.locator("#decided")).to_have_text("1", timeout=SLOW)
        assert state_of(desk, first)["review"] == "accepted"
        only_refusals(seen, 412)


def test_a_decision_that_was_not_sent_is_taken_back_and_one_that_was_is_decided_anew(
    desk: Desk, browser: Browser
) -> None:
    with signed(browser, desk, Scope.REVIEW, DESK) as seen:
        page = seen.page
        seen.open("/review?document=public-firms-c616cf06")
        first, second, third = keys_of(page)[:3]
        shown(page, first)
        page.keyboard.press("a")  # goes at once
        shown(page, second)
        page.keyboard.press("a")  # waits for the first
        shown(page, third)
        page.keyboard.press("u")
        shown(page, second)
        expect(page.locator("#decided")).to_have_text("1", timeout=SLOW)
        assert state_of(desk, second)["review"] == "candidate"
        page.keyboard.press("u")
        shown(page, first)
        expect(page.locator("#one .decided")).to_contain_text("已采信")
        page.keyboard.press("x")
        page.keyboard.type("看错了")
        page.keyboard.press("Enter")
        expect(page.locator("#decided")).to_have_text("2", timeout=SLOW)
        assert state_of(desk, first)["review"] == "rejected"
        seen.clean()


@pytest.mark.parametrize("scope", [None, Scope.READ])
def test_without_a_key_that_may_review_the_page_says_what_to_do(
    desk: Desk, browser: Browser, scope: Scope | None
) -> None:
    def look(seen: Seen) -> None:
        page = seen.page
        seen.open("/review?document=public-firms-0cd72feb")
        (first, *_) = keys_of(page)
        shown(page, first)
        expect(page.locator("#no-key")).to_contain_text("liantu key add 经信处一号 --scope review")
        page.keyboard.press("a")
        expect(page.locator("#no-key")).to_be_focused()
        expect(page.locator("#sent")).to_have_text("0")
        looks_right(seen)
        link = page.locator("#no-key-link").get_attribute("href")
        assert link == "/sign-in?back=%2Freview%3Fdocument%3Dpublic-firms-0cd72feb"
        assert state_of(desk, first)["review"] == "candidate"
        seen.clean()

    if scope is None:
        with watched(browser, desk.address, DESK) as seen:
            look(seen)
    else:
        with signed(browser, desk, scope, DESK) as seen:
            look(seen)


def test_two_names_are_decided_by_keys(desk: Desk, browser: Browser) -> None:
    with signed(browser, desk, Scope.REVIEW, DESK) as seen:
        page = seen.page
        seen.open("/review?show=pairs")
        total = page.locator("#queue .item").count()
        page.keyboard.press("j")
        label = page.locator("#queue .item.here").get_attribute("data-label") or ""
        page.keyboard.press("x")
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(page.locator("#decided")).to_have_text("1", timeout=SLOW)
        expect(page.locator("#queue .item").first).to_contain_text("已定：是两家")
        looks_right(seen)
        seen.open("/review?show=pairs")
        assert page.locator("#queue .item").count() == total - 1
        assert label not in page.eval_on_selector_all("#queue .item", "all => all.map((one) => one.dataset.label)")
        seen.clean()


@pytest.mark.parametrize("size", [DESK, LARGE, PHONE])
@pytest.mark.parametrize("path", ["/review", "/review?show=pairs", "/review?text=没有这样的候选"])
def test_the_queue_fits_for_who_may_review(desk: Desk, browser: Browser, path: str, size: tuple[int, int]) -> None:
    with signed(browser, desk, Scope.REVIEW, size) as seen:
        seen.open(path)
        looks_right(seen, axe=size == PHONE)
        seen.clean()


def test_words_are_shown_in_their_place_and_a_place_that_holds_others_is_told() -> None:
    text = "一二三四五六七八九十"
    row: dict[str, Value] = {"start": 4, "end": 6, "quote": "五六"}
    found = words_around(text, row, around=3)
    assert (found.before, found.quote, found.after, found.exact) == ("二三四", "五六", "七八九", True)
    assert (found.cut_before, found.cut_after) == (True, True)
    assert not words_around(text, {**row, "quote": "五七"}).exact
    for place in ((None, None), (4, 99), (6, 4)):
        assert words_around(text, {"start": place[0], "end": place[1], "quote": "五六"}).quote == "五六"


def test_doubts_are_those_noted_or_what_the_machine_did() -> None:
    row = {"review": "candidate", "reason": "转载；早于2016年", "extractor": None, "confidence": 1.0, "status": "done"}
    assert doubts(row, english=False) == ["转载", "早于2016年"]
    read = doubts({**row, "reason": None, "extractor": "paper", "confidence": 0.85, "status": "planned"}, english=False)
    assert ("0.85" in read[0], "规划" in read[1]) == (True, True)
    assert len(doubts({**row, "reason": ""}, english=False)) == 1


def test_filters_of_the_queue_narrow_it() -> None:
    base = {"document": "a", "predicate": "PRODUCES", "quote": "引文", "subject_name": "甲", "object_name": "乙"}
    rows = [
        {**base, "subject": "Firm:甲", "reason": "转载", "metric": None},
        {**base, "subject": "Town:丙", "reason": "", "metric": None},
    ]
    assert Chosen(kind="Firm").of(rows) == rows[:1]
    assert Chosen(text="转载").of(rows) == rows[:1]
    assert Chosen(document="b").of(rows) == []
    assert Chosen(predicate="PRODUCES").of(rows) == rows

"""The page of settings: what is in force, what other values would change, and that the head has room for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from api.settings import Settings
from queries.gaps.model import GapParameters
from queries.gaps.parameters import RANGES
from tests.http.conftest import client_of
from tests.http.serving import Service
from tests.web.browser import DESK, LARGE, PHONE, watched
from tests.web.desk import looks_right
from tests.web.test_served import BROWSER, parsed
from viz.web.thresholds import ABOUT, thresholds


@pytest.fixture(scope="module")
def pages(sample_home: Path) -> Iterator[TestClient]:
    with client_of(Settings(str(sample_home / "liantu.lbug"))) as client:
        client.headers.update(BROWSER)
        yield client


def classes(client: TestClient, query: str = "") -> dict[str, int]:
    """How many segments of all chains are of each class, as the interface says; shared ones once."""
    rows = client.get(f"/api/v1/gaps?limit=10000&fields=segment,class{query}").json()["data"]
    return Counter({row["segment"]: row["class"] for row in rows}.values())


def test_every_threshold_is_told_with_what_it_decides() -> None:
    assert set(ABOUT) == set(RANGES)
    for one in thresholds(GapParameters(), {}):
        assert one.value == getattr(GapParameters(), one.name)
        assert one.where.startswith("第 ")


def test_the_default_page_changes_nothing(pages: TestClient) -> None:
    tree = parsed(pages.get("/settings").text)
    assert tree.xpath("//input[contains(@class, 'try')]/@placeholder") == ["0.1", "2", "0.5", "0.5", "1", "0.5"]
    assert not tree.xpath("//*[@id='changes']")


@pytest.mark.parametrize("chosen", ["minimum_suppliers=4", "weak_gap=0.9"])
def test_what_another_value_would_change_is_what_the_analysis_says(pages: TestClient, chosen: str) -> None:
    tree = parsed(pages.get(f"/settings?{chosen}").text)
    told = {
        one.xpath("./span/@class")[0].split()[1]: [int(word) for word in one.text_content().split() if word.isdigit()]
        for one in tree.xpath("//section[@class='changes']/ul/li[span]")
    }
    before, after = classes(pages), classes(pages, f"&set={chosen}")
    assert before != after, "the sample has to be one in which this threshold matters"
    assert len(told) == 6
    assert told == {name: [before.get(name, 0), after.get(name, 0)] for name in told}
    moved = tree.xpath("string(//*[@id='changes'])")
    assert moved.endswith("个环节变")
    assert "0 个环节变" not in moved
    assert f"--set {chosen}" in tree.text_content()


@pytest.mark.parametrize("wrong", ["weak_gap=7", "minimum_suppliers=很多", "weak_quotient=2"])
def test_a_value_that_cannot_be_is_refused_in_words(pages: TestClient, wrong: str) -> None:
    answer = pages.get(f"/settings?{wrong}")
    assert answer.status_code == 200
    tree = parsed(answer.text)
    assert wrong.partition("=")[0] in tree.xpath("string(//*[@role='alert'])")
    assert not tree.xpath("//*[@id='changes']")


def test_the_head_has_room_in_both_languages_and_what_is_folded_in_opens_by_keys(
    sample: Service, browser: Browser
) -> None:
    for size in (DESK, LARGE, PHONE):
        for lang in ("zh", "en"):
            with watched(browser, sample.address, size) as seen:
                seen.open(f"/settings?lang={lang}")
                looks_right(seen, axe=size == DESK)
                high = seen.page.evaluate("document.querySelector('.top').getBoundingClientRect().height")
                assert size == PHONE or high < 50, "the head stands in one line"
                seen.clean()
    with watched(browser, sample.address, DESK) as seen:
        page = seen.page
        seen.open("/")
        page.focus(".rest-open")
        expect(page.locator(".rest-list")).to_be_visible()
        looks_right(seen)
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/settings")
        page.focus(".rest-open")
        page.keyboard.press("Escape")
        expect(page.locator(".rest-list")).to_be_hidden()
        seen.clean()

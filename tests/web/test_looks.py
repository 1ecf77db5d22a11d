"""Every page in a real Chromium at three sizes: nothing sticks out, nothing lies on anything, axe finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.http.serving import Service
from tests.web.browser import DESK, LARGE, PHONE, measured, watched
from tests.web.pages import PAGES

AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CHAINS = (
    "ai", "auto-parts", "biomedicine", "fashion", "food", "high-end-equipment", "home", "hydrogen", "lighting",
    "low-altitude", "new-it", "office-supplies", "optoelectronics", "photovoltaic", "robotics", "smart-appliance",
    "smart-lock", "wind",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_fits_and_is_accessible(sample: Service, browser: Browser, path: str) -> None:
    for size in (DESK, LARGE, PHONE):
        with watched(browser, sample.address, size) as seen:
            seen.open(path)
            assert measured(seen, "wide") == [], size
            assert measured(seen, "overlap") == [], size
            if size == DESK:
                found = Axe().run(seen.page, options=AXE)
                assert found.violations_count == 0, found.generate_report()
            seen.clean()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_fits_with_only_what_ships(letter: Service, browser: Browser, path: str) -> None:
    with watched(browser, letter.address, DESK) as seen:
        seen.open(path)
        assert measured(seen, "wide") == []
        assert measured(seen, "overlap") == []
        seen.clean()


def test_on_every_map_every_text_stays_in_its_box(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, DESK) as seen:
        for chain in CHAINS:
            seen.open(f"/chains/{chain}")
            for view in ("class", "tier", "firms", "demand"):
                seen.page.click(f"[data-view={view}]")
                assert measured(seen, "boxes") == [], (chain, view)
            size = seen.page.evaluate("document.querySelector('#map .name').getBoundingClientRect().height")
            assert size >= 11, f"{chain}: names are {size} px high"
        seen.clean()

"""The map of every chain at 200 % zoom and on a 4K screen: whole names, nothing on anything, the panel in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.http.serving import Service
from tests.web.browser import measured, watched
from tests.web.test_looks import CHAINS

ZOOMED, HUGE = (683, 384), (3840, 2160)
"""A desk of 1366×768 at 200 % has half the pixels of the style sheet, each drawn by two; 4K at 100 % has all."""


@pytest.mark.parametrize(("size", "dots"), [(ZOOMED, 2.0), (HUGE, 1.0)], ids=["200 %", "4K"])
@pytest.mark.parametrize("part", [0, 1], ids=["first nine chains", "other nine"])
def test_every_map_is_legible(sample: Service, browser: Browser, size: tuple[int, int], dots: float, part: int) -> None:
    with watched(browser, sample.address, size, dots=dots) as seen:
        page = seen.page
        for chain in CHAINS[part * 9 : part * 9 + 9]:
            seen.open(f"/chains/{chain}")
            assert measured(seen, "wide") == [], chain
            assert measured(seen, "overlap") == [], chain
            assert measured(seen, "boxes") == [], chain
            high = page.evaluate("document.querySelector('#map .name').getBoundingClientRect().height")
            assert high >= 11, f"{chain}: names are {high} px high"
            box = page.locator("a.seg").last
            name = box.get_attribute("data-name") or ""
            box.locator(".name").first.click()
            title = page.locator("#side h2")
            expect(title).to_have_text(name)
            expect(title).to_be_in_viewport()
            assert measured(seen, "wide") == [], chain
        seen.clean()


def test_zoomed_in_the_map_has_room_and_the_panel_can_be_read_to_its_end(sample: Service, browser: Browser) -> None:
    with watched(browser, sample.address, ZOOMED, dots=2.0) as seen:
        seen.open("/chains/smart-appliance?segment=Segment:electric-motor")
        high = seen.page.evaluate("document.getElementById('viewport').getBoundingClientRect().height")
        assert high <= ZOOMED[1], "the map is higher than the window: it cannot be seen whole"
        last = seen.page.locator("#side section").last
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport()
        seen.clean()

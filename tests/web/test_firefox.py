"""The main path in a current Firefox: overview, chain, segment, its targets, its proof in the document, the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.serving import Service
from tests.web.browser import MEASURE
from tests.web.firefox import Window, firefox

# The driver leaves a socket open where it looks whether Firefox answers yet.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def window(sample: Service, tmp_path: Path) -> Iterator[Window]:
    with firefox(sample.address, tmp_path) as found:
        yield found


def fits(window: Window) -> None:
    """Nothing sticks out, nothing lies on anything, nobody outside was asked."""
    assert window.run(f"({MEASURE}).wide()") == []
    assert window.run(f"({MEASURE}).overlap()") == []
    assert window.outside() == []


def test_from_the_overview_to_the_proof_the_targets_and_the_file(window: Window) -> None:
    window.open("/")
    assert window.run("[innerWidth, innerHeight]") == [1366, 768]
    fits(window)
    window.click("main a[href='/chains/smart-appliance']")
    window.until("location.pathname === '/chains/smart-appliance' && document.readyState === 'complete'")
    fits(window)
    assert window.run(f"({MEASURE}).boxes()") == [], "a text leaves its box on the map"
    window.click("a.seg[data-name=家电电机] .name")
    window.until("document.querySelector('#side h2')?.textContent === '家电电机'")
    assert window.run("document.querySelectorAll('#edges .edge.lit').length") > 0
    assert "segment=" in window.run("location.search")
    fits(window)

    side = window.text("#side")
    assert "需求额 139.23 亿元" in side
    # The sample names no firm of elsewhere: then the panel says so, and whom to ask.
    for words in ("外地可谈的企业", "没有来源点名做它的外地企业", "问谁", "政策与载体"):
        assert words in side
    window.click("#side [data-if=add]")
    window.until("document.querySelector('.then li') !== null")

    window.click("a[download$='.csv']")
    for _ in range(100):
        if done := [one for one in window.downloads.glob("*.csv") if one.stat().st_size]:
            break
        window.run("new Promise(done => setTimeout(done, 100))")
    table = list(csv.DictReader(io.StringIO(done[0].read_text(encoding="utf-8-sig"))))
    drawn = window.run("[...document.querySelectorAll('a.seg')].map(one => one.dataset.name)")
    assert sorted(row["name"] for row in table) == sorted(drawn)

    window.click("#side blockquote a[href*=statement]")
    window.until("location.pathname.startsWith('/documents/') && document.querySelector('.said.here') !== null")
    assert "电机" in window.run("[...document.querySelectorAll('.p.here')].map(one => one.textContent).join('')")
    seen = "(b => b.top >= 0 && b.bottom <= innerHeight)(document.querySelector('.p.here').getBoundingClientRect())"
    window.until(seen)
    fits(window)
    assert window.faults() == []


def test_keys_and_search_do_in_firefox_what_they_do_elsewhere(window: Window) -> None:
    window.open("/chains/smart-appliance")
    body = window.driver.find_element("css selector", "body")
    body.send_keys("t")
    window.until("!document.getElementById('tabled').hidden && document.getElementById('viewport').hidden")
    body.send_keys("?")
    window.until("document.querySelector('dialog#keys').open")
    window.click("dialog#keys button")
    body.send_keys("/")
    window.until("document.activeElement.id === 'find'")
    window.driver.find_element("css selector", "#find").send_keys("dj")
    window.until("[...document.querySelectorAll('#found [role=option]')].some(one => one.textContent.includes('电机'))")
    window.open("/kinds/Town")
    window.driver.find_element("css selector", "body").send_keys("3")
    window.until("location.search === '?view=platforms'")
    fits(window)
    assert window.faults() == []


@pytest.mark.parametrize("path", ["/graph?key=Firm:福昆航空", "/gaps", "/kinds/Town", "/coverage", "/questions/chains"])
def test_other_pages_open_in_firefox_without_a_fault(window: Window, path: str) -> None:
    window.open(path)
    window.until("document.readyState === 'complete'")
    fits(window)
    assert window.faults() == []


def test_a_fault_would_be_seen(window: Window) -> None:
    window.open("/")
    window.run("document.body.appendChild(Object.assign(document.createElement('script'), {textContent: 'x'}))")
    window.until("true")
    assert any("Content" in one for one in window.faults())

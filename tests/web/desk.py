"""What the tests of the desk share: a service of their own with keys, signing in by the page, looking at a state."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from api.access.scope import Scope
from tests.http.office import make_keys
from tests.http.serving import Service, started, stop
from tests.web.browser import Seen, measured, watched
from tests.web.test_looks import AXE


@dataclass
class Desk:
    """A service and a key of each scope."""

    service: Service
    keys: dict[Scope, str]

    @property
    def address(self) -> str:
        return self.service.address


@contextlib.contextmanager
def desk_over(home: Path, **settings: str) -> Iterator[Desk]:
    """Run a service with keys over the store of a folder."""
    keys = make_keys(home)
    service = started(home, **settings)
    try:
        yield Desk(service, keys)
    finally:
        stop(service)


def sign_in(seen: Seen, key: str) -> None:
    """Sign in by the page."""
    seen.open("/sign-in")
    seen.page.fill("#key", key)
    seen.page.press("#key", "Enter")
    expect(seen.page.locator("#who summary")).to_be_visible()


@contextlib.contextmanager
def signed(browser: Browser, desk: Desk, scope: Scope, size: tuple[int, int]) -> Iterator[Seen]:
    """Open a window of somebody who has signed in."""
    with watched(browser, desk.address, size) as seen:
        sign_in(seen, desk.keys[scope])
        yield seen


def looks_right(seen: Seen, *, axe: bool = True) -> None:
    """Nothing sticks out, nothing lies on anything, axe finds nothing."""
    assert measured(seen, "wide") == []
    assert measured(seen, "overlap") == []
    if axe:
        found = Axe().run(seen.page, options=AXE)
        assert found.violations_count == 0, found.generate_report()


def only_refusals(seen: Seen, *statuses: int) -> None:
    """The console tells of nothing but answers that the test itself has called forth."""
    assert seen.console
    assert all(any(f"status of {one} " in line for one in statuses) for line in seen.console), seen.console
    assert not seen.outside
    assert not seen.dialogs

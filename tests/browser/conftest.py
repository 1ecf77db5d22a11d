"""A real Chromium, the one that the system has; pages are opened with the network off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
SIZES = ((1366, 768), (1920, 1080), (390, 844))


def chromium_path() -> str:
    """Where Chromium is; without one the test is left out, which is a failure where CI=true."""
    found = next((path for path in map(shutil.which, NAMES) if path), "")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium")
        pytest.skip("没有 Chromium / no Chromium (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@dataclass
class Watched:
    """A page with all that went wrong in it and all that it asked for."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def state(self, expression: str) -> Any:
        """What the page's own state says."""
        return self.page.evaluate(f"() => {expression}")

    def until(self, expression: str) -> None:
        """Wait until it is so; the page's own policy forbids to wait inside of it."""
        for _ in range(200):
            if self.state(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never: {expression}")


def watched(page: Page) -> Watched:
    """Listen to a page."""
    found = Watched(page)

    def told(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.errors.append(message.text)

    def asked(dialog: Dialog) -> None:
        found.errors.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("console", told)
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("dialog", asked)
    page.on("request", lambda request: found.requests.append(request.url))
    return found

"""A real Chromium, and what went on in it: its console, its requests, its dialogs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, Playwright, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8").partition("\n")[2].strip()
DESK, LARGE, PHONE = (1366, 768), (1920, 1080), (390, 844)


def launched(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine; none is downloaded. Without one the test is skipped, in CI it fails."""
    path = os.environ.get("LIANTU_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = "no Chromium is installed (tests/web/prepare.sh)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # No sandbox: tests may run as root in a container; only pages of ours are opened.
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])


@dataclass
class Seen:
    """What a page did."""

    page: Page
    home: str
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open an address of the service; its scripts have run when this returns."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def clean(self) -> None:
        """Nothing went wrong, nobody outside was asked, no script of a name ran."""
        assert not self.console, self.console
        assert not self.outside, self.outside
        assert not self.dialogs, self.dialogs


@contextmanager
def watched(browser: Browser, home: str, size: tuple[int, int], *, dots: float = 1.0) -> Iterator[Seen]:
    """Open a window of a size, with so many dots of the screen for each of its pixels, and watch it."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=dots,
        locale="zh-CN",
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    seen = Seen(page, home)

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.console.append(f"{message.type}: {message.text}")

    def ask(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != home:
            seen.outside.append(request.url)

    def fault(error: Error) -> None:
        seen.console.append(str(error))

    def speak(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("console", note)
    page.on("request", ask)
    page.on("pageerror", fault)
    page.on("dialog", speak)
    try:
        yield seen
    finally:
        context.close()


def measured(seen: Seen, what: str) -> list[str]:
    """Return what ``measure.js`` finds wrong: ``wide``, ``overlap`` or ``boxes``."""
    found: list[str] = seen.page.evaluate(f"{MEASURE}.{what}()")
    return found

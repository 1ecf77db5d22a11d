"""A page that is watched from before it is opened: a file of a folder, or a page that keeps a state of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Page

from tests.web.browser import DESK, LARGE, PHONE

SIZES = (DESK, LARGE, PHONE)


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

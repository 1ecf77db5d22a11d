"""The Firefox of this machine, driven through its own Marionette: neither a driver program nor a build of its own."""

from __future__ import annotations

import os
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# What it stands on reads the system's name in an old way.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver import By, Wait
    from marionette_driver.marionette import Marionette

NAMES = ("firefox-esr", "firefox")
_FAULTS = """
return Services.console.getMessageArray()
  .filter(one => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag))
  .filter(one => !/^(chrome|resource|moz-extension|about):/.test(one.sourceName))
  .map(one => one.errorMessage + ' ' + one.sourceName)
"""


@dataclass
class Window:
    """A window of Firefox and the service it looks at."""

    driver: Any
    home: str
    downloads: Path

    def open(self, path: str) -> None:
        """Open an address of the service."""
        self.driver.navigate(self.home + path)

    def run(self, script: str) -> Any:
        """Return what a script of the test says in the page."""
        return self.driver.execute_script(f"return {script}")

    def click(self, css: str) -> None:
        """Click on an element; refused by the browser where another one lies on it."""
        found = self.driver.find_element(By.CSS_SELECTOR, css)
        self.run(f"document.querySelector({css!r}).scrollIntoView({{block: 'center'}})")
        found.click()

    def text(self, css: str) -> str:
        """Return the text of an element as it is shown."""
        return str(self.driver.find_element(By.CSS_SELECTOR, css).text)

    def until(self, script: str) -> None:
        """Wait until a script says yes."""
        Wait(self.driver, timeout=30, interval=0.05).until(lambda _: self.run(script), message=script)

    def faults(self) -> list[str]:
        """Return errors of scripts and of the content policy, of all pages since the window was opened."""
        with self.driver.using_context("chrome"):
            found: list[str] = self.driver.execute_script(_FAULTS, sandbox="system")
        return found

    def outside(self) -> list[str]:
        """Return what the page asked of others than the service."""
        asked: list[str] = self.run("performance.getEntriesByType('resource').map(one => one.name)")
        return [one for one in asked if not one.startswith((self.home + "/", "data:", "blob:"))]


@contextmanager
def firefox(home: str, folder: Path) -> Iterator[Window]:
    """Open a window of 1366×768. Without a Firefox the test is skipped, in CI it fails."""
    path = os.environ.get("LIANTU_TEST_FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = "no Firefox is installed (tests/web/prepare.sh)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    downloads = folder / "downloads"
    downloads.mkdir()
    prefs = {
        "browser.download.folderList": 2,
        "browser.download.dir": str(downloads),
        "intl.accept_languages": "zh-CN",
        "browser.helperApps.neverAsk.saveToDisk": "text/csv",
    }
    driver = Marionette(bin=path, headless=True, port=port, prefs=prefs, gecko_log=str(folder / "gecko.log"))
    driver.start_session()
    try:
        high = 768 + driver.execute_script("return outerHeight - innerHeight")
        driver.set_window_rect(width=1366, height=high)
        yield Window(driver, home, downloads)
    finally:
        driver.delete_session()
        driver.cleanup()
        # The profile is removed now: when Python ends it cannot be any more.
        driver.instance.close(clean=True)

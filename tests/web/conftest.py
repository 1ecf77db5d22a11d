"""Two services for the whole run: one over what ships, one with a complete invented list besides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cli.conftest import run_liantu
from tests.http.serving import Service, started, stop
from tests.web.browser import launched
from tests.web.sample_register import load


@pytest.fixture(scope="session")
def letter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with what ships."""
    home = tmp_path_factory.mktemp("letter")
    run_liantu("build", home=home)
    return home


@pytest.fixture(scope="session")
def sample_home(letter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the invented register."""
    home = tmp_path_factory.mktemp("sample")
    shutil.copy(letter_home / "liantu.lbug", home / "liantu.lbug")
    load(home, tmp_path_factory.mktemp("register"))
    return home


@pytest.fixture(scope="session")
def letter(letter_home: Path) -> Iterator[Service]:
    """A service over what ships."""
    service = started(letter_home)
    yield service
    stop(service)


@pytest.fixture(scope="session")
def sample(sample_home: Path) -> Iterator[Service]:
    """A service over the invented register."""
    service = started(sample_home)
    yield service
    stop(service)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()

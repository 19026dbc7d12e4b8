"""A browser, a running site, and a witness of what a browser would only mutter about."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from quizapp import resources
from tests.browser.playing import Room
from tests.browser.served import Site, running_site
from tests.browser.witness import Witness

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BANKS = Path(__file__).with_name("banks")
WAIT_AT_MOST_MS = 20_000  # a page that asks once in five seconds, on a machine with other work
expect.set_options(timeout=WAIT_AT_MOST_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    path = shutil.which("chromium") or CHROMIUM
    if not Path(path).exists():
        reason = f"Chromium is missing: neither `chromium` in the path nor {CHROMIUM}."
        if os.environ.get("TEST_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[Site]:
    """Serve the banks that come along, and one with every kind of question."""
    home = tmp_path_factory.mktemp("site")
    shutil.copy(empty_sqlite, home / "quizapp.db")
    with running_site(home, f"sqlite:///{home / 'quizapp.db'}", [resources.QUESTIONS, BANKS]) as running:
        yield running


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def new_context(chromium: Browser, site: Site, witness: Witness) -> Iterator[Callable[..., BrowserContext]]:
    """Give a maker of browsers with cookies of their own; what they mutter fails the test at its end."""
    site.forget_limits()
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        wanted = {"viewport": {"width": 1024, "height": 768}, "reduced_motion": "reduce", "locale": "en-GB"} | options
        context = chromium.new_context(base_url=site.base, **wanted)
        context.set_default_timeout(WAIT_AT_MOST_MS)
        witness.watch(context)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert not witness.complaints, "\n".join(witness.complaints)


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """Give a page of a browser that runs no script."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def room(site: Site, new_context: Callable[..., BrowserContext]) -> Room:
    """Give a room for one game."""
    return Room(site, new_context)

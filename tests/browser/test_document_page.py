"""The page of a document: its timeline leads to the passages, and no long word makes a page wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from quizapp.runners import make_job_runner
from tests.browser.served import Site
from tests.browser.test_documents import READ_AT_MOST_MS, assert_fair, bring, signed_in, signed_up
from tests.browser.test_documents_on_a_phone import PHONE, is_as_wide_as_the_screen

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_WORDS = f"""The {LONG} of Varn

The engineer Vera Lund founded the {LONG} on 3 May 1887. In 1891 Lund met King Harald in {LONG}burg.

In 1902 the minister Otto Brandt accused the {LONG} of fraud. Brandt resigned in 1904. It was “{LONG}”, Lund said.

Lund died in {LONG}hausen in 1911, and Brandt died in 1911 in the {LONG} in {LONG}burg near the sea.
"""


@pytest.fixture(scope="module", autouse=True)
def runner(site: Site) -> Iterator[None]:
    runner = make_job_runner(site.runtime)
    runner.start()
    yield
    runner.stop()


@pytest.fixture(scope="module")
def olga(site: Site) -> str:
    return signed_up(site, "Olga")


@pytest.fixture
def desk(page: Page, olga: str) -> Page:
    return signed_in(page, olga)


def test_the_timeline_and_its_table_lead_to_the_passages(desk: Page) -> None:
    address = bring(desk, "Orsk on a line")
    strip = desk.get_by_role("group", name="Timeline of")
    mark = strip.get_by_role("link", name="1902")
    expect(mark).to_have_accessible_name("1902 the minister Otto Brandt accused the company of fraud – paragraph 4")
    mark.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(":target")).to_have_text("1902")
    desk.goto(address)
    desk.get_by_text("The same as a table").click()
    assert_fair(desk)
    links = desk.locator(".timeline-table a")
    assert links.count() == strip.get_by_role("link").count() > 3
    links.first.click()
    expect(desk.locator(":target")).to_have_text("3 May 1887")
    desk.set_viewport_size(PHONE)
    desk.locator(".dates a").last.click()
    expect(desk.locator(":target")).to_have_text("1904")
    assert_fair(desk)


def test_long_words_make_no_page_wider_than_a_phone(desk: Page) -> None:
    desk.goto("/documents")
    desk.get_by_label("Or paste its text").fill(LONG_WORDS)
    desk.get_by_role("button", name="Read it").click()
    expect(desk.get_by_role("heading", name="Actors")).to_be_visible(timeout=READ_AT_MOST_MS)
    desk.set_viewport_size(PHONE)
    address = desk.url
    for path in ("", "/drafts?state=rejected", "/drafts?state=open", "/review"):
        desk.goto(address + path)
        assert desk.get_by_text(LONG).count(), path
        assert is_as_wide_as_the_screen(desk), path

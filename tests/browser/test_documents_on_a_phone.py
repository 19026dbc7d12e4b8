"""A teacher's desk on a phone: reasons come up from below, tables fold, and words are words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from quizapp.runners import make_job_runner
from tests.browser.learner import await_script
from tests.browser.served import Site
from tests.browser.test_documents import READ_AT_MOST_MS, assert_fair, bring, signed_in, signed_up

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
SHARE_OF_THE_FOOT = 0.2
RULE_IDS = re.compile(r"\b(?:R\d\d|W\d|T\d{1,2})\b|\bfacts\.")
PICTURE = {"name": "orsk.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(100)}


@pytest.fixture(scope="module", autouse=True)
def runner(site: Site) -> Iterator[None]:
    runner = make_job_runner(site.runtime)
    runner.start()
    yield
    runner.stop()


@pytest.fixture(scope="module")
def nina(site: Site) -> str:
    return signed_up(site, "Nina")


@pytest.fixture
def desk(page: Page, nina: str) -> Page:
    return signed_in(page, nina)


def is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_reasons_come_up_from_below_and_keys_still_reject(desk: Page) -> None:
    desk.goto(bring(desk, "Orsk on a phone") + "/review")
    reason = desk.get_by_role("button", name="not worth asking")
    more = desk.get_by_role("button", name="Reject …")
    stem = desk.locator("#stem")
    expect(reason).to_be_visible()
    expect(more).to_be_hidden()
    desk.set_viewport_size(PHONE)
    expect(reason).to_be_hidden()
    assert desk.locator(".review__foot").bounding_box()["height"] <= SHARE_OF_THE_FOOT * PHONE["height"]
    assert is_as_wide_as_the_screen(desk)
    assert_fair(desk)
    first = stem.inner_text()
    more.click()
    expect(reason).to_be_visible()
    assert_fair(desk)
    desk.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    expect(stem).to_have_text(first)
    more.click()
    reason.click()
    expect(stem).not_to_have_text(first)
    expect(reason).to_be_hidden()
    second = stem.inner_text()
    desk.keyboard.press("7")
    expect(stem).not_to_have_text(second)
    assert is_as_wide_as_the_screen(desk)


def test_what_was_taught_fits_once_a_kind_is_switched_off(desk: Page) -> None:
    address = bring(desk, "Orsk rejected")
    desk.goto(address + "/review")
    await_script(desk)
    stem = desk.locator("#stem")
    for _ in range(30):
        if desk.get_by_text("held back").count() or not desk.locator("[data-key='7']").count():
            break
        before = stem.inner_text()
        desk.keyboard.press("7")
        expect(stem).not_to_have_text(before)
    expect(desk.get_by_text("held back").first).to_be_visible()
    for size in (PHONE, DESK):
        desk.set_viewport_size(size)
        desk.goto("/documents/learning")
        expect(desk.get_by_text("switched off", exact=True).first).to_be_visible()
        assert is_as_wide_as_the_screen(desk)
        assert_fair(desk)
        assert not RULE_IDS.search(desk.locator("main").inner_text())
    left = re.search(r"Review (\d+|one) draft", _words(desk, address))
    shown = re.search(r"(\d+) left", _words(desk, address + "/review"))
    assert shown
    assert (left[1] if left else "0") == ("one" if shown[1] == "1" else shown[1])
    for path in ("/drafts?state=open", "/drafts?state=rejected", "/review"):
        assert not RULE_IDS.search(_words(desk, address + path)), path
    assert "Held back, since you mostly reject its kind." in _words(desk, address + "/drafts?state=open")


def _words(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("main").inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_version_that_was_not_read_stands_at_the_document_in_force(desk: Page, size: dict[str, int]) -> None:
    title = f"Orsk at {size['width']}"
    address = bring(desk, title)
    desk.set_viewport_size(size)  # type: ignore[arg-type]
    desk.goto(address + "/versions")
    desk.get_by_label("File").set_input_files([PICTURE])  # type: ignore[list-item]
    desk.get_by_role("button", name="Read it").click()
    expect(desk.get_by_text("could not be read").first).to_be_visible(timeout=READ_AT_MOST_MS)
    desk.goto("/documents")
    entry = desk.locator(".docs__item", has=desk.get_by_role("link", name=title, exact=True))
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("A newer version could not be read.")
    expect(entry).to_contain_text("text recognition")
    assert is_as_wide_as_the_screen(desk)
    assert_fair(desk)
    entry.get_by_role("link", name="Try again").click()
    expect(desk.get_by_role("heading", name="Upload a new version")).to_be_visible()
    desk.goto(address)
    assert_fair(desk)
    desk.get_by_role("button", name="Remove").click()
    expect(desk.get_by_text("The version before it stays as it is.")).to_be_visible()
    expect(desk.get_by_text("could not be read")).to_have_count(0)
    assert desk.url.endswith(address.rsplit("/", 1)[1])

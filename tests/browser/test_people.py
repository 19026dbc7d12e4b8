"""Accounts and settings in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import learner
from tests.browser.served import Site

SITTING = f"/study/{learner.BANK}"
NUMBERS = count(1)


def sign_up(page: Page) -> str:
    """Make an account by the page, and give its name."""
    name = f"Robin {next(NUMBERS)}"
    page.goto("/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(learner.PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".notice")).to_contain_text("Your account is made")
    return name


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def answer_one(page: Page, site: Site) -> None:
    """Answer one question of the test bank."""
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'namesake')}")
    learner.answer_right(page, "namesake")
    learner.await_feedback(page)


def new_left(page: Page) -> str:
    page.goto(SITTING)
    return page.locator(".sitting__bar b").first.inner_text()


def test_signing_up_out_and_in_keeps_what_was_learned(new_context: Callable[..., BrowserContext], site: Site) -> None:
    page = new_context().new_page()
    answer_one(page, site)
    name = sign_up(page)
    assert new_left(page) == "9"
    page.goto("/settings")
    page.get_by_role("button", name="Sign out", exact=True).click()
    assert new_left(page) == "10"
    other = new_context().new_page()
    sign_in(other, name, "not the password")
    expect(other.get_by_role("alert")).to_contain_text("do not fit together")
    expect(other.get_by_label("Password", exact=True)).to_have_value("")
    sign_in(other, name, learner.PASSWORD)
    assert new_left(other) == "9"


def test_the_password_can_be_seen_and_is_sent_hidden(page: Page) -> None:
    page.goto("/sign-up")
    field = page.get_by_label("Password", exact=True)
    field.fill(learner.PASSWORD)
    page.get_by_label("Show the password").check()
    expect(field).to_have_attribute("type", "text")
    page.get_by_label("Show the password").uncheck()
    expect(field).to_have_attribute("type", "password")


def test_errors_stand_on_top_and_lead_to_their_field(page: Page) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name").fill("Robin")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")


def test_a_new_password_signs_other_browsers_out(new_context: Callable[..., BrowserContext]) -> None:
    one, two = new_context().new_page(), new_context().new_page()
    name = sign_up(one)
    sign_in(two, name, learner.PASSWORD)
    expect(two.get_by_role("link", name=name)).to_be_visible()
    one.goto("/settings/password")
    one.locator("input[autocomplete=current-password]").fill(learner.PASSWORD)
    one.locator("input[autocomplete=new-password]").fill("lantern meadow orbit")
    one.get_by_role("button", name="Change the password").click()
    expect(one.locator(".notice").first).to_contain_text("Your password is changed.")
    two.goto("/settings")
    expect(two.locator(".notice").first).to_contain_text("no longer signed in")
    sign_in(two, name, "lantern meadow orbit")
    two.goto("/settings")
    expect(two.get_by_text(f"Signed in as {name}.")).to_be_visible()


def test_the_zone_of_the_device_is_taken(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(timezone_id="America/Lima").new_page()
    sign_up(page)
    page.goto("/settings")
    expect(page.get_by_label("Time zone")).to_have_value("America/Lima")


def test_another_zone_is_offered_when_the_device_has_moved(new_context: Callable[..., BrowserContext]) -> None:
    home = new_context(timezone_id="Europe/Berlin")
    name = sign_up(home.new_page())
    page = new_context(timezone_id="Asia/Seoul").new_page()
    sign_in(page, name, learner.PASSWORD)
    page.goto("/settings")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    expect(page.locator("[data-zone-offer]")).to_contain_text("Asia/Seoul")
    page.get_by_role("button", name="Take that one").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Seoul")


@pytest.mark.parametrize(
    ("choice", "scheme", "is_dark"),
    [("dark", "light", True), ("light", "dark", False), ("auto", "dark", True), ("auto", "light", False)],
)
def test_a_theme_is_applied(
    new_context: Callable[..., BrowserContext], choice: str, scheme: str, is_dark: bool
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto("/settings")
    page.locator(f"input[name=theme][value={choice}]").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice").first).to_contain_text("Your settings are kept.")
    lightness = page.evaluate(
        """() => {
            const canvas = new OffscreenCanvas(1, 1).getContext("2d");
            canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
            canvas.fillRect(0, 0, 1, 1);
            return canvas.getImageData(0, 0, 1, 1).data[0];
        }"""
    )
    assert (lightness < 128) is is_dark


def test_everything_stored_can_be_taken_along(page: Page, site: Site) -> None:
    answer_one(page, site)
    page.goto("/settings")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export my data").click()
    assert download.value.suggested_filename.startswith("quizapp-export-")
    content = json.loads(download.value.path().read_text("utf-8"))
    assert "George Everest" in json.dumps(content, ensure_ascii=False)


def test_everything_stored_can_be_erased(page: Page, site: Site) -> None:
    answer_one(page, site)
    learner_id = site.newest_learner_id()
    sign_up(page)
    page.goto("/settings")
    page.get_by_role("link", name="Erase me").click()
    page.get_by_role("button", name="Erase me").click()
    expect(page).to_have_url(re.compile("/settings/erasure$"))
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase me").click()
    expect(page.locator(".notice").first).to_contain_text("erased")
    assert not site.list_events(learner_id)
    assert new_left(page) == "10"

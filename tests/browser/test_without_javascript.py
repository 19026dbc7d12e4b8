"""The same journeys in a browser that runs no script: plain forms, plain links."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import learner
from tests.browser.served import Site

SITTING = f"/study/{learner.BANK}"
QUESTIONS = (
    "first-ascent",
    "namesake",
    "who-reached",
    "named-1865",
    "first-woman",
    "height",
    "oxygen",
    "who-what",
    "earliest-first",
)


def ask(page: Page, site: Site, question: str) -> None:
    """Open the page that asks one question of the test bank."""
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, question)}")
    expect(learner.card(page)).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("link", name="Continue").click()


def sign_up(page: Page, name: str) -> None:
    """Make an account by the page."""
    page.goto("/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(learner.PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".notice")).to_contain_text("Your account is made")


def test_a_whole_sitting_works_by_forms_alone(plain_page: Page, site: Site) -> None:
    page = plain_page
    page.goto("/")
    page.get_by_role("link", name="Everest, measured and climbed", exact=True).click()
    page.get_by_role("link", name="Study", exact=True).click()
    for question in QUESTIONS:
        expect(learner.card(page)).to_be_visible()
        learner.answer_right(page, question)
        expect(page).to_have_url(re.compile("/study/reviews/[0-9a-f-]{36}$"))
        expect(learner.await_feedback(page)).to_contain_text("Right.")
        go_on(page)
    page.get_by_label("Your answer").fill("A reason.\nAnd what is missing.")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".typed")).to_contain_text("And what is missing.")
    expect(page.locator(".typed .is-key")).to_contain_text("money, empire and porters")
    page.get_by_role("button", name="Knew it").click()
    expect(learner.await_feedback(page)).to_contain_text("Kept.")
    expect(page.locator(".typed")).to_contain_text("And what is missing.")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Done for now")
    assert [event.kind for event in site.list_events(site.newest_learner_id())] == ["review"] * 10


def test_the_feedback_page_can_be_reloaded(plain_page: Page, site: Site) -> None:
    ask(plain_page, site, "namesake")
    learner.answer_right(plain_page, "namesake")
    learner.await_feedback(plain_page)
    plain_page.reload()
    learner.await_feedback(plain_page)
    assert len(site.list_events(site.newest_learner_id())) == 1


def test_a_form_that_is_sent_twice_is_one_answer(plain_page: Page, site: Site) -> None:
    ask(plain_page, site, "namesake")
    form = plain_page.locator("form[data-answer]")
    sent = {
        field.get_attribute("name") or "": field.get_attribute("value") or ""
        for field in form.locator("input[type=hidden]").all()
    }
    learner.answer_right(plain_page, "namesake")
    learner.await_feedback(plain_page)
    again = plain_page.request.post("/study/reviews", form=sent | {"response": "Andrew Waugh"})
    assert again.ok
    assert "Right." in again.text()
    assert len(site.list_events(site.newest_learner_id())) == 1


def test_undo_and_correction(plain_page: Page, site: Site) -> None:
    page = plain_page
    ask(page, site, "named-1865")
    learner.answer_wrongly(page, "named-1865")
    learner.await_feedback(page).get_by_role("button", name="Undo").click()
    expect(learner.card(page)).to_be_visible()
    expect(page.locator("#stem")).to_contain_text("English name")
    learner.answer_wrongly(page, "named-1865")
    learner.await_feedback(page).get_by_role("button", name="I was right").click()
    expect(page.get_by_role("button", name="Count as wrong")).to_be_visible()
    kinds = [event.kind for event in site.list_events(site.newest_learner_id())]
    assert kinds == ["review", "undo", "review", "correction"]


def test_hint_and_options_come_as_pages(plain_page: Page, site: Site) -> None:
    page = plain_page
    ask(page, site, "namesake")
    learner.answer_right(page, "namesake")
    learner.await_feedback(page)
    page.goto(f"/banks/{learner.BANK}")
    page.get_by_label("Questions of this bank").select_option("recall")
    page.get_by_role("button", name="Keep", exact=True).click()
    ask(page, site, "first-ascent")
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".hint")).to_have_count(1)
    page.get_by_role("button", name="Show options").click()
    expect(page.locator(".hint")).to_have_count(1)
    learner.option(page, "29 May 1953").click()
    expect(learner.await_feedback(page)).to_contain_text("Right.")
    assert site.was_helped(site.newest_learner_id()) == [False, True]


def test_an_empty_answer_is_asked_for_again(plain_page: Page, site: Site) -> None:
    ask(plain_page, site, "oxygen")
    plain_page.get_by_role("button", name="Answer", exact=True).click()
    expect(plain_page.get_by_role("alert")).to_be_visible()
    expect(learner.card(plain_page)).to_be_visible()


def test_putting_off_setting_aside_and_reporting(plain_page: Page, site: Site) -> None:
    page = plain_page
    for action in ("Leave for tomorrow", "Set aside for good"):
        page.goto(SITTING)
        page.locator(".menu summary").click()
        page.get_by_role("button", name=action).click()
        expect(page.locator(".notice")).to_be_visible()
        expect(learner.card(page)).to_be_visible()
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".notice")).to_contain_text("Thank you.")


def test_an_account_keeps_what_a_guest_learned(plain_page: Page, site: Site) -> None:
    page = plain_page
    ask(page, site, "namesake")
    learner.answer_right(page, "namesake")
    learner.await_feedback(page)
    sign_up(page, "Plain Paula")
    page.goto(SITTING)
    expect(page.locator(".sitting__bar b").first).to_have_text("9")
    page.goto("/settings")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("You are signed out.")
    page.goto(SITTING)
    expect(page.locator(".sitting__bar b").first).to_have_text("10")
    page.goto("/sign-in")
    page.get_by_label("Name").fill("plain paula")
    page.get_by_label("Password", exact=True).fill(learner.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(SITTING)
    expect(page.locator(".sitting__bar b").first).to_have_text("9")


def test_settings_are_kept(plain_page: Page) -> None:
    page = plain_page
    page.goto("/settings")
    page.get_by_label("New questions").fill("3")
    page.locator("input[name=theme][value=dark]").check()
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice").first).to_contain_text("Your settings are kept.")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    page.goto(SITTING)
    expect(page.locator(".sitting__bar b").first).to_have_text("3")


def test_nothing_is_offered_that_needs_a_script(plain_page: Page) -> None:
    plain_page.goto("/sign-up")
    expect(plain_page.get_by_text("Show the password")).to_be_hidden()

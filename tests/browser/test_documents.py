"""A teacher's way from an article to a studied question: brought, reviewed by keys, edited, published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from quizapp.runners import make_job_runner
from tests.browser.axe import COLOUR_RULES, violations
from tests.browser.learner import await_script
from tests.browser.served import Site
from tests.browser.witness import Witness

ARTICLE = """The railway of Orsk

The engineer Vera Lund founded the Orsk Railway Company on 3 May 1887. In 1891 Lund met King Harald in Orsk.

“The line will outlive every one of us,” Lund told the king. The parliament recognised the company on 9 June 1894.

In 1902 the minister Otto Brandt accused the company of fraud. Brandt resigned in 1904.
"""
PASSWORD = "violin harbour seven"
READ_AT_MOST_MS = 30_000


@pytest.fixture(scope="module")
def teacher(site: Site) -> str:
    """Store a teacher, and give the name."""
    return signed_up(site, "Tina")


def signed_up(site: Site, name: str) -> str:
    with site.runtime.database.transaction() as session:
        account = NewAccount(name=name, password_hash=passwords.hash_password(PASSWORD), role="teacher", is_admin=False)
        service.sign_up(session, account, site.clock())
    return name.lower()


@pytest.fixture(scope="module", autouse=True)
def runner(site: Site) -> Iterator[None]:
    runner = make_job_runner(site.runtime)
    runner.start()
    yield
    runner.stop()


@pytest.fixture
def desk(page: Page, teacher: str) -> Page:
    return signed_in(page)


def signed_in(page: Page, name: str = "tina") -> Page:
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    return page


def bring(page: Page, title: str) -> str:
    """Bring the article under a title and give the address of its page."""
    page.goto("/documents")
    page.get_by_label("Or paste its text").fill(ARTICLE)
    page.get_by_text("Title, day and origin").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Actors")).to_be_visible(timeout=READ_AT_MOST_MS)
    return page.url


def assert_fair(page: Page) -> None:
    """Check the page as it stands with axe, colours in both themes."""
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOUR_RULES) == []
    page.emulate_media(color_scheme="light")


def test_from_an_article_to_a_studied_question_by_keys(desk: Page) -> None:
    address = bring(desk, "Orsk by keys")
    assert_fair(desk)
    desk.get_by_role("link", name="Review").first.click()
    stem = desk.locator("#stem")
    expect(stem).to_be_visible()
    await_script(desk)
    assert_fair(desk)
    first = stem.inner_text()
    desk.keyboard.press("n")
    expect(stem).not_to_have_text(first)
    second = stem.inner_text()
    desk.keyboard.press("7")
    expect(stem).not_to_have_text(second)
    desk.keyboard.press("u")
    expect(stem).to_have_text(second)
    desk.keyboard.press("e")
    editor = desk.get_by_label("Question", exact=True)
    expect(editor).to_be_focused()
    assert_fair(desk)
    editor.fill("")
    desk.get_by_role("button", name="Keep").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_label("Question", exact=True).fill(second)
    desk.get_by_role("button", name="Keep").click()
    expect(stem).to_have_text(second)
    desk.keyboard.press("Enter")
    expect(stem).not_to_have_text(second)
    expect(desk.locator(".sitting__bar")).to_contain_text("1 accepted")
    desk.goto(address)
    desk.get_by_role("link", name="Publish 1 accepted").click()
    assert_fair(desk)
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".notice--good")).to_contain_text("One question is new")
    desk.get_by_role("main").get_by_role("link", name="Study").click()
    expect(desk.locator("[data-card]")).to_contain_text(second)


def test_an_edit_of_a_draft_is_led_over_the_sign_in_and_kept(desk: Page, witness: Witness) -> None:
    witness.expect("a status of 401")
    bring(desk, "Orsk signed out")
    desk.get_by_role("link", name="Review").first.click()
    expect(desk.locator("#stem")).to_be_visible()
    await_script(desk)
    desk.keyboard.press("e")
    desk.get_by_label("Question", exact=True).fill("Who founded the company in Orsk?")
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Keep").click()
    expect(desk.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(desk.get_by_text("Who founded the company in Orsk?")).to_be_visible()


def test_without_a_script_everything_is_a_button(plain_page: Page, teacher: str) -> None:
    page = signed_in(plain_page)
    page.goto("/documents")
    page.get_by_label("Or paste its text").fill(ARTICLE)
    page.get_by_role("button", name="Read it").click()
    # The page fetches itself anew until the work is done.
    expect(page.get_by_role("heading", name="Actors")).to_be_visible(timeout=READ_AT_MOST_MS)
    page.get_by_role("link", name="Review").first.click()
    first = page.locator("#stem").inner_text()
    page.get_by_role("button", name="Not worth asking").or_(page.get_by_role("button", name="not worth asking")).click()
    expect(page.locator("#stem")).not_to_have_text(first)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#stem")).to_have_text(first)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".sitting__bar")).to_contain_text("1 accepted")


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_is_wider_than_the_screen(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    address = bring(desk, f"Orsk at {width}")
    for path in ("", "/review", "/drafts?state=rejected", "/publications", "/group?sort=template&value=T1"):
        desk.goto(address + path)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    for path in ("/documents", "/documents/learning"):
        desk.goto(path)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert_fair(desk)


def accept_all(desk: Page) -> None:
    """Accept every draft of the document whose page is shown."""
    desk.get_by_role("link", name="Review").first.click()
    stem = desk.locator("#stem")
    expect(stem).to_be_visible()
    await_script(desk)
    for _ in range(40):
        before = stem.inner_text()
        if before == "Everything is decided":
            break
        desk.keyboard.press("Enter")
        expect(stem).not_to_have_text(before)


def assert_fits(desk: Page) -> None:
    """Look at a comparison on a phone and on a desk, all that became of questions."""
    comparison = desk.url
    for width in (360, 1440):
        desk.set_viewport_size({"width": width, "height": 800})
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert_fair(desk)
        for fate in ("unchanged", "moved", "gone"):
            desk.goto(f"{comparison}?fate={fate}")
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, fate)
        desk.goto(comparison)


def test_a_changed_article_is_brought_again_and_decided_by_keys(desk: Page) -> None:
    address = bring(desk, "Orsk again")
    accept_all(desk)
    desk.goto(f"{address}/publications")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".notice--good")).to_contain_text("new")
    bank = desk.url
    desk.goto(address)
    desk.get_by_role("link", name="Upload a new version").click()
    assert_fair(desk)
    changed = ARTICLE.replace("3 May 1887", "4 May 1887").replace(
        "In 1902 the minister", "The end.\n\nIn 1902 the minister"
    )
    desk.get_by_label("Or paste its text").fill(changed)
    desk.get_by_role("button", name="Read it").click()
    waiting = desk.get_by_role("link", name="that changed").first
    expect(waiting).to_be_visible(timeout=READ_AT_MOST_MS)
    desk.goto(bank)
    expect(
        desk.get_by_text("until their teacher has looked").or_(desk.get_by_text("until its teacher"))
    ).to_be_visible()
    desk.go_back()
    waiting.click()
    expect(desk.locator("mark").first).to_be_visible()
    assert_fits(desk)
    while desk.get_by_role("button", name="Take the new one").count():
        desk.get_by_role("button", name="Take the new one").first.focus()
        desk.keyboard.press("Enter")
        expect(desk.locator(".notice--good")).to_contain_text("is asked from now on")
    desk.goto(bank)
    expect(desk.get_by_text("rest:")).to_have_count(0)

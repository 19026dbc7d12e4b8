"""A learner without a mouse: every answer of the test bank by keys alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser import learner

TABS_AT_MOST = 60


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on by the tab key until the wanted element has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the tab key does not lead to {wanted}")


def answer(page: Page) -> None:
    """Answer what is asked rightly."""
    learner.await_question(page)
    if page.locator(".field--gap").count():
        _gaps(page)
    elif page.locator(".pairs").count():
        _choices(page, [(left, right[:8]) for left, right in learner.PAIRS.items()])
    elif page.locator(".order").count():
        _order(page)
    elif page.locator("textarea").count():
        _open(page)
    elif page.locator("input[type=checkbox][name=response]").count():
        _ticks(page)
    else:
        page.keyboard.press(_key_of(page, page.locator("button.option"), list(learner.OPTION_KEYS.values())))


def choose_wrong(page: Page) -> None:
    """Choose the first option that is not the key."""
    for button in page.locator("button.option").all():
        if _words(button) not in learner.OPTION_KEYS.values():
            page.keyboard.press(button.get_attribute("data-key") or "")
            return
    raise AssertionError("every option is a key")


def _key_of(page: Page, options: Locator, wanted: list[str]) -> str:
    for found in options.all():
        if _words(found) in wanted:
            return found.get_attribute("data-key") or ""
    raise AssertionError(f"none of {wanted} is offered")


def _words(option: Locator) -> str:
    return option.locator(".option__text").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def _ticks(page: Page) -> None:
    for words in learner.TICKED:
        page.keyboard.press(page.get_by_label(words).get_attribute("data-key") or "")
        expect(page.get_by_label(words)).to_be_checked()
    page.keyboard.press("Enter")


def _gaps(page: Page) -> None:
    expect(page.locator(".field--gap").first).to_be_focused()
    page.keyboard.type("1978")
    page.keyboard.press("Tab")
    page.keyboard.type("Peter")
    page.keyboard.press("Tab")
    page.keyboard.type("8 May 1978")
    page.keyboard.press("Enter")


def _choices(page: Page, wanted: list[tuple[str, str]]) -> None:
    words = dict(wanted)
    tab_to(page, page.locator("select.field").first)
    for select in page.locator("select.field").all():
        expect(select).to_be_focused()
        label = page.locator(f"label[for='{select.get_attribute('id')}']").inner_text()
        page.keyboard.type(words[label])
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def _order(page: Page) -> None:
    rows = page.locator(".order__row")
    for place, item in enumerate(learner.ORDER):
        if item in rows.nth(place).inner_text():
            continue
        tab_to(page, page.get_by_role("button", name=f"Move up: {item}"))
        while item not in rows.nth(place).inner_text():
            page.keyboard.press("Enter")
    tab_to(page, page.locator("[data-answer] button[type=submit]"))
    page.keyboard.press("Enter")


def _open(page: Page) -> None:
    tab_to(page, page.locator("textarea"))
    page.keyboard.type("It is there, and that is enough.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".typed__text")).to_have_text("It is there, and that is enough.")
    page.keyboard.press("2")

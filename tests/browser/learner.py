"""What a learner does on the pages, by keys or by mouse, and what the right answers of the test bank are."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

BANK = "everest"
PASSWORD = "violin harbour seven"
OPTION_KEYS = {
    "first-ascent": "29 May 1953",
    "namesake": "George Everest",
    "named-1865": "True",
    "first-woman": "Junko Tabei",
    "height": "8848.86 m",
}
TYPED_KEYS = {"first-ascent": "29 May 1953", "namesake": "Everest", "first-woman": "Junko Tabei", "height": "8849"}
WRONG_WORDS = {
    "first-ascent": "12 March 1911",
    "namesake": "Somebody Else",
    "first-woman": "Somebody Else",
    "height": "12",
}
TICKED = ("Edmund Hillary", "Junko Tabei", "Tenzing Norgay")
PAIRS = {
    "George Mallory": "was asked why",
    "Junko Tabei": "was the first woman on the top",
    "Reinhold Messner": "went up without bottled oxygen",
}
ORDER = (
    "The height of Peak XV is given out",
    "The mountain gets its English name",
    "Two climbers stand on the top",
    "Sagarmatha National Park is founded",
)


def card(page: Page) -> Locator:
    """Give the card that is being asked."""
    return page.locator("[data-card]")


def await_question(page: Page) -> None:
    """Wait until something is asked, and keys are heard."""
    expect(card(page)).to_be_visible()
    await_script(page)


def await_script(page: Page) -> None:
    """Wait until the page's behaviours have begun: they are fetched one by one, some after the page is there."""
    expect(page.locator("[data-behaviour]:not([data-started])")).to_have_count(0)


def await_feedback(page: Page) -> Locator:
    """Wait for what the answer was worth, and give its bar."""
    bar = page.locator("footer.feedback")
    expect(bar).to_be_visible()
    return bar


def option(page: Page, words: str) -> Locator:
    """Give the option of those words."""
    return card(page).locator(".option", has=page.get_by_text(words, exact=True))


def answer_right(page: Page, question: str) -> None:
    """Answer a question of the test bank rightly, however it is asked."""
    answer = _PARTS.get(question)
    if answer is not None:
        answer(page)
    elif page.locator("#response").count():
        page.locator("#response").fill(TYPED_KEYS[question])
    else:
        option(page, OPTION_KEYS[question]).click()
        return
    _send(page)


def answer_wrongly(page: Page, question: str) -> None:
    """Answer a question of the test bank wrongly, however it is asked."""
    if question in _PARTS:
        _WRONG_PARTS[question](page)
        _send(page)
    elif page.locator("#response").count():
        page.locator("#response").fill(WRONG_WORDS[question])
        _send(page)
    else:
        wrong = card(page).locator(".option").filter(has_not=page.get_by_text(OPTION_KEYS[question], exact=True))
        wrong.first.click()


def _send(page: Page) -> None:
    card(page).locator("button[type=submit]").click()


def _fill_gaps(page: Page) -> None:
    fields = card(page).locator(".field--gap")
    fields.nth(0).fill("1978")
    fields.nth(1).select_option("Peter Habeler")
    fields.nth(2).fill("8 May 1978")


def _fill_gaps_wrongly(page: Page) -> None:
    fields = card(page).locator(".field--gap")
    fields.nth(0).fill("1987")
    fields.nth(1).select_option("Doug Scott")
    fields.nth(2).fill("")


def _match(page: Page) -> None:
    for left, right in PAIRS.items():
        page.get_by_label(left).select_option(right)


def _match_wrongly(page: Page) -> None:
    for left in PAIRS:
        page.get_by_label(left).select_option("measured the height")


def _tick(page: Page) -> None:
    for words in TICKED:
        page.get_by_label(words).check()


def _tick_wrongly(page: Page) -> None:
    page.get_by_label("George Everest").check()


def _place(page: Page) -> None:
    put_in_order(page, ORDER)


def _place_wrongly(page: Page) -> None:
    put_in_order(page, tuple(reversed(ORDER)))


def put_in_order(page: Page, wanted: tuple[str, ...]) -> None:
    """Put the items in that order: by the list's buttons, or by the select boxes where no script runs."""
    rows = card(page).locator(".order__row")
    if card(page).locator("select").first.is_visible():
        for place, item in enumerate(wanted, 1):
            page.get_by_label(item).select_option(str(place))
        return
    for place, item in enumerate(wanted):
        while item not in rows.nth(place).inner_text():
            page.get_by_role("button", name=f"Move up: {item}").click()


_PARTS = {"who-reached": _tick, "oxygen": _fill_gaps, "who-what": _match, "earliest-first": _place}
_WRONG_PARTS = {
    "who-reached": _tick_wrongly,
    "oxygen": _fill_gaps_wrongly,
    "who-what": _match_wrongly,
    "earliest-first": _place_wrongly,
}

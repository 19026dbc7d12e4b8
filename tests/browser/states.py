"""Every page and every state of it that a person can meet, each with the way that leads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser import keyboard, learner
from tests.browser.served import Site

Way = Callable[[Page, Site], None]
BANK = f"/banks/{learner.BANK}"
SITTING = f"/study/{learner.BANK}"
LARGE_BANK = "/banks/north-korea-russia"


@dataclass(frozen=True, slots=True)
class State:
    """A state: who looks (nobody, an account, or an account with weeks of study), and how one gets there."""

    name: str
    go: Way
    who: str = "nobody"
    #: Whether its pictures are kept.
    is_decisive: bool = False
    #: Whether it is a state of a page that was seen in all looks already, so that one of each theme is enough.
    is_variant: bool = False


def opened(path: str, status: int = 200) -> Way:
    """Give the way to a page that only needs its address, and check that it is that page."""

    def go(page: Page, _site: Site) -> None:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status

    return go


def _bank_unfolded(page: Page, _site: Site) -> None:
    page.goto(LARGE_BANK)
    for summary in page.locator("main summary").all():
        summary.click()


def _sign_in_errors(page: Page, _site: Site) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name").fill("nobody of that name")
    page.get_by_label("Password", exact=True).fill("wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _sign_up_errors(page: Page, _site: Site) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name").fill("x")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _settings_errors(page: Page, _site: Site) -> None:
    page.goto("/settings")
    page.locator("form[method=post]").first.evaluate("form => { form.noValidate = true; }")
    page.get_by_label("New questions").fill("-5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _password_errors(page: Page, _site: Site) -> None:
    page.goto("/settings/password")
    page.locator("input[autocomplete=current-password]").fill("wrong password")
    page.locator("input[autocomplete=new-password]").fill("short")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _report(page: Page, site: Site) -> None:
    page.goto(f"/study/questions/{site.question_id(learner.BANK, 'first-ascent')}/reports")


def _report_errors(page: Page, site: Site) -> None:
    _report(page, site)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _menu(page: Page, _site: Site) -> None:
    page.goto(SITTING)
    page.locator(".menu summary").click()


def _menu_of_feedback(page: Page, site: Site) -> None:
    _feedback_of_unfinished(page, site)
    page.locator(".menu summary").click()


def _feedback_of_unfinished(page: Page, site: Site) -> None:
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'first-ascent')}")
    learner.answer_wrongly(page, "first-ascent")
    learner.await_feedback(page)


def _keys(page: Page, _site: Site) -> None:
    page.goto(SITTING)
    learner.await_question(page)
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()


def _hints(page: Page, site: Site) -> None:
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'first-ascent')}")
    learner.await_question(page)
    for number in (1, 2):
        page.keyboard.press("h")
        expect(page.locator(".hint")).to_have_count(number)


def _summary(page: Page, _site: Site) -> None:
    page.goto(SITTING)
    for number in range(10):
        if number == 1:
            keyboard.choose_wrong(page)
        else:
            keyboard.answer(page)
        learner.await_feedback(page)
        page.keyboard.press("Space")
        expect(page.locator("footer.feedback")).to_be_hidden()
    # What was wrong comes back until it is right; the same card again within two seconds does not count.
    done = page.get_by_role("heading", level=1, name="Done for now")
    for _ in range(3):
        expect(done.or_(learner.card(page))).to_be_visible()
        if done.is_visible():
            break
        page.wait_for_timeout(2_100)
        keyboard.answer(page)
        learner.await_feedback(page)
        page.keyboard.press("Space")
        expect(page.locator("footer.feedback")).to_be_hidden()
    expect(done).to_be_visible()


def _set_aside(page: Page, _site: Site) -> None:
    page.goto(SITTING)
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Set aside for good").click()
    expect(page.locator(".notice")).to_be_visible()


def _set_aside_on_bank(page: Page, site: Site) -> None:
    _set_aside(page, site)
    page.goto(BANK)


def _four_buttons(page: Page, site: Site) -> None:
    page.goto("/settings")
    page.locator("input[name=buttons][value='4']").check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'namesake')}")
    learner.answer_right(page, "namesake")
    learner.await_feedback(page)


def _rating_of_four(page: Page, site: Site) -> None:
    page.goto("/settings")
    page.locator("input[name=buttons][value='4']").check()
    page.get_by_role("button", name="Save").click()
    _revealed(page, site)


def _revealed(page: Page, site: Site) -> None:
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'why-climb')}")
    page.get_by_label("Your answer").fill("That it is there.")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".ratings")).to_be_visible()


def _self_rated(page: Page, site: Site) -> None:
    _revealed(page, site)
    page.get_by_role("button", name="Knew it").click()
    learner.await_feedback(page)


def _progress_unfolded(page: Page, _site: Site) -> None:
    page.goto("/progress")
    for summary in page.locator("main summary").all():
        summary.click()


def _card_history(page: Page, _site: Site) -> None:
    page.goto("/progress/questions")
    page.locator(".weak__stem").first.click()
    expect(page.locator(".history").first).to_be_visible()


def _card_history_unfolded(page: Page, site: Site) -> None:
    _card_history(page, site)
    for summary in page.locator("main summary").all():
        summary.click()


STATES = (
    State("library", opened("/"), is_decisive=True),
    State("bank", opened(LARGE_BANK), is_decisive=True),
    State("bank-unfolded", _bank_unfolded, is_variant=True),
    State("reader", opened(f"{LARGE_BANK}/reading"), is_decisive=True),
    State("settings", opened("/settings"), is_decisive=True),
    State("settings-errors", _settings_errors, is_variant=True),
    State("sign-in", opened("/sign-in"), is_decisive=True),
    State("sign-in-errors", _sign_in_errors, is_decisive=True),
    State("sign-up", opened("/sign-up"), is_decisive=True),
    State("sign-up-errors", _sign_up_errors),
    State("first-account", opened("/first-account")),
    State("progress-empty", opened("/progress"), is_decisive=True),
    State("not-found", opened("/banks/of-nobody", 404), is_decisive=True),
    State("menu", _menu, is_decisive=True),
    State("menu-of-feedback", _menu_of_feedback, is_decisive=True),
    State("keys", _keys, is_decisive=True),
    State("hints", _hints, is_decisive=True),
    State("summary", _summary, is_decisive=True),
    State("set-aside", _set_aside, is_decisive=True),
    State("set-aside-on-bank", _set_aside_on_bank),
    State("four-buttons", _four_buttons, is_decisive=True),
    State("rating-of-four", _rating_of_four, is_decisive=True),
    State("revealed", _revealed, is_decisive=True),
    State("self-rated", _self_rated),
    State("report", _report, is_decisive=True),
    State("report-errors", _report_errors),
    State("account-settings", opened("/settings"), who="account", is_variant=True),
    State("account-sign-in", opened("/sign-in"), who="account", is_variant=True),
    State("password", opened("/settings/password"), who="account"),
    State("password-errors", _password_errors, who="account"),
    State("password-again", opened("/password-again"), who="account"),
    State("erasure", opened("/settings/erasure"), who="account"),
    State("library-begun", opened("/"), who="studious", is_variant=True),
    State("bank-begun", opened(BANK), who="studious", is_decisive=True),
    State("reader-begun", opened(f"{BANK}/reading"), who="studious", is_variant=True),
    State("sitting-begun", opened(SITTING), who="studious", is_decisive=True),
    State("progress", opened("/progress"), who="studious", is_decisive=True),
    State("progress-unfolded", _progress_unfolded, who="studious", is_variant=True),
    State("progress-narrowed", opened("/progress?about=actor&period=30"), who="studious", is_variant=True),
    State("weakest", opened("/progress/questions"), who="studious", is_decisive=True),
    State("card-history", _card_history, who="studious", is_decisive=True),
    State("card-history-unfolded", _card_history_unfolded, who="studious", is_variant=True),
)

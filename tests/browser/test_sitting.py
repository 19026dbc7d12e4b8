"""A sitting with scripts on: by keys alone, without a reload, and with everything that can come between."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import keyboard, learner
from tests.browser.served import Site
from tests.browser.witness import Witness

SITTING = f"/study/{learner.BANK}"


def ask(page: Page, site: Site, question: str) -> None:
    """Open the page that asks one question of the test bank."""
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, question)}")
    learner.await_question(page)


def counts(page: Page) -> list[int]:
    """Give how many are new, learning and due."""
    return [int(words) for words in page.locator(".sitting__bar b").all_inner_texts()]


def mark_window(page: Page) -> None:
    page.evaluate("window.markedByTest = 1")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.markedByTest === 1"))


def reviews_of(site: Site) -> list[str]:
    """List the kinds of events of whoever came last."""
    return [event.kind for event in site.list_events(site.newest_learner_id())]


def test_a_whole_sitting_needs_the_keyboard_alone_and_no_reload(page: Page, site: Site) -> None:
    page.goto(f"/banks/{learner.BANK}")
    keyboard.tab_to(page, page.get_by_role("link", name="Study", exact=True))
    page.keyboard.press("Enter")
    learner.await_question(page)
    mark_window(page)
    assert counts(page) == [10, 0, 0]
    for number in range(10):
        keyboard.answer(page)
        bar = learner.await_feedback(page)
        expect(bar.locator("strong")).to_have_text(re.compile("Right|Kept"))
        assert counts(page)[0] == 9 - number
        page.keyboard.press("Space")
        expect(bar).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Done for now")
    assert is_marked(page), "a page was loaded on the way"
    assert reviews_of(site) == ["review"] * 10
    kinds = {event.rating for event in site.list_events(site.newest_learner_id())}
    assert kinds <= {2, 3}
    expect(page.locator(".sums")).to_contain_text("100%")
    expect(page.get_by_role("link", name="Sign up")).to_be_visible()


def test_feedback_shows_the_key_the_passage_and_when_it_comes_again(page: Page, site: Site) -> None:
    ask(page, site, "first-ascent")
    learner.option(page, "2 June 1954").click()
    bar = learner.await_feedback(page)
    expect(bar).to_contain_text("Not yet.")
    expect(bar).to_contain_text("You will see it again in 10 minutes, sooner if nothing else waits.")
    expect(page.locator(".option.is-key")).to_contain_text("29 May 1953")
    expect(page.locator(".option.is-key")).to_contain_text("right answer")
    expect(page.locator(".option.is-wrong")).to_contain_text("your answer")
    expect(page.locator(".explanation em")).to_have_text("coronation")
    expect(page.locator(".passage mark")).to_have_text(
        "On 29 May 1953 Edmund Hillary and Tenzing Norgay stood on the top"
    )
    expect(page.locator("#sitting-status")).to_contain_text(
        "Not yet. You will see it again in 10 minutes, sooner if nothing else waits."
    )
    page.locator(".passage cite a").click()
    expect(page).to_have_url(re.compile(rf"/banks/{learner.BANK}/reading#p8$"))
    expect(page.locator("#p8")).to_be_in_viewport()


def test_an_option_explains_itself(page: Page, site: Site) -> None:
    ask(page, site, "namesake")
    learner.option(page, "Andrew Waugh").click()
    learner.await_feedback(page)
    expect(page.locator(".option.is-wrong")).to_contain_text("He proposed the name.")


def test_undo_asks_the_same_card_again(page: Page, site: Site) -> None:
    page.goto(SITTING)
    learner.await_question(page)
    mark_window(page)
    stem = page.locator("#stem").inner_text()
    keyboard.choose_wrong(page)
    learner.await_feedback(page)
    page.keyboard.press("u")
    learner.await_question(page)
    expect(page.locator("#stem")).to_have_text(stem)
    assert counts(page) == [10, 0, 0]
    keyboard.answer(page)
    learner.await_feedback(page)
    page.keyboard.press("Space")
    learner.await_question(page)
    page.keyboard.press("u")
    expect(page.locator("#stem")).to_have_text(stem)
    assert is_marked(page)
    assert reviews_of(site) == ["review", "undo", "review", "undo"]


def test_i_was_right_puts_the_answer_right(page: Page, site: Site) -> None:
    ask(page, site, "first-woman")
    learner.option(page, "Phanthog").click()
    bar = learner.await_feedback(page)
    expect(bar).to_contain_text("Not yet.")
    bar.get_by_role("button", name="I was right").click()
    expect(page.locator("footer.feedback")).to_contain_text("You will see it again in")
    expect(page.get_by_role("button", name="Count as wrong")).to_be_visible()
    expect(page.get_by_role("button", name="I was right")).to_have_count(0)
    assert reviews_of(site) == ["review", "correction"]
    page.keyboard.press("Space")
    learner.await_question(page)


def test_zero_gives_up(page: Page, site: Site) -> None:
    ask(page, site, "namesake")
    page.keyboard.press("0")
    expect(learner.await_feedback(page)).to_contain_text("Not yet.")
    assert [event.rating for event in site.list_events(site.newest_learner_id())] == [1]


def test_h_shows_one_hint_after_the_other(page: Page, site: Site) -> None:
    ask(page, site, "first-ascent")
    page.keyboard.press("h")
    expect(page.locator(".hint")).to_have_text(["It was a few days before a coronation."])
    page.keyboard.press("h")
    expect(page.locator(".hint")).to_have_count(2)
    expect(page.get_by_role("button", name="Show a hint")).to_have_count(0)
    learner.answer_right(page, "first-ascent")
    learner.await_feedback(page)
    assert site.was_helped(site.newest_learner_id()) == [True]


def test_a_question_mark_lists_the_keys(page: Page) -> None:
    page.goto(SITTING)
    learner.await_question(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for words in ("choose an option", "send a typed answer", "undo what you did last", "show a hint"):
        expect(dialog).to_contain_text(words)
    page.keyboard.press("1")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    learner.await_question(page)


def test_single_keys_can_be_switched_off_and_stay_off(page: Page) -> None:
    page.goto(SITTING)
    learner.await_question(page)
    page.keyboard.press("?")
    page.get_by_label("Use single keys on this page").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    learner.await_question(page)
    for key in ("1", "0", "?"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    learner.await_question(page)
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Keys").click()
    page.get_by_label("Use single keys on this page").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("1")
    learner.await_feedback(page)


@pytest.mark.parametrize("action", ["Leave for tomorrow", "Set aside for good"])
def test_a_card_can_be_put_off_or_away(page: Page, action: str) -> None:
    page.goto(SITTING)
    learner.await_question(page)
    stem = page.locator("#stem").inner_text()
    page.locator(".menu summary").click()
    page.get_by_role("button", name=action).click()
    expect(page.locator(".notice")).to_be_visible()
    learner.await_question(page)
    expect(page.locator("#stem")).not_to_have_text(stem)
    assert counts(page)[0] == 9
    if action.startswith("Set"):
        page.goto(f"/banks/{learner.BANK}")
        expect(page.locator("#set-aside + ul")).to_contain_text("When did two climbers")
        page.get_by_role("button", name="Bring back").click()
        expect(page.locator("#set-aside")).to_have_count(0)
        page.goto(SITTING)
        assert counts(page)[0] == 10


def test_a_problem_is_reported_and_the_sitting_goes_on(page: Page) -> None:
    page.goto(SITTING)
    learner.await_question(page)
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what is wrong.")
    page.get_by_role("radio").first.check()
    page.get_by_label("In your words").fill("The day is right, the year is not.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".notice")).to_contain_text("Thank you.")
    learner.await_question(page)


def type_after(page: Page, site: Site, question: str) -> None:
    """Answer a question, and have those of the bank asked without options from then on."""
    ask(page, site, question)
    learner.answer_right(page, question)
    learner.await_feedback(page)
    page.goto(f"/banks/{learner.BANK}")
    page.get_by_label("Questions of this bank").select_option("recall")
    page.get_by_role("button", name="Keep", exact=True).click()


def test_a_close_answer_may_be_tried_again(page: Page, site: Site) -> None:
    type_after(page, site, "namesake")
    ask(page, site, "first-ascent")
    page.keyboard.type("May 1953")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("day")
    expect(page.locator("#response")).to_be_focused()
    expect(page.locator("#response")).to_have_value("May 1953")
    page.keyboard.press("Home")
    page.keyboard.type("29 ")
    page.keyboard.press("Enter")
    expect(learner.await_feedback(page)).to_contain_text("Right.")
    assert len(site.list_events(site.newest_learner_id())) == 2


def test_typing_can_be_turned_into_choosing(page: Page, site: Site) -> None:
    type_after(page, site, "first-woman")
    ask(page, site, "namesake")
    expect(page.locator("#response")).to_be_focused()
    page.get_by_role("button", name="Show options").click()
    learner.option(page, "George Everest").click()
    expect(learner.await_feedback(page)).to_contain_text("Right.")
    assert site.was_helped(site.newest_learner_id()) == [False, True]


def test_a_zero_is_typed_where_an_answer_is_typed(page: Page, site: Site, witness: Witness) -> None:
    type_after(page, site, "first-woman")
    ask(page, site, "height")
    expect(page.locator("#response")).to_be_focused()
    page.keyboard.type("880")
    page.get_by_role("heading", level=1).click()
    before = len(witness.requests)
    page.keyboard.press("0")
    # Until the page was drawn anew: what the key would send has left by then.
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert [request.url for request in witness.requests[before:] if request.method == "POST"] == []
    expect(page.locator("#response")).to_have_value("880")
    page.get_by_role("button", name="I don’t know").click()
    expect(learner.await_feedback(page)).to_contain_text("Not yet.")


def test_a_guest_comes_back_after_the_browser_was_closed(
    new_context: Callable[..., BrowserContext], site: Site
) -> None:
    first = new_context(timezone_id="Asia/Tokyo")
    page = first.new_page()
    ask(page, site, "first-ascent")
    learner.answer_right(page, "first-ascent")
    learner.await_feedback(page)
    kept = first.storage_state()
    first.close()
    again = new_context(storage_state=kept).new_page()
    again.goto(SITTING)
    learner.await_question(again)
    assert counts(again) == [9, 0, 0]
    again.goto("/settings")
    expect(again.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


def test_two_tabs_share_one_learner_and_one_queue(context: BrowserContext, site: Site) -> None:
    one, two = context.new_page(), context.new_page()
    for page in (one, two):
        page.goto(SITTING)
        learner.await_question(page)
    keyboard.answer(one)
    learner.await_feedback(one)
    learner_id = site.newest_learner_id()
    keyboard.answer(two)
    learner.await_feedback(two)
    assert site.newest_learner_id() == learner_id, "the second tab made another guest"
    assert len(site.list_events(learner_id)) == 2
    for page in (one, two):
        page.keyboard.press("Space")
        learner.await_question(page)
    assert counts(two) == [9, 0, 0]


def test_a_double_click_is_one_answer(page: Page, site: Site) -> None:
    ask(page, site, "namesake")
    learner.option(page, "George Everest").dblclick()
    learner.await_feedback(page)
    page.wait_for_timeout(150)
    expect(page.locator("footer.feedback")).to_be_visible()
    assert reviews_of(site) == ["review"]


def test_an_answer_waits_for_the_connection_and_arrives_once(
    context: BrowserContext, site: Site, witness: Witness
) -> None:
    witness.expect("ERR_INTERNET_DISCONNECTED")
    page = context.new_page()
    ask(page, site, "namesake")
    before = site.newest_learner_id()
    context.set_offline(True)
    learner.option(page, "George Everest").click()
    expect(page.locator(".notice")).to_contain_text("Your answer is kept here and sent again")
    assert site.newest_learner_id() == before
    context.set_offline(False)
    expect(learner.await_feedback(page)).to_contain_text("Right.")
    assert reviews_of(site) == ["review"]


def test_a_reply_that_was_lost_is_asked_for_again(page: Page, site: Site, witness: Witness) -> None:
    witness.expect("ERR_FAILED")
    lost: list[str] = []

    def lose_first_reply(route, request) -> None:  # type: ignore[no-untyped-def]
        if lost:
            route.continue_()
            return
        route.fetch()
        lost.append(request.url)
        route.abort()

    ask(page, site, "named-1865")
    page.route("**/study/reviews", lose_first_reply)
    learner.answer_right(page, "named-1865")
    expect(learner.await_feedback(page)).to_contain_text("Right.")
    assert lost
    assert reviews_of(site) == ["review"]


def test_a_page_of_another_time_says_so_and_keeps_the_card(page: Page, site: Site) -> None:
    ask(page, site, "namesake")
    page.evaluate("document.querySelector('[name=asked]').value = 'not a seal'")
    learner.option(page, "George Everest").click()
    expect(page.locator(".notice")).to_contain_text("Reload")
    learner.await_question(page)


def test_the_time_from_question_to_answer_is_kept(page: Page, site: Site) -> None:
    ask(page, site, "namesake")
    page.wait_for_timeout(250)
    learner.answer_right(page, "namesake")
    learner.await_feedback(page)
    taken = site.list_events(site.newest_learner_id())[0].taken_ms
    assert 200 <= taken < 20_000

"""Answers on their way: while the game is paused, ends a round or begins one, or while they are changed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from quizapp.core.game import Rules
from quizapp.live.models import ResponseRow
from tests.browser.learner import await_script
from tests.browser.playing import Room, ask, await_phase, command, press_next, word

AT_ONCE = Rules(has_reading_time=False, is_timed=False)
CHANGING = Rules(has_reading_time=False, is_timed=False, may_change=True)
IN, TOO_LATE = (
    "Your answer is in. Wait for the others.",
    "That came after the time. It is kept, and counts for nothing.",
)


def begin(room: Room, rules: Rules, *questions: str) -> tuple[Page, Page]:
    """Let Zoé and Bob in and open the first round; gives the remote and Zoé's phone."""
    room.begin(*(questions or ("namesake", "named-1865")), rules=rules)
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    await_phase(zoe, "open")
    return remote, zoe


class Hold:
    """Lets no answer of a round through until it is told to."""

    def __init__(self, page: Page, no: int = 1) -> None:
        self.page = page
        self.routes: list[Route] = []
        self.is_open = False
        page.route(f"**/rounds/{no}/response*", self._take)

    def _take(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.routes.append(route)

    def open(self, first: int = 0) -> None:
        """Let those through that came, from the `first` on, and all that come."""
        while len(self.routes) <= first:
            self.page.wait_for_timeout(20)
        self.is_open = True
        for route in self.routes[first:]:
            route.continue_()


def rows(room: Room) -> list[tuple[int, Any, bool]]:
    with room.site.runtime.database.reading() as session:
        found = session.scalars(select(ResponseRow).where(ResponseRow.game_id == room.game_id))
        return sorted((row.round_no, row.response, row.is_late) for row in found)


def options(page: Page) -> list[str]:
    return [button.get_attribute("value") or button.inner_text() for button in ask(page).get_by_role("button").all()]


def test_an_answer_that_arrives_during_a_pause_is_in(room):
    remote, zoe = begin(room, AT_ONCE)
    held, words = Hold(zoe), options(zoe)
    ask(zoe).get_by_role("button").nth(0).click()
    command(remote, "Pause", "paused")
    await_phase(zoe, "paused")
    held.open()
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in.")
    press_next(remote, "open")
    expect(zoe.locator("[data-note]")).to_have_text(IN)
    expect(remote.locator(".people__state")).to_have_text(["waiting", "✓ answered"])
    assert rows(room) == [(1, words[0], False)]


def test_an_answer_that_came_too_late_says_so_after_a_reload_and_may_be_given_again(room):
    remote, zoe = begin(room, AT_ONCE)
    held, words = Hold(zoe), options(zoe)
    ask(zoe).get_by_role("button").nth(0).click()
    press_next(remote, "locked")
    held.open()
    expect(zoe.locator("[data-note]")).to_have_text(TOO_LATE)
    zoe.reload()
    await_script(zoe)
    expect(zoe.locator("[data-note]")).to_have_text(TOO_LATE)
    remote.reload()
    expect(remote.locator(".people__state")).to_have_text(["waiting", "too late"])
    command(remote, "Let them answer once more", "open")
    expect(zoe.locator("[data-note]")).to_have_text("Your answer came too late. You can answer once more.")
    ask(zoe).get_by_role("button").nth(1).click()
    expect(zoe.locator("[data-note]")).to_have_text(IN)
    expect(ask(zoe).get_by_role("button").nth(2)).to_be_disabled()
    assert rows(room) == [(1, words[1], False)]


def test_an_answer_that_arrives_after_the_result_reads_too_late_without_a_reload(room):
    remote, zoe = begin(room, AT_ONCE)
    held = Hold(zoe)
    ask(zoe).get_by_role("button").nth(0).click()
    press_next(remote, "locked")
    press_next(remote, "reveal")
    expect(word(zoe)).to_have_text("– No answer")
    held.open()
    expect(word(zoe)).to_have_text("– Too late")


def test_of_two_quick_taps_the_last_is_stored(room):
    _, zoe = begin(room, CHANGING)
    held, words = Hold(zoe), options(zoe)
    for place in (0, 1, 2):
        ask(zoe).get_by_role("button").nth(place).click()
    held.open()
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. You can still change it.")
    assert rows(room) == [(1, words[2], False)]
    expect(ask(zoe).locator("[aria-pressed=true]")).to_have_text(words[2])
    assert len(held.routes) == 1


@pytest.mark.parametrize("has_stream", [False, True])
def test_what_is_typed_and_not_sent_stays_until_the_answers_are_closed_and_comes_back(room, witness, has_stream):
    """Also where no stream comes through, so that each state comes with the answer that was sent."""
    witness.expect(r"ERR_FAILED|ERR_ABORTED")
    room.begin("oxygen", rules=Rules(has_reading_time=False, may_change=True))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    if not has_stream:
        zoe.route("**/events*", lambda route: route.abort())
    zoe.reload()
    await_script(zoe)
    press_next(remote, "open")
    await_phase(zoe, "open")
    gap = ask(zoe).get_by_label("Gap 1")
    gap.fill("1965")
    zoe.locator("[data-send] button").click()
    expect(zoe.locator("[data-note]")).to_contain_text("still empty")
    zoe.wait_for_timeout(700)
    zoe.locator("[data-send] button").click()
    expect(zoe.locator("[data-note]")).to_have_text(CHANGEABLE)
    gap.fill("1978")
    command(remote, "10 seconds more", "open")
    expect(remote.locator("#more")).not_to_have_attribute("open", "")
    command(remote, "Pause", "paused")
    await_phase(zoe, "paused")
    press_next(remote, "open")
    await_phase(zoe, "open")
    expect(gap).to_have_value("1978")
    press_next(remote, "locked")
    await_phase(zoe, "locked")
    expect(gap).to_have_value("1965")
    ((_, response, _),) = rows(room)
    assert response[0] == "1965"
    command(remote, "Let them answer once more", "open")
    await_phase(zoe, "open")
    expect(gap).to_have_value("1978")
    press_next(remote, "locked")
    press_next(remote, "reveal")
    await_phase(zoe, "reveal")
    expect(gap).to_have_value("1965")


def test_of_two_answers_sent_quickly_the_last_is_stored_even_after_a_reload(room, witness):
    witness.expect(r"ERR_FAILED|ERR_ABORTED")
    _, zoe = begin(room, CHANGING, "who-reached", "namesake")
    held = Hold(zoe)
    boxes = ask(zoe).get_by_role("checkbox")
    boxes.nth(0).check()
    zoe.locator("[data-send] button").click()
    boxes.nth(1).check()
    zoe.locator("[data-send] button").click()
    zoe.reload()
    await_script(zoe)
    expect(boxes.nth(1)).to_be_checked()
    held.open(1)
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. You can still change it.")
    ((_, response, _),) = rows(room)
    assert len(response) == 2


def test_a_new_round_is_answered_at_once_while_an_answer_of_the_last_is_on_its_way(room):
    remote, zoe = begin(room, Rules(has_reading_time=False, has_standings=False, reveals_at_once=True))
    held, first = Hold(zoe), options(zoe)
    ask(zoe).get_by_role("button").nth(0).click()
    press_next(remote, "reveal")
    press_next(remote, "open")
    expect(zoe.locator("[data-no]")).to_have_text("2 of 2")
    await_phase(zoe, "open")
    second = options(zoe)
    ask(zoe).get_by_role("button").nth(1).click()
    expect(zoe.locator("[data-note]")).to_have_text(IN)
    assert rows(room) == [(2, second[1], False)]
    with zoe.expect_response("**/rounds/1/response*"):
        held.open()
    expect(zoe.locator("[data-note]")).to_have_text(IN)
    expect(ask(zoe).get_by_role("button").nth(1)).to_have_attribute("aria-pressed", "true")
    assert rows(room) == [(1, first[0], True), (2, second[1], False)]


def test_what_was_pressed_is_not_pressed_in_a_next_round_of_like_options(room):
    room.begin("cosmonaut-idea", "founded-in-bloc", bank="north-korea-russia", rules=AT_ONCE)
    remote, zoe = room.open_remote(), room.join("Zoé")
    press_next(remote, "open")
    await_phase(zoe, "open")
    ask(zoe).get_by_role("button").first.click()
    await_phase(remote, "locked")
    for phase in ("reveal", "standings", "open"):
        press_next(remote, phase)
    await_phase(zoe, "open")
    buttons = ask(zoe).get_by_role("button")
    expect(buttons).to_have_count(2)
    for button in buttons.all():
        expect(button).to_be_enabled()
        expect(button).not_to_have_class("is-key")
        expect(button).not_to_have_attribute("aria-pressed", "true")
    buttons.last.click()
    await_phase(zoe, "locked")
    with room.site.runtime.database.reading() as session:
        assert len(session.scalars(select(ResponseRow).filter_by(game_id=room.game_id, round_no=2)).all()) == 1


def other_device(zoe: Page) -> Page:
    """Open Zoé's game a second time, where the clock is an hour fast."""
    page = zoe.context.new_page()
    page.add_init_script("const now = Date.now; Date.now = () => now() + 3600000;")
    page.goto(zoe.url)
    await_phase(page, "open")
    return page


#: A page knows the server's clock as well as the quickest frame came to it, on a busy machine not to the tenth.
APART_MS = 2_000
CHANGEABLE = "Your answer is in. You can still change it."


def test_what_waited_to_be_sent_replaces_no_later_answer(room, witness):
    witness.expect(r"ERR_FAILED|ERR_ABORTED|409")
    _, zoe = begin(room, CHANGING)
    words, held, other = options(zoe), Hold(zoe), other_device(zoe)
    ask(zoe).get_by_role("button").nth(0).click()
    other.wait_for_timeout(APART_MS)
    ask(other).get_by_role("button").nth(1).click()
    expect(other.locator("[data-note]")).to_have_text(CHANGEABLE)
    zoe.reload()
    await_script(zoe)
    held.open(1)
    expect(zoe.locator("[data-note]")).to_have_text("You gave a later answer: that one counts.")
    expect(ask(zoe).locator("[aria-pressed=true]")).to_have_text(words[1])
    assert rows(room) == [(1, words[1], False)]


def test_a_clock_that_is_fast_makes_no_answer_the_last(room):
    _, zoe = begin(room, CHANGING)
    words, other = options(zoe), other_device(zoe)
    for page, place in ((other, 1), (zoe, 2)):
        page.wait_for_timeout(APART_MS)
        ask(page).get_by_role("button").nth(place).click()
        expect(page.locator("[data-note]")).to_have_text(CHANGEABLE)
    assert rows(room) == [(1, words[2], False)]

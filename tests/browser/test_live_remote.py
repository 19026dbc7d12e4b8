"""What the remote says of a press that was not done, and where."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from quizapp.core.game import Rules
from quizapp.live import service as live
from tests.browser import looks
from tests.browser.learner import BANK, PASSWORD, await_feedback, await_question, await_script
from tests.browser.playing import await_phase, press_next

CUT = r"ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|EventSource"
TOP_OF_PEOPLE = "document.querySelector('.people').getBoundingClientRect().top"
PATIENT = Rules(has_reading_time=False, is_timed=False)


def test_a_host_who_is_signed_out_reads_so_in_plain_words_until_they_are_back(room, witness):
    room.begin("namesake", rules=PATIENT)
    remote = room.open_remote()
    witness.expect(rf"401|{CUT}")
    hold(remote)
    other = remote.context.new_page()
    other.goto("/settings")
    other.get_by_role("button", name="Sign out", exact=True).first.click()
    remote.locator("[data-next]").click()
    notice = remote.locator("[data-signed-out]")
    expect(notice).to_have_text("You are signed out here: what you pressed was not done. Sign in and go on")
    expect(remote.locator("[data-trouble]")).to_be_hidden()
    looks.keep_picture(remote, "remote-signed-out")
    other.goto("/sign-in")
    other.get_by_label("Name").fill(room.host_name)
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.locator("main button.button").first.click()
    expect(other).not_to_have_url(re.compile("/sign-in"))
    remote.unroute_all()
    room.join("Zoé")
    expect(remote.locator(".people__name")).to_have_text("Zoé")
    expect(notice).to_be_hidden()
    press_next(remote, "open")


def test_a_host_who_is_signed_out_where_a_guest_is_in_the_browser_reads_so_too(room, witness):
    room.begin("namesake", rules=PATIENT)
    remote = room.open_remote()
    witness.expect(f"40[03]|{CUT}")
    hold(remote, but_look=True)
    other = remote.context.new_page()
    other.goto("/settings")
    other.get_by_role("button", name="Sign out", exact=True).first.click()
    other.goto(f"/study/{BANK}")
    await_question(other)
    other.keyboard.press("1")
    await_feedback(other)
    remote.locator("[data-next]").click()
    expect(remote.locator("[data-signed-out]")).to_be_visible()
    expect(remote.locator("[data-signed-out]")).to_contain_text("You are signed out here")
    expect(remote.locator("[data-trouble]")).to_be_hidden()
    remote.unroute_all()
    room.join("Zoé")
    expect(remote).to_have_url(re.compile(f"/sign-in.next=.*games.*{room.game_id}"))


def hold(remote: Page, *, but_look: bool = False) -> None:
    """Let the page ask nothing by itself: it would find out before anything is pressed, and leave for the sign-in.

    `but_look`: it may look once behind a press, whose answer it has to understand.
    """
    looks = 0

    def abort(route: Route) -> None:
        nonlocal looks
        is_asked = route.request.method == "GET" and "x-part" in route.request.headers
        looks = int(but_look) if route.request.method == "POST" else looks - is_asked
        route.abort() if is_asked and looks < 0 else route.fallback()

    remote.route(re.compile("/games/"), abort)


def test_what_is_said_of_a_press_stands_beside_it_and_moves_nothing(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote = room.open_remote()
    with room.site.runtime.database.transaction() as session:
        standing, moment = live.get_standing(session, room.game_id), room.site.runtime.clock()
        wishes = [live.JoinWish(room.game_id, f"Zoé {no}", live.draw_token(), None) for no in range(20)]
        live.join(session, standing, wishes, moment)
    remote.reload()
    await_script(remote)
    expect(remote.locator(".people__link").first).to_have_text("away")
    remote.evaluate("document.querySelector('.people').scrollIntoView()")
    before = remote.evaluate(TOP_OF_PEOPLE)
    remote.context.set_offline(True)
    remote.locator("[data-next]").click()
    notice = remote.locator("[data-trouble]")
    expect(notice).to_contain_text("Press again")
    expect(notice).to_be_in_viewport(ratio=1)
    bar, box = remote.locator(".remote__bar").bounding_box(), notice.bounding_box()
    assert 0 <= bar["y"] - box["y"] - box["height"] < 40
    assert remote.evaluate(TOP_OF_PEOPLE) == before
    looks.keep_picture(remote, "remote-unsent")
    remote.context.set_offline(False)
    room.start_elsewhere()
    expect(notice).to_be_hidden()


def test_what_the_server_says_of_a_press_stands_beside_it_too(room):
    room.begin("namesake", rules=PATIENT)
    remote, old = room.open_remote(), room.open_remote()
    await_script(old)
    # At once: a part that comes meanwhile has its own number.
    number = "document.querySelector('[data-part] [name=event_no]').value = '-1'"
    old.evaluate(f"{number}, document.querySelector('[data-next]').click()")
    notice = old.locator(".remote__tray [data-trouble]")
    expect(notice).to_be_visible()
    expect(old.locator(".remote__part .notice[role=status]")).to_have_count(0)
    press_next(remote, "open")
    expect(notice).to_be_hidden()


def test_a_press_without_a_line_is_told_and_can_be_repeated(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote = room.open_remote()
    await_script(remote)
    remote.context.set_offline(True)
    remote.locator("[data-next]").click()
    expect(remote.locator("[data-trouble]")).to_have_text("Not sent: no connection. Press again.")
    remote.context.set_offline(False)
    press_next(remote, "open")
    expect(remote.locator("[data-trouble]")).to_be_hidden()


def test_a_press_that_was_not_sent_is_moot_once_the_game_has_moved_on(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote, other = room.open_remote(), room.open_remote()
    await_script(remote)
    remote.context.set_offline(True)
    remote.locator("[data-next]").click()
    expect(remote.locator("[data-trouble]")).to_contain_text("Press again")
    remote.context.set_offline(False)
    press_next(other, "open")
    await_phase(remote, "open")
    expect(remote.locator("[data-trouble]")).to_be_hidden()

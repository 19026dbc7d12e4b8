"""What a phone goes through in a game: reloads, cut lines, streams that never come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from quizapp.core.game import Rules
from quizapp.live.models import ResponseRow
from tests.browser.learner import await_script
from tests.browser.playing import answer, ask, await_phase, command, press_next, word

CUT = r"ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|EventSource"
PATIENT = Rules(has_reading_time=False, is_timed=False)
#: Longer than a page waits for a reply, and sends again.
PATIENCE_MS = 20_000
#: So long is a network away that is not just slow.
CUT_MS = 10_000
#: So long may a page take that was put away to show what is now.
AWAKE_MS = 2_000


def test_a_reload_shows_the_right_screen_in_each_phase(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    reload(zoe)
    expect(word(zoe)).to_have_text("You are in")
    press_next(remote, "open")
    reload(zoe)
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    for phase, text in (
        ("open", "Your turn"),
        ("locked", "Answers are closed"),
        ("reveal", "✓ Right"),
        ("standings", "Place 1"),
    ):
        if phase != "open":
            press_next(remote, phase)
        reload(zoe)
        await_phase(zoe, phase)
        expect(word(zoe)).to_have_text(text)
        expect(zoe.locator("[data-nickname]").first).to_have_text("Zoé")
        if phase in ("open", "locked"):
            chosen = ask(zoe).get_by_role("button", name="George Everest", exact=True)
            expect(chosen).to_have_attribute("aria-pressed", "true")
            expect(chosen).to_be_disabled()
    told = zoe.locator("[data-points]").inner_text()
    for phase in ("open", "locked", "reveal", "podium"):
        press_next(remote, phase)
        if phase in ("open", "locked"):
            reload(zoe)
            expect(zoe.locator("[data-points]")).to_have_text(told)
    assert int(told.replace(",", "").removesuffix(" points")) > 0
    reload(zoe)
    expect(zoe.locator("[data-summary-part] h2")).to_have_text("1 of 2 to review")


@pytest.mark.parametrize("ends", ["closed", "cancelled"])
def test_a_reload_shows_the_right_screen_where_nothing_can_be_answered(room, ends):
    room.begin("namesake", rules=Rules(is_timed=False))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "ready")
    expect_after_reload(zoe, "ready", "Read the question")
    expect(zoe.locator("[data-stem]")).to_contain_text("After whom")
    expect(ask(zoe)).to_be_empty()
    press_next(remote, "open")
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    command(remote, "Pause", "paused")
    expect_after_reload(zoe, "paused", "Paused")
    expect(ask(zoe)).to_be_empty()
    if ends == "closed":
        for phase in ("open", "locked", "reveal", "podium", "closed"):
            press_next(remote, phase)
        expect_after_reload(zoe, "closed", "This game is over")
        return
    remote.locator("#more > summary").click()
    remote.locator("#sure > summary").click()
    remote.get_by_role("button", name="Yes, cancel it").click()
    await_phase(zoe, "cancelled")
    expect_after_reload(zoe, "cancelled", "This game was cancelled")


def expect_after_reload(page: Page, phase: str, text: str) -> None:
    await_phase(page, phase)
    reload(page)
    await_phase(page, phase)
    expect(word(page)).to_have_text(text)
    expect(page.locator("[data-nickname]").first).to_have_text("Zoé")


def reload(page: Page) -> None:
    page.reload()
    await_script(page)


def test_where_no_stream_comes_through_the_page_asks(room, witness):
    witness.expect(CUT)
    room.begin("namesake")
    remote = room.open_remote()
    # Somebody who does not answer, or the round would end by itself.
    room.join("Bob")
    context = room.new_context()
    context.route("**/events*", lambda route: route.abort())
    zoe = context.new_page()
    zoe.goto(f"/play/{room.standing.link_token}")
    await_script(zoe)
    zoe.get_by_label("Your nickname").fill("Zoé")
    zoe.get_by_role("button", name="Join", exact=True).click()
    # The page gives a stream four seconds.
    expect(word(zoe)).to_have_text("You are in", timeout=20_000)
    press_next(remote, "open")
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    press_next(remote, "locked")
    press_next(remote, "reveal")
    expect(word(zoe)).to_have_text("✓ Right")


def test_a_stream_that_says_nothing_is_not_waited_for(room, witness):
    witness.expect(CUT)
    room.begin("namesake")
    held: list[Route] = []
    context = room.new_context()
    context.route("**/events*", lambda route: held.append(route))
    zoe = context.new_page()
    zoe.goto(f"/play/{room.standing.link_token}")
    await_script(zoe)
    zoe.get_by_label("Your nickname").fill("Zoé")
    zoe.get_by_role("button", name="Join", exact=True).click()
    expect(word(zoe)).to_have_text("You are in", timeout=9_000)
    assert held
    for route in held:
        route.abort()


def test_an_answer_given_without_a_line_is_sent_when_it_is_back(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    await_phase(zoe, "open")
    zoe.context.set_offline(True)
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_have_text("Not sent yet. Trying again …")
    expect(zoe.locator(".play__lost")).to_have_text("Connection lost, trying again …")
    zoe.wait_for_timeout(CUT_MS)
    expect(zoe.locator("[data-note]")).to_have_text("Not sent yet. Trying again …")
    zoe.context.set_offline(False)
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. Wait for the others.")
    expect(zoe.locator(".play__lost")).to_be_hidden()
    expect(remote.locator(".people__state").last).to_have_text("✓ answered")


def test_an_answer_that_waits_outlives_a_reload(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    await_phase(zoe, "open")
    zoe.context.route("**/response*", lambda route: route.abort())
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_have_text("Not sent yet. Trying again …")
    zoe.context.unroute("**/response*")
    zoe.reload()
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. Wait for the others.")
    expect(remote.locator(".people__state").last).to_have_text("✓ answered")


def test_a_reply_that_never_comes_is_waited_for_some_seconds_alone(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote, zoe, bob = room.open_remote(), room.join("Zoé"), room.join("Bob")
    held: list[Route] = []
    sent: list[str] = []

    def hold_first(route: Route) -> None:
        sent.append(route.request.post_data_json["client_id"])
        held.append(route) if len(sent) == 1 else route.continue_()

    def hold_one(route: Route) -> None:
        held.append(route) if route.request.url not in [each.request.url for each in held] else route.continue_()

    press_next(remote, "open")
    zoe.route("**/response*", hold_first)
    # Bob's browser has no stream and asks; the answer to its first question never comes.
    bob.route("**/events*", lambda route: route.abort())
    bob.route("**/state*", hold_one)
    bob.reload()
    await_script(bob)
    # Nor does what the remote asks for when it hears of an answer.
    remote.route(f"**/games/{room.game_id}", hold_one)
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_have_text("Sending …")
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. Wait for the others.", timeout=PATIENCE_MS)
    assert (len(sent), len(set(sent))) == (2, 1)
    await_phase(bob, "open")
    expect(remote.locator(".people__state").last).to_have_text("✓ answered", timeout=PATIENCE_MS)
    assert len(held) == 3
    for route in held:
        route.abort()


def test_the_time_in_which_a_round_is_not_open_is_no_time_of_the_player(room):
    room.begin("namesake")
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    zoe.clock.install()
    zoe.reload()
    await_script(zoe)
    press_next(remote, "open")
    await_phase(zoe, "open")
    command(remote, "Pause", "paused")
    await_phase(zoe, "paused")
    zoe.clock.fast_forward(20_000)
    press_next(remote, "open")
    await_phase(zoe, "open")
    press_next(remote, "locked")
    await_phase(zoe, "locked")
    zoe.clock.fast_forward(20_000)
    command(remote, "Let them answer once more", "open")
    await_phase(zoe, "open")
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    with room.site.runtime.database.reading() as session:
        row = session.scalars(select(ResponseRow).where(ResponseRow.game_id == room.game_id)).one()
    assert 0 < row.client_ms < 20_000
    assert not row.is_late


def test_the_bar_of_a_phone_goes_on_where_it_stood_after_a_pause_and_a_reload(room):
    room.begin("namesake")
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    await_phase(zoe, "open")
    bar = zoe.locator("[data-timer]")
    zoe.wait_for_timeout(3_000)
    stood = bar.evaluate("bar => bar.value")
    assert stood < 0.9
    command(remote, "Pause", "paused")
    await_phase(zoe, "paused")
    press_next(remote, "open")
    await_phase(zoe, "open")
    assert bar.evaluate("bar => bar.value") <= stood
    zoe.reload()
    await_script(zoe)
    await_phase(zoe, "open")
    assert bar.evaluate("bar => bar.value") <= stood


def test_two_hosts_see_the_same_and_one_press_counts(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    one = room.open_remote()
    other = one.context.new_page()
    other.goto(one.url)
    await_script(other)
    press_next(one, "open")
    await_phase(other, "open")
    press_next(other, "locked")
    await_phase(one, "locked")


def test_a_projector_comes_back_by_itself(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=PATIENT)
    remote, screen = room.open_remote(), room.open_screen()
    screen.context.set_offline(True)
    expect(screen.locator(".screen__lost")).to_have_text("Connection lost, trying again …")
    press_next(remote, "open")
    screen.context.set_offline(False)
    await_phase(screen, "open")
    expect(screen.locator(".screen__lost")).to_be_empty()


def cut(screen: Page) -> None:
    """Take the line from a projector: what was still on its way to it counts as a line, so until it says so."""

    def is_lost() -> bool:
        screen.context.set_offline(False)
        screen.context.set_offline(True)
        screen.wait_for_timeout(500)
        return screen.locator(".screen__lost").inner_text() == "Connection lost, trying again …"

    assert any(is_lost() for _ in range(20))


def test_a_phone_that_slept_has_the_right_screen_at_once(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")

    sleep(zoe, remote)
    wake(zoe)
    expect(word(zoe)).to_have_text("Your turn", timeout=AWAKE_MS)
    chosen = ask(zoe).get_by_role("button", name="George Everest")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")

    sleep(zoe, remote)
    press_next(remote, "locked")
    press_next(remote, "reveal")
    expect(word(zoe)).to_have_text("Your turn")
    wake(zoe)
    expect(word(zoe)).to_have_text("✓ Right", timeout=AWAKE_MS)
    expect(chosen).to_have_attribute("aria-pressed", "true")

    sleep(zoe, remote)
    press_next(remote, "standings")
    press_next(remote, "open")
    wake(zoe)
    expect(word(zoe)).to_have_text("Your turn", timeout=AWAKE_MS)
    answer(zoe, "named-1865")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")


def sleep(page: Page, remote: Page) -> None:
    """Put a page away, as a phone does whose screen goes dark: its stream is closed, and stays so."""
    with page.expect_event("requestfailed", lambda request: "/events?" in request.url):
        show(page, is_hidden=True)
    # Longer than any page waits before it looks for another way.
    remote.wait_for_timeout(3_000)


def wake(page: Page) -> None:
    """Take it out again."""
    show(page, is_hidden=False)


def show(page: Page, *, is_hidden: bool) -> None:
    page.evaluate(
        "(isHidden) => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_hidden,
    )

"""The door of a game in browsers: who waits is let in or refused, the entry word is shown, typed and changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from quizapp.core.game import Rules
from quizapp.live import service as live
from quizapp.plumbing.clock import epoch_ms
from tests.browser import axe, looks
from tests.browser.learner import await_script
from tests.browser.playing import answer, ask, await_phase, press_next, word
from tests.browser.test_live_looks import faults

PATIENT = Rules(is_timed=False)
LETTERS = """(root) => [...document.querySelectorAll(`${root} *`)].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && element.checkVisibility() && !element.closest(".visually-hidden"))
    .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.textContent.trim().slice(0, 40)])"""


def waiting(remote: Page):
    return remote.locator(".waits .people__name")


def players(remote: Page):
    return remote.locator(".people .people__name")


def test_players_wait_are_let_in_and_refused_by_keys(room):
    room.begin("namesake", rules=PATIENT, admits_each=True)
    remote, other, screen = room.open_remote(), room.open_remote(), room.open_screen()
    zoe, bob, kim = room.knock("Zoé"), room.knock("Bob"), room.knock("Kim")
    for page in (zoe, bob, kim):
        expect(word(page)).to_have_text("The host will let you in")
    expect(waiting(remote)).to_have_text(["Zoé", "Bob", "Kim"])
    expect(screen.locator("[data-count=players]")).to_have_text("0")
    expect(remote.locator("[data-said]")).to_have_text("3 wait to come in.")
    assert faults(remote) == []
    assert faults(zoe) == []
    looks.keep_picture(remote, "remote-waiting")
    looks.keep_picture(zoe, "player-waiting")

    remote.keyboard.press("l")
    expect(word(zoe)).to_have_text("You are in")
    expect(waiting(remote)).to_have_text(["Bob", "Kim"])
    remote.keyboard.press("r")
    expect(bob.get_by_text("The host has not let you into this game.")).to_be_visible()
    # The host's other window has seen it all, and what it presses late changes nothing.
    expect(waiting(other)).to_have_text(["Kim"])
    expect(players(other)).to_have_text(["Zoé"])
    remote.reload()
    await_script(remote)
    remote.locator(".waits").get_by_role("button", name="Let in").click()
    expect(word(kim)).to_have_text("You are in")
    expect(remote.locator("#players-name")).to_be_focused()
    expect(screen.locator("[data-count=players]")).to_have_text("2")


def test_who_was_never_in_stands_as_refused_and_long_names_are_told_apart(room):
    room.begin("namesake", rules=PATIENT, admits_each=True)
    names = ["Rosalind with long nam 1", "Rosalind with long nam 2"]
    remote = room.open_remote()
    for name in (*names, "Ann"):
        expect(word(room.knock(name))).to_have_text("The host will let you in")
    out = remote.locator("#out")
    expect(waiting(remote)).to_have_count(3)
    for left in (2, 1):
        remote.keyboard.press("r")
        expect(waiting(remote)).to_have_count(left)
    expect(out.get_by_role("heading")).to_have_text("Refused 2")
    expect(out.get_by_role("button", name="Let in", exact=True)).to_have_count(2)
    remote.keyboard.press("l")
    expect(players(remote)).to_have_text(["Ann"])
    players(remote).click()
    remote.get_by_role("button", name="Take out of the game").click()
    expect(out.get_by_role("heading")).to_have_text("Taken out or refused 3")
    expect(out.locator(".waits__row")).to_contain_text(["Let in again", "refused", "refused"])
    expect(out.locator(".people__name")).to_have_text(["Ann", *reversed(names)])
    # In one look, since a fresh part may take the place of this one at any moment.
    shown = out.locator(".people__name").evaluate_all(
        "(names) => names.map((e) => [e.scrollWidth <= e.clientWidth, getComputedStyle(e).textOverflow, e.offsetWidth])"
    )
    assert [(whole, over) for whole, over, _ in shown] == [(True, "clip")] * 3
    assert min(width for *_, width in shown) >= 100
    assert faults(remote) == []
    looks.keep_picture(remote, "remote-refused")


def test_a_refresh_of_the_remote_leaves_the_focus_where_it_was(room):
    room.begin("namesake", rules=PATIENT)
    remote = room.open_remote()
    room.join("Bob")
    more = remote.locator("#more > summary")
    places = [
        remote.locator("[data-next]"),
        remote.get_by_role("link", name="Bob"),
        remote.locator("#way > summary"),
        remote.locator("#rules > summary"),
        more,
        remote.get_by_role("button", name="Let nobody new in"),
        remote.locator("#sure > summary"),
    ]
    for turn, place in enumerate(places):
        if place is more:
            more.click()
        place.focus()
        expect(place).to_be_focused()
        remote.locator(".remote__part").evaluate("part => { part.dataset.old = ''; }")
        change(room, is_shown=turn % 2 == 0)
        expect(remote.locator(".remote__part:not([data-old])")).to_be_visible()
        expect(place).to_be_focused()


def change(room, *, is_shown: bool) -> None:
    """Let another window of the host show or hide the names."""
    runtime = room.site.runtime
    with runtime.database.transaction() as session:
        live.show_names(session, room.host, room.game_id, is_shown=is_shown)
    runtime.hub.publish(f"{live.TOPIC}{room.game_id}")


def test_a_reload_while_waiting_and_all_let_in_during_a_question(room):
    room.begin("namesake", rules=PATIENT, admits_each=True)
    remote = room.open_remote()
    zoe, bob = room.knock("Zoé"), room.knock("Bob")
    for phase in ("ready", "open"):
        press_next(remote, phase)
    zoe.reload()
    await_script(zoe)
    expect(word(zoe)).to_have_text("The host will let you in")
    expect(zoe.locator("[data-stem]")).to_be_hidden()
    expect(remote.locator("[data-key=a]")).to_be_visible()
    remote.keyboard.press("a")
    for page in (zoe, bob):
        answer(page, "namesake")
        expect(page.locator("[data-note]")).to_contain_text("Your answer is in")
    await_phase(zoe, "locked")


def test_the_door_is_minded_without_a_script(room):
    room.begin("namesake", admits_each=True)
    zoe, bob = room.knock("Zoé"), room.knock("Bob")
    remote = room.open_remote(java_script_enabled=False)
    remote.get_by_role("button", name="Let in").first.click()
    expect(word(zoe)).to_have_text("You are in")
    remote.get_by_role("button", name="Refuse").click()
    expect(bob.get_by_text("The host has not let you into this game.")).to_be_visible()
    remote.locator("#more > summary").click()
    remote.get_by_role("button", name="Let everybody in without asking me").click()
    room.join("Kim")


def test_who_joins_types_the_word_and_who_is_in_does_not(room):
    room.begin("namesake", rules=PATIENT)
    remote, screen = room.open_remote(), room.open_screen()
    zoe = room.join("Zoé")
    expect(screen.locator("[data-entry-word]")).to_be_hidden()
    page = room.new_context().new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/play/{room.standing.link_token}")
    await_script(page)
    expect(page.get_by_label("Entry word")).to_be_hidden()
    # Switched on while somebody types a nickname.
    remote.locator("#more > summary").click()
    remote.get_by_role("button", name="Ask for a word from the big screen").click()
    shown = screen.locator("[data-word-shown]")
    expect(shown).to_be_visible()
    expect(shown).to_have_text(remote.locator("[data-word-shown]").inner_text())
    page.get_by_label("Your nickname").fill("Bob")
    page.get_by_role("button", name="Join", exact=True).click()
    field = page.get_by_label("Entry word")
    expect(field).to_be_focused()
    expect(page.locator("#word-error")).to_have_text(live.WORD_WANTED)
    field.fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#word-error")).to_have_text(live.WORD_WRONG)
    assert faults(page) == []
    looks.keep_picture(page, "player-wrong-word")
    field.fill(shown.inner_text())
    page.keyboard.press("Enter")
    expect(word(page)).to_have_text("You are in")
    zoe.reload()
    await_script(zoe)
    expect(word(zoe)).to_have_text("You are in")


def test_the_word_is_said_once_and_goes_with_its_time_and_with_the_open_door(room, witness):
    witness.expect("ERR_FAILED")
    room.begin("namesake", rules=PATIENT, asks_word=True)
    remote, screen = room.open_remote(), room.open_screen()
    first = screen.locator("[data-word-shown]").inner_text()
    assert first == live.entry_word(room.standing, epoch_ms(room.site.runtime.clock())).text
    expect(screen.locator("[aria-live=polite][data-said]")).to_have_text(f"Entry word {' '.join(first)}")
    screen.clock.install()
    screen.reload()
    await_script(screen)
    # Nothing tells it of the next one: a word whose time is long over is not shown.
    screen.route("**/events*", lambda route: route.abort())
    screen.route(screen.url, lambda route: route.abort())
    screen.clock.fast_forward(40_000)
    expect(screen.locator("[data-entry-word]")).to_be_hidden()
    expect(remote.locator("[data-word-shown]")).to_be_visible()
    remote.locator("#more > summary").click()
    remote.get_by_role("button", name="Let nobody new in").click()
    expect(remote.get_by_text("Nobody new can come in")).to_be_visible()
    expect(remote.locator("[data-entry-word]")).to_be_hidden()


def test_the_back_row_reads_the_word_and_all_else_in_each_phase(room):
    room.begin("namesake", "oxygen", rules=PATIENT, asks_word=True, shows_names=True)
    remote, screen = room.open_remote(), room.open_screen()
    for phase in ("lobby", "ready", "open", "locked", "reveal", "standings", "ready", "open", "locked", "reveal"):
        if phase != "lobby":
            press_next(remote, phase)
            await_phase(screen, phase)
        for part in (".qr", ".way__code", ".way__at", "[data-word-shown]"):
            expect(screen.locator(part)).to_be_in_viewport(ratio=1)
        assert [each for each in screen.evaluate(LETTERS, ".screen") if each[0] < 24] == [], phase
        assert faults(screen) == [], phase
        looks.keep_picture(screen, f"screen-word-{phase}")
    assert axe.violations(remote) == []


def test_a_text_with_gaps_is_read_filled_in_part_and_kept_over_a_reload(room):
    room.begin("oxygen", rules=PATIENT)
    remote, screen, zoe = room.open_remote(), room.open_screen(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "ready")
    for page in (screen, zoe):
        await_phase(page, "ready")
        expect(page.get_by_text("Reinhold Messner and").first).to_be_visible()
        expect(page.locator(".gap--open")).to_have_text(["gap 1", "gap 2", "gap 3"])
    expect(remote.locator(".remote__stem .gap--open")).to_have_count(3)
    expect(remote.locator(".remote__key")).to_contain_text("1978; Peter Habeler; 8 May 1978")
    press_next(remote, "open")
    await_phase(zoe, "open")
    expect(zoe.locator("[data-stem]")).to_have_text("Fill the gaps")
    expect(screen.locator(".board--gaps")).to_contain_text("Peter Habeler")
    for gap, text in (("Gap 1", "1978"), ("Gap 3", "8 May 1978")):
        ask(zoe).get_by_label(gap).fill(text)
    ask(zoe).get_by_label("Gap 2").select_option("Doug Scott")
    assert faults(zoe) == []
    looks.keep_picture(zoe, "player-gaps")
    looks.keep_picture(screen, "screen-gaps")
    zoe.locator("[data-send] button").click()
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    zoe.reload()
    await_script(zoe)
    await_phase(zoe, "open")
    for gap, text in (("Gap 1", "1978"), ("Gap 2", "Doug Scott"), ("Gap 3", "8 May 1978")):
        expect(ask(zoe).get_by_label(gap)).to_have_value(text)
    press_next(remote, "locked")
    press_next(remote, "reveal")
    expect(word(zoe)).to_have_text("◐ Right in part")
    expect(zoe.locator("[data-more]")).to_have_text("667 points")
    expect(screen.locator(".gap")).to_have_text(["1978", "Peter Habeler", "8 May 1978"])
    looks.keep_picture(zoe, "player-gaps-reveal")
    assert faults(remote) == []
    looks.keep_picture(remote, "remote-gaps-reveal")


def test_enter_goes_on_to_empty_gaps_and_what_is_sent_with_one_is_asked_about_once(room):
    room.begin("oxygen", rules=Rules(has_reading_time=False, is_timed=False))
    remote, zoe, kim = room.open_remote(), room.join("Zoé"), room.join("Kim")
    room.join("Bob")
    press_next(remote, "open")
    note = zoe.locator("[data-note]")
    await_phase(zoe, "open")
    first, second, third = (ask(zoe).get_by_label(f"Gap {no}") for no in (1, 2, 3))
    first.focus()
    zoe.keyboard.type("1978")
    zoe.keyboard.press("Enter")
    expect(second).to_be_focused()
    zoe.keyboard.press("Tab")
    zoe.keyboard.type("8 May 1978")
    zoe.keyboard.press("Enter")
    expect(second).to_be_focused()
    expect(note).to_be_empty()
    zoe.locator("[data-send] button").press("Enter")
    expect(note).to_have_text("Gap 2 is still empty. “Answer” once more sends it so.")
    assert faults(zoe) == []
    second.select_option("Doug Scott")
    expect(note).to_be_empty()
    third.press("Enter")
    expect(note).to_contain_text("Your answer is in")
    await_phase(kim, "open")
    ask(kim).get_by_label("Gap 1").fill("1978")
    kim.locator("[data-send] button").dblclick()
    expect(kim.locator("[data-note]")).to_have_text("Gaps 2, 3 are still empty. “Answer” once more sends it so.")
    # A second press at once was no answer to what is asked.
    kim.wait_for_timeout(700)
    kim.locator("[data-send] button").press("Enter")
    expect(kim.locator("[data-note]")).to_contain_text("Your answer is in")


@pytest.mark.parametrize(
    ("question", "rows"), [("who-what", ".pairs__row select"), ("earliest-first", ".order__words")]
)
def test_pairs_and_orders_are_kept_over_a_reload(room, question, rows):
    room.begin(question, rules=Rules(has_reading_time=False, is_timed=False))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    answer(zoe, question)
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    shown = "(elements) => elements.map((each) => each.value ?? each.textContent)"
    before = ask(zoe).locator(rows).evaluate_all(shown)
    zoe.reload()
    await_script(zoe)
    await_phase(zoe, "open")
    assert ask(zoe).locator(rows).evaluate_all(shown) == before


#: Presses "Let in" as the remote does, whatever it shows.
LET_IN = """([id, csrf]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = `${location.pathname}/admissions`;
    for (const [name, value] of [["player", id], ["csrf_token", csrf]]) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
    }
    document.querySelector("[data-part] > div").append(form);
    form.requestSubmit();
}"""
MARK_WHAT_COMES_BACK = """() => new MutationObserver(() => {
    if (document.querySelector(".waits")) document.body.dataset.cameBack = "";
}).observe(document.querySelector("[data-part]"), { childList: true, subtree: true })"""


def test_a_slow_look_does_not_bring_back_who_was_let_in(room):
    room.begin("namesake", admits_each=True)
    remote = room.open_remote()
    await_script(remote)
    held = []

    def hold(route):
        response = route.fetch()
        # Read before the press, and delivered after it.
        if "Zoé" in response.text() and not held:
            held.append((route, response))
        else:
            route.fulfill(response=response)

    remote.route(f"**/games/{room.game_id}", hold)
    zoe = room.knock("Zoé")
    for _ in range(50):
        if held:
            break
        remote.wait_for_timeout(100)
    route, response = held[0]
    admit = response.text().partition('id="admit-')[2].partition('"')[0]
    remote.evaluate(
        LET_IN,
        [admit, remote.locator("[name=csrf_token]").first.input_value()],
    )
    expect(players(remote)).to_have_text(["Zoé"])
    remote.evaluate(MARK_WHAT_COMES_BACK)
    route.fulfill(response=response)
    expect(word(zoe)).to_have_text("You are in")
    remote.wait_for_timeout(300)
    expect(remote.locator("body[data-came-back]")).to_have_count(0)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_back_and_reload_after_a_mistyped_code(room, has_scripts):
    """Neither leads to the browser's own page that asks whether to send a form again."""
    room.begin("namesake")
    page = room.new_context(java_script_enabled=has_scripts).new_page()
    page.goto("/play")
    for code in ("000000", room.standing.code):
        page.get_by_label("Game code").fill(code)
        page.get_by_role("button", name="Join").click()
    expect(page.get_by_label("Your nickname")).to_be_visible()
    page.go_back()
    for _ in range(2):
        expect(page.get_by_text("No game had this code when you typed it")).to_be_visible()
        expect(page.get_by_label("Game code")).to_have_value("000000")
        page.reload()
    page.go_back()
    expect(page.get_by_label("Game code")).to_have_value("")
    expect(page.get_by_text("No game had this code when you typed it")).to_have_count(0)

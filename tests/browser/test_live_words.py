"""What a game says on phones, remote and projector when something is out of the common: voided, closed, lost, long."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import update

from quizapp.core.game import Rules, Void
from quizapp.live import service as live
from quizapp.live.models import Player
from quizapp.plumbing.clock import epoch_ms
from tests.browser import looks
from tests.browser.learner import PAIRS, await_script
from tests.browser.playing import answer, ask, await_phase, press_next, word
from tests.browser.test_live_looks import LEAST_PX, LETTERS

CUT = r"ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|EventSource"
PATIENT = Rules(has_reading_time=False, is_timed=False)
SIX = ("Ridges", "Glaciers", "Couloirs", "Buttresses", "Icefalls", "Ledges")
VOIDED = "This question does not count"


def test_a_question_that_does_not_count_is_told_everywhere(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    press_next(remote, "open")
    answer(zoe, "namesake")
    for page in (zoe, remote):
        await_phase(page, "locked")
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in.")
    press_next(remote, "reveal")
    expect(word(zoe)).to_have_text("✓ Right")
    expect(zoe.locator("[data-more]")).to_contain_text("points")
    remote.locator("#more > summary").click()
    remote.get_by_role("button", name="Let this question not count").click()
    expect(remote.locator(".remote__voided")).to_have_text(VOIDED)
    for again in (False, True):
        if again:
            zoe.reload()
        expect(word(zoe)).to_have_text(VOIDED)
        expect(zoe.locator("[data-more]")).to_be_empty()
    press_next(remote, "standings")
    expect(zoe.locator("[data-more]")).to_have_text(f"{VOIDED} · 0 points so far")


def test_of_pairs_the_right_ones_stand_once_with_how_many_gave_them(room):
    room.begin("who-what", "namesake", rules=PATIENT, shows_names=True)
    remote, screen, zoe, bob = room.open_remote(), room.open_screen(), room.join("Zoé"), room.join("Bob")
    press_next(remote, "open")
    answer(zoe, "who-what")
    for left in PAIRS:
        ask(bob).get_by_label(left).select_option("measured the height")
    bob.locator("[data-send] button").click()
    for page in (zoe, bob):
        expect(page.locator("[data-note]")).to_contain_text("Your answer is in")
    for phase in ("locked", "reveal"):
        press_next(remote, phase)
        await_phase(screen, phase)
    for page in (screen, remote):
        expect(page.locator(".board__row.is-right")).to_have_count(len(PAIRS))
        expect(page.locator(".board__row")).to_have_count(2 * len(PAIRS))
        expect(page.locator(".board__share b")).to_have_text(["1"] * 2 * len(PAIRS))
    for size in ({"width": 360, "height": 740}, {"width": 1440, "height": 900}):
        screen.set_viewport_size(size)
        looks.keep_picture(screen, f"projector-pairs-{size['width']}")


def test_a_long_name_is_read_whole_in_the_standings(room):
    name = "Wilhelmina-Konstantina von Hohenzollern"
    room.begin("namesake", "named-1865", rules=PATIENT, shows_names=True)
    remote, screen = room.open_remote(), room.open_screen()
    zoe = room.join("Zoé")
    with room.site.runtime.database.transaction() as session:
        renamed = update(Player).where(Player.game_id == room.game_id).values(nickname=name)
        player_id = session.scalar(renamed.returning(Player.id))
    room.site.runtime.hub.publish(f"{live.MOVED}{room.game_id}", str(player_id))
    zoe.reload()
    press_next(remote, "open")
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    for phase in ("locked", "reveal", "standings"):
        press_next(remote, phase)
        await_phase(screen, phase)
    for width, height in ((360, 740), (1440, 900)):
        for page, place in ((screen, ".podium__name"), (remote, ".people__name"), (zoe, ".play__name")):
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator(place)).to_have_text(name)
            is_cut = page.locator(place).evaluate("(each) => each.scrollWidth > each.clientWidth + 1")
            assert not is_cut, (place, width)
            assert looks.wider_than_page(page) == []
            looks.keep_picture(page, f"long-name{place}-{width}")


def test_several_right_answers_are_announced(room):
    room.begin("who-reached", "namesake", rules=PATIENT)
    remote, screen, zoe = room.open_remote(), room.open_screen(), room.join("Zoé")
    press_next(remote, "open")
    expect(zoe.locator("[data-hint]")).to_have_text("Several answers may be right.")
    expect(zoe.locator("[data-hint]")).to_be_visible()
    expect(screen.locator(".stage__hint")).to_have_text("Several answers may be right.")
    told = "Your turn. Who stood on the top before 1980? Several answers may be right."
    expect(zoe.locator("[data-spoken]")).to_have_text(told)
    looks.keep_picture(zoe, "player-several")
    looks.keep_picture(screen, "projector-several")
    for phase in ("locked", "reveal", "standings", "open"):
        press_next(remote, phase)
    await_phase(zoe, "open")
    expect(zoe.locator("[data-hint]")).to_be_hidden()
    expect(screen.locator(".stage__hint")).to_have_count(0)


def test_a_closed_door_takes_the_way_in_off_the_big_screen(room):
    room.begin("namesake", rules=PATIENT, asks_word=True)
    remote, screen = room.open_remote(), room.open_screen()
    expect(screen.locator(".qr")).to_be_visible()
    remote.locator("#more > summary").click()
    remote.get_by_role("button", name="Let nobody new in").click()
    for again in (False, True):
        if again:
            screen.reload()
            await_script(screen)
        expect(screen.get_by_text("Nobody new can come in")).to_be_visible()
        for gone in (".qr", ".way", ".word"):
            expect(screen.locator(gone)).to_be_hidden()
    looks.keep_picture(screen, "projector-closed")
    remote.locator("#more > summary").click()
    remote.get_by_role("button", name="Let new players in").click()
    expect(screen.locator(".qr")).to_be_visible()
    expect(screen.get_by_text("Nobody new can come in")).to_be_hidden()


def test_the_panel_of_a_player_does_not_come_back(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    remote.locator(".people__line").click()
    remote.get_by_label("Another nickname").fill("Zoé B")
    remote.get_by_role("button", name="Rename").click()
    expect(remote.locator("#chosen")).to_have_count(0)
    press_next(remote, "open")
    answer(zoe, "namesake")
    await_phase(zoe, "locked")
    await_phase(remote, "locked")
    expect(remote.locator(".people__name")).to_have_text("Zoé B")
    expect(remote.locator("#chosen")).to_have_count(0)


def test_who_is_taken_out_learns_it_within_a_second(room):
    room.begin("namesake", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    remote.locator(".people__line").click()
    remote.get_by_role("button", name="Take out of the game").click()
    expect(zoe.get_by_text("You were taken out of this game by its host.")).to_be_visible(timeout=1_000)


def test_a_long_nickname_leaves_the_head_in_one_line_and_a_longer_one_is_told(room):
    room.begin("namesake", rules=PATIENT)
    remote, zoe = room.open_remote(), room.knock("W" * 25)
    expect(zoe.locator("#nickname-error")).to_have_text("A nickname has at most 24 letters.")
    zoe.get_by_label("Your nickname").fill("W" * 24)
    zoe.get_by_role("button", name="Join", exact=True).click()
    expect(word(zoe)).to_have_text("You are in")
    press_next(remote, "open")
    answer(zoe, "namesake")
    await_phase(remote, "locked")
    press_next(remote, "reveal")
    expect(zoe.locator("[data-points]")).to_contain_text("points")
    looks.keep_picture(zoe, "player-long-name")
    assert zoe.locator(".play__bar").bounding_box()["height"] < 50
    assert looks.wider_than_page(zoe) == []


def test_an_input_takes_the_focus_from_nothing_but_the_game(room):
    room.begin("oxygen", rules=PATIENT)
    remote = room.open_remote()
    zoe = room.join("Zoé")
    press_next(remote, "open")
    expect(ask(zoe).locator("input").first).to_be_focused()


def test_the_whole_of_a_long_question_stands_on_the_big_screen(room, site, tmp_path):
    site.load(long_bank(tmp_path))
    room.begin("four", "six", bank="long", rules=PATIENT)
    remote, screen = room.open_remote(), room.open_screen()
    room.join("Zoé")
    for phase in ("open", "locked", "reveal", "standings", "open", "locked", "reveal"):
        press_next(remote, phase)
        await_phase(screen, phase)
        if phase == "standings":
            continue
        for width, height in ((1280, 720), (1920, 1080)):
            screen.set_viewport_size({"width": width, "height": height})
            for part in screen.locator(".stage__stem, .board__row, .count, .stage__result, .qr").all():
                expect(part).to_be_in_viewport(ratio=1)
            no = room.standing.game.round_no
            looks.keep_picture(screen, f"projector-long-{no}-{phase}-{height}")
        letters = screen.evaluate(LETTERS, ".screen")
        assert [each for each in letters if each[0] < LEAST_PX] == [], phase


def long_bank(folder: Path) -> Path:
    """Write a bank of the longest questions that make sense."""
    sentence = (
        "Which of these accounts of the long way up the north side is borne out by what was found there later on? "
    )
    text = "the party left its last camp at first light and was seen on the upper slope before the clouds came in from"
    four = [f"{each.capitalize()}: {text} the {each} side, late"[:140] for each in ("north", "south", "east", "west")]
    six = [f"{each} of the upper slopes, seen before the clouds closed in"[:60] for each in SIX]
    questions = [
        {
            "id": name,
            "kind": "choice",
            "stem": (sentence * 4)[:399] + "?",
            "key": options[0],
            "distractors": options[1:],
        }
        for name, options in (("four", four), ("six", six))
    ]
    bank = {"title": "Long", "language": "en", "licence": "CC0-1.0"}
    home = folder / "long"
    home.mkdir()
    (home / "bank.yaml").write_text(json.dumps({"bank": bank, "questions": questions}), "utf-8")
    return folder


def test_a_server_that_is_away_is_told_within_seconds_and_the_bar_stands(room, witness):
    witness.expect(CUT)
    room.begin("namesake", rules=Rules(has_reading_time=False))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    await_phase(zoe, "open")
    zoe.context.route("**/events*", lambda route: route.abort())
    zoe.context.route("**/state*", lambda route: route.abort())
    # A stream that ends is tried again, and finds nobody.
    zoe.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(zoe.locator(".play__lost")).to_have_text("Connection lost, trying again …", timeout=5_500)
    bar = zoe.locator("[data-timer]")
    left = bar.evaluate("(bar) => bar.value")
    zoe.wait_for_timeout(500)
    assert bar.evaluate("(bar) => bar.value") == left
    for address in ("**/events*", "**/state*"):
        zoe.context.unroute(address)
    expect(zoe.locator(".play__lost")).to_be_hidden()
    assert 0 < bar.evaluate("(bar) => bar.value") < left


def test_a_button_stays_while_it_is_pressed(room):
    room.begin("namesake", rules=PATIENT)
    remote = room.open_remote()
    await_script(remote)
    remote.locator("[data-next]").hover()
    remote.mouse.down()
    room.join("Zoé")
    remote.wait_for_timeout(2_000)
    remote.mouse.up()
    await_phase(remote, "open")
    expect(remote.locator(".people__name")).to_have_text("Zoé")


def test_a_place_in_an_order_is_spoken(room):
    room.begin("earliest-first", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    press_next(remote, "open")
    await_phase(zoe, "open")
    zoe.locator("[data-ask]").get_by_role("button", name="Move down").first.click()
    expect(zoe.locator("[data-ask] [role=status]")).to_contain_text("place 2 of")
    expect(zoe.locator("[data-ask] [role=status]")).not_to_contain_text("undefined")


def test_bars_of_one_count_are_of_one_length(room):
    room.begin("namesake", rules=PATIENT)
    remote, screen = room.open_remote(), room.open_screen()
    room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    for name, is_right in (("Zoé", True), ("Bob", False)):
        answer(room.players[name], "namesake", is_right=is_right)
    await_phase(remote, "locked")
    press_next(remote, "reveal")
    for page in (screen, remote):
        expect(page.locator(".board__share progress").first).to_be_visible()
        widths = {bar.bounding_box()["width"] for bar in page.locator(".board__share progress").all()}
        assert len({round(width) for width in widths}) == 1, page.url


def test_the_result_on_a_phone_is_counted_anew_when_a_question_is_voided_at_the_podium(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    press_next(remote, "open")
    answer(zoe, "namesake")
    for phase in ("locked", "reveal", "standings", "open"):
        await_phase(remote, "locked") if phase == "locked" else press_next(remote, phase)
    end(remote, "End now", "Yes, end it", "podium")
    part = zoe.locator("[data-summary-part]")
    expect(part).to_contain_text("Every answer right.")
    runtime = room.site.runtime
    with runtime.database.transaction() as session:
        live.move(session, live.get_standing(session, room.game_id), Void(1), epoch_ms(runtime.clock()))
    runtime.hub.publish(f"{live.TOPIC}{room.game_id}")
    expect(part).not_to_contain_text("Every answer right.")
    expect(part.locator("dd").first).to_have_text("0")


def test_a_phone_tells_what_became_of_a_cancelled_game(room):
    room.begin("namesake", "named-1865", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    press_next(remote, "open")
    answer(zoe, "namesake", is_right=False)
    await_phase(remote, "locked")
    for phase in ("reveal", "standings", "open"):
        press_next(remote, phase)
    end(remote, "Cancel the game", "Yes, cancel it", "cancelled")
    expect(remote.get_by_role("link", name="Report")).to_be_visible()
    for again in (False, True):
        if again:
            zoe.reload()
        expect(word(zoe)).to_have_text("This game was cancelled")
        expect(zoe.locator("[data-summary-part]")).to_contain_text("There are no places.")
        expect(zoe.locator("[data-summary-part] h2")).to_have_text("1 of 1 to review")


def end(remote, name: str, button: str, phase: str) -> None:
    """Open a part of the menu, and press what is in it."""
    remote.locator("#more > summary").click()
    remote.locator("#more summary").filter(has_text=name).click()
    remote.get_by_role("button", name=button).click()
    expect(remote.locator(".remote__part")).to_have_attribute("data-phase", phase)

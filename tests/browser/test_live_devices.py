"""A game in several windows and devices: of one player, and of two who share a browser."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Route, expect
from sqlalchemy import select

from quizapp.core.game import Rules
from quizapp.live.models import ResponseRow
from tests.browser import looks
from tests.browser.learner import PASSWORD, await_script
from tests.browser.playing import answer, ask, await_phase, press_next, word
from tests.browser.test_live_links import CUT
from tests.browser.test_live_looks import faults

PATIENT = Rules(has_reading_time=False, is_timed=False)


def test_two_windows_of_one_player_show_the_same(room):
    room.begin("namesake", rules=PATIENT)
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    second = zoe.context.new_page()
    second.goto(zoe.url)
    expect(word(second)).to_have_text("You are in")
    press_next(remote, "open")
    answer(second, "namesake")
    expect(second.locator("[data-note]")).to_contain_text("Your answer is in")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
    expect(remote.locator(".people__name")).to_have_count(2)


def test_two_windows_of_one_player_show_what_was_changed_in_either(room):
    room.begin("namesake", rules=replace(PATIENT, may_change=True))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    second = zoe.context.new_page()
    second.goto(zoe.url)
    expect(word(second)).to_have_text("You are in")
    press_next(remote, "open")
    for page, other, place in ((second, zoe, 0), (zoe, second, 1), (second, zoe, 2)):
        ask(page).get_by_role("button").nth(place).click()
        expect(page.locator("[data-note]")).to_contain_text("Your answer is in")
        for each in (page, other):
            expect(ask(each).locator("[aria-pressed=true]")).to_have_count(1)
            expect(ask(each).get_by_role("button").nth(place)).to_have_attribute("aria-pressed", "true")
            expect(each.locator("[data-note]")).to_have_text("Your answer is in. You can still change it.")


def test_two_devices_of_one_account_tell_each_other_why_they_stop(room):
    room.begin("namesake", rules=PATIENT)
    remote, name = room.open_remote(), room.make_account()
    room.join("Bob")
    phone, tablet = room.open_signed_in(name), room.open_signed_in(name)
    phone.get_by_label("Your nickname").fill("Zoé")
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(word(phone)).to_have_text("You are in")
    press_next(remote, "open")
    answer(phone, "namesake")
    expect(phone.locator("[data-note]")).to_contain_text("Your answer is in")
    tablet.reload()
    await_script(tablet)
    expect(tablet.get_by_text("You play this game already, as Zoé")).to_be_visible()
    expect(tablet.get_by_label("Your nickname")).to_have_count(0)
    for left, taken in ((phone, tablet), (tablet, phone)):
        taken.get_by_role("button", name="Go on as Zoé here").click()
        await_phase(taken, "open")
        expect(taken.locator("[data-nickname]").first).to_have_text("Zoé")
        chosen = ask(taken).get_by_role("button", name="George Everest", exact=True)
        expect(chosen).to_have_attribute("aria-pressed", "true")
        expect(left.get_by_text("This page has stopped: you play on as Zoé on another device")).to_be_visible()
        expect(left.get_by_role("button", name="Go on as Zoé here")).to_be_focused()
        assert faults(left) == []
    looks.keep_picture(tablet, "player-elsewhere")
    press_next(remote, "locked")
    await_phase(phone, "locked")
    expect(tablet.get_by_text("This page has stopped")).to_be_visible()


def test_a_device_whose_answer_did_not_arrive_says_so_when_it_has_been_left_and_sends_it_when_it_goes_on(room, witness):
    witness.expect(f"{CUT}|403")
    room.begin("namesake", rules=PATIENT)
    remote, name = room.open_remote(), room.make_account()
    room.join("Bob")
    phone, tablet = room.open_signed_in(name), room.open_signed_in(name)
    phone.get_by_label("Your nickname").fill("Zoé")
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(word(phone)).to_have_text("You are in")
    press_next(remote, "open")
    await_phase(phone, "open")
    phone.context.set_offline(True)
    answer(phone, "namesake")
    expect(phone.locator("[data-note]")).to_have_text("Not sent yet. Trying again …")
    tablet.reload()
    await_script(tablet)
    expect(tablet.get_by_text("may not have arrived")).to_have_count(0)
    tablet.get_by_role("button", name="Go on as Zoé here").click()
    await_phase(tablet, "open")
    phone.context.set_offline(False)
    expect(phone.get_by_text("This page has stopped: you play on as Zoé on another device")).to_be_visible()
    expect(phone.get_by_text("The last answer on this page may not have arrived.")).to_be_visible()
    phone.get_by_role("button", name="Go on as Zoé here").click()
    expect(phone.locator("[data-note]")).to_contain_text("Your answer is in")
    with room.site.runtime.database.reading() as session:
        row = session.scalars(select(ResponseRow).where(ResponseRow.game_id == room.game_id)).one()
    assert row.score == 1


def test_a_page_whose_browser_plays_as_another_now_says_so_and_gives_no_answer_for_them(room, witness):
    witness.expect("403")
    room.begin("namesake", rules=PATIENT)
    remote, name, passer = room.open_remote(), room.make_account(), room.join("Passer")
    room.join("Bob")
    second = passer.context.new_page()
    second.goto(f"/sign-in?next=/play/{room.standing.link_token}")
    second.get_by_label("Name").fill(name)
    second.get_by_label("Password", exact=True).fill(PASSWORD)
    second.locator("main button.button").first.click()
    second.get_by_role("button", name="I am somebody else").click()
    await_script(second)
    second.get_by_label("Your nickname").fill("Tommy")
    second.get_by_role("button", name="Join", exact=True).click()
    expect(word(second)).to_have_text("You are in")
    press_next(remote, "open")
    answer(passer, "namesake")
    expect(passer.get_by_text("This page has stopped: this browser plays as Tommy now")).to_be_visible()
    expect(passer.get_by_text("The last answer on this page may not have arrived.")).to_be_visible()
    assert faults(passer) == []
    looks.keep_picture(passer, "player-another")
    answer(second, "namesake", is_right=False)
    expect(second.locator("[data-note]")).to_contain_text("Your answer is in")
    with room.site.runtime.database.reading() as session:
        row = session.scalars(select(ResponseRow).where(ResponseRow.game_id == room.game_id)).one()
    assert row.score == 0
    passer.get_by_role("link", name="Go on as Tommy").click()
    await_phase(passer, "open")
    expect(passer.locator("[data-nickname]").first).to_have_text("Tommy")
    expect(passer.locator("[data-note]")).to_contain_text("Your answer is in")


def test_who_signs_out_in_another_tab_is_told_so_at_once_and_whose_page_it_was_is_forgotten(room, witness):
    witness.expect("403")
    room.begin("namesake", rules=PATIENT)
    remote, phone = room.open_remote(), room.open_signed_in(room.make_account())
    phone.goto(f"/play/{room.standing.link_token}?left=1")
    await_script(phone)
    phone.get_by_label("Your nickname").fill("Zoé")
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(word(phone)).to_have_text("You are in")
    assert "?" not in phone.url
    press_next(remote, "open")
    await_phase(phone, "open")
    before = held(room, phone)
    sign_out(phone)
    assert held(room, phone) == []
    expect(phone.get_by_text("Signed out: this page no longer plays.")).to_be_visible()
    assert faults(phone) == []
    looks.keep_picture(phone, "player-signed-out")
    phone.get_by_role("link", name="I am somebody else").click()
    expect(phone.get_by_label("Your nickname")).to_be_visible()
    assert held(room, phone) != before


def test_at_the_sign_out_a_guest_has_their_browser_back_in_each_tab(room, witness):
    witness.expect("403")
    room.begin("namesake", rules=PATIENT)
    remote, name, mia = room.open_remote(), room.make_account(), room.join("Mia")
    room.join("Bob")
    zoe = mia.context.new_page()
    zoe.goto(f"/sign-in?next=/play/{room.standing.link_token}")
    zoe.get_by_label("Name").fill(name)
    zoe.get_by_label("Password", exact=True).fill(PASSWORD)
    zoe.locator("main button.button").first.click()
    zoe.get_by_role("button", name="I am somebody else").click()
    await_script(zoe)
    zoe.get_by_label("Your nickname").fill("Zoe")
    zoe.get_by_role("button", name="Join", exact=True).click()
    expect(word(zoe)).to_have_text("You are in")
    press_next(remote, "open")
    answer(mia, "namesake")
    expect(mia.get_by_text("This page has stopped: this browser plays as Zoe now")).to_be_visible()
    await_script(mia)
    sign_out(zoe)
    expect(zoe.get_by_text("This page has stopped: this browser plays as Mia now")).to_be_visible()
    mia.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await_phase(mia, "open")
    expect(mia.locator("[data-note]")).to_contain_text("Your answer is in")


def test_a_page_to_join_of_who_has_signed_out_joins_nobody_and_offers_to_sign_in(room, witness):
    witness.expect("403")
    room.begin("namesake", rules=PATIENT)
    phone = room.open_signed_in(room.make_account())
    phone.get_by_label("Your nickname").fill("Zoe")
    sign_out(phone)
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(phone.get_by_text("Signed out: this page was made for somebody who is not signed in here")).to_be_visible()
    expect(phone.get_by_role("link", name="Sign in").first).to_be_visible()
    assert faults(phone) == []
    phone.get_by_role("link", name="I am somebody else").click()
    await_script(phone)
    phone.get_by_label("Your nickname").fill("Zoe")
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(word(phone)).to_have_text("You are in")


def held(room, page):
    """Give what a browser holds of the game."""
    return [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == f"play-{room.game_id}"]


def sign_out(page):
    """Sign out in another tab of a page's browser."""
    other = page.context.new_page()
    other.goto("/settings")
    other.get_by_role("button", name="Sign out", exact=True).click()
    expect(other.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    other.close()


def test_what_is_typed_before_the_page_can_hear_it_is_not_lost(room):
    room.begin("namesake")
    context = room.new_context()
    held: list[Route] = []
    context.route("**/behaviours/play.js*", lambda route: held.append(route))
    zoe = context.new_page()
    zoe.goto(f"/play/{room.standing.link_token}")
    field = zoe.get_by_label("Your nickname")
    field.fill("Zoé")
    field.press("Enter")
    join = zoe.get_by_role("button", name="Join", exact=True)
    expect(join).to_be_disabled()
    for route in held:
        route.continue_()
    join.click()
    expect(word(zoe)).to_have_text("You are in")
    expect(zoe.locator("[data-nickname]")).to_have_text("Zoé")

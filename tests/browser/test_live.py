"""A whole game in browsers: a host and three players, one of them by keyboard alone, and the projector."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from quizapp.core.game import Rules
from tests.browser.learner import await_script
from tests.browser.playing import Room, answer, ask, await_phase, press_next, word


def test_a_host_and_three_players_play_a_whole_game(room):
    room.begin("namesake", "who-reached", rules=Rules(has_reading_time=False), shows_names=True)
    remote, screen = room.open_remote(), room.open_screen()
    zoe, bob = room.join("Zoé"), room.join("Bob")
    kim = join_by_keys(room, "Kim")
    expect(screen.locator("[data-count=players]")).to_have_text("3")
    expect(screen.locator(".stage__names")).to_contain_text("Zoé")
    expect(remote.locator(".people__name")).to_have_text(["Kim", "Bob", "Zoé"])

    play_the_first_round(remote, screen, zoe, bob, kim)
    play_the_last_round(remote, screen, zoe, bob, kim)


def play_the_first_round(remote: Page, screen: Page, zoe: Page, bob: Page, kim: Page) -> None:
    press_next(remote, "open")
    await_phase(screen, "open")
    answer(zoe, "namesake")
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. Wait for the others.")
    answer(bob, "namesake", is_right=False)
    expect(screen.locator("[data-count=answered]")).to_have_text("2")
    expect(remote.locator(".people__state")).to_have_text(["waiting", "✓ answered", "✓ answered"])
    await_phase(kim, "open")
    kim.keyboard.press(str(1 + place_of(kim, "George Everest")))
    # All have answered, so that the round ends by itself.
    await_phase(screen, "locked")
    await_phase(remote, "locked")

    press_next(remote, "reveal")
    for page, verdict in ((zoe, "✓ Right"), (bob, "✕ Not right"), (kim, "✓ Right")):
        expect(word(page)).to_have_text(verdict)
        expect(page.locator("[data-key-words]")).to_have_text("George Everest")
    expect(screen.locator(".stage__result")).to_contain_text("2 of 3 right")
    expect(screen.locator(".board__row.is-right")).to_contain_text("George Everest")
    zoe.locator("[data-why] summary").click()
    expect(zoe.locator("[data-told] .reading")).to_contain_text("it was named after George Everest")
    expect(zoe.locator("[data-told] mark").first).to_be_visible()

    press_next(remote, "standings")
    # A place without points is told to whoever has it, and to nobody else.
    expect(word(bob)).to_have_text("Place 3")
    expect(screen.locator(".podium__name")).to_have_count(2)


def play_the_last_round(remote: Page, screen: Page, zoe: Page, bob: Page, kim: Page) -> None:
    press_next(remote, "open")
    for page in (zoe, bob):
        answer(page, "who-reached", is_right=page is zoe)
    await_phase(kim, "open")
    tick_by_keys(kim, "Edmund Hillary", "Junko Tabei", "Tenzing Norgay")
    await_phase(screen, "locked")
    await_phase(remote, "locked")
    press_next(remote, "reveal")
    for page, verdict in ((zoe, "✓ Right"), (bob, "◐ Right in part"), (kim, "✓ Right")):
        expect(word(page)).to_have_text(verdict)

    press_next(remote, "podium")
    expect(bob.locator("[data-summary-part] h2")).to_have_text("2 of 2 to review")
    expect(kim.locator("[data-summary-part]")).to_contain_text("Every answer right.")
    expect(screen.locator(".podium__name").nth(2)).to_have_text("Bob")
    list_of, wide = screen.locator(".podium").bounding_box(), screen.viewport_size["width"]
    assert abs(list_of["x"] - (wide - list_of["x"] - list_of["width"])) < 2, "as far from either edge"
    expect(screen.locator(".qr"), "nobody need come in any more").to_be_hidden()
    expect(screen.locator(".way")).to_be_hidden()
    press_next(remote, "closed")
    expect(word(kim)).to_have_text("This game is over")


def join_by_keys(room: Room, nickname: str) -> Page:
    """Join without touching a mouse."""
    page = room.new_context().new_page()
    page.goto("/play")
    expect(page.get_by_label("Game code")).to_be_focused()
    page.keyboard.type(room.standing.code)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your nickname")).to_be_focused()
    await_script(page)
    page.keyboard.type(nickname)
    page.keyboard.press("Enter")
    expect(word(page)).to_have_text("You are in")
    return page


def place_of(page: Page, words: str) -> int:
    return [text.strip() for text in ask(page).locator(":scope > *").all_inner_texts()].index(words)


def tick_by_keys(page: Page, *options: str) -> None:
    for words in options:
        page.keyboard.press(str(1 + place_of(page, words)))
    send = page.locator("[data-send] button")
    for _ in range(10):
        page.keyboard.press("Tab")
        if send.evaluate("(button) => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("[data-note]")).to_contain_text("Your answer is in")


def test_each_kind_is_answered_on_a_phone_and_judged(room):
    kinds = (
        "first-ascent", "namesake", "who-reached", "named-1865", "first-woman", "height", "oxygen", "who-what",
        "earliest-first",
    )  # fmt: skip
    room.begin(*kinds, rules=Rules(has_reading_time=False, has_standings=False, is_timed=False))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    for question in kinds:
        press_next(remote, "open")
        answer(zoe, question)
        expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
        press_next(remote, "locked")
        press_next(remote, "reveal")
        expect(word(zoe)).to_have_text("✓ Right")
    press_next(remote, "podium")
    expect(zoe.locator("[data-summary-part]")).to_contain_text("Every answer right.")


def test_what_cannot_be_answered_is_told_and_can_be_mended(room):
    room.begin("who-reached", "namesake")
    remote, zoe = room.open_remote(), room.join("Zoé")
    press_next(remote, "open")
    await_phase(zoe, "open")
    zoe.locator("[data-send] button").click()
    expect(zoe.locator("[data-note]")).to_have_text("Choose or type an answer first.")
    answer(zoe, "who-reached")
    expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")


def test_a_nickname_that_is_taken_is_told_beside_its_field(room):
    room.begin("namesake")
    room.join("Zoé")
    page = room.new_context().new_page()
    page.goto(f"/play/{room.standing.link_token}")
    await_script(page)
    page.get_by_label("Your nickname").fill("zoe")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#nickname-error")).to_contain_text("nickname, or one that looks like it")
    expect(page.get_by_label("Your nickname")).to_be_focused()
    page.locator("[data-nickname-drawn]").first.click()
    page.get_by_role("button", name="Join", exact=True).click()
    expect(word(page)).to_have_text("You are in")


def test_an_answer_may_be_changed_where_the_host_says_so(room):
    room.begin("namesake", "named-1865", rules=Rules(has_reading_time=False, may_change=True, is_timed=False))
    remote, zoe = room.open_remote(), room.join("Zoé")
    room.join("Bob")
    press_next(remote, "open")
    answer(zoe, "namesake", is_right=False)
    expect(zoe.locator("[data-note]")).to_have_text("Your answer is in. You can still change it.")
    answer(zoe, "namesake")
    expect(ask(zoe).get_by_role("button", name="George Everest")).to_have_attribute("aria-pressed", "true")
    expect(zoe.locator("[data-note]")).to_contain_text("You can still change it.")
    press_next(remote, "locked")
    press_next(remote, "reveal")
    expect(word(zoe)).to_have_text("✓ Right")


def test_who_is_taken_out_is_told_at_once(room):
    room.begin("namesake")
    remote, zoe = room.open_remote(), room.join("Zoé")
    remote.locator(".people__line").click()
    remote.get_by_role("button", name="Take out of the game").click()
    expect(remote.get_by_text("Nobody yet.")).to_be_visible()
    expect(zoe.get_by_text("You were taken out of this game by its host.")).to_be_visible()


def test_a_refused_nickname_stays_with_its_reason_while_the_game_goes_on(room):
    room.begin("namesake")
    remote, _, _ = room.open_remote(), room.join("Zoé"), room.join("Bob")
    remote.locator(".people__line", has_text="Bob").click()
    field = remote.get_by_label("Another nickname")
    expect(field).to_be_visible()
    await_script(remote)
    field.fill("Zoe")
    remote.get_by_role("button", name="Rename").click()
    reason = remote.locator("#nickname-error")
    expect(reason).to_contain_text("Somebody here has that nickname")
    expect(field).to_be_focused()
    expect(remote.locator(".remote__lost[data-trouble]")).to_be_hidden()
    press_next(remote, "open")
    expect(field).to_have_value("Zoe")
    expect(reason).to_be_visible()
    field.fill("Rob")
    remote.get_by_role("button", name="Rename").click()
    expect(remote.locator(".people__name").filter(has_text="Rob")).to_be_visible()
    expect(field).to_have_count(0)


def test_what_a_host_has_chosen_stays_until_it_is_sent_wherever_the_focus_is(room):
    room.begin("namesake")
    remote, _ = room.open_remote(), room.join("Zoé")
    remote.locator("#rules-name").click()
    speed, names = remote.locator("#rules select"), remote.get_by_label("Nicknames on the big screen")
    speed.select_option(index=1)
    chosen = speed.input_value()
    names.check()
    remote.evaluate("document.activeElement.blur()")
    room.join("Bob")
    expect(remote.locator(".people__name")).to_have_text(["Bob", "Zoé"])
    expect(speed).to_have_value(chosen)
    expect(names).to_be_checked()
    # Another press brings a fresh part too, and is not what was chosen here.
    remote.locator("#more-name").click()
    remote.get_by_role("button", name="Let nobody new in").click()
    expect(remote.locator("#way")).to_contain_text("you have closed the door")
    expect(speed).to_have_value(chosen)
    expect(names).to_be_checked()
    with remote.expect_response("**/settings*"):
        remote.locator("#rules").get_by_role("button", name="Keep").click()
    remote.reload()
    expect(remote.locator("#rules select")).to_have_value(chosen)
    expect(remote.get_by_label("Nicknames on the big screen")).to_be_checked()


def test_the_remote_goes_on_around_a_form_in_which_something_is_typed(room):
    room.begin("namesake")
    remote, _ = room.open_remote(), room.join("Zoé")
    remote.locator("#rules-name").click()
    speed, names = remote.locator("#rules select"), remote.get_by_label("Nicknames on the big screen")
    speed.focus()
    speed.select_option(index=1)
    chosen = speed.input_value()
    names.check()
    expect(names).to_be_focused()
    room.join("Bob")
    expect(remote.locator(".people__name")).to_have_text(["Bob", "Zoé"])
    expect(speed).to_have_value(chosen)
    expect(names).to_be_checked()
    expect(names).to_be_focused()
    remote.locator(".people__line", has_text="Bob").click()
    field = remote.get_by_label("Another nickname")
    field.press("End")
    field.press_sequentially("by")
    room.start_elsewhere()
    await_phase(remote, "open")
    expect(remote.locator(".remote__stem")).to_be_visible()
    expect(remote.locator("#rules")).to_have_count(0)
    expect(field).to_be_focused()
    field.press_sequentially("e")
    expect(field).to_have_value("Bobbye")


def test_the_menu_of_the_remote_closes_after_a_choice(room):
    room.begin("namesake")
    remote = room.open_remote()
    more = remote.locator("#more")
    more.locator("#more-name").click()
    more.get_by_role("button", name="Let each player in myself").click()
    expect(more).not_to_have_attribute("open", "")
    expect(more.locator("#more-name")).to_be_focused()
    remote.keyboard.press("Enter")
    expect(more.get_by_role("button", name="Let everybody in without asking me")).to_be_visible()
    more.locator("#sure-name").click()
    more.get_by_role("button", name="Yes, cancel it").click()
    expect(remote.get_by_role("heading", name="This game was cancelled")).to_be_visible()


def test_the_remote_does_without_a_script(room):
    room.begin("namesake")
    remote = room.open_remote(java_script_enabled=False)
    for phase in ("open", "locked", "reveal", "podium", "closed"):
        press_next(remote, phase)


def test_what_the_host_opened_stays_open_until_it_is_of_another_question(room):
    room.begin("namesake", "first-ascent", rules=Rules(has_reading_time=False, is_timed=False, has_standings=False))
    remote = room.open_remote()
    room.join("Bob")
    notes, way = remote.locator("#notes"), remote.locator("#way")
    expect(way).to_have_attribute("open", "")
    press_next(remote, "open")
    expect(way, "players are in, so the way in folds up").not_to_have_attribute("open", "")
    for opened in (notes, way):
        opened.locator("summary").click()
    for phase in ("locked", "reveal"):
        press_next(remote, phase)
        for opened in (notes, way):
            expect(opened).to_have_attribute("open", "")
    press_next(remote, "open")
    expect(notes).not_to_have_attribute("open", "")
    expect(way).to_have_attribute("open", "")

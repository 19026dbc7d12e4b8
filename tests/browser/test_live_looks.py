"""The three views of a game in every phase: axe in both themes, targets, width; what a back row and a phone need."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from quizapp.core.game import Rules
from tests.browser import axe, looks
from tests.browser.learner import await_script
from tests.browser.playing import answer, await_phase, press_next, word

#: On the wire: page, style and scripts of a player, packed.
PLAYER_PAGE_BYTES = 60 * 1024
#: Of the height of a projector: letters of the question, and of anything that stands there.
STEM_SHARE, LEAST_PX = 0.05, 24
LETTERS = """(root) => [...document.querySelectorAll(`${root} *`)].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && element.checkVisibility() && !element.closest(".visually-hidden"))
    .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.textContent.trim().slice(0, 40)])"""


def faults(page: Page) -> list[str]:
    """List what axe and the measures find wrong with a page in both themes."""
    found = []
    for scheme, rules in (("light", None), ("dark", axe.COLOUR_RULES)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {line}" for line in axe.violations(page, rules)]
    found += [f"small target: {line}" for line in looks.small_targets(page)]
    found += [f"sideways: {line}" for line in looks.wider_than_page(page)]
    if looks.headings(page) != 1:
        found.append(f"{looks.headings(page)} headings of the first level")
    return found


def test_each_view_in_each_phase(room):
    room.begin("namesake", "earliest-first", rules=Rules(is_timed=False), shows_names=True)
    remote, screen, zoe = room.open_remote(), room.open_screen(), room.join("Zoé")
    room.join("Bob")
    found = [f"{name}, lobby: {line}" for name, page in views(remote, screen, zoe) for line in faults(page)]
    for phase in ("ready", "open", "locked", "reveal", "standings", "ready", "open", "locked", "reveal", "podium"):
        press_next(remote, phase)
        for page in (screen, zoe):
            await_phase(page, phase)
        if phase == "open" and room.standing.game.round_no == 1:
            answer(zoe, "namesake")
            expect(zoe.locator("[data-note]")).to_contain_text("Your answer is in")
        found += [f"{name}, {phase}: {line}" for name, page in views(remote, screen, zoe) for line in faults(page)]
    assert found == []


def views(remote: Page, screen: Page, player: Page) -> list[tuple[str, Page]]:
    return [("remote", remote), ("projector", screen), ("player", player)]


def test_the_pages_around_a_game(room, page):
    room.begin("namesake")
    remote = room.open_remote()
    for address in ("/games", "/games/new?bank=everest", f"/games/{room.game_id}?player=1"):
        remote.goto(address)
        await_script(remote)
        assert faults(remote) == [], address
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/play", f"/play/{room.standing.link_token}"):
        page.goto(address)
        await_script(page)
        assert faults(page) == [], address


def test_the_back_row_can_read_it(room):
    room.begin("namesake", "who-reached", rules=Rules(has_reading_time=False, is_timed=False), shows_names=True)
    remote, screen = room.open_remote(), room.open_screen()
    room.join("Zoé")
    for phase in ("lobby", "open", "locked", "reveal", "standings"):
        if phase != "lobby":
            press_next(remote, phase)
            await_phase(screen, phase)
        letters = screen.evaluate(LETTERS, ".screen")
        assert [each for each in letters if each[0] < LEAST_PX] == [], phase
        expect(screen.locator(".qr")).to_be_in_viewport(ratio=1)
        expect(screen.locator(".way__code")).to_be_in_viewport(ratio=1)
        if phase in ("open", "locked", "reveal"):
            assert screen.evaluate(LETTERS, ".stage__stem")[0][0] >= STEM_SHARE * 1080
            for row in screen.locator(".board__row").all():
                expect(row).to_be_in_viewport(ratio=1)


def test_a_players_page_is_light(room, context, site):
    room.begin("namesake")
    zoe = context.new_page()
    sizes = []
    zoe.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    zoe.goto(f"/play/{room.standing.link_token}", wait_until="networkidle")
    assert 0 < sum(sizes) < PLAYER_PAGE_BYTES


def test_nothing_is_wider_than_a_small_phone_or_a_page_at_twice_its_size(room):
    room.begin("earliest-first", "who-what", rules=Rules(has_reading_time=False, is_timed=False))
    remote, zoe = room.open_remote(), room.join("A nickname of 24 letters")
    for phase in ("open", "locked", "reveal", "standings", "open"):
        press_next(remote, phase)
        await_phase(zoe, phase)
        for page in (remote, zoe):
            page.set_viewport_size({"width": 320, "height": 640})
            assert looks.wider_than_page(page) == [], phase


def test_a_long_name_without_a_space_makes_no_page_wider_than_a_phone(room):
    name = room.make_account()
    room.begin("namesake", rules=Rules(is_timed=False))
    made = room.give_classroom(name, "Wm" * 40)
    remote, zoe, tablet = room.open_remote(), room.open_signed_in(name), room.open_signed_in(name)
    zoe.get_by_role("button", name="Join").click()
    expect(word(zoe)).to_have_text("You are in")
    tablet.reload()
    expect(tablet.get_by_role("button", name="Go on as Wm")).to_be_visible()
    wide = [looks.wider_than_page(page) for page in (zoe, tablet)]
    remote.locator("[data-player] a").click()
    expect(remote.locator("#chosen")).to_be_visible()
    wide.append(looks.wider_than_page(remote))
    pages = [(remote, f"/classrooms/{made}"), (remote, "/classrooms"), (remote, f"/games/{room.game_id}/report")]
    for page, address in [*pages, (remote, f"/classrooms/{made}/deletion"), (zoe, "/classrooms"), (zoe, "/play")]:
        page.goto(address)
        wide.append(looks.wider_than_page(page))
        if page.locator(".docs__item details").count():
            page.locator(".docs__item summary").first.click()
            wide.append(looks.wider_than_page(page))
            looks.keep_picture(page, "classroom-long-name")
    assert [each for each in wide if each] == []

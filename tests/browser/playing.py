"""A game in browsers: ada makes it and leads it by her remote, a projector shows it, players join by its code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from quizapp.core.game import Next, Rules
from quizapp.live import service as live
from quizapp.live.models import GameRow
from quizapp.people import passwords, service
from quizapp.people.models import User
from quizapp.people.service import NewAccount
from quizapp.people.viewer import PASSER_BY, Viewer, viewer_of
from quizapp.plumbing.clock import epoch_ms
from tests.browser.learner import BANK, OPTION_KEYS, ORDER, PAIRS, PASSWORD, TICKED, await_script
from tests.browser.served import Site

PHONE = {"viewport": {"width": 360, "height": 740}}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
#: Of the bank that holds one question of every kind, in the order in which a game plays them.
TYPED = {"first-woman": "Junko Tabei", "height": "8849"}


@dataclass
class Room:
    """One game; `new_context` makes a browser of its own for each person."""

    site: Site
    new_context: Callable[..., BrowserContext]
    game_id: int = 0
    host_name: str = ""
    host: Viewer = PASSER_BY
    players: dict[str, Page] = field(default_factory=dict)

    @property
    def standing(self) -> live.Standing:
        """The game as its rows say."""
        with self.site.runtime.database.reading() as session:
            return live.get_standing(session, self.game_id)

    def begin(
        self, *questions: str, bank: str = BANK, rules: Rules | None = None, shows_names: bool = False, **wished: bool
    ) -> None:
        """Make a teacher and a game of these questions."""
        runtime = self.site.runtime
        self.host_name = f"Host {live.draw_token()[:6]}"
        ids = tuple(self.site.question_id(bank, question) for question in questions)
        values = {"ids": ids, "shows_names": shows_names, "rules": rules or Rules(has_reading_time=False)}
        wish = live.GameWish(bank, live.draw_token(), **values | wished)
        with runtime.database.transaction() as session:
            account = NewAccount(name=self.host_name, password_hash=passwords.hash_password(PASSWORD), role="teacher")
            self.host = service.sign_up(session, account, runtime.clock())
            self.game_id = live.make_game(session, self.host, wish, runtime.clock(), _NoDice())

    def open_remote(self, **options: object) -> Page:
        """Sign the host in and open the remote."""
        page = self.new_context(**PHONE | options).new_page()
        page.goto(f"/sign-in?next=/games/{self.game_id}")
        page.get_by_label("Name").fill(self.host_name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("main button.button").first.click()
        expect(page.locator(".remote__part")).to_be_visible()
        if options.get("java_script_enabled", True):
            await_script(page)
        return page

    def open_screen(self, **options: object) -> Page:
        """Open the projector."""
        page = self.new_context(**PROJECTOR | options).new_page()
        page.goto(f"/screens/{self.standing.screen_token}")
        await_script(page)
        return page

    def start_elsewhere(self) -> None:
        """Start the game from another window of its host's."""
        with self.site.runtime.database.transaction() as session:
            live.lead(session, self.host, self.game_id, Next(), None, epoch_ms(self.site.runtime.clock()))
        self.site.runtime.hub.publish(f"{live.TOPIC}{self.game_id}")

    def make_account(self) -> str:
        """Make a learner with an account; gives their name."""
        name = f"Learner {live.draw_token()[:6]}"
        account = NewAccount(name=name, password_hash=passwords.hash_password(PASSWORD), role="student")
        with self.site.runtime.database.transaction() as session:
            service.sign_up(session, account, self.site.runtime.clock())
        return name

    def give_classroom(self, name: str, called: str) -> int:
        """Make a classroom in which a learner is called so, as it is itself, and give it the game."""
        now = self.site.runtime.clock()
        with self.site.runtime.database.transaction() as session:
            learner = viewer_of(session.scalars(select(User).where(User.name == name)).one())
            made = service.make_classroom(session, self.host, called, now)
            service.join_classroom(session, service.get_classroom(session, self.host, made), learner, called, now)
            session.get_one(GameRow, self.game_id).classroom_id = made
        return made

    def open_signed_in(self, name: str, **options: object) -> Page:
        """Sign somebody in, and open the players' page of the game in a browser of their own."""
        page = self.new_context(**PHONE | options).new_page()
        page.goto(f"/sign-in?next=/play/{self.standing.link_token}")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("main button.button").first.click()
        await_script(page)
        return page

    def join(self, nickname: str, **options: object) -> Page:
        """Let a player in by the code."""
        page = self.knock(nickname, **options)
        expect(word(page)).to_have_text("You are in")
        return page

    def knock(self, nickname: str, **options: object) -> Page:
        """Let somebody come by the code, press Join, and read what becomes of it."""
        page = self.new_context(**PHONE | options).new_page()
        page.goto("/play")
        page.get_by_label("Game code").fill(self.standing.code)
        page.get_by_role("button", name="Join").click()
        await_script(page)
        page.get_by_label("Your nickname").fill(nickname)
        page.get_by_role("button", name="Join", exact=True).click()
        expect(page.locator("[data-game]:not([hidden]), [data-error]:not([hidden])")).to_have_count(1)
        self.players[nickname] = page
        return page


class _NoDice:
    """Leaves everything in its place."""

    def shuffle(self, _items: object) -> None:
        """Leave them as they stand."""

    def getrandbits(self, _bits: int) -> int:
        """Give the same each time."""
        return 7


def word(page: Page) -> Locator:
    """Give the word that says how a player's game stands."""
    return page.locator("[data-word]")


def ask(page: Page) -> Locator:
    """Give what a player answers with."""
    return page.locator("[data-ask]")


def press_next(remote: Page, phase: str) -> None:
    """Press Next, and wait for the phase that it leads to."""
    remote.locator("[data-next]").click()
    expect(remote.locator(".remote__part")).to_have_attribute("data-phase", phase)


def command(remote: Page, name: str, phase: str) -> None:
    """Give a command of the menu."""
    if remote.locator("#more").get_attribute("open") != "":
        remote.locator("#more > summary").click()
    remote.get_by_role("button", name=name, exact=True).click()
    expect(remote.locator(".remote__part")).to_have_attribute("data-phase", phase)


def await_phase(page: Page, phase: str) -> None:
    """Wait until a remote, a player's page or the projector has come to a phase."""
    expect(page.locator(f":is([data-behaviour], .remote__part)[data-phase={phase}]")).to_have_count(1)


def answer(page: Page, question: str, *, is_right: bool = True) -> None:
    """Answer a question of the test bank."""
    await_phase(page, "open")
    if question == "who-reached":
        for words in TICKED if is_right else TICKED[:1]:
            ask(page).get_by_label(words).check()
    elif question in TYPED and ask(page).locator("input").count():
        ask(page).locator("input").fill(TYPED[question] if is_right else "nothing of it")
    elif ask(page).locator(".order").count():
        _put_in_order(page) if is_right else None
    elif ask(page).locator(".pairs").count():
        for left, right in PAIRS.items():
            ask(page).get_by_label(re.compile(left)).select_option(right)
    elif ask(page).locator(":scope > button").count():
        right = ask(page).get_by_role("button", name=OPTION_KEYS[question], exact=True)
        wrong = ask(page).get_by_role("button").filter(has_not_text=OPTION_KEYS[question])
        (right if is_right else wrong.first).click()
        return
    else:
        ask(page).locator("input").first.fill("1978")
        ask(page).locator("input").last.fill("8 May 1978")
        ask(page).locator("select").select_option("Peter Habeler")
    page.locator("[data-send] button").click()


def _put_in_order(page: Page) -> None:
    for place, item in enumerate(ORDER):
        up = ask(page).get_by_role("button", name=f"Move up: {item}")
        while ask(page).locator(".order__words").all_inner_texts()[place].strip() != item:
            up.click()

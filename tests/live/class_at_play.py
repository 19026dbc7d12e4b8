"""A class at play: a bank, a game of ada's made of it, players, and commands without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from quizapp.banks.models import Bank
from quizapp.banks.service import load_bank, read_bank_file
from quizapp.core.game import Lock, Next, Rules
from quizapp.live import service as live
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.runtime import Runtime
from tests.conftest import BEGIN

BRIDGE = Path(__file__).parents[1] / "data" / "native" / "bridge.yaml"
PLAIN = Rules(has_reading_time=False)


@dataclass
class ClassAtPlay:
    """One game; `tokens` are the secrets of its players by nickname."""

    runtime: Runtime
    host: Viewer
    game_id: int
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def standing(self) -> live.Standing:
        """The game as its rows say."""
        with self.runtime.database.reading() as session:
            return live.get_standing(session, self.game_id)

    @property
    def phase(self) -> str:
        """The phase that it is in."""
        return self.standing.game.phase

    @property
    def here(self) -> str:
        """The address of the host's page."""
        return f"/games/{self.game_id}"

    @property
    def link(self) -> str:
        """The address of the players' page."""
        return f"/play/{self.standing.link_token}"

    def join(self, *nicknames: str) -> None:
        """Let players in."""
        for nickname in nicknames:
            token = live.draw_token()
            with self.runtime.database.transaction() as session:
                wish = live.JoinWish(self.game_id, nickname, token, None)
                (card,) = live.join(session, live.get_standing(session, self.game_id), [wish], BEGIN)
            assert isinstance(card, live.PlayerCard), card
            self.tokens[nickname] = token

    def player_id(self, nickname: str) -> int:
        """Give the number of a player."""
        with self.runtime.database.reading() as session:
            found = live.find_player(session, self.tokens[nickname])
        assert found is not None
        return found.id

    def go_on(self, times: int = 1) -> None:
        """Press Next so often."""
        for _ in range(times):
            self.give(Next())

    def give(self, command: Any) -> None:
        """Give a command as the host."""
        with self.runtime.database.transaction() as session:
            standing = live.get_standing(session, self.game_id)
            live.move(session, standing, command, self.now_ms(), user_id=self.host.id)

    def lock(self) -> None:
        """Stop the answers."""
        self.give(Lock())

    def answer(self, nickname: str, inputs: Any) -> live.Reply:
        """Answer the round that is open."""
        round_no, player_id = self.standing.game.round_no, self.player_id(nickname)
        given = live.Given(player_id, round_no, inputs, f"{nickname}-{round_no}", 500, self.now_ms() + 1_000, 0)
        with self.runtime.database.transaction() as session:
            standing = live.get_standing(session, self.game_id)
            (reply,) = live.take_responses(session, standing, live.Questions(), [given])
        return reply

    def now_ms(self) -> int:
        """Tell the app's time."""
        return epoch_ms(self.runtime.clock())

    def seat(self, browser: Any, nickname: str) -> Any:
        """Give a browser the cookie of a player."""
        browser.client.set_cookie(f"play-{self.game_id}", self.tokens[nickname], path="/play")
        return browser


def load(runtime: Runtime, owner: Viewer | None = None) -> None:
    """Store the bank `bridges`, public or somebody's own."""
    parcel, document = read_bank_file(BRIDGE).read()
    with runtime.database.transaction() as session:
        load_bank(session, parcel, document, slug="bridges", file_hash="", now=BEGIN, document_name="reading.md")
        if owner is not None:
            bank = session.scalars(select(Bank).where(Bank.slug == "bridges")).one()
            bank.owner_id, bank.visibility = owner.id, "private"


def begin(runtime: Runtime, host: Viewer, rules: Rules = PLAIN, **wish: Any) -> ClassAtPlay:
    """Make a game of the bank, its questions as they stand."""
    with runtime.database.transaction() as session:
        values = {"client_id": "c1", "is_shuffled": False, "count": 2} | wish
        game_id = live.make_game(session, host, live.GameWish("bridges", rules=rules, **values), BEGIN, Random(1))
    return ClassAtPlay(runtime, host, game_id)

"""A game at the table: made, joined, played round by round through the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from sqlalchemy import select

from quizapp.core.game import Command, Next, Rules
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow, Round
from quizapp.live.service import Given, JoinWish, Mark, PlayerCard, Questions, Standing
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from tests.conftest import MovableClock
from tests.core.rendered import key_inputs
from tests.study.desk import inputs_for


@dataclass
class Match:
    """One game of a bank, led by its host."""

    database: Database
    host: Viewer
    clock: MovableClock
    slug: str = "bridges"
    count: int = 4
    client_id: str = "match"
    game_id: int = 0
    players: dict[str, PlayerCard] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    questions: Questions = field(default_factory=Questions)
    sent: int = 0

    @property
    def now_ms(self) -> int:
        return epoch_ms(self.clock())

    def make(self, **more) -> Match:
        """Make the game: every question once, in the bank's order, nothing between a question and its result."""
        rules = Rules(has_reading_time=False, has_standings=False, reveals_at_once=True)
        wish = service.GameWish(
            self.slug, self.client_id, count=self.count, is_shuffled=False, **({"rules": rules} | more)
        )
        with self.database.transaction() as session:
            self.game_id = service.make_game(session, self.host, wish, self.clock(), Random(1))
        return self

    @property
    def standing(self) -> Standing:
        with self.database.reading() as session:
            return service.get_standing(session, self.game_id)

    def join(self, nickname: str, user_id: int | None = None) -> PlayerCard:
        token = service.draw_token()
        with self.database.transaction() as session:
            standing = service.get_standing(session, self.game_id)
            wish = JoinWish(self.game_id, nickname, token, user_id)
            (joined,) = service.join(session, standing, [wish], self.clock())
        assert isinstance(joined, PlayerCard), joined
        self.players[nickname], self.tokens[nickname] = joined, token
        return joined

    def move(self, command: Command) -> None:
        with self.database.transaction() as session:
            service.move(session, service.get_standing(session, self.game_id), command, self.now_ms)

    def give(self, nickname: str, *, right: bool, round_no: int | None = None) -> None:
        """Let a player answer a round, the present one unless it is named."""
        standing = self.standing
        no = round_no or standing.game.round_no
        self.sent += 1
        with self.database.transaction() as session:
            asked = self.questions.of(session, standing, standing.cards[no - 1])
            inputs = key_inputs(asked.question, asked.asked) if right else _wrong(asked)
            given = Given(self.players[nickname].id, no, dict(inputs), f"response {self.sent}", 3_000, self.now_ms, 0)
            (reply,) = service.take_responses(session, standing, self.questions, [given])
        assert reply.status == 200, reply

    def round(self, **answers: bool) -> None:
        """Play a round up to its result: who answers, and whether it is right."""
        self.move(Next())
        self.clock.move(seconds=4)
        for nickname, right in answers.items():
            self.give(nickname, right=right)
        self.move(Next())
        assert self.standing.game.phase == "reveal"

    def hand_over(self, batch: int = 100) -> None:
        """Tell study all that it does not know."""
        mark: Mark | None = Mark()
        while mark is not None:
            mark = self.hand_over_some(mark, batch)

    def hand_over_some(self, mark: Mark, batch: int) -> Mark | None:
        with self.database.transaction() as session:
            return service.hand_over(session, self.game_id, live_study(), self.clock(), mark, batch)

    def told(self) -> list[bool]:
        """Tell of each round whether study knows it."""
        with self.database.reading() as session:
            rows = session.scalars(select(Round.studied_at).where(Round.game_id == self.game_id).order_by(Round.no))
            return [moment is not None for moment in rows]

    def responses(self) -> list[ResponseRow]:
        with self.database.reading() as session:
            return list(session.scalars(select(ResponseRow).where(ResponseRow.game_id == self.game_id)))

    def player(self, nickname: str) -> Player:
        with self.database.reading() as session:
            return session.get_one(Player, self.players[nickname].id)


class _Shown:
    """What `inputs_for` needs to know of a question that was asked."""

    option_seed = 0
    way = "recognise"


def _wrong(asked) -> dict[str, list[str]]:
    return inputs_for(asked.question, _Shown(), knows=False)

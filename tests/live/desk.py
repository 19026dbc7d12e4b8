"""A game and those around it, for tests: a bank of a few questions, a host's commands, players and what they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.banks.service import rendered
from quizapp.core.game import Command, Rules
from quizapp.core.kinds import parse_question
from quizapp.live import service
from quizapp.live.service import Given, JoinWish, PlayerCard, Questions, Reply, Standing
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from tests.conftest import MovableClock

QUESTIONS: Sequence[dict[str, Any]] = (
    {"kind": "choice", "stem": "Who wrote Fidelio?", "key": "Beethoven", "distractors": ["Haydn", "Schubert", "Weber"]},
    {"kind": "text", "stem": "Which river flows through Vienna?", "key": "Danube"},
    {"kind": "multiple", "stem": "Which are rivers?", "key": ["Rhine", "Elbe"], "distractors": ["Alps", "Harz"]},
)


@dataclass
class Desk:
    """One game on a database."""

    database: Database
    clock: MovableClock
    host: Viewer
    slug: str
    game_id: int = 0
    questions: Questions = field(default_factory=Questions)

    @property
    def now_ms(self) -> int:
        return epoch_ms(self.clock())

    @property
    def standing(self) -> Standing:
        with self.database.reading() as session:
            return service.get_standing(session, self.game_id)

    def make(self, client_id: str = "form-1", **wish: Any) -> int:
        """Make a game of the bank, in the bank's order."""
        given = {"is_shuffled": False, "rules": Rules(has_reading_time=False)} | wish
        with self.database.transaction() as session:
            made = service.GameWish(self.slug, client_id, **given)
            self.game_id = service.make_game(session, self.host, made, self.clock(), Random(7))
        return self.game_id

    def do(self, command: Command, expected: int | None = None) -> Standing:
        """Carry out a command."""
        with self.database.transaction() as session:
            standing = service.get_standing(session, self.game_id)
            return service.move(session, standing, command, self.now_ms, expected_event_no=expected)

    def join(self, nickname: str, *, token: str = "", user_id: int | None = None, word: str = "") -> PlayerCard | str:
        """Let somebody in, or say why not."""
        wish = JoinWish(self.game_id, nickname, token or service.draw_token(), user_id, word)
        with self.database.transaction() as session:
            standing = service.get_standing(session, self.game_id)
            return service.join(session, standing, [wish], self.clock())[0]

    def player(self, nickname: str = "Zoe") -> PlayerCard:
        """Let somebody in who gets in."""
        joined = self.join(nickname)
        assert isinstance(joined, PlayerCard), joined
        return joined

    def give(self, player: PlayerCard, *given: Any, round_no: int | None = None, **more: Any) -> Reply:
        """Give a response: the texts of the input `response`, or a mapping of inputs."""
        return self.give_all([self.given(player, *given, round_no=round_no, **more)])[0]

    def given(self, player: PlayerCard, *given: Any, round_no: int | None = None, **more: Any) -> Given:
        inputs = given[0] if given and isinstance(given[0], dict) else {"response": list(given)}
        values = {"client_id": "c1", "client_ms": None, "received_ms": self.now_ms, "trip_ms": 0} | more
        no = self.standing.game.round_no if round_no is None else round_no
        return Given(player_id=player.id, round_no=no, inputs=inputs, **values)

    def give_all(self, given: Sequence[Given]) -> list[Reply]:
        """Give several responses in one transaction."""
        with self.database.transaction() as session:
            standing = service.get_standing(session, self.game_id)
            return service.take_responses(session, standing, self.questions, given)

    def rows(self, table: Any) -> list[Any]:
        """List all rows of a table."""
        with self.database.reading() as session:
            return list(session.query(table).order_by(*table.__table__.primary_key.columns))


def make_desk(database: Database, clock: MovableClock, host: Viewer, questions: Sequence[dict[str, Any]]) -> Desk:
    """Store a bank of the host's with these questions."""
    with database.transaction() as session:
        bank = Bank(slug=f"music-{host.id}", title="Music and rivers", owner_id=host.id, created_at=clock())
        session.add(bank)
        session.flush()
        for n, body in enumerate(questions, start=1):
            question = parse_question(body)
            row = QuestionRow(
                bank_id=bank.id, slug=f"q{n}", kind=question.kind, body=question.dump(), rendered=rendered(question),
                about=question.about, position=n,
            )  # fmt: skip
            session.add(row)
            session.flush()
            first = {"question_id": row.id, "number": 1, "body": row.body, "change": "created", "created_at": clock()}
            session.execute(insert(Revision), [first])
        return Desk(database, clock, host, bank.slug)


def revise(database: Database, question_id: int, now: datetime, change: str = "key_changed", **fields: Any) -> None:
    """Give a question another revision."""
    with database.transaction() as session:
        row = session.get_one(QuestionRow, question_id)
        body = parse_question({**row.body, **fields}).dump()
        values = {"question_id": question_id, "number": row.revision + 1, "body": body, "change": change}
        session.execute(insert(Revision), [values | {"created_at": now}])
        row.body, row.kind, row.revision = body, body["kind"], row.revision + 1

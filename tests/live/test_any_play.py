"""Whatever players, host and time do in any order: one row for each, points as their rows say, no key too early."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from quizapp.app import create_app
from quizapp.banks.models import QuestionRow
from quizapp.core.errors import Conflict
from quizapp.core.game import End, Extend, Lock, Next, Outage, Pause, Reopen, Resume, Rules, Skip, Tick, Void
from quizapp.core.points import points_of
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow
from quizapp.live.service import CannotCorrect, PlayerCard, Questions
from quizapp.live.streams.frames import load
from quizapp.plumbing.runtime import Runtime
from tests.live.desk import Desk, revise

#: The typed one, whose key is in no option.
ANSWERS = {1: ("Beethoven", "Haydn"), 2: ("Danube", "Rhone"), 3: ("Rhine", "Harz")}
SECRET = {2: "Danube"}
COMMANDS = st.one_of(
    st.sampled_from([Next(), Next(), Next(), Tick(), Lock(), Pause(), Resume(), Resume(), Skip()]),
    st.sampled_from([Extend(10_000), Reopen(), Reopen(8_000), Outage(5_000), Outage(-5_000), Void(1), Void(2)]),
)
GIVEN = st.tuples(st.integers(0, 5), st.integers(0, 1), st.integers(-1, 0), st.integers(0, 40_000), st.booleans())
#: Somebody comes; the host lets each player in, or all again.
DOOR = st.sampled_from(["join", "join", "door"])
STEPS = st.lists(st.tuples(st.one_of(COMMANDS, GIVEN, GIVEN, DOOR), st.integers(0, 9_000)), max_size=24)
#: What gives a round another limit when some have answered: their points are counted again. Somebody comes meanwhile.
LONGER: tuple[tuple[Any, ...], ...] = (
    (Extend(30_000),),
    (Lock(), "join", Reopen(60_000), (3, 0, 0, 3_000, False)),
    (Lock(), "door", "join", "door", Reopen(60_000), (3, 0, 0, 3_000, False)),
)
_NUMBERS = count(1)


class Play:
    """One game under any steps, and what its players were told."""

    def __init__(self, desk: Desk, render: Any, rules: Rules, seen: Counter[str]) -> None:
        self.desk, self.render, self.seen = desk, render, seen
        desk.make(f"play-{next(_NUMBERS)}", rules=rules)
        self.players = [desk.player(name) for name in ("Ann", "Bob", "Cid")]
        with desk.database.transaction() as session:
            session.execute(update(Player).where(Player.id == self.players[2].id).values(time_factor=2.0))
        self.factors = {player.id: 2.0 if player is self.players[2] else 1.0 for player in self.players}
        self.waiting: list[PlayerCard] = []
        self.sent = 0
        #: What the last answer that was taken says, of each player and round.
        self.told: dict[tuple[int, int], tuple[Any, bool]] = {}
        #: Points of each row and the response that they are for, when last looked at.
        self.points: dict[tuple[int, int], tuple[str, int]] = {}

    def begin(self, longer: tuple[Any, ...], choices: list[int]) -> None:
        """Play the first round to its result: all answer at once, and it is made longer then."""
        while self.desk.standing.game.phase != "open":
            self.step(Next())
        self.desk.clock.move(seconds=4)
        for which, choice in enumerate(choices):
            self.step((which, choice, 0, 3_000, False))
        self.check()
        for command in (*longer, Lock(), Next()):
            self.step(command)
            self.check()

    def end(self) -> None:
        """Go on for a while, end the game, and judge its first round by another key."""
        for command in (*[Next()] * 6, End(), End()):
            self.step(command)
        self.check()
        desk = self.desk
        question_id = desk.standing.cards[0].question_id
        with desk.database.reading() as session:
            body = session.get_one(QuestionRow, question_id).body
        key, *others = body["distractors"]
        revise(desk.database, question_id, desk.clock(), key=key, distractors=[*others, body["key"]])
        with suppress(CannotCorrect), desk.database.transaction() as session:
            service.correct(session, desk.host, desk.game_id, 1, desk.clock())
            self.seen["corrected"] += 1
        self.check()

    def step(self, step: Any) -> None:
        """Carry out a command, let somebody come, or give an answer of somebody's."""
        if isinstance(step, str):
            self.mind_door(step)
            return
        if not isinstance(step, tuple):
            with suppress(Conflict):
                self.desk.do(step)
            return
        which, choice, behind, client_ms, is_again = step
        no = self.desk.standing.game.round_no + behind
        player = self.players[which % len(self.players)]
        self.sent += not is_again
        before = self.told.get((no, player.id))
        reply = self.desk.give(
            player, ANSWERS.get(no, ("x", "y"))[choice], round_no=no, client_id=f"c{self.sent}", client_ms=client_ms
        )
        if reply.status == 200:
            self.told[no, player.id] = (reply.response, reply.is_accepted)
            if before is not None and before[1]:
                assert reply.is_accepted, "what counted counts on"
                assert self.desk.standing.game.rules.may_change or reply.response == before[0]

    def mind_door(self, step: str) -> None:
        standing = self.desk.standing
        if step == "door":
            with self.desk.database.transaction() as session:
                service.let_in_each(session, self.desk.host, standing.id, is_on=not standing.admits_each)
        elif not standing.is_over:
            came = self.desk.player(f"Dee {len(self.factors)}")
            self.factors[came.id] = 1.0
            self.waiting.append(came)
        if not self.desk.standing.admits_each:
            self.players += self.waiting
            self.waiting.clear()

    def check(self) -> None:
        """Hold rows, points and frames against each other."""
        standing = self.desk.standing
        rows = [row for row in self.desk.rows(ResponseRow) if row.game_id == standing.id]
        assert {(row.round_no, row.player_id): (row.response, not row.is_late) for row in rows} == self.told
        assert len(rows) == len(self.told)
        self.see(rows)
        if standing.game.phase in ("reveal", "standings", "podium", "closed"):
            self.check_points(standing, rows)
        self.check_report(standing, rows)
        with self.desk.database.reading() as session:
            frames = load(session, standing.id, Questions(), self.render, self.desk.now_ms, known=None)
        assert frames is not None
        self.check_secret(standing, frames)

    def see(self, rows: list[Any]) -> None:
        """Note which responses have other points than they had."""
        before, self.points = self.points, {(r.round_no, r.player_id): (r.client_id, r.points) for r in rows}
        kept = [key for key, (id_, _) in self.points.items() if key in before and before[key][0] == id_]
        self.seen["counted anew"] += sum(self.points[key] != before[key] for key in kept)

    def check_points(self, standing: Any, rows: list[Any]) -> None:
        game = standing.game
        share = game.rules.speed_share if game.rules.is_timed else 0.0
        sums = {player.id: 0 for player in self.players}
        for row in rows:
            plan = game.rounds[row.round_no - 1]
            full = points_of(
                plan.base_points, row.score, row.elapsed_ms, plan.limit_ms, self.factors[row.player_id], share
            )
            counted = 0 if row.is_late or plan.is_voided else full
            assert plan.is_voided or row.points == counted
            sums[row.player_id] += counted
        with self.desk.database.reading() as session:
            owns = service.owns(session, standing)
        assert {player_id: own.total for player_id, own in owns.items()} == sums

    def check_report(self, standing: Any, rows: list[Any]) -> None:
        """Whatever counts was asked of who gave it, by the report too."""
        with self.desk.database.reading() as session:
            report = service.get_report(session, self.desk.host, standing.id)
        counting = [r for r in rows if not r.is_late and not standing.game.rounds[r.round_no - 1].is_voided]
        assert {player.id for player in report.players} == {player.id for player in self.players}
        for player in report.players:
            own = [row for row in counting if row.player_id == player.id]
            assert player.right == sum(row.score >= 1 for row in own)
            assert len(own) <= player.asked
            assert {row.round_no: row.score for row in own}.items() <= player.scores.items()

    def check_secret(self, standing: Any, frames: Any) -> None:
        game = standing.game
        shown = (frames.players.decode(), frames.snapshot, frames.screen, frames.host)
        for no, key in SECRET.items():
            if game.round_no != no or game.phase not in ("reveal", "standings"):
                assert not any(key in each for each in shown)
        assert game.phase in ("reveal", "standings") or not any('"key"' in each for each in shown)


@pytest.fixture
def render(runtime: Runtime) -> Any:
    """Give what makes HTML of a template, as the live part does."""
    pages = create_app(runtime)
    return lambda template, /, **inputs: pages.jinja_env.get_template(template).render(**inputs).strip()


RULES = st.builds(Rules, is_timed=st.booleans(), has_reading_time=st.booleans(), may_change=st.booleans())


CHOICES = st.lists(st.integers(0, 1), min_size=3, max_size=3)


def test_any_order_of_steps_leaves_a_sound_game(line, render):
    seen: Counter[str] = Counter()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rules=RULES, longer=st.sampled_from(LONGER), choices=CHOICES, steps=STEPS)
    def play_on(rules, longer, choices, steps):
        play = Play(line.desk, render, rules, seen)
        play.begin(longer, choices)
        for step, pause in steps:
            line.desk.clock.move(milliseconds=pause)
            play.step(step)
            play.check()
        play.end()

    play_on()
    assert seen["counted anew"] >= 20, "points are counted again in many games"
    assert seen["corrected"] >= 10

"""After any mix of answers, undos and acts, cards are the fold of their events and totals their recount."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import update

from quizapp.core.errors import Conflict
from quizapp.study import service
from quizapp.study.models import Preset
from tests.conftest import BEGIN
from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.desk import Desk, inputs_for

SLUGS = [f"b{number}" for number in range(1, 6)]
STEPS = 70


class Mix:
    """One learner's random doings."""

    def __init__(self, desk: Desk, rng: Random) -> None:
        self.desk, self.rng = desk, rng
        self.ids: list[str] = []
        self.reviews: list[str] = []
        self.cards: list[service.Card] = []

    def step(self) -> None:
        """Do one thing."""
        doings = [self.answer] * 6 + [self.undo] * 2 + [self.correct, self.act, self.act, self.late, self.again]
        self.rng.choice([*doings, self.double, self.stale, self.change, self.prefer])()

    def keep(self, sent: object) -> None:
        if isinstance(sent, service.Recorded):
            self.ids.append(sent.client_id)
            self.reviews.append(sent.client_id)

    def answer(self) -> None:
        card = self.desk.ask(self.rng.choice(SLUGS))
        if card is not None:
            self.cards.append(card)
            self.give(card)

    def give(self, card: service.Card, **more: object) -> None:
        inputs = inputs_for(card.question, card.asked, knows=self.rng.random() < 0.7)
        self.keep(self.desk.send(card, inputs, gave_up=self.rng.random() < 0.1, **more))

    def undo(self) -> None:
        if self.ids:
            own = self.desk.new_id()
            self.desk.undo(self.rng.choice(self.ids), own)
            if any(event.client_id == own for event in self.desk.events()):
                self.ids.append(own)

    def correct(self) -> None:
        if self.reviews:
            own = self.desk.new_id()
            try:
                self.desk.correct(self.rng.choice(self.reviews), self.rng.randint(1, 4), own)
            except Conflict:
                return
            self.ids.append(own)

    def act(self) -> None:
        action = self.rng.choice(["suspend", "resume", "resume", "bury", "due_today", "fix_way", "reset"])
        way = self.rng.choice(["recognise", "recall", None]) if action == "fix_way" else None
        self.ids.append(self.desk.act(self.rng.choice(SLUGS), action, way))

    def late(self) -> None:
        now = self.desk.clock.moment
        self.desk.clock.move(minutes=-self.rng.choice([1, 90, 3000]))
        self.answer()
        self.desk.clock.moment = now

    def again(self) -> None:
        if self.cards and self.reviews:
            self.give(self.rng.choice(self.cards), client_id=self.rng.choice(self.reviews))

    def double(self) -> None:
        if self.cards:
            for _ in range(2):
                self.give(self.cards[-1])

    def stale(self) -> None:
        if self.cards:
            self.give(self.rng.choice(self.cards))

    def change(self) -> None:
        about = self.rng.choice(["date", "place", "actor"])
        body = bank_files.bridges(5, **{self.rng.choice(SLUGS): {"about": about, "hints": [self.rng.choice("abc")]}})
        with self.desk.database.transaction() as session:
            bank_files.load(session, body, now=self.desk.clock())

    def prefer(self) -> None:
        self.desk.prefer(buttons=self.rng.choice([2, 4]))
        with self.desk.database.transaction() as session:
            retention = self.rng.choice([0.85, 0.9, 0.95])
            wanted = update(Preset).where(Preset.learner_id == self.desk.viewer.id)
            session.execute(wanted.values(desired_retention=retention))


@BOTH
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fold_is_state_and_totals_are_recount(runtime, cast, clock, seed):
    rng = Random(seed)
    with runtime.database.transaction() as session:
        bank_id = bank_files.load(session, bank_files.bridges(5)).bank_id
    mixes = [Mix(Desk(runtime.database, cast[name], clock, bank_id), rng) for name in ("sam", "tess")]
    for number in range(STEPS):
        rng.choice(mixes).step()
        clock.move(seconds=rng.choice([0, 1, 30, 700, 40_000, 300_000]))
        if number % 10 == 9:
            for mix in mixes:
                mix.desk.check()
    assert clock.moment > BEGIN
    assert all(len(mix.desk.events()) > 10 for mix in mixes)
    # Merged, the two histories are one that keeps the law too.
    with runtime.database.transaction() as session:
        service.merge_learners(session, cast.tess.id, cast.sam.id)
    mixes[0].desk.check()
    assert mixes[1].desk.events() == []

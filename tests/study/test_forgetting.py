"""Words that were typed are forgotten after 400 days; what was chosen, the verdicts and the cards stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.parcels import ParcelShelf
from quizapp.progress.service.history import card_history
from quizapp.runners import sweep
from quizapp.study import service
from quizapp.study.models import ReviewResponse
from quizapp.study.service import forgetting
from tests.study.databases import BOTH

pytestmark = BOTH
SLUG = "b1"


@pytest.fixture
def typed(sam):
    """Give a desk at which one card was chosen twice, then typed twice, the second time long after the first."""
    for days in (0, 2, 13, 60):
        sam.clock.move(days=days)
        sam.answer(slug=SLUG)
    assert [event.way for event in sam.events()] == ["recognise", "recognise", "recall", "recall"]
    return sam


def forget(desk, **after) -> bool:
    with desk.database.transaction() as session:
        return service.forget_typed(session, desk.clock() + timedelta(**after))


def kept(desk) -> list[bool]:
    """Tell of each event whether what was given is still known."""
    with desk.database.reading() as session:
        known = set(session.scalars(select(ReviewResponse.event_id)))
    return [event.id in known for event in desk.events()]


def test_only_what_was_typed_long_ago_is_forgotten(typed):
    cards = typed.state(SLUG)
    forget(typed, days=339)
    assert kept(typed) == [True, True, True, True]
    forget(typed, days=341)
    assert kept(typed) == [True, True, False, True]
    forget(typed, days=401)
    assert kept(typed) == [True, True, False, False]
    assert typed.state(SLUG) == cards
    typed.check()
    with typed.database.reading() as session:
        history = card_history(session, typed.viewer, typed.question_id(SLUG), typed.day.today)
    assert [event.response is None for event in history.events] == [False, False, True, True]


def test_many_are_forgotten_in_pieces(typed, monkeypatch):
    monkeypatch.setattr(forgetting, "_AT_ONCE", 1)
    assert [forget(typed, days=500) for _ in range(3)] == [True, True, False]
    assert kept(typed) == [True, True, False, False]


def test_the_chore_forgets(typed, runtime, tmp_path, monkeypatch):
    monkeypatch.setattr(forgetting, "_AT_ONCE", 1)
    sweep(runtime, ParcelShelf(tmp_path / "parcels"), typed.clock() + timedelta(days=500))
    assert kept(typed) == [True, True, False, False]

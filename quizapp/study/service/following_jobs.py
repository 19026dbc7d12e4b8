"""How the job is done that lets many cards follow a change: some in one transaction, learners' answers in between."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from quizapp.plumbing import jobs
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import Claimed
from quizapp.study.service.following import CARDS, CardKey, Change, follow_cards, list_cards

log = logging.getLogger("quizapp.study")

#: A card takes some milliseconds at most, and whoever answers waits for all of a piece.
PIECE = 50


def cards_job_kind(snapshot: Callable[[], AbstractContextManager[Session]]) -> JobKind:
    """Give the kind of job."""
    return JobKind(
        CARDS,
        lambda _claimed: None,
        lambda _session, _claimed, _result, _now: {},
        _fail,
        lambda _claimed: None,
        pieces=lambda claimed, _result: _pieces(snapshot, claimed),
        piece_words="Bringing learners’ cards up to date",
    )


def _pieces(snapshot: Callable[[], AbstractContextManager[Session]], claimed: Claimed) -> Iterator[Piece]:
    """Give pieces until there is no card left: a guest's may have become an account's meanwhile."""
    known: set[CardKey] = set()
    while cards := [each for each in _list(snapshot, claimed.id) if each not in known]:
        for start in range(0, len(cards), PIECE):
            part = cards[start : start + PIECE]
            yield partial(_follow, claimed.id, part, (start + len(part)) / len(cards))
        known.update(cards)


def _list(snapshot: Callable[[], AbstractContextManager[Session]], job_id: int) -> list[CardKey]:
    with snapshot() as session:
        arguments = jobs.find_arguments(session, job_id)
        return [] if arguments is None else list_cards(session, Change.parse(arguments))


def _follow(job_id: int, cards: Sequence[CardKey], share: float, session: Session) -> float:
    # Looked at each time: what is taken back meanwhile is not done.
    arguments: Mapping[str, Any] | None = jobs.find_arguments(session, job_id)
    if arguments is not None:
        follow_cards(session, Change.parse(arguments), cards)
    return share


def _fail(_session: Session, claimed: Claimed, message: str, _now: datetime) -> None:
    log.error("cards of learners were not all brought up to date (job %s): %s", claimed.id, message)

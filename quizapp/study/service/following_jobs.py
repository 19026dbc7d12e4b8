"""How the job is done that lets many cards follow a change: some in one transaction, learners' answers in between."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from quizapp.plumbing import jobs
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import Claimed
from quizapp.study.service.cards import batches
from quizapp.study.service.following import CARDS, CardKey, Change, follow_cards, list_cards

log = logging.getLogger("quizapp.study")

#: Opens a snapshot of the database.
Snapshot: TypeAlias = Callable[[], AbstractContextManager[Session]]

#: A card takes some milliseconds at most, and whoever answers waits for all of a piece.
PIECE = 50


def cards_job_kind(snapshot: Snapshot) -> JobKind:
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


def _pieces(snapshot: Snapshot, claimed: Claimed) -> Iterator[Piece]:
    """Give the pieces of some hundred questions after the other, so that not all cards are listed at once."""
    change = Change.parse(claimed.arguments)
    done, count = 0, len(change.revisions)
    for ids in batches(list(change.revisions)):
        some = replace(change, revisions={each: change.revisions[each] for each in ids})
        for cards in _cards(snapshot, some):
            for start in range(0, len(cards), PIECE):
                part = cards[start : start + PIECE]
                share = (start + len(part)) / len(cards)
                yield partial(_follow, claimed.id, part, (done + share * len(ids)) / count)
        done += len(ids)


def _cards(snapshot: Snapshot, change: Change) -> Iterator[list[CardKey]]:
    """List the cards, and those again that have come since: a guest's may have become an account's meanwhile."""
    known: set[CardKey] = set()
    while True:
        with snapshot() as session:
            cards = [each for each in list_cards(session, change) if each not in known]
        if not cards:
            return
        yield cards
        known.update(cards)


def _follow(job_id: int, cards: Sequence[CardKey], share: float, session: Session) -> float:
    # Looked at each time: what is taken back meanwhile is not done.
    arguments: Mapping[str, Any] | None = jobs.find_arguments(session, job_id)
    if arguments is not None:
        follow_cards(session, Change.parse(arguments), cards)
    return share


def _fail(_session: Session, claimed: Claimed, message: str, _now: datetime) -> None:
    log.error("cards of learners were not all brought up to date (job %s): %s", claimed.id, message)

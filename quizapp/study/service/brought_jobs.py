"""How the job is done that brings a learning history along with an import, or takes it away with it: in pieces."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from quizapp.banks.service import BroughtHistory
from quizapp.banks.service.importing import GoingHistory, list_said_again, list_to_go, note_history
from quizapp.core.formats.past_answers import PastCard, joined
from quizapp.plumbing import jobs
from quizapp.plumbing.clock import from_epoch_ms
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import Claimed
from quizapp.study.service.brought import (
    bring,
    count_brought,
    count_by_question,
    find_questions,
    list_brought,
    list_in_use,
    withdraw,
)
from quizapp.study.service.cards import sweep_totals

log = logging.getLogger("quizapp.study")

#: The kind of the job.
HISTORY = "history"
#: So many answers become events at once: whoever answers waits for all of them.
PIECE = 200
_LINES_AT_ONCE = 500

#: Opens a snapshot of the database.
Snapshot: TypeAlias = Callable[[], AbstractContextManager[Session]]


def follow_history(session: Session, change: BroughtHistory) -> None:
    """Put the job down that brings a history along, or (where it has no file) takes it away."""
    words, now = "Waiting for its turn", from_epoch_ms(change.at)
    jobs.enqueue(session, HISTORY, owner_id=change.learner_id, arguments=asdict(change), words=words, now=now)


def count_going(session: Session, change: BroughtHistory | None) -> GoingHistory | None:
    """Count what goes of a learning history with the undo of its import; None = none came with it."""
    if change is None:
        return None
    answers, cards = 0, set[int]()
    for each in list_to_go(session, change):
        gone = _list_gone(session, each)
        counts = {question_id: n for question_id, n in count_by_question(session, each).items() if question_id in gone}
        answers += sum(counts.values())
        cards |= counts.keys()
    return GoingHistory(answers, len(cards))


def history_job_kind(snapshot: Snapshot, files: FileStore) -> JobKind:
    """Give the kind of job."""
    work = _Work(snapshot, files)
    return JobKind(
        HISTORY,
        lambda _claimed: None,
        work.apply,
        work.fail,
        work.clean,
        pieces=work.pieces,
        prepare=work.prepare,
        piece_words="Bringing your learning history up to date",
    )


@dataclass(frozen=True, slots=True)
class _Work:
    snapshot: Snapshot
    files: FileStore

    def pieces(self, claimed: Claimed, _result: Any) -> Iterator[Piece]:
        change = BroughtHistory(**claimed.arguments)
        return self._to_bring(change) if change.file else self._to_take_away(change)

    def _to_bring(self, change: BroughtHistory) -> Iterator[Piece]:
        path = self.files.path(change.file)
        size, done = path.stat().st_size, 0
        with path.open("rb") as file:
            while lines := list(islice(file, _LINES_AT_ONCE)):
                done += sum(map(len, lines))
                for cards in _pieces_of(self._read(change, lines)):
                    yield partial(_bring, change, cards, done / size)

    def _read(self, change: BroughtHistory, lines: list[bytes]) -> dict[int, PastCard]:
        read = [json.loads(line) for line in lines]
        with self.snapshot() as session:
            ids = find_questions(session, change.bank_id, [slug for slug, _ in read])
        cards: dict[int, PastCard] = {}
        for slug, raw in read:
            if slug in ids:
                cards[ids[slug]] = joined(cards.get(ids[slug]), PastCard.parse(raw))
        return cards

    def _to_take_away(self, change: BroughtHistory) -> Iterator[Piece]:
        with self.snapshot() as session:
            gone = [(each, _list_gone(session, each)) for each in list_to_go(session, change)]
        total, done = sum(len(counts) for _, counts in gone), 0
        for each, counts in gone:
            for ids in _filled(counts):
                done += len(ids)
                yield partial(_withdraw, each, ids, done / total)

    def prepare(self, session: Session, claimed: Claimed, _result: Any, _now: datetime) -> dict[int, tuple[int, int]]:
        change = BroughtHistory(**claimed.arguments)
        changes = [change] if change.file else list_to_go(session, change)
        return {each.import_id: count_brought(session, each) for each in changes}

    def apply(
        self, session: Session, claimed: Claimed, counts: dict[int, tuple[int, int]], _now: datetime
    ) -> Mapping[str, Any]:
        change = BroughtHistory(**claimed.arguments)
        for import_id, (answers, acts) in counts.items():
            note_history(session, import_id, answers, acts)
        # Once: looking for empty rows after each piece would take longer than the pieces.
        sweep_totals(session, change.learner_id)
        return {"answers": counts[change.import_id][0]}

    def fail(self, session: Session, claimed: Claimed, message: str, _now: datetime) -> None:
        note_history(session, BroughtHistory(**claimed.arguments).import_id, None)
        log.error("a learning history was not all brought up to date (job %s): %s", claimed.id, message)

    def clean(self, claimed: Claimed) -> None:
        if file := BroughtHistory(**claimed.arguments).file:
            self.files.remove(file)


def _list_gone(session: Session, change: BroughtHistory) -> dict[int, int]:
    """Give how many events of an undone import each question has, but those that a later one has brought again."""
    kept = list_in_use(session, change.bank_id, sorted(list_said_again(session, change)))
    return {question_id: n for question_id, n in list_brought(session, change).items() if question_id not in kept}


def _pieces_of(cards: Mapping[int, PastCard]) -> Iterator[dict[int, PastCard]]:
    for ids in _filled({question_id: len(card.answers) for question_id, card in cards.items()}):
        yield {each: cards[each] for each in ids}


def _filled(counts: Mapping[int, int]) -> Iterator[list[int]]:
    """Cut questions into pieces by how many answers they have; one is never cut, since a card is worked out whole."""
    pieces: dict[int, list[int]] = defaultdict(list)
    total = 0
    for question_id, count in counts.items():
        pieces[total // PIECE].append(question_id)
        total += count + 1
    yield from pieces.values()


def _bring(change: BroughtHistory, cards: Mapping[int, PastCard], share: float, session: Session) -> float:
    bring(session, change, cards)
    return share


def _withdraw(change: BroughtHistory, question_ids: list[int], share: float, session: Session) -> float:
    withdraw(session, change, question_ids)
    return share

"""The review log of an Anki collection: what its owner answered, put to the questions that its notes became.

Source: github.com/ankitects/anki, rslib/src/revlog/mod.rs and rslib/src/storage/schema11.sql.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quizapp.core.errors import FormatError
from quizapp.core.formats.anki_database import Cell, Database
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.past_answers import ANSWERS_AT_MOST, EARLIEST_MS, History, PastAnswer, PastCard

_LEARNING, _RELEARNING, _CRAMMED, _MANUAL = 0, 2, 3, 4
_SUSPENDED = -1
_EASY = 4
#: So many rows are read; more would take more memory than an import may.
_ROWS_AT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Sides:
    """The question that a note became, and which of its cards ask it: by their ordinals, None = all of them.

    `backwards` are the ordinals of the cards that ask from its key to its stem.
    """

    question_id: str
    forwards: Collection[int] | None
    backwards: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class _Card:
    question_id: str
    is_backwards: bool
    is_suspended: bool


def read_history(database: Database, sides: Mapping[int, Sides], gatherer: Gatherer) -> History | None:
    """Read what was answered to notes, by their numbers; None where the package holds no review log.

    A damaged log costs itself alone.
    """
    try:
        return _read(database, sides, gatherer)
    except FormatError:
        gatherer.problem("The package’s review log is damaged; no learning history was read of it.")
        return None


def _read(database: Database, sides: Mapping[int, Sides], gatherer: Gatherer) -> History | None:
    by_card: dict[int, list[PastAnswer]] = defaultdict(list)
    is_learning_of_old = _is_of_first_scheduler(database)
    left_out = 0
    columns = ("id", "cid", "ease", "time", "type", "factor")
    for number, row in enumerate(database.rows("revlog", columns, "id")):
        if number >= _ROWS_AT_MOST:
            gatherer.problem(f"The package holds more than {_ROWS_AT_MOST:,} answers; the latest were not read.")
            break
        answer = _answer_of(row, is_learning_of_old)
        if answer is None:
            left_out += isinstance(row[2], int) and row[2] > 0
        elif isinstance(row[1], int):
            by_card[row[1]].append(answer)
    if not by_card and not left_out:
        return None
    return _sorted_out(by_card, _cards_of(database, sides), left_out)


def _answer_of(row: tuple[Cell, ...], is_learning_of_old: bool) -> PastAnswer | None:
    """Give the answer of a row; None for what is none, such as a day set by hand, and for what has no true date."""
    at, _, ease, taken_ms, kind, factor = (cell if isinstance(cell, int) else -1 for cell in row)
    if at < EARLIEST_MS:
        return None
    if kind == _MANUAL and ease == 0 and factor == 0:
        return PastAnswer(at, 0)
    if not 1 <= ease <= _EASY:
        return None
    if is_learning_of_old and kind in (_LEARNING, _RELEARNING) and ease > 1:
        # Three buttons: again, good, easy.
        ease = min(ease + 1, _EASY)
    return PastAnswer(at, ease, max(0, taken_ms), not (kind == _CRAMMED and factor == 0))


def _is_of_first_scheduler(database: Database) -> bool:
    """Whether answers to cards in learning had three buttons, as with the first of Anki’s schedulers.

    Source: rslib/src/scheduler/upgrade.rs, which writes such rows anew when it goes over to the second.
    """
    if "notetypes" in database.tables:
        named = {name: value for name, value in database.rows("config", ("key", "val"))}
        said = named.get("schedVer")
        version = json.loads(said) if isinstance(said, bytes) and said.isdigit() else 1
    else:
        try:
            [(conf,)] = database.rows("col", ("conf",))
            version = json.loads(str(conf)).get("schedVer", 1)
        except (ValueError, AttributeError, RecursionError):
            version = 1
    rows = database.rows("revlog", ("ease", "type")) if version == 1 else iter(())
    return version == 1 and not any(ease == _EASY and kind in (_LEARNING, _RELEARNING) for ease, kind in rows)


def _cards_of(database: Database, sides: Mapping[int, Sides]) -> dict[int, _Card]:
    """Tell of each card which question it asks; one that asks what is no question here is not among them."""
    found: dict[int, _Card] = {}
    for card_id, note_id, ordinal, queue in database.rows("cards", ("id", "nid", "ord", "queue")):
        side = sides.get(note_id) if isinstance(note_id, int) else None
        if side is None or not isinstance(card_id, int) or not isinstance(ordinal, int):
            continue
        is_forwards = side.forwards is None or ordinal in side.forwards
        if is_forwards or ordinal in side.backwards:
            found[card_id] = _Card(side.question_id, not is_forwards, queue == _SUSPENDED)
    return found


def _sorted_out(by_card: dict[int, list[PastAnswer]], cards: Mapping[int, _Card], left_out: int) -> History:
    """Put answers to questions. Those of all gaps of a text are answers to its one question: each asks all of it."""
    answers: dict[tuple[str, bool], list[PastAnswer]] = defaultdict(list)
    awake: set[tuple[str, bool]] = set()
    for card_id, card in cards.items():
        key = card.question_id, card.is_backwards
        answers[key] += by_card.pop(card_id, ())
        awake |= set() if card.is_suspended else {key}
    left_out += sum(map(len, by_card.values()))
    left_out += sum(max(0, len(each) - ANSWERS_AT_MOST) for each in answers.values())
    found = {
        key: PastCard(tuple(sorted(each)[-ANSWERS_AT_MOST:]), key not in awake) for key, each in answers.items() if each
    }
    ids = dict.fromkeys(question_id for question_id, _ in found)
    empty = PastCard()
    sided = {each: (found.get((each, False), empty), found.get((each, True))) for each in ids}
    made = {each: PastCard(one.answers, one.is_suspended, back) for each, (one, back) in sided.items()}
    return History(made, left_out)

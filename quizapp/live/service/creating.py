"""A game is made: its questions chosen and pinned, its code, link and screen drawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import HIGHEST_ID, BankCard, Wanted, find_ids, get_bank, narrowed
from quizapp.core.errors import NotAllowed, QuizError
from quizapp.core.extraction.item_rules import Disclosure, part_and_order
from quizapp.core.game import Rules
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question, Way
from quizapp.core.searching import Query, tag_mark
from quizapp.live.models import GameRow, Round
from quizapp.live.service.standing import dump_rules
from quizapp.people.service import ClassroomCard, get_classroom, get_roster
from quizapp.people.viewer import Viewer

ROUNDS_AT_MOST = 50
LIMIT_MS, TYPED_LIMIT_MS = 20_000, 40_000
WORTH_POINTS = 1_000
NOTHING_DUE = (
    "No question of this bank is due now for most of those in this classroom who study it. Choose the whole bank or a "
    "tag."
)
NOTHING_MISSED_LATELY = (
    "Nobody in this classroom has missed a question of this bank lately. Choose the whole bank or a tag."
)
#: Games that one host may have open at once.
OPEN_AT_MOST = 10
#: So many codes there are: of six digits, zeros in front too.
CODES = 1_000_000
_TRIES = 40


Source: TypeAlias = Literal["", "due", "missed"]
#: (session, learners, bank, how many at most, now): ids of questions, the first to be taken first.
Pick: TypeAlias = Callable[[Session, Sequence[int], int, int, datetime], list[int]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the study room knows of a classroom, given at assembly."""

    due: Pick
    missed: Pick


class CannotPlay(QuizError):
    """No game can be made of what was asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class GameWish:
    """What a host asks for: at most `count` questions of a bank, with a tag, found by a search, or these by id.

    For a classroom only its members may join, and `source` may name what its questions are: `due` for most of its
    members, or `missed` by them most.
    """

    slug: str
    client_id: str
    count: int = 10
    tag: str = ""
    ids: tuple[int, ...] = ()
    #: What the bank's list was narrowed to where all that it shows is meant; empty = it was not.
    search: Mapping[str, str] = field(default_factory=dict)
    is_shuffled: bool = True
    shows_names: bool = False
    admits_each: bool = False
    asks_word: bool = False
    classroom_id: int | None = None
    source: Source = ""
    rules: Rules = field(default_factory=Rules)


def make_game(
    session: Session, viewer: Viewer, wish: GameWish, now: datetime, rng: Random, sources: Sources | None = None
) -> int:
    """Make a game in its lobby, and give its id; the same wish sent twice makes one.

    Raises:
        NotFound: there is no such bank for this viewer, or the classroom is not theirs.
        NotAllowed: the viewer may only study it.
        CannotPlay: it has no question that a class can play, or too many games of the host are open.
    """
    bank = get_bank(session, viewer, wish.slug)
    if viewer.id is None or not viewer.is_teacher:
        raise NotAllowed("Only teachers can let a class play a bank.")
    known = session.scalar(select(GameRow.id).where(GameRow.host_id == viewer.id, GameRow.client_id == wish.client_id))
    if known is not None:
        return known
    open_games = select(func.count()).select_from(GameRow).where(GameRow.host_id == viewer.id, is_running())
    if (session.scalar(open_games) or 0) >= OPEN_AT_MOST:
        raise CannotPlay(f"You have {OPEN_AT_MOST} games open already. Close one of them first.")
    classroom, students = _classroom(session, viewer, wish)
    if wish.source:
        wish = replace(wish, ids=_from_students(session, students, bank.id, wish, sources, now), source="")
    chosen = _choose(session, bank.id, wish, rng)
    row = _game_row(session, viewer.id, wish, bank, classroom, now)
    session.add(row)
    session.flush()
    session.execute(insert(Round), [_round(row.id, no, each, rng) for no, each in enumerate(chosen, start=1)])
    return row.id


def _game_row(
    session: Session, host_id: int, wish: GameWish, bank: BankCard, classroom: ClassroomCard | None, now: datetime
) -> GameRow:
    return GameRow(
        code=_draw_code(session),
        link_token=secrets.token_urlsafe(9),
        screen_token=secrets.token_urlsafe(18),
        host_id=host_id,
        client_id=wish.client_id,
        bank_id=bank.id,
        classroom_id=None if classroom is None else classroom.id,
        live_responses="on" if classroom is None else classroom.live_responses,
        title=bank.title,
        rules=dump_rules(wish.rules),
        shows_names=wish.shows_names,
        admits_each=wish.admits_each,
        asks_word=wish.asks_word,
        created_at=now,
    )


def is_running() -> ColumnElement[bool]:
    """Give the condition for games that are not over."""
    return GameRow.phase.not_in(("closed", "cancelled"))


def _classroom(session: Session, viewer: Viewer, wish: GameWish) -> tuple[ClassroomCard | None, list[int]]:
    """Give the classroom that a game is for, and the ids of its students where its questions are theirs."""
    if wish.classroom_id is None:
        return None, []
    if not wish.source:
        return get_classroom(session, viewer, wish.classroom_id), []
    classroom, members = get_roster(session, viewer, wish.classroom_id)
    return classroom, [member.user_id for member in members]


def _from_students(
    session: Session,
    learners: Sequence[int],
    bank_id: int,
    wish: GameWish,
    sources: Sources | None,
    now: datetime,
) -> tuple[int, ...]:
    if wish.classroom_id is None or sources is None:
        raise CannotPlay("Choose the classroom whose questions these are.")
    pick = sources.due if wish.source == "due" else sources.missed
    found = pick(session, learners, bank_id, max(1, min(wish.count, ROUNDS_AT_MOST)), now) if learners else []
    if not found:
        is_due = wish.source == "due"
        raise CannotPlay(NOTHING_DUE if is_due else NOTHING_MISSED_LATELY)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Chosen:
    id: int
    revision: int
    question: Question


def _choose(session: Session, bank_id: int, wish: GameWish, rng: Random) -> list[_Chosen]:
    ids = _ids(session, bank_id, wish)
    if wish.is_shuffled and not wish.ids:
        rng.shuffle(ids)
    chosen: list[_Chosen] = []
    wanted = max(1, min(wish.count, ROUNDS_AT_MOST)) if not wish.ids else ROUNDS_AT_MOST
    for start in range(0, len(ids), ROUNDS_AT_MOST):
        for each in _read(session, bank_id, ids[start : start + ROUNDS_AT_MOST]):
            if can_be_played(each.question):
                chosen.append(each)
        if len(chosen) >= wanted:
            break
    if not chosen and wish.search:
        raise CannotPlay(
            "Nothing that your search finds can be played: archived and resting questions are not asked, nor those "
            "that learners rate themselves. Search for others."
        )
    if not chosen:
        raise CannotPlay("There is no question here that a class can play. Choose another tag, or add questions first.")
    return _parted(chosen, wanted) if wish.is_shuffled else chosen[:wanted]


def _parted(found: Sequence[_Chosen], wanted: int) -> list[_Chosen]:
    """Take so many, none after one that tells its answer; where there is a choice, no two that tell each other."""
    shown = [Disclosure.of(each.question) for each in found]
    return [found[place] for place in part_and_order(shown, wanted)]


def _ids(session: Session, bank_id: int, wish: GameWish) -> list[int]:
    if wish.ids:
        return list(dict.fromkeys(wish.ids))[:ROUNDS_AT_MOST]
    if wish.search:
        return _in_order(session, bank_id, find_ids(session, narrowed((bank_id,), wish.search), HIGHEST_ID))
    if wish.tag:
        found = find_ids(session, Wanted((bank_id,), Query(marks=(tag_mark(wish.tag),))), HIGHEST_ID)
        return _in_order(session, bank_id, found)
    in_use = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
    return list(session.scalars(in_use.order_by(QuestionRow.position)))


def _in_order(session: Session, bank_id: int, found: Collection[int]) -> list[int]:
    """Put questions in the order that their bank has."""
    some = frozenset(found)
    places = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id).order_by(QuestionRow.position, QuestionRow.id)
    return [each for each in session.scalars(places) if each in some]


def _read(session: Session, bank_id: int, ids: Sequence[int]) -> list[_Chosen]:
    rows = session.execute(
        select(QuestionRow.id, QuestionRow.revision, QuestionRow.body).where(
            QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None), QuestionRow.id.in_(ids)
        )
    )
    found = {row.id: _Chosen(row.id, row.revision, parse_question(row.body)) for row in rows}
    return [found[number] for number in ids if number in found]


def can_be_played(question: Question) -> bool:
    """Whether the app can judge it by itself; what learners rate themselves is no part of a game."""
    return any(way in ("recognise", "recall") for way in question.ways)


def _round(game_id: int, no: int, chosen: _Chosen, rng: Random) -> dict[str, object]:
    question = chosen.question
    way: Way = "recognise" if "recognise" in question.ways else "recall"
    usual_ms = TYPED_LIMIT_MS if question.is_typed(way) else LIMIT_MS
    return {
        "game_id": game_id,
        "no": no,
        "question_id": chosen.id,
        "question_revision": chosen.revision,
        "way": way,
        "option_seed": rng.getrandbits(48),
        "base_points": min(100_000, round(WORTH_POINTS * question.worth)),
        "limit_ms": min(600, question.limit_seconds) * 1_000 if question.limit_seconds else usual_ms,
        "stem_words": min(10_000, len(question.stem.split())),
    }


def _draw_code(session: Session, draw: Callable[[], int] = lambda: secrets.randbelow(CODES)) -> str:
    """Draw a code that no running game has; the database has the last word."""
    taken: Collection[str] = set(session.scalars(select(GameRow.code).where(is_running())))
    for _ in range(_TRIES):
        code = f"{draw():06d}"
        if code not in taken:
            return code
    raise CannotPlay("So many games are running that no code is left. Try again in a while.")

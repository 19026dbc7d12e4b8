"""Questions found by words, kind, what they ask for, tag, state and ease: ids in the order of their coming.

Each database has its own index, filled by itself whoever writes a question (migration 0007): of the words of questions
and of marks, which name bank, kind, about, state and tags. So all that is looked for is one expression, and the first
page of what it finds costs the same in a bank of fifty and of a hundred thousand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from quizapp.banks.models import BANK_OF_FOUND, QuestionReport, QuestionRow, QuestionTally
from quizapp.core.kinds import KINDS
from quizapp.core.searching import NOTHING, Query, Share, Term, read_query, tag_mark

#: used, archived, rests (suspended), reported (used, and a report is open), unanswered (used, by nobody yet).
State: TypeAlias = Literal["used", "archived", "rests", "reported", "unanswered", "any"]
STATES: tuple[State, ...] = ("used", "archived", "rests", "reported", "unanswered", "any")
#: By how the first answers went: `QuestionTally.ease`.
EASES = {"hard": 1, "middling": 2, "easy": 3}
#: More are said to be as many: nobody looks through them, and to count all would read all.
COUNTED_AT_MOST = 500
#: More banks than one teacher has.
BANKS_AT_MOST = 500

#: So few are looked up one by one; of more the index meets enough on its way.
_FEW = 300
_KINDS = frozenset(kind.kind for kind in KINDS)
_NO_MARK = re.compile(r"[^a-z0-9]")
_MARK_OF_STATE = {
    "used": "sused",
    "archived": "sarchived",
    "rests": "srests",
    "reported": "sused",
    "unanswered": "sused",
}
_SEARCH = table("question_search", column("rowid"))
_VECTOR: ColumnElement[Any] = literal_column(
    """(setweight(to_tsvector('simple'::regconfig, question.words), 'D')
    || setweight(to_tsvector('simple'::regconfig, 'b' || question.bank_id::text
    || ' k' || replace(question.kind, '_', '') || ' a' || question.about
    || ' s' || CASE WHEN question.deleted_at IS NULL THEN 'used'
    WHEN question.suspended_at IS NULL THEN 'archived' ELSE 'rests' END || ' ' || question.marks), 'A'))"""
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and in which banks; `ease` is a key of `EASES`."""

    bank_ids: tuple[int, ...]
    query: Query = NOTHING
    state: State = "used"
    ease: str | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether this is all that a bank asks."""
        return self.query.is_empty and self.state == "used" and self.ease is None


#: What a list of questions is narrowed to, by the names that its address has for it.
NARROWING = ("q", "kind", "about", "tag", "state", "ease")


def narrowed(bank_ids: tuple[int, ...], given: Mapping[str, str]) -> Wanted:
    """Give what is looked for in these banks when a list is narrowed so; what is not named does not narrow it."""
    query, tag = read_query(given.get("q", ""), _KINDS), given.get("tag", "")
    query = replace(
        query,
        kinds=query.kinds + tuple(filter(None, (given.get("kind"),))),
        abouts=query.abouts + tuple(filter(None, (given.get("about"),))),
        marks=query.marks + ((tag_mark(tag),) if tag else ()),
    )
    state, ease = given.get("state", ""), given.get("ease", "")
    known: State = state if state in STATES else "used"
    return Wanted(bank_ids, query, known, ease if ease in EASES else None)


def find_ids(
    session: Session, wanted: Wanted, limit: int, *, after: int | None = None, before: int | None = None
) -> list[int]:
    """Give the first ids above `after`, or the last ones below `before`, always ascending."""
    found, place = _found(session, wanted)
    if after is not None:
        found = found.where(place > after)
    if before is None:
        return list(session.scalars(found.order_by(place).limit(limit)))
    return list(session.scalars(found.where(place < before).order_by(place.desc()).limit(limit)))[::-1]


def count_found(session: Session, wanted: Wanted, at_most: int = COUNTED_AT_MOST) -> int:
    """Count what is found; one more than `at_most` stands for all larger numbers."""
    found, _ = _found(session, wanted)
    return session.scalar(select(func.count()).select_from(found.limit(at_most + 1).subquery())) or 0


def found_in(session: Session, wanted: Wanted) -> Select[int]:
    """Give the statement for the ids of all that is found, for another to look among."""
    return _found(session, wanted)[0]


def _found(session: Session, wanted: Wanted) -> tuple[Select[int], ColumnElement[int]]:
    """Give the statement that finds ids, and the column by which it is ordered and cut."""
    place: ColumnElement[int]
    if session.get_bind().dialect.name == "sqlite":
        place = _SEARCH.c.rowid
        is_found = literal_column("question_search").op("MATCH")(bindparam("match", _for_sqlite(wanted)))
        found = select(place).select_from(_SEARCH).where(is_found)
    else:
        place = QuestionRow.id.expression
        asked = func.to_tsquery(literal_column("'simple'::regconfig"), bindparam("match", _for_postgresql(wanted)))
        found = select(place).where(_VECTOR.op("@@")(asked))
    return _narrowed(session, found, place, wanted), place


def _narrowed(session: Session, found: Select[int], place: ColumnElement[int], wanted: Wanted) -> Select[int]:
    """Leave what the index does not know: reports and answers come without a question being saved."""
    of_banks = QuestionTally.bank_id.in_(wanted.bank_ids)
    if wanted.ease is not None:
        easy = select(QuestionTally.question_id).where(of_banks, QuestionTally.ease == EASES.get(wanted.ease, -1))
        found = found.where(_is_among(session, place, easy, QuestionTally.question_id))
    for is_used in wanted.query.used:
        was_answered = exists().where(QuestionTally.question_id == place, QuestionTally.answers > 0)
        found = found.where(was_answered if is_used else ~was_answered)
    for share in wanted.query.shares:
        told = select(QuestionTally.question_id).where(of_banks, QuestionTally.ease > 0, _is_within(share))
        found = found.where(_is_among(session, place, told, QuestionTally.question_id))
    if wanted.state == "reported":
        found = found.where(_is_among(session, place, reported_in(wanted.bank_ids), QuestionReport.question_id))
    if wanted.state == "unanswered":
        found = found.where(~exists().where(QuestionTally.question_id == place, QuestionTally.answers > 0))
    return found


def _is_within(share: Share) -> ColumnElement[bool]:
    """Give the condition for questions whose first answers were right in such a share; there are answers enough."""
    passes, bound = QuestionTally.passes, QuestionTally.answers * share.bound
    if share.is_below:
        return passes <= bound if share.is_included else passes < bound
    return passes >= bound if share.is_included else passes > bound


def _is_among(
    session: Session, place: ColumnElement[int], ids: Select[int], own_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    few = session.scalars(ids.limit(_FEW + 1)).all()
    return place.in_(few) if len(few) <= _FEW else ids.where(own_id == place).exists()


def reported_in(bank_ids: Sequence[int]) -> Select[int]:
    """Give the statement for questions of banks on which reports wait."""
    return (
        select(QuestionReport.question_id)
        .join(QuestionRow, QuestionRow.id == QuestionReport.question_id)
        .where(QuestionReport.closed_at.is_(None), BANK_OF_FOUND.in_(bank_ids))
    )


def _groups(wanted: Wanted) -> list[list[str]]:
    """Give the marks that are looked for: of each group one must be there."""
    query = wanted.query
    groups = [[f"b{bank_id}" for bank_id in wanted.bank_ids[:BANKS_AT_MOST]] or ["b0"]]
    if wanted.state != "any":
        groups.append([_MARK_OF_STATE[wanted.state]])
    groups += [["k" + _NO_MARK.sub("", kind) for kind in query.kinds]] if query.kinds else []
    groups += [["a" + about for about in query.abouts]] if query.abouts else []
    return groups + [[mark] for mark in query.marks]


def _for_sqlite(wanted: Wanted) -> str:
    marks = " AND ".join("(" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in _groups(wanted))
    found = " AND ".join([f"marks : ({marks})", *map(_words_of, wanted.query.terms)])
    without = " OR ".join(map(_words_of, wanted.query.without))
    return f"({found}) NOT ({without})" if without else found


def _words_of(term: Term) -> str:
    return f'words : "{" ".join(term.words)}"{" *" if term.is_prefix else ""}'


def _for_postgresql(wanted: Wanted) -> str:
    marks = " & ".join("(" + " | ".join(f"{mark}:A" for mark in group) + ")" for group in _groups(wanted))
    found = "".join(f" & ({_phrase(term)})" for term in wanted.query.terms)
    return marks + found + "".join(f" & !({_phrase(term)})" for term in wanted.query.without)


def _phrase(term: Term) -> str:
    *first, last = term.words
    return " <-> ".join([*(f"{word}:D" for word in first), f"{last}:{'*' if term.is_prefix else ''}D"])

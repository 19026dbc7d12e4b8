"""The questions that an import has to do with, by their own numbers: their names change when they are moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Import, QuestionRow
from quizapp.banks.service.storing import SLUGS_AT_ONCE

Values = dict[str, Any]

#: What of a report tells which questions its files say again: by their numbers, or by names as the first ones have it.
OF_AGAIN = (Import.report["again_ids"].label("ids"), Import.report["again"].label("again"))


def numbered_report(session: Session, bank_id: int, report: Values) -> Values:
    """Give the report of an import, now that it is in its bank, with numbers for names by which nobody reads it.

    `again` become those of the questions that its files say again, `slugs` of a history those with answers, and
    `revived_ids` those of the questions that were out of use before it.
    """
    history = report.get("history")
    revived = report.get("revived", ())
    names = [*report.get("again", ()), *revived, *(history["slugs"] if history else ())]
    ids = find_numbers(session, bank_id, names)
    said: Values = {"again_ids": _of(ids, report.get("again", ())), "revived_ids": _of(ids, revived)}
    if history:
        kept = {name: value for name, value in history.items() if name != "slugs"}
        said["history"] = {**kept, "question_ids": _of(ids, history["slugs"])}
    return {name: value for name, value in report.items() if name != "again"} | said


def _of(ids: Mapping[str, int], slugs: Iterable[str]) -> list[int]:
    return sorted({ids[slug] for slug in slugs if slug in ids})


def numbers_told(session: Session, bank_id: int | None, ids: Sequence[int] | None, slugs: Sequence[str]) -> set[int]:
    """Give the numbers that a report tells, or where it is one of the first and tells names, who has these now."""
    if ids is not None or bank_id is None:
        return set(ids or ())
    return set(find_numbers(session, bank_id, slugs).values())


def find_numbers(session: Session, bank_id: int, slugs: Collection[str]) -> dict[str, int]:
    """Find the questions of a bank, in use or not, by their names."""
    rows = select(QuestionRow.slug, QuestionRow.id).where(QuestionRow.bank_id == bank_id)
    wanted = list(dict.fromkeys(slugs))
    if len(wanted) > 20 * SLUGS_AT_ONCE:
        known = frozenset(wanted)
        return {slug: row_id for slug, row_id in session.execute(rows) if slug in known}
    parts = (wanted[start : start + SLUGS_AT_ONCE] for start in range(0, len(wanted), SLUGS_AT_ONCE))
    return {slug: row_id for part in parts for slug, row_id in session.execute(rows.where(QuestionRow.slug.in_(part)))}

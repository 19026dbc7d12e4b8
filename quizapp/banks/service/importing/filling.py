"""Rows of a file of the command line that say a part of a question alone, filled in from their bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.storing import SLUGS_AT_ONCE
from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.part_rows import filled, refilled


def fill(session: Session, bank_id: int | None, parcel: Parcel) -> Parcel:
    """Give a parcel with its rows filled in; beside a bank that is not made yet (None) as it is."""
    return parcel if bank_id is None else filled(parcel, partial(_bodies, session, bank_id))


def fill_again(session: Session, bank_id: int, parcel: Parcel) -> Parcel:
    """Fill the entries of a parcel in anew, from the bank as it is now."""
    return refilled(parcel, partial(_bodies, session, bank_id))


def _bodies(session: Session, bank_id: int, slugs: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    own = select(QuestionRow.slug, QuestionRow.body).where(QuestionRow.bank_id == bank_id)
    parts = (slugs[start : start + SLUGS_AT_ONCE] for start in range(0, len(slugs), SLUGS_AT_ONCE))
    found = (row for part in parts for row in session.execute(own.where(QuestionRow.slug.in_(part))))
    # One that was moved from another bank may have got another id here.
    return {slug: {**body, "id": slug} for slug, body in found}

"""Which entries of a file that comes by the command line ask what others ask, or what their bank asks already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.importing.before_edits import list_before_edits
from quizapp.banks.verdicts import Judge, StoredBodies
from quizapp.core.formats.parcel import Alike, Entry, Parcel
from quizapp.core.likeness import find_alike, find_contradicting, is_further_meaning
from quizapp.core.plain_stem import stem_in_line

Standing = Mapping[str, Mapping[str, Any]]

_STEM_AT_MOST = 120
#: Why an entry is left out that contradicts another question: the end of it.
OTHERWISE = "with another answer; --contrary brings it too"


def list_contrary(parcel: Parcel, new: Collection[int], standing: Standing) -> dict[int, str]:
    """Say of the new ones of a file's entries, by their numbers, which ask what others ask, with another answer."""
    entries = parcel.entries
    stems = (entry.question.stem for entry in entries)
    found = find_contradicting(partial(dumped, entries), standing, new, stems)
    named = (
        (number, _other(entries, standing, partner))
        for number, partner in found.items()
        if not _is_further_meaning(parcel, number, partner)
    )
    return {number: f"asks the same as question {other}, {OTHERWISE}" for number, other in named}


def _other(entries: Sequence[Entry], standing: Standing, partner: Mapping[str, Any]) -> str:
    """Name the question that an entry contradicts, by its id, its place and what it asks."""
    if "slug" in partner:
        stem = stem_in_line(str(standing[partner["slug"]].get("stem", "")))[:_STEM_AT_MOST]
        return f"{partner['slug']} of the bank (“{stem}”)"
    number, entry = partner["number"], entries[partner["number"]]
    place = f"item {number + 1}" if entry.line is None else f"line {entry.line}"
    return f"{entry.question.id} of the file ({place}: “{entry.stem[:_STEM_AT_MOST]}”)"


def _is_further_meaning(parcel: Parcel, number: int, partner: Mapping[str, Any]) -> bool:
    if "number" not in partner:
        return False
    both = (parcel.entries[each].question.dump() for each in (number, partner["number"]))
    return is_further_meaning(parcel.format, *both)


def list_alike(
    session: Session, bank_id: int | None, entries: Sequence[Entry], new: Collection[int]
) -> tuple[Alike, ...] | None:
    """List the new ones of a file's entries, by their numbers, that are nearly the same as others, as a preview does.

    `bank_id` None = the bank is not made yet. None = they are too many to be compared.
    """
    standing = judge_of(session, bank_id).standing if bank_id is not None else {}
    return alike_of(entries, new, standing)


def alike_of(entries: Sequence[Entry], new: Collection[int], standing: Standing) -> tuple[Alike, ...] | None:
    """Do what `list_alike` does beside the questions of a bank by slug."""
    bodies = partial(dumped, entries)
    found = find_alike(bodies, standing, new, len(entries))
    if found is None:
        return None
    found |= find_contradicting(bodies, standing, new)
    return tuple(_alike(entries, number, found[number]) for number in sorted(found))


def dumped(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """Give the questions of entries as they are stored."""
    return (entry.question.dump() for entry in entries)


def _alike(entries: Sequence[Entry], number: int, partner: Mapping[str, Any]) -> Alike:
    is_in_bank = "slug" in partner
    other = partner["slug"] if is_in_bank else entries[partner["number"]].question.id
    return Alike(entries[number], other, is_in_bank, partner["score"])


def judge_of(session: Session, bank_id: int) -> Judge:
    """Give what judges entries beside a bank."""
    rows = select(QuestionRow.slug, cast(QuestionRow.body, Text)).where(QuestionRow.bank_id == bank_id)
    is_used = QuestionRow.deleted_at.is_(None)
    used, archived = (
        StoredBodies((slug, text) for slug, text in session.execute(some.execution_options(yield_per=1_000)))
        for some in (rows.where(is_used), rows.where(~is_used))
    )
    before = StoredBodies((slug, text) for slug, text in session.execute(list_before_edits(bank_id)))
    return Judge(used, archived, before)

"""The learning history that comes with an import: which question each answer belongs to, and what is noted of it.

What becomes of it is the study room's (`study.service.brought`); here it is a file that its job reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Import
from quizapp.banks.parcels import KeptParcel, Verdicts
from quizapp.banks.service.loading import BroughtHistory
from quizapp.banks.verdicts import DOUBLE, EDITED, RECAST, SAME, TWIN, UPDATE
from quizapp.core.formats.past_answers import PastCard, joined

#: What an entry that is not imported is to the bank, where a question of the bank stands for it.
_STANDS = frozenset((SAME, DOUBLE, EDITED, UPDATE, RECAST))


def history_of(parcel: KeptParcel, verdicts: Verdicts, slugs: Mapping[int, str]) -> dict[str, PastCard]:
    """Give what was answered, by the names of the questions in the bank; `slugs` are those of what is imported."""
    found: dict[str, PastCard] = {}
    for number, card in parcel.read_history():
        slug = slugs.get(number) or _standing(parcel, verdicts, slugs, number)
        if slug:
            found[slug] = joined(found.get(slug), card)
    return found


def _standing(parcel: KeptParcel, verdicts: Verdicts, slugs: Mapping[int, str], number: int) -> str:
    code, partner = verdicts.codes[number], verdicts.partners.get(number, {})
    if code == TWIN:
        first = int(partner["number"])
        return slugs.get(first) or (_standing(parcel, verdicts, slugs, first) if first < number else "")
    if code not in _STANDS:
        return ""
    if "slug" in partner:
        return str(partner["slug"])
    [entry] = parcel.entries([number])
    return str(entry.raw["id"])


def history_file(cards: Mapping[str, PastCard]) -> bytes:
    """Give the file that the study room's job reads: a line for each question."""
    return b"".join(json.dumps([slug, card.to_json()]).encode() + b"\n" for slug, card in cards.items())


def told_history(change: BroughtHistory | None) -> dict[str, dict[str, int]]:
    """Give what an import's report keeps of the history that came with it, so that it can go again."""
    return {} if change is None else {"history": {"learner_id": change.learner_id, "at": change.at}}


def history_to_undo(held: Import) -> BroughtHistory | None:
    """Give the history that came with an import and goes with it; None = none came."""
    told = held.report.get("history")
    if told is None or held.bank_id is None:
        return None
    return BroughtHistory(told["learner_id"], held.id, held.bank_id, told["at"])


def is_history_wanted(session: Session, import_id: int) -> bool:
    """Whether an import stands whose history is brought along; it is held, so that it is not undone meanwhile."""
    return session.scalar(select(Import.state).where(Import.id == import_id).with_for_update()) == "done"


def note_history(session: Session, import_id: int, count: int | None) -> None:
    """Note how many answers of an import are events of its learner now; None = they could not all be stored."""
    held = session.get(Import, import_id, with_for_update=True, options=[undefer(Import.report)])
    if held is not None and "history" in held.report:
        held.report = held.report | {"history": {**held.report["history"], "answers": count}}

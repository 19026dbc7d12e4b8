"""The learning history that comes with an import: which question each answer belongs to, and what is noted of it.

What becomes of it is the study room's (`study.service.brought`); here it is a file that its job reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Import
from quizapp.banks.parcels import KeptParcel, Verdicts
from quizapp.banks.service.access import HIGHEST_ID
from quizapp.banks.service.importing.filed import OF_BROUGHT, has_brought
from quizapp.banks.service.importing.numbering import OF_AGAIN, numbers_told
from quizapp.banks.service.loading import BroughtHistory
from quizapp.banks.verdicts import DOUBLE, EDITED, SAME, TWIN, UPDATE
from quizapp.core.formats.past_answers import PastCard, joined
from quizapp.plumbing.files import FileStore

#: The answers of so many are sorted out at once; more of them by a job.
ANSWERS_AT_ONCE = 20_000
#: What an entry that is not imported is to the bank, where a question of the bank stands for it.
_STANDS = frozenset((SAME, DOUBLE, EDITED, UPDATE))


@dataclass(frozen=True, slots=True)
class PutHistory:
    """What a learner has answered, put down for the study room's job: its file, and the questions with answers."""

    file: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoingHistory:
    """How many answers of a learning history go with an import that is undone, and of how many cards they are."""

    answers: int
    cards: int


def put_history(files: FileStore, cards: Mapping[str, PastCard]) -> PutHistory | None:
    """Put down what was answered, a line for each question; None = nothing was."""
    if not cards:
        return None
    lines = b"".join(json.dumps([slug, card.to_json()]).encode() + b"\n" for slug, card in cards.items())
    return PutHistory(files.put(lines), tuple(slug for slug, card in cards.items() if card.answers))


def history_of(parcel: KeptParcel, verdicts: Verdicts, slugs: Mapping[int, str]) -> dict[str, PastCard]:
    """Give what was answered, by the names of the questions in the bank; `slugs` are those of what is imported."""
    cards = list(parcel.read_history())
    firsts = {_first_of(verdicts, number, slugs) for number, _ in cards}
    standing = _standing(parcel, verdicts, sorted(firsts - slugs.keys())) | dict(slugs)
    found: dict[str, PastCard] = {}
    for number, card in cards:
        slug = standing.get(_first_of(verdicts, number, slugs))
        if slug is not None:
            found[slug] = joined(found.get(slug), card)
    return found


def _first_of(verdicts: Verdicts, number: int, slugs: Mapping[int, str]) -> int:
    """Give the entry that stands for one that asks the same as an earlier one, unless it is imported itself."""
    while (
        number not in slugs
        and verdicts.codes[number] == TWIN
        and (first := int(verdicts.partners[number]["number"])) < number
    ):
        number = first
    return number


def _standing(parcel: KeptParcel, verdicts: Verdicts, numbers: Sequence[int]) -> dict[int, str]:
    """Give the names of the questions of the bank that entries are, which are not imported themselves."""
    there = [number for number in numbers if verdicts.codes[number] in _STANDS]
    named = {number: verdicts.partners.get(number, {}).get("slug") for number in there}
    own_ids = parcel.entries([number for number, slug in named.items() if slug is None])
    return {number: str(slug) for number, slug in named.items() if slug} | {
        entry.number: str(entry.raw["id"]) for entry in own_ids
    }


def told_history(change: BroughtHistory, put: PutHistory) -> dict[str, Any]:
    """Give what an import's report keeps of the history that came with it, so that it can go again."""
    return {"learner_id": change.learner_id, "at": change.at, "slugs": sorted(put.slugs)}


def history_of_import(held: Import) -> BroughtHistory | None:
    """Give the history that came with an import, on its way away with it; None = none came."""
    told = held.report.get("history")
    if told is None or held.bank_id is None:
        return None
    return BroughtHistory(told["learner_id"], held.id, held.bank_id, told["at"])


def let_history_go(held: Import) -> BroughtHistory | None:
    """Give the history that came with an import and goes with it, which its report says from then on; None = none."""
    going = history_of_import(held)
    if going is not None:
        kept = {name: value for name, value in held.report["history"].items() if name != "answers"}
        held.report = held.report | {"history": kept}
    return going


def find_history(session: Session, import_id: int) -> BroughtHistory | None:
    """Give the same of an import by its number."""
    held = session.get(Import, min(import_id, HIGHEST_ID), options=[undefer(Import.report)])
    return None if held is None else history_of_import(held)


def note_going(session: Session, import_id: int, going: GoingHistory | None) -> None:
    """Note how much of a history goes with an import that is undone, or is just being so."""
    held = session.get(Import, import_id, with_for_update=True, options=[undefer(Import.report)])
    if going is None or held is None or held.state not in ("undoing", "undone"):
        return
    told = held.report["history"]
    # Where the rest of an import is undone, some of it went before.
    before = told.get("gone", {}) if held.state == "undone" else {}
    gone = {name: count + before.get(name, 0) for name, count in asdict(going).items()}
    held.report = held.report | {"history": {**told, "gone": gone}}


def list_to_go(session: Session, change: BroughtHistory) -> list[BroughtHistory]:
    """List the histories that go with an undone import: its own, and those undone before that stayed for it."""
    earlier = _of_learner(change, Import.id, Import.report[("history", "at")]).where(
        Import.state == "undone", Import.done_at < _done_at(change)
    )
    found = session.execute(earlier.order_by(Import.id))
    return [change, *(BroughtHistory(change.learner_id, each, change.bank_id, at) for each, at in found)]


def list_said_again(session: Session, change: BroughtHistory) -> set[int]:
    """Give the questions whose history a later import of the same learner has brought again, and which stands."""
    later = _of_learner(change, *OF_BROUGHT, *OF_AGAIN).where(Import.state == "done", Import.done_at > _done_at(change))
    brought = [told for told in session.execute(later).all() if has_brought(session, told)]
    return set().union(*(_with_answers(session, change.bank_id, told) for told in brought))


def _with_answers(session: Session, bank_id: int, told: Any) -> set[int]:
    """Give the questions of a history that have answers; of the first ones it was not kept which these were."""
    history = told.history
    if "question_ids" not in history and "slugs" not in history:
        return numbers_told(session, bank_id, told.ids, told.again or ())
    return numbers_told(session, bank_id, history.get("question_ids"), history.get("slugs", ()))


def _of_learner(change: BroughtHistory, *columns: Any) -> Select[Any]:
    """Select other imports into the same bank that have brought answers of the same learner."""
    is_own = Import.report[("history", "learner_id")].as_integer() == change.learner_id
    return select(*columns).where(Import.bank_id == change.bank_id, Import.id != change.import_id, is_own)


def _done_at(change: BroughtHistory) -> ScalarSelect[Any]:
    return select(Import.done_at).where(Import.id == change.import_id).scalar_subquery()


def is_history_wanted(session: Session, import_id: int) -> bool:
    """Whether an import stands whose history is brought along; it is held, so that it is not undone meanwhile."""
    return session.scalar(select(Import.state).where(Import.id == import_id).with_for_update()) == "done"


def note_history(session: Session, import_id: int, count: int | None, acts: int = 0) -> None:
    """Note how many answers, and acts beside them, of an import are events of its learner now.

    `count` None = they did not all come, or go.
    """
    held = session.get(Import, import_id, with_for_update=True, options=[undefer(Import.report)])
    if held is not None and "history" in held.report:
        held.report = held.report | {"history": {**held.report["history"], "answers": count, "acts": acts}}

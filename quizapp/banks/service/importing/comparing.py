"""A parcel beside a bank: what a comparison saw of it, whether that still holds, and how one is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, case, cast, func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, Import, QuestionRow
from quizapp.banks.service.access import get_bank_to_edit
from quizapp.banks.service.importing.choosing import Choice, turned_of
from quizapp.banks.service.importing.records import enqueue_reading, get_waiting, stamp_seen
from quizapp.banks.service.importing.targets import ImportTarget
from quizapp.banks.verdicts import CHANGES
from quizapp.core.errors import Conflict
from quizapp.people.viewer import Viewer

#: So many times an import goes on unasked; whoever works on its bank all the while would keep it from ever coming in.
ROUNDS_AT_MOST = 3


class BankChanged(Conflict):
    """A bank is not any more what an import was compared with, so that its ticks may mean something else."""

    def __init__(self) -> None:
        super().__init__("The bank was changed since this was compared. Nothing was imported; import it once more.")


def bank_stamp(session: Session, bank_id: int) -> str:
    """Sum up which questions a bank has, in which place and revision, in use or out of it, and with which tags.

    All that changes a question's words or key makes a revision, but for its tags, and for where its evidence stands, by
    which its body gets longer or shorter. The database joins the rows, which is three times faster than to read them;
    told in another order they are merely taken for changed.
    """
    return _summed([session.scalar(select(_questions(bank_id)))])


def compared_stamp(session: Session, bank_id: int) -> str:
    """Sum up all that a comparison sees of a bank: its questions, its reading, its names, and the imports behind it."""
    its_reading = select(Document.id).where(Document.bank_id == bank_id).scalar_subquery()
    paragraph = DocumentParagraph.kind + cast(DocumentParagraph.level, Text) + DocumentParagraph.text
    read = select(paragraph.label("said")).where(DocumentParagraph.document_id == its_reading)
    brought = select((cast(Import.id, Text) + Import.state).label("said")).where(Import.bank_id == bank_id)
    parts = (
        _questions(bank_id),
        _joined(read.order_by(DocumentParagraph.number)),
        _joined(brought.order_by(Import.id)),
    )
    seen = session.execute(select(Bank.slug, Bank.title, Bank.language, *parts).where(Bank.id == bank_id)).first()
    return _summed(seen or ())


def _questions(bank_id: int) -> ScalarSelect[str]:
    is_out, rests = QuestionRow.deleted_at.is_not(None), QuestionRow.suspended_at.is_not(None)
    turn = case((rests, "~"), (is_out, "-"), else_="+")
    numbers = (QuestionRow.id, QuestionRow.position, QuestionRow.revision, func.length(cast(QuestionRow.body, Text)))
    # As they are written: the marks by which they are found tell neither capitals nor their order.
    tags = func.coalesce(cast(QuestionRow.body["tags"], Text), "")
    said: ColumnElement[str] = turn + QuestionRow.slug + " " + tags
    for number in numbers:
        said = said + " " + cast(number, Text)
    return _joined(select(said.label("said")).where(QuestionRow.bank_id == bank_id).order_by(QuestionRow.id))


def _joined(rows: Select[str]) -> ScalarSelect[str]:
    lines = rows.subquery()
    return select(func.aggregate_strings(lines.c.said, "\n")).scalar_subquery()


def _summed(seen: Iterable[Any]) -> str:
    return hashlib.sha256(repr(tuple(seen)).encode()).hexdigest()


def is_as_compared(session: Session, bank_id: int | None, stamp: str) -> bool:
    """Whether a bank (None = not made yet) is still what a comparison saw."""
    return stamp == (compared_stamp(session, bank_id) if bank_id is not None else "")


def check_compared(session: Session, bank_id: int | None, stamp: str) -> None:
    """Check that a bank is still what a comparison saw.

    Raises:
        BankChanged: it is not.
    """
    if not is_as_compared(session, bank_id, stamp):
        raise BankChanged


def compare_with(
    session: Session,
    viewer: Viewer,
    import_id: int,
    bank_slug: str,
    now: datetime,
    choice: Choice | None = None,
    *,
    is_anew: bool = False,
    target: ImportTarget | None = None,
) -> None:
    """Let a job compare what was read with another bank, or with the same one where that was changed since.

    `is_anew`: with the same one in any case, since what was read is another now. An empty slug means a new bank.
    `choice` is what is ticked so far, None where nothing is: ticks that were turned by hand stay so beside another
    bank; beside the same one as `compare_again` says. `target` as there.

    Raises:
        NotFound, NotAllowed: there is no such import, or the bank cannot be changed by this viewer.
        Conflict: it is settled already, or just being read.
    """
    held = get_waiting(session, viewer, import_id)
    bank_id = get_bank_to_edit(session, viewer, bank_slug, is_locked=False).id if bank_slug else None
    if held.choices.get("bank_id") != bank_id:
        turned = choice.by_hand() if choice is not None else {}
        ticked = [number for number, is_ticked in turned.items() if is_ticked]
        # Of what the form says this alone is said of the files, whatever bank they go to.
        kept = {"said": {"history": "1"}} if held.choices.get("said", {}).get("history") else {}
        held.choices = {"bank_id": bank_id, "turned": sorted(turned), "ticked": ticked, **kept}
        enqueue_reading(session, held, now, is_reading=False)
    elif choice is not None and not is_as_compared(session, bank_id, stamp_seen(held)):
        compare_again(session, held, choice, now, target=target)
    elif choice is not None and is_anew:
        compare_again(session, held, choice, now, is_bank_changed=False)


def compare_again(
    session: Session,
    held: Import,
    choice: Choice,
    now: datetime,
    *,
    is_bank_changed: bool = True,
    target: ImportTarget | None = None,
) -> None:
    """Let a job compare an import with its bank once more; where that was changed since, its page says so.

    Ticks that were turned by hand stay so where the entry is to the bank what it was. With a `target` the import goes
    on there unasked, unless an entry is judged otherwise than its teacher has seen.
    """
    turned = sorted(choice.turned)
    held.choices = {
        **held.choices,
        "turned": turned,
        "ticked": [number for number in turned if choice.is_ticked(number)],
        "meant": {str(number): _meaning(choice, number) for number in turned},
        "is_bank_changed": is_bank_changed,
        "unless": None if target is None else {"target": asdict(target), "mark": choice.verdicts.mark},
        "round": 0 if target is None else held.choices.get("round", 0) + 1,
    }
    enqueue_reading(session, held, now, is_reading=False)


def goes_on(held: Import, choice: Choice) -> ImportTarget | None:
    """Give where an import is to go on, since it was judged again as its teacher has seen it; None = they are asked."""
    said, rounds = held.choices.get("unless"), held.choices.get("round", 0)
    held.choices = {**held.choices, "unless": None}
    if not said or not said["mark"] or said["mark"] != choice.verdicts.mark or rounds > ROUNDS_AT_MOST:
        held.choices = {**held.choices, "round": 0}
        return None
    held.choices = {**held.choices, "is_bank_changed": False}
    return ImportTarget(**said["target"])


def keep_ticks(held: Import, choice: Choice) -> None:
    """Let ticks that were turned by hand before a comparison stay what they are where another one is proposed now."""
    ticked, meant = set(held.choices["ticked"]), held.choices.get("meant", {})
    stayed = [n for n in sorted(choice.turned) if meant.get(str(n), meaning := _meaning(choice, n)) == meaning]
    choices = {name: value for name, value in held.choices.items() if name not in ("ticked", "meant")}
    held.choices = choices | {"turned": turned_of(choice, stayed, ticked)}


def _meaning(choice: Choice, number: int) -> str:
    """Give what an entry is to the bank: what was alike to a new one does not matter, which question changes does."""
    code, partner = choice.verdicts.codes[number], choice.verdicts.partners.get(number, {})
    return code + str(partner.get("slug", "")) if code in CHANGES else code

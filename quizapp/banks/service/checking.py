"""The item check of a stored bank: the same rules as `quizapp lint`, each finding with its question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.publishing import get_document
from quizapp.core.extraction.item_rules import Finding, lint_bank
from quizapp.core.extraction.item_rules.edited import check_edited_key
from quizapp.core.formats.parcel import Entry, Parcel
from quizapp.core.kinds import parse_question

_GAP = re.compile(r"\[\[\d+\]\]")
#: What each rule is about, in a few words.
RULE_NAMES = {
    "R01": "Asks one thing",
    "R02": "Stands alone",
    "R03": "Key in the stem",
    "R04": "Clang",
    "R05": "Options of one sort",
    "R06": "Length tells",
    "R07": "Grammar tells",
    "R09": "Enough options",
    "R10": "Same options",
    "R11": "Negative wording",
    "R12": "Order tells",
    "R15": "Superlative",
    "R20": "Asked twice",
    "R21": "Dates that disagree",
    "edited": "Edited",
    "evidence": "Passage",
    "leak": "Gives another away",
    "file": "File",
}


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question with what was found; `paragraph` is where its first evidence stands, None without one."""

    id: int
    slug: str
    position: int
    stem: str
    answer: str
    paragraph: int | None
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class BankCheck:
    """All findings on a bank: `whole` on its questions taken together."""

    question_count: int
    questions: Sequence[CheckedQuestion]
    whole: Sequence[Finding]

    @property
    def finding_count(self) -> int:
        """The number of findings."""
        return len(self.whole) + sum(len(question.findings) for question in self.questions)


def check_bank(session: Session, bank_id: int) -> BankCheck:
    """Give what the item-writing rules find in the questions in use, in the order of the bank."""
    rows = session.execute(
        select(QuestionRow.slug, QuestionRow.position, QuestionRow.body, QuestionRow.id)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
        .order_by(QuestionRow.position)
    ).all()
    entries = tuple(Entry(parse_question({**body, "id": slug}), slug, position) for slug, position, body, _ in rows)
    document = get_document(session, bank_id)
    found = lint_bank(Parcel("stored", entries=entries), document if document.paragraphs else None)
    ids = {row.slug: row.id for row in rows}
    found += [finding for entry in entries if (finding := _edited(entry)) is not None]
    by_question: dict[str, list[Finding]] = {}
    for finding in found:
        by_question.setdefault(finding.question, []).append(finding)
    return BankCheck(
        len(entries),
        [
            _checked(ids[entry.where], entry, by_question[entry.where])
            for entry in entries
            if entry.where in by_question
        ],
        by_question.get("", []),
    )


def _edited(entry: Entry) -> Finding | None:
    """Tell of a draft that was edited before it was published, where its passage does not say what is right now."""
    question = entry.question
    if not (question.draft or {}).get("edited"):
        return None
    reason = check_edited_key(question, " ".join(span.quote for span in question.evidence))
    return None if reason is None else Finding(reason.rule, entry.where, entry.line, reason.message)


def _checked(row_id: int, entry: Entry, findings: Sequence[Finding]) -> CheckedQuestion:
    question = entry.question
    paragraph = question.evidence[0].paragraph if question.evidence else None
    stem = _GAP.sub("…", question.stem)
    return CheckedQuestion(row_id, entry.where, entry.line or 0, stem, question.answer(), paragraph, findings)

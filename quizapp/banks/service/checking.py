"""The item check of a stored bank: the same rules as `quizapp lint`, the questions by the worst that was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.access import get_bank_to_read
from quizapp.banks.service.publishing import get_document
from quizapp.core.extraction.item_rules import Finding, lint_bank
from quizapp.core.extraction.item_rules.edited import check_edited_key
from quizapp.core.formats.parcel import Entry, Parcel
from quizapp.core.kinds import parse_question
from quizapp.core.plain_stem import stem_in_line, words_in_line
from quizapp.people.viewer import Viewer

#: So many questions are checked together, in the order of the bank; all pairs of a huge one would take minutes.
PER_LEAF = 1_000
#: What may be wrong with a question, the worst first, with the rules that find it.
GROUPS: Mapping[str, frozenset[str]] = {
    "wrong": frozenset({"evidence", "edited", "R21"}),
    "options": frozenset({"R09", "R10", "file"}),
    "alone": frozenset({"R02"}),
    "tells": frozenset({"R03", "R04", "R05", "R06", "R07", "R12"}),
    "twice": frozenset({"R20"}),
    "leaks": frozenset({"leak"}),
    "wording": frozenset({"R01", "R11", "R15"}),
    "siblings": frozenset(),
}
_RANKS = {rule: rank for rank, rules in enumerate(GROUPS.values()) for rule in rules}
_SIBLINGS = len(GROUPS) - 1
#: What each rule is about, in a few words.
RULE_NAMES = {
    "R01": "Asks one thing",
    "R02": "Stands alone",
    "R03": "Answer in the question",
    "R04": "Same word in question and answer",
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
    "leak": "Another tells it",
    "file": "File",
}


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """One thing that was found; `other_id` is another question that has a part in it, None = none in use."""

    rule: str
    message: str
    other_id: int | None
    rank: int


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question with what was found, the worst first; `paragraph` is where its first evidence stands, None without."""

    id: int
    slug: str
    position: int
    stem: str
    answer: str
    paragraph: int | None
    findings: Sequence[CheckedFinding]


@dataclass(frozen=True, slots=True)
class BankCheck:
    """All findings on a bank, or one leaf of it: `groups` by the worst of each question, `whole` on all together.

    `first` and `last` count the questions that were checked together, among `question_count`.
    """

    question_count: int
    groups: Mapping[str, Sequence[CheckedQuestion]]
    whole: Sequence[Finding]
    leaf: int
    leaf_count: int

    @property
    def questions(self) -> list[CheckedQuestion]:
        """The questions of which something was found, the worst first."""
        return [question for group in self.groups.values() for question in group]

    @property
    def first(self) -> int:
        """The number of the first question of this leaf."""
        return (self.leaf - 1) * PER_LEAF + 1

    @property
    def last(self) -> int:
        """The number of the last question of this leaf."""
        return min(self.leaf * PER_LEAF, self.question_count)


def check_bank(session: Session, viewer: Viewer, slug: str, leaf: int = 1) -> BankCheck:
    """Give what the item-writing rules find in the questions in use, the worst first; a leaf that is none is the next.

    Whoever wrote the questions, the rules are the same; a draft is judged as it was when it was drafted.

    Raises:
        NotFound: there is no such bank for this viewer.
        NotAllowed: it is theirs to study alone.
    """
    bank_id = get_bank_to_read(session, viewer, slug).id
    used = (QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
    count = session.scalar(select(func.count()).select_from(QuestionRow).where(*used)) or 0
    leaf_count = max(1, -(-count // PER_LEAF))
    leaf = min(max(leaf, 1), leaf_count)
    columns = (QuestionRow.slug, QuestionRow.position, QuestionRow.body, QuestionRow.id, QuestionRow.sibling_key)
    wanted = select(*columns).where(*used).order_by(QuestionRow.position, QuestionRow.id)
    rows = session.execute(wanted.offset((leaf - 1) * PER_LEAF).limit(PER_LEAF)).all()
    entries = tuple(Entry(parse_question({**body, "id": slug}), slug, position) for slug, position, body, _, _ in rows)
    document = get_document(session, bank_id)
    found = lint_bank(Parcel("stored", entries=entries), document if document.paragraphs else None)
    found += [finding for entry in entries if (finding := _edited(entry)) is not None]
    return BankCheck(
        count, _grouped(entries, rows, found), [each for each in found if not each.question], leaf, leaf_count
    )


def _grouped(
    entries: Sequence[Entry], rows: Sequence[Row[Any]], found: Sequence[Finding]
) -> dict[str, list[CheckedQuestion]]:
    """Give the questions by the worst that was found, in the order of the bank; groups without any are left out."""
    stored = {row.slug: row for row in rows}
    by_question: dict[str, list[CheckedFinding]] = {}
    for finding in found:
        by_question.setdefault(finding.question, []).append(_ranked(finding, stored))
    groups: dict[str, list[CheckedQuestion]] = {name: [] for name in GROUPS}
    names = list(GROUPS)
    for entry in entries:
        findings = sorted(by_question.get(entry.where, ()), key=lambda finding: finding.rank)
        if findings:
            groups[names[findings[0].rank]].append(_checked(stored[entry.where].id, entry, findings))
    return {name: questions for name, questions in groups.items() if questions}


def _ranked(finding: Finding, stored: Mapping[str, Row[Any]]) -> CheckedFinding:
    """Give a finding its place; what questions of one passage tell each other matters least, as the days part them."""
    own, other = stored.get(finding.question), stored.get(finding.other)
    rank = _RANKS.get(finding.rule, _RANKS["R01"])
    if finding.rule == "leak" and own is not None and other is not None and own.sibling_key:
        rank = _SIBLINGS if own.sibling_key == other.sibling_key else rank
    return CheckedFinding(finding.rule, words_in_line(finding.message), None if other is None else other.id, rank)


def _edited(entry: Entry) -> Finding | None:
    """Tell of a draft that was edited before it was published, where its passage does not say what is right now."""
    question = entry.question
    if not (question.draft or {}).get("edited"):
        return None
    reason = check_edited_key(question, " ".join(span.quote for span in question.evidence))
    return None if reason is None else Finding(reason.rule, entry.where, entry.line, reason.message)


def _checked(row_id: int, entry: Entry, findings: Sequence[CheckedFinding]) -> CheckedQuestion:
    question = entry.question
    paragraph = question.evidence[0].paragraph if question.evidence else None
    stem = stem_in_line(question.stem)
    key = words_in_line(question.answer())
    return CheckedQuestion(row_id, entry.where, entry.line or 0, stem, key, paragraph, findings)

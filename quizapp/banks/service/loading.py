"""What a question becomes when it is stored: what changed, its HTML, its sentence, and the report of all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.core import document as reading
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question
from quizapp.plumbing.markup import render_markdown

#: Longer titles are cut, and so are the other words for which a table has no room.
TITLE_AT_MOST = 200
_SENTENCE_END = re.compile(r"[.!?][”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class BroughtHistory:
    """What a learner has answered elsewhere, on its way along with an import, or away with it.

    `at` (ms) is when, by which its events are known. `file` names them in the file store; empty = they go.
    """

    learner_id: int
    import_id: int
    bank_id: int
    at: int
    file: str = ""


@dataclass(slots=True)
class LoadReport:
    """What loading changed: ids of questions (in the file's words), and row ids where learners' cards are concerned."""

    slug: str
    bank_id: int = 0
    #: The number of the import, by which it is undone; None where none was made.
    import_id: int | None = None
    is_new: bool = False
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    #: Edited here since their file was loaded: what it says of them now was not taken.
    kept: list[str] = field(default_factory=list)
    #: Those of the kept ones that were here before their bank's own file said anything of them.
    older: list[str] = field(default_factory=list)
    #: Those that ask the same with the same key as an earlier one of the file, by their ids with its id.
    twins: dict[str, str] = field(default_factory=dict)
    #: What of the bank beside its questions is another now: its words by their names, its reading, its order.
    beside: list[str] = field(default_factory=list)
    #: Archived here: they stay as they are, whatever the file says of them.
    archived: list[str] = field(default_factory=list)
    #: What the file says beside its questions, and the bank keeps as it was.
    not_taken: list[str] = field(default_factory=list)
    #: Their passages stand nowhere in the reading that the bank keeps, so these became quotations.
    quoted: list[str] = field(default_factory=list)
    #: Rows whose key is another now: due today for whoever has met them.
    key_changed_ids: list[int] = field(default_factory=list)
    #: Rows whose changed key was taken back, with the revision that had changed it: what followed for cards goes too.
    taken_back: dict[int, int] = field(default_factory=dict)
    #: The lowest position at which the order changed; None when it did not.
    first_moved_position: int | None = None
    #: The learning history that comes along, or goes again; None = none does.
    history: BroughtHistory | None = None


def why_not_free(slug: str, owner_id: int | None) -> str:
    """Say why a command leaves a bank of this name alone; `owner_id` None = it is the installation's."""
    whose = "belongs to a teacher here" if owner_id is not None else "is the installation’s, and nobody’s own"
    return f"The bank “{slug}” {whose}. Name another one with --bank, or give the file’s bank another slug."


def new_visibility(owner_id: int | None) -> str:
    """Say who sees a bank that a file makes: all where it is the installation's, else its owner until they share it."""
    return "public" if owner_id is None else "private"


def rests(question: Question) -> bool:
    """Whether a question says of itself that it waits for its teacher; a file of YAML says it in letters."""
    return question.draft.get("suspended") in (True, "true")


def rendered(question: Question) -> dict[str, Any]:
    """Give the sanitised HTML of a question's words, made once when it is saved."""
    return {
        "stem": render_markdown(question.stem),
        "context": render_markdown(question.context),
        "explanation": render_markdown(question.explanation),
        "hints": [render_markdown(hint) for hint in question.hints],
    }


def sibling_key(question: Question, document: reading.Document | None) -> str | None:
    """Name the sentence of a question's first evidence; questions on one sentence give each other away."""
    if document is None or not question.evidence:
        return None
    return sentence_key(document, question.evidence[0].paragraph, question.evidence[0].quote)


def sentence_key(document: reading.Document, number: int, quote: str) -> str | None:
    """Name the sentence of a paragraph in which a quote begins; None where it does not stand there."""
    paragraph = document.find_paragraph(number)
    span = reading.find_evidence(paragraph, quote) if paragraph else None
    if paragraph is None or span is None:
        return None
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph.text)]
    return f"{paragraph.number}.{sum(end <= span[0] for end in ends)}"


def questions_in_use(session: Session, bank_id: int) -> list[Question]:
    """Give the questions that a bank asks, in its order."""
    bodies = session.scalars(
        select(QuestionRow.body)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
        .order_by(QuestionRow.position)
        # Many are written past the session, which would give them as they were.
        .execution_options(populate_existing=True)
    )
    return [parse_question(body) for body in bodies]

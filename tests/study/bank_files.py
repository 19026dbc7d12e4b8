"""Small banks as native files: one with all ten kinds, one of bridges and the dates on which they were opened."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from quizapp.banks.service import LoadReport, load_bank
from quizapp.core.document import read_document
from quizapp.core.formats import native
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import KINDS, parse_question
from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service
from tests.conftest import BEGIN

FIRST_OPENED = date(1801, 3, 5)


def load(
    session: Session, body: bytes, document: str = "", *, slug: str = "bridges", now=BEGIN, opens: bool = False
) -> LoadReport:
    """Load a bank file as the command does, learners' cards included."""
    parcel = native.read(body)
    assert parcel.problems == ()
    text = read_document(document) if document else None
    name = "reading.md" if document else ""
    report = load_bank(session, parcel, text, slug=slug, file_hash=slug, now=now, document_name=name, opens=opens)
    service.follow_edit(session, report, "due_today", epoch_ms(now))
    return report


def ten_kinds(**changes: dict[str, object]) -> bytes:
    """Give a bank of the kinds' own examples; each question's id is its kind, by which `changes` replace fields."""
    questions = [
        parse_question({**kind.example, "id": kind.kind.replace("_", "-")} | changes.get(kind.kind, {}))
        for kind in KINDS
    ]
    return write_yaml(BankFields(title="Ten kinds", description="One of each."), questions)


def bridges(count: int, **changes: dict[str, object]) -> bytes:
    """Give a bank of so many dates that can be chosen and typed; `changes` replace fields of question `b1`, `b2` …"""
    raws = [_bridge(number) | changes.get(f"b{number}", {}) for number in range(1, count + 1)]
    return write_yaml(BankFields(title="Bridges"), [parse_question(raw) for raw in raws])


def bridges_text(count: int) -> str:
    """Give the document of the bridges: a heading, then a paragraph for every two, one sentence each."""
    paragraphs = ["# Bridges of the valley"]
    for number in range(1, count + 1, 2):
        second = f", and {_sentence(number + 1)}" if number < count else ""
        paragraphs.append(f"So far the valley. {_sentence(number)}{second}. Then it rained.")
    return "\n\n".join(paragraphs) + "\n"


def told(number: int) -> dict[str, object]:
    """Give the evidence of a bridge, to be put among its changes."""
    return {"evidence": {"paragraph": (number + 1) // 2 + 1, "quote": _sentence(number)}}


def all_told(count: int) -> dict[str, dict[str, object]]:
    """Give the evidence of all bridges."""
    return {f"b{number}": told(number) for number in range(1, count + 1)}


def opened(number: int) -> date:
    """Give the day on which a bridge was opened."""
    return FIRST_OPENED + timedelta(days=401 * number)


def _sentence(number: int) -> str:
    return f"Bridge {number} was opened on {opened(number):%-d %B %Y}"


def _bridge(number: int) -> dict[str, object]:
    day = opened(number)
    wrong = [day + timedelta(days=shift) for shift in (-500, 611, 1234)]
    return {
        "id": f"b{number}",
        "kind": "date",
        "stem": f"On what date was bridge {number} opened?",
        "title": f"Bridge {number}",
        "key": day.isoformat(),
        "distractors": [each.isoformat() for each in wrong],
        "about": "date",
        "hints": ["The valley was still green."],
    }

"""A document of a teacher as the child would have found it: a short text, its findings and drafts written by hand."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sqlalchemy import delete

from quizapp.banks.service import edit_of, read_edit
from quizapp.documents.service.uploads import JOB_KIND, Brought, bring, pieces_of, show_result
from quizapp.plumbing.jobs import Claimed, Job
from tests.conftest import BEGIN
from tests.core.rendered import Filled

PARAGRAPHS = (
    ("heading", "The lighthouse of Varn"),
    ("furniture", "Home Share Print"),
    (
        "paragraph",
        "Ines Duarte lit the lamp on 4 March 1871. The *keeper* Tomas Reyl wrote that “no ship will miss it”.",
    ),
    ("paragraph", "The tower fell in 1903, and the council of Varn rebuilt it by 1910."),
)
TEXT = "\n".join(words for _, words in PARAGRAPHS)


def form_of(page) -> dict[str, Any]:
    """Give the inputs of the editor on a page as a browser would send them."""
    found = re.search(r"<form[^>]*data-editor[^>]*>(.*?)</form>", page.text, re.S)
    assert found, page.text
    return {name: values if len(values) > 1 else values[0] for name, values in Filled(found[1]).values.items()}


def edited(raw: dict[str, Any], **changed: str) -> dict[str, Any]:
    """Give a raw question after some inputs of its editor were changed."""
    inputs = edit_of(raw).inputs
    for name, text in changed.items():
        inputs.put(name.replace("_", "-"), text)
    return dict(read_edit(inputs, raw).raw)


def span(words: str) -> tuple[int, int]:
    """Give where words stand in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


def blocks() -> list[dict[str, Any]]:
    """Give the blocks of the text."""
    found, at = [], 0
    for number, (kind, words) in enumerate(PARAGRAPHS, 1):
        level = 1 if kind == "heading" else 0
        found.append(
            {"number": number, "kind": kind, "start": at, "end": at + len(words), "page": None, "level": level}
        )
        at += len(words) + 1
    return found


def draft(id: str, raw: dict[str, Any], passage: str, **more: Any) -> dict[str, Any]:
    """Give a draft as the engine hands it on."""
    start, end = span(passage)
    grounds = {
        "reasons": [], "proofs": [], "checks": ["R01", "R02"], "rules": ["F-light"], "facts": [[start, end]],
        "fact_key": id, "slot": "time", "actors": [],
    }  # fmt: skip
    made = {
        "question_id": id, "raw": raw | {"id": id}, "template": "T1", "confidence": 0.95, "worth": 0.8, "rank": 1.7,
        "start": start, "end": end, "grounds": grounds | more.pop("grounds", {}), "rejections": [],
    }  # fmt: skip
    return made | more


LIT = draft(
    "lamp-lit",
    {
        "kind": "date", "stem": "On which day did Ines Duarte light the lamp of Varn?", "key": "1871-03-04",
        "distractors": ["1871-02-04", "1872-03-04"], "about": "date",
        "evidence": {"paragraph": 9, "quote": "Ines Duarte lit the lamp on 4 March 1871."},
    },
    "Ines Duarte lit the lamp on 4 March 1871.",
    grounds={
        "actors": ["Ines Duarte"],
        "proofs": [{"option": "1872-03-04", "rule": "W3", "message": "No other event stands then.", "span": None}],
    },
)  # fmt: skip
SAID = draft(
    "ship-miss",
    {
        "kind": "choice", "stem": "Who wrote “no ship will miss it”?", "key": "Tomas Reyl",
        "distractors": ["Ines Duarte", "Emil Sorge"], "about": "quote",
    },
    "The *keeper* Tomas Reyl wrote that “no ship will miss it”.",
    template="T4", rank=1.2, confidence=0.8,
    grounds={
        "reasons": [{"name": "title", "factor": 0.8, "message": "The office stands beside the name."}],
        "actors": ["Tomas Reyl"],
    },
)  # fmt: skip
FELL = draft(
    "tower-fell",
    {
        "kind": "date", "stem": "In which year did the tower of Varn fall?", "key": "1903",
        "distractors": ["1898", "1910"], "about": "date",
    },
    "The tower fell in 1903",
    rank=0.5, confidence=0.6,
)  # fmt: skip
WEAK = draft(
    "rebuilt",
    {"kind": "date", "stem": "When was it rebuilt?", "key": "1910", "about": "date"},
    "rebuilt it by 1910",
    rejections=[{"rule": "R18", "message": "“by 1910” is a bound and no date."}],
)


def result(**changes: Any) -> dict[str, Any]:
    """Give what the child gives for the text."""
    dates = [("4 March 1871", "1871-03-04", 683_000), ("1903", "1903", 695_000), ("1910", "1910", 697_500)]
    found = {
        "text": TEXT,
        "blocks": blocks(),
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "title": "The lighthouse of Varn",
        "language": "en",
        "published": None,
        "notices": ["The file was read as Windows-1252."],
        "word_count": len(TEXT.split()),
        "findings": {
            "dates": [
                {
                    "start": span(words)[0], "end": span(words)[1], "surface": words, "value": value, "words": words,
                    "lo": lo, "how": "absolute", "relation": "at", "contradicts": words == "1903", "label": "So it was",
                    "reasons": [],
                }
                for words, value, lo in dates
            ],
            "actors": [
                {"name": "Ines Duarte", "type": "person", "forms": ["Ines Duarte"], "roles": [],
                 "mentions": [list(span("Ines Duarte"))]},
                {"name": "Tomas Reyl", "type": "person", "forms": ["Tomas Reyl"], "roles": ["keeper"],
                 "mentions": [list(span("Tomas Reyl"))]},
            ],
            "quotes": [
                {"start": span("no ship")[0], "end": span("miss it")[1], "text": "no ship will miss it",
                 "kind": "direct", "is_speech": True, "speaker": "Tomas Reyl", "reasons": []},
            ],
            "contradictions": [{"message": "The tower falls twice.", "passages": [list(span("The tower fell"))]}],
        },
        "drafts": [LIT, SAID, FELL],
        "rejected": [WEAK],
    }  # fmt: skip
    return found | changes


def put(database, viewer, *, earlier_id: int | None = None, **changes: Any) -> int:
    """Store a document of this teacher as if its job had been done, and give its number."""
    brought = Brought(
        name="lighthouse.txt", is_pasted=False, content=TEXT.encode(), stored="0" * 32, published=None,
        source="https://lights.example/varn", earlier_id=earlier_id,
    )  # fmt: skip
    with database.transaction() as session:
        upload = bring(session, viewer, brought, 1_000_000, BEGIN)
        claimed = Claimed(upload.job_id, JOB_KIND, upload.owner_id, {"upload_id": upload.id})
        for piece in pieces_of(claimed, result(**changes)):
            piece(session)
        show_result(session, claimed)
        upload_id = upload.id
        session.execute(delete(Job).where(Job.id == claimed.id))
        return upload_id

"""What a document tells in two ways is not asked as it was drawn: neither accepted, nor taken, nor published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service.drafts import must_edit, raw_of, shown_stem

Span: TypeAlias = tuple[int, int]

#: The rule that speaks against them.
TWO_WAYS = "R21"
AGAINST = {"rule": TWO_WAYS, "message": "The document tells this in two ways."}
UNPROVED = "The newer version does not say any more that this is so. Edit this draft before it is asked."
_REFUSED = (
    "The document tells in two ways what “{stem}” asks, so it cannot be asked as it is. {told} "
    "Correct the document and bring it again, or edit the draft."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One contradiction in words, the passages that show it, and all facts that tell of it."""

    message: str
    passages: tuple[Span, ...]
    facts: frozenset[Span]


@dataclass(frozen=True, slots=True)
class TwoWays:
    """All that one document tells in two ways."""

    found: tuple[Told, ...] = ()

    def about(self, draft: DraftRow) -> list[Told]:
        """Give what the document tells in two ways of the facts that a draft asks of, whoever worded it."""
        facts = {(start, end) for start, end in draft.grounds.get("facts") or [[draft.start, draft.end]]}
        same = [told for told in self.found if not facts.isdisjoint(told.facts)]
        if same or all(each["rule"] != TWO_WAYS for each in draft.rejections):
            return same
        near = [told for told in self.found if any(told in self.within(*span) for span in facts)]
        return near or [Told(AGAINST["message"], (), frozenset())]

    def against(self, draft: DraftRow) -> list[Told]:
        """Give what speaks against asking a draft: nothing where its teacher edited it."""
        return [] if draft.edited is not None else self.about(draft)

    def within(self, start: int, end: int) -> list[Told]:
        """Give what is told in two ways by a fact, or a passage, that has words between two offsets."""
        spans = [(told, (*told.facts, *told.passages)) for told in self.found]
        return [told for told, all_ in spans if any(one < end and start < other for one, other in all_)]


def two_ways_of(session: Session, upload_id: int) -> TwoWays:
    """Give what a document tells in two ways."""
    found = session.scalar(select(Upload.findings["contradictions"]).where(Upload.id == upload_id))
    return TwoWays(tuple(map(_told, found or ())))


def _told(found: Mapping[str, Any]) -> Told:
    passages = tuple((start, end) for start, end in found["passages"])
    # Readings of before tell no more than a passage for each value.
    facts = frozenset((start, end) for start, end in found.get("facts", ())) or frozenset(passages)
    return Told(found["message"], passages, facts)


def refuse_contradicted(session: Session, upload: Upload, drafts: Sequence[DraftRow]) -> None:
    """Refuse what its version does not prove, or tells in two ways with both values named, until its teacher edited it.

    Raises:
        Conflict: there is one.
    """
    two_ways = two_ways_of(session, upload.id)
    for draft in drafts:
        if must_edit(draft):
            raise Conflict(UNPROVED)
        told = two_ways.against(draft)
        if told:
            raise Conflict(_REFUSED.format(stem=shown_stem(raw_of(draft)), told=in_words(told)))


def in_words(told: Sequence[Told]) -> str:
    """Give contradictions in words, each once."""
    return " ".join(dict.fromkeys(each.message for each in told))

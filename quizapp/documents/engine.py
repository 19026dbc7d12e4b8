"""What the child process does with a document: read it, find what is in it, draft questions; JSON in, JSON out.

Loaded by `plumbing.child_entry` in a fresh interpreter, so it imports the core and next to nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any

from quizapp.core.calendar import format_value
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Contradiction, Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.main_dates import weigh_dates
from quizapp.core.extraction.readers import ReadLimits, read
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Actor, Analysis, DateMention, Fact, Quote, Reason, Sentence, Text
from quizapp.documents.voting import with_votes
from quizapp.plumbing.child import Tell

Json = dict[str, Any]

#: Words that would hang loose once the date behind them is taken away.
_LEADS_TO_DATE = re.compile(
    r"[\s,(]*\b(?:(?:in|on|of|at|by|since|until|till|during|from|after|before|around|about|throughout|early|late|mid)\s+)+"
    r"(?:the\s+)?$",
    re.I,
)
#: Longer words for a date on the timeline are cut.
LABEL_AT_MOST = 60


def work(arguments: Mapping[str, Any], tell: Tell) -> Json:
    """Give everything that is kept of a document.

    `arguments`: path, name, is_pasted, published (YYYY-MM-DD or None), limit_bytes, factors (of templates); `pipeline`
    where one votes, `notice` where something is to be said beforehand.

    Raises:
        FormatError: the document cannot be read; the message says why and what to do.
    """
    tell(0.05, "Reading the file")
    text = _read(arguments)
    tell(0.25, "Looking for dates, actors and quotes")
    analysis = analyse(text)
    if pipeline := arguments.get("pipeline"):
        tell(0.45, "Asking the language pipeline")
        analysis = with_votes(analysis, pipeline)
    tell(0.6, "Writing questions and checking each")
    drafts = draft_questions(analysis, factors=arguments["factors"])
    tell(0.95, "Putting everything in order")
    return found_in(analysis, drafts)


def _read(arguments: Mapping[str, Any]) -> Text:
    content = Path(arguments["path"]).read_bytes()
    published = date.fromisoformat(arguments["published"]) if arguments["published"] else None
    if arguments["is_pasted"]:
        pasted = make_text(content.decode("utf-8"), title=arguments["name"], published=published)
        text = mark_furniture(pasted, has_structure=False)
    else:
        text = read(content, arguments["name"], ReadLimits(document_bytes=arguments["limit_bytes"]))
    notices = (arguments["notice"],) if arguments.get("notice") else ()
    return replace(text, published=published or text.published, notices=(*text.notices, *notices))


def found_in(analysis: Analysis, drafts: Drafts) -> Json:
    """Give an analysis and its drafts as plain JSON values; every span is a pair of offsets in `text`."""
    text = analysis.text
    spans = (_Spans.of(analysis.facts), _Spans.of(analysis.sentences))
    return {
        "text": text.text,
        "blocks": [
            {"number": b.number, "kind": b.kind, "start": b.start, "end": b.end, "page": b.page, "level": b.level}
            for b in text.blocks
        ],
        "sha256": text.sha256,
        "title": text.title,
        "language": text.language,
        "published": text.published.isoformat() if text.published else None,
        "notices": list(text.notices),
        "word_count": len(text.text.split()),
        "findings": {
            "dates": [
                _date(mention, text, spans) | {"weight": weight}
                for mention, weight in zip(analysis.dates, weigh_dates(analysis, drafts), strict=True)
                if mention.is_point
            ],
            "actors": _actors(analysis),
            "quotes": [_quote(quote) for quote in analysis.quotes],
            "contradictions": [_contradiction(each) for each in drafts.contradictions],
        },
        "drafts": [
            *(draft_json(draft, analysis.cast.actors, is_selected=True) for draft in drafts.selected),
            *(draft_json(draft, analysis.cast.actors) for draft in drafts.queue),
        ],
        "rejected": [draft_json(draft, analysis.cast.actors) for draft in drafts.rejected],
    }


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans by where they begin, each with its place among all, and how far those up to it reach."""

    spans: Sequence[tuple[int, int, int]]
    reach: Sequence[int]

    @classmethod
    def of(cls, parts: Iterable[Fact | Sentence]) -> _Spans:
        spans = sorted((part.start, part.end, place) for place, part in enumerate(parts))
        return cls(spans, list(accumulate((end for _, end, _ in spans), max)))

    def find_around(self, start: int, end: int) -> tuple[int, int] | None:
        """Find the span that holds these offsets, of several the first in the order in which they were given."""
        at = bisect_right(self.spans, start, key=itemgetter(0)) - 1
        around = []
        while at >= 0 and self.reach[at] >= end:
            first, last, place = self.spans[at]
            if last >= end:
                around.append((place, first, last))
            at -= 1
        return min(around)[1:] if around else None


def _date(mention: DateMention, text: Text, spans: Sequence[_Spans]) -> Json:
    value = mention.value
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "value": None if value is None else value.value,
        "words": "" if value is None else format_value(value),
        "lo": None if value is None else value.lo,
        "how": mention.how,
        "relation": mention.relation,
        "contradicts": mention.contradicts,
        "label": _label(mention, text, spans),
        "reasons": _reasons(mention.reasons),
    }


def _label(mention: DateMention, text: Text, spans: Sequence[_Spans]) -> str:
    """Give a few words on what happened then: the clause that the date belongs to, else its sentence.

    The date is left out where it is known which words led to it: in English.
    """
    around = next((found for each in spans if (found := each.find_around(mention.start, mention.end))), None)
    if around is None:
        return ""
    words = text.text[around[0] : around[1]]
    if text.language == "en":
        before = _LEADS_TO_DATE.sub("", text.text[around[0] : mention.start])
        # “This week’s talks”: what the date owned stands without it.
        words = before + re.sub(r"^[’']s\b", "", text.text[mention.end : around[1]])
    words = " ".join(words.split()).strip(" ,;:.–—")
    if len(words) <= LABEL_AT_MOST:
        return words
    return words[:LABEL_AT_MOST].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + " …"


def _actors(analysis: Analysis) -> list[Json]:
    spans: dict[int, list[list[int]]] = {actor.id: [] for actor in analysis.cast.actors}
    for mention in analysis.cast.mentions:
        spans[mention.actor].append([mention.start, mention.end])
    return [
        {
            "name": actor.canonical,
            "type": actor.type,
            "forms": list(actor.forms),
            "roles": list(dict.fromkeys(role.words for role in actor.roles)),
            "mentions": spans[actor.id],
        }
        for actor in analysis.cast.actors
    ]


def _quote(quote: Quote) -> Json:
    return {
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "kind": quote.kind,
        "is_speech": quote.is_speech,
        "speaker": quote.speaker,
        "reasons": _reasons(quote.reasons),
    }


def _contradiction(found: Contradiction) -> Json:
    passages, facts = ([list(span) for span in spans] for spans in (found.passages, found.facts))
    return {"message": found.message, "passages": passages, "facts": facts}


def _reasons(reasons: Sequence[Reason]) -> list[Json]:
    return [{"name": one.name, "factor": one.factor, "message": one.message} for one in reasons]


def draft_json(draft: Draft, actors: Sequence[Actor], *, is_selected: bool = False) -> Json:
    """Give one draft with everything that speaks for and against it.

    Its rank is without the teacher's factor, which the queue puts to it: decisions change from day to day. Those
    chosen by default come first.
    """
    return {
        "question_id": draft.id,
        "raw": dict(draft.raw),
        "template": draft.template,
        "confidence": round(draft.confidence, 4),
        "worth": round(draft.worth, 4),
        "rank": round(draft.confidence * draft.worth + is_selected, 6),
        "start": draft.start,
        "end": draft.end,
        "grounds": {
            "reasons": [*_reasons(draft.reasons), *_held(draft)],
            "proofs": [
                {"option": p.option, "rule": p.rule, "message": p.message, "span": _span(p.start, p.end)}
                for p in draft.proofs
            ],
            "checks": list(draft.checks),
            "rules": sorted({fact.rule for fact in draft.facts if fact.rule}),
            "facts": [[fact.start, fact.end] for fact in draft.facts],
            "fact_key": draft.fact_key,
            "slot": draft.slot,
            "actors": _names(draft, actors),
        },
        "rejections": [{"rule": each.rule, "message": each.message} for each in draft.rejections],
    }


def _held(draft: Draft) -> list[Json]:
    """Say why a sound draft is not chosen by default, to its teacher and to what learns from decisions."""
    hold = draft.held
    return [{"name": f"held {hold.criterion}", "factor": 1.0, "message": hold.message}] if hold is not None else []


def _span(start: int | None, end: int | None) -> list[int] | None:
    return None if start is None or end is None else [start, end]


def _names(draft: Draft, actors: Sequence[Actor]) -> list[str]:
    """Name the actors that a draft is about."""
    slots = [slot for fact in draft.facts for slot in (fact.subject, fact.object, fact.claimant) if slot is not None]
    return sorted({actors[id].canonical for slot in slots for id in slot.actors if id < len(actors)})

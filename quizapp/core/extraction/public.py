"""What `quizapp extract` prints: dates, actors and quotes of an analysis as plain JSON values; no I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeAlias

from quizapp.core.extraction.values import (
    Actor,
    Analysis,
    DateMention,
    Fact,
    Quote,
    Reason,
    Slot,
    confidence_of,
)

Json: TypeAlias = dict[str, Any]


def public_json(analysis: Analysis) -> Json:
    """Give dates, actors and quotes, each in the order of the text: the contract that others read."""
    text = analysis.text
    return {
        "dates": [_date(date, text.para_at(date.start)) for date in analysis.dates if date.is_point],
        "actors": [_actor(actor) for actor in analysis.cast.actors],
        "quotes": [_quote(quote, text.para_at(quote.start)) for quote in analysis.quotes],
    }


def full_json(analysis: Analysis) -> Json:
    """Give the same with spans, rules, confidence and reasons, times that are no points, and facts.

    Every `span` is a half-open pair of offsets in `document.text`.
    """
    text = analysis.text
    mentions = defaultdict(list)
    for mention in analysis.cast.mentions:
        is_metonym = {"is_metonym": True} if mention.is_metonym else {}
        mentions[mention.actor].append(
            {"text": mention.surface, "span": [mention.start, mention.end], "rule": mention.rule} | is_metonym
        )
    return {
        "dates": [_date(date, text.para_at(date.start)) | _date_evidence(date) for date in analysis.dates],
        "actors": [
            _actor(actor) | _actor_evidence(actor, analysis.cast.actors) | {"spans": mentions[actor.id]}
            for actor in analysis.cast.actors
        ],
        "quotes": [
            _quote(quote, text.para_at(quote.start)) | _quote_evidence(quote, analysis.cast.actors)
            for quote in analysis.quotes
        ],
        "facts": [_fact(fact, analysis) for fact in analysis.facts],
        "document": {
            "title": text.title,
            "sha256": text.sha256,
            "published": text.published.isoformat() if text.published else None,
            "language": text.language,
            "text": text.text,
        },
    }


def _date(date: DateMention, para: int) -> Json:
    return {"text": date.surface, "value": date.value.value if date.value else None, "para": para}


def _actor(actor: Actor) -> Json:
    roles = list(dict.fromkeys(role.words for role in actor.roles))
    return {"canonical": actor.canonical, "type": actor.type, "mentions": list(actor.forms), "roles": roles}


def _quote(quote: Quote, para: int) -> Json:
    return {"text": quote.text, "speaker": quote.speaker, "kind": quote.kind, "para": para}


def _confidence(reasons: Sequence[Reason]) -> Json:
    return {
        "confidence": round(confidence_of(reasons), 4),
        "reasons": [{"name": one.name, "factor": one.factor, "message": one.message} for one in reasons],
    }


def _date_evidence(date: DateMention) -> Json:
    return {
        "span": [date.start, date.end],
        "rule": date.rule,
        "how": date.how,
        "relation": date.relation,
        "anchor": date.anchor,
        "is_point": date.is_point,
        "weekday": date.weekday,
        "contradicts": date.contradicts,
        "readings": list(date.readings),
        **_confidence(date.reasons),
    }


def _actor_evidence(actor: Actor, actors: Sequence[Actor]) -> Json:
    return {
        "gender": actor.gender,
        "held": [{"words": role.words, "span": [role.start, role.end], "time": role.time} for role in actor.roles],
        "relations": [{"word": word, "actor": actors[id].canonical} for word, id in actor.relations],
        **_confidence(actor.reasons),
    }


def _quote_evidence(quote: Quote, actors: Sequence[Actor]) -> Json:
    return {
        "span": [quote.start, quote.end],
        "rule": quote.rule,
        "cue": list(quote.cue) if quote.cue else None,
        "addressee": None if quote.addressee is None else actors[quote.addressee].canonical,
        "group": quote.group,
        **_confidence(quote.reasons),
    }


def _fact(fact: Fact, analysis: Analysis) -> Json:
    slots = {"subject": fact.subject, "object": fact.object, "time": fact.time, "place": fact.place}
    slots["claimant"] = fact.claimant
    return {
        "frame": fact.frame,
        "verb": fact.verb,
        "particle": fact.particle,
        **{name: None if slot is None else _slot(slot, analysis) for name, slot in slots.items()},
        "others": [{"name": name, **_slot(slot, analysis)} for name, slot in fact.others],
        "modality": fact.modality,
        "is_negative": fact.is_negative,
        "is_passive": fact.is_passive,
        "evidence": analysis.text.text[fact.start : fact.end],
        "span": [fact.start, fact.end],
        "para": analysis.text.para_at(fact.start),
        "rule": fact.rule,
        **_confidence(fact.reasons),
    }


def _slot(slot: Slot, analysis: Analysis) -> Json:
    date = None if slot.date is None else analysis.dates[slot.date]
    return {
        "words": slot.words,
        "span": [slot.start, slot.end],
        "actors": [analysis.cast.actors[id].canonical for id in slot.actors],
        "value": date.value.value if date and date.value else None,
        **_confidence(slot.reasons),
    }

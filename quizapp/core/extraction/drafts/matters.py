"""What a report is about where its headline names no event: what happened, behind “after”, or the body of its lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.naming import is_whole_name
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.verbs import verb_forms

#: “Town evacuated after explosion at grain terminal”, “… after canal bank gives way at Stenwick”.
_BEHIND = re.compile(r" (?:after|as|before|over|following) (?=(?P<rest>[^,;:“”\"‘’]+)$)", re.IGNORECASE)
_TAIL = re.compile(r" (?:of|on|at|in|near|between|by|to) ")
_PLACE = re.compile(r" (?:at|in|near|off|on|along) (?:the )?[A-Z]")
_DISASTERS = frozenset(
    {
        *("explosion", "blast", "collapse", "leak", "spill", "outbreak", "eruption", "earthquake", "attack", "sinking"),
        *("shooting", "derailment", "accident", "crash", "fire", "flood", "breach", "landslide", "storm", "cyclone"),
        *("hurricane", "drought", "famine", "kidnapping", "theft", "robbery", "murder", "bombing", "strike"),
    }
)
_MOST_WORDS = 9
_LEAST_OF_CLAUSE = 3
#: Under this name what the lead tells is kept beside what headlines tell.
_LEAD = ""
_LEAST_PARAGRAPHS = 3
#: A shorter paragraph is a dateline or a byline.
_LEAST_OF_LEAD = 15


def matters_in(headline: str) -> Iterator[str]:
    """Give what a headline tells behind “after”: an event with its place, or a clause that says where."""
    for found in _BEHIND.finditer(headline):
        words = found["rest"].split()
        if not 1 < len(words) <= _MOST_WORDS:
            continue
        front = _TAIL.split(found["rest"], maxsplit=1)[0].split()
        noun = front[-1].lower()
        is_event = noun in event_nouns() or noun in vocabulary().event_heads or noun in _DISASTERS
        if (is_event and len(words) > len(front)) or _PLACE.search(found["rest"]) or _is_clause(words):
            yield f"{found['rest'][:1].upper()}{found['rest'][1:]}"


def _is_clause(words: list[str]) -> bool:
    """Tell whether words have a subject and a verb: whey kills fish, power cable is cut."""
    known = (verb_forms()[word].forms for word in words[1:] if word in verb_forms())
    has_verb = any({"third", "past"} & one for one in known) or bool({"is", "are", "was", "were"} & set(words[1:]))
    return has_verb and len(words) >= _LEAST_OF_CLAUSE


def bodies_of_lead(setting: DraftSetting) -> tuple[str, ...]:
    """Give the body that the lead of a report names and that more of it speaks of; looked for once."""
    known = setting.remembered.matters
    if _LEAD not in known:
        known[_LEAD] = tuple(_bodies_of_lead(setting))
    return known[_LEAD]


def _bodies_of_lead(setting: DraftSetting) -> Iterator[str]:
    text = setting.analysis.text
    long = (one for one in text.blocks if one.kind == "paragraph")
    numbers = [one.number for one in long if len(text.text[one.start : one.end].split()) >= _LEAST_OF_LEAD]
    lead = set(numbers[:1])
    told = [
        one
        for one, named in enumerate(setting.paragraphs)
        if setting.actor(one).type == "organisation"
        and lead & named
        and is_whole_name(setting, one)
        and _tells_kind(setting.actor(one).canonical)
        and len(named) >= _LEAST_PARAGRAPHS
    ]
    best = max(told, key=lambda one: (len(setting.paragraphs[one]), -one), default=None)
    if best is not None:
        words = with_article(setting.actor(best))
        yield words[:1].upper() + words[1:]


def _tells_kind(name: str) -> bool:
    """Tell whether a name has several words or is letters: one word alone may be a town’s."""
    return " " in name or name.isupper()

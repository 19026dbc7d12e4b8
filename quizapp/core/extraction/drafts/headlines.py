"""What a headline tells of its matter in words that can stand before a stem: an event, or the places and bodies in it.

“Council backs mill, after three-day hearing on the weir” is a sentence and no label; “Three-day hearing on the weir” is
one. A headline without such words gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from quizapp.core.extraction.drafts.setting import DraftSetting, singular
from quizapp.core.extraction.drafts.spoken import WORD
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.verbs import verb_forms

_HELD = frozenset(
    {
        *("hearing", "inquiry", "inquest", "speech", "address", "debate", "vote", "strike", "ballot", "lawsuit"),
        *("investigation", "row", "dispute", "review", "negotiation", "protest", "talk", "trial", "election", "war"),
        *("referendum", "summit", "crash", "fire", "flood", "siege", "battle", "uprising", "revolt", "massacre"),
        *(
            "epidemic",
            "coup",
            "riot",
            "merger",
            "takeover",
            "closure",
            "rescue",
            "campaign",
            "meeting",
            "conference",
            "deal",
        ),
    }
)
_FINITE = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "could", "to"})
_PARTED = re.compile(r":\s+|;\s+|\s+[–—-]\s+|\s\|\s|,\s+")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]|(?<!\w)[‘'][^’']*[’'](?!\w)")
#: “In his independence day speech”, “in temple scrolls trial”, behind a verb.
_IN_EVENT = re.compile(
    r"\b(?:in|at|during|over|after|from|on) (?:the |his |her |its |their |an? )?"
    r"(?P<words>(?:[\w’'-]+ ){1,3}?[\w’'-]+)$",
    re.IGNORECASE,
)
_BEFORE_OF = re.compile(r" (?:on|of|over|into|for|about|between|with|against|in|at) ")
_PARTICLES = frozenset({"down", "up", "out", "off", "over", "back", "in"})
_ENDS_THING = frozenset(
    {
        *("to", "of", "for", "in", "on", "at", "by", "from", "with", "after", "as", "over", "into", "before", "amid"),
        *("and", "or", "but", "that", "who", "which", "while", "within", "against", "until", "despite", "without"),
    }
)
_BEHIND_NOUN = frozenset({"of", "in", "on", "at", "by", "with", "between", "against"})
_SIZE_OF_THING = range(2, 7)
_CHECKED = re.compile(r"^fact[ -]?check(?:ing|ed)?: (?:[^:?]*? )?that (?P<claim>[^:?]+)$", re.IGNORECASE)
_MARKS = re.compile(r"[“”\"‘]|(?<!\w)'|['’](?!\w)")
_MOST_OF_CLAIM = 12
#: “Harbour wage talks break off”: the event that does so.
_MOST_BEFORE = 4
_MOST_NAMES = 2
_MOST_WORDS = 9


def events_in(headline: str) -> Iterator[str]:
    """Give the events that a headline tells of in so many words."""
    for part in _PARTED.split(_plain(headline)):
        if (event := _event_in(part)) is not None:
            yield event


def names_told(setting: DraftSetting, headline: str) -> tuple[str, ...]:
    """Give the first two names of a headline together, then its bodies; a place alone tells of no matter."""
    known = setting.remembered.matters
    if headline not in known:
        known[headline] = tuple(_names_told(setting, _plain(headline)))
    return known[headline]


def _plain(headline: str) -> str:
    return " ".join(_QUOTED.sub(" ", headline).split())


def _names_told(setting: DraftSetting, plain: str) -> Iterator[str]:
    names = list(_names_in(setting, plain))
    if len(names) > 1:
        yield " and ".join(names[:_MOST_NAMES])
    bodies = {with_article(actor) for actor in setting.analysis.cast.actors if actor.type == "organisation"}
    for name in names[:_MOST_NAMES]:
        if {name, name[:1].lower() + name[1:]} & bodies:  # a place or state alone is no matter
            yield name


def person_in(setting: DraftSetting, headline: str) -> str:
    """Give the person whose name begins a headline: “Ada Berg, Who Drained the Fens, Dies at 84”; empty without one."""
    known = setting.remembered.people_first
    if headline not in known:
        people = (actor for actor in setting.analysis.cast.actors if actor.type == "person")
        names = (form for actor in people for form in (actor.canonical, *actor.forms) if " " in form)
        found = (name for name in names if headline.startswith(name) and not headline[len(name) :][:1].isalnum())
        known[headline] = max(found, key=len, default="")
    return known[headline]


def is_sentence(headline: str) -> bool:
    """Tell whether a headline has a finite verb in small letters: Court strikes down contract."""
    return _place_of_verb(headline.split()) is not None


def _place_of_verb(words: list[str]) -> int | None:
    """Give where the first finite verb stands; “strikes” may be one, unless it ends the words or “of” follows."""
    for place, word in enumerate(words[:-1]):
        form = verb_forms().get(word)
        forms = form.forms if form is not None else frozenset()
        is_verb = word in _FINITE - {"to"} or "third" in forms or ("past" in forms and not _is_noun(word))
        if place and is_verb and words[place + 1] not in _BEHIND_NOUN:
            return place
    return None


def _is_noun(word: str) -> bool:
    return word in vocabulary().plain_nouns


def thing_done_in(headline: str) -> str:
    """Give what somebody deals with in a headline, where a name tells which: the Velen water contract; else nothing.

    “Top court strikes down Velen water contract, orders new tender”
    """
    words = _PARTED.split(_plain(headline))[0].split()
    verb = _place_of_verb(words)
    behind = words[verb + 1 :] if verb is not None else []
    behind = behind[1:] if behind and behind[0] in _PARTICLES else behind
    phrase = list(takewhile(lambda word: word not in _ENDS_THING, behind))
    phrase = phrase[1:] if phrase and phrase[0] in ("the", "a", "an") else phrase
    is_named = any(word[:1].isupper() for word in phrase)
    is_noun = len(phrase) in _SIZE_OF_THING and phrase[-1].isalpha() and phrase[-1].islower()
    return f"The {' '.join(phrase)}" if is_named and is_noun and _place_of_verb([*phrase, ""]) is None else ""


def claim_in(title: str) -> str:
    """Give the claim that a fact check looks into: “No, a study did not find that tea cures colds”."""
    found = _CHECKED.match(_MARKS.sub("", title))
    words = found["claim"].strip(" .") if found is not None else ""
    return f"The claim that {words}" if 0 < len(words.split()) <= _MOST_OF_CLAIM else ""


def _event_in(part: str) -> str | None:
    words = part.split()
    if 1 < len(words) <= _MOST_WORDS and _is_event(_BEFORE_OF.split(part, maxsplit=1)[0]) and _is_verbless(words):
        return _headed(part)
    for count in range(min(_MOST_BEFORE, len(words) - 1), 1, -1):
        if _is_event(" ".join(words[:count])) and words[count].lower() in (verb_forms().keys() | _FINITE):
            return _headed(" ".join(words[:count]))
    found = _IN_EVENT.search(part)
    if found is None or not _is_event(found["words"]) or not _is_verbless(found["words"].split()):
        return None
    return f"The {found['words']}"


def _headed(part: str) -> str:
    """Write an event as it opens a stem: the harbour talks, but a two-day hearing without article."""
    return part[:1].upper() + part[1:]


def _is_event(phrase: str) -> bool:
    """Tell whether a phrase of several words has an event for its last: three-day hearing."""
    words = phrase.split()
    last = singular(words[-1]) if words else ""
    return len(words) > 1 and last in _HELD and not words[0].lower().startswith(("fact", "what", "how", "why"))


def _is_verbless(words: list[str]) -> bool:
    """Tell whether behind its first no word is a finite verb: storms, said; “hearing” and “vote” may be nouns."""
    forms = verb_forms()
    known = (forms[word.lower()].forms for word in words[1:] if word.lower() in forms)
    is_verb = any({"third", "past"} & one and "base" not in one for one in known)
    return not is_verb and not _FINITE & {word.lower() for word in words}


def _names_in(setting: DraftSetting, headline: str) -> Iterator[str]:
    """Give the places, states and bodies of the text that a headline names, in its order, none inside another."""
    cast = setting.analysis.cast
    named = {one.surface: one.surface for one in cast.places}
    for actor in cast.actors:
        if actor.type in ("state", "organisation"):
            named |= {form: with_article(actor) for form in (actor.canonical, *actor.forms)}
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, str]] = []
    for form in sorted(named, key=lambda one: (-len(one), one)):
        place = (
            re.search(rf"(?<!\w){re.escape(form)}(?![\w-])", headline) if form[:1].isupper() and len(form) > 2 else None
        )
        if place is None or any(start < place.end() and place.start() < end for start, end in taken):
            continue
        if len(WORD.findall(form)) == 1 and form.lower() in verb_forms():
            continue
        taken.append(place.span())
        found.append((place.start(), named[form]))
    for _, name in dict.fromkeys(sorted(found)):
        yield name[:1].upper() + name[1:]

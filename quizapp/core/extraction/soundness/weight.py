"""Whether what is told is more than a scene.

Whether somebody plays a large part in the document is no sign of that: teachers took what was told of the small ones as
often as the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.labels import theme_of
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import WORD
from quizapp.core.extraction.item_rules.asked import contains_words
from quizapp.core.extraction.soundness.worth import is_often_named, life_told
from quizapp.core.extraction.values import Fact, Slot

#: What is told in passing, of anybody.
_ANECDOTES = frozenset(
    {
        *("look", "arrive", "recall", "rise", "sit", "stand", "walk", "wait", "smile", "laugh", "weep", "notice"),
        *(
            "watch",
            "listen",
            "ride",
            "drive",
            "eat",
            "drink",
            "sleep",
            "wake",
            "like",
            "hope",
            "fear",
            "wish",
            "prefer",
        ),
        *(
            "land",
            "fire",
            "knock",
            "telephone",
            "remember",
            "greet",
            "stay",
            "assemble",
            "lie",
            "lay",
            "put",
            "carry",
            "wear",
            "note",
        ),
    }
)
#: Where somebody went, and whom they met: worth knowing only for what came of it, or where it is what all is about.
_MINOR = frozenset({"return", "travel", "visit", "leave", "meet", "attend", "join", "spend", "see", "sail", "move"})
#: “Rose in revolt”, “rose against Rome”: no scene.
_REVOLTS = ("against", "in revolt", "in rebellion", "in arms", "to power")
#: “Went back to a vaccine”, “came home”; to go to war is another thing.
_GOING = frozenset({"go", "come", "turn", "get"})
_GOALS_OF_WEIGHT = frozenset({"war", "power", "court", "an end", "the throne", "terms"})
#: What belongs to a life that is told: where somebody studied, and what they joined.
_STEPS = frozenset({"study", "join", "attend", "move", "travel", "emigrate"})
_AWARD = re.compile(r"\b(?:Prize|Medal|Award|Cross|Crown|prize|medal|award|title|contract|commission)\b")
_OWN_WORDS = ("facts.quote", "facts.letters", "facts.saying")
_NAMED = re.compile(r"the [A-Z][\w’-]+(?: [A-Z][\w’-]+)*")
_SHORT = 3
_IN_PASSING = "To {} is one step of many: what came of it is not told."
_ANECDOTE = "“{}” tells a scene and nothing that is worth learning."


def find_light(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question asks for a scene, which hardly anybody needs to know; None where it tells more."""
    return next((found for fact in proposal.facts if (found := _of_fact(setting, fact)) is not None), None)


def _of_fact(setting: DraftSetting, fact: Fact) -> str | None:
    if fact.rule.startswith(_OWN_WORDS) or fact.frame in ("letters", "kin", "be", "role"):
        return None
    if fact.verb == "introduce" and any(name == "to" and slot.heads for name, slot in fact.others):
        return _IN_PASSING.format(fact.verb)
    if _is_of_life_told(setting, fact) and fact.verb in _STEPS:
        return None
    if fact.verb in _GOING:
        is_weighty = any(slot.words in _GOALS_OF_WEIGHT for slot in _told(fact)) or _is_prize(fact)
        return None if is_weighty else _ANECDOTE.format(fact.verb)
    rose = " ".join(f"{name} {slot.words}" for name, slot in fact.others)
    if fact.verb == "rise" and any(words in rose for words in _REVOLTS):
        return None
    if fact.verb in _MINOR and not _is_turn(setting, fact):
        return _IN_PASSING.format(fact.verb)
    return _ANECDOTE.format(fact.verb) if fact.verb in _ANECDOTES else None


def _is_prize(fact: Fact) -> bool:
    """Tell whether what went to somebody is an award: the Nobel Prize, the medal of the guild."""
    return fact.subject is not None and _AWARD.search(fact.subject.words) is not None


def _is_of_life_told(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether somebody’s step, told with its place or body, is one of the life that the document tells."""
    life = life_told(setting)
    doer = fact.object if fact.is_passive else fact.subject
    heads = doer.heads if doer is not None else ()
    told = (slot for slot in _told(fact) if slot is not doer)
    return (
        bool(life)
        and any(life in setting.names[one] for one in heads)
        and any(re.search(r"[A-Z]", one.words) for one in told)
    )


def _is_turn(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a step has a purpose, is a state’s, brings the two main ones together, or leads to the theme."""
    doer = fact.object if fact.is_passive else fact.subject
    heads = doer.heads if doer is not None else ()
    if any(name == "to" and slot.words and slot.words.split()[0].islower() for name, slot in fact.others):
        return True
    if any(setting.actor(number).type != "person" for number in heads) or _is_named_thing(doer):
        return True
    if fact.verb == "meet" and all(is_often_named(setting, one) for slot in fact.slots for one in slot.heads):
        return True
    theme = theme_of(setting)
    title = fold(f"{theme.phrase} {theme.headline}")
    told = [slot.words for slot in _told(fact) if slot is not doer]
    words = {word for one in told for word in WORD.findall(one) if word[:1].isupper() and len(word) > _SHORT}
    return any(contains_words(title, fold(word)) for word in words)


def _is_named_thing(doer: Slot | None) -> bool:
    """Tell whether a ship or an expedition sets out that is told by its name: the Fram."""
    return doer is not None and not doer.heads and _NAMED.fullmatch(doer.words) is not None


def _told(fact: Fact) -> Iterator[Slot]:
    yield from (slot for slot in (fact.object, fact.place, *(slot for _, slot in fact.others)) if slot is not None)

"""Whether a place that is asked for is whole, is where it happened, and is not told by the stem."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.lexicons.tables import rows
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Fact

#: “London, Ontario,”: another name behind a comma says which one is meant.
_QUALIFIED = re.compile(r"(?:,| \() ?(?:(?:in|the) )?(?:[A-Z][\w’.-]*(?: of| and)? ?){1,4}(?=[,.;:)]|$)")
_LISTED = re.compile(r"(?:,? (?:and|or) [A-Z])")
#: “Marched into Berlin”, “sailed from Lübeck”: another place says in which country it was.
_OTHER_PLACE = re.compile(r"\b(?:in|into|to|from|through|at|near|on|towards?|across) (?:the )?(?=[A-Z])")
#: Verbs of choosing, trusting and the like, whose “on” or “at” says what, and not where.
_NO_PLACES: dict[str, frozenset[str]] = {
    "on": frozenset(
        {
            *("settle", "agree", "decide", "insist", "rely", "focus", "concentrate", "act", "call", "depend", "fix"),
            *(
                "march",
                "advance",
                "turn",
                "work",
                "base",
                "model",
                "close",
                "fire",
                "spend",
                "impose",
                "vote",
                "report",
            ),
            *("write", "speak", "lecture", "comment", "declare", "press", "bet", "bank", "look", "rest", "build"),
        }
    ),
    "at": frozenset({"aim", "fire", "shoot", "laugh", "strike", "hint", "look", "point", "direct", "marvel", "throw"}),
    "in": frozenset(
        {"believe", "result", "succeed", "invest", "trust", "deal", "engage", "participate", "intervene", "interest"}
    ),
}


def find_poor_place(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question for a place is not chosen by default; None where nothing speaks against it."""
    fact = proposal.fact
    if (realm := _realm_told(proposal)) is not None:
        return f"“{realm}” in the question tells its capital."
    if proposal.slot != "place" or fact.place is None:
        return None
    if fact.verb in _NO_PLACES.get(fact.place.preposition, ()):
        return f"“{fact.verb} {fact.place.preposition}” may say what, and not where."
    if _is_qualified(setting, fact):
        return f"The document says more closely which “{proposal.answer.text}” is meant."
    stem = proposal.stem
    if "which country" in stem and (_OTHER_PLACE.search(_asked(stem)) or _names_city(stem)):
        return "Another place in the question tells the country."
    return None


def _realm_told(proposal: Proposal) -> str | None:
    """Give the state or people of a stem whose capital is the key: South Korean media, Seoul."""
    if proposal.answer.sort != "place":
        return None
    for state in vocabulary().states.values():
        if proposal.answer.text in (*state.capitals, *state.seats):
            names = (state.name, *state.aliases, *state.adjectives, *state.people)
            found = next((name for name in names if re.search(rf"\b{re.escape(name)}\b", proposal.stem)), None)
            if found is not None:
                return found
    return None


def _asked(stem: str) -> str:
    return stem.split("which country", 1)[-1]


def _is_qualified(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the text goes on with what qualifies the place, or with another place."""
    assert fact.place is not None
    text = setting.analysis.text.text[fact.place.end : fact.place.end + 60]
    return _QUALIFIED.match(text) is not None or _LISTED.match(text) is not None


def _names_city(stem: str) -> bool:
    words = re.findall(r"[A-Z][\w’-]*", stem)
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return not _known().isdisjoint((*words, *pairs))


@cache
def _known() -> frozenset[str]:
    capitals = (capital for state in vocabulary().states.values() for capital in state.capitals)
    return frozenset((*(row["name"] for row in rows("places")), *capitals)) - frozenset(vocabulary().states)

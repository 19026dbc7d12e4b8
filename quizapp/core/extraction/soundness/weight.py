"""Whether what is told is more than a scene.

Whether somebody plays a large part in the document is no sign of that: teachers took what was told of the small ones as
often as the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.values import Fact, Slot

#: What is told in passing, of anybody.
_ANECDOTES = frozenset(
    {
        *("look", "arrive", "recall", "rise", "sit", "stand", "walk", "wait", "smile", "laugh", "weep", "notice"),
        *("watch", "listen", "ride", "drive", "eat", "drink", "sleep", "wake", "like", "hope", "fear", "wish"),
        *(
            "study",
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
        ),
    }
)
#: “Rose in revolt”, “rose against Rome”: no scene.
_REVOLTS = ("against", "in revolt", "in rebellion", "in arms", "to power")
#: “Went back to a vaccine”, “came home”; to go to war is another thing.
_GOING = frozenset({"go", "come", "turn", "get"})
_GOALS_OF_WEIGHT = frozenset({"war", "power", "court", "an end", "the throne", "terms"})
_OWN_WORDS = ("facts.quote", "facts.letters", "facts.saying")
_ANECDOTE = "“{}” tells a scene and nothing that is worth learning."


def find_light(proposal: Proposal) -> str | None:
    """Give why a question asks for a scene, which hardly anybody needs to know; None where it tells more."""
    return next((found for fact in proposal.facts if (found := _of_fact(fact)) is not None), None)


def _of_fact(fact: Fact) -> str | None:
    if fact.rule.startswith(_OWN_WORDS) or fact.frame in ("letters", "kin", "be", "role"):
        return None
    if fact.verb in _GOING:
        is_weighty = any(slot.words in _GOALS_OF_WEIGHT for slot in _told(fact))
        return None if is_weighty else _ANECDOTE.format(fact.verb)
    rose = " ".join(f"{name} {slot.words}" for name, slot in fact.others)
    if fact.verb == "rise" and any(words in rose for words in _REVOLTS):
        return None
    return _ANECDOTE.format(fact.verb) if fact.verb in _ANECDOTES else None


def _told(fact: Fact) -> Iterator[Slot]:
    yield from (slot for slot in (fact.object, fact.place, *(slot for _, slot in fact.others)) if slot is not None)

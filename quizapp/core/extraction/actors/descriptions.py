"""Whom a description such as “the minister” or “the country” means: the one actor who fits it, or nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from quizapp.core.extraction.actors.namesakes import is_dead
from quizapp.core.extraction.actors.runs import NUMERAL
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor, Cast

_STATE_NOUNS = cue_words("state_nouns")
_BODY_NOUNS = cue_words("body_nouns")
_RULERS = frozenset(("leader", "ruler"))
_MONARCHS = frozenset(("king", "queen", "emperor", "empress", "tsar", "tsarina", "sultan", "shah"))
_CLERICS = ("pope", "patriarch", "bishop", "archbishop", "catholicos")
_LEADERS = frozenset(("head_of_state", "head_of_government"))


class Descriptions:
    """The actors of one text by what they can be called; sorted when the first description is met."""

    def __init__(self, cast: Cast) -> None:
        """Keep the cast."""
        self._cast = cast

    def find(self, words: Sequence[str], near: Collection[int] = (), day: int | None = None) -> int | None:
        """Give whom “(…) minister”, “country”, “company” behind “the” means, where one actor alone fits.

        `near` are those whom the paragraph names before; nobody is meant who is dead on the day that is told of.
        """
        if not words:
            return None
        noun = words[-1].strip(".,")
        if noun in _STATE_NOUNS or noun in _BODY_NOUNS:
            kind = "state" if noun in _STATE_NOUNS else "organisation"
            return self._called[noun] if noun in self._called else self._only_ones[kind]
        holders: list[int] = []
        for actor in self._candidates(words):
            if _holds(actor, words) and not is_dead(actor.died, day):
                holders.append(actor.id)
            if len(holders) > 1:
                break
        rivals = (self._cast.actors[number] for number in near if number not in holders)
        if len(holders) != 1 or any(_may_reign(one, noun) and not is_dead(one.died, day) for one in rivals):
            return None
        return holders[0]

    def _candidates(self, words: Sequence[str]) -> Sequence[Actor]:
        """Give those who have the rarest of the words in a role, or anybody with a role for “the leader”."""
        telling = [word for word in words if word not in _RULERS]
        if not telling:
            return self._officers
        return min((self._by_word.get(word, []) for word in telling), key=len)

    @cached_property
    def _called(self) -> dict[str, int | None]:
        """The one organisation whose name has a word, for “the ministry” beside a company; None where several have."""
        found: dict[str, int | None] = {}
        for actor in self._cast.actors:
            for word in dict.fromkeys(actor.canonical.casefold().split()) if actor.type == "organisation" else ():
                found[word] = None if word in found else actor.id
        return found

    @cached_property
    def _only_ones(self) -> dict[str, int | None]:
        """The one state and the one organisation of the text, None where it has none or several."""
        found: dict[str, int | None] = {}
        for kind in ("state", "organisation"):
            ids = [actor.id for actor in self._cast.actors if actor.type == kind]
            found[kind] = ids[0] if len(ids) == 1 else None
        return found

    @cached_property
    def _officers(self) -> list[Actor]:
        return [actor for actor in self._cast.actors if actor.type == "person" and actor.roles]

    @cached_property
    def _by_word(self) -> dict[str, list[Actor]]:
        """The people by each word of their roles."""
        found: dict[str, list[Actor]] = {}
        for actor in self._officers:
            for word in {word for role in actor.roles for word in role.words.casefold().split()}:
                found.setdefault(word, []).append(actor)
        return found


def _may_reign(actor: Actor, noun: str) -> bool:
    """Whether “the queen” may mean somebody of whom no title is told, by the numeral: “Elizabeth I”."""
    words = actor.canonical.split()
    title = vocabulary().titles.get(noun.capitalize())
    if noun not in _MONARCHS or title is None or actor.type != "person" or len(words) < 2:
        return False
    is_cleric = any(role.words.casefold().startswith(_CLERICS) for role in actor.roles)
    return NUMERAL.match(words[1]) is not None and actor.gender in (title.gender, None) and not is_cleric


def _holds(actor: Actor, words: Sequence[str]) -> bool:
    """Tell whether a role of the actor is what a description says: the same noun, and no word that it lacks."""
    noun = words[-1]
    lexicon = vocabulary()
    wanted = lexicon.role_nouns.get(noun) or lexicon.titles.get(noun.capitalize())
    for role in actor.roles:
        said = role.words.casefold().split()
        if noun in said and set(words[:-1]) <= set(said):
            return True
        if noun in _RULERS and wanted is not None and set(words[:-1]) <= set(said):
            named = lexicon.role_nouns.get(said[-1]) or lexicon.titles.get(said[-1].capitalize())
            if named is not None and named.role in _LEADERS:
                return True
    return False

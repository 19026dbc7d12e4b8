"""Whether something proves that a name is of what it was taken for: a person, or a body of people."""

from __future__ import annotations

import re
from functools import cache

from quizapp.core.extraction.actors.evidence import is_personal_form
from quizapp.core.extraction.drafts.offices import is_fit_office, is_role, office_words, role_class
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.lexicons.tables import cue_words, rows
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor
from quizapp.core.extraction.verbs import verb_forms

_ADDRESSED = re.compile(r"^(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Madam|Herr|Frau|Prof|Professor|Don|Señora?|Monsieur|Madame)\b")
_LETTERS = re.compile(r"[A-Z][A-Z&.]+$")
_THE = re.compile(r"\b[Tt]he $")
_OF_ENDS = ("n", "ns", "ans", "ese", "ites")
_LEAST_OF_PEOPLE = 4


def is_proven(setting: DraftSetting, number: int) -> bool:
    """Tell whether a list, a form of address, an office, kin or what is done proves the type of a name.

    An opera, a town or a firm may act in a sentence like a person; as a key or an option it would be absurd.
    """
    known = setting.remembered.proven
    if number not in known:
        known[number] = _is_proven(setting, setting.actor(number))
    return known[number]


def _is_proven(setting: DraftSetting, actor: Actor) -> bool:
    if actor.type == "person":
        return not actor.reasons and _is_person(setting, actor)
    return actor.type != "organisation" or _is_body(actor)


def _is_person(setting: DraftSetting, actor: Actor) -> bool:
    words = actor.canonical.split()
    if "&" in words:
        return False  # a firm
    if any(_ADDRESSED.match(form) for form in actor.forms) or actor.relations:
        return True
    if _is_place(setting, actor) or _is_word(actor):
        return False
    if actor.gender is not None or any(_tells_person(role.words, actor) for role in actor.roles):
        return True
    if is_personal_form(tuple(words)) and actor.canonical not in _places():
        return True
    is_plain = _is_plain(words[0]) or any(_is_plain(word) or word.lower() in verb_forms() for word in words[1:])
    if is_plain or _is_with_article(setting, actor) or actor.canonical in setting.parts.firsts:
        return False
    if len(words) > 1:
        return not any(word.lower() in STOP_WORDS for word in words)
    return actor.id in setting.parts.acting or actor.id in setting.standing.speakers


def _tells_person(words: str, actor: Actor) -> bool:
    """Tell whether a role is one, whole and not of a place by this name: the poet, not the Duke of Ragusa."""
    if _is_of(words, actor.canonical):
        return False
    office = office_words(words)
    return is_role(words) and (is_fit_office(office) or role_class(office) == "honorific")


def _is_of(words: str, name: str) -> bool:
    return words.endswith((f" of {name}", f" of the {name}"))


def _is_word(actor: Actor) -> bool:
    """Tell whether a name is an ordinary word with a capital: Division, Now, COLUMBUS over a report."""
    name = actor.canonical
    if " " in name:
        return False
    is_common = name.lower() in vocabulary().starters | STOP_WORDS or _is_plain(name)
    return is_common or (len(name) > 1 and name.isupper())


def _is_place(setting: DraftSetting, actor: Actor) -> bool:
    """Tell whether others have their names from this one: the Senate of Ragusa, the Ragusans."""
    name = actor.canonical
    if any(_is_of(role.words, name) for role in actor.roles):
        return True
    if " " in name or any(_tells_person(role.words, actor) for role in actor.roles):
        return False
    return name in setting.parts.owners or (len(name) > _LEAST_OF_PEOPLE and _has_people(setting, name))


def _has_people(setting: DraftSetting, name: str) -> bool:
    return any(f"{stem}{end}" in setting.parts.peoples for stem in (name, name[:-1]) for end in _OF_ENDS)


@cache
def _places() -> frozenset[str]:
    """Give the names of towns and lands in the tables: Florence, Sydney."""
    capitals = (capital for state in vocabulary().states.values() for capital in state.capitals)
    return frozenset((*(row["name"] for row in rows("places")), *capitals, *vocabulary().states))


def _is_plain(word: str) -> bool:
    """Tell whether a word of a name is an ordinary one, as in Northline Terminals or Fjord Songs."""
    lexicon, low = vocabulary(), word.lower()
    forms = (low, low.removesuffix("s"), low.removesuffix("es"))
    lists = (lexicon.plain_nouns, lexicon.organisation_heads, lexicon.event_heads, lexicon.place_heads)
    return any(form in some for form in forms for some in lists) or word in lexicon.plain_adjectives


def _is_with_article(setting: DraftSetting, actor: Actor) -> bool:
    text = setting.analysis.text.text
    return any(
        _THE.search(text, max(0, one.start - 5), one.start) is not None for one in setting.standing.of_actor[actor.id]
    )


def _is_body(actor: Actor) -> bool:
    """Tell whether a list, a head such as “Ministry”, letters, or a firm’s words are in a body’s name."""
    lexicon, name = vocabulary(), actor.canonical
    words = name.split()
    if name in lexicon.organisations or any(
        form in lexicon.organisations or _LETTERS.match(form) for form in actor.forms
    ):
        return True
    heads = lexicon.organisation_heads
    if any(form in heads for word in words for form in (word.lower(), word.lower().removesuffix("s"))):
        return len(words) > 1
    if cue_words("firms").intersection(words) or "&" in words or words[0] in cue_words("foreign_bodies"):
        return True
    return len(words) > 1 and words[0] not in lexicon.given and words[0].rstrip(".") not in lexicon.given

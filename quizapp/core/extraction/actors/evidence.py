"""Weigh all mentions of an unlisted name: a person, an organisation, a place, or none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.extraction.actors.compounds import REIGNING
from quizapp.core.extraction.actors.contexts import Context
from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.actors.organisations import is_acronym
from quizapp.core.extraction.actors.people import is_family_first
from quizapp.core.extraction.actors.roles import role_behind
from quizapp.core.extraction.actors.runs import INITIAL, NUMERAL, STATE_HEADS
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Token
from quizapp.core.extraction.verbs import verb_forms

NameType: TypeAlias = Literal["person", "organisation", "group", "state", "place", "other"]

#: What has a name of its own and never acts.
_THINGS_CALLED = frozenset(
    (
        *("system", "software", "programme", "program", "machine", "device", "engine", "computer", "network", "app"),
        *("database", "drug", "vaccine", "disease", "scheme", "project", "operation", "storm"),
    )
)
_HUMAN = frozenset(("speech", "life"))
_STAGED = frozenset(("performed", "staged", "screened", "broadcast", "printed", "published", "shown", "aired"))
_OF_TONGUES = frozenset(("name", "word", "term", "language", "tongue", "dialect", "alphabet", "script", "proverb"))
_AGED = frozenset(("old", "ancient", "original", "modern", "medieval", "local", "former"))
_BODIES = frozenset(
    (
        *("groups", "companies", "firms", "parties", "unions", "newspapers", "charities", "banks", "clubs", "bands"),
        *("organisations", "organizations", "associations", "airlines", "publishers", "magazines", "movements"),
    )
)
#: What may follow “the company” when it describes the name before it.
_BEHIND_BODIES = frozenset(("that", "which", "in", "of", "from", "behind", "with", "based", "founded", "run", "and"))
#: Heads of bodies in other languages, which stand first: “Banco Comercial”, “Société Générale”.
_FOREIGN_BODIES = cue_words("foreign_bodies")
#: What firms and family houses have in their names.
_FIRMS = cue_words("firms")
_DEALING = frozenset(("speech", "decide", "give"))
_PERSONAL_PRONOUNS = frozenset(("his", "her", "he", "she"))
_NOUNS: dict[str, NameType] = {
    **dict.fromkeys(cue_words("described_organisation"), "organisation"),
    **dict.fromkeys(cue_words("described_place"), "place"),
    **dict.fromkeys(cue_words("described_other"), "other"),
}
_NOUN_ENDINGS = (
    *("ers", "ors", "ours", "ists", "ants", "ents", "ees", "eers", "ians", "ics", "ians", "men", "women", "folk"),
    *("ness", "ence", "ance", "tion", "sion", "ment", "ity", "body"),
)
_INTRODUCING = frozenset(("the", "a", "an", "their", "its", "our", "his", "her"))
#: Behind an office: the body that it is held for follows.
_SERVING = frozenset(("for", "to", "at"))
_MANY_STATES = frozenset(("kingdoms", "republics", "duchies", "empires", "emirates", "sultanates", "principalities"))
_THINGS = frozenset(
    ["shares", "customers", "employees", "branches", "headquarters", "profits", "factory", "factories", "members"]
)


#: What stands behind a plural that opens a sentence, or behind the label that it is.
_OF_MANY = frozenset(("were", "are", "have", "do", ":"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a name is, and whether the evidence is strong."""

    type: NameType
    is_sure: bool


def verdict_of(words: tuple[str, ...], seen: Sequence[Seen], small: frozenset[str]) -> Verdict:
    """Type a name by the strongest evidence among its mentions; `small` are the words that the text writes small."""
    told = _told(words, seen)
    if told is None and len(words) == 1 and words[0].lower() in small and _only_opens(seen):
        return Verdict("other", False)
    return Verdict(told, True) if told else _weighed(words, seen)


def _told(words: tuple[str, ...], seen: Sequence[Seen]) -> NameType | None:
    """Give the type that a common noun, the form of the name, a title or an ending tells for sure."""
    described = _described(seen)
    if described:
        return described
    if (
        len(words) == 1
        and words[0].lower() in vocabulary().organisation_heads
        and not any(one.piece.prefix for one in seen)
    ):
        return "other"
    if len(words) == 1 and words[0].lower() in vocabulary().place_heads and all(map(_is_owned, seen)):
        return "place"
    if len(words) > 1 and (words[0] in _FOREIGN_BODIES or _FIRMS.intersection(words) or any(map(_is_firm, seen))):
        return "organisation"
    if len(words) == 1 and words[0] in vocabulary().given and all(_is_ship(one) for one in seen):
        return "other"
    if is_personal_form(words) or any(_names_person(one) for one in seen):
        return "person"
    return "group" if len(words) == 1 and _is_people(words[0], seen) else None


def _is_owned(one: Seen) -> bool:
    """Tell “Sweeting’s Alley” by the genitive before it."""
    return one.piece.first > 1 and one.tokens[one.piece.first - 1].text in ("’s", "'s")


def _is_firm(one: Seen) -> bool:
    """Tell “Hale & Moe” from two people by its mark."""
    return any(token.text == "&" for token in one.tokens[one.piece.first : one.piece.last])


def _weighed(words: tuple[str, ...], seen: Sequence[Seen]) -> Verdict:
    """Weigh what the name does against where it stands."""
    if _is_label(words) or (len(words) == 1 and _is_common_noun(words[0], seen)):
        return Verdict("other", False)
    if len(words) == 1 and is_acronym(words[0]):
        acts = any(one.context.acts or one.context.is_owner or one.context.has_article for one in seen)
        return Verdict("organisation" if acts else "other", False)
    contexts = [one.context for one in seen]
    with_article = sum(context.has_article for context in contexts)
    is_place = sum(context.is_place_like for context in contexts)
    is_called_body = len(words) > 1 and with_article * 2 > len(seen) and not is_place and _deals(contexts)
    if is_called_body or _is_thing(seen) or _is_line(words, contexts):
        return Verdict("organisation", False)
    if with_article * 2 > len(seen) or words[0] in vocabulary().plain_adjectives or _is_adverb(words[0]):
        return Verdict("place" if is_place * 2 > len(seen) else "other", False)
    if len(words) == 1 and _is_entered(seen):
        return Verdict("place", False)
    if any(context.verb in _HUMAN for context in contexts):
        return Verdict("person", False)
    if _is_beside_town(words, seen) or (
        is_place and not any(context.verb or context.is_addressee for context in contexts)
    ):
        return Verdict("place", False)
    if any(context.acts and not context.is_recipient for context in contexts) or (
        2 <= len(words) <= 3 and not is_place
    ):
        return Verdict("person", False)
    return Verdict("place" if is_place else "other", False)


def _is_label(words: tuple[str, ...]) -> bool:
    """Tell “KEY QUESTION” from “JOHN HALE” and “THE CHAIR”: only capitals, no article, given name or office."""
    is_large = len(words) > 1 and all(word.isupper() and len(word) > 2 for word in words)
    is_somebody = words[0].capitalize() in vocabulary().given or words[-1].lower() in vocabulary().role_nouns
    return is_large and words[0] != "THE" and not is_somebody


def _is_line(words: tuple[str, ...], contexts: Sequence[Context]) -> bool:
    """Tell a shipping line by what it does from a railway line and a front."""
    return words[-1] == "Line" and any(context.is_partner or context.verb in _DEALING for context in contexts)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 5 and word not in vocabulary().given


def _is_common_noun(word: str, seen: Sequence[Seen]) -> bool:
    """Tell “Neighbours talked”, “Silence fell”: a noun by its ending that is capital only where sentences begin."""
    is_noun = (word.endswith(_NOUN_ENDINGS) and len(word) >= 6) or word.lower() in vocabulary().plain_nouns
    if not is_noun and not any(_is_plural(one) for one in seen):
        return False
    return _only_opens(seen)


def opens_as_noun(one: Seen) -> bool:
    """Tell “Construction began”: a sentence begins with a noun, which only therefore is written large."""
    is_noun = len(one.words) == 1 and len(one.words[0]) >= 6 and one.words[0].endswith(_NOUN_ENDINGS)
    return is_noun and one.piece.rule == "A02-capitals" and _only_opens((one,))


def _only_opens(seen: Sequence[Seen]) -> bool:
    """Whether a name stands nowhere but where sentences begin."""
    return all(one.piece.first == 0 or one.tokens[one.piece.first - 1].text[-1] in ".!?“‘\"':;" for one in seen)


def _is_ship(one: Seen) -> bool:
    """Tell “the Esperanza” from a person of that name: the article alone stands before it."""
    first = one.piece.first
    return first > 0 and one.tokens[first - 1].text.lower() == "the" and not one.piece.prefix


def _is_beside_town(words: tuple[str, ...], seen: Sequence[Seen]) -> bool:
    """Whether a name of one word stands beside a town and is subject or addressee nowhere else."""
    if len(words) > 1 or not any(one.context.is_beside_place for one in seen):
        return False
    return not any(one.context.acts and not one.context.is_coordinated for one in seen)


def _is_plural(one: Seen) -> bool:
    """Tell “Wages were frozen”, “Workflows describe …” and the label “Serfs: …”: an ending in -s and a verb of many."""
    last = one.piece.last
    if not one.words[0].endswith("s") or one.words[0].endswith("ss") or last >= len(one.tokens):
        return False
    behind = one.tokens[last].text
    form = verb_forms().get(behind)
    return behind in _OF_MANY or (form is not None and form.forms == {"base"})


def _described(seen: Sequence[Seen]) -> NameType | None:
    """Read a common noun before the name: “the newspaper …”, “the kingdom of …”, “the island of …”."""
    for one in seen:
        first = one.piece.title_first if one.piece.title_first >= 0 else one.piece.first
        word = one.tokens[first - 1].text.lower() if first else ""
        if word == "of" and first > 1:
            word = one.tokens[first - 2].text.lower()
        elif word in STATE_HEADS:
            word = ""
        found = _thing_called(one, first) or _NOUNS.get(word) or _noun_before_comma(one)
        found = found or _of_bodies(one) or _noun_behind_comma(one) or _place_behind_comma(one) or _thing_named(one)
        if found:
            return found
        if first > 1 and word in STATE_HEADS and one.tokens[first - 1].text == "of":
            return "state"
        if _is_one_of(one):
            return "state"
    return None


def _thing_called(one: Seen, first: int) -> NameType | None:
    """Read “the system, known as Beacon”, “a machine called Colossus”."""
    words = [token.text.lower() for token in one.tokens[max(0, first - 5) : first] if token.text != ","]
    words = words[:-1] if words[-1:] in (["as"], ["simply"]) else words
    is_called = len(words) > 1 and words[-1] in ("known", "called", "named")
    return "other" if is_called and words[-2] in _THINGS_CALLED else None


def _is_one_of(one: Seen) -> bool:
    """Tell each name of “the republics of Paraná and Tacuará”."""
    for place in range(one.piece.first - 1, max(0, one.piece.first - 8), -1):
        word = one.tokens[place].text
        if word == "of":
            return one.tokens[place - 1].text.lower() in _MANY_STATES
        if word not in (",", "and") and not word[0].isupper():
            return False
    return False


def _deals(contexts: Sequence[Context]) -> bool:
    """Tell who is accused, told or speaks from a thing with an article."""
    return any(context.is_addressee or context.verb in ("speech", "decide") for context in contexts)


def _noun_before_comma(one: Seen) -> NameType | None:
    """Read “the company, Hale Power, …”, “the firm then running the boats, Hale Steam, …”."""
    tokens, first, last = one.tokens, one.piece.first, one.piece.last
    first -= one.context.has_article and tokens[first - 1].text.lower() == "the"
    if first < 3 or tokens[first - 1].text != "," or last >= len(tokens) or tokens[last].text not in (",", ".", ";"):
        return None
    for place in range(first - 2, max(0, first - 9), -1):
        word = tokens[place].text.lower()
        if not word[0].isalpha() or word in vocabulary().role_nouns:
            # “The party leader in Orrin, Ana Moe, …” is no party.
            return None
        if _NOUNS.get(word) == "organisation" and _is_introduced(tokens, place):
            return None if one.piece.prefix or _is_served(tokens, place) else "organisation"
    return None


def _of_bodies(one: Seen) -> NameType | None:
    """Read the first names of “two citizens’ groups, Clear Air and the Tenants’ Union, …”."""
    tokens, first, last = one.tokens, one.piece.first, one.piece.last
    first -= one.context.has_article and tokens[first - 1].text.lower() == "the"
    if first < 3 or tokens[first - 1].text != "," or last >= len(tokens) or tokens[last].text not in (",", "and"):
        return None
    noun = tokens[first - 2].text
    return (
        "organisation" if noun in _BODIES and not one.piece.prefix and one.words[0] not in vocabulary().given else None
    )


def _noun_behind_comma(one: Seen) -> NameType | None:
    """Read “Aquarel, the Swiss company that …”, not “Hale, the company’s founder” nor “Hale, the party leader”."""
    tokens, last = one.tokens, one.piece.last
    if last + 2 >= len(tokens) or tokens[last].text != "," or tokens[last + 1].text.lower() not in _INTRODUCING:
        return None
    for place in range(last + 2, min(last + 6, len(tokens))):
        word = tokens[place].text.lower()
        if not word[0].isalpha() or word in vocabulary().role_nouns:
            return None
        if _NOUNS.get(word) == "organisation":
            behind = tokens[place + 1].text if place + 1 < len(tokens) else "."
            is_whole = behind in _BEHIND_BODIES or not behind[0].isalnum()
            return (
                "organisation" if is_whole and behind not in ("’s", "'s", "’", "'") and not one.piece.prefix else None
            )
    return None


def _thing_named(one: Seen) -> NameType | None:
    """Read “Norma was first performed in 1831” and “the old Sorbian name of the hill”: no somebody."""
    tokens, last = one.tokens, one.piece.last
    behind = [token.text for token in tokens[last : last + 3]]
    is_staged = behind[:2] == ["was", "premiered"] or (
        behind[:2] in (["was", "first"], ["was", "last"]) and behind[2:] and behind[2] in _STAGED
    )
    is_tongue = len(one.words) == 1 and behind[:1] != [] and behind[0] in _OF_TONGUES and one.piece.first > 1
    before = tokens[one.piece.first - 1].text.lower() if one.piece.first else ""
    return "other" if is_staged or (is_tongue and (before in _INTRODUCING or before in _AGED)) else None


def _is_served(tokens: Sequence[Token], noun: int) -> bool:
    """Whether somebody is told to act for the body: “Counsel for the company, Ana Moe, …”."""
    before = [tokens[place].text.lower() for place in range(max(0, noun - 4), noun)]
    found = next((place for place, word in enumerate(before) if word in _SERVING), 0)
    return found > 0 and (before[found - 1] in vocabulary().role_nouns or before[found - 1] == "counsel")


def _place_behind_comma(one: Seen) -> NameType | None:
    """Read “Orrin, his capital, …”, “Venn, a fishing village”: what stands between commas is a place."""
    tokens, last = one.tokens, one.piece.last
    if last + 2 >= len(tokens) or tokens[last].text != "," or tokens[last + 1].text.lower() not in _INTRODUCING:
        return None
    for place in range(last + 2, min(last + 6, len(tokens))):
        word = tokens[place].text.lower()
        behind = tokens[place + 1].text if place + 1 < len(tokens) else "."
        if _NOUNS.get(word) == "place" or word in ("capital", "town", "city", "village", "port"):
            is_whole = behind in (",", ".", ";", ")", "in", "on", "near", "of", "where", "and")
            return "place" if is_whole and one.context.is_place_like else None
        if not word[0].isalpha():
            return None
    return None


def _is_introduced(tokens: Sequence[Token], noun: int) -> bool:
    """Whether a determiner stands before a noun, an adjective such as “Swiss” between them or not."""
    for place in range(noun - 1, max(-1, noun - 4), -1):
        word = tokens[place].text
        if word.lower() in _INTRODUCING:
            return True
        if not word.isalpha():
            return False
    return False


def _is_people(word: str, seen: Sequence[Seen]) -> bool:
    """Tell “the Milesians” by its ending and its article."""
    return (
        len(word) > 5 and word.endswith(("ans", "ites", "ids", "oi")) and any(one.context.has_article for one in seen)
    )


def _is_entered(seen: Sequence[Seen]) -> bool:
    """Tell a place that is lived in from a person: “in”, “at”, “near” govern it, and nobody says “his” or “her”."""
    inside = sum(one.context.preposition in ("in", "at", "near", "around", "throughout", "into") for one in seen)
    human = sum(one.context.own_pronoun in _PERSONAL_PRONOUNS and bool(one.context.verb) for one in seen)
    return inside > human


def is_personal_form(words: tuple[str, ...]) -> bool:
    """Tell whether a name’s own form says that it is a person’s."""
    lexicon = vocabulary()
    if words[0] in lexicon.given or words[0].split("-")[0] in lexicon.given:
        return True
    if is_family_first(words) and len(words) <= 4:
        return True
    if len(words) == 2 and words[1] in REIGNING:
        return True
    if len(words) > 1 and ((NUMERAL.match(words[-1]) and len(words[-1]) < 6) or INITIAL.match(words[0])):
        return True
    if any(lexicon.joiners.get(word) == "person" for word in words[1:-1]):
        return True
    low = words[-1].lower()
    return low.endswith(("dóttir", "dottir", "ovich", "evich", "ovna", "evna", "oğlu", "shvili", "opoulos"))


def _names_person(one: Seen) -> bool:
    """Tell whether a title, an office, kin or “who” beside a mention makes it a person."""
    # “A driver in Orrin, who …” is no person called Orrin.
    has_who = one.context.has_who and one.context.preposition not in ("in", "at", "near", "inside", "throughout")
    if one.piece.prefix or one.role is not None or one.kin is not None or has_who:
        return True
    behind = role_behind(one.tokens, one.piece.last)
    return behind is not None and not one.context.is_place_like


def _is_thing(seen: Sequence[Seen]) -> bool:
    """Tell a firm from a person by “its”, its shares and its branches."""
    its = sum(one.context.own_pronoun == "its" and not one.context.is_place_like for one in seen)
    human = sum(one.context.own_pronoun in _PERSONAL_PRONOUNS for one in seen)
    for one in seen:
        behind = one.piece.last + 1
        if one.context.is_owner and behind < len(one.tokens) and one.tokens[behind].text in _THINGS:
            its += 1
    return its > human

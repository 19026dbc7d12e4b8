"""Phrases of a sentence as slots: words for a stem with full names put in, the actors in them, times with values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from quizapp.core.extraction.facts.events import Thread
from quizapp.core.extraction.facts.parsing import Complement, Parsed, Span
from quizapp.core.extraction.facts.spellings import NameSpans, Spellings
from quizapp.core.extraction.facts.units import head_unit, role_nouns
from quizapp.core.extraction.lexicons.tables import rows, words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import (
    Actor,
    ActorMention,
    Cast,
    DateMention,
    PlaceMention,
    Reason,
    Slot,
)

#: Says which actor a span stands for, None where unknown, and what that costs.
Resolver: TypeAlias = Callable[[int, int], tuple[int | None, Sequence[Reason]]]

UNNAMED = Reason("unnamed", 0.85, "The text describes somebody here without a name.")
OPEN_PRONOUN = Reason("pronoun not resolved", 0.4, "It is not sure who “he”, “it”, “they” or “the couple” is here.")
BARE_DEFINITE = Reason("bare definite noun", 0.85, "“The …” may need the text before it to be understood.")

_STATES_WITH_THE = frozenset({"Gambia", "Sudan", "Congo", "Bahamas", "Maldives", "Seychelles", "Comoros"})
_WHERE = frozenset({"on", "in", "at", "near", "off", "around"})
_OWN_GENDER = {"his": "male", "her": "female"}
#: “The name Ana Torres” is words, and nobody.
_NAMES = word_set("naming_nouns")
#: “The couple”, “the brothers” mean several whom only the text before names.
_COMPANIES = word_set("companies")
_OPENING_MARKS = ("“", "‘", "«", "„", '"', "'")
_SAINTS = frozenset({"st", "st.", "saint"})
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside", "on", "off", "around"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What slots of one text are made with; `names` are the spans of events, works and places."""

    text: str
    cast: Cast
    dates: Mapping[int, int]
    mentions: tuple[DateMention, ...]
    resolve: Resolver
    names: NameSpans
    spellings: Spellings
    thread: Thread

    def actor(self, number: int) -> Actor:
        """Give an actor by its id."""
        return self.cast.actors[number]


def phrase_slot(setting: Setting, parsed: Parsed, span: Span, owner: Slot | None = None, preposition: str = "") -> Slot:
    """Make a slot of a noun phrase; `owner` is the subject that its, his or their can mean."""
    line = parsed.line
    words: list[str] = []
    heads: list[int] = []
    actors: list[int] = []
    reasons: list[Reason] = []
    is_all_named = True
    for number, (first, last) in enumerate(span.parts):
        nearest = owner or (Slot("", 0, 0, heads=tuple(heads)) if heads else None)
        part = _part_slot(setting, parsed, first, last, nearest)
        is_all_named = is_all_named and bool(part.heads)
        if number:
            words.append(" and " if number == len(span.parts) - 1 else ", ")
        words.append(part.words)
        heads.extend(part.heads)
        actors.extend(part.actors)
        reasons.extend(part.reasons)
    return Slot(
        words="".join(words),
        start=line.starts[span.first],
        end=line.ends[span.last - 1],
        actors=tuple(dict.fromkeys(actors)),
        heads=tuple(dict.fromkeys(heads)) if is_all_named else (),
        reasons=tuple(dict.fromkeys(reasons)),
        preposition=preposition,
    )


def words_slot(setting: Setting, parsed: Parsed, span: Span, owner: Slot | None = None, preposition: str = "") -> Slot:
    """Make a slot of words that are no noun phrase, such as “to sign the treaty”: it stands for no actor."""
    line = parsed.line
    words, reasons, owners = _rewrite(setting, parsed, span.first, span.last, owner)
    actors = [named.actor for named in line.names[span.first : span.last] if isinstance(named, ActorMention)]
    return Slot(
        words,
        line.starts[span.first],
        line.ends[span.last - 1],
        tuple(dict.fromkeys((*actors, *owners))),
        reasons=reasons,
        preposition=preposition,
    )


def _part_slot(setting: Setting, parsed: Parsed, first: int, last: int, owner: Slot | None) -> Slot:
    line = parsed.line
    start, end = line.starts[first], line.ends[last - 1]
    letters = line.letters[first:last]
    if last - first == 1 and letters[0] in "Uu":
        return _pronoun_slot(setting, start, end, line.words[first], owner)
    actors = [n.actor for n in line.names[first:last] if isinstance(n, ActorMention)]
    head = head_unit(letters, first)
    named = line.names[head]
    heads: tuple[int, ...] = ()
    if isinstance(named, ActorMention) and head > first and line.words[head - 1] in _NAMES:
        return Slot(setting.text[start:end], start, end)
    if isinstance(named, ActorMention):
        behind = letters[head - first + 1 : head - first + 2]
        if _is_spot(setting, parsed, first, head, named) or _is_of_family(parsed, first, head, named):
            return Slot(setting.text[start:end], start, end)
        if not behind:
            return Slot(_name_words(setting, parsed, first, head), start, end, tuple(actors), heads=(named.actor,))
        heads = () if behind == ["O"] and setting.actor(named.actor).type != "person" else (named.actor,)
    words, reasons, owners = _rewrite(setting, parsed, first, last, owner)
    slot = Slot(words, start, end, tuple(dict.fromkeys((*actors, *owners))), reasons=reasons, heads=heads)
    is_bare = (
        letters[0] == "D" and not {"M", "L", "E", "O", "q"} & set(letters) and line.words[first] in ("the", "this")
    )
    if is_bare and (last >= len(line) or line.letters[last] not in "Ot"):
        return _described_slot(setting, slot, line.words[head])
    return slot


def _is_spot(setting: Setting, parsed: Parsed, first: int, head: int, named: ActorMention) -> bool:
    """Whether a name behind “on” or “in” is the place that a body is called after: Skerra, not the Skerra Courier."""
    actor = setting.actor(named.actor)
    is_behind = first > 0 and parsed.line.words[first - 1] in _WHERE
    if is_behind and head == first + 1 and parsed.line.words[first] in _SAINTS:
        return True  # “studied at St. Olaf”: a house
    return (
        is_behind and first == head and actor.type == "organisation" and actor.canonical.startswith(f"{named.surface} ")
    )


def _is_of_family(parsed: Parsed, first: int, head: int, named: ActorMention) -> bool:
    """Whether a surname stands for one of several: “the last Lane”, “a Lane”, “the elder Lane”."""
    before = parsed.line.words[first:head]
    is_ordered = len(before) > 1 and before[0] == "the" and before[-1] in _KIN_ORDER
    return (is_ordered or before in (["a"], ["an"], ["another"])) and " " not in named.surface


_BEHIND_NOUN = re.compile(r" (?:of|in|near|at|on|from|for) ")
_KIN_ORDER = frozenset({"first", "last", "elder", "younger", "older", "other", "second", "third", "next", "senior"})


def _name_words(setting: Setting, parsed: Parsed, first: int, head: int) -> str:
    """Give the full name, with “the” where the document writes one or the name needs one."""
    named = parsed.line.names[head]
    assert isinstance(named, ActorMention)
    actor = setting.actor(named.actor)
    words = with_article(actor)
    has_the = (
        head > first
        and parsed.line.words[head - 1] == "the"
        and actor.type != "person"
        and named.surface == actor.canonical
        and (actor.type != "state" or words in _STATES_WITH_THE)
    )
    return f"the {words}" if has_the and words == actor.canonical and not words.lower().startswith("the ") else words


def _pronoun_slot(setting: Setting, start: int, end: int, word: str, owner: Slot | None) -> Slot:
    if word in ("each other", "one another"):
        return Slot(word, start, end)
    if owner is not None and word.endswith(("self", "selves")):
        return replace(owner, words=word, start=start, end=end, heads=())
    actor, reasons = setting.resolve(start, end)
    if actor is None:
        together = setting.thread.company(word, start, end)
        if together is not None and (owner is None or not set(together.heads) & set(owner.heads)):
            return together
    if actor is None or (owner is not None and actor in owner.heads):
        # “X saw him”: he is not X.
        return Slot(word, start, end, reasons=(OPEN_PRONOUN,))
    return Slot(with_article(setting.actor(actor)), start, end, (actor,), reasons=tuple(reasons), heads=(actor,))


def _described_slot(setting: Setting, slot: Slot, head: str) -> Slot:
    """Find whom “the minister” means; any other bare “the …” is marked as leaning on the text."""
    if head in role_nouns():
        actor, reasons = setting.resolve(slot.start, slot.end)
        if actor is not None:
            words = with_article(setting.actor(actor))
            return replace(slot, words=words, actors=(actor,), heads=(actor,), reasons=(*slot.reasons, *reasons))
    if head in _COMPANIES:
        return replace(slot, reasons=(*slot.reasons, OPEN_PRONOUN))
    if any(word[:1].isupper() for word in slot.words.split()):
        return slot  # “the new Danish cabinet” says whose it is
    return replace(slot, reasons=(*slot.reasons, BARE_DEFINITE))


def _rewrite(
    setting: Setting, parsed: Parsed, first: int, last: int, owner: Slot | None
) -> tuple[str, tuple[Reason, ...], tuple[int, ...]]:
    """Write a phrase with full names, and whom its possessive pronouns mean; give the words, reasons and owners."""
    line = parsed.line
    pieces: list[str] = []
    reasons: list[Reason] = []
    owners: list[int] = []
    end = line.starts[first]
    for at in _rewritten(parsed, first, last):
        pieces.append(setting.text[end : line.starts[at]])
        end = line.ends[at]
        named = line.names[at]
        if line.letters[at] == "p":
            words, why, ids = _possessive(setting, line.starts[at], end, line.words[at], owner)
            pieces.append(words)
            reasons.extend(why)
            owners.extend(ids)
        elif isinstance(named, ActorMention) and _stands_alone(line.letters, at, first, last):
            actor = setting.actor(named.actor)
            has_word_before = at > first and line.letters[at - 1] in "DNCA"
            pieces.append(actor.canonical if has_word_before else with_article(actor))
        else:
            pieces.append(setting.text[line.starts[at] : end])
    pieces.append(setting.text[end : line.ends[last - 1]])
    if line.starts[first] == line.sentence.start:
        pieces[0 if pieces[0] else 1] = _uncapitalised(setting, parsed, first, pieces[0] or pieces[1])
    return " ".join("".join(pieces).split()), tuple(reasons), tuple(owners)


def _rewritten(parsed: Parsed, first: int, last: int) -> list[int]:
    """Give the units of a phrase that are not copied with their neighbours: its first, possessives and actors."""
    names, letters = parsed.line.names, parsed.line.letters
    return [at for at in range(first, last) if at == first or letters[at] == "p" or type(names[at]) is ActorMention]


def _uncapitalised(setting: Setting, parsed: Parsed, first: int, word: str) -> str:
    """Write the first word of a sentence small, unless it may be a name."""
    line = parsed.line
    if line.letters[first] in "MLETqQ" or word in _demonyms() or (word[1:] and not word[1:].islower()):
        return word
    # “The Hague” makes no name of “the strike”.
    behind = setting.text[line.ends[first] + 1 : line.ends[first] + 2]
    is_name = setting.spellings.has_inside(word) and not (word in ("The", "A", "An") and behind.islower())
    return word if is_name else word[:1].lower() + word[1:]


@cache
def _demonyms() -> frozenset[str]:
    cells = [row["adjectives"] for row in rows("states")] + [row["adjective"] for row in rows("peoples")]
    return frozenset(word for cell in cells for part in words(cell) for word in part.split(" "))


def _stands_alone(letters: Sequence[str], at: int, first: int, last: int) -> bool:
    """Whether a name is a noun of its own here, and no attribute of the next word (“UN sanctions”)."""
    following = letters[at + 1] if at + 1 < last else "."
    before = letters[at - 1] if at > first else "."
    return following in "s.OPt,K" and before not in "DN"


def _possessive(
    setting: Setting, start: int, end: int, word: str, owner: Slot | None
) -> tuple[str, tuple[Reason, ...], tuple[int, ...]]:
    """Keep “his” where the subject of the clause is meant; else put the owner's name in."""
    if owner is not None and owner.heads and agrees(setting, word, owner):
        return word, (), owner.heads
    if word == "its" and owner is not None and _may_own(owner):
        return word, (), ()
    actor, reasons = setting.resolve(start, end)
    if actor is None or (word == "her" and setting.text.startswith(_OPENING_MARKS, end + 1)):
        # “Hale called her “a nuisance””: she owns nothing there.
        return word, (OPEN_PRONOUN,), ()
    return _genitive(setting.actor(actor)), tuple(reasons), (actor,)


def _genitive(actor: Actor) -> str:
    """Write a name as owner: Peru’s, the Vandals’, and the British for a people that has no plural of its own."""
    name = with_article(actor)
    if actor.type != "group":
        return f"{name}’s"
    return f"{name}’" if name.endswith("s") else name if actor.canonical in _demonyms() else f"{name}’s"


def _may_own(owner: Slot) -> bool:
    """Whether a subject without a name is a body or place, whose “its” is its own: “the town of Venn sold its mill”."""
    if owner.heads or " and " in owner.words:
        return False
    noun, lexicon = ["", *_BEHIND_NOUN.split(owner.words, maxsplit=1)[0].lower().split()][-1], vocabulary()
    return noun in lexicon.organisation_heads or noun in lexicon.place_heads


def agrees(setting: Setting, word: str, owner: Slot) -> bool:
    """Whether his, her, its or their can mean the owner, who has heads."""
    actor = setting.actor(owner.heads[0])
    if len(owner.heads) > 1 or word == "their":
        # “General Hale negotiated their withdrawal”: that of others.
        return word == "their" and (len(owner.heads) > 1 or actor.type != "person")
    if word in _OWN_GENDER:
        return actor.type == "person" and actor.gender in (None, _OWN_GENDER[word])
    return word == "its" and actor.type in ("state", "organisation")


def time_slot(setting: Setting, parsed: Parsed, complement: Complement) -> Slot | None:
    """Make a slot of a time; None for a duration or what only guards against misreading."""
    line = parsed.line
    named = next(
        (n for n in line.names[complement.span.first : complement.span.last] if isinstance(n, DateMention)), None
    )
    if named is None or not named.is_point:
        return None
    return Slot(
        words=setting.text[named.start : named.end],
        start=named.start,
        end=named.end,
        date=setting.dates[named.start],
        reasons=named.reasons,
        preposition=complement.preposition,
        value=named.value,
    )


def is_place(parsed: Parsed, complement: Complement) -> bool:
    """Whether a phrase says where: “in Lima”, “at the city of Ur”; not “in a treaty with Lima”."""
    if complement.kind != "phrase" or complement.preposition not in _PLACE_PREPOSITIONS:
        return False
    if len(complement.span.parts) > 1:
        return False
    line = parsed.line
    last = line.names[complement.span.last - 1]
    if isinstance(last, PlaceMention):
        return not {"P", "t"} & set(line.letters[complement.span.first : complement.span.last])
    is_state = isinstance(last, ActorMention) and complement.span.last - complement.span.first <= 2
    return is_state and complement.preposition in ("in", "near")

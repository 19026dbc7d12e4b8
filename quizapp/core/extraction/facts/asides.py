"""Facts outside the verbs: offices in titles and appositions, lives in brackets, what letters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quizapp.core.calendar import DateValue
from quizapp.core.extraction.facts.filling import subject_slot
from quizapp.core.extraction.facts.parsing import Clause, Parsed
from quizapp.core.extraction.facts.slots import Setting
from quizapp.core.extraction.facts.units import Line, role_nouns
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import Actor, ActorMention, DateMention, Fact, Reason, Role, Slot, Text
from quizapp.core.extraction.verbs import verb_forms

_CAPITALISED = r"[A-Z][\w’'-]*"
_EXPANSION = rf"{_CAPITALISED}(?: (?:(?:of|the|for|and|on|in|to|de|du|des)\b ?){{0,3}}{_CAPITALISED}){{1,8}}"
_FULL_THEN_LETTERS = re.compile(rf"({_EXPANSION}),? ?\((?:the )?([A-Z]{{2,8}})[),;]")
_BRACKET = re.compile(rf"\(({_EXPANSION}),? (?:or )?([A-Z]{{2,8}})\)")
_LETTERS_THEN_FULL = re.compile(rf"\b([A-Z]{{2,8}}) \((?:the )?({_EXPANSION})[),;]")
_HAS_LETTERS = re.compile(r"\([^()\n]*\b[A-Z]{2,8}\b|\b[A-Z]{2,8} \(")
_SMALL = word_set("small")
_GENERIC_ROLE = frozenset(
    {"leader", "chief", "head", "official", "mr", "mrs", "ms", "dr", "sir", "lady", "lord", "dame"}
)

TITLE = Reason("title", 0.95, "The office is only mentioned beside the name.")
BRACKET_LIFE = Reason("years in brackets", 0.95, "The years stand in brackets behind the name.")


def role_facts(setting: Setting) -> Iterator[Fact]:
    """Give a fact for each office that the cast knows of an actor, unless it says no more than “leader”."""
    bodies = {one.start: one for one in setting.cast.mentions if setting.actor(one.actor).type == "organisation"}
    for actor in setting.cast.actors:
        seen: set[str] = set()
        for role in actor.roles:
            folded = role.words.lower().strip()
            is_generic = folded.rstrip(".") in _GENERIC_ROLE or folded.split(" ")[-1] in _RELATIVE_ROLES
            if folded in seen or is_generic or not folded or _is_predicate(folded) or _is_to_come(folded):
                continue
            seen.add(folded)
            words = _with_whole_body(setting, bodies, role)
            yield _role_fact(actor, words, role.start, role.end, role.time)


def _with_whole_body(setting: Setting, bodies: Mapping[int, ActorMention], role: Role) -> str:
    """Give an office with the whole name of the body that it begins with: “the Society’s president”."""
    body = bodies.get(role.start)
    rest = role.words.removeprefix(body.surface) if body is not None else ""
    if body is None or not rest.startswith(("’s ", "'s ")):
        return role.words
    return setting.actor(body.actor).canonical.removeprefix("the ") + rest


_RELATIVE_ROLES = frozenset({"counterpart", "neighbour", "neighbor", "predecessor", "successor"})


def _is_to_come(words: str) -> bool:
    """Whether somebody is to hold an office only later: “the future president”, “the minister-designate”."""
    return words.startswith(("future ", "incoming ", "would-be ")) or words.endswith(("-designate", "-elect"))


def _is_predicate(words: str) -> bool:
    """Whether words taken for an office begin a predicate: “accused the mayor”, “fled to the king”."""
    first, _, rest = words.partition(" ")
    form = verb_forms().get(first)
    is_verb = form is not None and bool(form.forms & {"past", "third"}) and bool(rest)
    return first in ("and", "or", "but") or (is_verb and first not in _ADJECTIVES)


_ADJECTIVES = word_set("participle_adjectives")


def _role_fact(actor: Actor, words: str, start: int, end: int, time: str) -> Fact:
    return Fact(
        frame="role",
        verb="be",
        subject=Slot(actor.canonical, start, end, (actor.id,), heads=(actor.id,)),
        object=Slot(words, start, end),
        time=None,
        place=None,
        claimant=None,
        modality="asserted",
        start=start,
        end=end,
        rule=f"facts.title.{time}",
        reasons=(TITLE,),
        tense="present" if time == "now" else "past",
        worth=0.6,
    )


def absolute_roles(setting: Setting, parsed: Parsed, clauses: Sequence[Clause]) -> Iterator[Fact]:
    """Read “Peru protested, with the new foreign minister, Ana Torres, warning …”: she is foreign minister of Peru."""
    line = parsed.line
    for at in range(3, len(line) - 2):
        if line.letters[at - 1 : at + 3] != [",", "M", ",", "g"] or line.words[at - 2] not in role_nouns():
            continue
        first = at - 2
        while first > 0 and line.letters[first - 1] == "N":
            first -= 1
        named = line.names[at]
        if first < 2 or line.words[first - 2 : first] != ["with", "the"] or not isinstance(named, ActorMention):
            continue
        state = _state_of_clause(setting, parsed, clauses)
        if state is not None:
            first += line.words[first] in ("new", "then", "current")
            words = f"{setting.text[line.starts[first] : line.ends[at - 2]]} of {with_article(state)}"
            actor = setting.actor(named.actor)
            yield _role_fact(actor, words, line.starts[first], line.ends[at - 2], "now")


def _state_of_clause(setting: Setting, parsed: Parsed, clauses: Sequence[Clause]) -> Actor | None:
    main = next((one for one in clauses if one.kind == "main"), None)
    subject = subject_slot(setting, parsed, main) if main is not None else None
    if subject is None or len(subject.heads) != 1 or setting.actor(subject.heads[0]).type != "state":
        return None
    return setting.actor(subject.heads[0])


def life_facts(setting: Setting, line: Line) -> Iterator[Fact]:
    """Read years in brackets behind a name: born and died of a person, how long of anything else is not said."""
    letters = line.letters
    for at in range(1, len(letters) - 1):
        if letters[at] != "(" or letters[at - 1] != "M":
            continue
        named = line.names[at - 1]
        if isinstance(named, ActorMention) and setting.actor(named.actor).type == "person":
            yield from _lives(setting, line, named, at)


def _lives(setting: Setting, line: Line, named: ActorMention, opening: int) -> Iterator[Fact]:
    close = opening + 1
    while close < len(line) and line.letters[close] != ")":
        close += 1
    inside = [line.names[at] for at in range(opening + 1, close) if line.letters[at] == "T"]
    words = {line.words[at] for at in range(opening + 1, close)}
    if len(inside) != 1 or close == len(line):
        return
    date = inside[0]
    if not isinstance(date, DateMention) or date.value is None:
        return
    opener = f"{' '.join(sorted(words))} {date.surface.lower()}"
    if re.search(r"\b(?:r|reigned|ruled|fl|flourished|president|king|queen|emperor|pope)\b", opener):
        return
    first, last = date.value.ends
    if re.search(r"\b(?:b|born)\b", opener):
        yield _life_fact(setting, named, date, first, "bear", line.ends[close])
    elif re.search(r"\b(?:d|died)\b", opener):
        yield _life_fact(setting, named, date, last, "die", line.ends[close])
    elif date.value.grain == "span" and not _is_life(setting, line, named, date):
        if _reigned(setting, line, named):
            yield _reign_fact(setting, named, date, date.value, line.ends[close])
    elif date.value.grain == "span":
        yield _life_fact(setting, named, date, first, "bear", line.ends[close])
        yield _life_fact(setting, named, date, last, "die", line.ends[close])


def _is_life(setting: Setting, line: Line, named: ActorMention, date: DateMention) -> bool:
    """Tell whether years in brackets are a life: those of rulers and office holders mostly are a reign or a term."""
    value = date.value
    first, last = value.ends if value is not None else (None, None)
    if first is None or last is None or first.lo is None or last.hi is None:
        return False
    years = (last.hi - first.lo) / 365
    actor = setting.actor(named.actor)
    before = setting.text[line.starts[0] : named.start]
    is_ruler = (
        any(_RULES.search(role.words) for role in actor.roles)
        or _NUMBERED.search(named.surface) is not None
        or _NUMBERED.search(actor.canonical) is not None
        or _RULES.search(before[-60:]) is not None
        or _RULES.search(named.surface) is not None
    )
    return years >= (_LONGEST_REIGN if is_ruler else _SHORTEST_LIFE)


def _reigned(setting: Setting, line: Line, named: ActorMention) -> bool:
    """Tell whether years in brackets are a monarch’s reign: the text says king or reign right there, or of the name."""
    before = setting.text[line.starts[0] : named.start]
    if _REIGN.search(before[-40:]) is None and not any(
        _CROWNED.search(one.words) for one in setting.actor(named.actor).roles
    ):
        return False
    return _CROWNED.search(setting.actor(named.actor).canonical) is None


def _reign_fact(setting: Setting, named: ActorMention, date: DateMention, value: DateValue, end: int) -> Fact:
    told = _life_fact(setting, named, date, value, "die", end)
    return replace(told, frame="appoint", verb="rule", rule="facts.life.rule")


_CROWNED = re.compile(r"\b(?:king|queen|emperor|empress|pharaoh|sultan|shah|tsar|caliph)\b", re.IGNORECASE)
_REIGN = re.compile(r"(?:\b(?:reign|rule) of|\b[Kk]ing|\b[Qq]ueen|\b[Ee]mperor) (?:the )?$")
#: No reign is so long, and no life in brackets so short.
_LONGEST_REIGN = 73
_SHORTEST_LIFE = 15
_NUMBERED = re.compile(r" (?:[IVX]+|the Great)$")
_RULES = re.compile(
    r"\b(?:king|queen|emperor|empress|pharaoh|sultan|shah|tsar|caliph|pope|khan|prince|duke|consul|governor|regent|"
    r"reigns?|reigned|ruler|rule|ruled|throne|under|president|minister|chancellor|mayor|bishop|director|chairman|"
    r"chairwoman|secretary|successor|predecessor|premiership|presidency|dynasty|monarch|manager|editor|premier)\b",
    re.IGNORECASE,
)


def _life_fact(setting: Setting, named: ActorMention, date: DateMention, value: DateValue, verb: str, end: int) -> Fact:
    actor = setting.actor(named.actor)
    who = Slot(with_article(actor), named.start, named.end, (actor.id,), heads=(actor.id,))
    time = Slot(
        date.surface,
        date.start,
        date.end,
        date=setting.dates[date.start],
        reasons=date.reasons,
        preposition="on" if value.grain == "day" else "in",
        value=value,
    )
    is_birth = verb == "bear"
    return Fact(
        frame="life",
        verb=verb,
        subject=None if is_birth else who,
        object=who if is_birth else None,
        time=time,
        place=None,
        claimant=None,
        modality="asserted",
        start=named.start,
        end=end,
        is_passive=is_birth,
        rule=f"facts.life.{verb}",
        reasons=(BRACKET_LIFE,),
        worth=0.6,
    )


def letter_facts(text: Text, actors: Mapping[int, int]) -> Iterator[Fact]:
    """Find what letters stand for, told in brackets either way round: “African Union (AU)”, “AU (African Union)”.

    `actors` gives the actor that is named at an offset.
    """
    if not _HAS_LETTERS.search(text.text):
        return
    seen: set[str] = set()
    for pattern, full, letters in ((_FULL_THEN_LETTERS, 1, 2), (_BRACKET, 1, 2), (_LETTERS_THEN_FULL, 2, 1)):
        for found in pattern.finditer(text.text):
            start = _matching_start(found[full], found[letters])
            if start is None or found[letters] in seen or text.block_at(found.start()).kind == "furniture":
                continue
            seen.add(found[letters])
            yield _letters_fact(found, full, letters, start, actors)


def _letters_fact(found: re.Match[str], full: int, letters: int, skipped: int, actors: Mapping[int, int]) -> Fact:
    start = found.start(full) + skipped
    near = (found.start(letters), start)
    ids = tuple(dict.fromkeys(actors[offset] for offset in near if offset in actors))
    return Fact(
        frame="letters",
        verb="stand for",
        subject=Slot(found[letters], found.start(letters), found.end(letters), ids, heads=ids),
        object=Slot(found[full][skipped:], start, found.end(full)),
        time=None,
        place=None,
        claimant=None,
        modality="asserted",
        start=min(start, found.start(letters)),
        end=max(found.end(full), found.end(letters)),
        rule="facts.letters",
        tense="present",
        worth=0.7,
    )


def _matching_start(full: str, letters: str) -> int | None:
    """Give the offset in `full` from where its words begin with the letters, in order; None where they do not."""
    words = [(found.group(), found.start()) for found in re.finditer(r"[\w’']+", full)]
    for first, (_, offset) in enumerate(words):
        rest = [word for word, _ in words[first:]]
        initials = "".join(word[0] for word in rest if word not in _SMALL).upper()
        all_initials = "".join(word[0] for word in rest).upper()
        if letters in (initials, all_initials):
            return offset
    return None


def named_at(mentions: Sequence[ActorMention]) -> dict[int, int]:
    """Give the actor that is named at each offset where a mention begins."""
    return {mention.start: mention.actor for mention in mentions}

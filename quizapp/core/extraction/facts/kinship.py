"""Kinship, in “Ana’s late father Pedro”, “her brother, Pedro,” and “Pedro, the son of Ana”: who was whose father."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from quizapp.core.extraction.facts.slots import Setting
from quizapp.core.extraction.facts.units import Line
from quizapp.core.extraction.lexicons.tables import rows
from quizapp.core.extraction.values import ActorMention, Fact, Reason, Slot


def kin_facts(setting: Setting, line: Line) -> Iterator[Fact]:
    """Give a fact for each pair of people that a sentence calls kin, the name beside the word for it."""
    letters = line.letters
    for at in range(1, len(letters) - 1):
        if letters[at] != "N" or line.words[at] not in _kinship():
            continue
        found = _owned(setting, line, at) or _of_whom(setting, line, at)
        if found is not None:
            yield found


@cache
def _kinship() -> frozenset[str]:
    """Give the words for one relative: whose parents or sons somebody is one of is no name’s own description."""
    words = frozenset(row["word"] for row in rows("kinship"))
    return frozenset(word for word in words if word != "children" and word.removesuffix("s") not in words - {word})


def _owned(setting: Setting, line: Line, at: int) -> Fact | None:
    """Read “Ana’s (late) father(,) Pedro” and “her father, Pedro”."""
    named = _person(setting, line, at + 1 + (line.letters[at + 1] == ","))
    back = at - 1
    while back > 0 and line.letters[back] in ("N", "A"):
        back -= 1
    if named is None:
        return None
    if back > 0 and line.letters[back] == "s":
        owner = line.names[back - 1]
        if isinstance(owner, ActorMention) and owner.actor != named.actor:
            return _kin_fact(setting, line, (owner.actor, owner.start), named, at, ())
    if line.letters[back] == "p" and line.words[back] in ("his", "her"):
        actor, reasons = setting.resolve(line.starts[back], line.ends[back])
        if actor is not None and actor != named.actor and setting.actor(actor).type == "person":
            return _kin_fact(setting, line, (actor, line.starts[back]), named, at, tuple(reasons))
    return None


def _of_whom(setting: Setting, line: Line, at: int) -> Fact | None:
    """Read “Pedro, the elder son of Ana” and “Pedro was a son of (King) Ana”."""
    if line.letters[at + 1] != "O":
        return None
    behind = at + 2
    while behind < len(line) and line.letters[behind] == "N":
        behind += 1
    owner, back = _person(setting, line, behind), at - 1
    while back > 0 and line.letters[back] in ("N", "A"):
        back -= 1
    back -= back > 0 and line.letters[back] == "D"
    is_beside = back > 0 and (line.letters[back] == "," or line.words[back] in ("was", "is"))
    named = _person(setting, line, back - 1) if is_beside else None
    if owner is None or named is None or owner.actor == named.actor:
        return None
    return _kin_fact(setting, line, (owner.actor, owner.start), named, at, ())


def _person(setting: Setting, line: Line, at: int) -> ActorMention | None:
    named = line.names[at] if 0 <= at < len(line) else None
    is_person = isinstance(named, ActorMention) and setting.actor(named.actor).type == "person"
    return named if is_person and isinstance(named, ActorMention) else None


def _kin_fact(
    setting: Setting, line: Line, owner: tuple[int, int], named: ActorMention, at: int, reasons: tuple[Reason, ...]
) -> Fact:
    number, start = owner
    words = f"{setting.actor(number).canonical}’s {line.words[at]}"
    name = setting.actor(named.actor).canonical
    return Fact(
        frame="kin",
        verb="be",
        subject=Slot(name, named.start, named.end, (named.actor,), heads=(named.actor,)),
        object=Slot(words, min(start, line.starts[at]), max(start + 1, line.ends[at]), (number,)),
        time=None,
        place=None,
        claimant=None,
        modality="asserted",
        start=min(start, named.start),
        end=max(line.ends[at], named.end, start + 1),
        particle=line.words[at],
        rule="facts.kin",
        reasons=reasons,
        worth=0.6,
    )

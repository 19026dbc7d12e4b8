"""Genders that no given name or title tells: by the pronouns that go on with somebody."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from quizapp.core.extraction.values import ActorMention, Cast, Gender, Sentence, Text

PRONOUN = re.compile(r"\b(?:she|her|he|his|him)\b", re.IGNORECASE)
GENDERS: Mapping[str, Gender] = {"she": "female", "her": "female", "he": "male", "his": "male", "him": "male"}
_OWN_CLAUSE = re.compile(r"(?:, [^,.;“”\"]{1,60},)? (?:when|because|after|before|while|until) (?P<who>he|she)\b")
#: Who recalls or describes somebody is not the “she” that follows.
_RECALLING = re.compile(
    r"\b(?:recall|remember|describ|prais|call|credit|thank|accus|blam|admir|lov|marri|met|introduc|succeed|nam)\w*\b"
)
_ADDRESS = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame)\b\.? (?=[A-Z])")
#: So many names of one actor are asked.
_ASKED = 12


def known_genders(
    text: Text, sentences: Sequence[Sentence], cast: Cast, is_quoted: Callable[[int], bool]
) -> dict[int, Gender]:
    """Tell the genders that are known; that of the one who is named most also by the pronouns of the whole text."""
    known = {actor.id: actor.gender for actor in cast.actors if actor.gender is not None}
    known |= _by_address(text, cast, known)
    counts = Counter(mention.actor for mention in cast.mentions)
    votes: dict[int, Counter[Gender]] = {}
    asked: Counter[int] = Counter()
    for at, mention in enumerate(cast.mentions):
        actor = mention.actor
        if actor in known or cast.actors[actor].type != "person" or asked[actor] >= _ASKED or is_quoted(mention.start):
            continue
        asked[actor] += 1
        for gender in _told(text, sentences, cast, at, is_quoted):
            votes.setdefault(actor, Counter())[gender] += 1
    known |= {actor: next(iter(told)) for actor, told in votes.items() if len(told) == 1}
    people = [actor.id for actor in cast.actors if actor.type == "person"]
    top = max(people, key=lambda id: (counts[id], -id), default=None)
    if top is not None and top not in known:
        words = Counter(PRONOUN.findall(text.text.lower()))
        female, male = words["she"] + words["her"], words["he"] + words["his"] + words["him"]
        if max(female, male) >= 3 and max(female, male) >= 2 * min(female, male):
            known[top] = "female" if female > male else "male"
    return known


def _by_address(text: Text, cast: Cast, known: Mapping[int, Gender]) -> dict[int, Gender]:
    """Read “Mr Darcy”, “Lady Tarrant” where the full name tells nothing."""
    found: dict[int, Gender] = {}
    for mention in cast.mentions:
        if mention.actor in known or mention.actor in found or cast.actors[mention.actor].type != "person":
            continue
        match = _ADDRESS.search(text.text, max(0, mention.start - 6), mention.end)
        if match is not None:
            found[mention.actor] = "male" if match[1] in ("Mr", "Sir", "Lord") else "female"
    return found


def _told(
    text: Text, sentences: Sequence[Sentence], cast: Cast, at: int, is_quoted: Callable[[int], bool]
) -> list[Gender]:
    """Read “spoke for Rydal when he fell”, “Hale told them that her plan …”, “Hale met voters. She promised …”."""
    mention = cast.mentions[at]
    number = max(0, bisect_right(sentences, mention.start, key=lambda one: one.start) - 1)
    sentence = sentences[number]
    if not _is_alone(cast, at, sentence):
        return _of_own_clause(text, sentence, cast, mention)
    if _RECALLING.search(text.text, mention.end, sentence.end):
        return []
    if mention.start > sentence.start and PRONOUN.search(text.text, sentence.start, mention.start):
        return []
    behind = [match for match in PRONOUN.finditer(text.text, mention.end, sentence.end) if not is_quoted(match.start())]
    found = {GENDERS[match.group().lower()] for match in behind}
    told = list(found) if len(found) == 1 and mention.start - sentence.start < 80 else []
    if number + 1 < len(sentences) and sentences[number + 1].block == sentence.block:
        first = sentences[number + 1].tokens[0].text.lower()
        if first in ("he", "she") and not is_quoted(sentences[number + 1].start):
            told.append(GENDERS[first])
    return told


def _is_alone(cast: Cast, at: int, sentence: Sentence) -> bool:
    """Whether a sentence names one person and nobody else."""
    first = bisect_left(cast.mentions, sentence.start, key=lambda one: one.start)
    last = bisect_left(cast.mentions, sentence.end, key=lambda one: one.start)
    people = {one.actor for one in cast.mentions[first:last] if cast.actors[one.actor].type == "person"}
    return people == {cast.mentions[at].actor}


def _of_own_clause(text: Text, sentence: Sentence, cast: Cast, mention: ActorMention) -> list[Gender]:
    behind = _OWN_CLAUSE.match(text.text, mention.end)
    if behind is None:
        return []
    gender = GENDERS[behind["who"].lower()]
    words = text.text[sentence.start : mention.start]
    if any(GENDERS[match.group().lower()] == gender for match in PRONOUN.finditer(words)):
        return []
    first = bisect_left(cast.mentions, sentence.start, key=lambda one: one.start)
    opening = next(one for one in cast.mentions[first:] if cast.actors[one.actor].type == "person")
    return [gender] if opening.start == mention.start else []

"""Whom a text is about: the person whom its title or first sentence names and who is told of throughout."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quizapp.core.extraction.actors.standings import standing_of
from quizapp.core.extraction.values import Actor, ActorMention, Block, Cast, Gender, MarkPair, Sentence, Text

PERSONAL = re.compile(r"\b(?:she|hers?|herself|he|his|him|himself)\b", re.IGNORECASE)
_BORN = re.compile(r"[^.\n]{0,80}\((?:[^()\n]{0,40} )?née\b")
#: Whom so many of the paragraphs name is whom a text is about.
_SHARE = 0.4
_LEAST_PARAGRAPHS = 3
#: So far from its beginning may the first sentence name whom it defines.
_OPENING = 60
_LEAST_PRONOUNS = 3
#: So many names and pronouns make sure that a text is about somebody.
_LEAST_WORDS = 6


def gender_of(word: str) -> Gender:
    """Give the gender that a personal pronoun tells."""
    return "female" if word.lower() in ("she", "her", "hers", "herself") else "male"


def quoted_by(marks: Sequence[MarkPair]) -> Callable[[int], bool]:
    """Give a test whether an offset stands within a quotation."""
    starts = [pair.start for pair in marks]

    def is_quoted(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < marks[at].end

    return is_quoted


def with_topic(text: Text, sentences: Sequence[Sentence], marks: Sequence[MarkPair], cast: Cast) -> Cast:
    """Note in a cast whom the text is about, and the gender that its pronouns tell of that person."""
    blocks = [block for block in text.blocks if block.kind == "paragraph"]
    if not blocks or not any(actor.type == "person" for actor in cast.actors):
        return cast
    search = _Search(text, sentences, cast, quoted_by(marks), blocks)
    topic = search.topic()
    if topic is None:
        return cast
    actors = list(cast.actors)
    actors[topic] = replace(actors[topic], gender=search.gender(topic))
    return replace(cast, actors=tuple(actors), topic=topic)


@dataclass(slots=True)
class _Search:
    text: Text
    sentences: Sequence[Sentence]
    cast: Cast
    is_quoted: Callable[[int], bool]
    blocks: Sequence[Block]

    def topic(self) -> int | None:
        """Give the titled person, else the one of the first sentence, else the one named in most paragraphs."""
        named = self._paragraphs()
        opener = self._opener()
        defined = opener if len(self.blocks) >= _LEAST_PARAGRAPHS else None
        for actor, share in ((self._titled(opener), 2), (defined, 1)):
            if actor is not None and self._is_told(actor, share):
                return actor
        people = [actor.id for actor in self.cast.actors if actor.type == "person"]
        count, place = max(((len(named.get(one, ())), -one) for one in people), default=(0, 0))
        is_most = count >= max(_LEAST_PARAGRAPHS, _SHARE * len(self.blocks))
        is_early = is_most and (0 in named[-place] or self._is_in_title(self.cast.actors[-place]))
        return -place if is_early and self._has_no_rival(-place, 2) else None

    def gender(self, actor: int) -> Gender | None:
        """Give the gender of the one whom a text is about, by the name, a maiden name, or the pronouns of the text."""
        known = self.cast.actors[actor].gender
        if known is not None:
            return known
        first = next(one for one in self.cast.mentions if one.actor == actor and one.start >= self.blocks[0].start)
        if _BORN.match(self.text.text, first.end):
            return "female"
        said: Counter[Gender] = Counter(
            gender_of(found.group())
            for found in PERSONAL.finditer(self.text.text, first.end)
            if not self.is_quoted(found.start())
        )
        top: Gender = "female" if said["female"] > said["male"] else "male"
        return top if said[top] >= max(_LEAST_PRONOUNS, 2 * (said.total() - said[top])) else None

    def _titled(self, opener: int | None) -> int | None:
        """Give the one person whom the title names; where it names several, the one of the first sentence."""
        people = [actor.id for actor in self.cast.actors if self._is_in_title(actor)]
        return people[0] if len(people) == 1 else opener if opener in people else None

    def _is_in_title(self, actor: Actor) -> bool:
        heading = self.text.text[: self.blocks[0].start] or self.text.title
        return actor.type == "person" and any(_stands_in(form, heading) for form in actor.forms)

    def _opener(self) -> int | None:
        """Give the person of whom the first sentence of the first paragraph tells something."""
        at = bisect_left(self.sentences, self.blocks[0].start, key=lambda one: one.start)
        if at == len(self.sentences):
            return None
        sentence = self.sentences[at]
        named = [one for one in self._mentions(sentence.start, sentence.end) if self._is_person(one)]
        if not named or named[0].start - sentence.start > _OPENING:
            return None
        is_pair = len(named) > 1 and self.text.text[named[0].end : named[1].start].strip() == "and"
        is_told = standing_of(sentence, named[0].start, named[0].end) in ("main", "source")
        return named[0].actor if is_told and not is_pair else None

    def _is_told(self, actor: int, share: int) -> bool:
        """Whether names and fitting pronouns of somebody stand in most paragraphs, and no rival is named far more."""
        gender = self.gender(actor)
        paragraphs, words = 0, 0
        for block in self.blocks:
            named = sum(one.actor == actor for one in self._mentions(block.start, block.end))
            said = PERSONAL.findall(self.text.text, block.start, block.end)
            told = named + sum(gender_of(word) == gender for word in said)
            paragraphs, words = paragraphs + bool(told), words + told
        is_much = words >= _LEAST_WORDS and 2 * paragraphs >= len(self.blocks)
        return gender is not None and is_much and self._has_no_rival(actor, 1 / share)

    def _has_no_rival(self, actor: int, factor: float) -> bool:
        """Whether nobody of the same sex is named more than `factor` allows: 2 for half as often as this one."""
        counts = Counter(one.actor for one in self.cast.mentions if not self.is_quoted(one.start))
        gender = self.gender(actor)
        rivals = (one for one in self.cast.actors if one.type == "person" and one.gender in (None, gender))
        return all(counts[one.id] * factor <= counts[actor] for one in rivals if one.id != actor)

    def _paragraphs(self) -> dict[int, set[int]]:
        """Give the places of the paragraphs that name each actor."""
        found: dict[int, set[int]] = {}
        for place, block in enumerate(self.blocks):
            for mention in self._mentions(block.start, block.end):
                found.setdefault(mention.actor, set()).add(place)
        return found

    def _mentions(self, start: int, end: int) -> list[ActorMention]:
        mentions = self.cast.mentions
        at, last = (bisect_left(mentions, offset, key=lambda one: one.start) for offset in (start, end))
        return [one for one in mentions[at:last] if not self.is_quoted(one.start)]

    def _is_person(self, mention: ActorMention) -> bool:
        return self.cast.actors[mention.actor].type == "person"


def _stands_in(form: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", words) is not None

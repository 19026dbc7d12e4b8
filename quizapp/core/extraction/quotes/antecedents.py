"""Whom a pronoun may stand for: the names before it, those that syntax rules out, whom the text is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.extraction.actors import References
from quizapp.core.extraction.quotes.centres import stands_as_subject
from quizapp.core.extraction.quotes.genders import GENDERS, PRONOUN, known_genders
from quizapp.core.extraction.quotes.people import is_calling
from quizapp.core.extraction.quotes.words import AUXILIARIES, IRREGULAR_VERBS, PREPOSITIONS, RELATIVES
from quizapp.core.extraction.values import Actor, ActorMention, Cast, Gender, MarkPair, Sentence, Text

_REACH = 60
_OWN_LETTERS = 25
#: So many paragraphs back somebody may be gone on with, where those between name nobody who fits.
_BLOCKS_BACK = 2
#: “her letter to her sister, Clara”: whom it goes to is not the next “she”; “…, who answered” may be.
_WRITTEN_TO = re.compile(
    r"\b(?:letters?|notes?|telegrams?|postcards?|replies|reply) to (?:his|her|their) (?:[a-z][\w-]*,? ){1,2}(?=[A-Z])"
)


@dataclass(slots=True)
class Antecedents:
    """The names before a pronoun of the writer, the genders that are known, and whom the text is about."""

    text: Text
    sentences: Sequence[Sentence]
    cast: Cast
    pairs: Sequence[MarkPair] = ()
    genders: Mapping[int, Gender] = field(init=False)
    protagonists: dict[str, int | None] = field(init=False)
    references: References = field(init=False)
    _counts: Counter[int] = field(init=False)
    _pair_starts: list[int] = field(init=False)
    _mention_starts: list[int] = field(init=False)
    _sentence_starts: list[int] = field(init=False)
    _gendered: tuple[Actor, ...] = field(init=False)
    _written_to: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.references = References(self.text, self.sentences, self.cast, self.pairs)
        self._counts = Counter(mention.actor for mention in self.cast.mentions)
        # Lists of starts: bisect with a key calls back at every step, and pronouns ask it for each name before them.
        self._pair_starts = [pair.start for pair in self.pairs]
        self._mention_starts = [mention.start for mention in self.cast.mentions]
        self._sentence_starts = [sentence.start for sentence in self.sentences]
        self.genders = known_genders(self.text, self.sentences, self.cast, self.is_quoted)
        self._gendered = tuple(replace(actor, gender=self.genders.get(actor.id)) for actor in self.cast.actors)
        self._written_to = frozenset(match.end() for match in _WRITTEN_TO.finditer(self.text.text))
        self.protagonists = {gender: self._protagonist(gender) for gender in ("female", "male")}
        topic = self.cast.topic
        if topic is not None and (told := self.genders.get(topic)) is not None:
            self.protagonists[told] = topic

    def people_of(self, block: int, end: int | None = None) -> list[Actor]:
        """List the people whom the writer names in a paragraph, up to an offset where one is given."""
        span = self.text.blocks[block]
        at = bisect_left(self._mention_starts, span.start)
        last = bisect_left(self._mention_starts, span.end if end is None else end)
        named = {one.actor for one in self.cast.mentions[at:last] if not self.is_quoted(one.start)}
        return [self.cast.actors[actor] for actor in sorted(named) if self.cast.actors[actor].type == "person"]

    def introduced(self, end: int) -> int | None:
        """Give the first person whom a paragraph before an offset names as its subject: who is interviewed there."""
        for mention in self.cast.mentions[: bisect_left(self._mention_starts, end)]:
            is_told = self.text.block_at(mention.start).kind == "paragraph" and not self.is_quoted(mention.start)
            is_person = self.cast.actors[mention.actor].type == "person"
            if is_told and is_person and stands_as_subject(self.sentences, mention):
                return mention.actor
        return None

    def _protagonist(self, gender: str) -> int | None:
        """Find the person whom the text is about: named thrice, twice as often as any other who fits."""
        ranked = sorted(
            ((self._counts[actor.id], -actor.id) for actor in self.cast.actors if self._fits(actor, gender)),
            reverse=True,
        )
        if not ranked or ranked[0][0] < 2:
            return None
        top = -ranked[0][1]
        if ranked[0][0] < 3:
            is_alone = len(ranked) == 1 or ranked[1][0] < ranked[0][0]
            return top if is_alone and self._is_life_of(top, gender) else None
        if len(ranked) == 1 or ranked[1][0] * 2 <= ranked[0][0]:
            return top
        if ranked[1][0] * 3 <= ranked[0][0] * 2 and self._is_told_by_pronouns(top, gender):
            return top
        known = [count for count, id in ranked[1:] if self.genders.get(-id) == gender]
        is_lone = not known or known[0] * 2 <= ranked[0][0]
        return top if is_lone and self._is_told_by_pronouns(top, gender) and self._is_mostly(top, gender) else None

    def _is_mostly(self, actor: int, gender: str) -> bool:
        """Whether three of four pronouns are of a gender that somebody is known to have."""
        said = Counter(GENDERS[word] for word in PRONOUN.findall(self.text.text.lower()))
        return self.genders.get(actor) == gender and said[gender] >= 3 * (said.total() - said[gender])

    def _is_told_by_pronouns(self, actor: int, gender: str) -> bool:
        """Whether a text begins with somebody and goes on in pronouns of that gender: four to each name of hers."""
        people = [one.actor for one in self.cast.mentions if self._fits(self.cast.actors[one.actor], gender)]
        said = sum(GENDERS[match.group().lower()] == gender for match in PRONOUN.finditer(self.text.text))
        return people[0] == actor and said >= 4 * self._counts[actor]

    def _is_life_of(self, actor: int, gender: str) -> bool:
        """Whether a text that names somebody twice tells a life: its pronouns are nearly all of that gender."""
        said = Counter(GENDERS[word] for word in PRONOUN.findall(self.text.text.lower()))
        return (
            self.genders.get(actor) == gender
            and said[gender] >= 8 * self._counts[actor]
            and (said[gender] >= 3 * (said.total() - said[gender]))
        )

    def _fits(self, actor: Actor, gender: str) -> bool:
        is_many = actor.canonical.endswith("s") and is_calling(actor.canonical.lower())
        return actor.type == "person" and not is_many and self.genders.get(actor.id) in (None, gender)

    def _fitting_here(self, near: Cast, gender: str, start: int) -> list[ActorMention]:
        """List the mentions of the paragraph that a pronoun may mean; of those before where it names nobody."""
        fitting = [one for one in near.mentions if self._fits(self._gendered[one.actor], gender)]
        last = bisect_right(self.text.blocks, start, key=lambda one: one.start) - 1
        here = [one for one in fitting if one.start >= self.text.blocks[last].start]
        if self.protagonists.get(gender) is not None:
            return here
        for place in range(last - 1, max(-1, last - 1 - _BLOCKS_BACK), -1):
            if here:
                break
            here = [one for one in fitting if one.start >= self.text.blocks[place].start]
        return here

    def _without_own_subject(self, start: int, end: int) -> Iterator[ActorMention]:
        """List the antecedents; in “Hale told her” she is not Hale."""
        sentence = self.sentences[max(0, bisect_right(self._sentence_starts, start) - 1)]
        is_object = (
            self.text.text[start:end].lower() == "her" and self.text.text[end : end + 1] in ".,;:!?”’\n"
        ) or self.text.text[start:end].lower() == "him"
        later = self._named_later(sentence, start, end)
        for mention in self._antecedents(start):
            if mention.actor in later or self._is_beside_pronoun(mention, start, end):
                continue
            if mention.start >= sentence.start and self._is_in_adverbial(mention, sentence, start, end):
                continue
            is_near = mention.start >= sentence.start and start - mention.end < _OWN_LETTERS
            is_barred = is_object and is_near and stands_as_subject(self.sentences, mention)
            if not is_barred and not self._is_only_owner(mention, start):
                yield mention

    def _is_only_owner(self, mention: ActorMention, start: int) -> bool:
        """Whether “Moe’s” only owns what a sentence tells of, and another person of the same sex is named after it."""
        if self.text.text[mention.end : mention.end + 2] not in ("’s", "'s"):
            return False
        owner, block = self._gendered[mention.actor], self.text.block_at(start)
        at, last = bisect_left(self._mention_starts, mention.end), bisect_left(self._mention_starts, start)
        return mention.start >= block.start and any(
            one.actor != owner.id
            and one.start not in self._written_to
            and self.text.text[one.end : one.end + 2] not in ("’s", "'s")
            and not self.is_quoted(one.start)
            and self.cast.actors[one.actor].type == "person"
            and self.genders.get(one.actor) == owner.gender
            for one in self.cast.mentions[at:last]
        )

    def _is_in_adverbial(self, mention: ActorMention, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a name stands only in what opens the sentence: “In an interview with Moe on Monday, he said”."""
        opening = sentence.tokens[0].text.lower()
        before = self.text.text[sentence.start : mention.start].split()
        is_led = opening in PREPOSITIONS and bool(before) and before[-1].lower() in PREPOSITIONS
        if not is_led or self.text.text[start:end].lower() not in ("he", "she"):
            return False
        between = self.text.text[mention.end : start]
        words = re.findall(r"[\w’]+", between)
        is_clause = any(w in IRREGULAR_VERBS or w in AUXILIARIES or w in RELATIVES or w[-2:] == "ed" for w in words)
        return between.rstrip().endswith(",") and not is_clause

    def _named_later(self, sentence: Sentence, start: int, end: int) -> set[int]:
        """List whom the sentence names behind a pronoun that is or opens its subject: “He left Moe” is no Moe."""
        is_subject = self.text.text[start:end].lower() in ("he", "she") or start == sentence.start
        if not is_subject:
            return set()
        mentions = self.cast.mentions
        at = bisect_left(self._mention_starts, end)
        last = bisect_left(self._mention_starts, sentence.end)
        return {one.actor for one in mentions[at:last] if not self.is_quoted(one.start)}

    def _is_beside_pronoun(self, mention: ActorMention, start: int, end: int) -> bool:
        """Whether “she and Stahl” stands there: Stahl is not the next “she”."""
        gender = GENDERS.get(self.text.text[start:end].lower())
        before = self.text.text[max(0, mention.start - 8) : mention.start].lower().split()
        return len(before) > 1 and before[-1] == "and" and GENDERS.get(before[-2], None) == gender

    def _is_last_subject(self, actor: int, here: Sequence[ActorMention], start: int) -> bool:
        """Whether somebody is subject of the sentence right before an offset, and nobody else who fits is in it."""
        number = bisect_right(self._sentence_starts, start) - 2
        if number < 0 or not here or here[-1].actor != actor:
            return False
        floor = self.sentences[number].start
        return {one.actor for one in here if one.start >= floor} == {actor} and (
            stands_as_subject(self.sentences, here[-1])
        )

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset stands within a quotation."""
        pair = bisect_right(self._pair_starts, offset) - 1
        return pair >= 0 and offset < self.pairs[pair].end

    def _antecedents(self, start: int) -> Iterator[ActorMention]:
        """List the mentions near before an offset that a pronoun of the writer may stand for.

        Names within quotations are out, and so is a name right before a subject: “in a letter to her sister Ida she”,
        and whoever a letter is told to go to.
        """
        mentions = self.cast.mentions
        at = bisect_left(self._mention_starts, start)
        for mention in mentions[max(0, at - _REACH) : at]:
            is_led = self.text.text[mention.end : start].strip(" ,") == ""
            if not is_led and not self.is_quoted(mention.start) and not self._is_written_to(mention):
                yield mention

    def _is_written_to(self, mention: ActorMention) -> bool:
        follows = self.text.text[mention.end : mention.end + 6].lstrip(", ")
        return mention.start in self._written_to and not follows.startswith("who")

    def _has_rival(self, near: Cast, gender: str, actor: int, start: int) -> bool:
        """Whether the paragraph names somebody else before whom the pronoun might mean."""
        block = self.text.block_at(start)
        others = (self.cast.actors[mention.actor] for mention in near.mentions if mention.start >= block.start)
        return any(one.id != actor and self._fits(one, gender) for one in others)

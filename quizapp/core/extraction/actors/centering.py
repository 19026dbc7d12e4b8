"""Whom “he” or “she” means in a text about one person: that person, unless somebody else has been subject since.

A paragraph begins with whom the text is about. Whoever stands only as an object, an owner, behind a preposition or in
an apposition takes no pronoun over. Another subject does where the paragraph told of nobody else before; where it did,
either may be meant, and nobody is given until a name decides.
Source: Grosz, Joshi, Weinstein, Centering: A Framework for Modeling the Local Coherence of Discourse (1995), rules 1
and 2.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from quizapp.core.extraction.actors.objects import OBLIQUE
from quizapp.core.extraction.actors.standings import SUBORDINATORS, Standing, standing_of
from quizapp.core.extraction.actors.topics import PERSONAL, gender_of
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Cast, Gender, Sentence, Text
from quizapp.core.extraction.verbs import verb_forms

_START = attrgetter("start")
_NOMINATIVES = frozenset(("he", "she"))
_BEHIND_OBJECTS = frozenset(("and", "but", "or", "as", "when", "while", "because", "that", "the", "a", "an", "how"))
#: So many sentences on others make a paragraph after which “he” may still be one of them.
_CHAPTER = 3
_SUBJECTS = frozenset(("main", "inner", "source"))


@dataclass(frozen=True, slots=True)
class _Told:
    """A name or pronoun of the writer; `actor` is None where nobody can say who it is.

    `is_theirs` where “his father,” or “her teacher,” of the one whom the text is about stands before the name.
    """

    start: int
    actor: int | None
    standing: Standing
    is_theirs: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph told so far: of whom, and whom its last sentence with a subject was about.

    `of_others` counts the sentences with a subject other than the topic.
    """

    topic: int
    centre: int | None
    people: set[int] = field(default_factory=set)
    of_others: int = 0

    def end_sentence(self, told: Sequence[_Told]) -> None:
        """Take in a sentence: who is its subject is gone on with, unless another was told of before."""
        self.people |= {one.actor for one in told if one.actor is not None}
        mains = [one for one in told if one.standing in ("main", "source")]
        if not mains and any(one.standing == "inner" for one in told) and self.topic not in {one.actor for one in told}:
            # “It was Karl Moe who …”: he may be gone on with as well.
            self.centre = None
        if not mains or self._is_acted_on(mains, told):
            return
        last = mains[-1]
        self.of_others += last.actor not in (None, self.topic) and last.standing == "main"
        is_lone = len({one.actor for one in mains}) == 1
        if last.actor is None or not is_lone or (last.actor != self.topic and self.topic in self.people):
            self.centre = None
        else:
            self.centre = last.actor

    def _is_acted_on(self, mains: Sequence[_Told], told: Sequence[_Told]) -> bool:
        """Tell “His uncle, Karl Moe, taught him to read”: the sentence is about him."""
        is_object = any(
            one.actor == self.topic and one.standing == "aside" for one in told if one.start > mains[0].start
        )
        return self.centre == self.topic and is_object and all(one.is_theirs for one in mains)


class Centres:
    """Whom the pronouns mean that fit the person whom a text is about; found once, in the order of the text."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], cast: Cast, is_quoted: Callable[[int], bool]) -> None:
        """Keep the text, which is about somebody of known gender."""
        assert cast.topic is not None
        self._text, self._sentences, self._cast, self._is_quoted = text, sentences, cast, is_quoted
        self._topic = cast.topic
        self._gender: Gender | None = cast.actors[cast.topic].gender
        self._found: dict[int, int | None] = {}
        self._read()

    def has(self, word: str) -> bool:
        """Whether a pronoun fits the one whom the text is about."""
        return PERSONAL.fullmatch(word) is not None and gender_of(word) == self._gender

    def find(self, start: int) -> int | None:
        """Give whom the pronoun at an offset means; None where two may be meant, and in quotations."""
        return self._found.get(start)

    def _read(self) -> None:
        is_others = False
        by_block: dict[int, list[Sentence]] = {}
        for sentence in self._sentences:
            by_block.setdefault(sentence.block, []).append(sentence)
        for number, sentences in by_block.items():
            kind = self._text.blocks[number].kind
            if kind == "heading":
                named = {actor for one in sentences for _, _, actor in self._names(one)}
                is_others = bool(named) and self._topic not in named
            elif kind in ("paragraph", "list"):
                is_others = self._read_paragraph(sentences, is_others=is_others)

    def _read_paragraph(self, sentences: Sequence[Sentence], *, is_others: bool) -> bool:
        """Find the pronouns of a paragraph; tell whether it ends with the text being about another.

        `is_others` where the paragraph before did.
        """
        paragraph = _Paragraph(self._topic, None if is_others else self._topic)
        for sentence in sentences:
            paragraph.end_sentence(list(self._read_sentence(sentence, paragraph)))
        if self._topic in paragraph.people:
            return False
        return is_others or paragraph.of_others >= _CHAPTER

    def _read_sentence(self, sentence: Sentence, paragraph: _Paragraph) -> Iterator[_Told]:
        told: list[_Told] = []
        names = [(start, end, actor) for start, end, actor in self._names(sentence)]
        pronouns = [
            (found.start(), found.end(), None)
            for found in PERSONAL.finditer(self._text.text, sentence.start, sentence.end)
            if self.has(found.group()) and not self._is_quoted(found.start())
        ]
        for start, end, actor in sorted((*names, *pronouns), key=lambda one: one[:2]):
            if actor is None:
                one = self._pronoun(sentence, start, end, told, paragraph)
                self._found[start] = one.actor
            else:
                standing = standing_of(sentence, start, end)
                one = _Told(start, actor, standing, self._is_theirs(sentence, start, told))
            told.append(one)
            yield one

    def _names(self, sentence: Sentence) -> Iterator[tuple[int, int, int]]:
        """Give the names outside quotations of those whom the pronouns may mean."""
        mentions = self._cast.mentions
        at = bisect_left(mentions, sentence.start, key=_START)
        while at < len(mentions) and mentions[at].start < sentence.end:
            actor = self._cast.actors[mentions[at].actor]
            fits = actor.type == "person" and actor.gender in (None, self._gender)
            if fits and not self._is_quoted(mentions[at].start):
                yield mentions[at].start, mentions[at].end, actor.id
            at += 1

    def _is_theirs(self, sentence: Sentence, start: int, told: Sequence[_Told]) -> bool:
        """Tell “His teacher, Karl Moe” by a possessive of the topic and a word for a relative or an office."""
        tokens = sentence.tokens
        at = bisect_left(tokens, start, key=_START)
        noun = at - 1 - (at > 0 and tokens[at - 1].text == ",")
        if noun < 1 or not told or told[-1].actor != self._topic:
            return False
        word = tokens[noun].text.lower()
        is_near = any(token.start == told[-1].start for token in tokens[max(0, noun - 3) : noun])
        return is_near and (word in vocabulary().kin or word in vocabulary().role_nouns)

    def _pronoun(self, sentence: Sentence, start: int, end: int, told: Sequence[_Told], paragraph: _Paragraph) -> _Told:
        word = self._text.text[start:end].lower()
        if word in _NOMINATIVES:
            at = bisect_left(sentence.tokens, start, key=_START)
            before = sentence.tokens[at - 1].text.lower() if at else ""
            standing: Standing = "inner" if before in SUBORDINATORS else "main"
            return _Told(start, self._as_subject(told, paragraph), standing)
        if word.endswith("self"):
            subjects = {one.actor for one in told if one.standing in _SUBJECTS}
            return _Told(start, subjects.pop() if len(subjects) == 1 else None, "aside")
        is_object = word == "him" or (word == "her" and (_is_whole(sentence, end) or _is_given(sentence, start)))
        return _Told(start, (self._as_object if is_object else self._as_owner)(told, paragraph), "aside")

    def _as_subject(self, told: Sequence[_Told], paragraph: _Paragraph) -> int | None:
        """Go on with the one subject of the sentence; without one, with whom the sentences before are about."""
        subjects = [one for one in told if one.standing in _SUBJECTS]
        if not subjects:
            is_sure = paragraph.centre == self._topic or all(one.actor == paragraph.centre for one in told)
            return paragraph.centre if is_sure else None
        return self._only(subjects, paragraph)

    def _as_object(self, told: Sequence[_Told], paragraph: _Paragraph) -> int | None:
        """Take whom the sentences before are about, where the subject of the sentence acts on nobody else by name."""
        subjects = {one.actor for one in told if one.standing in _SUBJECTS}
        others = {one.actor for one in told} - subjects - {self._topic}
        if others or None in subjects or len(subjects) > 1:
            return None
        if not subjects or subjects == {self._topic}:
            return paragraph.centre if not subjects else self._topic
        if paragraph.centre in subjects:
            return self._topic if self._topic in paragraph.people else None
        return paragraph.centre

    def _as_owner(self, told: Sequence[_Told], paragraph: _Paragraph) -> int | None:
        if not told:
            return paragraph.centre
        if {one.actor for one in told} == {self._topic}:
            return self._topic
        subjects = [one for one in told if one.standing in _SUBJECTS]
        is_of_subject = bool(subjects) and {one.actor for one in told} == {subjects[-1].actor}
        return self._only(subjects, paragraph) if is_of_subject else None

    def _only(self, subjects: Sequence[_Told], paragraph: _Paragraph) -> int | None:
        """Give the one subject of a sentence; another than the topic only where nothing before is about the topic."""
        actors = {one.actor for one in subjects}
        if len(actors) > 1 or actors == {self._topic}:
            return self._topic if actors == {self._topic} else None
        is_open = self._topic in paragraph.people or any(one.standing != "main" for one in subjects)
        return None if is_open else subjects[-1].actor


def _is_given(sentence: Sentence, start: int) -> bool:
    """Tell “taught her algebra” by a verb that takes two objects."""
    at = bisect_left(sentence.tokens, start, key=_START)
    verb = verb_forms().get(sentence.tokens[at - 1].text.lower()) if at else None
    return verb is not None and any("d" in option.takes for _, option in verb.options)


def _is_whole(sentence: Sentence, end: int) -> bool:
    """Whether “her” is what a verb takes: nothing behind it, or no noun that she would own."""
    at = bisect_right(sentence.tokens, end - 1, key=_START)
    behind = sentence.tokens[at].text if at < len(sentence.tokens) else "."
    return not behind[0].isalnum() or behind[0].isdigit() or behind in OBLIQUE | _BEHIND_OBJECTS

"""Somebody without a name of whom a sentence tells: “The old duke was banished. His son …”."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter

from quizapp.core.extraction.actors.contexts import verb_behind
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import ActorMention, Cast, Gender, Sentence

_PERSONAL: dict[str, Gender] = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_OWNERS = frozenset(("His", "Her"))
#: “The old exiled duke” has so many words before its noun.
_WORDS_BEFORE = 3


class Unnamed:
    """The people of one text whom it only describes, for the pronouns behind them."""

    def __init__(
        self, cast: Cast, sentences: Sequence[Sentence], whom: Callable[[int, Sequence[str]], int | None]
    ) -> None:
        """Keep the text; `whom` tells which actor the words behind “the” at an offset mean, if one is known."""
        self._cast, self._sentences, self._whom = cast, sentences, whom
        self._titles = {one.canonical.casefold().split()[0] for one in cast.actors if one.type == "person"}

    def is_meant(self, word: str, start: int, number: int, found: int, earlier: Sequence[ActorMention]) -> bool:
        """Tell whether a pronoun of sentence `number` may mean one described there or right before it.

        The one `found` is named farther back, and is not the only one whom the paragraph tells of.
        """
        gender = _PERSONAL.get(word)
        return gender is not None and any(
            self._hides(place, gender, start, number, found, earlier) for place in (number, number - 1)
        )

    def _hides(
        self, place: int, gender: Gender, start: int, number: int, found: int, earlier: Sequence[ActorMention]
    ) -> bool:
        if place < 0 or self._sentences[place].block != self._sentences[number].block:
            return False
        last = self._described_end(self._sentences[place], gender)
        begin = self._sentences[place].start
        if last == 0 or self._sentences[place].tokens[last - 1].end > start:
            return False
        # “The old duke was banished. His son Otto freed him, and he …”: not the one who is told by his father.
        end = start
        if place < number and self._sentences[number].tokens[0].text in _OWNERS:
            end = self._sentences[number].start
        if any(one.actor == found and begin <= one.start < end for one in earlier):
            return False
        words = [token.text.casefold() for token in self._sentences[place].tokens[1:last]]
        return self._has_rivals(place, gender, earlier) and self._whom(begin, words) != found

    def _has_rivals(self, place: int, gender: Gender, earlier: Sequence[ActorMention]) -> bool:
        first = bisect_left(self._sentences, self._sentences[place].block, key=attrgetter("block"))
        opening, begin = self._sentences[first].start, self._sentences[place].start
        people = {one.actor for one in earlier if opening <= one.start < begin}
        actors = (self._cast.actors[actor] for actor in people)
        return sum(one.type == "person" and one.gender in (gender, None) for one in actors) > 1

    def _described_end(self, sentence: Sentence, gender: Gender) -> int:
        """Give the place behind “The old duke” where it opens a sentence as the subject of its verb, else 0."""
        tokens = sentence.tokens
        if not tokens or tokens[0].text != "The":
            return 0
        for at in range(1, min(_WORDS_BEFORE + 1, len(tokens))):
            word = tokens[at].text
            if not word.islower():
                return 0
            if self._is_person(word, gender) and verb_behind(tokens, at + 1):
                return at + 1
        return 0

    def _is_person(self, word: str, gender: Gender) -> bool:
        lexicon = vocabulary()
        title = lexicon.role_nouns.get(word) or lexicon.titles.get(word.capitalize())
        told = title.gender if title else lexicon.kin[word][0] if word in lexicon.kin else None
        is_known = title is not None or word in lexicon.kin or word in self._titles
        return is_known and told in (gender, None)

"""What a pronoun or a description such as “the minister” refers to; unknown where two would fit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

from quizapp.core.extraction.actors.centering import Centres
from quizapp.core.extraction.actors.contexts import verb_behind
from quizapp.core.extraction.actors.descriptions import Descriptions
from quizapp.core.extraction.actors.namesakes import day_at
from quizapp.core.extraction.actors.objects import OBLIQUE, acted_on_another, before_joined, is_counted
from quizapp.core.extraction.actors.topics import quoted_by
from quizapp.core.extraction.actors.unnamed import Unnamed
from quizapp.core.extraction.values import Actor, ActorMention, Cast, Gender, MarkPair, Reason, Sentence, Text

ONE_FITS = Reason("pronoun", 0.85, "“He”, “she”, “it” or a description is used; one name of the paragraph fits.")
RIVAL = Reason("second fitting actor", 0.85, "Another name fits too; the one spoken of just before is taken.")
EARLIER = Reason(
    "previous paragraph", 0.7, "“He”, “she”, “it” or a description is used; the name stands a paragraph earlier."
)
BY_ROLE = Reason("one fitting name for a role", 0.9, "Only the office is named; one person of the text holds it.")

_MALE = frozenset(("he", "him", "his", "himself"))
_FEMALE = frozenset(("she", "her", "hers", "herself"))
_THING = frozenset(("it", "its", "itself"))
_MANY = frozenset(("they", "them", "their", "theirs", "themselves"))
PRONOUNS = _MALE | _FEMALE | _THING | _MANY
_CITING = frozenset(("says", "writes", "argues", "notes", "claims", "believes", "suggests", "reports", "tells", "adds"))
#: Rule of a mention that is a pronoun whose actor is known.
VIRTUAL = "pronoun"
_FOLLOWED = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b")
_GENDERS: Mapping[str, Gender] = {"he": "male", "his": "male", "she": "female", "her": "female"}
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "its", "their"))
_DETERMINERS = frozenset(("the", "this", "that", "its", "their"))
_START = attrgetter("start")
#: How many mentions make somebody the only one that a text speaks of, and how many are looked back over.
_HERO, _REACH = 3, 40
#: So many words may open “At the end of his …”.
_OPENING = 4
_OPENERS = OBLIQUE | {"after", "before", "during", "despite", "throughout", "until", "since", "by", "under"}


def _resolve(
    cast: Cast, sentences: Sequence[Sentence], earlier: Sequence[ActorMention], word: str, start: int
) -> tuple[int | None, tuple[Reason, ...]]:
    """Resolve a pronoun by the mentions before it, those in the same block first."""
    number = sentence_at(sentences, start)
    if word == "it" and not _is_subject_at(sentences[number], start + 2):
        # “Sold it”, “before it”: as a rule a thing, and not the state or body that the sentence also names.
        return None, ()
    first = _first_of_block(sentences, earlier, sentences[number].block)
    here = _without_sources(cast, sentences, earlier[first:], word)
    found, reasons = _antecedent(cast, sentences, here, word)
    if found is not None:
        is_fit = _is_in_reach(cast, sentences, earlier[:first], here, found, word, number)
        is_fit = is_fit and not acted_on_another(sentences, number, here, found, word, start)
        return (found, reasons) if is_fit else (None, ())
    if any(_suits(cast.actors[mention.actor], word) for mention in here):
        return None, ()
    is_first = number == 0 or sentences[number - 1].block != sentences[number].block
    if word in _THING | _MANY and not is_first:
        return None, ()
    return _of_block_before(cast, sentences, earlier[:first], word)


def _without_sources(
    cast: Cast, sentences: Sequence[Sentence], here: Sequence[ActorMention], word: str
) -> Sequence[ActorMention]:
    """Leave out whom the writer only quotes (“Justin says”, “according to Strabo”), where somebody else fits."""
    if word in _THING or len({one.actor for one in here if _suits(cast.actors[one.actor], word)}) < 2:
        return here
    kept = [one for one in here if not _is_source(sentences, one)]
    return kept if any(_suits(cast.actors[one.actor], word) for one in kept) else here


def _is_source(sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    sentence = sentences[sentence_at(sentences, mention.start)]
    first = bisect_left(sentence.tokens, mention.start, key=_START)
    last = bisect_left(sentence.tokens, mention.end, key=_START)
    before = [token.text.lower() for token in sentence.tokens[max(0, first - 2) : first]]
    behind = sentence.tokens[last].text if last < len(sentence.tokens) else ""
    return before == ["according", "to"] or behind in _CITING


def _is_in_reach(
    cast: Cast,
    sentences: Sequence[Sentence],
    earlier: Sequence[ActorMention],
    here: Sequence[ActorMention],
    found: int,
    word: str,
    number: int,
) -> bool:
    """Tell whether the one who fits may be meant: not from behind a preposition, where another was spoken of before."""
    mentions = [mention for mention in here if mention.actor == found]
    is_aside = all(_is_oblique(sentences, one) for one in mentions)
    if is_aside and cast.actors[found].gender is None and cast.actors[found].type == "person":
        known = [one for one in earlier[-12:] if one.actor != found and cast.actors[one.actor].gender is not None]
        if any(_suits(cast.actors[one.actor], word) for one in known):
            return False
    if is_aside and word in ("he", "she") and _has_other_subject(cast, sentences, here, found, word):
        return False
    if word in ("it", "they", "them"):
        # “The board met. It voted. …, it said”: the sentence between goes on with the same subject.
        reach = 1 + (number > 1 and sentences[number - 1].tokens[0].text in ("It", "They"))
        near = [one for one in mentions if sentence_at(sentences, one.start) >= number - reach]
        return any(not _is_oblique(sentences, one) for one in near)
    is_own = all(
        sentence_at(sentences, one.start) == number and _is_oblique(sentences, one) and one.rule != VIRTUAL
        for one in mentions
    )
    return not (is_own and any(one.actor != found and _suits(cast.actors[one.actor], word) for one in earlier[-12:]))


def _has_other_subject(
    cast: Cast, sentences: Sequence[Sentence], here: Sequence[ActorMention], found: int, word: str
) -> bool:
    """Whether the paragraph tells of another who fits and acts: “Oto feared the fleet of Karl. … he …”."""
    acting = {one.actor for one in here if is_subject(sentences, one) or _opens(sentences, one)}
    return found not in acting and any(_suits(cast.actors[actor], word) for actor in acting)


def _opens(sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    return mention.rule != VIRTUAL and mention.start == sentences[sentence_at(sentences, mention.start)].start


def _is_oblique(sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    sentence = sentences[sentence_at(sentences, mention.start)]
    first = before_joined(sentence.tokens, bisect_left(sentence.tokens, mention.start, key=_START))
    before = [token.text.lower() for token in sentence.tokens[max(0, first - 4) : first]]
    # “To the engineer Emil Kranz”: the preposition governs the name, over an article and at most two words.
    article = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _ARTICLES), None)
    governor = before[article - 1 : article] if article else []
    return bool({*governor, *before[-1:]} & OBLIQUE)


def _is_subject_at(sentence: Sentence, offset: int) -> bool:
    """Tell whether a verb follows the pronoun that ends at an offset."""
    at = bisect_left(sentence.tokens, offset, key=_START)
    is_open = at < len(sentence.tokens) and sentence.tokens[at].text in ("and", "or", ",", ".", ";", "to")
    return not is_open and bool(verb_behind(sentence.tokens, at))


def resolve_reference(
    text: Text, sentences: Sequence[Sentence], cast: Cast, start: int, end: int
) -> tuple[int | None, tuple[Reason, ...]]:
    """Give the actor that a name, pronoun or description at `start`..`end` refers to; see `References.resolve`."""
    return References(text, sentences, cast, follows_pronouns=False).resolve(start, end)


class References:
    """Whom names, pronouns and descriptions of one text mean; made once where many are asked."""

    def __init__(
        self,
        text: Text,
        sentences: Sequence[Sentence],
        cast: Cast,
        marks: Sequence[MarkPair] = (),
        *,
        follows_pronouns: bool = True,
    ) -> None:
        """Keep the text; offices are sorted when the first description is met, pronouns when the first of them is.

        `follows_pronouns` where whom a “he” means is also a rival and a subject for the next one; that reads the whole
        text, and is only worth it where much is asked. `marks` tell what is quoted.
        """
        self._text, self._sentences, self._cast, self._marks = text, sentences, cast, marks
        self._follows_pronouns = follows_pronouns

    def resolve(self, start: int, end: int) -> tuple[int | None, tuple[Reason, ...]]:
        """Give the actor that the words at `start`..`end` refer to, with what it costs.

        “the minister”, “the country”, “the leader” are resolved only where one actor alone fits by role; else None.
        """
        named = [mention for mention in _within(self._cast, start, end)]
        if named:
            return named[-1].actor, ()
        words = self._text.text[start:end].casefold().split()
        if len(words) == 1 and self._centres is not None and self.tells(words[0]):
            found = self._centres.find(start)
            return (None, ()) if found is None else (found, (ONE_FITS,))
        if len(words) == 1 and words[0] in PRONOUNS:
            mentions = self._with_pronouns if self._follows_pronouns else self._cast.mentions
            return self._resolved(_before(mentions, start), words[0], start)
        if not words or words[0] not in _DETERMINERS:
            return None, ()
        found = self._described_at(start, words[1:])
        return (found, (BY_ROLE,)) if found is not None else (None, ())

    def _resolved(
        self, earlier: Sequence[ActorMention], word: str, start: int
    ) -> tuple[int | None, tuple[Reason, ...]]:
        """Resolve a pronoun, unless it may mean somebody whom the text only describes: “The old duke … His son”."""
        found, reasons = _resolve(self._cast, self._sentences, earlier, word, start)
        if found is None:
            return None, ()
        is_unnamed = self._unnamed.is_meant(word, start, sentence_at(self._sentences, start), found, earlier)
        return (None, ()) if is_unnamed else (found, reasons)

    def _described_at(self, start: int, words: Sequence[str]) -> int | None:
        """Give whom the words behind a determiner at an offset mean."""
        opening = self._block_start(start)
        near = {mention.actor for mention in _within(self._cast, opening, start)}
        last = self._sentences[sentence_at(self._sentences, start)].end
        return self._described.find(words, near, day_at(self._cast.days, opening, last))

    def _block_start(self, offset: int) -> int:
        """Give where the paragraph of an offset begins."""
        block = self._sentences[sentence_at(self._sentences, offset)].block
        return self._sentences[bisect_left(self._sentences, block, key=attrgetter("block"))].start

    def tells(self, word: str) -> bool:
        """Whether a word is a pronoun that fits the person whom the text is about, if it is about one."""
        return self._centres is not None and self._centres.has(word.lower())

    @cached_property
    def _described(self) -> Descriptions:
        return Descriptions(self._cast)

    @cached_property
    def _unnamed(self) -> Unnamed:
        return Unnamed(self._cast, self._sentences, self._described_at)

    @cached_property
    def _centres(self) -> Centres | None:
        """Whom the pronouns mean that fit the person whom the text is about; None without one."""
        topic = self._cast.topic
        if not self._follows_pronouns or topic is None or self._cast.actors[topic].gender is None:
            return None
        return Centres(self._text, self._sentences, self._cast, quoted_by(self._marks))

    @cached_property
    def _with_pronouns(self) -> Sequence[ActorMention]:
        """The mentions and, among them, each “he” and “she” whose actor is known."""
        mentions: list[ActorMention] = []
        actors = list(self._cast.actors)
        rest = iter(self._cast.mentions)
        upcoming = next(rest, None)
        for found in _FOLLOWED.finditer(self._text.text):
            while upcoming is not None and upcoming.start < found.start():
                mentions.append(upcoming)
                upcoming = next(rest, None)
            word = found.group().lower()
            if upcoming is not None and self._points_ahead(found.start(), word, upcoming):
                continue
            actor = self._followed(mentions[-_REACH:], word, found.start())
            if actor is not None:
                mentions.append(ActorMention(found.start(), found.end(), word, actor, VIRTUAL))
                if actors[actor].gender is None:
                    # Who was “he” once is no “she” later.
                    actors[actor] = replace(actors[actor], gender=_GENDERS[word])
                    self._cast = replace(self._cast, actors=tuple(actors))
        if upcoming is not None:
            mentions.extend((upcoming, *rest))
        return mentions

    def _followed(self, earlier: Sequence[ActorMention], word: str, start: int) -> int | None:
        if self._centres is not None and self._centres.has(word):
            return self._centres.find(start)
        return self._resolved(earlier, word, start)[0]

    def _points_ahead(self, start: int, word: str, upcoming: ActorMention) -> bool:
        """Tell whether “in her last years” opens a sentence that only then names whom it is of."""
        sentence = self._sentences[sentence_at(self._sentences, start)]
        if word not in ("his", "her") or upcoming.start >= sentence.end:
            return False
        before = bisect_left(sentence.tokens, start, key=_START)
        is_opening = 0 < before <= _OPENING and sentence.tokens[0].text.lower() in _OPENERS
        return is_opening and _suits(self._cast.actors[upcoming.actor], word) and is_subject(self._sentences, upcoming)


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Give the number of the sentence that an offset stands in, or of the last one before it."""
    return max(0, bisect_right(sentences, offset, key=_START) - 1)


def _before(mentions: Sequence[ActorMention], offset: int) -> Sequence[ActorMention]:
    at = bisect_left(mentions, offset, key=_START)
    return mentions[max(0, at - _REACH) : at]


def _within(cast: Cast, start: int, end: int) -> Iterable[ActorMention]:
    at = bisect_left(cast.mentions, start, key=_START)
    while at < len(cast.mentions) and cast.mentions[at].start < end:
        if cast.mentions[at].end <= end:
            yield cast.mentions[at]
        at += 1


def _first_of_block(sentences: Sequence[Sentence], mentions: Sequence[ActorMention], block: int) -> int:
    """Give the place of the first mention in a block or behind it; mentions and blocks both ascend."""
    return bisect_left(mentions, block, key=lambda mention: _block_of(sentences, mention))


def _block_of(sentences: Sequence[Sentence], mention: ActorMention) -> int:
    return sentences[sentence_at(sentences, mention.start)].block


def _suits(actor: Actor, word: str) -> bool:
    """Tell whether gender and number agree; a person of unknown gender fits both."""
    if actor.type == "person":
        if word in _MALE:
            return actor.gender != "female"
        return word in _FEMALE and actor.gender != "male"
    if word in _THING:
        return actor.type in ("state", "organisation")
    return word in _MANY and actor.type in ("group", "organisation")


def _antecedent(
    cast: Cast, sentences: Sequence[Sentence], mentions: Sequence[ActorMention], word: str
) -> tuple[int | None, tuple[Reason, ...]]:
    """Give the last fitting subject, of the sentence itself, then of those before; None beside a rival."""
    fitting = [mention for mention in mentions if _suits(cast.actors[mention.actor], word)]
    fitting = [one for one in fitting if word not in _MANY or not is_counted(sentences, one)]
    if not fitting:
        return None, ()
    if len({mention.actor for mention in fitting}) == 1:
        return fitting[-1].actor, (ONE_FITS,)
    by_sentence: dict[int, list[ActorMention]] = {}
    for mention in fitting:
        by_sentence.setdefault(sentence_at(sentences, mention.start), []).append(mention)
    last = by_sentence[max(by_sentence)]
    if len({mention.actor for mention in last}) == 1:
        return last[-1].actor, (ONE_FITS,)
    # A second actor of the same sentence who fits as well leaves it open, whoever is subject.
    known = _of_known_gender(cast, last, word)
    if len({mention.actor for mention in known}) == 1:
        return known[0].actor, (ONE_FITS,)
    followed = {mention.actor for mention in last if mention.rule == VIRTUAL}
    return (followed.pop(), (ONE_FITS, RIVAL)) if len(followed) == 1 and word in ("he", "she") else (None, ())


def _of_known_gender(cast: Cast, mentions: Sequence[ActorMention], word: str) -> Sequence[ActorMention]:
    """Keep those whose gender is known to fit, where there are any."""
    if word not in _MALE | _FEMALE:
        return mentions
    known = [mention for mention in mentions if cast.actors[mention.actor].gender]
    return known or mentions


def is_subject(sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    """Tell whether a mention is subject of a verb and stands behind no preposition."""
    sentence = sentences[sentence_at(sentences, mention.start)]
    last = bisect_left(sentence.tokens, mention.end, key=_START)
    first = bisect_left(sentence.tokens, mention.start, key=_START)
    if first and sentence.tokens[first - 1].text.lower() in ("of", "to", "with", "by", "for", "from", "in", "at", "on"):
        return False
    return bool(verb_behind(sentence.tokens, last))


def _of_block_before(
    cast: Cast, sentences: Sequence[Sentence], earlier: Sequence[ActorMention], word: str
) -> tuple[int | None, tuple[Reason, ...]]:
    """Fall back on the one fitting subject of the block of the last earlier mention."""
    if not earlier:
        return None, ()
    everywhere = [mention for mention in earlier if _suits(cast.actors[mention.actor], word)]
    if len({mention.actor for mention in everywhere}) == 1 and len(everywhere) >= _HERO and word not in _THING | _MANY:
        # Whom a life tells of goes on from paragraph to paragraph.
        return everywhere[0].actor, (ONE_FITS,)
    last_block = _block_of(sentences, earlier[-1])
    mentions = earlier[_first_of_block(sentences, earlier, last_block) :]
    fitting = [mention for mention in mentions if _suits(cast.actors[mention.actor], word)]
    if len({mention.actor for mention in fitting}) == 1:
        return fitting[0].actor, (ONE_FITS, EARLIER)
    subjects = [mention for mention in fitting if is_subject(sentences, mention)]
    if len({mention.actor for mention in subjects}) == 1:
        return subjects[0].actor, (ONE_FITS, EARLIER)
    return None, ()

"""Who a text tells somebody to be: “Ada Moll, a skipper,”, “her lawyer, Bo Lind,”, “An officer fired”."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.extraction.quotes.people import is_calling
from quizapp.core.extraction.quotes.vocatives import full_office
from quizapp.core.extraction.quotes.words import LIGHT_WORDS, word_set
from quizapp.core.extraction.values import ActorMention, Cast, Text

#: So many letters beside a name are read, and so far back somebody without a name is gone on with.
_LETTERS = 90
_FAR = 700
_BEFORE_WORDS = 12
_WORDS = r"(?P<words>(?:[A-Za-z][\w’-]* ){0,3}?[A-Za-z][\w-]*)"
_TITLES = r"(?-i:[A-Z][a-z]{1,9}\.? ){0,2}"
_OWNED = r"(?P<first>the|an?|one|his|her|their|[\w-]+[’']s?) "
_HANGING = r"(?P<hanging> (?:of|at|for|in|from|to|on) [^,.;:“”]{1,40})?"
_BEFORE = re.compile(
    rf"(?:\A|(?<=[\s(“])){_OWNED}{_WORDS}{_HANGING}, (?:(?:the|an?) (?:[a-z][\w-]* ){{1,3}})?{_TITLES}\Z",
    re.IGNORECASE,
)
_RIGHT_BEFORE = re.compile(
    r"(?:(?<=[\s(“])(?P<first>the|an?|his|her|their|[\w-]+[’']s?) )?"
    rf"(?P<words>(?:[A-Za-z][\w’-]* ){{0,2}}?[A-Za-z][\w-]*) {_TITLES}\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:, (?:\d\d, |then |now |once |also )?| (?:is|was|had been|became) (?=an? |the )){_OWNED}{_WORDS}"
    r"(?=[,.;]| (?:of|at|for|in|from|to|on|who|with|by)\b)",
    re.IGNORECASE,
)
_BARE_BEHIND = re.compile(r", (?P<first>)(?P<words>(?:[a-z][\w’-]* ){0,3}?[a-z][\w-]*)(?= (?:of|at|for|in) )")
#: “Ada, her mother, and Bo” are three.
_LISTED = re.compile(r",? (?:and|or)\b")
_LOOSE = word_set("a an the one") | {""}
_UNNAMED = re.compile(r"\b(?P<first>An?|One|Another|an?|another) (?P<words>(?:[a-z][\w’-]* ){0,3}?[a-z][\w-]*)\b")
_TITLE = re.compile(r"\b(?P<title>[A-Z][a-z]+) \Z")
_NAMED_AS = re.compile(r"\bwho (?:gave|gives) (?:his|her|their) name (?:only |simply |just )?as \Z")
_DETERMINERS = word_set("the a an this that one another same his her their ’s 's")


@dataclass(frozen=True, slots=True)
class Description:
    """Words for somebody at a place of the text; `actor` is None where the text gives no name."""

    start: int
    words: str
    actor: int | None
    first: str
    is_given: bool = False

    @property
    def noun(self) -> str:
        """The last word, which tells what somebody is."""
        return self.words.lower().split()[-1]


@dataclass(slots=True)
class Described:
    """All descriptions of a text by their nouns."""

    text: Text
    cast: Cast
    is_quoted: Callable[[int], bool]
    _by_noun: Mapping[str, Sequence[Description]] | None = None

    def find(self, words: Sequence[str], start: int) -> Description | None:
        """Give the one whom “the fire chief”, “her daughter” means at an offset; None where several fit."""
        telling = {word for word in words if word not in _DETERMINERS}
        first = words[0] if words[0] in ("his", "her", "their") else ""
        here = [
            one
            for one in self._nouns().get(words[-1], ())
            if one.start < start
            and telling <= set(one.words.lower().split()) | {one.first}
            and not (first and one.first in ("his", "her", "their") and first != one.first)
            and (one.actor is not None or (not first and start - one.start < _FAR))
        ]
        for floor in (0, self.text.block_at(start).start):
            fitting = [one for one in here if one.start >= floor]
            if len({one.actor if one.actor is not None else one.words.lower() for one in fitting}) == 1:
                # “The second man” is as good a name as “a second man”.
                is_same = fitting[0].actor is None and len(telling) >= len(fitting[0].words.split()) - 1
                return None if is_same else fitting[0]
        return None

    def given(self, start: int) -> int | None:
        """Give the name that “a woman who gave her name as Fatima”, from an offset on, gave."""
        nouns = self._nouns().values()
        return next((one.actor for row in nouns for one in row if one.start == start and one.is_given), None)

    def _nouns(self) -> Mapping[str, Sequence[Description]]:
        if self._by_noun is None:
            found: dict[str, list[Description]] = {}
            for one in sorted(self._all(), key=lambda one: one.start):
                found.setdefault(one.noun, []).append(one)
            self._by_noun = found
        return self._by_noun

    def _all(self) -> Iterator[Description]:
        named = [one for mention in self.cast.mentions for one in self._of(mention)]
        starts = sorted(one.start for one in named)
        yield from named
        for match in _UNNAMED.finditer(self.text.text):
            known = bisect_right(starts, match.end())
            is_named = known > 0 and starts[known - 1] >= match.start()
            words = _until_calling(match["words"], self.text.text, match.end())
            if words is not None and not is_named and not self.is_quoted(match.start()):
                yield Description(match.start(), f"{match['first']} {words}", None, match["first"].lower())

    def _of(self, mention: ActorMention) -> Iterator[Description]:
        """Read what stands beside one name."""
        if self.cast.actors[mention.actor].type != "person" or self.is_quoted(mention.start):
            return
        block = self.text.block_at(mention.start)
        before = self.text.text[max(block.start, mention.start - _LETTERS) : mention.start]
        behind = self.text.text[mention.end : min(block.end, mention.end + _LETTERS)]
        yield from self._entitled(mention, before)
        for match in _read_before(before):
            # “a spokesman for the governor, Bo Lind,”: the name is the governor's.
            hanging = (match.groupdict().get("hanging") or "") if match is not None else ""
            if match is not None and not _ends_in_calling(hanging) and is_calling(match["words"].split()[-1].lower()):
                start = mention.start - len(before) + match.start()
                yield Description(start, match["words"], mention.actor, (match["first"] or "").lower())
        for match in (_BEHIND.match(behind), _BARE_BEHIND.match(behind)):
            if match is None or (match["first"].lower() not in _LOOSE and _LISTED.match(behind, match.end())):
                continue
            if is_calling(match["words"].split()[-1].lower()):
                start = mention.end + match.start("words")
                yield Description(start, match["words"], mention.actor, match["first"].lower())
        if _NAMED_AS.search(before):
            yield from self._given(mention)

    def _entitled(self, mention: ActorMention, before: str) -> Iterator[Description]:
        """Read a title or calling that is part of a name or stands right before it: “Archaeologist Hilde Brandt”."""
        words = mention.surface.split()
        title = words[0] if len(words) > 1 else ""
        if not is_calling(full_office(title.lower())):
            match = _TITLE.search(before)
            title = match["title"] if match is not None else ""
        title = full_office(title.lower())
        if is_calling(title):
            yield Description(mention.start, title, mention.actor, "")

    def _given(self, mention: ActorMention) -> Iterator[Description]:
        """Read “a woman who gave her name as Fatima”."""
        floor = max(self.text.block_at(mention.start).start, mention.start - _LETTERS)
        for match in _UNNAMED.finditer(self.text.text, floor, mention.start):
            words = _until_calling(match["words"], self.text.text, match.end())
            if words is not None:
                yield Description(match.start(), words, mention.actor, match["first"].lower(), is_given=True)


def _read_before(before: str) -> Iterator[re.Match[str] | None]:
    """Search the words before a name, where one of the last is a calling: most names have none there."""
    near = before.replace(",", " ,").split()[-_BEFORE_WORDS:]
    if any(is_calling(word.lower()) for word in near):
        if "," in near:
            yield _BEFORE.search(before)
        if any(is_calling(word.lower()) for word in near[-3:]):
            yield _RIGHT_BEFORE.search(before)


def _ends_in_calling(words: str) -> bool:
    return bool(words) and is_calling(words.split()[-1].lower())


def _until_calling(words: str, text: str, end: int) -> str | None:
    """Read on until a noun that is a calling: the pattern stops at its first word."""
    line = (words + text[end : end + 60]).split()
    for count in range(1, 5):
        if count > len(line):
            return None
        word = line[count - 1].rstrip(".,;:!?”")
        if (not word.isalpha() and "-" not in word) or word in LIGHT_WORDS:
            return None
        if is_calling(word.lower()):
            return " ".join([*line[: count - 1], word])
        if word != line[count - 1]:
            return None
    return None

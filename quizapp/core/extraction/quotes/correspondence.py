"""Whose letters and diaries a text speaks of: who wrote last before a place, to whom, and lines that name a source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.extraction.quotes.antecedents import Antecedents

_NOUNS = (
    "accounts?|cables?|cards?|chronicles?|(?:day|order)-?books?|diar(?:y|ies)|dispatch(?:es)?|e-?mails?|entr(?:y|ies)|journals?|letters?|"
    "log(?:book)?s?|manifestos?|memoirs?|memorand(?:um|a)|memos?|messages?|minutes|notebooks?|notes?|pages?|pamphlets?|"
    "petitions?|poems?|postcards?|postscripts?|reports?|sermons?|statements?|telegrams?|testament|verses?|will|wills"
)
_ADVERBS = r"(?:\w+ly |had |has |have |then |also |once |later |often |soon |again |still |went on to |began to ){0,2}"
#: “her last letter”, “Ana Moe’s own diary”.
_OWNED = rf"(?:\b(?P<owner>his|her)|(?P<mark>(?<=\w)[’']s|(?<=s)[’']))(?: (?!and\b|or\b)[\w-]+){{0,2}}? (?:{_NOUNS})\b"
#: “she wrote”, “Moe noted”, “the widow, Ana Moe, kept a diary”.
_WROTE = (
    rf"(?:\b(?P<who>he|she)|(?<=[\w.]))(?:, (?:the|an?|his|her) [^,.;:“\n]{{2,40}},|,)? {_ADVERBS}"
    r"(?:wrote|writes|write|written|writing|noted|notes|recorded|records|jotted|scribbled|confided|penned|drafted|preached|"
    r"(?:kept|keeps|keep|sent|sends|left|leaves|added|adds|dictated|posted|printed|published|received)"
    rf"(?= (?:[\w’'-]+ ){{0,4}}(?:{_NOUNS})\b))"
)
#: “a letter from Ana Moe”, “the diary of the cook Bo Lind”.
_FROM = (
    rf"\b(?:{_NOUNS})(?: of [\w ]{{1,14}})? (?:from|by|of|signed by|kept by|written by|sent by) (?:the )?"
    r"(?:(?-i:[a-z-]+),? ){0,2}(?P<name>(?=(?-i:[A-Z])))"
)
_WRITING = re.compile(rf"\b(?:{_NOUNS})\b", re.IGNORECASE)
#: Of these one person keeps one, so that “the diary” is hers wherever the text speaks of it.
_KEPT = re.compile(r"\b(?:diary|journal|log|logbook|notebook|day-?book|order-book|memoirs?|register)\b", re.IGNORECASE)
_HANDS = re.compile(f"{_OWNED}|{_WROTE}|{_FROM}", re.IGNORECASE)
_TO = re.compile(
    r"\b(?:wrote|written|writes|wired|cabled|telegraphed|appealed|letters?|telegrams?|notes?|petitions?|appeals?|memos?)"
    r"(?: (?!to\b)[\w’'-]+){0,3} to (?P<who>(?:the |his |her )?(?:[\w’-]+))"
)
_BLOCKS = 3
#: So near behind “kept” stands what is kept.
_NEAR = 24
_LETTERS = 3000
#: So many who wrote are tried before a place.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Writings:
    """Where the writer of a text, outside quotations, names who wrote, to whom, and letters or diaries at all.

    `hands` are (place, span of the words that name whoever wrote: a name, “he”, “her”); `addressed` (place, span of
    whom a letter went to); `named` the places of writings. All ascend.
    """

    people: Antecedents
    hands: Sequence[tuple[int, tuple[int, int]]]
    addressed: Sequence[tuple[int, tuple[int, int]]]
    named: Sequence[int]
    nouns: Sequence[str]
    owned: Mapping[str, Sequence[tuple[int, int]]]

    def kept_by(self, start: int) -> Sequence[tuple[int, int]]:
        """Give the words that name whoever kept the diary, log or the like last named in a paragraph.

        Empty where somebody is told to write behind it.
        """
        at = bisect_left(self.named, start) - 1
        block = self.people.text.block_at(start)
        if at < 0 or self.named[at] < block.start:
            return ()
        hand = bisect_left(self.hands, (start,)) - 1
        is_later = hand >= 0 and self.hands[hand][0] > self.named[at]
        return () if is_later else self.owned.get(self.nouns[at], ())

    def hands_before(self, start: int) -> Iterator[tuple[int, int]]:
        """Give the words that name whoever wrote last before a place, the nearest first."""
        at, floor = bisect_left(self.hands, (start,)), self._floor(start)
        for place, span in reversed(self.hands[max(0, at - _MOST) : at]):
            if place < floor:
                return
            yield span

    def addressed_before(self, start: int) -> tuple[int, int] | None:
        """Give the words that name to whom the last letter before a place went: “had written to the company”."""
        at = bisect_left(self.addressed, (start,)) - 1
        return self.addressed[at][1] if at >= 0 and self.addressed[at][0] >= self._floor(start) else None

    def are_told_before(self, start: int) -> bool:
        """Whether the text right before a place names a letter, diary or the like."""
        at = bisect_left(self.named, start) - 1
        return at >= 0 and self.named[at] >= self._floor(start)

    def _floor(self, start: int) -> int:
        """Give where the last paragraphs before a place begin, no farther than the heading."""
        blocks = self.people.text.blocks
        at = bisect_right(self.people.text.block_starts, start) - 1
        first = at
        while first > max(0, at - _BLOCKS + 1) and blocks[first].kind != "heading":
            first -= 1
        return max(blocks[first].start, start - _LETTERS)


def find_writings(people: Antecedents) -> Writings:
    """Look through a text once for who wrote what to whom."""
    text = people.text.text
    hands = [
        (match, span)
        for match in _HANDS.finditer(text)
        if (span := _span(people, match)) is not None and not people.is_quoted(match.start())
    ]
    named = [one for one in _WRITING.finditer(text) if not people.is_quoted(one.start())]
    owned: dict[str, list[tuple[int, int]]] = {}
    for match, span in hands:
        noun = _KEPT.search(text, match.start(), match.end() + (_NEAR if match["owner"] is None else 0))
        if noun is not None:
            owned.setdefault(noun.group().lower(), []).append(span)
    return Writings(
        people,
        [(match.start(), span) for match, span in hands],
        [(one.start(), one.span("who")) for one in _TO.finditer(text) if not people.is_quoted(one.start())],
        [one.start() for one in named],
        [one.group().lower() for one in named],
        owned,
    )


def _span(people: Antecedents, match: re.Match[str]) -> tuple[int, int] | None:
    for group in ("owner", "who"):
        if match[group]:
            return match.span(group)
    if match["name"] is not None:
        return _mention_at(people, match.start("name"))
    end = match.start("mark") if match["mark"] else match.start()
    return _mention_before(people, end)


def _mention_at(people: Antecedents, start: int) -> tuple[int, int] | None:
    mentions = people.cast.mentions
    at = bisect_left(mentions, start, key=lambda one: one.start)
    is_here = at < len(mentions) and mentions[at].start - start < _TITLE_LETTERS and _is_title(people, start, at)
    return (mentions[at].start, mentions[at].end) if is_here else None


_TITLE_LETTERS = 30


def _is_title(people: Antecedents, start: int, at: int) -> bool:
    """Whether only an office or trade stands before a name: “the cook Bo Lind”."""
    between = people.text.text[start : people.cast.mentions[at].start]
    return all(word.strip(",").isalpha() for word in between.split())


def _mention_before(people: Antecedents, end: int) -> tuple[int, int] | None:
    mentions = people.cast.mentions
    at = bisect_left(mentions, end, key=lambda one: one.start) - 1
    return (mentions[at].start, mentions[at].end) if at >= 0 and mentions[at].end == end else None

"""Whose letters and diaries a text speaks of: who wrote last before a place, to whom, and lines that name a source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

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
    rf"(?:\b(?P<who>he|she)|(?<=[\w.]))(?:, (?:the|an?|his|her) [^,.;:“]{{2,40}},|,)? {_ADVERBS}"
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
_HANDS = re.compile(f"{_OWNED}|{_WROTE}|{_FROM}", re.IGNORECASE)
_TO = re.compile(
    r"\b(?:wrote|written|writes|wired|cabled|telegraphed|appealed|letters?|telegrams?|notes?|petitions?|appeals?|memos?)"
    r"(?: (?!to\b)[\w’'-]+){0,3} to (?P<who>(?:the |his |her )?(?:[\w’-]+))"
)
_BLOCKS = 3
_LETTERS = 1600


def hands_before(people: Antecedents, start: int) -> Iterator[tuple[int, int]]:
    """Give the words of the writer that name whoever wrote, the nearest first: a name, “he”, “her”."""
    for floor, end in _stretches(people, start):
        for match in reversed(list(_HANDS.finditer(people.text.text, floor, end))):
            span = _span(people, match)
            if span is not None and not people.is_quoted(match.start()):
                yield span


def speaks_of_writing(people: Antecedents, start: int) -> bool:
    """Whether the text right before a place names a letter, diary or the like."""
    return any(
        not people.is_quoted(match.start())
        for floor, end in _stretches(people, start)
        for match in _WRITING.finditer(people.text.text, floor, end)
    )


def _stretches(people: Antecedents, start: int) -> Iterator[tuple[int, int]]:
    """Give the paragraph up to a place, then those before it, no farther than the heading."""
    at = bisect_right(people.text.blocks, start, key=lambda one: one.start) - 1
    end = start
    for number in range(at, max(-1, at - _BLOCKS), -1):
        block = people.text.blocks[number]
        yield max(block.start, end - _LETTERS), end
        if block.kind == "heading":
            return
        end = block.start


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


def addressed_before(people: Antecedents, start: int) -> tuple[int, int] | None:
    """Give the words that name to whom the last letter before a place went: “had written to the company”."""
    for floor, end in _stretches(people, start):
        for match in reversed(list(_TO.finditer(people.text.text, floor, end))):
            if not people.is_quoted(match.start()):
                return match.span("who")
    return None

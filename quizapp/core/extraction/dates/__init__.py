"""Times in a text: calendar points and spans with their values, and what only looks like them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.extraction.dates.anchors import Anchors, Entry
from quizapp.core.extraction.dates.grammar import may_hold_time, sightings_in
from quizapp.core.extraction.dates.letters import is_in_own_words, is_label, is_spoken
from quizapp.core.extraction.dates.publication import dateline_day, issue_month, stated_day, tells_of_past
from quizapp.core.extraction.dates.resolution import Resolved, resolve
from quizapp.core.extraction.dates.senses import OnWeekday, Point, Scene, Sighting
from quizapp.core.extraction.dates.words import (
    BIDDING_WORDS,
    CALLING_WORDS,
    FUTURE_WORDS,
    IMAGINING_WORDS,
    TELLING_WORDS,
    TIMETABLE_FORMS,
    TIMETABLE_WORDS,
)
from quizapp.core.extraction.furniture import teaser_blocks
from quizapp.core.extraction.values import DateMention, Sentence, Text
from quizapp.core.extraction.verbs import verb_forms

__all__ = ["find_dates"]

#: Months that are a person's name where a title or a given name stands before them, or a verb of speech behind.
_PERSON = re.compile(
    r"\b(?:Mrs?|Ms|Miss|Dr|Sir|Lord|Lady|Prime Minister|President|Theresa|Brian|Robert|Elaine|Philip|Peter|James)\.? "
    r"(May|March|April|June|August)\b(?! [0-9])|\b(May|April|June|August) (?:said|told|asked|replied|added|wrote)\b"
)
#: What is told behind it is news, whatever year stands before.
_RECENTLY = re.compile(r"\b(?:has|have) (?:since|now|recently|just)\b")
#: Behind these a participle is an adjective, or passive in a tense that another word tells.
_NO_VERB_BEHIND = frozenset(("the", "a", "an", "be", "been", "being", "is", "are", "to"))
_RELATIVES = frozenset(("who", "whom", "whose", "which"))
_CLAUSE_WORDS = 30
_LEADS_TO_TIME = frozenset(("in", "on", "bound", "from", "until"))
_TITLE_LETTERS = 120
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b(?!,\d)")
#: First year for whose days a weekday is compared: before it the calendars differ by country.
_FIRST_WEEKDAY_YEAR = 1753


def find_dates(text: Text, sentences: Sequence[Sentence]) -> tuple[DateMention, ...]:
    """Find every time of a text, in its order and without overlap.

    Times that are no calendar points have `is_point` False. No value depends on the day of the run.
    """
    entries = _entries(text, sentences)
    anchors = Anchors(text.published or stated_day(text, entries) or dateline_day(text, entries))
    anchors.issue = issue_month(text, entries)
    anchors.title_years = _title_years(text)
    anchors.reported = None if tells_of_past(entries, anchors.published) else anchors.published
    resolved = resolve(entries, anchors)
    return tuple(_mention(text.text, one) for one in resolved)


def _title_years(text: Text) -> frozenset[int]:
    """List the years in the title, a short first line that is no sentence."""
    title = text.blocks[0] if text.blocks else None
    if title is None or title.end - title.start > _TITLE_LETTERS or text.text[title.start : title.end].endswith("."):
        return frozenset()
    return frozenset(int(year) for year in _YEAR.findall(text.text, title.start, title.end))


def _entries(text: Text, sentences: Sequence[Sentence]) -> list[Entry]:
    doubtful = frozenset(
        (found[1] or found[2]).lower() for found in _PERSON.finditer(text.text) if found[1] or found[2]
    )
    entries = list[Entry]()
    section, last_block = 0, -1
    teasers = teaser_blocks(text)
    for number, sentence in enumerate(sentences):
        kind = text.blocks[sentence.block].kind
        if kind == "heading" and sentence.block != last_block:
            section += 1
        last_block = sentence.block
        if not may_hold_time(sentence):
            continue
        scene, sightings = sightings_in(text.text, sentence, kind not in ("paragraph", "furniture"), doubtful)
        has_past = any(lexeme.word == "had" for lexeme in scene.lexemes)
        for one in sightings:
            if sentence.block in teasers and scene.kind(one.first - 1) in _LEADS_TO_TIME:
                continue
            start, end = scene.lexemes[one.first].start, scene.lexemes[one.last - 1].end
            place = (start, end, number, sentence.block, section)
            is_recent = _RECENTLY.search(text.text, max(sentence.start, start - 120), start) is not None
            tense = (_has_future(scene, one), has_past, _is_imagined(scene, one), is_recent)
            entries.append(
                Entry(
                    one,
                    *place,
                    kind == "furniture",
                    *tense,
                    *_letter(text, sentence.block, start, end),
                    _opens_clause(scene, one),
                    _is_told_as_past(scene, one),
                    _relative_clause(scene, one),
                    _is_of_year(scene, one),
                )
            )
    return entries


def _letter(text: Text, number: int, start: int, end: int) -> tuple[bool, bool, bool]:
    """Tell whether a time heads a letter, is told in quotation marks, and may be told in a letter."""
    block = text.blocks[number]
    return is_label(text, block, start, end), is_spoken(text, block, start), is_in_own_words(text, block)


def _opens_clause(scene: Scene, one: Sighting) -> bool:
    """Tell whether a time opens a clause behind another: “…, and in March the paper became a law”."""
    at = one.first - (scene.kind(one.first - 1) in ("in", "on", "bound"))
    return scene.kind(at - 1) == "and" and scene.kind(at - 2) == "comma"


def _relative_clause(scene: Scene, one: Sighting) -> int:
    """Give the place of the relative pronoun whose clause a time stands in: “…, who had led it since 2016”; else 0."""
    for at in range(one.first - 1, max(0, one.first - _CLAUSE_WORDS), -1):
        if scene.word(at) in _RELATIVES and "comma" in (scene.kind(at - 1), scene.kind(at - 2), scene.kind(at - 3)):
            return scene.lexemes[at].start
        if scene.kind(at) in ("comma", "stop", "mark", "dash") and at < one.first - 1:
            return 0
    return 0


def _is_of_year(scene: Scene, one: Sighting) -> bool:
    """Tell “the longest since 1989, when a strike began in November”: the month is that year's."""
    first = max(2, one.first - _CLAUSE_WORDS)
    return any(scene.word(at) == "when" and scene.word(at - 2).isdigit() for at in range(first, one.first))


def _has_future(scene: Scene, one: Sighting) -> bool:
    """Tell by an auxiliary before the time (or behind one that opens the sentence) whether it is to come.

    So does a verb of timetables in the present, right before it: “the trial continues on Friday”.
    """
    if scene.word(one.first - 1).endswith("ed") or not isinstance(one.sense, OnWeekday | Point):
        return False
    if any(scene.word(at) in TIMETABLE_WORDS for at in range(max(0, one.first - 3), one.first)):
        return True
    if isinstance(one.sense, OnWeekday) and _is_on_timetable(scene, one):
        return True
    if scene.word(one.first - 1) == "by" and any(
        scene.word(at) in ("will", "would") for at in range(one.last, one.last + 6)
    ):
        return True
    near = range(one.last, one.last + 8) if one.first <= 1 else range(max(0, one.first - 8), one.first)
    # “Its second set of trials in July” is nothing that is set for July.
    is_told = any(scene.word(at) in FUTURE_WORDS and scene.word(at + 1) != "of" for at in near)
    return is_told or _is_bidden(scene, one)


def _is_on_timetable(scene: Scene, one: Sighting) -> bool:
    """Tell “when the ambassadors meet on Friday” and “called a meeting for Thursday”."""
    before = range(max(0, one.first - 12), one.first)
    if scene.word(one.first - 1) in ("for", "from"):
        return any(scene.word(at) in CALLING_WORDS for at in before)
    return any(scene.word(at) in TIMETABLE_FORMS for at in before[-3:])


def _is_told_as_past(scene: Scene, one: Sighting) -> bool:
    """Tell by the last verb before a time whether it was done then: “drove her there for the last time in April”."""
    first = one.first - 1
    if scene.kind(first) == "of":  # in the first week of December
        first = next((at for at in range(first, max(-1, first - 6), -1) if scene.kind(at) == "in"), first)
    if scene.kind(first) not in ("in", "on"):
        return False
    for at in range(first - 1, max(-1, first - 15), -1):
        word = scene.word(at)
        if word in TELLING_WORDS:
            # “Said the plant opens in April” tells of what is to come, “said in April that” does not.
            return at == first - 1
        known = verb_forms().get(word)
        if known is not None and "participle" in known.forms and _is_pluperfect(scene, at):
            return True
        if known is None or "base" in known.forms or "third" in known.forms or scene.word(at - 1) in _NO_VERB_BEHIND:
            continue
        return "past" in known.forms
    return False


def _is_pluperfect(scene: Scene, at: int) -> bool:
    """Tell “the bonuses had been stopped on 1 April”: that was over."""
    return (scene.word(at - 2), scene.word(at - 1)) == ("had", "been")


def _is_bidden(scene: Scene, one: Sighting) -> bool:
    """Tell “both sides had been asked to return on Monday”: what somebody is asked or means to do is to come."""
    behind = one.last + (scene.kind(one.last) == "daypart")
    if scene.word(behind) == "after":
        # “They were told to leave on Monday night after a fire”: that was done.
        return False
    for at in range(max(1, one.first - 10), one.first):
        before = {scene.word(place) for place in range(max(0, at - 3), at)}
        is_led = one.first - at <= 6 and bool(before & BIDDING_WORDS)
        if scene.word(at) == "to" and (is_led or scene.word(at - 1) in ("is", "are")) and one.first - at > 1:
            return True
    return False


def _is_imagined(scene: Scene, one: Sighting) -> bool:
    """Tell by “could”, “might” or “would” beside a time that it is nobody's past."""
    near = range(max(0, one.first - 6), one.last + 4)
    return any(scene.word(at) in IMAGINING_WORDS for at in near)


def _mention(text: str, resolved: Resolved) -> DateMention:
    entry, found = resolved.entry, resolved.found
    sighting = entry.sighting
    return DateMention(
        start=entry.start,
        end=entry.end,
        surface=text[entry.start : entry.end],
        value=found.value,
        rule=sighting.rule,
        how=found.how,
        relation=sighting.relation,
        anchor=found.anchor,
        is_point=found.is_point,
        weekday=sighting.weekday,
        contradicts=_contradicts(resolved),
        readings=found.readings,
        reasons=found.reasons,
    )


def _contradicts(resolved: Resolved) -> bool:
    """Tell whether the weekday written with a day is not that day's."""
    value, weekday = resolved.found.value, resolved.entry.sighting.weekday
    if value is None or weekday is None or value.grain != "day" or value.lo is None or value.is_bc:
        return False
    return int(value.value[:4]) >= _FIRST_WEEKDAY_YEAR and (value.lo - 1) % 7 != weekday

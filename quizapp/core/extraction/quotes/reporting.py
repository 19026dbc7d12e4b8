"""Who goes on behind a sentence that reports speech: “Moe told the board that …. “It was not,” she added.”"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quizapp.core.extraction.quotes.genders import GENDERS
from quizapp.core.extraction.values import ActorMention, Sentence, Text

_THAT = (
    r"(?:said|told|informed|reported|testified|explained|recalled|insisted|argued|warned|added|complained|claimed|"
    r"assured|admitted|agreed|confirmed|noted|conceded|maintained|replied|answered|remarked|observed|wrote)"
    r"(?: [^,.;:“”]{1,60}?)? that\b"
)
#: Who asks leave goes on; who only asks is answered.
_LEAVE = r"asked(?: [^.;:“”]{1,60}?)? (?:whether|if) (?:he|she|they) (?:might|could|may)\b"
_REPORTS = re.compile(
    rf"(?:, [^.;:“”]{{1,90}}?,)? (?:(?:had|has|then|also|later|\w+ly) ){{0,2}}(?:{_THAT}|{_LEAVE})", re.IGNORECASE
)
#: “…, said Ana Moe, a reader in law at the college.”
_TOLD_LAST = re.compile(r", (?:said|says|added|explained|recalled|warned|argued) (?=[A-Z][^;“”]{2,160}\.)")
_PRONOUN_FIRST = re.compile(
    r"(?:(?:Then|But|And|Later|Yesterday|Afterwards|Still),? )?(?P<who>he|she)\b", re.IGNORECASE
)


def reporting_subject(
    text: Text, sentences: Sequence[Sentence], mentions: Sequence[ActorMention], start: int
) -> ActorMention | tuple[int, int] | None:
    """Give who reports in the sentence before the one at an offset: a name, or the span of “he” or “she”."""
    number = bisect_right(sentences, start, key=lambda one: one.start) - 2
    if number < 0 or sentences[number].block != sentences[number + 1].block:
        return None
    sentence = sentences[number]
    pronoun = _PRONOUN_FIRST.match(text.text, sentence.start, sentence.end)
    if pronoun is not None:
        is_same = GENDERS[pronoun["who"].lower()] == GENDERS.get(text.text[start : start + 3].strip(" ,.").lower())
        is_told = is_same and _REPORTS.match(text.text, pronoun.end(), sentence.end)
        return pronoun.span("who") if is_told else None
    at = bisect_left(mentions, sentence.start, key=lambda one: one.start)
    told = _TOLD_LAST.search(text.text, sentence.start, sentence.end)
    if told is not None:
        last = bisect_left(mentions, told.end(), key=lambda one: one.start)
        is_here = last < len(mentions) and mentions[last].start == told.end()
        return mentions[last] if is_here else None
    if at == len(mentions) or mentions[at].end >= sentence.end or mentions[at].start - sentence.start > _LETTERS:
        return None
    return mentions[at] if _REPORTS.match(text.text, mentions[at].end, sentence.end) else None


#: So far from its beginning may the first name of the sentence stand: “The town clerk, Ana Moe, said that”.
_LETTERS = 40

"""Speakers who are named in their own words: who says “Ada Moll is a fool” is hardly Ada Moll."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import Found
from quizapp.core.extraction.values import ActorMention, MarkPair, Text

#: What stands before one’s own name.
_PRESENTING = re.compile(
    r"(?:\b(?:I,?|I am|I[’']m|name is|(?:called|calls|call) me|as|me,|myself,) "
    r"|(?<![^\W\d_])[‘'“\"][^‘’'“”\"]*(?:[’'][a-z][^‘’'“”\"]*)*)\Z"
)
#: Sieves that only lean on what stands near.
_LEANING = re.compile(r"Q3-|Q6-subject|Q6-view|Q7-|Q2-colon")


def without_self(text: Text, mentions: Sequence[ActorMention], pair: MarkPair, found: Found) -> Found:
    """Take the speaker from an answer that only leans on what is near, where the words name that speaker."""
    speaker = found.speaker
    is_leaning = _LEANING.match(found.rule) or (speaker is not None and speaker.how == "pronoun")
    if speaker is None or speaker.actor is None or not is_leaning:
        return found
    at = bisect_left(mentions, pair.inner_start, key=lambda one: one.start)
    while at < len(mentions) and mentions[at].start < pair.inner_end:
        before = text.text[pair.inner_start : mentions[at].start]
        if mentions[at].actor == speaker.actor and not _PRESENTING.search(before):
            return Found(None, found.rule, found.cue, found.cue_place, found.addressee, found.is_before)
        at += 1
    return found

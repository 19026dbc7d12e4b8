"""Speakers who are named in their own words: who says “Ada Moll is a fool” is hardly Ada Moll."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from quizapp.core.extraction.quotes.answers import Found
from quizapp.core.extraction.quotes.speakers import PROTAGONIST_REASON, Company
from quizapp.core.extraction.values import MarkPair

#: What stands before one’s own name.
_PRESENTING = re.compile(
    r"(?:\b(?:I,?|I am|I[’']m|name is|(?:called|calls|call) me|as|me,|myself,) "
    r"|(?<![^\W\d_])[‘'“\"][^‘’'“”\"]*(?:[’'][a-z][^‘’'“”\"]*)*)\Z"
)
#: Sieves that only lean on what stands near.
_LEANING = re.compile(r"Q3-|Q6-subject|Q6-view|Q7-|Q2-colon")


def without_self(company: Company, pair: MarkPair, found: Found) -> Found:
    """Take the speaker from an answer that only leans on what is near, where the words name that speaker.

    A pronoun then means the one whom the text is about, if that is another who fits.
    """
    speaker = found.speaker
    is_leaning = _LEANING.match(found.rule) or (speaker is not None and speaker.how == "pronoun")
    if speaker is None or speaker.actor is None or not is_leaning or not _is_named(company, pair, speaker.actor):
        return found
    about = company.protagonists.get(company.genders.get(speaker.actor) or "")
    is_other = speaker.how == "pronoun" and about not in (None, speaker.actor)
    if not is_other or about is None or _is_named(company, pair, about):
        return replace(found, speaker=None)
    return replace(found, speaker=company.named(about, "pronoun", (PROTAGONIST_REASON,)))


def _is_named(company: Company, pair: MarkPair, actor: int) -> bool:
    """Whether the words name somebody otherwise than speakers name themselves."""
    mentions, text = company.cast.mentions, company.text.text
    at = bisect_left(mentions, pair.inner_start, key=lambda one: one.start)
    while at < len(mentions) and mentions[at].start < pair.inner_end:
        if mentions[at].actor == actor and not _PRESENTING.search(text[pair.inner_start : mentions[at].start]):
            return True
        at += 1
    return False

"""The stages of extraction in their order: from a text to everything found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.actors import References, find_actors
from quizapp.core.extraction.dates import find_dates
from quizapp.core.extraction.dates.foreign import written_out
from quizapp.core.extraction.facts import find_facts
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.quotes import find_quotes
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.unclosed import end_unclosed
from quizapp.core.extraction.unpaired import unpaired_notice
from quizapp.core.extraction.values import Analysis, Cast, DateMention, MarkPair, Sentence, Text


def analyse(text: Text) -> Analysis:
    """Find sentences, dates, actors, quotes and facts; the same text gives the same on every machine and day.

    The rules are English: a text in another language has its dates and quotations, and nobody in it.
    """
    sentences = split_sentences(text)
    pairs = pair_marks(text)
    if notice := unpaired_notice(text, pairs):
        text = replace(text, notices=(*text.notices, notice))
    marks = end_unclosed(text, pairs, sentences)
    dates = find_dates(text, sentences)
    if text.language != "en":
        return _of_other_language(text, sentences, marks, dates)
    cast = find_actors(text, sentences, marks, dates)
    quotes = find_quotes(text, sentences, marks, cast)
    facts = find_facts(text, sentences, marks, dates, cast, quotes, References(text, sentences, cast, marks).resolve)
    return Analysis(text, sentences, marks, dates, cast, quotes, facts)


def _of_other_language(
    text: Text, sentences: tuple[Sentence, ...], marks: tuple[MarkPair, ...], dates: Sequence[DateMention]
) -> Analysis:
    """Keep what marks and figures tell in any language; who speaks and acts, English words would tell."""
    quotes = tuple(
        replace(quote, speaker=None, actor=None, cue=None, addressee=None, reasons=())
        for quote in find_quotes(text, sentences, marks, Cast())
    )
    return Analysis(text, sentences, marks, tuple(written_out(text.text, dates)), Cast(), quotes)

"""The stages of extraction in their order: from a text to everything found in it."""

from __future__ import annotations

from quizapp.core.extraction.actors import References, find_actors
from quizapp.core.extraction.dates import find_dates
from quizapp.core.extraction.facts import find_facts
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.quotes import find_quotes
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.values import Analysis, Text


def analyse(text: Text) -> Analysis:
    """Find sentences, dates, actors, quotes and facts; the same text gives the same on every machine and day."""
    sentences = split_sentences(text)
    marks = pair_marks(text)
    dates = find_dates(text, sentences)
    cast = find_actors(text, sentences, marks, dates)
    quotes = find_quotes(text, sentences, marks, cast)
    facts = find_facts(text, sentences, marks, dates, cast, quotes, References(text, sentences, cast).resolve)
    return Analysis(text, sentences, marks, dates, cast, quotes, facts)

"""The learning history that a file brings along, for the command line: whose it becomes, and how much of it is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from quizapp.banks.service import importing
from quizapp.core.formats.parcel import Parcel, Report
from quizapp.core.formats.past_answers import HistoryCount, PastCard, joined


def history_cards(parcel: Parcel, slugs: Mapping[int, str], until: int) -> dict[str, PastCard]:
    """Give what was answered up to a moment (ms), by the names of the questions in the bank.

    `slugs` are those of entries by their numbers; what stands for an earlier one of the file goes to that.
    """
    if parcel.history is None:
        return {}
    named = {entry.question.id: slugs[number] for number, entry in enumerate(parcel.entries) if number in slugs}
    named |= {twin: named[first] for twin, first in importing.find_twins(parcel).items() if first in named}
    found: dict[str, PastCard] = {}
    for identity, slug in named.items():
        card = parcel.history.cards.get(identity)
        if card is not None:
            dated = tuple(each for each in card.answers if each.at <= until)
            found[slug] = joined(found.get(slug), replace(card, answers=dated))
    return found


def with_history(report: Report, parcel: Parcel, until: int, new: int | None = None) -> Report:
    """Add to a report how many answers a file holds to its questions; `new` of them come along, None = none is to."""
    if parcel.history is None and new is None:
        return report
    asked = {entry.question.id for entry in parcel.entries}
    cards = parcel.history.cards if parcel.history is not None else {}
    count = HistoryCount.of((card for each, card in cards.items() if each in asked), until)
    return replace(report, history=count, history_new=new)


def history_words(report: Report) -> str:
    """Say what comes along of a learning history, or that it could; empty where there is none."""
    if report.history is None or not report.history.answers:
        return "; it holds no learning history" if report.history_new is not None else ""
    count = report.history.answers
    since = datetime.fromtimestamp(report.history.since / 1000, UTC).date().isoformat()
    answers = f"{count:,} answer{'' if count == 1 else 's'} since {since}"
    if report.history_new is None:
        return f"; it holds a learning history too, {answers} (see --history)"
    return f"; {report.history_new:,} of its {answers} {'would come' if report.is_dry else 'came'} along as new"

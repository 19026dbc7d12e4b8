"""The learning history that a file brings along, for the command line: whose it becomes, and how much of it is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from quizapp.banks.service import importing
from quizapp.core.formats.parcel import Parcel, Report
from quizapp.core.formats.past_answers import History, HistoryCount, PastCard, joined


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
    past = parcel.history or History()
    count = HistoryCount.of((card for each, card in past.cards.items() if each in asked), until)
    unasked = HistoryCount.of((card for each, card in past.cards.items() if each not in asked), until)
    return replace(report, history=count, history_new=new, history_left_out=past.left_out + unasked.answers)


def history_words(report: Report) -> str:
    """Say what comes along of a learning history, or that it could; empty where there is none."""
    if report.history is None or not (report.history.answers or report.history_left_out):
        return "; it holds no learning history" if report.history_new is not None else ""
    return f"; {_coming(report, report.history)}{_left_out(report.history_left_out)}"


def _coming(report: Report, history: HistoryCount) -> str:
    count, new = history.answers, report.history_new
    if not count:
        return "it holds a learning history of nothing that it asks here"
    since = datetime.fromtimestamp(history.since / 1000, UTC).date().isoformat()
    answers = f"{count:,} answer{'' if count == 1 else 's'} since {since}"
    if new is None:
        return f"it holds a learning history too, {answers} (see --history)"
    others = ", the others are here already or belong to questions that stay out" if new < count else ""
    return f"{new:,} of its {answers} {'would come' if report.is_dry else 'came'} along as new{others}"


def _left_out(count: int) -> str:
    if not count:
        return ""
    many = "one further answer belongs" if count == 1 else f"{count:,} further answers belong"
    have, stay = ("has", "stays") if count == 1 else ("have", "stay")
    return f"; {many} to no question here or {have} no true date, and {stay} out"

"""Why a question comes back when it does, and what each event was, in words."""

from __future__ import annotations

from quizapp.core.scheduler import ANSWERS
from quizapp.progress import words
from quizapp.progress.service import CardHistory, HistoryEvent

PASS = 2


def when_due(history: CardHistory, today: int, zone: str) -> str:
    """Say in one short sentence when the question comes back."""
    card = history.card
    if history.is_suspended:
        return "It is not asked for now."
    if not history.is_in_use:
        return "It is not asked any more."
    if card is None:
        return "It counts as never met."
    if card.is_suspended:
        return "It does not come back until you bring it back."
    if card.due_at is not None:
        return f"It comes back at {words.moment_words(card.due_at, zone, today).rsplit(', ', 1)[1]}."
    if card.due_day is None:
        return "It has no day yet."
    due_day = today + 1 if card.buried_day == today and card.due_day <= today else card.due_day
    if due_day < today:
        return f"It has waited since {words.day_words(due_day, today)}."
    if due_day - today < 2:
        return f"It comes back {words.day_words(due_day, today)}."
    return f"It comes back on {words.date_words(due_day, today)}, in {words.days_words(due_day - today)}."


def why_due(history: CardHistory, today: int) -> str:
    """Say what led to that day."""
    card, last = history.card, history.last_answer
    if history.is_suspended:
        return "The text it is drawn from has changed, and its teacher has not looked at it yet. What you know is kept."
    if not history.is_in_use:
        return "It was taken out of its bank. What you did stays here."
    if card is None:
        return _never_met(history)
    if card.is_suspended:
        return "You put it away."
    if card.buried_day == today:
        return "It was left for the next day, by you or because a closely related question was asked today."
    if last is None:
        return "It was set by hand."
    if card.due_at is not None:
        return "It is still new or slipped away, so it is asked again the same day."
    if _is_moved_by_hand(history, last):
        return "It was asked for on that day, by you or your teacher."
    return " ".join(part for part in (_because(last, today), _moved(last), _capped(last, card.due_day)) if part)


def verdict(event: HistoryEvent) -> str:
    """Name an event: how well it was known, or what was done."""
    if event.kind == "undo":
        return "Taken back"
    if event.kind == "correction":
        return "Counted as right" if event.rating >= PASS else "Counted as wrong"
    if event.action:
        return words.ACTIONS.get(event.action, "Changed by hand")
    return words.RATINGS.get(event.rating, "Not rated")


def led_to(event: HistoryEvent, today: int) -> str:
    """Say what an answer led to at that time; empty where it moved nothing."""
    if event.kind not in ANSWERS or not event.rating:
        return ""
    if not event.counts:
        return "It did not move the day."
    if not event.interval_days:
        return "Asked again the same day."
    due = words.date_words(event.study_day + event.interval_days, today)
    return f"Next after {words.days_words(event.interval_days)}, on {due}."


def notes(event: HistoryEvent, revision: int, zone: str, today: int) -> list[str]:
    """List what else is worth knowing about an event."""
    found = []
    if event.kind == "live":
        found.append("In a live game.")
    if event.kind == "anki":
        found.append("In Anki, before it came here.")
    if event.is_helped:
        found.append("With help.")
    if event.corrected_at is not None and event.first_rating == event.rating:
        found.append(f"Judged again on {words.moment_words(event.corrected_at, zone, today)}.")
    elif event.corrected_at is not None:
        first = words.RATINGS.get(event.first_rating, "not rated").lower()
        found.append(f"First taken as {first}, corrected on {words.moment_words(event.corrected_at, zone, today)}.")
    if event.undone_at is not None:
        found.append(f"Taken back on {words.moment_words(event.undone_at, zone, today)}.")
    if event.rating and event.revision < revision:
        found.append(f"In its wording {event.revision}; it has changed since.")
    return found


def is_right(event: HistoryEvent) -> bool:
    """Tell whether an answer was known, as it holds now."""
    return event.rating >= PASS


def _never_met(history: CardHistory) -> str:
    left = [event for event in history.events if event.kind in ANSWERS and not event.is_undone]
    if left and not any(event.counts for event in left):
        return "What you gave was judged by a key that was changed since, so it does not count."
    return "Every answer was taken back or you started it afresh."


def _because(last: HistoryEvent, today: int) -> str:
    when = words.day_words(last.study_day, today)
    when = when if abs(last.study_day - today) < 2 else f"on {when}"
    gap = f" after {words.days_words(last.elapsed_days)}" if last.elapsed_days else ""
    said = f"You knew it {when}{gap}" if is_right(last) else f"You did not know it {when}{gap}, so it comes back sooner"
    keeps = words.days_words(last.interval_days) if last.interval_days else ""
    return f"{said}; {keeps} is about as long as you will keep it." if keeps else f"{said}."


def _moved(last: HistoryEvent) -> str:
    if not last.shift_days:
        return ""
    direction = "later" if last.shift_days > 0 else "earlier"
    return f"It was moved {words.days_words(abs(last.shift_days))} {direction}, so that your days stay even."


def _capped(last: HistoryEvent, due_day: int | None) -> str:
    if last.latest_day is None or due_day is None or due_day < last.latest_day:
        return ""
    if last.way == "recognise":
        return "Not later, so that you soon try it without options."
    return "Not later, because a last day was set for it."


def _is_moved_by_hand(history: CardHistory, last: HistoryEvent) -> bool:
    later = [event for event in history.events if event.answered_at > last.answered_at and not event.is_undone]
    return any(event.action == "due_today" for event in later)

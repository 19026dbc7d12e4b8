"""What waits for a teacher besides the chosen drafts: each question once, however it is worded."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.drafted import Draft

#: Straight and curved marks are one to a reader.
_MARKS = str.maketrans("“”‘’", "\"\"''")


def queue_of(sound: Sequence[Draft], selected: Sequence[Draft]) -> tuple[Draft, ...]:
    """Give what is left to look at: no second wording of a question that is chosen or stands before it."""
    asked = {asks for draft in selected for asks in (_asks(draft), _wording(draft))}
    found: list[Draft] = []
    chosen = {draft.id for draft in selected}
    for draft in sound:
        asks = {_asks(draft), _wording(draft)}
        if draft.id not in chosen and not asks & asked:
            asked |= asks
            found.append(draft)
    return tuple(found)


def _wording(draft: Draft) -> tuple[str, ...]:
    """Give stem and key, whatever marks stand around a quotation."""
    return (str(draft.raw["stem"]).translate(_MARKS), str(draft.raw.get("key")))


def _asks(draft: Draft) -> tuple[str, ...]:
    """Give what two wordings of one question have in common."""
    kind = "" if draft.template in ("T1", "T2", "T3", "T10", "T11") else str(draft.raw.get("kind"))
    return (*(str(fact.start) for fact in draft.facts), draft.slot, str(draft.raw.get("key")), kind, draft.template)

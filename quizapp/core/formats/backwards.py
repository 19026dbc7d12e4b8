"""Notes that other programs of cards ask both ways: if wanted, a second question with the sides exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.free_ids import FreeIds
from quizapp.core.formats.gathering import as_id, shortened
from quizapp.core.formats.native_identity import made_id
from quizapp.core.formats.parcel import Entry, FileProblem, Parcel
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json

#: How what a reader says of such notes ends where they are asked forwards alone.
FORWARDS = "here each is one question, asked forwards."
#: In `origin.extra` of the second question: the id of the note of the first.
BACK_OF = "back_of"


def with_backwards(parcel: Parcel) -> Parcel:
    """Give a parcel in which behind each question whose note asks both ways stands one with its sides exchanged."""
    ids = FreeIds(entry.question.id for entry in parcel.entries)
    entries: list[Entry] = []
    problems = [problem for problem in parcel.problems if not problem.reason.endswith(FORWARDS)]
    #: Where each entry stands afterwards, and what comes behind the last.
    places: list[int] = []
    cards = dict(parcel.history.cards) if parcel.history is not None else {}
    for entry in parcel.entries:
        places.append(len(entries))
        entries.append(entry)
        if not entry.asks_back:
            continue
        made = _backwards_of(entry, ids)
        if isinstance(made, Entry):
            entries.append(made)
            past = cards.get(entry.question.id)
            if past is not None and past.backwards is not None:
                cards[made.question.id] = past.backwards
        else:
            problems.append(FileProblem(entry.where, entry.line, f"It cannot be asked backwards: {made}"))
    places.append(len(entries))
    texts = [
        replace(text, first=places[text.first], count=places[text.first + text.count] - places[text.first])
        for text in parcel.texts
    ]
    history = replace(parcel.history, cards=cards) if parcel.history is not None else None
    return replace(parcel, entries=tuple(entries), problems=tuple(problems), texts=tuple(texts), history=history)


def _backwards_of(entry: Entry, ids: FreeIds) -> Entry | str:
    """Give the entry that asks backwards what another one asks, or why there is none."""
    from quizapp.core.formats.rich_html import plain_words  # start-up cost: it loads lxml

    body = entry.question.dump()
    origin: Mapping[str, Json] = body["origin"]
    identity = origin.get("id")
    extra: dict[str, Json] = {}
    if identity:
        extra[BACK_OF] = identity
    if deck := origin["extra"].get("deck"):
        extra["deck"] = deck
    named = f"{identity}/back" if identity else ""
    raw: dict[str, Json] = {name: body[name] for name in ("context", "tags", "language", "worth") if name in body}
    told: dict[str, Json] = {**origin, "id": named, "extra": extra}
    raw |= {
        "kind": "open",
        "stem": body["key"],
        "key": body["stem"],
        "origin": {name: value for name, value in told.items() if value},
    }
    try:
        question = parse_question(raw)
    except InvalidQuestion as error:
        return "; ".join(problem.message for problem in error.problems)
    wished = as_id(named) if named else made_id(question)
    return Entry(
        replace(question, id=ids.give(wished)), shortened(plain_words(question.stem)) or entry.where, entry.line
    )

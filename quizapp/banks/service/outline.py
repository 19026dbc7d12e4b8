"""What a bank covers, in one look: counted once when it is loaded, so that its page needs no histories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from quizapp.core.calendar import parse_value
from quizapp.core.compare import fold
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json, Question

Body: TypeAlias = Mapping[str, Json]

ACTORS_AT_MOST = 60
DATES_AT_MOST = 60
TAGS_AT_MOST = 300
_WORD = re.compile(r"\W+")


def outline_of(questions: Sequence[Question]) -> dict[str, Json]:
    """Give counts by about, the dates (value, label) in order of time and the actors (name, questions) by weight."""
    return {
        "questions": len(questions),
        "about": dict(Counter(question.about for question in questions)),
        "kinds": dict(Counter(question.kind for question in questions)),
        **_with_tags(Counter(path for question in questions for path in paths_of(question.tags)), is_cut=False),
        "dates": _dates(questions),
        "actors": _actors(questions),
        "actor_names": sorted(_actor_names(questions)),
    }


def outline_after(
    outline: Mapping[str, Json], gone: Sequence[Body], come: Sequence[Body], count_tag: Callable[[str], int]
) -> dict[str, Json]:
    """Give an outline with some questions (their bodies) less and some more, without a look at the others of a bank.

    `count_tag` counts the questions that have a tag now, or one below it: of more tags than are kept that is not known.
    Numbers are right. Dates and actors of a question that goes stay named until all is counted again: whether others
    speak of them is not known here.
    """
    counted = {
        "about": _moved(outline, "about", map(_about, gone), map(_about, come)),
        "kinds": _moved(outline, "kinds", (body["kind"] for body in gone), (body["kind"] for body in come)),
    }
    named = [parse_question(body) for body in come if _about(body) in ("actor", "date", "quote")]
    total = max(0, int(outline.get("questions", 0)) - len(gone) + len(come))
    tags = _tags_after(outline, gone, come, count_tag)
    return {**outline, **counted, **tags, **_named_too(outline, named), "questions": total}


def paths_of(tags: Iterable[str]) -> set[str]:
    """Give tags and all paths above them: a question has a tag where it has one below it, as in every search."""
    return {"/".join(parts[: n + 1]) for parts in (tag.split("/") for tag in tags) for n in range(len(parts))}


def _tags_after(
    outline: Mapping[str, Json], gone: Sequence[Body], come: Sequence[Body], count_tag: Callable[[str], int]
) -> dict[str, Json]:
    kept = outline.get("tags", {})
    is_cut = bool(outline.get("are_tags_cut"))
    counts: Counter[str] = Counter(_moved(outline, "tags", _all_paths(gone), _all_paths(come)))
    for path in {*_all_paths(come)} - {*kept} if is_cut else ():
        counts[path] = count_tag(path)
    return _with_tags(counts, is_cut=is_cut)


def _with_tags(counts: Counter[str], *, is_cut: bool) -> dict[str, Json]:
    """Give the tags that most questions have, and whether there are others."""
    kept = dict(counts.most_common(TAGS_AT_MOST))
    return {"tags": kept, "are_tags_cut": is_cut or len(kept) < len(counts)}


def _named_too(outline: Mapping[str, Json], come: Sequence[Question]) -> dict[str, Json]:
    """Give dates and actors of an outline with those of the questions that come."""
    actors = list(outline.get("actors", ()))
    if len(actors) < ACTORS_AT_MOST:
        # To weigh those of thousands takes seconds.
        known = {name for name, _ in actors}
        actors += [each for each in _actors(come) if each[0] not in known]
    dates = {(value, title): [value, lo, title] for value, lo, title in (*outline.get("dates", ()), *_dates(come))}
    return {
        "dates": sorted(dates.values(), key=lambda each: (each[1], each[0]))[:DATES_AT_MOST],
        "actors": actors[:ACTORS_AT_MOST],
        "actor_names": sorted({*outline.get("actor_names", ()), *_actor_names(come)}),
    }


def _about(body: Body) -> str:
    return str(body.get("about", "other"))


def _all_paths(bodies: Sequence[Body]) -> Iterable[str]:
    return (path for body in bodies for path in paths_of(body.get("tags", ())))


def _moved(outline: Mapping[str, Json], name: str, gone: Iterable[str], come: Iterable[str]) -> dict[str, int]:
    counts: Counter[str] = Counter(outline.get(name, {}))
    counts.subtract(gone)
    counts.update(come)
    return {key: n for key, n in counts.items() if n > 0}


def _dates(questions: Sequence[Question]) -> list[list[Json]]:
    found: dict[tuple[str, str], int] = {}
    for question in questions:
        if question.kind != "date" or not question.title:
            continue
        value = str(question.dump()["key"])
        parsed = parse_value(value)
        if parsed.lo is not None:
            found[value, question.title] = parsed.lo
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return [[value, lo, title] for (value, title), lo in ordered[:DATES_AT_MOST]]


def _actor_names(questions: Sequence[Question]) -> set[str]:
    """Give keys of questions about actors, and whoever stands on the left of "who said it"."""
    names: set[str] = set()
    for question in questions:
        if question.about == "actor" and question.kind in ("choice", "text"):
            names.add(question.answer())
        elif question.about == "actor" and question.kind == "multiple":
            names.update(str(key) for key in question.dump()["key"] if isinstance(key, str))
        elif question.about == "quote" and question.kind == "match":
            names.update(str(pair["left"]) for pair in question.dump()["pairs"])
    return {name for name in names if not (name.startswith("The ") and name.removeprefix("The ") in names)}


def _actors(questions: Sequence[Question]) -> list[list[Json]]:
    words = [f" {_WORD.sub(' ', fold(' '.join((q.stem, q.answer(), q.explanation))))} " for q in questions]
    weights = {
        name: sum(f" {_WORD.sub(' ', fold(name)).strip()} " in text for text in words)
        for name in sorted(_actor_names(questions))[:500]
    }
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [[name, n] for name, n in ordered[:ACTORS_AT_MOST]]

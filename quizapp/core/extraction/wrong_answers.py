"""Wrong answers of a question whose document has changed: what the text tells of each, and which it has lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quizapp.core.question import Json


def retold(raw: Mapping[str, Json], old: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    """Give a question what the newer text tells of its wrong answers, where it still says what the old text told."""
    before, now = _explanations(old), _explanations(new)
    options: list[Json] = []
    for option in _options(raw):
        said = option.get("explanation")
        if said and said == before.get(str(option["text"])) != now.get(str(option["text"])):
            told = now.get(str(option["text"]))
            option = {**option, "explanation": told} if told else {"text": option["text"]}
        options.append(option if len(option) > 1 else option["text"])
    return {**raw, "distractors": options} if options else dict(raw)


def _explanations(raw: Mapping[str, Json]) -> dict[str, Json]:
    return {str(option["text"]): option.get("explanation") for option in _options(raw)}


def _options(raw: Mapping[str, Json]) -> list[dict[str, Json]]:
    listed = raw.get("distractors")
    found = listed if isinstance(listed, list) else []
    return [dict(option) if isinstance(option, Mapping) else {"text": option} for option in found]


def lost_options(
    raw: Mapping[str, Json], new: Mapping[str, Json] | None, stood: Callable[[str], bool], stands: Callable[[str], bool]
) -> list[str]:
    """List the wrong answers, as they are written, that were taken from the old text and are not in the new one.

    What the new draft offers, too, is proven anew. `stood` and `stands` tell it of an answer in either text.
    """
    anew = set(_written(new)) if new is not None else set()
    return [words for words in _written(raw) if words not in anew and stood(words) and not stands(words)]


def _written(raw: Mapping[str, Json]) -> list[str]:
    gaps = raw.get("gaps")
    parts = [raw, *(gap for gap in gaps if isinstance(gap, Mapping))] if isinstance(gaps, list) else [raw]
    return [str(option["text"]) for part in parts for option in _options(part)]

"""Answers and gaps of our questions as Moodle’s formats write them: shared by GIFT, Moodle XML and Cloze text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from quizapp.core.formats.date_words import date_spellings
from quizapp.core.formats.embedded import write_gap
from quizapp.core.formats.foreign_texts import HTML, MARKDOWN, written_text
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.rich_html import plain_words, to_html
from quizapp.core.formats.weighted import Answer, option_answers, str_of
from quizapp.core.kinds.cloze import GAP
from quizapp.core.question import Json, Question


def choice_answers(raw: Mapping[str, Json]) -> list[Answer]:
    """Give a dumped single choice’s options with weights, the key’s in full.

    They stand in their kept order, else the key somewhere among the others, always at the same place.
    """
    [key, *_] = option_answers(raw["key"], True, 100)
    if "options" in raw:
        listed = option_answers(raw["options"], False, 0)
        return [Answer(a.text, 100, a.feedback) if a.text == key.text else a for a in listed]
    others = list(option_answers(raw["distractors"], False, 0))
    place = hashlib.sha256(f"{raw['stem']}\n{key.text}".encode("utf-8", "replace")).digest()[0] % (len(others) + 1)
    return [*others[:place], key, *others[place:]]


def multiple_answers(raw: Mapping[str, Json]) -> list[Answer]:
    """Give a dumped multiple choice’s options with weights; where it has none, wrong ones cost as right ones earn."""
    keys = {a.text for a in option_answers(raw["key"], False, 0)}
    listed = raw.get("options") or [*raw["key"], *raw["distractors"]]
    others = len(listed) - len(keys)
    has_weights = any(isinstance(option, dict) and "weight" in option for option in listed)
    off = 0.0 if has_weights else -100 / others
    return [
        next(option_answers(option, False, 100 / len(keys) if str_of(_text(option)) in keys else off))
        for option in listed
    ]


def date_answers(question: Question, losses: Losses, said: str) -> list[Answer]:
    """Give every usual spelling of the key and of each accepted date."""
    raw = question.dump()
    found = [Answer(text, 100.0, said) for text in date_spellings(raw["key"], question.language)]
    known = {answer.text for answer in found}
    for accepted in option_answers(raw.get("accept", []), False, 100):
        if accepted.feedback or accepted.percent != 100:
            losses.lose(question, "accept: weight and explanation", "dates are written as spellings of equal weight")
        spellings = [t for t in date_spellings(accepted.text, question.language) if t not in known]
        found += [Answer(text, accepted.percent, accepted.feedback) for text in spellings]
        known.update(spellings)
    losses.lose(question, "kind date", "no other program has it; its usual spellings are accepted as short answers")
    return found


def cloze_pieces(
    stem: str, gaps: Sequence[dict[str, Json]], names: Json, media: dict[str, str], *, is_html_alone: bool = False
) -> tuple[str, list[tuple[int, str]]]:
    """Give the text format of a stem with gaps, and its pieces: the number of the gap, 0 for none, and the text."""
    marked = GAP.sub(lambda found: f"\ue000{found[1]}\ue001", stem)
    form, text = (HTML, to_html(marked, media.get)) if is_html_alone else written_text(marked, media)
    kinds = names if isinstance(names, list) and len(names) == len(gaps) else [""] * len(gaps)

    def gap_html(words: str) -> str:
        html = written_text(words, media)[1] if "\\(" in words or "media/" in words else _html_alone(words)
        return html.replace("\n", " ")

    pieces: list[tuple[int, str]] = []
    for place, piece in enumerate(re.split("\ue000([0-9]+)\ue001", text)):
        if place % 2:
            number = int(piece)
            pieces.append((number, write_gap(gaps[number - 1], str(kinds[number - 1]), gap_html)))
        else:
            pieces.append((0, piece.replace("\\[[", "[[") if form == "html" else piece))
    return form, pieces


def lose_in_gaps(question: Question, losses: Losses) -> None:
    """Note what embedded answers do not carry of the gaps."""
    for gap in question.dump()["gaps"]:
        kind = gap.get("kind", "")
        if kind == "date":
            losses.lose(question, "kind of gaps: date", "the gap is written as a short answer")
        if kind in ("number", "date", "text") and ("distractors" in gap or "unit" in gap):
            losses.lose(question, "distractors and units of gaps")
        if kind not in ("number", "date", "text") and "accept" in gap and "distractors" in gap:
            losses.lose(question, "accepted spellings of gaps with options")
        if "options" in gap:
            losses.lose(question, "order of options in gaps", "it is not kept")
        if "about" in gap:
            losses.lose(question, "about of gaps")
        if "from" in gap or str_of(gap.get("tolerance", "")).endswith("%"):
            losses.lose(question, "ranges and tolerances in % of gaps", "written as a number with a tolerance")
        if float(gap.get("worth", 1)) != max(1, round(float(gap.get("worth", 1)))):
            losses.lose(question, "worth of gaps", "whole numbers from 1 are written")


def _html_alone(words: str) -> str:
    """Give words as HTML whatever way back there is."""
    form, text = written_text(words, {})
    return text if form != MARKDOWN else plain_words(words).replace("&", "&amp;").replace("<", "&lt;")


def _text(option: Json) -> Json:
    return option["text"] if isinstance(option, dict) else option

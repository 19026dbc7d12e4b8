"""Answers with weights in percent, as Moodle's formats have them, to and from the fields of our kinds.

Source: Moodle, question/engine/bank.php (list of weights) and question/type/{multichoice,shortanswer,numerical}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from quizapp.core.errors import QuizError
from quizapp.core.kinds.fields import MAX_EXPLANATION_CHARS
from quizapp.core.question import Json

PERCENTS = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5),
    *(11.11111, 10, 5, 0),
)
"""The weights that Moodle takes, below 0 as well; it refuses others, or changes them without a word."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_EQUAL_ENOUGH = 0.7
_SUM_SLACK = 1.0


class Broken(QuizError):
    """An entry breaks the rules of its own format: a problem, and no entry."""


class Unasked(QuizError):
    """A sound entry that cannot become a question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its text (a number’s digits, or `low..high`), weight in percent, feedback, tolerance of a number."""

    text: str
    percent: float = 100.0
    feedback: str = ""
    tolerance: str = ""


def text_of_option(option: Json) -> str:
    """Give the text of a raw option, which is a text, a number, a truth or a mapping with one."""
    return str_of(option["text"] if isinstance(option, dict) else option)


def key_feedback(raw: Mapping[str, Json], extra: Mapping[str, Json]) -> str:
    """Give what is said to the key alone; `extra` holds it, or says that the explanation is it.

    What a bank file claims to have kept may be longer than any reader takes.
    """
    if extra.get("explanation_of") == "key":
        return str(raw.get("explanation", ""))
    return str(extra.get("key_feedback") or "")[:MAX_EXPLANATION_CHARS]


def plain_digits(text: str) -> str:
    """Give the digits of a number as our number kind reads them.

    Raises:
        Broken: when it is no number.
    """
    words = text.strip().replace("−", "-").replace(",", ".")
    if _NUMBER.fullmatch(words) is None or len(words) > 40:
        raise Broken(f"“{text[:40]}” is to be a number, such as 155, -2.5 or 3e8.")
    return words


def read_percent(text: str) -> float:
    """Read a weight such as 33.333, -50 or 12,5; not below -100, not above 100.

    Raises:
        Broken: when it is no number.
    """
    plain = text.strip().replace(",", ".")
    if _NUMBER.fullmatch(plain) is None:
        raise Broken(f"“{text[:40]}” is no weight; write a number from -100 to 100.")
    return min(100.0, max(-100.0, float(plain)))


@lru_cache(maxsize=1_024)
def snapped(percent: float) -> float:
    """Give the nearest weight that Moodle takes."""
    nearest = min(PERCENTS, key=lambda known: abs(known - abs(percent)))
    return nearest if percent >= 0 else -nearest


def written_percent(percent: float) -> str:
    """Write a weight with as many digits as Moodle has."""
    return f"{percent:.5f}".rstrip("0").rstrip(".")


def single_fields(answers: Sequence[Answer], notes: list[str]) -> dict[str, Json]:
    """Give kind, key and distractors of a question with one right option.

    Raises:
        Broken: without a right option, or with fewer than two options.
    """
    answers = _unlike_weights(_merged(answers, notes), notes)
    if len(answers) < 2:
        raise Broken(_too_few(answers))
    best = max(answer.percent for answer in answers)
    if best <= 0:
        raise Broken("No option is right; give one of them the full weight.")
    if best < 100:
        notes.append(f"no option has the full weight; the best has {written_percent(best)} % and was taken as right.")
        answers = [replace(a, percent=a.percent * 100 / best) for a in answers]
    keys = [answer for answer in answers if answer.percent >= 99.9999]
    if len(keys) > 1:
        notes.append(f"{len(keys)} options of a single choice are fully right; it was read as multiple choice.")
        keys = [replace(key, percent=100 / len(keys)) for key in keys]
        return multiple_fields([*keys, *(replace(a, percent=0) for a in answers if a.percent < 99.9999)], [])
    others = [answer for answer in answers if answer is not keys[0]]
    return {
        "kind": "choice",
        "key": _option(keys[0], None),
        "distractors": [_option(a, a.percent / 100 if a.percent else None) for a in others],
    }


def multiple_fields(answers: Sequence[Answer], notes: list[str]) -> dict[str, Json]:
    """Give kind, keys and distractors of a question with several right options.

    Weights fall away where they say what our own scoring says: equal shares, and as much off for wrong options.

    Raises:
        Broken: without a right option, or with fewer than two options.
        Unasked: when all options are right.
    """
    answers = _unlike_weights(_merged(answers, notes), notes)
    if len(answers) < 2:
        raise Broken(_too_few(answers))
    keys = [answer for answer in answers if answer.percent > 0]
    others = [answer for answer in answers if answer.percent <= 0]
    if not keys:
        raise Broken("No option is right; give at least one of them a weight above 0.")
    if not others:
        raise Unasked("every option is right, so there is nothing to choose")
    total = sum(key.percent for key in keys)
    if abs(total - 100) > _SUM_SLACK:
        notes.append(f"weights sum to {written_percent(total)} %; scaled to 100 %.")
    share = 100 / len(keys)
    has_equal_keys = all(abs(key.percent * 100 / total - share) < _EQUAL_ENOUGH for key in keys)
    is_default = has_equal_keys and all(abs(a.percent + 100 / len(others)) < _EQUAL_ENOUGH for a in others)
    return {
        "kind": "multiple",
        "key": [_option(key, None if has_equal_keys else _share(key.percent / total)) for key in keys],
        "distractors": [_option(a, None if is_default else _share(a.percent / 100)) for a in others],
    }


def text_fields(answers: Sequence[Answer], notes: list[str]) -> dict[str, Json]:
    """Give key and accepted texts of a short answer, and as `key_feedback` what was said to the key; `*` is a pattern.

    Raises:
        Broken: without a right answer.
    """
    answers = _full(_unlike_weights(_merged(answers, notes), notes), notes)
    plain = [a for a in answers if a.percent >= 99.9999 and not _is_pattern(a.text)]
    key = plain[0] if plain else next(a for a in answers if a.percent >= 99.9999)
    fields: dict[str, Json] = {"key": _without_stars(key.text), "key_feedback": key.feedback}
    if not plain:
        words = " ".join(key.text.replace("\\*", "\0").replace("*", " ").split()).replace("\0", "*")
        if not words:
            raise Broken("The only right answer is “*”, which is any text.")
        notes.append(f"the right answer is the pattern “{key.text}”; “{words}” is shown as the answer.")
        fields |= {"key": words, "key_feedback": ""}
    fields["accept"] = [_accepted(a) for a in answers if a is not key or not plain]
    return fields


def number_fields(answers: Sequence[Answer], notes: list[str]) -> dict[str, Json]:
    """Give key and accepted numbers, and as `key_feedback` and `wrong_feedback` what was said to the key and all else.

    Raises:
        Broken: without a right answer, or with a text where a number is to be.
    """
    wrong = next((a.feedback for a in answers if a.text in ("", "*")), "")
    numbers = [_checked_number(a) for a in answers if a.text not in ("", "*")]
    numbers = _full(_unlike_weights(numbers, notes), notes)
    key = next(a for a in numbers if a.percent >= 99.9999)
    fields: dict[str, Json] = {"key_feedback": key.feedback, "wrong_feedback": wrong}
    if ".." in key.text:
        fields["from"], fields["to"] = key.text.split("..")
    else:
        fields |= {"key": key.text, "tolerance": key.tolerance}
    fields["accept"] = [_accepted(_with_middle(a)) for a in numbers if a is not key]
    return fields


def option_answers(options: Json, is_key: bool, share: float) -> Iterator[Answer]:
    """Give a dumped question’s options as answers; `share` is the percent of one without a weight."""
    for option in options if isinstance(options, list) else [options]:
        fields = option if isinstance(option, dict) else {"text": option}
        weight = fields.get("weight")
        percent = share if weight is None else float(weight) * 100
        yield Answer(
            str_of(fields["text"]), 100.0 if is_key and share == 100 else percent, fields.get("explanation", "")
        )


def str_of(scalar: Json) -> str:
    """Give a dumped scalar as the text it was."""
    return ("true" if scalar else "false") if isinstance(scalar, bool) else str(scalar)


def is_close_to_moodle(percent: float) -> bool:
    """Tell whether Moodle has this weight."""
    return abs(snapped(percent) - percent) < 0.0001


def _merged(answers: Sequence[Answer], notes: list[str]) -> list[Answer]:
    by_text: dict[str, Answer] = {}
    for answer in answers:
        if not answer.text.strip():
            notes.append("an empty option was left out.")
            continue
        first = by_text.get(answer.text)
        if first is not None:
            notes.append(f"the option “{answer.text[:60]}” stands twice; the two were made one.")
        better = answer if first is None or answer.percent > first.percent else first
        by_text[answer.text] = better if better.feedback or first is None else replace(better, feedback=first.feedback)
    return list(by_text.values())


def _unlike_weights(answers: list[Answer], notes: list[str]) -> list[Answer]:
    unlike = dict.fromkeys(a.percent for a in answers if not is_close_to_moodle(a.percent))
    if unlike:
        shown = ", ".join(f"{written_percent(p)} % (nearest: {written_percent(snapped(p))} %)" for p in unlike)
        notes.append(f"not in Moodle’s list of weights: {shown}; kept here, and written as the nearest.")
    return answers


def _full(answers: list[Answer], notes: list[str]) -> list[Answer]:
    """Give answers of which one at least has the full weight."""
    best = max((answer.percent for answer in answers), default=0.0)
    if best <= 0:
        raise Broken("No answer is right; give one of them the full weight.")
    if best < 99.9999:
        notes.append(f"no answer has the full weight; the best has {written_percent(best)} % and was taken as right.")
    return [replace(a, percent=a.percent * 100 / best) if best < 99.9999 else a for a in answers]


def _too_few(answers: Sequence[Answer]) -> str:
    return "There is only one choice; there must be at least two." if answers else "There are no choices."


def _share(share: float) -> float:
    return round(share, 7) + 0.0


def _option(answer: Answer, weight: float | None) -> Json:
    option: dict[str, Json] = {"text": answer.text}
    if weight is not None:
        option["weight"] = _share(weight)
    if answer.feedback:
        option["explanation"] = answer.feedback
    return option


def _accepted(answer: Answer) -> Json:
    option = _option(answer, answer.percent / 100 if answer.percent < 99.9999 else None)
    if answer.tolerance:
        option["tolerance"] = answer.tolerance
    if _is_pattern(answer.text):
        option["pattern"] = option.pop("text")
    else:
        option["text"] = _without_stars(answer.text)
    return option


def _is_pattern(text: str) -> bool:
    return "*" in text.replace("\\*", "")


def _without_stars(text: str) -> str:
    return text.replace("\\*", "*")


def _checked_number(answer: Answer) -> Answer:
    parts = [part.strip().replace("−", "-").replace(",", ".") for part in answer.text.split("..")]
    tolerance = answer.tolerance.strip().replace(",", ".")
    for part in (*parts, tolerance or "0"):
        if _NUMBER.fullmatch(part) is None or len(part) > 40:
            raise Broken(f"“{part[:40]}” is to be a number, such as 155, -2.5 or 3e8.")
    if len(parts) > 2:
        raise Broken(f"“{answer.text[:40]}” is no range; write it as 1..5.")
    if len(parts) == 2 and Decimal(parts[0]) > Decimal(parts[1]):
        parts.reverse()
    if tolerance and (len(parts) == 2 or Decimal(tolerance) == 0):
        tolerance = ""
    return replace(answer, text="..".join(parts), tolerance=tolerance.lstrip("-"))


def _with_middle(answer: Answer) -> Answer:
    """Give a range as its middle and half its width: accepted numbers have a tolerance alone."""
    if ".." not in answer.text:
        return answer
    middle, half = middle_and_half(*answer.text.split(".."))
    return replace(answer, text=middle, tolerance=half)


def middle_and_half(low: str, high: str) -> tuple[str, str]:
    """Give a range’s middle and half its width, both as digits."""
    first, last = Decimal(low), Decimal(high)
    return format(((first + last) / 2).normalize(), "f"), format(((last - first) / 2).normalize(), "f")

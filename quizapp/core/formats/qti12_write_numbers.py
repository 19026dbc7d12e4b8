"""Numbers as Canvas has them: an exact value with a margin, or a range; each accepted number is a condition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from quizapp.core.formats.qti_texts import QtiTexts, words
from quizapp.core.formats.weighted import str_of
from quizapp.core.question import Json

_AT = 'respident="response1"'


def number_conditions(writing: QtiTexts) -> list[tuple[list[str], str]]:
    """Give the tests of each right number, and what is said to it as HTML."""
    raw = writing.raw
    told = writing.extra.get("explanation_of") == "key option"
    said = writing.question.explanation if told else writing.said("key_option_feedback")
    tests = (
        _range(str_of(raw["from"]), str_of(raw["to"])) if "from" in raw else _exact(writing, raw, "key", "tolerance")
    )
    found = [(tests, writing.html("explanation", said))]
    for option in raw.get("accept", []):
        fields = option if isinstance(option, dict) else {"text": option}
        if fields.get("weight", 1) != 1:
            writing.losses.lose(writing.question, "accept", "numbers that earn a part or nothing are left out")
            continue
        html = writing.html("accept", str(fields.get("explanation", "")))
        found.append((_exact(writing, fields, "text", "accept"), html))
    return found


def _exact(writing: QtiTexts, fields: Mapping[str, Json], name: str, lost: str) -> list[str]:
    """Give a value with its margin; Canvas reads the bounds, and the percentage where there is one."""
    value = str_of(fields[name])
    tolerance = str_of(fields.get("tolerance", "")).strip()
    number = Decimal(value)
    margin = ""
    if tolerance.endswith("%"):
        share = tolerance.removesuffix("%").strip()
        margin = f' margintype="percent" margin="{words(share)}"'
        half = abs(number) * Decimal(share) / 100
        is_kept = f"{share}%" == tolerance
    else:
        half = Decimal(tolerance or "0")
        is_kept = tolerance == (_plain(half) if half else "")
    if not is_kept:
        writing.losses.lose(writing.question, lost, "its digits are written in their shortest form")
    return [
        "                <or>",
        f"                  <varequal {_AT}{margin}>{words(value)}</varequal>",
        "                  <and>",
        f"                    <vargte {_AT}>{_plain(number - half)}</vargte>",
        f"                    <varlte {_AT}>{_plain(number + half)}</varlte>",
        "                  </and>",
        "                </or>",
    ]


def _range(low: str, high: str) -> list[str]:
    return [
        f"                <vargte {_AT}>{words(low)}</vargte>",
        f"                <varlte {_AT}>{words(high)}</varlte>",
    ]


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")

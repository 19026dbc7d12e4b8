"""Signs that pages and chats leave in a copied test: spaces of no width before lines, bullets before what explains."""

from __future__ import annotations

import pytest

from quizapp.core.formats.aiken import read as read_aiken
from quizapp.core.formats.registry import recognise

FACTS = [
    ("Which is a fish?", ["Cod", "Owl", "Elk"], 0),
    ("Which is red?", ["Jade", "Ruby", "Opal"], 1),
    ("Who wrote Emma?", ["Sand", "Eliot", "Austen"], 2),
]
MEANT = [(stem, options[right], [each for each in options if each != options[right]]) for stem, options, right in FACTS]


def found(parcel):
    dumps = [question.dump() for question in parcel.questions]
    return [(dump["stem"], dump["key"], dump.get("distractors", [])) for dump in dumps]


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\u200b\u200b ", "\ufeff", " \u200b"])
@pytest.mark.parametrize("form", ["{}) {}", "{}. {}", "- {}. {}"])
@pytest.mark.parametrize("opening", ["{}. ", "Question {}: ", "{}) "])
def test_signs_of_no_width_before_lines_are_nothing(sign, form, opening) -> None:
    lines = []
    for number, (stem, options, right) in enumerate(FACTS, 1):
        lines += [f"{opening.format(number)}{stem}", *(form.format(*each) for each in zip("ABC", options, strict=True))]
        lines += [f"Answer: {'ABC'[right]}", ""]
    data = "\n".join(f"{sign}{line}" for line in lines).encode()
    assert found(recognise(data).read(data)) == MEANT


def test_signs_of_no_width_are_nothing_in_aiken_too() -> None:
    data = "\u200bWhich is a fish?\n\u200bA. Cod\n\u200bB. Owl\n\u200bANSWER: A\n".encode()
    assert found(read_aiken(data)) == [("Which is a fish?", "Cod", ["Owl"])]


@pytest.mark.parametrize(
    "label",
    ["**Explanation:**", "**Explanation**:", "Explanation:", "*Rationale:*", "__Erklärung:__", "***Explanation:***"],
)
@pytest.mark.parametrize("bullet", ["-", "*", "+", ">"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_a_bullet_before_what_explains_is_no_part_of_it(label, bullet, indent) -> None:
    blocks = []
    for number, (stem, options, right) in enumerate(FACTS, 1):
        lines = [f"- {letter}) {words}" for letter, words in zip("abc", options, strict=True)]
        lines += [f"- **Answer:** {'abc'[right]}) {options[right]}", f"{bullet} {label} More of *{options[right]}*."]
        blocks.append("\n".join([f"{number}. **{stem}**", *(f"{indent}{line}" for line in lines)]))
    data = "\n\n".join(blocks).encode()
    parcel = recognise(data).read(data)
    assert found(parcel) == MEANT
    told = [question.dump()["explanation"] for question in parcel.questions]
    assert told == [f"More of *{options[right]}*." for _, options, right in FACTS]

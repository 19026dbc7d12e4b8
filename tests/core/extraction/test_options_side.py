"""Options fit what the stem says of the one asked for, and stand on the key’s side."""

from __future__ import annotations

import pytest

from tests.core.extraction.test_soundness import drafts_of

_PILOTS = (
    "The Norwegian pilot Per Dahl trained in 1920. The Norwegian pilot Karl Moen trained in 1920. The Danish pilot "
    "Nils Ek trained in 1920. "
)
ODD = [
    # flight: a Dane is no Norwegian
    (
        _PILOTS + "The Norwegian pilot Otto Lind became the first Norwegian in the Arctic air in 1921.",
        "became the first Norwegian",
        "Nils Ek",
    ),
    # sport: the first woman
    (
        "Ada Vik swam in 1920. Tora Moen swam in 1920. Mr Per Dahl swam in 1920. She knew Tora Moen. "
        "Ines Holm became the first woman of Ystad in the Swedish Parliament in 1921. She was proud.",
        "became the first woman",
        "Per Dahl",
    ),
    # diplomacy: each side has its own ministers
    (
        "In 1814 the Danish minister Karl Moen signed a letter. In 1814 the Danish minister Per Dahl signed a note. "
        "In 1814 the Russian minister Ivan Orlov spoke. "
        "The Danish minister Otto Lind abolished the Sound Dues of Elsinore on 3 January 1815.",
        "Who abolished the Sound Dues",
        "Ivan Orlov",
    ),
    # a province: who is president elsewhere was never its governor
    (
        "Karl Moen was the governor of Skarland. The president, Per Dahl, praised the law. The vice-president, Nils "
        "Ek, praised the law. The president, Ivo Brandt, praised it. Karl Moen spoke. Karl Moen sang. Karl Moen left.",
        "who was the governor of Skarland",
        "Per Dahl",
    ),
]


@pytest.mark.parametrize(("words", "part", "odd"), ODD, ids=[case[1] for case in ODD])
def test_who_is_of_another_side_or_sort_is_no_option(words: str, part: str, odd: str) -> None:
    drafts = [one for one in drafts_of(words) if part.lower() in str(one.raw["stem"]).lower()]
    assert drafts, [one.raw["stem"] for one in drafts_of(words)]
    options = [str(option) for one in drafts for option in one.raw.get("distractors") or ()]
    assert odd not in options


def test_whose_people_the_document_tells_may_be_an_option() -> None:
    words = _PILOTS + "The Norwegian pilot Ivo Brandt trained in 1920. "
    words += "The Norwegian pilot Otto Lind became the first Norwegian in the Arctic air in 1921."
    drafts = [one for one in drafts_of(words) if "became the first Norwegian" in str(one.raw["stem"])]
    assert any("Ivo Brandt" in (one.raw.get("distractors") or ()) for one in drafts), [one.raw for one in drafts]

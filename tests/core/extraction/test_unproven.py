"""What a text denies, doubts or calls a tale is not asked, nor told, as if it had happened."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text

_DEED = "Karl Lund founded the Orsk Bank in 1902"
UNPROVEN = [
    "The court found no proof that Karl Lund founded the Orsk Bank in 1902.",
    "There is no evidence at all that Karl Lund founded the Orsk Bank in 1902.",
    f"It is not true that {_DEED}.",
    f"It isn’t true that {_DEED}.",
    f"It is false that {_DEED}.",
    f"It is unlikely that {_DEED}.",
    f"It is a myth that {_DEED}.",
    f"It was rumoured that {_DEED}.",
    f"It was alleged that {_DEED}.",
    f"It was never proved that {_DEED}.",
    f"The police could not prove that {_DEED}.",
    f"Historians doubt that {_DEED}.",
    f"Some doubt whether {_DEED}.",
    f"Nobody believed that {_DEED}.",
    f"Nobody believed {_DEED}.",
    f"No historian believes that {_DEED}.",
    f"The claims that {_DEED} are false.",
    f"The legend that {_DEED} pleased Anna Berg.",
    f"Legend has it that {_DEED}.",
    f"According to legend, {_DEED}.",
    f"Anna Berg rejected the idea that {_DEED}.",
    "Karl Lund pretended that he had founded the Orsk Bank in 1902.",
    "Karl Lund was rumoured to have founded the Orsk Bank in 1902.",
    f"That {_DEED} is a myth.",
    f"{_DEED}. This is a myth.",
    f"{_DEED}. Nobody believed it.",
]
TOLD = [
    f"It is certain that {_DEED}.",
    f"Nobody doubts that {_DEED}.",
    f"There is no doubt that {_DEED}.",
    f"Anna Berg found proof that {_DEED}.",
    f"The fact that {_DEED} angered Anna Berg.",
    f"Anna Berg denied the charge in 1899, and {_DEED}.",
    f"{_DEED}. It was a great success.",
]
_FALK = "Greta Falk built the Tarn Mill in 1905. Peter Holm invented the Lund Lamp in 1906. "


def _words(text: str) -> str:
    drafts = draft_questions(analyse(make_text(text)))
    return " ".join(str(draft.raw) for draft in (*drafts.selected, *drafts.queue) if not draft.held)


@pytest.mark.parametrize("text", UNPROVEN)
def test_what_is_not_told_as_true_is_never_asked(text: str) -> None:
    drafts = draft_questions(analyse(make_text(text)))
    asked = [draft for draft in (*drafts.selected, *drafts.queue) if draft.facts[0].verb == "found"]
    assert [draft.raw["stem"] for draft in asked] == []


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_as_true_is_asked(text: str) -> None:
    stems = [draft.raw["stem"] for draft in draft_questions(analyse(make_text(text))).selected]
    assert "In which year did Karl Lund found the Orsk Bank?" in stems


@pytest.mark.parametrize("text", UNPROVEN)
def test_what_is_not_told_as_true_explains_no_wrong_answer(text: str) -> None:
    words = _words(_FALK + text)
    assert "Greta Falk" in words
    assert "Karl Lund founded" not in words.replace(text, "")


@pytest.mark.parametrize(
    "denied",
    [
        "Samuel Obi did not sign the pact of Varna in 1907.",
        "Samuel Obi never visited Trieste in 1907.",
        "Samuel Obi did not die in Lyon in 1907.",
        "Samuel Obi did not attend the congress of Turin in 1907.",
        "Nobody opened the Orsk Bridge in 1907.",
    ],
)
def test_what_did_not_happen_explains_no_wrong_time(denied: str) -> None:
    words = _words(_FALK + denied)
    assert "In which year did Greta Falk build the Tarn Mill?" in words
    assert "Then Samuel Obi" not in words
    assert "Then nobody" not in words


@pytest.mark.parametrize(
    ("words", "is_sure"),
    [
        ("Otto Brandt is supposed to have told Ada Lund, “The dam will hold.”", False),
        ("“The dam will hold,” Otto Brandt is said to have muttered.", False),
        ("Otto Brandt was once alleged to have written, “The dam will hold.”", False),
        ("Otto Brandt told Ada Lund, “The dam will hold.”", True),
        ("“The dam is said to have held,” Otto Brandt told Ada Lund.", True),
        ("Ada Lund is said to have left. Otto Brandt told Max Roe, “The dam will hold.”", True),
    ],
)
def test_what_somebody_is_only_said_to_have_said_is_not_sure(words: str, is_sure: bool) -> None:
    [fact] = (one for one in analyse(make_text(words)).facts if one.rule.startswith("facts.quote"))
    assert (fact.modality == "asserted") is is_sure

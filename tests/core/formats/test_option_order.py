"""Options that speak of others: their order is kept, and who names others by letters is told."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_sound

SPEAKING = (
    "All of the above",
    "None of these",
    "none of the above.",
    "All of the above are right",
    "Both of these",
    "1 and 2",
    "Alle genannten",
    "Keine der genannten Antworten",
    "Toutes les réponses ci-dessus",
    "Aucune de ces réponses",
    "Todas las anteriores",
    "Ninguna de las anteriores",
    "Tutte le precedenti",
    "Todas as alternativas",
)
LETTERED = ("Both A and B", "A and C only", "a, b", "Sowohl A als auch B", "(A) and (C)", "A & B")
PLAIN = (
    "Bed",
    "bad",
    "a cab",
    "All the animals",
    "None",
    "A",
    "Ada and Bo",
    "fed",
    "All of Europe",
    "B12 and C",
    "3,5",
)
FORMS = (
    "Which of these swim?\nA. otters\nB. seals\nC. {option}\nD. cats\nANSWER: B\n",
    "1. Which of these swim?\na) otters\nb) seals\nc) {option}\nd) cats\nAnswer: b\n\n"
    "2. Who barks?\na) dogs\nb) hens\nAnswer: a\n",
    "Question,A,B,C,D,Answer\nWhich of these swim?,otters,seals,\"{option}\",cats,B\nWho barks?,dogs,hens,,,A\n",
    "## 1. Which of these swim?\n\n- [ ] otters\n- [x] seals\n- [ ] {option}\n- [ ] cats\n",
)  # fmt: skip


def read(text: str):
    data = text.encode()
    parcel = recognise(data).read(data)
    assert_sound(parcel)
    return parcel


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("option", [*SPEAKING, *LETTERED])
def test_what_speaks_of_others_keeps_its_place(option, form) -> None:
    parcel = read(form.format(option=option))
    question = parcel.questions[0]
    assert list(question.order) == ["otters", "seals", option, "cats"]
    said = [problem.reason for problem in parcel.problems if "names options by letters" in problem.reason]
    assert len(said) == (option in LETTERED)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("option", PLAIN)
def test_other_options_are_dealt_anew(option, form) -> None:
    question = read(form.format(option=option)).questions[0]
    assert not question.order
    assert option in {each.text for each in question.options}

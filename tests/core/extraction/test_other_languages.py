"""Texts that are not English: dates written out and quotations are found, and nobody who speaks or acts."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text

CASES = [
    (
        "Am 9. November 1926 hatte Otto Lind noch erklärt: „Die Mühle wird nicht verkauft.“ Im Jahr 1931 wurde sie "
        "doch verkauft, und am 13. August zog die Familie Lind nach Malmö. Das war das Ende der alten Firma.",
        {"1926-11-09"},
    ),
    (
        "El 3 de mayo de 1904 Ines Falk dijo: «La escuela no se cierra». La ciudad era pobre y los niños no iban a la "
        "escuela en el invierno, pero el alcalde de la ciudad no lo sabía. En 1907 se cerró la escuela.",
        {"1904-05-03"},
    ),
    (
        "Am 4. September 1911 fuhr das Schiff mit den Auswanderern von Bergen ab, und am 30. April 1912 war es noch "
        "nicht zurück. Der Kapitän Karl Moen wurde von der Firma nach dem Unglück nicht mehr gesehen.",
        {"1911-09-04", "1912-04-30"},
    ),
]


@pytest.mark.parametrize(("words", "days"), CASES, ids=["german", "spanish", "dotted"])
def test_only_dates_and_quotations_are_found(words: str, days: set[str]) -> None:
    analysis = analyse(make_text(words))
    assert {one.value.value for one in analysis.dates if one.value and len(one.value.value) > 4} <= days
    assert analysis.cast.actors == ()
    assert analysis.facts == ()
    assert not any(quote.speaker for quote in analysis.quotes)
    drafts = draft_questions(analysis)
    assert drafts.selected == ()
    assert drafts.queue == ()


def test_a_dotted_day_is_part_of_its_date() -> None:
    analysis = analyse(make_text(CASES[2][0]))
    assert [one.surface for one in analysis.dates] == ["4. September 1911", "30. April 1912"]


def test_german_months_are_months() -> None:
    words = (
        "Am 15. Juni 1961 sprach der Bürgermeister von der Mauer, und am 3. Oktober 1990 war sie nicht mehr da. Die "
        "Stadt hat sich in den Jahren nach dem 12. März 1991 mit dem Bau der neuen Häuser verändert, und das ist gut."
    )
    found = analyse(make_text(words)).dates
    assert [one.value.value for one in found if one.value] == ["1961-06-15", "1990-10-03", "1991-03-12"]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (
            "Le 3 mars 1871, le maire de la ville quitta la mairie, et le 1er avril 1871 il était de retour. Les gens "
            "de la ville ne le virent plus après le 14 août 1872, et la maison fut vendue avec les meubles du maire.",
            ["1871-03-03", "1871-04-01", "1872-08-14"],
        ),
        (
            "El 3 de mayo de 1904 se abrió la escuela de la ciudad, y el 28 de febrero del 2001 se cerró para siempre. "
            "Los niños no iban a la escuela en el invierno, pero el alcalde de la ciudad no lo sabía.",
            ["1904-05-03", "2001-02-28"],
        ),
        (
            "Le 31 février 1871 n’est pas un jour, et les 12 mars de la vie ne sont pas des dates. Le maire de ville "
            "ne le savait pas, et les gens de la ville ne le virent plus avec lui dans la rue.",
            [],
        ),
    ],
    ids=["french", "spanish", "none"],
)
def test_days_of_french_and_spanish_months_are_read(words: str, days: list[str]) -> None:
    found = analyse(make_text(words)).dates
    assert [one.value.value for one in found if one.value] == days


def test_quotations_are_kept() -> None:
    assert "Die Mühle wird nicht verkauft." in [quote.text for quote in analyse(make_text(CASES[0][0])).quotes]


def test_english_that_quotes_another_language_is_read() -> None:
    words = "In 1926 Otto Lind told the town: “Die Mühle wird nicht verkauft.” The mill was sold to Ada Berg in 1931."
    assert {actor.canonical for actor in analyse(make_text(words)).cast.actors} >= {"Otto Lind", "Ada Berg"}

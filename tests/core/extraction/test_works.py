"""Operas, novels and films are no persons, and whoever made one is no work."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions, setting_of
from quizapp.core.extraction.readers import read


def works_of(words: str) -> frozenset[str]:
    return setting_of(analyse(read(words.encode(), "text.txt"))).parts.works


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Gazette attacked his opera Lady Harrow in 1936.", "Lady Harrow"),
        ("Salt Wife, an opera by Nils Dahl, opened in Bergen on 3 May 1901.", "Salt Wife"),
        ("The novel Marrow Lane appeared in 1911 in the city of Leeds.", "Marrow Lane"),
        ("Their only album, Tide Table, which was recorded in 1999, sold well.", "Tide Table"),
        ("She printed her second memoir, Salt Years, in 1950.", "Salt Years"),
        ("In 1962 the documentary called “Grey Water” was shown in the town.", "Grey Water"),
    ],
)
def test_a_name_behind_or_before_what_it_is_of(words: str, name: str) -> None:
    assert name in works_of(words)


@pytest.mark.parametrize(
    "words",
    [
        "The opera Verini wrote in 1871 opened in the city of Cairo.",
        "The film Okoro had directed was shown to the king in 1931.",
        "The song Verini sang in 1931 was played in the city of Cairo.",
        "The album Ruth Okoro recorded in 1931 was sold to the king.",
        "On her second album, Ruth Okoro sang of the king in 1931.",
        "The hero of his third novel, Amadi Okoro, was shown to the king.",
        "In the 1931 film, Ruth Okoro plays a queen.",
        "She read the novel and Ruth Okoro met the king in 1931.",
    ],
)
def test_who_made_a_work_is_none(words: str) -> None:
    assert works_of(words) == frozenset()


def test_a_work_is_no_key_of_whom() -> None:
    words = (
        "Salt Wife, an opera by Nils Dahl, opened in Bergen on 3 May 1901. Mathilde Carrel sang Salt Wife in Paris in "
        "1903. Mathilde Carrel met Nils Dahl in Oslo in 1904."
    )
    drafts = draft_questions(analyse(read(words.encode(), "text.txt")))
    assert drafts.selected
    assert all(draft.raw.get("key") != "Salt Wife" for draft in drafts.selected)


def test_whom_an_opera_tells_of_stays_a_person() -> None:
    words = "The opera Julius Orlo was sung in 1901. Julius Orlo himself, the duke, met Ada Kern in Oslo in 1904. Duke "
    words += "Orlo of Varna died in 1911."
    analysis = analyse(read(words.encode(), "text.txt"))
    assert any(actor.canonical.endswith("Orlo") for actor in analysis.cast.actors)
    assert draft_questions(analysis).selected


def test_a_work_without_its_article_is_no_key() -> None:
    words = "Nils Dahl wrote the opera Harrowgate in 1909. Nils Dahl met Ada Kern in Oslo in 1904."
    drafts = draft_questions(analyse(read(words.encode(), "text.txt")))
    keys = {str(draft.raw.get("key")): draft for draft in (*drafts.selected, *drafts.queue)}
    assert "opera Harrowgate" not in {draft.raw.get("key") for draft in drafts.selected}
    assert all(keys[key].held for key in keys if key == "opera Harrowgate")

"""Actors of invented sentences by genre: who is found and who not, of which type, in which forms and roles."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizapp.core.extraction.actors import find_actors
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Cast

FOLDER = Path(__file__).parent / "actors"
GENRES = ("encyclopaedia", "ancient", "modern", "biography", "news", "hearing", "messy", "names", "regions")


def cast_of(words: str) -> Cast:
    """Run the stages up to the actors."""
    text = make_text(words)
    return find_actors(text, split_sentences(text), pair_marks(text))


@cache
def cases(genre: str) -> list[dict[str, Any]]:
    """Read the sentences of a genre."""
    read: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{genre}.yaml").read_text("utf-8"))
    return read


ALL = [pytest.param(case, id=f"{genre}-{number}") for genre in GENRES for number, case in enumerate(cases(genre), 1)]


@pytest.mark.parametrize("case", ALL)
def test_actors_of_a_sentence(case: dict[str, Any]) -> None:
    cast = cast_of(case["text"])
    found = {actor.canonical: (actor.type, set(actor.forms) | {actor.canonical}) for actor in cast.actors}
    wanted = {name: (type_, {name, *forms}) for name, (type_, *forms) in case["actors"].items()}
    assert found == wanted
    roles = {actor.canonical: [role.words for role in actor.roles] for actor in cast.actors}
    for name, words in case.get("roles", {}).items():
        assert roles[name] == words


def test_there_are_many_sentences_of_all_genres() -> None:
    assert len(ALL) >= 220

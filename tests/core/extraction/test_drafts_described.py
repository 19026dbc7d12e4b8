"""“The board”, “the dam”: the one thing of its kind that a document describes is named in full; others are not."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_PEOPLE = (
    "\n\nMayor Ada Berg spoke first. Mayor Otto Lind spoke next. Mayor Ines Falk spoke last."
    "\n\nThe hall was full. It rained. The talks go on."
)

NAMED = [
    # a hearing
    (
        "The contractor, Sorley Ltd, built the pier. Engineer Tom Hale said that the contractor had “nothing to add” "
        "and few regrets.",
        "Who said that Sorley Ltd had “nothing to add” and few regrets?",
    ),
    # news: a name before the noun
    (
        "Crowds saw the Lindal bridge fall. Engineer Tom Hale warned that the bridge needed forty cables.",
        "Who warned that the Lindal bridge needed forty cables?",
    ),
    # a textbook: a name behind the noun
    (
        "The bay of Corvo is deep. The historian Tom Hale visited the bay on 4 May 1907.",
        "On what date did Tom Hale visit the bay of Corvo?",
    ),
    # a body known by its name
    (
        "The Water Board met twice. Engineer Tom Hale wrote to the board on 4 May 1907.",
        "Who wrote to the Water Board on 4 May 1907?",
    ),
    # a foreseen deal
    (
        "A trade deal between Norway and Denmark is near. Minister Tom Hale warned that a deal would break old Swedish "
        "treaties.",
        "According to Tom Hale, what would a trade deal between Norway and Denmark break?",
    ),
]

#: Two of a kind, or none that is described.
LEFT = [
    "The Lindal bridge fell. The Morven bridge stood. Engineer Tom Hale warned that the bridge needed forty cables.",
    "The Lindal bridge fell. Another bridge stood. Engineer Tom Hale warned that the bridge needed forty cables.",
    "The bridge in Morven shook. The Lindal bridge fell. Engineer Tom Hale warned that the bridge needed forty cables.",
    "The bridge fell. The bridge was old. Engineer Tom Hale warned that the bridge needed forty cables.",
]


def _stems(words: str) -> set[str]:
    drafts = draft_questions(analyse(read((words + _PEOPLE).encode(), "text.txt")))
    return {str(draft.raw["stem"]) for draft in (*drafts.selected, *drafts.queue)}


@pytest.mark.parametrize(("words", "stem"), NAMED, ids=[case[1] for case in NAMED])
def test_the_one_thing_of_its_kind_is_named(words: str, stem: str) -> None:
    found = _stems(words)
    assert stem in found, sorted(found)


@pytest.mark.parametrize("words", LEFT)
def test_one_of_several_is_not_named(words: str) -> None:
    assert not [stem for stem in _stems(words) if "forty cables" in stem]

"""What a document tells in two ways is shown and never asked; what may happen again is no contradiction."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text

TOLD_TWICE = [
    (
        "Ada Berg signed the Treaty of Lund on 4 May 1911. Ada Berg signed the Treaty of Lund on 9 May 1912.",
        "Two times",
    ),
    ("The Tarn Tunnel was opened in 1925. Otto Lind crossed it. The Tarn Tunnel was opened in 1926.", "Two times"),
    ("The Battle of Ystad was fought in 1911. Otto Lind fell. The Battle of Ystad was fought in 1912.", "Two times"),
    ("Ines Falk was born in Lyon in 1901. Otto Lind wept. Ines Falk was born in Paris in 1901.", "Two places"),
    ("Ada Berg died in Turin in 1931. Otto Lind wept. Ada Berg died in Trieste in 1931.", "Two places"),
    ("Ada Berg founded the Harbour Party in 1890. Otto Lind founded the Harbour Party in 1890.", "Two doers"),
    ("Otto Lind invented the Tarn Lamp in 1890. In 1890 Ines Falk invented the Tarn Lamp.", "Two doers"),
]
TOLD_OFTEN = [
    "Ada Berg opened the Lund Fair in 1911. Ada Berg opened the Lund Fair in 1912.",
    "Ada Berg signed the letter in 1911. Ada Berg signed the letter in 1912.",
    "Sweden fought Denmark in 1611. Sweden fought Denmark in 1643.",
    "Ada Berg founded a school in 1904. Otto Lind founded a school in 1907.",
    "Ines Falk was born in France in 1901. Otto Lind wept. Ines Falk was born in Lyon in 1901.",
    "Ada Berg signed the Treaty of Lund in 1911. Otto Lind signed the Treaty of Lund in 1912.",
    "Ada Berg died in 1931. Otto Lind wept. Ada Berg died on 4 May 1931.",
]


def _drafts(words: str) -> Drafts:
    return draft_questions(analyse(make_text(words)))


@pytest.mark.parametrize(("words", "message"), TOLD_TWICE)
def test_what_is_told_in_two_ways_is_shown_and_not_asked(words: str, message: str) -> None:
    drafts = _drafts(words)
    assert [one.message[: len(message)] for one in drafts.contradictions] == [message]
    assert drafts.selected == ()
    assert drafts.queue == ()


@pytest.mark.parametrize("words", TOLD_OFTEN)
def test_what_may_happen_again_is_no_contradiction(words: str) -> None:
    assert _drafts(words).contradictions == ()


def test_an_event_that_is_told_often_has_one_message() -> None:
    told = " ".join(f"Ada Berg died in {year}. Otto Lind wept." for year in range(1911, 1941))
    assert len(_drafts(told).contradictions) == 1

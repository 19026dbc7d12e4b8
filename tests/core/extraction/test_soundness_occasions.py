"""Questions for who and what that are of one occasion, whole, and of nobody else; like ones that are not wait."""

from __future__ import annotations

import pytest

from tests.core.extraction.test_soundness import drafts_of

OPEN = [
    # no time, no place with an occasion, nothing unique
    ("Otto Lind reached Lund with reinforcements in May 1907.", "Who reached Lund with reinforcements?"),
    ("A ferry tunnel, proposed by the engineer Otto Lind, was refused.", "proposed a ferry tunnel?"),
    ("The mayor Otto Lind rose in the council of Ystad and called for a new harbour.", "rose in the council"),
    ("Ines Falk, hungry and alone, found shelter at the convent of Vreta.", "did Ines Falk find"),
    ("The surveyor Otto Lind settled on the Northern Pass in the Alps, which led to Ystad.", "settle"),
    ("That winter Ines Falk asked Otto Lind for support.", "ask for support"),
    ("It ran until the Spiral Tunnels, designed by the engineer Otto Lind, were opened in 1909.", "designed Spiral"),
    # what follows is what it was about
    ("The Great Storm of 1903 taught hundreds of Danish sailors that steel could break.", "teach"),
    ("On 3 May 1905 Ines Falk persuaded Otto Lind to join her in watching what happens when glass cools.", "happens"),
    # pieces of two clauses
    (
        "Ines Falk was appointed organist in 1904, which did not keep her from playing in a tavern at Malmö.",
        "in a tavern at",
    ),
]
WHOLE = [
    ("Otto Lind reached Lund with reinforcements on 4 May 1907.", "reached Lund with reinforcements on 4 May 1907"),
    ("On 3 May 1905 Otto Lind sold the northern mill of Ystad to Karl Moen.", "northern mill of Ystad"),
    ("Otto Lind designed the Long Bridge of Ystad.", "designed the Long Bridge of Ystad"),
    ("In 1905 Ines Falk persuaded Otto Lind to sell the northern mill of Ystad.", "persuade"),
]


def chosen(words: str, part: str) -> list[str]:
    """Give the stems with some words in them that nothing holds back."""
    stems = [str(one.raw["stem"]) for one in drafts_of(words) if one.held is None and one.confidence >= 0.75]
    return [stem for stem in stems if part in stem]


@pytest.mark.parametrize(("words", "part"), OPEN, ids=[case[1] for case in OPEN])
def test_what_is_of_no_one_occasion_waits(words: str, part: str) -> None:
    assert not chosen(words, part)


@pytest.mark.parametrize(("words", "part"), WHOLE, ids=[case[1] for case in WHOLE])
def test_one_occasion_is_enough(words: str, part: str) -> None:
    assert chosen(words, part)

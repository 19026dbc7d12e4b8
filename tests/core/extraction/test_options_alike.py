"""Options are of one sort, form, rank and age, and plausible together."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

ODD = [
    # history: a merchant and a poet among rulers
    (
        "In 1358 King Louis I made peace with King Peter II. The merchant Benko Kotrul sold salt in Visby. "
        "Sultan Murad II waited. King Charles IV waited. King Louis I signed a treaty with King Peter II in May 1358.",
        "Who signed a treaty",
        "Benko Kotrul",
    ),
    # history: a bare surname among full names
    (
        "Mr Payne wept. Otto Lind spoke. Karl Moen spoke. Tora Vik spoke. "
        "Ivo Brandt opened the harbour of Malmö on 4 May 1899.",
        "Who opened the harbour",
        "Payne",
    ),
    # news: who is dead meets nobody
    (
        "Ada Berg praised her late father Otto Berg. Karl Moen spoke. Tora Vik spoke. Ines Falk spoke. "
        "On 4 May 2021 Ada Berg met Ivo Brandt in Malmö.",
        "Whom did Ada Berg meet",
        "Otto Berg",
    ),
    # archaeology: a king of old found no walls
    (
        "King Tamyras II built Dorisma. Ernst Kolb wrote of it. Karl Moen drew it. Tora Vik sold it. "
        "In 1873 Ivo Brandt found the walls of Dorisma.",
        "Who found the walls",
        "Tamyras II",
    ),
    # textbook, ancient: who only tells of others
    (
        "Plutarch wrote that Sulla was cruel. Sulla took Orrin. Marius took Lund. Pompey took Visby. "
        "In 63 BC Crassus captured the city of Dorisma.",
        "Who captured the city",
        "Plutarch",
    ),
    # a body of another kind
    (
        "The Coopers’ Trust owns a mill. The Northern League met. The Southern League met. The Western League met. "
        "Lowick Rovers joined the Eastern League in 1893.",
        "Which organisation did",
        "Coopers’ Trust",
    ),
    # a queen is no king
    (
        "Tomyris, the queen of the Massagetae, fought. Alyattes, the king of Lydia, fought. "
        "Amasis, the king of Egypt, fought. Croesus, the king of Caria, fought.",
        "who was the queen",
        "Alyattes",
    ),
]


@pytest.mark.parametrize(("words", "part", "odd"), ODD, ids=[case[2] for case in ODD])
def test_nobody_odd_is_offered(words: str, part: str, odd: str) -> None:
    drafts = draft_questions(analyse(read(words.encode(), "text.txt")))
    asked = [one for one in (*drafts.selected, *drafts.queue) if part.lower() in str(one.raw["stem"]).lower()]
    assert asked, [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert not [one.raw for one in asked if odd in str(one.raw.get("distractors"))]

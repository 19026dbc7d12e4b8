"""What nobody would ask is rejected with its reason, and never stands in a teacher’s queue."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = (
    "\n\nAda Berg sang in Lund in 1901. Otto Lind painted the hall in Malmö in 1903. Ines Falk wrote an opera in 1907."
    "\n\nThe choir of Lund is old.\n\nIts hall stands by the water.\n\nMany towns envy it."
)


def _drafts(words: str) -> Drafts:
    return draft_questions(analyse(read((words + _REST).encode(), "text.txt")))


def _asked(drafts: Drafts) -> list[Draft]:
    return [*drafts.selected, *drafts.queue]


LITTER = [
    # lives, obituary: births and deaths put backwards
    ("Karl Moen was born in Ystad on 4 May 1861.", "Who was born", "R16"),
    ("The singer Tora Vik died in Falun on 4 May 1931.", "Who died in Falun", "R16"),
    # letters: the year of somebody in passing, as a statement and as a gap
    ("The Letters of Ada Berg\n\nKarl Moen died in 1931.", "Karl Moen died in [[1]]", "R16"),
    # press, hearing: a gap in what somebody said
    (
        "“The mill of Lund has stood beside the river for more than three centuries,” said Karl Moen.",
        "for more than three [[1]]",
        "R16",
    ),
    # council: an office without its body
    (
        "The trust’s chief executive, Karl Moen, wept. Karl Moen spoke. Karl Moen sang.",
        "office did Karl Moen hold",
        "R18",
    ),
    # war, school: many may have done it
    ("Prince Karl Moen prepared to march on Falun.", "prepared to march on Falun", "R19"),
    ("Karl Moen named Tora Vik.", "named Tora Vik", "R19"),
    # museum: since when somebody of old does what he does
    ("Karl Moen, who had directed Swedish policy since 1809, resigned.", "Since which year had", "R16"),
    # war: a statement of what is not told in full
    ("The Celtic tribes crossed from Europe in 1712. It was cold.", "tribes crossed from Europe in 17", "R16"),
    # encyclopaedia: who was who, by trades
    (
        "The poet Karl Moen wept. The eunuch Nils Ek wept. The merchant Per Dahl wept. The general Ivo Brandt wept.",
        "Who was who",
        "R18",
    ),
]


@pytest.mark.parametrize(("words", "part", "rule"), LITTER, ids=[case[1] for case in LITTER])
def test_what_nobody_would_ask_is_rejected(words: str, part: str, rule: str) -> None:
    drafts = _drafts(words)
    assert not [one.raw["stem"] for one in _asked(drafts) if part in str(one.raw["stem"])]
    found = [one for one in drafts.rejected if part in str(one.raw["stem"])]
    assert rule in {reason.rule for one in found for reason in one.rejections}, [one.raw["stem"] for one in found]


KEPT = [
    # lives: the year of the one whom the title names
    ("Karl Moen\n\nKarl Moen was born in Ystad in 1861. Karl Moen sang.", "In which year was Karl Moen born"),
    # history: an office with its body, an event with its time
    ("The king of Skarland, Karl Moen, wept. Karl Moen spoke. Karl Moen sang.", "title did Karl Moen hold"),
    ("Karl Moen named Tora Vik queen of Skarland on 4 May 1861.", "Tora Vik"),
    # war: statements of a dated event
    ("Peru invaded Chile in 1877.", "Peru invaded Chile in [[1]]"),
]


@pytest.mark.parametrize(("words", "part"), KEPT, ids=[case[1] for case in KEPT])
def test_what_somebody_may_ask_is_kept(words: str, part: str) -> None:
    stems = [str(one.raw["stem"]) for one in _asked(_drafts(words))]
    assert any(part in stem for stem in stems), stems

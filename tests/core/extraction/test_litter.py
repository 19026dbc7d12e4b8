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


LIFE = "Karl Moen\n\nKarl Moen was a painter of Falun. Karl Moen sang in Ystad in 1801. "
REPORT = "Tora Vik wept. Tora Vik sang.\n\nTora Vik spoke.\n\nTora Vik slept.\n\n"
LITTER = [
    # lives, obituary: births and deaths put backwards
    ("Karl Moen was born in Ystad on 4 May 1861.", "Who was born", "R16"),
    ("The singer Tora Vik died in Falun on 4 May 1931.", "Who died in Falun", "R16"),
    # letters: the year of somebody in passing
    ("The Letters of Ada Berg\n\nKarl Moen died in 1931.", "did Karl Moen die", "R16"),
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
    # letters, portrait: kin of somebody who rules nothing
    ("Per Dahl was rich. Per Dahl’s mother, Tora Dahl, taught Per Dahl. Per Dahl sang.", "relative of Per Dahl", "R16"),
    # biography, church history, treaty, travel: what many have done, in whatever year
    ("Karl Moen travelled to Peru in 1842.", "Who travelled", "R19"),
    ("Karl Moen fled to Denmark in 1842.", "Who fled", "R19"),
    ("Denmark joined the Hanseatic League in 1712.", "Which state joined", "R19"),
    ("Karl Moen studied at the Falun Academy in 1842.", "Who studied", "R19"),
    # hearing, council: its hour and room, who was heard and who was excused
    ("The Falun Committee met at 9.30 a.m. in Room 4 on 5 May 1912.", "met at 9", "R16"),
    ("Karl Moen gave evidence in Falun on 5 May 1912.", "gave evidence", "R16"),
    # chemistry, war, sport, school: a thing that the stem does not name, or only likens
    ("In 1854 Karl Moen published a similar process in Falun.", "a similar process", "R02"),
    ("Karl Moen occupied the northern pier in 1912.", "the northern pier", "R02"),
    ("In 1854 Karl Moen sold the tin of Falun for a similar price in Ystad.", "a similar price", "R02"),
    # obituary, trial: words that lean on what was said before, or lack what they were said of
    ("“If you boil it for an hour you get the same result in Falun,” said Karl Moen.", "the same result", "R17"),
    # charter: what was obtained stands behind
    ("Karl Moen, who obtained from Henry III the right to hold a market in Falun, sang.", "obtained from Henry", "R02"),
    # war: a phrase cut before what it compares with
    ("War was postponed by Peru in 1842 for more than three years.", "than?", "R02"),
    # life: who it was, where the life tells of nobody else; the deaths of those beside
    (f"{LIFE}Karl Moen learned Latin from Per Dahl in 1802.", "Who learnt Latin", "R16"),
    (f"{LIFE}Per Dahl taught Karl Moen to press plants in 1802.", "Whom did Per Dahl teach", "R16"),
    (f"{LIFE}Per Dahl’s wife Tora Vik died in 1831. Tora Vik was rich.", "did Tora Vik die", "R16"),
    # report: what somebody does who is only quoted
    (f"{REPORT}Karl Moen teaches marine law at the University of Lund.", "teaches marine law", "R16"),
    ("Councillor Karl Moen, who leads the Falun Alliance, wept.", "who leads the Falun Alliance", "R16"),
    # office, town, parish: of what, and for what
    ("Karl Moen resigned in 1861. Karl Moen sang in Falun.", "Karl Moen resign", "R02"),
    ("Karl Moen was dismissed in 1861. Karl Moen sang in Falun.", "Karl Moen dismissed", "R02"),
    ("In 1861 Tora Vik obtained permission from Karl Moen.", "obtain permission", "R02"),
    ("Karl Moen led recent excavations at Falun between 1996 and 2008.", "What did Karl Moen lead", "R19"),
    ("Karl Moen sent a second barrel to Ystad in 1996.", "What did Karl Moen send", "R19"),
    # war, trade: a key that could be anything
    ("Karl Moen, who left office in Falun in 1854, sang.", "What did Karl Moen leave", "R19"),
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
    # lives: the deed that somebody is known for, and where they were dismissed from
    (f"{LIFE}Karl Moen discovered the Falun Cave in 1802.", "Who discovered the Falun Cave"),
    ("Karl Moen was dismissed from the Bank of Falun in 1861.", "dismissed from the Bank of Falun"),
    ("In 1861 Tora Vik obtained permission from Karl Moen to build a mill at Falun.", "to build a mill"),
    # history: an office with its body, an event with its time
    ("The king of Skarland, Karl Moen, wept. Karl Moen spoke. Karl Moen sang.", "title did Karl Moen hold"),
    ("Karl Moen named Tora Vik queen of Skarland on 4 May 1861.", "Tora Vik"),
    # biography, diplomacy: when and where somebody went, and a journey with a purpose
    ("Karl Moen travelled to Peru in 1842.", "In which year did Karl Moen travel to Peru"),
    ("Karl Moen travelled to Lima to meet Tora Vik in July 1842.", "ho travelled to Lima to meet Tora Vik"),
    # dynasty: kin of a ruler
    ("Henry III was old. Per Dahl, the son of Henry III, sang in Lund in 1612.", "relative of Henry III"),
    # parliament, war: an armistice has an hour, a budget goes on from its year
    ("Karl Moen opened the Bank of Falun in 1842.", "Who opened the Bank of Falun"),
    ("Karl Moen asked the Bank of Ystad for ten nurses in the four budgets from 1842 onwards.", "four budgets"),
    # war: statements of a dated event
    ("Peru invaded Chile in 1877.", "Peru invaded Chile in [[1]]"),
]


@pytest.mark.parametrize(("words", "part"), KEPT, ids=[case[1] for case in KEPT])
def test_what_somebody_may_ask_is_kept(words: str, part: str) -> None:
    stems = [str(one.raw["stem"]) for one in _asked(_drafts(words))]
    assert any(part in stem for stem in stems), stems

"""Names that something proves to be a person’s or a body’s, and names of towns, works and firms taken for one."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import setting_of
from quizapp.core.extraction.drafts.proven import is_proven
from quizapp.core.extraction.readers import read

PROVEN = [
    # news: a surname with a form of address, an office, a name from the lists
    ("Mr Tarrow told reporters in Leeds that the pier would close. Mr Tarrow left.", "Mr Tarrow"),
    ("The mayor of Ystad, Quillon Ravnå, opened the bridge in 1903.", "Quillon Ravnå"),
    ("Jeanette Obi told the court in Leeds that she had seen the fire.", "Jeanette Obi"),
    # textbook, ancient: a lone name that acts
    ("Tamyras, the king of Orrin, conquered the valley in 520 BC and burned its towns.", "Tamyras"),
    # biography: kin, “she”
    ("Orla Venn’s brother, Tavish Venn, painted the hall in 1907. He died in 1921.", "Tavish Venn"),
    # hearing: a body by its head, letters
    ("The Harbour Board accused the National Union of Sailors of theft in 1921.", "Harbour Board"),
    ("The Harbour Board accused the National Union of Sailors of theft in 1921.", "National Union of Sailors"),
]
UNPROVEN = [
    # encyclopaedia: a town that acts, and has a senate, envoys and a people
    ("Corvosa paid a tribute to the sultan in 1458. In 1460 the envoys of Corvosa left.", "Corvosa"),
    ("Marmeth received the title Duke of Corvosa in 1808. Corvosa paid for it.", "Corvosa"),
    # biography: a song cycle and an opera
    ("She composed the Harbour Songs, which Paul Dane published in 1890. Harbour Songs sold well.", "Harbour Songs"),
    # news: a firm
    ("Castor Custodial Services denied in 2021 that it had lost the files.", "Castor Custodial Services"),
]


def _proof(words: str, name: str) -> list[bool]:
    setting = setting_of(analyse(read(words.encode(), "text.txt")))
    return [is_proven(setting, actor.id) for actor in setting.analysis.cast.actors if actor.canonical == name]


@pytest.mark.parametrize(("words", "name"), PROVEN, ids=[case[1] for case in PROVEN])
def test_a_name_is_proven(words: str, name: str) -> None:
    assert _proof(words, name) == [True]


@pytest.mark.parametrize(("words", "name"), UNPROVEN, ids=[case[0][:20] for case in UNPROVEN])
def test_a_name_of_something_else_is_not(words: str, name: str) -> None:
    assert True not in _proof(words, name)

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
    (
        "The Orsk Bridge was opened on 5 May 1921 by Ada Berg. Otto Lind opened the Orsk Bridge on 7 June 1922.",
        "Two times",
    ),
    ("Ada Berg married Otto Lind on 5 May 1921. Otto Lind married Ada Berg on 7 June 1922.", "Two times"),
    ("Ada Berg and Otto Lind married in 1921. Otto Lind married Ada Berg in 1922.", "Two times"),
    ("Ada Berg destroyed the Orsk Bridge in 1921. Otto Lind destroyed the Orsk Bridge in 1922.", "Two times"),
    ("Ada Berg destroyed the Orsk Bridge in 1921. Otto Lind destroyed the Orsk Bridge.", "Two doers"),
    ("Ada Berg founded the Lund Bank in 1904. Otto Lind founded the Lund Bank in Orsk in 1907.", "Two times"),
    ("Otto Lind killed Ada Berg in 1902. Peter Holm killed Ada Berg in Orsk in 1904.", "Two times"),
    ("Otto Lind killed Ada Berg in 1902. Ada Berg was killed by Peter Holm.", "Two doers"),
    # A fortress that nobody lost is taken once, a crown is put on once, and nobody is elected twice in two years.
    ("Otto Brandt captured Velden in 1639. Peter Holm wept. Otto Brandt captured Velden in 1641.", "Two times"),
    ("Sweden captured the fortress of Orsk in 1639. In 1642 Sweden captured the fortress of Orsk.", "Two times"),
    ("Otto Lind was crowned in 1801. Peter Holm wept. Otto Lind was crowned in 1803.", "Two times"),
    ("Otto Lind was crowned king in 1801. Peter Holm wept. Otto Lind was crowned in 1803.", "Two times"),
    # Nobody dies twice, whatever the way.
    ("Otto Lind was hanged in Orsk in 1831. Peter Holm wept. Otto Lind died in Trieste in 1835.", "Two times"),
    ("Otto Lind died of fever in 1831. Peter Holm wept. Otto Lind died in 1835.", "Two times"),
    ("Queen Ada was beheaded at Lund in 1587. Otto Lind wept. Queen Ada died at Orsk in 1558.", "Two times"),
]
TOLD_OFTEN = [
    "Otto Brandt captured Velden in 1639. Peter Holm recaptured Velden. Otto Brandt captured Velden in 1641.",
    "Otto Brandt captured Velden in 1639. Otto Brandt lost Velden. Otto Brandt captured Velden in 1641.",
    "Otto Brandt captured Velden in 1639. Otto Brandt captured Velden again in 1641.",
    "Otto Brandt captured Velden in 1639. Peter Holm captured Velden in 1641.",
    "Otto Lind captured a ship in 1639. Otto Lind captured a ship in 1641.",
    "Otto Lind was crowned king of Norway in 1801. Otto Lind was crowned king of Denmark in 1803.",
    "Ada Berg was elected mayor of Orsk in 1860. Ada Berg was elected mayor of Orsk in 1864.",
    "Ada Berg visited Velden in 1860. Ada Berg visited Velden in 1862. Ada Berg won the Orsk Cup in 1864.",
    "Mary I died in 1558. Elizabeth I reigned. Mary, Queen of Scots, was beheaded in 1587.",
    "Otto Lind was executed on 4 May 1902. Otto Lind died in May 1902.",
    "Karl Brandt killed Otto Lind in 1902. Peter Holm died in 1905.",
    "Ada Berg married Otto Lind in 1921. Ada Berg married Peter Holm in 1925.",
    "Ada Berg opened the Orsk Bridge to trains in 1921. Otto Lind opened the Orsk Bridge to cars in 1925.",
    "Ada Berg opened the Orsk Bridge in 1921. Otto Lind opened the Orsk Bridge again in 1925.",
    "Ada Berg opened the Orsk Bridge in 1921. The bridge fell. The Orsk Bridge was rebuilt in 1924. "
    "Otto Lind opened the Orsk Bridge in 1925.",
    "Ada Berg was elected mayor of Orsk on 5 May 1921. Ada Berg was elected mayor of Orsk on 6 May 1923.",
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


def test_one_office_taken_on_two_days_of_a_year_is_told_in_two_ways() -> None:
    words = "Ada Berg was elected mayor of Orsk on 5 May 1921. Ada Berg was elected mayor of Orsk on 7 June 1921."
    drafts = _drafts(words)
    assert [one.message[:9] for one in drafts.contradictions] == ["Two times"]
    assert not any(fact.verb == "elect" for draft in (*drafts.selected, *drafts.queue) for fact in draft.facts)


def test_what_is_told_in_two_ways_explains_no_other_wrong_time() -> None:
    told = "Ada Berg opened the Orsk Bridge in 1921. Otto Lind opened the Orsk Bridge in 1922. "
    drafts = _drafts(told + "Greta Falk built the Tarn Mill in 1920. Peter Holm invented the Lund Lamp in 1924.")
    asked = [str(draft.raw["distractors"]) for draft in drafts.selected if draft.template == "T1"]
    assert asked
    assert not any("Orsk Bridge" in options for options in asked)


def test_a_third_telling_of_what_is_told_in_two_ways_is_not_asked() -> None:
    told = "Ada Berg opened the Orsk Bridge in 1921. Otto Lind opened the Orsk Bridge in 1922. "
    drafts = _drafts(told + "Peter Holm wept. Otto Lind opened the Orsk Bridge before a large crowd.")
    assert drafts.selected == ()


def test_an_election_told_in_two_years_so_near_is_shown_and_its_year_not_asked() -> None:
    drafts = _drafts("Ada Berg was elected mayor of Orsk in 1860. Ada Berg was elected mayor of Orsk in 1862.")
    assert [one.message[:9] for one in drafts.contradictions] == ["Two times"]
    assert not any("elected" in str(draft.raw["stem"]) for draft in (*drafts.selected, *drafts.queue))


@pytest.mark.parametrize(
    "words",
    [
        # A third telling, a clause within another fact, and a weekday: all are named, and nothing else is.
        "The Tarn Bridge was opened in 1901. Otto Lind wept. The Tarn Bridge was opened in 1905. Peter Holm slept. "
        "The Tarn Bridge was opened in 1901 by the mayor.",
        "The Tarn Bridge, which was opened in 1901, cost two million marks in 1912. Kim Lee, who opened the Tarn "
        "Bridge in 1905, moved to Orsk in 1920. Ada Holm founded the Lund Museum in 1911.",
        "On Monday, 5 March 1911 the council of Lund elected Per Dahl as mayor. Ada Holm moved to Orsk in 1920.",
    ],
)
def test_a_contradiction_names_all_facts_of_which_nothing_is_asked(words: str) -> None:
    drafts = _drafts(words)
    told = {span for one in drafts.contradictions for span in one.facts}
    assert told
    for draft in (*drafts.selected, *drafts.queue, *drafts.rejected):
        is_told = any((fact.start, fact.end) in told for fact in draft.facts)
        assert is_told == any(each.rule == "R21" for each in draft.rejections)

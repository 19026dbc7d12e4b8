"""Stems and options without what strict readers find: lost words, wrong keys, options that give themselves away."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.drafts.spoken import find_open_quote
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.standalone import find_open_reference

_REST = (
    "\n\nAda Berg sang in Lund in 1901. Otto Lind painted the hall in Malmö in 1903. Ines Falk wrote an opera in 1907."
)

#: A clause that loses a word which it cannot do without: the words that no stem may hold.
CUT = [
    # a score, a goal, a particle, what an -ing form governs, a distance in time
    ("On 4 May 1931 Otto Lind beat Karl Moen 3–1 in the final at Ystad.", "Karl Moen 3"),
    ("In 1904 Ines Falk sent the choir home late at night.", "send the choir"),
    ("In 1904 Ines Falk sent the two sailors below to look at the pumps.", "two sailors"),
    ("Otto Lind took over in 1926 and the mill grew.", "take over"),
    ("On 3 June 1911 Ada Berg accused Otto Lind of planning to sell the mill.", "of planning"),
    ("The bishop was seized and shipped to Denmark with Otto Lind.", "shipped to Denmark"),
    ("Ada Berg said that Otto Lind rang the bank twice and was put through to a clerk.", "was put?"),
    ("In 1897 Otto Lind ruled the valley as Otto Lind.", "as Otto Lind"),
    ("In 1904 Ines Falk bought a controlling interest from her aunt.", "controlling interest"),
    # a noun that only opens its sentence is no name
    ("Construction began in 1978 and was finished in 1984.", "onstruction"),
    ("Settlement began in 1978.", "ettlement"),
    ("Celebration ended on 3 May 1978.", "elebration"),
    # somebody whom an adjective behind the noun tells, and a head noun of several bodies
    ("In 1904 Ines Falk invited the minister responsible to Ystad.", "What did Ines Falk invite"),
    ("In 1904 Ines Falk visited the director general in Ystad.", "What did Ines Falk visit"),
    ("The Skerry League met the Rowing League. The League bought Ystad Castle in 1904.", "the League buy"),
    ("The Ystad Council met the Skerry Council. The Council bought Ystad Castle in 1904.", "the Council buy"),
    ("In 1904 Ines Falk entered the Danish Diet.", "hich place"),
    ("Otto Lind received Scania. Ada Berg served Otto Lind.", "received"),
]

KEPT = [
    ("On 4 May 1931 Otto Lind defeated Karl Moen in the final at Ystad.", "Karl Moen"),
    ("In 1904 Ines Falk sent the choir of Lund to Bergen because it was late.", "Bergen"),
    ("On 3 June 1911 Ada Berg accused Otto Lind of theft in a speech late on Monday.", "of theft"),
    ("In 1926 Otto Lind took over the mill of Ystad.", "mill of Ystad"),
    ("When the war came, Otto Lind had led the choir of Ystad since 1903.", "ince which year had Otto Lind led"),
    ("Otto Lind has led the choir of Ystad since 1903.", "ince which year has Otto Lind led"),
    ("The King sold Ystad Castle to Ada Berg in 1903.", "did the King sell Ystad Castle"),
    ("In 1903 Otto Lind paid Ada Berg. The Queen sold him Ystad Castle in 1904.", "the Queen"),
    ("In 1904 Ines Falk visited the Ystad Museum.", "hich building did Ines Falk visit"),
    ("In 1904 Ines Falk crossed the river Drava.", "Drava"),
    ("The Skerry League met in Lund. The League bought Ystad Castle in 1904.", "the Skerry League buy"),
    ("Construction of the Ystad Dam began in 1978.", "onstruction of the Ystad Dam"),
    ("The Settlement Board began work in 1978 and bought Ystad Castle in 1980.", "Settlement Board"),
    ("The Celebration of Ystad began in 1978.", "Celebration of Ystad"),
]


def _drafts(words: str) -> Drafts:
    return draft_questions(analyse(read((words + _REST).encode(), "text.txt")))


def _stems(words: str) -> str:
    drafts = _drafts(words)
    return " ".join(str(draft.raw["stem"]) for draft in (*drafts.selected, *drafts.queue))


@pytest.mark.parametrize(("words", "lost"), CUT, ids=[case[1] for case in CUT])
def test_what_lost_its_end_is_not_asked(words: str, lost: str) -> None:
    assert lost not in _stems(words)


@pytest.mark.parametrize(("words", "told"), KEPT, ids=[case[1] for case in KEPT])
def test_what_is_whole_is_asked(words: str, told: str) -> None:
    drafts = _drafts(words)
    assert any(told in f"{one.raw['stem']} {one.raw.get('key')}" for one in (*drafts.selected, *drafts.queue))


def _lives(words: str) -> set[tuple[str, str]]:
    analysis = analyse(read(words.encode(), "text.txt"))
    return {
        (fact.verb, fact.time.value.value)
        for fact in analysis.facts
        if fact.rule.startswith("facts.life") and fact.time is not None and fact.time.value is not None
    }


def test_years_behind_a_ruler_are_a_reign() -> None:
    told = _lives("The town grew in the reign of Harald III (1046–1066), who built its walls.")
    assert told == {("rule", "1046/1066")}


def test_years_behind_an_office_holder_are_neither() -> None:
    assert (
        _lives("Under the manager Otto Lind (1926–1937) the club rose. The president, Ada Berg (1951–1959), died.")
        == set()
    )


def test_years_behind_a_composer_are_a_life() -> None:
    told = _lives("The songs of Ada Berg (1797–1828) were sung in every house.")
    assert told == {("bear", "1797"), ("die", "1828")}


OPEN_QUOTES = [
    "The committee cannot. In the spring of 1907 two towns left",
    "And you went to the bank on Monday",
    "On the second of May. I wrote to the owner",
    "To the chairman and to every member of the choir",
    "No honest firm would have signed them",
    "She would listen to the rain with her eyes shut",
    "Knowing what I knew then, yes",
    "You try explaining that to a judge",
]
WHOLE_QUOTES = [
    "My boat is on the beach. I can see it with a telescope",
    "You may sink us, but you will not impress us",
    "We weighed the cost of the pier, and we weighed it wrongly",
    "I want peace to reign in the valley",
    "Nobody is helped by forty graves",
    "It is the duty of a judge to listen",
    "On Monday we counted the votes again",
    "The man who did this knows the number to call",
]


@pytest.mark.parametrize("words", OPEN_QUOTES)
def test_words_that_lean_on_others_are_found(words: str) -> None:
    assert find_open_quote(words) is not None


@pytest.mark.parametrize("words", WHOLE_QUOTES)
def test_words_that_stand_alone_are_left(words: str) -> None:
    assert find_open_quote(words) is None


def test_words_read_out_are_not_the_reader_s() -> None:
    said = "Ms Raman then read from a message that the owner, Ivo Brandt, had sent: “We can mend the door at Easter.”"
    assert "mend the door" not in _stems(said)


@pytest.mark.parametrize(
    "stem",
    [
        "In which month did Otto Lind return to the Danish colony?",
        "Who bought a controlling interest in 1987?",
        "In which year did the successor Otto Lind rebuild Lund?",
    ],
)
def test_things_and_kin_without_their_owner_are_open(stem: str) -> None:
    assert find_open_reference(stem, {}) is not None


@pytest.mark.parametrize(
    "stem",
    [
        "In which month did Otto Lind return to the Danish colony of Tranquebar?",
        "Who bought a controlling interest in Lund Mills in 1987?",
    ],
)
def test_things_with_their_owner_are_not(stem: str) -> None:
    assert find_open_reference(stem, {}) is None


def test_he_and_she_leave_only_options_of_that_sex() -> None:
    drafts = _drafts(
        "Mr Otto Lind spoke. Mrs Ada Berg spoke. Mr Karl Moen spoke. Mr Ivo Brandt spoke. Mrs Ines Falk spoke.\n\n"
        "Mr Karl Moen warned that he would close the mill of Falun in winter.\n\n"
        "Mrs Ada Berg said that the northern pier had never been safe in winter."
    )
    told = [one for one in (*drafts.selected, *drafts.queue) if " he would close" in str(one.raw["stem"])]
    assert told
    options = {str(option) for one in told for option in one.raw.get("distractors", ())}
    assert not options & {"Ada Berg", "Ines Falk"}


def test_no_firm_and_no_college_among_people() -> None:
    drafts = _drafts(
        "Ada Berg went up to Lady Anna Hall, Oxford, in 1888. Eastline Ferries runs the quays. Otto Lind spoke.\n\n"
        "Otto Lind said that the northern pier had never been safe in winter.\n\n"
        "The chief executive of Eastline Ferries, Karl Moen, said that the eastern pier would be closed by autumn."
    )
    shown = " ".join(str(one.raw) for one in (*drafts.selected, *drafts.queue) if one.template == "T11")
    assert "'Eastline Ferries'" not in shown.replace('"', "'")
    assert "Anna Hall" not in shown


def test_a_distance_between_years_is_not_chosen() -> None:
    drafts = _drafts("Otto Lind founded the mill in 1890. Otto Lind built the northern pier in Ystad in 1896.")
    assert not [one for one in drafts.selected if one.raw.get("kind") == "number"]


def test_later_than_an_age_is_no_year() -> None:
    told = "Ada Norling was born in 1868. Her mother died when Ada was three. Five years later Ada married Karl Moen."
    keys = {str(one.raw.get("key")) for one in (*_drafts(told).selected, *_drafts(told).queue)}
    assert "1873" not in keys


def test_a_statement_differs_in_more_than_its_month() -> None:
    drafts = _drafts(
        "On 9 October 1884 Otto Lind founded the mill of Ystad. On 4 May 1902 Ada Berg founded the school of Ystad. "
        "On 3 June 1911 Ines Falk founded the bank of Ystad."
    )
    wrong = [one for one in (*drafts.selected, *drafts.queue) if one.raw.get("key") == "false"]
    for one in wrong:
        right = str(one.raw["explanation"]).rstrip(".")[-4:]
        assert right not in str(one.raw["stem"])


@pytest.mark.parametrize(
    ("told", "whole", "broken"),
    [
        (
            "Between 1958 and 1974 Ada Berg gave sixty recitals a year in Lund.",
            "sixty recitals a year in Lund",
            "year a y",
        ),
        ("In 1912 Otto Lind sold two tons of coal a week to Karl Moen.", "tons of coal a week", "week a week"),
        ("In 1913 Ines Falk earned nine thousand crowns per month.", "thousand crowns per month", "month per month"),
    ],
)
def test_how_often_stands_once(told, whole, broken) -> None:
    drafts = _drafts(told + _REST)
    shown = " ".join(str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue))
    assert whole in shown
    assert broken not in shown

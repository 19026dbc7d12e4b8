"""What is worth asking, and what is not: steps of a story, offices in passing, keys that their verb all but names."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = (
    "\n\nAda Berg sang in Lund in 1901. Otto Lind painted the hall in Malmö in 1903. Ines Falk wrote an opera in 1907."
    "\n\nThe choir of Lund is old.\n\nIts hall stands by the water.\n\nMany towns envy it."
)
_TITLE = "The Siege of Ystad\n\nThe Siege of Ystad made Karl Moen known. "


def _drafts(words: str, title: str = "") -> list[Draft]:
    drafts = draft_questions(analyse(read((title + words + _REST).encode(), "text.txt")))
    return [*drafts.selected, *drafts.queue]


def _reasons(words: str, part: str, title: str = "") -> set[str]:
    found = [one for one in _drafts(words, title) if part in str(one.raw["stem"]) and one.confidence >= 0.75]
    assert found, [one.raw["stem"] for one in _drafts(words, title)]
    return {one.held.message if one.held is not None else "" for one in found if one.template not in ("T7", "T9")}


LIGHT = [
    # biography, travel, school, press, hearing
    ("Karl Moen returned to Peru in 1912.", "return to Peru", "one step of many"),
    ("Karl Moen left for the Falun Academy in 1912.", "leave for", "one step of many"),
    ("Karl Moen moved to Falun Street in 1912.", "move to Falun Street", "one step of many"),
    ("Karl Moen joined the Falun Choir in May 1912.", "join the Falun Choir", "one step of many"),
    ("In 1912 Karl Moen was introduced to Otto Lind in Falun.", "introduced to Otto Lind", "one step of many"),
    ("Karl Moen argued that his client had been convicted by the Falun court.", "his client had been", "elsewhere"),
    ("“Please boil any water that comes from an open well in Ystad,” said Karl Moen.", "Please boil", "advice"),
    ("Karl Moen said that the mill of Ystad had burned since Monday.", "since Monday", ""),
    # what the verb all but names
    ("Peru declared war in April 1877.", "What did Peru declare", "all but names"),
    ("Peru gained independence on 6 April 1877.", "What did Peru gain", "all but names"),
    # broken phrases
    ("Karl Moen, had been elected mayor, sold the mill of Falun in 1912.", "sell", "says too little|too"),
    ("The price of Falun fish dropped 11 in 1912.", "drop", ""),
]


@pytest.mark.parametrize(("words", "part", "reason"), LIGHT, ids=[case[0][:40] for case in LIGHT])
def test_what_is_not_worth_asking_waits(words: str, part: str, reason: str) -> None:
    stems = [str(one.raw["stem"]) for one in _drafts(words) if one.held is None and one.confidence >= 0.75]
    assert not [stem for stem in stems if part in stem]
    if reason and "|" not in reason:
        assert any(reason in told for told in _reasons(words, part))


WORTH = [
    # a ship that is told by its name
    ("The Falun left Ystad in 1912.", "the Falun leave Ystad", ""),
    # a purpose, a state’s own step, a step to what all is about
    ("Karl Moen returned to Peru to found the Falun Academy in 1912.", "returned to Peru to found", ""),
    ("Peru joined the League of Falun in 1912.", "join the League of Falun", ""),
    ("Karl Moen left Ystad on 4 May 1912 with the fleet of Falun.", "leave Ystad", _TITLE),
    ("Peru declared the northern mill of Falun a monument of Peru in 1912.", "declare", ""),
]


@pytest.mark.parametrize(("words", "part", "title"), WORTH, ids=[case[0][:40] for case in WORTH])
def test_what_leads_to_something_does_not(words: str, part: str, title: str) -> None:
    assert not any("one step of many" in told or "all but names" in told for told in _reasons(words, part, title))


def test_the_office_of_somebody_named_in_passing_waits() -> None:
    words = "Karl Moen slept.\n\nPer Dahl, the mayor of Falun, praised the mill of Ystad in 1912."
    assert _reasons(words, "office did Per Dahl hold") == {"The office of somebody named in passing."}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (
            "Karl Moen slept.\n\nPhilip V, the king of Macedon, praised the mill of Ystad in 1912.",
            "title did Philip V hold",
        ),
        ("Karl Moen slept.\n\nAnna Dahl, the daughter of Henry III, sang in Lund in 1912.", "relative of Henry III"),
        ("When Mithridates II died in 1612, Lund fell into war. Karl Moen slept.", "Mithridates II die"),
    ],
)
def test_rulers_are_not_named_in_passing(words: str, part: str) -> None:
    assert _reasons(words, part) == {""}


def test_a_theme_tells_which_of_many_events_is_meant() -> None:
    words = "Denmark pardoned Otto Lind. Sweden wept. Karl Moen slept."
    assert not [one for one in _drafts(words) if "hich state pardoned Otto Lind" in str(one.raw["stem"])]
    assert "" in _reasons(
        words, "Which state pardoned Otto Lind", "The Siege of Ystad\n\nThe Siege of Ystad was long. "
    )


def test_words_of_the_day_are_clear_on_their_occasion() -> None:
    words = "Karl Moen told the crowd: “From today nobody in Ystad will work for nothing.”"
    assert not [one for one in _drafts(words) if "From today" in str(one.raw["stem"]) and one.held is None]
    assert [
        one for one in _drafts(words, "The Siege of Ystad\n\nIt was long. ") if "From today" in str(one.raw["stem"])
    ]


def test_two_parents_are_no_name_and_a_bare_parliament_is_one() -> None:
    words = "Her parents, William and Frances, were rich. Ada Berg’s parents, Karl and Tora, sang in Ystad in 1899."
    assert not [one for one in _drafts(words) if "parents" in str(one.raw["stem"])]
    words = "In 1807 Parliament abolished the northern fish tax of Ystad."
    assert "" in _reasons(words, "In which year did Parliament abolish the northern fish tax")


@pytest.mark.parametrize(
    ("words", "part", "title", "reason"),
    [
        # what many do at some time, though a title says what the document is about
        ("Denmark recognised the Republic of Texas.", "recognised the Republic", _TITLE, "Others may have done it"),
        # a few words said, with nothing that they were said of
        ("Denmark expressed “concern and regret”.", "concern and regret", "", "do not tell of what"),
        ("The Ministry of Trade expressed “deep regret”.", "deep regret", "", "do not tell of what"),
        ("Denmark condemned “an unacceptable assault on the order of Europe”.", "unacceptable assault", "", ""),
    ],
)
def test_a_stem_without_a_time_or_matter_waits(words: str, part: str, title: str, reason: str) -> None:
    assert any(reason in told if reason else not told for told in _reasons(words, part, title))


_PORTRAIT = "The Hands That Mend\n\nAda Holm mends nets.\n\nAda Holm is old.\n\nAda Holm was born in Ystad in 1951.\n\n"


def test_the_birth_of_whom_a_portrait_tells_is_asked_though_its_title_names_nobody() -> None:
    assert "" in _reasons("Ada Holm sings.", "Ada Holm born", _PORTRAIT)
    words = "The shepherd Per Dahl was born in Lund in 1837. Per Dahl slept."
    assert "" not in _reasons(words, "Per Dahl born", _PORTRAIT)


@pytest.mark.parametrize(
    ("words", "part", "reason"),
    [
        # war, travel: one of several in that time; of one day it is told
        ("In 1912 Karl Moen seized the guns of the Ilse fort.", "What did Karl Moen seize", "More than one"),
        ("In 1912 Karl Moen reached the springs of the Ilse.", "What did Karl Moen reach", "More than one"),
        ("On 4 May 1912 Karl Moen reached the springs of the Ilse.", "What did Karl Moen reach", ""),
        # coup, treaty: an office that many held
        ("Karl Moen overthrew the Danish king.", "overthrew the Danish king", "Which of them"),
        ("Karl Moen overthrew the Danish king in 1712.", "overthrew the Danish king", ""),
        # where and what somebody studied is a step of a life, and no scene
        ("Karl Moen studied the methods of the Falun mill in Peru.", "Where did Karl Moen study", ""),
    ],
)
def test_what_more_than_one_fits_waits(words: str, part: str, reason: str) -> None:
    told = _reasons(words, part, _TITLE)
    assert any(reason in one if reason else not one for one in told), told


def test_what_answers_something_else_waits() -> None:
    words = "Karl Moen replied that the mill of Ystad had burned in 1909."
    assert any("answers" in told for told in _reasons(words, "replied that", _TITLE))

"""Clauses as stems tell them: at a grain that is worth knowing, and with every word accounted for."""

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


def _drafts(words: str, rest: str = _REST) -> list[Draft]:
    drafts = draft_questions(analyse(read((words + rest).encode(), "text.txt")))
    return [*drafts.selected, *drafts.queue]


def _stems(words: str, rest: str = _REST) -> set[str]:
    return {str(one.raw["stem"]) for one in _drafts(words, rest)}


GRAINS = [
    # a history of decades is asked for years
    (
        "On 14 February 1815 Karl Moen entered Ystad.",
        " In 1809 Tora Vik founded the school of Lund. Ada Berg opened the harbour of Malmö in 1822. "
        "In 1831 Otto Lind closed the mill of Ystad.",
        "In which year did Karl Moen enter Ystad?",
    ),
    # the story of a year for months
    (
        "On 14 February 2015 Karl Moen closed the mill of Ystad.",
        " In March 2015 Tora Vik founded the school of Lund. Ada Berg opened the harbour of Malmö on 3 May 2015. "
        "In 1931 Otto Lind built the hall of Lund.",
        "In which month did Karl Moen close the mill of Ystad?",
    ),
    # one time by itself says nothing about the document
    ("On 14 February 1815 Karl Moen entered Ystad.", " Tora Vik sang.", "On what date did Karl Moen enter Ystad?"),
]


@pytest.mark.parametrize(("words", "rest", "stem"), GRAINS, ids=[case[2] for case in GRAINS])
def test_a_time_is_asked_at_the_grain_of_the_document(words: str, rest: str, stem: str) -> None:
    assert stem in _stems(words, rest), _stems(words, rest)


def _held(words: str, part: str) -> set[int]:
    """Give the criteria that hold back the drafts with some words in their stem; 0 for those that nothing holds."""
    drafts = [one for one in _drafts(words) if part in str(one.raw["stem"]) and one.confidence >= 0.75]
    return {one.held.criterion if one.held is not None else 0 for one in drafts}


#: Each with words of a stem that would lose something.
NOT_TOLD = [
    # a word of the clause that no slot holds
    ("In 1904 Karl Moen twice painted the harbour of Ystad.", "paint the harbour"),
    ("In 1904 Karl Moen nearly sold the mill of Ystad to Tora Vik.", "sell the mill"),
    ("Karl Moen opened the school of Ystad in 1904 and again in 1909.", "open the school"),
    # a phrase that goes on to say which one
    ("In 1904 the Bank of Ystad published a memo in which Tora Vik warned of the floods.", "publish a memo"),
    ("In 1904 Karl Moen published the first description of a plant that eats flies.", "description of a plant"),
    ("In 1904 Norway and Denmark agreed on a common coin, the northern crown.", "agree on a common coin"),
    ("In 1904 Karl Moen asked the Bank of Ystad for a bold loan: to build a bridge over the sound.", "bold loan"),
    ("In 1904 Karl Moen asked Tora Vik who owned the mill.", "ask Tora Vik"),
    ("In 1904 Tora Vik published the better-known treatise.", "treatise"),
    # nouns and verbs that need what is missing
    ("In 1904 Karl Moen opened the eastern half at Ystad.", "the eastern half"),
    ("The school of Ystad is old. Karl Moen repaired the walls of Malmö. In 527 Tora Vik repaired the gates.", "gates"),
    ("In 1904 Norway broke off diplomatic relations.", "diplomatic relations"),
    ("In 1904 the Bank of Ystad withdrew its acceptance.", "withdraw"),
    ("In 1904 the Bank of Ystad stopped production.", "stop"),
    ("In 1904 Karl Moen was appointed manager.", "appointed manager"),
    ("In 1904 Karl Moen was dismissed.", "was Karl Moen dismissed"),
    ("Karl Moen rose at a meeting in Malmö in 1904.", "rise at a meeting"),
    ("The travellers, who had crossed from Norway in 1904, met Karl Moen in Lund.", "cross from Norway"),
]
TOLD = [
    ("In 1904 Karl Moen slowly painted the harbour of Ystad.", "paint the harbour of Ystad"),
    (
        "Karl Moen, a lawyer from Lund, sold the mill of Ystad to Tora Vik in 1904.",
        "sell the mill of Ystad",
    ),
    ("In 1904 the Bank of Ystad published the diaries of Tora Vik.", "publish the diaries of Tora Vik"),
    ("In 1904 Norway and Denmark agreed on a border along the Torne.", "agree on a border along the Torne"),
    ("In 1904 Norway broke off diplomatic relations with Denmark.", "diplomatic relations with Denmark"),
    ("In 1904 the Bank of Ystad withdrew its acceptance of the loan of Lund.", "the Bank of Ystad withdraw"),
    ("In 1904 Karl Moen was appointed manager of the Bank of Ystad.", "manager of the Bank of Ystad"),
    ("In 1904 Karl Moen rose in revolt against Norway.", "rise in revolt against Norway"),
    # what can be said whole is said whole
    ("In 1904 Norway returned to the old calendar of Lund.", "return to the old calendar of Lund"),
    (
        "Karl Moen was captured on his way home from a pilgrimage to Rome in 1904.",
        "on his way home from a pilgrimage",
    ),
    ("In 1904 Karl Moen sold rye to the Bank of Ystad for nine crowns a barrel.", "for nine crowns a barrel"),
    (
        "Karl Moen opened the harbour of Ystad in 1904, three years before the canal of Lund.",
        "open the harbour of Ystad",
    ),
    ("The strike of the dockers of Ystad began at Malmö in 1904.", "the strike of the dockers of Ystad begin"),
    # of two errands the first
    ("In 1904 the Bank of Ystad sent Karl Moen to Lund and Tora Vik to Malmö.", "send Karl Moen to Lund?"),
    # a place with all of its name
    ("In 1904 Karl Moen opened the harbour of Ystad at a fair in St. Gallen.", "fair in St. Gallen"),
    # and what hangs half in the air is left out whole
    ("Karl Moen won the mill of Ystad in 1904 in a trial that the papers called a farce.", "win the mill of Ystad?"),
]


@pytest.mark.parametrize(("words", "part"), NOT_TOLD, ids=[case[1] for case in NOT_TOLD])
def test_what_is_not_told_in_full_is_held(words: str, part: str) -> None:
    assert _held(words, part) <= {5, 6}, [(one.raw["stem"], one.held) for one in _drafts(words)]


@pytest.mark.parametrize(("words", "part"), TOLD, ids=[case[1] for case in TOLD])
def test_what_is_told_in_full_is_asked(words: str, part: str) -> None:
    assert 0 in _held(words, part), [(one.raw["stem"], one.held) for one in _drafts(words)]


def test_a_saying_cut_at_an_aside_is_held() -> None:
    words = "Karl Moen warned that fumes from Lund, a smoke linked to coughs and fevers, had reached Ystad."
    stem = "Who warned that fumes from Lund"
    cut = [one for one in _drafts(words) if stem in str(one.raw["stem"]) and "had reached" not in str(one.raw["stem"])]
    assert cut
    assert all(one.held is not None and one.held.criterion == 5 for one in cut)
    whole = "Karl Moen warned that fumes from Lund had reached the harbour of Ystad."
    assert 0 in _held(whole, stem), [(one.raw["stem"], one.held) for one in _drafts(whole)]


def test_one_unsound_event_does_not_spoil_the_order() -> None:
    words = (
        "In 1880 Norway broke off relations. In 1884 Karl Moen was dismissed. In 1886 Tora Vik asked Karl Moen who "
        "owned the mill. Tora Vik founded the school of Ystad in 1888. In 1890 Ivo Brandt founded the bank of Ystad."
    )
    orders = [one for one in _drafts(words) if one.template == "T8" and one.raw["kind"] == "order"]
    assert orders
    items = " ".join(str(one.raw["items"]) for one in orders)
    assert "founded the school" in items
    assert not [part for part in ("relations", "dismissed", "asked Karl") if part in items]
    assert all(one.held is None for one in orders)


def test_the_time_of_a_saying_is_no_statement() -> None:
    words = "In 1904 Karl Moen said that the harbour of Ystad had cost the town its peace."
    assert not [one.raw["stem"] for one in _drafts(words) if one.template in ("T7", "T9") and "cost" in one.raw["stem"]]


SHORTER = [
    # without a name for what was done the place stays
    ("Karl Moen gathered his friends at Malmö in March 1904.", "gather his friends?"),
    (
        "The warnings of the Bank of Ystad led to the closing of a crossing near Malmö in 1904.",
        "closing of a crossing?",
    ),
    # with whom somebody agreed is no circumstance
    ("In 1904 Norway agreed with Denmark on a border along the Torne.", "did Norway agree in 1904"),
]


@pytest.mark.parametrize(("words", "part"), SHORTER, ids=[case[1] for case in SHORTER])
def test_nothing_is_left_out_that_says_what_was_done(words: str, part: str) -> None:
    assert not [stem for stem in _stems(words) if part in stem]


def test_of_what_somebody_in_passing_died_is_not_asked() -> None:
    words = "Karl Moen died of cholera in May 1904."
    assert 0 not in _held(words, "Of what did Karl Moen die")
    rest = "\n\nKarl Moen built the harbour of Ystad.\n\nKarl Moen drew the bridges of Lund."
    assert 0 in _held(words + rest, "Of what did Karl Moen die")


def test_years_of_days_are_wrong_years() -> None:
    words = (
        "Karl Moen opened the harbour of Ystad on 3 May 1904. Tora Vik founded the school of Lund on 4 June 1911. "
        "Ivo Brandt closed the mill of Malmö on 8 July 1915. On 9 March 1922 Ines Falk sold the hall of Lund."
    )
    found = [one for one in _drafts(words) if "open the harbour" in str(one.raw["stem"]) and one.template == "T1"]
    options = {one["text"] if isinstance(one, dict) else one for one in found[0].raw["distractors"]}
    assert options & {"1911", "1915", "1922"}


def test_what_follows_a_clause_between_commas_is_not_of_it() -> None:
    words = (
        "Norway hanged Karl Moen, who had led a revolt against the salt tax, at Ystad in November 1895. "
        "Tora Vik founded the school of Lund in 1888. Ivo Brandt opened the mill of Malmö in 1899."
    )
    stems = _stems(words)
    assert (
        "In which year did Norway hang Karl Moen?" in stems
        or "In which year did Norway hang Karl Moen at Ystad?" in stems
    )
    assert not [
        stem for stem in stems if "revolt" in stem and ("1895" in stem or "Ystad" in stem or "which year" in stem)
    ]


def test_a_building_is_no_place() -> None:
    assert "Which building did Karl Moen build in Lund in 1904?" in _stems(
        "Karl Moen built the Water Tower in Lund in 1904."
    )


def test_two_of_one_name_are_not_asked_as_one() -> None:
    words = (
        "Karl Moen built the harbour of Ystad in 1320. Karl Moen closed the mill of Ystad in 1322. "
        "In 1776 Moen signed a treaty with Denmark."
    )
    assert 0 not in _held(words, "a treaty with Denmark")
    assert 0 in _held(words, "the mill of Ystad")


TWICE = [
    "Karl Moen closed the mill of Ystad in 1904 and, with his wife, in 1911.",
    "Karl Moen closed the mill of Ystad in 1904. He closed it again in 1911.",
    "Karl Moen closed the mill of Ystad in 1904, a feat that he repeated in 1911.",
]


@pytest.mark.parametrize("words", TWICE)
def test_a_deed_done_twice_is_not_asked_as_if_once(words: str) -> None:
    assert 0 not in _held(words, "In which year did Karl Moen close the mill")
    once = "Karl Moen closed the mill of Ystad in 1904 and the school in 1911. Tora Vik sang again."
    assert 0 in _held(once, "In which year did Karl Moen close the mill")


def test_a_thing_that_is_told_of_before_its_description_is_another() -> None:
    words = (
        "Karl Moen led the union from 1890. Tora Vik founded the Catholic union in Lund. In 1904 Denmark dissolved the "
        "union."
    )
    assert not [stem for stem in _stems(words) if "dissolve the Catholic union" in stem]

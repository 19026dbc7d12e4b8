"""What is said before a stem that does not say by itself of which event it is: the theme, never the key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions, setting_of
from quizapp.core.extraction.drafts.themes import Theme, find_theme
from quizapp.core.extraction.readers import read

_TEXT = (
    "\n\nThe War of Vallmora began when Tarn seized the Gate of Ilse. Ada Berg led Tarn, and Otto Lind led Vallmora."
    "\n\nIn 1715 Tarn and Vallmora met at Lund. Ines Falk wrote home: “The river has more friends than the king will"
    " ever count.” Karl Moen told the Council of Lund: “Nobody wants a second winter of hunger.”"
    "\n\nOtto Lind was the governor of Lund. Ada Berg defeated Otto Lind in the north. The war was long."
)


def _text(title: str, body: str = _TEXT) -> bytes:
    return f"{title}\n{body}".encode()


THEMES = [
    ("The War of Vallmora", Theme("The War of Vallmora")),
    ("Chapter 4: The War of Vallmora, 1712–1716", Theme("The War of Vallmora", "1712–1716")),
    ("Unit 3. Salt and Iron: The War of Vallmora", Theme("The War of Vallmora")),
    ("Ada Berg: A Life Between Rivers", Theme("Ada Berg")),
    ("Tarn and Vallmora: an old quarrel renewed", Theme("Tarn and Vallmora")),
    (
        "Council of Lund refuses to pay for war with Tarn",
        Theme(headline="Council of Lund refuses to pay for war with Tarn"),
    ),
    ("The Great Flood of 1362", Theme("The Great Flood of 1362")),
    ("Try the Red Islands", Theme()),
    ("Tarn is at war", Theme(headline="Tarn is at war")),
    ("Seven Ways to Be Happy", Theme()),
    ("scan_0034", Theme()),
    ("Ada Berg arrives in Lund on Monday. Picture: Ida Vik", Theme()),
    ("Photo by Ida Vik: the War of Vallmora", Theme()),
    ("Chapter 4", Theme()),
]


@pytest.mark.parametrize(("title", "theme"), THEMES, ids=[case[0] for case in THEMES])
def test_a_title_tells_what_a_document_is_about(title: str, theme: Theme) -> None:
    setting = setting_of(analyse(read(_text(title), "text.txt")))
    assert find_theme(setting.analysis, setting.spread) == theme


def test_a_number_for_a_title_gives_way_to_the_heading_below() -> None:
    setting = setting_of(analyse(read(b"# Chapter 4\n\n# The War of Vallmora\n" + _text("").strip(), "text.md")))
    assert find_theme(setting.analysis, setting.spread).phrase == "The War of Vallmora"


@pytest.mark.parametrize(
    "words",
    [
        "In 1715 the bells rang. Ada Berg defeated Otto Lind in the north.",
        "Ada Berg defeated Otto Lind in the north. In 1715 the bells rang.",
        "Ada Berg, who came to Lund in 1715, defeated Otto Lind in the north.",
    ],
)
def test_the_year_of_something_else_is_not_that_of_the_deed(words: str) -> None:
    text = _text("The War of Vallmora", f"\n\nThe War of Vallmora was long. Tarn and Vallmora wept.\n\n{words}")
    drafts = draft_questions(analyse(read(text, "text.txt")))
    stems = [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert [stem for stem in stems if "Vallmora: " in stem]
    assert not [stem for stem in stems if "Vallmora, 1715: " in stem]


def test_a_caption_heads_no_part() -> None:
    words = b"Ada Berg arrives in Lund. Picture: Ida Vik/Lund Wire\n" + _TEXT.encode()
    stems = [str(one.raw["stem"]) for one in draft_questions(analyse(read(words, "text.txt"))).queue]
    assert stems
    assert not any("Picture" in stem for stem in stems)


def _stems(title: str, body: str = _TEXT) -> list[str]:
    drafts = draft_questions(analyse(read(_text(title, body), "text.txt")))
    return [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]


def _one(stems: list[str], part: str) -> str:
    return next(stem for stem in stems if part in stem)


def test_words_that_were_said_get_their_occasion() -> None:
    stems = _stems("The War of Vallmora, 1712–1716")
    assert _one(stems, "more friends").startswith("The War of Vallmora, 1712–1716: Who wrote")


HEADLINES = [
    # council, trial, fact-check, accident, disaster: an event, or the places and bodies that act
    (
        "‘It holds’: two-day hearing on the weir of Lund",
        "Two-day hearing on the weir of Lund: Who told the Council of Lund: “Nobody",
    ),
    (
        "Miller “knew of the rot”, court told in Lund weir trial",
        "The Lund weir trial: Who told the Council of Lund: “Nobody",
    ),
    (
        "Fact-check: What Tarn got wrong in its river speech",
        "The river speech: Who told the Council of Lund: “Nobody",
    ),
    ("Council of Lund “refuses to pay” for war with Tarn", "The Council of Lund: Who wrote: “The river"),
    ("Lund water talks break off as Tarn walks out", "Lund water talks: Who told the Council of Lund: “Nobody"),
    ("At least nine drown as a barge sinks at Lund", "A barge sinks at Lund: Who told the Council of Lund: “Nobody"),
    # news of a court and of a parliament: what is dealt with; a check of facts: the claim
    (
        "Top court strikes down the Lund water contract, orders a new tender within a year",
        "The Lund water contract: Who told the Council of Lund: “Nobody",
    ),
    (
        "Senate approves Vallmora salt bill to please the farmers of the north",
        "The Vallmora salt bill: Who told the Council of Lund: “Nobody",
    ),
    (
        "Fact check: No, a study of 1901 did not find that the river of Lund ‘cures colds’",
        "The claim that the river of Lund cures colds: Who wrote: “The river",
    ),
    # a place alone is no matter: the headline as it stands
    (
        "Salt merchant mixed his barrels, judges in Lund are told",
        "Salt merchant mixed his barrels, judges in Lund are told: Who wrote: “The river",
    ),
    ("Mills of the plain fall silent in Lund", "Mills of the plain fall silent in Lund: Who wrote: “The river"),
    (
        "Vallmora says the stolen barges were found at sea",
        "Vallmora says the stolen barges were found at sea: Who wrote: “The river",
    ),
    # an obituary, a sentence without a name
    ("Ada Berg, Who Drained the Fens of Tarn and Vallmora, Dies at 84", "On Ada Berg: Who wrote: “The river"),
    # the headline itself, capitals for names alone
    ("COUNCIL TELLS LUND WHERE THE RIVER STANDS", "Council tells Lund where the river stands: Who wrote: “The river"),
    (
        "Everybody wept when the old war ended at last",
        "Everybody wept when the old war ended at last: Who wrote: “The river",
    ),
]


@pytest.mark.parametrize(("headline", "opening"), HEADLINES, ids=[case[0][:30] for case in HEADLINES])
def test_a_headline_gives_its_matter_in_words(headline: str, opening: str) -> None:
    part = "more friends" if opening.endswith("river") else "Nobody wants"
    assert _one(_stems(headline), part).startswith(opening)


def test_the_year_of_a_report_stands_before_no_time_that_is_asked() -> None:
    told = "Ada Berg was charged with theft in August."
    text = replace(read(_text("Lund weir trial opens", told), "text.txt"), published=date(1931, 11, 18))
    drafts = draft_questions(analyse(text))
    stems = {str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)}
    assert [stem for stem in stems if stem.startswith("Lund weir trial: In which month was Ada Berg charged")], stems
    assert not [stem for stem in stems if "1931: In which month" in stem or "1931: Ada Berg was charged" in stem]


def test_a_line_of_a_page_and_a_question_are_no_headline() -> None:
    for title in (
        "Home | Lund | The river",
        "By Ida Vik of Lund",
        "Did it ever rain?",
        "It rained in Lund",
        "THE LUND POST",
    ):
        assert not [stem for stem in _stems(title) if stem.startswith(title[:7])]


def test_where_a_title_tells_nothing_the_heading_below_it_does() -> None:
    body = f"Report on the weir of Lund\n\n{_TEXT.strip()}"
    assert _one(_stems("THE LUND POST", body), "more friends").startswith("Report on the weir of Lund: Who wrote")


def test_somebody_who_is_told_of_throughout_is_what_a_text_is_about() -> None:
    body = f"Ada Berg ruled long.\n\nShe ruled well.\n\nAda Berg was loved.\n\nAda Berg sang.\n{_TEXT}"
    stems = _stems("Rain", body)
    assert _one(stems, "Otto Lind hold").startswith("On Ada Berg: Which office did Otto Lind")
    assert not [stem for stem in stems if stem.startswith("On Ada Berg") and "Ada Berg" in stem[12:]]


def test_who_held_an_office_is_asked_of_the_theme_instead_of_the_document() -> None:
    assert _one(_stems("The War of Vallmora"), "office did Otto Lind").startswith("The War of Vallmora: Which office")


def test_a_title_that_names_the_key_is_shortened_or_left_out() -> None:
    stems = _stems("Ada Berg and the War of Vallmora")
    assert _one(stems, "defeated Otto Lind").startswith("The War of Vallmora: Who defeated")
    stems = _stems("Otto Lind: A Life Between Rivers")
    assert _one(stems, "did Ada Berg defeat") == "Whom did Ada Berg defeat in the north?"


def test_years_of_a_title_stand_before_no_deed_of_another_year() -> None:
    told = "On 31 December 1709, on the banks of the Orr at Lund, the Council of Lund raised the flag of Tarn."
    body = f"{_TEXT}\n\n{told}"
    stems = [stem for stem in _stems("The War of Vallmora, 1712–16", body) if "flag of Tarn" in stem]
    assert [stem for stem in stems if stem.startswith("The War of Vallmora: ")], stems
    assert not [stem for stem in stems if "1712" in stem]


def test_years_of_a_title_stand_before_no_background_of_another_time() -> None:
    body = f"{_TEXT}\n\nIn the 1680s Tarn was rich. Karl Moen overthrew the Duke of Lund. In 1705 he died."
    told = [one for one in _stems("The War of Vallmora, 1712–1716", body) if "overthrew" in one]
    assert told
    assert not [one for one in told if "1712" in one], told


def test_a_committee_is_not_cut_in_two() -> None:
    stems = _stems("The Committee on Salt and River Affairs of Tarn")
    assert not [one for one in stems if one.startswith("The Committee on Salt:")], stems


def test_one_name_alone_is_asked_of_the_matter_but_a_state() -> None:
    body = _TEXT + "\n\nThe Tarn Railway was opened in 1713. France collapsed in 1714."
    stems = _stems("The War of Vallmora", body)
    assert _one(stems, "Tarn Railway") == "The War of Vallmora: In which year was the Tarn Railway opened?"
    assert _one(stems, "France collapse") == "In which year did France collapse?"


def test_a_time_of_its_own_needs_no_other() -> None:
    body = _TEXT + "\n\nAda Berg gave the castle to Ines Falk on 3 May 1731. She left it in 1733."
    stems = _stems("The War of Vallmora, 1712–1716", body)
    assert not [stem for stem in stems if "1712" in stem and ("1731" in stem or "which year" in stem)]


def test_without_a_title_the_document_stands_for_it() -> None:
    stems = _stems("Ada Berg led Tarn, and all knew it.")
    assert _one(stems, "office did Otto Lind").startswith("According to the document, which office")


def test_without_a_title_the_heading_of_the_part_stands_for_it() -> None:
    content = f"Ada Berg led Tarn, and all knew it.\n\n## The War of Vallmora\n{_TEXT}".encode()
    drafts = draft_questions(analyse(read(content, "text.md")))
    stems = [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert _one(stems, "more friends").startswith("The War of Vallmora")


def test_a_statement_is_told_of_the_matter_as_a_question_is() -> None:
    stems = _stems("The War of Vallmora", _TEXT + "\n\nThe Tarn Railway was opened in 1713.")
    assert "The War of Vallmora: The Tarn Railway was opened in [[1]]." in stems


PARTS = [
    ("Background to the War of Vallmora", "The War of Vallmora: Who wrote"),
    ("Implications and Prospects of the War of Vallmora", "The War of Vallmora: Who wrote"),
    ("The Historical Background- The War of Vallmora", "The War of Vallmora: Who wrote"),
    ("The latest war of Vallmora and Tarn", "The war of Vallmora and Tarn: Who wrote"),
    ("The War of Vallmora", "The War of Vallmora: Who wrote"),
    # what a part does not say of what it is
    ("Present situation", "On Ada Berg: Who wrote"),
    ("Prospects", "On Ada Berg: Who wrote"),
]


@pytest.mark.parametrize(("heading", "start"), PARTS, ids=[case[0] for case in PARTS])
def test_a_heading_is_told_without_what_its_part_does(heading: str, start: str) -> None:
    content = f"Ada Berg led Tarn, and all knew it.\n\n## {heading}\n{_TEXT}".encode()
    drafts = draft_questions(analyse(read(content, "text.md")))
    stems = [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert _one(stems, "more friends").startswith(start), stems


MEETINGS = [
    ("The Recent Meeting of Ada Berg and Otto Lind", "On 3 May 1931 ", "The Meeting of Ada Berg and Otto Lind, 1931: "),
    ("The Siege of Lund", "In June 1931 ", "The Siege of Lund, 1931: "),
    ("The Summit of Tarn and Vallmora", "In 1931 ", "The Summit of Tarn and Vallmora, 1931: "),
    # two years, none, and no event
    ("The Siege of Lund", "In 1929 Karl Moen died. In 1931 ", "The Siege of Lund: "),
    ("The Siege of Lund", "Once ", "The Siege of Lund: "),
    ("The Harbours of Lund", "In 1931 ", "The Harbours of Lund: "),
]


@pytest.mark.parametrize(("heading", "when", "label"), MEETINGS, ids=[f"{case[1]}{case[2]}" for case in MEETINGS])
def test_a_meeting_that_heads_a_part_gets_the_year_of_its_first_paragraph(heading: str, when: str, label: str) -> None:
    content = (
        f"Ada Berg led Tarn, and all knew it.\n\n## {heading}\n\n{when}Ada Berg met Otto Lind at Lund. Tarn and"
        " Vallmora sang.\n\nInes Falk wrote home: “The river has more friends than the king will ever count.”"
        " Ines Falk sang. Karl Moen sang.\n"
    )
    drafts = draft_questions(analyse(read(content.encode(), "text.md")))
    stems = [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert _one(stems, "more friends").startswith(label), stems


def test_a_meeting_of_two_has_no_half_and_an_office_no_part_for_its_time() -> None:
    content = f"Tarn was old, and all knew it.\n\n## The Meeting of Ada Berg and Otto Lind\n{_TEXT}".encode()
    drafts = draft_questions(analyse(read(content, "text.md")))
    stems = [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert not [stem for stem in stems if stem.startswith(("The Meeting of Ada Berg:", "Otto Lind:"))]
    content = f"Ada Berg led Tarn, and all knew it.\n\n## The Harbours of Tarn\n{_TEXT}".encode()
    drafts = draft_questions(analyse(read(content, "text.md")))
    stems = [str(one.raw["stem"]) for one in (*drafts.selected, *drafts.queue)]
    assert _one(stems, "office did Otto Lind").startswith("According to the document, which office")


def test_a_report_is_told_before_every_stem_but_of_whom_it_is_about() -> None:
    body = _TEXT + "\n\nIda Vik sold the Tarn Railway to Karl Moen in 1713. Ada Berg was born at Lund in 1701."
    stems = _stems("Lund water talks break off as Vallmora walks out", body)
    assert [stem for stem in stems if stem.startswith("Lund water talks: In which year did Ida Vik sell")], stems
    stems = _stems("Ada Berg, Who Drained the Fens of Tarn, Dies at 84", body)
    assert _one(stems, "year was Ada Berg born") == "In which year was Ada Berg born at Lund?"

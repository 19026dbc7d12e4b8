"""Options keep company with the key: of its time and sort, and no party of what the question tells."""

from __future__ import annotations

import pytest

from tests.core.extraction.test_soundness import drafts_of

ODD = [
    # engineering: who is told of a century later
    (
        "In 1812 the engineer Karl Moen drew a map. In 1818 the engineer Nils Ek dug a well at Ystad. The engineer "
        "Otto Lind designed the Long Bridge of Ystad in 1820. In 1815 the engineer Per Dahl came.\n\n"
        "In 1964 the engineer Ivo Brandt mended it.",
        "Who designed the Long Bridge",
        "Ivo Brandt",
    ),
    # war: the soldiers' own state
    (
        "Danish troops occupied Norway on 4 May 1807. Denmark was at war with Sweden. France and Prussia waited. "
        "Russia did not wait.",
        "Which state did Danish troops occupy",
        "Denmark",
    ),
    # diplomacy: a composer among those who sign
    (
        "In 1814 the minister Karl Moen signed a letter. The composer Nils Ek conducted a march in 1814. "
        "The ambassador Per Dahl signed a note in 1814. The minister Ivo Brandt spoke in 1814. "
        "The chancellor Otto Lind signed the treaty of Ystad on 3 January 1815.",
        "Who signed the treaty of Ystad",
        "Nils Ek",
    ),
    # news: who answers is who it was done to
    (
        "In 1955 President Per Dahl spoke. Prime minister Karl Moen spoke. Prime minister Tora Vik spoke. "
        "On 4 May 1956 the foreign minister Otto Lind cancelled the Ystad loan. Ivo Brandt replied at once.",
        "Who cancelled the Ystad loan",
        "Ivo Brandt",
    ),
]


@pytest.mark.parametrize(("words", "part", "odd"), ODD, ids=[case[1] for case in ODD])
def test_who_is_out_of_place_is_no_option(words: str, part: str, odd: str) -> None:
    drafts = [one for one in drafts_of(words) if part in str(one.raw["stem"])]
    options = [str(option) for one in drafts for option in one.raw.get("distractors") or ()]
    assert drafts or any(part.lower()[4:] in str(one.raw["stem"]) for one in drafts_of(words))
    assert odd not in options


def test_a_name_that_lost_its_title_is_no_person() -> None:
    words = (
        "The St. Paul Railway hired Otto Lind. The Kaiser Wilhelm Institute for Chemistry paid Karl Moen. "
        "Ines Falk designed the Spiral Tunnels of Ystad in 1902. Per Dahl dug them in 1902. Nils Ek came in 1902."
    )
    drafts = [one for one in drafts_of(words) if one.held is None]
    told = " ".join(f"{one.raw['stem']} {one.raw.get('key')} {one.raw.get('distractors')}" for one in drafts)
    assert " Paul Railway" not in told.replace("St. Paul Railway", "")
    assert "Wilhelm Institute" not in told.replace("Kaiser Wilhelm Institute", "")


BESIDE = [
    # polar history: a historian among those who were there
    (
        "The captain Otto Lind, the surgeon Per Dahl, the engineer Karl Moen and the geologist Nils Ek sailed in 1902. "
        "“We came to weigh the ice, and the ice has weighed our ship,” said Otto Lind. Per Dahl said the ice was blue. "
        "Karl Moen said the coal was wet. Nils Ek said the birds were tame. The historian Tora Vik said Lind lied.",
        "weigh the ice",
        "Tora Vik",
    ),
    # occupation: the key under another name
    (
        "In 1920 the Danish Republic fell. On 4 May 1921 Norway occupied Denmark. Sweden, France and Spain waited in "
        "1921. Sweden protested on 5 May 1921. France protested on 6 May 1921. Spain protested on 7 May 1921.",
        "Which state did Norway occupy",
        "Danish Republic",
    ),
    # music: a firm among people
    (
        "The pianist Ines Falk gave the first recital of the Lund sonata on 4 May 1861. The violinist Tora Vik played "
        "in 1861. The singer Anna Holt sang in 1861. The cellist Lea Moser came in 1861. Holm & Brandt printed it in "
        "1861.",
        "first recital",
        "Holm & Brandt",
    ),
]


@pytest.mark.parametrize(("words", "part", "odd"), BESIDE, ids=[case[2] for case in BESIDE])
def test_who_is_of_another_sort_is_no_option(words: str, part: str, odd: str) -> None:
    drafts = [one for one in drafts_of(words) if part in str(one.raw["stem"])]
    assert drafts
    assert odd not in [str(option) for one in drafts for option in one.raw.get("distractors") or ()]


def test_who_dies_in_the_document_did_not_surely_live_to_do_it() -> None:
    words = (
        "The general Otto Lind died in 1810. The general Karl Moen fought in 1812. The general Nils Ek fought in 1812. "
        "The general Ivo Brandt fought in 1812.\n\nIn 1813 it snowed. The general Per Dahl defeated the fleet of "
        "Denmark off Ystad."
    )
    drafts = [one for one in drafts_of(words) if "defeated the fleet" in str(one.raw["stem"])]
    assert drafts
    assert "Otto Lind" not in [str(option) for one in drafts for option in one.raw.get("distractors") or ()]


def test_an_institute_with_a_given_name_is_no_person() -> None:
    words = (
        "The Emperor Wilhelm Institute for Chemistry paid Karl Moen in 1902. Per Dahl dug a well in 1902. "
        "The chemist Otto Lind let Ines Falk attend the lectures of Ystad in 1902. Nils Ek came in 1902."
    )
    told = " ".join(f"{one.raw.get('key')} {one.raw.get('distractors')}" for one in drafts_of(words) if not one.held)
    assert "Wilhelm Institute" not in told

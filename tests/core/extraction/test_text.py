"""Texts in their normal form: characters, lines, hard wraps, kinds of blocks, and the way back to the original."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.extraction.text import RawBlock, make_block_text, make_text, origin_at
from quizapp.core.extraction.values import Text


def surfaces(text: Text) -> list[str]:
    return [text.text[block.start : block.end] for block in text.blocks]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Cafe\u0301 Oro", "Café Oro"),
        ("re\xadpub\xadlic", "republic"),
        ("the ﬁrst eﬃgy", "the first effigy"),
        ("12\xa0March\u202f1901", "12 March 1901"),
        ("two  spaces\tand\ttabs", "two spaces and tabs"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("e\xad\u0301clair", "éclair"),
        ("\u1112\u1161\u11ab", "한"),
        ("non\u2011breaking and hard\u2010set", "non-breaking and hard-set"),
        ("bell\x07 and \u202eturned\u202c", "bell and turned"),
        ("a \u200b b", "a b"),
    ],
)
def test_characters_are_brought_to_their_normal_form(written: str, expected: str) -> None:
    assert make_text(written).text == expected


def test_lines_are_paragraphs_and_are_counted_without_the_source_line() -> None:
    text = make_text("# Source: an archive\n\nFirst paragraph.\n\n\nSecond one.\nThird one.")
    assert surfaces(text) == ["First paragraph.", "Second one.", "Third one."]
    assert [block.number for block in text.blocks] == [1, 2, 3]
    assert [text.para_at(block.start) for block in text.blocks] == [1, 2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_all_line_ends_are_line_ends(end: str) -> None:
    assert surfaces(make_text(f"One line.{end}{end}Another.")) == ["One line.", "Another."]


WRAPPED = """The ferry left the harbour of Tallvik in the spring of
1911 with four hundred passengers, most of whom had sold
their farms and meant to settle in the south. The gov-
ernment had promised land, seed and two oxen to each fam-
ily that would stay for ten years.

Nobody had told them of the well-known winds, nor of the
debts. By 1914 half of them were back; the other half had
gone on to the mines. The well-known winds never ceased.
"""


def test_hard_wrapped_lines_are_one_paragraph_yet_report_their_line() -> None:
    text = make_text(WRAPPED)
    assert len(text.blocks) == 2
    assert "spring of 1911 with four hundred" in text.text
    assert "The government had promised land" in text.text
    assert "to each family that would" in text.text
    assert text.para_at(text.text.index("1911")) == 2
    assert text.para_at(text.text.index("ernment")) == 4
    assert text.para_at(text.text.index("government")) == 3
    assert text.para_at(text.text.index("1914")) == 7


def test_a_hyphen_at_a_lines_end_stays_where_the_word_has_one() -> None:
    wrapped = WRAPPED.replace("of the well-known winds, nor of the\ndebts", "of the loud and the well-\nknown debts")
    assert "the well-known debts" in make_text(wrapped).text


def test_short_lines_are_not_joined() -> None:
    listed = "Northern harbours\nTallvik\nOro\nSkagen\nSouthern harbours\nLunde\nVik"
    assert surfaces(make_text(listed)) == listed.split("\n")


def test_long_lines_are_paragraphs_even_without_blank_lines() -> None:
    paragraph = "The harbour was closed by ice for a hundred days, and the town lived on what it had stored. " * 3
    text = make_text("\n".join([paragraph] * 6))
    assert len(text.blocks) == 6


def test_an_indented_line_begins_a_paragraph_of_a_wrapped_text() -> None:
    lines = WRAPPED.replace("\n\n", "\n   ").splitlines()
    text = make_text("\n".join(lines))
    assert [surface[:6] for surface in surfaces(text)] == ["The fe", "Nobody"]


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("The Strike\n\nWorkers walked out in May.", "heading paragraph"),
        ("2.1 The strike\n\nWorkers walked out in May.", "heading paragraph"),
        ("Who struck first?\n\nThe dockers did, in May.", "heading paragraph"),
        ("They asked for:\n- bread\n- land\n1. peace", "paragraph list list list"),
        ("Figure 3: The harbour in 1911\n\nWorkers walked out.", "caption paragraph"),
        ("Workers walked out.\n\n* * *\n\nThey came back.", "paragraph furniture paragraph"),
        ("“Stand fast.”\n\nMotto of Oro\n\nThe town lies on a hill.", "epigraph epigraph paragraph"),
        ("Nobody owns the sea.\n\nThe pilot, Jon Ek\n\nThe town lies on a hill.", "epigraph epigraph paragraph"),
        ("The town lies on a hill.\n\nIt is old.", "paragraph paragraph"),
    ],
)
def test_blocks_are_told_by_their_form(written: str, kinds: str) -> None:
    assert [block.kind for block in make_text(written).blocks] == kinds.split()


def test_the_title_is_the_first_heading_unless_given() -> None:
    assert make_text("The Strike\n\nWorkers walked out.").title == "The Strike"
    assert make_text("The Strike\n\nWorkers walked out.", title=" A  name ").title == "A name"


def test_the_digest_is_of_the_bytes_or_of_the_words() -> None:
    assert make_text("Oro", sha256="ab").sha256 == "ab"
    assert make_text("Oro").sha256 == hashlib.sha256(b"Oro").hexdigest()


def test_every_offset_leads_back_to_the_original() -> None:
    written = "# source: x\n\nThe ﬁrst  Cafe\u0301 of\xad Oro\n\nA sec\xadond\xa0line"
    text = make_text(written)
    for word in ("rst", "of", "Oro", "A", "ond", "line"):
        there = origin_at(text, text.text.index(word))
        assert written[there : there + len(word)] == word
    assert written[origin_at(text, text.text.index("é"))] == "e"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("The harbour was closed by the ice, and the town lived on what it had stored for the winter. " * 2, "en"),
        ("Der Hafen war von dem Eis geschlossen, und die Stadt lebte von dem, was sie im Keller hatte. " * 2, "de"),
        ("Le port était fermé par la glace et la ville vivait de ce qui est dans les caves pour l’hiver. " * 2, "fr"),
        (
            "Порт был закрыт, и город жил тем, что он собрал за лето, но это не было так легко, как в тот год. " * 2,
            "ru",
        ),
        ("Satama oli jäässä ja kaupunki eli siitä mitä sillä oli varastossa talven varalle sinä vuonna. " * 2, None),
        ("Oro 1911", "en"),
        ("1911", None),
    ],
)
def test_the_language_is_told_by_small_words(words: str, code: str | None) -> None:
    text = make_text(words)
    assert text.language == code
    assert bool(text.notices) == (code != "en" and words != "1911")


def test_blocks_of_structured_files_are_what_is_counted() -> None:
    blocks = [
        RawBlock("Title", "heading", 1),
        RawBlock("  "),
        RawBlock("One\nline-\nend", page=2),
        RawBlock("x", "list", 1),
    ]
    text = make_block_text(blocks, sha256="ab")
    assert surfaces(text) == ["Title", "One lineend", "x"]
    assert [(block.kind, block.level, block.page) for block in text.blocks] == [
        ("heading", 1, None),
        ("paragraph", 0, 2),
        ("list", 1, None),
    ]
    assert [text.para_at(block.start) for block in text.blocks] == [1, 2, 3]
    assert text.origins == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\r\t-\xad\u0301ﬁ\u200b#aeAE"), st.characters()), max_size=150))
def test_any_text_has_a_normal_form_with_sound_blocks(written: str) -> None:
    text = make_text(written)
    assert text == make_text(written)
    assert all(unicodedata.is_normalized("NFC", surface) and surface == surface.strip() for surface in surfaces(text))
    assert text.text == "\n".join(surfaces(text))
    assert list(text.lines) == sorted(text.lines)
    assert list(text.origins) == sorted(text.origins)
    for offset, character in enumerate(text.text):
        if character.isascii() and character.isalnum():
            assert unicodedata.normalize("NFKD", written[origin_at(text, offset)]).isalnum()

"""A changed document: unchanged, moved, changed or gone."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.alignment import (
    Alignment,
    Kept,
    align,
    is_alike,
    kept_of,
    keys_of,
    pair_blocks,
    tells_other_numbers,
)
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Text
from quizapp.core.extraction.wrong_answers import lost_options, retold

OLD = """Mayor Ada Norling opened the harbour of Kalmar on 4 May 1911.

Mayor Bo Lindh founded the Tide Bank in 1902. He liked boats, bread and quiet evenings by the sea.

Doctor Cora Dahl died in Vienna on 7 June 1931.
"""


def test_the_same_document_changes_nothing() -> None:
    fates = _fates(OLD)
    assert fates
    assert {one.fate for one in fates.values()} == {"unchanged"}


def test_a_moved_sentence_keeps_its_question() -> None:
    first, second, third = OLD.split("\n\n")
    fates = _fates("\n\n".join((third.strip(), first, second)))
    assert _about(fates, "Ada Norling", "T1").fate == "moved"
    assert _about(fates, "Cora Dahl", "T1").fate == "moved"


def test_a_corrected_date_is_the_same_question_with_another_key() -> None:
    fate = _about(_fates(OLD.replace("7 June 1931", "7 June 1932")), "Cora Dahl", "T1")
    assert fate.fate == "changed"
    assert fate.new is not None
    assert fate.new.raw["key"] == "1932"
    assert fate.new.id == fate.id


def test_another_changed_slot_is_offered_as_the_same_question() -> None:
    fate = _about(_fates(OLD.replace("died in Vienna", "died in Prague")), "Cora Dahl", "T1")
    assert fate.fate == "changed"
    assert fate.new is not None
    assert "Prague" in fate.new.raw["stem"]


def test_a_passage_that_left_takes_its_question_with_it() -> None:
    fates = _fates(OLD.replace("Doctor Cora Dahl died in Vienna on 7 June 1931.", "The sea was calm."))
    assert _about(fates, "Cora Dahl", "T1") == Alignment(_about(fates, "Cora Dahl", "T1").id, "gone")
    assert _about(fates, "Ada Norling", "T1").fate == "unchanged"


def test_a_corrected_year_is_changed_though_nothing_is_asked_of_it_now() -> None:
    words = "Mayor Bo Lindh founded the Tide Bank in 1902."
    before, after = (read(text.encode(), "town.txt") for text in (OLD, OLD.replace("1902", "1903")))
    start = before.text.index(words)
    raw = {"id": "when", "kind": "date", "stem": "When was the Tide Bank founded?", "key": "1902"}
    written = Kept("when", raw, "M1", "", "", words, start, start + len(words))
    published = Kept("when", raw, "M1", "", "", words)
    for one in (written, published):
        (fate,) = align([one], before, after, [], pair_blocks(before, after))
        assert (fate.fate, fate.new) == ("changed", None)
        assert after.text[fate.start : fate.end] == words.replace("1902", "1903")


def test_a_question_is_changed_with_the_date_in_its_stem() -> None:
    fate = _about(_fates(OLD.replace("4 May 1911", "4 May 1912")), "1911", "T2")
    assert fate.fate == "changed"
    assert fate.new is not None


def test_no_draft_takes_the_place_of_two() -> None:
    fates = _fates(OLD.replace("died in Vienna", "died in Prague"))
    taken = [fate.new.id for fate in fates.values() if fate.new is not None]
    assert len(taken) == len(set(taken))


def test_blocks_pair_by_their_words_and_then_by_likeness() -> None:
    old = read(b"One wall faces the quiet sea.\n\nThe same.\n\nThe same.\n\nPears grow there.", "a.txt")
    new = read(b"The same.\n\nOne wall faces the grey sea.\n\nThe same.\n\nNothing is left of it.", "a.txt")
    pairing = pair_blocks(old, new)
    assert {mine: theirs.number for mine, theirs in pairing.partners.items()} == {1: 2, 2: 1, 3: 3}
    assert 0.5 < pairing.share < 0.9


def _fates(new: str) -> dict[tuple[str, str], Alignment]:
    before, after = (analyse(read(words.encode(), "town.txt")) for words in (OLD, new))
    old = kept_of(draft_questions(before), before.text)
    fresh = kept_of(draft_questions(after), after.text, with_rejected=True)
    found = align(old, before.text, after.text, fresh, pair_blocks(before.text, after.text))
    return {(kept.raw["stem"], kept.template): fate for kept, fate in zip(old, found, strict=True)}


def _about(fates: dict[tuple[str, str], Alignment], name: str, template: str) -> Alignment:
    return next(fate for (stem, made_by), fate in fates.items() if name in stem and made_by == template)


def test_what_a_teacher_wrote_of_a_wrong_answer_stays() -> None:
    old = {"distractors": [{"text": "1903", "explanation": "Then it fell."}, "1904"]}
    new = {"distractors": [{"text": "1903", "explanation": "Then it rose."}, "1904"]}
    own = {"distractors": [{"text": "1903", "explanation": "Mind the century."}, "1904"]}
    assert retold(old, old, new) == new
    assert retold(own, old, new) == own
    assert retold({"key": "x"}, old, new) == {"key": "x"}


def gapped(stem: str, key: str, *distractors: str) -> dict[str, object]:
    return {"kind": "cloze", "stem": stem, "gaps": [{"kind": "date", "key": key, "distractors": list(distractors)}]}


@pytest.mark.parametrize(
    "stem", ["The dam of Tolm broke in [[1]].", "The choir first sang in [[1]].", "Queen Ada died in [[1]]."]
)
def test_a_wrong_answer_in_a_gap_is_no_key(stem):
    assert keys_of(gapped(stem, "1887", "1880", "1891")) == keys_of(gapped(stem, "1887", "1880", "1892"))
    assert is_alike(gapped(stem, "1887", "1880"), gapped(stem, "1887", "1892"))
    assert keys_of(gapped(stem, "1887", "1880")) != keys_of(gapped(stem, "1888", "1880"))
    assert not is_alike(gapped(stem, "1887", "1880"), gapped("x" + stem, "1887", "1880"))


@pytest.mark.parametrize("year", ["1712", "1903", "1999"])
def test_how_it_was_belongs_to_a_false_statement(year):
    false = {"kind": "true_false", "stem": "The bridge fell in 1640.", "key": "false"}
    told = {**false, "explanation": f"It was in {year}."}
    assert keys_of(told) != keys_of({**false, "explanation": "It was in 1641."})
    assert keys_of(told) == keys_of(dict(told))


def test_a_wrong_answer_is_lost_where_the_new_text_and_draft_have_it_no_more():
    raw = {"key": "Actium", "distractors": ["Philippi", {"text": "Rome", "explanation": "No."}, "Zela", "Made up"]}
    stood, stands = {"Philippi", "Rome", "Zela"}, {"Rome"}
    assert lost_options(raw, None, stood.__contains__, stands.__contains__) == ["Philippi", "Zela"]
    assert lost_options(raw, {"distractors": ["Zela"]}, stood.__contains__, stands.__contains__) == ["Philippi"]
    gaps = gapped("It fell in [[1]].", "1903", "1904", "1907")
    assert lost_options(gaps, None, {"1904"}.__contains__, stands.__contains__) == ["1904"]


@pytest.mark.parametrize(
    ("mine", "theirs", "quote", "is_other"),
    [
        ("Who led the guild in 1851?", "Who led the guild in 1843?", "In 1843 Nora Vik led it.", True),
        ("Who led the guild in 1851?", "Who led the guild?", "In 1851 Nora Vik led it.", False),
        ("Who led the guild?", "Who led the guild in 1843?", "In 1843 Nora Vik led it.", False),
        ("Which 12 towns joined?", "Which 13 towns joined?", "All 13 towns joined.", True),
    ],
)
def test_a_question_of_another_year_or_number_is_another(mine, theirs, quote, is_other):
    key = {"kind": "text", "key": "Nora Vik"}
    other = {**key, "stem": theirs, "evidence": [{"paragraph": 1, "quote": quote}]}
    assert tells_other_numbers({**key, "stem": mine}, other) is is_other


@pytest.mark.parametrize(
    ("right", "passage", "fate"),
    [
        ("1590", "Vik won fame in 1590.", "moved"),
        ("1588", "Vik won fame in 1588.", "changed"),
        ("1590", "Dahl won fame in 1590.", "changed"),
    ],
)
def test_a_false_statement_whose_wrong_year_alone_was_drawn_anew_has_moved(right, passage, fate):
    said = "Vik won fame in 1590."
    old_text, new_text = make_text(f"{said}\n\nThe mill burned."), make_text(f"The mill burned.\n\n{passage}")

    def kept(wrong: str, year: str, text: Text, words: str) -> Kept:
        false = {"kind": "true_false", "key": "false", "explanation": f"It was in {year}."}
        start = text.text.index(words)
        return Kept(
            "fame", false | {"stem": f"Vik won fame in {wrong}."}, "T9", "time", "", words, start, start + len(words)
        )

    old, new = kept("1589", "1590", old_text, said), kept("1591", right, new_text, passage)
    (found,) = align([old], old_text, new_text, [new], pair_blocks(old_text, new_text))
    assert found.fate == fate

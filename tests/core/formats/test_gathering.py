"""What readers gather: ids, problems, media, tags."""

from __future__ import annotations

import pytest

from quizapp.core.formats.gathering import Gatherer, as_id, media_suffix, shortened, tag_path
from quizapp.core.formats.native_identity import ID_PATTERN
from quizapp.core.formats.parcel import BankFields
from quizapp.core.formats.same_questions import mark_of
from tests.timing import processor_limit

OPEN = {"kind": "open", "stem": "Why?"}
PNG = b"\x89PNG\r\n\x1a\n rest"


def test_a_sound_question_is_kept_with_its_place_and_origin() -> None:
    gatherer = Gatherer("gift")
    question = gatherer.take(OPEN | {"origin": {"kind": "essay", "id": "7"}}, "First", 3)
    parcel = gatherer.parcel(BankFields(title="T"))
    assert parcel.questions == (question,)
    assert (parcel.entries[0].where, parcel.entries[0].line) == ("First", 3)
    assert question.origin == {"format": "gift", "kind": "essay", "id": "7"}
    assert (parcel.format, parcel.bank.title, parcel.found) == ("gift", "T", 1)


def test_each_flaw_of_a_question_is_a_problem_and_then_it_is_no_entry() -> None:
    gatherer = Gatherer("gift")
    assert gatherer.take({"kind": "choice", "stem": "Q", "worth": "much"}, "Q", 9) is None
    problems = gatherer.parcel().problems
    assert gatherer.parcel().found == 0
    assert {problem.line for problem in problems} == {9}
    assert any(problem.reason.startswith("worth: ") for problem in problems)


def test_ids_that_stand_twice_get_numbers_and_missing_ones_are_made() -> None:
    gatherer = Gatherer("gift")
    for _ in range(3):
        gatherer.take(OPEN | {"id": "why"}, "Q")
        gatherer.take(OPEN, "Q")
    ids = [question.id for question in gatherer.parcel().questions]
    assert ids[::2] == ["why", "why-2", "why-3"]
    assert ids[1].startswith("q-")
    assert ids[3] == f"{ids[1]}-2"


def test_a_long_id_stays_sound_when_it_gets_a_number() -> None:
    gatherer = Gatherer("gift")
    for _ in range(12):
        gatherer.take(OPEN | {"id": "a" * 64}, "Q")
    ids = [question.id for question in gatherer.parcel().questions]
    assert len(set(ids)) == 12
    assert all(ID_PATTERN.fullmatch(identity) for identity in ids)


def test_many_questions_of_one_id_cost_no_search_each() -> None:
    gatherer = Gatherer("gift")
    with processor_limit(3):
        for _ in range(8_000):
            gatherer.take(OPEN | {"id": "why"}, "Q")


def test_what_is_skipped_keeps_what_it_said_within_bounds() -> None:
    gatherer = Gatherer("gift")
    gatherer.skip("description “Text”", "text without an answer", 4, "x" * 50_000)
    [skipped] = gatherer.parcel().skipped
    assert (skipped.line, len(skipped.raw)) == (4, 20_000)
    told = {"what": "description “Text”", "reason": "text without an answer", "line": 4, "raw": "x" * 20_000}
    assert skipped.to_json() == told
    assert gatherer.parcel().found == 1


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"\0\0\0\x20ftypM4A ", "m4a"),
        (b"ID3\x03", "mp3"),
        (b"OggS", "ogg"),
        (b"fLaC", "flac"),
        (b"<svg onload='x'>", None),
        (b"\0\0\0\x20ftypmp42", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_media_are_known_by_their_bytes(content, suffix) -> None:
    assert media_suffix(content) == suffix


def test_media_are_kept_once_under_the_name_of_their_content() -> None:
    gatherer = Gatherer("gift")
    name = gatherer.add_media(PNG)
    assert name == gatherer.add_media(PNG)
    assert gatherer.add_media(b"<svg/>") is None
    assert gatherer.parcel().media == {name: PNG}


@pytest.mark.parametrize(
    ("foreign", "identity"), [("", ""), ("  ", ""), ("wall-1", "wall-1"), (" a1 ", "a1"), ("i" * 64, "i" * 64)]
)
def test_sound_ids_stay(foreign, identity) -> None:
    assert as_id(foreign) == identity


def test_other_ids_become_sound_and_stay_apart() -> None:
    foreign = ["A b", "a B", "Ä", "日本", "x" * 100, "a/b", "-", "a<b&c", "\ud800"]
    made = [as_id(text) for text in foreign]
    assert all(ID_PATTERN.fullmatch(identity) for identity in made)
    assert len(set(made)) == len(made)
    assert made == [as_id(text) for text in foreign]


def test_trees_of_folders_become_one_tag_path() -> None:
    assert tag_path(["$course$", "top", "Ports", " North  sea ", ""]) == "Ports/North sea"
    assert tag_path(["a/b", "c"]) == "a⁄b/c"
    assert tag_path(["Top", "$system$"]) == ""
    assert len(tag_path(["x" * 150, "y" * 150])) == 200


def test_places_are_one_short_line() -> None:
    assert shortened("a\n  b") == "a b"
    assert len(shortened("x" * 100)) == 60


@pytest.mark.parametrize(
    "raw",
    [
        {"kind": "choice", "stem": "One ", "key": " A  b", "distractors": ["c"]},
        {"kind": "choice", "stem": "Two", "key": "12", "distractors": ["c"], "context": "Above"},
        {"kind": "text", "stem": "Three", "key": "0.5", "accept": ["d"]},
        {"kind": "open", "stem": "Four", "key": "Words"},
        {"kind": "true_false", "stem": "Five", "key": "yes"},
        {"kind": "number", "stem": "Six", "key": "1.50"},
        {"kind": "date", "stem": "Seven", "key": "1066-10-14"},
        {"kind": "multiple", "stem": "Eight", "key": ["a", "b"], "distractors": ["c"]},
        {"kind": "order", "stem": "Nine", "items": ["a", "b", "c"]},
    ],
)
def test_a_mark_that_is_known_is_the_question_s(raw) -> None:
    gatherer = Gatherer("csv")
    gatherer.take(raw, "Q")
    gatherer.take(raw, "Q")
    marks = {entry.mark for entry in gatherer.parcel().entries}
    (question, again) = gatherer.parcel().questions
    assert question.id != again.id
    assert marks in ({mark_of(question.dump())}, {""})
    assert marks == {""} or "context" not in raw


def test_questions_of_which_only_the_format_is_known_share_it() -> None:
    gatherer = Gatherer("csv")
    for number in range(2):
        gatherer.take({"kind": "choice", "stem": f"Q{number}", "key": "a", "distractors": ["b"]}, "Q")
    one, other = gatherer.parcel().questions
    assert one.origin is other.origin
    assert one.extra is other.extra
    assert one.dump()["origin"] is not other.dump()["origin"]

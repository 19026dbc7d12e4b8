"""Anki packages: every kind of note in all three generations, its traps, and the words for what is left out."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.apkg import ANKI, read
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.registry import recognise
from tests.core.formats.anki_packages import (
    BASIC,
    BOTH_WAYS,
    CLOZE,
    MANY,
    OPTIONAL,
    TYPED,
    NoteRow,
    package,
    packed,
    pb,
    zipped,
)
from tests.core.formats.laws import assert_sound

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40
MP3 = b"ID3" + b"m" * 40
NOTES = (
    NoteRow(BASIC, ("Which lake is the <b>deepest</b>?", "Lake&nbsp;Baikal<br>"), "a|b&c", "water::still leech", 8),
    NoteRow(BOTH_WAYS, ("der Berg", "the mountain"), "zz1", "", 7, (0, 1)),
    NoteRow(OPTIONAL, ("der See", "the lake", ""), "zz2", "", 7, (0,)),
    NoteRow(TYPED, ('<img src="peak%20one.png"> Which peak?', "<div>Mont Blanc</div>[sound:blanc.mp3]"), "zz3", "", 1),
    NoteRow(CLOZE, ("{{c1::Etna::fire}} lies on {{c2::Sicily}}; {{c1::it}} smokes.", "Look \\(x^2\\)"), "zz4"),
    NoteRow(MANY, ("9", "山[やま]", "yama", "mountain", "high"), "zz5", "", 9, (0,), 8),
    NoteRow(BASIC, ("Only a front", "<br>"), "zz6"),
    NoteRow(CLOZE, ("No gap here", ""), "zz7"),
    NoteRow(CLOZE, ("{{c1::image-occlusion:rect:left=.1:top=.2}}", ""), "zz8"),
)
MEDIA = {"peak one.png": PNG, "blanc.mp3": MP3, "unused.png": PNG + b"x"}


@pytest.fixture(scope="module", params=[1, 2, 3])
def parcel(request):
    """Read the same notes from a package of each generation."""
    data = package(NOTES, request.param, MEDIA)
    assert recognise(data) is ANKI
    return read(data)


def by_guid(parcel):
    return {question.origin["id"]: question for question in parcel.questions}


def one(*notes, **options):
    """Read a package of a few notes and give the last question as its raw mapping."""
    return read(package(notes, **options)).questions[-1].dump()


def test_every_note_is_found_in_every_generation(parcel) -> None:
    assert_sound(parcel)
    assert parcel.found == len(NOTES)
    assert [question.kind for question in parcel.questions] == ["open", "open", "open", "text", "cloze", "open"]
    assert [skipped.reason for skipped in parcel.skipped] == [
        "text without an answer",
        "a text with gaps, but without a gap in it",
        "image occlusion: parts of a picture that are covered have no counterpart here",
    ]
    assert parcel.skipped[0].what == "Basic “Only a front”"
    assert parcel.skipped[0].raw == "Only a front"


def test_the_one_deck_over_all_names_the_bank() -> None:
    assert read(package(NOTES)).bank.title == ""
    for generation in (1, 2, 3):
        bank = read(package(NOTES[:2], generation)).bank
        assert (bank.title, bank.description) == ("Alps", "Peaks & lakes")


def test_fields_become_markdown_and_decks_and_tags_paths(parcel) -> None:
    deepest = by_guid(parcel)["a|b&c"].dump()
    assert (deepest["stem"], deepest["key"]) == ("Which lake is the **deepest**?", "Lake Baikal")
    assert deepest["tags"] == ["Alps/Lakes and more", "water/still", "leech"]
    assert deepest["id"].startswith("a-b-c-")


def test_a_note_asked_both_ways_is_one_question_with_a_note(parcel) -> None:
    assert by_guid(parcel)["zz1"].origin["extra"]["backwards"] == "yes"
    assert "backwards" not in by_guid(parcel)["zz2"].origin["extra"]
    [problem] = parcel.problems
    assert problem.where == "note type Basic (and reversed card)"
    assert problem.reason.startswith("1 note is also asked backwards in Anki")


def test_a_typed_note_is_a_text_with_its_media(parcel) -> None:
    peak = by_guid(parcel)["zz3"].dump()
    picture = next(name for name, content in parcel.media.items() if content == PNG)
    sound = next(name for name, content in parcel.media.items() if content == MP3)
    assert set(parcel.media) == {picture, sound}
    assert (peak["kind"], peak["key"]) == ("text", "Mont Blanc")
    assert peak["stem"] == f"![]({picture}) Which peak?"
    assert f'<audio src="{sound}"></audio>' in peak["explanation"]
    assert "tags" not in peak
    assert peak["origin"]["extra"]["media"] == {"peak one.png": picture, "blanc.mp3": sound}


def test_a_cloze_note_is_one_question_with_all_gaps(parcel) -> None:
    etna = by_guid(parcel)["zz4"].dump()
    assert etna["stem"] == "[[1]] lies on [[2]]; [[3]] smokes."
    assert [gap["key"] for gap in etna["gaps"]] == ["Etna", "Sicily", "it"]
    assert etna["hints"] == ["Gap 1: fire"]
    assert etna["explanation"] == "Look \\(x^2\\)"


def test_templates_tell_the_sides_and_are_never_run(parcel) -> None:
    word = by_guid(parcel)["zz5"].dump()
    assert (word["stem"], word["key"], word["hints"]) == ("山\\[やま\\]", "mountain\n\nyama", ["high"])
    assert word["tags"] == ["Alps/Lakes and more"]
    kept = word["origin"]["extra"]
    assert kept["notetype"] == word["origin"]["kind"] == "Words <script>alert(1)</script>"
    assert kept["fields"]["Sort"] == "9"
    assert "document.title" in kept["model"]["templates"][0][1]


@pytest.mark.parametrize(
    ("text", "stem", "keys"),
    [
        ("{{c1::a {{c2::b}} c}} d", "a [[1]] c d", ["b"]),
        ("{{c1::a}} {{c2::open", "[[1]] {{c2::open", ["a"]),
        ("}} {{c1,2::a}}", "}} [[1]]", ["a"]),
        ("{{c1::<b>bold</b>&amp;more}}", "[[1]]", ["bold&more"]),
        ("[[1]] {{c1::a}}", "\\[\\[1\\]\\] [[1]]", ["a"]),
    ],
)
def test_gaps_are_found_wherever_they_stand(text, stem, keys) -> None:
    found = one(NoteRow(CLOZE, (text, "")))
    assert (found["stem"], [gap["key"] for gap in found["gaps"]]) == (stem, keys)


@pytest.mark.parametrize(
    ("text", "stem", "key"),
    [
        ("Look: {{c1::<img src=x.png>}}", "Look: \\[…\\]", "Look:"),
        ("\\( {{c1::x}} + 1 \\)", "\\([…] + 1\\)", "\\(x + 1\\)"),
    ],
)
def test_gaps_that_cannot_be_typed_make_an_open_question(text, stem, key) -> None:
    found = one(NoteRow(CLOZE, (text, "")), media={"x.png": PNG})
    assert (found["kind"], found["stem"]) == ("open", stem)
    assert found["key"].startswith(key)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("[$]x<br>+&nbsp;1[/$]", "\\(x + 1\\)"),
        ("[latex]$x^2$[/latex]", "\\(x^2\\)"),
        ("\\[y\\]", "\\(y\\)"),
        ('<anki-mathjax block="true">z</anki-mathjax>', "\\(z\\)"),
        ("a\nb", "a b"),
        ("a<div>b</div>", "a\n\nb"),
        ("<script>alert(1)</script>a", "a"),
    ],
)
def test_fields_keep_formulas_and_lines(field, text) -> None:
    assert one(NoteRow(BASIC, (field, "k")))["stem"] == text


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ('<img src="gone.png">', "“gone.png” is not in the file"),
        ("[sound:film.mp4]", "“film.mp4” is of a kind that is not shown here"),
        ('<img src="https://example.org/x.png">', "lies elsewhere and is not fetched"),
        ('<img src="data:image/png;base64,!!!">', "is damaged"),
        ("<iframe></iframe>", "left out <iframe>"),
    ],
)
def test_each_missing_piece_has_its_own_message(field, words) -> None:
    parcel = read(package([NoteRow(BASIC, (f"Q {field}", "k"))], media={"film.mp4": b"\0\0\0\0ftypmp42"}))
    assert_sound(parcel)
    [problem] = parcel.problems
    assert problem.where.startswith("Q")
    assert words in problem.reason


@pytest.mark.parametrize(
    ("kind", "field", "where"),
    [
        (BASIC, r"Area [$]\pi r^2[/$] of a <b>disc</b>", "Area π r² of a disc"),
        (BASIC, r"[$$]\alpha[/$$] &amp; [latex]$\beta$[/latex] or \(\gamma\)", "α & β or γ"),
        (
            CLOZE,
            r"The {{c1::Danube::river}} has {{c2::\(2^2\)}} banks * and _more_",
            "The Danube has 2² banks * and _more_",
        ),
        (BASIC, "[$]never closed", "[$]never closed"),
    ],
)
def test_a_note_is_named_by_plain_words(kind, field, where) -> None:
    row = NoteRow(kind, (field, "k" if kind is BASIC else ""))
    [entry] = read(package([row])).entries
    assert entry.where == where


def test_the_newest_database_counts_and_the_decoy_does_not() -> None:
    for generation in (2, 3):
        for meta in (True, False):
            parcel = read(package(NOTES[:1], generation, meta=meta))
            assert parcel.questions[0].stem.startswith("Which lake")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"meta": pb(1, 9)}, "is of generation 9, newer than"),
        ({"meta": b"\xff"}, "is damaged or incomplete"),
        ({"collection.anki21b": None}, "is damaged or incomplete"),
        ({"collection.anki21b": b"no zstd"}, "is damaged or incomplete"),
        ({"collection.anki21b": packed(b"no database")}, "is damaged or incomplete"),
    ],
)
def test_a_package_that_is_none_is_refused(members, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(package(NOTES[:1], 3, members=members))


def test_a_package_without_a_database_is_refused() -> None:
    with pytest.raises(FormatError, match="damaged or incomplete"):
        read(zipped({"media": b"{}"}))


@pytest.mark.parametrize("members", [{"media": b"]"}, {"media": None}, {"0": None}])
def test_damaged_media_cost_nothing_else(members) -> None:
    parcel = read(package([NOTES[3]], 1, MEDIA, members))
    assert parcel.questions[0].kind == "text"
    assert parcel.problems


def test_a_note_without_its_note_type_is_a_problem() -> None:
    parcel = read(package([NoteRow(55, ("What?", "that")), NOTES[0]]))
    assert len(parcel.questions) == 1
    [problem] = parcel.problems
    assert (problem.where, problem.reason) == (
        "What? that",
        "Its note type is not in the package; the note was left out.",
    )


def test_reading_stops_at_the_limit_of_rows() -> None:
    parcel = read(package(NOTES), ReadOptions(rows=2))
    assert parcel.found == 2
    assert "more than 2 notes" in parcel.problems[0].reason

"""A bank that goes out by a format and comes back changes nothing of itself, and one edit changes that alone."""

from __future__ import annotations

import hashlib

import pytest

from quizapp.banks.verdicts import CLASH, DOUBLE, NEW, OWN_IDS, SAME, UPDATE, FileMarks, Judge, verdict_by_id
from quizapp.core.duplicates import Asked, are_told_apart, find_near
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.moodle_xml import MOODLE_XML
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.registry import FORMATS
from quizapp.core.formats.renewing import renewed, said_by
from quizapp.core.kinds import parse_question
from tests.core.formats.ten_kinds import FULL, PLAIN

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
BANK = BankFields(slug="peaks", title="Peaks", language="en")
STANDING = {question.id: question.dump() for question in map(parse_question, (*PLAIN, *FULL))}
SIGN_MEDIA = {f"media/{hashlib.sha256(PNG).hexdigest()}.png": PNG}
SIGN = parse_question(
    {"id": "sign", "kind": "choice", "stem": "What does the sign say?", "key": "Mind your head",
     "context": f"Look at the text.\n\n![sign]({next(iter(SIGN_MEDIA))})", "distractors": ["Keep left"]}
).dump()  # fmt: skip
READ_AND_WRITTEN = [known for known in FORMATS if known.read and known.write]


def written_in(known, bodies=STANDING):
    return known.write(Outgoing(BANK, [parse_question(body) for body in bodies.values()]))


def judged(known, parcel, standing=STANDING):
    """Give the verdict on each entry and the question as it would stand after the import."""
    judge = Judge(standing)
    said = said_by(known, BANK, standing.values())
    marks = FileMarks(has_own_ids=known.name in OWN_IDS, is_partial=parcel.is_partial, said=said)
    bodies = [entry.question.dump() for entry in parcel.entries]
    found = []
    for number, body in enumerate(bodies):
        code, partner = judge.judge(number, body, marks)
        known_body = standing.get(partner.get("slug", ""))
        after = renewed(body, known_body, partner.get("kept", ())) if code == UPDATE and known_body else None
        found.append((code, body, after))
    return found


@pytest.mark.parametrize("known", READ_AND_WRITTEN, ids=lambda known: known.name)
def test_a_bank_that_is_written_and_read_has_no_changes(known) -> None:
    found = judged(known, known.read(written_in(known).content))
    assert found
    assert [(code, body["stem"]) for code, body, _ in found if code not in (SAME, DOUBLE)] == []


@pytest.mark.parametrize("known", READ_AND_WRITTEN, ids=lambda known: known.name)
def test_pictures_above_and_in_a_question_are_no_change(known) -> None:
    """Though those of the bank are not at hand where an import is compared with it."""
    written = known.write(Outgoing(BANK, [parse_question(SIGN)], SIGN_MEDIA))
    found = judged(known, known.read(written.content), {"sign": SIGN})
    assert [code for code, _, _ in found if code not in (SAME, DOUBLE)] == []
    assert found or known.name == "cloze"


@pytest.mark.parametrize("known", [k for k in READ_AND_WRITTEN if k.name not in OWN_IDS], ids=lambda known: known.name)
def test_the_text_above_a_question_whose_stem_is_edited_stands_there_once(known) -> None:
    edited = SIGN | {"stem": "What does the sign say to us?"}
    written = known.write(Outgoing(BANK, [parse_question(edited)], SIGN_MEDIA))
    for code, _, after in judged(known, known.read(written.content), {"sign": SIGN}):
        if code == UPDATE:
            whole = f"{after.get('context', '')} {after['stem']}"
            assert whole.count("Look at the text") == whole.count("media/") == 1
            assert "say to us" in whole


def test_a_text_above_that_was_edited_as_well_is_not_kept_besides() -> None:
    edited = SIGN | {"context": "Look well.", "stem": "What does the sign say to us?"}
    written = MOODLE_XML.write(Outgoing(BANK, [parse_question(edited)]))
    [(code, _, after)] = judged(MOODLE_XML, MOODLE_XML.read(written.content), {"sign": SIGN})
    assert (code, after["stem"]) == (UPDATE, "Look well.\n\nWhat does the sign say to us?")
    assert "context" not in after


@pytest.mark.parametrize(
    "said",
    [
        {"key": "Danube", "distractors": ["Rhine"]},
        {"key": "DANUBE ", "distractors": ["Rhine"], "explanation": "By the Hofburg."},
        {"stem": "Which *river* flows through Vienna?", "key": "Danube", "distractors": ["Rhine"]},
    ],
)
def test_one_that_says_less_of_the_same_question_is_a_double(said) -> None:
    options = {"key": {"text": "Danube", "explanation": "Yes, it does."}, "distractors": ["Rhine"]}
    raw = {"id": "vienna", "kind": "choice", "stem": "Which river flows through **Vienna**?"}
    standing = parse_question(raw | options | {"explanation": "It rises in Germany."}).dump()
    entry = parse_question({**raw, "stem": "Which river flows through Vienna?", "id": "q-1", **said}).dump()
    assert Judge({"vienna": standing}).judge(0, entry, FileMarks()) == (DOUBLE, {"slug": "vienna"})


def test_questions_alike_but_for_picture_or_text_above_are_no_doubles() -> None:
    other = {"stem": SIGN["stem"] + f" ![sign](media/{'0' * 64}.png)", "key": SIGN["key"], "kind": "text"}
    judge = Judge({"sign": SIGN})
    for number, change in enumerate((other, {"context": "Hear the sound."})):
        entry = parse_question(SIGN | {"id": "q-1"} | change if number else {"id": "q-1"} | change).dump()
        assert judge.judge(number, entry, FileMarks())[0] == NEW


def test_right_options_in_another_order_are_the_same() -> None:
    raw = {
        "id": "big",
        "kind": "multiple",
        "stem": "Which are big?",
        "key": ["Asia", "Africa"],
        "distractors": ["Malta"],
    }
    again = parse_question(raw | {"id": "q-1", "key": ["Africa", "Asia"]}).dump()
    assert (
        Judge({"big": parse_question(raw | {"key": ["Asia", "Africa"]}).dump()}).judge(0, again, FileMarks())[0]
        == DOUBLE
    )


@pytest.mark.parametrize("known", [k for k in READ_AND_WRITTEN if k.name not in OWN_IDS], ids=lambda known: known.name)
def test_one_edited_question_is_the_one_change(known) -> None:
    """Its points and grounds, which most formats cannot say, stay as they are."""
    evidence = [{"paragraph": 1, "quote": "It is high."}]
    body = {"id": "tallest", "kind": "text", "stem": "Which peak is the highest of all?", "key": "Everest"}
    body = parse_question(body | {"evidence": evidence, "origin": {"format": "odd", "id": "t1"}}).dump()
    standing = {"tallest": body}
    edited = {"tallest": body | {"key": "Mount Everest"}}
    parcel = known.read(written_in(known, edited).content)
    found = judged(known, parcel, standing)
    if not parcel.entries or parcel.questions[0].id != "tallest":
        # The format names no questions, or has none of this kind: an edited one is another.
        assert UPDATE not in [code for code, _, _ in found]
        return
    [(code, _, after)] = found
    assert code == UPDATE
    assert after["evidence"] == body["evidence"]
    assert after["origin"] == body["origin"]
    assert "Everest" in str(after["key"])


def test_a_table_of_few_columns_leaves_alone_what_it_does_not_say() -> None:
    standing = parse_question(
        {"id": "r1", "kind": "text", "stem": "Capital of Chile?", "key": "Santiago", "explanation": "By the Mapocho.",
         "hints": ["S"], "origin": {"format": "csv", "id": "R1"}}
    ).dump()  # fmt: skip
    parcel = CSV.read(b"id,question,answer\nr1,Capital of Chile?,Santiago de Chile\n")
    assert parcel.is_partial
    [(code, _, after)] = judged(CSV, parcel, {"r1": standing})
    assert code == UPDATE
    assert after == standing | {"key": "Santiago de Chile", "origin": {"format": "csv", "id": "r1"}}


def test_ids_of_a_table_are_kept_and_written_out_as_they_were() -> None:
    parcel = CSV.read(b"id,question,answer\nR 1!,Capital of Chile?,Santiago\nr2,Capital of Peru?,Lima\n")
    assert [question.id for question in parcel.questions][1] == "r2"
    assert parcel.questions[0].id.startswith("r-1-")
    rows = CSV.write(Outgoing(BANK, parcel.questions)).content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["id", "R 1!", "r2"]
    again = CSV.read("\n".join(rows).encode())
    assert [question.id for question in again.questions] == [question.id for question in parcel.questions]


def test_a_running_number_is_no_id() -> None:
    parcel = CSV.read(b"No.,question,answer\n1,Capital of Chile?,Santiago\n2,Capital of Peru?,Lima\n")
    assert all(question.id.startswith("q-") for question in parcel.questions)
    assert parcel.questions[0].origin["number"] == "1"


@pytest.mark.parametrize(
    ("stem", "key", "other", "other_key", "is_known", "code"),
    [
        ("Capital of Chile?", "Santiago", "Capital of Chile?", "Santiago de Chile", False, UPDATE),
        ("Capital of Chile?", "Santiago", "Which is the capital of Chile?", "Santiago", False, UPDATE),
        ("Capital of Chile?", "Santiago", "Capital of Peru?", "Lima", False, CLASH),
        ("Capital of Chile?", "Santiago", "Capital of Peru?", "Lima", True, CLASH),
        ("Translate: cat", "gato", "Translate: dog", "perro", True, CLASH),
        ("Capital of Chile?", "Santiago", "Which is the capital of Chile?", "Valparaíso", True, UPDATE),
        ("Capital of Peru?", "Lima", "Capital of the Republic of Peru?", "Lima, Peru", True, UPDATE),
        ("Who wrote Emma?", "Austin", "Who wrote Emma?", "Jane Austen", True, UPDATE),
        ("Who wrote Emma?", "Jane Austen", "Whose novel is Emma?", "Jane Austen", True, UPDATE),
        ("Capital of Chile?", "Santiago", "What is 3 times 5?", "15", True, CLASH),
        ("Who wrote Emma?", "Jane Austen", "Who wrote Persuasion?", "Jane Austen", True, CLASH),
        ("The capital of France?", "Paris", "Where did Oscar Wilde die?", "Paris", True, CLASH),
        ("Which word class is run?", "verb", "Which word class is swim?", "verb", False, CLASH),
        ("Which word class is run?", "verb", "Which word class is swim?", "verb", True, CLASH),
        ("Is “run” a verb or a noun?", "verb", "Is “swim away” a verb or a noun?", "verb", True, CLASH),
        ("To which class does run belong?", "verb", "Which word class has run?", "verb", True, UPDATE),
        ("Which word class is runing?", "verb", "Which word class is running?", "verb", True, UPDATE),
        ("What is 3 times 5?", "15", "What is 1 times 3?", "3", False, CLASH),
    ],
)
def test_one_id_means_one_question_where_they_are_alike(stem, key, other, other_key, is_known, code) -> None:
    before, after = ({"id": "q1", "kind": "text", "stem": s, "key": k} for s, k in ((stem, key), (other, other_key)))
    assert verdict_by_id(after, before, False, is_known) == code


def test_other_numbers_or_names_make_another_question() -> None:
    assert are_told_apart("What is 3 times 5?", "What is 1 times 3?")
    assert are_told_apart("What is the capital of Chile?", "What is the capital of Peru?")
    assert not are_told_apart("When did Trumann die?", "When did Truman die?")
    assert not are_told_apart("What is 3 times 5?", "What is 5 times 3?")
    asked = [
        Asked(1, "What is 3 times 5?", "15"),
        Asked(2, "What is 1 times 3?", "3"),
        Asked(3, "What is 5 times 3?", "15"),
    ]
    assert [(pair.first, pair.second) for pair in find_near(asked)] == [(1, 3)]

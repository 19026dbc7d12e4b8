"""A bank goes out by the page: what is lost is said before, the file is right, and keys stay with teachers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.document import read_document
from quizapp.core.formats.accounts import account_of
from quizapp.core.formats.native import read as read_native
from quizapp.core.formats.parcel import BankFields, Entry, Outgoing
from quizapp.core.formats.registry import FORMATS, format_named
from quizapp.core.kinds import KINDS, parse_question
from tests.banks.test_media import PNG
from tests.conftest import BEGIN
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped
from tests.core.rendered import Filled

WRITERS = [known.name for known in FORMATS if known.write is not None]
READING = "# The range\n\nIt is long.\n"
QUESTIONS = [parse_question(raw) for raw in (*PLAIN, *FULL)]
PAGE = "/banks/range/export"


@pytest.fixture
def bank_id(runtime, cast):
    """Store a private bank of ada's with every kind, a reading and a picture; one question rests."""
    card = banks.put_media(runtime.media, PNG)
    raws = (
        {"id": "picture", "kind": "open", "stem": f"See ![hill]({card.name}).", "key": "It."},
        {"id": "rests", "kind": "open", "stem": "Later?", "key": "Yes.", "draft": {"suspended": "true"}},
    )
    questions = [*QUESTIONS, *map(parse_question, raws)]
    parcel = read_native(b"bank: {title: Mountains, licence: CC0}\nquestions: []\n")
    parcel = replace(parcel, entries=tuple(Entry(question, question.id) for question in questions))
    with runtime.database.transaction() as session:
        report = banks.load_bank(
            session, parcel, read_document(READING), slug="range", file_hash=None, now=BEGIN, document_name="reading.md"
        )
        session.execute(
            update(Bank).where(Bank.id == report.bank_id).values(owner_id=cast.ada.id, visibility="private")
        )
        banks.give_media(session, report.bank_id, [card], BEGIN)
    return report.bank_id


def row_ids(runtime, bank_id, *slugs):
    with runtime.database.reading() as session:
        found = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id, QuestionRow.slug.in_(slugs))
        return [str(each) for each in session.scalars(found.order_by(QuestionRow.position))]


def test_losses_are_listed_before_the_download(bank_id, sign_in_as) -> None:
    page = sign_in_as("ada").get(f"{PAGE}?format=aiken").text
    # One of them rests.
    total = len(QUESTIONS) + 2
    singles = sum(question.kind == "choice" for question in QUESTIONS)
    assert f"{singles} of {total} questions are written." in page
    assert f"Left out: {total - singles}" in page
    assert "Aiken has single choices alone." in page
    assert "It rests until its changed text was looked at" in page
    assert "<b>The file has no place for</b>: " in page
    assert 'explanations<span class="soft small"> in one question</span>' in page
    assert "limit_seconds" not in page
    assert 'licence<span class="soft small"> of the bank</span>' in page
    assert "Nothing is lost" not in page
    assert "Nothing is lost." in sign_in_as("ada").get(f"{PAGE}?format=bank-zip").text


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_comes_as_a_file_of_its_name(bank_id, sign_in_as, name) -> None:
    response = sign_in_as("ada").post("/banks/range/exports", {"format": name})
    assert response.status_code == 200
    known = format_named(name)
    offered = response.headers["Content-Disposition"]
    assert offered.startswith('attachment; filename="range')
    assert offered.endswith(f'{known.suffixes[0]}"')
    assert response.headers["Cache-Control"] == "no-store"
    assert "html" not in response.headers["Content-Type"]
    assert known.read(response.data).found > 0


def test_the_whole_bank_comes_back(bank_id, sign_in_as) -> None:
    response = sign_in_as("ada").post("/banks/range/exports", {"format": "bank-zip"})
    parcel = format_named("bank-zip").read(response.data)
    before = dumped(QUESTIONS)
    after = dumped(parcel.questions)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"picture", "rests"}
    assert list(parcel.media.values()) == [PNG]
    assert (parcel.document, parcel.bank.licence, parcel.problems) == (READING, "CC0", ())


@pytest.mark.parametrize("name", ["anki", "moodle-xml", "qti12", "qti2"])
def test_pictures_go_along_and_what_rests_stays(bank_id, sign_in_as, name) -> None:
    response = sign_in_as("ada").post("/banks/range/exports", {"format": name})
    parcel = format_named(name).read(response.data)
    assert list(parcel.media.values()) == [PNG]
    assert not any("Later?" in question.stem for question in parcel.questions)


@pytest.mark.parametrize("name", ["bank", "bank-json", "csv", "xlsx", "gift", "anki-text"])
def test_a_file_without_the_picture_says_so(bank_id, sign_in_as, name) -> None:
    page = sign_in_as("ada").get(f"{PAGE}?format={name}").text
    assert "images and sounds</b> in one question" in page or "pictures and sounds</b> in one question" in page


def test_ticked_questions_alone_are_taken_in_the_order_of_the_bank(runtime, bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    ids = row_ids(runtime, bank_id, "volcano", "tallest", "why")
    page = ada.post(PAGE, {"question": list(reversed(ids))}).text
    assert "3 chosen questions" in page
    assert f'name="questions" value="{",".join(reversed(ids))}"' in page
    response = ada.post("/banks/range/exports", {"format": "bank", "questions": ",".join(reversed(ids))})
    parcel = format_named("bank").read(response.data)
    assert [question.id for question in parcel.questions] == ["tallest", "volcano", "why"]
    assert (parcel.bank.slug, parcel.bank.document) == ("", "")


@pytest.mark.parametrize("tag", ["mountains", "MOUNTAINS", "mountáins"])
def test_a_tag_takes_what_is_below_it_as_the_list_finds_it(bank_id, sign_in_as, tag) -> None:
    response = sign_in_as("ada").post("/banks/range/exports", {"format": "bank", "tag": tag})
    assert [question.id for question in format_named("bank").read(response.data).questions] == ["volcano"]


def test_questions_of_another_bank_are_not_taken(runtime, cast, bank_id, sign_in_as) -> None:
    with runtime.database.transaction() as session:
        banks.make_own_bank(session, cast.eve, "Other", visibility="private", now=BEGIN)
    ids = row_ids(runtime, bank_id, "tallest")
    response = sign_in_as("eve").post("/banks/other/exports", {"format": "bank", "questions": ids[0]})
    assert response.status_code == 409
    assert "None of the chosen questions is in this bank any more" in response.text
    assert sign_in_as("eve").post("/banks/range/exports", {"format": "bank", "questions": ids[0]}).status_code == 404


def test_a_list_of_questions_says_what_is_meant(runtime, bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    ids = row_ids(runtime, bank_id, "tallest", "volcano")
    ticked = ada.post(PAGE, {"question": ids, "q": "peak", "tag": "mountains"}).text
    assert "2 chosen questions" in ticked
    assert "One chosen question" in ada.post(PAGE, {"question": ids, "all": "1", "tag": "mountains"}).text
    kinds = sum(question.kind == "multiple" for question in QUESTIONS)
    assert f"{kinds} chosen questions" in ada.post(PAGE, {"question": ids, "all": "1", "kind": "multiple"}).text
    assert ada.post(PAGE, {"question": ids, "all": "1", "q": "nothing-like-it"}).status_code == 409
    assert f"All {len(QUESTIONS) + 1} questions" in ada.post(PAGE, {"question": ids, "all": "1"}).text


def test_a_search_that_finds_more_than_a_form_carries_is_made_again(bank_id, sign_in_as, monkeypatch) -> None:
    monkeypatch.setattr("quizapp.banks.views.exports.IDS_AT_MOST", 0)
    ada, kinds = sign_in_as("ada"), [question.id for question in QUESTIONS if question.kind == "multiple"]
    page = ada.post(PAGE, {"all": "1", "kind": "multiple"})
    form = re.search(r'<form method="post" action="/banks/range/export">(.*?)</form>', page.text, re.S)[1]
    fields = {name: values[0] for name, values in Filled(form).values.items()}
    assert (fields["all"], fields["kind"], fields.get("questions")) == ("1", "multiple", None)
    page = ada.post(PAGE, fields | {"format": "bank"})
    assert f"{len(kinds)} chosen question" in page.text or "One chosen question" in page.text
    form = re.search(r'<form method="post" action="/banks/range/exports"[^>]*>(.*?)</form>', page.text, re.S)[1]
    file = ada.post("/banks/range/exports", {name: values[0] for name, values in Filled(form).values.items()})
    assert [question.id for question in format_named("bank").read(file.data).questions] == kinds
    page = ada.post("/banks/range/print", fields)
    assert f"{len(kinds)} questions, on paper" in page.text
    form = re.search(r'<form method="post" action="/banks/range/print/pages">(.*?)</form>', page.text, re.S)[1]
    asked = {name: values[0] for name, values in Filled(form).values.items()} | {"part": "paper"}
    assert (asked["all"], asked["kind"], asked.get("questions")) == ("1", "multiple", None)
    printed = ada.post("/banks/range/print/pages", asked).text
    assert printed.count('class="printed__question"') == len(kinds)
    assert '<input type="hidden" name="kind" value="multiple">' in printed


@pytest.mark.parametrize("ids", ["0", "99999999999999999999", "-1", "x", "1e9", "٣", "4294967296"])
def test_numbers_that_are_none_are_no_questions(bank_id, sign_in_as, ids) -> None:
    assert sign_in_as("ada").post(PAGE, {"questions": ids}).status_code == 200
    assert sign_in_as("ada").post("/banks/range/exports", {"format": "csv", "questions": ids}).status_code in (200, 409)


@pytest.mark.parametrize("name", ["", "opentdb", "nonsense", "../bank"])
def test_a_format_that_cannot_be_written_is_refused(bank_id, sign_in_as, name) -> None:
    response = sign_in_as("ada").post("/banks/range/exports", {"format": name})
    assert response.status_code == 422
    assert "Content-Disposition" not in response.headers


def test_thirty_files_an_hour_are_enough(bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    codes = [ada.post("/banks/range/exports", {"format": "aiken"}).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert sign_in_as("ann").post("/banks/range/exports", {"format": "aiken"}).status_code == 200


def test_an_empty_bank_has_nothing_to_take(runtime, cast, sign_in_as) -> None:
    with runtime.database.transaction() as session:
        banks.make_own_bank(session, cast.ada, "Empty", visibility="private", now=BEGIN)
    assert "This bank has no questions yet" in sign_in_as("ada").get("/banks/empty/export").text
    assert "There are no questions here to print" in sign_in_as("ada").get("/banks/empty/print").text
    assert sign_in_as("ada").get("/banks/empty/print/pages").status_code == 409


@pytest.mark.parametrize("known", [each for each in FORMATS if each.write is not None], ids=lambda each: each.name)
def test_losses_are_told_in_a_teachers_words(known) -> None:
    full = {
        "context": "See above.", "explanation": "So it is.", "hints": ["Think."], "worth": 2, "limit_seconds": 33,
        "language": "de", "title": "Title", "about": "actor", "evidence": {"paragraph": 1, "quote": "words"},
    }  # fmt: skip
    questions = [parse_question({**kind.example, "id": f"of-{kind.kind.replace('_', '-')}", **full}) for kind in KINDS]
    account = account_of(known, known.write(Outgoing(BankFields(title="All"), questions, {})))
    for lost in account.lost:
        assert "_" not in lost.what
        assert not re.search(r"stem|distractor|limit_seconds|accept\b|evidence|kind |; in \d+ question", lost.what)
        assert "; in " not in lost.reason
        assert bool(lost.names) is bool(lost.questions)
    assert not any(name.startswith("true_false") for left in account.left_out for name in left.names)


def test_the_anki_package_asks_backwards_if_wanted(bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    assert re.search(r'name="backwards" value="1" checked', ada.get(f"{PAGE}?format=anki&backwards=1").text)
    sizes = []
    for wish in ({}, {"backwards": "1"}):
        body = ada.post("/banks/range/exports", {"format": "anki", **wish}).data
        sizes.append(len(body))
        assert format_named("anki").read(body).found == len(QUESTIONS) + 1
    assert sizes[0] < sizes[1]

"""The folder of a bank as a zip: nothing is lost, and what does not belong into one is said."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings

from quizapp.core.document import read_document
from quizapp.core.errors import FormatError
from quizapp.core.formats.native_reading import written_reading
from quizapp.core.formats.native_zip import NATIVE_ZIP
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.registry import NATIVE_JSON, NATIVE_YAML, recognise
from quizapp.core.kinds import parse_question
from quizapp.plumbing.markup import render_inline
from tests.core.formats.laws import mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, outgoing

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40
NAME = f"media/{hashlib.sha256(PNG).hexdigest()}.png"
READING = "# The range\n\nIt is *long*.\n"
BANK = "bank: {title: T, document: reading.md}\nquestions: [{kind: text, stem: Which?, key: This}]\n"


def whole():
    bank = outgoing((*PLAIN, *FULL))
    picture = parse_question({"id": "picture", "kind": "open", "stem": f"See ![hill]({NAME})."})
    fields = BankFields(slug="range", title="Mountains", document="reading.md", authors=("Ada",), tags=("high",))
    return replace(bank, bank=fields, questions=[*bank.questions, picture], media={NAME: PNG}, document=READING)


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def test_a_bank_comes_back_whole() -> None:
    bank = whole()
    written = NATIVE_ZIP.write(bank)
    assert written.losses == ()
    assert recognise(written.content) is NATIVE_ZIP
    parcel = NATIVE_ZIP.read(written.content)
    assert parcel.questions == tuple(bank.questions)
    assert parcel.bank == bank.bank
    assert (parcel.document, parcel.media, parcel.problems) == (READING, {NAME: PNG}, ())
    assert NATIVE_ZIP.write(replace(bank, moment=1)).content == written.content


@pytest.mark.parametrize("known", [NATIVE_YAML, NATIVE_JSON])
def test_a_file_alone_says_what_stands_beside_it(known) -> None:
    written = known.write(whole())
    assert [(loss.what, loss.questions) for loss in written.losses] == [
        ("bank: document", 0),
        ("pictures and sounds", 1),
    ]
    assert known.read(written.content).bank.document == ""


@pytest.mark.parametrize("name", ["lecture.pdf", "", "bank.yaml", "a/b.md"])
def test_a_reading_stands_beside_its_bank_as_text(name) -> None:
    bank = whole()
    parcel = NATIVE_ZIP.read(NATIVE_ZIP.write(replace(bank, bank=replace(bank.bank, document=name))).content)
    assert (parcel.bank.document, parcel.document) == ("reading.md", READING)


def test_a_folder_in_a_zip_is_the_same_bank() -> None:
    parcel = NATIVE_ZIP.read(zipped(berlin__bank_dot_yaml=BANK, berlin__reading_dot_md=READING))
    assert (parcel.format, parcel.found, parcel.document) == ("bank-zip", 1, READING)


def test_flaws_are_named() -> None:
    wrong = f"media__{'0' * 64}_dot_png"
    parcel = NATIVE_ZIP.read(zipped(bank_dot_yaml=BANK, **{wrong: PNG}))
    assert [problem.where for problem in parcel.problems] == ["bank", f"media/{'0' * 54}"]
    assert parcel.media == {}
    with pytest.raises(FormatError, match=r"bank\.yaml"):
        NATIVE_ZIP.read(zipped(deep__er__bank_dot_yaml=BANK))
    with pytest.raises(FormatError, match="damaged"):
        NATIVE_ZIP.read(b"PK nothing")


@settings(max_examples=40, deadline=None)
@given(data=mutilated(zipped(bank_dot_yaml=BANK, reading_dot_md=READING)))
def test_hostile_bytes_are_refused_or_read(data) -> None:
    read_hostile(NATIVE_ZIP.read, data)


TEXTS = (
    "# Source: a heading first\n\nOne *two* **three** `code`, a\\*b and <3 & more.\n",
    "- one\n  - two\n    - three\n- four\n\nAfter the list.\n\n- again\n",
    "- - - deep at once\n- flat\n",
    "> said once\n\n> said twice\n>\n> in two paragraphs\n\n## 1. A heading\n\n1\\. No list\n",
    "1. first\n2. second\n\n   more of the second\n\n---\n\n\\# no heading\n\n\\- no item, [a link](https://x.org/?a=1&b=2)\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_stored_reading_is_written_as_a_document_of_the_same_paragraphs(text) -> None:
    before = read_document(text)
    again = read_document(written_reading((p.kind, p.level, render_inline(p.markdown)) for p in before.paragraphs))
    assert before.paragraphs
    assert [(p.number, p.kind, p.level, p.text) for p in again.paragraphs] == [
        (p.number, p.kind, p.level, p.text) for p in before.paragraphs
    ]


def test_every_outgoing_bank_may_be_empty() -> None:
    parcel = NATIVE_ZIP.read(NATIVE_ZIP.write(Outgoing(BankFields(title="T"), [])).content)
    assert (parcel.bank.title, parcel.found) == ("T", 0)


def test_a_second_bank_is_told_and_left_out() -> None:
    other = "bank: {title: U}\nquestions: [{kind: text, stem: What?, key: That}]\n"
    parcel = NATIVE_ZIP.read(zipped(range__bank_dot_yaml=other, bank_dot_yaml=BANK, reading_dot_md=READING))
    assert [question.stem for question in parcel.questions] == ["Which?"]
    assert [(each.where, each.reason) for each in parcel.problems] == [
        ("range/bank.yaml", "It is another bank and was left out; one is read of each zip.")
    ]

"""What we write as QTI 2.1: items in the order of the schema, every reference answered, and what comes back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.qti2_write import write
from quizapp.core.formats.registry import format_named, recognise
from quizapp.core.kinds import parse_question
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SEVERAL = (Path(__file__).parents[2] / "data/qti2/several.xml").read_bytes()
PNG = b"\x89PNG\r\n\x1a\n" + b"y" * 20
PICTURE = f"media/{'b' * 64}.png"
read = format_named("qti2").read
#: The order of an item’s children in the schema.
ORDER = ("responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback")
#: What of XHTML QTI 2.1 takes.
XHTML = {"div", "p", "br", "hr", "em", "strong", "b", "i", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li"}
XHTML |= {"table", "thead", "tbody", "tr", "th", "td", "a", "img", "span"}
QTI = {"itemBody", "prompt", "simpleChoice", "simpleMatchSet", "simpleAssociableChoice", "inlineChoice", "rubricBlock"}


def members_of(content):
    """Give a package’s members by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def local(element):
    """Give an element’s name without namespace."""
    return etree.QName(element).localname


def assert_item_is_sound(root) -> None:
    """See that an item is laid out as the schema says, and that every reference in it is answered."""
    names = [local(child) for child in root if isinstance(child.tag, str)]
    assert names == sorted(names, key=ORDER.index)
    declared = {d.get("identifier"): d for d in root.iter("{*}responseDeclaration")}
    outcomes = {d.get("identifier") for d in root.iter("{*}outcomeDeclaration")}
    interactions = [e for e in root.iter() if isinstance(e.tag, str) and local(e).endswith("Interaction")]
    assert {e.get("responseIdentifier") for e in interactions} == set(declared)
    assert len(interactions) == len(declared) >= 1
    choices = [e.get("identifier") for e in root.iter("{*}simpleChoice", "{*}simpleAssociableChoice")]
    assert len(set(choices)) == len(choices)
    for declaration in declared.values():
        if declaration.get("baseType") in ("identifier", "directedPair") and choices:
            for value in declaration.iter("{*}value"):
                assert set(value.text.split()) <= set(choices)
    for element in root.find("{*}itemBody").iter():
        name = local(element)
        assert name in XHTML | QTI or name.endswith("Interaction"), name
        if local(element) == "prompt":
            assert not {local(inner) for inner in element.iter()} & {
                "p",
                "div",
                "ul",
                "ol",
                "table",
                "blockquote",
                "pre",
            }
    for child in root.find("{*}itemBody"):
        assert local(child) not in ("em", "b", "br", "img", "textEntryInteraction", "inlineChoiceInteraction")
    assert not (root.find("{*}itemBody").text or "").strip()
    for setting in root.iter("{*}setOutcomeValue"):
        assert setting.get("identifier") in outcomes
    for variable in root.iter("{*}variable", "{*}correct", "{*}mapResponse"):
        assert variable.get("identifier") in outcomes | set(declared)
    for feedback in root.iter("{*}modalFeedback"):
        assert feedback.get("outcomeIdentifier") in outcomes


@pytest.mark.parametrize("bank", [PLAIN, FULL])
def test_items_are_laid_out_as_the_schema_says(bank) -> None:
    members = members_of(write(outgoing(bank)).content)
    items = [name for name in members if name.startswith("items/")]
    assert len(items) == len(bank)
    for name in items:
        root = etree.fromstring(members[name])
        assert root.get("identifier") == name.split("/")[1].removesuffix(".xml")
        assert root.get("title")
        assert_item_is_sound(root)


def test_manifest_and_test_name_every_member_and_no_other() -> None:
    raw = {"kind": "true_false", "stem": f"See ![bow]({PICTURE}).", "key": True, "tags": ["a/b", "c"], "worth": 2.5}
    other = {"kind": "open", "stem": "One\n\ntwo?", "context": "Read.\n\n- a\n- b", "id": "7up"}
    questions = [parse_question(raw | {"id": "pic"}), parse_question(other)]
    written = write(Outgoing(BankFields(title="A & <b>"), questions, {PICTURE: PNG}))
    members = members_of(written.content)
    hrefs = {file.get("href") for file in etree.fromstring(members["imsmanifest.xml"]).iter("{*}file")}
    assert {*hrefs, "imsmanifest.xml"} == set(members)
    named = [ref.get("href") for ref in etree.fromstring(members["assessment.xml"]).iter("{*}assessmentItemRef")]
    assert named == ["items/pic.xml", "items/_7up.xml"]
    assert recognise(written.content).name == "qti2"
    again = read(written.content)
    assert (again.problems, written.losses) == ((), ())
    assert again.bank.title == "A & <b>"
    assert list(again.media.values()) == [PNG]
    assert [question.worth for question in again.questions] == [2.5, 1]
    assert again.questions[0].tags == ("a/b", "c")
    assert dumped(again.questions)["7up"] == dumped(questions)["7up"]


def test_the_same_bank_gives_the_same_bytes() -> None:
    assert write(outgoing(PLAIN)).content == write(outgoing(PLAIN)).content


def test_losses_are_named_and_nothing_else_is_lost() -> None:
    bank = outgoing((*PLAIN, *FULL))
    written = write(bank)
    again = read(written.content)
    found, before = dumped(again.questions), dumped(bank.questions)
    changed = {name for name in before if found[name] != before[name]}
    assert changed == {"range", "height", "cloze", "full", "date", "order", "unit", "exact"}
    assert (found["date"]["kind"], found["date"]["key"]) == ("date", "1953-05-29")
    assert found["full"]["context"] == "In 1924 two climbers were lost."
    assert {loss.what for loss in written.losses} == {
        *("accept", "stem", "accepted texts of gaps", "weights and explanations of options in gaps", "worth of gaps"),
        *("order of options in gaps", "about", "hints", "evidence", "limit_seconds", "distractors", "kind date"),
        *("scoring", "unit"),
    }


def test_what_was_read_goes_back_with_its_feedbacks_and_fixed_choices() -> None:
    first = read(SEVERAL)
    written = write(Outgoing(first.bank, first.questions, first.media))
    again = read(written.content)
    before = {question.id: question.origin.get("extra", {}) for question in first.questions}
    assert {question.id: question.origin.get("extra", {}) for question in again.questions} == before
    found = dumped(again.questions)
    assert found["several-2"] == dumped(first.questions)["several-2"]
    for name, content in members_of(written.content).items():
        if name.startswith("items/"):
            assert_item_is_sound(etree.fromstring(content))


def test_elements_that_the_standard_has_not_leave_their_words() -> None:
    raw = {"id": "u", "kind": "open", "stem": "A <u>line</u> here."}
    written = write(outgoing([raw]))
    assert [loss.what for loss in written.losses] == ["stem"]
    assert read(written.content).questions[0].stem == "A line here."

"""What we write for Canvas: the package as Canvas lays it out, every reference answered, and what comes back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.qti12 import read
from quizapp.core.formats.qti12_write import write
from quizapp.core.formats.registry import recognise
from quizapp.core.kinds import parse_question
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/qti12/traps.xml").read_bytes()
PNG = b"\x89PNG\r\n\x1a\n" + b"y" * 20
PICTURE = f"media/{'a' * 64}.png"
NAMES = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2", "p": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"}
#: The kinds that Canvas names, and the response element of each.
RESPONSES = {
    "multiple_choice_question": "response_lid",
    "true_false_question": "response_lid",
    "multiple_answers_question": "response_lid",
    "short_answer_question": "response_str",
    "numerical_question": "response_str",
    "essay_question": "response_str",
    "matching_question": "response_lid",
    "fill_in_multiple_blanks_question": "response_lid",
    "multiple_dropdowns_question": "response_lid",
    "ordering_question": "response_lid",
}
#: The order of an item’s children in the schema.
ORDER = ("itemmetadata", "presentation", "resprocessing", "itemfeedback")


def members_of(content):
    """Give a package’s members by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def assessment_of(content):
    """Give the root of the written assessment."""
    members = members_of(content)
    [name] = [name for name in members if name.endswith(".xml") and name.split("/")[0] == name.split("/")[-1][:-4]]
    return etree.fromstring(members[name])


def local(element):
    """Give an element’s name without namespace."""
    return etree.QName(element).localname


def assert_item_is_sound(item) -> None:
    """See that an item has what Canvas needs, in its order, and that every reference in it is answered."""
    names = [local(child) for child in item if isinstance(child.tag, str)]
    assert names == sorted(names, key=ORDER.index)
    assert names[:3] == list(ORDER[:3])
    fields = {f[0].text: f[1].text for f in item.findall(".//q:qtimetadatafield", NAMES)}
    responses = [child for child in item.find("q:presentation", NAMES) if local(child).startswith("response_")]
    assert {local(response) for response in responses} == {RESPONSES[fields["question_type"]]}
    assert float(fields["points_possible"]) >= 0
    labels = {r.get("ident"): [x.get("ident") for x in r.iter("{*}response_label")] for r in responses}
    assert len(labels) == len(responses)
    for idents in labels.values():
        assert len(set(idents)) == len(idents)
    for test in item.iter("{*}varequal", "{*}vargte", "{*}varlte"):
        assert test.get("respident") in labels
        if RESPONSES[fields["question_type"]] == "response_lid":
            assert test.text in labels[test.get("respident")]
    feedbacks = [feedback.get("ident") for feedback in item.findall("q:itemfeedback", NAMES)]
    shown = {shown.get("linkrefid") for shown in item.iter("{*}displayfeedback")}
    assert len(set(feedbacks)) == len(feedbacks)
    assert shown == set(feedbacks)
    scores = [setting for setting in item.iter("{*}setvar")]
    assert scores or fields["question_type"] == "essay_question"
    assert all(setting.get("varname") == "SCORE" and 0 < float(setting.text) <= 100 for setting in scores)


@pytest.mark.parametrize("bank", [PLAIN, FULL])
def test_every_item_has_what_canvas_needs(bank) -> None:
    root = assessment_of(write(outgoing(bank)).content)
    items = root.findall(".//q:item", NAMES)
    assert len(items) == len(bank)
    assert len({item.get("ident") for item in items}) == len(bank)
    for item in items:
        assert item.get("title")
        assert_item_is_sound(item)


def test_the_manifest_names_every_member_and_no_other() -> None:
    raw = {"kind": "true_false", "stem": f"See ![bow]({PICTURE}).", "key": True}
    written = write(
        Outgoing(BankFields(title="A & <b>", description="*For* two."), [parse_question(raw)], {PICTURE: PNG})
    )
    members = members_of(written.content)
    manifest = etree.fromstring(members["imsmanifest.xml"])
    hrefs = [file.get("href") for file in manifest.iter("{*}file")]
    assert sorted([*hrefs, "imsmanifest.xml"]) == sorted(members)
    types = [resource.get("type") for resource in manifest.iter("{*}resource")]
    assert types == ["imsqti_xmlv1p2", "associatedcontent/imscc_xmlv1p1/learning-application-resource", "webcontent"]
    idents = {resource.get("identifier") for resource in manifest.iter("{*}resource")}
    assert {need.get("identifierref") for need in manifest.iter("{*}dependency")} <= idents
    again = read(written.content)
    assert recognise(written.content).name == "qti12"
    assert (again.bank.title, again.bank.description) == ("A & <b>", "*For* two.")
    assert list(again.media.values()) == [PNG]
    assert written.losses == ()
    assert again.problems == ()


def test_the_same_bank_gives_the_same_bytes() -> None:
    assert write(outgoing(PLAIN)).content == write(outgoing(PLAIN)).content


def test_losses_are_named_and_nothing_else_is_lost() -> None:
    bank = outgoing(PLAIN)
    written = write(bank)
    again = read(written.content)
    found, before = dumped(again.questions), dumped(bank.questions)
    whole = ("tallest", "alps", "flat", "deep", "span", "match", "why")
    assert {name: found[name] for name in whole} == {name: before[name] for name in whole}
    assert {loss.what for loss in written.losses} == {
        *("tags", "weights", "accept", "stem", "accepted texts of gaps", "distractors of gaps", "kind of gaps"),
        *("tolerance of gaps", "worth of gaps"),
    }


def test_dates_go_out_as_words_and_come_back_as_dates() -> None:
    again = dumped(read(write(outgoing(FULL)).content).questions)
    assert (again["date"]["kind"], again["date"]["key"]) == ("date", "1953-05-29")
    assert again["order"]["items"] == ["Etna", "Mont Blanc", "Everest"]
    assert again["unit"]["tolerance"] == "5%"


def test_what_was_read_goes_back_with_its_groups_and_feedbacks() -> None:
    first = read(SAMPLE)
    again = read(write(Outgoing(first.bank, first.questions, first.media)).content)
    before = {question.id: question.origin.get("extra", {}) for question in first.questions}
    after = {question.id: question.origin.get("extra", {}) for question in again.questions}
    assert after["truth"] == before["truth"]
    assert after["several"] == before["several"]
    assert {q.id: q.tags for q in again.questions} == {q.id: q.tags for q in first.questions}
    for item in assessment_of(write(Outgoing(first.bank, first.questions)).content).iter("{*}item"):
        assert_item_is_sound(item)

"""QTI 2.x and 3: every interaction, several in one item, packages with wrong manifests, problems with their places."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.registry import format_named, recognise
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile

DATA = Path(__file__).parents[2] / "data"
SEVERAL = (DATA / "qti2/several.xml").read_bytes()
THIRD = (DATA / "qti3/choice.xml").read_bytes()
read = format_named("qti2").read
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20

DECLARED = '<responseDeclaration identifier="R" cardinality="{}" baseType="{}">{}</responseDeclaration>'
ITEM = '<assessmentItem identifier="{}" title="T"{}>{}<itemBody>{}</itemBody>{}</assessmentItem>'
MATCH_CORRECT = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
CHOICES = '<simpleChoice identifier="a">Mast</simpleChoice><simpleChoice identifier="b">Keel</simpleChoice>'


def correct(*values):
    """Give the declaration of right values."""
    return f"<correctResponse>{''.join(f'<value>{value}</value>' for value in values)}</correctResponse>"


def item(body, declared="", ident="one", attributes="", processing=""):
    """Give an item."""
    return ITEM.format(ident, attributes, declared, body, processing)


def choice(ident="one", body="", right="a"):
    """Give a sound item with one choice."""
    interaction = (
        f'<choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1">{CHOICES}</choiceInteraction>'
    )
    return item(f"<p>Q {ident} {body}</p>{interaction}", DECLARED.format("single", "identifier", correct(right)), ident)


def one(xml):
    """Read an item that is one question."""
    parcel = read(xml.encode())
    assert [entry.where for entry in parcel.entries] == ["T"], parcel.problems
    return parcel.questions[0].dump()


def package(members):
    """Make a zip of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def manifest(*hrefs):
    """Give a manifest that names items."""
    resources = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="{href}"/>' for n, href in enumerate(hrefs)
    )
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'


def test_several_interactions_become_questions_with_one_context() -> None:
    parcel = read(SEVERAL)
    assert_sound(parcel)
    assert recognise(SEVERAL).name == "qti2"
    raws = [question.dump() for question in parcel.questions]
    assert [raw["kind"] for raw in raws] == ["cloze", "choice", "multiple", "cloze", "open"]
    assert {raw["context"] for raw in raws} == {"Read the *chart*."}
    assert raws[0]["stem"] == "In front flies the [[1]], behind the [[2]]."
    foresail = {"text": "foresail", "weight": 0.5}
    assert raws[0]["gaps"] == [{"key": "jib", "accept": [foresail]}, {"key": "main & mizzen", "distractors": ["keel"]}]
    assert raws[1]["options"] == [{"text": "right", "explanation": "Look again."}, "left", "neither"]
    assert raws[1]["origin"]["extra"] == {"fixed": ["neither"], "wrong_feedback": "Said to the wrong."}
    assert raws[2]["stem"] == "The sheet and the hull and the halyard."
    assert raws[2]["key"] == ["sheet", "halyard"]
    assert raws[3]["gaps"][1] == {"key": "stern", "distractors": ["bow", "beam"]}
    assert (raws[4]["stem"], raws[4]["rubric"]) == ("Why \\(v^2\\)?", "Wind, half the points.")
    assert sum(raw["worth"] for raw in raws) == pytest.approx(10 * 5 / 7, abs=1e-5)
    assert [skipped.what for skipped in parcel.skipped] == ["uploadInteraction “Several”"]
    assert [problem.reason for problem in parcel.problems] == ["No option is marked as right; mark one."]


def test_version_three_is_the_same_with_other_names() -> None:
    parcel = format_named("qti3").read(THIRD)
    assert recognise(THIRD).name == "qti3"
    assert parcel.problems == ()
    raw = parcel.questions[0].dump()
    assert (raw["kind"], raw["key"], raw["tolerance"], raw["worth"]) == ("number", 1.852, 0.02, 3)
    assert (raw["stem"], raw["context"]) == ("A sea mile has \\_\\_\\_\\_ km.", "Round it.")
    assert raw["explanation"] == "Yes."


def test_choices_with_points_and_without() -> None:
    points = '<mapping defaultValue="-1"><mapEntry mapKey="a" mappedValue="2"/></mapping>'
    body = f'<choiceInteraction responseIdentifier="R" shuffle="false" maxChoices="0">{CHOICES}</choiceInteraction>'
    declared = DECLARED.format("multiple", "identifier", correct("a") + points)
    mapped = one(item(body.replace("<simple", "<prompt>Q</prompt><simple", 1), declared))
    assert mapped["key"] == ["Mast"]
    assert mapped["options"] == ["Mast", {"text": "Keel", "weight": -0.5}]
    exact = one(item("<p>Q</p>" + body, declared, processing=MATCH_CORRECT))
    assert (exact["scoring"], exact["options"]) == ("exact", ["Mast", "Keel"])
    truth = CHOICES.replace("Mast", "True").replace("Keel", "False")
    assert one(choice().replace(CHOICES, truth))["kind"] == "true_false"


def test_orders_pairs_and_sets_that_change_sides() -> None:
    body = f'<p>Q</p><orderInteraction responseIdentifier="R">{CHOICES}</orderInteraction>'
    order = one(item(body, DECLARED.format("ordered", "identifier", correct("b", "a")), processing=MATCH_CORRECT))
    assert (order["items"], order["scoring"]) == (["Keel", "Mast"], "exact")
    side = '<simpleAssociableChoice identifier="{0}" matchMax="2">{0}{0}</simpleAssociableChoice>'
    sets = [f"<simpleMatchSet>{''.join(map(side.format, names))}</simpleMatchSet>" for names in ("xy", "123")]
    body = f'<p>Q</p><matchInteraction responseIdentifier="R">{"".join(sets)}</matchInteraction>'
    match = one(item(body, DECLARED.format("multiple", "directedPair", correct("x 1", "y 2"))))
    assert match["pairs"] == [{"left": "xx", "right": 11}, {"left": "yy", "right": 22}]
    assert match["distractors"] == [33]
    turned = one(item(body, DECLARED.format("multiple", "directedPair", correct("x 1", "x 2", "y 3"))))
    assert [pair["right"] for pair in turned["pairs"]] == ["xx", "xx", "yy"]
    both = read(item(body, DECLARED.format("multiple", "directedPair", correct("x 1", "x 2", "y 2"))).encode())
    assert both.found == len(both.skipped) == 1
    choices = "".join(map(side.format, "abcde"))
    body = f'<p>Q</p><associateInteraction responseIdentifier="R">{choices}</associateInteraction>'
    pairs = one(item(body, DECLARED.format("multiple", "pair", correct("a b", "c d"))))
    assert pairs["pairs"] == [{"left": "aa", "right": "bb"}, {"left": "cc", "right": "dd"}]
    assert pairs["distractors"] == ["ee"]


@pytest.mark.parametrize(
    ("declared", "processing", "expected"),
    [
        (correct("7"), "", {"key": 7}),
        (
            correct("7"),
            '<equal toleranceMode="relative" tolerance="5 5"><variable identifier="R"/></equal>',
            {"key": 7, "tolerance": "5%"},
        ),
        (
            "",
            '<and><gte><variable identifier="R"/><baseValue>1</baseValue></gte>'
            '<lte><variable identifier="R"/><baseValue>2</baseValue></lte></and>',
            {"from": 1, "to": 2},
        ),
    ],
)
def test_numbers_with_tolerances_and_ranges(declared, processing, expected) -> None:
    body = '<p>How many? <textEntryInteraction responseIdentifier="R"/></p>'
    whole = f"<responseProcessing>{processing}</responseProcessing>"
    raw = one(item(body, DECLARED.format("single", "float", declared), processing=whole))
    assert raw["stem"] == "How many?"
    assert {name: raw.get(name) for name in expected} == expected


def test_adaptive_items_templates_and_plain_texts_are_skipped_by_name() -> None:
    for xml, what in (
        (choice().replace(' title="T"', ' title="T" adaptive="true"'), "adaptive item “T”"),
        (item("<p>x</p>", '<templateDeclaration identifier="N"/>'), "item template “T”"),
        (item("<p>Only a <b>text</b></p>"), "assessmentItem “T”"),
        (item('<hotspotInteraction responseIdentifier="R"/>'), "hotspotInteraction “T”"),
    ):
        parcel = read(xml.encode())
        assert [skipped.what for skipped in parcel.skipped] == [what]
    assert read(item("<p>Only a <b>text</b></p>").encode()).skipped[0].raw == "Only a **text**"


def test_a_package_is_read_in_the_order_of_its_test_whatever_its_manifest_says() -> None:
    test = (
        '<assessmentTest identifier="t" title="Ship"><testPart><assessmentSection title="Hull">'
        '<assessmentItemRef href="/items/b.xml"/><assessmentItemRef href="a.xml"/><assessmentItemRef href="no.xml"/>'
        "</assessmentSection></testPart></assessmentTest>"
    )
    picture = '<img src="../pics/p.png" alt="p"/><img src="http://x.org/q.png" alt="q"/>'
    parcel = read(
        package(
            {
                "root/imsmanifest.xml": manifest("items/a.xml", "wrong/c.xml", "items/d.xml", "items/gone.xml"),
                "root/items/test.xml": test,
                "root/items/a.xml": choice("a", picture),
                "root/items/b.xml": choice("b"),
                "root/items/c.xml": choice("c"),
                "root/items/d.xml": "<assessmentItem identifier='d'><broken>",
                "root/items/e.xml": choice("e", right="z"),
                "root/items/f.xml": choice("f"),
                "root/pics/p.png": PNG,
            }
        )
    )
    assert [question.id for question in parcel.questions] == ["b", "a", "c", "f"]
    assert [question.tags for question in parcel.questions] == [("Hull",), ("Hull",), (), ()]
    assert parcel.bank.title == "Ship"
    assert list(parcel.media.values()) == [PNG]
    reasons = {problem.where: problem.reason for problem in parcel.problems}
    assert "no.xml" in reasons["root/items/test.xml"]
    assert "gone.xml" in reasons["root/imsmanifest.xml"]
    assert "no sound XML" in reasons["root/items/d.xml"]
    assert "does not name" in reasons["root/items/f.xml"]
    assert "not fetched" in reasons["a.xml: T"]
    assert reasons["e.xml: T"].startswith("No option")


def test_texts_that_items_refer_to_become_their_context() -> None:
    body = "<stimulusBody><p>The log.</p></stimulusBody>"
    stimulus = f'<assessmentStimulus identifier="s" title="Log">{body}</assessmentStimulus>'
    referring = choice("a").replace("<itemBody>", '<assessmentStimulusRef href="s.xml"/><itemBody>')
    parcel = read(package({"a.xml": referring, "s.xml": stimulus, "u.xml": stimulus}))
    assert parcel.questions[0].context == "The log."
    assert [(skipped.what, skipped.raw) for skipped in parcel.skipped] == [("assessmentStimulus “Log”", "The log.")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package({"../etc/passwd": "x"}), "unsafe name"),
        (package({"a.xml": "<quiz/>"}), "no QTI item"),
        (b"<quiz/>", "no QTI item"),
        (b"words", "no sound XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><assessmentItem/>', "of its own"),
    ],
)
def test_other_files_are_refused(data, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(data)


def test_a_file_above_the_limit_is_refused() -> None:
    with pytest.raises(FormatError, match="at most 100"):
        read(SEVERAL, ReadOptions(text_bytes=100))


@settings(max_examples=20, deadline=None)
@given(mutilated(SEVERAL))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize(
    "piece", ["<p>", "<p/>", "<choiceInteraction/>", "&#57344;", CHOICES, "<textEntryInteraction/>"]
)
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (40_000 // len(piece))
    assert_quick(read, choice().replace(CHOICES, CHOICES + many).encode(), 3)
    assert_quick(read, choice().replace("<p>", f"{many}<p>").encode(), 3)


def test_many_feedbacks_and_conditions_cost_their_size_alone() -> None:
    rule = "<responseCondition><responseIf><baseValue>x</baseValue></responseIf></responseCondition>"
    feedback = '<modalFeedback identifier="x">y</modalFeedback>'
    whole = f"<responseProcessing>{rule * 1000}</responseProcessing>{feedback * 1000}</assessmentItem>"
    assert_quick(read, choice().replace("</assessmentItem>", whole).encode(), 3)

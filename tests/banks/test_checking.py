"""The item check: the worst first, every finding at its question, drafts as they were judged, imported banks too."""

from __future__ import annotations

import pytest

from quizapp import resources
from quizapp.banks.models import Bank
from quizapp.banks.service import check_bank, find_doubles
from quizapp.banks.service import checking as service
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.people.viewer import Viewer
from tests.banks.desk import ids_of, own_bank
from tests.banks.imports import HEADING, Counter
from tests.study import bank_files

ADMIN = Viewer(id=0, is_admin=True)
WRONG = {
    "b1": {"stem": "Which of these is not the day on which bridge 1 was opened?"},
    "b2": {"stem": "When was it opened?"},
    "b4": {"evidence": {"paragraph": 2, "quote": "Nobody says this."}},
}


def checked(database, bank_id, leaf=1):
    with database.reading() as session:
        slug = session.get_one(Bank, bank_id).slug
        return check_bank(session, ADMIN, slug, leaf)


def test_the_worst_comes_first_and_each_question_once(database, people):
    check = checked(database, own_bank(database, people.ada, **WRONG))
    assert {name: [each.slug for each in questions] for name, questions in check.groups.items()} == {
        "wrong": ["b4"], "alone": ["b2"], "wording": ["b1"],
    }  # fmt: skip
    assert [each.slug for each in check.questions] == ["b4", "b2", "b1"]
    assert (check.question_count, check.first, check.last) == (4, 1, 4)


def test_another_question_is_named_by_its_stem_and_found(database, people):
    twice = {"stem": "When was bridge 1 opened?", "key": "1801-03-05"}
    bank_id = own_bank(database, people.ada, b1=twice, b2={**twice, "stem": "When was bridge 1 opened first?"})
    check = checked(database, bank_id)
    (found,) = (finding for each in check.groups["twice"] for finding in each.findings if finding.rule == "R20")
    assert found.message == "Asks the same as “When was bridge 1 opened?”; keep one."
    assert [found.other_id] == ids_of(database, bank_id, "b1")


def test_what_questions_of_one_passage_tell_each_other_stands_last(database, people):
    sentence = "Ada Miller built the Westport lighthouse in 1871."
    evidence = {"paragraph": 1, "quote": sentence}
    asked = [
        {"id": "who", "kind": "text", "stem": "Who built the Westport lighthouse in 1871?", "key": "Ada Miller"},
        {"id": "what", "kind": "text", "stem": "What did Ada Miller build in Westport in 1871?", "key": "lighthouse"},
    ]
    for evidences, group in (([evidence, evidence], "siblings"), ([evidence, None], "leaks")):
        questions = [
            parse_question(raw | ({"evidence": given} if given else {}))
            for raw, given in zip(asked, evidences, strict=True)
        ]
        with database.transaction() as session:
            body = write_yaml(BankFields(title=group), questions)
            bank_id = bank_files.load(session, body, f"{sentence}\n", slug=group).bank_id
        assert list(checked(database, bank_id).groups) == [group]


@pytest.mark.parametrize("wanted", [0, 1, 2, 3, 99])
def test_a_large_bank_is_checked_by_leaves(database, people, monkeypatch, wanted):
    monkeypatch.setattr(service, "PER_LEAF", 3)
    check = checked(database, own_bank(database, people.ada, count=8, **WRONG), wanted)
    leaf = min(max(wanted, 1), 3)
    assert (check.leaf, check.leaf_count, check.first, check.last) == (leaf, 3, leaf * 3 - 2, min(leaf * 3, 8))
    assert {each.slug for each in check.questions} == {1: {"b1", "b2"}, 2: {"b4"}, 3: set()}[leaf]


@pytest.mark.parametrize("name", ["moon-landing", "fall-of-the-roman-republic"])
def test_drafts_chosen_by_default_pass_once_they_are_a_bank(database, people, name):
    text = read((resources.QUESTIONS / name / "reading.md").read_bytes(), "reading.md")
    drafts = draft_questions(analyse(text)).selected
    questions = [parse_question({**draft.raw, "evidence": []}) for draft in drafts]
    assert questions
    with database.transaction() as session:
        bank_id = bank_files.load(session, write_yaml(BankFields(title="Drafts"), questions), slug="drafts").bank_id
    check = checked(database, bank_id)
    assert [(each.stem, each.findings) for each in check.questions] == []
    assert check.whole == []


def test_an_imported_bank_is_checked_alike(database, people, tmp_path):
    counter = Counter(database, tmp_path / "home")
    rows = HEADING + "Where does it flow?,Paris,London,Vienna\n"
    rows += "Which of these does not flow through Paris?,Loire,Seine,Marne\n"
    counter.import_all(people.ada, ("rivers.csv", rows))
    bank_id = counter.questions().popitem()[1].bank_id
    groups = checked(database, bank_id).groups
    assert {name: [each.stem for each in questions] for name, questions in groups.items()} == {
        "alone": ["Where does it flow?"],
        "wording": ["Which of these does not flow through Paris?"],
    }


def test_the_page_names_no_ids_and_leads_to_each_question(runtime, cast, sign_in_as):
    twice = {"stem": "When was bridge 1 opened?", "key": "1801-03-05"}
    bank_id = own_bank(runtime.database, cast.ada, visibility="public", **WRONG, b3=twice)
    ada, eve = sign_in_as("ada"), sign_in_as("eve")
    page = ada.get("/banks/bridges/check").text
    for question_id in ids_of(runtime.database, bank_id, "b1", "b2", "b4"):
        assert f'href="/banks/bridges/questions/{question_id}"' in page
    assert page.index("What is right may be wrong</") < page.index("Not clear by itself</")
    assert "“b1”" not in page
    assert ">R02<" not in page
    assert 'title="R02"' in page
    other = eve.get("/banks/bridges/check").text
    assert "/banks/bridges/questions/" not in other
    assert "/banks/bridges/questions?q=" in other
    for leaf in ("0", "-1", "x", "9" * 30):
        assert ada.get(f"/banks/bridges/check?leaf={leaf}").status_code == 200


def test_lists_show_formulas_and_pictures_as_words(database, people):
    stem = f"Which is more: \\(\\frac{{1}}{{2}} + x^2\\) or ![a scale](media/{'a' * 64}.png)?"
    shown = {"kind": "choice", "stem": stem, "key": "$x^2$", "distractors": ["x", "y"]}
    bank_id = own_bank(database, people.ada, b1=shown, b2=shown | {"stem": f"{stem}?"})
    check = checked(database, bank_id)
    with database.reading() as session:
        pair = find_doubles(session, people.ada, "bridges").pairs[0]
    line = ("Which is more: 1/2 + x² or [picture: a scale]", "x²")
    assert {(each.stem.rstrip("?"), each.answer) for each in check.questions if "scale" in each.stem} == {line}
    assert [(each.stem.rstrip("?"), each.answer) for each in (pair.first, pair.second)] == [line, line]
    messages = " ".join(found.message for each in check.questions for found in each.findings)
    assert "media/" not in messages
    assert "\\frac" not in messages

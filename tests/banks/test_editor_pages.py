"""The pages of the editor: a question made, changed, looked at, taken out; nothing is lost, nothing stored twice."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select, update

from quizapp.banks.models import Bank, QuestionReport, QuestionRow, Revision, Tag
from quizapp.banks.service import get_bank
from quizapp.core.kinds import KINDS, kind_named
from quizapp.core.kinds.editor_steps import begun
from tests.conftest import BEGIN
from tests.core.rendered import Filled
from tests.study import bank_files

NEW = "/banks/bridges/questions/new"
CHOICE = {
    "kind": "choice", "client_id": "0" * 22 + "abcdef0123", "stem": "Who built the mill?", "right": "2",
    "option-1-text": "Orm", "option-2-text": "Aldo", "option-3-text": "",
    "tags": "mills, valley/north", "about": "actor",
}  # fmt: skip


@pytest.fixture
def bank_id(runtime, cast):
    """Give ada a private bank of three bridges."""
    with runtime.database.transaction() as session:
        made = bank_files.load(session, bank_files.bridges(3), bank_files.bridges_text(3)).bank_id
        session.execute(update(Bank).where(Bank.id == made).values(owner_id=cast.ada.id, visibility="private"))
    return made


@pytest.fixture
def ada(sign_in_as, bank_id):
    return sign_in_as("ada")


@pytest.fixture
def rows(runtime, bank_id):
    """Give a reader of the bank's questions by their stems."""

    def read():
        with runtime.database.reading() as session:
            found = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id)).all()
            return {row.body["stem"]: row for row in found}

    return read


def form_of(page):
    """Give the inputs of the editor on a page as a browser would send them."""
    found = re.search(r"<form[^>]*data-editor[^>]*>(.*?)</form>", page.text, re.S)
    return {name: values if len(values) > 1 else values[0] for name, values in Filled(found[1]).values.items()}


def address(row):
    return f"/banks/bridges/questions/{row.id}"


def first(rows):
    return rows()["On what date was bridge 1 opened?"]


def test_a_new_question_is_stored_whole(ada, rows, runtime, bank_id, cast):
    response = ada.post(NEW, CHOICE | {"do": "save"})
    assert response.status_code == 303
    row = rows()["Who built the mill?"]
    assert response.headers["Location"] == address(row)
    assert row.body == {
        "id": "who-built-the-mill-abcdef0123", "kind": "choice", "stem": "Who built the mill?", "key": "Aldo",
        "distractors": ["Orm"], "about": "actor", "tags": ["mills", "valley/north"],
    }  # fmt: skip
    assert (row.position, row.revision, row.about, row.deleted_at) == (4, 1, "actor", None)
    assert "<p>Who built the mill?</p>" in row.rendered["stem"]
    with runtime.database.reading() as session:
        revision = session.get_one(Revision, (row.id, 1))
        assert (revision.change, revision.author_id) == ("created", cast.ada.id)
        assert set(session.scalars(select(Tag.path).where(Tag.question_id == row.id))) == {"mills", "valley/north"}
        bank = get_bank(session, cast.ada, "bridges")
        assert (bank.question_count, bank.outline["actor_names"]) == (4, ["Aldo"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_each_kind_is_begun_filled_saved_and_opened_again(ada, rows, kind):
    begun_form = form_of(ada.get(f"{NEW}?kind={kind.kind}"))
    wanted = begun(kind, kind.fill_editor(kind.example)).as_dict()
    response = ada.post(NEW, {**begun_form, **wanted, "do": "save"})
    assert response.status_code == 303, re.findall(r"entry__error.*", response.text)
    row = rows()[kind.example["stem"]]
    assert {name: value for name, value in row.body.items() if name != "id"} == kind.example
    page = ada.get(address(row))
    assert page.status_code == 200
    again = ada.post(address(row), form_of(page) | {"do": "save"})
    assert again.status_code == 303
    assert rows()[kind.example["stem"]].revision == 1
    assert "Nothing was to be changed" in ada.get(address(row)).text


def test_the_same_form_twice_is_one_question(ada, rows):
    one, two = (ada.post(NEW, CHOICE | {"do": "save"}) for _ in range(2))
    assert one.headers["Location"] == two.headers["Location"]
    assert len(rows()) == 4
    changed = ada.post(NEW, CHOICE | {"do": "save", "option-1-text": "Berta"})
    assert changed.status_code == 409
    assert "Berta" in changed.text
    assert len(rows()) == 4
    assert ada.post(one.headers["Location"], form_of(changed) | {"do": "save"}).status_code == 303
    assert rows()["Who built the mill?"].body["distractors"] == ["Berta"]


def test_save_and_next_begins_one_of_the_same_kind_with_its_tags(ada):
    response = ada.post(NEW, CHOICE | {"do": "next"})
    page = ada.get(response.headers["Location"])
    form = form_of(page)
    assert (form["kind"], form["about"], form["stem"]) == ("choice", "actor", "")
    assert form["tags"] == "mills, valley/north"
    assert form["client_id"] != CHOICE["client_id"]
    assert form["right"] == "1"


def test_problems_stand_beside_their_inputs_and_nothing_typed_is_lost(ada, rows):
    typed = CHOICE | {
        "stem": "",
        "option-1-weight": "lots",
        "explanation": "  as it is\n",
        "worth": "x",
        "do": "save",
    }
    response = ada.post(NEW, typed)
    assert response.status_code == 422
    for name in ("stem", "option-1-weight", "worth"):
        assert f'id="e-{name}-error"' in response.text
        assert f'href="#e-{name}"' in response.text
    assert "Write the question." in response.text
    form = form_of(response)
    assert {name: form[name] for name in typed if name in form and name not in ("do", "about")} == {
        name: text for name, text in typed.items() if name not in ("do", "about")
    }
    assert len(rows()) == 3


@pytest.mark.parametrize(
    ("step", "shown", "gone"),
    [
        ("add option", 'name="option-4-text"', "nothing of it"),
        ("remove option-1", 'name="option-2-text"', 'name="option-1-text"'),
        ("kind multiple", 'type="checkbox" name="right"', 'type="radio" name="right"'),
        ("kind cloze", "data-gap", 'id="e-option-1-text"'),
        ("remove option-77", 'name="option-2-text"', "nothing of it"),
        ("destroy everything", 'name="option-2-text"', "nothing of it"),
        ("preview", "With its answer", "Please mend"),
    ],
)
def test_steps_without_a_script(ada, rows, step, shown, gone):
    response = ada.post(NEW, CHOICE | {"do": step})
    assert response.status_code == 200
    assert shown in response.text
    assert gone not in response.text
    assert "Who built the mill?" in response.text
    assert len(rows()) == 3


def test_rows_move(ada):
    form = form_of(ada.post(NEW, CHOICE | {"do": "up option-2"}))
    assert [name for name in form if name.endswith("-text") and name.startswith("option")][:2] == [
        "option-2-text", "option-1-text",
    ]  # fmt: skip


def test_words_become_gaps_and_gaps_words_again(ada):
    cloze = {"kind": "cloze", "stem": "The [[bridge]] of [[Orm]] is old, \\[[so]].", "do": "gaps"}
    form = form_of(ada.post(NEW, cloze))
    assert (form["stem"], form["gap-1-key"], form["gap-2-key"]) == (
        "The [[1]] of [[2]] is old, \\[[so]].",
        "bridge",
        "Orm",
    )
    form = form_of(ada.post(NEW, form | {"do": "remove gap-1"}))
    assert (form["stem"], form["gap-1-key"]) == ("The bridge of [[1]] is old, \\[[so]].", "Orm")
    assert "gap-2-key" not in form


def test_words_between_brackets_become_gaps_also_by_saving(ada, rows):
    cloze = {"kind": "cloze", "stem": "Built in [[1953]] by [[Orm]].", "client_id": "c" * 32, "do": "save"}
    assert ada.post(NEW, cloze).status_code == 303
    row = rows()["Built in [[1]] by [[2]]."]
    assert row.body["gaps"] == [{"key": 1953}, {"key": "Orm"}]


def test_a_change_is_a_revision_with_its_kind(ada, rows, runtime):
    row = first(rows)
    for changed, change in (({"explanation": "So."}, "cosmetic"), ({"stem": "When?"}, "clarified")):
        form = form_of(ada.get(address(row)))
        assert ada.post(address(row), form | changed | {"do": "save"}).status_code == 303
        with runtime.database.reading() as session:
            latest = select(Revision.change).where(Revision.question_id == row.id).order_by(Revision.number.desc())
            assert session.scalars(latest.limit(1)).one() == change


def test_two_at_once_lose_nothing(ada, sign_in_as, rows):
    row = first(rows)
    mine = form_of(ada.get(address(row)))
    hers = sign_in_as("ann").post(address(row), mine | {"explanation": "Hers.", "do": "save"})
    assert hers.status_code == 303
    response = ada.post(address(row), mine | {"explanation": "Mine.", "do": "save"})
    assert response.status_code == 409
    assert re.search(r"<del>.*?Hers\..*?</del>", response.text)
    assert re.search(r"<ins>.*?Mine\..*?</ins>", response.text)
    assert first(rows).body["explanation"] == "Hers."
    assert ada.post(address(row), form_of(response) | {"do": "save"}).status_code == 303
    assert (first(rows).body["explanation"], first(rows).revision) == ("Mine.", 3)


def test_taken_out_and_brought_back(ada, rows, runtime, cast):
    row = first(rows)
    assert ada.post(f"{address(row)}/removals").status_code == 303
    assert first(rows).deleted_at is not None
    assert "taken out" in ada.get(address(row)).text
    with runtime.database.reading() as session:
        assert get_bank(session, cast.ada, "bridges").question_count == 2
    for _ in range(2):
        assert ada.post(f"{address(row)}/returns").status_code == 303
    assert first(rows).deleted_at is None
    with runtime.database.reading() as session:
        assert get_bank(session, cast.ada, "bridges").question_count == 3


def test_a_copy_is_a_question_of_its_own(ada, rows):
    row = first(rows)
    form = form_of(ada.get(f"{NEW}?like={row.id}"))
    assert form["stem"] == row.body["stem"]
    assert ada.post(NEW, form | {"stem": "Another?", "do": "save"}).status_code == 303
    made = rows()["Another?"]
    assert made.id != row.id
    assert {**made.body, "stem": "", "id": ""} == {**row.body, "stem": "", "id": ""}


def test_a_preview_shows_it_as_students_see_it_and_stores_nothing(ada, rows):
    response = ada.post("/banks/bridges/questions/previews", CHOICE)
    assert (response.status_code, "autofocus" in response.text) == (200, False)
    assert 'class="option"' in response.text
    assert "<h1" not in response.text
    assert "appears here" in ada.post("/banks/bridges/questions/previews", {"kind": "choice"}).text
    assert len(rows()) == 3


@pytest.mark.parametrize("name", ["eve", "sam", "mallory"])
def test_nobody_else_may(ada, sign_in_as, rows, name):
    row, browser = first(rows), sign_in_as(name)
    for path in (NEW, address(row), f"{address(row)}/revisions"):
        assert browser.get(path).status_code in (303, 403, 404)
    for path in (NEW, address(row), f"{address(row)}/removals", f"{address(row)}/revisions", f"{NEW[:-3]}previews"):
        response = browser.post(path, CHOICE | {"do": "save"})
        assert response.status_code in (303, 403, 404)
        assert "/banks/" not in response.headers.get("Location", "/").partition("?")[0]
    assert len(rows()) == 3
    assert first(rows).revision == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "essay"}, 422),
        ({"kind": "choice\0"}, 422),
        ({"kind": "__class__"}, 422),
        (CHOICE | {"client_id": ""}, 409),
        (CHOICE | {"client_id": "%' or 1=1"}, 409),
        (CHOICE | {"like": "99999"}, 404),
        (CHOICE | {"stem": "a\0b"}, 422),
        (CHOICE | {"stem": "x" * 400_000}, 422),
        (CHOICE | {"stem": "x" * 1_000_000}, 413),
        (CHOICE | {f"option-{n}-text": "x" for n in range(1, 400)}, 422),
        (CHOICE | {"right": "9999999999999"}, 422),
    ],
)  # fmt: skip
def test_forged_and_oversized(ada, rows, form, status):
    assert ada.post(NEW, form | {"do": "save"}).status_code == status
    assert len(rows()) == 3


def test_forged_ids(ada, rows, runtime, cast):
    with runtime.database.transaction() as session:
        other = bank_files.load(session, bank_files.bridges(1), slug="other").bank_id
        foreign = session.scalar(select(QuestionRow.id).where(QuestionRow.bank_id == other))
    for question_id in (foreign, 0, 99_999, 2**31, 10**12):
        assert ada.get(f"/banks/bridges/questions/{question_id}").status_code == 404
        assert ada.post(f"/banks/bridges/questions/{question_id}", CHOICE | {"do": "save"}).status_code == 404
    assert ada.get(f"{NEW}?kind=essay").status_code == 404
    assert ada.get(f"{NEW}?like={foreign}").status_code == 404
    form = form_of(ada.get(address(first(rows)))) | {"stem": "New?", "revision": "9" * 30, "do": "save"}
    assert ada.post(address(first(rows)), form).status_code == 409


def test_evidence_can_be_edited_where_there_is_a_reading(ada, rows, runtime):
    row = first(rows)
    form = form_of(ada.get(address(row)))
    told = {"evidence-1-paragraph": "2", "evidence-1-quote": "Bridge 1 was opened", "do": "save"}
    assert ada.post(address(row), form | told).status_code == 303
    assert first(rows).body["evidence"] == {"paragraph": 2, "quote": "Bridge 1 was opened"}
    assert first(rows).sibling_key is not None
    assert "do not stand" not in ada.get(address(row)).text
    lost = form_of(ada.get(address(row))) | {"evidence-1-quote": "Bridge 9 was opened", "do": "save"}
    assert ada.post(address(row), lost).status_code == 303
    assert "do not stand in paragraph 2" in ada.get(address(row)).text
    with runtime.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Revision).where(Revision.question_id == row.id)) == 3


def test_all_kinds_are_offered(ada):
    page = ada.get(NEW).text
    assert [kind for kind in KINDS if f'value="kind {kind.kind}"' not in page] == []
    assert kind_named("choice").label in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"option-3-text": "Orm"}, "“Orm” stands twice among the options"),
        ({"right": ""}, "Say what is right."),
        ({"stem": ""}, "once it has a question and an answer"),
    ],
)
def test_the_preview_says_what_is_in_its_way(ada, typed, said):
    assert said in ada.post("/banks/bridges/questions/previews", CHOICE | typed).text


def test_formulas_between_dollars_are_shown_in_the_preview(ada):
    page = ada.get(NEW)
    assert "Formulas stand between dollar signs" in page.text
    sent = CHOICE | {"stem": "Is $\\frac{1}{2}$ worth $5 or $6?", "option-1-text": "$x^2$"}
    shown = ada.post("/banks/bridges/questions/previews", sent).text
    assert shown.count("<math") >= 2
    assert "worth $5 or $6?" in shown


def test_what_learners_reported_stands_above_the_question(ada, rows, runtime, cast):
    first, second, _ = rows().values()
    with runtime.database.transaction() as session:
        session.add_all(
            QuestionReport(client_id=f"r{n}", question_id=first.id, revision=1, learner_id=cast.sam.id, reason="typo",
                           note="Was it not 1802?", created_at=BEGIN)
            for n in range(2)
        )  # fmt: skip
    page = ada.get(address(first)).text
    assert "What learners reported" in page
    assert "“Was it not 1802?”, 2 times" in page
    assert "What learners reported" not in ada.get(address(second)).text

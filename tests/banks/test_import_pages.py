"""The pages of an import, as a teacher goes through them with and without a script."""

from __future__ import annotations

import base64
import csv
import io
import re
import time

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.core.kinds import KINDS
from quizapp.runners import make_import_runner
from tests.banks.imports import HEADING, PNG, RIVERS
from tests.study import bank_files

NUMBERS = HEADING + "".join(f"What is number {n} of the list?,Answer {n},Wrong {n},Other {n}\n" for n in range(60))


@pytest.fixture
def runner(runtime):
    made = make_import_runner(runtime, poll_seconds=0.05)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def ada(sign_in_as, runner):
    return sign_in_as("ada")


def bring(browser, *files, bank="", client_id="c", text=""):
    data = {"client_id": client_id, "bank": bank, "text": text}
    if files:
        data["files"] = [(io.BytesIO(body if isinstance(body, bytes) else body.encode()), name) for name, body in files]
    response = browser.post("/imports", data, content_type="multipart/form-data")
    assert response.status_code == 303, response.text[:2000]
    return response.headers["Location"]


def settled(browser, address):
    """Give the page of an import once its job has come to an end."""
    ends_at = time.monotonic() + 90
    while time.monotonic() < ends_at:
        page = browser.get(address).text
        if 'data-state="reading"' not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the import did not come to an end")


def send(browser, address, act, **form):
    response = browser.post(f"{address}/{act}", form)
    assert response.status_code == 303, response.text[:2000]
    return response.headers["Location"]


def all_shown(page):
    return re.findall(r'name="shown" value="(\d+)"', page)


def ticked(page):
    return re.findall(r'name="tick" value="(\d+)" checked', page)


def stems(runtime):
    with runtime.database.reading() as session:
        rows = select(QuestionRow.body).join(Bank, Bank.id == QuestionRow.bank_id).order_by(QuestionRow.position)
        visible = rows.where(Bank.deleted_at.is_(None), QuestionRow.deleted_at.is_(None))
        return [body["stem"] for body in session.scalars(visible)]


def test_from_file_over_preview_to_bank_and_back(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    assert "3 questions were found" in page
    assert "Import 3 of 3" in page
    assert "Which river flows through Paris?" in page
    assert "Seine" in page
    assert "line 2" in page
    assert 'value="rivers"' in page
    assert stems(runtime) == []
    shown = all_shown(page)
    send(ada, address, "insertions", shown=shown, tick=ticked(page), title="My rivers", visibility="private")
    page = settled(ada, address)
    assert "3 questions imported" in page
    assert "My rivers" in page
    assert len(stems(runtime)) == 3
    rows = list(csv.DictReader(io.StringIO(ada.get(f"{address}/report").text.removeprefix("\ufeff"))))
    assert next((row["what"], row["stem"]) for row in rows) == ("new", "Which river flows through Paris?")
    send(ada, address, "reversals")
    assert "This import was undone" in ada.get(address).text
    assert stems(runtime) == []
    twice = ada.post(f"{address}/reversals")
    assert twice.status_code == 409
    assert f'href="{address}">Back to the page' in twice.text
    shown_on = {"Referer": "http://localhost/banks?show=mine"}
    assert 'href="/banks?show=mine">Back' in ada.post(f"{address}/reversals", headers=shown_on).text
    foreign = ada.post(f"{address}/reversals", headers={"Referer": "http://[evil.example/banks"})
    assert f'href="{address}">Back to the page' in foreign.text


def test_the_report_of_several_files_names_them_at_their_problems(ada):
    flawed = "What is flawed?\nA. This\nB. That\n\nWhich letter is first?\nA. A\nB. B\nANSWER: A\n"
    unasked = "Where is it? {=here ~there}\n\nThis is a description, and no question.\n"
    address = bring(ada, ("flawed.txt", flawed), ("unasked.gift", unasked), ("refused.xlsx", b"PK\x03\x04 broken"))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Letters", visibility="private")
    report = settled(ada, address)
    assert "2 questions imported" in report
    assert "· flawed.txt</summary>" in report
    assert "1 that cannot be asked here · unasked.gift</summary>" in report
    assert "<strong>refused.xlsx</strong>" in report


def test_pasted_text_is_recognised(ada, runtime):
    page = settled(ada, bring(ada, text="What is the capital of Peru? {=Lima ~Quito ~Bogota}"))
    assert "GIFT" in page
    assert "Import 1 of 1" in page


def test_ticks_survive_going_from_page_to_page(ada, runtime):
    address = bring(ada, ("numbers.csv", NUMBERS))
    page = settled(ada, address)
    shown = all_shown(page)
    assert len(shown) == 25
    location = send(ada, address, "ticks", shown=shown, tick=shown[1:], leaf="2", show="")
    page = ada.get(location).text
    assert "Import 59 of 60" in page
    assert "number 30 of the list" in page
    send(ada, address, "ticks", every="none", shown=[], show="")
    assert "Import 0 of 60" in ada.get(address).text
    again = ada.get(address).text
    location = send(ada, address, "ticks", shown=all_shown(again), tick=all_shown(again)[:2], leaf="1", show="")
    page = ada.get(location).text
    assert "Import 2 of 60" in page
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Two")
    assert len(stems(runtime)) == 2


def test_sent_twice_it_is_imported_once(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    assert bring(ada, ("rivers.csv", RIVERS)) == address
    page = settled(ada, address)
    for _ in range(2):
        send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers")
    assert "yours were not taken" not in ada.get(address).text
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page)[1:], title="Rivers")
    assert "yours were not taken" in ada.get(address).text
    assert len(stems(runtime)) == 3
    with runtime.database.reading() as session:
        assert len(session.scalars(select(Import)).all()) == 1


def test_another_bank_is_compared_before_anything_goes_there(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers")
    more = RIVERS + "Which river flows through Rome?,Tiber,Po,Arno\n"
    address = bring(ada, ("more.csv", more), client_id="d")
    page = settled(ada, address)
    assert "Import 4 of 4" in page
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), bank="rivers")
    page = settled(ada, address)
    assert "Import 1 of 4" in page
    assert "stands there unchanged" in page
    assert len(stems(runtime)) == 3
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), bank="rivers")
    assert len(stems(runtime)) == 4


@pytest.mark.parametrize("act", ["comparisons", "insertions"])
def test_ticks_set_by_hand_stay_beside_another_bank(ada, act):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page)[:1], title="Rivers")
    address = bring(ada, ("more.csv", RIVERS), client_id="d")
    page = settled(ada, address)
    assert ticked(page) == ["0", "1", "2"]
    send(ada, address, act, shown=all_shown(page), tick=["0", "2"], bank="rivers")
    assert ticked(settled(ada, address)) == ["2"]


def test_an_update_is_shown_as_a_difference(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers")
    changed = HEADING + "Which river flows through Paris?,Seine,Loire,Oder\n"
    page = settled(ada, bring(ada, ("c.csv", changed), bank="rivers", client_id="d"))
    assert "changes a question of the bank" in page
    shown = {kind: " ".join(re.findall(rf"<{kind}>(.*?)</{kind}>", page)) for kind in ("del", "ins")}
    assert "Rhine" in shown["del"]
    assert "Volga" in shown["del"]
    assert "Loire" in shown["ins"]
    assert "Oder" in shown["ins"]


def test_a_file_that_is_none_is_refused_with_its_reason(ada, runtime):
    address = bring(ada, ("x.apkg", b"PK\x03\x04 broken"))
    page = settled(ada, address)
    assert "Nothing was imported" in page
    assert "damaged or incomplete" in page
    send(ada, address, "deletions")
    assert ada.get(address).status_code == 404
    assert list((runtime.settings.home / "files").iterdir()) == []


def test_one_refused_file_does_not_cost_the_others(ada):
    page = settled(ada, bring(ada, ("x.bin", b"\0\1\2\3"), ("rivers.csv", RIVERS)))
    assert "Import 3 of 3" in page
    assert "x.bin" in page
    assert "notice--bad" in page


def test_what_cannot_be_asked_is_named_with_what_it_said(ada):
    gift = "Read this first.\n\n::One:: What is 1+1? {=2 ~3}\n"
    page = settled(ada, bring(ada, ("g.gift", gift)))
    assert "cannot be asked here" in page
    assert "Read this first." in page


def test_columns_can_be_said_and_are_remembered(ada):
    table = "Alpha;Beta;Gamma\nWas ist das?;Dies;Das\nWer ist da?;Ich;Du\n"
    address = bring(ada, ("t.csv", table))
    settled(ada, address)
    form = {"file": "0", "format": "csv", "separator": ";", "are_columns_said": "1", "has_header": "1",
            "column": ["stem", "key", "distractor"]}  # fmt: skip
    send(ada, address, "readings", **form)
    page = settled(ada, address)
    assert "Import 2 of 2" in page
    assert "Single choice" in page
    page = settled(ada, bring(ada, ("u.csv", table), client_id="d"))
    assert "Single choice" in page


def test_another_separator_makes_other_columns(ada):
    address = bring(ada, ("t.csv", "Was ist das?;Dies,Das\nWer ist da?;Ich,Du\n"))
    assert 'name="columns_of" value=","' in settled(ada, address)
    form = {"file": "0", "format": "csv", "separator": ";", "columns_of": ",", "are_columns_said": "1",
            "column": ["", ""]}  # fmt: skip
    send(ada, address, "readings", **form)
    assert "Import 2 of 2" in settled(ada, address)


def test_pictures_of_a_preview_are_its_teachers_alone(ada, sign_in_as):
    quiz = "bank: {title: F}\nquestions:\n- {id: a, kind: choice, stem: x, key: y, distractors: [z]}\n"
    settled(ada, bring(ada, ("a.yaml", quiz)))
    moodle = (
        '<?xml version="1.0"?><quiz><question type="truefalse"><name><text>Flag</text></name><questiontext '
        'format="html"><text><![CDATA[<p>Ours? <img src="@@PLUGINFILE@@/f.png" alt="flag"></p>]]></text>'
        f'<file name="f.png" encoding="base64">{base64.b64encode(PNG).decode()}</file></questiontext>'
        '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
        "</question></quiz>"
    )
    address = bring(ada, ("f.xml", moodle), client_id="d")
    page = settled(ada, address)
    source = re.search(rf'src="({address}/media/[0-9a-f]+\.png)"', page)[1]
    response = ada.get(source)
    assert (response.status_code, response.data, response.headers["Content-Type"]) == (200, PNG, "image/png")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert sign_in_as("eve").get(source).status_code == 404
    assert sign_in_as("sam").get(source).status_code == 403


@pytest.mark.parametrize("name", ["eve", "ann", "sam", "mallory"])
def test_an_import_is_its_teachers_alone(ada, sign_in_as, name, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    other = sign_in_as(name)
    expected = {"eve": 404, "ann": 404, "sam": 403, "mallory": 303}[name]
    for path in ("", "/progress", "/report", "/media/" + "a" * 64 + ".png"):
        assert other.get(address + path).status_code == expected
    for act in ("insertions", "ticks", "readings", "comparisons", "deletions", "reversals"):
        assert other.post(f"{address}/{act}", {"title": "x"}).status_code == expected
    assert stems(runtime) == []


def test_somebody_elses_bank_is_nowhere(ada, sign_in_as, runtime):
    eve = sign_in_as("eve")
    address = bring(eve, ("rivers.csv", RIVERS))
    page = settled(eve, address)
    send(eve, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Eves own")
    mine = bring(ada, ("rivers.csv", RIVERS), client_id="d")
    page = settled(ada, mine)
    assert "eves-own" not in page
    for act in ("insertions", "comparisons"):
        assert ada.post(f"{mine}/{act}", {"bank": "eves-own", "shown": ["0"], "tick": ["0"]}).status_code == 404
    data = {"bank": "eves-own", "client_id": "e", "text": "What? {=a ~b}"}
    assert ada.post("/imports", data, content_type="multipart/form-data").status_code == 404
    assert len(stems(runtime)) == 3


@pytest.mark.parametrize(
    "form",
    [
        {"shown": ["-1", "99999999999999999999", "x", "700"], "tick": ["700", "x"]},
        {"shown": ["0"], "tick": ["0"], "leaf": "999999999", "show": "nonsense"},
        {"every": "x" * 1000},
    ],
)
def test_nonsense_in_the_form_of_ticks_does_no_harm(ada, form):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    location = send(ada, address, "ticks", **form)
    assert ada.get(location).status_code == 200


@pytest.mark.parametrize("place", ["-1", "7", "x", "", "9" * 30])
def test_a_file_that_is_not_there_cannot_be_read_again(ada, place):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    assert ada.post(f"{address}/readings", {"file": place, "format": "gift"}).status_code == 404


def test_an_unknown_format_is_told(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    send(ada, address, "readings", file="0", format="nonsense")
    assert "There is no format" in settled(ada, address)


def test_nothing_and_too_much_are_told(ada, runtime):
    for sent in ("", " ", "9" * 37):
        nameless = {"client_id": sent, "text": "What? {=a ~b}"}
        assert ada.post("/imports", nameless, content_type="multipart/form-data").status_code == 409
    empty = ada.post("/imports", {"client_id": "c"}, content_type="multipart/form-data")
    assert empty.status_code == 422
    assert "Choose files above" in empty.text
    both = {"files": [(io.BytesIO(b"x"), "x")], "text": "y"}
    assert ada.post("/imports", both, content_type="multipart/form-data").status_code == 422
    large = {"files": [(io.BytesIO(b"x" * 11_000_000), "a"), (io.BytesIO(b"x" * 9_500_000), "b")]}
    response = ada.post("/imports", large, content_type="multipart/form-data")
    assert response.status_code == 422
    assert "Together they are larger" in response.text


def test_500_megabytes_are_refused_unread(ada):
    body = io.BytesIO(b"--x\r\n" + b"y" * 5_000_000)
    response = ada.client.post(
        "/imports",
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": "500000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"},
    )
    assert response.status_code == 413
    assert "larger than may be uploaded" in response.text
    assert body.tell() < 1_000_000


def test_what_was_read_is_gone_after_a_day(ada, runtime, runner, clock):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    clock.move(hours=25)
    runner._chore_done_at = None
    runner.do_chore()
    assert list((runtime.settings.home / "files").iterdir()) == []
    with runtime.database.reading() as session:
        assert session.scalars(select(Import)).all() == []


def test_every_kind_is_shown_with_its_key(ada):
    page = settled(ada, bring(ada, ("ten.yaml", bank_files.ten_kinds())))
    assert "Import 10 of 10" in page
    for kind in KINDS:
        assert kind.label in page
    assert "Ludwig van Beethoven" in page
    assert 'id="response"' not in page


def test_the_page_of_a_bank_leads_its_owner_to_the_import(ada, sign_in_as):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers", visibility="public")
    assert "/imports?bank=rivers" in ada.get("/banks/rivers").text
    assert "/imports?bank=" not in sign_in_as("eve").get("/banks/rivers").text
    assert "They will go into “Rivers”" in ada.get("/imports?bank=rivers").text
    assert "They will go into" not in sign_in_as("eve").get("/imports?bank=rivers").text


def test_what_a_teacher_brought_is_part_of_their_own_data_and_goes_with_them(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    exported = ada.get("/settings/export").text
    assert '"imports": [' in exported
    assert '"name": "rivers.csv"' in exported
    assert ada.post("/settings/erasure", {"sure": "y"}).status_code == 303
    with runtime.database.reading() as session:
        assert session.scalars(select(Import)).all() == []


def test_a_file_without_one_question_says_why_and_can_be_read_as_something_else(ada):
    address = bring(ada, text="What is 2+2?\nA. 3\nB. 4\nANSWER: C\n")
    page = settled(ada, address)
    assert "0 questions were found." in page
    assert "What is wrong" in page
    assert "Read it as" in page
    assert "Discard it" in page

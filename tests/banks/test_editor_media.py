"""Pictures and sounds in the editor: taken by what their bytes are, given to this bank alone, and never in the way."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, Media, QuestionRow
from quizapp.banks.parcels import ParcelShelf
from quizapp.runners import sweep
from tests.core.rendered import Filled
from tests.study import bank_files

NEW, UPLOAD = "/banks/bridges/questions/new", "/banks/bridges/media"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
MP3 = b"ID3" + bytes(200)
TYPED = {"kind": "choice", "client_id": "a" * 32, "stem": "What is this?", "option-1-text": "A tower", "right": "1"}
BAD = {
    "svg with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page called a picture": b"<!doctype html><script>alert(1)</script>",
    "nothing": b"",
    "text": b"just words",
    "zip": b"PK\x03\x04" + bytes(50),
}


@pytest.fixture
def ada(runtime, cast, sign_in_as):
    with runtime.database.transaction() as session:
        bank_files.load(session, bank_files.bridges(1))
        bank_files.load(session, bank_files.bridges(1), slug="other")
        session.execute(update(Bank).values(owner_id=cast.ada.id, visibility="private"))
    return sign_in_as("ada")


def file(content, name="tower.png"):
    return {"media": (io.BytesIO(content), name)}


def given(runtime):
    with runtime.database.reading() as session:
        return session.execute(select(Bank.slug, Media.suffix).join(Media, Media.bank_id == Bank.id)).all()


def form_of(page):
    found = re.search(r"<form[^>]*data-editor[^>]*>(.*?)</form>", page.text, re.S)
    return {name: values[0] for name, values in Filled(found[1]).values.items()}


@pytest.mark.parametrize(
    ("content", "alt", "words"),
    [
        (PNG, "A [tall] *tower*", r"!\[A \\\[tall\\\] \\\*tower\\\*\]\(media/[0-9a-f]{64}\.png\)"),
        (MP3, "", r'<audio src="media/[0-9a-f]{64}\.mp3"></audio>'),
    ],
)
def test_a_picture_or_sound_is_named_and_served(ada, runtime, content, alt, words):
    response = ada.post(UPLOAD, file(content, "any.exe") | {"media_alt": alt})
    assert response.status_code == 200
    assert re.fullmatch(words, response.text)
    assert [slug for slug, _ in given(runtime)] == ["bridges"]
    name = re.search(r"[0-9a-f]{64}\.\w+", response.text)[0]
    assert ada.get(f"/banks/bridges/media/{name}").data == content
    assert ada.get(f"/banks/other/media/{name}").status_code == 404
    shown = ada.post("/banks/bridges/questions/previews", TYPED | {"stem": response.text, "option-2-text": "No"})
    assert f'src="/banks/bridges/media/{name}"' in shown.text


def test_what_was_put_in_and_never_saved_goes_after_a_week(ada, runtime, clock):
    words = ada.post(UPLOAD, file(PNG) | {"media_alt": "A tower"}).text
    saved = TYPED | {"stem": words, "option-2-text": "No", "do": "save"}
    assert ada.post(NEW, saved).status_code == 303
    clock.move(hours=1)
    for _ in range(2):
        ada.post(UPLOAD, file(MP3, "bell.mp3") | {"media_alt": ""})
        clock.move(days=6)
        clean(runtime)
        assert sorted(given(runtime)) == [("bridges", "mp3"), ("bridges", "png")]
    clock.move(days=2)
    clean(runtime)
    assert given(runtime) == [("bridges", "png")]


def test_the_picture_of_a_question_that_was_moved_stays_for_games_of_its_old_bank(ada, runtime, clock):
    words = ada.post(UPLOAD, file(PNG) | {"media_alt": "A tower"}).text
    assert ada.post(NEW, TYPED | {"stem": words, "option-2-text": "No", "do": "save"}).status_code == 303
    with runtime.database.transaction() as session:
        other = session.scalars(select(Bank.id).where(Bank.slug == "other")).one()
        latest = session.scalars(select(QuestionRow.id).order_by(QuestionRow.id.desc())).first()
        session.execute(update(QuestionRow).where(QuestionRow.id == latest).values(bank_id=other))
    clock.move(days=8)
    clean(runtime)
    assert given(runtime) == [("bridges", "png")]


def clean(runtime):
    sweep(runtime, ParcelShelf(runtime.settings.home / "parcels"), runtime.clock())


def test_without_a_script_it_is_put_behind_the_words(ada):
    response = ada.post(NEW, TYPED | file(PNG) | {"media_alt": "A tower", "do": "media"})
    assert response.status_code == 200
    form = form_of(response)
    assert re.fullmatch(r"What is this\?\n\n!\[A tower\]\(media/[0-9a-f]{64}\.png\)", form["stem"])
    assert (form["option-1-text"], form["media_alt"]) == ("A tower", "")


def test_a_file_that_was_chosen_and_not_put_in_is_not_lost_by_saving(ada):
    response = ada.post(NEW, TYPED | file(PNG) | {"media_alt": "A tower", "do": "save"})
    assert response.status_code == 200
    assert "media/" in form_of(response)["stem"]


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_whatever_it_is_called(ada, runtime, name):
    response = ada.post(UPLOAD, file(BAD[name]) | {"media_alt": "x"})
    assert response.status_code == 422
    page = ada.post(NEW, TYPED | file(BAD[name]) | {"media_alt": "x", "do": "media"})
    assert page.status_code == 422
    assert form_of(page)["stem"] == "What is this?"
    assert 'id="e-media-error"' in page.text
    assert given(runtime) == []


def test_what_is_to_be_seen_is_asked(ada, runtime):
    response = ada.post(UPLOAD, file(PNG) | {"media_alt": "  "}, headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert response.json["message"].startswith("Say in a few words")
    assert given(runtime) == []


@pytest.mark.parametrize(("megabytes", "status"), [(10.2, 422), (50, 413)])
def test_too_large(ada, runtime, megabytes, status):
    huge = PNG + bytes(int(megabytes * 1_000_000))
    assert ada.post(UPLOAD, file(huge) | {"media_alt": "x"}).status_code == status
    assert given(runtime) == []


@pytest.mark.parametrize(("name", "status"), [("eve", 404), ("sam", 403), ("mallory", 303)])
def test_nobody_else_may(ada, sign_in_as, runtime, name, status):
    assert sign_in_as(name).post(UPLOAD, file(PNG) | {"media_alt": "x"}).status_code == status
    assert given(runtime) == []


def test_no_file_is_told(ada):
    assert "Choose a picture" in ada.post(NEW, TYPED | {"do": "media"}).text


PICTURE = f"![a blue square](media/{'a' * 64}.png)"
TYPED_KEYS = {
    "text": ({"key": f"blue\n\n{PICTURE}"}, "key"),
    "a further text": ({"key": "blue", "accept-1-text": PICTURE}, "accept-1-text"),
    "a sound": ({"key": f'<audio src="media/{"b" * 64}.mp3"></audio>'}, "key"),
    "number": ({"kind": "number", "key": f"5 {PICTURE}"}, "key"),
    "date": ({"kind": "date", "key": f"1961 {PICTURE}"}, "key"),
    "gap": ({"kind": "cloze", "stem": "It is [[1]].", "gap-1-kind": "text", "gap-1-key": PICTURE}, "gap-1-key"),
}


@pytest.mark.parametrize(("inputs", "place"), TYPED_KEYS.values(), ids=TYPED_KEYS)
def test_a_typed_answer_is_no_picture(ada, inputs, place):
    sent = {"kind": "text", "client_id": "c" * 32, "stem": "What colour is the square?", **inputs}
    refused = ada.post(NEW, sent)
    assert refused.status_code == 422
    error = re.search(rf'id="e-{place}-error">(.*?)</p>', refused.text, re.S)
    assert error
    assert "a picture or a sound cannot be typed" in error[1].lower()


def test_an_option_is_a_picture(ada):
    words = ada.post(UPLOAD, file(PNG) | {"media_alt": "A tower"}).text
    sent = TYPED | {"option-1-text": words, "option-2-text": "A mill"}
    assert ada.post(NEW, sent).status_code == 303


def test_a_picture_that_no_bank_has_is_refused_with_words(ada):
    sent = TYPED | {"option-1-text": PICTURE, "option-2-text": "A mill"}
    response = ada.post(NEW, sent)
    assert response.status_code == 422
    assert "is not in this bank. Put its file into the field anew." in response.text
    assert form_of(response)["option-1-text"] == PICTURE


def test_a_picture_of_another_bank_is_refused_with_words(ada, runtime):
    words = ada.post("/banks/other/media", file(PNG) | {"media_alt": "A tower"}).text
    sent = TYPED | {"stem": f"What is this?\n\n{words}", "option-2-text": "No"}
    response = ada.post(NEW, sent)
    assert response.status_code == 422
    assert "is not in this bank" in response.text
    assert form_of(response)["option-1-text"] == "A tower"
    with runtime.database.reading() as session:
        assert len(session.scalars(select(QuestionRow)).all()) == 2
    assert ada.post(UPLOAD, file(PNG) | {"media_alt": "A tower"}).status_code == 200
    assert ada.post(NEW, sent).status_code == 303

"""Pictures and sounds of banks: what may be one, who has it, and that nothing of it runs."""

from __future__ import annotations

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, Media, QuestionRow
from quizapp.banks.service.media import SWEPT_AFTER
from quizapp.core.errors import FormatError, NotFound
from quizapp.core.kinds import parse_question
from quizapp.plumbing.files import MediaStore
from quizapp.plumbing.markup import rich, show_media_at, split_gaps, trusted
from tests.conftest import BEGIN
from tests.study import bank_files

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
OGG = b"OggS" + b"\0" * 600
NAME = f"{hashlib.sha256(PNG).hexdigest()}.png"


@pytest.fixture
def store(tmp_path) -> MediaStore:
    return MediaStore(tmp_path / "home" / "media")


def bank_id_of(database, slug="bridges") -> int:
    with database.transaction() as session:
        return bank_files.load(session, bank_files.bridges(1), bank_files.bridges_text(1), slug=slug).bank_id


def test_a_file_is_kept_once_and_for_its_owner_alone(store):
    first, again = banks.put_media(store, PNG), banks.put_media(store, PNG)
    assert first == again
    assert (first.name, first.content_type, first.is_image) == (f"media/{NAME}", "image/png", True)
    path = store.path(first.sha256)
    assert path.read_bytes() == PNG
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [first.sha256]


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"",
        b"GIF",
        b"MZ\x90",
    ],
)
def test_what_is_no_picture_or_sound_is_refused(store, content):
    with pytest.raises(FormatError, match="PNG"):
        banks.put_media(store, content)
    assert not store.folder.exists()


@pytest.mark.parametrize("name", ["..", "../../quizapp.db", "a" * 63, "A" * 64, "a" * 64 + "/", "\0" * 64])
def test_no_other_name_becomes_a_path(store, name):
    with pytest.raises(ValueError, match="not a name"):
        store.path(name)


def test_a_bank_has_what_it_was_given_and_no_other(database, store):
    mine, other = bank_id_of(database), bank_id_of(database, "other")
    cards = [banks.put_media(store, PNG), banks.put_media(store, OGG)]
    with database.transaction() as session:
        banks.give_media(session, mine, cards, BEGIN)
        banks.give_media(session, mine, cards, BEGIN)
    with database.reading() as session:
        assert banks.get_media(session, mine, NAME) == cards[0]
        assert {card.suffix for card in banks.list_media(session, mine)} == {"png", "ogg"}
        for bank_id, name in [(other, NAME), (mine, NAME[:-3] + "gif"), (mine, "x"), (mine, "../" + NAME), (mine, "")]:
            with pytest.raises(NotFound):
                banks.get_media(session, bank_id, name)


def test_only_what_nobody_has_is_swept_and_not_at_once(database, store):
    bank_id = bank_id_of(database)
    kept, orphan = banks.put_media(store, PNG), banks.put_media(store, OGG)
    with database.transaction() as session:
        banks.give_media(session, bank_id, [kept], BEGIN)
    now = datetime.now(UTC)
    with database.reading() as session:
        assert banks.sweep_media(session, store, now) == 0
        assert banks.sweep_media(session, store, now + SWEPT_AFTER + timedelta(minutes=1)) == 1
    assert store.path(kept.sha256).exists()
    assert not store.path(orphan.sha256).exists()


def test_what_is_put_again_is_young_again(store):
    card = banks.put_media(store, PNG)
    long_ago = datetime.now(UTC) - timedelta(days=3)
    os.utime(store.path(card.sha256), (long_ago.timestamp(), long_ago.timestamp()))
    banks.put_media(store, PNG)
    store.remove_old(card.sha256, datetime.now(UTC) - timedelta(hours=1))
    assert store.path(card.sha256).exists()


def test_banks_closed_for_good_lose_their_pictures(database, store, people):
    bank_id = bank_id_of(database)
    with database.transaction() as session:
        banks.give_media(session, bank_id, [banks.put_media(store, PNG)], BEGIN)
        session.execute(update(Bank).values(owner_id=people.ada.id, visibility="private"))
    with database.transaction() as session:
        banks.forget_media(session)
        assert session.scalars(select(Media.sha256)).all()
        session.execute(update(Bank).values(owner_id=None, visibility="public", deleted_at=BEGIN))
        banks.forget_media(session)
        assert session.scalars(select(Media.sha256)).all(), "it was closed by an admin, and can be opened again"
        session.execute(update(Bank).values(owner_id=people.ada.id, visibility="private", deleted_at=None))
        banks.release_banks(session, people.ada.id, BEGIN)
        banks.forget_media(session)
        assert not session.scalars(select(Media.sha256)).all()


@pytest.fixture
def shown(app, runtime, cast) -> str:
    """Make a private bank of ada with a question that shows a picture and one that plays a sound; give its address."""
    picture, sound = banks.put_media(runtime.media, PNG), banks.put_media(runtime.media, OGG)
    question = parse_question(
        {
            "id": "flag",
            "kind": "choice",
            "stem": f'Whose flag? ![A flag]({picture.name}) src="media/x"',
            "key": "Ours",
            "distractors": [f"![Theirs]({picture.name})"],
            "explanation": f'Listen: <audio src="{sound.name}"></audio>',
        }
    )
    with runtime.database.transaction() as session:
        made = bank_files.load(session, bank_files.bridges(1), bank_files.bridges_text(1), slug="flags")
        bank = session.get_one(Bank, made.bank_id)
        bank.owner_id, bank.visibility = cast.ada.id, "private"
        banks.give_media(session, bank.id, [picture, sound], BEGIN)
        row = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank.id)).one()
        row.kind, row.body, row.rendered = question.kind, question.dump(), banks.rendered(question)
    return f"/banks/flags/media/{NAME}"


@pytest.mark.parametrize(
    ("name", "status"),
    [("mallory", 404), ("gil", 404), ("sam", 404), ("eve", 404), ("ada", 200), ("ann", 200)],
)
def test_only_who_may_see_the_bank_gets_its_pictures(sign_in_as, shown, name, status):
    assert sign_in_as(name).get(shown).status_code == status


def test_a_picture_comes_with_a_fixed_type_and_nothing_in_it_runs(sign_in_as, shown):
    response = sign_in_as("ada").get(shown)
    assert response.data == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"].startswith("private, ")


def test_a_player_may_ask_for_a_part_of_a_sound(sign_in_as, shown):
    address = f"/banks/flags/media/{hashlib.sha256(OGG).hexdigest()}.ogg"
    response = sign_in_as("ada").client.get(address, headers={"Range": "bytes=0-3"})
    assert (response.status_code, response.data, response.headers["Content-Type"]) == (206, b"OggS", "audio/ogg")


@pytest.mark.parametrize(
    "tail",
    ["..%2f..%2fquizapp.db", "..%5cquizapp.db", "%2e%2e", "x.png", NAME + "%00", NAME.upper(), NAME[:-3] + "svg"],
)
def test_no_address_leads_elsewhere(sign_in_as, shown, tail):
    assert sign_in_as("ada").client.get(f"/banks/flags/media/{tail}").status_code == 404


def test_a_sitting_shows_them_where_they_lie(sign_in_as, shown):
    page = sign_in_as("ada").get("/study/flags").get_data(as_text=True)
    assert page.count(f'src="{shown}"') == 2
    assert "src=“media/x”" in page or 'src="media/x"' in page or "src=&quot;media/x&quot;" in page
    assert 'src="media/' not in page.replace('src="media/x"', "")


def test_the_address_stands_in_tags_alone():
    html = f'<p>src="media/x" <img alt="a > src=&quot;media/&quot;" src="media/{NAME}"></p>'
    show_media_at("/banks/a&b/media/")
    try:
        found = str(trusted(html))
        assert found == html.replace(f' src="media/{NAME}', f' src="/banks/a&amp;b/media/{NAME}')
        assert str(rich(f"![x](media/{NAME})")) == f'<img src="/banks/a&amp;b/media/{NAME}" alt="x">'
        assert "/banks/a&amp;b/" in str(split_gaps(html)[0]["html"])
    finally:
        show_media_at("")
    assert str(trusted(html)) == html

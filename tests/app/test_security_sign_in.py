"""S7–S10: the cookie, its lives, its death, and the key that signs it."""

from __future__ import annotations

import stat

import pytest

from quizapp.app import create_app, make_runtime, secret_key
from quizapp.people import guard, service
from quizapp.settings import Settings, SettingsError
from tests.browserlike import Browser
from tests.conftest import PASSWORD


def sent_cookie(response) -> tuple[str, set[str]]:
    """Give the cookie's name and its attributes in lower case."""
    (header,) = response.headers.getlist("Set-Cookie")
    first, *rest = header.split("; ")
    return first.partition("=")[0], {part.lower() for part in rest}


class TestAttributes:
    def test_http(self, mallory, cast):
        name, parts = sent_cookie(mallory.sign_in("sam", PASSWORD))
        assert name == "quizapp"
        assert {"httponly", "samesite=lax", "path=/"} <= parts
        assert "secure" not in parts
        assert not any(part.startswith("domain") for part in parts)

    def test_https(self, runtime, cast):
        runtime.settings = Settings(home=runtime.settings.home, base_url="https://quiz.example")
        app = create_app(runtime)
        browser = Browser(app)
        options = {"base_url": "https://quiz.example", "headers": {"Referer": "https://quiz.example/sign-in"}}
        page = browser.get("/sign-in", **options)
        token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        response = browser.post("/sign-in", {"name": "sam", "password": PASSWORD}, token=token, **options)
        name, parts = sent_cookie(response)
        assert name == "__Host-quizapp"
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)
        assert "max-age=31536000" in response.headers["Strict-Transport-Security"]

    def test_shared_computer_keeps_no_cookie(self, mallory, cast):
        _, parts = sent_cookie(mallory.sign_in("sam", PASSWORD, shared="y"))
        assert not any(part.startswith(("expires", "max-age")) for part in parts)

    def test_a_passer_by_gets_no_cookie_for_looking(self, mallory):
        assert mallory.get("/").headers.getlist("Set-Cookie") == []


class TestDeath:
    def test_new_cookie_at_sign_in(self, mallory, cast):
        before = mallory.cookie()
        mallory.sign_in("sam", PASSWORD)
        first = mallory.cookie()
        mallory.sign_in("sam", PASSWORD)
        assert len({before, first, mallory.cookie()}) == 3
        assert mallory.with_cookie(first).who() == "nobody"

    def test_role_change_kills_all(self, sign_in_as, runtime, cast):
        one, other = sign_in_as("sam"), sign_in_as("sam")
        with runtime.database.transaction() as session:
            service.set_role(session, cast.sam.id, "teacher", False)
        assert (one.who(), other.who()) == ("nobody", "nobody")

    def test_a_dead_cookie_is_told_once_and_gives_401_to_scripts(self, sign_in_as, runtime, cast):
        sam = sign_in_as("sam")
        saved = sam.cookie()
        sam.post("/sign-outs")
        replay = sam.with_cookie(saved)
        assert replay.get("/settings/password", headers={"X-Part": "1"}).status_code == 401
        assert replay.get("/settings/password").headers["Location"].startswith("/sign-in?next=")
        assert "no longer signed in" in replay.get("/sign-in").text
        assert "no longer signed in" not in replay.get("/sign-in").text

    def test_changed_cookie_is_nothing(self, sign_in_as):
        sam = sign_in_as("sam")
        value = sam.cookie()
        middle = len(value) // 3
        changed = value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1 :]
        assert sam.with_cookie(changed).who() == "nobody"
        assert sam.with_cookie(value).who() == "Sam"

    @pytest.mark.parametrize(
        "content",
        [None, 7, "x", [], ["1.2"], ["x.y", "0" * 32, 0, 0, 0, False], ["1.2", "short", 0, 0, 0, False],
         ["1.2", "0" * 32, "a", 0, 0, False], ["99999999999999999999.1", "0" * 32, 0, 0, 0, False], {"a": 1}],
    )  # fmt: skip
    def test_a_cookie_of_another_shape_is_a_passer_by(self, mallory, content):
        with mallory.client.session_transaction() as cookie:
            cookie["sign_in"] = content
        assert mallory.get("/settings").status_code == 200
        assert mallory.who() == "nobody"

    def test_yesterdays_database(self, sign_in_as, runtime, cast, password_hash):
        sam, gil = sign_in_as("sam"), sign_in_as("gil")
        with runtime.database.transaction() as session:
            for person in (cast.ada, cast.sam, cast.eve, cast.tess, cast.ann, cast.gil):
                service.sign_out_everywhere(session, person.id)
        for browser in (sam, gil):
            page = browser.get("/settings")
            assert page.status_code == 200
            assert "no longer signed in" in page.text
            assert browser.who() == "nobody"


DAY, HOUR = 24 * 60, 60


class TestLives:
    @pytest.mark.parametrize(
        ("name", "minutes"), [("gil", 30 * DAY), ("sam", 30 * DAY), ("ada", 7 * DAY), ("ann", 12 * HOUR)]
    )
    def test_idle(self, sign_in_as, clock, name, minutes):
        alive, dead = sign_in_as(name), sign_in_as(name)
        clock.move(minutes=minutes - 1)
        assert alive.who() != "nobody"
        clock.move(minutes=2)
        assert dead.who() == "nobody"
        assert alive.who() != "nobody"

    @pytest.mark.parametrize(("name", "days", "step_hours"), [("sam", 180, 200), ("ada", 30, 100), ("ann", 7, 11)])
    def test_absolute(self, sign_in_as, clock, name, days, step_hours):
        browser = sign_in_as(name)
        for _ in range(days * 24 // step_hours):
            clock.move(hours=step_hours)
            assert browser.who() != "nobody"
        clock.move(hours=step_hours)
        assert browser.who() == "nobody"

    def test_guests_have_no_end_while_they_come(self, sign_in_as, clock):
        gil = sign_in_as("gil")
        for _ in range(20):
            clock.move(days=29)
            assert gil.who() == "guest"

    def test_shared_computer(self, mallory, cast, clock):
        mallory.sign_in("sam", PASSWORD, shared="y")
        clock.move(minutes=119)
        assert mallory.who() == "Sam"
        clock.move(minutes=121)
        assert mallory.who() == "nobody"

    def test_seen_is_renewed_hourly_by_pages_and_not_by_parts(self, sign_in_as, clock):
        sam = sign_in_as("sam")
        sam.get("/settings")
        assert sam.get("/settings").headers.getlist("Set-Cookie") == []
        clock.move(minutes=61)
        assert sam.get("/settings/export", headers={"X-Part": "1"}).headers.getlist("Set-Cookie") == []
        assert len(sam.get("/settings/export").headers.getlist("Set-Cookie")) == 1
        assert sam.get("/settings/export").headers.getlist("Set-Cookie") == []

    def test_quiet_views_do_not_lengthen_a_sign_in(self, app, sign_in_as, clock):
        app.add_url_rule("/quiet-one", "quiet_one", guard.quiet(guard.learner(lambda: "ok")))
        sam = sign_in_as("sam")
        clock.move(hours=2)
        response = sam.get("/quiet-one")
        assert (response.text, response.headers.getlist("Set-Cookie")) == ("ok", [])


class TestKey:
    def test_made_at_the_first_start_for_the_owner_only(self, tmp_path):
        settings = Settings(home=tmp_path / "new")
        key = secret_key(settings)
        assert len(key) >= 43
        assert secret_key(settings) == key
        assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700

    @pytest.mark.parametrize("key", ["dev", "short", "x" * 31, "changeme" * 8, "password" * 5])
    def test_weak_ones_stop_the_start(self, tmp_path, key):
        with pytest.raises(SettingsError):
            create_app(make_runtime(Settings(home=tmp_path, secret_key=key)))

    @pytest.mark.parametrize("key", ["", "dev\n", "secret" * 9])
    def test_weak_files_stop_the_start(self, tmp_path, key):
        (tmp_path / "secret_key").write_text(key)
        with pytest.raises(SettingsError):
            create_app(make_runtime(Settings(home=tmp_path)))

    def test_rotation(self, runtime, cast):
        def browser(**keys) -> Browser:
            runtime.settings = Settings(home=runtime.settings.home, **keys)
            app = create_app(runtime)
            return Browser(app)

        old, new = "a1" * 20, "b2" * 20
        first = browser(secret_key=old)
        first.sign_in("sam", PASSWORD)
        assert browser(secret_key=new, secret_key_fallbacks=old).with_cookie(first.cookie()).who() == "Sam"
        assert browser(secret_key=new).with_cookie(first.cookie()).who() == "nobody"

    def test_a_page_open_over_a_rotation_is_still_sent(self, runtime, cast):
        def browser(**keys) -> Browser:
            runtime.settings = Settings(home=runtime.settings.home, **keys)
            return Browser(create_app(runtime))

        old, new, newest = "a1" * 20, "b2" * 20, "c3" * 20
        first = browser(secret_key=old)
        first.sign_in("sam", PASSWORD)
        token, cookie = first.token(), first.cookie()

        def led_to(**keys) -> str:
            return browser(**keys).with_cookie(cookie).post("/settings/everywhere", token=token).headers["Location"]

        assert led_to(secret_key="d4" * 20) == "/sign-in"
        assert led_to(secret_key=new, secret_key_fallbacks=newest) == "/sign-in"
        assert led_to(secret_key=newest, secret_key_fallbacks=f"{old},{new}") == "/"

    def test_a_token_is_signed_by_the_present_key(self, runtime, cast):
        def browser(**keys) -> Browser:
            runtime.settings = Settings(home=runtime.settings.home, **keys)
            return Browser(create_app(runtime))

        old, new = "a1" * 20, "b2" * 20
        first = browser(secret_key=new, secret_key_fallbacks=old)
        first.sign_in("sam", PASSWORD)
        token = first.token()
        later = browser(secret_key=new).with_cookie(first.cookie())
        assert later.post("/settings/everywhere", token=token).status_code == 303


@pytest.mark.parametrize("key", ["dev", "short", "dev" * 20, "a" * 40])
def test_weak_fallback_keys_stop_the_start(tmp_path, key):
    with pytest.raises(SettingsError):
        create_app(make_runtime(Settings(home=tmp_path, secret_key_fallbacks=key)))

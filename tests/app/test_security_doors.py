"""S12, S13: people’s doors tell nobody who has an account, and hold against trying without shutting schools out."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from argon2 import PasswordHasher

from quizapp.people import attempts, passwords
from quizapp.people.models import User
from quizapp.plumbing.limits import Limits, TooMany
from tests.browserlike import Browser
from tests.conftest import PASSWORD

WRONG = "surely not this one"
TIMINGS = 200
#: A hash of this part of the work lets 200 be timed in seconds; what may differ shrinks with it.
LIGHTER = 5


@pytest.fixture
def wall_clock(monkeypatch):
    """Let the limits' clock be moved; they count in seconds since 1970."""
    moved = [0.0]
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


@pytest.fixture
def light_hashes(cast, runtime, monkeypatch):
    """Let all hashes, sam's and the one that stands for nobody's, cost a part of what they cost."""
    light = PasswordHasher(time_cost=passwords.PASSES, memory_cost=passwords.MEMORY_KIB // LIGHTER, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", light)
    passwords._dummy.cache_clear()
    with runtime.database.transaction() as session:
        session.get(User, cast.sam.id).password_hash = light.hash(PASSWORD)
    yield
    passwords._dummy.cache_clear()


def fail(browser, name="sam", times=1):
    return [browser.post("/sign-in", {"name": name, "password": WRONG}).status_code for _ in range(times)]


class TestEnumeration:
    def test_equal_answers(self, cast, mallory):
        token = mallory.token()
        answers = {
            name: mallory.post("/sign-in", {"name": name, "password": WRONG}, token=token)
            for name in ("sam", "nobody-of-that-name")
        }
        known, unknown = answers.values()
        assert known.status_code == unknown.status_code
        bodies = {re.sub(r'"csrf_token" value="[^"]+"', "", answers[name].text.replace(name, "X")) for name in answers}
        assert len(bodies) == 1
        assert list(known.headers.keys()) == list(unknown.headers.keys())

    def test_equal_answers_past_the_limit(self, cast, browser):
        texts = set()
        for name in ("sam", "nobody-of-that-name"):
            stranger = browser()
            assert fail(stranger, name, 12)[-1] == 429
            response = stranger.post("/sign-in", {"name": name, "password": WRONG})
            texts.add(response.text.replace(response.headers["X-Request-Id"], ""))
        assert len(texts) == 1

    def test_equal_times(self, cast, runtime, browser, light_hashes, monkeypatch):
        # The limits are off, for they would end it after ten; processor time, since the machine may be busy otherwise.
        monkeypatch.setattr(attempts.Attempt, "check", lambda _self: None)
        stranger = browser()
        token = stranger.token()
        took: dict[str, list[float]] = {"sam": [], "nobody-of-that-name": []}
        for _ in range(TIMINGS // 2):
            for name, times in took.items():
                begin = time.thread_time()
                stranger.post("/sign-in", {"name": name, "password": WRONG}, token=token)
                times.append(time.thread_time() - begin)
        known, unknown = (statistics.median(times) for times in took.values())
        assert abs(known - unknown) < 0.005 / LIGHTER


class TestSignIn:
    def test_account_is_closed_after_ten_failures(self, cast, browser, wall_clock):
        assert fail(browser(), times=10) == [422] * 10
        # One more try each 30 seconds, from wherever, also for its owner in a new browser.
        assert fail(browser(), times=2) == [422, 429]
        response = browser().post("/sign-in", {"name": "SAM ", "password": PASSWORD})
        assert response.status_code == 429
        assert 1 <= int(response.headers["Retry-After"]) <= 31
        wall_clock(31)
        browser().sign_in("sam", PASSWORD)
        assert fail(browser(), "ada") == [422]

    def test_it_opens_again(self, cast, browser, wall_clock):
        fail(browser(), times=12)
        wall_clock(15 * 60 + 1)
        assert fail(browser(), times=10) == [422] * 10

    def test_a_known_browser_is_not_held_up_and_counts_for_itself(self, sign_in_as, browser):
        known = sign_in_as("sam")
        known.post("/sign-outs")
        fail(browser(), times=12)
        known.sign_in("sam", PASSWORD)
        known.post("/sign-outs")
        assert fail(known, times=12)[-1] == 429

    def test_a_shared_computer_is_not_known(self, cast, browser):
        shared = browser()
        shared.sign_in("sam", PASSWORD, shared="y")
        shared.post("/sign-outs")
        fail(browser(), times=12)
        assert shared.post("/sign-in", {"name": "sam", "password": PASSWORD}).status_code == 429

    def test_password_again_is_the_same_door(self, sign_in_as, browser):
        sam = sign_in_as("sam")
        statuses = [sam.post("/password-again", {"password": WRONG}).status_code for _ in range(12)]
        assert statuses == [422] * 11 + [429]

    def test_address_is_closed_after_200_failures(self):
        limits = Limits()
        for number in range(200):
            attempt = attempts.Attempt(limits, f"name {number}", "203.0.113.7")
            attempt.check()
            attempt.count_failure()
        with pytest.raises(TooMany):
            attempts.Attempt(limits, "another", "203.0.113.7").check()
        attempts.Attempt(limits, "another", "203.0.113.8").check()

    def test_a_school_behind_one_address_is_not_shut_out(self, cast, app):
        for _ in range(30):
            Browser(app, "203.0.113.7").sign_in("sam", PASSWORD)

    def test_a_thousand_with_one_in_twenty_wrong_pass(self):
        limits = Limits()
        for number in range(1_000):
            attempt = attempts.Attempt(limits, f"name {number}", "203.0.113.7")
            attempt.check()
            if number % 20 == 0:
                attempt.count_failure()


class TestNewRows:
    def test_sign_up(self, runtime, browser, wall_clock):
        for _ in range(60):
            runtime.limits.count(attempts.SIGN_UP, "127.0.0.1")
        new = {"name": "Nora", "password": PASSWORD}
        response = browser().post("/sign-up", new)
        assert response.status_code == 429
        assert "Ask your teacher" in response.text
        assert "Retry-After" in response.headers
        elsewhere = Browser(browser().app, "203.0.113.9")
        assert elsewhere.post("/sign-up", new).status_code == 303
        wall_clock(3601)
        assert browser().post("/sign-up", new | {"name": "Otto"}).status_code == 303

    def test_sign_up_counts(self, runtime, browser):
        for number in range(3):
            browser().post("/sign-up", {"name": f"Nora {number}", "password": PASSWORD})
        for _ in range(57):
            runtime.limits.spend(attempts.SIGN_UP, "127.0.0.1")
        assert runtime.limits.is_reached(attempts.SIGN_UP, "127.0.0.1")

    def test_guest_rows(self, runtime, browser, cast, sign_in_as):
        settings = {
            "new_per_day": "5", "reviews_per_day": "50", "buttons": "4", "fixed_way": "", "zone": "UTC",
            "day_start_minutes": "240", "date_order": "", "theme": "auto",
        }  # fmt: skip
        assert browser().post("/settings", settings).status_code == 303
        for _ in range(599):
            runtime.limits.spend(attempts.GUEST_ROWS, "127.0.0.1")
        assert browser().post("/settings", settings).status_code == 429
        # Who has a row already makes none.
        assert sign_in_as("gil").post("/settings", settings).status_code == 303

    def test_ipv6_counts_by_its_network(self, runtime, app):
        for _ in range(60):
            runtime.limits.count(attempts.SIGN_UP, "2001:db8:1:2::")
        same = Browser(app, "2001:db8:1:2:ffff::9")
        assert same.post("/sign-up", {"name": "Nora", "password": PASSWORD}).status_code == 429
        other = Browser(app, "2001:db8:1:3::9")
        assert other.post("/sign-up", {"name": "Nora", "password": PASSWORD}).status_code == 303

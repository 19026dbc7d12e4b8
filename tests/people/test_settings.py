"""The settings page: for accounts, guests and passers-by."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from quizapp.people.models import User
from quizapp.study.models import Preset

WANTED = {
    "new_per_day": "5",
    "reviews_per_day": "50",
    "minutes_per_day": "20",
    "buttons": "4",
    "fixed_way": "recall",
    "zone": "America/New_York",
    "day_start_minutes": "180",
    "date_order": "day_first",
    "theme": "dark",
}


def stored(runtime, user_id):
    with runtime.database.reading() as session:
        return session.get(User, user_id), session.scalars(select(Preset).where(Preset.learner_id == user_id)).one()


def test_everything_is_kept_and_shown(sign_in_as, cast, runtime):
    sam = sign_in_as("sam")
    assert sam.post("/settings", WANTED).status_code == 303
    user, preset = stored(runtime, cast.sam.id)
    assert (user.zone, user.day_start_minutes, user.date_order) == ("America/New_York", 180, "day_first")
    assert (user.theme, user.minutes_per_day) == ("dark", 20)
    assert (preset.new_per_day, preset.reviews_per_day) == (5, 50)
    assert (preset.buttons, preset.fixed_way) == (4, "recall")
    page = sam.get("/settings").text
    assert 'data-theme="dark"' in page
    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["America/New_York", "180"]


def test_empty_means_none(sign_in_as, cast, runtime):
    sam = sign_in_as("sam")
    sam.post("/settings", WANTED)
    sam.post("/settings", WANTED | {"minutes_per_day": "", "fixed_way": "", "date_order": ""})
    user, preset = stored(runtime, cast.sam.id)
    assert (user.minutes_per_day, user.date_order, preset.fixed_way) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("new_per_day", "-1"),
        ("new_per_day", "1000"),
        ("new_per_day", "x"),
        ("new_per_day", "9" * 5000),
        ("reviews_per_day", ""),
        ("minutes_per_day", "0"),
        ("buttons", "3"),
        ("fixed_way", "self"),
        ("zone", "Mars/Olympus"),
        ("day_start_minutes", "7"),
        ("day_start_minutes", "1440"),
        ("date_order", "year_first"),
        ("theme", "neon"),
    ],
)
def test_bad_values_change_nothing(sign_in_as, cast, runtime, field, value):
    sam = sign_in_as("sam")
    sam.post("/settings", WANTED)
    response = sam.post("/settings", WANTED | {"theme": "light", field: value})
    assert response.status_code == 422
    assert 'id="problems"' in response.text
    user, preset = stored(runtime, cast.sam.id)
    assert (user.theme, preset.new_per_day) == ("dark", 5)


def test_looking_makes_no_guest_and_saving_does(mallory, runtime):
    def guests():
        with runtime.database.reading() as session:
            return session.scalar(select(func.count(User.id)))

    mallory.get("/settings")
    assert guests() == 0
    mallory.post("/settings", WANTED)
    assert guests() == 1
    assert mallory.who() == "guest"
    mallory.post("/settings", WANTED | {"theme": "light"})
    assert guests() == 1
    assert 'data-theme="light"' in mallory.get("/settings").text

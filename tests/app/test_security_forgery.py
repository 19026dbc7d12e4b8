"""S6: every unsafe method wants this browser's own token; GET never writes."""

from __future__ import annotations

import hashlib

import pytest

from tests.app.walk import doors
from tests.conftest import PASSWORD


def content(runtime) -> str:
    """Give a digest of all rows."""
    digest = hashlib.sha256()
    with runtime.database.reading() as session:
        driver = session.connection().connection.dbapi_connection
        # The index over questions is no table that can be read; what it is made of is in its question.
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
        for (name,) in driver.execute(f"{named} ORDER BY name").fetchall():
            for row in driver.execute(f'SELECT * FROM "{name}"'):
                digest.update(repr((name, row)).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("token", ["", "wrong", "eyJ.x.y"])
def test_each_unsafe_route_wants_a_token(app, sign_in_as, runtime, token):
    ann = sign_in_as("ann")
    before = content(runtime)
    statuses = {str(d): ann.post(d.path, token=token).status_code for d in doors(app) if d.method != "GET"}
    assert set(statuses.values()) == {400}, statuses
    assert content(runtime) == before


def test_anothers_token_is_refused(sign_in_as):
    sam, ada = sign_in_as("sam"), sign_in_as("ada")
    assert ada.post("/settings/everywhere", token=sam.token()).status_code == 400
    assert ada.who() == "Ada"


def test_a_token_of_before_the_sign_in_is_refused(mallory, cast):
    before = mallory.token()
    mallory.sign_in("sam", PASSWORD)
    assert mallory.post("/settings/everywhere", token=before).status_code == 400


def test_a_token_lives_as_long_as_the_sign_in(sign_in_as, clock):
    sam = sign_in_as("sam")
    token = sam.token()
    clock.move(hours=5)
    assert sam.post("/settings/everywhere", token=token).status_code == 303


def test_a_guests_first_write_leaves_the_open_pages_tokens_good(mallory):
    token = mallory.token()
    settings = {
        "new_per_day": "5", "reviews_per_day": "50", "buttons": "4", "fixed_way": "", "zone": "UTC",
        "day_start_minutes": "240", "date_order": "", "theme": "auto",
    }  # fmt: skip
    assert mallory.post("/settings", settings, token=token).status_code == 303
    assert mallory.post("/settings", settings, token=token).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_other_sites_are_refused_though_the_token_is_right(sign_in_as, headers):
    sam = sign_in_as("sam")
    assert sam.post("/settings/everywhere", headers=headers).status_code == 403
    assert sam.who() == "Sam"


def test_ones_own_site_is_not(sign_in_as):
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert sign_in_as("sam").post("/settings/everywhere", headers=headers).status_code == 303


@pytest.mark.parametrize("actor", ["mallory", "gil", "sam", "ada", "ann"])
def test_get_never_writes(app, sign_in_as, runtime, actor):
    browser = sign_in_as(actor)
    before = content(runtime)
    for door in doors(app):
        if door.method == "GET":
            browser.get(door.path)
            assert content(runtime) == before, door


def test_an_origin_that_is_no_address_is_foreign(sign_in_as):
    sam = sign_in_as("sam")
    assert sam.post("/sign-outs", headers={"Origin": "http://["}).status_code == 403

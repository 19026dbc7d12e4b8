"""Signing in and out by the page."""

from __future__ import annotations

from tests.conftest import PASSWORD


def test_right_password_signs_in(sign_in_as):
    assert sign_in_as("sam").who() == "Sam"


def test_name_is_folded(cast, mallory):
    mallory.sign_in("  SAM ", PASSWORD)
    assert mallory.who() == "Sam"


def test_wrong_password_is_told_beside_the_input(cast, mallory):
    response = mallory.post("/sign-in", {"name": "sam", "password": "not the right one"})
    assert response.status_code == 422
    assert "do not fit together" in response.text
    assert "not the right one" not in response.text
    assert mallory.who() == "nobody"


def test_missing_password_is_told(cast, mallory):
    response = mallory.post("/sign-in", {"name": "sam"})
    assert response.status_code == 422
    assert "Enter the password." in response.text


def test_next_is_followed(cast, mallory):
    response = mallory.post("/sign-in?next=/settings", {"name": "sam", "password": PASSWORD})
    assert response.headers["Location"] == "/settings"


def test_sign_out_ends_it_on_the_server(sign_in_as):
    sam = sign_in_as("sam")
    saved = sam.cookie()
    assert sam.post("/sign-outs").status_code == 303
    assert sam.who() == "nobody"
    assert sam.with_cookie(saved).who() == "nobody"


def test_sign_out_leaves_other_browsers_alone(sign_in_as):
    one, other = sign_in_as("sam"), sign_in_as("sam")
    one.post("/sign-outs")
    assert other.who() == "Sam"


def test_everywhere_ends_all(sign_in_as):
    one, other = sign_in_as("sam"), sign_in_as("sam")
    assert one.post("/settings/everywhere").status_code == 303
    assert (one.who(), other.who()) == ("nobody", "nobody")


def test_another_account_in_the_same_browser_ends_the_first(sign_in_as):
    browser = sign_in_as("sam")
    saved = browser.cookie()
    browser.sign_in("ada", PASSWORD)
    assert browser.who() == "Ada"
    assert browser.with_cookie(saved).who() == "nobody"


def test_signed_in_pages_send_a_passer_by_to_sign_in(mallory):
    response = mallory.get("/settings/password")
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/settings/password"


def test_a_part_gets_401_instead(mallory):
    assert mallory.get("/settings/password", headers={"X-Part": "1"}).status_code == 401
    response = mallory.get("/settings/password", headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.json["error"] == "Please sign in"

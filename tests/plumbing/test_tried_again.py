"""A request that met another writer is done again, whole, before its sender is told."""

from __future__ import annotations

import io

import pytest
from flask import request

from quizapp.core.errors import NotFound
from quizapp.plumbing.db_errors import Collided
from quizapp.plumbing.error_pages import TRIED_AGAIN

FILES = (b"one", b"two")


@pytest.fixture
def seen(app):
    """Give what a view has seen that collides as often as it is told to; its fourth collision is none."""
    found = []

    @app.post("/colliding")
    def colliding():
        files = [file.read().decode() for file in request.files.getlist("file")]
        found.append((request.form["words"], files))
        if len(found) <= int(request.form["times"]):
            raise Collided("The database is busy.")
        if request.form["words"] == "gone":
            raise NotFound("It is gone.")
        return "stored"

    return found


def send(mallory, times, words="mine"):
    return mallory.post(
        "/colliding", {"times": times, "words": words, "file": [(io.BytesIO(body), "f.txt") for body in FILES]},
        content_type="multipart/form-data",
    )  # fmt: skip


@pytest.mark.parametrize("times", range(TRIED_AGAIN + 1))
def test_it_is_done_again_with_all_that_was_sent(mallory, seen, times):
    response = send(mallory, times)
    assert (response.status_code, response.text) == (200, "stored")
    assert seen == [("mine", ["one", "two"])] * (times + 1)


def test_its_sender_is_told_in_the_end(mallory, seen):
    response = send(mallory, 99)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert len(seen) == TRIED_AGAIN + 1


def test_another_error_of_the_second_time_is_told_as_ever(mallory, seen):
    response = send(mallory, 1, "gone")
    assert response.status_code == 404
    assert "It is gone." in response.text

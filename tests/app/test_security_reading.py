"""S6: no page that is only looked at writes, whoever looks and whatever is there to be seen."""

from __future__ import annotations

import re
from itertools import product

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from tests.app.journeys import Recorder, bank_about, content, learn
from tests.documents import brought

#: How many pages at least are there to be seen by whom.
SEES = {"mallory": 10, "gil": 25, "sam": 25, "tess": 15, "ada": 30, "ann": 25}
QUERIES = {
    "/study/ferns": ("?question=1", "?question=99"),
    "/progress": ("?bank=ferns", "?about=actor&period=90", "?way=recall"),
    "/progress/questions": ("?bank=ferns", "?order=forgotten"),
    "/": ("?q=fern",),
}


@pytest.fixture
def lived_in(app, runtime, cast, clock):
    """Give the runtime after sittings of a guest, two students and a teacher, some of them days ago."""
    with runtime.database.transaction() as session:
        bank_id = bank_about(session, "fern", "ferns")
        private_id = bank_about(session, "moss", "mosses", cast.ada.id)
    for name, slug, bank in (("gil", "ferns", bank_id), ("sam", "ferns", bank_id), ("ada", "mosses", private_id)):
        with runtime.database.reading() as session:
            statement = select(QuestionRow.id).where(QuestionRow.bank_id == bank).order_by(QuestionRow.id)
            question_ids = list(session.scalars(statement))
        browser = Recorder(app)
        browser.become(cast[name])
        learn(browser, runtime, slug, question_ids, f"typed by {name}")
        clock.move(days=2)
    brought.put(runtime.database, cast.ada)
    return runtime


def addresses(app, runtime):
    """Give every address that can be looked at, for every bank, answer and for some questions."""
    rows = content(runtime)
    values = {
        "slug": [row["slug"] for row in rows["bank"]],
        "question_id": [str(row["id"]) for row in rows["question"][:7]],
        "client_id": [row["client_id"] for row in rows["review_event"] if row["kind"] == "review"],
        "token": [row["link_token"] for row in rows["bank"] if row["link_token"]],
        "upload_id": [str(row["id"]) for row in rows["upload"]],
        "bank_id": [str(row["id"]) for row in rows["bank"]],
        "draft_id": [str(row["id"]) for row in rows["draft"][:3]],
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods:
            continue
        named = re.findall(r"(<(?:[^<>]*:)?(\w+)>)", rule.rule)
        for chosen in product(*(values.get(name) or ["1"] for _, name in named)):
            path = rule.rule
            for (mark, _), value in zip(named, chosen, strict=True):
                path = path.replace(mark, value)
            yield from (path, *(path + query for query in QUERIES.get(path, ())))


def test_looking_writes_nothing(app, lived_in, sign_in_as):
    before = content(lived_in)
    assert len(before["review_event"]) > 20
    paths = list(addresses(app, lived_in))
    assert len(paths) > 40
    for actor, least in SEES.items():
        browser = sign_in_as(actor)
        shown = 0
        for path in paths:
            shown += browser.get(path).status_code == 200
            browser.get(path, headers={"X-Part": "1"})
        assert content(lived_in) == before, actor
        assert shown >= least, actor


def test_looking_after_days_and_weeks_writes_nothing(app, lived_in, sign_in_as, clock):
    # Cards are due, a cookie is renewed, a sign-in has ended.
    before = content(lived_in)
    browsers = [sign_in_as("gil"), sign_in_as("sam")]
    for days in (1, 20, 40):
        clock.move(days=days)
        for browser in browsers:
            for path in addresses(app, lived_in):
                browser.get(path)
            assert content(lived_in) == before, days

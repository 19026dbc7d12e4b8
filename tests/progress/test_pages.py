"""The pages as a learner sees them: own rows only, filters in the address, words, ceilings, plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.progress.service import Filters, list_studies, overview
from tests.browserlike import Browser
from tests.progress.conftest import Learner, statements
from tests.progress.seeding import (
    NOW,
    TODAY,
    add_bank,
    add_card,
    add_event,
    add_kept,
    add_question,
    add_total,
    add_user,
    met,
    slug_of,
)

CEILING = 12
JARGON = re.compile(r"fsrs|stabilit|\blaps|retrievab|retention|difficult", re.I)
PAGES = ("/progress", "/progress/questions", "/progress/questions?order=forgotten")


class World:
    """A learner with some history, and a stranger with another."""

    def __init__(self, session: Session) -> None:
        self.sam = add_user(session, sign_in_name=None, zone="Europe/Berlin")
        self.eve = add_user(session, sign_in_name=None)
        self.new = add_user(session, sign_in_name=None)
        self.bank = add_bank(session, self.sam, title="Berlin <1945>")
        self.slug = slug_of(session, self.bank)
        self.foreign_slug = slug_of(session, add_bank(session, self.eve, title="Eves own bank"))
        self.question = add_question(session, self.bank, "actor", stem="Who wrote <em>it</em>?")
        add_card(session, self.sam, self.question, due_day=TODAY + 3)
        add_event(session, self.sam, self.question, TODAY - 10, response="<b>me</b>", interval_days=13)
        self.strange = add_question(session, self.bank, stem="A stranger's question?")
        add_event(session, self.eve, self.strange, TODAY - 1, response="her secret")
        add_card(session, self.eve, self.strange)
        for _ in range(3):
            met(session, self.sam, self.bank)
        add_total(session, self.sam, self.bank, TODAY, 4, state="new")
        add_kept(session, self.sam, self.bank, TODAY - 3, 40, 30)
        add_total(session, self.eve, self.bank, TODAY, 7777)


@pytest.fixture
def world(runtime: Runtime) -> World:
    with runtime.database.transaction() as session:
        return World(session)


@pytest.fixture
def browser_of(app: Flask, runtime: Runtime) -> Callable[[int], Browser]:
    def make(learner_id: int) -> Browser:
        with runtime.database.reading() as session:
            viewer = viewer_of(session.get_one(User, learner_id))
        made = Browser(app)
        made.become(viewer)
        return made

    return make


def test_a_passer_by_is_told_what_to_do(app: Flask, runtime: Runtime) -> None:
    page = Browser(app).get("/progress")
    assert page.status_code == 200
    assert "Choose a bank to study" in page.text
    assert "Sign in" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/progress/questions", "/progress/cards/1"])
def test_other_pages_send_a_passer_by_to_sign_in(app: Flask, runtime: Runtime, path: str) -> None:
    page = Browser(app).get(path)
    assert (page.status_code, page.location.split("?")[0]) == (303, "/sign-in")


def test_a_new_learner_sees_the_empty_page(world: World, browser_of: Callable[[int], Browser]) -> None:
    page = browser_of(world.new).get("/progress")
    assert "Nothing to show yet" in page.text
    assert "<svg" not in page.text
    assert "not met any question" in browser_of(world.new).get("/progress/questions").text


def test_the_overview_shows_ones_own_figures(world: World, browser_of: Callable[[int], Browser]) -> None:
    text = browser_of(world.sam).get("/progress").text.replace("\u00a0", " ")
    assert "You gave 4 answers" in text
    assert "4 questions you met for the first time" in text
    assert "3 questions still wait" in text
    assert "75% of 40" in text
    assert "too few" in text
    assert "Berlin &lt;1945&gt;" in text
    assert "7777" not in text
    assert "7,777" not in text
    assert "stranger" not in text
    assert "Eves own bank" not in text
    assert text.count("The same as a table") == 5


@pytest.mark.parametrize("path", PAGES)
def test_learners_read_no_jargon(world: World, browser_of: Callable[[int], Browser], path: str) -> None:
    sam = browser_of(world.sam)
    for shown in (path, f"/progress/cards/{world.question}"):
        text = re.sub(r"<[^>]*>", " ", sam.get(shown).text)
        assert JARGON.findall(text) == []


def test_nothing_is_styled_or_scripted_inline(world: World, browser_of: Callable[[int], Browser]) -> None:
    sam = browser_of(world.sam)
    for path in (*PAGES, f"/progress/cards/{world.question}"):
        assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?! type=\"module\" src)", sam.get(path).text) == []


def test_filters_come_from_the_address(world: World, browser_of: Callable[[int], Browser]) -> None:
    sam = browser_of(world.sam)
    page = sam.get(f"/progress?bank={world.slug}&about=date&way=recall&period=7").text
    assert 'selected value="recall"' in page
    assert f'selected value="{world.slug}"' in page
    assert "in the last 7 days" in page
    assert f"/progress/questions?bank={world.slug}&amp;about=date&amp;way=recall&amp;period=7" in page
    assert "by week" in sam.get("/progress?period=365").text
    assert "not answered any question like this" in sam.get("/progress?about=place&way=self").text


@pytest.mark.parametrize("query", ["about=x", "way=x", "period=8", "period=1e9", "bank=none", "bank=%00", "order=x"])
@pytest.mark.parametrize("path", ["/progress", "/progress/questions"])
def test_a_filter_that_is_none_is_refused(
    world: World, browser_of: Callable[[int], Browser], path: str, query: str
) -> None:
    expected = 200 if (path, query) == ("/progress", "order=x") else 404
    assert browser_of(world.sam).get(f"{path}?{query}").status_code == expected


def test_a_bank_of_somebody_else_is_no_filter(world: World, browser_of: Callable[[int], Browser]) -> None:
    page = browser_of(world.sam).get(f"/progress?bank={world.foreign_slug}")
    assert page.status_code == 404
    assert "Eves own bank" not in page.text


def test_a_card_page_tells_its_history(world: World, browser_of: Callable[[int], Browser]) -> None:
    text = browser_of(world.sam).get(f"/progress/cards/{world.question}").text.replace("\u00a0", " ")
    assert "Who wrote it?" in text
    assert "&lt;b&gt;me&lt;/b&gt;" in text
    assert "It comes back on 7 Mar, in 3 days." in text
    assert "22 Feb, 13:00" in text
    assert '<svg class="chart"' in text


@pytest.mark.parametrize("number", ["strange", 999_999_999, 10**30])
def test_a_card_of_somebody_else_is_not_there(
    world: World, browser_of: Callable[[int], Browser], number: int | str
) -> None:
    question_id = world.strange if number == "strange" else number
    page = browser_of(world.sam).get(f"/progress/cards/{question_id}")
    assert page.status_code == 404
    assert "secret" not in page.text


@pytest.mark.parametrize("query", ["", "?about=date&way=recall", "?period=365"])
def test_pages_keep_to_their_ceiling(
    world: World, browser_of: Callable[[int], Browser], runtime: Runtime, query: str
) -> None:
    sam = browser_of(world.sam)
    with statements(runtime.database) as ran:
        assert sam.get(f"/progress{query}").status_code == 200
    assert len(ran) <= CEILING
    with statements(runtime.database) as ran:
        sam.get("/progress/questions")
    assert len(ran) <= 4
    with statements(runtime.database) as ran:
        sam.get(f"/progress/cards/{world.question}")
    assert len(ran) <= 5


def test_every_statement_seeks(world: World, browser_of: Callable[[int], Browser], runtime: Runtime) -> None:
    sam = browser_of(world.sam)
    with statements(runtime.database) as ran:
        for path in (
            *PAGES,
            f"/progress?bank={world.slug}&about=actor&way=recall",
            f"/progress/cards/{world.question}",
        ):
            sam.get(path)
    for one in ran:
        plan = plan_of(runtime.database, one.sql, one.values)
        scans = [step for step in plan if re.match(r"SCAN (?!\(|CONSTANT|anon_|cards)", step)]
        assert scans == [], f"{one.sql}\n{plan}"
    due = [plan_of(runtime.database, one.sql, one.values) for one in ran if "UNION ALL" in one.sql]
    assert any("ix_card_state_due" in step for step in due[0])
    assert any("ix_card_state_learning" in step for step in due[0])


def plan_of(database: Database, sql: str, values: Any) -> list[str]:
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
    return [str(row[3]) for row in rows]


def test_the_overview_is_the_same_on_both_databases(session: Session, learner: Learner) -> None:
    for back in (0, 5, 100):
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 25, 20)
    met(session, learner.id, learner.bank_id)
    studies = list_studies(session, learner.viewer)
    shown = overview(session, learner.id, TODAY, NOW, Filters(), studies)
    assert (shown.summary.answers, shown.summary.right, shown.summary.due_left) == (25, 20, 1)
    assert [row.both.n for row in shown.retention if row.way is None] == [25, 50, 50, 75]
    assert all(isinstance(day.taken_ms, int) for day in shown.answers)
    assert not shown.is_blank

"""Every route is known and names its guard."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.app.checkout import ROOT
from tests.app.routes import FROZEN, listed

HINT = "If this is meant, run `python -m tests.app.routes` and add the route to tests/app/matrix.csv."


def test_routes_are_the_frozen_ones(whole_app: Flask) -> None:
    assert listed(whole_app) == FROZEN.read_text("utf-8").splitlines(), HINT


def test_each_route_names_its_guard(whole_app: Flask) -> None:
    unguarded = [line for line in listed(whole_app) if line.endswith(" -")]
    assert unguarded == []


def test_no_view_takes_all_but_get_for_a_press() -> None:
    views = sorted((ROOT / "quizapp").glob("*/views/**/*.py"))
    assert views
    test = re.compile(r"request\.method\s*(==|!=|in|not in)\s*\(?.GET")
    assert [view.name for view in views if test.search(view.read_text("utf-8"))] == [], "HEAD needs no token either"


def test_no_route_runs_a_debugger(whole_app: Flask) -> None:
    assert not whole_app.debug
    assert not whole_app.testing
    assert "static" not in whole_app.view_functions


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_odd_methods_are_refused(whole_app: Flask, method: str) -> None:
    assert whole_app.test_client().open("/sign-in", method=method).status_code == 405

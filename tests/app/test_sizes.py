"""Files and functions stay small enough to be read in one go; only migrations may grow."""

from __future__ import annotations

import ast

from tests.app.checkout import ROOT, VERSIONS, dotted, functions, name_of, parsed, python_files

MODULE_LINES = 400
FUNCTION_LINES = 40
#: From its `def` on: guard, form, one call of a service, and what is shown.
VIEW_LINES = 15
FILES = [path for path in python_files("quizapp", "tests") if VERSIONS not in path.parents]


def test_modules_are_short() -> None:
    long = {name_of(p): n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > MODULE_LINES}
    assert long == {}


def test_scripts_are_short() -> None:
    scripts = sorted((ROOT / "static").rglob("*.js"))
    assert len(scripts) > 20
    assert {path.name: n for path in scripts if (n := len(path.read_text("utf-8").splitlines())) > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{f.lineno} {f.name}": lines
        for path in FILES
        for f in functions(parsed(path))
        if (lines := (f.end_lineno or f.lineno) - f.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_views_are_short() -> None:
    views = {
        f"{name_of(path)}:{f.lineno} {f.name}": (f.end_lineno or f.lineno) - f.lineno + 1
        for path in FILES
        if "views" in (path.parent.name, path.stem)
        for f in functions(parsed(path))
        if any(dotted(d.func).startswith("blueprint.") for d in f.decorator_list if isinstance(d, ast.Call))
    }
    assert len(views) > 20
    assert {view: lines for view, lines in views.items() if lines > VIEW_LINES} == {}

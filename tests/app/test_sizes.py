"""Files and functions stay small enough to be read in one go; only migrations may grow."""

from __future__ import annotations

from tests.app.checkout import VERSIONS, functions, name_of, parsed, python_files

MODULE_LINES = 400
FUNCTION_LINES = 40
FILES = [path for path in python_files("quizapp", "tests") if VERSIONS not in path.parents]


def test_modules_are_short() -> None:
    long = {name_of(p): n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > MODULE_LINES}
    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{f.lineno} {f.name}": lines
        for path in FILES
        for f in functions(parsed(path))
        if (lines := (f.end_lineno or f.lineno) - f.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}

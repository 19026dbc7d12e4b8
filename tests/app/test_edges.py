"""What stays at its edge: commits, the clock, dice, markup and SQL text."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.app.checkout import PACKAGE, ROOT, dotted, functions, name_of, parsed, python_files

FILES = python_files("quizapp")
CORE = python_files("quizapp/core")
ROOMS = ("people", "banks", "documents", "study", "live", "progress")
#: Parsers and checkers that do no input or output by themselves.
PURE_LIBRARIES = {
    "fsrs", "genanki", "lxml", "mammoth", "markdown_it", "nh3", "openpyxl", "pypdf", "rapidfuzz", "trafilatura", "yaml",
    "zstandard",
}  # fmt: skip
#: Parts of the standard library that reach a clock, dice, files, processes or a network.
IMPURE = {
    "asyncio", "glob", "http", "multiprocessing", "os", "secrets", "shutil", "signal", "socket", "sqlite3", "ssl",
    "subprocess", "tempfile", "threading", "time", "urllib.request",
}  # fmt: skip
#: SQLite opens files, not bytes: the database in a package needs a private one for as long as it is read.
EXCEPTED = {"core/formats/anki_database.py": {"sqlite3", "tempfile"}}
NOT_IN_CORE = re.compile(
    r"(datetime\.)*(now|utcnow|today)|(datetime|date|datetime\.datetime|datetime\.date)\.(now|utcnow|today)"
    r"|time\.\w+|uuid\.uuid[14]|uuid[14]|open|io\.open|input|print|Path\.(cwd|home)"
    r"|random\.(?!Random$)\w+"
)
FILE_METHODS = ("read_text", "write_text", "read_bytes", "write_bytes")


def calls(tree: ast.AST) -> list[tuple[ast.Call, str]]:
    """List the calls of a tree with the dotted name that is called."""
    return [(node, dotted(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def places_of_calls(path: Path, *names: str) -> list[str]:
    """List where a file calls a method or function of these names, whatever it is called on."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
            if called in names:
                found.append(f"{name_of(path)}:{node.lineno} {called}")
    return found


def is_service(path: Path) -> bool:
    inner = path.relative_to(PACKAGE).parts
    return inner[0] in ROOMS and any(part.removesuffix(".py") in ("service", "models") for part in inner[1:])


def test_nobody_commits_but_the_database() -> None:
    found = [
        place
        for path in FILES
        if path != PACKAGE / "plumbing/write_turns.py"
        for place in places_of_calls(path, "commit")
    ]
    assert found == []


def test_services_open_no_transaction() -> None:
    services = [path for path in FILES if is_service(path)]
    opened = [p for path in services for p in places_of_calls(path, "transaction", "reading", "begin", "rollback")]
    assert services
    assert opened == []


def test_core_imports_nothing_impure() -> None:
    allowed = (sys.stdlib_module_names - IMPURE) | PURE_LIBRARIES | {"quizapp"}
    found = []
    for path in CORE:
        excepted = EXCEPTED.get(path.relative_to(PACKAGE).as_posix(), set())
        for node in ast.walk(parsed(path)):
            for name in imported(node):
                top = name.split(".")[0]
                is_other_room = top == "quizapp" and not name.startswith("quizapp.core")
                if (top not in allowed or name in IMPURE or is_other_room) and name not in excepted:
                    found.append(f"{name_of(path)}:{node.lineno} {name}")
    assert found == []


def imported(node: ast.AST) -> list[str]:
    """Name the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_core_has_no_clock_no_dice_no_files() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in CORE
        for node, name in calls(parsed(path))
        if NOT_IN_CORE.fullmatch(name) or name.rpartition(".")[2] in FILE_METHODS
    ]
    assert found == []


def test_core_makes_no_dice_without_a_seed() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in CORE
        for node, name in calls(parsed(path))
        if name in ("random.Random", "Random") and not node.args
    ]
    assert found == []


def test_only_markup_makes_markup() -> None:
    home = PACKAGE / "plumbing/markup.py"
    makers = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        if path != home
        for node, name in calls(parsed(path))
        if name.rpartition(".")[2] == "Markup"
    ]
    templates = sorted((ROOT / "templates").rglob("*.html"))
    unsafe = [name_of(path) for path in templates if re.search(r"\|\s*safe\b", path.read_text("utf-8"))]
    assert (makers, unsafe) == ([], [])


def test_sql_is_built_from_expressions_or_constant_text() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in FILES
        for node, name in calls(parsed(path))
        if name.rpartition(".")[2] in ("text", "execute", "exec_driver_sql", "executemany", "executescript")
        and node.args
        and is_pieced_together(node.args[0])
        and not is_pragma_of_ours(path, node.args[0])
    ]
    assert found == []


def is_pieced_together(node: ast.expr) -> bool:
    """Whether a text is made at run time: f-string with values, `%`, `+` of texts, `.format()`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return any(isinstance(part, ast.Constant | ast.JoinedStr | ast.BinOp) for part in (node.left, node.right))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def is_pragma_of_ours(path: Path, node: ast.expr) -> bool:
    """Whether this sets a switch of SQLite in the database's own module: a PRAGMA takes no parameters."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else None
    is_pragma = isinstance(first, ast.Constant) and str(first.value).startswith("PRAGMA ")
    return is_pragma and path == PACKAGE / "plumbing/db.py"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_stand_on_top(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    found = [
        f"{name_of(path)}:{node.lineno}"
        for function in functions(parsed(path))
        for node in ast.walk(function)
        # One that saves start-up time says so, in its line or in that of the import above it.
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not any("start-up cost" in line for line in lines[node.lineno - 2 : node.lineno])
    ]
    assert found == []
    assert "TYPE_CHECKING" not in path.read_text("utf-8")

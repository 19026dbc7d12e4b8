"""Style and scripts: small, our own, asking nobody else, with one door from text to page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from quizapp.plumbing.assets import STYLE_LAYERS, Assets
from tests.app.checkout import ROOT, name_of

FOLDER = ROOT / "static"
SCRIPTS = sorted((FOLDER / "js").rglob("*.js"))
STYLES = sorted((FOLDER / "css").glob("*.css"))
TEXTS = [*SCRIPTS, *STYLES, *sorted(FOLDER.rglob("*.svg"))]
SCRIPT_LIMIT_BYTES = 40_000
FIRST_LOAD_LIMIT_BYTES = 45_000
#: Namespaces are names and are never fetched.
NAMESPACES = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xlink|1998/Math/MathML|1999/xhtml)")
FOREIGN = re.compile(r"(?:https?:|wss?:)//|url\(\s*[\"']?//|(?:fetch|import|src|href)\s*[(=]?\s*[\"'`]//", re.I)
DOORS = re.compile(
    r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe"
)
RUN_TEXT = re.compile(r"\beval\(|new Function\(|set(?:Timeout|Interval)\(\s*[\"'`]")
IMPORT = re.compile(r"(?:\bfrom|\bimport)\s*\(?\s*[\"']([^\"']+)[\"']")


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    assert FOREIGN.findall(NAMESPACES.sub("", path.read_text("utf-8"))) == []


def test_scripts_are_small_in_all() -> None:
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in SCRIPTS) <= SCRIPT_LIMIT_BYTES


def test_first_load_is_small() -> None:
    assets = Assets(FOLDER)
    needed = [assets.find(name) for name in ("app.css", "js/app.js", "img/icon.svg")]
    assert all(needed)
    assert sum(len(asset.packed or asset.body) for asset in needed if asset) <= FIRST_LOAD_LIMIT_BYTES


def test_layers_are_those_that_are_served() -> None:
    assert {path.stem for path in STYLES} == set(STYLE_LAYERS)


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_imports_are_relative_and_there(path: Path) -> None:
    for wanted in IMPORT.findall(path.read_text("utf-8")):
        assert wanted.startswith(("./", "../")), wanted
        assert (path.parent / wanted).resolve().is_file(), wanted


def test_one_script_turns_text_into_a_page() -> None:
    doors = [path for path in SCRIPTS if DOORS.search(path.read_text("utf-8"))]
    policies = [path for path in SCRIPTS if "createPolicy(" in path.read_text("utf-8")]
    assert len(policies) <= 1
    assert doors == policies


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_no_text_is_run(path: Path) -> None:
    assert RUN_TEXT.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((FOLDER / "js/behaviours").glob("*.js")), ids=name_of)
def test_behaviour_starts_on_an_element(path: Path) -> None:
    assert re.search(r"^export (?:async )?function start\(element", path.read_text("utf-8"), re.M)


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_style_imports_nothing(path: Path) -> None:
    assert "@import" not in path.read_text("utf-8")

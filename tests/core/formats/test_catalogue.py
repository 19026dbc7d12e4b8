"""Every format is registered, documented, tried on real files or own ones, and held to the laws."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import FORMATS
from quizapp.core.formats.rich_html import to_html
from quizapp.core.formats.rich_text import from_plain
from tests.app.checkout import ROOT
from tests.core.formats import catalogue
from tests.core.formats.test_corpora import EXPECTED, FILES
from tests.core.formats.test_writing_laws import WRITERS

TESTS = ROOT / "tests" / "core" / "formats"
#: Formats whose tests stand under another name.
TESTED_AS = {"bank": "native", "bank-json": "native", "bank-zip": "native_zip", "anki": "apkg", "qti3": "qti2"}
TESTED_AS |= {"cloze": "cloze_text"}


def test_the_page_says_what_the_formats_do() -> None:
    assert catalogue.table_on_the_page() == catalogue.table(), "run: python -m tests.core.formats.catalogue"


@pytest.mark.parametrize("formula", ["$x^2$", "$$x^2$$", r"\(x^2\)", r"\[x^2\]"])
def test_the_page_says_how_formulas_are_written(formula) -> None:
    assert f"`{formula.replace('x^2', '…')}`" in catalogue.PAGE.read_text("utf-8")
    assert to_html(from_plain(formula), lambda _name: None) == r"\(x^2\)"


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_each_format_has_tests_of_its_own(known) -> None:
    path = TESTS / f"test_{TESTED_AS.get(known.name, known.name.replace('-', '_'))}.py"
    words = path.read_text("utf-8")
    assert known.read is not None
    assert "mutilated" in words or (TESTS / f"{path.stem}_hostile.py").exists()
    assert known.label
    assert all(suffix.startswith(".") for suffix in known.suffixes)


def test_names_are_one_format_each() -> None:
    names = [known.name for known in FORMATS]
    assert len(set(names)) == len(names)
    assert [name for known in FORMATS if known.write for name in [known.name]] == WRITERS


@pytest.mark.skipif(not FILES, reason="the corpora ../shared/corpora are not beside this checkout")
def test_every_folder_of_real_files_is_a_format() -> None:
    assert {name.split("/")[0] for name in EXPECTED} <= {known.name for known in FORMATS}


@pytest.mark.skipif(not FILES, reason="the corpora ../shared/corpora are not beside this checkout")
def test_every_counted_file_is_right() -> None:
    wrong = [row for row in catalogue.real_files_on_the_page().values() if " of " in row and not is_whole(row)]
    assert wrong == []


def is_whole(row) -> bool:
    right, _, counted = row.partition("; ")[2].partition(" counted")[0].partition(" of ")
    return right == counted

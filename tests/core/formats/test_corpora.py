"""Real files by others, where they lie beside the checkout: every one is read, and holds what it is known to hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import FORMATS, Outgoing, format_named, recognise
from tests.core.formats.laws import assert_sound

CORPORA = Path(__file__).parents[4] / "shared/corpora"
EXPECTED = json.loads((CORPORA / "expected.json").read_text("utf-8")) if CORPORA.is_dir() else {}
#: Folders of the corpora whose format is listed under the same name.
FOLDERS = [known.name for known in FORMATS if (CORPORA / known.name).is_dir()]
FILES = [path.relative_to(CORPORA).as_posix() for folder in FOLDERS for path in sorted((CORPORA / folder).rglob("*"))]
FILES = [name for name in FILES if (CORPORA / name).is_file()]

#: Files whose content fits several formats equally well: they are read by name of format alone.
AMBIGUOUS = frozenset({"anki-text/anki-text-tags.txt", "gift/pegjs-markdown.gift", "quizlet/zhongwen-input.tsv"})

pytestmark = pytest.mark.skipif(not FILES, reason="the corpora ../shared/corpora are not beside this checkout")


def found_in(name):
    """Read a file by the format of its folder; a refused one holds nothing."""
    try:
        return format_named(name.split("/")[0]).read((CORPORA / name).read_bytes())
    except FormatError:
        assert EXPECTED.get(name, {}).get("expected", 0) == 0, name
        return None


@pytest.mark.parametrize("name", FILES or [""])
def test_a_real_file_holds_what_is_known_of_it(name) -> None:
    parcel = found_in(name)
    if parcel is None:
        return
    assert_sound(parcel)
    if name in EXPECTED:
        assert parcel.found == EXPECTED[name]["expected"], [problem.reason for problem in parcel.problems]


@pytest.mark.parametrize("name", [name for name in FILES if name not in AMBIGUOUS] or [""])
def test_a_real_file_is_recognised(name) -> None:
    if EXPECTED.get(name, {}).get("expected", 1):
        assert recognise((CORPORA / name).read_bytes()).name == name.split("/")[0]


@pytest.mark.parametrize("name", FILES or [""])
def test_a_real_file_goes_out_by_every_format_and_comes_back(name) -> None:
    parcel = found_in(name)
    if parcel is None or not parcel.entries:
        return
    outgoing = Outgoing(parcel.bank, parcel.questions, parcel.media)
    for known in FORMATS:
        if known.write is None:
            continue
        written = known.write(outgoing)
        assert written.written <= len(parcel.questions)
        if known.read is not None and written.written:
            assert known.read(written.content).found == written.written, (known.name, name)

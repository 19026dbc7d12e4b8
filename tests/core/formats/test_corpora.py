"""Real files by others, where they lie beside the checkout: every one is read, and holds what it is known to hold."""

from __future__ import annotations

import json
import re
from collections import Counter
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

#: Tables that say nothing of the program that they are from, so that they are taken for a table: one of three columns
#: without any of Anki's lines at its head, and one with nine columns and a heading, of which Quizlet knows two.
AMBIGUOUS = frozenset({"anki-text/anki-text-tags.txt", "quizlet/zhongwen-input.tsv"})
#: Formats that carry all of a question.
WHOLE = frozenset({"bank", "bank-json", "bank-zip"})

#: What lists of questions call their kinds, as ours; other formats name theirs, and readers keep those names.
KINDS = {
    "MC": ("choice", "multiple", "multichoice"),
    "open answer": ("text",),
    "single": ("choice",),
    "match": ("match", "matching"),
    "pairs": ("text",),
    "term/definition": ("text",),
}
#: What an origin calls them otherwise than the list of what is known.
ALIASES = {"Basic+": ("Basic", "Basic+"), "type-in": ("Basic with type answer",)}
#: No kinds, though they are counted like such.
OTHERS = frozenset({"media", "multi-answer"})
#: These count interactions, of which several may stand in one item.
BY_INTERACTION = frozenset({"qti2/qtiworks-WebDeveloperTest1.zip"})
_KIND = re.compile(r"([A-Za-z][A-Za-z_/+ -]*?) (\d+)(?: \([^)]*\))?")


def kinds_known_of(name):
    """Give how many entries of which kinds a file holds, where that is said kind by kind."""
    known = EXPECTED.get(name, {})
    said = [] if name in BY_INTERACTION else re.split(r"[;:]", str(known.get("kinds", "")))[0].split(", ")
    counts = {match[1]: int(match[2]) for part in said if (match := _KIND.fullmatch(part))}
    return counts if counts and not OTHERS & set(counts) and sum(counts.values()) == known["expected"] else {}


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
        assert len(parcel.entries) == parcel.found - len(parcel.skipped)


@pytest.mark.parametrize("name", [name for name in FILES if kinds_known_of(name)] or [""])
def test_a_real_file_holds_the_kinds_that_are_known_of_it(name) -> None:
    parcel = found_in(name)
    assert parcel is not None
    skipped = Counter(skipped.what.split(" ")[0] for skipped in parcel.skipped)
    foreign = Counter(str(question.origin.get("kind", "")) for question in parcel.questions) + skipped
    ours = Counter(question.kind for question in parcel.questions) + skipped
    for kind, count in kinds_known_of(name).items():
        alike = KINDS.get(kind) or ALIASES.get(kind, (kind,))
        found = ours if kind in KINDS else foreign
        assert sum(found[each] for each in alike) == count, (kind, found)


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
            back = known.read(written.content)
            assert back.found == written.written, (known.name, name)
            if known.name in WHOLE:
                assert back.questions == parcel.questions, (known.name, name)

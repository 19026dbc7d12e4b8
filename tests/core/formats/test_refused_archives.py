"""Archives of no known kind: what is wrong with them is said, with the name of the member."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise


def packed(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", members.pop("packing", zipfile.ZIP_DEFLATED)) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../../etc/evil.txt": "x"}, ("unsafe name", "../../etc/evil.txt")),
        ({"h5p.json": "{}", "content/../../x.json": "{}"}, ("unsafe name", "content/../../x.json")),
        ({"imsmanifest.xml": b" " * 30_000_000}, ("far larger", "imsmanifest.xml", "30,000,000")),
        ({"a.txt": "x", "packing": zipfile.ZIP_BZIP2}, ("unusual way", "a.txt")),
        ({"a.txt": "x"}, ("none of the packages", "Unpack it, and bring what is in it: “a.txt”.")),
    ],
)
def test_the_reason_names_the_member(members, words):
    with pytest.raises(FormatError) as caught:
        recognise(packed(**members))
    assert all(word in caught.value.message for word in words)
    assert caught.value.line is None


@pytest.mark.parametrize("second", range(0, 60, 2))
def test_no_hour_of_packing_makes_a_package_a_table(second):
    packed_then = zipfile.ZipInfo("a.txt", (2026, 11, 27, 1, 8, second))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(packed_then, "x")
    with pytest.raises(FormatError, match="none of the packages"):
        recognise(stream.getvalue())


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08", b"GIF89a", b"ID3\3", b"RIFF", b"\x7fELF", b"SQLite format 3\0", b""])
def test_pictures_sounds_and_programs_are_no_list_of_words(head):
    for seed in range(20):
        with pytest.raises(FormatError):
            recognise(head + random.Random(seed).randbytes(2_000))


def test_a_text_that_begins_like_an_archive_is_read():
    assert recognise(b"PKU\tphenylketonuria\nPKB\tprotein kinase B\nPKC\tprotein kinase C\n").name == "quizlet"


def test_a_stray_control_character_makes_no_text_a_picture():
    assert (
        recognise(b"question,answer\nWhat is 2 + 2?\x07,4\nWhat is 3 + 3?,6\nco\x1eop\x1eer\x1fate,a\n").name == "csv"
    )

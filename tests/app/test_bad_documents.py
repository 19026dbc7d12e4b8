"""Documents that cannot be read: from the command line one line and exit 1, and no bank is left behind."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main
from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers import read
from tests.core.extraction import made_files
from tests.timing import assert_linear, processor_limit

ZEROS = bytes(200 * 1024 * 1024)
WORD = made_files.word_members(made_files.word_paragraph("The Orsk Railway was founded in 1887."))


def bomb(member: str, members: dict[str, str | bytes]) -> bytes:
    return made_files.packed({**members, member: ZEROS})


def nested_bomb() -> bytes:
    """Give a Word document in which a packed bomb stands where the words should be."""
    return made_files.packed({**WORD, "word/document.xml": made_files.packed({"zeros": ZEROS})})


def lying_bomb() -> bytes:
    """Give a Word document that states a small size for what inflates to 200 MiB."""
    content = bytearray(bomb("word/document.xml", WORD))
    stated = struct.pack("<L", len(ZEROS))
    at = content.find(stated)
    while at >= 0:
        content[at : at + 4] = struct.pack("<L", 1_000)
        at = content.find(stated, at + 4)
    return bytes(content)


def overlapping() -> bytes:
    """Give an archive in which 2,000 names share one member's bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in WORD.items():
            archive.writestr(name, words)
        archive.writestr("word/media/0", bytes(1_000_000))
        last = archive.filelist[-1]
        for number in range(1, 2_000):
            info = zipfile.ZipInfo(f"word/media/{number}")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(info, field, getattr(last, field))
            archive.filelist.append(info)
    return buffer.getvalue()


BOOK = made_files.book_members(["<p>The Orsk Railway was founded in 1887.</p>"])
BAD = {
    "scanned.pdf": (made_files.pdf([[], []]), "scanned"),
    "locked.pdf": (made_files.pdf([["The Orsk Railway was founded in 1887."]], password="lamp"), "password"),
    "broken.pdf": (b"%PDF-1.4\nbroken", "damaged"),
    "empty.txt": (b"", "empty.txt"),
    "blank.txt": (b" \n\t\n", "no words"),
    "binary.txt": (bytes(range(256)) * 50, "binary.txt"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "text recognition"),
    "large.txt": (b"words " * 17_000_000, "at most"),
    "scripts.html": (b"<html><body><script>alert(1)</script><style>p{}</style></body></html>", "scripts.html"),
    "bomb.docx": (bomb("word/document.xml", WORD), "more than its size promises"),
    "bomb.epub": (bomb("OEBPS/text/z1.xhtml", BOOK), "more than its size promises"),
    "nested.docx": (nested_bomb(), "nested.docx"),
    "lying.docx": (lying_bomb(), "lying.docx"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["extract", "draft"])
def test_one_line_says_what_is_wrong(command: str, name: str, tmp_path: Path) -> None:
    content, words = BAD[name]
    (tmp_path / name).write_bytes(content)
    with processor_limit(6):
        told = CliRunner().invoke(main, [command, str(tmp_path / name), *(["--json"] if command == "extract" else [])])
    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr.startswith("Error: ")
    assert told.stderr.count("\n") == 1
    assert words in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["bomb.docx", "bomb.epub", "nested.docx", "lying.docx"])
def test_bombs_are_refused_within_two_seconds(name: str) -> None:
    with processor_limit(2), pytest.raises(FormatError):
        read(BAD[name][0], name)


def test_members_that_share_bytes_are_not_inflated() -> None:
    """Only what holds words is taken out of an archive, so copies of a picture cost nothing."""
    with processor_limit(2):
        assert "Orsk Railway" in read(overlapping(), "copies.docx").text


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        (
            "Die Brücke von Orsk wurde am 3. Mai 1887 eröffnet, und der König sprach lange davon. Es war nicht das "
            "erste Mal, dass die Stadt mit dem Ergebnis sehr zufrieden war, und der Rat war es auch.",
            "german.txt",
            "rules for questions are English",
        ),
        ("“The line was opened in 1887, he said. (Nobody [knew why. Lund met King Harald in 1891.", "marks.txt", ""),
    ],
)
def test_another_language_and_unbalanced_marks_are_read(words: str, name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(words, "utf-8")
    told = CliRunner().invoke(main, ["extract", str(tmp_path / name), "--json"])
    assert told.exit_code == 0
    assert said in told.stderr


@pytest.mark.parametrize("unit", ["word ", '"', "“", "(", "a.b.", "é", "\u202e", "\r", "- "])
def test_a_long_line_is_read_in_proportion(unit: str) -> None:
    def read_line(letters: int) -> None:
        read((unit * (letters // len(unit)) + " words").encode(), "line.txt")

    assert_linear(lambda: read_line(50_000), lambda: read_line(200_000), 4)

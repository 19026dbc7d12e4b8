"""Read the tables of a language and give their rows as plain values."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
LANGUAGE = "en"


@cache
def rows(name: str, language: str = LANGUAGE) -> tuple[dict[str, str], ...]:
    """Give a table's rows, each by the names of its columns, in the order of the file."""
    lines = (_FOLDER / language / f"{name}.tsv").read_text("utf-8").splitlines()
    columns = lines[0].lstrip("#").split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:] if line)


def words(cell: str) -> tuple[str, ...]:
    """Part a cell into its words."""
    return tuple(word for word in cell.split("|") if word)


@cache
def tables(language: str = LANGUAGE) -> tuple[str, ...]:
    """List the tables that a language has, by name."""
    return tuple(sorted(path.stem for path in (_FOLDER / language).glob("*.tsv")))


@cache
def cue_words(group: str, language: str = LANGUAGE) -> frozenset[str]:
    """Give the words of a group that a rule about sentences looks for, such as the prepositions of place."""
    return _groups(language)[group]


@cache
def _groups(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("cue_words", language):
        found.setdefault(row["group"], set()).add(row["word"])
    return {group: frozenset(members) for group, members in found.items()}

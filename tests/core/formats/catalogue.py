"""The table of formats in docs/formats.md, made of the formats themselves and of real files by others.

`python -m tests.core.formats.catalogue` writes it anew; the column of real files stays as it is where those are not
beside the checkout.
"""

from __future__ import annotations

from quizapp.core.errors import FormatError
from quizapp.core.formats.parcel import Format
from quizapp.core.formats.registry import FORMATS
from quizapp.core.kinds import KINDS
from tests.app.checkout import ROOT
from tests.core.formats.ten_kinds import FULL, PLAIN, outgoing
from tests.core.formats.test_corpora import CORPORA, EXPECTED, FILES

PAGE = ROOT / "docs" / "formats.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
HEADING = ("Format", "Name", "Files", "Reads", "Writes", "What a written file carries", "Real files by others")
NOTHING = "–"


def rows() -> list[tuple[str, ...]]:
    """Give a row for each format, in their order of value."""
    kept = real_files_on_the_page()
    return [
        (
            known.label,
            f"`{known.name}`",
            " ".join(known.suffixes),
            "yes" if known.read else "no",
            "yes" if known.write else "no",
            carried(known),
            real_files(known.name) if FILES else kept.get(f"`{known.name}`", NOTHING),
        )
        for known in FORMATS
    ]


def carried(known: Format) -> str:
    """Say which kinds a written file has, and how many of the parts that questions may have it loses."""
    if known.write is None:
        return NOTHING
    written = known.write(outgoing((*PLAIN, *FULL)))
    left_out = {loss.what.split(" “")[0] for losses in written.left_out.values() for loss in losses}
    whole = [kind.kind for kind in KINDS if kind.kind not in left_out]
    lost = sorted({loss.part.replace("_", " ") for loss in written.lost if loss.part})
    kinds = "all kinds" if not left_out else ", ".join(whole).replace("_", " ")
    return f"{kinds}; not {', '.join(lost)}" if lost else f"{kinds}, whole"


def real_files(name: str) -> str:
    """Say how many real files were read, and in how many of those of which it is known the entries are all found."""
    files = [file for file in FILES if file.startswith(f"{name}/")]
    if not files:
        return "none at hand; own files"
    known = [file for file in files if file in EXPECTED]
    expected = sum(EXPECTED[file]["expected"] for file in known)
    right = sum(found_in(name, file) == EXPECTED[file]["expected"] for file in known)
    count = f"{len(files)} read" if len(files) != 1 else "1 read"
    return f"{count}; {right} of {len(known)} counted ones right ({expected} entries)" if known else count


def found_in(name: str, file: str) -> int:
    """Count what is found in a real file; a refused one holds nothing."""
    [known] = [each for each in FORMATS if each.name == name]
    assert known.read is not None
    try:
        return known.read((CORPORA / file).read_bytes()).found
    except FormatError:
        return 0


def table() -> str:
    """Give the table as Markdown."""
    lines = [HEADING, tuple("---" for _ in HEADING), *rows()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def table_on_the_page() -> str:
    """Give the table that the page has."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def real_files_on_the_page() -> dict[str, str]:
    """Give what the page says of real files, by the name of the format."""
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table_on_the_page().splitlines()[2:]]
    return {row[1]: row[-1] for row in cells if len(row) == len(HEADING)}


def main() -> None:
    """Write the table of the page anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()

"""Questions as they stand in a letter or a chat: “Q: … A: …”, “Frage: … Antwort: …”, options between them; read only.

What a line says it is, is told by the words that head the columns of tables, in all their languages; the questions are
then read as the rows of such a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.encoding import decode
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.labelled_block import Block
from quizapp.core.formats.labelled_lines import LineReader
from quizapp.core.formats.labelled_options import TwoMeanings, right_ones
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample, TableChoices
from quizapp.core.formats.table_cells import split_options
from quizapp.core.formats.table_keys import Choices, KeyStyle, find_keys
from quizapp.core.formats.table_layout import Layout
from quizapp.core.formats.tables import Line, TableWay, heard_rows, read_rows

_OTHERS = re.compile(r"\s*(?:[{<\[]|bank:|questions:|#(?:separator|html|columns|notetype|deck|tags|guid)\b|::|---\n)")
#: Answers of GIFT.
_BRACED = re.compile(r"\{[^{}]{0,500}[=~#]")
#: Aiken’s own lines, which its reader knows best.
_AIKEN = re.compile(r"^ANSWER:[ \t]*[A-Z][ \t]*$", re.MULTILINE)
_LETTER = re.compile(r"\(([A-Za-z])\)(?=\s|\Z)")
_LABELLED, _BARE = 0.92, 0.84
_FIELDS = ("stem", "key", "option", "distractor", "accept", "explanation", "hints", "tags", "context", "kind", "worth")
_SIGNS = re.compile(r"(?:[\s,;/&+()\[\].:*_]|\b(?:and|und|et|y|e|og|och|и|και)\b)+")
_LABEL_LETTERS, _PARTS_AT_MOST = 4, 8
_STRAY_AT_MOST = 20


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a text whose lines say which of them are questions and answers.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("labelled")
    if notice:
        gatherer.problem(notice)
    reader = LineReader(text.split("\n"))
    reader.read()
    if reader.is_reversed:
        gatherer.problem("Answers stand above their questions here; write each answer below its question.")
    else:
        _read_blocks(reader.blocks, options, gatherer)
        _tell_stray(reader, gatherer)
    gatherer.is_partial = True
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by questions that have an answer below them, each named as such."""
    text = sample.text
    if _OTHERS.match(text) or _BRACED.search(text):
        return 0.0
    reader = LineReader(text.split("\n"))
    reader.read()
    blocks = [block for block in reader.blocks if block.stem]
    answered = sum(block.is_answered for block in blocks)
    if not reader.is_bare and answered:
        # Answers may stand together below the questions, of which the reader then says so.
        answered = max(answered, reader.order.roles.count("key"))
    if not answered or answered < len(blocks) / 2:
        return 0.0
    if reader.is_bare:
        is_aiken = len(_AIKEN.findall(text)) >= answered
        asking = sum(block.asks or reader.is_counted or len(block.options) > 1 for block in blocks)
        return _BARE if asking >= len(blocks) / 2 and not is_aiken else 0.0
    names = {block.name for block in blocks if len(block.name) > 1}
    return _LABELLED if len(names) < 2 and (len(blocks) > 1 or blocks[0].asks) else 0.0


def _read_blocks(blocks: Sequence[Block], options: ReadOptions, gatherer: Gatherer) -> None:
    """Read questions as the rows of a table that has a column for whatever they say."""
    rows = [(block.line, _row(block), block.fault) for block in blocks[: options.rows]]
    if len(blocks) > options.rows:
        gatherer.problem(f"Only the first {options.rows:,} questions were read; split the file to read the rest.")
    widths = {name: max((len(row[name]) for _, row, _ in rows), default=0) for name in _FIELDS}
    columns = tuple(name for name in _FIELDS for _ in range(widths[name]))
    lines: list[Line] = []
    for line, row, fault in rows:
        if fault or not row["key"]:
            reason = fault or "There is no answer below this question; write it in a line of its own: “Answer: …”."
            gatherer.problem(reason, "".join(row["stem"]) or f"line {line}", line)
            continue
        lines.append(
            (line, [cell for name in _FIELDS for cell in [*row[name], *[""] * (widths[name] - len(row[name]))]])
        )
    if lines:
        read_rows(
            heard_rows(lines, options),
            gatherer,
            TableChoices(pairs=options.table.pairs),
            TableWay(Layout(columns, is_named=True)),
        )
    elif not rows:
        gatherer.problem("There is no question in it; write lines such as “Question: …” and “Answer: …”.")


def _row(block: Block) -> dict[str, list[str]]:
    """Give what a question says, each field a list of cells."""
    row = {name: [text for text in block.said.get(name, ()) if text] for name in _FIELDS}
    row["stem"] = [block.stem]
    row["key"] = [_LETTER.sub(r"\1", key) for key in row["key"]] or list(block.marked)
    options, labels = list(block.options), list(block.labels)
    if block.numbered and (row["key"] or len(block.numbered) > 1):
        options, labels = [*options, *block.numbered], [*labels, *block.numbers]
        if not row["key"]:
            block.fault = block.fault or "Of its numbered answers none is said to be right; write “Correct answer: …”."
    elif block.numbered:
        row["key"] = block.numbered[:1]
        if block.number and block.number.isdigit() and block.numbers[0] != block.number:
            block.fault = (
                block.fault or f"The answer below it has the number {block.numbers[0]}; give it the question’s."
            )
    if options:
        row["key"] = _right(block, row["key"], labels, options)
    elif len(row["option"]) == 1:
        options = split_options(row["option"][0], row["key"])
    else:
        options = row["option"]
    if not options and not block.bullets:
        options = _lines_to_choose(block, row)
    if block.bullets:
        if not options and find_keys(row["key"], Choices(block.bullets, ()), KeyStyle()):
            options = block.bullets
        else:
            row["stem"] = ["\n".join([block.stem, "", *(f"- {text}" for text in block.bullets)])]
    row["option"] = [text for text in options if text]
    return row


def _lines_to_choose(block: Block, row: dict[str, list[str]]) -> list[str]:
    """Give options without letters, of which one is the answer, and take them out of the question."""
    lines = [line for line in block.stem.split("\n") if line.strip()]
    key = row["key"][0].strip().casefold() if row["key"] else ""
    below = [line.strip() for line in lines[1:]]
    if _names_lines(key, below):
        block.fault = block.fault or f"The answer “{key.upper()}” names a line above it; write options as “A) …”."
    if key not in [line.casefold() for line in below]:
        return []
    asks = next((place for place in range(len(lines) - 1, -1, -1) if lines[place].strip().endswith(("?", ":"))), -1)
    options = [line.strip() for line in lines[asks + 1 :]]
    if asks < 0 or len(options) < 2 or key not in [text.casefold() for text in options]:
        block.fault = block.fault or "The answer stands in a line of the question; write options as “A) …”."
        return []
    row["stem"] = ["\n".join(lines[: asks + 1])]
    return options


def _names_lines(key: str, lines: Sequence[str]) -> bool:
    """Whether an answer is but letters or numbers that stand before lines: “b”, “(II)”, “1, 3”."""
    parts = [part for part in _SIGNS.split(key) if part][:_PARTS_AT_MOST]
    if not parts or max(map(len, parts)) > _LABEL_LETTERS:
        return False
    signs = [r"\W" if len(part) == 1 else r"[).:\]*]" for part in parts]
    return all(
        any(re.match(rf"\W*{re.escape(part)}{sign}", line.casefold()) for line in lines)
        for part, sign in zip(parts, signs, strict=True)
    )


def _right(block: Block, keys: list[str], labels: Sequence[str], options: Sequence[str]) -> list[str]:
    """Give the texts of the options that the answer names."""
    try:
        named = [right_ones(key, labels, options) for key in keys]
    except TwoMeanings:
        block.fault = (
            block.fault or f"“{keys[0][:60]}” can be understood in two ways; write the words of what is right."
        )
        return keys
    if block.marked and block.said.get("key") and [text for texts in named for text in texts] != block.marked:
        block.fault = block.fault or f"The marked option “{block.marked[0][:60]}” is not the answer below it."
    if not all(named) and not find_keys(keys, Choices(options, labels), KeyStyle()):
        block.fault = block.fault or f"The answer “{', '.join(keys)[:60]}” is none of the options."
    return [text for key, texts in zip(keys, named, strict=True) for text in texts or [key]]


def _tell_stray(reader: LineReader, gatherer: Gatherer) -> None:
    """Name the lines that belong to no question."""
    stray = sorted(reader.stray)
    for line, words in stray[:_STRAY_AT_MOST]:
        gatherer.problem(f"“{words[:60]}” belongs to no question, and was left out.", f"line {line}", line)
    if len(stray) > _STRAY_AT_MOST:
        gatherer.problem(f"{len(stray) - _STRAY_AT_MOST:,} more lines belong to no question, and were left out.")


LABELLED = Format("labelled", "Questions and answers in a text, each named as such", (".txt", ".md"), sniff, read)

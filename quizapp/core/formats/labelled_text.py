"""Questions as they stand in a letter or a chat: “Q: … A: …”, “Frage: … Antwort: …”, options between them; read only.

What a line says it is, is told by the words that head the columns of tables, in all their languages; the questions are
then read as the rows of such a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizapp.core.encoding import decode
from quizapp.core.formats.arranging import arranged, has_answers_apart
from quizapp.core.formats.drawn_boxes import plain_markers
from quizapp.core.formats.exam_truths import judged_sections
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.keys_of_parts import keys_of_parts
from quizapp.core.formats.labelled_gate import doubt
from quizapp.core.formats.labelled_keys import TwoMeanings, right_ones
from quizapp.core.formats.labelled_options import Option
from quizapp.core.formats.labelled_pieces import ASKS
from quizapp.core.formats.labelled_record import Question, read_record
from quizapp.core.formats.labelled_records import Cut
from quizapp.core.formats.labelled_truths import take_truths
from quizapp.core.formats.line_signs import without_bold
from quizapp.core.formats.page_furniture import ANSWERS_ABOVE, has_answers_above, without_furniture
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample, TableChoices
from quizapp.core.formats.rearranged import Rearranged
from quizapp.core.formats.table_cells import split_options
from quizapp.core.formats.table_keys import KeyStyle
from quizapp.core.formats.table_layout import Layout
from quizapp.core.formats.tables import TableWay, heard_rows, read_rows
from quizapp.core.formats.truth_letters import told_by_letters, told_by_printed

_OTHERS = re.compile(r"\s*(?:[{<\[]|bank:|questions:|#(?:separator|html|columns|notetype|deck|tags|guid)\b|::|---\n)")
#: Answers of GIFT.
_BRACED = re.compile(r"\{[^{}]{0,500}[=~#]")
#: Aiken’s own lines, which its reader knows best.
_AIKEN = re.compile(r"^ANSWER:[ \t]*[A-Z][ \t]*$", re.MULTILINE)
_APART, _LABELLED, _BARE = 0.96, 0.92, 0.84
#: More lines of one label are no question.
_CELLS_AT_MOST = 60
#: Letters of options that stand for an answer.
_LETTERS_ALONE = r"\(?[A-Ha-h](?:[\s,&/+]*[A-Ha-h]){0,7}\)?[.)]?"
_LETTERS_OF_TRUTH = ("V", "R", "W", "P")
_FIELDS = ("stem", "key", "option", "distractor", "accept", "explanation", "hints", "tags", "context", "kind", "worth")


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a text whose lines say which of them are questions and answers.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("labelled")
    if notice:
        gatherer.problem(notice)
    raw = judged_sections(plain_markers(text).split("\n"))
    lines, furniture = without_furniture(raw)
    found = keys_of_parts(raw)
    if found is None:
        found = arranged(lines)
    else:
        furniture = []
    if found is None and has_answers_above(lines):
        gatherer.problem(ANSWERS_ABOVE)
        return gatherer.parcel()
    taken = {number for number, _ in furniture}
    numbered = found.lines if found else [each for each in enumerate(lines, 1) if each[0] not in taken]
    cut = Cut([line for _, line in numbered], [number for number, _ in numbered])
    cut.read()
    if cut.is_reversed:
        gatherer.problem("Answers stand above their questions here; write each answer below its question.")
    else:
        questions = [read_record(record, cut.known) for record in cut.records]
        stray = [*cut.stray, *(line for question in questions for line in question.stray)]
        for question, stem in zip(questions, without_bold([each.stem for each in questions]), strict=True):
            question.said["stem"] = [stem]
        take_truths(questions)
        _take_letters(questions)
        if found:
            _take_arranged(questions, found, gatherer)
            stray += found.stray
        _read_questions(questions, cut, options, gatherer, found.extras if found else {})
        gatherer.tell_stray(sorted((*stray, *furniture)))
    gatherer.is_partial = True
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by questions that have an answer below them, each named as such."""
    text = plain_markers(sample.text)
    if _OTHERS.match(text) or _BRACED.search(text):
        return 0.0
    if has_answers_apart(text, plain_markers(sample.tail)):
        return _APART
    cut = Cut(text.split("\n"))
    cut.read()
    questions = [question for record in cut.records if (question := read_record(record, cut.known)).stem]
    answered = sum(question.is_answered for question in questions)
    if not cut.is_bare and answered:
        # Answers may stand together below the questions, of which the reader then says so.
        answered = max(answered, cut.order.roles.count("key"))
    if not answered or answered < len(questions) / 2:
        return 0.0
    if cut.is_bare:
        is_aiken = len(_AIKEN.findall(text)) >= answered
        asking = sum(
            cut.is_counted or len(question.options) > 1 or ASKS.search(question.stem) is not None
            for question in questions
        )
        return _BARE if asking >= len(questions) / 2 and not is_aiken else 0.0
    names = {question.name for question in questions if len(question.name) > 1}
    return _LABELLED if len(names) < 2 and (len(questions) > 1 or ASKS.search(questions[0].stem)) else 0.0


def _take_letters(questions: Sequence[Question]) -> None:
    """Say of statements whether they are true where letters judge them."""
    typed = [each for each in questions if len(each.said.get("key", ())) == 1 and not each.has_options]
    for each in typed:
        if printed := told_by_printed(each.stem, each.said["key"][0]):
            each.said |= {"stem": [printed[0]], "key": [printed[1].title()], "kind": ["true/false"]}
    told = told_by_letters([(each.stem, each.said["key"][0]) for each in typed])
    for place, truth in told.items():
        typed[place].said["key"] = [truth.title()]
        typed[place].said.setdefault("kind", ["true/false"])
    words = [each.said["key"][0].strip() for each in typed]
    if not told and {"True", "False"} & set(words) and any(word in _LETTERS_OF_TRUTH for word in words):
        for each, word in zip(typed, words, strict=True):
            if word in ("True", "False", *_LETTERS_OF_TRUTH):
                each.blame(f"Its answer “{word}” may be a letter for true or false, or a word; write it out.")


def _take_arranged(questions: Sequence[Question], found: Rearranged, gatherer: Gatherer) -> None:
    """Refuse the questions of which it is not sure what is said apart from them."""
    for reason in found.problems:
        gatherer.problem(reason)
    for question in questions:
        question.fault = found.faults.get(question.line, question.fault)
        keys = question.said.get("key", [])
        if keys and not question.has_options and re.fullmatch(_LETTERS_ALONE, keys[0].strip()):
            question.blame(f"Its answer “{keys[0]}” names an option, and it has none; write them as “A) …” below it.")


def _read_questions(
    questions: Sequence[Question],
    cut: Cut,
    options: ReadOptions,
    gatherer: Gatherer,
    extras: Mapping[int, Mapping[str, str]],
) -> None:
    """Read questions as the rows of a table that has a column for whatever they say."""
    rows: list[tuple[int, dict[str, list[str]]]] = []
    if len(questions) > options.rows:
        gatherer.problem(f"Only the first {options.rows:,} questions were read; split the file to read the rest.")
    for question in questions[: options.rows]:
        row = _row(question)
        reason = (
            question.fault
            or _too_many(row)
            or doubt(question, row["key"], row["option"], cut.known, is_bare=_is_unsure(cut))
        )
        if reason:
            gatherer.problem(reason, question.stem or f"line {question.line}", question.line)
        else:
            rows.append((question.line, row))
            for note in question.notes:
                gatherer.problem(note, question.stem, question.line)
    if rows:
        _read_as_table(rows, options, gatherer, extras)
    elif not questions:
        gatherer.problem("There is no question in it; write lines such as “Question: …” and “Answer: …”.")


def _read_as_table(
    rows: Sequence[tuple[int, Mapping[str, Sequence[str]]]],
    options: ReadOptions,
    gatherer: Gatherer,
    extras: Mapping[int, Mapping[str, str]],
) -> None:
    """Read rows whose cells say what they are; what is none of our fields has columns behind them."""
    widths = {name: max(len(row[name]) for _, row in rows) for name in _FIELDS}
    columns = tuple(name for name in _FIELDS for _ in range(widths[name]))
    others = tuple(dict.fromkeys(name for said in extras.values() for name in said))
    lines = [
        (
            line,
            [cell for name in _FIELDS for cell in [*row[name], *[""] * (widths[name] - len(row[name]))]]
            + [extras.get(line, {}).get(name, "") for name in others],
        )
        for line, row in rows
    ]
    heading = (*columns, *others) if others else ()
    way = TableWay(Layout((*columns, *[""] * len(others)), heading, is_named=True), KeyStyle())
    read_rows(heard_rows(lines, options), gatherer, TableChoices(pairs=options.table.pairs), way)


def _too_many(row: Mapping[str, Sequence[str]]) -> str:
    """Say that a question has far too many lines of one label; empty where it has not."""
    name = next((name for name, cells in row.items() if len(cells) > _CELLS_AT_MOST), "")
    return f"It has more than {_CELLS_AT_MOST} lines that each say “{name}”." if name else ""


def _is_unsure(cut: Cut) -> bool:
    """Whether neither a label nor a running number says what is a question."""
    return cut.is_bare and not cut.is_counted


def _row(question: Question) -> dict[str, list[str]]:
    """Give what a question says, each field a list of cells."""
    row = {name: [text for text in question.said.get(name, ()) if text] for name in _FIELDS}
    row["stem"] = [question.stem]
    row["key"] = row["key"] or list(question.marked)
    options = [*question.options, *_numbered(question, row)]
    if options:
        row["option"] = [option.words for option in options]
        if question.said.get("key") or not question.marked:
            row["key"] = _right(question, row["key"], [option.label for option in options], row["option"])
    elif row["option"]:
        row["option"] = split_options(row["option"][0], row["key"]) if len(row["option"]) == 1 else row["option"]
        row["key"] = _right(question, row["key"], [], row["option"])
    else:
        row["option"] = _lines_to_choose(question, row)
    if question.bullets:
        if not row["option"] and _are_all_bullets(question, row["key"]):
            row["option"] = question.bullets
            row["key"] = _right(question, row["key"], [], question.bullets)
        else:
            row["stem"] = ["\n".join([question.stem, "", *(f"- {text}" for text in question.bullets)])]
    return row


def _numbered(question: Question, row: dict[str, list[str]]) -> list[Option]:
    """Give numbered answers where these are options; a single one is the answer."""
    found = question.numbered
    if len(found) == 1 and not row["key"] and not question.options:
        row["key"] = [found[0].words]
        if question.number.isdigit() and found[0].label != question.number:
            question.blame(f"The answer below it has the number {found[0].label}; give it the question’s.")
        return []
    if found and (question.options or not row["key"]):
        question.blame("Of its numbered answers none is said to be right; write “Correct answer: …”.")
    return found


def _are_all_bullets(question: Question, keys: Sequence[str]) -> bool:
    """Whether the answer is one of the lines with bullets, or a list of them."""
    try:
        return bool(keys) and all(right_ones(key, [], question.bullets) for key in keys)
    except TwoMeanings:
        return False


def _lines_to_choose(question: Question, row: dict[str, list[str]]) -> list[str]:
    """Give options without letters, of which one is the answer, and take them out of the question."""
    lines = [line for line in question.stem.split("\n") if line.strip()]
    key = row["key"][0].strip().casefold() if row["key"] else ""
    if key not in [line.strip().casefold() for line in lines[1:]]:
        return []
    asks = next((place for place in range(len(lines) - 1, -1, -1) if lines[place].strip().endswith(("?", ":"))), -1)
    options = [line.strip() for line in lines[asks + 1 :]]
    if asks < 0 or len(options) < 2 or key not in [text.casefold() for text in options]:
        question.blame("The answer stands in a line of the question; write options as “A) …”.")
        return []
    if key.isdecimal() and 0 < int(key) <= len(options) and options[int(key) - 1].casefold() != key:
        question.blame(
            f"“{key}” can be understood in two ways: as an option, and as its number; write options as “A) …”."
        )
    row["stem"] = ["\n".join(lines[: asks + 1])]
    return options


def _right(question: Question, keys: list[str], labels: Sequence[str], options: Sequence[str]) -> list[str]:
    """Give the texts of the options that the answer names."""
    try:
        named = [right_ones(key, labels, options) for key in keys]
    except TwoMeanings:
        question.blame(f"“{keys[0][:60]}” can be understood in two ways; write the words of what is right.")
        return keys
    texts = [text for found in named for text in found]
    if question.marked and question.said.get("key") and texts != question.marked:
        question.blame(f"The marked option “{question.marked[0][:60]}” is not the answer below it.")
    if not all(named):
        question.blame(f"The answer “{', '.join(keys)[:60]}” is none of the options.")
    return texts


LABELLED = Format("labelled", "Questions and answers in a text, each named as such", (".txt", ".md"), sniff, read)

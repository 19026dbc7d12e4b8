"""What the columns of a table are: by a person's choice, by headings in many languages, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizapp.core.formats.heading_pairs import TRUNK, First, find_first, find_first_unknown, heads_list_of_words
from quizapp.core.formats.language_words import language_of
from quizapp.core.formats.own_columns import FIELDS, OWN_COLUMNS, own_column
from quizapp.core.formats.parcel import TableChoices
from quizapp.core.formats.questions_in_text import is_option_line
from quizapp.core.formats.table_guess import columns_by_cells, is_unlike
from quizapp.core.formats.table_shapes import (
    asked_place,
    find_languages,
    find_matrix,
    find_truths,
    is_asked_alone,
    with_option_headings,
)
from quizapp.core.formats.table_words import COLUMN_WORDS, DEFINING_WORDS, TERM_WORDS, plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS

COLUMNS = (
    *("stem", "key", "option", "options", "distractor", "accept", "explanation", "kind", "tags", "hints", "title"),
    *("context", "about", "worth", "limit_seconds", "language", "tolerance", "unit", "rubric", "image", "id"),
)
"""What a column can be, for `TableChoices.columns`: `option` holds one, `options` all in one cell; "" is left aside."""

SAMPLE_ROWS = 200
HEADING_ROWS = 30
_HEADING_CHARS = 200
_NUMBERED = re.compile(r"(.+?) ?(?:no |nr |number )?([a-j]|[0-9]{1,2})")
_SHORT = re.compile(r"(?:a|ans|antw|r|rep|resp|o|alt|var) ?([1-9]|10)")
_NUMBER_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|e|er)? (.+)")
#: What may be a heading though it is not known: a few words, and neither a question nor a number.
_WORDS = re.compile(r"[^\W\d](?:[\w /_()'’-]){0,39}")
#: Means “years” in French, so that it is a heading only beside another that is known.
_WEAK = ["ans"]
_PAIR = 2
#: What no heading ends or begins with.
_ASKS = re.compile(r".*(?:[?？…]|\.\.\.)[\s)]*|[\W\d].*", re.DOTALL)
_ANSWERS = ("key", "option", "options", "distractor")
#: What says how a question is answered.
_TELLING = frozenset((*_ANSWERS, "stem", "kind", "accept", "tolerance", "unit"))


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table; `heading` is its first row where that names them, `is_own` means our own layout.

    `is_guessed` tells that nothing but the cells said what the columns are; `is_part` that its headings are ours, yet
    the question or its answer is not among them; `is_matrix` that options head their columns, and a mark is the key;
    `is_named` that each text says by itself which column it is; `is_likely` that headings may be
    the first pair, or the first pair headings.
    """

    columns: tuple[str, ...]
    heading: tuple[str, ...] = ()
    is_own: bool = False
    is_guessed: bool = False
    is_part: bool = False
    is_matrix: bool = False
    is_named: bool = False
    is_likely: bool = False

    @property
    def is_pairs(self) -> bool:
        """Tell whether rows are pairs of a question and its answer alone."""
        return sorted(column for column in self.columns if column in _TELLING) == ["key", "stem"]

    @property
    def numbering(self) -> range:
        """The places of the columns that number the rows of a table whose cells alone said what its columns are."""
        return range(self.columns.index("stem") if self.is_guessed and "stem" in self.columns else 0)

    @property
    def unsaid(self) -> frozenset[str]:
        """The fields of questions of which a table in our own layout says nothing, having no column for them."""
        if not self.is_own:
            return frozenset()
        left_out = FIELDS.difference(self.columns)
        return left_out if "distractor" in self.columns else left_out | {"distractors"}

    def places(self, column: str) -> list[int]:
        """List the places of the columns that are this."""
        return [place for place, name in enumerate(self.columns) if name == column]


def find_layout(rows: Sequence[Sequence[str]], choices: TableChoices) -> Layout:
    """Find the layout by a table’s first rows."""
    if not rows:
        return Layout(())
    if not choices.columns and (places := _filled_places(rows)) is not None:
        filled = [[row[place] for place in places if place < len(row)] for row in rows]
        found = find_layout(filled, choices)
        names = dict(zip(places, found.columns, strict=False))
        spread = tuple(names.get(place, "") for place in range(max(map(len, rows))))
        return replace(found, columns=spread, heading=tuple(rows[0]) if found.heading else ())
    heading = tuple(rows[0])
    if not choices.columns and choices.has_header is not False and (shaped := _by_shape(rows)):
        return shaped
    first = _first_of_pairs(rows) if choices.has_header is None else None
    is_likely = first is not None and first.is_likely
    is_row = choices.has_header is False or (choices.has_header is None and _is_row(rows))
    by_heading = None if is_row else _named_columns(heading)
    has_heading = by_heading is not None or choices.has_header is True
    if choices.columns:
        columns = tuple(name if name in COLUMNS else "" for name in choices.columns)
        is_matrix = has_heading and "key" not in columns and find_matrix(rows, _may_be_option) is not None
        return Layout(columns, heading if has_heading else (), is_matrix=is_matrix)
    if choices.has_header is not False and _are_part_of_ours(heading):
        return Layout(by_heading or ("",) * len(heading), heading, is_part=True)
    if by_heading is not None:
        return Layout(by_heading, heading, is_ours(rows), is_likely=is_likely)
    if first is None and choices.has_header is None and len(heading) == _PAIR:
        first = find_first_unknown(rows)
        is_likely, has_heading = first.is_likely, first.is_heading
    body = rows[1:] if has_heading else rows
    columns = columns_by_cells(body)
    if not has_heading and "option" in columns and is_unlike(columns, rows):
        has_heading = True
    return Layout(columns, heading if has_heading else (), is_guessed=True, is_likely=is_likely)


def _by_shape(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Find the layout of a table whose headings are not words for columns: languages, or the options themselves."""
    heading = tuple(rows[0])
    meanings = [column_of(cell)[0] for cell in heading]
    beside = tuple("" if name in (*_ANSWERS, "stem", "answer", "accept") else name for name in meanings)
    matrix = find_matrix(rows, _may_be_option)
    if matrix is not None and is_asked_alone(meanings, stem := asked_place(meanings, *matrix), places := matrix[1]):
        columns = ["option" if place in places else name for place, name in enumerate(beside)]
        columns[stem] = "stem"
        return Layout(tuple(columns), heading, is_matrix=True)
    pair = None if set(meanings) & {*_ANSWERS, "stem", "answer"} else find_languages(rows)
    if pair is None and (len(heading) == _PAIR or _columns_by_heading(heading) is None):
        pair = find_truths(rows, meanings)
    if pair is not None:
        asked = {pair[0]: "stem", pair[1]: "key"}
        return Layout(tuple(asked.get(place, name) for place, name in enumerate(beside)), heading)
    has_both = "stem" in meanings and not {"key", "answer"}.isdisjoint(meanings)
    named = with_option_headings(rows) if has_both else None
    if named is None:
        return None
    found = find_layout(named, TableChoices())
    return replace(found, heading=heading) if found.heading and not found.is_guessed else None


def _may_be_option(heading: str) -> bool:
    is_free = column_of(heading)[0] in ("", "option") or plain_word(heading) in TRUTH_WORDS
    return bool(heading.strip()) and is_free


def _filled_places(rows: Sequence[Sequence[str]]) -> list[int] | None:
    """List the places of the columns that hold something; None where all of them do, or none."""
    width = max(map(len, rows))
    filled = [place for place in range(width) if any(place < len(row) and row[place].strip() for row in rows)]
    return filled if 0 < len(filled) < width else None


def is_ours(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has the headings that this app writes, and nobody else, or some of them alone."""
    if not rows:
        return False
    return {cell.strip() for cell in rows[0]} >= OWN_COLUMNS or _are_part_of_ours(rows[0])


def _are_part_of_ours(heading: Sequence[str]) -> bool:
    """Whether cells are headings of our layout, an id among them, but the question or its answer is in none.

    One further column may stand beside an id and another of these; it must not be one that asks or answers.
    """
    names = [cell.strip().casefold() for cell in heading]
    if "id" not in names or len(set(names)) != len(names) or _columns_by_heading(heading) is not None:
        return False
    foreign = [name for name in names if not own_column(name)]
    if not foreign:
        return len(names) > 1
    meaning, number = column_of(foreign[0])
    is_told = meaning in _TELLING or meaning == "answer" or (number != "" and not meaning)
    return len(foreign) == 1 and len(names) > _PAIR and foreign[0] != "" and not is_told


def are_headings(row: Sequence[str]) -> bool:
    """Whether a row names columns and says nothing else."""
    return _columns_by_heading(row) is not None and all(any(column_of(cell)) for cell in row)


def heads_list(row: Sequence[str]) -> bool:
    """Whether these cells head a list of questions or of words in two languages."""
    return _columns_by_heading(row) is not None or len({language_of(cell) for cell in row} - {""}) > 1


def find_heading(rows: Sequence[Sequence[str]]) -> int | None:
    """Find the row that names the columns, where a title or instructions stand above it.

    Below other rows what may be a pair is one, and below headings of ours there is no other heading.
    """
    above = 0
    for place, row in enumerate(rows[:HEADING_ROWS]):
        if sum(map(bool, row)) < _PAIR:
            if any(map(is_option_line, row)):
                # Questions with their options stand above, which are no title.
                return None
            continue
        if not above and _are_part_of_ours(row):
            return place
        if _columns_by_heading(row) is not None and not _is_row(rows[place:]):
            first = _first_of_pairs(rows[place:]) if above else None
            if first is None or not first.is_likely:
                return place
        above += 1
    return None


def column_of(cell: str) -> tuple[str, str]:
    """Give what a heading means and its number or letter, both empty where there is none."""
    for text in (cell, TRUNK.split(cell.strip()[:_HEADING_CHARS], maxsplit=1)[0]):
        word = plain_word(text)
        if word in COLUMN_WORDS:
            return COLUMN_WORDS[word], ""
        if re.fullmatch(r"[a-j]|[1-9]|10", word):
            return "", word
        if short := _SHORT.fullmatch(word):
            return "answer", short[1]
        for pattern, name, number in ((_NUMBERED, 1, 2), (_NUMBER_FIRST, 2, 1)):
            match = pattern.fullmatch(word)
            if match and (base := match[name].strip().removesuffix(" text")) in COLUMN_WORDS:
                return COLUMN_WORDS[base], match[number]
        if word.endswith(" text") and (meaning := column_of(word.removesuffix(" text"))) != ("", ""):
            return meaning
    exact = cell.strip().casefold()
    return (exact, "") if exact in COLUMNS else ("", "")


def _columns_by_heading(heading: Sequence[str]) -> tuple[str, ...] | None:
    columns = _meanings(heading)
    is_whole = "stem" in columns and any(name in columns for name in _ANSWERS)
    return columns if is_whole else None


def _named_columns(heading: Sequence[str]) -> tuple[str, ...] | None:
    """Give the columns of a first row that names them, be it without the question or its answer.

    Then each cell but one must be a heading, and they must not all mean the same, as a word and its translation do.
    What the one that is not known means is not guessed: it may be short of that very column.
    """
    columns = _meanings(heading)
    told = [(cell, column_of(cell)[0] or column) for cell, column in zip(heading, columns, strict=True) if cell.strip()]
    unknown = [cell for cell, meaning in told if not meaning]
    is_named = len({meaning for _, meaning in told if meaning}) > 1
    is_plain = not unknown or (len(unknown) == 1 and _WORDS.fullmatch(unknown[0].strip()) is not None)
    return columns if is_named and is_plain else _columns_by_heading(heading)


def _meanings(heading: Sequence[str]) -> tuple[str, ...]:
    """Tell what each cell of a heading means, "" for what is not known."""
    if heads_list_of_words(heading):
        return ("stem", "key")
    found = [column_of(cell) for cell in heading]
    if [plain_word(cell) for cell, told in zip(heading, found, strict=True) if any(told)] == _WEAK:
        return ("",) * len(found)
    meanings = [meaning for meaning, _ in found]
    letters = [number for meaning, number in found if not meaning and number]
    if letters[:2] in (["a", "b"], ["1", "2"], ["b", "c"], ["2", "3"]):
        # “answer, b, c, d”: the answer itself is the first of the options.
        first = next(place for place, (meaning, number) in enumerate(found) if not meaning and number)
        is_behind_key = letters[0] in "b2" and first > 0 and meanings[first - 1] in ("answer", "key")
        lettered = "distractor" if is_behind_key else "option"
        meanings = [lettered if not meaning and number else meaning for meaning, number in found]
    meanings = _with_answers(meanings, [number for _, number in found])
    meanings = _with_one_stem(meanings, heading)
    if "stem" not in meanings and any(name in meanings for name in _ANSWERS):
        # A heading such as “English | Translation”: what is asked stands in the first column without a name.
        spare = next((place for place, name in enumerate(meanings) if name in ("", "title")), None)
        is_behind = meanings == ["key", ""] and not found[1][1]
        if spare is not None and (spare == 0 or meanings[:spare] == ["id"] * spare or is_behind):
            meanings[spare] = "stem"
    if "stem" in meanings and len(meanings) == 2 and (meanings.count("") == 1 or _defines(heading)):
        meanings[1 - meanings.index("stem")] = "key"
    return tuple(meanings)


def _defines(heading: Sequence[str]) -> bool:
    """Whether a pair of headings says that a term is explained: then that is the answer."""
    return plain_word(heading[0]) in TERM_WORDS and plain_word(heading[1]) in DEFINING_WORDS


def _is_row(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row is one of the questions, though its cells could be headings."""
    return _is_one_of_many(rows) or _is_first_of_many(rows) or _is_first_pair(rows)


def _is_one_of_many(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the next row goes on as the first one begins, such as “Term 2 | Meaning 2” after number 1."""
    if len(rows) < 2 or rows[0] == rows[1]:
        return False
    told = [(first, second) for first, second in zip(rows[0], rows[1], strict=False) if any(column_of(first))]
    return bool(told) and all(_counts_on(first, second) for first, second in told)


def _is_first_of_many(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a first row whose question is only guessed at is one of questions: “Opposite of front,back,side,…”.

    It is where nothing but lone letters and numbers makes it a heading, where its question asks, where a cell that is
    no heading comes again in its column, or where its cells are options and a key as those of the rows below.
    """
    heading = rows[0]
    stem = next((place for place, name in enumerate(_named_columns(heading) or ()) if name == "stem"), None)
    if stem is None or len(heading) <= _PAIR or any(column_of(heading[stem])):
        return False
    told = [column_of(cell) for cell in heading]
    if not any(meaning for meaning, _ in told) or _ASKS.fullmatch(heading[stem].strip()):
        return True
    unknown = [
        (place, cell)
        for place, cell in enumerate(heading)
        if place != stem and cell.strip() and not any(told[place]) and plain_word(cell) not in TRUTH_WORDS
    ]
    if not unknown:
        return False
    # Headings that stand there once more, where sheets were put together, prove nothing.
    below = [row for row in rows[1:] if list(row) != list(heading)]
    if any(
        place < len(row) and row[place] == cell for row in below for place, cell in [(stem, heading[stem]), *unknown]
    ):
        return True
    columns = columns_by_cells(rows)
    return "option" in columns and "key" in columns and not is_unlike(columns, rows)


def _is_first_pair(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether two headings are a word and its translation, or a statement and whether it is true."""
    heading = rows[0]
    if (first := _first_of_pairs(rows)) is not None and not first.is_heading:
        return True
    if len(heading) != _PAIR:
        return False
    (left, _), (right, _) = map(column_of, heading)
    if left and left == right and plain_word(heading[0]) != plain_word(heading[1]):
        return True
    if left or not (" " in heading[0].strip() or plain_word(heading[0]) in TRUTH_WORDS):
        return False
    answers = [row[1] for row in rows if len(row) == _PAIR]
    return len(answers) > 1 and all(plain_word(answer) in TRUTH_WORDS for answer in answers)


def _first_of_pairs(rows: Sequence[Sequence[str]]) -> First | None:
    """Tell what the first row of two columns is; None where its cells are no question and answer."""
    if len(rows[0]) != _PAIR or set(_named_columns(rows[0]) or ()) != {"stem", "key"}:
        return None
    return find_first(rows, [column_of(cell)[0] for cell in rows[0]])


def _counts_on(first: str, second: str) -> bool:
    (meaning, number), (next_meaning, next_number) = column_of(first), column_of(second)
    if meaning != next_meaning or first == second:
        return first == second
    if number and next_number:
        return number != next_number
    return all(TRUNK.search(cell.strip()[:_HEADING_CHARS]) for cell in (first, second))


def _with_answers(meanings: list[str], numbers: Sequence[str]) -> list[str]:
    """Tell what “answer” means here: the key, one of several options, or a further right one."""
    answers = [place for place, meaning in enumerate(meanings) if meaning == "answer"]
    options = [place for place, meaning in enumerate(meanings) if meaning == "option"]
    has_distractors = "distractor" in meanings
    found = list(meanings)
    for order, place in enumerate(answers):
        if "key" in meanings:
            found[place] = "" if options else "option"
        elif options:
            found[place] = "key"
        elif has_distractors or not numbers[place] or len(answers) == 1:
            found[place] = "key" if order == 0 else "accept"
        elif "key" in found:
            found[place] = "accept"
        else:
            found[place] = "option"
    options = [place for place, meaning in enumerate(found) if meaning == "option"]
    if len(options) == 1:
        found[options[0]] = "options"
    return found


def _with_one_stem(meanings: list[str], heading: Sequence[str]) -> list[str]:
    stems = [place for place, meaning in enumerate(meanings) if meaning == "stem"]
    if len(stems) < 2:
        return meanings
    best = next((place for place in stems if "text" in plain_word(heading[place])), stems[0])
    has_answers = any(name in meanings for name in _ANSWERS)
    return [
        ("" if has_answers else "key") if place in stems and place != best else meaning
        for place, meaning in enumerate(meanings)
    ]

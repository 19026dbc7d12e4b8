"""The answer of a foreign table’s row as fields of a kind: by the kind that it names, else by what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.cell_html import cell_text
from quizapp.core.formats.foreign_texts import typed
from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.line_signs import judged, unsigned
from quizapp.core.formats.number_cells import begins_with_number, number_fields
from quizapp.core.formats.option_order import in_order
from quizapp.core.formats.parting_signs import marks_choice
from quizapp.core.formats.table_cells import labelled, split_list, split_pair
from quizapp.core.formats.table_keys import Choices, KeyStyle, find_clash, find_keys, find_unsure
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import SURE_TRUTHS, TRUTH_WORDS
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

TEXT_LETTERS = 100
"""An answer longer than this is nothing to type from memory."""

_ARROW = re.compile(r"\s*(?:->|=>|→|⇒|=|:| - | – )\s*")
_MOST_OPTIONS = 50
_GAP_SIGN = re.compile(r"\{\{c\d")


@dataclass(slots=True)
class Row:
    """What a row says of its answer; `kind` is ours, empty when the row names none that is known."""

    kind: str
    keys: list[str]
    options: list[str]
    distractors: list[str]
    accepts: list[str]
    given: str = ""
    tolerance: str = ""
    unit: str = ""
    headings: Sequence[str] = field(default=())
    #: How texts become Markdown, and keys that are typed plain words.
    shown: Callable[[str], str] = cell_text
    typed: Callable[[str], str] = typed
    #: How a number becomes one with a decimal point.
    plain: Callable[[str], str] = str


def answer_fields(row: Row, style: KeyStyle, notes: list[str]) -> dict[str, Json]:
    """Give kind and answer of a foreign row.

    Raises:
        Broken: when no right answer can be told.
        Unasked: when it cannot be asked here.
    """
    if row.kind == "skip":
        raise Unasked(f"“{row.given[:60]}” is no kind of question that has a right answer here")
    if row.kind == "open":
        return {"kind": "open", "key": "\n\n".join(row.shown(key) for key in row.keys)}
    if row.kind in ("match", "order"):
        return _arranged(row)
    if not any(row.options):
        return _with_distractors(row, notes) if row.distractors else _without_options(row, notes)
    if row.kind in ("text", "number", "date", "cloze"):
        return _typed_among_options(row, style, notes)
    return _chosen(row, style, notes)


def refuse_marked(*texts: str) -> None:
    """See that words to choose from, of which one is marked, are taken for no answer.

    Raises:
        Broken: where they may be such.
    """
    if marked := next(filter(marks_choice, texts), ""):
        raise Broken(
            f"“{shortened(marked)}” may be options of which one is marked; write options as “A) …”, “B) …”, "
            "and the right one below: “Answer: A”."
        )


def refuse_torn(stem: str, keys: Sequence[str]) -> None:
    """See that no text with gaps, or with words to choose from in braces, is taken for a question and its answer.

    Raises:
        Broken: where it is one.
    """
    if any(map(_GAP_SIGN.search, (stem, *keys))):
        raise Broken("It has gaps as Anki writes them, “{{c1::…}}”; write one such text a line, and nothing else.")
    if keys and stem.count("{") > stem.count("}") and keys[0].count("}") > keys[0].count("{"):
        torn = f"{stem[stem.rfind('{') :]} … {keys[0][: keys[0].find('}') + 1]}"
        raise Broken(f"What stands in braces was torn, “{shortened(torn)}”; write the question and its answer apart.")


def option_fields(texts: Sequence[str], right: Sequence[int], notes: list[str]) -> dict[str, Json]:
    """Give a single or multiple choice; `texts` are Markdown, empty ones are left out.

    Raises:
        Broken: with fewer than two options.
        Unasked: when all are right.
    """
    if len(right) == 1 and 1 < len(set(texts)) == len(texts) <= _MOST_OPTIONS and all(texts):
        others = list(texts)
        return {"kind": "choice", "key": others.pop(right[0]), "distractors": others}
    by_text: dict[str, bool] = {}
    for place, text in enumerate(texts):
        if text:
            if text in by_text:
                notes.append(f"the option “{text[:60]}” stands twice; the two were made one.")
            by_text[text] = by_text.get(text, False) or place in right
    keys = [text for text, is_right in by_text.items() if is_right]
    others = [text for text, is_right in by_text.items() if not is_right]
    if len(by_text) < 2:
        raise Broken("There is only one choice; there must be at least two.")
    if len(by_text) > _MOST_OPTIONS:
        raise Broken(f"There are {len(by_text)} options; at most {_MOST_OPTIONS} can be asked.")
    if not others:
        raise Unasked("every option is right, so there is nothing to choose")
    if len(keys) == 1:
        return {"kind": "choice", "key": keys[0], "distractors": others}
    return {"kind": "multiple", "key": keys, "distractors": others}


def text_fields(keys: Sequence[str], row: Row) -> dict[str, Json]:
    """Give a short text: the first key, all others accepted."""
    texts = list(
        dict.fromkeys(row.typed(text) for text in (*keys, *(a for cell in row.accepts for a in split_list(cell))))
    )
    texts = [text for text in texts if text]
    if not texts:
        raise Broken("There is no answer in this row; write one, or delete the row.")
    found: dict[str, Json] = {"kind": "text", "key": texts[0]}
    if len(texts) > 1:
        found["accept"] = texts[1:]
    return found


def _chosen(row: Row, style: KeyStyle, notes: list[str]) -> dict[str, Json]:
    texts, labels = labelled(row.options)
    told = judged(texts)
    texts = told.texts
    if not row.keys and not told.right:
        raise Broken("No right answer is named in this row; write the letter, number or text of one option.")
    choices = Choices(texts, labels, row.headings)
    right = _right_of([unsigned(key) for key in row.keys], choices, style) if row.keys else told.right
    if told.right and set(right) != set(told.right):
        marked = shortened(texts[told.right[0]])
        raise Broken(f"The option “{marked}” is marked as right, but “{' | '.join(row.keys)[:60]}” is named.")
    if not right and row.distractors:
        return _with_distractors(row, notes)
    if not right:
        raise Broken(f"The right answer “{' | '.join(row.keys)[:60]}” is none of the options.")
    if len(right) == 1 and (truth := _find_truth(texts, texts[right[0]])):
        return {"kind": "true_false", "key": truth}
    shown = [row.shown(text) for text in (*texts, *row.distractors)]
    fields = in_order(option_fields(shown, right, notes), [text for text in shown if text], notes)
    if row.kind == "multiple" and fields["kind"] == "choice":
        return fields | {"kind": "multiple", "key": [fields["key"]]}
    return fields


def _right_of(keys: Sequence[str], choices: Choices, style: KeyStyle) -> list[int]:
    """Give the places of the right options.

    Raises:
        Broken: when a key may mean one option by its words, and others by their letters or numbers, or when it counts
            and nothing tells from what.
    """
    right = find_keys(keys, choices, style)
    if right and (unsure := find_unsure(keys, choices, style)):
        raise Broken(
            f"“{unsure[:40]}” counts the options from 0 or from 1, and nothing in the file tells which; write its"
            " letter or its words instead."
        )
    if clash := find_clash(keys, choices, style):
        raise Broken(
            f"“{clash[:60]}” is one of the options, but as a {style.style}, as other rows have it, it names another; "
            "write which is meant in a way that only it has."
        )
    return right


def _with_distractors(row: Row, notes: list[str]) -> dict[str, Json]:
    """Read a key and wrong options that stand apart."""
    if not row.keys:
        raise Broken("No right answer stands in this row.")
    keys = split_list(row.keys[0]) if len(row.keys) == 1 and row.kind == "multiple" else row.keys
    wrong = [text for cell in row.distractors for text in (split_list(cell) if len(row.distractors) == 1 else [cell])]
    wrong = [text for text in wrong if text not in keys]
    if len(keys) == 1 and (truth := _find_truth([*keys, *wrong], keys[0])):
        return {"kind": "true_false", "key": truth}
    fields = option_fields([row.shown(text) for text in (*keys, *wrong)], range(len(keys)), notes)
    if row.accepts and fields["kind"] == "choice":
        fields["accept"] = [row.typed(text) for cell in row.accepts for text in split_list(cell)]
    return fields


def _find_truth(texts: Sequence[str], key: str) -> str:
    """Give “true” or “false” where the two options mean just these, empty otherwise."""
    given = [text for text in texts if text]
    if len(given) != 2 or {TRUTH_WORDS.get(plain_word(text)) for text in given} != {"true", "false"}:
        return ""
    return TRUTH_WORDS[plain_word(key)]


def _without_options(row: Row, notes: list[str]) -> dict[str, Json]:
    if not row.keys:
        raise Broken("There is no answer in this row; write one, or delete the row.")
    key = row.keys[0]
    refuse_marked(key)
    truth = TRUTH_WORDS.get(plain_word(key))
    if row.kind == "true_false":
        truth = truth or {"a": "true", "1": "true", "b": "false", "0": "false", "2": "false"}.get(key.casefold())
        if truth is None:
            raise Broken(f"“{key[:40]}” is neither true nor false.")
        return {"kind": "true_false", "key": truth}
    if not row.kind and plain_word(key) in SURE_TRUTHS and not row.accepts:
        return {"kind": "true_false", "key": truth}
    if row.kind == "number" or (not row.kind and (row.tolerance or (row.unit and begins_with_number(key)))):
        return {"kind": "number", **number_fields(key, row.tolerance, row.unit, row.plain)}
    if row.unit:
        notes.append(f"the unit “{row.unit[:40]}” was left out: the answer is no number.")
    if row.kind == "date":
        return {"kind": "date", "key": row.typed(key), "accept": [row.typed(text) for text in row.accepts]}
    if row.kind in ("choice", "multiple"):
        raise Broken("There are no options in this row; a choice needs at least two.")
    if row.kind != "text" and len(key) > TEXT_LETTERS:
        return {"kind": "open", "key": row.shown(key)}
    parts = split_list(key, ("|", ";")) if row.kind == "text" else [key]
    return text_fields([*parts, *row.keys[1:]], row)


def _typed_among_options(row: Row, style: KeyStyle, notes: list[str]) -> dict[str, Json]:
    """Read a typed answer of a row with options: wrong ones beside one that is named, else all of them are right."""
    texts, labels = labelled(row.options)
    right = _right_of(row.keys, Choices(texts, labels, row.headings), style) if row.keys else []
    spellings = [texts[place] for place in right] or row.keys or [text for text in texts if text]
    accepted = [*spellings, *(text for cell in row.accepts for text in split_list(cell))]
    folded = {"", *(text.casefold() for text in accepted)}
    others = list(dict.fromkeys(text for text in (*texts, *row.distractors) if text.casefold() not in folded))
    if row.kind == "number":
        if others:
            notes.append(f"a number is typed, so the wrong options were left out: {', '.join(others)[:60]}.")
        return {"kind": "number", **number_fields(spellings[0], row.tolerance, row.unit, row.plain)}
    if row.kind == "date":
        key, *accept = (row.typed(text) for text in spellings)
        return {"kind": "date", "key": key, "accept": accept, "distractors": [row.typed(text) for text in others]}
    wrong: dict[str, Json] = {"distractors": [row.shown(text) for text in others]} if others else {}
    return text_fields(spellings, row) | wrong


def _arranged(row: Row) -> dict[str, Json]:
    texts = [text for text in row.options if text] or split_list("\n".join(row.keys))
    if row.kind == "order":
        return {"kind": "order", "items": [row.shown(text) for text in labelled(texts)[0]]}
    pairs = []
    for text in texts:
        sides = split_pair(text) or tuple(part for part in _ARROW.split(text, 1) if part)
        if len(sides) != 2:
            raise Broken(f"“{text[:60]}” is no pair; write it as “left = right”.")
        pairs.append({"left": row.shown(sides[0]), "right": row.shown(sides[1])})
    return {"kind": "match", "pairs": pairs}

"""Moodle’s kinds of question, each read into the fields of ours.

Source: Moodle, question/format/xml/format.php and question/type/*/questiontype.php.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.core.formats.date_words import read_dates
from quizapp.core.formats.embedded import GapWay, find_gaps, gap_fields, token, with_gap_marks, without_tokens
from quizapp.core.formats.foreign_texts import AUTO, HTML, typed
from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.moodle_item import MoodleItem, percent_of, read_float
from quizapp.core.formats.pairs import match_fields
from quizapp.core.formats.weighted import Broken, Unasked, multiple_fields, number_fields, single_fields, text_fields
from quizapp.core.formats.xml import text_of
from quizapp.core.question import Json

_PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]")
_TRUE = frozenset(("true", "t", "1", "yes", "wahr", "vrai", "verdadero", "vero", "waar"))
_FALSE = frozenset(("false", "f", "0", "no", "falsch", "faux", "falso", "onwaar"))
_EXACT_GRADING = frozenset(("ALL_OR_NOTHING", "-1"))

SKIPPED = {
    **dict.fromkeys(
        ("calculated", "calculatedsimple", "calculatedmulti", "formulas", "varnumeric", "varnumericset", "stack"),
        "its numbers are made by formulas, which are not computed here",
    ),
    **dict.fromkeys(("random", "randomsamatch"), "it draws other questions at random"),
    **dict.fromkeys(
        ("ddimageortext", "ddmarker", "drawing", "gmap", "imageselect"),
        "it is answered on a picture, which is not done here",
    ),
    **dict.fromkeys(("coderunner", "vplquestion", "sqlupiti"), "it runs programs, which is not done here"),
    **dict.fromkeys(("recordrtc", "poodllrecording"), "it is answered by a recording, which is not done here"),
}
"""Kinds that are left out by name, and why."""


def read_choice(item: MoodleItem) -> dict[str, Json]:
    """Read a multiple choice with one or several right options."""
    answers = item.rich_answers()
    is_single = item.flag("single", True)
    fields = (single_fields if is_single else multiple_fields)(answers, item.notes)
    if not item.flag("shuffleanswers", True):
        fields = _in_order(fields, [answer.text for answer in answers])
    return fields


def read_all_or_nothing(item: MoodleItem) -> dict[str, Json]:
    """Read a multiple choice of a plug-in whose right options count together only."""
    answers = item.rich_answers()
    count = sum(answer.percent > 0 for answer in answers) or 1
    shared = [type(a)(a.text, 100 / count if a.percent > 0 else 0.0, a.feedback) for a in answers]
    fields = multiple_fields(shared, [])
    for option in (*fields["key"], *fields["distractors"]):
        if isinstance(option, dict):
            option.pop("weight", None)
    if not item.flag("shuffleanswers", True):
        fields = _in_order(fields, [answer.text for answer in answers])
    return {**fields, "scoring": "exact"} if item.kind == "multichoiceset" else fields


def read_true_false(item: MoodleItem) -> dict[str, Json]:
    """Read a statement; what is neither true nor false by its words is so by its place."""
    found: dict[bool, tuple[float, str]] = {}
    for place, answer in enumerate(item.children("answer")):
        word = text_of(answer.find("text")).strip().casefold()
        is_true = word in _TRUE if word in _TRUE | _FALSE else place == 0
        found[is_true] = percent_of(answer), item.rich_of(answer.find("feedback"), "options")
    if not found or max(percent for percent, _ in found.values()) <= 0:
        raise Broken("Neither true nor false is marked as right.")
    key = max(found, key=lambda option: found[option][0])
    options = [{"text": option, "explanation": said} for option, (_, said) in found.items() if said]
    return {"kind": "true_false", "key": key, "options": options}


def read_short(item: MoodleItem) -> dict[str, Json]:
    """Read a short answer, or a date that was written as one."""
    answers = item.typed_answers()
    fields = text_fields(answers, item.notes)
    dated = read_dates([answer.text for answer in answers], item.dates())
    if dated is not None:
        item.word("usecase")
        return {**dated, "key_feedback": fields["key_feedback"]}
    return {"kind": "text", **fields, "compare": "exact" if item.flag("usecase", False) else ""}


def read_number(item: MoodleItem) -> dict[str, Json]:
    """Read a number with tolerance and units; the unit of multiplier 1 is ours."""
    fields = {"kind": "number", **number_fields(item.typed_answers(), item.notes)}
    units: list[dict[str, Json]] = []
    for listed in item.children("units"):
        for unit in listed.iterchildren("unit"):
            name = text_of(unit.find("unit_name")).strip()
            if name:
                units.append({"name": name[:60], "multiplier": text_of(unit.find("multiplier")).strip()[:40] or "1"})
    main = next((unit for unit in units if read_float(unit["multiplier"]) == 1), units[0] if units else None)
    if main is not None:
        fields["unit"] = main["name"]
    if len(units) > 1:
        item.extra["units"] = units
        others = ", ".join(f"{unit['name']} (×{unit['multiplier']})" for unit in units if unit is not main)
        item.notes.append(f"answers in further units were left out: {others}; it is asked in {fields['unit']}.")
    return fields


def read_matching(item: MoodleItem) -> dict[str, Json]:
    """Read a matching; a right side without a left one is a further choice."""
    pairs: dict[str, str] = {}
    distractors: list[str] = []
    for part in item.children("subquestion"):
        left = item.rich_of(part, "pairs")
        raw, form, _ = item.source_of(part.find("answer"))
        right = typed(raw, HTML if form == HTML and part.find("answer[@format]") is not None else AUTO)
        if not right:
            item.notes.append("a pair without a right side was left out.")
        elif not left:
            distractors.append(right)
        elif left in pairs:
            item.notes.append(f"“{shortened(left)}” stands on the left twice; the first pair was kept.")
        else:
            pairs[left] = right
    return match_fields(pairs, distractors)


def read_essay(item: MoodleItem) -> dict[str, Json]:
    """Read an essay; what graders are told is the rubric."""
    return {"kind": "open", "rubric": item.rich("graderinfo")}


def read_ordering(item: MoodleItem) -> dict[str, Json]:
    """Read an ordering; the weights are the places where they differ, else the file’s order counts."""
    answers = [
        (read_float(answer.get("fraction") or "") or 0.0, item.rich_of(answer, "items"))
        for answer in item.children("answer")
    ]
    if len({place for place, _ in answers}) == len(answers):
        answers.sort(key=lambda answer: answer[0])
    items = [text for _, text in answers if text]
    told = {item.rich_of(a, "items"): item.rich_of(a.find("feedback"), "items") for a in item.children("answer")}
    if any(told.values()):
        item.extra["answer_feedback"] = {text: said for text, said in told.items() if said}
    if len(items) < 2:
        raise Broken("There are fewer than two items; an order needs at least two.")
    if len(set(items)) < len(items):
        raise Unasked("an item stands twice in it, so that its right place cannot be told")
    grading = item.word("gradingtype")
    if grading:
        item.extra["gradingtype"] = grading
    return {"kind": "order", "items": items, "scoring": "exact" if grading in _EXACT_GRADING else ""}


def read_cloze(item: MoodleItem) -> dict[str, Json]:
    """Read a text with embedded answers."""
    raw, form, files = item.source_of(item.element.find("questiontext"))
    text = without_tokens(raw)
    gaps = find_gaps(text)
    if not gaps:
        raise Broken("There is no gap in it; write gaps as {1:SHORTANSWER:=right}.")
    way = GapWay(lambda words: item.texts.read("gaps", words, HTML, files.find))
    fields = [gap_fields(gap, number, way, item.notes) for number, gap in enumerate(gaps, start=1)]
    pieces, at = [], 0
    for number, gap in enumerate(gaps, start=1):
        pieces += [text[at : gap.start], token(number)]
        at = gap.end
    pieces.append(text[at:])
    item.extra["gaps"] = [gap.name for gap in gaps]
    stem = with_gap_marks(item.texts.read("stem", "".join(pieces), form, files.find))
    files.note_unused()
    return {"kind": "cloze", "stem": stem, "gaps": fields}


def read_gaps_with_choices(item: MoodleItem) -> dict[str, Json]:
    """Read a text whose gaps `[[n]]` name the choice that belongs there; choices of one group are for one gap."""
    elements = [choice for name in ("selectoption", "dragbox") for choice in item.children(name)]
    choices = [(item.rich_of(choice, "gaps"), text_of(choice.find("group")).strip() or "1") for choice in elements]
    item.extra["choices"] = [
        {"text": text, "group": group} | ({"infinite": "yes"} if element.find("infinite") is not None else {})
        for element, (text, group) in zip(elements, choices, strict=True)
    ]
    raw, form, files = item.source_of(item.element.find("questiontext"))
    numbers = [int(number) for number in _PLACE.findall(raw)]
    if not numbers:
        raise Broken("There is no gap in it; write gaps as [[1]].")
    gaps: list[dict[str, Json]] = []
    for number in numbers:
        if not 1 <= number <= len(choices) or not choices[number - 1][0]:
            raise Broken(f"The gap [[{number}]] has no choice of that number.")
        text, group = choices[number - 1]
        others = [other for other, its_group in choices if its_group == group and other not in (text, "")]
        gaps.append({"key": text, "distractors": list(dict.fromkeys(others))})
    places = iter(range(1, len(numbers) + 1))
    marked = _PLACE.sub(lambda _found: token(next(places)), without_tokens(raw))
    stem = with_gap_marks(item.texts.read("stem", marked, form, files.find))
    files.note_unused()
    return {"kind": "cloze", "stem": stem, "gaps": gaps}


KINDS: dict[str, Callable[[MoodleItem], dict[str, Json]]] = {
    "multichoice": read_choice,
    "multichoiceset": read_all_or_nothing,
    "oumultiresponse": read_all_or_nothing,
    "truefalse": read_true_false,
    "shortanswer": read_short,
    "numerical": read_number,
    "matching": read_matching,
    "match": read_matching,
    "ddmatch": read_matching,
    "essay": read_essay,
    "ordering": read_ordering,
    "cloze": read_cloze,
    "multianswer": read_cloze,
    "gapselect": read_gaps_with_choices,
    "ddwtos": read_gaps_with_choices,
}
"""Moodle’s names of the kinds that become questions, and who reads them."""


def _in_order(fields: dict[str, Json], texts: list[str]) -> dict[str, Json]:
    """Give keys and distractors as options in the order of the file."""
    keys = fields["key"] if isinstance(fields["key"], list) else [fields["key"]]
    by_text = {_words(option): option for option in (*keys, *fields["distractors"])}
    named = [_words(key) for key in keys]
    kept = {name: value for name, value in fields.items() if name != "distractors"}
    options = [by_text[text] for text in dict.fromkeys(texts) if text in by_text]
    return {**kept, "key": named if isinstance(fields["key"], list) else named[0], "options": options}


def _words(option: Json) -> str:
    return str(option["text"] if isinstance(option, dict) else option)

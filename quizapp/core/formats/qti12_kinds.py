"""Items of QTI 1.2, each read into the fields of our kinds."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from quizapp.core.formats import chosen
from quizapp.core.formats.date_words import read_dates
from quizapp.core.formats.embedded import token, with_gap_marks, without_tokens
from quizapp.core.formats.foreign_texts import typed
from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.pairs import match_fields
from quizapp.core.formats.qti12_conditions import score_of, shown_to
from quizapp.core.formats.qti12_item import Item, Label, Response
from quizapp.core.formats.qti12_numbers import number_fields
from quizapp.core.formats.rich_text import plain_of
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

_EQUAL = ("varequal", "varsubset", "varinside", "varsubstring")


def read_choice(item: Item) -> dict[str, Json]:
    """Read one right option among several; part of the points is a weight."""
    response = _response(item)
    scores = {label.ident: score_of(item.conditions, {response.ident: {label.ident}}) for label in response.labels}
    best = max(scores.values(), default=0.0)
    options = []
    for label in response.labels:
        share = scores[label.ident] / best if best > 0 else 0.0
        is_right = best > 0 and share > 0.9999
        weight = share if not is_right and abs(share) > 0.0001 else None
        options.append(_option(item, response, label, is_right, weight))
    return chosen.single_fields(options, _keeps_order(response), item.notes)


def read_several(item: Item) -> dict[str, Json]:
    """Read several right options: those of one condition with all of them, or each with its own points."""
    response = _response(item)
    earning = [condition for condition in item.conditions if condition.earns > 0]
    denied = {test.value for condition in earning for test in condition.named(response.ident, True)}
    named = [{test.value for test in condition.named(response.ident)} for condition in earning]
    # One condition that names all right options; D2L writes one for each option, right when ticked or when not.
    together = max(named, key=len, default=set())
    alone = {label.ident: score_of(item.conditions, {response.ident: {label.ident}}) for label in response.labels}
    is_whole = len(together) > 1 or bool(denied - together)
    right = together if is_whole else {ident for ident, score in alone.items() if score > 0}
    total = sum(alone[ident] for ident in right if ident in alone)
    options = []
    for label in response.labels:
        weight = None if is_whole or total <= 0 else max(-1.0, alone[label.ident] / total)
        options.append(_option(item, response, label, label.ident in right, weight))
    is_exact = is_whole and "question_type" not in item.fields
    return chosen.several_fields(options, _keeps_order(response), is_exact, item.notes)


def read_short(item: Item) -> dict[str, Json]:
    """Read a short answer, or a date that was written as one."""
    response = _response(item)
    found: dict[str, tuple[float, bool, bool, str]] = {}
    for condition in item.conditions:
        for test in condition.named(response.ident) if condition.earns > 0 else []:
            words = typed(test.value)
            said = item.own_feedbacks(shown_to(item.conditions, {response.ident: {test.value}}), "accept")
            is_part = test.kind in ("varsubstring", "varsubset", "varinside")
            if words and (words not in found or found[words][0] < condition.earns):
                found[words] = condition.earns, is_part and test.kind != "varsubset", test.is_cased, said
    if not found:
        return {"kind": "open"}
    fields = _typed_fields(found)
    dated = read_dates(list(found), item.dates())
    if dated is not None:
        return {**dated, "key_feedback": fields["key_feedback"]}
    is_cased = all(cased for _, _, cased, _ in found.values())
    return {"kind": "text", **fields, "compare": "exact" if is_cased else ""}


def read_number(item: Item) -> dict[str, Json]:
    """Read a number with margins and ranges."""
    return {"kind": "number", **number_fields(item, _response(item))}


def read_essay(item: Item) -> dict[str, Json]:
    """Read an open question; a sample answer is its key."""
    return {"kind": "open", "key": item.general("solution")}


def read_matching(item: Item) -> dict[str, Json]:
    """Read pairs: each response is a left side, its right option the right one."""
    pairs: dict[str, str] = {}
    used: list[str] = []
    offered: list[str] = []
    told: dict[str, Json] = {}
    for response in item.responses:
        texts = _right_sides(item, response)
        offered += texts.values()
        left = item.rich("pairs", response.before)
        right = texts.get(_right_option(item, response), "")
        if not left or not right:
            if left or right:
                item.notes.append("a pair with an empty side was left out.")
            continue
        if left in pairs:
            item.notes.append(f"“{shortened(left)}” stands on the left twice; the first pair was kept.")
            continue
        pairs[left] = right
        used.append(response.ident)
        denied = [name for c in item.conditions if c.named(response.ident, True) for name in c.shown]
        if said := item.own_feedbacks(denied, "pairs"):
            told[left] = said
    if told:
        item.extra["pair_feedback"] = told
    return match_fields(pairs, [text for text in offered if text])


def read_categories(item: Item) -> dict[str, Json]:
    """Read categories with what belongs in each: the things are the left sides, the categories the right ones."""
    pairs: dict[str, str] = {}
    unsorted: list[str] = []
    for response in item.responses:
        texts = {label.ident: item.label_words(label) for label in response.labels}
        name = item.rich("pairs", response.before)
        right = {test.value for c in item.conditions if c.earns > 0 for test in c.named(response.ident)}
        pairs |= {texts[ident]: name for ident in texts if ident in right and texts[ident] and name}
        unsorted += texts.values()
    left_out = [text for text in dict.fromkeys(unsorted) if text and text not in pairs]
    if left_out:
        item.notes.append(f"things that belong to no category were left out: {', '.join(left_out[:5])}.")
    return match_fields(pairs, [])


def read_order(item: Item) -> dict[str, Json]:
    """Read an order: the places of a condition that names them all, or one condition for each place."""
    response = _response(item)
    texts = {label.ident: item.label_text(label, "items") for label in response.labels}
    places: dict[str, int] = {}
    is_whole = False
    for condition in item.conditions:
        tests = [test for test in condition.named(response.ident) if condition.earns > 0 and test.value in texts]
        if len(tests) > max(len(places), 1):
            places, is_whole = {test.value: test.place or number for number, test in enumerate(tests, 1)}, True
        for test, is_denied in condition.test.flat() if condition.earns > 0 else []:
            if not is_denied and test.response in texts and test.value.isascii() and test.value.isdigit():
                places[test.response] = int(test.value[:6])
    if len(places) < 2:
        raise Broken("Its right order is not told, or has fewer than two items.")
    items = [texts[ident] for ident in sorted(places, key=lambda ident: places[ident]) if texts[ident]]
    if len(set(items)) < len(items):
        raise Unasked("an item stands twice in it, so that its right place cannot be told")
    return {"kind": "order", "items": items, "scoring": "exact" if is_whole else ""}


def read_gaps(item: Item) -> dict[str, Json]:
    """Read a text with gaps, named in brackets or standing in it; typed, or chosen from a list each."""
    html = without_tokens(item.stem_html())
    names = [response.ident.removeprefix("response_") for response in item.responses]
    if all(_find_mark(html, name) for name in names):
        for number, name in enumerate(names, 1):
            html = html.replace(_find_mark(html, name), token(number), 1)
        item.extra["gap_names"] = names
    else:
        html = _with_gaps_in_place(item)
    is_list = {response.ident for response in item.responses if response.does == "choice"}
    typed_names = ("fill_in_multiple_blanks_question", "rich_fill_in_blank_question")
    are_typed = item.fields.get("question_type", "") in typed_names
    gaps = []
    for number, response in enumerate(item.responses, 1):
        is_chosen = response.ident in is_list and not are_typed
        gap = _chosen_gap(item, response) if is_chosen else _typed_gap(item, response)
        if gap is None:
            raise Broken(f"Gap {number} has no right answer.")
        gaps.append(gap)
    return {"kind": "cloze", "stem": with_gap_marks(item.rich("stem", html)), "gaps": gaps}


KINDS: dict[str, Callable[[Item], dict[str, Json]]] = {
    "choice": read_choice,
    "true_false": read_choice,
    "several": read_several,
    "short": read_short,
    "number": read_number,
    "essay": read_essay,
    "match": read_matching,
    "categories": read_categories,
    "order": read_order,
    "blanks": read_gaps,
    "dropdowns": read_gaps,
}
"""The kinds that become questions, and who reads them."""


def stem_of(item: Item, kind: str) -> str:
    """Give the stem; the texts of a matching’s sides are not part of it."""
    if kind in ("match", "categories") and item.responses:
        first = next(place for place, piece in enumerate(item.pieces) if isinstance(piece, int))
        lead = [piece for piece in item.pieces[:first] if isinstance(piece, str)]
        response = item.responses[0]
        if response.element.find("material") is None and response.before and len(lead) > 1:
            lead.pop()
        return item.rich("stem", "<br><br>".join(lead))
    return item.rich("stem", item.stem_html())


def _response(item: Item) -> Response:
    response = item.responses[0]
    if response.does == "choice" and len(response.labels) > 4 * chosen.OPTIONS_AT_MOST:
        raise Broken(f"There are {len(response.labels)} options; {chosen.OPTIONS_AT_MOST} is the limit.")
    return response


def _option(item: Item, response: Response, label: Label, is_right: bool, weight: float | None) -> chosen.Option:
    said = shown_to(item.conditions, {response.ident: {label.ident}})
    return chosen.Option(item.label_text(label, "options"), is_right, weight, item.own_feedbacks(said, "options"))


def _keeps_order(response: Response) -> bool:
    """Tell whether a file says that the options stand still; most say nothing."""
    return any((render.get("shuffle") or "").lower() == "no" for render in response.element.iter("render_choice"))


def _typed_fields(found: dict[str, tuple[float, bool, bool, str]]) -> dict[str, Json]:
    best = max(earned for earned, _, _, _ in found.values())
    ordered = sorted(found, key=lambda words: (found[words][0] < best, found[words][1]))
    key = ordered[0]
    accept: list[Json] = [{"pattern": f"*{_escaped(key)}*"}] if found[key][1] else []
    for words in ordered[1:]:
        earned, is_part, _, said = found[words]
        option: dict[str, Json] = {"pattern": f"*{_escaped(words)}*"} if is_part else {"text": words}
        if earned < best:
            option["weight"] = round(earned / best, 7)
        if said:
            option["explanation"] = said
        accept.append(option if len(option) > 1 or is_part else words)
    return {"key": key, "accept": accept, "key_feedback": found[key][3]}


def _escaped(words: str) -> str:
    return words.replace("*", "\\*")


def _right_option(item: Item, response: Response) -> str:
    """Give the value of a response that earns most."""
    best, found = 0.0, ""
    for condition in item.conditions:
        tests = [test for test in condition.named(response.ident) if test.kind == "varequal"]
        if tests and condition.earns > best:
            best, found = condition.earns, tests[0].value
    return found


def _right_sides(item: Item, response: Response) -> dict[str, str]:
    """Give the right sides by the options’ ids; Blackboard has their texts in a block of their own."""
    found = {label.ident: item.label_words(label) for label in response.labels}
    if item.right_block and not any(found.values()):
        rights = [plain_of(words) for words in item.right_block]
        return dict(zip(found, rights, strict=False))
    return found


def _find_mark(html: str, name: str) -> str:
    """Give the mark `[name]` as it stands in the HTML, empty where it does not."""
    return next((mark for mark in (f"[{name}]", f"[{escape(name)}]") if mark in html), "") if name else ""


def _with_gaps_in_place(item: Item) -> str:
    parts = [token(piece + 1) if isinstance(piece, int) else without_tokens(piece) for piece in item.pieces]
    return " ".join(part for part in parts if part.strip())


def _chosen_gap(item: Item, response: Response) -> dict[str, Json] | None:
    right = _right_option(item, response)
    options = [
        _option(item, response, label, label.ident == right, None)
        for label in response.labels[: chosen.OPTIONS_AT_MOST]
    ]
    key = next((option for option in options if option.is_right and option.text), None)
    if key is None:
        return None
    others = {option.text: option for option in options if option.text and option.text != key.text}
    if not others:
        return {"key": key.text}
    return {"key": _told(key), "distractors": [_told(option) for option in others.values()]}


def _told(option: chosen.Option) -> Json:
    return {"text": option.text, "explanation": option.explanation} if option.explanation else option.text


def _typed_gap(item: Item, response: Response) -> dict[str, Json] | None:
    """Read a gap that is typed; Canvas lists all accepted texts as options, and names the first alone as right."""
    right = _right_option(item, response)
    labels = sorted(response.labels, key=lambda label: label.ident != right)
    said: dict[str, str] = {}
    for label in labels[:200]:
        words = item.label_words(label)
        if words and words not in said:
            shown = shown_to(item.conditions, {response.ident: {label.ident}})
            said[words] = item.own_feedbacks(shown, "gaps")
    if not labels:
        values = _typed_values(item, response)
        said = {value: "" for value in values if value}
    if not said:
        return None
    key, *others = said
    accept = [{"text": words, "explanation": said[words]} if said[words] else words for words in others]
    gap: dict[str, Json] = {"key": key, "accept": accept}
    if said[key]:
        gap["explanation"] = said[key]
    if response.is_number and not accept and _is_number(key):
        gap = {"kind": "number", **gap}
    return gap


def _typed_values(item: Item, response: Response) -> list[str]:
    tests = [t for c in item.conditions if c.earns > 0 for t in c.named(response.ident) if t.kind in _EQUAL]
    if not tests:
        # D2L and others test in one condition and add the points in another.
        tests = [t for c in item.conditions for t in c.named(response.ident) if t.kind in _EQUAL]
    return list(dict.fromkeys(typed(test.value) for test in tests))


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return words.strip("-+.0123456789eE") == ""

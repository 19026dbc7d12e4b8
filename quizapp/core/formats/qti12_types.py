"""Names that programs give to the kinds of QTI 1.2 items, and kinds told by response elements where no name stands."""

from __future__ import annotations

from quizapp.core.formats.qti12_item import Item

_NAMES: dict[str, tuple[str, ...]] = {
    "choice": ("multiple_choice_question", "cc.multiple_choice.v0p1", "multiple choice", "either/or", "mc"),
    "several": (
        *("multiple_answers_question", "cc.multiple_response.v0p1", "multiple answer", "multi-select", "ma"),
        *("multiple response", "multiple correct"),
    ),
    "true_false": ("true_false_question", "cc.true_false.v0p1", "true/false", "tf"),
    "short": (
        *("short_answer_question", "cc.fib.v0p1", "cc.pattern_match.v0p1", "fill in the blank", "quiz bowl"),
        *("short answer", "fill-in-the-blank"),
    ),
    "number": ("numerical_question", "numeric", "significant figures"),
    "blanks": ("fill_in_multiple_blanks_question", "rich_fill_in_blank_question", "fill in the blank plus"),
    "dropdowns": ("multiple_dropdowns_question", "jumbled sentence"),
    "match": ("matching_question", "matching"),
    "categories": ("categorization_question",),
    "order": ("ordering_question", "ordering"),
    "essay": ("essay_question", "cc.essay.v0p1", "essay", "long answer", "short response"),
    "description": ("text_only_question", "stimulus", "text", "information item", "display"),
}
_TYPES = {name: kind for kind, names in _NAMES.items() for name in names}
_SKIPPED = {
    **dict.fromkeys(
        ("calculated_question", "formula_question", "calculated", "calculated formula", "arithmetic"),
        "its numbers are made by formulas, which are not computed here",
    ),
    **dict.fromkeys(("calculated numeric",), ""),
    **dict.fromkeys(
        ("file_upload_question", "file upload", "file response"), "it is answered by a file of the learner"
    ),
    **dict.fromkeys(
        ("hot_spot_question", "hotspot_question", "hot spot", "image hotspot"),
        "it is answered on a picture, which is not done here",
    ),
    **dict.fromkeys(("opinion scale", "opinion scale/likert", "likert"), "it is a poll without a right answer"),
    **dict.fromkeys(("missing_word_question", "error"), "its program marks it as broken"),
}
_SKIPPED.pop("calculated numeric")
_TYPES["calculated numeric"] = "number"
_FIELDS = ("question_type", "bbmd_questiontype", "qmd_questiontype", "cc_profile", "qmd_itemtype")
_IMPOSSIBLE = {
    "place": ("response_xy", "it is answered on a picture, which is not done here"),
    "slider": ("render_slider", "it is answered by a slider, which is not done here"),
    "extension": ("response_extension", "its kind of response is known to its own program alone"),
}


def foreign_name(item: Item) -> str:
    """Give the name of the item’s kind in the file, empty where it has none."""
    return next((item.fields[name] for name in _FIELDS if item.fields.get(name)), "")


def find_reason(item: Item) -> tuple[str, str] | None:
    """Give name and reason of a kind that is left out by name, None for all others."""
    for name in _FIELDS:
        value = item.fields.get(name, "")
        if value.lower() in _SKIPPED:
            return value, _SKIPPED[value.lower()]
    for response in item.responses:
        if response.does in _IMPOSSIBLE:
            return _IMPOSSIBLE[response.does]
    return None


def type_of(item: Item) -> str:
    """Tell the kind by its name, else by its response elements; empty for one that cannot be told."""
    if not item.responses:
        return "description"
    for name in _FIELDS:
        kind = _TYPES.get(item.fields.get(name, "").lower())
        if kind is not None and _fits(kind, item):
            return kind
    if all(response.does == "text" for response in item.responses):
        return _typed_kind(item)
    if all(response.does == "choice" for response in item.responses):
        return _chosen_kind(item)
    return "blanks"


def _fits(kind: str, item: Item) -> bool:
    """Tell whether an item has what its name says; names are wrong in files by hand."""
    does = {response.does for response in item.responses}
    if kind in ("choice", "several", "true_false", "match", "categories", "order", "dropdowns"):
        return does == {"choice"} and (len(item.responses) == 1 or kind not in ("choice", "several", "true_false"))
    if kind in ("short", "number"):
        return does == {"text"} and len(item.responses) == 1
    return kind != "description" and (kind != "essay" or does == {"text"})


def _typed_kind(item: Item) -> str:
    if len(item.responses) > 1:
        return "blanks"
    response = item.responses[0]
    tests = [test for c in item.conditions if c.earns > 0 for test in c.named(response.ident)]
    if not tests:
        return "essay"
    has_bounds = any(test.kind in ("vargt", "vargte", "varlt", "varlte") for test in tests)
    return "number" if response.is_number or has_bounds else "short"


def _chosen_kind(item: Item) -> str:
    responses = item.responses
    names = [response.ident.removeprefix("response_") for response in responses]
    html = item.stem_html()
    if all(response.ident.startswith("response_") for response in responses) and all(f"[{n}]" in html for n in names):
        return "dropdowns"
    cardinalities = {response.cardinality for response in responses}
    if len(responses) == 1:
        return "order" if cardinalities == {"ordered"} else "several" if cardinalities == {"multiple"} else "choice"
    options = {tuple(label.raw for label in response.labels) for response in responses}
    if len(options) == 1 or item.right_block:
        return "categories" if cardinalities == {"multiple"} else "match"
    return "dropdowns"

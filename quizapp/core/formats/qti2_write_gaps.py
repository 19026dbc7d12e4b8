"""A cloze as an item of QTI 2.1: each gap is an inline interaction with a response of its own."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.core.formats.qti2_write_parts import Declaration, equal_test, range_test
from quizapp.core.formats.qti_texts import QtiTexts, words
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.weighted import option_answers, str_of
from quizapp.core.kinds.cloze import GAP
from quizapp.core.question import Json

_KEPT = {
    "choice": frozenset(("kind", "key", "distractors", "options")),
    "number": frozenset(("kind", "key", "tolerance", "from", "to")),
    "text": frozenset(("kind", "key", "accept", "compare")),
}


def write_gaps(writing: QtiTexts) -> tuple[str, list[Declaration], list[str]]:
    """Give the stem with its interactions, the declared responses, and the rules of processing."""
    marked = GAP.sub(lambda found: f"\ue000{found[1]}\ue001", writing.question.stem)
    html = writing.html("stem", marked)
    declarations: list[Declaration] = []
    rules: list[str] = []
    mapped: list[str] = []
    gaps = writing.raw["gaps"]
    share = 1 / len(gaps)
    for number, gap in enumerate(gaps, 1):
        name = f"RESPONSE{number}"
        kind = str(gap.get("kind") or ("choice" if "distractors" in gap or "options" in gap else "text"))
        _lose(writing, gap, kind)
        shown, declaration = _written(writing, gap, kind, name, share)
        html = html.replace(f"\ue000{number}\ue001", shown)
        declarations.append(declaration)
        if declaration.points:
            mapped.append(f'<mapResponse identifier="{name}"/>')
        else:
            test = range_test(gap, name) if "from" in gap else equal_test(gap, name)
            rules += _adding(test, share)
    if mapped:
        total = f'<sum><variable identifier="SCORE"/>{"".join(mapped)}</sum>'
        rules.append(f'    <setOutcomeValue identifier="SCORE">{total}</setOutcomeValue>')
    return html, declarations, rules


def _written(writing: QtiTexts, gap: Mapping[str, Json], kind: str, name: str, share: float) -> tuple[str, Declaration]:
    if kind == "choice":
        return _list(writing, gap, name, share)
    shown = f'<textEntryInteraction responseIdentifier="{name}"/>'
    if kind == "number":
        correct = [] if "from" in gap else [str_of(gap["key"])]
        return shown, Declaration(name, base_type="float", correct=correct)
    points = {str_of(gap["key"]): share}
    for option in gap.get("accept", []):
        fields = option if isinstance(option, dict) else {"text": option}
        if "pattern" in fields or "explanation" in fields:
            reason = "patterns, and what is said to single answers, are left out"
            writing.losses.lose(writing.question, "accepted texts of gaps", reason)
        if "pattern" not in fields:
            points.setdefault(str_of(fields["text"]), share * float(fields.get("weight", 1)))
    if any(" ".join(text.split()) != text for text in points):
        writing.losses.lose(writing.question, "spaces in gaps", "several in a row become one")
    is_cased = gap.get("compare") == "exact"
    key = str_of(gap["key"])
    return shown, Declaration(name, base_type="string", correct=[key], points=points, is_cased=is_cased)


def _list(writing: QtiTexts, gap: Mapping[str, Json], name: str, share: float) -> tuple[str, Declaration]:
    """Give a list to choose from; its words take no markup, and stand in an order that does not show the key."""
    [key] = option_answers(gap["key"], False, 0)
    others = list(option_answers(gap.get("options") or gap["distractors"], False, 0))
    if any(option.feedback or option.percent for option in (key, *others)):
        writing.losses.lose(writing.question, "weights and explanations of options in gaps")
    texts = list(dict.fromkeys([key.text, *(option.text for option in others)]))
    plain = {text: writing.find_plain(text) for text in texts}
    if any(found is None or " ".join(found.split()) != found for found in plain.values()):
        writing.losses.lose(writing.question, "markup in gaps", "lists of choices take plain words alone")
    order = sorted(texts) if "options" not in gap else texts
    if order[1:] != [text for text in order[1:] if text != key.text] or "options" in gap:
        writing.losses.lose(writing.question, "order of options in gaps", "it is not kept")
    choices = "".join(
        f'<inlineChoice identifier="C{number}">{words(plain[text] or plain_words(text))}</inlineChoice>'
        for number, text in enumerate(order, 1)
    )
    right = f"C{order.index(key.text) + 1}"
    shown = f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{choices}</inlineChoiceInteraction>'
    return shown, Declaration(name, correct=[right], points={right: share})


def _adding(test: list[str], share: float) -> list[str]:
    points = f'<sum><variable identifier="SCORE"/><baseValue baseType="float">{share:.10g}</baseValue></sum>'
    setting = f'        <setOutcomeValue identifier="SCORE">{points}</setOutcomeValue>'
    return [
        "    <responseCondition>",
        "      <responseIf>",
        *test,
        setting,
        "      </responseIf>",
        "    </responseCondition>",
    ]


def _lose(writing: QtiTexts, gap: Mapping[str, Json], kind: str) -> None:
    for name in gap:
        if name not in _KEPT.get(kind, _KEPT["text"]):
            writing.losses.lose(writing.question, f"{name} of gaps")
    if kind == "date":
        writing.losses.lose(writing.question, "kind of gaps: date", "the gap is written as a typed text")

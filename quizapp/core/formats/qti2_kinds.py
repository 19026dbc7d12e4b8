"""Interactions of QTI 2.x and 3, each read into the fields of our kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from quizapp.core.formats import chosen
from quizapp.core.formats.date_words import read_dates
from quizapp.core.formats.embedded import token
from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.pairs import match_fields
from quizapp.core.formats.qti2_item import Interaction, Item, inner_words, replace_by_text
from quizapp.core.formats.qti2_typed import number_fields, typed_fields
from quizapp.core.formats.rich_text import from_plain
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.formats.xml_pieces import noted_dates
from quizapp.core.question import Json

SKIPPED = {
    **dict.fromkeys(
        (
            *("hotspotInteraction", "graphicOrderInteraction", "graphicAssociateInteraction", "drawingInteraction"),
            *("graphicGapMatchInteraction", "selectPointInteraction", "positionObjectInteraction"),
        ),
        "it is answered on a picture, which is not done here",
    ),
    "uploadInteraction": "it is answered by a file of the learner",
    "sliderInteraction": "it is answered by a slider, which is not done here",
    "mediaInteraction": "it only plays something",
    "customInteraction": "its kind of response is known to its own program alone",
    "portableCustomInteraction": "its kind of response is known to its own program alone",
}
"""Interactions that are left out by name, and why."""


def read_choice(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read one right choice, or several."""
    choices = interaction.element.findall("simpleChoice")
    fixed = [choice for choice in choices if choice.get("fixed") == "true"]
    is_shuffled = interaction.element.get("shuffle") == "true"
    texts = [(choice, item.inner(choice, "options")) for choice in choices[: 4 * chosen.OPTIONS_AT_MOST + 1]]
    fields = _chosen(item, interaction, texts, not is_shuffled or bool(fixed))
    if fixed and is_shuffled and len(fixed) < len(choices):
        fields["fixed"] = [text for choice, text in texts if choice.get("fixed") == "true"]
    return fields


def read_hottext(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read words of a text that are to be picked; the text stays in the stem."""
    choices = [element for element in interaction.element.iter("hottext")]
    texts = [(choice, item.inner(choice, "options")) for choice in choices[: 4 * chosen.OPTIONS_AT_MOST + 1]]
    fields = _chosen(item, interaction, texts, True)
    for choice in choices:
        choice.tag = "span"
    return {**fields, "text": item.inner(interaction.element, "stem")}


def read_order(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read an order."""
    choices = interaction.element.iter("simpleChoice")
    texts = {(choice.get("identifier") or "").strip(): item.inner(choice, "items") for choice in choices}
    right = list(dict.fromkeys(value for value in item.of(interaction).right if texts.get(value)))
    if len(right) < 2:
        raise Broken("Its right order is not told, or has fewer than two items.")
    left_out = [text for ident, text in texts.items() if ident not in right and text]
    if left_out:
        item.notes.append(f"not part of the right order, and left out: {', '.join(map(shortened, left_out[:5]))}.")
    items = [texts[ident] for ident in right]
    if len(set(items)) < len(items):
        raise Unasked("an item stands twice in it, so that its right place cannot be told")
    template = item.element.find("responseProcessing")
    is_exact = template is not None and "match_correct" in (template.get("template") or "")
    return {"kind": "order", "items": items, "scoring": "exact" if is_exact else ""}


def read_match(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read pairs of two sets; where one on the left has several on the right, the sets change sides."""
    sets = interaction.element.findall("simpleMatchSet")
    if len(sets) != 2:
        raise Broken("A matching has two sets of choices; this one has not.")
    found = _pairs(item, interaction)
    lefts, rights = (
        {(choice.get("identifier") or "").strip(): choice for choice in one.iterchildren("simpleAssociableChoice")}
        for one in sets
    )
    pairs = [(left, right) if left in lefts else (right, left) for left, right in found]
    if len({left for left, _ in pairs}) < len(pairs):
        lefts, rights, pairs = rights, lefts, [(right, left) for left, right in pairs]
    if len({left for left, _ in pairs}) < len(pairs):
        raise Unasked("one side has several right partners on both sides; here each left side has one")
    return _match_fields(item, pairs, lefts, rights)


def read_associate(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read pairs of one set."""
    choices = {
        (choice.get("identifier") or "").strip(): choice
        for choice in interaction.element.iter("simpleAssociableChoice")
    }
    pairs = _pairs(item, interaction)
    if len({left for left, _ in pairs}) < len(pairs):
        raise Unasked("one choice has several right partners; here each has one")
    lefts = {left for left, _ in pairs}
    return _match_fields(item, pairs, choices, {key: choices[key] for key in choices if key not in lefts})


def read_gap_match(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read a text with gaps that are filled from one list."""
    element = interaction.element
    choices = {(c.get("identifier") or "").strip(): c for c in element if c.tag in ("gapText", "gapImg")}
    texts = {ident: item.inner(choice, "gaps") for ident, choice in choices.items()}
    right: dict[str, str] = {}
    for first, second in _pairs(item, interaction):
        ident, gap = (first, second) if first in texts else (second, first)
        right.setdefault(gap, texts.get(ident, ""))
    for choice in choices.values():
        replace_by_text(choice, "")
    gaps: list[dict[str, Json]] = []
    for gap in list(element.iter("gap")):
        key = right.get((gap.get("identifier") or "").strip(), "")
        if not key:
            raise Broken(f"Gap {len(gaps) + 1} has no right choice.")
        others = [text for text in dict.fromkeys(texts.values()) if text not in (key, "")]
        gaps.append({"key": key, "distractors": others})
        replace_by_text(gap, token(len(gaps)))
    if not gaps:
        raise Broken("There is no gap in it.")
    return {"kind": "cloze", "gaps": gaps, "text": item.inner(element, "stem")}


def read_extended(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read an open question; a given response is the model answer."""
    key = "\n\n".join(from_plain(value) for value in item.of(interaction).correct)
    return {"kind": "open", "key": key, "rubric": item.rich("rubric", item.rubric)}


def read_typed(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read a text, number or date that is typed."""
    declared = item.of(interaction)
    if declared.base_type in ("float", "integer"):
        return {"kind": "number", **number_fields(item, interaction)}
    if not declared.right:
        return {"kind": "open"}
    fields = typed_fields(declared)
    dated = read_dates([fields["key"], *map(str, fields["accept"])], noted_dates(item.element))
    return dated if dated is not None else {"kind": "text", **fields}


def read_gap(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Read one gap of a cloze: chosen from a list of its own, or typed."""
    if interaction.name == "inlineChoiceInteraction":
        choices = [
            ((choice.get("identifier") or "").strip(), item.inner(choice, "gaps"))
            for choice in interaction.element.iter("inlineChoice")
        ]
        right = item.of(interaction).right[:1]
        key = next((text for ident, text in choices if ident in right and text), "")
        if not key:
            raise Broken(f"Gap {interaction.number} has no right choice.")
        others = [text for text in dict.fromkeys(text for _, text in choices) if text not in (key, "")]
        return {"key": key, "distractors": others} if others else {"key": key}
    fields = read_typed(item, interaction)
    if fields["kind"] == "open":
        raise Broken(f"Gap {interaction.number} has no right answer.")
    if fields["kind"] == "text":
        del fields["kind"]
    return fields


KINDS: dict[str, Callable[[Item, Interaction], dict[str, Json]]] = {
    "choiceInteraction": read_choice,
    "hottextInteraction": read_hottext,
    "orderInteraction": read_order,
    "matchInteraction": read_match,
    "associateInteraction": read_associate,
    "gapMatchInteraction": read_gap_match,
    "extendedTextInteraction": read_extended,
}
"""Block interactions that become questions, and who reads them."""


def _chosen(
    item: Item, interaction: Interaction, texts: Sequence[tuple[etree._Element, str]], keeps_order: bool
) -> dict[str, Json]:
    declared = item.of(interaction)
    right = set(declared.right)
    limit = (interaction.element.get("maxChoices") or "1").strip()
    is_single = declared.cardinality == "single" or (limit == "1" and len(right) < 2)
    scores = {(c.get("identifier") or "").strip(): 0.0 for c, _ in texts}
    if declared.points and not item.has_one_score:
        scores = {ident: declared.points_of(ident) for ident in scores}
    whole = max(scores.values(), default=0.0) if is_single else sum(scores.get(ident, 0.0) for ident in right)
    options = []
    for choice, text in texts:
        ident = (choice.get("identifier") or "").strip()
        share = min(1.0, max(-1.0, scores[ident] / whole)) if whole > 0 else None
        weight = None if is_single and (ident in right or not share) else share
        said = item.rich("options", item.said.get(ident, ""))
        options.append(chosen.Option(text, ident in right, weight, said))
    if is_single:
        return chosen.single_fields(options, keeps_order, item.notes)
    return chosen.several_fields(options, keeps_order, item.has_one_score, item.notes)


def _pairs(item: Item, interaction: Interaction) -> list[tuple[str, str]]:
    declared = item.of(interaction)
    values = declared.correct or tuple(value for value, points in declared.points if points > 0)
    found = [tuple(value.split()) for value in dict.fromkeys(values)]
    pairs = [(pair[0], pair[1]) for pair in found if len(pair) == 2]
    if not pairs:
        raise Broken("Its right pairs are not told.")
    return pairs


def _match_fields(
    item: Item,
    pairs: Sequence[tuple[str, str]],
    lefts: dict[str, etree._Element],
    rights: dict[str, etree._Element],
) -> dict[str, Json]:
    found: dict[str, str] = {}
    for left, right in pairs:
        if left not in lefts or right not in rights:
            raise Broken(f"The right pair “{shortened(f'{left} {right}')}” names a choice that is not there.")
        text, partner = item.inner(lefts[left], "pairs"), inner_words(rights[right])
        if not text or not partner:
            item.notes.append("a pair with an empty side, or with a picture on the right, was left out.")
        elif text in found:
            item.notes.append(f"“{shortened(text)}” stands on the left twice; the first pair was kept.")
        else:
            found[text] = partner
    return match_fields(found, [words for right in rights.values() if (words := inner_words(right))])

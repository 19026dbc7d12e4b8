"""A question that a teacher edited, beside the passage that it was drawn from."""

from __future__ import annotations

from quizapp.core.extraction.item_rules.asked import Asked, Reason, folded
from quizapp.core.question import Question

#: Kinds whose key is words of the text; a date may be written in many ways, and has a rule of its own.
_SAID_IN_WORDS = ("choice", "multiple", "text", "number", "cloze")


def check_edited_key(question: Question, passage: str) -> Reason | None:
    """Tell that a passage does not say the key; one of its spellings is enough."""
    asked, said = Asked.of(question), folded(passage)
    if asked.kind not in _SAID_IN_WORDS or not said:
        return None
    sets = [(gap.key, *gap.accept) for gap in asked.gaps]
    if asked.kind == "multiple":
        sets += [(key,) for key in asked.keys]
    elif asked.keys:
        sets.append((*asked.keys, *asked.accept))
    missing = [spellings[0] for spellings in sets if not any(folded(each) in said for each in spellings if each)]
    if not missing:
        return None
    return Reason("edited", f"Edited by you; its passage does not say “{missing[0]}”.", "key")

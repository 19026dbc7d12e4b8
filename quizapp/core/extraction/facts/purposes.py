"""What a journey was for: “She sailed to Lima to meet Prado” tells whom she sailed to meet, not that she met him."""

from __future__ import annotations

from dataclasses import replace

from quizapp.core.extraction.facts.framing import frame_clause, inner_clause
from quizapp.core.extraction.facts.parsing import Clause, Parsed
from quizapp.core.extraction.facts.slots import Setting
from quizapp.core.extraction.values import Fact

_GOING = frozenset({"travel", "arrive", "return", "visit", "march", "flee", "send", "emigrate", "move"})
_AIMS = frozenset({"meet", "sign", "occupy", "fight", "found", "life"})


def purpose_fact(setting: Setting, parsed: Parsed, clause: Clause, fact: Fact) -> Fact | None:
    """Give the fact of the infinitive behind a verb of going, governed by that verb; None where it names nobody."""
    verb = clause.group.verb
    infinitive = next((one for one in clause.complements if one.kind == "infinitive" and not one.is_fronted), None)
    if infinitive is None or verb is None or clause.is_passive or fact.subject is None or fact.is_negative:
        return None
    if verb.verb_class not in _GOING or verb.lemma == "send":
        return None
    inner = inner_clause(parsed, clause, infinitive)
    if inner is None:
        return None
    aim = frame_clause(setting, parsed, inner, fact.claimant)
    if aim is None or aim.frame not in _AIMS or aim.object is None or not aim.object.heads:
        return None
    return replace(
        aim,
        chain=(*fact.chain, verb.lemma),
        time=fact.time,
        modality=fact.modality,
        tense=fact.tense,
        rule="facts.purpose",
        superlative=fact.superlative,
        worth=min(aim.worth, 0.7),
    )

"""What templates and the rules of facts are called on pages."""

from __future__ import annotations

TEMPLATE_NAMES = {
    "T1": "When did it happen?",
    "T2": "Who did it?",
    "T3": "To whom was it done?",
    "T4": "Who said it?",
    "T5": "With which words?",
    "T6": "Which office?",
    "T7": "Complete the sentence",
    "T8": "Put in order",
    "T9": "True or false?",
    "T10": "Where, and what does it stand for?",
    "T11": "According to whom?",
    "T12": "Match",
    "M": "Proposed by a model",
}
RULE_NAMES = {
    "main": "What a sentence says outright",
    "subordinate": "What a subordinate clause says",
    "relative": "What a clause with who, which or that says",
    "object-relative": "What a clause says of the one it is done to",
    "participle": "What a clause with an -ing or -ed word says",
    "content": "What a clause behind a verb of saying or thinking says",
    "coordinate": "What a clause behind “and” or “but” says",
    "inverted": "What a sentence says with its verb in front",
    "saying": "What somebody is reported to have said",
    "quote.direct": "Who is quoted with whole sentences",
    "quote.fragment": "Who is quoted with a few words",
    "quote.epigraph": "Who is quoted at the head of a text",
    "life.bear": "Births in brackets behind a name",
    "life.die": "Deaths in brackets behind a name",
    "life.rule": "Reigns in brackets behind a name",
    "kin": "Kinship that stands beside a name",
    "letters": "What short letters stand for",
    "noun": "What a noun tells of an event",
    "event": "What followed from the event of the clause before",
    "purpose": "What something was done for",
    "title.now": "Offices that stand beside a name",
    "title.former": "Former offices that stand beside a name",
    "title.then": "Offices of that time that stand beside a name",
}
_PASSIVE = ".passive"
_OTHER = "Another way of finding facts"


def name_of(rule: str) -> str:
    """Give the words for a template or rule."""
    if rule in TEMPLATE_NAMES:
        return TEMPLATE_NAMES[rule]
    plain = rule.removeprefix("facts.")
    name = RULE_NAMES.get(plain.removesuffix(_PASSIVE), _OTHER)
    return f"{name}, in the passive" if plain.endswith(_PASSIVE) else name


def is_named(rule: str) -> bool:
    """Whether there is a template or rule that is called so."""
    plain = rule.removeprefix("facts.")
    return rule in TEMPLATE_NAMES or (plain != rule and plain.removesuffix(_PASSIVE) in RULE_NAMES)

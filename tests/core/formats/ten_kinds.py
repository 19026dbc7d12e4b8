"""A bank of all ten kinds with every field that formats may lose, for the laws of writing."""

from __future__ import annotations

from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.kinds import parse_question

PLAIN = (
    {"id": "tallest", "kind": "choice", "stem": "Which peak is the highest?", "key": "Everest", "distractors": ["K2"]},
    {
        "id": "volcano",
        "kind": "choice",
        "title": "Volcano: 50% of it {really} = #1",
        "stem": "Which ~ of *these* is {a} volcano: 100 % = #sure? \\\\",
        "key": {"text": "Etna", "explanation": "It rises over Catania."},
        "distractors": [
            {"text": "%50% Matterhorn", "weight": 0.5},
            {"text": "a->b", "explanation": "No = not ~ this."},
        ],
        "explanation": "Etna is in Sicily.\n\nIt is *active*.",
        "tags": ["mountains/fire", "Italy [south]"],
    },
    {
        "id": "alps",
        "kind": "multiple",
        "stem": "Which lie in the Alps?",
        "key": ["Eiger", "Ortler"],
        "distractors": ["Ararat", {"text": "Olympus", "explanation": "In Greece."}],
    },
    {
        "id": "alps-weighed",
        "kind": "multiple",
        "stem": "Which lie in the Alps, by weight?",
        "key": [{"text": "Eiger", "weight": 0.75}, {"text": "Ortler", "weight": 0.25}],
        "distractors": [{"text": "Ararat", "weight": -0.5}, {"text": "Olympus", "weight": 0}],
    },
    {
        "id": "flat",
        "kind": "true_false",
        "stem": "The Netherlands are mountainous.",
        "key": False,
        "options": [{"text": True, "explanation": "Look again."}, {"text": False, "explanation": "Right, flat."}],
    },
    {"id": "deep", "kind": "true_false", "stem": "Lake Baikal is deep.", "key": True},
    {
        "id": "range",
        "kind": "text",
        "stem": "Name the range with Everest.",
        "key": "Himalaya*",
        "accept": [
            "the Himalayas",
            {"text": "Alps", "weight": 0, "explanation": "Those are in Europe."},
            {"pattern": "*laya", "weight": 0.5},
        ],
        "explanation": "A long range.",
    },
    {
        "id": "height",
        "kind": "number",
        "stem": "How high is Everest, in metres?",
        "key": "8849",
        "tolerance": 10,
        "accept": [{"text": 8800, "tolerance": 50, "weight": 0.5, "explanation": "Nearly."}],
    },
    {"id": "span", "kind": "number", "stem": "Give a number between.", "from": "-2.5", "to": 3},
    {
        "id": "cloze",
        "kind": "cloze",
        "stem": "Everest was climbed in [[1]] by [[2]] and \\[[x]] lies at **[[3]]** m.",
        "gaps": [
            {"key": 1953, "accept": [{"text": "1954", "weight": 0.5, "explanation": "A year late."}]},
            {"key": {"text": "Hillary", "explanation": "With Tenzing."}, "distractors": ["Mallory ~ {x} #2", "Bell"]},
            {"kind": "number", "key": 8849, "tolerance": 5, "worth": 2},
        ],
    },
    {
        "id": "match",
        "kind": "match",
        "stem": "Which peak in which land?",
        "pairs": [{"left": "Etna", "right": "Italy"}, {"left": "Fuji = high", "right": "Japan ~ east"}],
        "distractors": ["Peru"],
    },
    {"id": "why", "kind": "open", "stem": "Why do people climb?", "explanation": "Because it is there."},
)
"""Questions that GIFT and Moodle XML carry whole."""

FULL = (
    {
        "id": "full",
        "kind": "choice",
        "stem": "Who fell?",
        "title": "A fall",
        "context": "In 1924 two climbers were lost.",
        "key": "Mallory",
        "accept": ["George Mallory"],
        "options": ["Irvine", "Mallory"],
        "about": "actor",
        "hints": ["He was a teacher.", "His name begins with M."],
        "evidence": {"paragraph": 2, "quote": "were lost"},
        "worth": 2,
        "limit_seconds": 30,
        "language": "en-GB",
    },
    {"id": "date", "kind": "date", "stem": "When was it climbed?", "key": "1953-05-29", "distractors": ["1952"]},
    {"id": "order", "kind": "order", "stem": "Lowest first.", "items": ["Etna", "Mont Blanc", "Everest"]},
    {"id": "open", "kind": "open", "stem": "Why so high?", "key": "Plates collide.", "rubric": "Plates, collision."},
    {"id": "unit", "kind": "number", "stem": "How high?", "key": 100, "tolerance": "5%", "unit": "m"},
    {
        "id": "exact",
        "kind": "text",
        "stem": "Sign of iron?",
        "key": "Fe",
        "compare": "exact",
        "distractors": ["fe", "Ir"],
    },
    {
        "id": "all-or-nothing",
        "kind": "multiple",
        "stem": "Pick both.",
        "key": ["A", "B"],
        "distractors": ["C"],
        "scoring": "exact",
    },
)
"""Questions with what other formats have no place for."""


def outgoing(raws):
    """Give a bank of raw questions on its way out."""
    return Outgoing(BankFields(title="Mountains"), [parse_question(raw) for raw in raws])


def dumped(questions):
    """Give questions by id as their raw mappings without origin."""
    return {q.id: {name: value for name, value in q.dump().items() if name != "origin"} for q in questions}

"""Item-writing rules of single questions: each with sound and unsound examples of several kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from quizapp.core.document import read_document
from quizapp.core.extraction.item_rules import (
    RULES,
    Asked,
    Reason,
    RuleContext,
    alias_groups,
    check_ascending,
    check_enough_options,
    check_grammar,
    check_key_in_stem,
    check_lengths,
    check_negative,
    check_one_problem,
    check_option_types,
    check_question,
    check_same_options,
    check_stands_alone,
    check_superlative,
    rule_context,
)
from quizapp.core.kinds import KINDS, parse_question
from quizapp.core.question import Question

EMPTY = RuleContext()
Rule = Callable[[Asked, RuleContext], Reason | None]


def question(stem: str = "Which town was founded in 1204?", kind: str = "choice", **fields: Any) -> Question:
    own: dict[str, dict[str, Any]] = {
        "choice": {"key": "Westport", "distractors": ["Eastport", "Northport"]},
        "multiple": {"key": ["Westport", "Eastport"], "distractors": ["Northport", "Southport"]},
        "true_false": {"key": "true"},
        "text": {"key": "Westport"},
        "number": {"key": "240"},
        "date": {"key": "1894-06-30"},
        "cloze": {"gaps": [{"key": "1886"}]},
        "match": {"pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}, {"left": "e", "right": "f"}]},
        "order": {"items": ["one", "two", "three"]},
        "open": {},
    }
    return parse_question({"id": "q", "kind": kind, "stem": stem, **own[kind], **fields})


def judged(rule: Rule, *args: Any, context: RuleContext = EMPTY, **fields: Any) -> str | None:
    reason = rule(Asked.of(question(*args, **fields)), context)
    assert reason is None or (reason.message and reason.message[-1] in ".;")
    return reason.rule if reason else None


@pytest.mark.parametrize(
    "stem",
    [
        "When did the war begin? Who won it?",
        "When and where was the treaty of Westport signed?",
        "Who built the Long Bridge and when was it opened?",
        "In ____ the bridge of ____ was built",
        "The founding of Westport",
        "Which town " + "with very many further words " * 6 + "was founded in 1204?",
    ],
)
def test_r01_refuses_several_problems_in_one_stem(stem: str) -> None:
    assert judged(check_one_problem, stem) == "R01"


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("Which town was founded in 1204?", "choice"),
        ("The first bridge was built in ____ by Ada Miller.", "choice"),
        (r"The first bridge was built in \_\_\_\_ by Ada Miller.", "choice"),
        ("Ada Miller designed the …", "choice"),
        ("Ada Miller’s … bridge was the longest.", "choice"),
        ("Who asked “Where is my ship? Who took it?”", "choice"),
        ("Who asked “Am I late?”?", "choice"),
        ("Which engineer, who had won a prize, designed the Long Bridge?", "choice"),
        ("From [[1]] to [[2]] work stood still.", "cloze"),
        ("The Long Bridge has two towers.", "true_false"),
        ("Earliest first.", "order"),
        ("Match each town with its river.", "match"),
        ("Describe how the Long Bridge was built, and say why it stands.", "open"),
        ("Who wrote “" + "a very long quotation of words " * 6 + "”?", "choice"),
    ],
)
def test_r01_lets_one_problem_pass(stem: str, kind: str) -> None:
    gaps = {"gaps": [{"key": "1886"}, {"key": "1890"}][: stem.count("[[")]} if kind == "cloze" else {}
    assert judged(check_one_problem, stem, kind, **gaps) is None


@pytest.mark.parametrize(
    "stem",
    [
        "Where was he born?",
        "In which year did it end?",
        "Who signed this treaty?",
        "What did they build in that year?",
        "Which city was the capital of the country?",
        "When was the summit held?",
        "Which party recently won in Westport?",
        "Who was king of Westland last year?",
        "Which town is named in the article?",
        "Who is mentioned above?",
        "According to the passage above, which town burned?",
        "Of Miller and Weber, what did the latter build?",
    ],
)
def test_r02_refuses_stems_that_do_not_stand_alone(stem: str) -> None:
    assert judged(check_stands_alone, stem) == "R02"


@pytest.mark.parametrize(
    "stem",
    [
        "Where did Ada Miller live when she built the Long Bridge?",
        "Which state lost its colonies in 1919?",
        "Who gave his name to the Long Bridge?",
        "Which war ended with the treaty of Westport?",
        "What did the king of Westland say about his country?",
        "Who said “they will never take this city”?",
        "When was the summit of Westport held?",
        "Which treaty between Westland and Eastland ended the war?",
        "What is now the capital of Westland?",
        "According to the document, who was the first to cross?",
        "How far above sea level does Westport lie?",
        "How long did it take to build the Long Bridge?",
        "Who led the Party of the West in 1950?",
    ],
)
def test_r02_lets_complete_stems_pass(stem: str) -> None:
    assert judged(check_stands_alone, stem) is None


def test_r02_knows_context_items_and_what_the_document_has_once() -> None:
    assert judged(check_stands_alone, "Where was he born?", context=EMPTY) == "R02"
    assert judged(check_stands_alone, "Put these events in order.", "order") is None
    with_text = parse_question({**question("Where was he born?").dump(), "context": "Carl Weber was a builder."})
    assert check_stands_alone(Asked.of(with_text), RuleContext()) is None
    once = read_document("The summit was held.\n\nNothing else.").paragraphs
    assert judged(check_stands_alone, "When was the summit held?", context=RuleContext((), once)) is None
    twice = read_document("A summit was held.\n\nAnother summit.").paragraphs
    assert judged(check_stands_alone, "When was the summit held?", context=RuleContext((), twice)) == "R02"


@pytest.mark.parametrize(
    ("stem", "fields"),
    [
        ("Which harbour did Westport build?", {}),
        ("Which town lies west of WESTPORT’s river?", {}),
        ("Who led JFK’s party?", {"key": "John F. Kennedy", "accept": ["JFK"], "about": "actor"}),
        ("Which state did the Russian army leave?", {"key": "Russia", "about": "actor"}),
        ("Where do Berliners live?", {"key": "Berlin", "about": "place"}),
        ("How many of the 240 men came?", {"kind": "number"}),
        ("When in 1894 was it?", {"kind": "date", "distractors": ["1889-03-31", "1901-10-07"]}),
        ("Of all stones granite is the one called [[1]].", {"kind": "cloze", "gaps": [{"key": "granite"}]}),
    ],
)
def test_r03_finds_the_key_in_the_stem(stem: str, fields: dict[str, Any]) -> None:
    assert judged(check_key_in_stem, stem, **fields) == "R03"


@pytest.mark.parametrize(
    ("stem", "fields"),
    [
        ("Which is larger, Westport or Eastport?", {}),
        ("Which town lies opposite Newport?", {}),
        ("Which state did the Prussian army leave?", {"key": "Russia", "about": "actor"}),
        ("How many days after 30 June 1894?", {"kind": "number", "key": "30"}),
        ("When in 1894 was it?", {"kind": "date", "distractors": ["1894-03-31", "1894-10-07"]}),
        ("It is true of Westport.", {"kind": "true_false"}),
        ("Why did Westport grow?", {"kind": "open", "key": "Westport"}),
    ],
)
def test_r03_lets_other_stems_pass(stem: str, fields: dict[str, Any]) -> None:
    assert judged(check_key_in_stem, stem, **fields) is None


def test_r03_knows_the_names_that_other_questions_accept() -> None:
    other = question("Who designed it?", key="John F. Kennedy", accept=["JFK"], id="other")
    asked = question("Which party was JFK in?", key="John F. Kennedy")
    assert check_key_in_stem(Asked.of(asked), rule_context([other, asked])) is not None
    assert check_key_in_stem(Asked.of(asked), RuleContext()) is None
    assert alias_groups([other, asked]) == (frozenset({"john f kennedy", "jfk"}),)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("choice", {"key": "1948", "distractors": ["1950", "the Airlift"]}),
        ("choice", {"key": "12 October 1948", "distractors": ["1949", "3 May 1950"]}),
        ("choice", {"key": "in the 19th century", "distractors": ["1850", "1910"]}),
        ("choice", {"key": "yes", "distractors": ["no", "Westport"]}),
        ("choice", {"key": "“a great day”", "distractors": ["a sad day", "“a long day”"]}),
        ("choice", {"key": "Ada Miller", "distractors": ["a crowd of workers", "Carl Weber"], "about": "actor"}),
        ("choice", {"key": "It fell into the river.", "distractors": ["It was burned", "It was sold"]}),
        ("date", {"key": "1948-10-12", "distractors": ["1948-10", "1949-01-01"]}),
        ("cloze", {"gaps": [{"key": "1948", "distractors": ["1950", "May"]}]}),
    ],
)
def test_r05_finds_mixed_options(kind: str, fields: dict[str, Any]) -> None:
    stem = "In [[1]] it began." if kind == "cloze" else "Which?"
    assert judged(check_option_types, stem, kind, **fields) == "R05"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("choice", {}),
        ("choice", {"key": "1948", "distractors": ["1950", "1961"]}),
        ("choice", {"key": "5 km", "distractors": ["10 km", "12.5 km"]}),
        ("choice", {"key": "coal and food", "distractors": ["Soviet tanks", "water"]}),
        ("choice", {"key": "the Soviet Union", "distractors": ["France", "the United States"], "about": "actor"}),
        ("choice", {"key": "A launch site", "distractors": ["An Arctic port", "A shipyard"], "about": "place"}),
        ("date", {"key": "1948-10-12", "distractors": ["1948-10-11", "1949-01-01"]}),
        ("match", {}),
        ("order", {}),
    ],
)
def test_r05_lets_options_of_one_sort_pass(kind: str, fields: dict[str, Any]) -> None:
    assert judged(check_option_types, "Which?", kind, **fields) is None


def test_r06_finds_options_of_unlike_length() -> None:
    long = "because the ferry could not carry the growing traffic of both towns"
    assert judged(check_lengths, key=long, distractors=["for the king", "for glory alone"]) == "R06"
    assert judged(check_lengths, key="for the king", distractors=["for the ships", "for glory alone"]) is None
    assert judged(check_lengths, key=long, distractors=["fun", "war"]) is None
    names = {"key": "Toshimitsu Motegi", "distractors": ["Taro Kono", "Ada Miller"]}
    assert judged(check_lengths, **names, about="actor") is None
    assert judged(check_lengths, **names) is None  # names are as long as they are, whatever is asked
    phrases = {"key": "The long road home", "distractors": ["A quiet sea", "The old mill"]}
    assert judged(check_lengths, **phrases) == "R06"
    assert judged(check_lengths, kind="order") is None


@pytest.mark.parametrize(
    ("stem", "key", "distractors"),
    [
        ("The tower was built by an ____", "engineer", ["priest", "doctor"]),
        ("The town was ruled by a …", "union of towns", ["emperor", "abbot"]),
        ("Who were the builders?", "Ada Miller and Carl Weber", ["Ines Duarte", "Jan Smit"]),
        ("What carried the traffic?", "a ferry", ["horses", "trains"]),
        ("What carried the traffic?", "horses", ["the ferry", "the train"]),
    ],
)
def test_r07_finds_grammar_that_fits_one_option(stem: str, key: str, distractors: list[str]) -> None:
    assert judged(check_grammar, stem, key=key, distractors=distractors) == "R07"


@pytest.mark.parametrize(
    ("stem", "key", "distractors"),
    [
        ("The tower was built by an ____", "engineer", ["abbot", "priest"]),
        ("The tower was built by a/an ____", "engineer", ["priest", "doctor"]),
        ("Who were the builders?", "Miller and Weber", ["Duarte and Smit", "Jansen"]),
        ("Who was the builder?", "Ada Miller", ["Carl Weber", "Ines Duarte"]),
        ("What carried the traffic?", "a ferry", ["a horse", "trains"]),
        ("Which state built it?", "The United States", ["China", "Japan"]),
    ],
)
def test_r07_lets_options_pass_that_several_fit(stem: str, key: str, distractors: list[str]) -> None:
    assert judged(check_grammar, stem, key=key, distractors=distractors) is None


def test_r07_looks_at_articles_before_gaps() -> None:
    gaps = [{"key": "engine", "distractors": ["train", "boat"]}]
    assert judged(check_grammar, "It had an [[1]].", "cloze", gaps=gaps) == "R07"
    assert judged(check_grammar, "It had one [[1]].", "cloze", gaps=gaps) is None


@pytest.mark.parametrize(
    ("kind", "fields", "rule"),
    [
        ("choice", {"distractors": ["Eastport"]}, "R09"),
        ("choice", {}, None),
        ("multiple", {"distractors": ["Northport"]}, "R09"),
        ("text", {"distractors": ["Eastport"]}, "R09"),
        ("text", {}, None),
        ("number", {"distractors": ["3"]}, "R09"),
        ("date", {"distractors": ["1895-01-01", "1896-01-01"]}, None),
        ("cloze", {"gaps": [{"key": "1886", "distractors": ["1887"]}]}, "R09"),
        ("match", {"pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}]}, "R09"),
        ("match", {}, None),
        ("true_false", {}, None),
        ("order", {"items": ["one", "two"]}, None),
    ],
)
def test_r09_counts_what_one_can_choose_from(kind: str, fields: dict[str, Any], rule: str | None) -> None:
    stem = "It was [[1]]." if kind == "cloze" else "Which?"
    assert judged(check_enough_options, stem, kind, **fields) == rule


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"key": "Korea", "distractors": ["North Korea", "China"]}, "R10"),
        ({"key": "Köln", "distractors": ["Bonn", "the city of Koln"]}, "R10"),
        ({"key": "1.5", "distractors": ["15", "1.50"]}, "R10"),
        ({"key": "1.5", "distractors": ["15", "150"]}, None),
        ({"key": "1948", "distractors": ["1948 or 1949", "1950"]}, None),
        ({"key": "art", "distractors": ["party", "cart"]}, None),
        ({"kind": "date", "distractors": ["1894-06", "1894"]}, None),
    ],
)
def test_r10_finds_options_that_are_the_same(fields: dict[str, Any], rule: str | None) -> None:
    assert judged(check_same_options, **fields) == rule


@pytest.mark.parametrize(
    ("stem", "fields", "rule"),
    [
        ("Which town was not founded in 1204?", {}, "R11"),
        ("All towns except which lie on the sea?", {}, "R11"),
        ("Who never saw Westport?", {}, "R11"),
        ("Which town didn’t burn?", {}, "R11"),
        ("Which of these?", {"distractors": ["Eastport", "None of the above"]}, "R11"),
        ("Which of these?", {"distractors": ["Eastport", "all of these"]}, "R11"),
        ("Westport was not burned.", {"kind": "true_false"}, "R11"),
        ("Who said “not one inch”?", {}, None),
        ("Which town is not only old but large?", {}, None),
        ("Who decided whether or not to build?", {}, None),
        ("Which town has a notable knot?", {}, None),
        ("Why did the ferry not suffice?", {"kind": "open"}, None),
    ],
)
def test_r11_finds_negatives(stem: str, fields: dict[str, Any], rule: str | None) -> None:
    assert judged(check_negative, stem, **fields) == rule


def test_r12_wants_fixed_numbers_to_ascend() -> None:
    def rule_for(*options: str) -> str | None:
        raw = {"id": "q", "kind": "choice", "stem": "When?", "key": options[0], "options": list(options)}
        reason = check_ascending(Asked.of(parse_question(raw)), RuleContext())
        return reason.rule if reason else None

    assert rule_for("1950", "1948", "1961") == "R12"
    assert rule_for("44 BC", "49 BC", "31 BC") == "R12"
    assert rule_for("1948", "1950", "1961") is None
    assert rule_for("49 BC", "44 BC", "12") is None
    assert rule_for("Westport", "Eastport", "1961") is None
    assert judged(check_ascending, key="1950", distractors=["1948", "1961"]) is None


@pytest.mark.parametrize(
    ("stem", "kind", "rule"),
    [
        ("Which is the longest bridge of Westland?", "choice", "R15"),
        ("Who was the only engineer of the town?", "choice", "R15"),
        ("The last ferry was sold.", "true_false", "R15"),
        ("Which was the longest bridge of Westland in 1894?", "choice", None),
        ("According to the document, who was the first to cross?", "choice", None),
        ("Which bridge had at least two towers?", "choice", None),
        ("Who fought in the First World War?", "choice", None),
        ("When was the first stone laid?", "date", None),
        ("Earliest first.", "order", None),
        ("Who said “I was the first”?", "choice", None),
    ],
)
def test_r15_wants_a_time_beside_superlatives(stem: str, kind: str, rule: str | None) -> None:
    assert judged(check_superlative, stem, kind) == rule


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_the_example_of_each_kind_breaks_no_rule(kind: type[Question]) -> None:
    example = parse_question(kind.example)
    assert check_question(example, rule_context([example])) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_no_rule_stumbles_over_odd_texts(rule: Rule, kind: type[Question]) -> None:
    for text in ("?", "…", "(", "\\", "🙂", "A" * 900, " ".join(["a"] * 450), "1" * 300, "“"):
        stem = f"{text} [[1]] [[2]]" if kind.kind == "cloze" else text
        raw = {**kind.example, "stem": stem, "explanation": text, "about": "actor"}
        raw |= {"gaps": [{"key": text}, {"key": "b", "distractors": [text, "c"]}]} if kind.kind == "cloze" else {}
        if kind.kind in ("choice", "multiple", "text"):
            raw["distractors"] = [text, f"b{text}"]
        odd = parse_question(raw)
        reason = rule(Asked.of(odd), rule_context([odd]))
        assert reason is None or reason.message

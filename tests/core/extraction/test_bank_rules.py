"""Rules of a whole bank: duplicates, lengths and places of keys, leaks, evidence, and lint with its lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizapp.core.document import read_document
from quizapp.core.extraction.item_rules import (
    Disclosure,
    check_evidence,
    find_duplicates,
    find_leaks,
    is_told,
    judge_key_lengths,
    judge_key_positions,
    lint_bank,
    part_and_order,
)
from quizapp.core.extraction.item_rules.bank import COMPARED_WHOLE
from quizapp.core.extraction.item_rules.chi_square import chi_square_p
from quizapp.core.formats.native import read
from quizapp.core.formats.parcel import Entry, Parcel
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question
from tests.timing import processor_limit

NATIVE = Path(__file__).parents[2] / "data/native"


def question(identity: str, stem: str, key: Any = "Westport", kind: str = "choice", **fields: Any) -> Question:
    own = {"key": key} if kind not in ("cloze", "match", "order") else {}
    if kind == "choice" and "distractors" not in fields and "options" not in fields:
        own["distractors"] = ["Eastport", "Northport"]
    return parse_question({"id": identity, "kind": kind, "stem": stem, **own, **fields})


def test_r20_finds_the_later_of_two_that_ask_the_same() -> None:
    first = question("a", "Which town did Ada Miller found?")
    same = question("b", "Which town did Ada Miller found then?")
    other_key = question("c", "Which town did Ada Miller found?", "Southport")
    other_stem = question("d", "Which harbour freezes in winter?")
    found = find_duplicates([first, same, other_key, other_stem])
    assert [(late.id, reason.rule) for late, reason in found] == [("b", "R20")]
    assert found[0][1].message == "Asks the same as “Which town did Ada Miller found?”; keep one."
    assert found[0][1].other == "a"


def test_r20_tells_lists_apart_by_their_items() -> None:
    stem = "Put in order, earliest first."
    lists = [question("a", stem, kind="order", items=["x", "y"]), question("b", stem, kind="order", items=["y", "x"])]
    assert find_duplicates(lists) == []


def test_r06_over_a_bank_finds_keys_that_are_longest() -> None:
    def bank(longest: int) -> list[Question]:
        keys = ["a rather long key"] * longest + ["key"] * (20 - longest)
        return [
            question(f"q{n}", f"Stem {n}?", key, distractors=["other one", "third one"]) for n, key in enumerate(keys)
        ]

    reason = judge_key_lengths(bank(12))
    assert reason is not None
    assert (reason.rule, "12 of 20" in reason.message) == ("R06", True)
    assert judge_key_lengths(bank(8)) is None
    assert judge_key_lengths(bank(20)[:9]) is None


def test_r12_over_a_bank_finds_keys_in_one_place() -> None:
    def date(number: int, place: int) -> Question:
        years = [str(1900 + number), str(1910 + number), str(1920 + number)]
        key = years.pop(place)
        return question(f"q{number}", f"When was event {number}?", key, kind="date", distractors=years)

    middle = [date(number, 1) for number in range(40)]
    reason = judge_key_positions(middle)
    assert reason is not None
    assert (reason.rule, "40 × place 2" in reason.message) == ("R12", True)
    assert judge_key_positions(middle[:39]) is None
    assert judge_key_positions([date(number, number % 3) for number in range(60)]) is None
    options = ["Eastport", "Northport", "Southport", "Westport"]
    fixed = [question(f"q{n}", f"Stem {n}?", "Westport", options=options) for n in range(45)]
    assert judge_key_positions(fixed) is not None
    shuffled = [question(f"q{n}", f"Stem {n}?") for n in range(45)]
    assert judge_key_positions(shuffled) is None


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [
        (3.841459, 1, 0.05),
        (5.991465, 2, 0.05),
        (11.344867, 3, 0.01),
        (18.307038, 10, 0.05),
        (124.342113, 100, 0.05),
        (0.0, 4, 1.0),
    ],
)
def test_chi_square_agrees_with_printed_tables(statistic: float, freedom: int, p: float) -> None:
    assert chi_square_p(statistic, freedom) == pytest.approx(p, rel=1e-5)


def leaks(*questions: Question) -> list[tuple[str, str, str]]:
    return [(leak.question.id, leak.told_by.id, leak.field) for leak in find_leaks(questions)]


DATE = question("when", "When was the Long Bridge of Westport opened to traffic?", "1894-06-30", kind="date")


def test_a_leak_is_a_key_with_the_words_of_its_fact() -> None:
    stem = question("who", "Who opened the Long Bridge to traffic on 30 June 1894?", "Ada Miller")
    assert leaks(DATE, stem) == [("when", "who", "stem")]
    told = question(
        "why", "Who designed it?", "Ada Miller", explanation="The bridge was opened to traffic on June 30, 1894."
    )
    assert leaks(DATE, told) == [("when", "why", "explanation")]
    leak = find_leaks([DATE, told])[0]
    assert leak.key == "1894-06-30"
    assert {"bridge", "traffic"} <= set(leak.words)


def test_the_key_alone_or_the_words_alone_are_no_leak() -> None:
    key_alone = question("a", "Who was born on 30 June 1894?", "Ada Miller")
    words_alone = question("b", "Who opened the Long Bridge of Westport to traffic in June 1894?", "Ada Miller")
    assert leaks(DATE, key_alone, words_alone) == []
    assert leaks(DATE) == []


def test_words_that_all_questions_share_tell_no_fact_apart() -> None:
    common = [
        question(f"q{n}", f"Which stone of the Long Bridge bears the letter {n}?", f"stone {n}") for n in range(40)
    ]
    asked = question("asked", "Which stone of the Long Bridge bears a star?", "granite")
    shown = question(
        "shown",
        "Which stone of the Long Bridge is red?",
        "marble",
        explanation="A stone of the Long Bridge is granite.",
    )
    assert leaks(*common, asked, shown) == []


def test_accepted_spellings_and_quotations_leak_as_well() -> None:
    speaker = question("speaker", "Who said “the river is ours” to the council?", "John F. Kennedy", accept=["JFK"])
    other = question("other", "Where did JFK say “the river is ours”?", "Westport")
    assert leaks(speaker, other) == [("speaker", "other", "stem")]


def test_statements_are_read_with_their_right_answer() -> None:
    asked = question("asked", "Which stone are the towers of the Long Bridge made of?", "granite")
    cloze = question(
        "cloze", "The towers of the Long Bridge are made of [[1]].", kind="cloze", gaps=[{"key": "granite"}]
    )
    assert ("asked", "cloze", "stem") in leaks(asked, cloze)
    for key, expected in (("true", [("asked", "tf", "stem")]), ("false", [])):
        statement = question("tf", "The towers of the Long Bridge are made of granite.", key, kind="true_false")
        assert leaks(asked, statement) == expected


def test_a_pair_of_a_match_can_be_told() -> None:
    pairs = [{"left": "Ada Miller", "right": "the bridge"}, {"left": "Ines Duarte", "right": "the harbour"}]
    match = question("match", "Who built what?", kind="match", pairs=pairs)
    telling = question("telling", "Why was the bridge of Ada Miller praised?", "its beauty")
    assert set(leaks(match, telling)) == {("match", "telling", "stem")}


def test_of_several_keys_all_must_be_told() -> None:
    asked = question(
        "asked", "Which towns joined the tariff union?", ["Westport", "Midport"], "multiple", distractors=["A", "B"]
    )
    one = question("one", "When did Westport join the tariff union?", "1904")
    both = question("both", "When did Westport and Midport join a tariff union?", "1904")
    assert leaks(asked, one) == []
    assert leaks(asked, both) == [("asked", "both", "stem")]


def told(asked: Question, *before: Question) -> bool:
    return is_told(Disclosure.of(asked), [Disclosure.of(one) for one in before])


def test_in_a_sitting_what_was_told_a_moment_ago_is_known() -> None:
    teller = question("who", "Who opened the Long Bridge to traffic on 30 June 1894?", "Ada Miller")
    other = question("other", "Which stone is the harbour wall made of?", "granite")
    assert told(DATE, other, teller)
    assert not told(DATE, other)
    assert not told(teller, DATE)
    assert not told(DATE)


def test_in_a_sitting_a_passage_that_was_shown_tells_as_well() -> None:
    asked = question("asked", "Which stone are the towers of the Long Bridge made of?", "granite")
    quote = "The towers of the Long Bridge, of granite, were finished by Ada Miller."
    passage = question("shown", "Who finished them?", "Ada Miller", evidence={"paragraph": "1", "quote": quote})
    assert told(asked, passage)
    assert leaks(asked, passage) == []


def test_in_a_sitting_a_pair_that_was_told_leaves_the_others_to_be_matched() -> None:
    pairs = [{"left": "Ada Miller", "right": "the bridge"}, {"left": "Ines Duarte", "right": "the harbour"}]
    match = question("match", "Who built what?", kind="match", pairs=pairs)
    one = question("one", "Why was the bridge of Ada Miller praised?", "its beauty")
    other = question("other", "How long did Ines Duarte dig at the harbour?", "six years")
    assert not told(match, one)
    assert told(match, one, other)


@pytest.mark.parametrize(("kind", "key", "word"), [
    ("choice", "2", "Two"), ("number", 2, "two"), ("text", "0", "zero"), ("choice", "20", "twenty"),
    ("number", 70, "seventy"),
])  # fmt: skip
def test_a_number_is_told_in_words_as_well(kind: str, key: Any, word: str) -> None:
    asked = question("asked", "How many towers has the Long Bridge?", key, kind)
    assert told(asked, question("teller", f"Who built the {word} towers of the Long Bridge?", "Ada Miller"))
    assert not told(asked, question("other", f"Who dug the {word} tunnels under the hill?", "Ines Duarte"))
    assert not told(asked, question("third", "Who built the three towers of the Long Bridge?", "Ada Miller"))


def test_a_game_asks_before_it_tells() -> None:
    teller = question("who", "Who opened the Long Bridge to traffic on 30 June 1894?", "Ada Miller")
    others = [question(f"q{n}", f"Which stone is wall {n} made of?", f"stone {n}") for n in range(2)]
    shown = [Disclosure.of(one) for one in (teller, others[0], DATE, others[1])]
    assert part_and_order(shown, 4) == [1, 2, 0, 3]
    assert part_and_order(shown[::-1], 4) == [0, 1, 2, 3]
    assert part_and_order(shown, 2) == [0, 1]


def test_of_two_that_tell_each_other_one_is_chosen_while_there_are_others() -> None:
    one = question("one", "Who opened the Long Bridge to traffic on 30 June 1894?", "Ada Miller")
    two = question("two", "When did Ada Miller open the Long Bridge to traffic?", "1894-06-30", kind="date")
    other = question("other", "Which stone is the harbour wall made of?", "granite")
    shown = [Disclosure.of(each) for each in (one, two, other)]
    assert part_and_order(shown, 2) == [0, 2]
    assert part_and_order(shown, 3) == [2, 0, 1]
    assert part_and_order([], 3) == []


def test_leaks_are_found_in_a_large_bank_in_time() -> None:
    bank = [question(f"q{n}", f"Which town number {n} has word{n} and thing{n}?", f"Town{n}") for n in range(600)]
    with processor_limit(3):
        assert leaks(*bank) == []


def test_evidence_must_stand_in_its_paragraph() -> None:
    document = read_document("# Title\n\nOpened on **30 June** 1894.\n\n“A great day,” she said.\n")

    def message(paragraph: int, quote: str) -> str | None:
        asked = question("a", "When?", evidence={"paragraph": str(paragraph), "quote": quote})
        found = check_evidence([asked], document)
        return found[0][1].message if found else None

    assert message(2, "on 30 June 1894") is None
    assert message(3, "“A great day,”") is None
    assert message(3, '"A great day,"') == '“"A great day,"” does not stand in paragraph 3; quote it verbatim.'
    assert message(3, "on 30 June 1894") == "“on 30 June 1894” stands in paragraph 2, not in 3."
    assert message(9, "nowhere") == "There is no paragraph 9; the document has 3."
    asked = question("a", "When?", evidence={"paragraph": "2", "quote": "Opened"})
    assert "no document" in check_evidence([asked], None)[0][1].message


def test_lint_of_a_sound_bank_finds_nothing() -> None:
    document = read_document((NATIVE / "reading.md").read_text(encoding="utf-8"))
    assert lint_bank(read((NATIVE / "bridge.yaml").read_bytes()), document) == []


def test_lint_judges_a_draft_by_what_it_was_judged_by() -> None:
    """Other questions of its bank teach names that mean the same; nobody knew of them when it was drafted."""
    board = question("board", "Which body runs the harbour of Tolm?", "Harbour Board", "text", accept=["Board of Tolm"])
    for draft, rules in (({"template": "T2"}, []), ({"template": "T2", "edited": True}, ["R03"]), (None, ["R03"])):
        asked = question(
            "asked", "Which body met the Board of Tolm in 1904?", "Harbour Board", **({"draft": draft} if draft else {})
        )
        found = lint_bank(Parcel("x", entries=(Entry(board, "board", 1), Entry(asked, "asked", 2))))
        assert [finding.rule for finding in found if finding.question == "asked"] == rules


def test_who_asks_what_letters_stand_for_names_them() -> None:
    board = question("board", "Which body runs the harbour of Tolm?", "Harbour Board", "text", accept=["HB"])
    letters = question("letters", "What do the letters HB stand for?", "Harbour Board", "text")
    found = lint_bank(Parcel("x", entries=(Entry(board, "board", 1), Entry(letters, "letters", 2))))
    assert [finding.rule for finding in found if finding.rule == "R03"] == []


def test_many_questions_of_one_key_are_compared_by_their_rarest_words() -> None:
    towns = [f"Town{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(COMPARED_WHOLE + 100)]
    questions = [question(f"q{n}", f"{town} lies on a river.", True, "true_false") for n, town in enumerate(towns)]
    again = question("again", f"{towns[7]} lies on a river, as is known.", True, "true_false")
    found = find_duplicates([*questions, again])
    assert [(late.id, reason.other) for late, reason in found] == [("again", "q7")]


def test_lint_gives_rule_question_and_line_in_the_order_of_the_file() -> None:
    text = """\
bank: {title: T}
questions:
- {id: a, kind: choice, stem: Where was he born?, key: Westport, distractors: [Eastport], tag: x}
- {id: b, kind: text, stem: Which town was not burned?, key: Westport, evidence: {paragraph: 1, quote: x}}
- {kind: nonsense}
"""
    found = [(finding.line, finding.rule, finding.question) for finding in lint_bank(read(text.encode()))]
    assert found == [
        (3, "file", "a"),
        (3, "R02", "a"),
        (3, "R09", "a"),
        (4, "R11", "b"),
        (4, "evidence", "b"),
        (5, "file", "item 3"),
    ]

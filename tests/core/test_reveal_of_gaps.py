"""What a cloze shows after an answer: the right words in their sentence, signs beside what the learner gave."""

from __future__ import annotations

import re
from random import Random

from quizapp.core.kinds import parse_question
from quizapp.core.question import Grade, GradeContext
from tests.core.rendered import keyed_html, reveal_html


def revealed(gaps: list[dict], given: list[str] | None) -> str:
    stem = "It was " + " and ".join(f"[[{number}]]" for number in range(1, len(gaps) + 1)) + "."
    question = parse_question({"kind": "cloze", "stem": stem, "gaps": gaps})
    grade = Grade(0.0) if given is None else question.grade(given, GradeContext(None, frozenset()))
    return reveal_html(question, question.ask(Random(1), "recall"), given, grade)


def sentence(html: str) -> str:
    found = re.search(r'<div class="stem[^"]*">(.*?)</div>', html, re.S)
    assert found
    return found.group(1)


def test_the_sentence_holds_the_right_words_and_no_sign() -> None:
    for given in (["anger"], ["regret"], None):
        html = revealed([{"key": "regret"}], given)
        assert "regret" in sentence(html)
        assert not re.search("[✓✕◐]", sentence(html))


def test_the_cross_stands_behind_what_was_given() -> None:
    html = revealed([{"key": "regret"}], ["anger"])
    rows = re.findall(r'<div class="typed__row ([^"]*)">(.*?)</div>', html, re.S)
    assert [state for state, _ in rows] == ["is-wrong", "is-key"]
    assert re.search(r"anger.*✕", rows[0][1], re.S)
    assert "✕" not in rows[1][1]


def test_several_gaps_stand_in_a_table() -> None:
    html = revealed([{"key": "regret"}, {"key": "concern"}], ["anger", "concern"])
    first, second = re.findall(r"<tr class=[^>]*>(.*?)</tr>", html, re.S)
    assert re.search(r"anger.*✕.*<td>.*regret", first, re.S)
    assert re.search(r"concern.*✓.*<td>.*concern", second, re.S)


def test_nothing_given_gets_no_cross() -> None:
    html = revealed([{"key": "regret"}], None)
    assert "no answer" in html
    assert "✕" not in html


def test_wrong_dates_of_a_gap_stand_in_words_as_the_key_does() -> None:
    gap = {"kind": "date", "key": "1904-05-03", "accept": ["1904-05"], "distractors": ["2024-03-02", "1902"]}
    question = parse_question({"kind": "cloze", "stem": "It opened on [[1]].", "gaps": [gap]})
    html = keyed_html(question, question.ask(Random(1), "recognise"))
    assert "2 March 2024" in html.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    assert not re.search(r"\d{4}-\d\d", html)

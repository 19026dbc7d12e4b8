"""Two changes of one question put together field by field."""

from __future__ import annotations

from quizapp.core.kinds.merging import merged

CHOICE = {
    "kind": "choice",
    "stem": "Which river?",
    "key": "Rhine",
    "distractors": ["Danube", "Elbe"],
    "title": "Rivers",
}
NUMBER = {"kind": "number", "stem": "How heavy?", "key": 5, "unit": "kg", "tolerance": 1}
CLOZE = {"kind": "cloze", "stem": "The [[1]] joins the [[2]].", "gaps": [{"key": "Aare"}, {"key": "Rhine"}]}


def told(merge):
    return [each.name for each in merge.theirs], [each.name for each in merge.clashes]


def test_each_keeps_what_it_alone_changed():
    merge = merged(CHOICE, CHOICE | {"key": "The Rhine"}, CHOICE | {"distractors": ["Danube", "Oder"]})
    assert (merge.body["key"], merge.body["distractors"]) == ("The Rhine", ["Danube", "Oder"])
    assert told(merge) == (["Right"], [])


def test_what_they_took_away_stays_away():
    mine = CHOICE | {"stem": "Which of the rivers?"}
    merge = merged(CHOICE, {name: value for name, value in CHOICE.items() if name != "title"}, mine)
    assert "title" not in merge.body
    assert told(merge) == (["Title"], [])


def test_two_halves_that_make_no_question_are_left_as_mine():
    mine = CHOICE | {"distractors": ["Danube", "Oder"]}
    merge = merged(CHOICE, CHOICE | {"key": "Oder"}, mine)
    assert merge.body == mine
    assert told(merge) == ([], ["Right", "Wrong"])


def test_an_amount_is_one_with_its_unit():
    merge = merged(NUMBER, NUMBER | {"key": 5000, "unit": "g"}, NUMBER | {"key": 6})
    assert (merge.body["key"], merge.body["unit"]) == (6, "kg")
    assert told(merge) == ([], ["Right", "Unit"])


def test_gaps_follow_a_text_that_names_the_same():
    mine = CLOZE | {"gaps": [{"key": "Reuss"}, {"key": "Rhine"}]}
    merge = merged(CLOZE, CLOZE | {"stem": "The [[1]] meets the [[2]]."}, mine)
    assert merge.body["stem"] == "The [[1]] meets the [[2]]."
    assert told(merge) == (["Question"], [])
    merge = merged(CLOZE, CLOZE | {"stem": "The [[2]] is joined by the [[1]]."}, mine)
    assert merge.body == mine
    assert told(merge) == ([], ["Question"])


def test_another_kind_is_no_half_of_a_question():
    theirs = {"kind": "text", "stem": CHOICE["stem"], "key": "Rhine"}
    merge = merged(CHOICE, theirs, CHOICE | {"title": "Streams"})
    assert merge.body["kind"] == "choice"
    assert "Kind" in told(merge)[1]

"""What is typed is read as it was stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core import searching
from quizapp.core.kinds import KINDS, parse_question
from quizapp.core.searching import QUERY_AT_MOST, Share, Term, marks_of, read_query, split_words, tag_mark, words_of


def test_each_kind_is_found_by_its_key():
    for kind in KINDS:
        question = parse_question({**kind.example, "id": "x"})
        words = words_of(question.dump()).split()
        assert set(split_words(question.stem)) <= set(words) | {"1", "2"}
        if kind.kind not in ("true_false", "date", "number", "cloze", "open"):
            assert set(split_words(question.answer())) <= set(words)


@given(st.text(max_size=300))
def test_whatever_stands_in_a_question_is_found_by_itself(text):
    stored = split_words(text)
    for word in text.split()[:5]:
        for term in read_query(f'"{word}"'.replace('"', " ")).terms:
            assert all(each in stored or not word.isascii() or "," in word or "'" in word for each in term.words)


@given(st.text(st.characters(codec="ascii", exclude_characters="',"), max_size=60))
def test_words_of_ascii_are_those_of_any_letters(text):
    # The letter in front takes the way of all other letters.
    assert split_words(text) == split_words(f"ж {text}")[1:]


@given(st.text(max_size=400))
def test_reading_never_fails(text):
    query = read_query(text)
    assert all(term.words and all(word.isalnum() for word in term.words) for term in query.terms)
    assert all(mark.isascii() and mark.isalnum() for mark in query.marks)
    assert len(query.terms) <= QUERY_AT_MOST


@given(st.text(min_size=1, max_size=40))
def test_marks_are_plain_whatever_the_tag(path):
    assert all(mark.isascii() and mark.isalnum() for mark in marks_of([path]).split())


def test_paths_above_a_tag_are_marked():
    assert set(marks_of(["Berlin / Wall/1961"]).split()) == {
        tag_mark("berlin"), tag_mark("BERLIN/wall"), tag_mark("berlin/wall/1961"),
    }  # fmt: skip
    assert marks_of([]) == ""


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("p<0.3", [Share(True, 0.3, False)]),
        ("P <= 30 % wall", [Share(True, 0.3, True)]),
        ("p>0,5 p<1", [Share(False, 0.5, False), Share(True, 1, False)]),
        ('"p<0.3"', []),
        ("top<3", []),
        ("p<0.3x", []),
        ("p<", []),
        ("p<30", [Share(True, 0.3, False)]),
        ("p>=80 p<=100", [Share(False, 0.8, True), Share(True, 1, True)]),
        ("p<1", [Share(True, 1, False)]),
        ("p<300", []),
        ("p<300%", []),
    ],
)
def test_bounds_of_shares(text, shares):
    assert list(read_query(text).shares) == shares


def test_a_bound_is_no_word_and_leaves_the_others():
    query = read_query('river p<0.3 "old p<1 wall"')
    assert [term.words for term in query.terms] == [("river",), ("old", "p", "1", "wall")]
    assert not query.is_empty
    assert read_query("used:no").used == (False,)
    assert read_query("used:").is_empty


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind:nonsense wall", "“nonsense” is not a kind; kinds are choice, date."),
        ("kind:DATE wall", None),
        ("about:fact wall", "“fact” is nothing that a question is about; that is date, actor, quote, place, other."),
        ("used:maybe wall", "“used:maybe” says nothing; write used:yes or used:no."),
        ("tag: wall", "“tag:” needs a word behind it, such as tag:history/rome."),
        ("p< wall", "“p<” needs a share behind it, such as p<0.3 or p>80%."),
        ("p>=x wall", "“p>=x” needs a share behind it, such as p<0.3 or p>80%."),
        ("-tag:x wall", "“-tag:x” says nothing; words alone can be left out, such as -peru."),
        ("p<300 wall", "“p<300” needs a share behind it, such as p<0.3 or p>80%."),
        ('-tag:"a b" wall', '“-tag:"a b"” says nothing; words alone can be left out, such as -peru.'),
        ('"p<" wall', None),
        ("-peru wall", None),
    ],
)
def test_what_says_nothing_is_named_and_the_rest_is_looked_for(text, words):
    query = read_query(text, ("date", "choice"))
    assert [each.words for each in query.unread] == ([words] if words else [])
    assert query.terms == ((Term(("p",)),) if text.startswith('"') else ()) + (Term(("wall",), True),)


def test_where_nothing_is_left_nothing_is_found_unless_more_is_to_come():
    assert not read_query("kind:nonsense about:fact", ()).is_empty
    assert not read_query("kind:nonsense tag:x", ()).is_empty
    assert read_query("kind: ", ()).is_empty
    assert read_query("p<", ()).is_empty


def test_words_that_are_to_be_left_out():
    query = read_query('coast -peru -"south america" -5 rock-and-roll -')
    assert [term.words for term in query.without] == [("peru",), ("south", "america")]
    assert [term.words for term in query.terms] == [("coast",), ("5",), ("rock", "and", "roll")]


def test_last_word_may_be_unfinished():
    assert [term.is_prefix for term in read_query("river har").terms] == [False, True]
    assert [term.is_prefix for term in read_query("river har ").terms] == [False, False]
    assert [term.is_prefix for term in read_query('"river har"').terms] == [False]
    assert [term.is_prefix for term in read_query("r").terms] == [False]


def test_endless_words_are_cut_behind_a_whole_one() -> None:
    words = searching.words_of({"stem": " ".join(f"größe{number}" for number in range(100_000))})
    assert 399_000 < len(words.encode()) <= searching.WORDS_AT_MOST_BYTES
    assert words.split() == searching.split_words(" ".join(f"größe{number}" for number in range(len(words.split()))))


@pytest.mark.parametrize("text", ["%", "(", '"', " ?! "])
def test_signs_alone_do_not_ask_for_all_questions(text):
    assert not read_query(text).is_empty
    assert read_query(" ").is_empty

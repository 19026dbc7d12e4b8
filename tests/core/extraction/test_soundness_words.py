"""Spoken words that are a whole thought, and those that only the ones who listened understand."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.drafts.quotations import find_unwhole_words, is_known_again

WHOLE = [
    "We bought a quiet winter and paid for it with our name",
    "My mother taught me three languages and the price of salt",
    "Nobody mends a bridge with speeches",
    "You can cut down a tree, but you cannot cut down the wind",
    "Our bakers left first. When they were gone, nobody baked",
    "There is no peace without bread",
    "No nation was ever kept by a signature",
    "It is the duty of a judge to listen",
    "A village may live without a church, but it will not live without a well",
    "The Danes sold their forests. When their ships rotted, nobody built new ones",
    "The sword may win a city, but no sword can feed a city",
    "A choir is the only parliament in which everybody must agree",
    "Everything that could float was taken to Bergen",
    "A library that is never open teaches nobody",
    "I was nine before I learnt that other families ate at noon",
]
OPEN = [
    ("They closed it and went home without a word", "They"),
    ("I took that decision after a long night", "that decision"),
    ("I have never read another verdict so angry", "another"),
    ("The council will never pay for the new pier", "the council"),
    ("Captain, you may stop here", "you"),
    ("Cracks in nine of the thirty beams", "no verb"),
    ("When the old queen closed her eyes", "half a sentence"),
    ("Nothing came of it. That is my point", "That"),
    ("Sit down", "too short"),
    ("In the end I asked whether Bremen would build it again", "it"),
    ("I read it, and I filed it under weather, because it looked like weather", "it"),
    ("At that time the mayor asked for it in writing", "time"),
    ("It was more frustrating to lose to a judge in Lima", "more frustrating"),
    ("My grandmother baked bread, and so did my uncle", "so did"),
    ("The lake holds nine million tons of water, and there is ice before it", "the lake"),
    ("Now I intend to buy eleven violins", "Now"),
    ("We will know tomorrow whether Denmark has paid", "tomorrow"),
    ("The river carried off eleven barns", "the river"),
    ("The sword settled nothing, though the pen settled less", "the sword"),
    ("Bread is a good story, and she should tell that one", "she"),
    ("No, the bakers paid for the bridge", "No"),
    ("Her sister would never have sold such a house", "such"),
]
FRAGMENTS = [
    "the nations of the north have never kept a promise to the sea",
    "nobody in Denmark will pay for a bridge of glass",
    "every honest farmer must one day sell his last horse",
]
OPEN_FRAGMENTS = [
    ("a chance that no novelist would dare to use", "of what"),
    ("the quietest triumph in the history of rowing", "of what"),
    ("tall, quiet and always late for dinner", "of what"),
    ("pilgrims who forgot to bring their own bread", "of what"),
    ("sing until dawn", "too short"),
    ("torn up in an hour what four honest men had written", "of what"),
    ("rather drown with nine honest men than float with one thief", "of what"),
    ("burnt in a basket by my own parish", "of what"),
    ("left no fisherman on the coast without a new boat", "of what"),
]


@pytest.mark.parametrize("words", WHOLE)
def test_a_whole_thought_is_left(words: str) -> None:
    assert find_unwhole_words(words, is_direct=True) is None


@pytest.mark.parametrize(("words", "found"), OPEN, ids=[case[0] for case in OPEN])
def test_words_that_lean_on_others_are_found(words: str, found: str) -> None:
    told = find_unwhole_words(words, is_direct=True)
    assert told is not None
    assert found in told or told in words


@pytest.mark.parametrize("words", FRAGMENTS)
def test_a_piece_with_its_own_subject_is_left(words: str) -> None:
    assert find_unwhole_words(words, is_direct=False) is None


@pytest.mark.parametrize(("words", "found"), OPEN_FRAGMENTS, ids=[case[0] for case in OPEN_FRAGMENTS])
def test_a_piece_that_says_what_something_is_like_is_found(words: str, found: str) -> None:
    assert find_unwhole_words(words, is_direct=False) == found


@pytest.mark.parametrize(
    "words", ["Were you not sent home in August 1907?", "I defended a weak budget because it was an honest one"]
)
def test_you_and_a_noun_of_their_own_are_clear(words: str) -> None:
    assert find_unwhole_words(words, is_direct=True) is None


@pytest.mark.parametrize(
    ("words", "is_direct", "is_known"),
    [
        ("a noose with a ribbon on it", False, True),
        ("the bridge to nowhere in particular", False, True),
        ("positive thinking", False, False),
        ("this whole sad business", False, False),
        ("Nobody mends a bridge with speeches", True, True),
        ("They told us nothing at all", True, False),
    ],
)
def test_words_that_can_be_matched_with_their_speaker(words: str, is_direct: bool, is_known: bool) -> None:
    assert is_known_again(words, is_direct=is_direct) is is_known

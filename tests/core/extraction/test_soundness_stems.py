"""Stems that are whole, and those that somebody with nothing else before them does not understand."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.soundness.stems import find_unwhole

WHOLE = [
    # both sides are told
    "In which year was the border between Peru and Chile settled?",
    "Who signed a pact between the Bank of Lund and the city of Ystad?",
    "Which war between the states of Scania did Peru win in 1904?",
    "Who built the bridge between Lund’s islands in 1904?",
    "Who said that Otto Lind had resigned?",
    "Who said that the treaty of Lund had been proposed?",
    # a thing with its place, its owner or its name
    "Who built the mill at Ystad in 1904?",
    "In which year did Otto Lind mend the road to Denmark?",
    "On what date was the treaty of Lund signed by Peru?",
    "Which state opened the first canal of Scania in 1832?",
    "Who painted the steamer Hilda in 1911?",
    "Which state won the war with Chile in 1883?",
    "In which year did Ada Berg receive the right to vote?",
    "Who wrote to the bishop who ruled Lund?",
    # there is but one
    "In which year did Ada Berg describe the moon?",
    "Who brought the telegraph to Lund?",
    # each other, such as, than
    "On what date did Peru and Chile send each other envoys?",
    "Who walked farther than Otto Lind in 1904?",
    # its owner stands before it
    "In which year did Peru lose its navy?",
    "Who lost his house in Lund in 1904?",
    # counted, with a name
    "In which year did two ships of Denmark reach Lund?",
    "In which year did talks with Peru break down?",
    "Which state became free on 4 May 1931?",
    "Who went home to Lund in 1904?",
    "Elections to the diet of Lund were held in 1904.",
    # one thing that ends in -s; two words in a row that belong together
    "Which firm was the headquarters of Lund Power moved by in 1904?",
    "In which year was the atlas of Peru printed by Otto Lind?",
    "Which treaty did Peru announce in 1904?",
    "Who was looked up to by Ada Berg?",
    "Who went on to found the University of Lund?",
    "In which year did Otto Lind write the by-laws of Lund?",
]

OPEN = [
    # one side of two is left out
    ("In which year was the border between Peru settled?", "between Peru"),
    ("Who signed a pact between the Bank of Lund?", "between the Bank of Lund"),
    ("On what date did talks between Otto Lind begin in Lund?", "between Otto Lind begin in Lund"),
    # a saying that breaks off
    ("Who hinted that Otto Lind had proposed?", "had proposed"),
    ("Which state said that Peru had already bought?", "had bought"),
    # words were lost between two others
    ("In which year did Ada Berg sign with of Peru?", "with of"),
    ("Who moved to from Lund in 1904?", "to from"),
    ("In which year did Ada Berg become the?", "the?"),
    ("Who gave in 1904 the to Lund?", "the to"),
    ("In which year did Ada Berg and?", "and"),
    ("In which year did Otto Lind, a, leave Lund?", ", a,"),
    ("Who said Otto Lind?", "said Otto Lind?"),
    ("In which year did Ada Berg proclaim in 1904?", "which year did Ada Berg proclaim in"),
    ("Who named the bay Port Hope?", "the bay"),
    ("Which club stormed the field for an hour in 1931?", "the field"),
    ("On what date did Ada Berg move the fence to Lund?", "the fence"),
    ("Who founded the weekly paper in 1931?", "the weekly paper"),
    ("When did the mill burn in Lund?", "the mill burn"),
    ("Who met the men in Lund?", "the men"),
    ("Who bought the queen’s horse in Lund?", "the queen"),
    ("In which year did Otto Lind sell another mill?", "another"),
    ("Who arrived there in 1904?", "there"),
    ("Which state signed the same treaty?", "the same"),
    ("Who spoke to Ada Berg on Tuesday?", "on Tuesday"),
    ("Who was told by Ada Berg in advance?", "in advance"),
    ("In which year did Ada Berg announce a quite different plan?", "different plan"),
    ("In which year did a rival party win Lund?", "a rival party"),
    ("According to Ada Berg, in which year did three women drown?", "three"),
    ("In which year did a letter come from Lund?", "a letter"),
    ("In which year did strikes spread to the coast of Peru?", "strikes"),
    ("Riots were reported in 1904.", "Riots"),
    ("In which year did Otto Lind’s rival lose in the hall of his fathers?", "rival"),
    ("Who urged Ada Berg to go?", "to go"),
    ("Which party preferred to say “as soon as may be”?", "to say"),
    ("At what did Ada Berg arrive in 1904?", "At what did"),
    ("Who led a few hundred riders?", "no name in it"),
    ("What was mended by 1904?", "no name in it"),
]


@pytest.mark.parametrize("stem", WHOLE)
def test_a_whole_stem_is_left(stem: str) -> None:
    assert find_unwhole(stem) is None


@pytest.mark.parametrize(("stem", "found"), OPEN, ids=[case[0] for case in OPEN])
def test_what_says_too_little_is_found(stem: str, found: str) -> None:
    told = find_unwhole(stem)
    assert told is not None
    assert found in told


def test_his_may_be_the_speaker_s() -> None:
    stem = "Who said that peace with Peru was his first aim?"
    assert find_unwhole(stem, of_speaker=True) is None


def test_a_quotation_needs_no_name() -> None:
    assert find_unwhole("Who said: “No pier is mended by talk”?", needs_name=False) is None

"""Nicknames: what is shown, what looks alike, what no class should read, and three to choose from."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.nicknames import (
    MAX_NICKNAME_CHARS,
    NotThatNickname,
    draw_nicknames,
    fold_nickname,
    read_nickname,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Zoé ", "Zoé"),
        ("Ada  L.", "Ada L."),
        ("日本", "日本"),
        ("1", "1"),
        ("\ufdfa", "صلى الله عليه وسلم"),
        ("№ ７", "No 7"),
        ("Ничего", "Ничего"),
        ("a\u202eb\u200bc", "a b c"),
        ("x\n<b>", "x <b>"),
        ("Bassett", "Bassett"),
        ("Scunthorpe", "Scunthorpe"),
        ("Dickens", "Dickens"),
        ("Essex", "Essex"),
    ],
)
def test_what_is_shown(typed, shown):
    assert read_nickname(typed) == shown


@pytest.mark.parametrize(
    "typed",
    ["", " ", "!!!", "🎉", "x" * (MAX_NICKNAME_CHARS + 1), "x" * 1_000_000, "f u c k", "FUUUCK", "f@ggot", "sh1t",
     "N4ZI", "ass", "my ass", "Z" + "\u0337\u0321\u0322" * 6,
     "\ufdfd", "Al \ufdfd", "\U0001242b", "a\u2e3b", "\ufdfa" * 2],
)  # fmt: skip
def test_what_is_refused(typed):
    with pytest.raises(NotThatNickname):
        read_nickname(typed)


#: Names of people that hold what is an insult elsewhere, or nearly so.
NAMES = (
    "Nigel", "Knight", "Nigeria", "Niger", "Nigella", "Nigg", "Niggemann", "Niggemeyer", "Nigar", "Enigma",
    "Nazim", "Nazira", "Nazir", "Nazia", "Ignazio", "Nazario", "Nazzi", "Nazarii", "Shahnaz I", "Anastazia",
    "Cazorla", "Cazzola", "Cazzaniga", "Reputation", "Putta", "Puttnam", "Deputat", "Kaputa", "Putalinga",
    "As", "As S", "Assad", "Cassandra", "Assunta", "Bassett", "Lass", "Hassan", "Massimo", "Vassil", "Assia",
    "Anna L", "Ana L", "Analia", "Annalena", "Analise", "Canales", "Scunthorpe", "Dick van Dyke", "Dick", "Dickens",
    "Dickinson", "Essex", "Sexton", "Middlesex", "Hancock", "Cockburn", "Peacock", "Hitchcock", "Alcock", "Cocker",
    "Cumming", "Cummings", "Cumali", "Arsenal", "Arsène", "Arsen", "Arseni", "Fagan", "Fagg", "Fagerström",
    "Titsworth", "Slutsky", "Shitrit", "Yamashita", "Akashi T", "Fickenscher", "Pfotzer", "Salopek", "Kurwan",
    "Andrew Hore", "Matthew Horeb", "Swanker", "Wankerl", "Babitch", "Therapist", "Cass Holeman", "Benculescu",
    "Merdan", "Merdeka", "Kuntz", "Fuchs", "Fukuda", "Fujiko", "Nutter", "Penisson", "Batardière", "Cabrone L",
    "Phạm Phúc", "Nguyễn", "Zoë", "Łukasz", "Øystein", "Ahmet Can", "Siobhán", "Ngozi", "Chukwu", "Xiu Xian",
    "Shi Ting", "Se Xiang", "Player 455", "Player 2", "Anna 5", "Fatma", "Gürkan", "Wichert", "Kevin", "Mustafa",
    "Hennig Gerd", "HennigGerd", "Hennig G. Ernst", "Hennig-Gerd", "Conn Ardagh", "Conn Ardagh Li",
    "Sven Hennig Gerdes", "Kapu Tain", "Fu Kang", "Hit Lerner",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_people_pass(name):
    assert read_nickname(name) == name


@pytest.mark.parametrize(
    "typed",
    ["nigger", "NIGGA", "n1gg3r", "n i g g e r", "Niggggger", "nig ger", "xX n1gga Xx", "fuck", "fuuuck", "F.U.C.K",
     "fück", "fuсk", "f-u-c-k", "FuckYou", "motherfucker", "f\u200bu\u200bck", "nazi", "Nazis", "n4z1", "NaziBoy",
     "n a z i", "na zi", "nazi88", "Naaazi", "faggot", "f@gg0t", "fag", "f4g", "ass", "a$$", "A55", "ASSS", "a s s",
     "my ass", "ass!", "asshole", "a55h0le", "ass hole", "arse", "sh1t", "$hit", "shiiit", "s h i t", "bullshit",
     "cunt", "cunts", "c u n t", "cock", "sex", "s3x", "SEX69", "anal", "4nal", "cum", "whore", "Hitler", "H1tler",
     "Adolf Hitler", "the rapist", "pussy", "b1tch", "bitches", "bastard", "wanker", "Arschloch", "A r s c h loch",
     "Fotze", "Hurensohn", "Wichser", "Schlampe", "Scheiße", "ficken", "putain", "salope", "enculé", "Bâtard",
     "mierda", "puta", "Put@", "cabrón", "maricón", "merda", "cazzo", "stronzo", "caralho", "kurwa", "dickhead",
     "nig gers", "NigGer", "nIgGeR", "Sven nig ger", "nig ger Robert", "fu cker", "f ucker", "my fu cker", "fuc k off",
     "oh f u c k you", "n i g g e r s", "Hit ler", "hit-le-r", "wichs er"],
)  # fmt: skip
def test_insults_fall_however_they_are_written(typed):
    with pytest.raises(NotThatNickname, match="everybody may see it"):
        read_nickname(typed)


def test_what_looks_alike_is_one():
    assert len({fold_nickname(name) for name in ("Zoé", "zoe", "ZOE", "z0e", "Zooe", "z-o-e", "Zое")}) == 1
    for one, other in (("lena", "Iena"), ("PauI", "Paul"), ("Arno", "Amo"), ("Will", "VVill"), ("1ena", "Lena")):
        assert fold_nickname(one) == fold_nickname(other)
    assert len({fold_nickname(name) for name in ("Emil", "Emilia", "Ella", "Elias", "Nina", "Lina", "Mila")}) == 7
    assert len({fold_nickname(name) for name in ("Player 2", "Player 22", "Player 3", "Anna", "Anne")}) == 5


@pytest.mark.parametrize(
    ("latin", "others"),
    [
        ("Tom", ["\N{CYRILLIC CAPITAL LETTER TE}om", "ТОМ", "Том", "том", "Тоm", "\N{GREEK CAPITAL LETTER TAU}om"]),
        ("Tom", ["\N{COPTIC CAPITAL LETTER TAU}om", "\N{LISU LETTER TA}om", "\N{LATIN LETTER SMALL CAPITAL T}om"]),
        ("Zoë", ["\N{GREEK CAPITAL LETTER ZETA}oë", "\N{LISU LETTER DZA}oe", "\N{CHEROKEE LETTER NO}oe", "Zoё"]),
        (
            "Max",
            ["\N{CYRILLIC CAPITAL LETTER EM}ax", "\N{GREEK CAPITAL LETTER MU}ax", "МАХ", "\N{CHEROKEE LETTER LU}ax"],
        ),
        ("Ben", ["\N{CYRILLIC CAPITAL LETTER VE}en", "\N{GREEK CAPITAL LETTER BETA}en"]),
        ("Nina", ["\N{GREEK CAPITAL LETTER NU}ina", "ΝΙΝΑ", "Νίνα", "\N{GREEK SMALL LETTER ETA}ina"]),
        ("Hanna", ["\N{CYRILLIC CAPITAL LETTER EN}anna", "\N{GREEK CAPITAL LETTER ETA}anna"]),
        ("Kim", ["\N{CYRILLIC CAPITAL LETTER KA}im", "\N{GREEK CAPITAL LETTER KAPPA}im", "Kım"]),
        ("Eva", ["\N{CYRILLIC CAPITAL LETTER ZE}va", "3va"]),
        ("Sam", ["\N{CYRILLIC CAPITAL LETTER DZE}am", "\N{ARMENIAN CAPITAL LETTER TIWN}am"]),
        ("vera", ["\N{GREEK SMALL LETTER NU}era"]),
    ],
)
def test_letters_of_other_alphabets_are_what_they_look_like(latin, others):
    assert {fold_nickname(other) for other in others} == {fold_nickname(latin)}


def test_names_in_other_alphabets_stay_names_of_their_own():
    names = ("Νίκος", "Νίκη", "Коля", "Толя", "Оля", "Анна", "Нина", "Ваня", "Маня", "Սոնա", "Ани")
    assert [read_nickname(name) for name in names] == list(names)
    assert len({fold_nickname(name) for name in names}) == len(names)
    assert all(fold_nickname(name) == fold_nickname(name.upper()) for name in names)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        shown = read_nickname(text)
    except NotThatNickname:
        return
    assert read_nickname(shown) == shown
    assert 0 < len(shown) <= MAX_NICKNAME_CHARS
    assert len(fold_nickname(shown)) <= 2 * MAX_NICKNAME_CHARS


def test_drawn_ones_can_be_taken_and_differ():
    drawn = draw_nicknames(Random(3), 200)
    assert len(set(drawn)) == 200
    assert [read_nickname(name) for name in drawn] == drawn


def test_numbers_of_a_class_list_are_nicknames_of_their_own():
    """A teacher who has called pupils by numbers finds them by these, and no two of them look alike."""
    assert [read_nickname(str(n)) for n in range(1, 40)] == [str(n) for n in range(1, 40)]
    assert len({fold_nickname(str(n)) for n in range(1, 40)}) == 39

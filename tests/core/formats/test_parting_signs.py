"""Pairs pasted as text: colons and commas part them or stand within their sentences."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise


def pairs_of(text):
    parcel = recognise(text.encode()).read(text.encode())
    return [(entry.question.stem, str(entry.question.key)) for entry in parcel.entries]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Website of NASA: https://www.nasa.gov\nWebsite of ESA: https://www.esa.int\n",
            [("Website of NASA", "https://www.nasa.gov"), ("Website of ESA", "https://www.esa.int")],
        ),
        ("Class: 8:30\nLunch: noon\nEnd: 15:45\n", [("Class", "8:30"), ("Lunch", "noon"), ("End", "15:45")]),
        (
            "First verse: John 3:16\nLast verse: Rev 22:21\n",
            [("First verse", "John 3:16"), ("Last verse", "Rev 22:21")],
        ),
        ("Sites\nNASA: https://a.org\nESA: https://b.org\n", [("NASA", "https://a.org"), ("ESA", "https://b.org")]),
        ("Kurs： 3:16\nPause： 4:17\n", [("Kurs", "3:16"), ("Pause", "4:17")]),
        ("cat: Katze\ndog:Hund\nbird: Vogel\n", [("cat", "Katze"), ("dog", "Hund"), ("bird", "Vogel")]),
        ("cat: Katze\ndog:\nbird: Vogel\n", [("cat", "Katze"), ("bird", "Vogel")]),
        ("cat:Katze\ndog:Hund\n", [("cat", "Katze"), ("dog", "Hund")]),
    ],
)
def test_a_colon_parts_with_a_blank_behind_it(text, pairs):
    assert pairs_of(text) == pairs


@pytest.mark.parametrize(
    "text",
    ["John 3:16\nPsalm 23:1\n", "8:30 breakfast\n12:15 lunch\n", "NASA:https://a.org\nESA:https://b.org\n"],
)
def test_times_and_addresses_alone_are_no_pairs(text):
    with pytest.raises(FormatError, match="none of the known formats"):
        recognise(text.encode())


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Primary colours? Red, blue and yellow\nStates of matter? Solid, liquid and gas\n",
            [("Primary colours?", "Red, blue and yellow"), ("States of matter?", "Solid, liquid and gas")],
        ),
        (
            "Who wrote Hamlet? Shakespeare, 1600\nWho wrote Faust? Goethe, 1808\n",
            [("Who wrote Hamlet?", "Shakespeare, 1600"), ("Who wrote Faust?", "Goethe, 1808")],
        ),
        (
            "In which year, roughly, did it fall? 1989\nIn which city, exactly, did he live? Riga\n",
            [("In which year, roughly, did it fall?", "1989"), ("In which city, exactly, did he live?", "Riga")],
        ),
        (
            "法国的首都是哪里？巴黎，法国北部\n意大利的首都是哪里？罗马，意大利中部\n",
            [("法国的首都是哪里？", "巴黎，法国北部"), ("意大利的首都是哪里？", "罗马，意大利中部")],
        ),
        # These are tables all the same.
        (
            "Capital of Peru?, Lima\nCapital of Chile?, Santiago\n",
            [("Capital of Peru?", "Lima"), ("Capital of Chile?", "Santiago")],
        ),
        (
            "Paris, What is in France?\nRome, What is in Italy?\n",
            [("What is in France?", "Paris"), ("What is in Italy?", "Rome")],
        ),
        (
            "Where is it? Name one,Peru\nWho is it? Name two,Kant\n",
            [("Where is it? Name one", "Peru"), ("Who is it? Name two", "Kant")],
        ),
        ('"Where? Name one", Peru\n"Who? Name two", Kant\n', [("Where? Name one", "Peru"), ("Who? Name two", "Kant")]),
        (
            "Question, Answer\nWhere? Name one, Peru\nWho? Name two, Kant\n",
            [("Where? Name one", "Peru"), ("Who? Name two", "Kant")],
        ),
    ],
)
def test_a_question_mark_parts_rather_than_a_comma_of_its_sentence(text, pairs):
    assert pairs_of(text) == pairs


def test_what_stands_before_a_comma_of_a_question_is_no_answer_to_it():
    assert pairs_of("In 1914, who was shot in Sarajevo?\nIn 1918, what ended?\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "1. He (go / goes) home. goes\n2. They (is / are) here. are\n3. I (am / is) fine. am\n",
        "pH (acid: 7): measure\nkW (unit: watt): measure\nkA (unit: ampere): current\n",
        "Paris (capital, France), city\nRome (capital, Italy), city\nOslo (capital, Norway), city\n",
    ],
)
def test_what_stands_between_brackets_parts_nothing(text):
    with pytest.raises(FormatError):
        recognise(text.encode())


def test_brackets_that_close_before_the_sign_are_part_of_a_side():
    assert pairs_of("go (went, gone)\tgehen\nbe (was, been)\tsein\n")[0] == ("go (went, gone)", "gehen")
    assert pairs_of("The sun (Sol) - star\nThe moon (Luna) - moon\n")[0] == ("The sun (Sol)", "star")


def test_a_colon_behind_words_that_answer_is_part_of_the_answer():
    text = "What is H2O? Water: a molecule\nWhat is NaCl? Salt: a crystal\nWhat is O3? Ozone: a gas\n"
    assert pairs_of(text)[0] == ("What is H2O?", "Water: a molecule")
    assert pairs_of("Who wrote Hamlet? : Shakespeare\nWho wrote Emma? : Austen\n")[0] == (
        "Who wrote Hamlet?",
        "Shakespeare",
    )


def test_a_dash_within_what_is_asked_is_part_of_it():
    text = "1914 - who was shot? - Franz Ferdinand\n1963 - who was shot? - Kennedy\n1865 - who was shot? - Lincoln\n"
    assert pairs_of(text)[0] == ("1914 - who was shot?", "Franz Ferdinand")


def test_three_colons_are_one_sign():
    assert pairs_of("a ::: b\nc ::: d\n") == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize("sign", [" - ", "\t", "．"])
@pytest.mark.parametrize("has_key", [True, False])
def test_questions_with_lettered_options_are_no_pairs(sign, has_key):
    asked = [("1", "Capital of Spain?", "b"), ("2", "Capital of Italy?", "a")]
    key = "Solution{0}{1}\n" if has_key else ""
    text = "".join(
        f"{no}{sign}{stem}\na{sign}Rome\nb{sign}Madrid\n" + key.format(sign, right) for no, stem, right in asked
    )
    with pytest.raises(FormatError):
        recognise(text.encode())


def test_letters_that_are_asked_are_pairs():
    assert pairs_of("A - Retinol\nB - Thiamine\nC - Ascorbic acid\n")[1] == ("B", "Thiamine")
    assert pairs_of("A\t.-\nB\t-...\nC\t-.-.\n")[0] == ("A", ".-")


@pytest.mark.parametrize(
    "text",
    [
        "Explain photosynthesis, in your own words.\nDescribe the water cycle, in your own words.\n",
        "1. Draw a cell, naming its parts.\n2. Compare two poems, with examples.\n",
        "Summarise the chapter; use ten sentences.\nList three rivers; give their lengths.\n",
        "to be, was; been\nto do, did; done\n",
        "apple, pear; fruit\ndog, cat; animals\n",
        "1. Blood is __red__ / blue / green.\n2. Grass is red / blue / __green__.\n",
    ],
)
def test_signs_within_tasks_and_lists_of_words_part_nothing(text):
    with pytest.raises(FormatError, match="none of the known formats"):
        recognise(text.encode())


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Mitosis, the division of a cell.\nMeiosis, a division into four.\n",
            [("Mitosis", "the division of a cell."), ("Meiosis", "a division into four.")],
        ),
        (
            "explain sth, etwas erklären\nlist sth, etwas nennen\n",
            [("explain sth", "etwas erklären"), ("list sth", "etwas nennen")],
        ),
        (
            "Draw a card, Pasch\nWrite a play, Shakespeare\n",
            [("Draw a card", "Pasch"), ("Write a play", "Shakespeare")],
        ),
        ("bank, Ufer; Geldinstitut\nlight, Licht; Lampe\n", [("bank", "Ufer"), ("light", "Licht")]),
        (
            "Paris, France; 2 million\nRome, Italy; 3 million\n",
            [("Paris, France", "2 million"), ("Rome, Italy", "3 million")],
        ),
        ("Smith, John; nurse\nJones, Ann; cook\n", [("Smith, John", "nurse"), ("Jones, Ann", "cook")]),
    ],
)
def test_signs_part_what_is_no_task(text, pairs):
    assert pairs_of(text) == pairs


def test_meanings_behind_a_comma_are_accepted_both():
    data = b"bank, Ufer; Geldinstitut\nlight, Licht; Lampe\n"
    parcel = recognise(data).read(data)
    assert [question.dump()["accept"] for question in parcel.questions] == [["Geldinstitut"], ["Lampe"]]


@pytest.mark.parametrize("choice", ["__red__ / blue / green", "red / blue / **green**", "red/**blue**"])
@pytest.mark.parametrize(
    "form", ["{}\t{}\n{}\t{}\n", "Q: {}\nA: {}\n\nQ: {}\nA: {}\n", "1. {}\nAnswer: {}\n2. {}\nAnswer: {}\n"]
)
def test_a_marked_word_of_a_choice_is_refused(choice, form):
    data = form.format("What colour is it?", choice, "What else?", "a / b").encode()
    parcel = recognise(data).read(data)
    assert [question.stem for question in parcel.questions] == ["What else?"]
    assert any("may be options of which one is marked" in problem.reason for problem in parcel.problems)


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("{}: {}", [("Phi", "1,62"), ("Wurzel 3", "1,73"), ("c", "2,99")]),
        ("{}: {}", [("Length of the Rhine", "1,230 km"), ("Length of the Nile", "6,650 km")]),
        ("{}: {}", [("Sputnik", "October 4, 1957"), ("Sinking of the Titanic", "April 15, 1912")]),
        ("{}: {}", [("do", "did, done"), ("sing", "sang, sung"), ("fly", "flew, flown")]),
        ("{}: {}", [("osmosis", "flow of water, through a wall"), ("mitosis", "division, of a cell")]),
        ("{}：{}", [("狗", "der Hund, die Hündin"), ("猫", "der Kater, die Katze")]),
        ("{}: {}", [("12 - 7", "5"), ("4 - 9", "-5"), ("1 - 6", "-5")]),
        ("{}: {}", [("amo, amare, amavi", "lieben"), ("moneo, monere, monui", "mahnen")]),
        ("{} → {}", [("do", "did, done"), ("sing", "sang, sung")]),
        ("{} -> {}", [("cantare, cantavi", "singen"), ("venire, veni", "kommen")]),
        ("{} => {}", [("42", "forty-two"), ("67", "sixty-seven")]),
        ("{} → {}", [("Hundred Years War", "1337-1453"), ("War of the Roses", "1455-1487")]),
        ("{} → {}", [("N2 + 3H2", "2NH3"), ("S + O2", "SO2"), ("CaO + CO2", "CaCO3")]),
        ("{} → {}", [("8 - 9", "-1"), ("7 - 3", "4")]),
        ("{} – {}", [("do", "did, done, doing"), ("sing", "sang, sung, singing")]),
        ("{};{}", [("8 - 9", "-1"), ("7 - 3", "4"), ("20 - 5", "15")]),
        ("{};{}", [("River of Paris", "Seine - into the sea"), ("River of Rome", "Tiber - in the middle")]),
        ("{};{}", [("2,5 + 1", "3,5"), ("0,25 + 1", "1,25"), ("4,5 + 2", "6,5")]),
        ("{};{}", [("Solve 3y+1 for 7.", "y = 2"), ("Solve 5y for 5.", "y = 1")]),
        ("{}; {}", [("Norway - capital", "Oslo"), ("Latvia - capital", "Riga"), ("Kenya - capital", "Nairobi")]),
        ("{}, {}", [("8 - 9", "-1"), ("7 - 3", "4"), ("20 - 5", "15")]),
        ("{}, {}", [("Boer War", "1899 – 1902"), ("Crimean War", "1853 – 1856")]),
        ("{} = {}", [("Boer War", "1899 – 1902"), ("Crimean War", "1853 – 1856")]),
        ("{} {}", [("What is 8 - 9?", "-1"), ("What is 7 - 3?", "4"), ("How much is 1 - 6?", "-5")]),
        ("{} {}", [("How is 42 written?", "forty-two"), ("How is 67 written?", "sixty-seven")]),
        ("{} = {}", [("What is 8 - 9?", "-1"), ("What is 7 - 3?", "4")]),
    ],
)
@pytest.mark.parametrize("title", ["", "Week 7\n"])
def test_the_sign_that_each_line_has_once_parts_rather_than_those_within_its_words(line, pairs, title):
    assert pairs_of(title + "\n".join(line.format(*pair) for pair in pairs) + "\n") == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # Rows of a table are no lists of pairs.
        ("Name it: a or b?,a\nName it: c or d?,d\n", [("Name it: a or b?", "a"), ("Name it: c or d?", "d")]),
        ("Question,Answer\nFill in: he,goes\nSay: they,go\n", [("Fill in: he", "goes"), ("Say: they", "go")]),
        ('dog,"Hund: Tier"\ncat,"Katze: Tier"\n', [("dog", "Hund: Tier"), ("cat", "Katze: Tier")]),
        (
            "Synthesis;N2 + 3H2 → 2NH3\nBurning;S + O2 → SO2\n",
            [("Synthesis", "N2 + 3H2 → 2NH3"), ("Burning", "S + O2 → SO2")],
        ),
    ],
)
def test_signs_of_tables_part_their_cells(text, pairs):
    assert pairs_of(text) == pairs


@pytest.mark.parametrize(
    ("text", "taken", "other"),
    [
        ("Oslo - noun: town\nRiga - name: city\nNile - word: river\n", ":", "-"),
        ("dog - der:Hund;m\ncat - die:Katze;f\n", ";", "-"),
        ("dog: der Hund;m\ncat: die Katze;f\n", ";", ":"),
        ("dog: Hund,Köter\ncat: Katze,Mieze\n", ":", ","),
        ("do,did → tun\nsee,saw → sehen\n", "→", ","),
        ("Synthesis;N2 + 3H2 → 2NH3\nBurning;S + O2 → SO2\n", ";", "→"),
        ("go; walk - gehen\nsee; watch - sehen\n", "-", ";"),
    ],
)
def test_another_sign_that_may_part_as_well_is_named(text, taken, other):
    parcel = recognise(text.encode()).read(text.encode())
    assert [problem.reason for problem in parcel.problems] == [
        f"Each line has one “{taken}” and one “{other}”; “{taken}” was taken to part the two sides."
    ]


@pytest.mark.parametrize(
    "text", ["1. 8 - 9 =\n2. 7 - 3 =\n3. 20 - 5 =\n", "2 · 3=\n4 · 5=\n", "1/2 + 1/4 =\n1/3 + 1/6 =\n"]
)
def test_sums_without_what_they_make_are_refused(text):
    parcel = recognise(text.encode()).read(text.encode())
    assert parcel.questions == ()
    assert {problem.reason for problem in parcel.problems} == {
        "Nothing stands behind this sum; write what it makes behind its “=”."
    }

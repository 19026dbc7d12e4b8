"""What a stem says of the occasion: the event before it, the meeting, what stands in between, the day of a report."""

from __future__ import annotations

import pytest

from tests.core.extraction.stems import asked, has

FRONTED = [
    (
        "After the siege of Lund, the Council of Tarn sold the Castle of Skarn to Ada Berg.",
        "To whom did the Council of Tarn sell the Castle of Skarn after the siege of Lund?",
    ),
    (
        "During the Lund Crisis of 1931, Peru refused to supply grain to Chile.",
        "What did Peru refuse to supply to Chile during the Lund Crisis of 1931?",
    ),
    (
        "After the death of Otto Lind, Ada Berg sold the Castle of Tarn to the Duke of Savoy.",
        "Who sold the Castle of Tarn to the Duke of Savoy after the death of Otto Lind?",
    ),
    (
        "Following the collapse of the Tarn League, Norway under Ivo Brandt refused to supply ships to Peru.",
        "Under whom did Norway refuse to supply ships to Peru after the collapse of the Tarn League?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), FRONTED, ids=[case[1] for case in FRONTED])
def test_an_event_in_front_of_a_clause_tells_when_it_was(words: str, stem: str) -> None:
    assert has(words, stem)


@pytest.mark.parametrize(
    "words",
    [
        # the event names the key
        "After the death of Ada Berg’s rival, Otto Lind sold the Castle of Tarn to the Duke of Savoy.",
        # no event
        "After the gates of Lund, Ada Berg sold the Castle of Tarn to the Duke of Savoy.",
        # a time of its own
        "After the siege of Lund, Ada Berg sold the Castle of Tarn to the Duke of Savoy in 1712.",
    ],
)
def test_nothing_else_in_front_is_taken_for_an_occasion(words: str) -> None:
    assert not [stem for stem in asked(words) if "after the" in stem]


def test_an_event_that_names_the_key_is_not_said() -> None:
    stems = asked("After the siege of Lund, the Duke of Savoy sold the Castle of Lund to Ada Berg.")
    assert not [stem for stem, key in stems.items() if "after the" in stem and "Lund" in key]


ECHOED = [
    (
        "Spain under Ada Berg reduced aid to South Korea in favour of trade with North Korea in 1955.",
        "North Korea",
        "did Spain reduce aid under Ada Berg in 1955?",
    ),
    (
        "Peru under Otto Lind cut aid to East Germany in favour of trade with West Germany in 1971.",
        "West Germany",
        "did Peru cut aid under Otto Lind in 1971?",
    ),
]


@pytest.mark.parametrize(("words", "key", "end"), ECHOED, ids=[case[1] for case in ECHOED])
def test_only_what_echoes_the_key_is_left_out(words: str, key: str, end: str) -> None:
    stems = asked(words + " Chile sang. Norway sang. Japan sang. China sang.")
    assert [stem for stem, answer in stems.items() if answer == key and stem.endswith(end)], stems


GIFTS = [
    (
        "Ada Berg presented Otto Lind with a cup from the wreck of the Skarn.",
        "With what did Ada Berg present Otto Lind?",
        "cup from the wreck of the Skarn",
    ),
    (
        "While the crowd waited, Ada Berg presented her visitor from Peru with a key from the tomb of Otto Lind.",
        "With what did Ada Berg present her visitor from Peru?",
        "key from the tomb of Otto Lind",
    ),
    (
        "In 1931 Peru supplied Chile with coal from the mines of Lota.",
        "With what did Peru supply Chile in 1931?",
        "coal from the mines of Lota",
    ),
    # three things at once
    (
        "Ada Berg and Otto Lind met for a feast at which they discussed the price of salt, the Skarn Canal tolls and"
        " the fate of the old Danish weavers’ guild.",
        "What did Ada Berg and Otto Lind discuss?",
        "the price of salt, the Skarn Canal tolls and the fate of the old Danish weavers’ guild",
    ),
]


@pytest.mark.parametrize(("words", "stem", "key"), GIFTS, ids=[case[1] for case in GIFTS])
def test_a_gift_is_told_with_where_it_is_from_and_three_things_together(words: str, stem: str, key: str) -> None:
    assert has(words, stem) == key


_PAST = " In 1809 Tora Vik founded the school of Lund. In 1822 Ada Berg opened the harbour of Malmö."
DAYS = [
    ("On 14 February 1871 Karl Moen entered Ystad.", "On what date did Karl Moen enter Ystad?"),
    ("On 14 February 2019 Peru left the Lund Union.", "On what date did Peru leave the Lund Union?"),
    (
        "On the 3rd of May 1999 Ines Falk closed the mint of Ystad.",
        "On what date did Ines Falk close the mint of Ystad?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), DAYS, ids=[case[1] for case in DAYS])
def test_the_news_of_a_report_keeps_its_day(words: str, stem: str) -> None:
    past = _PAST + " In 1831 Otto Lind closed the mill of Ystad. Ines Falk painted the hall of Lund in 1840."
    assert has(words + past, stem)
    later = words + past + " In 2024 Bo Lindh crossed the Skarn."
    assert not [one for one in asked(later) if "what date" in one]


ASIDES = [
    (
        "In response Peru accused Chile – which is supplying weapons to Ecuador – of hypocrisy.",
        "Of what did Peru accuse Chile, which is supplying weapons to Ecuador?",
    ),
    (
        "Ada Berg accused Otto Lind, who had sold the mint of Malmö, of treason.",
        "Of what did Ada Berg accuse Otto Lind, who had sold the mint of Malmö?",
    ),
    (
        "The Court of Lund convicted Karl Moen, who had fled to Denmark, of fraud.",
        "Of what did the Court of Lund convict Karl Moen, who had fled to Denmark?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), ASIDES, ids=[case[1] for case in ASIDES])
def test_what_is_said_of_a_party_in_between_stands_behind_it(words: str, stem: str) -> None:
    assert has(words, stem)


@pytest.mark.parametrize(
    "words",
    [
        # it points to somebody else, tells the key, or is of a clause with its own time
        "Ada Berg accused Otto Lind, who had sold him the mint, of treason.",
        "Ada Berg accused Otto Lind, who had confessed to treason, of treason.",
        "In 1712 Ada Berg accused Otto Lind, who had sold the mint of Malmö, of treason.",
    ],
)
def test_an_aside_that_points_or_tells_is_left_out(words: str) -> None:
    assert not [stem for stem in asked(words) if ", who " in stem[len("According to the document, ") :]]


WARS = [
    (
        "Chile received major British naval support during Peruvian war.",
        "What did Chile receive during the Peruvian war?",
    ),
    (
        "Sweden lost the Castle of Lund during Danish war.",
        "Which place did Sweden lose during the Danish war?",
    ),
    (
        "Spain lost the harbour of Lund to Otto Lind in Mexican revolution.",
        "What did Spain lose to Otto Lind in the Mexican revolution?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), WARS, ids=[case[1] for case in WARS])
def test_a_peoples_war_gets_its_article(words: str, stem: str) -> None:
    assert has(words, stem)


GATHERINGS = [
    (
        "On 3 May 1902 Ada Berg and Otto Lind met for a rare summit on Saturday at which they discussed the price of"
        " salt, the Skarn Canal tolls and the fate of the old Danish weavers’ guild.",
        "What did Ada Berg and Otto Lind discuss at the summit of 3 May 1902?",
    ),
    (
        "In 1931 the Council of Lund held a meeting at which Ines Falk accused Karl Moen of fraud.",
        "Of what did Ines Falk accuse Karl Moen at the meeting of 1931?",
    ),
    (
        "In June 1844 Peru and Chile held a conference during which they divided the nitrate fields of Tarapacá.",
        "What did Peru and Chile divide during the conference of June 1844?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), GATHERINGS, ids=[case[1] for case in GATHERINGS])
def test_what_hangs_on_a_meeting_is_told_with_the_meeting(words: str, stem: str) -> None:
    assert has(words, stem)


def test_a_meeting_without_a_time_and_a_house_are_no_occasion() -> None:
    undated = "The Council of Lund held a meeting at which Ines Falk accused Karl Moen of fraud."
    house = "In 1931 the Council of Lund bought a house at which Ines Falk accused Karl Moen of fraud."
    assert not [stem for words in (undated, house) for stem in asked(words) if "at the" in stem]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        # a second deed, a time of something else, words that were not said
        (
            "After the siege of Lund, Norway sold its mint and then lost the Castle of Skarn to Ada Berg.",
            "after the siege",
        ),
        (
            "In 1931 the Council of Lund planned a meeting at which Ines Falk accused Karl Moen of fraud.",
            "at the meeting",
        ),
        ("Otto Lind, the mayor of Lund, never spoke of a “sacred duty” towards the “forgotten valleys”.", "spoke of"),
        ("The critic Otto Lind never dismissed the Malmö paintings as “soup in gold frames”.", "dismissed the"),
    ],
)
def test_no_occasion_is_taken_from_another_deed(words: str, part: str) -> None:
    assert not [stem for stem in asked(words) if part in stem and "sell" not in stem and "sold" not in stem]

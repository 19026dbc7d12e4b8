"""Mnemosyne: shared cards and old XML, every card type, and pickles, which are refused."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.mnemosyne import MNEMOSYNE, read
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.registry import recognise
from tests.core.formats.anki_packages import zipped
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40
FACTS = {
    "f1": ("1", "1.1", '<f>Which &lt;b&gt;lake&lt;/b&gt;?\n&lt;img src="a/x.png"&gt;</f><b>Baikal</b>'),
    "f2": ("2", "2.1,2.2", "<f>der Berg</f><b>the mountain</b>"),
    "f3": ("3", "3.1,3.2", "<f>山</f><p_1>yama</p_1><m_1>mountain</m_1><n>high</n>"),
    "f4": ("5", "5.1", "<text>The [Rhine:a river] ends in the [North Sea] &lt;$&gt;x[1]&lt;/$&gt;.</text>"),
    "f5": ("6", "6.1,6.2", "<f>La [casa:house] es grande</f><m_1>The house is big</m_1>"),
    "f6": ("4", "4.1", "<loc>Oslo</loc><blank>b</blank><marked>m</marked>"),
    "f7": ("1", "1.1", "<f>Only a front</f><b></b>"),
    "f8": ("1::mine", "1.1", "<f>a &amp;lt; b?</f><b>yes</b>"),
}


def cards(facts=FACTS, members=None):
    """Build a .cards file."""
    logs = ['<log type="10" o_id="t1"><name>water::lakes</name></log>', '<log type="13"><fname>a/x.png</fname></log>']
    for identity, (_, _, texts) in facts.items():
        logs.append(f'<log type="16" o_id="{identity}">{texts}</log>')
    for identity, (kind, views, _) in facts.items():
        for view in views.split(","):
            attributes = f'card_t="{kind}" fact="{identity}" fact_v="{view}" tags="t1" gr="-1"'
            logs.append(f'<log type="6" o_id="c{identity}" {attributes}></log>')
    body = "\n".join(logs)
    xml = f'<openSM2sync number_of_entries="{len(logs)}">{body}</openSM2sync>\n'.encode()
    metadata = b"card_set_name:Lakes\nauthor_name:Ada\nnotes:two<br>lines\ntags:geo\n"
    return zipped({"cards.xml": xml, "METADATA": metadata, "a/x.png": PNG} | (members or {}))


def test_every_fact_is_found() -> None:
    data = cards()
    parcel = read(data)
    assert_sound(parcel)
    assert recognise(data) is MNEMOSYNE
    assert parcel.found == len(FACTS)
    assert [question.kind for question in parcel.questions] == ["open", "open", "open", "cloze", "cloze", "open"]
    assert [(skipped.what, skipped.reason) for skipped in parcel.skipped] == [
        ("map “Oslo”", "a map to be pointed at has no counterpart here"),
        ("card “Only a front”", "text without an answer"),
    ]
    assert (parcel.bank.title, parcel.bank.authors, parcel.bank.tags) == ("Lakes", ("Ada",), ("geo",))
    assert parcel.bank.description == "two lines"


def test_texts_become_questions_with_media_and_tags() -> None:
    parcel = read(cards())
    lake, berg, word, rhine, casa, less = (question.dump() for question in parcel.questions)
    [(name, content)] = parcel.media.items()
    assert content == PNG
    assert (lake["id"], lake["stem"], lake["key"]) == ("f1", f"Which **lake**?\\\n![]({name})", "Baikal")
    assert lake["tags"] == ["water/lakes"]
    assert word["key"] == "mountain\n\nyama\n\nhigh"
    assert rhine["stem"] == "The [[1]] ends in the [[2]] \\(x[1]\\)."
    assert [gap["key"] for gap in rhine["gaps"]] == ["Rhine", "North Sea"]
    assert rhine["hints"] == ["Gap 1: a river"]
    assert (casa["stem"], casa["explanation"]) == ("La [[1]] es grande", "The house is big")
    assert (berg["stem"], less["stem"]) == ("der Berg", "a < b?")


def test_facts_asked_both_ways_are_said() -> None:
    assert [problem.where for problem in read(cards()).problems] == ["der Berg", "山"]


def test_old_xml_is_read_and_backward_cards_joined() -> None:
    data = b"""<mnemosyne core_version="1">
<category active="1"><name>Lakes</name></category>
<item id="a" gr="0"><cat>Lakes</cat><Q>Which?</Q><A>Baikal</A></item>
<item id="b"><cat>Lakes</cat><Q>der See</Q><A>the lake</A></item>
<item id="b.inv"><cat>Lakes</cat><Q>the lake</Q><A>der See</A></item>
<item id="c"><cat>&lt;default&gt;</cat><Q>x</Q><A/></item>
</mnemosyne>"""
    parcel = read(data)
    assert_sound(parcel)
    assert recognise(data) is MNEMOSYNE
    assert [(q.stem, q.answer(), q.tags) for q in parcel.questions] == [
        ("Which?", "Baikal", ("Lakes",)),
        ("der See", "the lake", ("Lakes",)),
    ]
    assert [entry.line for entry in parcel.entries] == [3, 4]
    assert len(parcel.skipped) == len(parcel.problems) == 1


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_pickle_is_refused_with_words(protocol) -> None:
    data = pickle.dumps({"items": ["x"]}, protocol)
    with pytest.raises(FormatError, match="Python pickle"):
        read(data)
    assert recognise(b"--- Mnemosyne Data Base --- Format Version 2 ---\n" + data) is MNEMOSYNE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<quiz/>", "none of Mnemosyne"),
        (b"<openSM2sync>", "is no sound XML"),
        (zipped({"METADATA": b""}), "damaged"),
        (cards({"x": ("1", "1.1", "&boom;")}), "sound XML"),
    ],
)
def test_other_files_are_refused(data, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(data)


def test_entities_of_its_own_are_refused() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY a "b">]><openSM2sync number_of_entries="0"></openSM2sync>'
    for data in (xml, zipped({"cards.xml": xml})):
        with pytest.raises(FormatError, match="entities"):
            read(data)


def test_missing_media_and_too_many_facts_are_said() -> None:
    parcel = read(cards(members={"a/x.png": None}))
    assert "“a/x.png” is not in the file" in parcel.problems[0].reason
    assert read(cards(), ReadOptions(rows=2)).found == 2


SAMPLE = cards()


@settings(max_examples=30, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize("piece", ["[", "[a]", "[a:", "&lt;$&gt;", "&lt;latex&gt;", "[sound:", "]"])
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (30_000 // len(piece))
    facts = {"1": ("5", "5.1", f"<text>[a]{many}</text>"), "2": ("1", "1.1", f"<f>{many}</f><b>{many}</b>")}
    assert_quick(read, cards(facts), 3)

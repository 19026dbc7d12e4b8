"""Texts in the encodings that schools still meet: told by their letters, or read as a person says."""

from __future__ import annotations

import pytest

from quizapp.core.encoding import CP1252_NOTICE, decode, recoded
from quizapp.core.encodings import ALIASES, NAMES
from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise

POLISH = "Pytanie,Odpowiedź\nStolica Polski?,Warszawa\nNajdłuższa rzeka?,Wisła\n"
RUSSIAN = "Вопрос,Ответ\nСтолица Франции?,Париж\nСамая длинная река?,Нил\n"
GERMAN = "Frage,Antwort\nWie heißt die Hauptstadt von Österreich?,Wien\nWas ist größer?,Köln\n"
TEXTS = {
    "cp932": "問題,答え\n日本の首都はどこですか,東京\n富士山の高さは何メートルですか,3776\n",
    "euc-jp": "問題,答え\n日本の首都はどこですか,東京\n",
    "gb18030": "问题,答案\n中国的首都是哪里,北京\n长江有多长,6300公里\n",
    "big5": "問題,答案\n台灣的首都是哪裡,台北\n",
    "cp949": "질문,답\n한국의 수도는 어디입니까,서울\n",
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp1250": POLISH,
    "iso8859-2": POLISH,
    "cp1253": "Ερώτηση,Απάντηση\nΠρωτεύουσα της Γαλλίας;,Παρίσι\n",
    "cp1254": "Soru,Cevap\nTürkiye'nin başkenti neresidir?,Ankara\nEn büyük göl hangisidir?,Van Gölü\n",
    "cp1255": "שאלה,תשובה\nמהי בירת ישראל,ירושלים\n",
    "cp1256": "سؤال,جواب\nما هي عاصمة مصر,القاهرة\n",
    "cp1252": GERMAN,
    "mac-roman": GERMAN,
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_encoding_of_a_short_list_is_told_by_its_letters(name) -> None:
    text, notice = decode(TEXTS[name].encode(name))
    assert text == TEXTS[name]
    assert notice == CP1252_NOTICE if name == "cp1252" else NAMES[name] in str(notice)
    assert recognise(TEXTS[name].encode(name)).name in ("csv", "quizlet")


@pytest.mark.parametrize(
    "text",
    [
        "Hlavní město Česka?,Praha\nNejdelší řeka?,Vltava\n",
        "Mi Magyarország fővárosa?,Budapest\nMelyik a leghosszabb folyó?,Tisza\n",
    ],
)
def test_languages_of_the_middle_of_europe_are_no_western_ones(text) -> None:
    assert decode(text.encode("cp1250"))[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "Quelle est la capitale de la Grèce?,Athènes\n",
        "¿Cuál es la capital de España?,Madrid\n",
        "Quantas são as nações?,duas questões\n",
        "Ändern?,Ähre\n",
        "Boiling point?,100 °C\nPrice?,5 €\n",
        "Vad heter Sveriges huvudstad?,Stockholm\nVilken är största sjön?,Vänern\n",
        "Capital of Côte d’Ivoire?,Yamoussoukro\n",
    ],
)
def test_what_is_western_stays_so(text) -> None:
    assert decode(text.encode("cp1252")) == (text, CP1252_NOTICE)


@pytest.mark.parametrize("name", [*NAMES, *ALIASES])
def test_a_text_is_read_as_a_person_says(name) -> None:
    text = TEXTS.get(ALIASES.get(name, name), "Capital of Chile?,Santiago\n")
    assert decode(recoded(text.encode(name), name)) == (text, None)


def test_an_encoding_that_it_is_not_in_is_told_in_plain_words() -> None:
    with pytest.raises(FormatError, match=r"This is no text in Japanese \(Shift-JIS\): line 2 .* Choose the encoding"):
        recoded(b"one\n\x81\n", "shift_jis")
    with pytest.raises(FormatError, match=r"There is no encoding “rot13” here; choose one of: utf-8"):
        recoded(b"one", "rot13")
    with pytest.raises(FormatError, match="no text in any encoding"):
        decode(bytes(range(0x80, 0x100)) * 4)


def test_archives_are_in_no_encoding() -> None:
    assert recoded(b"PK\x03\x04\xff", "cp1251") == b"PK\x03\x04\xff"

"""Words for true and false in many languages, and which two of them belong together."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from quizapp.core.formats.table_words import KIND_WORDS, plain_word

_TRUE = (
    "true/t/yes/y/right/correct/wahr/richtig/r/ja/w/stimmt/vrai/oui/v/verdadero/sí/si/cierto/verdadeiro/sim/certo/vero"
    "/waar/juist/prawda/tak/верно/да/правда/истина/так/正确/对/是/真/正しい/はい/○/참/맞다/예/doğru/evet/d/sant"
    "/sann/rätt/√/✓/✔"
    "/pravda/igaz/adevărat/σωστό/صحيح/صح/نعم/נכון/सही/सत्य/benar/đúng/ถูก"
)
_FALSE = (
    "false/f/no/n/wrong/incorrect/falsch/stimmt nicht"
    "/nein/faux/non/falso/não/errado/sbagliato/onwaar/onjuist/nee/fałsz/nie"
    "/неверно/нет/ложь/ні/хибно/错误/错/否/假/不对/誤り/いいえ/×/거짓/틀리다/아니오/yanlış/hayır/falskt/usant/fel"
    "/nej/✗/✘"
    "/nepravda/hamis/fals/λάθος/خطأ/خاطئ/لا/לא נכון/गलत/असत्य/salah/sai/ผิด"
)
#: What is said of statements in one language each: what is true before the colon, what is false behind it.
_JUDGED = (
    "true/t/right/correct:false/f/wrong/incorrect",
    "wahr/richtig/korrekt/stimmt:falsch/unwahr/inkorrekt/stimmt nicht/nicht richtig",
    "vrai/vraie/juste:faux/fausse",
    "verdadero/verdadera/cierto/cierta/correcto/correcta:falso/falsa/incorrecto/incorrecta",
    "verdadeiro/verdadeira/certo/correto:falso/falsa/errado/incorreto",
    "vero/vera/corretto/giusto:falso/falsa/scorretto/sbagliato",
    "cert/veritable/vertader:fals",
    "waar/juist:onwaar/onjuist/niet waar",
    "sant/sann/rätt:falskt/falsk/osant/osann/fel",
    "sandt/sand/rigtigt/rigtig/korrekt:falsk/falskt/usandt/forkert",
    "sant/sann/riktig:usant/usann/galt/feil",
    "tosi/totta/oikein:epätosi/väärin/ei totta",
    "prawda:fałsz/nieprawda",
    "pravda/pravdivé/správně/správne:nepravda/nepravdivé/lež/špatně/nesprávně/nesprávne",
    "igaz/helyes:hamis/helytelen",
    "adevărat/corect:fals/incorect/greșit",
    "верно/правда/истина/правильно/вірно/істина:неверно/неправда/ложь/неправильно/невірно/хибно/хибність",
    "вярно/истина:невярно/лъжа/неистина",
    "točno/tačno/istina/тачно:netočno/netačno/neistina/laž/нетачно",
    "tiesa:netiesa",
    "õige:vale",
    "doğru:yanlış",
    "σωστό/σωστή/αληθές/αληθής:λάθος/ψευδές/ψευδής",
    "صحيح/صح/صواب:خطأ/خاطئ/خطا/غلط/غير صحيح",
    "درست/صحیح:نادرست/غلط",
    "נכון:לא נכון/שגוי",
    "सही/सत्य:गलत/असत्य",
    "benar/betul:salah",
    "đúng:sai",
    "ถูก/ถูกต้อง/จริง:ผิด/ไม่ถูกต้อง/เท็จ",
    "对/對/正确/正確/真/正:错/錯/错误/錯誤/假/误/誤/不对/不對/不正确",
    "正しい/正/真/○/本当:誤り/間違い/間違っている/正しくない/誤/偽/×/うそ",
    "참/맞다/맞음/옳음/옳다/○:거짓/틀리다/틀림/그름/×",
)
#: What answers a question; of a statement it says whether it is true only where a heading names both.
_ANSWERED = (
    "yes/y:no/n",
    "ja:nein",
    "oui:non",
    "sí/si:no",
    "sim:não",
    "sì:no",
    "ja:nee",
    "ja:nej/nei",
    "tak:nie",
    "ano/áno:ne/nie",
    "igen:nem",
    "да/так:нет/ні/не",
    "evet:hayır",
    "kyllä/joo:ei",
    "ναι:όχι",
    "نعم:لا",
    "כן:לא",
    "हाँ:नहीं",
    "ya:tidak",
    "có:không",
    "ใช่:ไม่ใช่",
    "是:否/不是",
    "はい:いいえ",
    "예/네:아니오/아니요",
)
_OR = "or|oder|ou|o|of|eller|lub|czy|или|або|чи|nebo|alebo|vagy|veya|ya da|tai|vai|ή"
_BETWEEN = re.compile(rf"\s*[/|,;·]\s*|\s+(?:{_OR})\s+")
_PAIR = 2

_Words = tuple[frozenset[str], frozenset[str]]


def _words_of(lists: Collection[str]) -> tuple[_Words, ...]:
    parted = (each.split(":") for each in lists)
    return tuple(
        (frozenset(map(plain_word, true.split("/"))), frozenset(map(plain_word, false.split("/"))))
        for true, false in parted
    )


_JUDGING, _ANSWERING = _words_of(_JUDGED), _words_of(_ANSWERED)


def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, words in (("true", _TRUE), ("false", _FALSE)):
        for word in words.split("/"):
            found.setdefault(plain_word(word), meaning)
    for true, false in (*_JUDGING, *_ANSWERING):
        found = dict.fromkeys(true, "true") | dict.fromkeys(false, "false") | found
    return found


TRUTH_WORDS: Mapping[str, str] = _meanings()
"""Words for true and false, as `plain_word` gives them."""

SURE_TRUTHS = frozenset(
    ("true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "verdadeiro", "falso", "vero", "prawda")
)
"""These alone mean true or false where no column says so: “no”, “right” or “x” may be any word’s translation."""


def are_judged(words: Collection[str]) -> bool:
    """Whether these, as `plain_word` gives them, are the two words of one language for true and false."""
    return _find(words, _JUDGING) is not None


def truths_of_heading(heading: str) -> Mapping[str, str]:
    """Give which of two words, that a heading names both, means true and which false: “Sant/Falskt”, “Ja/Nein”.

    They may be written by their first letters too. Empty where it names no such two.
    """
    text = heading.strip()[:200]
    parts = [plain_word(part) for part in _BETWEEN.split(text)]
    if len(parts) == 1:
        parts = _halves(parts[0])
    found = _find(parts, (*_JUDGING, *_ANSWERING))
    if found is None:
        told = {TRUTH_WORDS.get(part): part for part in plain_word(text).split()}
        found = {part: meaning for meaning, part in told.items() if meaning}
        found = found if told.keys() == {"true", "false"} else {}
    letters = {word[0]: meaning for word, meaning in found.items()}
    return letters | found if len(letters) == len(found) else found


def judges(heading: str) -> bool:
    """Whether a heading names both answers of a statement, or the kind of question that has them."""
    word = plain_word(heading)
    return (" " in word and KIND_WORDS.get(word) == "true_false") or bool(truths_of_heading(heading))


def _halves(word: str) -> list[str]:
    """Part “正誤” or “true false” in two."""
    parts = word.split()
    return parts if len(parts) == _PAIR else list(word) if len(word) == _PAIR and not word.isascii() else [word]


def _find(words: Collection[str], lists: Collection[_Words]) -> dict[str, str] | None:
    if len(set(words)) != _PAIR:
        return None
    for true, false in lists:
        told = {word: "true" for word in words if word in true} | {word: "false" for word in words if word in false}
        if len(told) == _PAIR and len(set(told.values())) == _PAIR:
            return told
    return None

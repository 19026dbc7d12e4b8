"""Names of languages in many languages, as they head the columns of word lists."""

from __future__ import annotations

import re

from quizapp.core.formats.table_words import plain_word

_LANGUAGES = {
    "en": "english/englisch/anglais/inglés/inglês/inglese/engels/engelska/engelsk/angielski/anglicky/angličtina/angol/"
    "английский/англійська/英语/英語/英文/영어/ingilizce/englanti/αγγλικά/الإنجليزية/אנגלית/engleză/inglise",
    "de": "german/deutsch/allemand/alemán/alemão/tedesco/duits/tyska/tysk/niemiecki/německy/němčina/német/немецкий/"
    "німецька/德语/德語/德文/ドイツ語/독일어/almanca/saksa/γερμανικά/الألمانية/גרמנית/germană",
    "fr": "french/französisch/français/francés/francês/francese/frans/franska/fransk/francuski/francouzsky/"
    "francouzština/французский/французька/法语/法語/法文/フランス語/프랑스어/fransızca/ranska/γαλλικά/"
    "الفرنسية/צרפתית/franceză",
    "es": "spanish/spanisch/espagnol/español/castellano/espanhol/spagnolo/spaans/spanska/spansk/hiszpański/španělsky/"
    "španělština/spanyol/испанский/іспанська/西班牙语/西班牙語/スペイン語/스페인어/ispanyolca/espanja/ισπανικά/"
    "الإسبانية/ספרדית/spaniolă",
    "it": "italian/italienisch/italien/italiano/italiaans/italienska/italiensk/włoski/italsky/italština/olasz/"
    "итальянский/італійська/意大利语/義大利語/イタリア語/이탈리아어/italyanca/ιταλικά/الإيطالية/איטלקית/italiană",
    "pt": "portuguese/portugiesisch/portugais/portugués/português/portoghese/portugees/portugisiska/portugalski/"
    "португальский/葡萄牙语/葡萄牙語/ポルトガル語/포르투갈어/portekizce",
    "la": "latin/latein/latín/latim/latino/latijn/łacina/latina/латинский/латынь/拉丁语/ラテン語/라틴어/latince",
    "grc": "greek/ancient greek/griechisch/altgriechisch/grec/griego/grego/greco/grieks/grecki/греческий/希腊语/"
    "ギリシャ語/ελληνικά",
    "ru": "russian/russisch/russe/ruso/russo/ryska/russisk/rosyjski/rusky/ruština/orosz/русский/російська/俄语/俄語/"
    "ロシア語/러시아어/rusça/venäjä",
    "uk": "ukrainian/ukrainisch/ukrainien/ucraniano/ucraino/українська/украинский/ukraiński",
    "pl": "polish/polnisch/polonais/polaco/polacco/pools/polska/polsk/polski/польский/польська/波兰语/lehçe",
    "cs": "czech/tschechisch/tchèque/checo/tcheco/ceco/tsjechisch/česky/čeština/чешский",
    "nl": "dutch/niederländisch/holländisch/néerlandais/neerlandés/holandés/holandês/olandese/nederlands/нидерландский/"
    "荷兰语/オランダ語/네덜란드어",
    "sv": "swedish/schwedisch/suédois/sueco/svedese/zweeds/svenska/шведский/瑞典语/スウェーデン語",
    "no": "norwegian/norwegisch/norvégien/noruego/norueguês/norvegese/noors/norsk/норвежский",
    "da": "danish/dänisch/danois/danés/dinamarquês/danese/deens/dansk/датский",
    "fi": "finnish/finnisch/finnois/finlandés/finlandês/finlandese/fins/suomi/финский",
    "hu": "hungarian/ungarisch/hongrois/húngaro/ungherese/hongaars/magyar/венгерский",
    "ro": "romanian/rumänisch/roumain/rumano/romeno/roemeens/română/румынский",
    "tr": "turkish/türkisch/turc/turco/turks/turkiska/türkçe/турецкий/土耳其语/トルコ語/터키어",
    "zh": "chinese/mandarin/chinesisch/chinois/chino/chinês/cinese/chinees/chiński/китайский/中文/汉语/漢語/中国語"
    "/중국어/çince/hanzi/汉字/漢字",
    "ja": "japanese/japanisch/japonais/japonés/japonês/giapponese/japans/japoński/японский/日语/日語/日本語"
    "/일본어/japonca",
    "ko": "korean/koreanisch/coréen/coreano/koreaans/koreański/корейский/韩语/韓語/韓国語/한국어/korece",
    "ar": "arabic/arabisch/arabe/árabe/arabo/arabski/арабский/阿拉伯语/アラビア語/아랍어/arapça/العربية",
    "he": "hebrew/hebräisch/hébreu/hebreo/hebraico/ebraico/hebreeuws/иврит/עברית",
    "hi": "hindi/हिन्दी/हिंदी/印地语/ヒンディー語",
    "vi": "vietnamese/vietnamesisch/vietnamien/vietnamita/tiếng việt/越南语/ベトナム語",
}  # fmt: skip
_CODES = {plain_word(word): code for code, words in _LANGUAGES.items() for word in words.split("/") if word}
_TRUNK = re.compile(r"[(\[]")


def language_of(cell: str) -> str:
    """Give a mark of the language that a heading names, empty where it names none: “English (UK)”, “Deutsch”."""
    return _CODES.get(plain_word(_TRUNK.split(cell[:100])[0]), "")

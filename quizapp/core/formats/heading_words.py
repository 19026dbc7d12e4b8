"""What words of headings ask and what words answer, in many languages: by them two columns are told from a pair."""

from __future__ import annotations

from quizapp.core.formats.table_words import COLUMN_WORDS, DEFINING_WORDS, plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS

#: Words that need not be headings, of what asks and of what answers: beside a heading of the other sort they are one.
#: The first of each two lists may translate a heading of the same sort.
_ASKING = (
    "query/ask/inquiry/problem/problems/task/tasks/exercise/concept/notion/terms/assertion/claim/forward"
    "/fragen/anfrage/übung/aufgaben/behauptung/feststellung/begriffe/fachbegriff/fachwort/konzept/terminus"
    "/vorn/vorne/vordere/voraus"
    "/demande/demander/questionner/interroger/interrogation/exercice/tâche/problème/termes/déclaration/avant/devant/façade"
    "/preguntas/preguntar/cuestión/consulta/problema/tarea/ejercicio/concepto/noción/términos/declaración/delante"
    "/delantero"
    "/perguntas/perguntar/exercício/tarefa/questões/conceito/noção/termos/diante"
    "/domande/domandare/chiedere/compito/esercizio/concetto/nozione/termini/dichiarazione/davanti"
    "/vragen/opgave/oefening/begrip/begrippen/bewering/voor/vooraan"
    "/quaestio/interrogatio/rogatio/rogare/quaerere/frons"
    "/pytania/pytać/zadanie/pojęcie/termin/przód"
    "/вопросы/задача/задание/понятие/утверждение/спрашивать/перед/术语/設問/用語/设问/용어/sorular/terim/frågor/framsida"
    "/forside"
)
_ASKED = (
    "word/words/vocabulary/vocab/phrase/phrases/sentence/sentences/expression/idiom/verb/noun/adjective/symbol/sign"
    "/operator/abbreviation/acronym/name/title/item"
    "/wort/wörter/vokabel/vokabeln/ausdruck/satz/sätze/zeichen/abkürzung/fremdwort/mot/mots/vocabulaire"
    "/palabra/palabras/vocabulario/frase/oración/expresión/palavra/vocábulo/expressão/parola/parole/vocabolo/espressione"
    "/woord/woorden/zin/verbum/vocabulum/sententia/słowo/zdanie/wyraz/слово/предложение/фраза"
    "/词语/单词/单字/生词/汉字/単語/漢字/단어/kelime/ord/sana/slovo/szó/cuvânt/λέξη"
)
_ANSWERING = (
    "replies/right/exact/definitions/meanings/translations/sense/interpretation/behind/rear"
    "/erwiderung/entgegnung/beantworten/schlüssel/sinn/definitionen/bedeutungen/übersetzungen/hinten/zurück/rücken/rechts"
    "/recht/sens/signification/dos/arrière/retour/derrière/clé/clef/juste/exact/exacte/droite/droit/réplique/répondre"
    "/significado/sentido/atrás/espalda/detrás/llave/tecla/derecho/derecha/exacto/contestación/responder"
    "/costas/chave/direito/exato"
    "/significato/senso/indietro/schiena/dietro/chiave/giusto/destra/esatto/rispondere"
    "/betekenis/achter/terug/rug/sleutel/goed"
    "/responsum/responsio/significatio/tergum/clavis/rectus/verus/sensus/dexter"
    "/znaczenie/tył/klucz/dobrze/prawy/значение/смысл/ключ/назад/спина/правильно/правильный/верный"
    "/翻译/释义/anlamı/översättning/betydelse/betydning/baksida/bagside/merkitys/význam/jelentés/الجواب/جواب"
)
_ANSWERED = (
    "a/result/results/outcome/completion/output/ergebnis/ergebnisse/resultat/musterlösung/musterlösungen/résultat"
    "/résultats/corrigés/resultado/resultados/risultato/risultati/resultaat/uitkomst/wynik/результат/拼音/sonuç"
)
#: Headings that are words of every day as well.
_EVERYDAY = (
    "front/back/body/stem/prompt/key/clave/retro/verso/frente/fronte/termine/korrekt/correcta/correta/corretta/poprawna"
)


#: What columns of facts hold, by language: words of a lesson too, so that they only make a heading likely.
_SORTS = (
    "country/state/capital/city/continent/river/mountain/language/currency/flag/population/area/nationality/people/event"
    "/battle/war/treaty/year/date/century/period/king/queen/ruler/president/dynasty/religion/god/person/inventor/invention"
    "/discoverer/discovery/scientist/author/book/novel/play/poem/painter/painting/artist/composer/opera/director/film"
    "/element/symbol/formula/substance/unit/quantity/organ/function/task/animal/plant/species/verb/infinitive/past"
    "/participle/singular/plural/male/female/masculine/feminine/opposite/synonym/antonym",
    "land/staat/hauptstadt/stadt/fluss/berg/sprache/währung/ereignis/schlacht/jahr/datum/jahrhundert/herrscher/könig"
    "/person/erfinder/erfindung/entdecker/autor/buch/roman/maler/gemälde/komponist/oper/element/symbol/formel/stoff"
    "/einheit/größe/organ/funktion/aufgabe/tier/pflanze/verb/infinitiv/partizip/singular/plural/gegenteil/synonym",
    "pays/capitale/ville/fleuve/montagne/langue/monnaie/événement/bataille/année/date/siècle/roi/personne/inventeur"
    "/invention/auteur/livre/roman/peintre/tableau/compositeur/opéra/élément/symbole/formule/unité/grandeur/organe"
    "/fonction/animal/plante/verbe/infinitif/participe/singulier/pluriel/contraire/synonyme",
    "país/capital/ciudad/río/montaña/idioma/moneda/evento/batalla/año/fecha/siglo/rey/persona/inventor/invento/autor"
    "/libro/novela/pintor/cuadro/compositor/ópera/elemento/símbolo/fórmula/unidad/magnitud/órgano/función/animal/planta"
    "/verbo/infinitivo/participio/singular/plural/contrario/sinónimo",
    "paese/capitale/città/fiume/montagna/lingua/valuta/evento/battaglia/anno/data/secolo/re/persona/inventore/invenzione"
    "/autore/libro/romanzo/pittore/quadro/compositore/opera/elemento/simbolo/formula/unità/grandezza/organo/funzione"
    "/animale/pianta/verbo/infinito/participio/singolare/plurale/contrario/sinonimo",
)
SORTS = tuple(frozenset(words.split("/")) for words in _SORTS)

#: Headings of word lists in one language each: what is asked before the colon, what it means or says behind it.
_WORD_LISTS = (
    "word/words/vocabulary/vocab/phrase/idiom/expression/concept/key word/keyword/abbreviation/acronym/term"
    ":meaning/meanings/definition/definitions/sense/translation/explanation/description",
    "wort/wörter/vokabel/begriff/fachbegriff/fachwort/fremdwort/ausdruck/redewendung/abkürzung/lernwort"
    ":bedeutung/definition/erklärung/erläuterung/übersetzung/beschreibung/sinn",
    "mot/mots/expression/vocabulaire/terme/notion/concept/verbe/sigle/abréviation"
    ":sens/signification/traduction/définition/explication/description",
    "palabra/palabras/vocabulario/expresión/término/concepto/verbo/frase/sigla"
    ":significado/traducción/definición/explicación/sentido/descripción",
    "palavra/palavras/vocabulário/expressão/termo/conceito/verbo/frase/sigla"
    ":significado/tradução/definição/explicação/sentido/descrição",
    "parola/parole/vocabolo/espressione/termine/concetto/verbo/frase/sigla"
    ":significato/traduzione/definizione/spiegazione/senso/descrizione",
    "paraula/expressió/terme/concepte:significat/traducció/definició/explicació",
    "woord/woorden/begrip/begrippen/uitdrukking/term/afkorting:betekenis/vertaling/definitie/uitleg/omschrijving/verklaring",
    "słowo/słówko/słowa/wyraz/pojęcie/termin/wyrażenie/skrót/zwrot:znaczenie/tłumaczenie/definicja/wyjaśnienie/opis",
    "slovo/slova/slovíčko/slovíčka/slovíčka/pojem/výraz/termín/zkratka/skratka"
    ":význam/překlad/preklad/definice/definícia/vysvětlení/vysvetlenie/popis",
    "szó/szavak/kifejezés/fogalom:jelentés/jelentése/fordítás/meghatározás/definíció/magyarázat",
    "cuvânt/cuvinte/termen/expresie/noțiune:semnificație/sens/înțeles/traducere/definiție/explicație",
    "слово/слова/термин/понятие/выражение/фраза/сокращение:значение/перевод/определение/объяснение/пояснение/смысл",
    "слово/слова/термін/поняття/вираз/фраза:значення/переклад/визначення/пояснення",
    "дума/думи/термин/понятие/израз:значение/превод/определение/обяснение",
    "riječ/riječi/reč/pojam/izraz/речь/реч/појам:značenje/prijevod/prevod/definicija/objašnjenje/значење/превод",
    "kelime/kelimeler/sözcük/terim/kavram/deyim:anlam/anlamı/anlamlar/çeviri/tanım/tanımı/açıklama/açıklaması",
    "ord/glosa/glosor/begrepp/begrep/begreb/uttryck/uttrykk/udtryk/gloser"
    ":betydelse/betydning/översättning/oversettelse/oversættelse/förklaring/forklaring/definition/definisjon",
    "sana/sanat/käsite/termi/ilmaus:merkitys/käännös/suomennos/määritelmä/selitys",
    "λέξη/λέξεις/όρος/έννοια/έκφραση:σημασία/μετάφραση/ορισμός/ερμηνεία/επεξήγηση",
    "单词/單詞/词语/詞語/生词/生詞/词汇/詞彙/词/术语/術語/概念/汉字/成语"
    ":意思/意义/意義/释义/釋義/翻译/翻譯/定义/定義/解释/解釋/含义/含義/中文意思",
    "単語/言葉/ことば/語彙/用語/熟語/漢字/語:意味/訳/和訳/日本語訳/定義/説明/解説",
    "단어/낱말/용어/어휘/개념/숙어:뜻/의미/번역/정의/설명",
    "كلمة/الكلمة/الكلمات/مصطلح/المصطلح/مفردة/المفردة:معنى/المعنى/معناها/ترجمة/الترجمة/تعريف/التعريف/الشرح/شرح",
    "מילה/המילה/מילים/מושג/המושג/ביטוי:משמעות/המשמעות/פירוש/הפירוש/תרגום/הגדרה/הסבר",
    "शब्द/पद/मुहावरा/अवधारणा:अर्थ/मतलब/अनुवाद/परिभाषा/व्याख्या",
    "kata/kosakata/istilah/ungkapan/konsep:arti/artinya/makna/terjemahan/definisi/penjelasan",
    "từ/từ vựng/thuật ngữ/khái niệm/cụm từ:nghĩa/ý nghĩa/dịch/bản dịch/định nghĩa/giải thích",
    "คำ/คำศัพท์/ศัพท์/คำว่า/แนวคิด:ความหมาย/คำแปล/แปล/คำจำกัดความ/คำอธิบาย/นิยาม",
)


def _of_sort(words: str, *columns: str) -> frozenset[str]:
    known = {word for word, column in COLUMN_WORDS.items() if column in columns}
    return frozenset(known | {plain_word(word) for word in words.split("/")})


TRANSLATED_WORDS = {
    "asks": _of_sort(_ASKING, "stem"),
    "answers": _of_sort(_ANSWERING, "key", "answer") | DEFINING_WORDS | TRUTH_WORDS.keys(),
}
"""Words, as `plain_word` gives them, for what asks and for what answers, means or judges, in many languages."""

SORTED_WORDS = {
    "asks": TRANSLATED_WORDS["asks"] | _of_sort(_ASKED),
    "answers": TRANSLATED_WORDS["answers"] | _of_sort(_ANSWERED),
}
"""These, and headings that translate none of them, such as “word” and “result”."""

EVERYDAY_WORDS = TRUTH_WORDS.keys() | {plain_word(word) for word in _EVERYDAY.split("/")}
"""Headings, as `plain_word` gives them, that may as well be the first word of a list."""

_LISTING = [
    (frozenset(map(plain_word, asked.split("/"))), frozenset(map(plain_word, told.split("/"))))
    for asked, told in (each.split(":") for each in _WORD_LISTS)
]


def heads_words(left: str, right: str) -> bool:
    """Whether two headings, as `plain_word` gives them, head a word list in one language: “mot” and “sens”.

    Of two languages they are a word and another one: “mot” and “word”.
    """
    return any(left in asked and right in told for asked, told in _LISTING)

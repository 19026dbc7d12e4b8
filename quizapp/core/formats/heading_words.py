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

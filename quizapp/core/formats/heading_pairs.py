"""Which two headings belong together above a list of pairs: a question’s and its answer’s, a term’s and its meaning’s.

Any two known words do not: “vrai | richtig”, “front | vorn” and “question | Frage” are pairs of a word list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.language_words import language_of
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import judges

TRUNK = re.compile(r"[(\[\n]|:\s*(?=[(\[]|$)|\s[-–—]\s(?!.*\?\s*$)")
"""Behind it a heading tells more; what goes on behind a colon, or asks, is no heading."""

#: Of each language what heads a question or a term, and what heads an answer or a meaning.
_LISTS = (
    (
        "question/questions/q/question text/question title/quiz question/question content/stem/prompt/problem/statement"
        "/term/terms/front/word/words/vocabulary/phrase/phrases/expression/item/item text/body"
        "/symbol/sign/operator/abbreviation/concept/idiom/verb",
        "answer/answers/a/ans/answer text/correct answer/correct answers/right answer/correct/correct option/key"
        "/answer key/solution/solutions/response/responses/reply/definition/definitions/back/meaning/meanings"
        "/translation/translations/explanation",
    ),
    (
        "frage/fragen/fragetext/fragestellung/aufgabe/aussage/begriff/begriffe/vorderseite/wort/wörter/vokabel/vokabeln"
        "/ausdruck/term/satz/symbol/zeichen/abkürzung/fremdwort/verb",
        "antwort/antworten/antw/richtige antwort/korrekte antwort/richtig/korrekt/lösung/lösungen/richtige lösung"
        "/rückseite/bedeutung/übersetzung/definition/erklärung/erläuterung",
    ),
    (
        "question/questions/énoncé/texte de la question/intitulé/affirmation/terme/termes/recto/mot/mots/expression",
        "réponse/réponses/bonne réponse/réponse correcte/réponse exacte/corrigé/solution/définition/traduction/verso"
        "/explication",
    ),
    (
        "pregunta/preguntas/enunciado/texto de la pregunta/afirmación/término/términos/anverso/palabra/frente",
        "respuesta/respuestas/respuesta correcta/correcta/solución/clave/definición/traducción/reverso/explicación",
    ),
    (
        "pergunta/perguntas/questão/enunciado/texto da pergunta/afirmação/termo/termos/frente/palavra",
        "resposta/respostas/resposta correta/resposta certa/correta/gabarito/solução/definição/tradução/verso"
        "/explicação",
    ),
    (
        "domanda/domande/quesito/testo della domanda/affermazione/termine/termini/fronte/parola",
        "risposta/risposte/risposta corretta/risposta esatta/risposta giusta/corretta/soluzione/definizione/traduzione"
        "/retro/spiegazione",
    ),
    (
        "vraag/vragen/vraagtekst/stelling/voorkant/begrip/woord/term",
        "antwoord/antwoorden/juiste antwoord/juist antwoord/goede antwoord/correct antwoord/oplossing/definitie"
        "/vertaling/achterkant/uitleg/toelichting",
    ),
    (
        "pytanie/pytania/treść pytania/treść/słowo/pojęcie/zdanie",
        "odpowiedź/odpowiedzi/poprawna odpowiedź/prawidłowa odpowiedź/poprawna/definicja/tłumaczenie/wyjaśnienie",
    ),
    (
        "вопрос/вопросы/текст вопроса/термин/слово/утверждение",
        "ответ/ответы/правильный ответ/верный ответ/определение/перевод/объяснение/пояснение",
    ),
    ("питання/запитання/термін/слово", "відповідь/відповіді/правильна відповідь/визначення/переклад/пояснення"),
    (
        "问题/題目/题目/题干/试题/問題/質問/問題文/设问/词语/单词/术语/単語/用語",
        "答案/答え/回答/正确答案/标准答案/參考答案/参考答案/正解/正答/定义/意味/意思/解释/説明/解説/翻译",
    ),
    ("설문/문제/질문/단어/용어", "해답/답/답변/정답/뜻/설명/해설"),
    ("soru/sorular/soru metni/soru kökü/kelime/terim", "cevap/yanıt/cevaplar/doğru cevap/doğru yanıt/anlam/açıklama"),
    ("fråga/frågor/ord", "svar/rätt svar/förklaring/översättning"),
    ("spørsmål/spørgsmål/ord", "svar/riktig svar/rigtigt svar/forklaring"),
    ("kysymys/sana", "vastaus/oikea vastaus/selitys"),
    ("otázka/slovo", "odpověď/správná odpověď/odpoveď/vysvětlení"),
    ("kérdés/szó", "válasz/helyes válasz/magyarázat"),
    ("întrebare/cuvânt", "răspuns/răspuns corect/explicație"),
    ("ερώτηση/λέξη", "απάντηση/σωστή απάντηση/εξήγηση"),
    ("السؤال/سؤال", "الإجابة/إجابة/الجواب/جواب/الإجابة الصحيحة/الشرح/شرح"),
    ("שאלה", "תשובה/תשובה נכונה/הסבר"),
    ("प्रश्न", "उत्तर/सही उत्तर"),
    ("pertanyaan/soal", "jawaban/jawaban benar/kunci jawaban/penjelasan/pembahasan"),
    ("câu hỏi", "câu trả lời/trả lời/đáp án/đáp án đúng/giải thích"),
    ("คำถาม", "เฉลย/คำตอบ/คำอธิบาย"),
)
_WORDS = tuple(
    (frozenset(map(plain_word, asking.split("/"))), frozenset(map(plain_word, answering.split("/"))))
    for asking, answering in _LISTS
)
_ALL = frozenset(word for lists in _WORDS for words in lists for word in words)
_COUNT = re.compile(r" ?(?:[0-9]{1,2}|text)\Z")
_ASKS = re.compile(r".*[?？؟]\s*\Z", re.DOTALL)


def belong_together(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the two cells of the first row head the rows below: by their words, or since these ask."""
    left, right = (_words_of(cell) for cell in rows[0])
    for asking, answering in _WORDS:
        if (left & asking and right & answering) or (left & answering and right & asking):
            return True
    languages = [bool(language_of(cell)) for cell in rows[0]]
    if (languages[0] and right & _ALL) or (languages[1] and left & _ALL):
        return True
    trunks = (TRUNK.split(cell.strip()[:200], maxsplit=1)[0] for cell in rows[0])
    return any(map(judges, (*rows[0], *trunks))) or any(_ask_below(rows, place) for place in (0, 1))


def _words_of(cell: str) -> set[str]:
    words = {plain_word(cell), plain_word(TRUNK.split(cell.strip()[:200], maxsplit=1)[0])}
    return words | {_COUNT.sub("", word) for word in words}


def _ask_below(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether most rows ask in a column whose heading does not."""
    below = [row[place] for row in rows[1:] if place < len(row)]
    asking = sum(_ASKS.fullmatch(cell) is not None for cell in below)
    return asking > len(below) / 2 and not _ASKS.fullmatch(rows[0][place])

"""Words that tables of many languages use for columns and kinds. No rules: those are in `table_layout`.

Each list is read after `plain_word`, so that case, accents and marks do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUNNING = (
    "nr/no/number/question number/question no/num/n"
    "/question #/s no/sno/sl no/#/index/nummer/numéro/número/numero/номер/编号/序号/番号/번호/numara"
)
#: One answer, by words that mean nothing else.
_ANSWER = (
    "answer/ans/antwort/réponse/respuesta/resposta/risposta/antwoord/odpowiedź/ответ/відповідь/答案/答え/回答/해답/답변/답"
    "/cevap/yanıt/svar/vastaus/odpověď/odpoveď/odgovor/отговор/одговор"
    "/válasz/răspuns/vastus/atsakymas/atbilde/απάντηση/الإجابة/إجابة/תשובה/उत्तर/jawaban/câu trả lời/คำตอบ"
)
#: One solution, which tables head the column of right answers by.
_SOLUTION = "lösung"

_COLUMNS: dict[str, str] = {
    "stem": (
        "question/questions/q/question text/questiontext/question title/questiontitle/stem/question stem/prompt/term"
        "/front"
        "/quiz question/question content/body/item text/statement"
        "/frage/fragetext/fragestellung/vorderseite/begriff/aufgabe/énoncé/texte de la question/terme/recto/intitulé"
        "/pregunta/enunciado/término/anverso/texto de la pregunta/pergunta/questão/termo/frente/texto da pergunta"
        "/domanda/quesito/termine/fronte/testo della domanda/vraag/vraagtekst/voorkant/pytanie/treść pytania/treść"
        "/вопрос/текст вопроса/термин/питання/запитання/问题/題目/题目/题干/试题/問題/質問/問題文/설문/문제/질문"
        "/soru/soru metni/soru kökü/fråga/spørsmål/spørgsmål/kysymys/otázka/kérdés/întrebare/ερώτηση/السؤال/سؤال/שאלה"
        "/pitanje/vprašanje/въпрос/питање/küsimus/klausimas/jautājums"
        "/aussage/affirmation/afirmación/afirmação/affermazione/stelling"
        "/प्रश्न/pertanyaan/soal/câu hỏi/คำถาม"
    ),
    "key": (
        "correct answer/correct answers/correct answer s/correct/right answer/right answers/answer key/key/solution"
        "/correct option/correct options/correct choice/correct choices/correct response/correctanswer/rightanswer"
        "/correct answer key/correct answer option/correct option number/correct option letter/correct letter"
        "/answer letter/answer number/answer index/correct index/correct answer index"
        "/correctindex/answerindex/correctanswerindex/correct option index/correct choice index/correctoptionindex"
        "/correct idx/answer idx/index of correct answer/correctoption/answernumber/answerletter"
        "/correct ans/right ans/ans key/correct one/right one/right option/right choice/right response/right letter"
        "/key letter/solution letter/solution number/solution option/solutions"
        "/lösungsbuchstabe/lösungen/richtige option/richtige lösung/richtige auswahl/bonne option/bon choix"
        "/opción correcta/opção correta/alternativa correta/opzione corretta"
        "/richtige antwort/richtige antworten/richtig/lösung/korrekte antwort/korrekt/bonne réponse/bonnes réponses"
        "/réponse correcte/réponses correctes/réponse exacte/corrigé/respuesta correcta/respuestas correctas/correcta"
        "/solución/clave/resposta correta/respostas corretas/resposta certa/correta/gabarito/solução"
        "/risposta corretta/risposte corrette/risposta esatta/risposta giusta/corretta/soluzione"
        "/juiste antwoord/juist antwoord/goede antwoord/correct antwoord"
        "/oplossing/poprawna odpowiedź/prawidłowa odpowiedź/poprawna"
        "/правильный ответ/верный ответ/правильные ответы/правильна відповідь/正确答案/正确选项/标准答案/參考答案"
        "/参考答案"
        "/正解/正答/정답/doğru cevap/doğru yanıt/doğru seçenek/rätt svar/riktig svar/rigtigt svar/oikea vastaus"
        "/točan odgovor/pravilen odgovor/правилен отговор/тачан одговор/správna odpoveď/õige vastus/teisingas atsakymas"
        "/správná odpověď/helyes válasz/răspuns corect/σωστή απάντηση/الإجابة الصحيحة/תשובה נכונה/सही उत्तर"
        "/jawaban benar/kunci jawaban/đáp án đúng/đáp án/เฉลย"
    ),
    "answer": (
        f"{_ANSWER}/answers/antw/response/responses/definition/back/meaning/translation/answer text/reply"
        "/antworten/rückseite/bedeutung/übersetzung/réponses/définition/traduction/verso"
        "/respuestas/definición/traducción/reverso/respostas/definição/tradução"
        "/risposte/definizione/traduzione/retro/antwoorden/definitie/vertaling/achterkant"
        "/odpowiedzi/definicja/tłumaczenie/ответы/определение/перевод/відповіді"
        "/定义/意味/意思/뜻/cevaplar/anlam/trả lời"
    ),
    "option": (
        "option/options/choice/choices/alternative/alternatives/answer option/answer options/answer choice"
        "/answer choices/possible answer/possible answers/opt/selection"
        "/antwortmöglichkeit/antwortmöglichkeiten/auswahl/wahl/wahlmöglichkeit/antwortoption/auswahlmöglichkeit"
        "/auswahlmöglichkeiten/optionen/choix/proposition/propositions/choix de réponse"
        "/opción/opciones/alternativa/alternativas/opção/opções/opzione/opzioni/scelta/scelte/optie/opties/keuze"
        "/keuzes"
        "/opcja/opcje/wariant/вариант/варианты/вариант ответа/варианты ответа/варианты ответов/варіант/варіанти"
        "/选项/選項/备选答案/選択肢/선택지/보기/seçenek/seçenekler/şık/alternativ/vaihtoehto/možnost/opció/opciók"
        "/variantă"
        "/επιλογή/خيار/اختيار/אפשרות/विकल्प/pilihan/opsi/lựa chọn/phương án/ตัวเลือก"
    ),
    "distractor": (
        "distractor/distractors/wrong answer/wrong answers/incorrect answer/incorrect answers/wrong/incorrect"
        "/wrong option/wrong choice/false answer/incorrectanswer/wronganswer/incorrect option"
        "/falsche antwort/falsche antworten/falsch/distraktor/mauvaise réponse/mauvaises réponses/réponse fausse"
        "/réponse incorrecte/distracteur/respuesta incorrecta/respuestas incorrectas/incorrecta/distractor"
        "/resposta errada/respostas erradas/resposta incorreta/errada/distrator/risposta sbagliata/risposta errata"
        "/sbagliata/distrattore/fout antwoord/foute antwoord/foute antwoorden/błędna odpowiedź/niepoprawna odpowiedź"
        "/неправильный ответ/неверный ответ/неправильна відповідь/错误答案/错误选项/干扰项/不正解/誤答/오답"
        "/yanlış cevap"
        "/çeldirici/fel svar/feil svar/forkert svar/väärä vastaus/špatná odpověď/rossz válasz/jawaban salah"
    ),
    "accept": (
        "accept/accepts/accepted/accepted answer/accepted answers/also accepted/alternative answer"
        "/alternative answers"
        "/synonym/synonyms/other answers/auch richtig/synonyme/weitere antworten/réponses acceptées"
        "/respuestas aceptadas/respostas aceitas/risposte accettate/可接受答案/別解"
    ),
    "explanation": (
        "explanation/explanations/answer explanation/feedback/general feedback/generalfeedback/rationale/comment"
        "/comments/note/notes/reason/justification/explain/remark/remarks"
        "/erklärung/begründung/kommentar/erläuterung/rückmeldung/anmerkung/explication/justification/commentaire"
        "/explicación/justificación/retroalimentación/comentario/explicação/justificativa/comentário/feedback geral"
        "/spiegazione/commento/motivazione/uitleg/toelichting/opmerking/wyjaśnienie/uzasadnienie/komentarz"
        "/объяснение/пояснение/комментарий/пояснення/解释/解析/通用反馈/答案解析/說明/解説/説明/해설/설명/açıklama"
        "/geri bildirim"
        "/förklaring/forklaring/selitys/vysvětlení/magyarázat/explicație/εξήγηση/الشرح/شرح/הסבר/penjelasan"
        "/pembahasan/giải thích/คำอธิบาย"
    ),
    "tags": (
        "tags/tag/category/categories/topic/topics/subject/chapter/unit name/section/deck/module/difficulty/level"
        "/schlagwort/schlagwörter/kategorie/thema/fach/kapitel/schwierigkeit/catégorie/thème/sujet/étiquettes"
        "/chapitre"
        "/difficulté/categoría/tema/etiquetas/materia/dificultad/categoria/assunto/matéria/dificuldade/argomento"
        "/etichette/materia/difficoltà/categorie/onderwerp/hoofdstuk/moeilijkheid/kategoria/temat/категория/тема"
        "/раздел"
        "/сложность/категорія/标签/类别/分类/章节/难度/カテゴリ/カテゴリー/タグ/分野/難易度/분류/태그/난이도"
        "/etiket/kategori/konu"
        "/zorluk/ämne/emne/aihe/štítky/címkék/topik"
    ),
    "kind": (
        "kind/type/question type/questiontype/qtype/q type/item type/format"
        "/art/typ/fragetyp/fragentyp/type de question/tipo/tipo de pregunta/tipo de pergunta/tipo de questão"
        "/tipo di domanda/type vraag/vraagtype/typ pytania/rodzaj/тип/тип вопроса/类型/题型/題型/種類/形式/유형"
        "/tür/soru tipi"
        "/soru türü/frågetyp/tyyppi"
    ),
    "hints": (
        "hint/hints/clue/tipp/hinweis/tipps/indice/indices/pista/pistas/dica/dicas/suggerimento/indizio/aanwijzing"
        "/wskazówka/подсказка/підказка/提示/ヒント/힌트/ipucu/ledtråd"
    ),
    "title": (
        "title/name/question name/questionname/multichoicename/titel/titre/título/nombre/nome/titolo/naam/tytuł/nazwa"
        "/название/заголовок/标题/名称/題名/タイトル/제목/başlık/otsikko"
    ),
    "context": "context/passage/reading/kontext/contexte/contexto/contesto/контекст/语境/文脈",
    "limit_seconds": (
        "time/time limit/time in seconds/time limit sec/time limit seconds/seconds/timer/duration/limit seconds"
        "/zeit/zeitlimit/zeit in sekunden/temps/durée/temps limite/tiempo/tiempo límite/tempo/tempo limite/tijd/czas"
        "/limit czasu/время/лимит времени/时间/時間/制限時間/시간/süre/tid"
    ),
    "worth": (
        "worth/points/point/score/mark/marks/default mark/defaultmark/default grade/defaultgrade/grade/weight"
        "/punkte/gewicht/barème/puntos/puntuación/pontos/punti/punteggio/punten/punkty/баллы/бал/分值/分数/配点"
        "/점수/배점"
        "/puan/poäng"
    ),
    "image": (
        "image/image link/image url/picture/picture url/media/image file/photo/bild/bild url/bildlink/imagen/imagem"
        "/immagine/afbeelding/obraz/obrazek/изображение/картинка/图片/画像/이미지/resim/görsel"
    ),
    "tolerance": "tolerance/error/margin/toleranz/tolérance/tolerancia/tolerância/tolleranza/tolerantie/误差",
    "unit": "unit/units/einheit/unité/unidad/unidade/unità/eenheid/jednostka/единица/单位/単位/단위/birim",
    "language": "language/lang/sprache/langue/idioma/lingua/taal/język/язык/语言/言語",
    "about": "about/asks for",
    "id": (f"id/question id/questionid/uid/guid/external id/idnumber/item id/{_RUNNING}"),
}

_KINDS: dict[str, str] = {
    "choice": (
        "choice/multiple choice/multiplechoice/multichoice/mcq/mc/single choice/single/single answer/sc/radio/quiz"
        "/multiple choice question/multi choice/select one/classic/multichoice single/einfachauswahl/mehrfachauswahl"
        "/choix multiple/qcm/opción múltiple/opcion multiple/múltipla escolha/scelta multipla/meerkeuze"
        "/wybór jednokrotny/один ответ/单选/单选题/選擇題/选择题/一択/객관식/çoktan seçmeli"
    ),
    "multiple": (
        "multiple/multiple response/multiple answer/multiple answers/multiple select/multi select/multiselect"
        "/checkbox"
        "/checkboxes/ma/mr/mrq/select all/multichoice multi/multichoiceset/all or nothing/multi answer"
        "/mehrfachantwort"
        "/多选/多选题/複数選択/wybór wielokrotny"
    ),
    "true_false": (
        "true false/truefalse/true or false/tf/t f/boolean/bool/yes no/yesno/either or/richtig falsch/wahr falsch"
        "/w f/r f/v f/stimmt stimmt nicht/correct incorrect/right wrong/wahr oder falsch/richtig oder falsch"
        "/vrai ou faux/vero o falso/waar of onwaar/juist of onjuist"
        "/vrai faux/verdadero falso/verdadero o falso/verdadeiro falso/verdadeiro ou falso/vero falso/waar onwaar"
        "/juist onjuist/prawda fałsz/верно неверно/да нет/判断/判断题/是非题/○×/正誤/참거짓/doğru yanlış"
    ),
    "text": (
        "text/short answer/shortanswer/short text/short/sa/sr/fill in/fill in the blank/fill in the blanks"
        "/fillintheblank"
        "/fill in blank/fill blank/fib/blank/type answer/typed answer/identification/open answer/text entry/free text"
        "/kurzantwort/lückentext/réponse courte/respuesta corta/resposta curta/risposta breve/kort antwoord"
        "/krótka odpowiedź/краткий ответ/填空/填空题/简答/記述/주관식/단답형/kısa cevap/boşluk doldurma"
    ),
    "number": (
        "number/numeric/numerical/num/numeric response/calculation/zahl/numerisch/numérique/numérico/число/数值/数値"
    ),
    "date": "date/datum/fecha/data/дата/日期",
    "cloze": "cloze/gap text/multianswer",
    "match": (
        "match/matching/match the following/pairs/mat/zuordnung/appariement/emparejar/connect/сопоставление/连线/配对"
    ),
    "order": "order/ordering/ord/sequence/sequencing/reorder/jumble/puzzle/sort/reihenfolge/sortieren/排序/並べ替え",
    "open": (
        "open/open ended/openended/essay/ess/long answer/paragraph/free response/discussion/freitext/offen/aufsatz"
        "/rédaction/ensayo/redação/saggio/эссе/论述/问答/問答題/记述/서술형"
    ),
    "skip": (
        "poll/survey/opinion/opinion scale/likert/slide/content/info/description/draw/drawing/word cloud/wordcloud"
        "/brainstorm/drop pin/slider/scale/nps/nps survey/file upload/audio response/video response/hotspot/hot spot"
        "/labeling/labelling/drag and drop/drop down/graphing/math response/passage/comprehension/match images/draw"
    ),
}

_MARKS = re.compile(r"[^\w#×○√✓✔✗✘]+|_")


@lru_cache(maxsize=4_096)
def plain_word(text: str) -> str:
    """Give a heading or a word without case, accents and marks, its parts parted by one space."""
    letters = unicodedata.normalize("NFKD", text[:200].casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _MARKS.sub(" ", kept).strip()


def _by_word(lists: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, words in lists.items():
        for word in words.split("/"):
            # The first list that has a word keeps it.
            found.setdefault(plain_word(word), meaning)
    return found


COLUMN_WORDS = _by_word(_COLUMNS)
"""Headings, as `plain_word` gives them, to the column that they mean; `answer` may be the key or an option."""

_TERMS = "term/begriff/terme/término/termo/termine/термин/front/vorderseite/recto/anverso/frente/fronte/voorkant"
_DEFINING = (
    "explanation/erklärung/erläuterung/explication/explicación/explicação/spiegazione/uitleg/toelichting/wyjaśnienie"
    "/объяснение/пояснение/解释/说明/解説/설명"
)
TERM_WORDS = frozenset(plain_word(word) for word in _TERMS.split("/"))
"""Headings of what is explained, as `plain_word` gives them."""

DEFINING_WORDS = frozenset(plain_word(word) for word in _DEFINING.split("/"))
"""Headings of what explains a term, as `plain_word` gives them."""

ANSWER_WORDS = frozenset((*_ANSWER.split("/"), _SOLUTION))
"""Words for one answer, as they are written small."""

RIGHT_ANSWER_WORDS = frozenset(
    words
    for words in _COLUMNS["key"].split("/")
    if " " in words and not ANSWER_WORDS.isdisjoint(words.split()) and not {"answer", "ans"} & set(words.split())
)
"""What a right answer is called by several words of other languages than English: “richtige antwort”, “rätt svar”."""

RUNNING_WORDS = frozenset(plain_word(word) for word in _RUNNING.split("/"))
"""Headings, as `plain_word` gives them, of columns that number the rows, which names no question for good."""

KIND_WORDS = _by_word(_KINDS)
"""Foreign names of kinds, as `plain_word` gives them, to ours; `skip` for what never becomes a question."""

"""How lines name a question before its number or its words, in the languages in which tables are read: for patterns."""

from __future__ import annotations

_WORDS = (
    "question/frage/pregunta/pergunta/domanda/vraag/quaestio/pytanie/вопрос/питання/въпрос/pitanje/otázka/kérdés/întrebarea"
    "/întrebare/vprašanje/питање/küsimus/klausimas/jautājums/fråga/spørgsmål/spørsmål/kysymys/soru/ερώτηση"
)
QUESTION_NAME = f"(?:{'|'.join(_WORDS.split('/'))})"
"""A word for a question, in a pattern that does not mind case: “Question”, “Frage”, “Pytanie”."""

"""Facts: who did what to whom, when, where, and who says so. Stems are written from them; no template lives here.

How to use a `Fact` (all words are ready for a stem: full names put in, pronouns resolved or kept where the subject is
meant):

- `frame` and `worth` say what sort it is. Frames of verbs: meet, recognise, found, appoint, life, fight, occupy, sign,
  make, say, give, move, happen, cause, act (a plain verb, low worth). Without a verb frame: role (X was or became an
  office; from titles too, rule `facts.title.*`), become and be (anything else), kin (`particle` is the word), letters
  (what an acronym stands for: `subject` the letters, `object` the words).
- `subject` acts, `object` is acted on, also in the passive: `is_passive` only tells how the text puts it, and then
  `subject` is None where no agent is named. “Was born” is verb bear, passive, with the child as `object`.
- `Slot.heads` are the actors that the phrase stands for: ask for the slot only when it has heads (or is a time, a place
  or plain words). `Slot.actors` are all actors in it: none of them is a distractor, and the key may leak through them.
- `time.value` is the value to ask for; for years in brackets it is the end meant, so use it and not the date's own.
- `others` and `place` complete the event; `phrases.event_phrase(fact, analysis, form, without=…)` writes them in order,
  `phrases.time_words` and `time_question` write the time, `phrases.full_name(…, with_role=True)` the first mention:
  f"When did {subject.words} {base}?" · f"Who {past} {time_words}?" · f"When was {object.words} {passive}?"
- `modality`: ask “asserted” as it is; “claimed” with its `claimant`; “expected” with “was expected to” (past writes it
  so); never “hypothetical”, nor `is_negative`. `superlative` needs “according to the document” or a time.
- Rule `facts.noun`: a noun tells it (“the visit of X to Y in 1950”). `facts.event`: the subject is an event in words,
  without heads, that caused the object. `facts.purpose`: whom one travelled to meet; `chain` has the verb of going.
- `cue` is the verb by which the claimant tells it: with “suggest” and the like `modality` is hypothetical, and the fact
  may be asked only as what was suggested. In a claim, subject and object may both be words without heads.
- `others` by preposition: “as” (recognised as what), “under” (under which leader), “with”, “of”, “for” (what for, or a
  duration), empty (the office of “elected …”, the words of “called it …”).
- Speech: rule `facts.quote.*` has a quotation as `object` and its speaker as `claimant`; `facts.saying` a clause.
- `confidence` is the product of all reasons; `reasons` and the slots' reasons say why.
- Identity and rivals: `fact_keys.fact_key`, `question_identity`, `list_rivals` (another answer fits: do not ask).
- Evidence: `start`..`end` is the clause; the sentence is the one of `analysis.sentences` around it.
"""

from __future__ import annotations

from quizapp.core.extraction.facts.finding import find_facts

__all__ = ["find_facts"]

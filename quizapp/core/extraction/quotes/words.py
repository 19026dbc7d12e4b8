"""The small words of English that part phrases, and what quoted works are called; cues of speech are in `cues`."""

from __future__ import annotations

ARTICLES = frozenset("the a an".split())
POSSESSIVES = frozenset("my your his her its our their".split())
DETERMINERS = ARTICLES | POSSESSIVES | frozenset(
    "this that these those some any each every no both several many most all few another other one two three".split()
)
QUANTIFIERS = frozenset("some many most few several others both all each".split())
PRONOUNS = frozenset("he she they it i we you".split())
PERSONAL = frozenset("he she they it".split())
OBJECT_PRONOUNS = frozenset("him them me us himself herself itself themselves".split())
RELATIVES = frozenset("who which whom whose that what where".split())
PREPOSITIONS = frozenset(
    "of in on at to for from by with about against among between into onto over under after before during without "
    "within through towards toward across near since until till despite upon beyond behind off per as like than via "
    "amid beside besides inside outside following including concerning regarding throughout along around".split()
)
ATTACHED = frozenset("of in at from for to".split())
CONJUNCTIONS = frozenset("and or but nor yet so".split())
SUBORDINATORS = frozenset("while although though whereas because if when whether unless once where since as".split())
BLOCKERS = frozenset("but while although though whereas".split())
BE_FORMS = frozenset("is are was were be been being 's got".split())
AUXILIARIES = BE_FORMS | frozenset(
    "am has have had having do does did will would shall should can could may might must 'd 'll 've 're ’d ’ll ’ve ’re "
    "let".split()
)
NEGATIONS = frozenset("not never n't n’t".split())
ADVERBS = NEGATIONS | frozenset(
    "also then later once again often still even only just soon now already twice ever always sometimes thus here "
    "there instead meanwhile however first recently too itself himself herself themselves simply yesterday today "
    "afterwards further in-turn openly perhaps therefore long".split()
)
NOT_ADVERBS = frozenset("family ally italy july reply assembly monopoly supply anomaly bully only".split())
TIMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday yesterday today tomorrow week month year night morning evening".split()
)
WORKS = frozenset(
    "anthem article album ballad book booklet brochure cartoon chapter column comedy composition documentary drama "
    "episode essay exhibition feature film hymn leaflet lecture magazine manifesto memoir memoirs movie musical novel "
    "novella opera painting pamphlet paper photograph picture piece play podcast poem programme report saga score "
    "sculpture series show single sketch song speech sonnet story studies study symphony thesis track treatise "
    "trilogy video volume work".split()
)
TITLED = frozenset("titled entitled headlined".split())
TERM_WORDS = frozenset(
    "word words term terms phrase expression name nickname title slogan motto label codename button tab link "
    "callsign epithet byname alias pseudonym".split()
)
TERM_VERBS = frozenset(
    "meaning means meant dubbed nicknamed styled codenamed code-named termed click press choose select spelled "
    "pronounced marked".split()
)
NAMING = frozenset("call name dub nickname term style label baptise".split())
LIGHT_WORDS = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | OBJECT_PRONOUNS | AUXILIARIES | NEGATIONS
DASHES = frozenset("– — ― - --".split())
CLOSERS = frozenset(". ! ? … ; :".split())
STOPS = ".!?…"

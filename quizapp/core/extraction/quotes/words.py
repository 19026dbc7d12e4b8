"""The small words of English that part phrases, and what quoted works are called; cues of speech are in `cues`."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """Make a set of words parted by spaces."""
    return frozenset(words.split())


ARTICLES = word_set("the a an")
POSSESSIVES = word_set("my your his her its our their")
DETERMINERS = (
    ARTICLES
    | POSSESSIVES
    | word_set(
        "this that these those some any each every no both several many most all few another other one two three"
    )
)
QUANTIFIERS = word_set("some many most few several others both all each")
PRONOUNS = word_set("he she they it i we you")
PERSONAL = word_set("he she they it")
#: Nothing but the subject of the verb behind them.
NOMINATIVES = word_set("he she they")
OBJECT_PRONOUNS = word_set("him them me us himself herself itself themselves")
RELATIVES = word_set("who which whom whose that what where")
PREPOSITIONS = word_set(
    "of in on at to for from by with about against among between into onto over under after before during without "
    "within through towards toward across near since until till despite upon beyond behind off per as like than via "
    "amid beside besides inside outside "
    "above below opposite following including concerning regarding throughout along around"
)
ATTACHED = word_set("of in at from for to")
CONJUNCTIONS = word_set("and or but nor yet so")
SUBORDINATORS = word_set("while although though whereas because if when whether unless once where since as")
BLOCKERS = word_set("but while although though whereas")
BE_FORMS = word_set("is are was were be been being 's got")
AUXILIARIES = BE_FORMS | word_set(
    "am has have had having do does did will would shall should can could may might must 'd 'll 've 're ’d ’ll ’ve ’re "
    "let"
)
NEGATIONS = word_set("not never n't n’t")
ADVERBS = NEGATIONS | word_set(
    "also then later once again often still even only just soon now already twice ever always sometimes thus here "
    "there instead meanwhile however first recently too itself himself herself themselves simply yesterday today "
    "afterwards further in-turn openly perhaps therefore long"
)
NOT_ADVERBS = word_set("family ally italy july reply assembly monopoly supply anomaly bully only")
PARTICLES = word_set("up down out away back together forward aside ahead apart off round")
IRREGULAR_VERBS = word_set(
    "arose ate awoke beat became began bent bet bled blew bore bought bred broke brought built burst came caught clung "
    "chose crept dealt did drank drew drove dug fell fed fled flew forbade forgot forgave froze gave went got grew had "
    "heard hid hung kept knew laid leant leapt lent lost made meant met paid put ran rang read rose sang sank sat sent "
    "shone shook shot shrank shut slept slid sold sought spent spread sprang stole stood struck stuck swam swept swung "
    "knelt wept swore lit hit spat strode wove spun flung wound bound trod forsook foresaw misread outlived bade "
    "threw took tore understood withdrew woke won wore wound brings comes gets gives goes keeps knows makes puts runs "
    "sits stands takes wants overran overcame overthrew withstood undertook"
)
TIMES = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday yesterday today tomorrow week month year night morning evening"
)
WORKS = word_set(
    "anthem article album ballad book booklet brochure cartoon chapter column comedy composition documentary drama "
    "episode essay exhibition feature film hymn leaflet lecture magazine manifesto memoir memoirs movie musical novel "
    "novella opera painting pamphlet paper photograph picture piece play podcast poem programme report saga score "
    "sculpture series show single sketch song speech sonnet story studies study symphony thesis track treatise "
    "trilogy video volume work"
)
TITLED = word_set("titled entitled headlined")
TERM_WORDS = word_set(
    "word words term terms phrase expression name nickname title slogan motto label codename button tab link "
    "callsign epithet byname alias pseudonym"
)
TERM_VERBS = word_set(
    "meaning means meant dubbed nicknamed styled codenamed code-named termed click press choose select spelled "
    "pronounced marked"
)
NAMING = word_set("call name dub nickname term style label baptise")
#: Before “to say” and “to call” they tell a habit of the subject.
HABITS = word_set(
    "used liked loved wanted continued began came went happened preferred hastened ventured had dared felt"
)
#: What things do to those who then tell of it.
LESSONS = word_set("taught teaches teaching reminded reminds reminding convinced convinces persuaded persuades")
THINGS_IN_ER = word_set(
    "winter summer letter river disaster weather matter fever hunger paper error labour danger anger terror number "
    "manner character power order answer corner chapter cover centre water flower border factor mirror humour temper "
    "behaviour offer prayer murder thunder hammer copper folder charter"
)
LIGHT_WORDS = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | OBJECT_PRONOUNS | AUXILIARIES | NEGATIONS
DASHES = word_set("– — ― - --")
STOPS = ".!?…"
#: Letters of honour behind a name belong to it: “Priya Raman KC”.
HONOURS = word_set("KC QC SC MP MEP MSP MLA TD OBE CBE MBE KBE DBE GBE FRS FBA FRSE PhD MD VC DSO Jr Sr Esq")

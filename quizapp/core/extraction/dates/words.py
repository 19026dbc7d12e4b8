"""Words of time and the words beside them that tell a date from a quantity. Rules are elsewhere."""

from __future__ import annotations

from quizapp.core.calendar import MONTHS

#: Word lists are kept as running text.
_split = str.split

MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {name[:3]: number for name, number in tuple(MONTH_NUMBERS.items())} | {"sept": 9}

_WEEKDAYS = (
    *("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri"),
    *("saturday sat", "sunday sun"),
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
#: Weekdays that stand in the name of a day or event.
NAMED_WEEKDAYS = frozenset(
    _split("black good palm easter bloody ash shrove maundy super cyber holy whit spy fat giving red ruby man girl")
)

_ORDINALS = _split(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINAL_WORDS = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30, "thirty-first": 31}
ORDINAL_WORDS |= {f"twenty-{word}": 20 + number for number, word in enumerate(_ORDINALS[:9], 1)}

_COUNTS = _split(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
COUNT_WORDS = {word: number for number, word in enumerate(_COUNTS, 1)}
_TENS = _split("thirty forty fifty sixty seventy eighty ninety hundred")
COUNT_WORDS |= dict(zip(_TENS, range(30, 101, 10), strict=True))
#: Counts that say no number.
VAGUE_COUNTS = frozenset(_split("several few some many couple dozen dozens hundreds thousands various numerous"))

DECADE_WORDS = {
    word: number * 10
    for number, word in enumerate(_split("twenties thirties forties fifties sixties seventies eighties nineties"), 2)
}
#: Days of a fixed date that have a name, by their words.
FEASTS = {
    "new year’s day": (1, 1),
    "twelfth night": (1, 5),
    "candlemas": (2, 2),
    "valentine’s day": (2, 14),
    "lady day": (3, 25),
    "may day": (5, 1),
    "midsummer day": (6, 24),
    "midsummer’s day": (6, 24),
    "michaelmas": (9, 29),
    "halloween": (10, 31),
    "all saints’ day": (11, 1),
    "all souls’ day": (11, 2),
    "martinmas": (11, 11),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year’s eve": (12, 31),
    "feast of the assumption": (8, 15),
    "christmas": (12, 25),
}
HUNDREDS = {
    word: number for number, word in enumerate(_split("fifteen sixteen seventeen eighteen nineteen twenty"), 15)
}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
UNIT_WORDS = frozenset(_split("day week fortnight month year decade weekend"))

#: Kind of each function word; what is not here is a plain word.
KINDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "to": "to through thru",
        "until": "until till",
        "and": "and or",
        "between": "between",
        "from": "from",
        "in": "in during throughout within",
        "on": "on at",
        "bound": "by before after since",
        "about": "around about circa approximately roughly",
        "of": "of",
        "the": "the",
        "a": "a an",
        "part": "early mid late middle",
        "half": "half quarter",
        "edge": "end beginning start turn close eve middle height outset ends beginnings latter",
        "same": "same very",
        "that": "that",
        "this": "this",
        "last": "last",
        "next": "next following previous preceding subsequent ensuing succeeding",
        "later": "later earlier afterwards afterward thereafter",
        "ago": "ago",
        "label": "born died reigned ruled floruit active",
        "century": "century",
        "centuries": "centuries",
        "millennium": "millennium",
        "millennia": "millennia millenniums",
        "daypart": "morning afternoon evening night midnight noon dawn dusk lunchtime",
        "today": "today yesterday tomorrow tonight",
        "recent": "recent coming past",
        "now": "now nowadays currently presently",
        "season": "spring summer autumn fall winter",
        "unit": " ".join(sorted(UNIT_WORDS)),
        "units": " ".join(f"{word}s" for word in sorted(UNIT_WORDS)),
    }.items()
    for word in words.split()
}

RELATIONS = {
    "by": "by",
    "before": "before",
    "after": "after",
    "since": "since",
    "until": "until",
    "till": "until",
    "around": "around",
    "about": "around",
    "circa": "around",
    "approximately": "around",
    "roughly": "around",
    "c.": "around",
    "ca.": "around",
    "~": "around",
}
PARTS = {
    **dict.fromkeys(_split("early beginning beginnings start outset dawn"), "early"),
    **dict.fromkeys(_split("mid middle height"), "mid"),
    **dict.fromkeys(_split("late end ends close latter"), "late"),
    "turn": "early",
    "eve": "before",
}

#: What is counted: a number before one of these is no year.
COUNTED = frozenset(
    _split(
        "cases men women people persons children troops soldiers sailors officers prisoners ships boats planes "
        "aircraft tanks guns horses sheep cattle copies books pages words letters votes seats members delegates "
        "workers miners students pupils teachers dollars euros pounds francs marks roubles rubles yen cents rupees "
        "talents drachmas denarii ducats florins guineas shillings percent per miles kilometres kilometers km metres "
        "meters m feet ft inches yards acres hectares tons tonnes kg kilograms grams litres liters gallons barrels "
        "watts volts degrees villages towns cities houses homes households families schools farms "
        "shops churches temples islands points "
        "goals runs hours minutes seconds days weeks months years decades centuries times others steps pieces items "
        "objects species genes cells stars deaths dead wounded casualties victims refugees civilians inhabitants "
        "residents citizens settlers slaves peasants archers knights cavalry infantry infantrymen warriors volunteers "
        "passengers patients participants respondents tablets coins jars vessels bodies graves tombs statues camels "
        "mules elephants chariots arrows shells rounds bombs missiles bottles boxes bags sacks units jobs employees "
        "staff customers users subscribers visitors spectators fans demonstrators protesters signatures complaints "
        "applications questions answers lines verses poems songs letters documents files calories rpm hp mph kph "
        "bce-years light-years francs lire pesos crowns thalers million billion thousand hundred hundredweight bushels"
    )
)
#: Those of them who do things in numbers that nobody counts: “In 1830 workers rose”.
ACTING = frozenset(
    _split(
        "troops soldiers sailors officers workers miners students pupils teachers peasants settlers slaves prisoners "
        "knights volunteers demonstrators protesters citizens residents villagers refugees employees"
    )
)
#: Words between a number and a counted noun that part them.
NO_ADJECTIVES = frozenset(
    _split(
        "was were is are had has have he she they it we i you when as with for into over under while where who which "
        "but because although though not no all both most many said told saw brought"
    )
)
#: Nouns of measure: a number after "of" behind one of these is an amount.
MEASURES = frozenset(
    _split(
        "total population number force sum height distance length cost fee price salary crew army fleet garrison "
        "capacity maximum minimum average altitude weight speed depth area strength average rate range majority fine "
        "value output group crowd congregation audience membership circulation loss profit excess out elevation budget"
    )
)
#: Happenings that take a year before them: "the 1956 uprising".
HAPPENINGS = frozenset(
    _split(
        "election elections war treaty constitution census revolution agreement agreements act law referendum "
        "invasion uprising coup earthquake eruption speech report budget season edition film novel book album "
        "campaign campaigns "
        "tournament cup olympics games championship championships summit accord accords crisis famine flood floods "
        "strike massacre march trial attack attacks protests peace declaration convention decree ruling judgment "
        "judgement decision statute paper study article interview meeting visit conference congress expedition victory "
        "defeat siege battle partition armistice truce ceasefire bombing bombings fire epidemic pandemic outbreak "
        "drought harvest reform reforms settlement charter bill plan pact alliance mutiny rebellion revolt riots riot "
        "assassination murder murders killing killings raid raids race final finals exhibition fair survey "
        "investigation inquiry hearing verdict conviction arrest contract deal sale takeover merger crash collapse "
        "disaster accident explosion landing mission launch test tests debate debates manifesto memoir biography "
        "translation album single documentary play opera painting photograph map statement letter memorandum protocol "
        "boundary border ban boycott embargo offensive intervention occupation annexation unification independence "
        "recession slump depression boom panic default devaluation hurricane cyclone tsunami typhoon storm eclipse"
    )
)
#: What kind of year a number before it names: the 2024 tax year.
KINDS_OF_YEAR = frozenset(
    _split("tax fiscal financial academic school calendar model budget crop growing marketing accounting")
)
#: Participles after which a bare year stands: "founded 1850".
HAPPENED = frozenset(
    _split(
        "born died founded established est published elected built erected signed completed released killed crowned "
        "dated opened closed launched formed painted printed composed written taken adopted enacted appointed ordained "
        "consecrated married graduated dissolved abolished introduced reprinted revised rebuilt"
    )
)
#: Things that are made for a year: "the budget for 1985".
YEARLY = frozenset(
    _split(
        "diary ledger budget budgets accounts figures results report plan plans target targets forecast almanac "
        "calendar yearbook records returns estimates statistics harvest yields notebook notebooks entry entries volume "
        "journal log logbook register minutes letters one ones"
    )
)
#: Verbs that a year may be the subject of: "1848 saw …".
YEAR_VERBS = frozenset(_split("was saw brought marked began ended proved witnessed became would is had found opened"))
#: Words that make a month's or season's name part of another name.
NAME_TAILS = frozenset(
    _split("revolution street square war day road manifesto crisis surprise uprising days group movement avenue palace")
)
#: Nouns that "after the …" hangs a time on.
EVENTS = HAPPENINGS | frozenset(
    _split(
        "dissolution fall abdication accession coronation death birth independence restoration reformation renaissance "
        "conquest liberation surrender evacuation blockade wedding marriage funeral retirement divorce era reign "
        "period incident shooting robbery quarrel talks negotiations vote ceremony game match concert session "
        "adjournment"
    )
)
#: Before a number: it counts, names or prices, whatever stands around.
NUMBERING = frozenset(
    _split(
        "no nos number numbers route highway road flight page pages pp p vol volume chapter section article resolution "
        "room model version release v apartment bus line channel platform lot item figure fig table psalm opus op code "
        "article paragraph clause exhibit case docket file tel phone fax isbn iso rfc directive regulation unit bwv"
    )
)
#: Verbs that say in the present what happens on the day of writing.
SCHEDULED_VERBS = frozenset(
    _split(
        "continues begins starts opens resumes meets votes goes ends plays faces appears returns arrives closes flies "
        "travels reports announces marks turns celebrates decides hears visits sails"
    )
)
PRESENT_VERBS = frozenset(
    _split(
        "is are has have remains remain stands stand still houses serves lies lives can do does most many some few "
        "there people only almost nearly more less we you i they it he she the its a"
    )
)
FUTURE_WORDS = frozenset(
    _split(
        "will shall due expected scheduled planned set would going likely must should postpone postponed adjourn "
        "adjourned deferred rescheduled"
    )
)
#: Verbs that in the present tell a timetable, and modal verbs that only imagine.
TIMETABLE_WORDS = frozenset(
    _split("begins closes continues convenes ends meets opens reconvenes reopens resumes returns sits starts votes")
)
#: The same of several: “when the ambassadors meet on Friday”.
TIMETABLE_FORMS = frozenset(
    _split("begin close continue convene end meet open reconvene reopen resume return sit start vote")
)
#: What is called, set or wanted “for Thursday” is to come.
CALLING_WORDS = frozenset(
    _split(
        "called calling calls meeting session hearing vote talks set fixed arranged booked summoned planned scheduled "
        "appointment debate strike march rally sentencing trial election"
    )
)
#: What is only told was so: “said in April that …”.
TELLING_WORDS = frozenset(_split("said told announced added wrote reported confirmed promised warned"))
BIDDING_WORDS = frozenset(
    _split(
        "asked told ordered invited urged summoned agreed promised plans hopes intends pledged vowed wants instructed"
    )
)
IMAGINING_WORDS = frozenset(_split("could might would may"))

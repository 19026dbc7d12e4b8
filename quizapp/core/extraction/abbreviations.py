"""Short forms that are written with a stop, and words that begin sentences: what tells a stop from an end."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


TITLES = _words(
    "Mr Mrs Ms Mx Dr Drs Prof Rev Revd Hon Gen Lt Col Sgt Capt Cpl Maj Cmdr Cdr Adm Gov Sen Rep Reps Sens Pres Amb",
    "Fr St Ste Mt Ft Msgr Supt Insp Pvt Cllr Messrs Mme Mlle Brig Sec Min Atty Det Ald Rt Sr Sra Srta Dn Pte Asst Vice",
)
"""Stand before a name: their stop never ends a sentence."""

BEFORE_NUMBER = _words(
    "No no Nos nos Vol vol Vols vols Fig fig Figs figs P p Pp pp Art art Arts Ch ch Chap chap Para para Paras paras",
    "Sect sect Pop pop c ca C Ca fl Fl r R b d m v V cl Cl Ex Op op Eq eq approx Approx Ps ps Mk mk",
)
"""Short only before a number (“No. 5”, “c. 1950”)."""

MAY_END = _words(
    "Inc Ltd Co Corp Bros Jr Esq PhD al etc Ave Blvd Rd Sq Hwy Dept Univ Assn Govt govt est Est cf viz vs Vs ed Ed eds",
    "Eds trans Trans rev repr ibid Ibid incl excl max Plc Pty Cie Assoc Bn Regt Inst Acad Soc Mfg Intl Natl",
    "Jan Feb Apr Jun Jul Aug Sep Sept Oct Nov Dec temp dept hon esp misc abbr tel Tel ext est yr yrs hr hrs mos wk wks",
)
"""Are short wherever they stand; whether they end a sentence too, the next words tell."""

SHORT_DAYS = _words("Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Mar Nat")
"""Short only before a number, a comma or a month; else they are words (“in the Sun.”)."""

STATES = _words(
    "Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Me Mich Minn Miss Mo Mont Neb Nev Okla Ore",
    "Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta Sask Man",
)
"""Short only after a comma (“Boston, Mass.”)."""

LINKS = _words("v b d r fl")
"""Short between names too: “Hale v. Cole”, “Ali b. Umar”, “(b. Vienna)”."""

ERAS = _words("B.C. A.D. B.C.E. C.E. BC. AD.")
CLOCK = _words("a.m. p.m. A.M. P.M.")

NOT_INITIALS = _words(
    "Plan plan vitamin Vitamin Group group Class class Type type Appendix appendix Section section Part part Grade",
    "grade hepatitis Hepatitis Point point Block block Exhibit exhibit Hall Schedule Team team option Option Zone zone",
    "level Level Model model letter Annex annex Bloc Camp Company Site site Room room Gate gate Channel ° º",
)
"""Before them a single capital is a label: “Plan B. Then …”."""

MONTHS = _words(
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
)
WEEKDAYS = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun",
)
AFTER_CLOCK = MONTHS | WEEKDAYS | _words("ET EST EDT GMT UTC BST CET CEST PT PST PDT MST CST IST JST Eastern Pacific")
"""Goes on after a clock time: “at 5 p.m. Tuesday”."""

STARTERS = _words(
    "The A An This That These Those There Here It Its He She They We You I His Her Their Our My Your Who What When",
    "Where Why How Which While Although Though Because Since If Unless Until After Before During In On At By For From",
    "With Without Under Over Between Among Within Throughout Through Despite As But And Or Nor Yet So Then Thus Hence",
    "Therefore However Moreover Furthermore Meanwhile Nevertheless Nonetheless Instead Still Also Later Earlier Soon",
    "Once Today Yesterday Tomorrow Now Some Many Most Few Several All Both Each Every Either Neither Another Other",
    "No Not Nobody None Nothing One Two Three Four Five Six Seven Eight Nine Ten Only Even Perhaps According Such",
    "Eventually Finally Initially Again Afterwards Subsequently Consequently Next Ever Never Often Sometimes",
    "Usually Like Just Unlike Upon Against Along Around About Above Below Behind Beyond Is Was Are Were Has Have",
    "Had Do Does Did Can Could Will Would Should May Might Must Let Having Being Given More Much Whether Whatever",
    "Whenever Wherever Though",
)
"""Begin sentences and hardly ever follow a short form as part of a name."""

SPEECH_TAGS = _words(
    "said says asked asks told replied replies answered wrote writes added adds cried shouted exclaimed wondered",
    "insisted demanded declared joked inquired whispered yelled called observed remarked recalled",
)
"""Follow a name right behind a quotation that ends in ? or !, as in “Why?” Torres asked."""

"""Lists of English words that the rules look up."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words("""
    the and for with from that this these those which what who whom whose when where why how did does was were are is
    had has have been being into onto upon about after before during until since between among over under against
    through its his her their our your not but nor than then there here first last year month day date many much more
    most only called named name said say says following according word words time place person people country state
    city became become made make took take gave give held hold two three four five one all any some each other another
    new old can could would should will may might must also very just even still while because whether both either
""")
"""Words too common to tell one fact from another."""

NO_NOUNS = _words("""
    year month day week date century decade time hour moment age season end start did do does was were is are had has
    have can could will would should he she it they
""")
"""What may stand behind "which" or "the" without naming a thing that a pronoun could refer to."""

COMMON_STARTS = _words("""
    who whom whose what which when where why how in on at by to for from with after before during until since of the a
    an did do does was were is are had has have can could will would about under over between into as if once while
    that this these those it he she they his its her their according then there again name complete choose put
""")
"""Words that stand at the start of a stem with a capital and are no names."""

MONTH_BEGINNINGS = _words("jan feb mar apr may jun jul aug sep oct nov dec")

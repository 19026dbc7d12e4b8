"""Laws that every reader keeps, whatever bytes it gets."""

from __future__ import annotations

import contextlib

from hypothesis import strategies as st

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import NATIVE_YAML, Outgoing
from quizapp.core.formats.same_questions import mark_of
from tests import timing
from tests.timing import processor_limit


def assert_sound(parcel):
    """See that a parcel's report adds up, its ids are unique, its problems are sentences, and it is a bank as well."""
    report = parcel.report("x")
    assert report.found == report.imported + len(report.skipped) == len(parcel.entries) + len(parcel.skipped)
    assert report.imported == sum(report.by_kind.values())
    assert len({question.id for question in parcel.questions}) == len(parcel.entries)
    assert all(entry.mark in ("", mark_of(entry.question.dump())) for entry in parcel.entries)
    for problem in parcel.problems:
        assert problem.where.strip()
        assert problem.reason.strip()
        assert problem.reason.rstrip()[-1] in ".!?", problem.reason
        assert problem.line is None or problem.line > 0
    for skipped in parcel.skipped:
        assert skipped.what.strip()
        assert skipped.reason.strip()
    again = NATIVE_YAML.read(NATIVE_YAML.write(Outgoing(parcel.bank, parcel.questions, parcel.media)).content)
    assert again.questions == parcel.questions


def wrong_of(dump):
    """Give the wrong options of a choice, whether these keep their order or not."""
    keys = dump["key"] if isinstance(dump["key"], list) else [dump["key"]]
    return [option for option in dump.get("options", ()) if option not in keys] or list(dump.get("distractors", ()))


def read_hostile(read, data):
    """Read bytes that may be refused by FormatError and nothing else."""
    with contextlib.suppress(FormatError):
        assert_sound(read(data))


def assert_quick(read, data, limit_seconds):
    """See that bytes are read, or refused, within so many of the processor's seconds."""
    with processor_limit(limit_seconds):
        _read_or_refuse(read, data)


def assert_linear(read, small, large):
    """See that bytes of the same sort take time in proportion to their number."""
    timing.assert_linear(
        lambda: _read_or_refuse(read, small), lambda: _read_or_refuse(read, large), len(large) / len(small)
    )


def _read_or_refuse(read, data):
    with contextlib.suppress(FormatError):
        read(data)


@st.composite
def mutilated(draw, sample):
    """Draw a sample with bytes cut out, flipped, repeated and put in."""
    mutated = bytearray(sample)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(mutated) - 1)))
        length = draw(st.integers(1, 60))
        match draw(st.sampled_from(["cut", "flip", "repeat", "insert"])):
            case "cut":
                del mutated[place : place + length]
            case "flip" if mutated:
                mutated[place] ^= 1 << draw(st.integers(0, 7))
            case "repeat":
                mutated[place:place] = mutated[place : place + length] * draw(st.integers(1, 20))
            case _:
                mutated[place:place] = draw(st.binary(min_size=1, max_size=8))
    return bytes(mutated)

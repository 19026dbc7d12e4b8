"""One answer from memory to due day, as the study service puts it together."""

from quizapp.core.scheduler import NO_LOAD, Load, Memory, Options, Outcome, Rating, advance, settle


def outcome(
    memory: Memory,
    rating: Rating,
    options: Options,
    study_day: int,
    *,
    seed: int,
    load: Load = NO_LOAD,
    latest_day: int | None = None,
) -> Outcome:
    """Give what a rating leads to."""
    advanced = advance(memory, rating, options, study_day)
    return settle(advanced, options, study_day, seed=seed, load=load, latest_day=latest_day)

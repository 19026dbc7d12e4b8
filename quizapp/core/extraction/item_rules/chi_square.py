"""The upper tail of the χ² distribution, so that no rule needs a statistics library."""

from __future__ import annotations

from math import exp, lgamma, log

_PRECISION = 1e-12
_STEP_LIMIT = 10_000
_TINY = 1e-300


def chi_square_p(statistic: float, freedom: int) -> float:
    """Give the probability of a χ² of at least `statistic` by chance, with `freedom` ≥ 1 degrees of freedom.

    Source: regularised incomplete gamma function, Abramowitz & Stegun 6.5.29 (series) and 6.5.31 (continued fraction).
    """
    shape, x = freedom / 2, statistic / 2
    if x <= 0:
        return 1.0
    scale = exp(shape * log(x) - x - lgamma(shape))
    return 1 - scale * _series(shape, x) if x < shape + 1 else scale * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for step in range(1, _STEP_LIMIT):
        term *= x / (shape + step)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    """Evaluate the continued fraction by Lentz's method."""
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    value = d
    for step in range(1, _STEP_LIMIT):
        a = -step * (step - shape)
        b += 2
        d = 1 / ((a * d + b) or _TINY)
        c = (b + a / c) or _TINY
        value *= d * c
        if abs(d * c - 1) < _PRECISION:
            break
    return value

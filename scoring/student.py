"""Student's t distribution: its tail and its 95 % quantile, for whole arrays at once."""

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

NORMAL = NormalDist().inv_cdf(0.975)
HALF_LOG_TWO_PI = math.log(2 * math.pi) / 2
LANCZOS = (
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
)
SMALL = 1e-300  # keeps a continued fraction away from a division by zero


def two_sided(t: Array, df: Array) -> Array:
    """The chance of a value at least so far from 0 on either side; `t` >= 0, `df` >= 1."""
    near = df / (df + t * t)
    return _beta(df / 2, np.full_like(df, 0.5), near)


def quantile(df: Array) -> Array:
    """The value that 95 % lie within on both sides of 0; `df` >= 2.

    Cornish and Fisher's expansion about the normal quantile, made exact by Newton's steps.
    """
    z = NORMAL
    t = z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
    scale = np.exp(log_gamma((df + 1) / 2) - log_gamma(df / 2)) / np.sqrt(df * math.pi)
    for _ in range(5):
        density = scale * (1 + t * t / df) ** (-(df + 1) / 2)
        t = t + (two_sided(t, df) - 0.05) / (2 * density)
    return t


def log_gamma(values: Array) -> Array:
    """The logarithm of the gamma function of each value above 0.5, by Lanczos' series."""
    x = values - 1
    series = LANCZOS[0] + sum(c / (x + n) for n, c in enumerate(LANCZOS[1:], 1))
    high = x + len(LANCZOS) - 1.5
    return np.asarray(HALF_LOG_TWO_PI + (x + 0.5) * np.log(high) - high + np.log(series))


def _beta(a: Array, b: Array, x: Array) -> Array:
    """The regularised incomplete beta function; the fraction converges on the side of its mean."""
    log_front = log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    with np.errstate(divide="ignore"):
        front = np.exp(log_front + a * np.log(x) + b * np.log1p(-x))
    below = x < (a + 1) / (a + b + 2)
    first, second = np.where(below, a, b), np.where(below, b, a)
    part = front * _fraction(first, second, np.where(below, x, 1 - x)) / first
    return np.where(below, part, 1 - part)


def _fraction(a: Array, b: Array, x: Array) -> Array:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c = np.ones_like(x)
    d = 1 / _apart(1 - (a + b) * x / (a + 1))
    value = d
    for n in range(1, 200):
        even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n))
        odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1))
        change = np.ones_like(x)
        for step in (even, odd):
            d = 1 / _apart(1 + step * d)
            c = _apart(1 + step / c)
            change = c * d
            value = value * change
        if np.all(np.abs(change - 1) < 1e-14):
            break
    return value


def _apart(value: Array) -> Array:
    return np.where(np.abs(value) < SMALL, SMALL, value)

"""Exact intervals of rare counts, from the binomial distribution itself."""

import math
from collections.abc import Callable

TINY = 1e-300
LARGE = 1e4  # Stirling's next term, 1/(360 b^3), is below the last digit from here on
STEPS = 500  # of the continued fraction; it needs about sqrt(max(a, b)) of them


def clopper_pearson(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact (low, high) interval of a probability, counted as ``hits`` of ``n`` (Clopper and
    Pearson, 1934): at either end so extreme a count has the probability (1 - level) / 2."""
    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else beta_quantile(tail, hits, n - hits + 1)
    high = 1.0 if hits == n else beta_quantile(1.0 - tail, hits + 1, n - hits)
    return low, high


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x below which a beta distribution has ``share``, by halving an interval of log x or of
    log(1 - x), whichever end x is near."""
    middle = a / (a + b)
    if beta_share(middle, a, b) > share:
        below = math.log(middle)
        return math.exp(_halved(lambda y: beta_share(math.exp(y), a, b) < share, -700.0, below))
    above = math.log1p(-middle)
    return -math.expm1(_halved(lambda y: beta_share(-math.expm1(y), a, b) > share, -700.0, above))


def _halved(below: Callable[[float], bool], low: float, high: float) -> float:
    """Where ``below`` changes from True to False between ``low`` and ``high``."""
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2.0


def beta_share(x: float, a: float, b: float) -> float:
    """I_x(a, b), the regularized incomplete beta function: the share of a beta below x.

    x^a (1 - x)^b / (a B(a, b)) times a continued fraction (Abramowitz and Stegun 26.5.8), which
    converges fast below the mean; above it I_x(a, b) = 1 - I_{1-x}(b, a)."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - beta_share(1.0 - x, b, a)
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - _log_beta(a, b)) / a
    return front * _fraction(x, a, b)


def _log_beta(a: float, b: float) -> float:
    """log B(a, b). Of a large argument Stirling's series, in which what cancels is left out: the
    difference of two lgammas near 10^10 has lost its last six digits."""
    a, b = min(a, b), max(a, b)
    if b < LARGE:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    both = a + b
    ratio = (b - 0.5) * math.log1p(-a / both) - a * math.log(both) + a
    return math.lgamma(a) + ratio + (1.0 / b - 1.0 / both) / 12.0


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1/(1 + d1/(1 + d2/(1 + …))) by Lentz's method (1976)."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > TINY else TINY)
    value = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1.0 + term * d, 1.0 + term / c
            d = 1.0 / (d if abs(d) > TINY else TINY)
            c = c if abs(c) > TINY else TINY
            value *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return value

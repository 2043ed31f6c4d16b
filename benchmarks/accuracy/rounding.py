"""How far rounding its inputs moves a KL divergence, whoever computes it.

Two distributions are drawn to many digits, a relative distance apart, and each probability is
rounded once, to the nearest float. The exact divergence before and after is compared with the bound
that the condition number gives. To first order, changing each p and q by a relative u moves D by at
most u times sum(p |log(p/q) - D| + |p - q|), the condition number times D.
"""

import numpy as np
from mpmath import log, mpf, workdps

DISTANCES = (1e-2, 1e-4, 1e-6, 1e-8)
OUTCOMES, DRAWS, DIGITS = 10, 20, 80


def moved(distance, dtype):
    """Return the median and largest relative change, and the median condition number."""
    rng = np.random.default_rng(7)
    with workdps(DIGITS):
        found = [_moved_once(rng, distance, dtype) for _ in range(DRAWS)]
    changes, conditions = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    return {
        "distance": distance,
        "dtype": dtype,
        "median": float(np.median(changes)),
        "largest": float(changes.max()),
        "condition": float(np.median(conditions)),
        "bound": float(np.median(conditions * np.finfo(dtype).eps / 2)),
    }


def _moved_once(rng, distance, dtype):
    p = _shares([mpf(x) for x in rng.dirichlet(np.full(OUTCOMES, 5.0))])
    normal = rng.standard_normal(OUTCOMES)
    q = _shares([x * (1 + mpf(distance) * z) for x, z in zip(p, normal, strict=True)])
    before = _divergence(p, q)
    after = _divergence(*(_shares([_rounded(x, dtype) for x in each]) for each in (p, q)))
    return abs(after / before - 1), _condition(p, q, before)


def _shares(weights):
    total = sum(weights)
    return [x / total for x in weights]


def _rounded(x, dtype):
    """Return the float of the dtype that is nearest."""
    near = np.dtype(dtype).type(float(x))
    steps = (np.nextafter(near, near.dtype.type(0)), near, np.nextafter(near, near.dtype.type(2)))
    return min((mpf(float(step)) for step in steps), key=lambda step: abs(step - x))


def _divergence(p, q):
    return sum(x * log(x / y) for x, y in zip(p, q, strict=True))


def _condition(p, q, divergence):
    by_p = sum(x * abs(log(x / y) - divergence) for x, y in zip(p, q, strict=True))
    by_q = sum(abs(x - y) for x, y in zip(p, q, strict=True))
    return (by_p + by_q) / divergence

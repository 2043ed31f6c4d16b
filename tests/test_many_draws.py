"""What must hold for every pair of distributions, on a million of them, or on more:

KULLBACK_DRAWS=10000000 pytest tests/test_many_draws.py
"""

import os

import numpy as np
import pytest

from kullback.quantities import (
    cross_entropy,
    entropy,
    jensen_shannon_divergence,
    kl_divergence,
)

DRAWS = int(os.environ.get("KULLBACK_DRAWS", "1000000"))
KINDS = 4
ROWS = 1000  # drawn at once, all of one length

every_kind = pytest.mark.parametrize("dtype", ["float64", "float32"])
each_form = pytest.mark.parametrize("given", ["probs", "logits"])


def batches(seed):
    """Yield a generator and a shape, as often as it takes."""
    rng = np.random.default_rng(seed)
    for _ in range(-(-DRAWS // (KINDS * ROWS))):
        yield rng, (ROWS, int(rng.choice([2, 3, 5, 8, 20, 60])))


def draw(given, rng, shape):
    """Return distributions of every kind, from flat to those of one outcome and hardly another."""
    rows = (shape[0], 1)
    if given == "logits":
        return rng.choice([0.01, 1.0, 10.0, 60.0], size=rows) * rng.standard_normal(shape)
    weights = rng.standard_gamma(rng.choice([0.05, 0.5, 1.0, 50.0], size=rows), size=shape)
    weights[:, 0] += weights.max(-1) < 1e-20  # of which float32 has none
    return weights * 10.0 ** rng.uniform(-6, 6, size=rows)


def changed(given, p, rng):
    """Return distributions near to p, by a relative 1 to 1e-16, or by one unit in the last place.

    Some have another total, or another origin, than p.
    """
    rows, noise = (len(p), 1), rng.standard_normal(p.shape)
    size = 10.0 ** -rng.uniform(0, 16, size=rows)
    q = abs(p * (1 + size * noise)) if given == "probs" else p + size * noise
    q = q.astype(p.dtype)
    next_to_p = np.nextafter(p, np.where(noise > 0, np.inf, -np.inf).astype(p.dtype))
    if given == "probs":
        next_to_p = np.where(p > 0, abs(next_to_p), p)
    kind = rng.integers(4, size=rows)
    q = np.where(kind == 0, next_to_p, q)
    q = np.where((kind == 1) & (rng.random(p.shape) < 0.7), p, q)
    shifted = q * p.dtype.type(7) if given == "probs" else q + p.dtype.type(100.3)
    return np.where((kind == 2), shifted, q)


@each_form
@every_kind
def test_nothing_is_negative_and_the_parts_add_up(given, dtype):
    """H(p, q) - H(p) is D(p || q), to what 16 eps of H(p, q) are."""
    eps, how = float(np.finfo(dtype).eps), {"given": given, "normalize": True}
    least = 1000 * float(np.finfo(dtype).smallest_subnormal)
    of_divergence = 8 * eps**3  # of which the KL divergence may be off whatever it is
    for rng, shape in batches(seed=1):
        p = draw(given, rng, shape).astype(dtype)
        q = changed(given, p, rng)
        uncertain, cost = entropy(p, **how), cross_entropy(p, q, **how)
        lost, shared = kl_divergence(p, q, **how), jensen_shannon_divergence(p, q, **how)
        for value in (uncertain, cost, lost, shared):
            assert (value >= 0).all()
        known = np.isfinite(cost)
        assert (known == np.isfinite(lost)).all()
        cost, uncertain, lost = cost[known], uncertain[known], lost[known]
        off = abs((cost - uncertain) - lost)
        assert (off <= 16 * eps * cost + of_divergence + least * shape[1]).all()


def proportional(given, rng, shape, dtype):
    """Return distributions twice, with a factor or a constant between them that is exact.

    For a factor that is no power of two, the weights are whole numbers: counts.
    """
    rows = (shape[0], 1)
    if given == "logits":
        p = np.round(draw(given, rng, shape) * 64) / 64
        return p.astype(dtype), (p + rng.integers(-512, 512, size=rows)).astype(dtype)
    factor = rng.choice([3, 7, 10, 100, 999], size=rows)
    counts = rng.integers(0, 10**4, size=shape)
    counts[:, 0] += 1
    if rng.random() < 0.5:
        return counts.astype(dtype), (counts * factor).astype(dtype)
    p = draw(given, rng, shape).astype(dtype)
    p[p < 2.0**-100] = 0  # what a power of two makes subnormal it rounds
    p[:, 0] += p.sum(-1) == 0
    return p, np.ldexp(p, rng.integers(-20, 20, size=rows)).astype(dtype)


@each_form
@every_kind
def test_nothing_lies_between_what_is_equal_or_proportional(given, dtype):
    how = {"given": given, "normalize": True}
    for rng, shape in batches(seed=2):
        p = draw(given, rng, shape).astype(dtype)
        for pair in ((p, p.copy()), proportional(given, rng, shape, dtype)):
            assert (kl_divergence(*pair, **how) == 0).all()
            assert (jensen_shannon_divergence(*pair, **how) == 0).all()

"""Derivatives of how far models are apart that are nearly certain of an outcome.

The exact ones are the textbook's, in 60 digits.
"""

import importlib
import itertools
from functools import cache

import numpy as np
import pytest
from mpmath import exp, log, mpf, sign, workdps

import kullback.losses as of_any_library
from libraries import JAX_DOUBLE, JAX_SINGLE, TORCH, on_dtypes

ROWS = [
    [25.0, 0.0, 1.0, -2.0, -7.0], [7.0, 0.0, 0.0, 0.0, 0.0], [12.0, 3.0, 11.0, 4.0, -20.0],
    [0.0, 10.0, -7.0, -8.0, -7.5], [0.0, 30.0, 29.0, 1.0, -1.0], [1.0, 2.0, 3.0, 2.0, 0.5],
    [0.0, 18.0, 0.0, 0.0, 1.0], [-8.625, 47.25, -13.0, -22.125, 7.5],
    [-2.625, 15.75, 13.25, 6.25, -22.0], [0.0, -40.0, -42.5, -60.0, -38.0],
]  # fmt: skip
PAIRS = [pair for pair in itertools.product(ROWS, ROWS) if pair[0] != pair[1]]
BETAS = (0.125, 0.5, 0.75)
INF, NAN = float("inf"), float("nan")
# How many eps of the largest derivative of the side each may be off: by p and by q.
BOUNDS = {"kl_divergence": (8, 8), "total_variation": (8, 8)}


def shares(logits):
    parts = [exp(mpf(x)) for x in logits]
    return [part / sum(parts) for part in parts]


def by_logits(share, slopes):
    """Return derivatives by logits from those by the probabilities they stand for."""
    mean = sum(a * b for a, b in zip(share, slopes, strict=True))
    return [a * (b - mean) for a, b in zip(share, slopes, strict=True)]


def exact(name, p, q):
    """Return the derivatives by the logits of p and of q."""
    p, q = shares(p), shares(q)
    pairs = list(zip(p, q, strict=True))
    if name == "kl_divergence":
        return by_logits(p, [log(a / b) for a, b in pairs]), [b - a for a, b in pairs]
    if name == "total_variation":
        half = [sign(a - b) / 2 for a, b in pairs]
        return by_logits(p, half), by_logits(q, [-x for x in half])
    beta = mpf(name)
    middle = [beta * a + (1 - beta) * b for a, b in pairs]
    of_p = [beta * log(a / m) for a, m in zip(p, middle, strict=True)]
    of_q = [(1 - beta) * log(b / m) for b, m in zip(q, middle, strict=True)]
    return by_logits(p, of_p), by_logits(q, of_q)


@cache
def all_exact(name):
    with workdps(60):
        return [exact(name, *pair) for pair in PAIRS]


def derivatives(library, module, dtype, name):
    """Return those of each pair by the logits of p and of q."""
    if name in BOUNDS:
        loss = getattr(module, name)
    else:

        def loss(p, q, reduction):
            return module.jensen_shannon_divergence(p, q, beta=name, reduction=reduction)

    p, q = (library.array(side, dtype) for side in zip(*PAIRS, strict=True))
    if library.package == "torch":
        leaves = p.requires_grad_(), q.requires_grad_()
        return library.xp.autograd.grad(loss(*leaves, reduction="sum"), leaves)
    import jax

    return jax.jit(jax.grad(lambda *x: loss(*x, reduction="sum"), argnums=(0, 1)))(p, q)


def furthest_off(got, slopes, relative_to):
    errors = [abs(mpf(float(x)) - truth) for x, truth in zip(got, slopes, strict=True)]
    return float(max(errors) / relative_to)


def size_of(name, pair, side, slopes):
    """Return the largest derivative; of KL by p the largest difference that one is made of.

    Those are p (log(p/q) - D), and that of the likeliest outcome minus the sum of the others.
    """
    largest = max(map(abs, slopes))
    if name == "total_variation" or side == 1:
        return largest
    p, q = shares(pair[0]), shares(pair[1])
    ratios = [log(a / b) for a, b in zip(p, q, strict=True)]
    mean = sum(a * r for a, r in zip(p, ratios, strict=True))
    terms = [a * (abs(r) + mean) for a, r in zip(p, ratios, strict=True) if a != max(p)]
    return max(largest, *terms)


def assert_right(library, module, dtype, name):
    eps, found = float(np.finfo(dtype).eps), derivatives(library, module, dtype, name)
    for i, (pair, both) in enumerate(zip(PAIRS, all_exact(name), strict=True)):
        for side, slopes in enumerate(both):
            if name in BOUNDS:
                bound, largest = BOUNDS[name][side], size_of(name, pair, side, slopes)
            else:
                bound, largest = 2, float(max(shares(pair[side])))
            off = furthest_off(np.asarray(found[side][i]), slopes, largest) / eps
            assert off <= bound, (pair, "pq"[side])


def value_and_slopes(library, name, rows, dtype):
    """Return the loss of a pair and its derivatives by both."""
    pair = [library.array(row, dtype) for row in rows]
    if library.package == "torch":
        leaves = [x.requires_grad_() for x in pair]
        value = getattr(of_any_library, name)(*leaves)
        slopes = library.xp.autograd.grad(value, leaves)
        return float(value.detach()), [np.asarray(slope) for slope in slopes]
    import jax

    loss = getattr(importlib.import_module("kullback.losses.jax"), name, None)
    loss = loss or getattr(of_any_library, name)
    value, slopes = jax.value_and_grad(loss, argnums=(0, 1))(*pair)
    return float(value), [np.asarray(slope) for slope in slopes]


each = pytest.mark.parametrize("name", [*BOUNDS, *BETAS])


@each
@pytest.mark.digits
@on_dtypes(TORCH)
def test_by_torch(name, library, dtype):
    assert_right(library, of_any_library, dtype, name)


@each
@pytest.mark.digits
@on_dtypes(JAX_DOUBLE, JAX_SINGLE)
def test_by_jax(name, library, dtype):
    assert_right(library, importlib.import_module("kullback.losses.jax"), dtype, name)


@pytest.mark.parametrize("beta", BETAS)
@on_dtypes(TORCH)
def test_two_models_sure_of_the_same(beta, library, dtype):
    """There the derivatives of JS keep their own digits, as far as the models overlap."""
    eps = float(np.finfo(dtype).eps)
    for pair in ([[25.0, 0.0], [7.0, 0.0]], [[7.0, 0.0], [25.0, 0.0]], [[30.0, 0.0], [29.0, 0.0]]):
        leaves = [library.array(x, dtype).requires_grad_() for x in pair]
        loss = of_any_library.jensen_shannon_divergence(*leaves, beta=beta)
        found = library.xp.autograd.grad(loss, leaves)
        with workdps(60):
            for got, slopes in zip(found, exact(beta, *pair), strict=True):
                assert furthest_off(got, slopes, max(map(abs, slopes))) <= 8 * eps, pair


@on_dtypes(TORCH, JAX_DOUBLE, JAX_SINGLE)
def test_what_is_no_distribution_has_no_derivatives(library, dtype):
    for name in BOUNDS:
        for rows in ([[0.0, 1.0, 2.0], [NAN, 0.0, 1.0]], [[0.0, -INF, 2.0], [NAN, 0.0, 1.0]]):
            value, slopes = value_and_slopes(library, name, rows, dtype)
            assert np.isnan(value)
            assert all(np.isnan(slope).any() for slope in slopes)


@on_dtypes(TORCH, JAX_SINGLE)
def test_gaps_that_overflow_are_infinite(library, dtype):
    most = 0.9 * float(np.finfo(dtype).max)
    rows = [[0.0, 0.0, 0.0], [-most, most, 0.0]]
    assert value_and_slopes(library, "kl_divergence", rows, dtype)[0] == INF
    assert of_any_library.kl_divergence(*np.array(rows, dtype)) == INF

"""Losses, their derivatives and products of second derivatives with a vector, to the last digits.

The exact ones are differences of the textbook's formula of the value, in 200 digits.
"""

import importlib
import math
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pytest
from mpmath import exp, log, mpf, tanh, workdps

import kullback.losses as of_any_library
from libraries import JAX, JAX_SINGLE, NUMPY, TORCH, on, on_dtypes

DIGITS = 200
STEP = mpf(10) ** -60
NEVER = -math.inf
LABEL = 0
CLASSES = [0.5, 2.0, 1.5, 1.0]
SOFT = [0.125, 0.25, 0.0, 0.75]
BINARY = [1.0, 0.0, 0.25, 1.0]
CAP, SMOOTHING, PENALTY, BETA = 16.0, 0.125, 0.25, 0.125


def surprises(x):
    """Return -log of each probability, None where it is infinite."""
    top = max(x)
    total = log(sum(exp(z - top) for z in x if z != NEVER))
    return [None if z == NEVER else total - (z - top) for z in x]


def shares(x):
    return [mpf(0) if s is None else exp(-s) for s in surprises(x)]


def mean(weights, values):
    return sum(w * v for w, v in zip(weights, values, strict=True) if w)


def log_total(x):
    top = max(x)
    return top + log(sum(exp(z - top) for z in x if z != NEVER))


def labelled(x, weights=(1, 1, 1, 1), smoothing=0.0):
    n = len(x)
    t = [mpf(smoothing) / n * w for w in weights]
    t[LABEL] += (1 - mpf(smoothing)) * weights[LABEL]
    return mean(t, surprises(x))


def capped(x):
    return [z if z == NEVER else CAP * tanh(z / CAP) for z in x]


def kl(p, q):
    pairs = zip(shares(p), surprises(p), surprises(q), strict=True)
    return sum(share * (to - of) for share, of, to in pairs if share)


def mixed(p, q, beta=BETA):
    p, q, beta = shares(p), shares(q), mpf(beta)
    m = [beta * a + (1 - beta) * b for a, b in zip(p, q, strict=True)]
    of_p = sum(a * log(a / c) for a, c in zip(p, m, strict=True) if a)
    of_q = sum(b * log(b / c) for b, c in zip(q, m, strict=True) if b)
    return beta * of_p + (1 - beta) * of_q


def distance(p, q):
    return sum(abs(a - b) for a, b in zip(shares(p), shares(q), strict=True)) / 2


def binary(x):
    pairs = zip(BINARY, x, strict=True)
    return sum(3 * t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)) for t, z in pairs)


def sampled(x):
    return sum(exp(-z) - 1 + z for z in x)


@dataclass(frozen=True)
class Loss:
    """A loss of rows of logits or of pairs of them, and its textbook formula of one row.

    `value` and `slopes` say how many eps they may be off: each value and each derivative of itself,
    but derivatives of a pair of the largest of the row, as are those `by_largest` of it: p (log p +
    H) is next to nothing where an outcome is as surprising as they are on average.
    """

    name: str
    formula: object
    targets: object = None
    options: tuple = ()
    value: int = 8
    slopes: int = 8
    pair: bool = False
    by_largest: bool = False
    elements: bool = False

    def of(self, library, module, dtype):
        """Return the loss as a function of one array of logits, or two."""
        options = {
            name: library.array(x, dtype) if isinstance(x, list) else x for name, x in self.options
        }
        if self.name != "sampled_kl_terms":
            options["reduction"] = "none"
        loss = partial(getattr(module, self.name), **options)
        return loss if self.pair else partial(self._held_against, library, loss, dtype)

    def _held_against(self, library, loss, dtype, x):
        shape = tuple(x.shape)
        if isinstance(self.targets, int):
            loss = partial(loss, library.integers(np.full(shape[:-1], self.targets)))
        elif self.targets is not None:
            rows = np.broadcast_to(self.targets, shape).copy()
            loss = partial(loss, library.array(rows, dtype))
        return loss(x).sum(-1) if self.elements else loss(x)


LOSSES = {
    "labels": Loss("cross_entropy", labelled, LABEL),
    "one-hot": Loss(
        "cross_entropy", labelled, [1.0, 0.0, 0.0, 0.0], (("given", ("probs", "logits")),)
    ),
    "weights": Loss(
        "cross_entropy", lambda x: mean(SOFT, surprises(x)), SOFT,
        (("given", ("weights", "logits")),),
    ),
    "smoothed": Loss(
        "cross_entropy", partial(labelled, weights=CLASSES, smoothing=SMOOTHING), LABEL,
        (("class_weight", CLASSES), ("label_smoothing", SMOOTHING)),
    ),
    "z-loss": Loss(
        "cross_entropy", lambda x: labelled(x) + PENALTY * log_total(x) ** 2, LABEL,
        (("z_loss", PENALTY),),
    ),
    # A logit is rounded to eps of itself: that is eps times the cap in a probability.
    "softcap": Loss(
        "cross_entropy", lambda x: labelled(capped(x)), LABEL, (("softcap", CAP),),
        value=CAP, slopes=CAP,
    ),
    "binary": Loss("binary_cross_entropy", binary, BINARY, (("pos_weight", 3.0),), elements=True),
    "entropy": Loss("entropy_bonus", lambda x: mean(shares(x), surprises(x)), by_largest=True),
    "k3": Loss("sampled_kl_terms", sampled, elements=True),
    "KL": Loss("kl_divergence", kl, pair=True, value=16),
    "JS": Loss(
        "jensen_shannon_divergence", mixed, options=(("beta", BETA),), pair=True, value=32
    ),
    "JS, mostly of p": Loss(
        "jensen_shannon_divergence", partial(mixed, beta=1 - BETA), options=(("beta", 1 - BETA),),
        pair=True, value=32,
    ),
    "total variation": Loss("total_variation", distance, pair=True, value=16),
}  # fmt: skip

ROWS = {
    "anywhere": [0.3, -1.2, 2.0, 0.1],
    "right": [2.0, 0.3, -1.2, 0.0],
    "sure and right": [40.0, 0.0, 1.5, -0.5],
    "surer and right": [80.0, 0.0, 1.5, -0.5],
    "sure and wrong": [0.0, 40.0, 1.5, -0.5],
    "all the same": [1.0, 1.0, 1.0, 1.0],
    "one impossible": [0.3, -1.2, NEVER, 2.0],
    "sure beside what is not": [1.0, -0.25, 0.5, 0.0],
    "the others beside nothing": [0.5, -33.25, -34.0, -35.5],
}
OTHERS = {
    "anywhere": [1.0, 0.5, -0.7, 0.2],
    "right": [2.001, 0.3, -1.2, 0.0],
    "sure and right": [40.5, 0.5, -0.7, 0.2],
    "surer and right": [80.5, 0.5, -0.7, 0.2],
    "sure and wrong": [0.0, 40.000001, 1.5, -0.5],
    "all the same": [1.0, 1.0, 1.0, 1.0],
    "one impossible": [1.0, 0.5, NEVER, 0.1],
    "sure beside what is not": [-2.5, 18.25, -3.0, 0.5],
    "the others beside nothing": [2.5, -33.0, -33.5, -36.0],
}
DIRECTION = [0.5, -1.0, 0.25, 2.0]


def differences(f, rows):
    """Return the derivatives of f by each number of the rows, 0 by what is impossible."""
    found = []
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            if x == NEVER:
                found.append(mpf(0))
                continue
            ends = []
            for step in (STEP, -STEP):
                moved = [list(r) for r in rows]
                moved[i][j] = x + step
                ends.append(f(*moved))
            found.append((ends[0] - ends[1]) / (2 * STEP))
    return found


def along(f, rows, direction):
    """Return the products of the second derivatives with a direction."""
    ends = []
    for step in (STEP, -STEP):
        moved = [
            [x + step * v for x, v in zip(r, d, strict=True)]
            for r, d in zip(rows, direction, strict=True)
        ]
        ends.append(differences(f, moved))
    return [(a - b) / (2 * STEP) for a, b in zip(*ends, strict=True)]


@cache
def exact(name, dtype):
    """Return inputs and, for each of their rows, the exact value, derivatives and products."""
    loss = LOSSES[name]
    rows = dict(ROWS)
    if name in ("smoothed", "binary", "k3"):  # of which nothing may be impossible
        del rows["one impossible"]
    if name == "total variation":  # the sign of a difference below the least float32
        del rows["surer and right"]
    if name == "k3":
        rows = {"far": [2.0, -3.0, 0.99, -1.01], "near": [1e-5, -1e-3, 2e-4, -1e-6]}
    sides = (rows, OTHERS) if loss.pair else (rows,)
    arrays = [np.array([side[where] for where in rows]).astype(dtype) for side in sides]
    with workdps(DIGITS):
        inputs = [
            [[mpf(float(x)) for x in row] for row in held] for held in zip(*arrays, strict=True)
        ]
        direction = [DIRECTION] * len(sides)
        found = [
            (loss.formula(*x), differences(loss.formula, x), along(loss.formula, x, direction))
            for x in inputs
        ]
    return list(rows), arrays, found


def furthest_off(got, exact, dtype, by_largest):
    """Return the largest error in eps: of each number itself, or of the largest of them."""
    eps, floor = float(np.finfo(dtype).eps), mpf(float(np.finfo(dtype).smallest_normal))
    with workdps(DIGITS):
        # What is left of the step of a difference is nothing.
        exact = [mpf(0) if abs(x) < mpf(10) ** -50 else x for x in exact]
        largest = max(max(map(abs, exact)), floor)
        errors = [
            abs(mpf(float(x)) - truth) / (largest if by_largest else max(abs(truth), floor))
            for x, truth in zip(np.ravel(got), exact, strict=True)
        ]
        return float(max(errors) / eps)


def by_torch(loss, arrays):
    """Return values, derivatives, and products of second derivatives with the direction."""
    import torch

    arrays = [array.requires_grad_() for array in arrays]
    direction = torch.tensor(DIRECTION, dtype=arrays[0].dtype)
    value = loss(*arrays)
    slopes = torch.autograd.grad(value.sum(), arrays, create_graph=True)
    products = torch.autograd.grad(sum((s * direction).sum() for s in slopes), arrays)
    return value.detach(), torch.cat(slopes, -1).detach(), torch.cat(products, -1)


def by_jax_once(loss, arrays):
    """Return values and derivatives, compiled."""
    import jax
    import jax.numpy as jnp

    def of_rows(*rows):
        return jax.value_and_grad(loss, argnums=tuple(range(len(rows))))(*rows)

    value, slopes = jax.jit(jax.vmap(of_rows))(*arrays)
    return value, jnp.concatenate(slopes, -1)


def by_jax(loss, arrays):
    """Return the same, and products in forward mode."""
    import jax
    import jax.numpy as jnp

    direction = tuple(jnp.broadcast_to(jnp.asarray(DIRECTION, x.dtype), x.shape) for x in arrays)

    def of_rows(*rows):
        slopes = jax.grad(loss, argnums=tuple(range(len(rows))))
        return loss(*rows), *jax.jvp(slopes, rows, tuple(d[0] for d in direction))

    value, slopes, products = jax.jit(jax.vmap(of_rows))(*arrays)
    return value, jnp.concatenate(slopes, -1), jnp.concatenate(products, -1)


each_loss = pytest.mark.parametrize("name", LOSSES)


def assert_right(name, library, dtype, module, derive):
    loss, (places, arrays, found) = LOSSES[name], exact(name, dtype)
    held = [library.array(array, dtype) for array in arrays]
    got = derive(loss.of(library, module, dtype), held)
    for i, (where, (value, slopes, products)) in enumerate(zip(places, found, strict=True)):
        assert furthest_off(got[0][i], [value], dtype, False) <= loss.value, where
        if len(got) > 1:
            by_largest = loss.pair or loss.by_largest
            assert furthest_off(got[1][i], slopes, dtype, by_largest) <= loss.slopes, where
        if len(got) > 2:
            assert furthest_off(got[2][i], products, dtype, True) <= 64, where


@each_loss
@on_dtypes(NUMPY)
def test_values_by_numpy(name, library, dtype):
    assert_right(name, library, dtype, of_any_library, lambda loss, arrays: (loss(*arrays),))


@each_loss
@on_dtypes(TORCH)
def test_derivatives_by_torch(name, library, dtype):
    assert_right(name, library, dtype, of_any_library, by_torch)


# Each takes JAX seconds to compile; the others differ in steps that these have as well.
@pytest.mark.parametrize(
    "name", ["labels", "weights", "smoothed", "z-loss", "softcap", "binary", "entropy", "KL", "JS"]
)
@on(JAX)
def test_derivatives_by_jax(name, library):
    derive = by_jax_once if name == "JS" else by_jax
    assert_right(name, library, "float64", importlib.import_module("kullback.losses.jax"), derive)


@pytest.mark.parametrize("name", ["smoothed", "KL"])
@on_dtypes(JAX_SINGLE)
def test_derivatives_by_jax_without_float64(name, library, dtype):
    assert_right(name, library, dtype, importlib.import_module("kullback.losses.jax"), by_jax)

"""First and second derivatives to their last digits, where those of the textbook lose them.

The exact ones are those of the textbook, in 200 digits.
"""

import math
from functools import cache

import numpy as np
import pytest
from mpmath import exp, log, mpf, workdps

from kullback.quantities import (
    cross_entropy,
    entropy,
    jensen_shannon_divergence,
    kl_divergence,
)
from libraries import JAX, JAX_DOUBLE, JAX_SINGLE, TORCH, on, on_dtypes

DIGITS = 200
EVALUATE = {
    "entropy": entropy,
    "cross_entropy": cross_entropy,
    "kl_divergence": kl_divergence,
    "jensen_shannon_divergence": jensen_shannon_divergence,
}
by_torch_and_jax = on_dtypes(TORCH, JAX_DOUBLE, JAX_SINGLE)


def shares(form, row):
    """Return the probabilities, and what their logarithm's derivative by each input is over."""
    if form == "probs":
        return [x / sum(row) for x in row], sum(row)
    top = max(row)
    weights = [mpf(0) if x == -math.inf else exp(x - top) for x in row]
    return [w / sum(weights) for w in weights], None


def slopes_by_shares(name, p, q):
    """Return the derivatives by the probabilities of each row, up to a constant: 0 at a zero."""

    def logs(a, b):
        return [log(x / y) if x and y else mpf(0) for x, y in zip(a, b, strict=True)]

    ones = [mpf(1)] * len(p)
    if name == "entropy":
        return [[-x for x in logs(p, ones)]]
    over = [x / y if x and y else mpf(0) for x, y in zip(p, q, strict=True)]
    if name == "cross_entropy":
        return [[-x for x in logs(q, ones)], [-x for x in over]]
    if name == "kl_divergence":
        return [logs(p, q), [-x for x in over]]
    m = [(x + y) / 2 for x, y in zip(p, q, strict=True)]
    return [[x / 2 for x in logs(p, m)], [x / 2 for x in logs(q, m)]]


def slopes(name, form, rows):
    """Return the derivatives by what the rows hold, in a row."""
    read = [shares(form, row) for row in rows]
    found = []
    by_shares = slopes_by_shares(name, read[0][0], read[-1][0])
    for (p, total), by_share in zip(read, by_shares, strict=True):
        mean = sum(x * y for x, y in zip(p, by_share, strict=True))
        found += [
            (y - mean) / total if total else x * (y - mean)
            for x, y in zip(p, by_share, strict=True)
        ]
    return found


def curvatures(name, form, rows):
    """Return the second derivatives, NaN by what is impossible: differences of the first."""
    n, size = len(rows[0]), len(rows) * len(rows[0])
    found = np.full((size, size), mpf("nan"), dtype=object)
    for k in range(size):
        x = rows[k // n][k % n]
        if x == (0 if form == "probs" else -math.inf):
            continue
        step = mpf(10) ** -60 * (x if form == "probs" else 1)
        ends = []
        for change in (step, -step):
            moved = [list(row) for row in rows]
            moved[k // n][k % n] = x + change
            ends.append(slopes(name, form, moved))
        for j, (above, below) in enumerate(zip(*ends, strict=True)):
            found[j, k] = (above - below) / (2 * step)
    return found


def in_mpf(rows):
    return [[mpf(float(x)) for x in row] for row in rows]


def furthest_off(got, exact, dtype, relative_to=None):
    """Return the largest error of an element, in eps of it or of a number given for all."""
    eps, worst = float(np.finfo(dtype).eps), 0.0
    for value, truth in zip(np.ravel(got), np.ravel(exact), strict=True):
        size = abs(truth) if relative_to is None else relative_to
        assert math.isfinite(value)
        worst = max(worst, float(abs(mpf(float(value)) - truth) / size / eps))
    return worst


def gradients(library, function, arrays):
    """Return the derivatives of a sum over rows, one row after another."""
    if library.package == "torch":
        leaves = [array.requires_grad_() for array in arrays]
        return [np.asarray(g) for g in library.xp.autograd.grad(function(*leaves).sum(), leaves)]
    import jax

    by_each = jax.grad(lambda *a: function(*a).sum(), argnums=tuple(range(len(arrays))))
    return [np.asarray(g) for g in by_each(*arrays)]


MARGINS = {
    "float64": (0, 5, 10, 20, 36, 37.4, 50, 80, 100, 300, 600, 700),
    "float32": (0, 5, 10, 16, 17, 20, 37, 50, 80),
}


@cache
def predictions(n, dtype):
    """Return logits in which one is so much larger, and the exact probabilities."""
    rng = np.random.default_rng(n)
    logits = (0.5 * rng.standard_normal((len(MARGINS[dtype]), n))).astype(dtype)
    logits[:, 0] = MARGINS[dtype]
    with workdps(DIGITS):
        return logits, [shares("logits", row)[0] for row in in_mpf(logits)]


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize("given", [("labels", "logits"), ("probs", "logits")], ids=str)
@pytest.mark.parametrize("n", [2, 10, 300])
@by_torch_and_jax
def test_gradient_of_a_confident_prediction(n, given, right, library, dtype):
    """By the target's logit it is minus what the others hold, however little that is."""
    logits, exact = predictions(n, dtype)
    label = 0 if right else n - 1
    targets = np.full(len(logits), label)
    if given[0] == "labels":
        p = library.integers(targets)
    else:
        p = library.array(np.eye(n)[targets], dtype)
    (got,) = gradients(
        library, lambda q: cross_entropy(p, q, given=given), [library.array(logits, dtype)]
    )
    with workdps(DIGITS):
        for row, held in zip(got, exact, strict=True):
            of_others = sum(x for i, x in enumerate(held) if i != label)
            wanted = [-of_others if i == label else x for i, x in enumerate(held)]
            assert furthest_off(row, wanted, dtype) <= 8


CHANGES = {"float64": (1, 2, 4, 5, 6, 8, 10, 12, 13), "float32": (1, 2, 3, 4, 5, 6)}


@cache
def nearly_equal(form, dtype):
    """Return distributions that a change of 10^-1 and less lies between, three of each."""
    rng = np.random.default_rng(4)
    change = np.repeat(10.0 ** -np.array(CHANGES[dtype]), 3)[:, None]
    p = rng.standard_normal((len(change), 9))
    p = rng.dirichlet(np.ones(9), size=len(change)) if form == "probs" else 3 * p
    noise = change * rng.standard_normal(p.shape)
    q = p + noise if form == "logits" else p * (1 + noise)
    p[:, 2] = q[:, 2] = 0 if form == "probs" else -np.inf
    return p.astype(dtype), q.astype(dtype)


@pytest.mark.parametrize("form", ["probs", "logits"])
@pytest.mark.parametrize("name", ["kl_divergence", "jensen_shannon_divergence"])
@by_torch_and_jax
def test_gradients_between_nearly_equal_distributions(name, form, library, dtype):
    """They vanish with the difference, and are right to eps of the largest of their elements."""
    rows = nearly_equal(form, dtype)
    got = gradients(
        library,
        lambda p, q: EVALUATE[name](p, q, given=form, normalize=True),
        [library.array(row, dtype) for row in rows],
    )
    assert np.isfinite(got).all()
    possible = rows[0] > (0 if form == "probs" else -np.inf)
    with workdps(DIGITS):
        for i, pair in enumerate(zip(*rows, strict=True)):
            exact = np.reshape(np.array(slopes(name, form, in_mpf(pair)), dtype=object), (2, -1))
            for one, wanted in zip(got, exact, strict=True):
                largest = max(abs(wanted[possible[i]]))
                off = furthest_off(one[i][possible[i]], wanted[possible[i]], dtype, largest)
                assert off <= 24


NEVER = -math.inf
AT = {
    "probs": {
        "anywhere": ([0.2, 0.4, 0.3, 0.1], [0.6, 0.1, 0.1, 0.2]),
        "an outcome impossible": ([0.2, 0.5, 0.3, 0], [0.6, 0.1, 0.3, 0]),
        "an outcome impossible under p": ([0.2, 0.5, 0.3, 0], [0.5, 0.1, 0.3, 0.1]),
        "confident": ([1, 1.5e-9, 5e-10, 1e-9], [1, 1e-9, 3e-9, 2e-9]),
        "nearly equal": ([0.2, 0.5, 0.2, 0.1], [0.2 + 1e-6, 0.5, 0.2 - 1e-6, 0.1]),
        "equal": ([0.2, 0.5, 0.2, 0.1], [0.2, 0.5, 0.2, 0.1]),
    },
    "logits": {
        "anywhere": ([0.3, -1.2, 2, 0], [1, 0.5, -0.7, 0.2]),
        "an outcome impossible": ([0.3, -1.2, 2, NEVER], [1, 0.5, -0.7, NEVER]),
        "an outcome impossible under p": ([0.3, -1.2, 2, NEVER], [1, 0.5, -0.7, 0.1]),
        "confident": ([50, -1.2, 0.5, 0], [50.5, 0.5, -0.7, 0.2]),
        "nearly equal": ([0.3, -1.2, 2, 0], [0.3 + 1e-6, -1.2, 2, 0]),
        "equal": ([0.3, -1.2, 2, 0], [0.3, -1.2, 2, 0]),
    },
}


# The series that the JS divergence is made of is cut off where its value needs no more terms; of
# its second derivative that leaves out 200 eps where two probabilities differ by a factor of 2.
CURVATURE_EPS = {"jensen_shannon_divergence": 256}


@cache
def exact_curvatures(name, form, dtype):
    """Return stacks of inputs, and the exact second derivatives at each."""
    rows = np.array(list(AT[form].values())).transpose(1, 0, 2).astype(dtype)
    rows = rows[:1] if name == "entropy" else rows
    with workdps(DIGITS):
        return rows, [curvatures(name, form, in_mpf(pair)) for pair in zip(*rows, strict=True)]


def second_derivatives(library, function, arrays):
    """Return all second derivatives at each row of the arrays."""
    which = tuple(range(len(arrays)))
    if library.package == "torch":
        from torch.func import hessian

        rows = [hessian(function, argnums=which)(*row) for row in zip(*arrays, strict=True)]
        return [np.block([[np.asarray(x) for x in line] for line in row]) for row in rows]
    import jax

    blocks = jax.jit(jax.vmap(jax.hessian(function, argnums=which)))(*arrays)
    return np.concatenate([np.concatenate([*line], axis=2) for line in blocks], axis=1)


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # PyTorch's own
@pytest.mark.parametrize("form", ["probs", "logits"])
@pytest.mark.parametrize("name", EVALUATE)
@on_dtypes(TORCH)
def test_second_derivatives_by_torch(name, form, library, dtype):
    assert_curved(name, form, library, dtype)


@pytest.mark.parametrize("form", ["probs", "logits"])
@pytest.mark.parametrize("name", EVALUATE)
@on(JAX)
def test_second_derivatives_by_jax(name, form, library):
    assert_curved(name, form, library, "float64")


def assert_curved(name, form, library, dtype):
    rows, exact = exact_curvatures(name, form, dtype)
    got = second_derivatives(
        library,
        lambda *pair: EVALUATE[name](*pair, given=form, normalize=True),
        [library.array(row, dtype) for row in rows],
    )
    n, alive = rows.shape[-1], rows > (0 if form == "probs" else NEVER)
    for i, (where, one, wanted) in enumerate(zip(AT[form], got, exact, strict=True)):
        assert np.isfinite(one).all(), where
        for j, k in np.ndindex(len(rows), len(rows)):
            both = np.outer(alive[j, i], alive[k, i])
            block = np.s_[j * n : (j + 1) * n, k * n : (k + 1) * n]
            with workdps(DIGITS):
                largest = max(abs(wanted[block][both]))
                off = furthest_off(one[block][both], wanted[block][both], dtype, largest)
                assert off <= CURVATURE_EPS.get(name, 32), where


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # PyTorch's own
@pytest.mark.parametrize("label", [0, 1, 3])
@on(TORCH, JAX)
def test_second_derivatives_of_a_labelled_prediction(label, library):
    """Of the confident one too, whose largest element is what the others hold."""
    logits = [[0.3, -1.2, 2, NEVER], [50, -1.2, 0.5, 0], [1, 0.5, -0.7, 0.2]]
    logits = np.array(logits if label < 3 else logits[1:])
    at = library.integers(label)
    got = second_derivatives(
        library,
        lambda q: cross_entropy(at, q, given=("labels", "logits")),
        [library.array(logits)],
    )
    for one, row in zip(got, in_mpf(logits), strict=True):
        with workdps(DIGITS):
            q, _ = shares("logits", row)
            exact = np.array([[-x * y for y in q] for x in q], dtype=object)
            for i in range(len(q)):
                exact[i, i] = q[i] * sum(x for j, x in enumerate(q) if j != i)
            assert furthest_off(one, exact, "float64", abs(exact).max()) <= 32

"""Derivatives: finite wherever the value is, right where an outcome is possible, 0 at a mask."""

import math
import zlib
from functools import cache

import numpy as np
import pytest

from kullback._quantity import QUANTITIES
from kullback.quantities import (
    chi_squared_divergence,
    f_divergence,
    jeffreys_divergence,
    jensen_shannon_divergence,
    kl_divergence,
    renyi_divergence,
)
from libraries import JAX, JAX_SINGLE, TORCH, on, on_dtypes
from references import reference, reference_gradient
from rows import generated_by, order, parameters_of, square, t_log_t
from signatures import arity, is_of_events, keywords, options, placed, variables

TOLERANCE = {"float64": 1e-10, "float32": 1e-4}
EQUAL = 4  # the last of the `cases`
SHAPES = {0: (), 1: (5,), 2: (3, 4), 3: (2, 3, 2)}

WAYS = [
    (name, number, given)
    for name, quantity in QUANTITIES.items()
    for number, _ in enumerate(parameters_of(quantity.evaluate))
    for given in ("probs", "logits")
    if given == "probs" or "given" in keywords(quantity.evaluate)
]


def each_way(ways):
    return pytest.mark.parametrize(("name", "number", "given"), ways)


def own_parameters(name, number):
    return parameters_of(QUANTITIES[name].evaluate)[number]


@cache
def cases(name, number, given):
    """Return stacks of inputs, in numbers that float32 holds.

    Two of possible outcomes, one with an outcome impossible under both, one where it is so under p
    alone, and one where both are equal.
    """
    evaluate = QUANTITIES[name].evaluate
    shape = SHAPES[variables(evaluate)]
    rng = np.random.default_rng(zlib.crc32(f"{name} {given}".encode()))
    logits = 2 * rng.standard_normal((arity(evaluate), 5, *shape))
    logits[:, 4] = logits[0, 4]
    if shape:
        one_of = (Ellipsis, *(0 for _ in shape))
        logits[:, 2][one_of] = -math.inf
        logits[0, 3][one_of] = -math.inf
    if given == "logits":
        return logits.astype(np.float32)
    if is_of_events(evaluate):
        return (1 / (1 + np.exp(-logits))).astype(np.float32)
    weights = np.exp(logits)
    axes = tuple(range(2, weights.ndim))
    return (weights / weights.sum(axes, keepdims=True)).astype(np.float32)


@cache
def exact_gradients(name, number, given):
    """Return the exact derivatives, NaN by what is impossible and where there is none.

    Where a root or an absolute value has a kink at equality, that is the mean of both sides: 0.
    """
    parameters, stacks = own_parameters(name, number), cases(name, number, given)
    slopes = np.full(stacks.shape, math.nan)
    for i in range(stacks.shape[1]):
        value = np.asarray(reference(name, given, *stacks[:, i], **parameters), dtype=float)
        if np.isfinite(value).any() and not (i == EQUAL and parameters == order(math.inf)):
            slopes[:, i] = reference_gradient(name, given, *stacks[:, i], **parameters)
    return slopes


def total(name, number, given, xp):
    """Return the function whose derivatives are taken: the sum over rows of what `ranked` makes."""
    evaluate, parameters = QUANTITIES[name].evaluate, dict(own_parameters(name, number))
    axes = range(-variables(evaluate), 0)
    how = options(evaluate, given=given, normalize=True)
    how = {**parameters, **how, **placed(evaluate, axes, parameters.pop("on", None))}

    def function(*arrays):
        values = evaluate(*arrays, **how)
        values = xp.reshape(xp.where(xp.isfinite(values), values, 0.0), (values.shape[0], -1))
        return xp.sum(values * xp.arange(1, values.shape[1] + 1))

    return function


def derivatives(library, function, arrays):
    """Return the derivatives by each array: by PyTorch's tape, or by JAX, compiled."""
    if library.package == "torch":
        leaves = [array.requires_grad_() for array in arrays]
        return library.xp.autograd.grad(function(*leaves), leaves)
    import jax

    return jax.jit(jax.grad(function, argnums=tuple(range(len(arrays)))))(*arrays)


@each_way(WAYS)
@on_dtypes(TORCH)
def test_derivatives_by_torch_are_exact(name, number, given, library, dtype):
    assert_exact(name, number, given, library, dtype)


@each_way(WAYS)
@on(JAX)
def test_derivatives_by_jax_are_exact(name, number, given, library):
    assert_exact(name, number, given, library, "float64")


@each_way([way for way in WAYS if way[1] == 0])
@on(JAX_SINGLE)
def test_derivatives_by_jax_are_as_exact_as_float32(name, number, given, library):
    assert_exact(name, number, given, library, "float32")


def assert_exact(name, number, given, library, dtype):
    stacks, exact = cases(name, number, given), exact_gradients(name, number, given)
    arrays = [library.array(stack, dtype) for stack in stacks]
    got = np.asarray(derivatives(library, total(name, number, given, library.xp), arrays))
    known = ~np.isnan(exact)
    # A generator that is infinite at 0 has no derivative there that could be finite.
    assert np.isfinite(got[known] if name == "f_divergence" else got).all()
    assert (got[stacks == -math.inf] == 0).all()
    size = np.max(np.where(np.isnan(exact), 0, abs(exact)), tuple(range(2, exact.ndim)))
    unit = np.reshape(np.where(size == 0, 1, size), (*size.shape, *(1,) * (exact.ndim - 2)))
    np.testing.assert_allclose((got / unit)[known], (exact / unit)[known], 0, TOLERANCE[dtype])


@on(TORCH, JAX)
@pytest.mark.parametrize(
    ("given", "events"),
    [
        ("probs", [0.0, 1.0, 0.25]),
        ("log_probs", [-math.inf, 0.0, -0.5]),
        ("logits", [-math.inf, math.inf, 0.5]),
    ],
)
@pytest.mark.parametrize("name", ["self_information", "binary_entropy"])
def test_derivatives_of_the_certain_and_the_impossible_are_finite(name, given, events, library):
    function = total(name, 0, given, library.xp)
    (got,) = derivatives(library, function, [library.array(events)])
    assert np.isfinite(np.asarray(got)).all()
    assert np.asarray(got)[2] != 0


# Second derivatives at p = q, in units of the Fisher information.
CURVATURES = [
    (kl_divergence, {}, 1),
    (jensen_shannon_divergence, {}, 1 / 4),
    (jeffreys_divergence, {}, 2),
    (chi_squared_divergence, {}, 2),
    (renyi_divergence, order(0.5), 1 / 2),
    (renyi_divergence, order(3), 3),
    (f_divergence, generated_by(t_log_t, math.inf), 1),
    (f_divergence, generated_by(square, math.inf), 2),
]


each_form = pytest.mark.parametrize("given", ["probs", "logits"])


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # PyTorch's own
@pytest.mark.parametrize(("evaluate", "parameters", "curvature"), CURVATURES)
@each_form
@on(TORCH)
def test_second_derivative_by_torch_is_the_fisher_information(
    evaluate, parameters, curvature, given, library
):
    assert_fisher_information(evaluate, parameters, curvature, given, library)


@pytest.mark.parametrize(("evaluate", "parameters", "curvature"), CURVATURES[:2])
@each_form
@on(JAX)
def test_second_derivative_by_jax_is_the_fisher_information(
    evaluate, parameters, curvature, given, library
):
    assert_fisher_information(evaluate, parameters, curvature, given, library)


def assert_fisher_information(evaluate, parameters, curvature, given, library):
    p = np.array([0.125, 0.25, 0.5, 0.0625, 0.0625])
    fisher = np.diag(1 / p) - 1 if given == "probs" else np.diag(p) - np.outer(p, p)
    at = library.array(p if given == "probs" else np.log(p))

    for by in (0, 1):

        def function(moved, by=by):
            pair = (moved, at) if by == 0 else (at, moved)
            return evaluate(*pair, **parameters, **options(evaluate, given=given, normalize=True))

        got = np.asarray(second_derivatives(library, function)(at))
        np.testing.assert_allclose(got, curvature * fisher, atol=1e-9)


def second_derivatives(library, function):
    if library.package == "torch":
        return library.xp.func.hessian(function)
    import jax

    return jax.jit(jax.hessian(function))

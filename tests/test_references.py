"""Every quantity against its exact value, to the last digits it promises."""

import math
from functools import cache

import numpy as np
import pytest

from hard_cases import FAMILIES, cases
from kullback._quantity import QUANTITIES
from kullback.quantities import entropy
from libraries import JAX, JAX_SINGLE, NUMPY, TORCH, on_dtypes
from references import error_in_eps, reference
from rows import parameters_of
from signatures import arity, is_of_events, keywords, options, placed, variables

FORMS = ("probs", "log_probs", "logits")
MIXED = (("probs", "logits"), ("logits", "probs"), ("log_probs", "probs"))
SHAPES = {0: (5,), 1: (5,), 2: (3, 4), 3: (2, 3, 2)}

# What each promises of its error: in eps of the exact value, and beside that in all.
EXACTLY = {"self_information": 4, "tsallis_entropy": 16, "renyi_entropy": 16} | dict.fromkeys(
    ("entropy", "joint_entropy", "binary_entropy", "cross_entropy", "jensen_shannon_distance"), 8
)
PROMISED_EPS = dict.fromkeys(QUANTITIES, 16) | EXACTLY
PROMISED_EPS |= {"renyi_divergence": 32, "chi_squared_divergence": 32}
DIVERGENCES = {
    "kl_divergence", "kl_divergence_terms", "jensen_shannon_divergence", "jensen_shannon_distance",
    "jeffreys_divergence", "mutual_information", "conditional_mutual_information",
    "total_correlation",
}  # fmt: skip
PROMISED_FLOOR = {
    **dict.fromkeys(DIVERGENCES, lambda eps: 8 * eps**3),
    **dict.fromkeys(("renyi_divergence", "chi_squared_divergence"), lambda eps: 16 * eps**3),
    **dict.fromkeys(
        ("total_variation", "hellinger_distance", "pointwise_mutual_information"),
        lambda eps: 256 * eps**2,
    ),
}

WAYS = [
    (name, number, given)
    for name, quantity in QUANTITIES.items()
    for number, _ in enumerate(parameters_of(quantity.evaluate))
    for given in (
        *(FORMS if "given" in keywords(quantity.evaluate) else FORMS[:1]),
        *(MIXED if arity(quantity.evaluate) == 2 else ()),
    )
]
every_dtype = pytest.mark.parametrize("dtype", ["float64", "float32"])


def each_way(ways):
    return pytest.mark.parametrize(("name", "number", "given"), ways, ids=str)


def draw(form, shape, rng, dtype):
    """Return random distributions in the form, some of them with rare outcomes."""
    axes, ones = tuple(range(1, len(shape))), (1,) * (len(shape) - 1)
    logits = rng.choice([1.0, 4.0, 15.0], size=(shape[0], *ones)) * rng.standard_normal(shape)
    if form == "logits":
        return logits.astype(dtype)
    logs = logits - np.log(np.exp(logits).sum(axes, keepdims=True))
    return (logs if form == "log_probs" else np.exp(logs)).astype(dtype)


@cache
def random_cases(name, number, given, dtype):
    """Return stacks of random inputs, and the exact answers."""
    evaluate, rng = QUANTITIES[name].evaluate, np.random.default_rng(len(name))
    forms = given if isinstance(given, tuple) else (given,) * arity(evaluate)
    shape = (10, *SHAPES[variables(evaluate)])
    stacks = [draw(form, shape, rng, dtype) for form in forms]
    parameters = parameters_of(evaluate)[number]
    if is_of_events(evaluate):
        exact = [[reference(name, given, x) for x in row] for row in stacks[0]]
    else:
        exact = [reference(name, given, *rows, **parameters) for rows in zip(*stacks, strict=True)]
    return stacks, np.array(exact, dtype=float)


def measured(name, number, given, arrays, transform=lambda function: function):
    """Return what is made of stacks of inputs."""
    evaluate = QUANTITIES[name].evaluate
    parameters = dict(parameters_of(evaluate)[number])
    place = placed(evaluate, range(-variables(evaluate), 0), parameters.pop("on", None))
    how = {**parameters, **place, **options(evaluate, given=given)}
    return transform(lambda *arrays: evaluate(*arrays, **how))(*arrays)


def assert_as_exact_as_random_inputs_allow(name, got, exact, dtype):
    assert str(got.dtype).removeprefix("torch.") == dtype
    got, rtol = np.asarray(got), {"float64": 1e-12, "float32": 5e-6}[dtype]
    # Terms are right to the digits of their sum, what is pointwise to those of its largest.
    scale = abs(exact)
    if name == "kl_divergence_terms":
        scale = exact.sum(-1, keepdims=True)
    if name == "pointwise_mutual_information":
        scale = np.maximum(1, scale.max((-2, -1), keepdims=True))
    infinite = np.isinf(exact)
    assert (got[infinite] == exact[infinite]).all()
    wrong = abs(got - exact)[~infinite] > (rtol * scale + np.zeros_like(exact))[~infinite]
    assert not wrong.any(), (got[~infinite][wrong], exact[~infinite][wrong])


@each_way(WAYS)
@on_dtypes(NUMPY, TORCH)
def test_random_distributions(name, number, given, library, dtype):
    stacks, exact = random_cases(name, number, given, dtype)
    got = measured(name, number, given, [library.array(stack, dtype) for stack in stacks])
    assert_as_exact_as_random_inputs_allow(name, got, exact, dtype)


@each_way([way for way in WAYS if way[2] in ("probs", "logits")])
@on_dtypes(JAX, JAX_SINGLE)
def test_random_distributions_under_jit(name, number, given, library, dtype):
    import jax

    stacks, exact = random_cases(name, number, given, dtype)
    arrays = [library.array(stack, dtype) for stack in stacks]
    got = measured(name, number, given, arrays, jax.jit)
    assert_as_exact_as_random_inputs_allow(name, got, exact, dtype)


@pytest.mark.parametrize("given", ["probs", "logits"])
@every_dtype
def test_quantities_made_of_others_keep_a_promise_of_their_own(given, dtype):
    rng = np.random.default_rng(3)
    p = draw(given, (25, 5), rng, dtype)
    q = p * (1 + 1e-4 * rng.standard_normal(p.shape)).astype(dtype)
    how = {"given": given, "normalize": True}
    perplexities = QUANTITIES["perplexity"].evaluate(p, **how)
    distances = QUANTITIES["jensen_shannon_distance"].evaluate(p, q, **how)
    terms = QUANTITIES["kl_divergence_terms"].evaluate(p, q, **how)
    eps = float(np.finfo(dtype).eps)
    for i in range(len(p)):
        exact = reference("perplexity", given, p[i])
        assert error_in_eps(perplexities[i], exact) <= 8 * max(1.0, math.log(exact))
        exact = reference("jensen_shannon_distance", given, p[i], q[i])
        assert error_in_eps(distances[i], exact) <= 9
        exact = reference("kl_divergence_terms", given, p[i], q[i])
        slack = 16 * eps * float(sum(exact))
        assert all(error_in_eps(t, x, slack) == 0 for t, x in zip(terms[i], exact, strict=True))


def excused(quantity, order, given, inputs):
    """Return what a power of a large ratio may be off beyond the rest, as its docstring says."""
    if quantity not in ("chi_squared_divergence", "renyi_divergence") or not 1 < order < math.inf:
        return 0.0
    return (order - 1) * float(reference("renyi_divergence", given, *inputs, order=math.inf))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@every_dtype
def test_hard_cases(family, dtype):
    """Each miss is listed with how far off it was, in eps."""
    misses, info = [], np.finfo(dtype)
    for name, quantity, parameters, given, inputs in cases(dtype, family):
        evaluate = QUANTITIES[quantity].evaluate
        how = {**parameters, **options(evaluate, given=given, normalize=True)}
        got = np.asarray(evaluate(*inputs, **how))
        exact = np.asarray(reference(quantity, given, *inputs, **parameters))
        floor = inputs[0].size * 1000 * float(info.smallest_subnormal)
        floor += PROMISED_FLOOR.get(quantity, lambda eps: 0.0)(float(info.eps))
        for value, truth in zip(np.ravel(got), np.ravel(exact), strict=True):
            if abs(truth) > float(info.max):
                truth = math.copysign(math.inf, truth)
            off = error_in_eps(value, truth, floor)
            if not off <= PROMISED_EPS[quantity] + excused(
                quantity, parameters.get("order", 2), given, inputs
            ):
                what = f"{quantity} {parameters or ''} of {given}, {name}"
                misses.append(f"{what}: {value} is {off:.3g} eps off {float(truth)}")
    assert misses == []


@pytest.mark.parametrize("given", ["probs", "logits"])
@every_dtype
def test_identities_hold_to_the_last_digits(given, dtype):
    """H(p, q) = H(p) + D(p || q), and JS = D(p || m)/2 + D(q || m)/2."""
    rng, eps = np.random.default_rng(5), float(np.finfo(dtype).eps)
    p, q = draw(given, (50, 6), rng, dtype), draw(given, (50, 6), rng, dtype)
    value = {
        name: QUANTITIES[name].evaluate(*((p, q)[: arity(QUANTITIES[name].evaluate)]), given=given)
        for name in ("entropy", "cross_entropy", "kl_divergence", "jensen_shannon_divergence")
    }
    np.testing.assert_allclose(
        value["cross_entropy"], value["entropy"] + value["kl_divergence"], rtol=16 * eps
    )
    if given == "probs":
        m, kl = (p + q) / 2, QUANTITIES["kl_divergence"].evaluate
        halves = (kl(p, m, normalize=True) + kl(q, m, normalize=True)) / 2
        np.testing.assert_allclose(value["jensen_shannon_divergence"], halves, rtol=32 * eps)


def test_a_long_axis_is_summed_as_well_as_if_it_were_last():
    """NumPy's own sum over a first axis of a million float32 is 1.7 % off."""
    for n in (10**6, 10**6 - 1):
        p = np.full((n, 2), 1e-6, dtype=np.float32)
        assert error_in_eps(entropy(p, axis=0)[0], reference("entropy", "probs", p[:, 0])) <= 8


def test_terms_sum_to_the_divergence():
    rng = np.random.default_rng(8)
    p, q = rng.dirichlet(np.ones(7), size=(2, 40))
    terms = QUANTITIES["kl_divergence_terms"].evaluate(p, q)
    whole = QUANTITIES["kl_divergence"].evaluate(p, q)
    np.testing.assert_allclose(terms.sum(-1), whole, rtol=16 * 2.0**-52)


def test_references_see_what_fixed_precision_does_not():
    """Known by hand: H of (1, x) with tiny x is x (1 - log x), to first order in x."""
    x = 1e-300
    assert float(reference("entropy", "probs", [1.0, x])) == pytest.approx(
        x * (1 - math.log(x)), rel=1e-14
    )

"""Every quantity against its exact value, to the last digits it promises."""

import math

import numpy as np
import pytest

from hard_cases import cases
from kullback._quantity import QUANTITIES
from kullback.quantities import entropy
from references import error_in_eps, reference
from signatures import arity, options

FORMS = ("probs", "log_probs", "logits")
MIXED = (("probs", "logits"), ("logits", "probs"), ("log_probs", "probs"))
EVENTS = ("self_information", "binary_entropy")
DIVERGENCES = (
    "kl_divergence", "kl_divergence_terms", "jensen_shannon_divergence", "jensen_shannon_distance"
)  # fmt: skip
PROMISED_EPS = {name: 16 if name in DIVERGENCES else 8 for name in QUANTITIES}

every_way = pytest.mark.parametrize(
    ("name", "given"),
    [
        (name, given)
        for name, quantity in QUANTITIES.items()
        for given in (*FORMS, *(MIXED if arity(quantity.evaluate) == 2 else ()))
    ],
    ids=str,
)
every_dtype = pytest.mark.parametrize("dtype", ["float64", "float32"])


def draw(form, shape, rng, dtype):
    """Return random distributions in the form, some of them with rare outcomes."""
    logits = rng.choice([1.0, 4.0, 15.0], size=(shape[0], 1)) * rng.standard_normal(shape)
    if form == "logits":
        return logits.astype(dtype)
    logs = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    return (logs if form == "log_probs" else np.exp(logs)).astype(dtype)


@every_way
@every_dtype
def test_random_distributions(name, given, dtype):
    evaluate, rng = QUANTITIES[name].evaluate, np.random.default_rng(len(name))
    forms = given if isinstance(given, tuple) else (given,) * arity(evaluate)
    arrays = [draw(form, (25, 5), rng, dtype) for form in forms]
    got = evaluate(*arrays, given=given)
    assert got.dtype == dtype
    if name in EVENTS:
        (p,) = arrays
        exact = [reference(name, given, x) for x in p.ravel()]
    else:
        exact = [reference(name, given, *rows) for rows in zip(*arrays, strict=True)]
    exact = np.array(exact, dtype=float).reshape(got.shape)
    rtol = {"float64": 1e-12, "float32": 5e-6}[dtype]
    # Terms are right to the digits of their sum.
    scale = exact.sum(-1, keepdims=True) if name == "kl_divergence_terms" else exact
    assert (abs(got - exact) <= rtol * scale).all()


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


@every_dtype
def test_hard_cases(dtype):
    """Each miss is listed with how far off it was, in eps."""
    misses = []
    for name, quantity, given, inputs in cases(dtype):
        evaluate, info = QUANTITIES[quantity].evaluate, np.finfo(dtype)
        got = evaluate(*inputs, **options(evaluate, given=given, normalize=True))
        floor = inputs[0].size * 1000 * float(info.smallest_subnormal)
        if quantity in DIVERGENCES:
            floor += 8 * float(info.eps) ** 3
        off = error_in_eps(np.squeeze(got), reference(quantity, given, *inputs), floor)
        if not off <= PROMISED_EPS[quantity]:
            misses.append(f"{quantity} of {given}, {name}: {got} is {off:.3g} eps off")
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

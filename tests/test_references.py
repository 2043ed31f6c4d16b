"""Every quantity against its exact value, to the last digits it promises."""

import math
from collections import defaultdict
from functools import cache

import numpy as np
import pytest

from hard_cases import FAMILIES, cases, long
from kullback._quantity import QUANTITIES
from kullback.quantities import cross_entropy, entropy
from libraries import JAX_DOUBLE, JAX_SINGLE, NUMPY, TORCH, on_dtypes
from references import error_in_eps, reference
from rows import parameters_of
from signatures import arity, is_of_events, keywords, options, placed, variables

pytestmark = pytest.mark.digits

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
@on_dtypes(JAX_DOUBLE, JAX_SINGLE)
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


ANSWERS = {}  # to hard cases, which are the same in every library


def solved_cases(family, dtype, only=QUANTITIES):
    """Yield the cases of a family, each with the exact answer."""
    for number, (name, quantity, parameters, given, inputs) in enumerate(cases(dtype, family)):
        if quantity in only:
            key = (family, dtype, number)
            if key not in ANSWERS:
                ANSWERS[key] = np.asarray(reference(quantity, given, *inputs, **parameters))
            yield name, quantity, parameters, given, inputs, ANSWERS[key]


def misses(case, got, least):
    """Return where an answer is further off than promised, each with how far off in eps.

    Not counted is what an outcome may lose in numbers as small as `least`.
    """
    name, quantity, parameters, given, inputs, exact = case
    info = np.finfo(got.dtype)
    floor = inputs[0].size * least + PROMISED_FLOOR.get(quantity, lambda eps: 0.0)(float(info.eps))
    promised = PROMISED_EPS[quantity]
    promised += excused(quantity, parameters.get("order", 2), given, inputs)
    for value, truth in zip(np.ravel(got), np.ravel(exact), strict=True):
        if abs(truth) > float(info.max):
            truth = math.copysign(math.inf, truth)
        off = error_in_eps(value, truth, floor)
        if not off <= promised:
            what = f"{quantity} {parameters or ''} of {given}, {name}"
            yield f"{what}: {value} is {off:.3g} eps off {float(truth)}"


each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)


def forms_of(given, inputs):
    return given if isinstance(given, tuple) else (given,) * len(inputs)


def answers_of_stacks(solved, library, dtype, longer=lambda n: n, higher=lambda rows: rows):
    """Yield each case with its answer, of cases of one shape asked together.

    Each stack is made `longer` and `higher` by what changes nothing: outcomes that are
    impossible, and the last case again.
    """
    groups = defaultdict(list)
    for case in solved:
        _, quantity, parameters, given, inputs, _ = case
        shape = (*inputs[0].shape[:-1], longer(inputs[0].shape[-1])) if inputs[0].ndim else ()
        groups[quantity, tuple(parameters.items()), given, shape].append(case)
    for (quantity, parameters, given, shape), group in groups.items():
        evaluate, how = QUANTITIES[quantity].evaluate, dict(parameters)
        how |= placed(evaluate, range(-len(shape), 0), how.pop("on", None))
        how |= options(evaluate, given=given, normalize=True)
        stacks = []
        for k, form in enumerate(forms_of(given, group[0][4])):
            impossible = 0.0 if form == "probs" else -math.inf
            stack = np.full((higher(len(group)), *shape), impossible, dtype)
            for i in range(len(stack)):
                array = group[min(i, len(group) - 1)][4][k]
                stack[i][..., : array.shape[-1]] = array
            stacks.append(library.array(stack, dtype))
        yield from zip(group, np.asarray(evaluate(*stacks, **how)), strict=False)


PROMISED_EVERYWHERE = (
    "entropy",
    "cross_entropy",
    "kl_divergence",
    "jensen_shannon_divergence",
)


@on_dtypes(NUMPY, TORCH)
@each_family
def test_hard_cases(family, library, dtype):
    """By NumPy each case by itself, by PyTorch those of one shape at once."""
    found, least = [], 1000 * float(np.finfo(dtype).smallest_subnormal)
    if library is TORCH:
        only = PROMISED_EVERYWHERE if family is long else QUANTITIES
        answers = answers_of_stacks(solved_cases(family, dtype, only), library, dtype)
    else:
        answers = map(answered, solved_cases(family, dtype))
    for case, got in answers:
        found += misses(case, got, least)
    assert found == []


def answered(case):
    """Return the case with its answer, by NumPy."""
    _, quantity, parameters, given, inputs, _ = case
    evaluate = QUANTITIES[quantity].evaluate
    how = {**parameters, **options(evaluate, given=given, normalize=True)}
    return case, np.asarray(evaluate(*inputs, **how))


def flushed(array, info):
    """Tell whether JAX takes a number of the array for 0: it has none below the normal ones."""
    return bool(((array != 0) & (abs(array) < info.smallest_normal)).any())


@on_dtypes(JAX_DOUBLE, JAX_SINGLE)
@pytest.mark.parametrize("family", FAMILIES[:9], ids=lambda family: family.__name__)
def test_hard_cases_by_jax(family, library, dtype):
    info, found = np.finfo(dtype), []

    def longer(n):  # one of few shapes, for each of which JAX compiles anew
        return next(size for size in (8, 128, 512, n) if n <= size)

    def higher(rows):  # a million outcomes take longer than to compile for two rows of them
        return rows if family is long else next(k for k in (1, 16, 128, 1024) if rows <= k)

    solved = [
        case
        for case in solved_cases(family, dtype, PROMISED_EVERYWHERE)
        if not any(flushed(array, info) for array in case[4])
    ]
    for case, got in answers_of_stacks(solved, library, dtype, longer, higher):
        found += misses(case, got, float(info.smallest_normal))
    assert found == []


HALVES = [
    (quantity, given)
    for quantity in PROMISED_EVERYWHERE
    for given in (
        "probs",
        "logits",
        *([("probs", "logits")] if quantity == "cross_entropy" else []),
    )
]


@pytest.mark.parametrize(("quantity", "given"), HALVES, ids=str)
@on_dtypes(TORCH, JAX_SINGLE, half=True)
def test_half_precision_is_exact_for_the_halves_given(quantity, given, library, dtype):
    """Computed in float32, so that the error is counted in eps of float32."""
    rng = np.random.default_rng(11)
    drawn = [draw(form, (30, 6), rng, "float32") for form in forms_of(given, (0, 0))]
    if not isinstance(given, tuple):
        drawn[1][::2] = drawn[0][::2]
        drawn[1][::2, 0] *= 1.01  # nearly equal, as far as halves can be
    drawn[-1][1] = [1, 1e-4, 0, 1e-3, 0, 1e-4] if given == "probs" else [12, 1, 0, -1, 0.5, 2]
    arrays = [library.array(x, dtype) for x in drawn[: arity(QUANTITIES[quantity].evaluate)]]
    exact = [np.asarray(library.xp.asarray(a, dtype=library.xp.float32)) for a in arrays]
    got = np.asarray(QUANTITIES[quantity].evaluate(*arrays, given=given, normalize=True))
    assert got.dtype == np.float32
    least, found = 1000 * float(np.finfo("float32").smallest_subnormal), []
    for i, value in enumerate(got):
        rows = [x[i] for x in exact]
        case = ("halves", quantity, {}, given, rows, reference(quantity, given, *rows))
        found += misses(case, value, least)
    assert found == []


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


@on_dtypes(NUMPY, TORCH, JAX_DOUBLE, JAX_SINGLE)
@pytest.mark.parametrize("n", [2, 40, 90_000])
def test_answers_just_above_the_smallest_normal_number(n, library, dtype):
    """Their terms are subnormal, of which there may be many, and which JAX takes for 0."""
    least = float(np.finfo(dtype).smallest_normal)
    margin = round(math.log(n) - math.log(least) - 1.0)
    x = np.zeros(n, dtype)
    x[0] = margin
    first, second = (x > 0).astype(dtype), x.copy()
    second[1:] -= 0.5
    asked = [
        (entropy, "logits", (x,)),
        (cross_entropy, ("probs", "logits"), (first, x)),
        (cross_entropy, "logits", (x, second)),
    ]
    for evaluate, given, rows in asked:
        got = np.asarray(evaluate(*(library.array(x, dtype) for x in rows), given=given))
        truth = reference(evaluate.__name__, given, *rows)
        assert float(truth) >= least
        assert error_in_eps(got, truth) <= 8
    loss = cross_entropy(library.integers(0), library.array(x, dtype), given=("labels", "logits"))
    assert (
        error_in_eps(np.asarray(loss), reference("cross_entropy", ("probs", "logits"), first, x))
        <= 8
    )

"""Inputs on which plain formulas fail, each named by what goes wrong in them.

`cases(dtype, family)` gives (name, quantity, parameters, given, inputs). Probabilities are any
weights: the tests pass normalize=True. Inputs whose answer is a convention are in test_inputs.py
instead.
"""

import math

import numpy as np

ORDERS = [{"order": order} for order in (0.0, 0.25, 0.5, 1 - 1e-9, 1 + 1e-9, 2.0, 7.5, math.inf)]
# What is hard for one quantity is hard for those that resemble it.
RESEMBLING = {
    "kl_divergence": [
        ("kl_divergence", {}),
        ("jeffreys_divergence", {}),
        ("total_variation", {}),
        ("hellinger_distance", {}),
        ("chi_squared_divergence", {}),
        *(("renyi_divergence", order) for order in ORDERS),
    ],
    "entropy": [
        ("entropy", {}),
        *((name, order) for name in ("renyi_entropy", "tsallis_entropy") for order in ORDERS),
    ],
    "mutual_information": [
        ("joint_entropy", {}),
        ("conditional_entropy", {}),
        ("conditional_entropy", {"on": -1}),
        ("mutual_information", {}),
        ("pointwise_mutual_information", {}),
        ("variation_of_information", {}),
        ("total_correlation", {}),
    ],
    "conditional_mutual_information": [
        ("joint_entropy", {}),
        ("conditional_mutual_information", {}),
        ("total_correlation", {}),
    ],
}
DIVERGENCES = ("kl_divergence", "jensen_shannon_divergence")
PAIRS = (*DIVERGENCES, "cross_entropy")


def cases(dtype, family):
    """Yield every case of a family in one floating dtype."""
    rng = np.random.default_rng(20240607)
    for name, quantity, given, *inputs in family(rng, np.finfo(dtype)):
        arrays = [np.asarray(x, dtype=dtype) for x in inputs]
        for like_it, parameters in RESEMBLING.get(quantity, [(quantity, {})]):
            yield name, like_it, parameters, given, arrays


def near_equal(rng, info):
    """A difference of logs, or of sums that should be 1, drowns the answer."""
    for n in (10, 300):
        for change in changes(info):
            p = rng.dirichlet(np.ones(n))
            q = np.abs(p * (1 + change * rng.standard_normal(n)))
            a = 3 * rng.standard_normal(n)
            b = a + change * rng.standard_normal(n)
            for quantity in PAIRS:
                yield f"{n} probabilities {change:.0e} apart", quantity, "probs", p, q / q.sum()
                yield f"{n} logits {change:.0e} apart", quantity, "logits", a, b
    for change in changes(info):
        a = np.array([0.3, -1.2, 0.8, -40.0])
        b = a + change * rng.standard_normal(4) - [0, 0, 0, 10]
        for quantity in PAIRS:
            yield f"logits {change:.0e} apart but for the tail", quantity, "logits", a, b
    one = info.dtype.type(1)
    half, up = [0.5, 0.25, 0.125, 0.125], [np.nextafter(one / 2, one), 0.25, 0.125, 0.125]
    below = np.nextafter(one / 2, one * 0)
    for quantity in PAIRS:
        yield "one ulp apart", quantity, "probs", half, up
        yield "an ulp either way", quantity, "probs", [below, 1 - below], [1 - below, below]
        yield "logits a constant apart", quantity, "logits", [1, 2, 3], [8, 9, 10]
        # scipy issue 20083: the root of a small negative number
        p, q = [0.027501475, 0.055202297], [0.027537677, 0.055334348]
        yield "a root of less than nothing", quantity, "probs", p, q


def common_shift(rng, info):
    """The difference of two rounded logits is off by eps times the logits, not the difference."""
    for shift in (100.1, 1e4):
        for n in (10, 100):
            for change in changes(info)[:4]:
                a = 3 * rng.standard_normal(n)
                b = a + change * rng.standard_normal(n) + shift
                for quantity in PAIRS:
                    yield f"{n} logits {change:.0e} apart and {shift:g}", quantity, "logits", a, b
    for offset in (1e4, 1e6, 1e8):  # log-sum-exp minus the logit loses what the offset hides
        x = np.array([2.0, -1.0, 0.5]) + offset
        yield f"logits near {offset:g}", "entropy", "logits", x
        yield (
            f"a label's logits near {offset:g}",
            "cross_entropy",
            ("probs", "logits"),
            [1, 0, 0],
            x,
        )


def confident(rng, info):
    """The largest probability rounds to 1, and log 1 is 0."""
    margins = (5, 10, 16.94, 20, 37.43, 50, 80)
    for margin in (*margins, *((100, 300, 600, 700) if info.bits == 64 else ())):
        for n in (2, 10, 100):
            x = np.array([margin, *(0.5 * rng.standard_normal(n - 1))])
            first, last = np.eye(n)[0], np.eye(n)[-1]
            yield f"{n} logits, {margin} above", "entropy", "logits", x
            yield f"right by {margin} of {n}", "cross_entropy", ("probs", "logits"), first, x
            yield f"wrong by {margin} of {n}", "cross_entropy", ("probs", "logits"), last, x
    yield "a tie", "entropy", "logits", [5, 5, 1]
    yield "far apart", "kl_divergence", "logits", [0, -50, 3], [-200, 30, 1]
    yield "apart in the tail", "kl_divergence", "logits", [0, -40, -41], [0, -41, -40]


def peaked(rng, info):
    """The surprise of an almost certain outcome is in what the others hold."""
    for power in (2, 4, 8, 12, 16, 20, 30, *((100, 300) if info.bits == 64 else (37,))):
        rare = 10.0**-power
        yield f"[1 - 1e-{power}, 1e-{power}]", "entropy", "probs", [1 - rare, rare]
        yield f"[1e-{power}, 1, 1e-{power}]", "entropy", "probs", [rare, 1, rare]
        yield f"1 against 1e-{power}", "cross_entropy", "probs", [1, 0], [1, rare]
        yield f"1e-{power} against 1", "cross_entropy", "probs", [rare, 1], [1, rare]


def tiny(rng, info):
    """Ratios overflow, products underflow, and scaling down loses what is subnormal."""
    normal, least = float(info.smallest_normal), float(info.smallest_subnormal)
    low = [normal, normal / 8, 3 * least, least]
    p, q = [0.5, 0.5, *low], [0.5, 0.5, *reversed(low)]
    geometric = 10.0 ** -np.linspace(0, 300 if info.bits == 64 else 37, 61)
    shaken = geometric * (1 + 1e-3 * rng.standard_normal(61))
    yield "tiny", "entropy", "probs", p
    yield "only subnormals", "entropy", "probs", [5 * least, 7 * least]
    yield "every magnitude", "entropy", "probs", geometric
    for quantity in PAIRS:
        yield "tiny and swapped", quantity, "probs", p, q
        yield "a ratio that overflows", quantity, "probs", [0.5, 0.5], [1, least]
        yield "a ratio that underflows", quantity, "probs", [1, least], [0.5, 0.5]
        yield "only subnormals", quantity, "probs", [5 * least, 7 * least], [6 * least, 6 * least]
        yield "every magnitude", quantity, "probs", geometric, shaken
        yield "a subnormal and another total", quantity, "probs", [0.7, 0.5], [1, 3 * least]
        yield "a subnormal of another total", quantity, "probs", [3, least], [0.5, 0.5]
        yield "big beside tiny", quantity, "probs", [2, 3, 4], [1, 1, normal]


def long(rng, info):
    """A million terms, added up one by one, lose a percent of a float32."""
    n = 10**6
    flat, third = np.full(n, 1e-6), np.arange(n) % 3 == 0
    yield "a million alike", "entropy", "probs", flat
    yield "a million alike", "entropy", "logits", np.zeros(n)
    yield "a million of two kinds", "entropy", "probs", np.where(third, 1.3e-6, 0.85e-6)
    yield "a million of two kinds", "cross_entropy", "logits", flat, np.where(third, 0.1, -0.2)
    for quantity in DIVERGENCES:
        yield "a million apart", quantity, "probs", flat, np.where(third, 1.3e-6, 0.85e-6)
        yield "a million near", quantity, "probs", flat, flat * np.where(third, 1.0002, 0.9999)


def huge(rng, info):
    """Logits whose exponentials, or whose differences, leave the range; masks."""
    mask, largest = -np.inf, float(info.max)
    yield "largest floats", "entropy", "logits", [largest, -largest]
    for x in ([1e4, -1e4, 1e4], [1e38, -1e38, 1e38], [1, mask, 2], [1, mask, mask]):
        yield f"{x}", "entropy", "logits", x
    for a, b in (
        ([1e4, -1e4, 0], [-1e4, 1e4, 0]), ([1e4, -1e4, 0], [1e4, -1e4, 0]),
        ([1e4, 1e4 - 1, 0], [1e4, 1e4 - 1.5, 3]), ([1e38, -1e38], [-1e38, 1e38]),
        ([largest, -largest], [largest, -largest]), ([1, mask, 2], [1.5, mask, 2]),
        ([1, mask, 2], [1.5, 0, 2]), ([1, 0, 2], [1.5, mask, 2]), ([1, mask, 2], [1.5, 0, mask]),
        ([0, -2000], [0, mask]), ([-0.58, -2.16, 0.69], [-524.1, -142.3, 158.0]),
        ([-0.2911, 0.7772, 1.0873], [2.6286, -6.5368, 441.65]),
    ):  # fmt: skip
        for quantity in PAIRS:
            yield f"{a} and {b}", quantity, "logits", a, b


def unnormalised(rng, info):
    """Two totals that differ swamp what the shapes differ by."""
    eps = float(info.eps)
    for left, right in ((3.0, 7.0), (1e-5, 1e5), (1.0, 1 + 4 * eps)):
        for change in changes(info)[:4]:
            p = rng.dirichlet(np.ones(100))
            q = p * (1 + change * rng.standard_normal(100))
            for quantity in DIVERGENCES:
                yield f"totals {left:g} and {right:g}", quantity, "probs", p * left, q * right
    largest = float(info.max)
    for quantity in PAIRS:
        yield "proportional", quantity, "probs", [1, 2, 3, 4], [3, 6, 9, 12]
        counts = [1201, 330, 77, 5, 0], [2403, 659, 155, 10, 1]
        yield "counts", quantity, "probs", *counts
        near = [100000, 200000, 300000], [200000, 400001, 600000]
        yield "counts that are near", quantity, "probs", *near
        big = [largest, largest / 2, largest / 4], [largest / 2, largest, largest / 4]
        yield "a sum that overflows", quantity, "probs", *big
        yield "the largest against one", quantity, "probs", big[0], [1, 0.75, 0.125]
        yield "one against the largest", quantity, "probs", [1, 0.75, 0.125], big[0]
    yield "a sum that overflows", "entropy", "probs", [largest, largest / 2, largest / 4]


def unlike(rng, info):
    """Zeros on either side, and pairs of every kind."""
    for p, q in (
        ([0, 0.25, 0.75], [0.25, 0.25, 0.5]), ([0.25, 0.25, 0.5], [0, 0.25, 0.75]),
        ([0.5421299362079293, 0.4578700637920708], [5.547775599111558e-17, 1]),
        ([0, 0.25, 0.75], [0, 0.5, 0.5]), ([0, 1, 0], [0, 1, 0]), ([1, 0], [0, 1]), ([1], [1]),
    ):  # fmt: skip
        for quantity in PAIRS:
            yield f"{p} and {q}", quantity, "probs", p, q
    for _ in range(20):
        n = int(rng.integers(2, 9))
        p, q = 10.0 ** -rng.uniform(0, 12, (2, n))
        a, b = 20 * rng.standard_normal((2, n))
        for quantity in PAIRS:
            yield f"{n} of many sizes", quantity, "probs", p, q
            yield f"{n} wide logits", quantity, "logits", a, b
            yield f"{n} wide logits and shifted", quantity, "logits", a, b + 1234.56


def events(rng, info):
    """One event, almost certain or almost impossible."""
    least, normal, eps = (float(x) for x in (info.smallest_subnormal, info.tiny, info.eps))
    rare = (0.11, 0.5, 0.25, 1e-3, 1e-6, 1e-12, 1e-30, normal, least, 0.5 + eps, 1 - eps / 2)
    for quantity in ("self_information", "binary_entropy"):
        for p in (*rare, 1 - 1e-3, 1 - 1e-6, 0.999, 1.0):
            yield f"{p}", quantity, "probs", [p]
        for x in (-1e-30, -1e-8, -1e-3, -0.3, -0.6931, -0.6932, -1, -20, -80):
            yield f"{x}", quantity, "log_probs", [x]
        for x in (0, 1e-9, 0.3, -0.3, 5, -5, 16, 37, -37, 50, -50, 80, -80):
            yield f"{x}", quantity, "logits", [x]


def nearly_independent(rng, info):
    """A sum of entropies less another drowns the dependence, and so does a product of margins."""
    for shape in ((2, 2), (3, 5), (2, 3, 4)):
        quantity = "mutual_information" if len(shape) == 2 else "conditional_mutual_information"
        margins = [rng.dirichlet(np.full(n, 3.0)) for n in shape]
        product = math.prod(np.meshgrid(*margins, indexing="ij"))
        for change in changes(info):
            table = product * (1 + change * rng.uniform(-1, 1, shape))
            yield f"{shape} {change:.0e} from independent", quantity, "probs", table / table.sum()
            counts = np.round(table / change * 2.0**6)
            if counts.max() * info.eps < 1:
                yield f"{shape} counts {change:.0e} from so", quantity, "probs", counts
        yield f"{shape} proportional", quantity, "probs", 3 * np.ones(shape)


def nearly_determined(rng, info):
    """What is left of an entropy is in the cells that hardly ever occur."""
    for power in (2, 6, 12, 20, *((200,) if info.bits == 64 else (35,))):
        rare = 10.0**-power
        table = np.eye(3) / 3 + rare * np.array([[0, 1, 2], [0, 0, 0], [3, 0, 0]])
        yield f"a copy but for 1e-{power}", "mutual_information", "probs", table
        yield f"one cell but for 1e-{power}", "mutual_information", "probs", [[1, rare], [rare, 0]]
        yield f"{rare} in corners", "mutual_information", "probs", [[rare, 1], [1, rare]]
    for _ in range(10):
        table = 10.0 ** -rng.uniform(0, 12, (3, 4))
        yield "cells of many sizes", "mutual_information", "probs", table
        yield "three variables", "conditional_mutual_information", "probs", table.reshape(3, 2, 2)


def changes(info):
    """Return relative differences from visible to the last digit."""
    return [10.0**-k for k in ((2, 4, 6, 8, 10, 12, 14) if info.bits == 64 else (2, 3, 4, 5, 6, 7))]


FAMILIES = (
    near_equal, common_shift, confident, peaked, tiny, long, huge, unnormalised, unlike, events,
    nearly_independent, nearly_determined,
)  # fmt: skip

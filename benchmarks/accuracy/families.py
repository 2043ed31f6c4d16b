"""The inputs: families of cases, each hard for the same reason.

Where it can be had, probabilities sum to exactly 1 in their dtype, so that no system is blamed for
dividing by the sum, or for not doing it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

LABELS = "cross-entropy of labels and logits"
GRADIENT = f"{LABELS}, with gradient"
SOFT = "cross-entropy of soft targets and logits"
OFFSET = 1e4


@dataclass(frozen=True)
class Family:
    """Cases for one task: `cases(info)` yields (name, inputs) in the dtype that `info` is of."""

    task: str
    name: str
    cases: Callable[[np.finfo], Iterator[tuple]]


def in_dtype(family, dtype):
    """Yield (name, inputs), each input one row or a label."""
    for name, *inputs in family.cases(np.finfo(dtype)):
        yield name, [x if isinstance(x, int) else np.asarray(x, dtype=dtype) for x in inputs]


def changes(info):
    """Return relative differences from visible to the last digits."""
    return [10.0**-k for k in range(1, 16 if info.bits == 64 else 8)]


def on_the_grid(rng, info, n):
    """Return n whole numbers that sum to the reciprocal of a unit every float below 1 is of."""
    whole = 2 ** (info.nmant + 1)
    parts = np.floor(rng.dirichlet(np.full(n, 5.0)) * whole).astype(np.int64)
    parts[parts.argmax()] += whole - parts.sum()
    return parts, whole


def nearly_equal(info):
    """Two distributions that sum to exactly 1, and differ by as little as they can."""
    rng = np.random.default_rng(1)
    for n in (2, 10, 100):
        for change in changes(info):
            parts, whole = on_the_grid(rng, info, n)
            left, right = parts[: n // 2], parts[n // 2 :]
            by = np.rint(np.minimum(left, right) * change * rng.uniform(0.5, 1, n // 2))
            if by.any():
                moved = parts + np.concatenate([by, -by]).astype(np.int64)
                yield f"{n} outcomes, {change:.0e} apart", parts / whole, moved / whole
    ulp = float(info.epsneg)
    yield "one unit apart", [0.5, 0.5], [0.5 + ulp, 0.5 - ulp]
    yield "one unit of four apart", [0.5, 0.25, 0.125, 0.125], [0.5 + ulp, 0.25 - ulp, 0.125, 0.125]


def nearly_equal_as_they_come(info):
    """Two distributions divided by their sums: the sums are 1 but for rounding."""
    rng = np.random.default_rng(8)
    for n in (3, 10, 100):
        for change in changes(info):
            p = rng.dirichlet(np.full(n, 5.0)).astype(info.dtype)
            q = (p * (1 + change * rng.uniform(-1, 1, n))).astype(info.dtype)
            if (p != q).any():
                yield f"{n} outcomes, {change:.0e} apart", p / p.sum(), q / q.sum()


def nearly_equal_logits(info, offset=0.0):
    """Two rows of logits that differ by little, and perhaps by a constant."""
    rng = np.random.default_rng(2)
    for n in (2, 10, 100):
        for change in changes(info):
            a = (3 * rng.standard_normal(n)).astype(info.dtype)
            b = (a + change * rng.standard_normal(n) + offset).astype(info.dtype)
            if np.ptp(b.astype(np.longdouble) - a) > 0:  # else they are equal, and 0 is right
                yield f"{n} logits, {change:.0e} apart", a, b


def nearly_equal_but_for_an_offset(info):
    """The difference of two rounded logits is off by eps times the logits."""
    yield from nearly_equal_logits(info, OFFSET)


def a_million(info):
    """A million outcomes of two kinds, near and not so near."""
    n = 10**6
    third = np.arange(n) % 3 == 0
    for by in (0.3, 1e-3):
        q = np.where(third, 1 + by, 1 - by / 2)
        yield f"a million, {by:g} apart", np.full(n, 1 / n), q / q.sum()


def a_million_of_one_row(info):
    """Each of these by itself."""
    for name, p, q in a_million(info):
        yield f"{name}, the first", p
        yield f"{name}, the second", q


def a_million_logits(info):
    """A million logits of two kinds."""
    yield "a million", np.where(np.arange(10**6) % 3 == 0, 0.1, -0.2)


def a_million_classes(info):
    """A label among a million classes."""
    for name, logits in a_million_logits(info):
        yield name, 5, logits


def tiny(info):
    """Ratios that overflow, products that underflow, subnormal probabilities."""
    normal, least = float(info.smallest_normal), float(info.smallest_subnormal)
    low = [normal, normal / 8, 3 * least, least]
    yield "tiny and swapped", [0.5, 0.5, *low], [0.5, 0.5, *reversed(low)]
    yield "a ratio that overflows", [0.5, 0.5], [1, least]
    rng = np.random.default_rng(3)
    sizes = 10.0 ** -np.linspace(0, 300 if info.bits == 64 else 37, 61)
    sizes /= sizes.sum()
    shaken = sizes * (1 + 1e-3 * rng.standard_normal(61))
    yield "every magnitude", sizes, shaken / shaken.sum()


def peaked(info):
    """One outcome almost certain: what is uncertain is in the others."""
    for power in (2, 4, 8, 12, 16, 20, 30, *((100, 300) if info.bits == 64 else (36,))):
        rare = 10.0**-power
        yield f"1e-{power}", [1 - rare, rare]
        yield f"twice 1e-{power}", [rare, 1 - 2 * rare, rare]


def tiny_in_one_row(info):
    """Each of these by itself."""
    for name, p, q in tiny(info):
        yield f"{name}, the first", p
        yield f"{name}, the second", q


def peaked_model(info):
    """A model that is almost certain of what happens."""
    for name, q in peaked(info):
        if len(q) == 2:
            yield name, [1, 0], q


def confident(info):
    """Logits of which one is above the others by a margin."""
    rng = np.random.default_rng(4)
    margins = (5, 10, 15, 16.94, 20, 30, 37.43, 50, 80)
    for margin in (*margins, *((100, 200, 400, 600, 700) if info.bits == 64 else ())):
        for n in (2, 10, 100):
            yield f"{margin} above {n - 1}", [margin, *(0.5 * rng.standard_normal(n - 1))]


def confident_and_right(info):
    """The label is the class that the model is sure of."""
    for name, logits in confident(info):
        yield name, 0, logits


def confident_and_wrong(info):
    """The label is another class."""
    for name, logits in confident(info):
        yield name, len(logits) - 1, logits


def confident_and_right_far_from_zero(info):
    """What all logits have in common hides what they differ by."""
    for offset in (1e4, 1e6, 1e8):
        for margin in (2, 8, 16):
            yield f"{margin} above, near {offset:g}", 0, np.array([margin, 0.25, -1.0]) + offset


def one_hot_targets(info):
    """The soft target is hard."""
    for name, logits in confident(info):
        yield name, np.eye(len(logits))[0], logits


def soft_targets(info):
    """Targets of every kind, and a class that is masked and not aimed at."""
    rng = np.random.default_rng(5)
    for n in (3, 100):
        parts, whole = on_the_grid(rng, info, n)
        yield f"{n} classes", parts / whole, 5 * rng.standard_normal(n)
    yield "a masked class", [0.25, 0.75, 0], [1, 3, -np.inf]


def huge_logits(info):
    """Logits whose exponentials, or differences, leave the range; masks."""
    mask = -np.inf
    yield "±1e4", [1e4, -1e4, 1e4]
    yield "±1e38", [1e38, -1e38, 1e38]
    yield "one masked", [1, mask, 2]
    yield "all but two masked", [1, mask, mask, 3]


def huge_pairs(info):
    """The same in pairs."""
    mask = -np.inf
    yield "±1e4", [1e4, -1e4, 0], [-1e4, 1e4, 0]
    yield "±1e38", [1e38, -1e38], [-1e38, 1e38]
    yield "near 1e4", [1e4, 1e4 - 1, 0], [1e4, 1e4 - 1.5, 3]
    yield "the same one masked", [1, mask, 2], [1.5, mask, 2]
    yield "masked in p", [1, mask, 2], [1.5, 0, 2]


def huge_labels(info):
    """The same with a label."""
    for name, logits in huge_logits(info):
        yield name, 0, logits


def weights(info):
    """Weights with sums that differ, by a little or by much."""
    rng = np.random.default_rng(6)
    for left, right in ((3.0, 7.0), (1e-5, 1e5), (1.0, 1 + 4 * float(info.eps))):
        for change in changes(info)[1::2]:
            p = rng.dirichlet(np.ones(100))
            q = p * (1 + change * rng.standard_normal(100))
            yield f"sums {left:g} and {right:g}, {change:.0e} apart", p * left, q * right
    largest = float(info.max)
    yield "counts", [1201, 330, 77, 5, 0], [2403, 659, 155, 10, 1]
    yield "counts that are near", [100000, 200000, 300000], [200000, 400001, 600000]
    yield "a sum that overflows", [largest, largest / 2, 1e38], [largest / 2, largest, 1e38]


def weights_of_one_row(info):
    """Weights with any sum."""
    for name, p, _ in weights(info):
        yield name, p


FAMILIES = (
    Family("KL divergence of probabilities", "nearly equal", nearly_equal),
    Family(
        "KL divergence of probabilities", "nearly equal, sums rounded", nearly_equal_as_they_come
    ),
    Family("KL divergence of probabilities", "tiny probabilities", tiny),
    Family("KL divergence of probabilities", "a million outcomes", a_million),
    Family("KL divergence of weights", "unnormalised", weights),
    Family("KL divergence of logits", "nearly equal", nearly_equal_logits),
    Family("KL divergence of logits", "the same, 1e4 apart", nearly_equal_but_for_an_offset),
    Family("KL divergence of logits", "±1e38, masks", huge_pairs),
    Family("JS divergence of probabilities", "nearly equal", nearly_equal),
    Family(
        "JS divergence of probabilities", "nearly equal, sums rounded", nearly_equal_as_they_come
    ),
    Family("JS divergence of probabilities", "tiny probabilities", tiny),
    Family("JS divergence of probabilities", "a million outcomes", a_million),
    Family("JS divergence of weights", "unnormalised", weights),
    Family("JS divergence of logits", "nearly equal", nearly_equal_logits),
    Family("JS divergence of logits", "the same, 1e4 apart", nearly_equal_but_for_an_offset),
    Family("JS divergence of logits", "±1e38, masks", huge_pairs),
    Family(LABELS, "sure and right", confident_and_right),
    Family(LABELS, "sure and wrong", confident_and_wrong),
    Family(LABELS, "1e4 … 1e8 from 0", confident_and_right_far_from_zero),
    Family(LABELS, "a million classes", a_million_classes),
    Family(LABELS, "±1e38, masks", huge_labels),
    Family(GRADIENT, "gradient, sure and right", confident_and_right),
    Family(GRADIENT, "gradient, sure and wrong", confident_and_wrong),
    Family(SOFT, "soft targets, masks", soft_targets),
    Family(SOFT, "one-hot targets", one_hot_targets),
    Family("cross-entropy of probabilities", "peaked probabilities", peaked_model),
    Family("entropy of probabilities", "peaked", peaked),
    Family("entropy of probabilities", "tiny probabilities", tiny_in_one_row),
    Family("entropy of probabilities", "a million outcomes", a_million_of_one_row),
    Family("entropy of weights", "unnormalised", weights_of_one_row),
    Family("entropy of logits", "peaked", confident),
    Family("entropy of logits", "a million outcomes", a_million_logits),
    Family("entropy of logits", "±1e38, masks", huge_logits),
)

"""Kernels on rows that a careless loop gets wrong: tiny, huge, subnormal, confident, alone."""

import math

import numpy as np
import pytest

import kullback as kb
from kullback._arrays import libraries
from kullback._quantity import QUANTITIES
from references import error_in_eps, reference

pytestmark = pytest.mark.digits

EPS = {"entropy": 8, "cross_entropy": 8, "kl_divergence": 16, "jensen_shannon_divergence": 16}


@pytest.fixture(autouse=True)
def at_any_size(monkeypatch):
    """Let kernels answer, however small the arrays are."""
    monkeypatch.setattr(libraries, "LARGE", 1)


def off(name, given, *rows, **options):
    """Return how many eps the kernel's answer for a row among others is off."""
    stacked = [np.stack([np.asarray(x)] * 5) for x in rows]
    got = QUANTITIES[name].evaluate(*stacked, given=given, **options)
    floor = float(np.finfo(got.dtype).smallest_subnormal)
    floor += 8 * float(np.finfo(got.dtype).eps) ** 3 if EPS[name] == 16 else 0.0
    if given[0] == "labels":
        given, rows = ("probs", given[1]), (np.eye(len(rows[1]))[rows[0]], rows[1])
    return error_in_eps(got[1], reference(name, given, *map(np.asarray, rows)), floor)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("entropy", ([1.0, 1e-310],)),
        ("entropy", ([2.0**-950, 2.0**-1060],)),
        ("cross_entropy", ([1e-200, 0.0], [1.0, 1e-130])),
        ("cross_entropy", ([1e-200, 1e-260], [1.0, 1e-130])),
        ("kl_divergence", ([1e-230, 1e-230], [1.0, 1e-100])),
        ("kl_divergence", ([1e-160, 1e-160], [1.0, 1e-170])),
        ("kl_divergence", ([1e200, 1.0], [1e-200, 1e200])),
        ("kl_divergence", ([2.0**59, 1.0], [2.0**-900, 2.0**59])),
        ("kl_divergence", ([1e-275, 1e-275], [1e-275, 1e-275 * (1 + 2.0**-50)])),
        ("jensen_shannon_divergence", ([2.0**-950, 2.0**-1060], [2.0**-950, 3 * 2.0**-1060])),
        ("jensen_shannon_divergence", ([1e200, 1.0], [1e-200, 1e200])),
    ],
)
def test_tiny_and_huge_weights(name, rows):
    assert off(name, "probs", *rows, normalize=True) <= EPS[name]


def test_a_million_subnormal_probabilities():
    p = np.full(100_001, 1e-310)
    p[0] = 1.0
    assert error_in_eps(kb.entropy(p), reference("entropy", "probs", p)) <= 8


@pytest.mark.parametrize("beside", [1.42, 1.5, 2.0, 2.8, 3.0, 1e-280])
@pytest.mark.parametrize("name", ["kl_divergence", "jensen_shannon_divergence"])
def test_an_impossible_outcome_beside_any_count(name, beside, monkeypatch):
    """The kernel itself answers: 0 times an infinite power of two is not left to the definition."""
    from kullback.kernels import table

    monkeypatch.setattr(table, "_completed", lambda *_: False)
    p, q = np.array([[0.0, 4.0, 3.0]] * 3), np.array([[beside, 2.0, 5.0]] * 3)
    got = table.answer(name, None, (p, q), {"normalize": True})
    expected = reference(name, "probs", p[0], q[0])
    assert got is not NotImplemented and error_in_eps(got[0], expected) <= 16


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("late", [62.0, 100.0, 1000.0])
def test_a_largest_logit_that_comes_late(late, dtype):
    """The first block does not show how large others are."""
    x = np.zeros(600, dtype)
    x[550] = late
    assert off("entropy", "logits", x) <= 8
    for label in (0, 550):
        assert off("cross_entropy", ("labels", "logits"), np.array(label), x) <= 8


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("n", [2, 10, 70, 600])
def test_a_confident_prediction(n, dtype):
    rng = np.random.default_rng(n)
    for margin in (5.0, 16.94, 37.43, 80.0, *((300.0, 700.0) if dtype == "float64" else ())):
        x = (0.5 * rng.standard_normal(n)).astype(dtype)
        x[n // 2] = margin
        for label in (n // 2, 0):
            assert off("cross_entropy", ("labels", "logits"), np.array(label), x) <= 8
        assert off("entropy", "logits", x) <= 8


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("gap", [400.0, 600.0, 900.0, 2000.0])
def test_a_label_far_below_and_far_above(gap, dtype):
    x = np.zeros(50, dtype)
    x[3] = -gap
    assert off("cross_entropy", ("labels", "logits"), np.array(3), x) <= 8
    x[3] = gap
    if gap < 700 and dtype == "float64":
        assert off("cross_entropy", ("labels", "logits"), np.array(3), x) <= 8
    assert off("cross_entropy", ("labels", "logits"), np.array(4), x) <= 8


@pytest.mark.parametrize("name", ["entropy", "cross_entropy"])
def test_two_probabilities_above_one_half(name):
    """As weights that are normalised may be: each in a chunk of its own."""
    p = np.full(140_000, 1e-9)
    p[0] = p[-1] = 0.68
    rows = (p,) if name == "entropy" else (p[::-1] ** 0.5, p)
    got = QUANTITIES[name].evaluate(*rows, normalize=True)
    assert error_in_eps(got, reference(name, "probs", *rows)) <= 8


def test_totals_that_differ_within_the_tolerance():
    """A row within tolerance means p over its sum, however alike the rows are."""
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(30))
    for change in (1e-8, 1e-9, 1e-10):
        q = p * (1 + change * rng.standard_normal(30)) * (1 + 1.4e-8)
        assert off("kl_divergence", "probs", p, q) <= 16
        assert off("jensen_shannon_divergence", "probs", p, q) <= 16


def test_totals_that_differ_are_refused_for_each_argument():
    right, wrong = np.array([[0.9, 0.1]] * 3), np.array([[0.9, 0.105]] * 3)
    for name in ("kl_divergence", "jensen_shannon_divergence", "cross_entropy"):
        for rows, said in (((right, wrong), "q"), ((wrong, right), "p")):
            with pytest.raises(ValueError, match=rf"^{said}\[0, :\] sums to 1\.005"):
                QUANTITIES[name].evaluate(*rows)


@pytest.mark.parametrize("name", list(EPS))
def test_what_is_negative_is_refused_though_the_sum_is_one(name):
    right, wrong = np.array([[0.25, 0.25, 0.5]] * 3), np.array([[0.75, -0.25, 0.5]] * 3)
    rows = (wrong,) if name == "entropy" else (right, wrong)
    with pytest.raises(ValueError, match=rf"^{'pq'[len(rows) - 1]}\[0, 1\] is -0\.25"):
        QUANTITIES[name].evaluate(*rows)


def test_a_certain_label_among_the_impossible():
    x = np.full((4, 30), -math.inf)
    x[:, 7] = 2.0
    assert (kb.cross_entropy(np.full(4, 7), x, given=("labels", "logits")) == 0).all()
    assert (kb.cross_entropy(np.full(4, 6), x, given=("labels", "logits")) == math.inf).all()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ["entropy", "cross_entropy"])
def test_a_long_row_gives_the_same_bits_alone_and_among_others(name, dtype):
    rng = np.random.default_rng(8)
    x = rng.standard_normal((8, 131_073)).astype(dtype)
    labels = rng.integers(0, 131_073, 8)
    x[np.arange(8), labels] += 20
    arrays, given = ((x,), "logits") if name == "entropy" else ((labels, x), ("labels", "logits"))
    among = QUANTITIES[name].evaluate(*arrays, given=given)
    for few in (slice(0, 1), slice(2, 5)):
        alone = QUANTITIES[name].evaluate(*(a[few] for a in arrays), given=given)
        assert np.array_equal(alone, among[few])

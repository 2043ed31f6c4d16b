"""Input that no estimator can answer for, or that asks more than one can know, says so."""

import math
from functools import partial

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from kullback import estimate
from kullback.estimate.counts.grassberger_2003 import Grassberger2003
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek

COUNTS = [20, 10, 5, 3, 1, 1]
NUMBERS = np.random.default_rng(5).normal(size=300)


@pytest.mark.parametrize("confidence", ["0.95", None, True, [0.9], 0.9j])
def test_a_confidence_that_is_no_number_is_named(confidence):
    for ask in (
        lambda: estimate.entropy(COUNTS, given="counts", confidence=confidence),
        lambda: estimate.differential_entropy(NUMBERS, confidence=confidence),
    ):
        with pytest.raises(TypeError, match="confidence must be a number between 0 and 1"):
            ask()


def test_a_confidence_next_to_one_has_finite_ends():
    found = estimate.entropy(COUNTS, given="counts", confidence=1.0 - 2.0**-53)
    # Φ⁻¹(1 − 2⁻⁵⁴) = 8.2924: tables of the normal law.
    assert found.high == pytest.approx(found.raw + 8.2924 * found.std_error, rel=1e-4)
    x = np.arange(60) % 3
    told = estimate.conditional_entropy(x, on=x, given="labels", confidence=1.0 - 2.0**-53)
    assert 0.0 <= told.low <= told.value <= told.high < math.inf


@pytest.mark.parametrize("seed", [None, 1.5, -1, True])
def test_a_seed_of_numbers_is_checked_too(seed):
    with pytest.raises(ValueError, match="seed must be a whole number from 0 on"):
        estimate.differential_entropy(NUMBERS, seed=seed)


def test_what_is_under_a_mask_is_not_counted():
    masked = np.ma.array([3, 2, 1], mask=[0, 1, 0])
    with pytest.raises(ValueError, match=r"counts must not be masked, got 1 masked of 3"):
        estimate.entropy(masked, given="counts")
    table = np.ma.array([[1, 2], [3, 4]], mask=[[1, 0], [1, 0]])
    with pytest.raises(ValueError, match=r"table of counts must not be masked, got 2 masked of 4"):
        estimate.mutual_information(table, given="counts")
    shown = np.ma.array([0.5, 0.5], mask=[0, 1])
    with pytest.raises(ValueError, match="the model must not be masked"):
        estimate.kl_divergence([3, 2], shown, given=("counts", "probs"))
    whole = estimate.entropy(np.ma.array(COUNTS), given="counts")
    assert whole.value == estimate.entropy(COUNTS, given="counts").value


def test_text_is_no_count():
    with pytest.raises(TypeError, match="counts must be numbers, got text: '3'"):
        estimate.entropy(np.array(["3", 2], dtype=object), given="counts")


MEASURES_OF_TABLES = {
    "mutual information": estimate.mutual_information,
    "conditional entropy": partial(estimate.conditional_entropy, on=0),
    "information gain": estimate.information_gain,
}
MEASURES_OF_TWO = {
    "KL": estimate.kl_divergence,
    "cross-entropy": estimate.cross_entropy,
    "JS": estimate.jensen_shannon_divergence,
    "one source": estimate.same_source_test,
}


@pytest.mark.parametrize("most", [2**50 - 3, 2**50, 10**17, 10**19, 10**29])
@pytest.mark.parametrize("measure", [*MEASURES_OF_TABLES, *MEASURES_OF_TWO])
def test_more_counts_than_are_exact_are_refused(measure, most):
    """Floats lose count of them, and what is drawn from them is no int64."""
    if measure in MEASURES_OF_TABLES:
        ask = partial(MEASURES_OF_TABLES[measure], [[most, 1], [1, 1]], given="counts")
    else:
        ask = partial(MEASURES_OF_TWO[measure], [most, 1, 1], [7, 2, 1], given="counts")
    if most < 2**50:
        found = ask()
        assert not math.isnan(getattr(found, "value", getattr(found, "p_value", math.nan)))
        return
    with pytest.raises(ValueError, match=r"of which at most 2\*\*50 are counted exactly: divide"):
        ask()


def test_counts_whose_powers_overflow_are_refused():
    with pytest.raises(ValueError, match=r"at most 1e\+30, got 1e\+300 at position 1"):
        estimate.entropy([5, 10**300], given="counts")
    with pytest.raises(TypeError, match="counts must be numbers"):
        estimate.entropy([5, 10**400], given="counts")
    found = estimate.entropy([10**30, 10**30], given="counts")
    assert found.value == pytest.approx(math.log(2.0), abs=1e-12)
    half = np.array([60000, 30000], dtype=np.float16)  # no limit overflows in the type of counts
    assert estimate.entropy(half, given="counts").n == int(half.astype(float).sum())


@pytest.mark.torch
@pytest.mark.parametrize("kind", [{"requires_grad": True}, {"dtype": "bfloat16"}])
def test_a_tensor_that_gives_no_values_out_is_named(kind):
    torch = pytest.importorskip("torch")
    dtype = getattr(torch, kind.get("dtype", "float32"))
    held = torch.ones(6, requires_grad=kind.get("requires_grad", False), dtype=dtype)
    for ask in (
        lambda: estimate.entropy(held, given="labels"),
        lambda: estimate.entropy(held, given="counts"),
        lambda: estimate.entropy(range(6), given="labels", weights=held),
        lambda: estimate.differential_entropy(held),
    ):
        with pytest.raises(TypeError, match="cannot be read as an array of NumPy"):
            ask()


def test_frames_that_are_not_there_yet_are_no_column():
    for held in (pl.LazyFrame({"a": [1, 2]}), pl.col("a")):
        with pytest.raises(TypeError, match="must be a column of labels"):
            estimate.entropy(held, given="labels")
    with pytest.raises(TypeError, match="labels must be a sequence"):
        estimate.entropy(pa.scalar(3), given="labels")
    with pytest.raises(ValueError, match="one axis"):
        estimate.entropy(pa.table({"k": [1, 2], "n": [3, 4]}), given="counts")
    wide = pl.Series([1, 2, 1], dtype=pl.Int128)
    assert (
        estimate.entropy(wide, given="labels").value
        == estimate.entropy([1, 2, 1], given="labels").value
    )


def test_weights_that_are_no_real_numbers_are_refused():
    for weights, kind in (([1j, 2.0], "complex128"), ([10**400, 1], "object")):
        with pytest.raises(TypeError, match=f"weights must be numbers, got {kind}"):
            estimate.entropy(["a", "b"], given="labels", weights=weights)


def test_more_outcomes_than_can_be_held_are_refused_for_two_samples():
    for ask in (estimate.kl_divergence, estimate.cross_entropy):
        with pytest.raises(ValueError, match="support_size must be at most 67,108,864"):
            ask([3, 2], [2, 3], given="counts", support_size=10**12)


class Answers:
    """An estimator that returns what it was told."""

    name = "mine"

    def __init__(self, value, variance):
        self.value, self.variance = value, variance

    def entropy(self, counts):
        return self.value

    def entropy_variance(self, counts):
        return self.variance


@pytest.mark.parametrize(
    "value, variance", [(math.nan, 1.0), (math.inf, 1.0), (1.0, -1.0), (-math.inf, 0.5)]
)
def test_an_estimator_that_answers_with_no_number_is_named(value, variance):
    with pytest.raises(ValueError, match="the estimator mine must return a finite entropy"):
        estimate.entropy(COUNTS, given="counts", estimator=Answers(value, variance))


@pytest.mark.parametrize("value, variance", [("a", 1.0), (1.0, None), (1j, 1.0)])
def test_an_estimator_that_answers_with_something_else_is_named(value, variance):
    with pytest.raises(TypeError, match="of the estimator mine must return one number each"):
        estimate.entropy(COUNTS, given="counts", estimator=Answers(value, variance))


def test_an_estimate_below_zero_keeps_its_interval_in_order():
    found = estimate.entropy(COUNTS, given="counts", estimator=Answers(-1.0, 0.01))
    assert (found.low, found.value, found.high, found.raw) == (0.0, 0.0, 0.0, -1.0)


def test_what_exceeds_the_possible_outcomes_is_said_to_be_cut_off():
    found = estimate.entropy(
        COUNTS, given="counts", estimator="miller-madow", support_size=1_000_000
    )
    assert found.value == pytest.approx(math.log(1e6)) and found.raw > 1000.0
    assert any("more than so many outcomes can have" in words for words in found.warnings)
    flat = estimate.entropy([50] * 8, given="counts", estimator="plug-in", support_size=8)
    assert flat.warnings == ()


@pytest.mark.parametrize("outcomes", [10**12, 10**26, 10**30])
def test_any_number_of_outcomes_leaves_the_posterior_where_its_limit_is(outcomes):
    limit = NemenmanShafeeBialek().entropy(COUNTS)  # of infinitely many outcomes
    assert NemenmanShafeeBialek(outcomes).entropy(COUNTS) == pytest.approx(limit, abs=1e-9)


@pytest.mark.parametrize("estimator", ["nsb", "pitman-yor-mixture"])
def test_a_posterior_of_more_than_floats_can_hold_is_refused(estimator):
    with pytest.raises(ValueError, match=r"at most 2\*\*50 observations, got 2e\+30"):
        estimate.entropy([10**30, 10**30, 3], given="counts", estimator=estimator)
    found = estimate.entropy([2**49, 2**49], given="counts", estimator=estimator)
    assert found.value == pytest.approx(math.log(2.0), abs=1e-12)


def test_an_interval_at_little_confidence_holds_the_value():
    found = estimate.mutual_information(
        NUMBERS, NUMBERS**2, given="numbers", estimator="gaussian", confidence=1e-6
    )
    assert found.low <= found.value <= found.high and found.high - found.low < 0.01


def test_one_outcome_never_excludes_that_it_is_all_there_is():
    raw = Grassberger2003().entropy([5])
    found = estimate.entropy([5], given="counts", estimator="grassberger-2003")
    assert found.raw == raw > 0.2 and found.low == 0.0
    drawn = estimate.entropy([5], given="counts", interval="bootstrap")
    assert drawn.high == estimate.entropy([5], given="counts").high > 0.6


def test_whole_numbers_that_floats_cannot_tell_apart_are_refused():
    near = 2**60 + np.arange(100)
    for ask in (
        lambda: estimate.differential_entropy(near),
        lambda: estimate.mutual_information(near, NUMBERS[:100], given="numbers"),
    ):
        with pytest.raises(ValueError, match="x holds whole numbers beyond 9,007,199,254,740,992"):
            ask()
    assert estimate.differential_entropy(2**52 + np.arange(100)).value > 4.0


def test_a_normal_law_of_columns_that_tell_nothing_is_refused():
    for column, words in ((np.ones(300), "constant"), (2.0 * NUMBERS, "linearly")):
        with pytest.raises(ValueError, match=words):
            estimate.mutual_information(
                np.c_[NUMBERS, column], NUMBERS**2, given="numbers", estimator="gaussian"
            )
    for scale in (1e307, 1e-300):  # no sum of them overflows, and units drop out
        ask = {"given": "numbers", "estimator": "gaussian"}
        found = estimate.mutual_information(scale * NUMBERS, NUMBERS + NUMBERS**2, **ask)
        plain = estimate.mutual_information(NUMBERS, NUMBERS + NUMBERS**2, **ask)
        assert found.value == pytest.approx(plain.value, rel=1e-9)

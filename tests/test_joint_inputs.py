"""What verbs of joint distributions refuse, and in which words; and orders and generators."""

import math

import numpy as np
import pytest

from kullback.quantities import (
    conditional_entropy,
    conditional_mutual_information,
    f_divergence,
    information_gain,
    joint_entropy,
    mutual_information,
    pointwise_mutual_information,
    renyi_divergence,
    renyi_entropy,
    total_correlation,
    tsallis_entropy,
)
from signatures import is_of_joints, keywords
from ways import EVERY_WAY

WAYS = {name: evaluate for name, evaluate, _ in EVERY_WAY if is_of_joints(evaluate)}
CHECKED = {name: f for name, f in WAYS.items() if "given" in keywords(f)}
EACH = pytest.mark.parametrize("evaluate", WAYS.values(), ids=WAYS)
EACH_CHECKED = pytest.mark.parametrize("evaluate", CHECKED.values(), ids=CHECKED)
ORDERED = pytest.mark.parametrize("evaluate", [renyi_entropy, tsallis_entropy])


def variables(evaluate):
    return len(keywords(evaluate)["axes"] or (0, 0))


def table(evaluate, *sizes):
    """Return a uniform joint distribution of as many variables as the verb takes."""
    shape = (*sizes, 2, 3, 2)[: variables(evaluate)]
    return np.full(shape, 1 / max(np.prod(shape), 1))


def refused(error, *words):
    return pytest.raises(error, match=r"(?s)" + ".*".join(words))


@EACH
def test_negative_probability_is_named_by_its_place(evaluate):
    cells = table(evaluate)
    cells[(1,) * cells.ndim] = -0.25
    with refused(ValueError, r"\[1(, 1)+\] is -0.25", "negative"):
        evaluate(cells)


@EACH_CHECKED
def test_table_that_does_not_sum_to_one(evaluate):
    with refused(ValueError, "^joint sums to 2, not 1", "normalize=True"):
        evaluate(2 * table(evaluate))
    stacked = np.stack([table(evaluate), 2 * table(evaluate)], axis=1)
    axes = (0, *range(2, stacked.ndim))
    with refused(ValueError, r"^joint\[:, 1(, :)+\] sums to 2, not 1"):
        evaluate(stacked, axes=axes, **({"on": 0} if evaluate is conditional_entropy else {}))
    with refused(ValueError, r"exp\(joint\) sums to"):
        evaluate(0 * table(evaluate), given="log_probs")


@EACH
def test_table_that_no_division_makes_a_distribution(evaluate):
    how = {"normalize": True} if "normalize" in keywords(evaluate) else {}
    with refused(ValueError, "sums to 0", "normalize=True cannot"):
        evaluate(0 * table(evaluate), **how)
    with refused(ValueError, "sums to infinity", "normalize=True cannot"):
        evaluate(table(evaluate) + math.inf, **how)


def test_counts_are_welcome_where_they_are_usual():
    assert information_gain([[3, 0], [0, 3]], unit="bits") == pytest.approx(1, rel=1e-15)
    with refused(ValueError, r"table\[0, 1\] is -1", "negative"):
        information_gain([[3, -1], [0, 3]])


@EACH
@pytest.mark.parametrize("axes", [0, (0,), (-1,), (0, 1, 2, 3), "xy", -1, (0.5, 1)])
def test_axes_that_are_not_so_many(evaluate, axes):
    if keywords(evaluate)["axes"] is None and not isinstance(axes, int):
        return
    with refused((ValueError, TypeError), "axes|integer"):
        evaluate(table(evaluate), axes=axes)


@EACH
def test_axes_that_are_one_or_do_not_exist(evaluate):
    count = variables(evaluate)
    with refused(ValueError, r"axes .* name one axis of (joint|table) twice"):
        evaluate(table(evaluate), axes=(0, *range(1 - count, -1), 0))
    with refused(ValueError, r"axes .* name one axis of (joint|table) twice"):
        evaluate(table(evaluate), axes=(0, *range(1, count - 1), -count))
    with refused(ValueError, "axis 7 does not exist in (joint|table)", "shape"):
        evaluate(table(evaluate), axes=(7, *range(1, count)))


@EACH
def test_too_few_axes_and_no_outcomes(evaluate):
    if keywords(evaluate)["axes"] is not None:
        with refused(ValueError, "must have (two|three) axes at least", r"\(2,\)"):
            evaluate([0.5, 0.5])
    with refused(ValueError, "has no outcomes on axis"):
        evaluate(table(evaluate, 0))
    with refused(ValueError, "single number|must have"):
        evaluate(1.0)


def test_on_is_one_of_the_axes():
    joint = np.full((2, 2, 2), 1 / 4)
    assert conditional_entropy(joint, on=-1).shape == (2,)
    assert conditional_entropy(joint, on=2).shape == (2,)
    for on in (0, -3, 3, -4):
        with refused(ValueError, "on must be one of the axes", str(on)):
            conditional_entropy(joint, on=on)


@EACH_CHECKED
@pytest.mark.parametrize("word", ["labels", "counts", ("probs", "probs"), None])
def test_word_that_no_form_has(evaluate, word):
    with refused(ValueError, "given must be one of 'probs', 'log_probs', 'logits'", "got"):
        evaluate(table(evaluate), given=word)


@EACH
def test_word_that_no_unit_has(evaluate):
    with refused(ValueError, "unit must be one of nat", "'bis'"):
        evaluate(table(evaluate), unit="bis")


@EACH
@pytest.mark.parametrize("bad", ["0.5", None, {0.5}, np.array([["a", "b"]]), np.eye(2) * 1j])
def test_what_is_no_array_of_numbers(evaluate, bad):
    with refused(TypeError, "^(joint|table) (is a|must hold real numbers)"):
        evaluate(bad)


@EACH
def test_nan_in_nan_out(evaluate):
    cells = np.stack([table(evaluate), table(evaluate)])
    cells[(0,) * cells.ndim] = math.nan
    if keywords(evaluate)["axes"] is None:
        assert np.isnan(evaluate(cells[0]))
        return
    got = evaluate(cells)
    assert np.isnan(got[0]).all()
    assert not np.isnan(got[1]).any()


@EACH_CHECKED
@pytest.mark.parametrize("bad", [math.inf, math.nan])
def test_logits_that_are_no_distribution(evaluate, bad):
    cells = 0 * table(evaluate)
    cells[(0,) * cells.ndim] = bad
    assert np.isnan(evaluate(cells, given="logits")).all()
    assert np.isnan(evaluate(np.full_like(cells, -math.inf), given="logits")).all()


@EACH
def test_inputs_are_not_modified_and_may_be_read_only(evaluate):
    cells = table(evaluate)
    cells.flags.writeable = False
    evaluate(cells)
    assert (cells == table(evaluate)).all()


def test_an_outcome_that_never_happens_changes_nothing():
    joint = np.array([[0.5, 0.0, 0.125], [0.0, 0.0, 0.0], [0.25, 0.0, 0.125]])
    alive = joint[[0, 2]][:, [0, 2]]
    for evaluate in (mutual_information, conditional_entropy, joint_entropy, total_correlation):
        assert evaluate(joint) == evaluate(alive)
    got = pointwise_mutual_information(joint)
    assert np.isnan(got).tolist() == [[False, True, False], [True] * 3, [False, True, False]]
    assert (got[[0, 2]][:, [0, 2]] == pointwise_mutual_information(alive)).all()


def test_possible_however_rare_is_not_impossible():
    """The cell of logit -2000 underflows as a probability; log p(x, y) / (p(x) p(y)) does not."""
    logits = [[0.0, -math.inf], [-2000.0, -2000.0]]
    got = pointwise_mutual_information(logits, given="logits")
    assert got[0, 1] == -math.inf
    assert got[1] == pytest.approx([-math.log(2), 2000 - math.log(2)], rel=1e-12)
    tiny = [[1.0, 0.0], [0.0, 1e-200]]
    assert mutual_information(tiny) == pytest.approx(1e-200 * (200 * math.log(10) + 1), rel=1e-12)


def test_a_slice_that_never_happens_has_no_dependence():
    joint = np.zeros((2, 2, 2))
    joint[..., 0] = [[0.5, 0.0], [0.0, 0.5]]
    wanted = mutual_information(joint[..., 0])
    assert conditional_mutual_information(joint) == pytest.approx(wanted, rel=1e-15)


# Orders


@ORDERED
@pytest.mark.parametrize("order", [-1, -1e-300, -math.inf, math.nan])
def test_order_below_zero(evaluate, order):
    with refused(ValueError, "order must be at least 0", str(order)):
        evaluate([0.5, 0.5], order=order)
    with refused(ValueError, "order must be at least 0"):
        renyi_divergence([0.5, 0.5], [0.5, 0.5], order=order)


@ORDERED
@pytest.mark.parametrize("order", ["2", None, True, 1j, [2]])
def test_order_that_is_no_number(evaluate, order):
    with refused(TypeError, "order must be a real number, got"):
        evaluate([0.5, 0.5], order=order)


@ORDERED
def test_order_has_no_default(evaluate):
    with pytest.raises(TypeError, match="order"):
        evaluate([0.5, 0.5])


@ORDERED
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_vast_orders_meet_certain_outcomes(evaluate, dtype):
    for order in (1e30, 1e38, 1e39, 1e300, math.inf):
        assert evaluate(np.array([1, 0], dtype=dtype), order=order) == 0
        assert evaluate(np.array([0.75, 0.25], dtype=dtype), order=order) >= 0


# Generators


def test_generator_that_is_none():
    with refused(TypeError, "generator must be a function of an array, got str"):
        f_divergence([0.5, 0.5], [0.5, 0.5], "kl", slope_at_infinity=1)
    with refused(ValueError, "generator must be 0 at 1"):
        f_divergence([0.5, 0.5], [0.5, 0.5], lambda t: t, slope_at_infinity=1)
    with refused(ValueError, "generator must be 0 at 1"):
        f_divergence([0.5, 0.5], [0.5, 0.5], lambda t: t * math.nan, slope_at_infinity=1)
    with refused(ValueError, "generator must return an array of the shape it is given"):
        f_divergence([0.5, 0.5], [0.5, 0.5], lambda t: 0.0, slope_at_infinity=1)


@pytest.mark.parametrize("slope", [math.nan, -math.inf])
def test_slope_that_no_convex_function_has(slope):
    with refused(ValueError, "slope_at_infinity must be the limit", str(slope)):
        f_divergence([0.5, 0.5], [0.5, 0.5], lambda t: t - 1, slope_at_infinity=slope)


@pytest.mark.parametrize("slope", ["1", None, True])
def test_slope_that_is_no_number(slope):
    with refused(TypeError, "slope_at_infinity must be a real number"):
        f_divergence([0.5, 0.5], [0.5, 0.5], lambda t: t - 1, slope_at_infinity=slope)

"""What may be passed, what is refused and in which words, and what is never done to it."""

import math

import array_api_strict
import numpy as np
import pandas as pd
import polars as pl
import pytest

from kullback.quantities import (
    binary_entropy,
    cross_entropy,
    entropy,
    kl_divergence,
    kl_divergence_terms,
    self_information,
)
from signatures import arity, is_of_events, is_of_joints, keywords
from ways import EVERY_WAY

P, Q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])
# Verbs of joint distributions are in test_joint_inputs.py.
WAYS = {name: evaluate for name, evaluate, _ in EVERY_WAY if not is_of_joints(evaluate)}
EVENTS = (self_information, binary_entropy)
ONE = [f for f in WAYS.values() if arity(f) == 1 and not is_of_events(f)]
TWO = [f for f in WAYS.values() if arity(f) == 2]
EACH = pytest.mark.parametrize("evaluate", WAYS.values(), ids=WAYS)


def arguments(evaluate, p=P, q=Q):
    return (p, q)[: arity(evaluate)]


def refused(error, *words):
    """Expect an error that says all of the words, in order."""
    return pytest.raises(error, match=r"(?s)" + ".*".join(words))


# Bad values


@EACH
def test_negative_probability(evaluate):
    with refused(ValueError, r"p\[1\] is -0.25", "negative"):
        evaluate(*arguments(evaluate, [0.75, -0.25, 0.5]))


@pytest.mark.parametrize("evaluate", TWO)
def test_negative_probability_is_named_by_its_place_as_passed(evaluate):
    q = np.full((3, 2), 1 / 3)
    q[2, 1] = -1e-3
    with refused(ValueError, r"q\[2, 1\] is -0.001", "negative"):
        evaluate(np.full((3, 2), 1 / 3), q, axis=0)


@pytest.mark.parametrize("evaluate", ONE)
def test_sum_that_is_not_one(evaluate):
    with refused(ValueError, "^p sums to 1.1, not 1", "normalize=True", "counts"):
        evaluate([0.5, 0.6])
    with refused(ValueError, r"p\[1, :\] sums to 12"):
        evaluate([[0.5, 0.5], [5, 7]])
    with refused(ValueError, r"p\[0, :, 0\] sums to 2"):
        evaluate(np.ones((1, 2, 3)), axis=1)
    with refused(ValueError, r"exp\(p\) sums to 0.36"):
        evaluate([-1.0, -math.inf], given="log_probs")
    with refused(ValueError, "p sums to inf"):
        evaluate([0.5, math.inf])


def test_sum_that_is_not_one_names_the_argument():
    with refused(ValueError, "^q sums to 0.9, not 1"):
        kl_divergence([0.5, 0.5], [0.5, 0.4])


def test_tolerance_is_the_root_of_eps_of_the_dtype_passed():
    for dtype, eps in ((np.float16, 2.0**-10), (np.float32, 2.0**-23), (np.float64, 2.0**-52)):
        for factor, fits in ((0.8, True), (1.3, False)):
            p = np.array([0.5, 0.5 + factor * math.sqrt(eps)], dtype=dtype)
            if fits:
                assert entropy(p) > 0.69
            else:
                with refused(ValueError, "sums to"):
                    entropy(p)


@pytest.mark.parametrize("given", ["probs", "log_probs"])
@pytest.mark.parametrize("evaluate", ONE)
def test_row_that_no_division_makes_a_distribution(evaluate, given):
    nothing, everything = {"probs": (0.0, math.inf), "log_probs": (-math.inf, math.inf)}[given]
    fine = [1.0, 0.0]
    with refused(ValueError, r"p\[1, :\]", "sums to 0", "normalize=True"):
        evaluate([fine, [nothing, nothing]], given=given, normalize=True)
    with refused(ValueError, r"p\[0, :\]", "sums to infinity", "normalize=True"):
        evaluate([[everything, nothing], fine], given=given, normalize=True)


def test_a_sum_that_overflows_is_no_infinity():
    largest = np.finfo(float).max
    assert entropy([largest, largest], normalize=True, unit="bits") == 1


@pytest.mark.parametrize("evaluate", EVENTS)
def test_event_that_is_not_between_impossible_and_certain(evaluate):
    with refused(ValueError, r"p\[0, 1\] is 1.5", "above 1"):
        evaluate([[0.5, 1.5]])
    with refused(ValueError, "^p is -0.5", "negative"):
        evaluate(-0.5)
    with refused(ValueError, r"p\[1\] is 0.1", "log-probability", "above 0"):
        evaluate([-1.0, 0.1], given="log_probs")


@pytest.mark.parametrize("evaluate", EVENTS)
def test_events_need_not_sum_to_one_and_may_be_none(evaluate):
    assert evaluate([0.5, 0.5, 0.5]).shape == (3,)
    assert evaluate([]).shape == (0,)


# NaN and infinity


@EACH
@pytest.mark.parametrize("given", ["probs", "log_probs", "logits"])
def test_nan_in_nan_out(evaluate, given):
    for row in ([math.nan, 0.0, 0.0], [0.0, 0.0, math.nan]):
        for p, q in ((row, [0.0, 0.0, 0.0]), ([0.0, 0.0, 0.0], row)):
            arrays = [
                np.exp(x) / 3 if given == "probs" else np.subtract(x, math.log(3)) for x in (p, q)
            ]
            got = evaluate(*arrays[: arity(evaluate)], given=given)
            wanted = np.isnan([p, q][: arity(evaluate)]).any()
            assert np.isnan(got).any() == wanted


@pytest.mark.parametrize("evaluate", TWO)
def test_nan_wins_over_zero_and_infinity(evaluate):
    for p, q in (
        ([1.0, 0.0], [0.0, math.nan]),
        ([math.nan, 0.5], [1.0, 0.0]),
        ([0.0, 1.0], [math.nan, 1.0]),
    ):
        assert np.isnan(evaluate(p, q)).any()


@pytest.mark.parametrize("evaluate", ONE)
def test_nan_stays_in_its_row(evaluate):
    got = evaluate([[0.5, 0.5], [math.nan, 0.5]])
    assert np.isnan(got).tolist() == [False, True]


BAD_LOGITS = [[math.inf, 0.0], [math.nan, 0.0], [-math.inf, -math.inf], [math.inf, -math.inf]]


@pytest.mark.parametrize("bad", BAD_LOGITS, ids=str)
def test_logits_that_are_no_distribution(bad):
    good = [0.0, -math.inf]
    assert np.isnan(entropy([bad, good], given="logits")).tolist() == [True, False]
    for evaluate in TWO:
        for pair in ((bad, good), (good, bad), (bad, bad)):
            assert np.isnan(evaluate(*pair, given="logits")).any()
    assert np.isnan(cross_entropy(1, bad, given=("labels", "logits")))
    assert np.isnan(cross_entropy([0.0, 1.0], bad, given=("probs", "logits")))


def test_one_outcome_is_certain():
    assert entropy([1.0]) == entropy([-5.0], given="logits") == 0
    assert kl_divergence([1.0], [1.0]) == 0
    assert np.isnan(entropy([math.inf], given="logits"))
    assert np.isnan(entropy([-math.inf], given="logits"))


def test_impossible_outcomes():
    assert kl_divergence([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]) == 0
    assert kl_divergence([0.5, 0.5, 0.0], [0.5, 0.0, 0.5]) == math.inf
    assert cross_entropy([0.5, 0.5, 0.0], [0.5, 0.0, 0.5]) == math.inf
    assert kl_divergence([0.0, -math.inf], [0.0, 0.0], given="logits") == math.log(2)
    assert kl_divergence([0.0, 0.0], [0.0, -math.inf], given="logits") == math.inf


@pytest.mark.parametrize("others", [1, 2, 600])
def test_impossible_label_costs_infinity(others):
    q = [-math.inf] + [0.0] * others
    assert cross_entropy(0, q, given=("labels", "logits")) == math.inf


def test_possible_however_rare_is_not_impossible():
    """A logit of -2000 is no mask, though its probability is 0 in float64."""
    rare, mask = [0.0, -2000.0], [0.0, -math.inf]
    assert kl_divergence(rare, mask, given="logits") == math.inf
    assert cross_entropy(rare, mask, given="logits") == math.inf
    assert cross_entropy(rare, [1.0, 0.0], given=("logits", "probs")) == math.inf
    assert entropy(rare, given="logits") == 0
    assert 999 < kl_divergence([0.5, 0.5], rare, given=("probs", "logits")) < 1000
    assert kl_divergence([1.0, 5e-324], [1.0, 0.0]) == math.inf
    assert kl_divergence([3.0, 5e-324], [0.5, 0.0], normalize=True) == math.inf


def test_rounding_below_the_normal_numbers_makes_nothing_negative():
    """Both rare shares round to the least subnormal, though their ratio is exp(1.01)."""
    assert kl_divergence([0.0, -745.12], [0.0, -744.11], given="logits") == 0


def test_a_margin_beyond_the_largest_float_is_infinite_but_adds_nothing_to_an_entropy():
    largest = np.finfo(float).max
    assert cross_entropy(1, [largest, -largest], given=("labels", "logits")) == math.inf
    assert entropy([largest, -largest], given="logits") == 0


def test_zeros_of_either_sign_are_zeros():
    assert entropy([1.0, -0.0]) == 0
    assert not np.signbit(entropy([1.0, -0.0]))
    assert not np.signbit(self_information(1.0))
    assert not np.signbit(cross_entropy(0, [0.0, -math.inf], given=("labels", "logits")))


# Shapes and axes


@pytest.mark.parametrize("evaluate", TWO)
def test_different_outcomes(evaluate):
    with refused(ValueError, "same outcomes", r"p \(2, 3\)", r"q \(2, 1\)"):
        evaluate(np.full((2, 3), 1 / 3), np.ones((2, 1)))
    with refused(ValueError, "broadcast", r"p \(2, 3\)", r"q \(4, 3\)"):
        evaluate(np.full((2, 3), 1 / 3), np.full((4, 3), 1 / 3))
    with refused(ValueError, "broadcast", r"p \(3, 2\)", r"q \(3, 4\)"):
        evaluate(np.full((3, 2), 1 / 3), np.full((3, 4), 1 / 3), axis=0)


@EACH
@pytest.mark.parametrize(("axis", "where"), [(1, "p"), (-2, "p"), (5, "p")])
def test_axis_that_does_not_exist(evaluate, axis, where):
    if "axis" not in keywords(evaluate):
        return
    with refused(ValueError, f"axis {axis} does not exist in {where}", r"shape \(3,\)"):
        evaluate(*arguments(evaluate), axis=axis)


@EACH
def test_no_outcomes_and_no_axis(evaluate):
    if "axis" not in keywords(evaluate):
        return
    with refused(ValueError, "p has no outcomes on axis -1"):
        evaluate(*arguments(evaluate, np.ones((3, 0)), np.ones((3, 0))))
    with refused(ValueError, "p is a single number", "binary_entropy"):
        evaluate(*arguments(evaluate, 0.5, 0.5))


def test_no_distributions_give_no_answers():
    assert entropy(np.ones((0, 3))).shape == (0,)
    assert kl_divergence(np.ones((0, 3)), [0.5, 0.25, 0.25]).shape == (0,)


# Words


@EACH
@pytest.mark.parametrize("word", ["prob", "Logits", "labels", None, ("probs",), ("probs",) * 3])
def test_word_that_no_form_has(evaluate, word):
    with refused(ValueError, "given must be one of 'probs', 'log_probs', 'logits'", "got"):
        evaluate(*arguments(evaluate), given=word)


@pytest.mark.parametrize("evaluate", [*ONE, *EVENTS])
def test_one_argument_takes_no_pair_of_forms(evaluate):
    with refused(ValueError, "given must be one of", r"got \('probs', 'probs'\)"):
        evaluate(P, given=("probs", "probs"))


@pytest.mark.parametrize("evaluate", TWO)
def test_labels_are_for_p_of_cross_entropy_and_kl_only(evaluate):
    allowed = evaluate in (cross_entropy, kl_divergence)
    with refused(ValueError, "given must be one of"):
        evaluate(P, 1, given=("probs", "labels"))
    if not allowed:
        with refused(ValueError, "given must be one of"):
            evaluate(1, Q, given=("labels", "probs"))


@EACH
@pytest.mark.parametrize("unit", ["nit", "Bits", ""])
def test_word_that_no_unit_has(evaluate, unit):
    if "unit" in keywords(evaluate):
        with refused(ValueError, "unit must be one of nat, nats, bit", "hartley", f"'{unit}'"):
            evaluate(*arguments(evaluate), unit=unit)


# Labels


@pytest.mark.parametrize("evaluate", [cross_entropy, kl_divergence])
def test_labels_that_are_none(evaluate):
    q = np.full((2, 3), 1 / 3)
    how = {"given": ("labels", "probs")}
    with refused(ValueError, r"p\[1\] is -1", "negative", "leave out"):
        evaluate([0, -1], q, **how)
    with refused(ValueError, r"p\[0\] is 3", "0 to 2"):
        evaluate([3, 0], q, **how)
    with refused(ValueError, "one label for each", r"\(2,\)", r"\(1,\)"):
        evaluate([0], q, **how)
    with refused(ValueError, "one label for each", r"\(3,\)", r"\(2,\)"):
        evaluate([0, 1], q, **how, axis=0, normalize=True)
    with refused(TypeError, "p holds labels", "float64"):
        evaluate([0.0, 1.0], q, **how)
    with refused(TypeError, "p holds labels", "bool"):
        evaluate([False, True], q, **how)
    with refused(ValueError, r"q\[0\] is -0.5", "negative"):
        evaluate(1, [-0.5, 1.5], **how)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.uint64, np.int64])
def test_labels_of_every_integer_type(dtype):
    labels = np.array([0, 2], dtype=dtype)
    got = cross_entropy(labels, np.stack([P, Q]), given=("labels", "probs"))
    np.testing.assert_allclose(got, [-np.log(0.5), -np.log(0.6)], rtol=1e-15)


# Types


@EACH
@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (np.array([0.5, 0.5, 0.0], dtype=object), "dtype object"),
        (np.array([0.5, 0.5, 0.0], dtype=complex), "dtype complex128"),
        (np.array(["0.5", "0.5", "0"]), "dtype <U3"),
        (["a", "b", "c"], "dtype <U1"),
        ([None, 1.0, 0.0], "dtype object"),
        (np.array(["2020-01-01"] * 3, dtype="M8[D]"), "dtype datetime64"),
        (pd.Series(["a", "b", "c"]), "dtype"),
    ],
    ids=lambda x: x if isinstance(x, str) else type(x).__name__,
)
def test_dtype_that_is_no_number(evaluate, bad, word):
    with refused(TypeError, "p must hold real numbers", word):
        evaluate(*arguments(evaluate, bad, Q))
    if arity(evaluate) == 2:
        with refused(TypeError, "q must hold real numbers", word):
            evaluate(P, bad)


@EACH
@pytest.mark.parametrize(
    "bad",
    ["0.5", None, {0.5, 0.25}, {"a": 0.5}, pd.DataFrame({"a": P}), pl.DataFrame({"a": P}), object],
    ids=lambda x: type(x).__name__,
)
def test_type_that_is_no_array(evaluate, bad):
    with refused(TypeError, "^p is a ", "pass a NumPy array, a list"):
        evaluate(*arguments(evaluate, bad, Q))


def test_array_of_a_library_unheard_of_is_told_what_to_do():
    class Tensor:
        """Quacks like an array, and is from elsewhere."""

        dtype, shape = np.dtype(float), (3,)

        def __array__(self, dtype=None, copy=None):
            return P

    with refused(TypeError, "^q is a .*Tensor", r"numpy.asarray\(q\)"):
        kl_divergence(P, Tensor())


@EACH
def test_masked_array(evaluate):
    masked = np.ma.masked_array([0.5, 0.3, 0.2], mask=[False, False, True])
    with refused(TypeError, "p is a masked array", r"p.filled\(0\)", r"p.compressed\(\)"):
        evaluate(*arguments(evaluate, masked, Q))


def test_ragged_list():
    with refused(ValueError, "p is not a rectangular array"):
        entropy([[0.5, 0.5], [1.0]])


def test_mixed_libraries():
    with refused(TypeError, "p and q", "different libraries", "array_api_strict, numpy"):
        kl_divergence(array_api_strict.asarray(P), Q)


def test_list_beside_an_array_takes_its_library():
    got = kl_divergence(array_api_strict.asarray(P), Q.tolist())
    assert type(got) is type(array_api_strict.asarray(P))
    assert float(got) == kl_divergence(P, Q)


@EACH
def test_everything_that_holds_numbers_holds_the_same_numbers(evaluate):
    wanted = evaluate(*arguments(evaluate))
    for hold in (list, tuple, pd.Series, pl.Series, lambda x: pd.Series(x, list("abc"))):
        got = evaluate(*arguments(evaluate, hold(P.tolist()), hold(Q.tolist())))
        assert type(got) is type(wanted) or isinstance(got, np.ndarray)
        assert np.ravel(got).tolist() == np.ravel(wanted).tolist()


def test_scalars_and_ranges():
    assert self_information(1) == 0
    assert type(self_information(0.5)) is np.float64
    assert entropy(range(2)) == 0
    assert cross_entropy(np.int64(1), [0.5, 0.5], given=("labels", "probs")) == math.log(2)


def test_series_with_different_indexes():
    p, q = pd.Series(P, index=[0, 1, 2]), pd.Series(Q, index=[2, 1, 0])
    with refused(ValueError, "p and q", "different indexes", "to_numpy"):
        kl_divergence(p, q)
    assert kl_divergence(p, q.to_numpy()) == kl_divergence(P, Q)
    assert kl_divergence(p, pd.Series(Q)) == kl_divergence(P, Q)


# Dtypes


@EACH
@pytest.mark.parametrize(
    ("dtype", "answer"),
    [
        (np.float16, np.float32), (np.float32, np.float32), (np.float64, np.float64),
        (np.longdouble, np.float64), (np.int32, np.float64), (np.uint8, np.float64),
        (np.bool_, np.float64), (">f4", np.float32), (">f8", np.float64),
    ],
)  # fmt: skip
def test_width_of_the_answer(evaluate, dtype, answer):
    p, q = np.array([0, 1, 0], dtype=dtype), np.array([0, 1, 0], dtype=dtype)
    got = evaluate(*arguments(evaluate, p, q))
    assert got.dtype == answer
    assert evaluate(*arguments(evaluate, np.stack([p, p]), q)).dtype == answer


def test_the_wider_of_two_widths_wins():
    assert kl_divergence(P.astype(np.float32), Q).dtype == np.float64
    assert kl_divergence(P.astype(np.float16), Q.astype(np.float32)).dtype == np.float32
    assert kl_divergence(P.astype(np.float32), [0.2, 0.2, 0.6]).dtype == np.float64
    label = cross_entropy(1, Q.astype(np.float32), given=("labels", "probs"))
    assert label.dtype == np.float32


def test_lists_are_float64_whatever_is_in_them():
    assert entropy([np.float32(0.5), np.float32(0.5)]).dtype == np.float64


def test_half_precision_is_computed_in_single():
    p, q = P.astype(np.float16), Q.astype(np.float16)
    assert kl_divergence(p, q) == kl_divergence(p.astype(np.float32), q.astype(np.float32))


# What is never done


@EACH
@pytest.mark.parametrize("given", ["probs", "log_probs", "logits"])
def test_inputs_are_not_modified_and_may_be_read_only(evaluate, given):
    arrays = [np.array(x if given == "probs" else np.log(x)) for x in arguments(evaluate)]
    kept = [a.copy() for a in arrays]
    for a in arrays:
        a.flags.writeable = False
    evaluate(*arrays, given=given)
    assert all((a == b).all() for a, b in zip(arrays, kept, strict=True))


@EACH
def test_strides_do_not_matter(evaluate):
    rows = np.random.default_rng(0).dirichlet(np.ones(3), size=(2, 4))
    wanted = evaluate(*arguments(evaluate, *rows))
    wide = np.zeros((2, 4, 6))
    wide[..., ::2] = rows
    for p, q in (wide[..., ::2], np.asfortranarray(rows), rows[..., ::-1][..., ::-1]):
        assert (evaluate(*arguments(evaluate, p, q)) == wanted).all()
    if "axis" in keywords(evaluate):
        across = evaluate(*arguments(evaluate, *np.swapaxes(rows, 1, 2)), axis=0)
        assert (across == (wanted.T if evaluate is kl_divergence_terms else wanted)).all()


def test_no_warning_escapes_and_none_is_switched_off():
    before = np.geterr()
    with np.errstate(all="raise"):
        assert kl_divergence([0.5, 0.5], [1.0, 0.0]) == math.inf
        assert np.isnan(entropy([math.inf, 0.0], given="logits"))
        assert self_information(0.0) == math.inf
        assert cross_entropy(0, [0.0, -math.inf], given=("labels", "logits")) == 0
    assert np.geterr() == before


def test_a_mask_inside_a_list_is_refused_too():
    rows = [np.ma.array([0.5, 0.25, 0.25], mask=[0, 1, 0])]
    with pytest.raises(TypeError, match="masked array"):
        entropy(rows)
    assert entropy([np.array([0.5, 0.5]), np.array([1.0, 0.0])]).shape == (2,)


def test_a_value_just_out_of_range_is_written_in_full():
    with pytest.raises(ValueError, match=r"p is 1\.0000000000000002: a probability"):
        self_information(1.0000000000000002)

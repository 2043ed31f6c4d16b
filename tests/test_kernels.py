"""Every kernel against its definition, whatever the shape, the width, the threads and the rows."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import kullback as kb
from hard_cases import FAMILIES, cases
from kullback._arrays import libraries
from kullback._quantity import QUANTITIES
from kullback.kernels.numba import few_classes
from kullback.kernels.table import KERNELS
from references import error_in_eps, reference
from signatures import arity

EPS = {
    "entropy": 8,
    "cross_entropy": 8,
    "kl_divergence": 16,
    "jensen_shannon_divergence": 16,
}
MOST = few_classes.MOST
KINDS = [pytest.param(*kernel, id=f"{kernel[0]}-{kernel[1]}") for kernel in KERNELS]
every_kernel = pytest.mark.parametrize(("name", "given"), KINDS)
every_dtype = pytest.mark.parametrize("dtype", ["float64", "float32"])


@pytest.fixture
def at_any_size(monkeypatch):
    """Let kernels answer, however small the arrays are."""
    monkeypatch.setattr(libraries, "LARGE", 1)


def drawn(name, given, shape, dtype, seed=0):
    """Return random inputs of a kernel: some rows confident, some pairs near each other."""
    rng = np.random.default_rng(seed)
    forms = given if isinstance(given, tuple) else (given,) * arity(QUANTITIES[name].evaluate)
    scale = rng.choice([0.1, 3.0, 15.0], size=(*shape[:-1], 1))
    first = (scale * rng.standard_normal(shape)).astype(dtype)
    second = first + rng.choice([1e-6, 1e-2, 1.0], size=(*shape[:-1], 1)) * rng.standard_normal(
        shape
    )
    return [
        rng.integers(0, shape[-1], shape[:-1]) if form == "labels" else held(form, logits, dtype)
        for form, logits in zip(forms, (first, second), strict=False)
    ]


def held(form, logits, dtype):
    logits = logits.astype(np.float64)
    if form != "logits":
        logits = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    return (np.exp(logits) if form == "probs" else logits).astype(dtype)


def by_definition(name, arrays, **options):
    with np.errstate(all="ignore"):
        return QUANTITIES[name].evaluate.__wrapped__(*arrays, **options)


def assert_both_keep_their_promise(name, got, defined):
    """Require an answer of the same shape and type, apart by no more than both are allowed."""
    assert got.shape == defined.shape and got.dtype == defined.dtype
    eps = float(np.finfo(got.dtype).eps)
    same = (got == defined) | (np.isnan(got) & np.isnan(defined))
    allowed = 2 * EPS[name] * eps * np.abs(defined) + 16 * eps**3
    with np.errstate(invalid="ignore"):
        assert (same | (np.abs(got - defined) <= allowed)).all()


# Lengths at which loops change, and numbers of rows around the tiles that few classes are done in.
SHAPES = [
    (1, 1), (129, 1), (300, 2), (40, 3), (127, 10), (128, 10), (257, 63), (7, 5, 64), (130, 65),
    (30, 513), (3, 70_000),
]  # fmt: skip


@every_kernel
@every_dtype
@pytest.mark.parametrize("shape", SHAPES)
def test_kernel_agrees_with_definition(name, given, dtype, shape, at_any_size):
    arrays = drawn(name, given, shape, dtype)
    got = QUANTITIES[name].evaluate(*arrays, given=given)
    assert_both_keep_their_promise(name, got, by_definition(name, arrays, given=given))


@every_kernel
def test_kernel_answers_and_not_the_definition(name, given, at_any_size, monkeypatch):
    from kullback.kernels import table

    asked = []
    monkeypatch.setattr(table, "_completed", lambda *_: asked.append(1) or False)
    arrays = drawn(name, given, (50, 40), "float64")
    got = table.answer(name, None, arrays, {"given": given})
    assert got is not NotImplemented and asked == []


both_divergences = pytest.mark.parametrize("name", ["kl_divergence", "jensen_shannon_divergence"])


@pytest.fixture
def left(monkeypatch):
    """Count the rows that kernels leave to the definition."""
    from kullback.kernels import table

    rows, completed = [], table._completed

    def counting(values, trusted, *others):
        rows.extend(np.flatnonzero(~trusted).tolist())
        return completed(values, trusted, *others)

    monkeypatch.setattr(table, "_completed", counting)
    return rows


def exact_in_eps(name, rows, got):
    eps = float(np.finfo(got.dtype).eps)
    return [
        error_in_eps(value, reference(name, "logits", *pair), 8 * eps**3)
        for *pair, value in zip(*rows, got, strict=True)
    ]


@both_divergences
@every_dtype
@pytest.mark.parametrize("offset", [0.0, 5.0, 1e4])
@pytest.mark.parametrize("change", [1e-12, 1e-8, 1e-3, 1.0, 10.0])
def test_pairs_of_logits_keep_their_digits_without_the_definition(
    name, dtype, offset, change, at_any_size, left
):
    rng = np.random.default_rng(4)
    a = (np.array([[0.1], [3.0], [10.0]]) * rng.standard_normal((3, 20))).astype(dtype)
    b = (a + change * rng.standard_normal(a.shape) + offset).astype(dtype)
    for rows in ((a, b), (b, a)):
        got = QUANTITIES[name].evaluate(*rows, given="logits")
        assert left == [] and (got >= 0).all()
        assert max(exact_in_eps(name, rows, got)) <= EPS[name]


@both_divergences
@every_dtype
def test_pairs_of_logits_whose_first_entries_tell_little_of_the_rest(
    name, dtype, at_any_size, left
):
    rows = (12.0 * np.random.default_rng(6).standard_normal((2, 60, 600))).astype(dtype)
    got = QUANTITIES[name].evaluate(*rows, given="logits")
    assert left == []
    assert_both_keep_their_promise(name, got, by_definition(name, rows, given="logits"))


@both_divergences
@every_dtype
def test_pairs_of_logits_whose_terms_nearly_cancel(name, dtype, at_any_size):
    """All outcomes are as far from each other: no roundings of others make up for a bad term."""
    rows = np.zeros((2, 120, 2), dtype)
    rows[0, :, 0] = rows[1, :, 1] = [*np.linspace(0.05, 3.0, 60), *np.linspace(1.0, 1.003, 60)]
    got = QUANTITIES[name].evaluate(*rows, given="logits")
    assert max(exact_in_eps(name, rows, got)) <= EPS[name]


@both_divergences
@every_dtype
@pytest.mark.parametrize("above", [40.0, 61.0, 62.5, 100.0, 295.0, 571.0, 572.5, 900.0])
@pytest.mark.parametrize("n", [129, 700, 70_000])
def test_pairs_of_logits_whose_largest_comes_late(name, dtype, above, n, at_any_size):
    """The first entries do not show how large others are; a power of two must not wrap around."""
    rng = np.random.default_rng(7)
    a = rng.standard_normal((2, n))
    b = a + [[1e-3], [0.1]] * rng.standard_normal((2, n))
    a[:, -1] += above
    b[:, -1] += above
    for rows in ((a, b), (a - above, b - above)):
        a, b = (x.astype(dtype) for x in rows)
        for pair in ((a, b), (b, a)):
            got = QUANTITIES[name].evaluate(*pair, given="logits")
            assert_both_keep_their_promise(name, got, by_definition(name, pair, given="logits"))


@both_divergences
@every_dtype
@pytest.mark.parametrize("above", [0.0, 0.1, 0.3, 0.34, 0.36, 1.0])
def test_pairs_of_logits_at_the_edge_of_what_is_left_out(name, dtype, above, at_any_size):
    """Where e^a is the first to be 0, what b has there counts all the same."""
    lowest = -(1223 if dtype == "float64" else 167) * np.log(2.0)
    for n, b in ((2, 0.0), (2, above - 30.0), (600, 0.0), (600, above - 30.0)):
        rows = np.zeros((2, 1, n), dtype)
        rows[:, 0, 1] = np.array([lowest + above, b]).astype(dtype)
        got = QUANTITIES[name].evaluate(*rows, given="logits")
        assert max(exact_in_eps(name, rows, got)) <= EPS[name]


@both_divergences
@every_dtype
@pytest.mark.parametrize("n", [1, 3, 700, 70_000])
def test_pairs_of_logits_that_are_the_same_are_zero_apart(name, dtype, n, at_any_size, left):
    """To the last bit, and also where they differ by a constant."""
    a = (np.random.default_rng(2).integers(-640, 640, (3, n)) / 64).astype(dtype)
    for b in (a + a.dtype.type(move) for move in (0.0, 7.0, -250.015625, 4096.0)):
        assert (QUANTITIES[name].evaluate(a, b, given="logits") == 0).all() and left == []


@both_divergences
@every_dtype
def test_pairs_of_logits_with_masks(name, dtype, at_any_size, left):
    """An outcome that is impossible, or nearly, in both rows or in the first alone."""
    full = np.linspace(-4, 4, 300).astype(dtype)
    mask, soft, late = full.copy(), full.copy(), full.copy()
    mask[[0, 150, 299]], soft[[0, 150, 299]], late[:200] = -np.inf, -1e9, -np.inf
    pairs = [(mask, -full), (mask, mask * 2), (soft, -full), (soft, soft * 2), (mask, soft)]
    pairs += [(late, -full), (late, late * 2)]
    a, b = (np.stack(rows) for rows in zip(*pairs, strict=True))
    got = QUANTITIES[name].evaluate(a, b, given="logits")
    assert left == []
    assert_both_keep_their_promise(name, got, by_definition(name, (a, b), given="logits"))
    got = QUANTITIES[name].evaluate(np.stack([full, soft]), np.stack([mask, mask]), given="logits")
    assert np.isinf(got).all() if name == "kl_divergence" else (got < np.log(2)).all()
    assert left == []


@every_kernel
@pytest.mark.parametrize(
    ("held", "computed"),
    [("float16", "float32"), (">f4", "float32"), (">f8", "float64"), ("longdouble", "float64")],
)
def test_numbers_of_other_widths_are_not_left_to_the_definition(
    name, given, held, computed, at_any_size, left
):
    """Half precision is held to its own tolerance of sums, and computed in float32."""
    arrays = drawn(name, given, (30, 40), "float64")
    arrays[-1] = arrays[-1][::-1]  # pairs that are far apart
    arrays = [x if x.dtype == np.int64 else x.astype(held) for x in arrays]
    got = QUANTITIES[name].evaluate(*arrays, given=given)
    assert left == [] and got.dtype == computed
    widened = [x if x.dtype == np.int64 else x.astype(computed) for x in arrays]
    normalize = held == "float16" and "logits" not in str(given)
    defined = by_definition(name, widened, given=given, normalize=normalize)
    assert_both_keep_their_promise(name, got, defined)


@every_kernel
@pytest.mark.parametrize("normalize", [False, True])
def test_axis_and_unit_and_strides(name, given, normalize, at_any_size):
    arrays = drawn(name, given, (6, 9, 20), "float64")
    plain = by_definition(name, arrays, given=given, normalize=normalize)
    turned = [x if x.dtype == np.int64 else np.moveaxis(x, -1, 0) for x in arrays]
    for x in turned:
        x.flags.writeable = False
    how = {"given": given, "normalize": normalize, "unit": "bits"}
    got = QUANTITIES[name].evaluate(*turned, axis=0, keepdims=True, **how)
    assert got.shape == (1, 6, 9)
    assert_both_keep_their_promise(name, got[0], plain / np.log(2.0))
    if len(arrays) == 2 and given == "probs":
        one = [arrays[0][:, :1], arrays[1]]
        got = QUANTITIES[name].evaluate(*one, given=given)
        assert_both_keep_their_promise(name, got, by_definition(name, one, given=given))


def sums_to_one(x, tolerance):
    return x.max() < 2.0 and abs(x.sum() - 1.0) <= tolerance


@pytest.mark.digits
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@every_dtype
@pytest.mark.parametrize("most", [0, MOST], ids=["along rows", "across rows"])
def test_hard_cases(family, dtype, most, at_any_size, monkeypatch):
    """What is hard for a definition is hard for a kernel, alone or among other rows."""
    monkeypatch.setattr(few_classes, "MOST", most)
    info, misses = np.finfo(dtype), []
    for case, name, parameters, given, inputs in cases(dtype, family):
        if parameters or (name, given) not in KERNELS:
            continue
        # Weights of any total go along rows: those across them are tried where the total is 1.
        normalize = most == 0 or not all(sums_to_one(x, info.eps**0.5) for x in inputs)
        got = QUANTITIES[name].evaluate(
            *(np.stack([x, x]) for x in inputs), given=given, normalize=normalize
        )
        floor = inputs[0].size * 1000 * float(info.smallest_subnormal)
        floor += 8 * float(info.eps) ** 3 if EPS[name] == 16 else 0.0
        off = error_in_eps(got[0], reference(name, given, *inputs), floor)
        if not off <= EPS[name]:
            misses.append(f"{name} of {given}, {case}: {got[0]} is {off:.3g} eps off")
    assert misses == []


@every_kernel
def test_the_number_of_threads_changes_no_bit(name, given, at_any_size, monkeypatch):
    for shape in ((1000, 10), (40, 1000), (2, 200_000)):
        arrays, answers = drawn(name, given, shape, "float64"), []
        for threads in ("1", "2", "5"):
            monkeypatch.setenv("KULLBACK_NUM_THREADS", threads)
            answers.append(QUANTITIES[name].evaluate(*arrays, given=given))
        assert all(np.array_equal(answers[0], other) for other in answers[1:])


@every_kernel
@every_dtype
@pytest.mark.parametrize("outcomes", [1, 2, 10, 64, 65])
def test_what_a_row_gives_depends_on_no_other_row(name, given, dtype, outcomes, at_any_size):
    arrays = drawn(name, given, (300, outcomes), dtype)
    among = QUANTITIES[name].evaluate(*arrays, given=given)
    for rows in (slice(137, None), slice(None, None, -1), slice(3, 4)):
        alone = QUANTITIES[name].evaluate(*(x[rows] for x in arrays), given=given)
        assert np.array_equal(among[rows], alone)


def test_calls_from_eight_threads_at_once(at_any_size):
    p, q = drawn("kl_divergence", "probs", (200, 300), "float64")
    alone = kb.kl_divergence(p, q)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: kb.kl_divergence(p, q), range(16)))
    assert all(np.array_equal(alone, each) for each in together)


@pytest.mark.parametrize("wanted", ["0", "-1", "two", "1.5"])
def test_a_number_of_threads_that_is_none(wanted, monkeypatch, at_any_size):
    monkeypatch.setenv("KULLBACK_NUM_THREADS", wanted)
    with pytest.raises(ValueError, match="KULLBACK_NUM_THREADS must be a whole number"):
        kb.entropy(np.full((4, 4), 0.25))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (-0.25, r"p\[2, 1\] is -"),
        (0.5, r"p\[2, :\] sums to 1\.5"),
    ],
)
@pytest.mark.parametrize("outcomes", [4, 128])
def test_bad_probabilities_are_refused_from_the_sweep(change, says, outcomes, at_any_size):
    flat = np.full((5, outcomes), 1 / outcomes)
    p = flat.copy()
    p[2, 1] += change
    if change < 0:  # and nothing but that is wrong
        p[2, 1:3] = change, 2 / outcomes - change
    for call in (
        lambda: kb.entropy(p),
        lambda: kb.cross_entropy(p, flat),
        lambda: kb.kl_divergence(p, flat),
        lambda: kb.jensen_shannon_divergence(p, flat),
    ):
        with pytest.raises(ValueError, match=says):
            call()
    for quantity in (kb.cross_entropy, kb.kl_divergence, kb.jensen_shannon_divergence):
        with pytest.raises(ValueError, match=says.replace("p", "q", 1)):
            quantity(flat, p)
    with pytest.raises(ValueError, match=r"exp\(p\[2, :\]\) sums to"):
        kb.entropy(
            np.log(np.where(np.arange(5)[:, None] == 2, 0.5, np.full((5, 4), 0.25))),
            given="log_probs",
        )


@pytest.mark.parametrize(
    ("labels", "error", "says"),
    [
        ([0, 1, 4], ValueError, r"p\[2\] is 4: the 4 outcomes"),
        ([0, -1, 2], ValueError, r"p\[1\] is -1: a label cannot be negative"),
        ([0.0, 1.0, 2.0], TypeError, "labels, which are integers"),
        ([0, 1], ValueError, "one label for each distribution"),
    ],
)
def test_bad_labels_are_refused_before_anything_is_read(labels, error, says, at_any_size):
    with pytest.raises(error, match=says):
        kb.cross_entropy(np.array(labels), np.zeros((3, 4)), given=("labels", "logits"))


@every_dtype
@pytest.mark.parametrize("outcomes", [4, 40, 600])
@pytest.mark.parametrize("place", [0, 3])
def test_rows_that_are_no_distributions_are_nan_and_the_others_are_not(
    dtype, outcomes, place, at_any_size
):
    x = np.zeros((6, outcomes), dtype)
    x[1, place], x[2, place], x[3], x[4, place] = np.nan, np.inf, -np.inf, -np.inf
    truth, close = np.log([outcomes, outcomes - 1, outcomes]), {"rtol": 4 * np.finfo(dtype).eps}
    for got in (
        kb.entropy(x, given="logits"),
        kb.cross_entropy(np.full(6, 2), x, given=("labels", "logits")),
    ):
        assert np.isnan(got[[1, 2, 3]]).all()
        np.testing.assert_allclose(got[[0, 4, 5]], truth, **close)
    at_place = kb.cross_entropy(np.full(6, place), x, given=("labels", "logits"))
    assert np.isnan(at_place[[1, 2, 3]]).all() and at_place[4] == np.inf


@every_dtype
@pytest.mark.parametrize("outcomes", [5, 64, 200])
def test_probabilities_of_every_kind_side_by_side(dtype, outcomes, at_any_size):
    """Zeros, an entry above one half at any place, subnormals, a NaN; against the definition."""
    rng, least = np.random.default_rng(0), np.finfo(dtype).smallest_subnormal
    p = rng.dirichlet(np.full(outcomes, 0.2), 260)
    q = rng.dirichlet(np.full(outcomes, 2.0), 260)
    q[50:100] = p[50:100] * (1 + 1e-3 * rng.standard_normal((50, outcomes)))
    q[50:100] /= q[50:100].sum(-1, keepdims=True)
    p[100:120, 3], p[120:130, 2] = 0.0, 0.0
    p[100:130] /= p[100:130].sum(-1, keepdims=True)
    p[130:140], q[140:150] = np.eye(outcomes)[3], np.eye(outcomes)[2]
    p, q = p.astype(dtype), q.astype(dtype)
    q[150:160, 2] = least
    q[150:160] /= q[150:160].sum(-1, keepdims=True)
    q[120:130, 2], p[170, 1], q[171, 4] = 0.0, np.nan, np.nan
    q[120:130] /= q[120:130].sum(-1, keepdims=True)
    for name in EPS:
        arrays = [p, q][: arity(QUANTITIES[name].evaluate)]
        got = QUANTITIES[name].evaluate(*arrays)
        assert_both_keep_their_promise(name, got, by_definition(name, arrays))


@every_dtype
@pytest.mark.parametrize("above", [0.0, 3.0, 12.0, 40.0, 90.0, 1000.0])
def test_entropy_where_the_largest_come_last(dtype, above, at_any_size):
    """Sums are first taken around what the beginning of a row holds."""
    x = np.random.default_rng(0).standard_normal((40, 700)) * np.geomspace(1e-3, 30, 40)[:, None]
    x[::2, 600] += above
    x[1::2, 520:] += above
    x = x.astype(dtype)
    got, defined = kb.entropy(x, given="logits"), by_definition("entropy", [x], given="logits")
    assert_both_keep_their_promise("entropy", got, defined)


@every_dtype
@pytest.mark.parametrize("of_p", ["probs", "logits"])
@pytest.mark.parametrize("outcomes", [4, 600, 70_000])
def test_targets_and_masks(dtype, of_p, outcomes, at_any_size):
    """What cannot happen adds nothing; what can, and is masked, is infinite; a NaN is stronger."""
    p, x = np.zeros((7, outcomes), dtype), np.zeros((7, outcomes), dtype)
    never, nan, inf = (0.0 if of_p == "probs" else -np.inf), np.nan, np.inf
    p[:] = 1 / outcomes if of_p == "probs" else 0.0
    p[1, 3:], p[1, :3] = never, 1 / 3 if of_p == "probs" else 0.0
    x[1, 3:], x[2, 3], x[3, 3], x[3, 0], x[4, 3] = -inf, -inf, -inf, nan, inf
    p[5, 1], x[6] = nan, -inf
    truth = [np.log(outcomes), np.log(3), inf, nan, nan, nan, nan]
    for rows in (slice(None), slice(0, 2), slice(2, 4), slice(4, 7)):  # some are done in chunks
        got = kb.cross_entropy(p[rows], x[rows], given=(of_p, "logits"))
        np.testing.assert_allclose(got, truth[rows], rtol=8 * np.finfo(dtype).eps)


@every_dtype
def test_targets_that_are_no_probabilities_are_refused(dtype, at_any_size):
    given, x = ("probs", "logits"), np.zeros((5, 4), dtype)
    for change, says in ((-0.5, r"p\[2, 1\] is -0.25"), (0.5, r"p\[2, :\] sums to 1\.5")):
        p = np.full((5, 4), 0.25, dtype)
        p[2, 1] += change
        p[2, 2] -= min(change, 0)
        with pytest.raises(ValueError, match=says):
            kb.cross_entropy(p, x, given=given)
    logs = np.full((5, 4), np.log(0.25), dtype)
    logs[3] += 1.0
    for pair, name in ((("log_probs", "log_probs"), "p"), (("probs", "log_probs"), "q")):
        arrays = [np.full((5, 4), 0.25, dtype), logs] if name == "q" else [logs, logs * 0 + logs[0]]
        with pytest.raises(ValueError, match=rf"exp\({name}\[3, :\]\) sums to 2\.7"):
            kb.cross_entropy(*arrays, given=pair)


@both_divergences
@every_dtype
@pytest.mark.parametrize("shape", [(5, 40), (3, 70_000)])
def test_pairs_of_log_probabilities_are_refused_for_each(name, dtype, shape, at_any_size):
    right = np.full(shape, -np.log(shape[1]), dtype)
    wrong = right.copy()
    wrong[2] += 1
    for rows, said in (((right, wrong), "q"), ((wrong, right), "p"), ((wrong, wrong), "p")):
        with pytest.raises(ValueError, match=rf"exp\({said}\[2, :\]\) sums to 2\.7"):
            QUANTITIES[name].evaluate(*rows, given="log_probs")


@every_dtype
@pytest.mark.parametrize("total", [1e-30, 3.0, 1e25])
def test_targets_of_any_total(dtype, total, at_any_size):
    given = ("probs", "logits")
    p, x = drawn("cross_entropy", given, (20, 600), dtype)
    p = (p * np.dtype(dtype).type(total)).astype(dtype)
    got = kb.cross_entropy(p, x, given=given, normalize=True)
    defined = by_definition("cross_entropy", [p, x], given=given, normalize=True)
    assert_both_keep_their_promise("cross_entropy", got, defined)


@every_dtype
@pytest.mark.parametrize("offset", [0.0, 299.0, 301.0, -301.0, 1e6, -1e30])
def test_logits_of_any_magnitude_side_by_side(dtype, offset, at_any_size):
    """Rows that few classes are not done with across rows go along them, and come back."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((200, 10)).astype(dtype)
    x[::3] += np.dtype(dtype).type(offset)
    x[1::3, 4] -= 90.0
    far = 590 if dtype == "float32" else 5000  # where a power of two would wrap around
    x[2::3, 5] = x[2::3, 4] + np.linspace(0, far, len(x[2::3]))
    x[2::3] -= x[2::3, 5:6] / 2
    labels = np.full(200, 4)
    for name, arrays, given in (
        ("entropy", [x], "logits"),
        ("cross_entropy", [labels, x], ("labels", "logits")),
        ("cross_entropy", [labels + 1, x], ("labels", "logits")),
    ):
        got = QUANTITIES[name].evaluate(*arrays, given=given)
        assert_both_keep_their_promise(name, got, by_definition(name, arrays, given=given))


def run(code, **environment):
    """Run code in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


LARGE_CALL = (
    "import numpy as np, kullback as kb; x = np.full((400, 300), 1 / 300); y = kb.entropy(x)"
)


def test_a_small_call_loads_no_compiler():
    code = "import sys, kullback as kb; kb.kl_divergence([0.5, 0.5, 0], [0.25, 0.25, 0.5])"
    assert run(f"{code}; print('numba' in sys.modules)") == ["False"]


def test_a_fork_after_first_use():
    code = f"""{LARGE_CALL}
import os
child = os.fork()
if child == 0:
    os._exit(0 if np.array_equal(kb.entropy(x), y) else 1)
print(os.waitpid(child, 0)[1])"""
    assert run(code) == ["0"]


def test_without_a_folder_to_keep_what_is_compiled():
    """As in a read-only installation of a user without a home: Numba finds no place at all."""
    code = f"""from numba.core.caching import CompileResultCacheImpl
assert CompileResultCacheImpl._locator_classes
CompileResultCacheImpl._locator_classes = []
{LARGE_CALL}; print(round(float(y[0]), 3))"""
    assert run(code) == ["5.704"]


def test_without_numba_the_definitions_answer():
    code = f"import sys; sys.modules['numba'] = None; {LARGE_CALL}; print(round(float(y[0]), 3))"
    assert run(code) == ["5.704"]


@pytest.mark.compilation
def test_nothing_is_read_out_of_bounds(tmp_path):
    code = """import numpy as np, kullback as kb
from kullback._arrays import libraries
libraries.LARGE = 1
rng = np.random.default_rng(0)
for n in (1, 2, 10, 63, 64, 65, 511, 512, 513, 70_000):
    p, q = rng.dirichlet(np.ones(n), size=(2, 3 if n > 100 else 130))
    labels = np.resize([0, n // 2, n - 1], len(p))
    kb.entropy(p), kb.kl_divergence(p, q), kb.cross_entropy(p, q)
    kb.jensen_shannon_divergence(p, q)
    kb.kl_divergence(p, q, given="logits"), kb.jensen_shannon_divergence(p, q, given="logits")
    kb.entropy(p, given="logits"), kb.cross_entropy(labels, p, given=("labels", "logits"))
    kb.losses.cross_entropy_with_gradient(labels, p)
    kb.cross_entropy(p, q, given=("probs", "logits")), kb.cross_entropy(p, q, given="logits")
from kullback.kernels import neighbours
for n in (1, 2, 16, 17, 300):
    x = rng.normal(size=(n, 2))
    tree, line, radii = neighbours.tree(x), np.sort(x[:, 0]), np.abs(x[:, 1])
    neighbours.kth_distances(neighbours.tree(2 * x), tree, n, euclidean=False)
    neighbours.counts_within(tree, tree, radii, strictly=False)
    neighbours.kth_on_a_line(2 * line, line, n)
    neighbours.counts_on_a_line(line, line, radii, strictly=True)
print("fine")"""
    assert run(code, NUMBA_BOUNDSCHECK="1", NUMBA_CACHE_DIR=str(tmp_path)) == ["fine"]


def test_kernels_can_be_compiled_beforehand():
    done = subprocess.run(
        [sys.executable, "-m", "kullback.kernels"], capture_output=True, text=True, timeout=600
    )
    assert done.stdout.startswith(f"{len(KERNELS) + 2} kernels compiled"), done.stderr

"""What losses answer at the edges, refuse, and keep under the transformations of libraries."""

import math
from functools import partial

import numpy as np
import pytest

from kullback import losses
from kullback._arrays import libraries
from libraries import JAX, JAX_SINGLE, NUMPY, STRICT, TORCH, on, on_dtypes

NEVER = -math.inf
RNG = np.random.default_rng(3)
X = 3 * RNG.standard_normal((2, 4, 5))
P = X + RNG.standard_normal(X.shape)
LABELS = np.array([[0, 4, -100, 2], [1, 1, 3, 0]])
SOFT = RNG.dirichlet(np.ones(5), (2, 4))
WEIGHT = np.array([0.5, 1.0, 2.0, 0.0, 1.5])
KEPT = LABELS != -100
RESTING = ("weights", "logits")

# Every loss with options off their defaults, on arrays of any library: (name, arrays, options).
CALLS = {
    "labels": ("cross_entropy", (LABELS, X), {}),
    "labels and all options": (
        "cross_entropy", (np.where(LABELS == -100, 1, LABELS), X),
        {"class_weight": WEIGHT, "label_smoothing": 0.1, "z_loss": 0.01, "softcap": 4.0,
         "temperature": 2.0, "shift": True, "ignore_index": 1},
    ),
    "soft targets": (
        "cross_entropy", (SOFT, X), {"given": RESTING, "label_smoothing": 0.1, "shift": True},
    ),
    "classes on another axis": (
        "cross_entropy", (LABELS, np.moveaxis(X, -1, 1)), {"axis": 1, "reduction": "none"},
    ),
    "binary": (
        "binary_cross_entropy", (SOFT, X), {"pos_weight": WEIGHT, "weight": SOFT, "where": X > -4},
    ),
    "KL": ("kl_divergence", (P, X), {"temperature": 2.0, "where": KEPT}),
    "JS": ("jensen_shannon_divergence", (P, X), {"beta": 0.2, "reduction": "sum"}),
    "total variation": ("total_variation", (P, X), {"where": KEPT, "reduction": "none"}),
    "entropy": ("entropy_bonus", (X,), {"softcap": 4.0, "temperature": 0.5, "where": KEPT}),
    "samples": (
        "sampled_kl_terms", (0.1 * X,), {"estimator": "k2", "log_importance_ratios": 0.1 * P},
    ),
}  # fmt: skip
DERIVED = ("labels and all options", "soft targets", "KL")
each_call = pytest.mark.parametrize("name", CALLS)


def held(library, x):
    """Return an array as one of the library, its booleans and integers as they are."""
    if not isinstance(x, np.ndarray):
        return x
    if x.dtype == bool:
        return library.integers(x) > 0
    return library.integers(x) if x.dtype.kind == "i" else library.array(x)


def called(name, library, module=losses):
    """Return the loss of a call as a function of its logits, and the logits."""
    loss, arrays, options = CALLS[name]
    *others, x = (held(library, array) for array in arrays)
    options = {key: held(library, value) for key, value in options.items()}
    return partial(getattr(module, loss), *others, **options), x


@each_call
@on(STRICT, TORCH)
def test_every_library_gives_the_same(name, library):
    loss, x = called(name, library)
    reference, y = called(name, NUMPY)
    np.testing.assert_allclose(np.asarray(loss(x)), reference(y), rtol=1e-13)


@on(JAX)
def test_jax_gives_the_same(library):
    import jax

    names = [name for name in CALLS if name not in DERIVED]
    pairs = [called(name, library) for name in names]
    found = jax.jit(lambda *arrays: [f(x) for (f, _), x in zip(pairs, arrays, strict=True)])(
        *(x for _, x in pairs)
    )
    for name, value in zip(names, found, strict=True):
        reference, y = called(name, NUMPY)
        np.testing.assert_allclose(value, reference(y), rtol=1e-13)


@on_dtypes(NUMPY, TORCH, half=True)
def test_half_precision_is_computed_in_single(library, dtype):
    x = library.array(X, dtype)
    found = losses.cross_entropy(library.integers(LABELS), x)
    assert str(found.dtype).endswith("float32")
    wide = np.asarray(library.xp.asarray(x, dtype=library.xp.float32))
    assert float(found) == pytest.approx(float(losses.cross_entropy(LABELS, wide)), rel=1e-6)


@each_call
def test_large_arrays_are_answered_by_kernels_alike(name, monkeypatch):
    loss, x = called(name, NUMPY)
    small = loss(x)
    monkeypatch.setattr(libraries, "LARGE", 1)
    np.testing.assert_allclose(loss(x), small, rtol=1e-14)


def test_a_sweep_over_a_large_array_tells_the_same(monkeypatch):
    rows = np.concatenate([X[0], [[NEVER] * 5, [0, math.inf, 0, 0, 0], [0, NEVER, 50, 0, 0]]])
    labels = [*LABELS[0], 0, 1, 2]
    told = losses.token_losses(labels, rows, z_loss=0.5, class_weight=WEIGHT)
    monkeypatch.setattr(libraries, "LARGE", 1)
    by_kernels = losses.token_losses(labels, rows, z_loss=0.5, class_weight=WEIGHT)
    for one, other in zip(told, by_kernels, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-14)
    assert np.isnan(told.log_normalizer[4:6]).all() and not told.is_argmax[4:6].any()


@on(TORCH)
def test_a_device_whose_values_are_not_seen_is_not_asked_for_them(library):
    """PyTorch's meta device holds none: shapes come back, of values and of derivatives."""
    for name in CALLS:
        loss, arrays, options = CALLS[name]
        options = {key: on_meta(held(library, value)) for key, value in options.items()}
        *others, x = (on_meta(held(library, array)) for array in arrays)
        found = getattr(losses, loss)(*others, x.requires_grad_(), **options)
        (slopes,) = library.xp.autograd.grad(found.sum(), x)
        assert found.device.type == "meta" and slopes.shape == x.shape
        assert found.shape == np.shape(called(name, NUMPY)[0](called(name, NUMPY)[1]))


def on_meta(x):
    return x.to("meta") if hasattr(x, "to") else x


def test_shift_leaves_out_the_last_of_each_sequence():
    shifted = losses.cross_entropy(LABELS, X, shift=True, reduction="none")
    by_hand = losses.cross_entropy(LABELS[:, 1:], X[:, :-1], reduction="none")
    assert shifted.shape == (2, 3) and (shifted == by_hand).all()


def test_z_loss_is_divided_by_the_number_of_rows_whatever_they_weigh():
    """lambda times the square of the log-normalizer, as in Liger-Kernel."""
    log_normalizer = np.log(np.exp(X).sum(-1))
    for options in ({}, {"class_weight": WEIGHT}, {"label_smoothing": 0.1}):
        without, with_it = (
            losses.cross_entropy(LABELS, X, z_loss=z, **options) for z in (0.0, 0.5)
        )
        assert with_it - without == pytest.approx(0.5 * (log_normalizer[KEPT] ** 2).mean())
    rows = losses.cross_entropy(LABELS, X, z_loss=0.5, reduction="none")
    assert (
        rows[0, 2] == 0
        and (rows[KEPT] > losses.cross_entropy(LABELS, X, reduction="none")[KEPT]).all()
    )


def test_a_sweep_tells_of_each_row():
    told = losses.token_losses(LABELS, X, z_loss=0.5, class_weight=WEIGHT)
    p = np.exp(X) / np.exp(X).sum(-1, keepdims=True)
    np.testing.assert_allclose(told.entropy, np.where(KEPT, -(p * np.log(p)).sum(-1), 0))
    np.testing.assert_allclose(told.log_normalizer, np.where(KEPT, np.log(np.exp(X).sum(-1)), 0))
    assert (told.is_argmax == (X.argmax(-1) == LABELS) & KEPT).all() and told.is_argmax.any()
    assert (told.kept == KEPT).all()
    rows = losses.cross_entropy(LABELS, X, z_loss=0.5, class_weight=WEIGHT, reduction="none")
    assert (told.loss == rows).all()
    soft = losses.token_losses(SOFT, X, given=("probs", "logits"))
    assert (soft.is_argmax == (X.argmax(-1) == SOFT.argmax(-1))).all() and soft.kept.all()
    ties = losses.token_losses([0, 1], [[1.0, 1.0], [1.0, 1.0]])
    assert ties.is_argmax.tolist() == [True, False]


@pytest.mark.parametrize(
    ("row", "label", "options", "wanted"),
    [
        ([0.0, NEVER, 0.0], 1, {}, math.inf),
        ([0.0, NEVER, 0.0], 0, {}, math.log(2)),
        ([0.0, NEVER, 0.0], 0, {"label_smoothing": 0.1}, math.inf),
        ([0.0, NEVER, 0.0], 0, {"label_smoothing": 0.6, "class_weight": [1, 0, 1]},
         math.log(2) * (0.4 + 0.6 * 2 / 3)),
        ([0.0, NEVER, 0.0], 1, {"class_weight": [1, 0, 1]}, 0.0),
        ([NEVER, NEVER, NEVER], 0, {}, math.nan),
        ([math.inf, 0.0, 0.0], 0, {}, math.nan),
        ([0.0, math.inf, 0.0], 0, {"class_weight": [0, 1, 1]}, math.nan),
        ([math.nan, 0.0, 0.0], 1, {}, math.nan),
        ([0.0, NEVER, 0.0], 0, {"softcap": 2.0}, math.log(2)),
        ([0.0, 0.0, 0.0], 2, {"label_smoothing": 1}, math.log(3)),
    ],
)  # fmt: skip
def test_impossible_classes_and_rows_that_are_no_distributions(row, label, options, wanted):
    found = losses.cross_entropy([label], [row], reduction="none", **options)
    np.testing.assert_allclose(found, [wanted], rtol=1e-15)
    # Beside it, ignored, it changes nothing.
    alone = losses.cross_entropy([2], [[0.0, 0.0, 0.0]], **options)
    beside = losses.cross_entropy([-100, 2], [row, [0.0, 0.0, 0.0]], **options)
    np.testing.assert_allclose(beside, alone, rtol=1e-15)


@on(TORCH)
def test_what_is_ignored_has_no_slope_whatever_it_holds(library):
    torch = library.xp
    x = torch.tensor([[math.nan, 0, 1], [math.inf, 0, 1], [NEVER] * 3, [0.0, 1, 2]])
    x = x.double().requires_grad_()
    kept = torch.tensor([False, False, False, True])
    uniform = torch.zeros_like(x)
    for loss in (
        losses.cross_entropy(torch.tensor([-100, -100, -100, 0]), x, z_loss=0.1),
        losses.kl_divergence(uniform, x, where=kept),
        losses.kl_divergence(uniform + 1 / 3, x, given=("probs", "logits"), where=kept),
        losses.entropy_bonus(x, where=kept),
        losses.binary_cross_entropy(uniform, x, where=kept[:, None].expand(4, 3)),
        losses.sampled_kl_divergence(x, where=kept[:, None].expand(4, 3)).value,
    ):
        (slopes,) = torch.autograd.grad(loss, x)
        assert torch.isfinite(loss) and (slopes[:3] == 0).all() and (slopes[3] != 0).any()


@pytest.mark.parametrize("name", ["labels and all options", "soft targets", "binary", "KL", "JS"])
@on(TORCH)
def test_first_and_second_derivatives_are_those_of_the_value(name, library):
    """By PyTorch's own check, which takes differences."""
    loss, x = called(name, library)
    x.requires_grad_()
    assert library.xp.autograd.gradcheck(loss, x)
    assert library.xp.autograd.gradgradcheck(loss, x)


@on(TORCH)
def test_an_infinite_loss_has_a_finite_slope(library):
    torch = library.xp
    x = torch.tensor([[NEVER, 0.0, 0.0]], requires_grad=True)
    (slopes,) = torch.autograd.grad(losses.cross_entropy(torch.tensor([0]), x), x)
    np.testing.assert_allclose(slopes, [[-1, 0.5, 0.5]])


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "int64", "uint64"])
def test_labels_of_every_integer_type(dtype):
    found = losses.cross_entropy(np.array([1, 0, 1], dtype), X[0, :3, :2])
    assert found == losses.cross_entropy([1, 0, 1], X[0, :3, :2])


def test_the_largest_labels_are_none_that_are_ignored():
    """2^64 - 100 is -100 to whoever takes it for signed."""
    labels = np.array([2**64 - 100, 0, 1], np.uint64)
    for call in (losses.cross_entropy, losses.token_losses):
        with pytest.raises(IndexError, match=r"labels\[0\] is 9.22"):
            call(labels, X[0, :3, :2])
    with pytest.raises(ValueError, match=r"labels\[0\] is 9.22"):
        losses.cross_entropy_with_gradient(labels, X[0, :3, :2].copy())


@pytest.mark.parametrize("how", ["temperature", "softcap"])
def test_a_scale_of_numpy_widens_nothing(how):
    single = X[0].astype(np.float32)
    found = losses.cross_entropy([0, 1, 2, 0], single, **{how: np.float64(2.0)})
    assert found.dtype == np.float32
    assert found == losses.cross_entropy([0, 1, 2, 0], single, **{how: 2.0})


@on(JAX_SINGLE)
def test_a_label_to_be_ignored_that_no_label_can_be(library):
    jnp = library.xp
    labels, x = jnp.asarray([0, 1]), jnp.asarray([[0.0, 1.0], [2.0, 0.0]])
    plain = losses.cross_entropy(labels, x)
    assert losses.cross_entropy(labels, x, ignore_index=2**40) == plain
    import jax

    traced = jax.jit(lambda i: losses.cross_entropy(jnp.asarray([0, -7]), x, ignore_index=i))
    np.testing.assert_allclose(traced(-7), losses.cross_entropy(labels[:1], x[:1]), rtol=1e-6)


CE, KL = losses.cross_entropy, losses.kl_divergence
JS, BCE = losses.jensen_shannon_divergence, losses.binary_cross_entropy
TERMS, SAMPLED = losses.sampled_kl_terms, losses.sampled_kl_divergence
ROWS, PROBS = X[0], ("probs", "logits")


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: CE([0, 5, 1, 1], ROWS), IndexError, r"labels\[1\] is 5: the 5 classes.*0 to 4"),
        (lambda: CE([0, -1, 1, 1], ROWS), IndexError, r"labels\[1\] is -1.*-100 is ignored"),
        (lambda: CE([0, -100, 1, 1], ROWS, ignore_index=None), IndexError, "no label is ignored"),
        (lambda: CE([0.0, 1, 1, 1], ROWS), TypeError, "integers, got dtype float64.*'probs'"),
        (lambda: CE([True, False, True, True], ROWS), TypeError, "integers"),
        (lambda: CE([0, 1], ROWS), ValueError, r"one label for each row.*shape \(4,\); got \(2,\)"),
        (lambda: CE([[0, 1, 1, 1]], ROWS), ValueError, "one label for each row"),
        (lambda: CE(SOFT[0, :, :4], ROWS, given=PROBS), ValueError, "a weight for each class"),
        (lambda: CE(1.2 * SOFT[0], ROWS, given=PROBS), ValueError, "sums to 1.2.*'weights'"),
        (lambda: CE(-SOFT[0], ROWS, given=RESTING), ValueError, "cannot be negative"),
        (lambda: CE(SOFT[0], ROWS, given=PROBS, ignore_index=2), ValueError, "ignore_index=2"),
        (lambda: CE([0] * 4, ROWS, ignore_index=1.0), TypeError, "ignore_index must be a whole"),
        (lambda: CE([0] * 4, ROWS, ignore_index=-(2**64)), ValueError, "fit into 64 bits"),
        (lambda: CE([0], [[1.0, 1.0]], given=("labels", "log_probs")), ValueError, "sums to 5.4"),
        (lambda: CE([0] * 4, ROWS, class_weight=[1, 1]), ValueError, r"class_weight.*\(5,\)"),
        (lambda: CE([0] * 4, ROWS, class_weight=[1, 1, -1, 1, 1]), ValueError, r"weight\[2\]"),
        (lambda: CE([0] * 4, ROWS, class_weight=[1j] * 5), TypeError, "class_weight"),
        (lambda: CE([0] * 4, ROWS, label_smoothing=-0.1), ValueError, "label_smoothing.*0 and 1"),
        (lambda: CE([0] * 4, ROWS, label_smoothing="a"), TypeError, "label_smoothing.*number"),
        (lambda: CE([0] * 4, ROWS, label_smoothing=True), TypeError, "label_smoothing.*number"),
        (lambda: CE([0] * 4, ROWS, z_loss=-1.0), ValueError, "z_loss"),
        (lambda: CE([0] * 4, ROWS, softcap=0.0), ValueError, "softcap"),
        (lambda: CE([0] * 4, ROWS, temperature=math.inf), ValueError, "temperature"),
        (lambda: CE([0] * 4, ROWS, reduction="average"), ValueError, "reduction.*'none', 'mean'"),
        (lambda: CE([0] * 4, ROWS, reduction=["sum"]), ValueError, "reduction"),
        (lambda: CE([0] * 4, ROWS, given="labels"), ValueError, "given must be a pair"),
        (lambda: CE([0] * 4, ROWS, given=("labels", "probs")), ValueError, "given must be a pair"),
        (lambda: CE([0] * 4, ROWS, axis=2), ValueError, "axis 2 does not exist"),
        (lambda: CE(0, ROWS[0], shift=True), ValueError, "shift=True needs sequences"),
        (lambda: CE([0], np.zeros((1, 0))), ValueError, "no outcomes"),
        (lambda: KL(P, X[0]), ValueError, "of one shape"),
        (lambda: KL(P, X, given=("labels", "logits")), ValueError, "given must be one of"),
        (lambda: KL(SOFT, SOFT, given="probs", temperature=2.0), ValueError, "divides logits"),
        (lambda: KL(2 * SOFT, X, given=PROBS), ValueError, "sums to 2"),
        (lambda: KL(P, X, where=[True]), ValueError, "where must hold one boolean"),
        (lambda: KL(P, X, where=LABELS), TypeError, "where must hold booleans"),
        (lambda: KL(P, X, reduction="batchmean"), ValueError, "reduction"),
        (lambda: JS(P, X, beta=1.5), ValueError, "beta.*0 and 1"),
        (lambda: BCE([0, 2], [0.0, 1.0]), ValueError, r"targets\[1\] is 2"),
        (lambda: BCE([0, 1], [[0.0, 1.0]]), ValueError, "one number for each logit"),
        (lambda: BCE([0, 1], [0.0, 1.0], pos_weight=[1, 1, 1]), ValueError, "does not broadcast"),
        (lambda: BCE([0, 1], [0.0, 1.0], weight=[1, -1]), ValueError, r"weight\[1\] is -1"),
        (lambda: BCE([0, 1], [0.0, 1.0], weight=[1, 1j]), TypeError, "weight"),
        (lambda: losses.entropy_bonus(X, where=[True]), ValueError, "where"),
        (lambda: TERMS([0.1], estimator="k4"), ValueError, "estimator must be one of 'k1'"),
        (lambda: TERMS([0.1], log_importance_ratios=[0.1, 0.2]), ValueError, "of one shape"),
        (lambda: SAMPLED([0.1, 0.2], where=[True]), ValueError, "where"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_targets_may_be_nearly_normalised_and_count_as_they_are():
    nearly = SOFT[0] * (1 + 1e-9)
    found = CE(nearly, ROWS, given=PROBS)
    assert found == pytest.approx(CE(SOFT[0], ROWS, given=PROBS) * (1 + 1e-9), rel=1e-14)
    double = CE(2 * SOFT[0], ROWS, given=RESTING)
    assert double == pytest.approx(2 * CE(SOFT[0], ROWS, given=PROBS), rel=1e-14)


def test_the_ends_of_jensen_shannon_jump():
    """In proportion to beta it falls to 0, and at 0 it is the KL divergence."""
    ends = [JS(P, X, beta=beta) for beta in (0, 1e-7, 1 - 1e-7, 1)]
    wanted = [KL(P, X), 1e-7 * KL(P, X), 1e-7 * KL(X, P), KL(X, P)]
    np.testing.assert_allclose(ends, wanted, rtol=1e-5)
    assert JS(P, X, beta=0.3) == pytest.approx(JS(X, P, beta=0.7), rel=1e-14)


@on(JAX)
def test_jax_compiles_maps_and_derives_it(library):
    assert_derived(DERIVED, library, 1e-12)


@on(JAX_SINGLE)
def test_jax_does_without_float64(library):
    assert_derived(["labels and all options"], library, 1e-5)


def assert_derived(names, library, tolerance):
    """Compare values with NumPy's, and derivatives in reverse mode with those in forward mode."""
    import jax

    import kullback.losses.jax as for_jax

    close = partial(np.testing.assert_allclose, rtol=tolerance, atol=tolerance)
    for name in names:
        loss, x = called(name, library, for_jax)
        reference, y = called(name, NUMPY)
        value, slopes, forward = jax.jit(
            lambda x, loss=loss: (loss(x), jax.grad(loss)(x), jax.jacfwd(loss)(x))
        )(x)
        close(value, reference(y))
        close(slopes, forward)


@on(JAX)
def test_jax_maps_rows_and_does_not_see_labels(library):
    import jax

    from kullback.losses.jax import cross_entropy, token_losses

    x, y = library.array(X[0]), library.integers([0, 4, 7, -3])
    rows = jax.jit(jax.vmap(lambda y, x: cross_entropy(y, x)))(y, x)
    wanted = CE([0, 4], X[0, :2], reduction="none")
    np.testing.assert_allclose(rows, [*wanted, math.nan, math.nan], rtol=1e-13)
    told = jax.jit(lambda x: token_losses(np.array([0, 4]), x, class_weight=np.ones(5)))(x[:2])
    np.testing.assert_allclose(told.loss, wanted, rtol=1e-13)
    with pytest.raises(IndexError, match=r"labels\[2\] is 7"):
        cross_entropy(y, x)


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # PyTorch's own
@pytest.mark.parametrize("name", ["labels and all options", "KL", "JS"])
@on(TORCH)
def test_torch_compiles_maps_and_derives_it(name, library):
    torch = library.xp
    loss, x = called(name, library)
    torch.compiler.reset()
    compiled = torch.compile(loss, fullgraph=True, backend="eager", dynamic=False)
    np.testing.assert_allclose(compiled(x), loss(x), rtol=1e-13)
    slopes = torch.func.grad(loss)(x)
    np.testing.assert_allclose(torch.func.jacfwd(loss)(x), slopes, rtol=1e-9, atol=1e-13)
    if name == "labels and all options":
        y, rows = torch.tensor([0, 7, -3, -100]), torch.tensor(ROWS)
        of_each = torch.func.vmap(partial(CE, reduction="sum"))(y, rows)
        wanted = [CE([0], ROWS[:1]), math.nan, math.nan, 0]  # labels that are not seen
        np.testing.assert_allclose(of_each, wanted)
    if name == "JS":
        of_each = torch.func.vmap(lambda p, q: JS(p, q, beta=0.2))(torch.tensor(P), x)
        np.testing.assert_allclose(of_each.sum() * 4, loss(x), rtol=1e-12)


@on(JAX)
def test_jax_derives_by_targets_and_weights_of_classes(library):
    """In both modes, and as differences of NumPy's values; finite where the value is."""
    import jax

    def by_targets(f, t, x):
        return f(t, x, given=RESTING, class_weight=WEIGHT)

    def by_weights(f, w, x):
        return f(LABELS[0], x, class_weight=w, label_smoothing=0.1)

    def by_both(f, t, x):
        return f(t**2, t - x, given=RESTING)

    from kullback.losses.jax import cross_entropy

    cases = ((by_targets, SOFT[0]), (by_weights, WEIGHT + 0.5), (by_both, SOFT[0]))
    x, along = library.array(X[0]), RNG.standard_normal((4, 5))
    impossible = library.array([[0.0, NEVER, 1.0]])

    def derived(given):
        fs = [lambda a, f=f: f(cross_entropy, a, x) for f, _ in cases]
        modes = [(jax.grad(f)(a), jax.jacfwd(f)(a)) for f, a in zip(fs, given, strict=True)]
        t = library.array([[0.5, 0.0, 0.5]])
        by_t = jax.grad(lambda t: cross_entropy(t, impossible, given=RESTING))(t)
        return modes, by_t, jax.jacfwd(lambda x: cross_entropy([1], x))(impossible)

    modes, by_t, by_x = jax.jit(derived)([library.array(a) for _, a in cases])
    for (f, a), (reverse, forward) in zip(cases, modes, strict=True):
        v = 1e-6 * along[: a.size // 5].reshape(a.shape)
        change = (f(CE, a + v, X[0]) - f(CE, a - v, X[0])) / 2
        np.testing.assert_allclose((np.asarray(reverse) * v).sum(), change, rtol=1e-6)
        np.testing.assert_allclose(forward, reverse, rtol=1e-12, atol=1e-14)
    q = 1 / (1 + math.exp(-1))
    np.testing.assert_allclose(by_t, [[-math.log(1 - q), 0, -math.log(q)]], rtol=1e-14)
    np.testing.assert_allclose(by_x, [[1 - q, -1, q]], rtol=1e-14)


@on(JAX)
def test_options_for_jax_are_numbers_of_python_or_numpy(library):
    from kullback.losses.jax import binary_cross_entropy, cross_entropy

    x = library.array(X[0])
    wanted = CE(LABELS[0], X[0], temperature=2.0, z_loss=0.5)
    found = cross_entropy(LABELS[0], x, temperature=np.float32(2), z_loss=np.float64(0.5))
    np.testing.assert_allclose(found, wanted, rtol=1e-13)
    found = binary_cross_entropy(SOFT[0], x, weight=np.float32(2))
    np.testing.assert_allclose(found, BCE(SOFT[0], X[0], weight=2.0), rtol=1e-13)
    with pytest.raises(TypeError, match="temperature must be a number"):
        cross_entropy(LABELS[0], x, temperature=library.xp.asarray(2.0))

"""The losses beside PyTorch's, with every combination of their options, and where they differ."""

import math
from functools import partial
from itertools import product

import numpy as np
import pytest

from kullback import losses

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
F = torch.nn.functional

RNG = np.random.default_rng(7)
CLASSES = 5
WEIGHT = RNG.uniform(0.2, 2.0, CLASSES)
LEADING = {"one row": (), "rows": (6,), "sequences": (2, 4), "images": (2, 3, 2), "no row": (0,)}
WIDELY = pytest.mark.parametrize("leading", LEADING.values(), ids=LEADING)
REDUCTIONS = ("mean", "sum", "none")


def tensors(*arrays):
    return [torch.asarray(np.array(x)) for x in arrays]


def as_torch_lays_out(x):
    """Return an array with its classes on the axis where PyTorch has them: 1, or the only one."""
    return np.moveaxis(x, -1, 1) if x.ndim > 1 else x


def batch(leading):
    logits = 4 * RNG.standard_normal((*leading, CLASSES))
    labels = RNG.integers(0, CLASSES, leading)
    soft = RNG.dirichlet(np.ones(CLASSES), leading)
    return as_torch_lays_out(logits), labels, as_torch_lays_out(soft)


def compare(logits, ours, theirs):
    """Compare two losses of logits: their values, and the derivatives of the sums of them."""
    x, y = (logits.clone().requires_grad_() for _ in range(2))
    mine, others = ours(x), theirs(y)
    np.testing.assert_allclose(mine.detach(), others.detach(), rtol=1e-12, atol=1e-12)
    if logits.numel():
        slopes = [torch.autograd.grad(loss.sum(), z)[0] for loss, z in ((mine, x), (others, y))]
        np.testing.assert_allclose(*slopes, rtol=1e-12, atol=1e-12)


def ways(**choices):
    """Return every combination of the options, each as keywords."""
    return [dict(zip(choices, way, strict=True)) for way in product(*choices.values())]


def renamed(options):
    """Return PyTorch's options by our names."""
    names = {"weight": "class_weight"}
    return {names.get(name, name): value for name, value in options.items()}


@WIDELY
def test_cross_entropy_of_labels(leading):
    logits, labels, _ = batch(leading)
    labels.flat[1::3] = 2
    x, y, w = tensors(logits, labels, WEIGHT)
    ours = partial(losses.cross_entropy, y, axis=min(1, x.ndim - 1))
    for options in ways(
        reduction=REDUCTIONS, label_smoothing=(0.0, 0.1, 1.0), weight=(None, w),
        ignore_index=(-100, 2),
    ):  # fmt: skip
        compare(x, partial(ours, **renamed(options)), partial(F.cross_entropy, target=y, **options))


@WIDELY
@pytest.mark.parametrize(("form", "factor"), [("probs", 1.0), ("weights", 1.2)])
def test_cross_entropy_of_soft_targets(leading, form, factor):
    logits, _, soft = batch(leading)
    x, t, w = tensors(logits, factor * soft, WEIGHT)
    ours = partial(losses.cross_entropy, t, axis=min(1, x.ndim - 1), given=(form, "logits"))
    for options in ways(reduction=REDUCTIONS, label_smoothing=(0.0, 0.1, 1.0), weight=(None, w)):
        compare(x, partial(ours, **renamed(options)), partial(F.cross_entropy, target=t, **options))


@WIDELY
def test_negative_log_likelihood(leading):
    logits, labels, _ = batch(leading)
    x, y, w = tensors(logits, labels, WEIGHT)
    axis = min(1, x.ndim - 1)

    def through(loss):
        return lambda x: loss(F.log_softmax(x, axis))

    ours = partial(losses.cross_entropy, y, axis=axis, given=("labels", "log_probs"))
    for options in ways(reduction=REDUCTIONS, weight=(None, w)):
        compare(
            x,
            through(partial(ours, **renamed(options))),
            through(partial(F.nll_loss, target=y, **options)),
        )


@WIDELY
def test_binary_cross_entropy(leading):
    shape = (*leading, 3)
    x, hard, soft = tensors(
        4 * RNG.standard_normal(shape), RNG.integers(0, 2, shape) * 1.0, RNG.uniform(size=shape)
    )
    yes, each = tensors([0.5, 1.0, 3.0], RNG.uniform(0, 2, shape))
    theirs = F.binary_cross_entropy_with_logits
    for t in (hard, soft):
        for options in ways(reduction=REDUCTIONS, pos_weight=(None, yes), weight=(None, each)):
            ours = partial(losses.binary_cross_entropy, t, **options)
            compare(x, ours, partial(theirs, target=t, **options))


@pytest.mark.parametrize("temperature", [1.0, 3.0])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("given", ["logits", "log_probs"])
def test_divergence_of_models(given, reduction, temperature):
    p, q = tensors(*(4 * RNG.standard_normal((2, 6, CLASSES))))
    held = p if given == "logits" else F.log_softmax(p, -1)
    log_p = F.log_softmax(p / temperature, -1)
    compare(
        q,
        partial(
            losses.kl_divergence, held, given=(given, "logits"), temperature=temperature,
            reduction=reduction,
        ),
        lambda q: F.kl_div(
            F.log_softmax(q / temperature, -1), log_p, log_target=True,
            reduction={"mean": "batchmean", "sum": "sum"}[reduction],
        ),
    )  # fmt: skip


def test_divergence_from_probabilities_of_each_row():
    p, q = tensors(*(4 * RNG.standard_normal((2, 6, CLASSES))))
    p = F.softmax(p, -1)
    compare(
        q,
        partial(losses.kl_divergence, p, given=("probs", "logits"), reduction="none"),
        lambda q: F.kl_div(F.log_softmax(q, -1), p, reduction="none").sum(-1),
    )


# Where the two differ: what PyTorch 2.13 answers, what is answered here, and why the latter.
NEVER = -math.inf
DIFFERENCES = {
    "a confident prediction": (
        lambda: F.cross_entropy(torch.tensor([[18.0, 0.0]]), torch.tensor([0])),
        lambda: losses.cross_entropy(torch.tensor([0]), torch.tensor([[18.0, 0.0]])),
        0.0,
        1.5229979e-08,
    ),
    "a sure yes, which it is": (
        lambda: F.binary_cross_entropy_with_logits(torch.tensor(math.inf), torch.tensor(1.0)),
        lambda: losses.binary_cross_entropy(torch.tensor(1.0), torch.tensor(math.inf)),
        math.nan,
        0.0,
    ),
    "an impossible class with no weight": (
        lambda: F.cross_entropy(torch.tensor([[0.0, 0, NEVER]]), torch.tensor([[0.5, 0.5, 0]])),
        lambda: losses.cross_entropy(
            torch.tensor([[0.5, 0.5, 0]]), torch.tensor([[0.0, 0, NEVER]]),
            given=("probs", "logits"),
        ),
        math.nan,
        math.log(2),
    ),
    "an impossible class of weight 0, smoothed": (
        lambda: F.cross_entropy(
            torch.tensor([[0.0, 0, NEVER]]), torch.tensor([0]), label_smoothing=0.1,
            weight=torch.tensor([1.0, 1, 0]),
        ),
        lambda: losses.cross_entropy(
            torch.tensor([0]), torch.tensor([[0.0, 0, NEVER]]), label_smoothing=0.1,
            class_weight=torch.tensor([1.0, 1, 0]),
        ),
        math.nan,
        math.log(2) * (0.9 + 0.2 / 3),
    ),
    "an outcome that neither model has": (
        lambda: F.kl_div(
            torch.tensor([[-math.log(2), -math.log(2), NEVER]]), torch.tensor([[0.5, 0.5, 0]]),
            reduction="sum",
        ),
        lambda: losses.kl_divergence(
            torch.tensor([[0.5, 0.5, 0]]), torch.tensor([[0.0, 0, NEVER]]),
            given=("probs", "logits"),
        ),
        math.nan,
        0.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "ours", "wrong", "right"), DIFFERENCES.values(), ids=DIFFERENCES
)
def test_differences(theirs, ours, wrong, right):
    np.testing.assert_allclose(theirs(), wrong)
    np.testing.assert_allclose(ours(), right, rtol=1e-6)


@pytest.mark.parametrize(
    ("theirs", "ours", "logits"),
    [
        (F.cross_entropy, losses.cross_entropy, [[18.0, 0.0]]),
        (F.binary_cross_entropy_with_logits, losses.binary_cross_entropy, [18.0]),
    ],
)
def test_a_confident_prediction_still_has_a_slope(theirs, ours, logits):
    """In PyTorch it is p - 1 of a p that rounds to 1."""
    x = torch.tensor(logits, requires_grad=True)
    y = torch.tensor([0]) if x.ndim == 2 else torch.tensor([1.0])
    slopes = [torch.autograd.grad(loss, x)[0].ravel()[0] for loss in (theirs(x, y), ours(y, x))]
    assert slopes == [0.0, pytest.approx(-1.5229979e-08, rel=1e-6)]


@pytest.mark.parametrize(
    "loss", [F.cross_entropy, lambda x, y, **o: losses.cross_entropy(y, x, **renamed(o))]
)
@pytest.mark.parametrize(
    ("labels", "options"),
    [([-100, -100], {}), ([1, 1], {"weight": torch.tensor([1.0, 0, 1])})],
    ids=["all ignored", "no weight"],
)
def test_a_mean_over_nothing(loss, labels, options):
    """NaN, with derivatives that are 0 if all rows are ignored; in PyTorch and here."""
    x = torch.ones((2, 3), requires_grad=True)
    y = torch.tensor(labels)
    assert loss(x, y, reduction="sum", **options) == 0
    value = loss(x, y, **options)
    assert torch.isnan(value)
    if not options:
        assert (torch.autograd.grad(value, x)[0] == 0).all()

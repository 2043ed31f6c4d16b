"""PyTorch's transforms of the losses, nested as they nest, by whatever tensor: as PyTorch's own."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning"),  # PyTorch's own
]
F, forward_ad = torch.nn.functional, torch.autograd.forward_ad
ours = pytest.importorskip("kullback.losses.torch")
from torch._subclasses.fake_tensor import FakeTensorMode  # noqa: E402
from torch.fx.experimental.proxy_tensor import make_fx  # noqa: E402

GENERATOR = torch.Generator().manual_seed(23)


def doubles(*shape):
    return torch.rand(shape, dtype=torch.float64, generator=GENERATOR) + 0.1


X, SOFT, LABELS, WEIGHT = (
    4 * doubles(4, 3),
    doubles(4, 3),
    torch.tensor([0, 2, -100, 1]),
    doubles(3),
)
XS, SOFTS, WEIGHTS = 4 * doubles(2, 4, 3), doubles(2, 4, 3), doubles(2, 3)
grad, vmap = torch.func.grad, torch.func.vmap
J, R = torch.func.jacfwd, torch.func.jacrev


def close(mine, theirs):
    torch.testing.assert_close(mine, theirs, rtol=1e-11, atol=1e-12)


def of_x(loss):
    return lambda x: loss(x, LABELS)


def of_soft(loss):
    return lambda t: loss(X, t, WEIGHT, label_smoothing=0.1)


def of_both(loss):
    return lambda t: loss(t.sin(), t)


each_input = pytest.mark.parametrize("of", [of_x, of_soft, of_both])


@pytest.mark.parametrize("levels", [(J,), (J, J), (R, J, J), (J, R, J), (J, J, R)])
@each_input
def test_derivatives_of_derivatives_in_every_order_of_modes(of, levels):
    mine, theirs = of(ours.cross_entropy), of(F.cross_entropy)
    for level in levels:
        mine, theirs = level(mine), level(theirs)
    close(mine(SOFT), theirs(SOFT))


def by_hand(w, smoothing):
    rows, labels = -X.log_softmax(1)[[0, 1, 3]], LABELS[[0, 1, 3]]
    own = (w[labels] * rows.gather(1, labels[:, None])[:, 0]).sum()
    return ((1 - smoothing) * own + smoothing / 3 * (w * rows).sum()) / w[labels].sum()


@each_input
def test_a_single_row(of):
    """Forward mode has zeros without memory, where a mean is that of one row."""

    def first(loss):
        return lambda x: of(lambda a, b, *w, **how: loss(a[:1], b[:1], *w, **how))(x)

    mine, theirs = first(ours.cross_entropy), first(F.cross_entropy)
    close(R(J(mine))(SOFT), R(J(theirs))(SOFT))


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_by_weights_of_classes(smoothing):
    """PyTorch's forward mode leaves them out, and its reverse mode refuses."""

    def loss(w):
        return ours.cross_entropy(X, LABELS, w, label_smoothing=smoothing)

    wanted = grad(by_hand)(WEIGHT, smoothing)
    close(J(loss)(WEIGHT), wanted)
    close(grad(loss)(WEIGHT), wanted)
    close(vmap(loss)(WEIGHTS), torch.stack([by_hand(w, smoothing) for w in WEIGHTS]))
    with forward_ad.dual_level():
        dual = loss(forward_ad.make_dual(WEIGHT, WEIGHTS[0]))
        close(forward_ad.unpack_dual(dual).tangent, wanted @ WEIGHTS[0])


def test_a_dual_soft_target():
    tangents = []
    for loss in (ours.cross_entropy, F.cross_entropy):
        with forward_ad.dual_level():
            dual = of_soft(loss)(forward_ad.make_dual(SOFT, X))
            tangents.append(forward_ad.unpack_dual(dual).tangent)
    close(*tangents)


@pytest.mark.parametrize("reduction", ["mean", "none"])
def test_batches_of_everything_and_the_way_back(reduction):
    """By the tape and by `grad` through `vmap`, where what is batched does not tell who asks."""

    def total(loss):
        def of_batches(x, t, w):
            return vmap(lambda *of_one: loss(*of_one, reduction=reduction))(x, t, w).sum()

        return of_batches

    given = (XS, SOFTS, WEIGHTS)
    mine, theirs = (
        grad(total(loss), argnums=(0, 1, 2))(*given)
        for loss in (ours.cross_entropy, F.cross_entropy)
    )
    leaves = [z.clone().requires_grad_() for z in given]
    by_tape = torch.autograd.grad(total(ours.cross_entropy)(*leaves), leaves)
    for one, other, third in zip(mine, theirs, by_tape, strict=True):
        close(one, other)
        close(third, other)
    each = vmap(grad(lambda *of_one: ours.cross_entropy(*of_one), argnums=(0, 1, 2)))(*given)
    alone = [
        grad(F.cross_entropy, argnums=(0, 1, 2))(*of_one) for of_one in zip(*given, strict=True)
    ]
    for i, found in enumerate(each):
        close(found, torch.stack([slopes[i] for slopes in alone]))


LAYER = doubles(3, 3)
FUSED = {
    "labels": lambda x: ours.cross_entropy(x, LABELS),
    "each": lambda x: ours.cross_entropy(x, LABELS, WEIGHT, reduction="none", z_loss=0.1),
    "weights": lambda x: ours.cross_entropy(x, SOFT, WEIGHT, reduction="sum"),
    "linear": lambda x: ours.linear_cross_entropy(x, LAYER, LABELS),
    "kl": lambda x: ours.kl_div(x, SOFT, reduction="sum", given="logits"),
    "js": lambda x: ours.js_div(x, SOFT, "none"),
}
each_fused = pytest.mark.parametrize("loss", FUSED.values(), ids=FUSED)


@each_fused
def test_batches_of_upstream_derivatives(loss):
    value = loss(x := X.clone().requires_grad_())
    upstream = torch.stack([torch.ones_like(value), 3 * torch.ones_like(value)])
    (found,) = torch.autograd.grad(value, x, upstream, is_grads_batched=True, retain_graph=True)
    (wanted,) = torch.autograd.grad(value, x, upstream[0], retain_graph=True)
    close(found, torch.stack([wanted, 3 * wanted]))
    by_vmap = vmap(lambda u: torch.autograd.grad(value, x, u, retain_graph=True)[0])(upstream)
    close(by_vmap, found)
    assert not found.requires_grad
    hessian = torch.autograd.functional.hessian
    once = hessian(lambda x: loss(x).sum(), X, vectorize=True)
    close(once, hessian(lambda x: loss(x).sum(), X))


@each_fused
@pytest.mark.parametrize("road", ["value", "tape", "transform"])
def test_a_trace_holds_the_loss_and_not_its_value(loss, road):
    def slopes(x):
        value = loss(x)
        return torch.autograd.grad(value, x, torch.ones_like(value))[0]

    f, mode = {
        "value": (loss, "real"), "tape": (slopes, "fake"),
        "transform": (grad(lambda x: loss(x).sum()), "real"),
    }[road]  # fmt: skip
    x = X.clone().requires_grad_(road == "tape")
    traced = make_fx(f, tracing_mode=mode, _allow_non_fake_inputs=True)(x)
    close(traced(2 * x), f(2 * x))


@each_fused
def test_tensors_without_values_have_a_loss(loss):
    x = X.clone().requires_grad_()
    with FakeTensorMode(allow_non_fake_inputs=True) as mode:
        value = loss(mode.from_tensor(x))
        value.sum().backward()
    assert value.shape == loss(x).shape and value.dtype == torch.float64


@pytest.mark.parametrize("how", [{"label_smoothing": 0.1}, {"reduction": "none"}, {}])
def test_labels_changed_where_pytorch_does_not_see_it_are_looked_at_again(how):
    held = np.zeros(4, np.int64)
    loss = ours.cross_entropy(x := X.clone().requires_grad_(), torch.from_numpy(held), **how)
    loss.sum().backward(retain_graph=True)
    held[:] = 3
    with pytest.raises(IndexError, match="holds 3 in row 0"):
        torch.autograd.grad(loss.sum(), x)


def test_a_mean_of_elements_compiles_whole():
    x, t = X.log_softmax(1), SOFT.softmax(1)
    compiled = torch.compile(ours.KLDivLoss(), fullgraph=True, backend="aot_eager")
    close(compiled(x, t), (t * (t.log() - x)).mean())

"""The roads by which PyTorch comes to the fused losses, and the digits that arrive on each."""

import math
import threading
import weakref

import numpy as np
import pytest
from mpmath import exp, log, mpf, workdps

torch = pytest.importorskip("torch")
pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning"),  # PyTorch's own
]
ours = pytest.importorskip("kullback.losses.torch")
from kullback.kernels import spare_memory  # noqa: E402
from kullback.losses.torch import cross_entropy, js_div, kl_div, sweeps  # noqa: E402

GENERATOR = torch.Generator().manual_seed(11)
LABELS = torch.tensor([0, 4, -100, 2, 2, 1])


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """PyTorch's threads wait for each other at every call, by spinning."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def doubles(*shape):
    return 4 * torch.rand(shape, dtype=torch.float64, generator=GENERATOR) - 2


LOGITS, TEACHER, SOFT, WEIGHT = doubles(6, 5), doubles(6, 5), doubles(6, 5).exp(), doubles(5).exp()
LOSSES = {
    "labels": lambda x: cross_entropy(x, LABELS),
    "labels, each": lambda x: cross_entropy(x, LABELS, WEIGHT, reduction="none"),
    "smoothed, with z-loss": lambda x: cross_entropy(
        x, LABELS, WEIGHT, label_smoothing=0.3, z_loss=0.1
    ),
    "weights": lambda x: cross_entropy(x, SOFT, z_loss=0.1),
    "smoothed weights": lambda x: cross_entropy(x, SOFT, WEIGHT, label_smoothing=0.3),
    "capped": lambda x: cross_entropy(x, LABELS, softcap=3.0, reduction="sum"),
    "kl": lambda x: kl_div(x, TEACHER, reduction="batchmean", given="logits", temperature=2.0),
    "js": lambda x: js_div(x, TEACHER, "none"),
    "js, of unequal parts": lambda x: js_div(x, TEACHER, beta=0.2),
    "linear": lambda x: ours.linear_cross_entropy(x, TEACHER[:, :5], LABELS, z_loss=0.1),
}
each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
FUSED = {name: LOSSES[name] for name in ("labels", "smoothed, with z-loss", "weights")}


def leaf(x=LOGITS):
    return x.clone().requires_grad_()


@each_loss
def test_derivatives_of_both_orders_and_modes(loss):
    assert torch.autograd.gradcheck(loss, leaf(), check_forward_ad=True)
    assert torch.autograd.gradgradcheck(loss, leaf())


def test_a_third_derivative():
    def squares(x):
        (slopes,) = torch.autograd.grad(LOSSES["labels"](x), x, create_graph=True)
        (second,) = torch.autograd.grad(slopes.pow(2).sum(), x, create_graph=True)
        return second

    assert torch.autograd.gradcheck(squares, leaf())


@each_loss
def test_transforms_answer_what_the_tape_does(loss):
    def total(x):
        return loss(x).sum()

    (by_tape,) = torch.autograd.grad(total(x := leaf()), x)
    torch.testing.assert_close(torch.func.grad(total)(LOGITS), by_tape, rtol=1e-12, atol=1e-15)
    hessian = torch.autograd.functional.hessian(total, LOGITS)
    got = torch.func.hessian(total)(LOGITS)
    torch.testing.assert_close(got, hessian, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("how", [{}, {"label_smoothing": 0.2, "z_loss": 0.1}])
def test_batches_of_batches(how):
    x, y = doubles(3, 6, 5), torch.randint(0, 5, (3, 6), generator=GENERATOR)

    def loss(a, b):
        return cross_entropy(a, b, WEIGHT, **how)

    slopes = torch.func.vmap(torch.func.grad(loss))(x, y)
    one_by_one = [torch.func.grad(loss)(a, b) for a, b in zip(x, y, strict=True)]
    torch.testing.assert_close(slopes, torch.stack(one_by_one), rtol=1e-12, atol=1e-15)
    along = torch.func.vmap(loss, in_dims=(0, None))(x, y[0])
    torch.testing.assert_close(along, torch.stack([loss(a, y[0]) for a in x]))
    rows = torch.func.vmap(torch.func.grad(lambda a, b: loss(a[None], b[None])))(x[0], y[0])
    each = torch.func.jacrev(lambda a: cross_entropy(a, y[0], WEIGHT, reduction="none"))(x[0])
    diagonal = each.diagonal(dim1=0, dim2=1).T / WEIGHT[y[0]][:, None]
    if not how:
        torch.testing.assert_close(rows, diagonal, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("loss", FUSED.values(), ids=FUSED)
def test_compiled_whole(loss):
    compiled = torch.compile(loss, fullgraph=True, backend="aot_eager")
    a, b = leaf(), leaf()
    value, wanted = compiled(a), loss(b)
    value.backward()
    wanted.backward()
    assert value == wanted
    assert (a.grad == b.grad).all()


def test_compiled_labels_out_of_range_are_refused():
    compiled = torch.compile(cross_entropy, fullgraph=True, backend="aot_eager")
    with pytest.raises(IndexError, match="holds 5 in row 1"):
        compiled(LOGITS[:2], torch.tensor([0, 5]))


@pytest.mark.parametrize(
    "given",
    [
        (LABELS, None, None, -100, 0.0, 0.0, "mean"),
        (LABELS, None, WEIGHT, -100, 0.1, 0.01, "none"),
        (None, SOFT, None, -100, 0.0, 0.01, "sum"),
    ],
)
def test_operators_are_what_pytorch_asks_of_one(given):
    operators = torch.ops.kullback
    torch.library.opcheck(operators.cross_entropy.default, (leaf(), *given))
    value, kept = operators.cross_entropy(LOGITS, *given)
    upstream = torch.ones_like(value).requires_grad_()
    inputs = (upstream, leaf(), *given[:3], kept, *given[3:])
    torch.library.opcheck(operators.cross_entropy_slopes.default, inputs)


def test_half_precision_is_answered_in_single():
    with torch.autocast("cpu", torch.bfloat16):
        hidden = torch.ones(6, 8) @ torch.ones(8, 5)
        assert hidden.dtype == torch.bfloat16
        loss = cross_entropy(hidden, LABELS)
        linear = ours.linear_cross_entropy(hidden, torch.zeros(3, 5), LABELS.clamp(0, 2))
    assert loss.dtype == linear.dtype == torch.float32
    assert float(loss) == pytest.approx(math.log(5))
    x = LOGITS.bfloat16().requires_grad_()
    cross_entropy(x, LABELS).backward()
    assert x.grad.dtype == torch.bfloat16


def test_other_devices_have_the_definition():
    x = torch.zeros(3, 4, device="meta")
    labels = torch.zeros(3, dtype=torch.int64, device="meta")
    assert cross_entropy(x, labels, reduction="none").shape == (3,)
    assert js_div(x, x).device.type == "meta"


@each_loss
def test_the_definition_agrees_where_there_is_no_kernel(loss, monkeypatch):
    (slopes,) = torch.autograd.grad(fused := loss(x := leaf()), x, torch.ones_like(fused))
    monkeypatch.setattr(sweeps, "KERNELS", None)
    defined = loss(x := leaf())
    torch.testing.assert_close(fused, defined, rtol=1e-12, atol=0)
    (wanted,) = torch.autograd.grad(defined, x, torch.ones_like(defined))
    torch.testing.assert_close(slopes, wanted, rtol=1e-12, atol=1e-15)


def test_derivatives_by_targets_and_weights_are_the_definition_s():
    t, w, teacher = leaf(SOFT), leaf(WEIGHT), leaf(TEACHER)
    assert torch.autograd.gradcheck(lambda t, w: cross_entropy(LOGITS, t, w), (t, w))
    assert torch.autograd.gradcheck(lambda t: js_div(LOGITS, t), teacher)


def test_what_was_given_away_is_not_given_again():
    x = leaf()
    loss = cross_entropy(x, LABELS)
    first, second = (torch.autograd.grad(loss, x, retain_graph=True)[0] for _ in range(2))
    assert first.data_ptr() != second.data_ptr()
    assert (first == second).all()


def test_what_changes_in_place_before_the_backward_pass_is_noticed():
    x = leaf() + 0
    loss = cross_entropy(x, LABELS)
    x.mul_(2)
    with pytest.raises(RuntimeError, match="inplace operation"):
        loss.backward()


def test_a_row_that_no_kernel_answers_is_the_definition_s():
    x, t = leaf(torch.tensor([[0.0, 5e5], [1.0, 2.0]])), torch.zeros(2, 2)
    loss = kl_div(x, t, reduction="none", given="logits")
    assert float(loss[0].detach()) == pytest.approx(250000 - math.log(2))
    loss.sum().backward()
    np.testing.assert_allclose(x.grad[0], [-0.5, 0.5], rtol=1e-6)


# Digits.

SURE, WIDE = [40.0, 0.0, -1.0, 3.0, 0.5], [0.3, 2.0, -1.5, 300.0, 0.25]
ROWS = [SURE, WIDE, [0.1, 0.2, 0.3, 0.4, 0.5], [-20.0, 1.0, 0.0, -3.0, 2.0]]
WHERE = [0, 3, 2, 0]
MANY = 70  # more columns than rows are taken side by side for


def exact_slopes(row, y):
    shares = [exp(mpf(v)) for v in row]
    total = sum(shares)
    shares = [s / total for s in shares]
    others = sum(s for j, s in enumerate(shares) if j != y)
    return [-others if j == y else s for j, s in enumerate(shares)], shares


@pytest.mark.parametrize("columns", [5, MANY])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_slopes_keep_their_digits(dtype, columns):
    rows = torch.tensor(ROWS, dtype=dtype)
    rows = torch.cat([rows, rows[:, :1] - 50.0 + 0.01 * torch.arange(columns - 5)], 1).to(dtype)
    x = leaf(rows)
    losses = cross_entropy(x, torch.tensor(WHERE), reduction="none")
    losses.sum().backward()
    eps = torch.finfo(dtype).eps
    with workdps(400):
        for i, row in enumerate(rows.tolist()):
            slopes, shares = exact_slopes(row, WHERE[i])
            for got, exact in zip(x.grad[i].tolist(), slopes, strict=True):
                if abs(exact) > torch.finfo(dtype).tiny:
                    assert abs(mpf(got) - exact) <= 8 * eps * abs(exact)
            loss = -log(shares[WHERE[i]])
            if loss > torch.finfo(dtype).tiny:
                assert abs(mpf(losses[i].item()) - loss) <= 8 * eps * loss


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("road", ["tape", "transform"])
def test_products_of_second_derivatives_keep_theirs(road, dtype):
    rows, v = torch.tensor(ROWS, dtype=dtype), doubles(4, 5).to(dtype)
    y = torch.tensor(WHERE)

    def total(x):
        return cross_entropy(x, y, reduction="sum")

    if road == "tape":
        (slopes,) = torch.autograd.grad(total(x := leaf(rows)), x, create_graph=True)
        (got,) = torch.autograd.grad(slopes, x, v)
    else:
        got = torch.func.jvp(torch.func.grad(total), (rows,), (v,))[1]
    eps = torch.finfo(dtype).eps
    with workdps(400):
        for i, row in enumerate(rows.tolist()):
            _, p = exact_slopes(row, WHERE[i])
            u = [mpf(a) for a in v[i].tolist()]
            mean = sum(a * b for a, b in zip(p, u, strict=True))
            exact = [a * (b - mean) for a, b in zip(p, u, strict=True)]
            largest = max(map(abs, exact))
            if largest > torch.finfo(dtype).tiny:
                for a, b in zip(got[i].tolist(), exact, strict=True):
                    assert abs(mpf(a) - b) <= 64 * eps * largest


PAIRS = {
    "apart": (doubles(4, 40), doubles(4, 40) + 2.0 * doubles(4, 40)[:, ::7].repeat(1, 7)[:, :40]),
    "near": (doubles(4, 40), doubles(4, 40) + 1e-3 * doubles(4, 40).flip(1)),
    # What is nearly 1 has the derivative of all the others, which an eps of it would hide.
    "sure": (
        torch.cat([torch.zeros(2, 1), doubles(2, 40) - 70.0], 1).double(),
        torch.cat([torch.ones(2, 1), doubles(2, 40).flip(1) - 72.0], 1).double(),
    ),
    "sure beside what is not": (
        doubles(2, 40), torch.cat([doubles(2, 39).flip(1), torch.full((2, 1), 50.0)], 1).double()
    ),
}  # fmt: skip


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("where", PAIRS)
@pytest.mark.parametrize("name", ["kl", "js"])
def test_slopes_of_divergences_keep_theirs(name, where, dtype):
    t, x = (rows.to(dtype) for rows in PAIRS[where])
    x = leaf(x)
    losses = (
        kl_div(x, t, reduction="none", given="logits", temperature=2.0)
        if name == "kl"
        else js_div(x, t, "none", temperature=2.0)
    )
    losses.sum().backward()
    eps = torch.finfo(dtype).eps
    with workdps(120):
        for i in range(len(t)):
            _, p = exact_slopes([a / 2 for a in t[i].tolist()], 0)
            _, q = exact_slopes([a / 2 for a in x[i].tolist()], 0)
            m = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
            of_p, of_q = (
                sum(a * log(a / b) for a, b in zip(side, m, strict=True)) for side in (p, q)
            )
            kl = sum(a * log(a / b) for a, b in zip(p, q, strict=True))
            value = kl if name == "kl" else (of_p + of_q) / 2
            exact = [
                (b - a) / 2 if name == "kl" else b * (log(b / c) - of_q) / 4
                for a, b, c in zip(p, q, m, strict=True)
            ]
            assert abs(mpf(losses[i].item()) - value) <= 16 * eps * value
            largest = max(map(abs, exact))
            for a, b in zip(x.grad[i].tolist(), exact, strict=True):
                assert abs(mpf(a) - b) <= 8 * eps * largest


# The memory of gradients.


def test_memory_is_used_again_and_never_twice_at_once():
    shape = (spare_memory.LEAST // 4,)
    first = spare_memory.empty(shape, np.float32)
    second = spare_memory.empty(shape, np.float32)
    first[:], second[:] = 1.0, 2.0
    assert (first == 1.0).all()
    place = first.ctypes.data
    view, gone = first.reshape(2, -1), weakref.ref(first)
    del first
    assert gone() is not None, "a view keeps what it lies in"
    assert spare_memory.empty(shape, np.float32).ctypes.data != place
    del view
    if spare_memory.OFFERED:
        assert gone() is None
        assert spare_memory.empty(shape, np.float32).ctypes.data == place


def test_a_gradient_that_is_kept_is_not_written_over():
    x = torch.zeros(2, spare_memory.LEAST // 4).requires_grad_()
    labels = torch.tensor([0, 1])
    (kept,) = torch.autograd.grad(cross_entropy(x, labels), x)
    row = kept[1]
    del kept
    before = row.clone()
    torch.autograd.grad(cross_entropy(5 * x, labels, reduction="sum"), x)
    assert (row == before).all()


def test_threads_may_train_at_the_same_time():
    x, y = doubles(300, 100), torch.randint(0, 100, (300,), generator=GENERATOR)
    (wanted,) = torch.autograd.grad(cross_entropy(a := leaf(x), y), a)
    found = []

    def train():
        a = leaf(x)
        cross_entropy(a, y).backward()
        found.append(a.grad)

    threads = [threading.Thread(target=train) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all((slopes == wanted).all() for slopes in found)

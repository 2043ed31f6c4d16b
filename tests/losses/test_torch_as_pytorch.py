"""`kullback.losses.torch` in the place of PyTorch's losses: values, slopes, training, errors."""

import math
from itertools import product

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
F = torch.nn.functional
ours = pytest.importorskip("kullback.losses.torch")

CLASSES, INF = 7, math.inf
REDUCTIONS = ("mean", "sum", "none")
SHAPES = {"one row": (7,), "rows": (6, 7), "images": (2, 7, 3), "none": (0, 7), "many": (9, 80)}


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """PyTorch's threads wait for each other at every call, by spinning."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def doubles(*shape):
    return torch.rand(shape, dtype=torch.float64, generator=GENERATOR)


GENERATOR = torch.Generator().manual_seed(5)


def batch(shape):
    """Return logits, labels of which one is ignored, and weights of classes that are no shares."""
    axis = 0 if len(shape) == 1 else 1
    logits = 8 * doubles(*shape) - 4
    rows = [n for i, n in enumerate(shape) if i != axis]
    labels = torch.randint(0, shape[axis], rows, generator=GENERATOR)
    if labels.ndim and labels.numel():
        labels.view(-1)[0] = -100
    return logits, labels, 2 * doubles(*shape)


def compare(mine, theirs, x, tolerance=1e-12):
    """Compare values and derivatives, by an upstream derivative of their own for each loss."""
    a, b = (x.clone().requires_grad_() for _ in range(2))
    one, other = mine(a), theirs(b)
    torch.testing.assert_close(one, other, rtol=tolerance, atol=tolerance, equal_nan=True)
    upstream = doubles(*one.shape)
    slopes = [torch.autograd.grad(y, z, upstream)[0] for y, z in ((one, a), (other, b))]
    torch.testing.assert_close(*slopes, rtol=tolerance, atol=tolerance, equal_nan=True)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("form", ["labels", "weights"])
def test_cross_entropy_is_that_of_pytorch(shape, form):
    logits, labels, weights = batch(shape)
    target = labels if form == "labels" else weights
    of_classes = doubles(shape[0 if len(shape) == 1 else 1])
    for weight, reduction, smoothing in product((None, of_classes), REDUCTIONS, (0.0, 0.1, 1.0)):
        how = {"weight": weight, "reduction": reduction, "label_smoothing": smoothing}
        mine, theirs = ours.CrossEntropyLoss(**how), torch.nn.CrossEntropyLoss(**how)
        compare(lambda x, f=mine: f(x, target), lambda x, f=theirs: f(x, target), logits)


@pytest.mark.parametrize("ignored", [-1, 2])
def test_any_label_may_be_the_ignored_one(ignored):
    logits, labels, _ = batch((6, 7))
    labels[:3] = ignored
    labels = torch.where(labels == -100, 0, labels)
    mine, theirs = (
        loss(ignore_index=ignored) for loss in (ours.CrossEntropyLoss, torch.nn.CrossEntropyLoss)
    )
    compare(lambda x: mine(x, labels), lambda x: theirs(x, labels), logits)


def test_binary_cross_entropy_is_that_of_pytorch():
    logits, target = 6 * doubles(4, 3) - 3, doubles(4, 3)
    for weight, of_yes, reduction in product((None, doubles(3)), (None, doubles(3)), REDUCTIONS):
        how = {"weight": weight, "pos_weight": of_yes, "reduction": reduction}
        mine, theirs = ours.BCEWithLogitsLoss(**how), torch.nn.BCEWithLogitsLoss(**how)
        compare(lambda x, f=mine: f(x, target), lambda x, f=theirs: f(x, target), logits)


@pytest.mark.filterwarnings("ignore:reduction:UserWarning")
@pytest.mark.parametrize("reduction", ["mean", "batchmean", "sum", "none"])
@pytest.mark.parametrize("log_target", [False, True])
def test_kl_divergence_is_that_of_pytorch(reduction, log_target):
    x, t = doubles(4, 3).log(), doubles(4, 3)
    t[0, 0] = 0
    how = {"reduction": reduction, "log_target": log_target}
    t = t.log() if log_target else t
    mine, theirs = ours.KLDivLoss(**how), torch.nn.KLDivLoss(**how)
    kept = slice(1, None) if log_target else slice(None)  # PyTorch's term of exp(-inf) is NaN
    compare(lambda x: mine(x, t[kept]), lambda x: theirs(x, t[kept]), x[kept])


def test_the_mean_of_kl_divergence_warns_as_that_of_pytorch():
    with pytest.warns(UserWarning, match="batchmean"):
        ours.KLDivLoss()(torch.zeros(1, 2), torch.full((1, 2), 0.5))


def from_logits(x, t, temperature, beta=None):
    q, p = ((z / temperature).log_softmax(-1) for z in (x, t))
    if beta is None:
        return (p.exp() * (p - q)).sum(-1)
    m = (beta * p.exp() + (1 - beta) * q.exp()).log()
    return (beta * p.exp() * (p - m) + (1 - beta) * q.exp() * (q - m)).sum(-1)


@pytest.mark.filterwarnings("ignore:reduction:UserWarning")
@pytest.mark.parametrize("temperature", [1.0, 2.0, 1.7])
@pytest.mark.parametrize("classes", [9, 700])
def test_divergences_of_logits_are_their_formulas(temperature, classes):
    x, t = 4 * doubles(2, 3, classes), 4 * doubles(2, 3, classes)
    divided = {"mean": x.numel(), "batchmean": 2, "sum": 1}
    how = {"temperature": temperature, "scale_by_temperature_squared": True}
    losses = (
        (lambda r: ours.KLDivLoss(reduction=r, given="logits", **how), None),
        (lambda r: ours.JSDivLoss(r, **how), 0.5),
        (lambda r: ours.JSDivLoss(r, beta=0.1, **how), 0.1),
    )
    for (made, beta), reduction in product(losses, (*divided, "none")):

        def theirs(x, beta=beta, reduction=reduction):
            each = temperature**2 * from_logits(x, t, temperature, beta)
            return each if reduction == "none" else each.sum() / divided[reduction]

        mine = made(reduction)
        compare(lambda x, f=mine: f(x, t), theirs, x)


@pytest.mark.filterwarnings("ignore:reduction:UserWarning")
@pytest.mark.parametrize(
    ("shape", "axis", "rows"), [((3, 4), 0, 4), ((3, 4, 2), 1, 3), ((5,), 0, 1)]
)
def test_the_mean_of_a_batch_is_over_its_first_axis_of_rows(shape, axis, rows):
    x, t = doubles(*shape), doubles(*shape)
    for made in (
        lambda r: ours.KLDivLoss(reduction=r, given="logits", axis=axis),
        lambda r: ours.JSDivLoss(r, axis=axis),
        lambda r: ours.JSDivLoss(r, axis=axis, beta=0.25),
    ):
        torch.testing.assert_close(made("batchmean")(x, t), made("sum")(x, t) / rows)
        torch.testing.assert_close(made("mean")(x, t), made("sum")(x, t) / x.numel())


def test_another_axis_of_classes():
    x, t = doubles(2, 5, 3), doubles(2, 5, 3)
    loss = ours.JSDivLoss("none", axis=1)(x, t)
    torch.testing.assert_close(loss, from_logits(x.mT, t.mT, 1.0, 0.5), rtol=1e-12, atol=0)


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_linear_cross_entropy_is_both_in_turn(reduction, monkeypatch):
    monkeypatch.setattr("kullback.losses.torch.chunks.ROWS", 3)
    monkeypatch.setattr("kullback.losses.torch.chunks.BUFFER", 64)
    _, labels, _ = batch((10, 7))
    hidden, layer, bias = doubles(2, 5, 4), 4 * doubles(7, 4), doubles(7)
    for weight, smoothing, b in product((None, doubles(7)), (0.0, 0.1), (None, bias)):
        inputs = [z.clone().requires_grad_() for z in (hidden, layer, *(() if b is None else (b,)))]
        how = {"reduction": reduction, "label_smoothing": smoothing}
        module = ours.LinearCrossEntropyLoss(weight, **how)
        mine = module(*inputs[:2], labels.reshape(2, 5), *inputs[2:])
        logits = F.linear(inputs[0].flatten(0, 1), *inputs[1:])
        theirs = F.cross_entropy(logits, labels, weight, **how).reshape(mine.shape)
        torch.testing.assert_close(mine, theirs, rtol=1e-12, atol=1e-12)
        upstream = doubles(*mine.shape)
        for _ in range(2):  # what the first pass gave away the second computes again
            slopes = [
                torch.autograd.grad(y, inputs, upstream, retain_graph=True) for y in (mine, theirs)
            ]
            torch.testing.assert_close(*slopes, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_a_layer_of_no_rows_has_no_slopes(reduction, monkeypatch):
    monkeypatch.setattr(torch, "empty_like", lambda x: torch.full_like(x, 7.0))  # as memory may be
    hidden, layer = torch.zeros(0, 4, requires_grad=True), torch.ones(7, 4, requires_grad=True)
    labels = torch.zeros(0, dtype=torch.int64)
    ours.linear_cross_entropy(hidden, layer, labels, reduction=reduction).sum().backward()
    assert (layer.grad == 0).all() and hidden.grad.shape == (0, 4)


def test_further_options_are_those_of_the_definitions():
    from kullback import losses

    x, labels = (
        torch.tensor([[1, 2, 0.5], [-1, 0.3, 2], [0, 4, 1], [2, -1, 0.25]], dtype=torch.float64),
        torch.tensor([1, 0, -100, 2]),
    )
    assert float(ours.CrossEntropyLoss(z_loss=1e-4)(x, labels)) == pytest.approx(1.8755783619)
    assert float(ours.CrossEntropyLoss(softcap=30.0)(x, labels)) == pytest.approx(1.8736700210)
    x, labels, _ = batch((4, 7, 5))
    for how in (
        {"z_loss": 0.01, "label_smoothing": 0.2, "weight": doubles(7)},
        {"z_loss": 0.5, "reduction": "none"},
        {"softcap": 2.0, "temperature": 1.5},
        {"shift": True, "temperature": 0.5, "reduction": "sum"},
    ):
        named = {("class_weight" if k == "weight" else k): v for k, v in how.items()}
        compare(
            lambda x, how=how: ours.CrossEntropyLoss(**how)(x, labels),
            lambda x, how=named: losses.cross_entropy(labels, x.movedim(1, -1), **how),
            x,
        )
    x, labels, _ = batch((6, 7))
    layer = doubles(7, 7)
    compare(
        lambda x: ours.LinearCrossEntropyLoss(z_loss=0.1, temperature=1.5)(x, layer, labels),
        lambda x: losses.cross_entropy(labels, x @ layer.T, z_loss=0.1, temperature=1.5),
        x,
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_digits_are_learned_by_the_same_steps(dtype):
    datasets = pytest.importorskip("sklearn.datasets")
    images, labels = (torch.from_numpy(x) for x in datasets.load_digits(return_X_y=True))
    images, traces = images.to(dtype) / 16, []
    for loss in (ours.CrossEntropyLoss(), torch.nn.CrossEntropyLoss()):
        torch.manual_seed(1)
        model = torch.nn.Sequential(
            torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
        ).to(dtype)
        steps = torch.optim.SGD(model.parameters(), lr=0.3)
        trace = []
        for step in range(100):
            some = slice(64 * step % 1700, 64 * step % 1700 + 64)
            steps.zero_grad()
            value = loss(model(images[some]), labels[some])
            value.backward()
            steps.step()
            trace.append(value.detach())
        traces.append(torch.stack(trace))
    assert traces[0][-1] < 0.5 < traces[0][0]
    torch.testing.assert_close(*traces, rtol=0, atol=1e-6)


BAD = {
    "label too large": ({"target": torch.tensor([0, 1, 4])}, IndexError, "holds 4 in row 2"),
    "label below 0": ({"target": torch.tensor([0, -1, 2])}, IndexError, "holds -1 in row 1"),
    "float labels": ({"target": torch.zeros(3)}, ValueError, "label of each row"),
    "booleans": ({"target": torch.ones(3, dtype=torch.bool)}, TypeError, "integer labels"),
    "too few": ({"target": torch.tensor([0, 1])}, ValueError, r"shape \(3,\)"),
    "weights of another shape": ({"target": torch.ones(3, 5)}, ValueError, "weight for each class"),
    "another device": ({"input": torch.zeros(3, 4, device="meta")}, RuntimeError, "one device"),
    "integer logits": ({"input": torch.zeros(3, 4).long()}, TypeError, "real numbers"),
    "no class": ({"input": torch.zeros(3, 0)}, ValueError, "at least one class"),
    "too few class weights": ({"weight": torch.ones(3)}, ValueError, "each of the 4 classes"),
    "a negative class weight": ({"weight": -torch.ones(4)}, ValueError, "zero or more"),
    "negative soft targets": ({"target": -torch.ones(3, 4)}, ValueError, "target"),
    "negative smoothing": ({"label_smoothing": -0.1}, ValueError, "between 0 and 1"),
    "a negative z-loss": ({"z_loss": -0.1}, ValueError, "zero or more"),
    "a temperature of 0": ({"temperature": 0.0}, ValueError, "above zero"),
    "no reduction": ({"reduction": "batchmean"}, ValueError, "'none', 'mean', 'sum'"),
    "ignored weights": (
        {"target": torch.ones(3, 4), "ignore_index": 1}, ValueError, "is for labels",
    ),
    "an old name": ({"size_average": True}, ValueError, "use reduction"),
    "an array": ({"target": [0, 1, 2]}, TypeError, "must be a tensor"),
    "one row shifted": (
        {"input": torch.zeros(4), "target": torch.tensor(0), "shift": True}, ValueError, "positions"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "error", "words"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("leaf", [False, True])
def test_what_cannot_be_measured_is_refused(given, error, words, leaf):
    given = {"input": torch.zeros(3, 4), "target": torch.tensor([0, 1, 2])} | given
    if leaf and given["input"].is_floating_point():
        given["input"] = given["input"].clone().requires_grad_()
    with pytest.raises(error, match=words):
        ours.cross_entropy(**given)


def test_the_row_that_is_named_is_one_of_those_given():
    target = torch.full((4, 3), 0.5)
    target[2, 1] = -0.5
    with pytest.raises(ValueError, match=r"target\[2, 1\] is -0.5"):
        ours.cross_entropy(torch.zeros(4, 3), target)


@pytest.mark.parametrize("ignored", [None, 2.0, "0"])
def test_an_ignored_label_that_is_no_whole_number_is_refused(ignored):
    x, y = torch.zeros(3, 4), torch.tensor([0, 1, 2])
    for call in (
        lambda: ours.cross_entropy(x, y, ignore_index=ignored),
        lambda: ours.CrossEntropyLoss(ignore_index=ignored),
        lambda: ours.linear_cross_entropy(x, torch.zeros(3, 4), y, ignore_index=ignored),
        lambda: ours.LinearCrossEntropyLoss(ignore_index=ignored),
    ):
        with pytest.raises(TypeError, match="ignore_index must be a whole number"):
            call()
    with pytest.raises(ValueError, match="ignore_index must fit into 64 bits"):
        ours.cross_entropy(x, y, ignore_index=2**63)
    assert ours.cross_entropy(x, y, ignore_index=np.int64(-1)) == ours.cross_entropy(x, y)
    assert ours.cross_entropy(x, y, ignore_index=2**63 - 1) == ours.cross_entropy(x, y)


UNSIGNED = [torch.uint8, torch.uint16, torch.uint32, torch.uint64]


@pytest.mark.parametrize("dtype", [torch.int8, torch.int16, torch.int32, *UNSIGNED])
def test_labels_of_every_integer_type(dtype):
    x, y = doubles(3, 4), torch.tensor([2, 0, 3])
    layer = (x, torch.eye(4, dtype=x.dtype))
    for call in (ours.cross_entropy, lambda x, y: ours.linear_cross_entropy(*layer, y)):
        torch.testing.assert_close(call(x, y.to(dtype)), F.cross_entropy(x, y))
        if dtype == torch.uint64:  # its 2^64 - 100 is no -100
            with pytest.raises(IndexError, match="in row 0"):
                call(x, torch.tensor([-100, 0, 3]).to(dtype))


@pytest.mark.parametrize("how", [{"temperature": 0.0}, {"temperature": -1.0}, {"softcap": 0.0}])
def test_modules_refuse_a_scale_when_they_are_made(how):
    with pytest.raises(ValueError, match="above zero"):
        ours.CrossEntropyLoss(**how)
    if "softcap" not in how:
        with pytest.raises(ValueError, match="above zero"):
            ours.LinearCrossEntropyLoss(**how)


@pytest.mark.parametrize("held", [math.nan, INF])
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("again", [False, True])
def test_an_ignored_row_of_a_layer_may_hold_anything(held, reduction, again):
    hidden, layer, bias = doubles(4, 3), doubles(5, 3), doubles(5)
    labels = torch.tensor([1, -100, 4, 0])
    slopes = []
    for row in (held, 0.0):
        hidden[1] = row
        given = [x.clone().requires_grad_() for x in (hidden, layer, bias)]
        loss = ours.linear_cross_entropy(*given[:2], labels, given[2], reduction=reduction)
        slopes.append(torch.autograd.grad(loss.sum(), given, create_graph=again))
    torch.testing.assert_close(*slopes, rtol=1e-12, atol=0.0)
    assert (slopes[0][0][1] == 0).all()


def test_a_layer_of_no_inputs_has_its_biases():
    hidden, layer, labels = torch.zeros(2, 3, 0), torch.zeros(4, 0), torch.zeros(2, 3).long()
    bias = torch.arange(4.0, requires_grad=True)
    loss = ours.linear_cross_entropy(hidden, layer, labels, bias)
    loss.backward()
    wanted = bias.detach().softmax(0) - torch.tensor([1.0, 0, 0, 0])
    torch.testing.assert_close(loss.detach(), bias.detach().logsumexp(0))
    torch.testing.assert_close(bias.grad, wanted)


def test_pairs_and_layers_that_do_not_fit_are_refused():
    x, y = torch.zeros(3, 4), torch.tensor([0, 1, 2])
    cases = [
        (lambda: ours.kl_div(x, x[:2], reduction="sum"), ValueError, "one shape"),
        (lambda: ours.kl_div(x, x.long(), reduction="sum"), TypeError, "target"),
        (lambda: ours.kl_div(x, x, reduction="sum", temperature=2.0), ValueError, "logits"),
        (lambda: ours.KLDivLoss(given="probs"), ValueError, "'log_probs', 'logits'"),
        (lambda: ours.kl_div(x, x, reduction="sum", log_target=True, given="logits"), ValueError,
         "log_target"),
        (lambda: ours.js_div(x, x.to("meta")), RuntimeError, "one device"),
        (lambda: ours.js_div(x, x, axis=2), ValueError, "axis 2"),
        (lambda: ours.JSDivLoss(beta=1.5), ValueError, "beta"),
        (lambda: ours.BCEWithLogitsLoss()(x, x[:2]), ValueError, "target"),
        (lambda: ours.BCEWithLogitsLoss()(x, x + 2), ValueError, "between 0 and 1"),
        (lambda: ours.BCEWithLogitsLoss(reduction="all"), ValueError, "reduction"),
        (lambda: ours.linear_cross_entropy(x, x[:, :3], y), ValueError, "linear_weight"),
        (lambda: ours.linear_cross_entropy(x, x, y, torch.zeros(4)), ValueError, "bias"),
        (lambda: ours.linear_cross_entropy(x, x, y[:2]), ValueError, "labels"),
        (lambda: ours.linear_cross_entropy(x, x, y.float()), TypeError, "labels"),
        (lambda: ours.linear_cross_entropy(x, x, y + 1), IndexError, "holds 3 in row 2"),
        (lambda: ours.linear_cross_entropy(x, x.double(), y), TypeError, "one dtype"),
        (lambda: ours.linear_cross_entropy(x, x, y, weight=-torch.ones(3)), ValueError, "weight"),
    ]  # fmt: skip
    for call, error, words in cases:
        with pytest.raises(error, match=words):
            call()


EDGES = {
    "all ignored": ([[1.0, 2.0]], [-100], {}, math.nan, [0, 0]),
    "all ignored, sum": ([[math.nan, 2.0]], [-100], {"reduction": "sum"}, 0.0, [0, 0]),
    "classes of no weight": ([[1.0, 2.0]], [0], {"weight": [0.0, 1.0]}, math.nan, [0, 0]),
    "an excluded label": ([[1.0, -INF]], [1], {}, INF, [1, -1]),
    "another excluded": ([[1.0, -INF]], [0], {}, 0.0, [0, 0]),
    "excluded and smoothed": ([[0.0, -INF]], [0], {"label_smoothing": 0.5}, INF, [0.25, -0.25]),
    "excluded, of no weight": (
        [[0.0, -INF]], [0], {"label_smoothing": 0.5, "weight": [1.0, 0.0]}, 0.0, [0, 0],
    ),
    "nothing possible": ([[-INF, -INF]], [0], {}, math.nan, [math.nan, math.nan]),
    "infinite": ([[INF, 0.0]], [0], {}, math.nan, [math.nan, math.nan]),
    "sure": ([[18.0, 0.0]], [0], {}, 1.522997e-08, [-1.522997e-08, 1.522997e-08]),
    "far out": ([[500.0, 460.0]], [0], {}, 4.248354e-18, [-4.248354e-18, 4.248354e-18]),
    "far out and wrong": ([[-2000.0, 0.0]], [0], {"z_loss": 1.0}, 2000.0, [-1, 1]),
}  # fmt: skip


# Smoothing and weights are of all classes: with those that are impossible most are another case.
AMONG_MORE = [
    name
    for name, edge in EDGES.items()
    if name == "excluded, of no weight" or not {"weight", "label_smoothing"} & {*edge[2]}
]


@pytest.mark.parametrize(
    ("name", "columns"), [*((name, 2) for name in EDGES), *((name, 80) for name in AMONG_MORE)]
)
def test_edges(name, columns):
    """Of two classes, and among many more that are impossible: other loops, the same answers."""
    (x, y, how, value, slopes), more = EDGES[name], columns - 2
    if "weight" in how:
        how = how | {"weight": [*how["weight"], *[0.0] * more]}
    how = {k: torch.tensor(v) if k == "weight" else v for k, v in how.items()}
    logits = torch.tensor([[*x[0], *[-INF] * more]], requires_grad=True)
    loss = ours.cross_entropy(logits, torch.tensor(y), **how)
    loss.backward()
    torch.testing.assert_close(
        loss.detach(), torch.tensor(value), rtol=1e-5, atol=0, equal_nan=True
    )
    got = logits.grad[0]
    wanted = torch.tensor([float(s) for s in slopes])
    torch.testing.assert_close(got[:2], wanted, rtol=1e-5, atol=0, equal_nan=True)


def test_modules_hold_their_weights_and_tell_their_options():
    loss = ours.CrossEntropyLoss(torch.ones(3), z_loss=0.1).double()
    assert loss.weight.dtype == torch.float64
    assert set(loss.state_dict()) == {"weight"}
    assert repr(loss) == "CrossEntropyLoss(z_loss=0.1)"
    told = [
        repr(ours.BCEWithLogitsLoss(reduction="sum")),
        repr(ours.KLDivLoss(reduction="sum", given="logits")),
        repr(ours.JSDivLoss(beta=0.25)),
        repr(ours.LinearCrossEntropyLoss(temperature=2.0)),
    ]
    assert told == [
        "BCEWithLogitsLoss(reduction='sum')", "KLDivLoss(reduction='sum', given='logits')",
        "JSDivLoss(beta=0.25)", "LinearCrossEntropyLoss(temperature=2.0)",
    ]  # fmt: skip

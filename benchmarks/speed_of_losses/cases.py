"""What is timed: one step of training each, loss and derivatives, by both and on the same tensors.

Inputs are float32 of PyTorch's, made once; every step starts without a gradient, as after
`zero_grad()`. PyTorch is asked as its own documentation does, for which see each function.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch.nn import functional

from kullback.losses.torch import (
    CrossEntropyLoss,
    JSDivLoss,
    KLDivLoss,
    LinearCrossEntropyLoss,
)

LARGE, MIDDLE, SMALL = (2048, 32_000), (8192, 1000), ((32, 10), (64, 10))
HIDDEN, WIDTH, CLASSES = 4096, 512, 32_000
OURS, THEIRS, CHUNKED = "kullback", "torch", "torch, chunked"
LOG_2 = math.log(2)


@dataclass(frozen=True)
class Case:
    """What each system is called for, the leaves whose gradients it leaves, and the goals.

    A goal is how many times longer the other is to take. `memory` says that peak memory beyond
    the gradients is to be at most a tenth of PyTorch's.
    """

    name: str
    shape: tuple[int, ...]
    calls: dict[str, Callable[[], torch.Tensor]]
    leaves: tuple[torch.Tensor, ...]
    goals: dict[str, float] = field(default_factory=dict)
    memory: bool = False

    def step(self, who):
        """Take one step, and leave its gradients in the leaves."""
        for leaf in self.leaves:
            leaf.grad = None
        self.calls[who]().backward()


def cross_entropy(shape, goal=None):
    """Return one of labels, as `torch.nn.CrossEntropyLoss`."""
    x, y = logits(shape), torch.randint(0, shape[1], shape[:1])
    ours, theirs = CrossEntropyLoss(), torch.nn.CrossEntropyLoss()
    calls = {OURS: lambda: ours(x, y), THEIRS: lambda: theirs(x, y)}
    goals = {} if goal is None else {THEIRS: goal}
    return Case("cross-entropy", shape, calls, (x,), goals)


def smoothed(shape):
    """Return one of labels with weights and smoothing."""
    x, y, weight = logits(shape), torch.randint(0, shape[1], shape[:1]), torch.rand(shape[1])
    ours = CrossEntropyLoss(weight, label_smoothing=0.1)
    theirs = torch.nn.CrossEntropyLoss(weight, label_smoothing=0.1)
    calls = {OURS: lambda: ours(x, y), THEIRS: lambda: theirs(x, y)}
    return Case("cross-entropy, weighted and smoothed", shape, calls, (x,))


def kl_divergence(shape, temperature, goal=None):
    """Return distillation: `torch.nn.KLDivLoss` of log-softmax of both, in logarithms."""
    x, t = logits(shape), torch.randn(shape)
    ours = KLDivLoss(reduction="batchmean", given="logits", temperature=temperature)
    theirs = torch.nn.KLDivLoss(reduction="batchmean", log_target=True)

    def of_torch():
        q, p = x, t
        if temperature != 1.0:
            q, p = q / temperature, p / temperature
        return theirs(functional.log_softmax(q, -1), functional.log_softmax(p, -1))

    name = "KL distillation" + ("" if temperature == 1.0 else f", temperature {temperature:g}")
    goals = {} if goal is None else {THEIRS: goal}
    return Case(name, shape, {OURS: lambda: ours(x, t), THEIRS: of_torch}, (x,), goals)


def js_divergence(shape, goal=None):
    """Return the Jensen-Shannon divergence, from PyTorch's functions."""
    x, t = logits(shape), torch.randn(shape)
    ours = JSDivLoss()

    def of_torch():
        q, p = functional.log_softmax(x, -1), functional.log_softmax(t, -1)
        m = torch.logaddexp(q, p) - LOG_2
        how = {"reduction": "batchmean", "log_target": True}
        return (functional.kl_div(m, p, **how) + functional.kl_div(m, q, **how)) / 2

    goals = {} if goal is None else {THEIRS: goal}
    return Case("JS distillation", shape, {OURS: lambda: ours(x, t), THEIRS: of_torch}, (x,), goals)


def linear(rows, width, classes, goals=None):
    """Return a linear layer and its cross-entropy: in two steps, and PyTorch's own in chunks."""
    hidden = (torch.randn(rows, width) / width**0.5).requires_grad_()
    weight, y = torch.randn(classes, width).requires_grad_(), torch.randint(0, classes, (rows,))
    ours, theirs = LinearCrossEntropyLoss(), torch.nn.CrossEntropyLoss()
    calls = {
        OURS: lambda: ours(hidden, weight, y),
        THEIRS: lambda: theirs(functional.linear(hidden, weight), y),
    }
    if hasattr(functional, "linear_cross_entropy"):
        options = torch.nn.LinearCrossEntropyOptions()
        calls[CHUNKED] = lambda: functional.linear_cross_entropy(hidden, weight, y, options=options)
    goals = {who: 1.0 for who in calls if who != OURS} if goals else {}
    shape = (rows, width, classes)
    return Case("linear + cross-entropy", shape, calls, (hidden, weight), goals, bool(goals))


def logits(shape):
    """Return a student's logits."""
    return torch.randn(shape).requires_grad_()


def all_cases(quick):
    """Yield the cases one at a time, that only one is in memory."""
    torch.manual_seed(0)
    large, middle = ((64, 500), (128, 100)) if quick else (LARGE, MIDDLE)
    for shape, goal in ((large, 6.0), (middle, 3.0), *((shape, None) for shape in SMALL)):
        yield lambda shape=shape, goal=goal: cross_entropy(shape, goal)
    yield lambda: smoothed(large)
    yield lambda: kl_divergence(large, 1.0, 6.0)
    yield lambda: kl_divergence(large, 2.0)
    yield lambda: kl_divergence(middle, 1.0)
    yield lambda: js_divergence(large, 8.0)
    yield lambda: js_divergence(middle)
    sizes = (64, 32, 500) if quick else (HIDDEN, WIDTH, CLASSES)
    yield lambda: linear(*sizes, goals=True)

"""What is timed, on arrays of which size, and the goals.

A goal names what it is relative to: at most so many times one parallel read of the inputs, or one
parallel copy; at least so many times less than a peer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

SYSTEMS = (
    "kullback",
    "kullback on tensors",
    "torch",
    "torch.distributions",
    "torch.compile",
    "jax.jit",
    "scipy",
    "scipy.special",
    "scikit-learn",
)
LIMITS = ("read", "copy")
LABELS = "cross-entropy of labels and logits"
GRADIENT = f"{LABELS}, with gradient"
SOFT = "cross-entropy of soft targets and logits"


@dataclass(frozen=True)
class Cell:
    """One task on arrays of one size; peers that lack the task do `peers_task`."""

    task: str
    shape: tuple[int, int]
    dtype: str
    goals: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self):
        """What the cell is called in files."""
        rows, outcomes = self.shape
        return f"{self.task}, {rows} × {outcomes}, {self.dtype}"

    @property
    def peers_task(self):
        """What peers are timed at: where the gradient goes is a choice that only kullback has."""
        return GRADIENT if self.task.startswith(GRADIENT) else self.task

    def arrays(self):
        """Return the inputs."""
        rng = np.random.default_rng(0)
        rows, outcomes = self.shape
        count = 1 if self.task.startswith("entropy") else 2
        inputs = [_draw(rng, form, self.shape, self.dtype) for form in _forms(self.task, count)]
        if self.peers_task in (LABELS, GRADIENT):
            inputs[0] = rng.integers(0, outcomes, rows)
        return inputs


def _forms(task, count):
    last = "logits" if "logits" in task else "probabilities"
    return ["probabilities" if task in (SOFT, LABELS, GRADIENT) else last, last][-count:]


def _draw(rng, form, shape, dtype):
    if form == "logits":
        return (3 * rng.standard_normal(shape, dtype=np.float32)).astype(dtype)
    weights = rng.random(shape)
    return (weights / weights.sum(-1, keepdims=True)).astype(dtype)


def _logits(task, goals, dtype="float32"):
    return [Cell(task, shape, dtype, goal) for shape, goal in goals.items()]


def _probabilities(task, goals):
    return [Cell(task, shape, "float64", goals) for shape in ((1, 10**7), (10_000, 1000))]


def _small(task):
    goal = {"scipy": 4}
    return [Cell(task, (1, outcomes), "float64", goal) for outcomes in (3, 100)]


_PAIR = {"torch": 8, "scipy": 15}
_GRADIENT = {
    (1024, 32_000): {"torch": 8},
    (8192, 1000): {"torch": 4},
    (65_536, 10): {},
    (256, 128_256): {"torch": 8},
}
_INTO_AN_ARRAY = {
    (1024, 32_000): {"copy": 1.4, "torch": 8},
    (8192, 1000): {"copy": 1.7, "torch": 4},
    (65_536, 10): {},
    (256, 128_256): {"copy": 1.4, "torch": 8},
}

CELLS = [
    *_logits(
        LABELS,
        {
            (1024, 32_000): {"read": 1.7, "torch": 8},
            (8192, 1000): {"read": 2.5, "torch": 3},
            (65_536, 10): {"torch": 5},
            (256, 128_256): {"read": 1.7, "torch": 8},
        },
    ),
    *_logits(GRADIENT, _GRADIENT),
    *_logits(f"{GRADIENT}, into an array", _INTO_AN_ARRAY),
    *_logits(f"{GRADIENT}, in place", _INTO_AN_ARRAY),
    *_logits(SOFT, {(1024, 32_000): {}, (8192, 1000): {}}),
    *_logits(
        "entropy of logits",
        {
            (1024, 32_000): {"torch.distributions": 20},
            (8192, 1000): {"torch.distributions": 10},
            (65_536, 10): {},
            (256, 128_256): {"torch.distributions": 20},
        },
    ),
    *(
        cell
        for task in ("KL divergence of logits", "JS divergence of logits")
        for cell in (
            *_logits(task, {(1024, 32_000): _PAIR, (8192, 1000): _PAIR}),
            *_logits(task, {(8192, 1000): _PAIR}, "float64"),
        )
    ),
    *_probabilities("entropy of probabilities", {"read": 1.7, "scipy": 20}),
    *_probabilities("cross-entropy of probabilities", {}),
    *_probabilities("KL divergence of probabilities", {"read": 1.5, "scipy": 20}),
    *_probabilities("JS divergence of probabilities", {"read": 1.5, "scipy": 20}),
    *_small("entropy of probabilities"),
    *_small("KL divergence of probabilities"),
]


def cells(quick=False):
    """Return all cells, or the same on arrays of a thirtieth of the size."""
    return [_shrunk(cell) for cell in CELLS] if quick else CELLS


def _shrunk(cell):
    rows, outcomes = cell.shape
    if rows * outcomes <= 10_000:
        return cell
    shape = (rows // 32, outcomes) if rows >= 256 else (rows, outcomes // 32)
    return replace(cell, shape=shape)

"""The systems that are measured, and how each is asked: one way for speed and accuracy.

A call takes arrays of shape (rows, outcomes), integer labels of shape (rows,) in place of the first
where the task says so, and answers one number a row; with gradient, (losses, gradient of their
sum). scikit-learn answers the mean of the rows only, and with gradient PyTorch and JAX answer the
sum, since that is how they are used.
"""

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

# Weights are probabilities that need not sum to 1: they are for who divides them by their sum.
TASKS = (
    "entropy of probabilities",
    "entropy of weights",
    "entropy of logits",
    "cross-entropy of probabilities",
    "cross-entropy of labels and logits",
    "cross-entropy of labels and logits, with gradient",
    "cross-entropy of labels and logits, with gradient, into an array",
    "cross-entropy of labels and logits, with gradient, in place",
    "cross-entropy of soft targets and logits",
    "KL divergence of probabilities",
    "KL divergence of weights",
    "KL divergence of logits",
    "JS divergence of probabilities",
    "JS divergence of weights",
    "JS divergence of logits",
)

# Each system's package and the module here that asks it, loaded when it is first asked.
PLACES = {
    "kullback": ("numba", "ours"),
    "kullback, large arrays": ("numba", "ours"),
    "kullback on tensors": ("torch", "ours_on_tensors"),
    "kullback, torch.compile": ("torch", "ours_on_tensors"),
    "kullback on JAX arrays": ("jax", "ours_on_jax_arrays"),
    "kullback, jax.jit": ("jax", "ours_on_jax_arrays"),
    "scipy": ("scipy", "scipy_calls"),
    "scipy.special": ("scipy", "scipy_calls"),
    "scikit-learn": ("sklearn", "sklearn_calls"),
    "torch": ("torch", "torch_calls"),
    "torch.distributions": ("torch", "torch_calls"),
    "torch.compile": ("torch", "torch_calls"),
    "torchmetrics": ("torchmetrics", "torchmetrics_calls"),
    "jax.jit": ("jax", "jax_calls"),
    "optax": ("optax", "jax_calls"),
}


@dataclass(frozen=True)
class System:
    """How to ask one system.

    `normalizes` tells whether it divides probabilities by their sum, `flushes` whether it takes
    subnormal numbers for 0. `probe` raises where it cannot work here although it is installed.
    `set_threads`, where there is one, says how many threads it uses from then on.
    """

    name: str
    calls: Mapping[str, Callable[..., Any]]
    array: Callable[[np.ndarray], Any] = np.asarray
    finished: Callable[[Any], Any] = lambda answer: answer
    normalizes: bool = True
    flushes: bool = False
    set_threads: Callable[[int], None] | None = None
    probe: Callable[[], Any] = lambda: None


def system(name):
    """Return the system of this name; LookupError says why it cannot be asked here."""
    package, module = PLACES[name]
    if importlib.util.find_spec(package) is None:
        raise LookupError(f"{package} is not installed")
    found = importlib.import_module(f"benchmarks.systems.{module}")
    asked = next(each for each in found.SYSTEMS if each.name == name)
    try:
        asked.probe()
    except Exception as error:  # whatever a compiler may say
        raise LookupError(f"{type(error).__name__}: {str(error).splitlines()[0]}") from error
    return asked

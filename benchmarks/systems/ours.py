"""kullback on NumPy arrays."""

import importlib.util

import numpy as np

import kullback as kb
from benchmarks.systems import System
from kullback._arrays.libraries import LARGE

LABELS = ("labels", "logits")

CALLS = {
    "entropy of probabilities": kb.entropy,
    "entropy of weights": lambda p: kb.entropy(p, normalize=True),
    "entropy of logits": lambda x: kb.entropy(x, given="logits"),
    "cross-entropy of probabilities": kb.cross_entropy,
    "cross-entropy of labels and logits": lambda y, x: kb.cross_entropy(y, x, given=LABELS),
    "cross-entropy of soft targets and logits": lambda t, x: kb.cross_entropy(
        t, x, given=("probs", "logits")
    ),
    "KL divergence of probabilities": kb.kl_divergence,
    "KL divergence of weights": lambda p, q: kb.kl_divergence(p, q, normalize=True),
    "KL divergence of logits": lambda a, b: kb.kl_divergence(a, b, given="logits"),
    "JS divergence of probabilities": kb.jensen_shannon_divergence,
    "JS divergence of weights": lambda p, q: kb.jensen_shannon_divergence(p, q, normalize=True),
    "JS divergence of logits": lambda a, b: kb.jensen_shannon_divergence(a, b, given="logits"),
}


def _with_gradient(labels, logits, out=None):
    from kullback.losses import cross_entropy_with_gradient

    return cross_entropy_with_gradient(labels, logits, out=out)


class _IntoAnArray:
    """Write the gradient into one array, made when first asked, as a training loop would."""

    def __init__(self):
        self.out = None

    def __call__(self, labels, logits):
        if self.out is None or self.out.shape != logits.shape or self.out.dtype != logits.dtype:
            self.out = np.empty_like(logits)
        return _with_gradient(labels, logits, out=self.out)


GRADIENT = "cross-entropy of labels and logits, with gradient"
GRADIENTS = {
    GRADIENT: _with_gradient,
    f"{GRADIENT}, into an array": _IntoAnArray(),
    f"{GRADIENT}, in place": lambda y, x: _with_gradient(y, x, out=x),
}
if importlib.util.find_spec("kullback.losses") is None:
    GRADIENTS = {}


def _large(call):
    """Ask for so many copies of the rows that kernels answer; return what they say of the first."""

    def asked(*inputs):
        copies = -(-LARGE // min(x.size for x in inputs if x.ndim == 2))
        answer = call(*(np.repeat(x, copies, axis=0) for x in inputs))
        parts = answer if isinstance(answer, tuple) else (answer,)
        first = tuple(part[::copies] for part in parts)
        return first if isinstance(answer, tuple) else first[0]

    return asked


SYSTEMS = (
    System("kullback", CALLS | GRADIENTS),
    System(
        "kullback, large arrays", {task: _large(call) for task, call in (CALLS | GRADIENTS).items()}
    ),
)

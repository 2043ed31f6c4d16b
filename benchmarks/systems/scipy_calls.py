"""SciPy: its entropies and distances, and what its special functions make of a formula."""

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.special import entr, log_softmax, rel_entr, softmax, xlogy
from scipy.stats import entropy

from benchmarks.systems import System
from benchmarks.systems.ours import GRADIENT


def _js(p, q):
    return jensenshannon(p, q, axis=-1) ** 2


def _softmax(x):
    return softmax(x, axis=-1)


STATS = {
    "entropy of probabilities": lambda p: entropy(p, axis=-1),
    "entropy of weights": lambda p: entropy(p, axis=-1),
    "entropy of logits": lambda x: entropy(_softmax(x), axis=-1),
    "KL divergence of probabilities": lambda p, q: entropy(p, q, axis=-1),
    "KL divergence of weights": lambda p, q: entropy(p, q, axis=-1),
    "KL divergence of logits": lambda a, b: entropy(_softmax(a), _softmax(b), axis=-1),
    "JS divergence of probabilities": _js,
    "JS divergence of weights": _js,
    "JS divergence of logits": lambda a, b: _js(_softmax(a), _softmax(b)),
}


def _entropy_of_logits(x):
    log_p = log_softmax(x, axis=-1)
    return -(np.exp(log_p) * log_p).sum(-1)


def _loss(labels, logits):
    return -log_softmax(logits, axis=-1)[np.arange(len(labels)), labels]


def _with_gradient(labels, logits):
    p, rows = _softmax(logits), np.arange(len(labels))
    losses = -np.log(p[rows, labels])
    p[rows, labels] -= 1
    return losses, p


def _kl_of_logits(a, b):
    log_p, log_q = log_softmax(a, axis=-1), log_softmax(b, axis=-1)
    return (np.exp(log_p) * (log_p - log_q)).sum(-1)


SPECIAL = {
    "entropy of probabilities": lambda p: entr(p).sum(-1),
    "entropy of logits": _entropy_of_logits,
    "cross-entropy of probabilities": lambda p, q: -xlogy(p, q).sum(-1),
    "cross-entropy of labels and logits": _loss,
    GRADIENT: _with_gradient,
    "cross-entropy of soft targets and logits": lambda t, x: -(t * log_softmax(x, axis=-1)).sum(-1),
    "KL divergence of probabilities": lambda p, q: rel_entr(p, q).sum(-1),
    "KL divergence of logits": _kl_of_logits,
}

SYSTEMS = (
    System("scipy", STATS),
    System("scipy.special", SPECIAL, normalizes=False),
)

"""PyTorch: its functions one by one, its distributions, and its compiler."""

import math

import torch
from torch.distributions import Categorical, kl_divergence
from torch.nn import functional

from benchmarks.systems import System
from benchmarks.systems.ours import GRADIENT

LOG_2 = math.log(2)
torch._dynamo.config.recompile_limit = 1000  # beyond it, calls would silently not be compiled


def _entropy_of_logits(x):
    log_p = functional.log_softmax(x, -1)
    return -(log_p.exp() * log_p).sum(-1)


def _kl(log_q, p, log_target=False):
    return functional.kl_div(log_q, p, reduction="none", log_target=log_target).sum(-1)


def _kl_of_logits(a, b):
    return _kl(functional.log_softmax(b, -1), functional.log_softmax(a, -1), log_target=True)


def _js_of_probabilities(p, q):
    log_m = ((p + q) / 2).log()
    return (_kl(log_m, p) + _kl(log_m, q)) / 2


def _js_of_logits(a, b):
    log_p, log_q = functional.log_softmax(a, -1), functional.log_softmax(b, -1)
    log_m = (log_p.exp() + log_q.exp()).log() - LOG_2
    return (_kl(log_m, log_p, log_target=True) + _kl(log_m, log_q, log_target=True)) / 2


def _total_loss(logits, labels):
    return functional.cross_entropy(logits, labels, reduction="sum")


def gradient_of(total_loss):
    """Return the function that answers a total loss and its gradient, by backpropagation."""

    def call(labels, logits):
        leaf = logits.detach().requires_grad_()
        loss = total_loss(leaf, labels)
        loss.backward()
        return loss.detach(), leaf.grad

    return call


FUNCTIONS = {
    "entropy of probabilities": lambda p: torch.special.entr(p).sum(-1),
    "entropy of logits": _entropy_of_logits,
    "cross-entropy of probabilities": lambda p, q: -torch.special.xlogy(p, q).sum(-1),
    "cross-entropy of labels and logits": lambda y, x: functional.cross_entropy(
        x, y, reduction="none"
    ),
    "cross-entropy of soft targets and logits": lambda t, x: functional.cross_entropy(
        x, t, reduction="none"
    ),
    "KL divergence of probabilities": lambda p, q: _kl(q.log(), p),
    "KL divergence of logits": _kl_of_logits,
    "JS divergence of probabilities": _js_of_probabilities,
    "JS divergence of logits": _js_of_logits,
}


def _probabilities(p):
    return Categorical(probs=p, validate_args=False)


def _logits(x):
    return Categorical(logits=x, validate_args=False)


DISTRIBUTIONS = {
    "entropy of probabilities": lambda p: _probabilities(p).entropy(),
    "entropy of weights": lambda p: _probabilities(p).entropy(),
    "entropy of logits": lambda x: _logits(x).entropy(),
    "cross-entropy of labels and logits": lambda y, x: -_logits(x).log_prob(y),
    "KL divergence of probabilities": lambda p, q: kl_divergence(
        _probabilities(p), _probabilities(q)
    ),
    "KL divergence of weights": lambda p, q: kl_divergence(_probabilities(p), _probabilities(q)),
    "KL divergence of logits": lambda a, b: kl_divergence(_logits(a), _logits(b)),
}


def compiled(function):
    """Compile for each shape by itself, which gives the fastest code."""
    return torch.compile(function, dynamic=False)


def needs_a_compiler():
    """Compile something small, which fails where there is no C++ compiler."""
    compiled(lambda x: x + 1)(torch.ones(2))


def on_tensors(name, calls, **how):
    """Return a system that takes tensors."""
    return System(name, calls, torch.from_numpy, set_threads=torch.set_num_threads, **how)


ALL = FUNCTIONS | {GRADIENT: gradient_of(_total_loss)}
COMPILED = {task: compiled(call) for task, call in FUNCTIONS.items()}
COMPILED[GRADIENT] = gradient_of(compiled(_total_loss))

SYSTEMS = (
    on_tensors("torch", ALL, normalizes=False),
    on_tensors("torch.distributions", DISTRIBUTIONS),
    on_tensors("torch.compile", COMPILED, normalizes=False, probe=needs_a_compiler),
)

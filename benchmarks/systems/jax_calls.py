"""JAX under `jit`: its own functions, and the losses of optax."""

import importlib.util

import jax
import jax.numpy as jnp
from jax.nn import log_softmax
from jax.scipy.special import entr, rel_entr, xlogy

from benchmarks.systems import System
from benchmarks.systems.ours import GRADIENT

jax.config.update("jax_enable_x64", True)  # or float64 becomes float32


def _entropy_of_logits(x):
    log_p = log_softmax(x)
    return -(jnp.exp(log_p) * log_p).sum(-1)


def _loss(labels, logits):
    return -jnp.take_along_axis(log_softmax(logits), labels[:, None], -1)[:, 0]


def _kl_of_logits(a, b):
    log_p, log_q = log_softmax(a), log_softmax(b)
    return (jnp.exp(log_p) * (log_p - log_q)).sum(-1)


def _js(p, q):
    m = (p + q) / 2
    return (rel_entr(p, m) + rel_entr(q, m)).sum(-1) / 2


def gradient_of(loss):
    """Return the function that answers a total loss and its gradient."""
    return jax.value_and_grad(lambda labels, logits: loss(labels, logits).sum(), argnums=1)


FUNCTIONS = {
    "entropy of probabilities": lambda p: entr(p).sum(-1),
    "entropy of logits": _entropy_of_logits,
    "cross-entropy of probabilities": lambda p, q: -xlogy(p, q).sum(-1),
    "cross-entropy of labels and logits": _loss,
    GRADIENT: gradient_of(_loss),
    "cross-entropy of soft targets and logits": lambda t, x: -(t * log_softmax(x)).sum(-1),
    "KL divergence of probabilities": lambda p, q: rel_entr(p, q).sum(-1),
    "KL divergence of logits": _kl_of_logits,
    "JS divergence of probabilities": _js,
    "JS divergence of logits": lambda a, b: _js(jax.nn.softmax(a), jax.nn.softmax(b)),
}


def under_jit(name, calls, **how):
    """Return a system whose calls are compiled by JAX."""
    compiled = {task: jax.jit(call) for task, call in calls.items()}
    return System(name, compiled, jnp.asarray, jax.block_until_ready, flushes=True, **how)


SYSTEMS = (under_jit("jax.jit", FUNCTIONS, normalizes=False),)

if importlib.util.find_spec("optax") is not None:
    import optax

    def _optax_loss(labels, logits):
        return optax.losses.softmax_cross_entropy_with_integer_labels(logits, labels)

    OPTAX = {
        "cross-entropy of labels and logits": _optax_loss,
        GRADIENT: gradient_of(_optax_loss),
        "cross-entropy of soft targets and logits": lambda t, x: optax.losses.softmax_cross_entropy(
            x, t
        ),
        "KL divergence of probabilities": lambda p, q: optax.losses.kl_divergence(jnp.log(q), p),
        "KL divergence of logits": lambda a, b: optax.losses.kl_divergence_with_log_targets(
            log_softmax(b), log_softmax(a)
        ),
    }
    SYSTEMS += (under_jit("optax", OPTAX, normalizes=False),)

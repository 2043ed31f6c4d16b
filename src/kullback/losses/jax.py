"""The losses for JAX: pure functions whose derivatives are formulas of their own.

Signatures, options and answers are those of `kullback.losses`, whose functions take JAX arrays as
well. What differs here is how derivatives are found: those of cross-entropy, log-normalizer and KL
divergence by the logits are not traced through the steps of the value but written down
(`jax.custom_jvp`), so that XLA has less to compile and to run. They are right to the same digits,
in forward and in reverse mode, once and again, and under `jax.jit` and `jax.vmap`. Options that are
numbers are constants, of Python or NumPy: an array of JAX, traced or not, is refused as
`temperature`. Arrays of NumPy and lists may stand beside those of JAX.

Examples
--------
>>> import jax
>>> from kullback.losses.jax import cross_entropy
>>> slopes = jax.jit(jax.grad(lambda x: cross_entropy([0], x)))
>>> print(slopes(jax.numpy.asarray([[20.0, 0.0]], dtype="float32")))
[[-2.0611537e-09  2.0611537e-09]]
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero

from kullback._arrays import Array, ArrayLike
from kullback._mass import Given, masses
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.losses import functional
from kullback.losses.batches import IGNORED, LABELLED, Batch, GivenTarget
from kullback.losses.cross_entropy import TokenLosses as TokenLosses
from kullback.losses.cross_entropy import reduced_batch, told_of_rows
from kullback.losses.functional import SampledDivergence as SampledDivergence
from kullback.losses.options import not_negative
from kullback.losses.pairs import distance
from kullback.losses.reductions import Reduction, check_reduction
from kullback.losses.targets import weighted_sum

EACH_ROW = Outcomes(jnp, (-1,), keepdims=False)

P = ParamSpec("P")
R = TypeVar("R")


def _beside_numpy(loss: Callable[P, R]) -> Callable[P, R]:
    """Return the loss, which takes arrays of NumPy and lists as JAX's own functions do."""

    @functools.wraps(loss)
    def in_jax(*arrays: P.args, **options: P.kwargs) -> R:
        held = [jnp.asarray(x) if isinstance(x, list | tuple | int | float) else x for x in arrays]
        # A number of NumPy's is an option, which is a constant, or as good as one of Python's.
        plain = {k: x.item() if isinstance(x, np.generic) else x for k, x in options.items()}
        named = {name: _of_jax(x) for name, x in plain.items()}
        return loss(*map(_of_jax, held), **named)

    return in_jax


def _of_jax(x: Any) -> Any:
    """Return an array of NumPy as one of JAX, and anything else as it is; a masked one is none."""
    return jnp.asarray(x) if type(x) is np.ndarray or isinstance(x, np.generic) else x


binary_cross_entropy = _beside_numpy(functional.binary_cross_entropy)
entropy_bonus = _beside_numpy(functional.entropy_bonus)
jensen_shannon_divergence = _beside_numpy(functional.jensen_shannon_divergence)
sampled_kl_divergence = _beside_numpy(functional.sampled_kl_divergence)
sampled_kl_terms = _beside_numpy(functional.sampled_kl_terms)
total_variation = _beside_numpy(functional.total_variation)


@_beside_numpy
def cross_entropy(
    targets: ArrayLike,
    logits: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: GivenTarget = LABELLED,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    z_loss: float = 0.0,
    softcap: float | None = None,
    temperature: float = 1.0,
    shift: bool = False,
    reduction: Reduction = "mean",
) -> Array:
    """Return the cross-entropy of a batch, as `kullback.losses.cross_entropy` does."""
    check_reduction(reduction)
    penalty = not_negative(z_loss, "z_loss")
    batch = Batch.read(
        targets, logits, axis=axis, given=given, ignore_index=ignore_index,
        label_smoothing=label_smoothing, class_weight=class_weight, softcap=softcap,
        temperature=temperature, shift=shift,
    )  # fmt: skip
    losses = _losses(batch.target.spread(batch.rows), batch.rows)
    squares = None if penalty == 0.0 else penalty * _log_normalizers(batch.rows) ** 2
    return reduced_batch(batch, losses, squares, reduction)


@_beside_numpy
def token_losses(
    targets: ArrayLike,
    logits: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: GivenTarget = LABELLED,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    z_loss: float = 0.0,
    softcap: float | None = None,
    temperature: float = 1.0,
    shift: bool = False,
) -> TokenLosses:
    """Return what a batch tells of each row, as `kullback.losses.token_losses` does."""
    penalty = not_negative(z_loss, "z_loss")
    batch = Batch.read(
        targets, logits, axis=axis, given=given, ignore_index=ignore_index,
        label_smoothing=label_smoothing, class_weight=class_weight, softcap=softcap,
        temperature=temperature, shift=shift,
    )  # fmt: skip
    losses = _losses(batch.target.spread(batch.rows), batch.rows)
    entropies = functional.entropy_bonus(batch.rows, reduction="none")
    return told_of_rows(batch, losses, entropies, _log_normalizers(batch.rows), penalty)


@_beside_numpy
def kl_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: Given = "logits",
    temperature: float = 1.0,
    scale_by_temperature_squared: bool = False,
    where: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    """Return D(p || q) of a batch, as `kullback.losses.kl_divergence` does."""

    def measure(p: Array, q: Array, /, *, axis: int, given: Given) -> Array:
        first, second = masses(p, q, axis=axis, given=given, normalize=False)
        if isinstance(first, Logits) and isinstance(second, Logits):
            return _divergences(first.logits, second.logits)
        return first.divergence(second)

    return distance(
        measure, p, q, axis, given, temperature, scale_by_temperature_squared, where,
        reduction,
    )  # fmt: skip


@jax.custom_jvp
def _losses(weights: Array, rows: Array) -> Array:
    """Return the sums over classes of weights times surprises."""
    q = Logits.read(rows, EACH_ROW)
    return EACH_ROW.answer(weighted_sum(EACH_ROW, weights, q.surprise()))


def _losses_and_change(
    held: tuple[Array, Array], change: tuple[Array, Array]
) -> tuple[Array, Array]:
    (weights, rows), (of_weights, of_rows) = held, change
    q = Logits.read(rows, EACH_ROW)
    surprise = q.surprise()
    # Of p_j times all weights less t_j, what p_j and t_j have in common is left out of both.
    slopes = q.share * _of_others(weights) - weights * _rarity(q)
    losses = EACH_ROW.answer(weighted_sum(EACH_ROW, weights, surprise))
    along = jnp.zeros_like(losses) if _is_nothing(of_rows) else _along(slopes, of_rows)
    if _is_nothing(of_weights):  # not 0 times what may be infinite
        return losses, along
    # What weighs nothing is told by the weights: of their change only what is linear is traced.
    surprise = jnp.where((weights == 0) & jnp.isinf(surprise), 0.0, surprise)
    return losses, along + _along(surprise, of_weights)


_losses.defjvp(_losses_and_change, symbolic_zeros=True)


@jax.custom_jvp
def _log_normalizers(rows: Array) -> Array:
    """Return the logs of the sums of exponentials."""
    return Logits.read(rows, EACH_ROW).log_normalizer()


@_log_normalizers.defjvp
def _log_normalizers_and_change(held: tuple[Array], change: tuple[Array]) -> tuple[Array, Array]:
    q = Logits.read(held[0], EACH_ROW)
    return q.log_normalizer(), _along(q.share, change[0])


@jax.custom_jvp
def _divergences(p_rows: Array, q_rows: Array) -> Array:
    """Return D(p || q) of rows of logits."""
    return Logits.read(p_rows, EACH_ROW).divergence(Logits.read(q_rows, EACH_ROW))


@_divergences.defjvp
def _divergences_and_change(
    held: tuple[Array, Array], change: tuple[Array, Array]
) -> tuple[Array, Array]:
    p, q = (Logits.read(rows, EACH_ROW) for rows in held)
    ratio, shared = p.log_ratio(q)
    mean = EACH_ROW.sum(jnp.where(shared, p.share * ratio, 0.0))
    of_others = jnp.where(shared & ~p.is_top, p.share * (ratio - mean), 0.0)
    of_top = jnp.where(jnp.isnan(mean), mean, -EACH_ROW.sum(of_others))  # they add up to 0
    of_p = jnp.where(p.is_top, of_top, of_others)
    return p.divergence(q), _along(of_p, change[0]) - _along(p.difference(q), change[1])


def _is_nothing(change: Array) -> bool:
    return isinstance(change, SymbolicZero)


def _along(slopes: Array, change: Array) -> Array:
    # Not by halves, of which the way back would have to be traced: this one is a broadcast.
    return jnp.sum(slopes * change, axis=-1)


def _of_others(weights: Array) -> Array:
    """Return for each class the weight of all others, of the largest by adding those."""
    largest, is_largest = EACH_ROW.first_largest(weights)
    others = EACH_ROW.sum(jnp.where(is_largest, 0.0, weights))
    return jnp.where(is_largest, others, others + (largest - weights))


def _rarity(q: Logits) -> Array:
    """Return 1 - p for each class."""
    return jnp.where(q.is_top, q.rest / q.total, 1.0 - q.share)

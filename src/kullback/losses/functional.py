"""Losses of whole batches, on NumPy arrays: values and derivatives together."""

from typing import Any

import numpy as np

from kullback._arrays import ArrayLike, are_large, arrays_of, quietly
from kullback._mass.labels import Labels
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.kernels.loading import loaded
from kullback.kernels.rows import rows_of

GIVEN = NAMES = ("labels", "logits")
KERNELS = "kullback.kernels.logits"


def cross_entropy_with_gradient(
    labels: ArrayLike, logits: ArrayLike, *, out: Any = None
) -> tuple[Any, Any]:
    r"""Return the cross-entropy of each row in nats, and its derivatives by the logits.

    The loss is :math:`-\log q(y)` with :math:`q = \operatorname{softmax}(x)`; its derivative by
    :math:`x_j` is :math:`q_j - [j = y]`, where that by the label's own logit is formed as minus
    the sum of the other probabilities: it keeps its digits where q(y) rounds to 1.

    Parameters
    ----------
    labels : array_like of int, shape (...)
        The class of each row, 0 ... n-1.
    logits : array_like, shape (..., n)
        Log-probabilities up to a constant.
    out : ndarray, optional
        Where to write the derivatives: of the shape and dtype of `logits` and contiguous. It may
        be `logits` itself, which are then lost, and no further memory is used; else it may share
        no memory with either argument.

    Returns
    -------
    loss : ndarray, shape (...)
        As `cross_entropy` gives it: ``inf`` for a label whose logit is -inf; NaN, as are the
        derivatives, where a row holds NaN or +inf or nothing but -inf.
    gradient : ndarray, shape (..., n)
        `out`, if it is given. Exactly 0 for an impossible outcome.

    Raises
    ------
    ValueError
        A label is not one of the outcomes, shapes do not fit, or `out` cannot be written to.
    TypeError
        Labels are not integers, logits are not real numbers, or one of the three is no NumPy
        array: other libraries differentiate `kullback.cross_entropy` themselves.

    Notes
    -----
    The relative error of each number is at most 8 eps, down to the smallest normal number.

    Examples
    --------
    >>> import kullback as kb
    >>> loss, gradient = kb.losses.cross_entropy_with_gradient([0], [[40.0, 0.0]])
    >>> loss, gradient
    (array([4.24835426e-18]), array([[-4.24835426e-18,  4.24835426e-18]]))
    """
    xp, held = arrays_of((labels, logits), NAMES)
    if xp is not np:
        raise TypeError(
            f"labels and logits are arrays of {xp.__name__.rpartition('.')[2]}, which "
            "differentiates kullback.cross_entropy itself; this one takes NumPy arrays"
        )
    with quietly(held):
        rows = rows_of(held, GIVEN, -1, normalize=False, names=NAMES)
        gradient = _to_be_written(out, rows.rows[1].dtype, *held)
        y, x = rows.rows
        slopes = gradient.reshape(-1, x.shape[-1])
        loss = _answer(y, x, slopes, large=are_large((x,)))
    return rows.answer(loss, keepdims=False), gradient


def _answer(y: Any, x: Any, slopes: Any, large: bool) -> Any:
    """Write the slopes and return the losses: by a kernel if that is worth its while."""
    kernels = loaded(KERNELS) if large else None
    if kernels is None:
        return _defined(y, x, slopes)
    loss, trusted = kernels.cross_entropy_with_gradient(y, x, slopes)
    left = np.flatnonzero(~trusted)
    if left.size:
        rest = np.empty_like(slopes[left])
        loss[left] = _defined(y[left], x[left], rest)
        slopes[left] = rest
    return loss


def _defined(y: Any, x: Any, slopes: Any) -> Any:
    """Write the slopes and return the losses, by the steps that all quantities are made of."""
    labels, q = Labels(y), Logits.read(x, Outcomes(np, (-1,), False))
    loss = labels.expected_surprise(q)
    np.copyto(slopes, labels.slopes(q))
    return loss


def _to_be_written(out: Any, dtype: Any, labels: Any, logits: Any) -> Any:
    shape = logits.shape
    if out is None:
        return np.empty(shape, dtype)
    if type(out) is not np.ndarray:
        raise TypeError(f"out must be a NumPy array, got {type(out).__qualname__}")
    if out.shape != shape or out.dtype != dtype:
        raise ValueError(
            f"out must have the shape {shape} and dtype {dtype} of the derivatives, got "
            f"{out.shape} and {out.dtype}"
        )
    if not (out.flags.c_contiguous and out.flags.writeable):
        raise ValueError("out must be contiguous and writable; leave it out for a new array")
    is_logits = out.ctypes.data == logits.ctypes.data and out.strides == logits.strides
    if np.may_share_memory(out, labels) or (not is_logits and np.may_share_memory(out, logits)):
        raise ValueError(
            "out may be logits itself, but no other array that shares memory with an argument"
        )
    return out

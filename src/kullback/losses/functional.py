"""Losses of whole batches, on NumPy arrays: values and derivatives together."""

from typing import Any

import numpy as np

from kullback._arrays import ArrayLike, are_large
from kullback._mass.labels import Labels
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.kernels.rows import rows_of

GIVEN = ("labels", "logits")


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
        be `logits` itself, which are then lost, and no further memory is used.

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
        Labels are not integers, or logits are not real numbers.

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
    x, y = np.asarray(logits), np.asarray(labels)
    rows = rows_of((y, x), GIVEN, -1, normalize=False)
    gradient = _to_be_written(out, rows.rows[1].dtype, x)
    slopes = gradient.reshape(-1, x.shape[-1])
    y, x = rows.rows
    loss = _answer(y, x, slopes, large=are_large((x,)))
    return rows.answer(loss, keepdims=False), gradient


def _answer(y: Any, x: Any, slopes: Any, large: bool) -> Any:
    """Write the slopes and return the losses: by a kernel if that is worth its while."""
    if not large:
        return _defined(y, x, slopes)
    try:
        from kullback.kernels import logits
    except ModuleNotFoundError as error:
        if error.name != "numba":
            raise
        return _defined(y, x, slopes)
    loss, trusted = logits.cross_entropy_with_gradient(y, x, slopes)
    left = np.flatnonzero(~trusted)
    if left.size:
        rest = np.empty_like(slopes[left])
        loss[left] = _defined(y[left], x[left], rest)
        slopes[left] = rest
    return loss


def _defined(y: Any, x: Any, slopes: Any) -> Any:
    """Write the slopes and return the losses, by the steps that all quantities are made of."""
    outcomes = Outcomes(np, (-1,), False)
    with np.errstate(all="ignore"):
        q = Logits.read(x, outcomes)
        loss = Labels(y).expected_surprise(q)
        share = q.share
        others = np.where(np.arange(x.shape[-1]) == y[:, None], 0.0, share)
        at_label = -outcomes.sum(others)
        np.copyto(slopes, others)
        np.put_along_axis(slopes, y[:, None], at_label, axis=-1)
    return loss


def _to_be_written(out: Any, dtype: Any, logits: Any) -> Any:
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
    if out.ctypes.data != logits.ctypes.data and np.shares_memory(out, logits):
        raise ValueError("out may be logits itself, but no other array that shares its memory")
    return out

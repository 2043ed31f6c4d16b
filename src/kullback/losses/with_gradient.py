"""Losses and their derivatives together, on NumPy arrays: for training loops without a tape."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike, are_large, arrays_of, quietly
from kullback._mass.labels import Labels
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.kernels.loading import loaded
from kullback.kernels.rows import Rows, rows_of

LABELLED, PAIRED = ("labels", "logits"), ("p_logits", "q_logits")
OF_LABELS = "kullback.kernels.logits", "cross_entropy_with_gradient"
OF_PAIRS = "kullback.kernels.logit_pairs", "kl_divergence_with_gradient"
EACH_ROW = Outcomes(np, (-1,), False)


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
    held = _numpy_arrays((labels, logits), LABELLED, "cross_entropy")
    with quietly(held):
        rows = rows_of(held, LABELLED, -1, normalize=False, names=LABELLED)
        gradient = _to_be_written(out, rows, held[1:], held[:1], "logits")
        loss = _answered(OF_LABELS, _cross_entropy_defined, rows.rows, gradient)
    return rows.answer(loss, keepdims=False), gradient


def kl_divergence_with_gradient(
    p_logits: ArrayLike, q_logits: ArrayLike, *, out: Any = None
) -> tuple[Any, Any]:
    r"""Return the KL divergence of each pair of rows in nats, and its derivatives by q's logits.

    As when a model q is taught by another, p: the derivative by the j-th logit of q is
    :math:`q_j - p_j`. Where the two are nearly the same it is formed from the difference of
    their logarithms, so it keeps its digits when there is little left to learn.

    Parameters
    ----------
    p_logits, q_logits : array_like, shape (..., n)
        Log-probabilities up to a constant. Leading axes broadcast.
    out : ndarray, optional
        Where to write the derivatives: of the shape and dtype of the answer, and contiguous. It
        may be either argument itself, which is then lost, and no further memory is used; else it
        may share no memory with them.

    Returns
    -------
    divergence : ndarray, shape (...)
        As `kl_divergence` gives it: ``inf`` where q excludes what p has, NaN where a row of
        either is no distribution.
    gradient : ndarray, shape (..., n)
        `out`, if it is given. Exactly 0 where the logits are equal.

    Raises
    ------
    ValueError
        Shapes do not fit, or `out` cannot be written to.
    TypeError
        Logits are not real numbers, or one of the three is no NumPy array: other libraries
        differentiate `kullback.kl_divergence` themselves.

    Notes
    -----
    The divergence is right to 16 eps (+ 8 eps³ in all). A derivative is right to 8 eps of the
    probability p_j times the larger of \|log(q_j/p_j)\| and, where p and q are nearly the same,
    the typical one of its row (+ eps² p_j times how far the log-normalisers are apart): the last
    two are what rounding of the log-normalisers leaves.

    Examples
    --------
    >>> import kullback as kb
    >>> divergence, gradient = kb.losses.kl_divergence_with_gradient([[0.0, 0.0]], [[1e-9, 0.0]])
    >>> divergence, gradient
    (array([1.25e-19]), array([[ 2.5e-10, -2.5e-10]]))
    """
    held = _numpy_arrays((p_logits, q_logits), PAIRED, "kl_divergence")
    with quietly(held):
        rows = rows_of(held, "logits", -1, normalize=False, names=PAIRED)
        gradient = _to_be_written(out, rows, held, (), "one of the arguments")
        divergence = _answered(OF_PAIRS, _kl_divergence_defined, rows.rows, gradient)
    return rows.answer(divergence, keepdims=False), gradient


def _numpy_arrays(inputs: Sequence[ArrayLike], names: Sequence[str], verb: str) -> Sequence[Any]:
    xp, held = arrays_of(inputs, names)
    if xp is not np:
        raise TypeError(
            f"{' and '.join(names)} are arrays of {xp.__name__.rpartition('.')[2]}, which "
            f"differentiates kullback.{verb} itself; this one takes NumPy arrays"
        )
    return held


def _answered(
    kernel: tuple[str, str], define: Callable[..., Any], rows: Sequence[Any], gradient: Any
) -> Any:
    """Write the derivatives and return the values: by a kernel if that is worth its while."""
    slopes = gradient.reshape(-1, gradient.shape[-1])
    module, name = kernel
    room = loaded(module) if are_large((slopes,)) else None
    if room is None:
        return define(*rows, slopes)
    values, trusted = getattr(room, name)(*rows, slopes)
    left = np.flatnonzero(~trusted)
    if left.size:
        rest = np.empty_like(slopes[left])
        values[left] = define(*(x[left] for x in rows), rest)
        slopes[left] = rest
    return values


def _cross_entropy_defined(y: Any, x: Any, slopes: Any) -> Any:
    """Write the derivatives and return the losses, by the steps that all quantities are made of."""
    labels, q = Labels(y), Logits.read(x, EACH_ROW)
    loss = labels.expected_surprise(q)
    np.copyto(slopes, labels.slopes(q))
    return loss


def _kl_divergence_defined(a: Any, b: Any, slopes: Any) -> Any:
    """Write the derivatives and return the divergences, by the same steps."""
    p, q = Logits.read(a, EACH_ROW), Logits.read(b, EACH_ROW)
    divergence = p.divergence(q)
    np.negative(p.difference(q), out=slopes)
    return divergence


def _to_be_written(
    out: Any, rows: Rows, logits: Sequence[Any], others: Sequence[Any], allowed: str
) -> Any:
    """Return `out`, or a new array; it may be one of the logits, and share memory with no other."""
    *_, last = rows.rows
    shape, dtype = (*rows.shape, last.shape[-1]), last.dtype
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
    shared = [x for x in (*others, *logits) if np.may_share_memory(out, x)]
    if not all(_is_the_same(out, x) for x in shared):
        raise ValueError(
            f"out may be {allowed} itself, but no other array that shares memory with an argument"
        )
    return out


def _is_the_same(out: Any, x: Any) -> bool:
    same = out.ctypes.data == x.ctypes.data and out.shape == x.shape
    return bool(same and out.strides == x.strides and out.dtype == x.dtype)

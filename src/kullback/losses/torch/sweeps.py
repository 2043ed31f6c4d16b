"""Cross-entropy of tensors by the fused kernels: a sweep for the loss, another for its slopes.

Nothing here knows of derivatives' graphs: tensors come in as memory, and leave as memory.
"""

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch._C._functorch import (
    TransformType,
    get_interpreter_stack,
    is_functorch_wrapped_tensor,
    is_legacy_batchedtensor,
)
from torch.autograd import forward_ad

from kullback.kernels.loading import loaded
from kullback.kernels.spare_memory import empty

# Loaded here: `torch.compile` does not follow an import. None where there is no Numba.
KERNELS: Any = loaded("kullback.kernels.label_rows")
SINGLE_OR_DOUBLE = (torch.float32, torch.float64)
NORMALIZER, TOTAL = 3, 4  # columns of what is kept of a row
ONE, NOTHING = np.ones(1), np.zeros(1)
NO_LABELS = np.empty(0, np.int64)


class How(NamedTuple):
    """Options that a sweep takes. A label `ignored` has a row that does not count."""

    ignored: int
    smoothing: float
    z_loss: float
    reduction: str


class Amounts(NamedTuple):
    """What the label of a row weighs, one number or one each, and what means are divided by."""

    of_labels: Any
    whole: float
    rows: float


def is_fused(x: Tensor, *fixed: Tensor | None) -> bool:
    """Tell whether kernels have what is asked: values on the processor, slopes by x alone.

    And these in forward mode once: the derivative of a `jvp` in forward mode is lost.
    """
    return (
        KERNELS is not None
        and x.is_cpu
        and x.dtype in SINGLE_OR_DOUBLE
        and not any(a is not None and _varies(a) for a in fixed)
        and not _is_forward_over_forward()
    )


def _varies(a: Tensor) -> bool:
    """Tell whether derivatives by a tensor may be asked for, or it is many in one."""
    asks: bool = a.requires_grad
    if asks or torch.compiler.is_compiling():
        return asks
    return bool(is_functorch_wrapped_tensor(a)) or forward_ad.unpack_dual(a).tangent is not None


def _is_forward_over_forward() -> bool:
    if torch.compiler.is_compiling() or not torch._C._are_functorch_transforms_active():
        return False
    levels = get_interpreter_stack() or ()
    return bool(sum(level.key() == TransformType.Jvp for level in levels) > 1)


def is_transformed() -> bool:
    """Tell whether `torch.func` or forward mode is at work."""
    inside: bool = torch._C._are_functorch_transforms_active()
    return inside or forward_ad._current_level >= 0


def holds_values(x: Tensor) -> bool:
    """Tell whether values are there to be read: not inside a transform or a trace."""
    return (
        type(x) in (Tensor, torch.nn.Parameter)
        and x.is_cpu
        and not is_functorch_wrapped_tensor(x)
        and not is_legacy_batchedtensor(x)  # by `torch.autograd.grad(is_grads_batched=True)`
        and not torch._C._len_torch_dispatch_stack()
    )


def array_of(x: Tensor) -> Any:
    """Return the memory of a tensor; `.detach()` would carry a forward derivative along.

    `force` is for the zeros that forward mode has no memory for.
    """
    return x.data.contiguous().numpy(force=True)


def loss_of(
    x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How,
    among: Amounts | None = None,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return the loss of rows x (n, k), reduced, and what its slopes need of each (n, 5).

    Under labels y (n), smoothed, with a weight w (k) for each class; or under weights t (n, k).
    A mean is that of these rows, or their part of one `among` more of them.
    """
    rows, labels, weights = array_of(x), _labels(y, how, x.shape[1]), _weights(x, t, w, how)
    of_label, of_weights, kept = KERNELS.losses(
        rows, labels, how.ignored, weights, how.z_loss != 0.0
    )
    amounts = _amounts(labels, w, how, len(rows))
    of_all = among or amounts
    losses = of_weights
    if y is not None:
        losses = _product(amounts.of_labels, of_label)
        losses = losses + how.smoothing / x.shape[1] * of_weights if how.smoothing else losses
    value = _reduced(losses, of_all.whole, how.reduction)
    if how.z_loss:
        squares = how.z_loss * kept[:, NORMALIZER] ** 2
        value = value + _reduced(squares, of_all.rows, how.reduction)
    return torch.from_numpy(np.asarray(value, rows.dtype)), torch.from_numpy(kept)


def loss_with_slopes_of(
    x: Tensor, y: Tensor, w: Tensor | None, how: How
) -> tuple[Tensor, Tensor, Tensor]:
    """Return a mean or sum under labels, what was kept, and its derivatives from the same sweep.

    Without smoothing and z-loss, so that what rows weigh is known beforehand.
    """
    rows, labels = array_of(x), _labels(y, how, x.shape[1])
    amounts = _amounts(labels, w, how, len(rows))
    whole = amounts.whole if how.reduction == "mean" else 1.0
    own = amounts.of_labels / whole if whole else NOTHING
    out = empty(rows.shape, rows.dtype)
    of_label, kept = KERNELS.losses_with_slopes(rows, labels, how.ignored, own, out)
    value = _reduced(_product(amounts.of_labels, of_label), amounts.whole, how.reduction)
    return (
        torch.from_numpy(np.asarray(value, rows.dtype)),
        torch.from_numpy(kept),
        torch.from_numpy(out),
    )


def slopes_of(
    g: Tensor, x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None,
    kept: Tensor, how: How, out: Tensor | None = None, among: Amounts | None = None,
) -> Tensor:  # fmt: skip
    """Return the derivatives by x of the loss times g, () or (n): into `out`, which may be x."""
    # Labels are looked at again: they may have changed where PyTorch did not see it.
    rows, labels, weights = array_of(x), _labels(y, how, x.shape[1]), _weights(x, t, w, how)
    found, by = array_of(kept), np.atleast_1d(array_of(g).astype(np.float64))
    amounts = _amounts(labels, w, how, len(rows))
    of_all = among or amounts
    of_z = 2.0 * how.z_loss * by * found[:, NORMALIZER] if how.z_loss else NOTHING
    if how.reduction == "mean":
        # A mean over nothing has no derivatives.
        by = by / of_all.whole if of_all.whole else NOTHING
        of_z = of_z / of_all.rows if of_all.rows else NOTHING
    soft = NOTHING
    if len(weights):
        soft = by if y is None else how.smoothing / x.shape[1] * by
        of_z = of_z + soft * found[:, TOTAL]
    own = NOTHING if y is None else by * amounts.of_labels
    out = torch.from_numpy(empty(rows.shape, rows.dtype)) if out is None else out
    KERNELS.slopes(rows, labels, how.ignored, weights, own, of_z, soft, found, out.data.numpy())
    return out


def amounts_of(y: Tensor, w: Tensor | None, how: How, classes: int) -> Amounts:
    """Return what labels weigh and means are divided by, and refuse labels that are no classes."""
    return _amounts(_labels(y, how, classes), w, how, len(y))


def _labels(y: Tensor | None, how: How, classes: int) -> Any:
    """Return the labels, which must be classes, or the one that is ignored."""
    if y is None:
        return NO_LABELS
    labels = array_of(y)
    if len(labels) and not 0 <= labels.min() <= labels.max() < classes:
        wrong = (labels != how.ignored) & ((labels < 0) | (labels >= classes))
        if wrong.any():
            place = int(np.flatnonzero(wrong)[0])
            raise IndexError(
                f"target holds {labels[place]} in row {place}, which is no class: the {classes} "
                f"classes of input are labelled 0 to {classes - 1}, and {how.ignored} is ignored"
            )
    return labels


def _weights(x: Tensor, t: Tensor | None, w: Tensor | None, how: How) -> Any:
    """Return the weights of classes: of each row, or those that smoothing gives to all, or none."""
    if t is not None:
        return array_of(t)
    kind = array_of(x).dtype
    if how.smoothing == 0.0:
        return np.empty((0, x.shape[1]), kind)
    return np.ones((1, x.shape[1]), kind) if w is None else array_of(w)[None]


def _amounts(labels: Any, w: Tensor | None, how: How, n: int) -> Amounts:
    if labels is NO_LABELS:
        return Amounts(ONE, float(n), float(n))
    kept = labels != how.ignored
    count = float(np.count_nonzero(kept))
    if w is None:
        own = ONE if how.smoothing == 0.0 else np.full(1, 1.0 - how.smoothing)
        return Amounts(own, count, count)
    own = array_of(w).astype(np.float64)[np.where(kept, labels, 0)] * kept
    return Amounts((1.0 - how.smoothing) * own, float(own.sum()), count)


def _product(weight: Any, surprise: Any) -> Any:
    """Return weights times surprises, where no weight is nothing, also of what is impossible."""
    if len(weight) == 1 and weight[0] > 0.0:
        return weight[0] * surprise
    nothing = (weight == 0.0) & np.isinf(surprise)
    return np.where(nothing, 0.0, weight * np.where(nothing, 0.0, surprise))


def _reduced(losses: Any, whole: float, reduction: str) -> Any:
    if reduction == "none":
        return losses
    total = losses.sum()
    if reduction == "sum":
        return total
    return total / whole if whole else np.nan

"""Cross-entropy for PyTorch, as `torch.nn.CrossEntropyLoss`, fused and with all its digits."""

import array_api_compat.torch as torch_namespace
import torch
from torch import Tensor
from torch.nn import Module

from kullback.losses import functional
from kullback.losses.batches import IGNORED, GivenTarget
from kullback.losses.reductions import Reduction
from kullback.losses.scores import check_scale, scaled
from kullback.losses.torch.roads import cross_entropy_of_rows
from kullback.losses.torch.rows import (
    Rows,
    check_not_negative,
    check_options,
    read,
    refuse_old_names,
    told,
)
from kullback.losses.torch.sweeps import How, is_fused


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = IGNORED,
    reduce: bool | None = None,
    reduction: Reduction = "mean",
    label_smoothing: float = 0.0,
    *,
    z_loss: float = 0.0,
    softcap: float | None = None,
    temperature: float = 1.0,
    shift: bool = False,
) -> Tensor:
    r"""Return the cross-entropy of logits in nats, as `torch.nn.functional.cross_entropy` does.

    What is computed, and every option, is written in `kullback.losses.cross_entropy`; here are
    PyTorch's names, order and axis.

    Parameters
    ----------
    input : Tensor, shape (k), (n, k) or (n, k, ...)
        Logits of k classes. Half precision is computed and returned in float32, with autocast or
        without.
    target : Tensor
        A label for each row, of any integer type; or a weight for each class, of the shape of
        `input`, which is not divided by its sum.
    weight : Tensor, shape (k), optional
        A weight for each class, not negative.
    size_average, reduce : bool, optional
        PyTorch's old names for `reduction`, refused.
    ignore_index : int
        The label of rows that do not count, whatever they hold.
    reduction : {"mean", "sum", "none"}
        A mean under labels divides by the weights of the labels' classes; under weights of
        classes by the number of rows.
    label_smoothing : float
        The share of each row that all classes get in equal parts.
    z_loss, softcap, temperature, shift
        As those of `kullback.losses.cross_entropy`. Positions of a sequence are the last axis.

    Returns
    -------
    Tensor, shape () or that of the rows

    Raises
    ------
    IndexError
        A label is not one of the classes.
    ValueError, TypeError
        Shapes do not fit, weights are negative, options are out of their range, or a tensor holds
        something else.
    RuntimeError
        Tensors are on several devices.

    Notes
    -----
    Without cap and temperature a loss is right to 8 eps and so are its derivatives, that by the
    label's own logit included, where PyTorch's are 1 - 1 for a confident prediction. Other
    differences: a class that weighs nothing adds nothing even where its logit is -inf (PyTorch:
    NaN); derivatives of a mean over rows that weigh nothing are 0 (PyTorch: NaN).

    Under `torch.compile` it is one operator; with `torch.func`, forward-mode derivatives and
    derivatives of any order it works as PyTorch's own. Derivatives by `target` or `weight`, batches
    of these under `vmap`, forward mode within forward mode, and other devices are answered by the
    definition. The first call compiles kernels, or loads them.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import cross_entropy
    >>> logits = torch.tensor([[40.0, 0.0]], dtype=torch.float64, requires_grad=True)
    >>> loss = cross_entropy(logits, torch.tensor([0]))
    >>> loss.backward()
    >>> loss.item(), logits.grad.tolist()
    (4.248354255291589e-18, [[-4.248354255291589e-18, 4.248354255291589e-18]])
    """
    refuse_old_names(size_average, reduce)
    check_options(reduction, label_smoothing, z_loss, ignore_index)
    how = How(ignore_index, float(label_smoothing), float(z_loss), reduction)
    rows = read(input, target, weight, ignore_index, how.smoothing, shift)
    if softcap is not None or temperature != 1.0:
        rows = _scaled(rows, how, softcap, temperature)
    if not is_fused(rows.x, rows.t, rows.w):
        return _defined(rows, how, reduction)
    check_not_negative(rows.w, "weight")
    value = cross_entropy_of_rows(rows.x, rows.y, rows.t, rows.w, how)
    return value.reshape(rows.shape) if reduction == "none" and input.ndim != 2 else value


def _scaled(rows: Rows, how: How, softcap: float | None, temperature: float) -> Rows:
    x = rows.x
    if rows.y is not None:  # an ignored row may hold anything, through which no derivative comes
        x = torch.where((rows.y != how.ignored)[:, None], x, 0.0)
    return rows._replace(x=scaled(torch_namespace, x, softcap, temperature))


def _defined(rows: Rows, how: How, reduction: Reduction) -> Tensor:
    """Return what the definition says of rows."""
    given: GivenTarget = ("labels" if rows.t is None else "weights", "logits")
    value: Tensor = functional.cross_entropy(
        rows.y if rows.t is None else rows.t, rows.x, given=given,
        ignore_index=how.ignored if rows.t is None else IGNORED,
        label_smoothing=how.smoothing if rows.t is None else 0.0, class_weight=rows.w,
        z_loss=how.z_loss, reduction=reduction,
    )  # fmt: skip
    return value.reshape(rows.shape) if reduction == "none" else value


class CrossEntropyLoss(Module):
    """The cross-entropy of logits, in the place of `torch.nn.CrossEntropyLoss`.

    Parameters
    ----------
    weight, size_average, ignore_index, reduce, reduction, label_smoothing, z_loss, softcap, \
temperature, shift
        As those of `cross_entropy`; `weight` is a buffer.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import CrossEntropyLoss
    >>> loss = CrossEntropyLoss(label_smoothing=0.1)
    >>> loss(torch.tensor([[1.0, 2.0, 0.5]]), torch.tensor([1]))
    tensor(0.5477)
    """

    weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = IGNORED,
        reduce: bool | None = None,
        reduction: Reduction = "mean",
        label_smoothing: float = 0.0,
        *,
        z_loss: float = 0.0,
        softcap: float | None = None,
        temperature: float = 1.0,
        shift: bool = False,
    ) -> None:
        super().__init__()
        refuse_old_names(size_average, reduce)
        check_options(reduction, label_smoothing, z_loss, ignore_index)
        check_scale(softcap, temperature)
        self.register_buffer("weight", weight)
        self.ignore_index, self.reduction = ignore_index, reduction
        self.label_smoothing, self.z_loss = label_smoothing, z_loss
        self.softcap, self.temperature, self.shift = softcap, temperature, shift

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """Return the loss of a batch."""
        return cross_entropy(
            input, target, self.weight, ignore_index=self.ignore_index,
            reduction=self.reduction, label_smoothing=self.label_smoothing, z_loss=self.z_loss,
            softcap=self.softcap, temperature=self.temperature, shift=self.shift,
        )  # fmt: skip

    def extra_repr(self) -> str:
        """Return the options that are off their defaults."""
        return told(self, _DEFAULTS)


_DEFAULTS = {
    "ignore_index": IGNORED, "reduction": "mean", "label_smoothing": 0.0, "z_loss": 0.0,
    "softcap": None, "temperature": 1.0, "shift": False,
}  # fmt: skip

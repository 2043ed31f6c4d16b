"""A linear layer and its cross-entropy in one, as a function and a module of PyTorch."""

import array_api_compat.torch as torch_namespace
import torch
from torch import Tensor
from torch.nn import Module, functional

from kullback._arrays import integers_of
from kullback.losses.batches import IGNORED
from kullback.losses.options import above_zero
from kullback.losses.reductions import Reduction
from kullback.losses.scores import check_scale
from kullback.losses.torch.chunks import Linear
from kullback.losses.torch.cross_entropy import cross_entropy
from kullback.losses.torch.rows import (
    INTEGERS,
    check_not_negative,
    check_options,
    check_tensors,
    class_weights,
    in_single,
    told,
)
from kullback.losses.torch.sweeps import How, holds_values, is_fused, is_transformed


def linear_cross_entropy(
    hidden: Tensor,
    linear_weight: Tensor,
    labels: Tensor,
    bias: Tensor | None = None,
    *,
    weight: Tensor | None = None,
    ignore_index: int = IGNORED,
    reduction: Reduction = "mean",
    label_smoothing: float = 0.0,
    z_loss: float = 0.0,
    temperature: float = 1.0,
) -> Tensor:
    r"""Return the cross-entropy of a linear layer's logits in nats, without ever holding them.

    The same as ``cross_entropy(functional.linear(hidden, linear_weight, bias), labels)``, for the
    last layer of a language model, whose logits would take more memory than all else.

    Parameters
    ----------
    hidden : Tensor, shape (..., d)
        What goes into the layer.
    linear_weight : Tensor, shape (k, d)
        Its weights.
    labels : Tensor of integers, shape (...)
        The class of each row.
    bias : Tensor, shape (k), optional
        Its biases.
    weight, ignore_index, reduction, label_smoothing, z_loss, temperature
        As those of `cross_entropy`.

    Returns
    -------
    Tensor, shape () or (...)

    Raises
    ------
    IndexError, ValueError, TypeError, RuntimeError
        As `cross_entropy`, and if hidden states, weights and biases do not fit each other.

    Notes
    -----
    Logits come in chunks of at least 256 rows, or of 32 MB. For ``"mean"`` and ``"sum"``
    derivatives are formed beside the loss; a second backward pass, and ``"none"``, compute the
    logits again. All logits are held at once for derivatives of derivatives, under `torch.func`,
    forward mode and `torch.compile`, on other devices, and where Numba is missing. Tensors of half
    precision are multiplied in float32, and those of float32 as they are, also under autocast.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import linear_cross_entropy
    >>> hidden, weight = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    >>> linear_cross_entropy(hidden, weight, torch.tensor([1]))
    tensor(0.3133)
    """
    check_options(reduction, label_smoothing, z_loss, ignore_index)
    given = {"hidden": hidden, "linear_weight": linear_weight, "labels": labels, "bias": bias,
             "weight": weight}  # fmt: skip
    check_tensors({name: x for name, x in given.items() if x is not None})
    hidden, linear_weight, bias = _layer(hidden, linear_weight, bias)
    if above_zero(temperature, "temperature") != 1.0:
        hidden, bias = hidden / temperature, None if bias is None else bias / temperature
    shape = hidden.shape[:-1]
    if labels.dtype not in INTEGERS:
        raise TypeError(f"labels must be integers, got dtype {labels.dtype}")
    if labels.shape != shape:
        raise ValueError(
            f"labels must hold one label for each row of hidden, which makes shape "
            f"{tuple(shape)}; got {tuple(labels.shape)}"
        )
    y = integers_of(torch_namespace, labels.reshape(-1), "labels")
    rows = _kept(hidden.reshape(labels.numel(), hidden.shape[-1]), y, ignore_index)
    how = How(ignore_index, float(label_smoothing), float(z_loss), reduction)
    w = None if weight is None else class_weights(weight, linear_weight.shape[0], rows.dtype)
    if _is_fused(rows, w):
        check_not_negative(w, "weight")
        value: Tensor = Linear.apply(rows, linear_weight, bias, y, w, how)
    else:
        value = cross_entropy(
            functional.linear(rows, linear_weight, bias), y, w, ignore_index=ignore_index,
            reduction=reduction, label_smoothing=label_smoothing, z_loss=z_loss,
        )  # fmt: skip
    return value.reshape(shape) if reduction == "none" else value


def _kept(rows: Tensor, y: Tensor, ignored: int) -> Tensor:
    """Return the rows, 0 where they are ignored: those may hold anything, as padding does."""
    where = y == ignored
    if _are_values(where) and not where.any():
        return rows
    return rows.masked_fill(where[:, None], 0.0)


def _is_fused(x: Tensor, w: Tensor | None) -> bool:
    return _are_values(x) and is_fused(x, w)


def _are_values(x: Tensor) -> bool:
    return not torch.compiler.is_compiling() and not is_transformed() and holds_values(x)


def _layer(
    hidden: Tensor, weight: Tensor, bias: Tensor | None
) -> tuple[Tensor, Tensor, Tensor | None]:
    """Return what makes logits, or say what does not fit."""
    if hidden.ndim == 0 or weight.ndim != 2 or hidden.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"hidden must have shape (..., d) and linear_weight (classes, d), got "
            f"{tuple(hidden.shape)} and {tuple(weight.shape)}"
        )
    if weight.shape[0] == 0 or (bias is not None and tuple(bias.shape) != (weight.shape[0],)):
        raise ValueError(
            f"linear_weight must hold at least one class, and bias one number for each; got shapes "
            f"{tuple(weight.shape)} and {None if bias is None else tuple(bias.shape)}"
        )
    first, second = in_single(hidden), in_single(weight)
    third = None if bias is None else in_single(bias)
    kinds = {x.dtype for x in (first, second, third) if x is not None}
    if len(kinds) > 1:
        told = ", ".join(sorted(map(str, kinds)))
        raise TypeError(f"hidden, linear_weight and bias must have one dtype, got {told}")
    return first, second, third


class LinearCrossEntropyLoss(Module):
    """The cross-entropy of a linear layer's logits, which are never held all at once.

    Parameters
    ----------
    weight, ignore_index, reduction, label_smoothing, z_loss, temperature
        As those of `linear_cross_entropy`; `weight`, one for each class, is a buffer.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import LinearCrossEntropyLoss
    >>> hidden, labels = torch.zeros(4, 2), torch.tensor([0, 2, 1, -100])
    >>> loss = LinearCrossEntropyLoss(reduction="none")
    >>> loss(hidden, torch.zeros(3, 2), labels, torch.zeros(3))
    tensor([1.0986, 1.0986, 1.0986, 0.0000])
    """

    weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        ignore_index: int = IGNORED,
        reduction: Reduction = "mean",
        label_smoothing: float = 0.0,
        *,
        z_loss: float = 0.0,
        temperature: float = 1.0,
    ) -> None:
        super().__init__()
        check_options(reduction, label_smoothing, z_loss, ignore_index)
        check_scale(None, temperature)
        self.register_buffer("weight", weight)
        self.ignore_index, self.reduction = ignore_index, reduction
        self.label_smoothing, self.z_loss, self.temperature = label_smoothing, z_loss, temperature

    def forward(
        self, hidden: Tensor, linear_weight: Tensor, labels: Tensor, bias: Tensor | None = None
    ) -> Tensor:
        """Return the loss of a batch."""
        return linear_cross_entropy(
            hidden, linear_weight, labels, bias, weight=self.weight,
            ignore_index=self.ignore_index, reduction=self.reduction,
            label_smoothing=self.label_smoothing, z_loss=self.z_loss, temperature=self.temperature,
        )  # fmt: skip

    def extra_repr(self) -> str:
        """Return the options that are off their defaults."""
        return told(self, _DEFAULTS)


_DEFAULTS = {
    "ignore_index": IGNORED, "reduction": "mean", "label_smoothing": 0.0, "z_loss": 0.0,
    "temperature": 1.0,
}  # fmt: skip

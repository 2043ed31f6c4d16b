"""Binary cross-entropy for PyTorch, as `torch.nn.BCEWithLogitsLoss`."""

from torch import Tensor
from torch.nn import Module

from kullback.losses import functional
from kullback.losses.reductions import Reduction, check_reduction
from kullback.losses.torch.rows import check_tensors, in_single, refuse_old_names, told


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: Reduction = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    r"""Return the binary cross-entropy of logits in nats, as PyTorch's function of that name.

    What is computed is written in `kullback.losses.binary_cross_entropy`, which answers it on
    every device.

    Parameters
    ----------
    input : Tensor, shape (...)
        Log-odds of "yes". Half precision is computed and returned in float32.
    target : Tensor, shape (...)
        What happened, 0 or 1, or its probability.
    weight, pos_weight : Tensor, optional
        A weight for each element, and one for "yes"; they broadcast to the elements.
    size_average, reduce : bool, optional
        PyTorch's old names for `reduction`, refused.
    reduction : {"mean", "sum", "none"}
        The mean is over elements, whatever they weigh.

    Returns
    -------
    Tensor, shape () or (...)

    Raises
    ------
    ValueError, TypeError
        Shapes do not fit, a target does not lie between 0 and 1 (PyTorch: unchecked), a weight is
        negative, or a tensor holds something else.
    RuntimeError
        Tensors are on several devices.

    Notes
    -----
    Losses are right to 8 eps, and so are derivatives where a target is 0 or 1; PyTorch's are
    sigmoid(x) - 1 for a confident "yes". A target of 0 or 1 whose logit is infinite and says the
    same costs nothing (PyTorch: NaN).

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import binary_cross_entropy_with_logits
    >>> binary_cross_entropy_with_logits(torch.tensor([-1.5, 3.0]), torch.tensor([0.0, 1.0]))
    tensor(0.1250)
    """
    refuse_old_names(size_average, reduce)
    check_reduction(reduction)
    given = {"input": input, "target": target, "weight": weight, "pos_weight": pos_weight}
    check_tensors({name: x for name, x in given.items() if x is not None})
    if target.shape != input.shape:
        raise ValueError(
            f"target must hold one number for each of input, which makes shape "
            f"{tuple(input.shape)}; got {tuple(target.shape)}"
        )
    x = in_single(input)
    value: Tensor = functional.binary_cross_entropy(
        target.to(x.dtype), x, weight=weight, pos_weight=pos_weight, reduction=reduction
    )
    return value


class BCEWithLogitsLoss(Module):
    """The binary cross-entropy of logits, in the place of `torch.nn.BCEWithLogitsLoss`.

    Parameters
    ----------
    weight, size_average, reduce, reduction, pos_weight
        As those of `binary_cross_entropy_with_logits`; weights are buffers.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import BCEWithLogitsLoss
    >>> BCEWithLogitsLoss(reduction="sum")(torch.tensor([-1.5, 3.0]), torch.tensor([0.0, 1.0]))
    tensor(0.2500)
    """

    weight: Tensor | None
    pos_weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: Reduction = "mean",
        pos_weight: Tensor | None = None,
    ) -> None:
        super().__init__()
        refuse_old_names(size_average, reduce)
        check_reduction(reduction)
        self.register_buffer("weight", weight)
        self.register_buffer("pos_weight", pos_weight)
        self.reduction = reduction

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """Return the loss of a batch."""
        return binary_cross_entropy_with_logits(
            input, target, self.weight, reduction=self.reduction, pos_weight=self.pos_weight
        )

    def extra_repr(self) -> str:
        """Return the options that are off their defaults."""
        return told(self, {"reduction": "mean"})

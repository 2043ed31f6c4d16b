"""The road of `torch.compile` and `torch.export`: operators, which a graph holds as they are."""

from typing import Any

import torch
from torch import Tensor

from kullback.losses.torch.sweeps import How, loss_of, slopes_of


@torch.library.custom_op("kullback::cross_entropy", mutates_args=(), device_types="cpu")
def cross_entropy(
    x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None,
    ignored: int, smoothing: float, z_loss: float, reduction: str,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return the loss of rows, and what its slopes need: see `sweeps`."""
    return loss_of(x, y, t, w, How(ignored, smoothing, z_loss, reduction))


@torch.library.custom_op("kullback::cross_entropy_slopes", mutates_args=(), device_types="cpu")
def cross_entropy_slopes(
    g: Tensor, x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, kept: Tensor,
    ignored: int, smoothing: float, z_loss: float, reduction: str,
) -> Tensor:  # fmt: skip
    """Return the derivatives of the loss of rows: see `sweeps`."""
    return slopes_of(g, x, y, t, w, kept, How(ignored, smoothing, z_loss, reduction))


@cross_entropy.register_fake
def _(
    x: Tensor, y: Any, t: Any, w: Any, ignored: Any, smoothing: Any, z_loss: Any, reduction: str
) -> Any:
    shape = (x.shape[0],) if reduction == "none" else ()
    return x.new_empty(shape), x.new_empty((x.shape[0], 5), dtype=torch.float64)


@cross_entropy_slopes.register_fake
def _(g: Tensor, x: Tensor, *_: Any) -> Tensor:
    return torch.empty_like(x, memory_format=torch.contiguous_format)


def _keep(ctx: Any, inputs: Any, output: Any) -> None:
    *tensors, ignored, smoothing, z_loss, reduction = inputs
    ctx.how = How(ignored, smoothing, z_loss, reduction)
    ctx.mark_non_differentiable(output[1])
    ctx.save_for_backward(*tensors, output[1])


def _follow(ctx: Any, g: Tensor, _: Any) -> Any:
    x, y, t, w, kept = ctx.saved_tensors
    slopes = cross_entropy_slopes(g, x, y, t, w, kept, *ctx.how)
    return slopes, None, None, None, None, None, None, None


cross_entropy.register_autograd(_follow, setup_context=_keep)
cross_entropy.register_autocast("cpu", torch.float32)

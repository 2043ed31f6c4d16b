"""The road of `torch.func` and of derivatives of derivatives: functions that know their transforms.

What a Function needs beside values: `setup_context`, `vmap`, where a batch is only more rows, and
`jvp`.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function

from kullback.losses.torch import operators
from kullback.losses.torch.algebra import along, curvature, slopes
from kullback.losses.torch.sweeps import How, holds_values, loss_of, slopes_of


class RowLosses(Function):
    """The loss of each row, without z-loss, for the transforms of `torch.func`."""

    @staticmethod
    def forward(x: Tensor, y: Any, t: Any, w: Any, how: How) -> Any:  # noqa: D102
        if holds_values(x):
            return loss_of(x, y, t, w, _by_rows(how))
        return operators.cross_entropy(x, y, t, w, *_by_rows(how))

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:  # noqa: D102
        *tensors, ctx.how = inputs
        ctx.mark_non_differentiable(output[1])
        ctx.save_for_backward(*tensors, output[1])
        ctx.save_for_forward(*tensors)

    @staticmethod
    def backward(ctx: Any, g: Tensor, _: Any) -> Any:  # noqa: D102
        x, y, t, w, kept = ctx.saved_tensors
        return RowSlopes.apply(g, x, y, t, w, kept, ctx.how), None, None, None, None

    @staticmethod
    def jvp(ctx: Any, v: Tensor, *_: Any) -> Any:  # noqa: D102
        x, y, t, w = ctx.saved_tensors
        return along(x, y, t, w, ctx.how, v), None

    @staticmethod
    def vmap(info: Any, in_dims: Any, x: Tensor, y: Any, t: Any, w: Any, how: How) -> Any:  # noqa: D102
        x, y, t = (_flat(a, d, info.batch_size) for a, d in zip((x, y, t), in_dims, strict=False))
        losses, kept = RowLosses.apply(x, y, t, w, how)
        size = info.batch_size
        return (losses.reshape(size, -1), kept.reshape(size, -1, kept.shape[-1])), (0, 0)


class RowSlopes(Function):
    """The derivatives of the loss of each row times a number of its own."""

    @staticmethod
    def forward(g: Tensor, x: Tensor, y: Any, t: Any, w: Any, kept: Tensor, how: How) -> Tensor:  # noqa: D102
        if holds_values(x):
            return slopes_of(g, x, y, t, w, kept, _by_rows(how))
        return operators.cross_entropy_slopes(g, x, y, t, w, kept, *_by_rows(how))

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:  # noqa: D102
        g, x, y, t, w, _, ctx.how = inputs
        ctx.save_for_backward(g, x, y, t, w)
        ctx.save_for_forward(g, x, y, t, w)

    @staticmethod
    def backward(ctx: Any, v: Tensor) -> Any:  # noqa: D102
        g, x, y, t, w = ctx.saved_tensors
        to_g = along(x, y, t, w, ctx.how, v)
        return to_g, curvature(g, x, y, t, w, ctx.how, v), None, None, None, None, None

    @staticmethod
    def jvp(ctx: Any, g_dot: Any, v: Any, *_: Any) -> Any:  # noqa: D102
        g, x, y, t, w = ctx.saved_tensors
        out = torch.zeros_like(x) if v is None else curvature(g, x, y, t, w, ctx.how, v)
        return out if g_dot is None else out + g_dot[:, None] * slopes(x, y, t, w, ctx.how)

    @staticmethod
    def vmap(  # noqa: D102
        info: Any, in_dims: Any, g: Tensor, x: Tensor, y: Any, t: Any, w: Any, kept: Any, how: How
    ) -> Any:
        size = info.batch_size
        given = zip((g, x, y, t, kept), (*in_dims[:4], in_dims[5]), strict=True)
        g, x, y, t, kept = (_flat(a, d, size) for a, d in given)
        out = RowSlopes.apply(g, x, y, t, w, kept, how)
        return out.reshape(size, -1, x.shape[1]), 0


def _flat(x: Tensor | None, place: int | None, size: int) -> Tensor | None:
    """Return rows of which there is a batch as more rows."""
    if x is None:
        return None
    batch = x.expand(size, *x.shape) if place is None else x.movedim(place, 0)
    return batch.reshape(-1, *batch.shape[2:])


def _by_rows(how: How) -> How:
    """Return the options of a loss for each row."""
    return How(how.ignored, how.smoothing, 0.0, "none")

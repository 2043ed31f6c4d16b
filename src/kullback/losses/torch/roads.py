"""Three roads from PyTorch to the same two sweeps, each for what the others cannot do.

Plain training takes an old-style Function, which costs least at each call; `torch.func` needs one
with `setup_context`, `vmap` and `jvp`; `torch.compile`, `torch.export` and all else that traces
need an operator, whose own autograd neither of the others understands. `cross_entropy_of_rows`
chooses.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function

from kullback.losses.torch import operators
from kullback.losses.torch.algebra import denominators, each, kept_of, only_kept
from kullback.losses.torch.sweeps import (
    How,
    holds_values,
    is_transformed,
    loss_of,
    loss_with_slopes_of,
    slopes_of,
)
from kullback.losses.torch.transforms import RowLosses, RowSlopes


def cross_entropy_of_rows(
    x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How
) -> Tensor:
    """Return the loss of rows by the fused sweeps, on the road that the moment asks for."""
    compiled = torch.compiler.is_compiling()
    if not compiled and is_transformed():
        return _reduced(x, y, t, w, how)
    if compiled or not holds_values(x):
        value: Tensor = operators.cross_entropy(x, y, t, w, *how)[0]
        return value
    return Eager.apply(x, y, t, w, how)


class Eager(Function):
    """The reduced loss, for ordinary tensors."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Any, t: Any, w: Any, how: How) -> Tensor:  # noqa: D102
        ctx.slopes = None
        if ctx.needs_input_grad[0] and _at_once(y, how):
            value, kept, ctx.slopes = loss_with_slopes_of(x, y, w, how)
        else:
            value, kept = loss_of(x, y, t, w, how)
        ctx.save_for_backward(x, y, t, w)
        ctx.kept, ctx.how = kept, how
        return value

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> Any:  # noqa: D102
        x, y, t, w = ctx.saved_tensors
        if not holds_values(g):  # a batch of them
            by_one = slopes_with_slopes(x.new_ones(g.shape), x, y, t, w, ctx.kept, ctx.how)
            return (g[:, None] if g.ndim else g) * by_one, None, None, None, None
        if torch.is_grad_enabled():
            return slopes_with_slopes(g, x, y, t, w, ctx.kept, ctx.how), None, None, None, None
        slopes, ctx.slopes = ctx.slopes, None  # given away: others may add to them
        if slopes is None:
            slopes = slopes_of(g, x, y, t, w, ctx.kept, ctx.how)
        elif float(g) != 1.0:
            slopes.mul_(g)
        return slopes, None, None, None, None


def _at_once(y: Tensor | None, how: How) -> bool:
    """Tell whether the loss's own sweep can leave its derivatives too: all rows weigh in alike."""
    plain = how.smoothing == 0.0 and how.z_loss == 0.0
    return y is not None and plain and how.reduction != "none"


def slopes_with_slopes(
    g: Tensor, x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None,
    kept: Tensor, how: How,
) -> Tensor:  # fmt: skip
    """Return the derivatives so that they have derivatives themselves, of every order."""
    whole, count = denominators(x, y, w, how)
    slopes: Tensor = RowSlopes.apply(each(g, whole, x), x, y, t, w, kept, how)
    if how.z_loss == 0.0:
        return slopes
    rows = only_kept(x, y, how)
    by = each(g, count, x) * 2.0 * how.z_loss * torch.logsumexp(rows, 1) * kept_of(x, y, how)
    return slopes + by[:, None] * torch.softmax(rows, 1)


def _reduced(x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How) -> Tensor:
    """Return the reduced loss from that of each row, by steps that PyTorch transforms."""
    losses = RowLosses.apply(x, y, t, w, how)[0]
    whole, count = denominators(x, y, w, how)
    value = _divided(losses, whole, how)
    if how.z_loss:
        squares = how.z_loss * torch.logsumexp(only_kept(x, y, how), 1) ** 2 * kept_of(x, y, how)
        value = value + _divided(squares, count, how)
    return value


def _divided(losses: Tensor, whole: Tensor | None, how: How) -> Tensor:
    if how.reduction == "none":
        return losses
    return losses.sum() if whole is None else losses.sum() / whole


def _keep_slopes(ctx: Any, inputs: Any, output: Any) -> None:
    del output
    *tensors, ignored, smoothing, z_loss, reduction = inputs
    ctx.how = How(ignored, smoothing, z_loss, reduction)
    ctx.save_for_backward(*tensors)


def _follow_slopes(ctx: Any, v: Tensor) -> Any:
    g, x, y, t, w, kept = ctx.saved_tensors
    with torch.enable_grad():
        g, x = (a.detach().requires_grad_() for a in (g, x))
        slopes = slopes_with_slopes(g, x, y, t, w, kept, ctx.how)
        to_g, to_x = torch.autograd.grad(slopes, (g, x), v)
    return to_g, to_x, *(None,) * 8


operators.cross_entropy_slopes.register_autograd(_follow_slopes, setup_context=_keep_slopes)

"""Divergences of a student's logits from a teacher's by the fused kernels, as functions of tensors.

The derivatives are by the student's logits; derivatives of those are the definition's, as is
everything under transforms, compilation, on other devices and where a kernel has no answer.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.autograd import Function

from kullback.kernels.loading import loaded
from kullback.kernels.spare_memory import empty
from kullback.losses.torch.sweeps import array_of, holds_values, is_fused, is_transformed

KERNELS: Any = loaded("kullback.kernels.pair_rows")


class Measured(NamedTuple):
    """Which divergence, at what temperature, what their sum is times, and the definition of each.

    `times` is None where each row is an answer, and `kind` empty where no kernel has it.
    """

    kind: str
    temperature: float
    times: float | None
    define: Callable[[Tensor, Tensor], Tensor]


def divergence_of_rows(x: Tensor, t: Tensor, how: Measured) -> Tensor:
    """Return the divergence of rows x (n, k) from a teacher's t, each or their sum."""
    if not how.kind or not _is_fused(x, t):
        return _defined(x, t, how)
    rows, teacher, slopes = array_of(x), array_of(t), None
    if how.times is not None and x.requires_grad and torch.is_grad_enabled():
        slopes = empty(rows.shape, rows.dtype)  # from the same sweep
        found = KERNELS.divergences_with_slopes(
            how.kind, teacher, rows, how.temperature, np.full(1, how.times), slopes
        )
    else:
        found = KERNELS.divergences(how.kind, teacher, rows, how.temperature)
    if np.isnan(found[0]).any():
        return _defined(x, t, how)
    value: Tensor = Divergence.apply(x, t, how, (*found, slopes))
    return value


def _is_fused(x: Tensor, t: Tensor) -> bool:
    return (
        is_fused(x, t)
        and x.dtype == t.dtype
        and x.shape[0] > 0
        and not torch.compiler.is_compiling()
        and not is_transformed()
        and holds_values(x)
        and holds_values(t)
    )


def _defined(x: Tensor, t: Tensor, how: Measured) -> Tensor:
    each = how.define(x, t)
    return each if how.times is None else each.sum() * how.times


class Divergence(Function):
    """What a sweep has found, with its derivatives by the student's logits."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, t: Tensor, how: Measured, found: Any) -> Tensor:  # noqa: D102
        values, ctx.kept, ctx.slopes = found
        ctx.how = how
        ctx.save_for_backward(x, t)
        answer = values if how.times is None else values.sum() * how.times
        return torch.from_numpy(np.asarray(answer, array_of(x[:0]).dtype))

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> Any:  # noqa: D102
        x, t = ctx.saved_tensors
        again = torch.is_grad_enabled()
        if again or not holds_values(g):
            with torch.enable_grad():
                value = _defined(x, t, ctx.how)
                (slopes,) = torch.autograd.grad(value, x, g, create_graph=again)
            return slopes, None, None, None
        slopes, ctx.slopes = ctx.slopes, None  # given away: others may add to them
        if slopes is not None:
            slopes = torch.from_numpy(slopes)
            return slopes if float(g) == 1.0 else slopes.mul_(g), None, None, None
        rows = array_of(x)
        times = np.atleast_1d(array_of(g).astype(np.float64))
        times = times if ctx.how.times is None else times * ctx.how.times
        out = empty(rows.shape, rows.dtype)
        KERNELS.slopes(ctx.how.kind, array_of(t), rows, ctx.how.temperature, times, ctx.kept, out)
        return torch.from_numpy(out), None, None, None

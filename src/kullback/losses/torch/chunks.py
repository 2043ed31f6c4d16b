"""A linear layer and its cross-entropy in one, which never holds all logits at once.

A chunk of rows at a time: logits into a buffer, their derivatives over them, and from those the
derivatives by hidden states and weights, all while the loss is computed: then the logits need not
be computed again. Where that cannot be, since each row's loss has a derivative of its own or
derivatives are to have derivatives, they are computed again when derivatives are asked for.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd import Function
from torch.nn import functional

from kullback.kernels.spare_memory import empty
from kullback.losses.torch.roads import cross_entropy_of_rows
from kullback.losses.torch.sweeps import How, amounts_of, array_of, holds_values, loss_of, slopes_of

BUFFER = 2**25  # bytes of logits at a time, or as many rows as the products need to be fast
ROWS = 256


class Layer(NamedTuple):
    """Hidden states (n, d), weights (k, d) and biases (k), and the buffer for their logits."""

    hidden: Tensor
    weight: Tensor
    bias: Tensor | None

    def chunks(self) -> Iterator[tuple[slice, Tensor]]:
        """Yield the logits of a chunk of rows after the other, all in one place."""
        n, k = self.hidden.shape[0], self.weight.shape[0]
        rows = min(max(ROWS, BUFFER // (k * self.hidden.element_size())), n)
        buffer = torch.from_numpy(empty((rows, k), array_of(self.hidden[:0]).dtype))
        for start in range(0, n, max(rows, 1)):
            some = slice(start, min(start + rows, n))
            logits = buffer[: some.stop - start]
            if self.bias is None:
                torch.mm(self.hidden[some], self.weight.T, out=logits)
            else:
                torch.addmm(self.bias, self.hidden[some], self.weight.T, out=logits)
            yield some, logits


class Slopes:
    """Derivatives by hidden states, weights and biases, those that are wanted, chunk by chunk."""

    def __init__(self, layer: Layer, wanted: tuple[bool, ...]) -> None:
        self.layer = layer
        kinds = zip(layer, wanted, strict=True)
        self.found = [None if x is None or not want else torch.empty_like(x) for x, want in kinds]
        self.begun = False

    def add(self, some: slice, by_logits: Tensor) -> None:
        """Add what the derivatives by the logits of a chunk make."""
        by_hidden, by_weight, by_bias = self.found
        hidden, weight, _ = self.layer
        if by_hidden is not None:
            torch.mm(by_logits, weight, out=by_hidden[some])
        if by_weight is not None and self.begun:
            by_weight.addmm_(by_logits.T, hidden[some])
        elif by_weight is not None:
            torch.mm(by_logits.T, hidden[some], out=by_weight)
        if by_bias is not None:
            by_bias.copy_(by_logits.sum(0) + (by_bias if self.begun else 0.0))
        self.begun = True

    def sums(self) -> list[Tensor | None]:
        """Return what the chunks add up to: nothing, where there was none."""
        return [x if x is None or self.begun else x.zero_() for x in self.found]


class Linear(Function):
    """The loss of a linear layer, for ordinary tensors."""

    @staticmethod
    def forward(  # noqa: D102
        ctx: Any, hidden: Tensor, weight: Tensor, bias: Any, y: Tensor, w: Any, how: How
    ) -> Tensor:
        layer = Layer(hidden.data, weight.data, None if bias is None else bias.data)
        wanted = ctx.needs_input_grad[:3]
        at_once = any(wanted) and how.reduction != "none"
        among = amounts_of(y, w, how, len(weight))
        slopes = Slopes(layer, wanted if at_once else (False,) * 3)
        values, one, all_kept = [], hidden.new_ones(()), []
        for some, logits in layer.chunks():
            value, kept = loss_of(logits, y[some], None, w, how, among)
            values.append(value)
            if at_once:
                slopes.add(some, slopes_of(one, logits, y[some], None, w, kept, how, logits, among))
            elif any(wanted):
                all_kept.append(kept)
        ctx.save_for_backward(hidden, weight, bias, y, w)
        ctx.how, ctx.among, ctx.kept = how, among, all_kept
        ctx.slopes = slopes.sums() if at_once else None
        if not values:
            return _empty(hidden, how)
        return torch.cat(values) if how.reduction == "none" else torch.stack(values).sum()

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> Any:  # noqa: D102
        if torch.is_grad_enabled() or not holds_values(g):
            return *_with_slopes(ctx, g), None, None, None
        found, ctx.slopes = ctx.slopes, None  # they are given away: others may add to them
        if found is None:
            return *_again(ctx, g), None, None, None
        if float(g) != 1.0:
            found = [None if x is None else x.mul_(g) for x in found]
        return *found, None, None, None


def _empty(hidden: Tensor, how: How) -> Tensor:
    """Return the loss of no rows."""
    if how.reduction == "none":
        return hidden.new_empty(0)
    return hidden.new_full((), 0.0 if how.reduction == "sum" else torch.nan)


def _again(ctx: Any, g: Tensor) -> list[Tensor | None]:
    """Return the derivatives from logits that are computed again."""
    hidden, weight, bias, y, w = ctx.saved_tensors
    layer = Layer(hidden.data, weight.data, None if bias is None else bias.data)
    slopes, kept, how = Slopes(layer, ctx.needs_input_grad[:3]), iter(ctx.kept), ctx.how
    for some, logits in layer.chunks():
        of_rows = next(kept, None)
        if of_rows is None:
            of_rows = loss_of(logits, y[some], None, w, how, ctx.among)[1]
        by = g[some] if how.reduction == "none" else g
        slopes.add(some, slopes_of(by, logits, y[some], None, w, of_rows, how, logits, ctx.among))
    return slopes.sums()


def _with_slopes(ctx: Any, g: Tensor) -> list[Tensor | None]:
    """Return derivatives that have derivatives themselves, for which all logits are held."""
    hidden, weight, bias, y, w = ctx.saved_tensors
    again = torch.is_grad_enabled()
    with torch.enable_grad():
        logits = functional.linear(hidden, weight, bias)
        loss = cross_entropy_of_rows(logits, y, None, w, ctx.how)
        inputs = zip((hidden, weight, bias), ctx.needs_input_grad[:3], strict=True)
        wanted = [x for x, want in inputs if want]
        found = iter(torch.autograd.grad(loss, wanted, g, create_graph=again))
    return [next(found) if want else None for want in ctx.needs_input_grad[:3]]

"""What sweeps answer, in steps that PyTorch differentiates and transforms: second derivatives.

Nothing is formed as p - 1. What changes is told from differences with the label's own, and a
Hessian's product from differences with the largest logit's: constants cancel in both before
anything is rounded.
"""

import torch
from torch import Tensor

from kullback.losses.torch.sweeps import How


def kept_of(x: Tensor, y: Tensor | None, how: How) -> Tensor:
    """Return 1 for each row that counts, 0 for the others."""
    return x.new_ones(x.shape[0]) if y is None else (y != how.ignored).to(x.dtype)


def only_kept(x: Tensor, y: Tensor | None, how: How) -> Tensor:
    """Return rows, those that are ignored made uniform whatever they hold."""
    return x if y is None else torch.where((y != how.ignored)[:, None], x, 0.0)


def _own(y: Tensor, w: Tensor, how: How) -> Tensor:
    return w.gather(0, torch.where(y != how.ignored, y, 0))


def denominators(
    x: Tensor, y: Tensor | None, w: Tensor | None, how: How
) -> tuple[Tensor | None, Tensor | None]:
    """Return what means of losses and of z-losses are divided by."""
    if how.reduction != "mean":
        return None, None
    kept = kept_of(x, y, how)
    count = kept.sum()
    return (count if w is None or y is None else (_own(y, w, how) * kept).sum()), count


def each(g: Tensor, whole: Tensor | None, x: Tensor) -> Tensor:
    """Return the derivative by the loss of each row."""
    if whole is not None:
        g = torch.where(whole > 0, g / torch.where(whole > 0, whole, 1.0), 0.0)
    return g.expand(x.shape[0])


def targets(
    x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How
) -> tuple[Tensor, Tensor | float]:
    """Return what labels weigh beside the smoothed part, and the weights of all classes."""
    if y is None:
        return x.new_zeros(x.shape[0]), 0.0 if t is None else t
    kept, share = kept_of(x, y, how), how.smoothing / x.shape[1]
    own = kept * (1.0 - how.smoothing)
    own = own if w is None else own * _own(y, w, how)
    if how.smoothing == 0.0:
        return own, 0.0
    return own, share * kept[:, None] * (torch.ones_like(x) if w is None else w)


def _total(own: Tensor, soft: Tensor | float) -> Tensor:
    return own if isinstance(soft, float) else own + soft.sum(1)


def along(
    x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How, v: Tensor
) -> Tensor:
    """Return how fast losses change along v: from differences with the label's v, not p - 1."""
    rows = only_kept(x, y, how)
    own, soft = targets(x, y, t, w, how)
    at = rows.argmax(1) if y is None else torch.where(y != how.ignored, y, 0)
    u = v - v.gather(1, at[:, None])
    change = _total(own, soft) * (torch.softmax(rows, 1) * u).sum(1)
    return change if isinstance(soft, float) else change - (soft * u).sum(1)


def curvature(
    g: Tensor, x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How, v: Tensor
) -> Tensor:
    """Return g times the Hessian of the losses times v."""
    rows = only_kept(x, y, how)
    p = torch.softmax(rows, 1)
    u = v - v.gather(1, rows.argmax(1, keepdim=True))
    total = g * _total(*targets(x, y, t, w, how))
    return total[:, None] * p * (u - (p * u).sum(1, keepdim=True))


def slopes(x: Tensor, y: Tensor | None, t: Tensor | None, w: Tensor | None, how: How) -> Tensor:
    """Return the derivatives of the losses of rows."""
    rows = only_kept(x, y, how)
    own, soft = targets(x, y, t, w, how)
    out = _total(own, soft)[:, None] * torch.softmax(rows, 1) - soft
    if y is None:
        return out
    at = torch.where(y != how.ignored, y, 0)[:, None]
    return out - own[:, None] * torch.zeros_like(x).scatter(1, at, 1.0)

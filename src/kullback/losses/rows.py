"""Which rows of a batch count, where the caller says so by a mask."""

import math

from kullback._arrays import Array, Namespace, floats_of
from kullback._mass.checks import check_axis


def check_where(xp: Namespace, where: Array, x: Array, axis: int | None, name: str = "p") -> Array:
    """Return the mask, of the shape of x without the axis of its classes."""
    if where.dtype != xp.bool:
        raise TypeError(f"where must hold booleans, one for each row, got dtype {where.dtype}")
    shape = tuple(x.shape)
    if axis is not None:
        check_axis(x, axis, name)
        shape = tuple(size for i, size in enumerate(shape) if i != axis % x.ndim)
    if tuple(where.shape) != shape:
        raise ValueError(
            f"where must hold one boolean for each row of {name}, which makes shape {shape}; got "
            f"{tuple(where.shape)}"
        )
    return where


def filled(xp: Namespace, x: Array, kept: Array, axis: int, form: str) -> Array:
    """Return x with uniform distributions in the rows that are left out, whatever they hold."""
    if not xp.isdtype(x.dtype, "real floating"):
        (x,), _ = floats_of(xp, (x,), ("logits",))
    share = 1.0 / x.shape[axis]
    kept = xp.expand_dims(kept, axis=axis % x.ndim)
    return xp.where(kept, x, share if form == "probs" else math.log(share))

"""What the Array API leaves open, for arrays that hold their values: NumPy's and its like.

`torch_tensors` and `jax_arrays` answer the same questions for their libraries.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from kullback._arrays.types import Array, Namespace


def widest(xp: Namespace) -> tuple[Any, Any]:
    """Return the widest floating and the widest signed integer type."""
    return xp.float64, xp.int64


def anywhere(condition: Array) -> bool:
    """Tell whether the condition holds somewhere."""
    return bool(np.any(np.asarray(condition)))


def constant(x: Array) -> Array:
    """Return x, through which no derivative is taken: there is none."""
    return x


def following(value: Array, smooth: Callable[[], Array]) -> Array:
    """Return the value; its derivative would be that of `smooth`."""
    del smooth
    return value


def log1p(xp: Namespace, x: Array) -> Array:
    """Return log(1 + x)."""
    return xp.log1p(x)


def exponent(xp: Namespace, x: Array) -> Array:
    """Return e with 2**(e-1) <= x < 2**e, and 0 where x is zero, infinite or NaN."""
    return xp.asarray(np.frexp(np.asarray(x))[1])


def times_power_of_two(xp: Namespace, x: Array, e: Array) -> Array:
    """Return x * 2**e, exactly unless it leaves the range of x."""
    return xp.asarray(np.ldexp(np.asarray(x), np.asarray(e)))


def places(xp: Namespace, x: Array) -> Array:
    """Return 0, 1, 2, ... along the last axis of x."""
    return xp.arange(x.shape[-1])


def from_numpy(xp: Namespace, x: Array, beside: Array | None) -> Array:
    """Return a NumPy array as one of the library."""
    del beside
    return xp.asarray(x)

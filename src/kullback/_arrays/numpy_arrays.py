"""What the Array API leaves open, for arrays that hold their values: NumPy's and its like.

`torch_tensors` and `jax_arrays` answer the same questions for their libraries.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kullback._arrays.types import Array, Namespace


def widest(xp: Namespace) -> tuple[Any, Any]:
    """Return the widest floating and the widest signed integer type."""
    return xp.float64, xp.int64


def anywhere(condition: Array) -> bool:
    """Tell whether the condition holds somewhere."""
    return bool(np.count_nonzero(np.asarray(condition)))


def everywhere(condition: Array) -> bool:
    """Tell whether the condition holds everywhere."""
    return bool(np.count_nonzero(np.asarray(condition)) == condition.size)


def positive(x: Array) -> bool:
    """Tell whether every element is seen to be above zero."""
    return bool(np.minimum.reduce(np.asarray(x), axis=None, initial=np.inf) > 0)


def chosen(
    xp: Namespace, condition: Array, yes: Callable[[], Array], no: Callable[[], Array]
) -> Array:
    """Return `yes` where the condition holds and else `no`, and do not ask for what is not used."""
    held = np.count_nonzero(np.asarray(condition))
    if held == 0:
        return no()
    return yes() if held == condition.size else xp.where(condition, yes(), no())


def constant(x: Array) -> Array:
    """Return x, through which no derivative is taken: there is none."""
    return x


def following(xp: Namespace, value: Array, smooth: Callable[[], Array]) -> Array:
    """Return a value, or `smooth` where it is not finite; the derivative would be that of it."""
    return chosen(xp, xp.isfinite(value), lambda: value, smooth)


def expm1(xp: Namespace, x: Array) -> Array:
    """Return exp(x) - 1."""
    return xp.expm1(x)


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


def taken(xp: Namespace, x: Array, place: Array) -> Array:
    """Return the element of each row of x at a place (..., 1) of its own."""
    return x[place] if x.ndim == 1 and xp is np else xp.take_along_axis(x, place, axis=-1)


def total(xp: Namespace, x: Array) -> Array:
    """Return the sum over the last axis, kept at length 1."""
    return xp.asarray(np.add.reduce(np.asarray(x), axis=-1, keepdims=True))


def most_added_well(x: Array) -> int:
    """Return how many elements `total` adds with no more than 20 roundings.

    NumPy adds what follows itself in memory in eight parts at once, and else one after another.
    """
    return 128 if x.ndim == 1 or np.asarray(x).flags.c_contiguous else 16


def polynomial(xp: Namespace, z: Array, coefficients: Sequence[float]) -> Array:
    """Return the polynomial of z with these coefficients, that of the highest power first."""
    del xp
    value = z * coefficients[0]
    value += coefficients[1]
    for coefficient in coefficients[2:]:
        value *= z
        value += coefficient
    return value


def from_numpy(xp: Namespace, x: Array, beside: Array | None) -> Array:
    """Return a NumPy array as one of the library."""
    del beside
    return xp.asarray(x)


def to_numpy(x: Array) -> Any:
    """Return the values as an array of NumPy, through which no derivative is taken."""
    return np.asarray(x)

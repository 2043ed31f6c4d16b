"""What the Array API leaves open, for PyTorch.

Nothing here is looked up by a name or imported by a string: `torch.compile` follows plain calls.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kullback._arrays.types import Array, Namespace


def widest(xp: Namespace) -> tuple[Any, Any]:
    """Return the widest floating and the widest signed integer type."""
    return xp.float64, xp.int64


def anywhere(condition: Array) -> bool:
    """Tell whether the condition is seen to hold somewhere.

    Under `torch.compile` and `torch.func.vmap` nothing is seen, and on another device only by
    waiting for it.
    """
    import torch

    if torch.compiler.is_compiling() or condition.device.type != "cpu":
        return False
    try:
        return bool(condition.any())
    except RuntimeError:  # vmap refuses to tell
        return False


def everywhere(condition: Array) -> bool:
    """Tell whether the condition is seen to hold everywhere: never, as derivatives are taken."""
    del condition
    return False


def positive(x: Array) -> bool:
    """Tell whether every element is seen to be above zero: never, as derivatives are taken."""
    del x
    return False


def chosen(
    xp: Namespace, condition: Array, yes: Callable[[], Array], no: Callable[[], Array]
) -> Array:
    """Return `yes` where the condition holds and else `no`."""
    return xp.where(condition, yes(), no())


def constant(x: Array) -> Array:
    """Return x, through which no derivative is taken."""
    return x.detach()


def following(xp: Namespace, value: Array, smooth: Callable[[], Array]) -> Array:
    """Return a value, or `smooth` where it is not finite, with the derivative of `smooth`."""
    approximate = smooth()
    value = xp.where(xp.isfinite(value), value, approximate)
    return value.detach() + (approximate - approximate.detach())


def expm1(xp: Namespace, x: Array) -> Array:
    """Return exp(x) - 1, of which PyTorch would say that the derivative is what it is plus 1."""
    return following(xp, xp.expm1(x), lambda: xp.exp(x))


def log1p(xp: Namespace, x: Array) -> Array:
    """Return log(1 + x)."""
    return xp.log1p(x)


def exponent(xp: Namespace, x: Array) -> Array:
    """Return e with 2**(e-1) <= x < 2**e, and 0 where x is zero, infinite or NaN."""
    e = xp.frexp(x.detach())[1]
    return xp.where(xp.isfinite(x), e, 0)


def times_power_of_two(xp: Namespace, x: Array, e: Array) -> Array:
    """Return x * 2**e, exactly unless it leaves the range of x.

    In two steps: PyTorch makes 2**e first, which may lie outside the range where x * 2**e does not.
    """
    half = e // 2
    return xp.ldexp(xp.ldexp(x, half), e - half)


def places(xp: Namespace, x: Array) -> Array:
    """Return 0, 1, 2, ... along the last axis of x."""
    return xp.arange(x.shape[-1], device=x.device)


def taken(xp: Namespace, x: Array, place: Array) -> Array:
    """Return the element of each row of x at a place (..., 1) of its own."""
    return xp.take_along_axis(x, place, axis=-1)


def total(xp: Namespace, x: Array) -> Array:
    """Return the sum over the last axis, kept at length 1."""
    return xp.sum(x, axis=-1, keepdims=True)


def most_added_well(x: Array) -> int:
    """Return how many elements `total` adds with no more than 20 roundings."""
    del x
    return 16


def polynomial(xp: Namespace, z: Array, coefficients: Sequence[float]) -> Array:
    """Return the polynomial of z with these coefficients, that of the highest power first."""
    value = xp.zeros_like(z)
    for coefficient in coefficients:
        value = value * z + coefficient
    return value


def from_numpy(xp: Namespace, x: Array, beside: Array | None) -> Array:
    """Return a NumPy array as a tensor on the device of the one beside it."""
    return xp.asarray(x, device=None if beside is None else beside.device)


def to_numpy(x: Array) -> Any:
    """Return the values as an array of NumPy, through which no derivative is taken."""
    return x.detach().cpu().numpy()

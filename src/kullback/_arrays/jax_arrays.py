"""What the Array API leaves open, for JAX."""

from collections.abc import Callable, Sequence
from typing import Any

from kullback._arrays.types import Array, Namespace


def widest(xp: Namespace) -> tuple[Any, Any]:
    """Return the widest floating and the widest signed integer type that are switched on."""
    return xp.zeros((), dtype=float).dtype, xp.zeros((), dtype=int).dtype


def anywhere(condition: Array) -> bool:
    """Tell whether the condition is seen to hold somewhere.

    Under `jax.jit` and `jax.vmap` nothing is seen, and on another device only by waiting for it.
    """
    import jax

    try:
        if any(device.platform != "cpu" for device in condition.devices()):
            return False
        return bool(condition.any())
    except jax.errors.ConcretizationTypeError:
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
    import jax

    return jax.lax.stop_gradient(x)


def following(xp: Namespace, value: Array, smooth: Callable[[], Array]) -> Array:
    """Return a value, or `smooth` where it is not finite, with the derivative of `smooth`."""
    approximate = smooth()
    value = xp.where(xp.isfinite(value), value, approximate)
    return constant(value) + (approximate - constant(approximate))


def expm1(xp: Namespace, x: Array) -> Array:
    """Return exp(x) - 1, of which JAX would say that the derivative is what it is plus 1."""
    return following(xp, xp.expm1(x), lambda: xp.exp(x))


def log1p(xp: Namespace, x: Array) -> Array:
    """Return log(1 + x).

    XLA's own is 120 eps off in float64 between -0.41 and -0.37 (JAX 0.10.2). Below -1/4 the
    logarithm of the rounded sum is right to 2 eps.
    """
    far = x < -0.25
    near = xp.log1p(xp.where(far, 0.0, x))
    return xp.where(far, xp.log(1.0 + xp.where(far, x, 0.0)), near)


def exponent(xp: Namespace, x: Array) -> Array:
    """Return e with 2**(e-1) <= x < 2**e, and 0 where x is zero, infinite or NaN."""
    return xp.frexp(xp.where(xp.isfinite(x), constant(x), 0.0))[1]


def times_power_of_two(xp: Namespace, x: Array, e: Array) -> Array:
    """Return x * 2**e, exactly unless it leaves the range of x.

    In two steps, as a product: the derivative is 2**e, and each factor lies inside the range.
    """
    half = e // 2
    one = xp.ones_like(constant(x))
    return x * xp.ldexp(one, half) * xp.ldexp(one, e - half)


def places(xp: Namespace, x: Array) -> Array:
    """Return 0, 1, 2, ... along the last axis of x."""
    return xp.arange(x.shape[-1])


def taken(xp: Namespace, x: Array, place: Array) -> Array:
    """Return the element of each row of x at a place (..., 1) of its own."""
    return xp.take_along_axis(x, place, axis=-1)


def total(xp: Namespace, x: Array) -> Array:
    """Return the sum over the last axis, kept at length 1."""
    return xp.sum(x, axis=-1, keepdims=True)


def most_added_well(x: Array) -> int:
    """Return how many elements `total` adds with no more than 20 roundings, or as well as that.

    XLA adds rows longer than 32 in blocks, and those again: of sums of 33 to a million float32 on
    a CPU none was more than 2.7 eps off, of 31 one was 4 eps off (JAX 0.10.2). A loss of 1000
    classes then takes two thirds of the time to derive, and half of it to compile.
    """
    n: int = x.shape[-1]
    return n if n > 32 else 16


def polynomial(xp: Namespace, z: Array, coefficients: Sequence[float]) -> Array:
    """Return the polynomial of z with these coefficients, that of the highest power first."""
    value = xp.zeros_like(z)
    for coefficient in coefficients:
        value = value * z + coefficient
    return value


def from_numpy(xp: Namespace, x: Array, beside: Array | None) -> Array:
    """Return a NumPy array as one of JAX, as wide as is switched on."""
    del beside
    return xp.asarray(x)


def to_numpy(x: Array) -> Any:
    """Return the values as an array of NumPy, through which no derivative is taken."""
    import numpy as np

    return np.asarray(x)

"""Differences and products without rounding: a float and what it leaves behind."""

from kullback._arrays import Array, Namespace


def two_diff(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """Return (high, low) with high + low = a - b exactly; low is 0 where high is not finite.

    Knuth, The Art of Computer Programming, vol. 2, sec. 4.2.2.
    """
    high = a - b
    back = high - a
    low = (a - (high - back)) - (b + back)
    return high, xp.where(xp.isfinite(low), low, 0.0)


def two_prod(a: Array, b: Array, splitter_bits: int) -> tuple[Array, Array]:
    """Return (high, low) with high + low = a * b exactly, for a and b well inside the range.

    Dekker (1971); `splitter_bits` is half a significand: 27 in float64, 12 in float32.
    """
    high = a * b
    a_high, b_high = _upper_half(a, splitter_bits), _upper_half(b, splitter_bits)
    a_low, b_low = a - a_high, b - b_high
    return high, ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low


def _upper_half(x: Array, bits: int) -> Array:
    spread = (2.0**bits + 1.0) * x
    return spread - (spread - x)

"""Sums, differences and products without rounding: a float and what it leaves behind.

`Double` is such a pair, with about twice the digits of a float: what a difference of nearly equal
numbers needs, so that digits are left when most of them cancel.
"""

from dataclasses import dataclass

from kullback._arrays import Array, Namespace, constant
from kullback._mass.outcomes import moved
from kullback._mass.series import precision_of


def two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """Return (high, low) with high + low = a + b exactly, for finite a and b.

    Knuth, The Art of Computer Programming, vol. 2, sec. 4.2.2.
    """
    high = a + b
    of_b = high - a
    return high, (a - (high - of_b)) + (b - of_b)


def quick_two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """Return (high, low) with high + low = a + b exactly, for |a| >= |b|. Dekker (1971)."""
    high = a + b
    return high, b - (high - a)


def two_diff(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """Return (high, low) with high + low = a - b exactly; low is 0 where high is not finite.

    All of the derivative is that of high: what low adds to it and takes away again is rounded.
    """
    high, low = two_sum(a, -b)
    return high, xp.where(xp.isfinite(low), constant(xp, low), 0.0)


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


@dataclass(frozen=True, slots=True)
class Double:
    """The number high + low, right to a few eps squared of itself."""

    xp: Namespace
    high: Array
    low: Array

    @classmethod
    def of(cls, xp: Namespace, x: Array) -> "Double":
        """Hold a float."""
        return cls(xp, x, xp.zeros_like(x))

    def sum(self, axis: int) -> "Double":
        """Return the sum over an axis, kept at length 1; by halves, as all sums are."""
        xp = self.xp
        high, low = (moved(xp, x, [axis], [-1]) for x in (self.high, self.low))
        while (n := high.shape[-1]) > 1:
            half, kept = n // 2, n // 2 * 2
            total, error = two_sum(high[..., :half], high[..., half:kept])
            rest = low[..., :half] + low[..., half:kept] + error
            high = xp.concat([total, high[..., kept:]], axis=-1)
            low = xp.concat([rest, low[..., kept:]], axis=-1)
        return Double(xp, *(moved(xp, x, [-1], [axis]) for x in (high, low)))

    def __mul__(self, other: "Double") -> "Double":
        bits = precision_of(self.xp, self.high).splitter_bits
        high, low = two_prod(self.high, other.high, bits)
        return Double(self.xp, high, low + (self.high * other.low + self.low * other.high))

    def __truediv__(self, other: "Double") -> "Double":
        """Return the quotient, 0 where the divisor is 0."""
        xp = self.xp
        zero = other.high == 0
        divisor = xp.where(zero, 1.0, other.high)
        quotient = xp.where(zero, 0.0, self.high / divisor)
        bits = precision_of(xp, quotient).splitter_bits
        high, low = two_prod(quotient, divisor, bits)
        rest = ((self.high - high) - low) + (self.low - quotient * other.low)
        return Double(xp, quotient, xp.where(zero, 0.0, rest / divisor))

    def minus(self, other: "Double") -> Array:
        """Return the difference as a float, right to eps of itself or eps squared of either."""
        high, low = two_sum(self.high, -other.high)
        return high + (low + (self.low - other.low))

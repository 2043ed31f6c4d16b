"""The curves that divergences are sums of, accurate where their plain formulas cancel.

Every series here has terms of one sign, so its relative error is a few eps; every divergence is
a sum of such non-negative terms, so the error passes through unamplified.
"""

from dataclasses import dataclass

from kullback._arrays import Array, Namespace, polynomial

NEAR = 1 / 3  # |r| below which `atanh_minus` and `js_curve` are summed as series


@dataclass(frozen=True, slots=True)
class Precision:
    """What a floating width needs: its range, a splitter for products, series.

    A sum of a million terms below `faint` may owe its digits to subnormal ones, which have few.
    """

    eps: float
    faint: float
    largest_exponent: int
    splitter_bits: int
    exp_terms: int
    atanh: tuple[float, ...]
    js: tuple[float, ...]

    @classmethod
    def of(
        cls, eps: float, largest_exponent: int, splitter_bits: int, terms: tuple[int, int, int]
    ) -> "Precision":
        """Make the coefficients of series with so many terms each, the highest power first."""
        exp_terms, atanh_terms, js_terms = terms
        return cls(
            eps, 2.0 ** (32 - largest_exponent), largest_exponent, splitter_bits, exp_terms,
            tuple(1.0 / (2 * k + 1) for k in range(atanh_terms, 0, -1)),
            tuple(1.0 / (2 * k * (2 * k - 1)) for k in range(js_terms, 0, -1)),
        )  # fmt: skip


FLOAT32 = Precision.of(2.0**-23, 128, 12, terms=(6, 7, 6))
FLOAT64 = Precision.of(2.0**-52, 1024, 27, terms=(12, 16, 14))


def precision_of(xp: Namespace, x: Array) -> Precision:
    """Return the precision `x` is held in."""
    return FLOAT32 if x.dtype == xp.float32 else FLOAT64


def atanh_minus(xp: Namespace, r: Array) -> Array:
    """Return atanh(r) - r = r^3 (1/3 + r^2/5 + r^4/7 + ...), for |r| <= NEAR."""
    z = r * r
    return polynomial(xp, z, precision_of(xp, r).atanh) * z * r


def js_curve(xp: Namespace, r: Array) -> Array:
    """Return [(1+r) log(1+r) + (1-r) log(1-r)] / 2 = sum r^2k / (2k (2k-1)), for |r| <= NEAR."""
    z = r * r
    return polynomial(xp, z, precision_of(xp, r).js) * z


def exp_minus(xp: Namespace, s: Array) -> Array:
    """Return exp(s) - 1 - s, for |s| <= 1.

    With t = s/2, exp(2t) - 1 - 2t = 2 (exp(t) - 1 - t) + (exp(t) - 1)^2: half as many terms.
    """
    t = s * 0.5
    total = xp.ones_like(s)
    for k in range(precision_of(xp, s).exp_terms + 2, 2, -1):
        total = 1.0 + t * (1.0 / k) * total
    return t * t * total + xp.expm1(t) ** 2

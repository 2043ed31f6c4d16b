"""How far apart two sets of weights are, outcome by outcome, without cancellation."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from kullback._arrays import Array, Namespace
from kullback._mass.series import NEAR, atanh_minus, js_curve


@dataclass(frozen=True, slots=True)
class Gap:
    """Weights p and q of one total, and their difference, right to a few eps of itself.

    `possible` and `impossible` say where p is not zero and q exactly zero, which rounding q to
    the common total may hide. `log_ratio_when_far` gives log(p/q) where p and q are both possible
    and not near each other; elsewhere what it gives is not used.
    """

    xp: Namespace
    p: Array
    q: Array
    difference: Array
    possible: Array
    impossible: Array
    log_ratio_when_far: Callable[[], Array]

    def folded(self, shape: tuple[int, ...]) -> "Gap":
        """Return the same gap with its outcomes in another shape."""
        xp, log_ratio = self.xp, self.log_ratio_when_far
        return Gap(
            xp=xp,
            p=xp.reshape(self.p, shape),
            q=xp.reshape(self.q, shape),
            difference=xp.reshape(self.difference, shape),
            possible=xp.reshape(self.possible, shape),
            impossible=xp.reshape(self.impossible, shape),
            log_ratio_when_far=lambda: xp.reshape(log_ratio(), shape),
        )

    @property
    def shared(self) -> Array:
        """Where both are possible."""
        return self.possible & ~self.impossible

    def ratio(self) -> tuple[Array, Array]:
        """Return where p and q differ by a factor below 2, and (p - q) / (p + q) there, else 0."""
        xp, both = self.xp, self.p + self.q
        r = self.difference / xp.where(both == 0, 1.0, both)
        near = (xp.abs(r) <= NEAR) & (both > 0)
        return near, xp.where(near, r, 0.0)

    def log_ratio(self) -> Array:
        """Return log(p/q) where both are possible, and 0 elsewhere."""
        xp = self.xp
        near, r = self.ratio()
        close = 2.0 * (r + atanh_minus(xp, r))
        return xp.where(near, close, xp.where(self.shared, self.log_ratio_when_far(), 0.0))

    def divergence_terms(self, total: Array) -> Array:
        """Return p log(p/q) - p + q for each outcome, over the total.

        Loader (2000): with d = p - q and r = d / (p + q), the term is d r + 2 p (atanh(r) - r),
        which has no cancellation; past a ratio of 2 the formula as written has none either.
        """
        xp, d = self.xp, self.difference
        near, r = self.ratio()
        close = d * r + 2.0 * self.p * atanh_minus(xp, r)
        far = self.p * xp.where(self.shared, self.log_ratio_when_far(), 0.0) - d
        terms = not_negative(xp, xp.where(near, close, far)) / total
        # Last of all: an infinity that is divided has no derivative, not even where it is masked.
        return xp.where(self.possible & self.impossible, math.inf, terms)

    def mixture_terms(self) -> Array:
        """Return p log(p/m) + q log(q/m) for each outcome, with m = (p + q) / 2."""
        xp, both = self.xp, self.p + self.q
        near, r = self.ratio()
        far = _share_times_log(xp, self.p, both) + _share_times_log(xp, self.q, both)
        return not_negative(xp, xp.where(near, both * js_curve(xp, r), far))


def not_negative(xp: Namespace, terms: Array) -> Array:
    """Return terms that rounding below the normal numbers may have made negative as zero.

    Not by a maximum, which halves the derivatives where a term is zero.
    """
    return xp.where(terms < 0, 0.0, terms)


def _share_times_log(xp: Namespace, part: Array, whole: Array) -> Array:
    share = 2.0 * (part / xp.where(whole == 0, 1.0, whole))
    return part * xp.log(xp.where(share == 0, 1.0, share))

"""How far apart two sets of weights are, outcome by outcome, without cancellation."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from kullback._arrays import Array, Namespace, chosen
from kullback._mass.series import NEAR, atanh_minus, js_curve


@dataclass(frozen=True, slots=True)
class Gap:
    """Weights p and q of one total, and their difference, right to a few eps of itself.

    `possible` and `impossible` say where p is not zero and q exactly zero, which rounding q to
    the common total may hide; `positive` says that neither ever is, so that they need not be asked.
    `log_ratio_when_far` gives log(p/q) where p and q are both possible and not near each other;
    elsewhere what it gives is not used.
    """

    xp: Namespace
    p: Array
    q: Array
    difference: Array
    positive: bool
    possible: Callable[[], Array]
    impossible: Callable[[], Array]
    log_ratio_when_far: Callable[[], Array]

    def folded(self, shape: tuple[int, ...]) -> "Gap":
        """Return the same gap with its outcomes in another shape."""
        xp = self.xp
        return Gap(
            xp=xp,
            p=xp.reshape(self.p, shape),
            q=xp.reshape(self.q, shape),
            difference=xp.reshape(self.difference, shape),
            positive=self.positive,
            possible=lambda: xp.reshape(self.possible(), shape),
            impossible=lambda: xp.reshape(self.impossible(), shape),
            log_ratio_when_far=lambda: xp.reshape(self.log_ratio_when_far(), shape),
        )

    @property
    def shared(self) -> Array:
        """Where both are possible."""
        return self.possible() & ~self.impossible()

    def ratio(self) -> tuple[Array, Array]:
        """Return where p and q differ by a factor below 2, and (p - q) / (p + q) there, else 0."""
        xp, both = self.xp, self.p + self.q
        r = self.difference / self._or_one(both)
        near = xp.abs(r) <= NEAR
        if not self.positive:
            near = near & (both > 0)
        return near, xp.where(near, r, 0.0)

    def log_ratio(self) -> Array:
        """Return log(p/q) where both are possible, and 0 elsewhere."""
        xp = self.xp
        near, r = self.ratio()
        return chosen(xp, near, lambda: 2.0 * (r + atanh_minus(xp, r)), self._log_ratio_or_zero)

    def divergence_terms(self, total: Array) -> Array:
        """Return p log(p/q) - p + q for each outcome, over the total.

        Loader (2000): with d = p - q and r = d / (p + q), the term is d r + 2 p (atanh(r) - r),
        which has no cancellation; past a ratio of 2 the formula as written has none either.
        """
        xp, d = self.xp, self.difference
        near, r = self.ratio()
        terms = chosen(
            xp, near,
            lambda: d * r + 2.0 * self.p * atanh_minus(xp, r),
            lambda: self.p * self._log_ratio_or_zero() - d,
        )  # fmt: skip
        terms = not_negative(xp, terms) / total
        # Last of all: an infinity that is divided has no derivative, not even where it is masked.
        if self.positive:
            return terms
        return xp.where(self.possible() & self.impossible(), math.inf, terms)

    def mixture_terms(self) -> Array:
        """Return p log(p/m) + q log(q/m) for each outcome, with m = (p + q) / 2."""
        xp, both = self.xp, self.p + self.q
        whole = self._or_one(both)
        near, r = self.ratio()
        terms = chosen(
            xp, near,
            lambda: both * js_curve(xp, r),
            lambda: _share_times_log(xp, self.p, whole) + _share_times_log(xp, self.q, whole),
        )  # fmt: skip
        return not_negative(xp, terms)

    def _or_one(self, both: Array) -> Array:
        """Return p + q, or 1 where neither is anything, to divide by."""
        return both if self.positive else self.xp.where(both == 0, 1.0, both)

    def _log_ratio_or_zero(self) -> Array:
        """Return log(p/q) where both are possible and not near, and 0 where one is not."""
        log_ratio = self.log_ratio_when_far()
        return log_ratio if self.positive else self.xp.where(self.shared, log_ratio, 0.0)


def not_negative(xp: Namespace, terms: Array) -> Array:
    """Return terms that rounding below the normal numbers may have made negative as zero.

    Not by a maximum, which halves the derivatives where a term is zero.
    """
    return chosen(xp, terms < 0, lambda: xp.zeros_like(terms), lambda: terms)


def _share_times_log(xp: Namespace, part: Array, whole: Array) -> Array:
    share = 2.0 * (part / whole)
    return part * xp.log(xp.where(share == 0, 1.0, share))

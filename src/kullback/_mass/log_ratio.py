"""The log-ratio of two distributions held as logits, and what its derivatives are made of."""

import math
from typing import TYPE_CHECKING

from kullback._arrays import Array, constant, expm1, following, log1p, places
from kullback._mass.exact import two_diff

if TYPE_CHECKING:
    from kullback._mass.logits import Logits


def log_ratio(p: "Logits", q: "Logits") -> tuple[Array, Array]:
    """Return log(p/q), right to a few eps of itself, and where both are possible; else 0.

    Of itself, not of the logits: the difference of the logits is formed exactly, moved to an
    origin of its own, and only then rounded.
    """
    xp = p.outcomes.xp
    shared = p.possible & q.possible
    high, low = two_diff(xp, xp.where(shared, p.logits, 0.0), xp.where(shared, q.logits, 0.0))
    origin, origin_low, is_origin = _origin(p, q, high, low, shared)
    # The origin lies at 0 however it moves: a derivative would be made and taken back.
    away = shared & ~is_origin
    delta = xp.where(away, (high - origin) + (low - origin_low), 0.0)
    tops, tops_low = two_diff(xp, p.top, q.top)
    difference_of_lse = ((tops - origin) + (tops_low - origin_low)) + (
        xp.log1p(p.rest) - xp.log1p(q.rest)
    )
    r = delta - _log_mean_ratio(p, q, delta, shared, difference_of_lse)
    return xp.where(shared, r, 0.0), shared


def moving_as_surprises(p: "Logits", q: "Logits", r: Array, shared: Array) -> Array:
    """Return log(p/q) with the derivatives of a difference of surprises, which keep their digits.

    That difference itself loses digits, and is infinite where the gaps of logits overflow: there,
    and where r is NaN or infinite, r is what it was.
    """
    xp = p.outcomes.xp
    finite = xp.isfinite(r)

    def smooth() -> Array:
        found = xp.where(shared, q.surprise(), 0.0) - xp.where(shared, p.surprise(), 0.0)
        return xp.where(xp.isfinite(found), found, 0.0)

    return xp.where(finite, following(xp, xp.where(finite, r, 0.0), smooth), r)


def _origin(
    p: "Logits", q: "Logits", high: Array, low: Array, shared: Array
) -> tuple[Array, Array, Array]:
    """Return an element of the differences near their mean where p and q overlap, and where it is.

    The largest difference would leave log1p nothing to work with, and the mean itself would not
    give exactly 0 for logits that differ by a constant. An element near the mean does both. It
    comes in two parts, both 0 where p and q overlap nowhere.
    """
    xp, outcomes = p.outcomes.xp, p.outcomes
    usable = shared & xp.isfinite(high)
    # Which element it is does not matter to a derivative.
    p_share, q_share, held = (constant(xp, x) for x in (p.share, q.share, high))
    overlap = xp.where(usable, xp.minimum(p_share, q_share), 0.0)
    overlap = xp.where(outcomes.sum(overlap) > 0, overlap, xp.where(usable, p_share, 0.0))
    amount = outcomes.sum(overlap)
    share = overlap / xp.where(amount > 0, amount, 1.0)
    mean = outcomes.sum(xp.where(overlap > 0, share * held, 0.0))
    away = xp.where(overlap > 0, xp.abs(held - mean), math.inf)
    place = xp.argmin(away, axis=-1, keepdims=True)
    found = (amount > 0) & xp.isfinite(mean)
    return (
        xp.where(found, xp.take_along_axis(high, place, axis=-1), 0.0),
        xp.where(found, xp.take_along_axis(low, place, axis=-1), 0.0),
        found & (places(xp, held) == place),
    )


def _log_mean_ratio(
    p: "Logits", q: "Logits", delta: Array, shared: Array, difference_of_lse: Array
) -> Array:
    """Return log of the mean under q of exp(delta), with log1p of a sum of small terms if it is.

    Outcomes with delta > 1, or possible under one side only, enter by their shares instead, so
    nothing overflows.
    """
    xp, outcomes = p.outcomes.xp, p.outcomes
    p_share, q_share = p.share, q.share
    tame = shared & ~(delta > 1.0)
    small = outcomes.sum(xp.where(tame, q_share * expm1(xp, xp.where(tame, delta, 0.0)), 0.0))
    p_wild = outcomes.sum(xp.where(tame, 0.0, p_share))
    q_wild = outcomes.sum(xp.where(tame, 0.0, q_share))
    excess = (small + (p_wild - q_wild)) / xp.where(p_wild <= 0.75, 1.0 - p_wild, 1.0)
    alike = (p_wild <= 0.75) & (excess >= -0.75)
    # Far apart, the divergence is not small and the plain difference of log-sum-exps is enough.
    return xp.where(alike, log1p(xp, xp.where(alike, excess, 0.0)), difference_of_lse)

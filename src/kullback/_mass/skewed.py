"""How far two distributions lie from a mixture of unequal parts."""

import math

from kullback._arrays import Array, expm1, log1p
from kullback._mass.gap import not_negative
from kullback._mass.mass import Mass
from kullback._mass.series import exp_minus


def skewed_mixture_terms(p: Mass, q: Mass, beta: float) -> Array:
    """Return beta p log(p/m) + (1-beta) q log(q/m) for each outcome, m = beta p + (1-beta) q.

    The smaller part is taken as that of p: of two terms that nearly cancel the second is then at
    most half of the first. 0 < beta < 1.
    """
    if beta > 0.5:
        p, q, beta = q, p, 1.0 - beta
    xp = p.outcomes.xp
    p_share, q_share = p.share, q.share
    r, shared = p.log_ratio(q)
    near = xp.abs(r) <= 1.0
    small = xp.where(near, r, 0.0)
    excess = beta * xp.expm1(small)
    of_mixture = q_share * (1.0 + excess) * exp_minus(xp, -log1p(xp, excess))
    close = beta * p_share * exp_minus(xp, -small) - of_mixture
    terms = not_negative(xp, xp.where(near, close, _far(p, q, beta, xp.where(near, 2.0, r))))
    alone = p_share * (-beta * math.log(beta)) + q_share * -((1.0 - beta) * math.log1p(-beta))
    return xp.where(shared, terms, alone)


def _far(p: Mass, q: Mass, beta: float, r: Array) -> Array:
    """Return the same where p and q differ by so much that no digits cancel."""
    xp, distance = p.outcomes.xp, p.outcomes.xp.abs(r)
    part = xp.where(r > 0, beta * xp.ones_like(r), 1.0 - beta)
    larger = part * xp.where(r > 0, p.share, q.share)
    smaller = (1.0 - part) * xp.where(r > 0, q.share, p.share)
    of_larger = -log1p(xp, (1.0 - part) * expm1(xp, -distance))
    return larger * of_larger + smaller * xp.where(smaller == 0, 0.0, of_larger - distance)

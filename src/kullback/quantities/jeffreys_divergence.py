"""Jeffreys divergence: the KL divergence both ways, also the population stability index."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_PARTS,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    QUADRATIC_NEAR_EQUALITY,
    SHRINKS_WHEN_MERGED,
    SYMMETRIC,
    UNMOVED_BY_REORDERING,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import Given, masses
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Jeffreys (1946), eq. 1",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        SYMMETRIC,
        QUADRATIC_NEAR_EQUALITY,
        SHRINKS_WHEN_MERGED,
        ADDS_OVER_INDEPENDENT_PARTS,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def jeffreys_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Given = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`D(p \| q) + D(q \| p) = \sum (p(x) - q(x)) \log \frac{p(x)}{q(x)}`, in `unit`.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    axis : int
        The axis of outcomes.
    keepdims : bool
        Keep `axis`, with length 1.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}, or a pair
        What `p` and `q` hold, as one word for both or a pair of words. Logits are
        log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Never negative; exactly 0 where `p` and `q` are equal (proportional, with `normalize`; apart
        by a constant, for logits). ``inf`` where an outcome is possible under one of them only. NaN
        where a row holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    The population stability index of credit scoring is this quantity, in nats, of two columns of
    bins; its epsilons for empty bins are not. The error is at most 16 eps of the exact value for
    p / sum(p) and q / sum(q), plus 8 eps^3.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Jeffreys, "An invariant form for the prior probability in estimation problems" (1946),
    Proc. R. Soc. A 186.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.jeffreys_divergence([0.5, 0.5], [0.25, 0.75])
    np.float64(0.274653...)
    >>> kb.jeffreys_divergence([0.5, 0.5], [1.0, 0.0])
    np.float64(inf)
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(p.divergence(q) + q.divergence(p), unit)

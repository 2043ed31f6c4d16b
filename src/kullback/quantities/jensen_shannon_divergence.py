"""Jensen-Shannon divergence: how well an outcome tells which of two distributions it is from."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    AT_MOST_ONE_BIT,
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
    source="Lin (1991), sec. IV",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        SYMMETRIC,
        AT_MOST_ONE_BIT,
        QUADRATIC_NEAR_EQUALITY,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def jensen_shannon_divergence(
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
    r"""Return :math:`\tfrac12 D(p \| m) + \tfrac12 D(q \| m)` with m = (p + q) / 2, in `unit`.

    Toss a fair coin to draw an outcome from `p` or from `q`: this is what the outcome tells of
    the coin. It is symmetric, and finite whatever `p` and `q` are.

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
        Between 0, exactly, where `p` and `q` are equal (proportional, with `normalize`; apart by
        a constant, for logits) and log 2, one bit, where they share no outcome. NaN where a row
        holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    The error is at most 16 eps of the exact value for p / sum(p) and q / sum(q), plus 8 eps^3,
    however near to each other they are. That holds for two inputs of one form; a probability
    beside a logit is known only through its logarithm.

    Source: Lin, "Divergence measures based on the Shannon entropy" (1991), sec. IV.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.jensen_shannon_divergence([1.0, 0.0], [0.0, 1.0], unit="bits")
    np.float64(1.0)
    >>> kb.jensen_shannon_divergence([0.5, 0.5], [0.25, 0.75])
    np.float64(0.033822...)
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(p.mean_divergence_to_mixture(q), unit)

"""Jensen-Shannon distance: the metric that the Jensen-Shannon divergence is the square of."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    AT_MOST_ONE_BIT,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SYMMETRIC_DISTANCE,
    TRIANGLE_INEQUALITY,
    UNMOVED_BY_REORDERING,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import Given, masses
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Endres & Schindelin (2003)",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        SYMMETRIC_DISTANCE,
        TRIANGLE_INEQUALITY,
        AT_MOST_ONE_BIT,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def jensen_shannon_distance(
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
    r"""Return :math:`\sqrt{\tfrac12 D(p \| m) + \tfrac12 D(q \| m)}` with m = (p + q) / 2.

    The square root makes the divergence a metric: no way round is shorter. The divergence is in
    `unit` before the root is taken, so in bits the distance is at most 1.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    axis : int
        The axis of outcomes.
    keepdims : bool
        Keep `axis`, with length 1.
    unit : {"nats", "bits", "hartleys"}
        Unit under the root; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}, or a pair
        What `p` and `q` hold, as one word for both or a pair of words. Logits are
        log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Between 0, exactly, where `p` and `q` are equal (proportional, with `normalize`; apart by
        a constant, for logits) and the root of log 2 where they share no outcome. NaN where a
        row holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    The relative error is half that of the divergence, at most 8 eps, plus the rounding of the
    root.

    Source: Endres & Schindelin, "A new metric for probability distributions" (2003), IEEE Trans.
    Inf. Theory 49.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.jensen_shannon_distance([1.0, 0.0], [0.0, 1.0], unit="bits")
    np.float64(1.0)
    >>> kb.jensen_shannon_distance([0.5, 0.5], [0.25, 0.75])
    np.float64(0.183907...)
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return p.outcomes.root(in_unit(p.mean_divergence_to_mixture(q), unit))

"""Total variation: the largest difference in the probability of any event."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    AT_MOST_ONE,
    DISTANCE_IGNORES_IMPOSSIBLE_OUTCOMES,
    DISTANCE_UNMOVED_BY_REORDERING,
    NO_DISTANCE_FROM_MERGING,
    NONNEGATIVE,
    SYMMETRIC_DISTANCE,
    TRIANGLE_INEQUALITY,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import Given, masses
from kullback._quantity import quantity


@quantity(
    source="Levin, Peres & Wilmer (2009), prop. 4.2",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        SYMMETRIC_DISTANCE,
        AT_MOST_ONE,
        TRIANGLE_INEQUALITY,
        NO_DISTANCE_FROM_MERGING,
        DISTANCE_UNMOVED_BY_REORDERING,
        DISTANCE_IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def total_variation(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    keepdims: bool = False,
    given: Given = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`\frac{1}{2} \sum_x |p(x) - q(x)|`. It has no unit.

    The largest difference between the probabilities that `p` and `q` give to one event.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    axis : int
        The axis of outcomes.
    keepdims : bool
        Keep `axis`, with length 1.
    given : {"probs", "log_probs", "logits"}, or a pair
        What `p` and `q` hold, as one word for both or a pair of words. Logits are
        log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Between 0, exactly, where `p` and `q` are equal (proportional, with `normalize`; apart by a
        constant, for logits) and 1 where they share no outcome. NaN where a row holds NaN, or
        logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    The error is at most 16 eps of the exact value for p / sum(p) and q / sum(q), plus 256 eps^2,
    however near they are to each other. The derivative is taken to be 0 where p(x) = q(x).

    Source: Levin, Peres & Wilmer, *Markov Chains and Mixing Times* (2009), prop. 4.2.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.total_variation([0.5, 0.5], [0.25, 0.75])
    np.float64(0.25)
    >>> kb.total_variation([1.0, 0.0], [0.0, 1.0])
    np.float64(1.0)
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return p.mean_distance(q)

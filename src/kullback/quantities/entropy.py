"""Shannon entropy: how uncertain a source is."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_PARTS,
    GREATEST_WHEN_UNIFORM,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import Form, masses
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Shannon (1948), sec. 6",
    laws=(
        NONNEGATIVE,
        GREATEST_WHEN_UNIFORM,
        SHRINKS_WHEN_MERGED,
        ADDS_OVER_INDEPENDENT_PARTS,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def entropy(
    p: ArrayLike,
    /,
    *,
    axis: int = -1,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H(p) = -\sum_x p(x) \log p(x)`, in `unit`.

    The mean surprise of an outcome drawn from `p`: what a message about it costs at least.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Distributions over n outcomes, which lie on `axis`.
    axis : int
        The axis of outcomes.
    keepdims : bool
        Keep `axis`, with length 1.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}
        What `p` holds. Logits are log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Between 0, when one outcome is certain, and log n, when all are alike. An impossible
        outcome, of probability 0 or logit -inf, adds nothing. NaN where a row holds NaN, or
        logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, `axis`
        is empty or does not exist, or a word is unknown.
    TypeError
        `p` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 8 eps of the exact value for p / sum(p), however near to 0.

    Source: Shannon, "A Mathematical Theory of Communication" (1948), sec. 6.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.entropy([0.5, 0.25, 0.25], unit="bits")
    np.float64(1.5)
    >>> kb.entropy([[1.0, 0.0], [0.5, 0.5]], unit="bits")
    array([0., 1.])
    """
    (p,) = masses(p, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(p.expected_surprise(of=p), unit)

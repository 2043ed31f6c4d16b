"""Perplexity: uncertainty as a number of equally likely outcomes."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES,
    GREATEST_WHEN_UNIFORM,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import Form, masses
from kullback._quantity import quantity


@quantity(
    source="Jelinek, Mercer, Bahl & Baker (1977)",
    laws=(
        FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES,
        GREATEST_WHEN_UNIFORM,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def perplexity(
    p: ArrayLike,
    /,
    *,
    axis: int = -1,
    keepdims: bool = False,
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`\exp H(p)`, with the entropy H in nats: a number of outcomes, without unit.

    A fair die of that many faces is as uncertain as `p`.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Distributions over n outcomes, which lie on `axis`.
    axis : int
        The axis of outcomes.
    keepdims : bool
        Keep `axis`, with length 1.
    given : {"probs", "log_probs", "logits"}
        What `p` holds. Logits are log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Between 1, when one outcome is certain, and n, when all are alike. An impossible outcome,
        of probability 0 or logit -inf, adds nothing. NaN where a row holds NaN, or logits with
        +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, `axis`
        is empty or does not exist, or a word is unknown.
    TypeError
        `p` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 8 eps times the larger of 1 and the entropy in nats.

    Source: Jelinek, Mercer, Bahl & Baker, "Perplexity: a measure of the difficulty of speech
    recognition tasks" (1977), J. Acoust. Soc. Am. 62, S63.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.perplexity([0.5, 0.5, 0.0])
    np.float64(2.0)
    >>> kb.perplexity([1.0, 0.0, 0.0])
    np.float64(1.0)
    """
    (p,) = masses(p, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return p.outcomes.xp.exp(p.expected_surprise(of=p))

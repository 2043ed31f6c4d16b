"""Chi-squared divergence: the squared difference of p and q, relative to q."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    QUADRATIC_NEAR_EQUALITY,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import Given, masses, orders
from kullback._quantity import quantity


@quantity(
    source="Pearson (1900); Tsybakov (2009), sec. 2.4",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        QUADRATIC_NEAR_EQUALITY,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def chi_squared_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    keepdims: bool = False,
    given: Given = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`\sum_x \frac{(p(x) - q(x))^2}{q(x)}`. It has no unit.

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
        Never negative; exactly 0 where `p` and `q` are equal (proportional, with `normalize`; apart
        by a constant, for logits). ``inf`` where some x has p(x) > 0 = q(x), and where the value is
        above the largest float. NaN where a row holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    Pearson's statistic for the frequencies p of N draws is N times this quantity. The error is at
    most 32 eps of the exact value for p / sum(p) and q / sum(q), plus 16 eps^3, and with ratios
    p/q above e, eps times their logarithm more.

    Source: Pearson (1900), Phil. Mag. 50; Tsybakov, *Introduction to Nonparametric Estimation*
    (2009), sec. 2.4.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.chi_squared_divergence([0.5, 0.5], [0.25, 0.75])
    np.float64(0.333333...)
    >>> kb.chi_squared_divergence([0.5, 0.5], [1.0, 0.0])
    np.float64(inf)
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    squares = orders.relative_tsallis_terms(p, q, 2.0)
    return p.outcomes.answer(p.outcomes.sum(squares))

"""f-divergence: how far p is from q by any convex function of their ratio."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    NO_DISTANCE_FROM_MERGING,
    NONNEGATIVE,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import Given, masses
from kullback._mass.generated import Generator, check_generator, generated_divergence
from kullback._quantity import quantity


@quantity(
    source="Csiszár (1967), eq. 1.1",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        NO_DISTANCE_FROM_MERGING,
    ),
)
def f_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    generator: Generator,
    *,
    slope_at_infinity: float,
    axis: int = -1,
    keepdims: bool = False,
    given: Given = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`D_f(p \| q) = \sum_x q(x) f(p(x) / q(x))`. It has no unit.

    The family that KL, total variation, Hellinger and chi-squared belong to; those have verbs of
    their own, which are right to more digits.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    generator : function
        The convex function f with f(1) = 0, of an array of ratios from 0 on, in the library of
        `p` and `q`. Where it is NaN at 0, as ``t * log(t)`` is, its value at the least normal
        number is taken instead.
    slope_at_infinity : float
        The limit of f(t)/t for large t, which counts where p(x) > 0 = q(x): infinity for KL, 1/2
        for total variation.
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
        The sum of q(x) f(p(x)/q(x)), of q(x) f(0) where p(x) = 0 and of p(x) times the slope
        where q(x) = 0; an outcome that is impossible under both adds nothing. NaN where a row
        holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        `generator` is not 0 at 1 or returns another shape, the slope is NaN, a probability is
        negative, a row does not sum to 1 within sqrt(eps) of its dtype, the inputs disagree on
        the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers, `generator` not a function, or the slope not a
        number.

    Notes
    -----
    It is as accurate as `generator` and the ratios, which are rounded: terms of both signs cancel
    where `p` and `q` are nearly equal, and the answer may then even be negative by their rounding.

    Source: Csiszár, "Information-type measures of difference of probability distributions and
    indirect observations" (1967), Studia Sci. Math. Hungar. 2; Ali & Silvey (1966).

    Examples
    --------
    Total variation, and the triangular discrimination, which has no verb here:

    >>> import kullback as kb
    >>> import numpy as np
    >>> p, q = [0.5, 0.5], [0.25, 0.75]
    >>> kb.f_divergence(p, q, lambda t: np.abs(t - 1) / 2, slope_at_infinity=0.5)
    np.float64(0.25)
    >>> kb.f_divergence(p, q, lambda t: (t - 1) ** 2 / (t + 1), slope_at_infinity=1)
    np.float64(0.133333...)
    """
    slope = check_generator(generator, slope_at_infinity)
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return generated_divergence(p, q, generator, slope)

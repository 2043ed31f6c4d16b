"""The terms of the Kullback-Leibler divergence: which outcomes the difference comes from."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import NONNEGATIVE, QUADRATIC_NEAR_EQUALITY, ZERO_WHEN_EQUAL
from kullback._mass import Given, masses
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Csiszár (1991), the generalised I-divergence",
    laws=(NONNEGATIVE, ZERO_WHEN_EQUAL, QUADRATIC_NEAR_EQUALITY),
)
def kl_divergence_terms(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    unit: Unit = "nats",
    given: Given = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`p(x) \log \frac{p(x)}{q(x)} - p(x) + q(x)` for each outcome x, in `unit`.

    Unlike p log(p/q) these are never negative, and they sum to :math:`D(p \| q)` all the same,
    because `p` and `q` sum to 1. Each says how much of the divergence its outcome carries.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    axis : int
        The axis of outcomes, which it keeps.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}, or a pair
        What `p` and `q` hold, as one word for both or a pair of words. Logits are
        log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (..., n)
        Never negative; exactly 0 where `p` and `q` are equal (proportional, with `normalize`;
        apart by a constant, for logits). ``inf`` for an x with p(x) > 0 = q(x), q(x) for an x
        with p(x) = 0. NaN where a row holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    Their sum has the error of `kl_divergence`: 16 eps of itself, plus 8 eps^3.

    Source: Csiszár, "Why least squares and maximum entropy?" (1991), Ann. Statist. 19. Evaluated
    as in Loader, "Fast and accurate computation of binomial probabilities" (2000).

    Examples
    --------
    >>> import kullback as kb
    >>> kb.kl_divergence_terms([0.5, 0.5, 0.0], [0.5, 0.25, 0.25])
    array([0.        , 0.0965..., 0.25      ])
    """
    p, q = masses(p, q, axis=axis, given=given, normalize=normalize)
    return in_unit(p.outcomes.spread(p.divergence_terms(q)), unit)

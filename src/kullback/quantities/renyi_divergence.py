"""Rényi divergence: the higher its order, the more it heeds where p is larger than q."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_PARTS,
    CONTINUOUS_THROUGH_ORDER_ONE,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    QUADRATIC_NEAR_EQUALITY,
    RISES_WITH_THE_ORDER,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import Given, masses, orders
from kullback._mass.orders import check_order
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="van Erven & Harremoës (2014), sec. II",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        QUADRATIC_NEAR_EQUALITY,
        SHRINKS_WHEN_MERGED,
        ADDS_OVER_INDEPENDENT_PARTS,
        RISES_WITH_THE_ORDER,
        CONTINUOUS_THROUGH_ORDER_ONE,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def renyi_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    order: float,
    axis: int = -1,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Given = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return the Rényi divergence of order :math:`\alpha` of p from q, in `unit`.

    .. math:: D_\alpha(p \| q) = \frac{1}{\alpha - 1} \log \sum_x p(x)^\alpha q(x)^{1 - \alpha}

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    order : float
        From 0 to infinity; 1 is the limit, the KL divergence.
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
        Never negative; exactly 0 where `p` and `q` are equal (proportional, with `normalize`;
        apart by a constant, for logits); it rises with the order. At order 0 it is -log of the
        mass of q where p is possible, at infinity the log of the largest p/q. ``inf`` where `p`
        and `q` share no outcome and, from order 1 on, where some x has p(x) > 0 = q(x). NaN where
        a row holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        `order` is negative or NaN, a probability is negative, a row does not sum to 1 within
        sqrt(eps) of its dtype, the inputs disagree on the outcomes, `axis` is empty or does not
        exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers, or `order` not a real number.

    Notes
    -----
    The error is at most 32 eps of the exact value for p / sum(p) and q / sum(q), plus 16 eps^3
    (at order infinity 256 eps^2), however near they are to each other and the order is to 1; above
    order 1, eps (order - 1) log(p/q) more for the largest ratio.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Rényi, "On measures of entropy and information" (1961); van Erven & Harremoës, "Rényi
    divergence and Kullback-Leibler divergence" (2014), IEEE Trans. Inf. Theory 60.

    Examples
    --------
    >>> import kullback as kb
    >>> p, q = [0.5, 0.5], [0.25, 0.75]
    >>> kb.renyi_divergence(p, q, order=2)
    np.float64(0.287682...)
    >>> kb.renyi_divergence(p, q, order=float("inf"), unit="bits")
    np.float64(1.0)
    """
    order = check_order(order)
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(orders.renyi_divergence(p, q, order), unit)

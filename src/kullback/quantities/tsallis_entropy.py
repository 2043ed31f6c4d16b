"""Tsallis entropy: uncertainty that does not add up over independent parts."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    CONTINUOUS_THROUGH_ORDER_ONE,
    FALLS_WITH_THE_ORDER,
    GREATEST_WHEN_UNIFORM,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import Form, masses, orders
from kullback._mass.orders import check_order
from kullback._quantity import quantity


@quantity(
    source="Tsallis (1988), eq. 1",
    laws=(
        NONNEGATIVE,
        GREATEST_WHEN_UNIFORM,
        SHRINKS_WHEN_MERGED,
        FALLS_WITH_THE_ORDER,
        CONTINUOUS_THROUGH_ORDER_ONE,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def tsallis_entropy(
    p: ArrayLike,
    /,
    *,
    order: float,
    axis: int = -1,
    keepdims: bool = False,
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`S_\alpha(p) = \frac{1 - \sum_x p(x)^\alpha}{\alpha - 1}`. It has no unit.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Distributions over n outcomes, which lie on `axis`.
    order : float
        From 0 to infinity; 1 is the limit, Shannon's entropy in nats.
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
        0 when one outcome is certain; it falls as the order rises. At order 0 it is the number of
        possible outcomes less 1, at order 2 the Gini impurity, the chance that two draws differ, at
        infinity 0. An impossible outcome adds nothing. NaN where a row holds NaN, or logits with
        +inf or nothing but -inf.

    Raises
    ------
    ValueError
        `order` is negative or NaN, a probability is negative, a row does not sum to 1 within
        sqrt(eps) of its dtype, `axis` is empty or does not exist, or a word is unknown.
    TypeError
        `p` is not an array of real numbers, or `order` not a real number.

    Notes
    -----
    The relative error is at most 16 eps of the exact value for p / sum(p), at any order, however
    near to 1.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Tsallis, "Possible generalization of Boltzmann-Gibbs statistics" (1988), J. Stat. Phys.
    52, eq. 1.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.tsallis_entropy([0.5, 0.25, 0.25], order=2)
    np.float64(0.625)
    >>> kb.tsallis_entropy([0.5, 0.25, 0.25, 0.0], order=0)
    np.float64(2.0)
    """
    order = check_order(order)
    (p,) = masses(p, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return orders.tsallis_entropy(p, order)

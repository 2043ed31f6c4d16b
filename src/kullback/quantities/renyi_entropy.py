"""Rényi entropy: uncertainty that heeds rare outcomes less, the higher its order."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_PARTS,
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
from kullback._units import Unit, in_unit


@quantity(
    source="Rényi (1961), eq. 1.21",
    laws=(
        NONNEGATIVE,
        GREATEST_WHEN_UNIFORM,
        SHRINKS_WHEN_MERGED,
        ADDS_OVER_INDEPENDENT_PARTS,
        FALLS_WITH_THE_ORDER,
        CONTINUOUS_THROUGH_ORDER_ONE,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def renyi_entropy(
    p: ArrayLike,
    /,
    *,
    order: float,
    axis: int = -1,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H_\alpha(p) = \frac{1}{1 - \alpha} \log \sum_x p(x)^\alpha`, in `unit`.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Distributions over n outcomes, which lie on `axis`.
    order : float
        From 0 to infinity; 1 is the limit, Shannon's entropy.
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
        Between 0, when one outcome is certain, and log n, when all are alike; it falls as the order
        rises. At order 0 it is the log of the number of possible outcomes (Hartley), at order 2
        -log of the chance that two draws agree, at infinity -log max p (min-entropy). An impossible
        outcome adds nothing. NaN where a row holds NaN, or logits with +inf or nothing but -inf.

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
    near to 1 and however near the entropy to 0.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Rényi, "On measures of entropy and information" (1961), Proc. 4th Berkeley Symp.

    Examples
    --------
    >>> import kullback as kb
    >>> p = [0.5, 0.25, 0.25, 0.0]
    >>> kb.renyi_entropy(p, order=2, unit="bits")
    np.float64(1.415037...)
    >>> [float(kb.renyi_entropy(p, order=a, unit="bits")) for a in (0, 1, float("inf"))]
    [1.584962..., 1.5, 1.0]
    """
    order = check_order(order)
    (p,) = masses(p, axis=axis, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(orders.renyi_entropy(p, order), unit)

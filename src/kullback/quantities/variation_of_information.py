"""Variation of information: how much two variables do not tell about each other."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SYMMETRIC_IN_ITS_VARIABLES,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import Axes, Form
from kullback._mass import joint as read_joint
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Meilă (2007), sec. 3",
    laws=(
        NONNEGATIVE,
        SYMMETRIC_IN_ITS_VARIABLES,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def variation_of_information(
    joint: ArrayLike,
    /,
    *,
    axes: Axes = (-2, -1),
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H(x \mid y) + H(y \mid x) = H(x, y) - I(x; y)`, in `unit`.

    A distance between two ways to sort the same things into classes: no way round by a third is
    shorter.

    Parameters
    ----------
    joint : array_like, shape (..., m, n)
        The probability of each pair (x, y): x on the first of `axes`, y on the second.
    axes : tuple of 2 int
        The axes of x and y.
    keepdims : bool
        Keep `axes`, with length 1.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}
        What `joint` holds. Logits are log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Between 0, where x and y determine each other, and H(x, y), where they are independent. NaN
        where a table holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, or a word is unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 16 eps of the exact value for joint / sum(joint), also where x
    and y all but determine each other.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Meilă, "Comparing clusterings: an information based distance" (2007), J. Multivariate
    Analysis 98, sec. 3.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.variation_of_information([[0.5, 0.0], [0.25, 0.25]], unit="bits")
    np.float64(1.188721...)
    >>> kb.variation_of_information([[0.0, 0.5], [0.5, 0.0]])
    np.float64(0.0)
    """
    cells = read_joint(
        joint, axes=axes, variables=2, keepdims=keepdims, given=given, normalize=normalize
    )
    return in_unit(cells.conditional_entropy(0) + cells.conditional_entropy(1), unit)

"""Total correlation: what several variables tell about each other."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SHRINKS_WHEN_MERGED,
    SYMMETRIC_IN_ITS_VARIABLES,
    UNMOVED_BY_REORDERING,
    ZERO_WHEN_INDEPENDENT,
)
from kullback._mass import Axes, Form
from kullback._mass import joint as read_joint
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Watanabe (1960), sec. 3",
    laws=(
        NONNEGATIVE,
        SYMMETRIC_IN_ITS_VARIABLES,
        ZERO_WHEN_INDEPENDENT,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def total_correlation(
    joint: ArrayLike,
    /,
    *,
    axes: Axes | None = None,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H(x) + H(y) + ... - H(x, y, ...)`, in `unit`.

    How much less a message about all variables costs than one message about each.

    Parameters
    ----------
    joint : array_like, shape (..., n1, n2, ...)
        The probability of each combination of outcomes, one axis for each variable.
    axes : tuple of int, or None
        The axes of the variables; None for all axes of `joint`.
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
        0, exactly, where all variables are independent. For two it is the `mutual_information`, for
        one it is 0. NaN where a table holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, or a word is unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    It is the divergence of `joint` from the product of its margins, summed from non-negative
    terms. From probabilities the error is at most 16 eps of the exact value for
    joint / sum(joint), plus 8 eps^3, however nearly independent the variables are.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Watanabe, "Information theoretical analysis of multivariate correlation" (1960), IBM
    Journal 4, sec. 3.

    Examples
    --------
    Two coins, and whether they agree: any two of the three are independent, but not all three.

    >>> import kullback as kb
    >>> joint = [[[0.0, 0.25], [0.25, 0.0]], [[0.25, 0.0], [0.0, 0.25]]]
    >>> kb.total_correlation(joint, unit="bits")
    np.float64(1.0)
    """
    cells = read_joint(joint, axes=axes, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(cells.dependence(), unit)

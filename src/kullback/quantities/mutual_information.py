"""Mutual information: what x tells about y, and y about x."""

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
    source="Shannon (1948), sec. 12; Cover & Thomas (2006), sec. 2.3",
    laws=(
        NONNEGATIVE,
        SYMMETRIC_IN_ITS_VARIABLES,
        ZERO_WHEN_INDEPENDENT,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def mutual_information(
    joint: ArrayLike,
    /,
    *,
    axes: Axes = (-2, -1),
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`I(x; y) = \sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)}`, in `unit`.

    How much less uncertain y is, on average, once x is known: H(y) - H(y | x).

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
        Between 0, exactly, where x and y are independent, and the smaller of their entropies, where
        one determines the other. An impossible cell adds nothing. NaN where a table holds NaN, or
        logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, or a word is unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    It is the divergence D(p(x, y) || p(x) p(y)), summed from non-negative terms, with the product
    of the margins known to eps squared. So from probabilities the error is at most 16 eps of the
    exact value for joint / sum(joint), plus 8 eps^3, however nearly independent x and y are; from
    logits, 16 eps beside the relative size of the dependence, since a power of e is rounded.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Shannon, "A Mathematical Theory of Communication" (1948), sec. 12, as the rate of a
    channel; Cover & Thomas, *Elements of Information Theory* (2006), sec. 2.3.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.mutual_information([[0.5, 0.0], [0.25, 0.25]], unit="bits")
    np.float64(0.311278...)
    >>> kb.mutual_information([[0.25, 0.25], [0.25, 0.25]], unit="bits")
    np.float64(0.0)
    >>> kb.mutual_information([[10, 20], [30, 40]], normalize=True)
    np.float64(0.00402...)
    """
    cells = read_joint(
        joint, axes=axes, variables=2, keepdims=keepdims, given=given, normalize=normalize
    )
    return in_unit(cells.dependence(), unit)

"""Conditional mutual information: what x tells about y when z is known."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import Axes, Form
from kullback._mass import joint as read_joint
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Cover & Thomas (2006), sec. 2.5",
    laws=(
        NONNEGATIVE,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def conditional_mutual_information(
    joint: ArrayLike,
    /,
    *,
    axes: Axes = (-3, -2, -1),
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return I(x; y | z), what x tells about y where z is known already, in `unit`.

    .. math:: I(x; y \mid z) = \sum p(x, y, z) \log \frac{p(x, y, z) \, p(z)}{p(x, z) \, p(y, z)}

    Parameters
    ----------
    joint : array_like, shape (..., l, m, n)
        The probability of each triple (x, y, z).
    axes : tuple of 3 int
        The axes of x, y and z, in this order.
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
        Between 0, where x and y are independent for every z, and the smaller of H(x | z) and H(y |
        z). It may be above or below I(x; y). A z that never happens adds nothing. NaN where a table
        holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, or a word is unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    The mean over z of the mutual information of x and y given z, summed from non-negative terms.
    From probabilities the error is at most 16 eps of the exact value for joint / sum(joint), plus
    8 eps^3, however nearly independent x and y are.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Cover & Thomas, *Elements of Information Theory* (2006), sec. 2.5.

    Examples
    --------
    Two coins tell nothing about each other, until somebody says whether they agree:

    >>> import kullback as kb
    >>> joint = [[[0.0, 0.25], [0.25, 0.0]], [[0.25, 0.0], [0.0, 0.25]]]
    >>> kb.conditional_mutual_information(joint, unit="bits")
    np.float64(1.0)
    >>> kb.mutual_information([[0.25, 0.25], [0.25, 0.25]], unit="bits")
    np.float64(0.0)
    """
    cells = read_joint(
        joint, axes=axes, variables=3, keepdims=keepdims, given=given, normalize=normalize
    )
    return in_unit(cells.dependence_given_the_last(), unit)

"""Pointwise mutual information: how much more often a pair occurs than by chance."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    AT_MOST_THE_SURPRISE_OF_EITHER,
    SYMMETRIC_IN_ITS_VARIABLES,
    ZERO_WHEN_INDEPENDENT,
)
from kullback._mass import Axes, Form
from kullback._mass import joint as read_joint
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Fano (1961), ch. 2; Church & Hanks (1990), sec. 3",
    laws=(
        SYMMETRIC_IN_ITS_VARIABLES,
        ZERO_WHEN_INDEPENDENT,
        AT_MOST_THE_SURPRISE_OF_EITHER,
    ),
)
def pointwise_mutual_information(
    joint: ArrayLike,
    /,
    *,
    axes: Axes = (-2, -1),
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`\log \frac{p(x, y)}{p(x) p(y)}` of each pair, in `unit`.

    Its mean under `joint` is the `mutual_information`.

    Parameters
    ----------
    joint : array_like, shape (..., m, n)
        The probability of each pair (x, y): x on the first of `axes`, y on the second.
    axes : tuple of 2 int
        The axes of x and y.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}
        What `joint` holds. Logits are log-probabilities up to a constant.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, the shape of `joint`
        Positive for pairs that attract each other, exactly 0 where x and y are independent,
        negative for those that avoid each other, and ``-inf`` for a pair that never occurs though
        both its members do. NaN where a member itself never occurs: then there is nothing to
        compare with. NaN where a table holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, or a word is unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    From probabilities the error is at most 16 eps of each value that is finite, plus 256 eps^2.
    The derivative at an impossible pair is taken to be 0.

    Source: Fano, *Transmission of Information* (1961), ch. 2; Church & Hanks, "Word association
    norms, mutual information, and lexicography" (1990), Computational Linguistics 16, sec. 3.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.pointwise_mutual_information([[0.5, 0.0], [0.25, 0.25]], unit="bits")
    array([[ 0.415037...,        -inf],
           [-0.584962...,  1.        ]])
    """
    cells = read_joint(joint, axes=axes, variables=2, given=given, normalize=normalize)
    return in_unit(cells.pointwise_dependence(), unit)

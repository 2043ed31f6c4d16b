"""Information gain: what the buckets of a split tell about the classes."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SHRINKS_WHEN_MERGED,
    SYMMETRIC_IN_ITS_VARIABLES,
    UNMOVED_BY_REORDERING,
    UNMOVED_BY_SCALE,
    ZERO_WHEN_INDEPENDENT,
)
from kullback._mass import Axes
from kullback._mass import joint as read_joint
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Quinlan (1986), sec. 4",
    laws=(
        NONNEGATIVE,
        SYMMETRIC_IN_ITS_VARIABLES,
        ZERO_WHEN_INDEPENDENT,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
        UNMOVED_BY_SCALE,
    ),
)
def information_gain(
    table: ArrayLike,
    /,
    *,
    axes: Axes = (-2, -1),
    keepdims: bool = False,
    unit: Unit = "nats",
) -> Array:
    r"""Return :math:`H(\text{classes}) - H(\text{classes} \mid \text{bucket})`, in `unit`.

    How much a decision tree learns by a split: the `mutual_information` of bucket and class,
    under its name in that trade.

    Parameters
    ----------
    table : array_like, shape (..., m, n)
        Counts or probabilities of each bucket (rows) and class (columns). It need not sum to 1.
    axes : tuple of 2 int
        The axes of the buckets and of the classes.
    keepdims : bool
        Keep `axes`, with length 1.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.

    Returns
    -------
    array, shape (...)
        Between 0, where every bucket holds the classes in the same proportions, and the entropy
        of the classes, where each bucket holds one class. NaN where a table holds NaN.

    Raises
    ------
    ValueError
        A count is negative, a table sums to 0 or to infinity, an axis is empty, named twice or
        does not exist, or a word is unknown.
    TypeError
        `table` is not an array of real numbers.

    Notes
    -----
    The error is that of `mutual_information`: at most 16 eps of the exact value, plus 8 eps^3.
    From counts of a sample it is too high by about (m - 1)(n - 1) / 2N nats for N rows.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0.

    Source: Quinlan, "Induction of decision trees" (1986), Machine Learning 1, sec. 4.

    Examples
    --------
    Fourteen days of weather, by outlook (sunny, overcast, rain), on which tennis was played or
    not (Quinlan's example):

    >>> import kullback as kb
    >>> kb.information_gain([[2, 3], [4, 0], [3, 2]], unit="bits")
    np.float64(0.246749...)
    """
    cells = read_joint(
        table, axes=axes, variables=2, keepdims=keepdims, normalize=True, name="table"
    )
    return in_unit(cells.dependence(), unit)

"""Joint entropy: how uncertain several variables are together."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    GREATEST_WHEN_UNIFORM,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import Axes, Form
from kullback._mass import joint as read_joint
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Shannon (1948), sec. 6",
    laws=(
        NONNEGATIVE,
        GREATEST_WHEN_UNIFORM,
        SHRINKS_WHEN_MERGED,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def joint_entropy(
    joint: ArrayLike,
    /,
    *,
    axes: Axes | None = None,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H(x, y, ...) = -\sum p(x, y, ...) \log p(x, y, ...)`, in `unit`.

    What a message about all variables at once costs at least. With one variable it is `entropy`.

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
        Between the largest entropy of a single variable, and the sum of all, reached where they are
        independent. An impossible cell adds nothing. NaN where a table holds NaN, or logits with
        +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, or a word is unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 8 eps of the exact value for joint / sum(joint).

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Shannon, "A Mathematical Theory of Communication" (1948), sec. 6.

    Examples
    --------
    Two coins that always agree, then two that know nothing of each other:

    >>> import kullback as kb
    >>> kb.joint_entropy([[0.5, 0.0], [0.0, 0.5]], unit="bits")
    np.float64(1.0)
    >>> kb.joint_entropy([[0.25, 0.25], [0.25, 0.25]], unit="bits")
    np.float64(2.0)
    """
    cells = read_joint(joint, axes=axes, keepdims=keepdims, given=given, normalize=normalize)
    return in_unit(cells.entropy(), unit)

"""Conditional entropy: what is left to learn of y once x is known."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    GREATEST_WHEN_UNIFORM,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
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
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def conditional_entropy(
    joint: ArrayLike,
    /,
    *,
    on: int = -2,
    axes: Axes = (-2, -1),
    keepdims: bool = False,
    unit: Unit = "nats",
    given: Form = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H(y \mid x) = \sum_x p(x) H(y \mid x) = H(x, y) - H(x)`, in `unit`.

    The mean entropy of y over the outcomes of x, which is on the axis `on`.

    Parameters
    ----------
    joint : array_like, shape (..., m, n)
        The probability of each pair: of the variable that is known, and of the other one.
    on : int
        The axis of the variable that is known, one of `axes`.
    axes : tuple of 2 int
        The axes of the two variables.
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
        Between 0, where x determines y, and H(y), where they are independent. An outcome of x that
        never happens adds nothing. NaN where a table holds NaN, or logits with +inf or nothing but
        -inf.

    Raises
    ------
    ValueError
        A probability is negative, a table does not sum to 1 over `axes` within sqrt(eps) of its
        dtype, an axis is empty, named twice or does not exist, `on` is none of them, or a word is
        unknown.
    TypeError
        `joint` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 16 eps of the exact value for joint / sum(joint), also where x
    all but determines y: it is a sum of non-negative terms, not a difference of entropies.

    The derivative counts 0 log 0 as 0: it is finite where a probability is 0, and 0 at a masked
    logit.

    Source: Shannon, "A Mathematical Theory of Communication" (1948), sec. 6.

    Examples
    --------
    >>> import kullback as kb
    >>> joint = [[0.5, 0.0], [0.25, 0.25]]
    >>> kb.conditional_entropy(joint, unit="bits")
    np.float64(0.5)
    >>> kb.conditional_entropy(joint, on=-1, unit="bits")
    np.float64(0.688721...)
    """
    cells = read_joint(
        joint, axes=axes, variables=2, keepdims=keepdims, given=given, normalize=normalize
    )
    return in_unit(cells.conditional_entropy(cells.variable_on(on)), unit)

"""Binary entropy: the uncertainty of a single event."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    AT_MOST_ONE_BIT,
    NONNEGATIVE,
    SAME_FOR_EVENT_AND_COMPLEMENT,
)
from kullback._mass import Form, event
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Shannon (1948), sec. 6",
    laws=(NONNEGATIVE, AT_MOST_ONE_BIT, SAME_FOR_EVENT_AND_COMPLEMENT),
)
def binary_entropy(p: ArrayLike, /, *, unit: Unit = "nats", given: Form = "probs") -> Array:
    r"""Return :math:`H(p) = -p \log p - (1 - p) \log (1 - p)` of each event, in `unit`.

    The mean surprise of learning whether an event of probability `p` has happened.

    Parameters
    ----------
    p : array_like, any shape
        The probability of each event. Elements are events of their own: they need not sum to 1.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}
        What `p` holds. The logit of an event is its log-odds, log(p / (1 - p)).

    Returns
    -------
    array, the shape of `p`
        Between 0, for a certain or impossible event, and log 2 at p = 1/2. NaN where `p` is.

    Raises
    ------
    ValueError
        A probability is below 0 or above 1, a log-probability above 0, or a word is unknown.
    TypeError
        `p` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 8 eps, for events however rare.

    Source: Shannon, "A Mathematical Theory of Communication" (1948), sec. 6.

    Examples
    --------
    A fair coin, and one that cannot surprise:

    >>> import kullback as kb
    >>> kb.binary_entropy([0.5, 1.0], unit="bits")
    array([1., 0.])
    >>> kb.binary_entropy(0.11, unit="bits")
    np.float64(0.4999...)
    """
    return in_unit(event(p, given=given).expected_surprise(), unit)

"""Self-information: how surprising it is that an event happens."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_EVENTS,
    NONNEGATIVE,
    RARER_IS_MORE_SURPRISING,
)
from kullback._mass import Form, event
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Shannon (1948), sec. 1; named in Fano (1961), ch. 2",
    laws=(NONNEGATIVE, RARER_IS_MORE_SURPRISING, ADDS_OVER_INDEPENDENT_EVENTS),
)
def self_information(p: ArrayLike, /, *, unit: Unit = "nats", given: Form = "probs") -> Array:
    r"""Return :math:`I(x) = -\log p(x)` of each event, in `unit`.

    Learning that an unlikely event has happened tells more than learning that a likely one has.

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
        Never negative. 0 for a certain event, ``inf`` for an impossible one, NaN where `p` is.

    Raises
    ------
    ValueError
        A probability is below 0 or above 1, a log-probability above 0, or a word is unknown.
    TypeError
        `p` is not an array of real numbers.

    Notes
    -----
    The relative error is at most 4 eps, also for log-odds past the point where the probability
    rounds to 1.

    Source: Shannon, "A Mathematical Theory of Communication" (1948), sec. 1; the name is that of
    Fano, *Transmission of Information* (1961), ch. 2.

    Examples
    --------
    A card drawn from a full deck, then from its spades:

    >>> import kullback as kb
    >>> kb.self_information([1 / 4, 1 / 2, 1.0], unit="bits")
    array([2., 1., 0.])
    >>> kb.self_information(0.0)
    np.float64(inf)
    """
    return in_unit(event(p, given=given).surprise(), unit)

"""Cross-entropy: what it costs to describe p with the code made for q."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_PARTS,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    LEAST_WHEN_Q_IS_P,
    NONNEGATIVE,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
)
from kullback._mass import GivenOrLabels, masses
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Cover & Thomas (2006), sec. 5.4",
    laws=(
        NONNEGATIVE,
        LEAST_WHEN_Q_IS_P,
        SHRINKS_WHEN_MERGED,
        ADDS_OVER_INDEPENDENT_PARTS,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def cross_entropy(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    keepdims: bool = False,
    unit: Unit = "nats",
    given: GivenOrLabels = "probs",
    normalize: bool = False,
) -> Array:
    r"""Return :math:`H(p, q) = -\sum_x p(x) \log q(x) = H(p) + D(p \| q)`, in `unit`.

    What a message about outcomes of `p` costs in the code made for `q`. With labels for `p` it
    is the negative log-likelihood of the model `q`, the loss of nearly every classifier. The
    order is the order on paper: `p` is what happens, `q` is the model.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two distributions over the same n outcomes, which lie on `axis`. Leading axes broadcast.
    axis : int
        The axis of outcomes.
    keepdims : bool
        Keep `axis`, with length 1.
    unit : {"nats", "bits", "hartleys"}
        Unit of the answer; ``"shannons"``, ``"bans"`` and ``"dits"`` are accepted too.
    given : {"probs", "log_probs", "logits"}, or a pair
        What `p` and `q` hold, as one word for both or a pair of words. Logits are
        log-probabilities up to a constant. In a pair, that for `p` may be ``"labels"``: integers
        0 ... n-1, of the shape of `q` without `axis`.
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Never negative, and least, H(p), where `q` is `p`. ``inf`` where some x has
        p(x) > 0 = q(x); an x with p(x) = 0 adds nothing, even where q(x) = 0 too. NaN where a
        row holds NaN, or logits with +inf or nothing but -inf.

    Raises
    ------
    ValueError
        A probability is negative, a row does not sum to 1 within sqrt(eps) of its dtype, the
        inputs disagree on the outcomes, a label is not one of them, `axis` is empty or does not
        exist, or a word is unknown.
    TypeError
        An input is not an array of real numbers, or labels are not integers.

    Notes
    -----
    The relative error is at most 8 eps of the exact value for p / sum(p) and q / sum(q), however
    confident `q` is.

    Source: Cover & Thomas, *Elements of Information Theory* (2006), sec. 5.4 (the wrong code).

    Examples
    --------
    >>> import kullback as kb
    >>> kb.cross_entropy([0.5, 0.5], [0.25, 0.75], unit="bits")
    np.float64(1.2075...)
    >>> kb.cross_entropy([1, 0], [[2.0, 40.0], [3.0, 3.0]], given=("labels", "logits"))
    array([3.13913...e-17, 6.93147...e-01])
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize, labels=True)
    return in_unit(p.expected_surprise(of=q), unit)

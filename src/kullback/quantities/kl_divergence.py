"""Kullback-Leibler divergence: the price of coding p with the code made for q."""

from kullback._arrays import Array, ArrayLike
from kullback._laws import (
    ADDS_OVER_INDEPENDENT_PARTS,
    IGNORES_IMPOSSIBLE_OUTCOMES,
    NONNEGATIVE,
    QUADRATIC_NEAR_EQUALITY,
    SHRINKS_WHEN_MERGED,
    UNMOVED_BY_REORDERING,
    ZERO_WHEN_EQUAL,
)
from kullback._mass import GivenOrLabels, masses
from kullback._quantity import quantity
from kullback._units import Unit, in_unit


@quantity(
    source="Kullback & Leibler (1951), sec. 2",
    laws=(
        NONNEGATIVE,
        ZERO_WHEN_EQUAL,
        QUADRATIC_NEAR_EQUALITY,
        SHRINKS_WHEN_MERGED,
        ADDS_OVER_INDEPENDENT_PARTS,
        UNMOVED_BY_REORDERING,
        IGNORES_IMPOSSIBLE_OUTCOMES,
    ),
)
def kl_divergence(
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
    r"""Return :math:`D(p \| q) = \sum_x p(x) \log \frac{p(x)}{q(x)}`, in `unit`.

    What a message about outcomes of `p` costs beyond the entropy of `p` when it is written in
    the code made for `q`. The order is the order on paper: `p` is what happens (data, reference,
    teacher), `q` is what was assumed (model, approximation).

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
        0 ... n-1, of the shape of `q` without `axis`; the divergence is then -log q(label).
    normalize : bool
        Divide probabilities by their sum, whatever it is. Logits need it in no case.

    Returns
    -------
    array, shape (...)
        Never negative; exactly 0 where `p` and `q` are equal (proportional, with `normalize`;
        apart by a constant, for logits). ``inf`` where some x has p(x) > 0 = q(x); an x with
        p(x) = 0 adds nothing, even where q(x) = 0 too. NaN where a row holds NaN, or logits with
        +inf or nothing but -inf.

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
    The error is at most 16 eps of the exact value for p / sum(p) and q / sum(q), plus 8 eps^3,
    however near to each other they are: the divergence is summed from the non-negative terms of
    `kl_divergence_terms`, and differences of inputs are formed first and exactly. That holds for
    two inputs of one form; a probability beside a logit is known only through its logarithm.

    Source: Kullback & Leibler, "On Information and Sufficiency" (1951), sec. 2. Zeros as in
    Cover & Thomas, *Elements of Information Theory* (2006), sec. 2.3.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.kl_divergence([0.5, 0.5], [0.25, 0.75])
    np.float64(0.143841...)
    >>> kb.kl_divergence([0.5, 0.5], [1.0, 0.0])
    np.float64(inf)
    >>> kb.kl_divergence(1, [0.75, 0.25], given=("labels", "probs"), unit="bits")
    np.float64(2.0)
    """
    p, q = masses(p, q, axis=axis, keepdims=keepdims, given=given, normalize=normalize, labels=True)
    return in_unit(p.divergence(q), unit)

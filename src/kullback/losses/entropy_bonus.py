"""Entropy bonus: what a policy is given for staying undecided."""

from kullback import quantities
from kullback._arrays import Array, ArrayLike, arrays_of, floats_of, quietly
from kullback._mass.checks import check_axis
from kullback.losses.reductions import Reduction, check_reduction, counted, only_where, reduced
from kullback.losses.rows import check_where, filled
from kullback.losses.scores import rows_of, scaled


def entropy_bonus(
    logits: ArrayLike,
    /,
    *,
    axis: int = -1,
    softcap: float | None = None,
    temperature: float = 1.0,
    where: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Return the entropy :math:`-\sum_j p_j \log p_j` of a model's predictions in nats.

    A training loss less a small multiple of it keeps a policy from settling too early.

    Parameters
    ----------
    logits : array_like, shape (..., n)
        The model: log-probabilities up to a constant, with the classes on `axis`.
    axis : int
        The axis of classes.
    softcap, temperature
        As those of `cross_entropy`.
    where : array_like of bool, shape (...), optional
        The rows that count. The others may hold anything.
    reduction : {"mean", "sum", "none"}
        The mean is that over the rows that count.

    Returns
    -------
    array, shape () or (...)
        Between 0 and log n. NaN where a row is no distribution, and for a mean over no row.

    Raises
    ------
    ValueError
        `axis` does not exist, `where` does not fit, an option is out of its range.
    TypeError
        Logits are not real numbers, or `where` is not boolean.

    See Also
    --------
    kullback.entropy : The same of each row, in any unit.

    Notes
    -----
    The entropy of a row is right to 8 eps.

    Examples
    --------
    >>> import kullback as kb
    >>> loss, policy = 1.25, [[0.0, 0.0], [3.0, 0.0]]
    >>> kb.losses.entropy_bonus(policy)
    np.float64(0.442...)
    >>> loss - 0.01 * kb.losses.entropy_bonus(policy)
    np.float64(1.245...)
    """
    with quietly((logits,)):
        check_reduction(reduction)
        more = () if where is None else (where,)
        xp, (scores, *mask) = arrays_of((logits, *more), ("logits", "where")[: 1 + len(more)])
        check_axis(scores, axis, "logits")
        kept = check_where(xp, mask[0], scores, axis, "logits") if mask else None
        (scores,), eps = floats_of(xp, (scores,), ("logits",))
        rows = rows_of(xp, scores, axis, "logits", "logits", eps[0])
        rows = rows if kept is None else filled(xp, rows, kept, -1, "logits")
        rows = scaled(xp, rows, softcap, temperature)
        entropies = only_where(xp, kept, quantities.entropy(rows, given="logits"))
        return reduced(xp, entropies, reduction, counted(xp, kept, entropies))

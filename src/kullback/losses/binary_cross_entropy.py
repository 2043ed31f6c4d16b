"""Binary cross-entropy: the loss of yes-or-no predictions, each by itself."""

from kullback._arrays import Array, ArrayLike, Namespace, arrays_of, floats_of, quietly
from kullback._mass.checks import refuse
from kullback._mass.event import Event
from kullback.losses.reductions import Reduction, check_reduction, counted, only_where, reduced
from kullback.losses.rows import check_where
from kullback.losses.targets import product


def binary_cross_entropy(
    targets: ArrayLike,
    logits: ArrayLike,
    /,
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    where: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Return the binary cross-entropy of predictions in nats, from the logits of "yes".

    Each element by itself, :math:`w\,[-\omega t \log \sigma(x) - (1 - t) \log(1 - \sigma(x))]`
    with :math:`\sigma(x) = 1 / (1 + e^{-x})`.

    Parameters
    ----------
    targets : array_like, shape (...)
        What happened, 0 or 1, or its probability.
    logits : array_like, shape (...)
        The model: log-odds of "yes".
    weight : array_like, optional
        A weight w for each element; broadcasts to it. A mean is over elements all the same.
    pos_weight : array_like, optional
        A weight ω for "yes", above 1 to miss it less often; broadcasts to the elements (one for
        each label, on the last axis, where there are several).
    where : array_like of bool, shape (...), optional
        The elements that count. The others may hold anything.
    reduction : {"mean", "sum", "none"}
        The mean is that over the elements that count.

    Returns
    -------
    array, shape () or (...)
        ``inf`` where a logit excludes what happened, 0 where it says for sure what did. A mean
        over nothing is NaN.

    Raises
    ------
    ValueError
        Shapes do not fit, a target does not lie between 0 and 1, a weight is negative, or
        `reduction` is unknown.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    Right to 8 eps, as is the derivative where a target is 0 or 1; in between, to 8 eps of the
    larger of its two parts, :math:`(1 - t) \sigma(x)` and :math:`\omega t \sigma(-x)`.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.losses.binary_cross_entropy([0, 1], [-1.5, 3.0], pos_weight=3.0)
    np.float64(0.173...)
    >>> kb.losses.binary_cross_entropy([1], [40.0], reduction="none")
    array([4.24835426e-18])
    """
    with quietly((targets, logits)):
        check_reduction(reduction)
        given = {"weight": weight, "pos_weight": pos_weight, "where": where}
        named = {name: x for name, x in given.items() if x is not None}
        names = ("targets", "logits", *named)
        xp, arrays = arrays_of((targets, logits, *named.values()), names)
        held = dict(zip(names, arrays, strict=True))
        _check_same_shape(held["targets"], held["logits"])
        (t, x), _ = floats_of(xp, arrays[:2], names[:2])
        kept = check_where(xp, held["where"], x, None, "logits") if where is not None else None
        if kept is not None:
            t, x = xp.where(kept, t, 0.0), xp.where(kept, x, 0.0)
        refuse(xp, (t < 0) | (t > 1), t, "targets", "a target must lie between 0 and 1")
        yes, each = (
            None if name not in held else _weight(xp, held[name], x, name)
            for name in ("pos_weight", "weight")
        )
        losses = only_where(xp, kept, _losses(xp, t, x, yes, each))
        return reduced(xp, losses, reduction, counted(xp, kept, losses))


def _losses(xp: Namespace, t: Array, x: Array, yes: Array | None, each: Array | None) -> Array:
    event = Event.from_log_odds(xp, x)
    of_yes = product(xp, t if yes is None else yes * t, event.surprise_of_yes)
    losses = of_yes + product(xp, 1.0 - t, event.surprise_of_no)
    return losses if each is None else product(xp, each, losses)


def _weight(xp: Namespace, weight: Array, x: Array, name: str) -> Array:
    """Return weights that broadcast to the elements of x, in its type; none is negative."""
    if not xp.isdtype(weight.dtype, ("bool", "integral", "real floating")):
        raise TypeError(f"{name} must hold real numbers, got dtype {weight.dtype}")
    shape = tuple(weight.shape)
    beside = zip(reversed(shape), reversed(tuple(x.shape)), strict=False)
    if len(shape) > x.ndim or any(m not in (1, n) for m, n in beside):
        raise ValueError(f"{name} of shape {shape} does not broadcast to that of logits, "
                         f"{tuple(x.shape)}")  # fmt: skip
    weight = xp.astype(weight, x.dtype, copy=False)
    wrong = (weight < 0) | xp.isinf(weight)
    refuse(xp, wrong, weight, name, "a weight must be zero or more, and finite")
    return weight


def _check_same_shape(targets: Array, logits: Array) -> None:
    if tuple(targets.shape) != tuple(logits.shape):
        raise ValueError(
            f"targets must hold one number for each logit, which makes shape "
            f"{tuple(logits.shape)}; got {tuple(targets.shape)}"
        )

"""Cross-entropy of a batch: the loss of classifiers and language models."""

from typing import NamedTuple

from kullback._arrays import Array, ArrayLike, quietly
from kullback._mass.outcomes import element
from kullback.losses.batches import IGNORED, LABELLED, Batch, GivenTarget
from kullback.losses.options import not_negative
from kullback.losses.reductions import Reduction, check_reduction, counted, only_where, reduced


class TokenLosses(NamedTuple):
    """What one sweep over a batch tells of each row; ignored rows are 0 and False."""

    loss: Array
    entropy: Array
    log_normalizer: Array
    is_argmax: Array
    kept: Array


def cross_entropy(
    targets: ArrayLike,
    logits: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: GivenTarget = LABELLED,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    z_loss: float = 0.0,
    softcap: float | None = None,
    temperature: float = 1.0,
    shift: bool = False,
    reduction: Reduction = "mean",
) -> Array:
    r"""Return the cross-entropy of a batch in nats: what training minimises.

    With a weight :math:`t_j \ge 0` for each class the loss of a row of logits x is
    :math:`\sum_j t_j (\log \sum_k e^{x_k} - x_j)`, its derivative by :math:`x_j` is
    :math:`\tau p_j - t_j` with :math:`\tau = \sum_j t_j` and :math:`p = \operatorname{softmax}(x)`.
    A label y of weight :math:`w_y`, smoothed by e over n classes, is
    :math:`t_j = (1 - e) w_y [j = y] + (e / n) w_j`; soft targets q are
    :math:`t_j = w_j ((1 - e) q_j + e / n)`.

    Parameters
    ----------
    targets : array_like of int, shape (...); or array_like, shape (..., n)
        What happened: the class of each row, 0 ... n-1; or a weight for each class of each row.
    logits : array_like, shape (..., n)
        The model: log-probabilities up to a constant, or log-probabilities. Its axis of classes
        is `axis`.
    axis : int
        The axis of classes.
    given : pair of words
        What `targets` and `logits` hold. For the targets ``"labels"``; ``"probs"``, which are
        checked to sum to 1 within sqrt(eps) of their dtype; or ``"weights"``, which need not: a
        row that sums to 1.2 counts as 1.2 rows. Neither is divided by its sum. For the model
        ``"logits"``, or ``"log_probs"``, which are checked.
    ignore_index : int or None
        The label of rows that do not count. They may hold anything. None: every row counts.
        With other targets than labels it is left as it is.
    label_smoothing : float
        The share of each row that all classes get in equal parts, 0 to 1.
    class_weight : array_like, shape (n,), optional
        A weight for each class. The smoothed part of a row has the weights of all its classes.
    z_loss : float
        This times the square of the log-normalizer (of the capped logits) is added to the loss of
        each row. In a mean it is divided by the number of rows that count, whatever they weigh.
    softcap : float, optional
        Replace each logit x by ``softcap * tanh(x / softcap)``, before all else; -inf stays.
    temperature : float
        Divide the logits by this number. The loss is not multiplied by anything in turn.
    shift : bool
        Targets and logits belong to sequences, on the last axis beside that of the classes, where
        each position predicts the next target. The last prediction of each and its first target
        are left out.
    reduction : {"mean", "sum", "none"}
        Of labels the mean is the sum over the weights of the classes of the labels that count;
        of other targets it is the sum over the number of rows.

    Returns
    -------
    array, shape () or (...)
        In nats. A mean over no row, or over rows whose classes weigh nothing, is NaN, their sum
        0; the derivatives by ignored rows are 0 also of that mean. ``inf`` where a class that
        weighs anything has a logit of -inf; one that weighs nothing adds nothing. NaN where a row
        that counts holds NaN, +inf or nothing but -inf, and for a label out of range whose value
        could not be seen.

    Raises
    ------
    IndexError
        A label is not one of the classes (where values can be seen: not under `jax.jit`,
        `torch.compile`, or on another device).
    ValueError
        Shapes do not fit, targets or weights are negative, probabilities do not sum to 1, an
        option is out of its range, or a word is unknown.
    TypeError
        Labels are not integers, or an input is not an array of real numbers.

    See Also
    --------
    token_losses : The loss of each row, with what the same sweep tells of it besides.
    kullback.cross_entropy : Of distributions in every form, in any unit.

    Notes
    -----
    Without softcap, and at a temperature that is a power of two, the loss of a row is right to
    8 eps however confident the model is, and so is its derivative by the logits, that by the
    label's own included, which is minus what the other classes hold and not p - 1.
    Smoothed and soft targets have derivatives right to 8 eps of τp_j + t_j. A cap or another
    temperature rounds each logit once, to eps of itself.

    The names and meanings of options are those of `torch.nn.functional.cross_entropy`; those of
    z-loss and softcap are of Liger-Kernel's. Where PyTorch returns something else is listed in
    the documentation of the losses.

    Examples
    --------
    >>> import kullback as kb
    >>> logits = [[1.0, 2.0, 0.5], [-1.0, 0.3, 2.0], [0.0, 4.0, 1.0]]
    >>> kb.losses.cross_entropy([1, 0, -100], logits)
    np.float64(1.836...)
    >>> kb.losses.cross_entropy([1, 0, -100], logits, reduction="none")
    array([0.46436878, 3.20902077, 0.        ])
    >>> soft = [[0.2, 0.7, 0.1], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
    >>> kb.losses.cross_entropy(soft, logits, given=("probs", "logits"))
    np.float64(2.146...)
    """
    with quietly((targets, logits)):
        check_reduction(reduction)
        penalty = not_negative(z_loss, "z_loss")
        batch = Batch.read(
            targets, logits, axis=axis, given=given, ignore_index=ignore_index,
            label_smoothing=label_smoothing, class_weight=class_weight, softcap=softcap,
            temperature=temperature, shift=shift,
        )  # fmt: skip
        if penalty == 0.0:
            return reduced_batch(batch, batch.losses(), None, reduction)
        q = batch.read_rows()
        squares = penalty * q.log_normalizer() ** 2
        return reduced_batch(batch, batch.target.losses(q), squares, reduction)


def reduced_batch(
    batch: Batch, losses: Array, squares: Array | None, reduction: Reduction
) -> Array:
    """Return the losses of rows and their z-losses, if any, each by its own kind of mean."""
    xp, kept = batch.xp, batch.target.kept
    losses = only_where(xp, kept, losses)
    value = reduced(xp, losses, reduction, batch.target.amounts(losses))
    if squares is None:
        return value
    squares = only_where(xp, kept, squares)
    return value + reduced(xp, squares, reduction, counted(xp, kept, squares))


def token_losses(
    targets: ArrayLike,
    logits: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: GivenTarget = LABELLED,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    z_loss: float = 0.0,
    softcap: float | None = None,
    temperature: float = 1.0,
    shift: bool = False,
) -> TokenLosses:
    r"""Return the loss of each row, and what the same sweep tells of it besides.

    Parameters
    ----------
    targets, logits, axis, given, ignore_index, label_smoothing, class_weight, z_loss, softcap, \
temperature, shift
        As those of `cross_entropy`.

    Returns
    -------
    TokenLosses
        A named tuple of arrays of shape (...), all 0 or False in ignored rows:

        - ``loss``, as `cross_entropy` gives it with ``reduction="none"``;
        - ``entropy``, of the model's distribution (after cap and temperature), in nats;
        - ``log_normalizer``, the log of the sum of the exponentials of the logits;
        - ``is_argmax``, whether the first largest logit is that of the label, or of the first
          largest weight;
        - ``kept``, which rows count.

    Raises
    ------
    IndexError, ValueError, TypeError
        As `cross_entropy`.

    Notes
    -----
    Entropy is right to 8 eps, the log-normalizer to 2 eps of the larger of it and the largest
    logit.

    Examples
    --------
    >>> import kullback as kb
    >>> told = kb.losses.token_losses([1, 0, -100], [[1.0, 2.0], [0.0, 0.0], [5.0, 0.0]])
    >>> told.loss, told.is_argmax
    (array([0.31326169, 0.69314718, 0.        ]), array([ True,  True, False]))
    >>> told.entropy.sum() / told.kept.sum()
    np.float64(0.637...)
    """
    with quietly((targets, logits)):
        penalty = not_negative(z_loss, "z_loss")
        batch = Batch.read(
            targets, logits, axis=axis, given=given, ignore_index=ignore_index,
            label_smoothing=label_smoothing, class_weight=class_weight, softcap=softcap,
            temperature=temperature, shift=shift,
        )  # fmt: skip
        q = batch.read_rows()
        told = (batch.target.losses(q), q.expected_surprise(q), q.log_normalizer())
        return told_of_rows(batch, told, batch.target.is_argmax(q), penalty)


def told_of_rows(
    batch: Batch, told: tuple[Array, Array, Array], is_argmax: Array, penalty: float
) -> TokenLosses:
    """Return losses, entropies and log-normalizers of the rows that count, and 0 of the others."""
    xp, kept = batch.xp, batch.target.kept
    losses, entropies, log_normalizers = told
    if penalty != 0.0:
        losses = losses + penalty * log_normalizers**2
    counts = xp.ones_like(is_argmax) if kept is None else kept
    return TokenLosses(
        element(only_where(xp, kept, losses)),
        element(only_where(xp, kept, entropies)),
        element(only_where(xp, kept, log_normalizers)),
        element(is_argmax & counts),
        element(counts),
    )

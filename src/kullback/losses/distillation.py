"""How far one model is from another: KL, Jensen-Shannon divergence and total variation.

`p` is the teacher, or the reference; `q` is the student, or the policy.
"""

from kullback import quantities
from kullback._arrays import Array, ArrayLike
from kullback._mass import Given, masses
from kullback._mass.skewed import skewed_mixture_terms
from kullback.losses.options import between
from kullback.losses.pairs import distance
from kullback.losses.reductions import Reduction


def kl_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: Given = "logits",
    temperature: float = 1.0,
    scale_by_temperature_squared: bool = False,
    where: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Return :math:`D(p \| q)` of a batch in nats: what a student q has left to learn from p.

    The order is the order on paper. ``kl_divergence(teacher, student)`` makes the student cover
    all that the teacher does; in the other direction, ``kl_divergence(student, teacher)``, it is
    kept to what the teacher finds likely. Both arguments have derivatives.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two models of the same rows, with the classes on `axis`.
    axis : int
        The axis of classes.
    given : {"logits", "log_probs", "probs"}, or a pair
        What `p` and `q` hold. Probabilities and their logarithms are checked to sum to 1.
    temperature : float
        Divide the logits (or log-probabilities) of both by this number.
    scale_by_temperature_squared : bool
        Multiply by the square of the temperature, as Hinton, Vinyals & Dean (2015) do, so that
        derivatives keep their size. Nothing is multiplied otherwise.
    where : array_like of bool, shape (...), optional
        The rows that count. The others may hold anything.
    reduction : {"mean", "sum", "none"}
        The mean is that over rows (PyTorch's ``"batchmean"`` for one axis of rows; its ``"mean"``
        divides by the number of classes as well).

    Returns
    -------
    array, shape () or (...)
        Never negative, and 0 where both are equal. ``inf`` where q excludes what p has. NaN where
        a row of either is no distribution, and for a mean over no row.

    Raises
    ------
    ValueError
        Shapes differ, probabilities do not sum to 1, an option is out of its range, or a word is
        unknown.
    TypeError
        An input is not an array of real numbers.

    See Also
    --------
    kullback.kl_divergence : The same of each row, in any unit.

    Notes
    -----
    The divergence of a row is right to 16 eps (+ 8 eps³), its derivatives by q to 8 eps of the
    largest of the row where classes are few (of 300 in float32 to some 40), however near the two
    are or however sure: nothing is formed as q - p. Those by p are right to as many eps of the
    largest of the differences log(p/q) - D, times p, that they are.

    Examples
    --------
    >>> import kullback as kb
    >>> teacher, student = [[1.0, 2.0, 0.5]], [[1.0, 1.5, 0.0]]
    >>> kb.losses.kl_divergence(teacher, student, temperature=2.0)
    np.float64(0.00667...)
    >>> kb.losses.kl_divergence(student, teacher)
    np.float64(0.0259...)
    """
    return distance(
        quantities.kl_divergence,
        p, q, axis, given, temperature, scale_by_temperature_squared, where, reduction,
    )  # fmt: skip


def jensen_shannon_divergence(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    beta: float = 0.5,
    axis: int = -1,
    given: Given = "logits",
    temperature: float = 1.0,
    scale_by_temperature_squared: bool = False,
    where: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Return :math:`\beta D(p \| m) + (1 - \beta) D(q \| m)` in nats, m = βp + (1-β)q.

    The generalised Jensen-Shannon divergence of a batch, as in distillation on the student's own
    samples (Agarwal et al. 2024).

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two models of the same rows: p the teacher, q the student.
    beta : float
        The share of p in the mixture, 0 to 1. At 0 the answer is :math:`D(p \| q)` and at 1 it is
        :math:`D(q \| p)`, by definition.
    axis, given, temperature, scale_by_temperature_squared, where, reduction
        As those of `kl_divergence`.

    Returns
    -------
    array, shape () or (...)
        Between 0 and the entropy of a coin that falls β, save for β = 0 and 1, where it may be
        ``inf``.

    Raises
    ------
    ValueError, TypeError
        As `kl_divergence`, and if `beta` does not lie between 0 and 1.

    Warnings
    --------
    The scale jumps at both ends. As β falls to 0 the divergence falls to 0 in proportion to β
    (divided by it, it tends to D(p‖q)); at 0 itself it is D(p‖q). A schedule of β that reaches 0
    or 1 changes the size of the loss at its last step.

    Notes
    -----
    The divergence of a row is right to 32 eps (+ 8 eps³). At β = ½ it is the divergence of
    `kullback.jensen_shannon_divergence`.

    Source: Lin (1991), with weights β and 1-β; the ends as in Agarwal et al. (2024), *On-policy
    distillation of language models*, and in Liger-Kernel.

    Examples
    --------
    >>> import kullback as kb
    >>> teacher, student = [[1.0, 2.0, 0.5]], [[1.0, 1.5, 0.0]]
    >>> kb.losses.jensen_shannon_divergence(teacher, student, beta=0.1)
    np.float64(0.00218...)
    """
    beta = between(beta, 0.0, 1.0, "beta")

    def divergence(p: Array, q: Array, /, *, axis: int, given: Given) -> Array:
        if beta == 0.0:
            return quantities.kl_divergence(p, q, axis=axis, given=given)
        if beta == 1.0:
            swapped = given if isinstance(given, str) else (given[1], given[0])
            return quantities.kl_divergence(q, p, axis=axis, given=swapped)
        if beta == 0.5:
            return quantities.jensen_shannon_divergence(p, q, axis=axis, given=given)
        first, second = masses(p, q, axis=axis, given=given, normalize=False)
        terms = skewed_mixture_terms(first, second, beta)
        return first.outcomes.answer(first.outcomes.sum(terms))

    return distance(
        divergence, p, q, axis, given, temperature, scale_by_temperature_squared, where, reduction
    )


def total_variation(
    p: ArrayLike,
    q: ArrayLike,
    /,
    *,
    axis: int = -1,
    given: Given = "logits",
    temperature: float = 1.0,
    scale_by_temperature_squared: bool = False,
    where: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Return :math:`\frac12 \sum_x |p(x) - q(x)|` of a batch: the total variation distance.

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Two models of the same rows: p the teacher, q the student.
    axis, given, temperature, scale_by_temperature_squared, where, reduction
        As those of `kl_divergence`.

    Returns
    -------
    array, shape () or (...)
        Between 0 and 1. Where p(x) = q(x) the derivative is taken to be 0.

    Raises
    ------
    ValueError, TypeError
        As `kl_divergence`.

    Notes
    -----
    The distance of a row is right to 16 eps: each difference is formed from the difference of
    the logits.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.losses.total_variation([[1.0, 2.0, 0.5]], [[1.0, 1.5, 0.0]])
    np.float64(0.100...)
    """
    return distance(
        quantities.total_variation,
        p, q, axis, given, temperature, scale_by_temperature_squared, where, reduction,
    )  # fmt: skip

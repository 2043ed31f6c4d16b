"""KL divergence from samples of one side and log-probabilities of both: k1, k2 and k3."""

import math
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from kullback._arrays import Array, ArrayLike, Namespace, arrays_of, floats_of, quietly
from kullback._mass.outcomes import element
from kullback._mass.series import exp_minus
from kullback.losses.reductions import counted, only_where, reduced, sum_of_all
from kullback.losses.rows import check_where
from kullback.losses.targets import product

Estimator: TypeAlias = Literal["k1", "k2", "k3"]


class SampledDivergence(NamedTuple):
    """A mean over samples, the estimated variance of that mean, and how many they are."""

    value: Array
    variance: Array
    n: Array | int


def sampled_kl_terms(
    log_ratios: ArrayLike,
    /,
    *,
    estimator: Estimator = "k3",
    log_importance_ratios: ArrayLike | None = None,
) -> Array:
    r"""Return a term for each sample whose mean estimates :math:`D(q \| p)` in nats.

    For x drawn from the policy q, with :math:`\ell = \log q(x) - \log p(x)`:

    - k1 = ℓ, unbiased, of either sign, of much variance where q and p are near;
    - k2 = ℓ²/2, biased (by D/2 of D between normal laws of one variance), not negative;
    - k3 = :math:`e^{-\ell} - 1 + \ell`, unbiased where q excludes nothing that p has, not
      negative; its variance is that of p/q, which may be infinite where q is light and p heavy.

    Parameters
    ----------
    log_ratios : array_like, shape (...)
        :math:`\log q(x) - \log p(x)` at each sample: log-probabilities of the policy less those
        of the reference.
    estimator : {"k1", "k2", "k3"}
        Which term.
    log_importance_ratios : array_like, shape (...), optional
        :math:`\log q(x) - \log \mu(x)`, if the samples were drawn from another policy μ (one of
        some steps ago): each term is multiplied by :math:`q(x) / \mu(x)`, which needs
        derivatives of its own (see Notes).

    Returns
    -------
    array, shape (...)
        ``inf`` where p excludes x. NaN where q does, who cannot have drawn it.

    Raises
    ------
    ValueError
        `estimator` is unknown, or shapes differ.
    TypeError
        An input is not an array of real numbers.

    Notes
    -----
    k2 and k3 are right to 8 eps, however small ℓ is.

    What derivatives mean, for samples that are held fixed. The mean derivative of k1 is 0 and
    not that of the divergence. That of k2 is the derivative of D(q‖p), exactly, though its value
    is biased. That of k3 is the derivative of D(p‖q), the other direction. Hence: report k3,
    minimise k2. In a reward, whose value is taken and not differentiated, k1 leads to the
    derivative of D(q‖p); k3 there leads to that of D(q‖p) less that of D(p‖q), which nearly
    cancel where q is near p. With ``log_importance_ratios``, through which derivatives are taken as
    well, k1 and k3 have the derivative of D(q‖p) in the mean, on policy too, where the ratios are
    log q(x) less the same number held constant.

    Source: Schulman (2020), *Approximating KL divergence*.

    Examples
    --------
    >>> import kullback as kb
    >>> kb.losses.sampled_kl_terms([0.5, -0.25, 1.0])
    array([0.10653066, 0.03402542, 0.36787944])
    >>> kb.losses.sampled_kl_terms([0.5, -0.25, 1.0], estimator="k2")
    array([0.125  , 0.03125, 0.5    ])
    """
    with quietly((log_ratios,)):
        _, terms, _ = _terms(log_ratios, estimator, log_importance_ratios, None)
        return element(terms)


def sampled_kl_divergence(
    log_ratios: ArrayLike,
    /,
    *,
    estimator: Estimator = "k3",
    log_importance_ratios: ArrayLike | None = None,
    where: ArrayLike | None = None,
) -> SampledDivergence:
    r"""Return the mean of `sampled_kl_terms` and the variance of that mean, in nats.

    Parameters
    ----------
    log_ratios, estimator, log_importance_ratios
        As those of `sampled_kl_terms`.
    where : array_like of bool, shape (...), optional
        The samples that count. The others may hold anything.

    Returns
    -------
    SampledDivergence
        A named tuple: ``value``, the mean; ``variance``, the estimated variance of it, which is
        that of the terms over their number and takes samples to be independent (tokens of one
        text are not); ``n``, how many samples count. A mean over none is NaN, a variance from
        one is NaN.

    Raises
    ------
    ValueError, TypeError
        As `sampled_kl_terms`, and if `where` does not fit.

    Notes
    -----
    The variance tells nothing of the bias of k2, and little of k3 where a few samples carry it.

    Examples
    --------
    >>> import kullback as kb
    >>> found = kb.losses.sampled_kl_divergence([0.5, -0.25, 1.0])
    >>> found.value, found.variance**0.5
    (np.float64(0.169478...), np.float64(0.101384...))
    """
    with quietly((log_ratios,)):
        xp, terms, kept = _terms(log_ratios, estimator, log_importance_ratios, where)
        mean = reduced(xp, terms, "mean", counted(xp, kept, terms))
        n = math.prod(terms.shape) if kept is None else element(xp.sum(xp.astype(kept, xp.int32)))
        samples = xp.asarray(n, dtype=terms.dtype)
        squares = sum_of_all(xp, only_where(xp, kept, (terms - mean) ** 2))
        # 0 / 0 from one sample or none: there is nothing to tell a variance by.
        return SampledDivergence(mean, element(squares / (samples - 1.0) / samples), n)


def _terms(
    log_ratios: ArrayLike,
    estimator: Estimator,
    log_importance_ratios: ArrayLike | None,
    where: ArrayLike | None,
) -> tuple[Namespace, Array, Array | None]:
    """Return the term of each sample, 0 where it does not count, and which do."""
    if estimator not in TERMS:
        raise ValueError(
            f"estimator must be one of {', '.join(map(repr, TERMS))}; got {estimator!r}"
        )
    given = {"log_importance_ratios": log_importance_ratios, "where": where}
    named = {name: x for name, x in given.items() if x is not None}
    names = ("log_ratios", *named)
    xp, arrays = arrays_of((log_ratios, *named.values()), names)
    held = dict(zip(names, arrays, strict=True))
    kept = None if where is None else check_where(xp, held.pop("where"), arrays[0], None, names[0])
    ratios, _ = floats_of(xp, list(held.values()), list(held))
    if any(tuple(x.shape) != tuple(ratios[0].shape) for x in ratios):
        shapes = " and ".join(str(tuple(x.shape)) for x in ratios)
        raise ValueError(f"{' and '.join(held)} must be of one shape, got {shapes}")
    ratio, *importance = (only_where(xp, kept, x) for x in ratios)
    terms = TERMS[estimator](xp, ratio)
    for log_weight in importance:
        terms = product(xp, xp.exp(log_weight), terms)
    return xp, only_where(xp, kept, terms), kept


def _k1(xp: Namespace, ratio: Array) -> Array:
    del xp
    return ratio


def _k2(xp: Namespace, ratio: Array) -> Array:
    del xp
    return ratio * ratio / 2.0


def _k3(xp: Namespace, ratio: Array) -> Array:
    near = xp.abs(ratio) <= 1.0
    close = exp_minus(xp, xp.where(near, -ratio, 0.0))
    far = xp.where(near, 1.0, ratio)
    return xp.where(near, close, xp.expm1(-far) + far)


TERMS: dict[str, Callable[[Namespace, Array], Array]] = {"k1": _k1, "k2": _k2, "k3": _k3}

"""Are two samples from one source? And one sample, from a model that is known?"""

import operator
from typing import Any

from kullback.estimate.known_model import WithModel, tally_and_probabilities
from kullback.estimate.measures.same_source import (
    SameSourceTest,
    same_source,
    same_source_of_groups,
    source_is_model,
)
from kullback.estimate.samples import (
    Held,
    Missing,
    check_given,
    refuse_rows_of_counts,
    two_samples,
    two_samples_in_groups,
)
from kullback.estimate.verbs.asking import check_seed


def same_source_test(
    x: Any,
    y: Any,
    /,
    *,
    given: Held | WithModel,
    groups: Any = None,
    missing: Missing = "raise",
    method: str = "auto",
    permutations: int = 999,
    seed: int = 0,
) -> SameSourceTest:
    r"""Return the p-value of the G test: how often one source gives samples that differ as much.

    The G statistic is information in another unit. For one sample of n against a known model it is
    :math:`2 n D(\hat p \| q)`, 2n times the KL divergence in nats. For two samples of n and m it is
    :math:`2 n D(\hat p \| r) + 2 m D(\hat q \| r)` with r the frequencies of both together:
    2(n + m) times their Jensen-Shannon divergence weighted by size, which is the mutual information
    of outcome and sample. It is not 2n times the KL divergence of one sample from the other.

    Parameters
    ----------
    x, y : sequences or mappings
        Two samples, or a sample and the probabilities of a model, as in `kl_divergence`.
    given : {"counts", "labels", ("counts", "probs"), ("labels", "probs")}
        What they hold.
    groups : pair of sequences, optional
        Which group each row belongs to, of `x` and of `y`: documents, users or sessions, whose rows
        are no independent observations. Whole groups are then dealt out anew.
    missing : {"raise", "outcome", "drop"}
        What to do with labels that are missing: refuse them, count them as one outcome, leave their
        rows out.
    method : {"auto", "permutation", "simulation", "chi-square"}
        "permutation" deals the observations of two samples out anew, "simulation" draws samples of
        the model: right whatever the counts. "chi-square" is the law of G where every outcome is
        expected at least 5 times in each sample; elsewhere it is refused, as with Zipf-like
        outcomes at a mean of 5 a cell it rejects what is true in 40 to 55 of 100 cases. "auto" is
        "chi-square" where that holds.
    permutations : int
        How many are drawn, or samples simulated. The smallest possible p-value is one over one
        more than that.
    seed : int
        Of the draws.

    Returns
    -------
    SameSourceTest
        p-value, G, its degrees of freedom, method, draws, lowest expected count, sizes, groups. The
        p-value of draws is (b + 1)/(R + 1), with b of R at least as large as what was observed:
        never 0. An outcome that a model excludes refutes it: G is infinite and the p-value 0.

    Raises
    ------
    ValueError
        As `kl_divergence`; a method that is unknown, does not hold or does not fit; fewer than 19
        permutations, with which nothing can be told at 5 %; groups of one sample only, or beside a
        model.
    TypeError
        As `kl_divergence`; a number of permutations that is no whole number.

    Source: Wilks (1935) for the law; Phipson & Smyth (2010), Permutation p-values should never be
    zero, Statistical Applications in Genetics and Molecular Biology 9, for the rank.

    Examples
    --------
    >>> from kullback import estimate
    >>> estimate.same_source_test([60, 30, 10], [45, 35, 20], given="counts")
    <SameSourceTest p = 0.05148 by chi-square, G = 5.933, 2 degrees of freedom, n = 100, 100>
    >>> estimate.same_source_test("aaab", "abcc", given="labels").p_value
    0.666
    """
    check_seed(seed)
    draws = _checked_permutations(permutations)
    if groups is not None:
        return _of_groups(
            x, y, given, groups, missing, method=method, permutations=draws, seed=seed
        )
    if isinstance(given, tuple):
        tally, q = tally_and_probabilities(x, y, given, missing=missing)
        return source_is_model(tally.counts, q, method=method, permutations=draws, seed=seed)
    first, second = (tally.counts for tally in two_samples(x, y, given, missing=missing))
    return same_source(first, second, method=method, permutations=draws, seed=seed)


def _of_groups(
    x: Any, y: Any, given: Any, groups: Any, missing: Missing, **how: Any
) -> SameSourceTest:
    if isinstance(given, tuple):
        raise ValueError(
            "a known model says what rows are, and nothing of how rows of one group resemble each "
            "other: leave groups out, or pass a second sample in place of the model"
        )
    if given != "labels":
        check_given(given)
        refuse_rows_of_counts(groups)
    return same_source_of_groups(*two_samples_in_groups(x, y, groups, missing=missing), **how)


FEWEST = 19  # with which the smallest p-value is 5 %


def _checked_permutations(permutations: Any) -> int:
    try:
        draws = operator.index(permutations)
    except TypeError:
        raise TypeError(f"permutations must be a whole number, got {permutations!r}") from None
    if draws < FEWEST:
        raise ValueError(f"permutations must be at least {FEWEST}, got {draws}")
    return draws

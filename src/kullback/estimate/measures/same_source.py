"""Is it chance that two samples differ as they do? The G test, and permutation where it fails.

Observations of one group resemble each other: whole groups are then dealt out anew.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.estimate import Size
from kullback.estimate.permutation import FEWEST_EXPECTED, rank_of, split
from kullback.quantities import kl_divergence, mutual_information

CHI_SQUARE = "chi-square"
CELLS_AT_ONCE = 90_000

Drawn = Callable[[np.random.Generator, int], Array]


@dataclass(frozen=True, slots=True)
class SameSourceTest:
    """Whether two samples can have one source, or one sample a known one.

    Attributes
    ----------
    p_value : float
        Chance that one source would give samples that differ as much, or more.
    g : float
        The G statistic: 2 (n + m) times the Jensen-Shannon divergence of the observed frequencies
        weighted by the sizes n and m, in nats; against a known model 2n times the KL divergence.
    degrees_of_freedom : int
        Outcomes less one: what `g` is on average where the source is one and data are many.
    method : str
        What gave the p-value: "chi-square", "permutation" of two samples, "simulation" of a model.
    draws : int
        How many permutations or simulated samples there were; 0 for "chi-square".
    lowest_expected : float
        The smallest count that one source would give on average. From 5 on "chi-square" holds.
    n : int or pair of int
        Observations.
    groups : pair of int or None
        How many groups they came in, None where each stands for itself.
    """

    p_value: float
    g: float
    degrees_of_freedom: int
    method: str
    draws: int
    lowest_expected: float
    n: Size
    groups: tuple[int, int] | None = None

    def __repr__(self) -> str:
        sizes = self.n if isinstance(self.n, tuple) else (self.n,)
        how = f"{self.method} of {self.draws:,} draws" if self.draws else self.method
        return (
            f"<SameSourceTest p = {self.p_value:.4g} by {how}, G = {self.g:.4g}, "
            f"{self.degrees_of_freedom} degree{'' if self.degrees_of_freedom == 1 else 's'} "
            "of freedom, "
            f"n = {', '.join(f'{size:,}' for size in sizes)}{self._in_groups()}>"
        )

    def _in_groups(self) -> str:
        if self.groups is None:
            return ""
        return f" in {self.groups[0]:,} and {self.groups[1]:,} groups"


def same_source(
    first: Array, second: Array, *, method: str, permutations: int, seed: int
) -> SameSourceTest:
    """Test whether two columns of counts have one source."""
    seen = (first > 0) | (second > 0)
    table = np.stack([first[seen], second[seen]]).astype(float)
    pooled, sizes = table.sum(axis=0), table.sum(axis=1)
    n = float(sizes.sum())

    def drawn(generator: np.random.Generator, times: int) -> Array:
        ones = split(generator, pooled.astype(np.int64), int(sizes[0]), times)
        return _g_of_splits(ones.astype(float), pooled)

    lowest = float(pooled.min() * sizes.min() / n)
    how = chosen(method, "permutation", lowest)
    draws = 0 if how == CHI_SQUARE else permutations
    outcomes, both = len(pooled), (int(sizes[0]), int(sizes[1]))
    p = _p_value(float(_g_of_splits(table[0], pooled)), outcomes, drawn, draws, seed)
    exact = 2.0 * n * float(mutual_information(table, normalize=True))
    return SameSourceTest(p, exact, outcomes - 1, how, draws, lowest, both)


def same_source_of_groups(
    first: Array, second: Array, *, method: str, permutations: int, seed: int
) -> SameSourceTest:
    """Test whether two samples have one source, from the counts of each of their groups.

    Of shape (groups, outcomes). Groups of one source might have come in either sample, so that they
    are dealt out anew, as many to each as it had; nothing is asked of what happens within one.
    """
    if method not in ("auto", "permutation"):
        raise ValueError(
            f'groups have no law but that of their permutations, got method={method!r}: pass "auto"'
        )
    blocks = np.concatenate([first, second])
    pooled = blocks.sum(axis=0)

    def drawn(generator: np.random.Generator, times: int) -> Array:
        chosen = np.zeros((times, len(blocks)))
        chosen[:, : len(first)] = 1.0
        return _g_of_splits(generator.permuted(chosen, axis=1) @ blocks, pooled)

    table = np.stack([first.sum(axis=0), second.sum(axis=0)])
    sizes, outcomes = table.sum(axis=1), len(pooled)
    # A batch of draws holds which groups are where, and their counts.
    at_once = max(len(blocks), outcomes)
    observed = float(_g_of_splits(table[0], pooled))
    return SameSourceTest(
        p_value=_p_value(observed, outcomes, drawn, permutations, seed, at_once),
        g=2.0 * float(sizes.sum()) * float(mutual_information(table, normalize=True)),
        degrees_of_freedom=outcomes - 1,
        method="permutation",
        draws=permutations,
        lowest_expected=float(pooled.min() * sizes.min() / sizes.sum()),
        n=(int(sizes[0]), int(sizes[1])),
        groups=(len(first), len(second)),
    )


def _g_of_splits(one: Array, pooled: Array) -> Array:
    """Return G of splits of the pooled counts, of which `one` are those of the first sample.

    By the textbook's sum, which is seven times faster on many draws than the exact one.
    """
    other, n = pooled - one, float(pooled.sum())
    size = one.sum(axis=-1, keepdims=True)
    terms = one * _log(one * n / (pooled * size))
    terms += other * _log(other * n / (pooled * (n - size)))
    return np.asarray(2.0 * terms.sum(axis=-1))


def source_is_model(
    counts: Array, q: Array, *, method: str, permutations: int, seed: int
) -> SameSourceTest:
    """Test whether a column of counts has the source q. An outcome that q excludes refutes it."""
    n, possible = float(counts.sum()), q > 0.0
    model = q[possible] / q[possible].sum()

    def g(samples: Array) -> Array:
        return 2.0 * n * np.asarray(kl_divergence(samples, model, normalize=True))

    def drawn(generator: np.random.Generator, times: int) -> Array:
        return g(generator.multinomial(int(n), model, size=times).astype(float))

    lowest = float(n * model.min())
    how = chosen(method, "simulation", lowest)
    draws = 0 if how == CHI_SQUARE else permutations
    if counts[~possible].any():
        observed, p = math.inf, 0.0
    else:
        observed = float(g(counts[possible].astype(float)))
        p = _p_value(observed, len(model), drawn, draws, seed)
    return SameSourceTest(p, observed, len(model) - 1, how, draws, lowest, int(n))


def _log(ratio: Array) -> Array:
    return np.log(np.where(ratio > 0.0, ratio, 1.0))


def chosen(method: str, drawing: str, lowest: float) -> str:
    """Return the method to use, once it is known that it holds."""
    methods = ("auto", drawing, CHI_SQUARE)
    if method not in methods:
        raise ValueError(f"method must be one of {', '.join(methods)}; got {method!r}")
    if method == CHI_SQUARE and lowest < FEWEST_EXPECTED:
        raise ValueError(
            f"the chi-square law needs {FEWEST_EXPECTED:g} expected observations of every outcome, "
            f'and of one there are {lowest:.3g}: pass method="{drawing}"'
        )
    if method == "auto":
        return CHI_SQUARE if lowest >= FEWEST_EXPECTED else drawing
    return method


def _p_value(
    observed: float, outcomes: int, drawn: Drawn, draws: int, seed: int, at_once: int = 0
) -> float:
    """Return the rank among so many draws; of none, the tail of the chi-square law."""
    if outcomes == 1:  # there is nothing in which they could differ
        return 1.0
    if draws == 0:
        from scipy.special import chdtrc

        return float(chdtrc(outcomes - 1, max(observed, 0.0)))
    generator = np.random.default_rng(seed)
    batch = max(1, CELLS_AT_ONCE // max(outcomes, at_once))
    parts = [drawn(generator, min(batch, draws - done)) for done in range(0, draws, batch)]
    return rank_of(np.concatenate(parts), observed)

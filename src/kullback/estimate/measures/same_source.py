"""Is it chance that two samples differ as they do? The G test, and permutation where it fails."""

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
    """

    p_value: float
    g: float
    degrees_of_freedom: int
    method: str
    draws: int
    lowest_expected: float
    n: Size

    def __repr__(self) -> str:
        sizes = self.n if isinstance(self.n, tuple) else (self.n,)
        how = f"{self.method} of {self.draws:,} draws" if self.draws else self.method
        return (
            f"<SameSourceTest p = {self.p_value:.4g} by {how}, G = {self.g:.4g}, "
            f"{self.degrees_of_freedom} degrees of freedom, "
            f"n = {', '.join(f'{size:,}' for size in sizes)}>"
        )


def same_source(
    first: Array, second: Array, *, method: str, permutations: int, seed: int
) -> SameSourceTest:
    """Test whether two columns of counts have one source."""
    seen = (first > 0) | (second > 0)
    table = np.stack([first[seen], second[seen]]).astype(float)
    pooled, sizes = table.sum(axis=0), table.sum(axis=1)
    n = float(sizes.sum())

    def g(tables: Array) -> Array:
        return 2.0 * n * np.asarray(mutual_information(tables, normalize=True))

    def drawn(generator: np.random.Generator, times: int) -> Array:
        one = split(generator, pooled.astype(np.int64), int(sizes[0]), times)
        return g(np.stack([one, pooled - one], axis=1).astype(float))

    lowest = float(pooled.min() * sizes.min() / n)
    how = chosen(method, "permutation", lowest)
    draws = 0 if how == CHI_SQUARE else permutations
    observed, outcomes = float(g(table)), len(pooled)
    p = _p_value(observed, outcomes, drawn, draws, seed)
    both = (int(sizes[0]), int(sizes[1]))
    return SameSourceTest(p, observed, outcomes - 1, how, draws, lowest, both)


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


def _p_value(observed: float, outcomes: int, drawn: Drawn, draws: int, seed: int) -> float:
    """Return the rank among so many draws; of none, the tail of the chi-square law."""
    if outcomes == 1:  # there is nothing in which they could differ
        return 1.0
    if draws == 0:
        from scipy.special import chdtrc

        return float(chdtrc(outcomes - 1, observed))
    generator = np.random.default_rng(seed)
    batch = max(1, CELLS_AT_ONCE // outcomes)
    parts = [drawn(generator, min(batch, draws - done)) for done in range(0, draws, batch)]
    return rank_of(np.concatenate(parts), observed)

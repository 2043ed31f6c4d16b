"""Valiant and Valiant: the simplest source whose counts of counts would be about those observed."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.special_functions import log_gamma, x_log_x

# The authors' constants: of the grid of probabilities, how much worse than the best a fit of fewer
# outcomes may be; and, in their program for large samples, how far below 1/n the grid goes, and up
# to which count it is fine enough.
RATIO = 1.05
SLACK = 0.5
MOST_BELOW_ONE = 10_000.0
MOST_IN_PROGRAM = 500.0
NEGLIGIBLE = 1e-20


@dataclass(frozen=True, slots=True)
class Unseen:
    r"""Return the entropy, in nats, of the histogram h(x) of probabilities x that has the fewest
    outcomes :math:`\sum h(x)` among those whose expected counts of counts :math:`\sum_x h(x)
    \mathrm{Poisson}(j; n x)` are near the observed :math:`f_j`.

    Near: :math:`\sum_j |\cdot - f_j| / \sqrt{f_j + 1}` is at most ½ above the least there can be.
    Two linear programs on a grid of ratio 1.05, from 1/(n max(10, n)), or from 1/10,000n where that
    is larger. A count j is taken as it is if it is above 500, or if fewer than :math:`\sqrt{j}`
    outcomes have counts within :math:`\sqrt{j}` of it. It needs no number of outcomes. No variance
    is known for it: only a bootstrap tells its error.

    It is made for few data. Where they are plenty the grid leaves an error of up to 0.02 nats.

    Error: that of the solver, HiGHS, about 1e-9 nats.

    Source: Valiant & Valiant (2017), Estimating the unseen: improved estimators for entropy and
    other properties, Journal of the ACM 64, and their program.

    Examples
    --------
    >>> round(Unseen().entropy([1, 2, 3, 2, 1]), 6)
    1.601703
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "unseen (Valiant–Valiant)"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        sample = fingerprint(counts)
        crowded = _is_crowded(sample)
        as_it_is = -sample.total(np.where(crowded, 0.0, x_log_x(sample.counts / sample.n))) + 0.0
        if not crowded.any():
            return as_it_is
        x, masses = _simplest(sample, crowded)
        return as_it_is - float(masses @ np.log(x))

    def entropy_variance(self, counts: Array) -> float:
        """Return NaN: none is known."""
        return math.nan


def _is_crowded(sample: Fingerprint) -> Array:
    """Say of each distinct count j, not above 500, if √j outcomes have counts within √j of it."""
    c, reach = sample.counts, np.ceil(np.sqrt(sample.counts))
    up_to = np.concatenate([[0.0], np.cumsum(sample.times)])
    near = (
        up_to[np.searchsorted(c, c + reach, side="right")]
        - up_to[np.searchsorted(c, c - reach, side="left")]
    )
    return (near >= np.sqrt(c)) & (c <= MOST_IN_PROGRAM)


def _simplest(sample: Fingerprint, crowded: Array) -> tuple[Array, Array]:
    """Return the grid of probabilities, and the mass that the solution has at each."""
    top = float(sample.counts[crowded].max())
    rows = int(top + math.ceil(math.sqrt(top)))
    observed = np.zeros(rows)
    observed[sample.counts[crowded].astype(int) - 1] = sample.times[crowded]
    least = sample.counts[0]
    if least == 1.0:
        least = 1.0 / min(max(10.0, sample.n), MOST_BELOW_ONE)
    steps = math.ceil(math.log(top / least) / math.log(RATIO))
    mean = least * RATIO ** np.arange(steps + 1.0)
    crowd = float((sample.times * sample.counts)[crowded].sum())
    expected = _expected(np.arange(1.0, rows + 1.0), mean)
    return mean / sample.n, _two_programs(expected, observed, crowd, mean) / sample.n


def _expected(j: Array, mean: Array) -> Array:
    """Return how many outcomes would be seen j times, for each observation of such a mean."""
    chance = np.exp(np.multiply.outer(j, np.log(mean)) - mean - log_gamma(j + 1.0)[:, None])
    return np.where(chance > NEGLIGIBLE, chance, 0.0) / mean


def _two_programs(expected: Array, observed: Array, crowd: float, mean: Array) -> Array:
    """Return n times the masses: the nearest fit first, then the fewest outcomes about as near.

    Unknown are masses, not numbers of outcomes, which would differ by many digits; and for each
    row how far off it is.
    """
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    rows, columns = expected.shape
    off = -eye_array(rows)
    table = csr_array(expected)
    bounds = vstack([hstack([table, off]), hstack([-table, off])], format="csr")
    limits = np.concatenate([observed, -observed])
    all_mass = hstack([csr_array(np.ones((1, columns))), csr_array((1, rows))], format="csr")
    cost = np.concatenate([np.zeros(columns), 1.0 / np.sqrt(observed + 1.0)])
    nearest = _solved(cost, bounds, limits, all_mass, crowd)
    simplest = _solved(
        np.concatenate([1.0 / mean, np.zeros(rows)]),
        vstack([bounds, csr_array(cost[None, :])], format="csr"),
        np.append(limits, nearest.fun + SLACK),
        all_mass,
        crowd,
    )
    return np.asarray(simplest.x)[:columns]


def _solved(cost: Array, bounds: Any, limits: Array, all_mass: Any, crowd: float) -> Any:
    from scipy.optimize import linprog

    found = linprog(cost, bounds, limits, all_mass, [crowd], method="highs")
    if found.status != 0:
        raise ArithmeticError(f"the linear program was not solved: {found.message}")
    return found

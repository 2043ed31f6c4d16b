"""The standard error of an estimator from neighbours or spacings, by twenty groups of rows.

The bootstrap is no way to it: rows drawn twice are ties, whose distance is zero. The spread of the
n local terms is too narrow, since neighbours share their neighbours (80 to 93 % covered at a
nominal 95 %, 1,000 rows). To leave out a twentieth in turn is 1.1 to 1.9 times too wide: 95 to
100 % covered. Where each group has hundreds of rows it is asked by itself: that is one more
estimate in all and not twenty, and the spread of the groups is that of the estimate, times √20.
"""

import math
import zlib
from collections.abc import Callable, Sequence

import numpy as np

from kullback._arrays import Array

GROUPS = 20
FEWEST_ROWS = 60  # three rows a group; below it no interval is given
MANY_ROWS = 20_000  # from which on groups are asked one by one, and not left out


def standard_error(
    statistic: Callable[..., float], samples: Sequence[Sequence[Array]], seed: int
) -> float:
    r"""Return the spread of what is found with each of g groups left out, or in each alone.

    .. math::
        \sqrt{\frac{g - 1}{g} \sum_j (\theta_j - \bar\theta)^2}, \qquad
        \sqrt{\frac{1}{g (g - 1)} \sum_j (\theta_j - \bar\theta)^2}

    Each of `samples` is one sample: arrays whose rows belong together. Group j of every sample is
    taken at once: the errors of two samples add up since they are independent.
    """
    groups = [_groups(sample, seed) for sample in samples]
    alone = min(len(sample[0]) for sample in samples) >= MANY_ROWS
    found = []
    for group in range(GROUPS):
        rows = [
            of[group] if alone else np.concatenate(of[:group] + of[group + 1 :]) for of in groups
        ]
        parts = [part[of] for sample, of in zip(samples, rows, strict=True) for part in sample]
        found.append(statistic(*parts))
    spread = math.sqrt(float(np.var(found)))
    return spread / math.sqrt(GROUPS - 1) if alone else spread * math.sqrt(GROUPS - 1)


def student(raw: float, std_error: float, confidence: float) -> tuple[float, float]:
    """Return raw ± t · std_error, with one degree of freedom less than there are groups."""
    from scipy.special import stdtrit

    reach = float(stdtrit(GROUPS - 1, (1.0 + confidence) / 2.0)) * std_error
    return raw - reach, raw + reach


def _groups(sample: Sequence[Array], seed: int) -> list[Array]:
    """Draw the rows of groups of equal size, whatever order they are in: only values may matter.

    And they do: if ranks alone decided, one seed would make the errors of all samples of a size
    too small, or too large.
    """
    columns = np.concatenate([part.reshape(len(part), -1) for part in sample], axis=1)
    order = np.argsort(columns[:, 0]) if columns.shape[1] == 1 else np.lexsort(columns.T)
    generator = np.random.default_rng([seed, zlib.crc32(columns[order].tobytes())])
    group_of = generator.permutation(np.arange(len(order)) % GROUPS)
    by_group = order[np.argsort(group_of, kind="stable")]
    return np.split(by_group, np.searchsorted(np.sort(group_of), np.arange(1, GROUPS)))

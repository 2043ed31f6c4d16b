"""The standard error of an estimator from neighbours or spacings: leave out a twentieth in turn.

The bootstrap is no way to it: rows drawn twice are ties, whose distance is zero. The spread of the
n local terms is too narrow, since neighbours share their neighbours (80 to 93 % covered at a
nominal 95 %, 1,000 rows). This one is 1.1 to 1.9 times too wide: 95 to 100 % covered.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from kullback._arrays import Array

GROUPS = 20
FEWEST_ROWS = 60  # three rows a group; below it no interval is given


def standard_error(
    statistic: Callable[..., float], samples: Sequence[Sequence[Array]], seed: int
) -> float:
    r"""Return the spread of what is found with each of g groups left out.

    .. math:: \sqrt{\frac{g - 1}{g} \sum_j (\theta_j - \bar\theta)^2}

    Each of `samples` is one sample: arrays whose rows belong together. Group j of every sample is
    left out at once: the errors of two samples add up since they are independent.
    """
    generator = np.random.default_rng(seed)
    groups = [_groups(sample, generator) for sample in samples]
    left = [
        statistic(
            *(
                part[of != group]
                for sample, of in zip(samples, groups, strict=True)
                for part in sample
            )
        )
        for group in range(GROUPS)
    ]
    return math.sqrt((GROUPS - 1) * float(np.var(left)))


def student(raw: float, std_error: float, confidence: float) -> tuple[float, float]:
    """Return raw ± t · std_error, with one degree of freedom less than there are groups."""
    from scipy.special import stdtrit

    reach = float(stdtrit(GROUPS - 1, (1.0 + confidence) / 2.0)) * std_error
    return raw - reach, raw + reach


def _groups(sample: Sequence[Array], generator: np.random.Generator) -> Array:
    """Draw groups of equal size, whatever order the rows are in: only values may matter."""
    columns = np.concatenate([part.reshape(len(part), -1) for part in sample], axis=1)
    groups = np.empty(len(columns), np.int64)
    groups[np.lexsort(columns.T)] = generator.permutation(np.arange(len(columns)) % GROUPS)
    return groups

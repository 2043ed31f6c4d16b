"""Two columns that changed places: the change of both, and of all their pairs, undone by one swap.

Current's values of either column are read as the other's, by the other's levels, and the change
is measured again: how far each column's counts, and its dependence on the others, differ from the
reference beyond chance. A swap that happened brings both columns back: where one of them by itself
fits worse than before, as words of one vocabulary read by another, there was none.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from kullback._arrays import Array
from kullback.comparisons.alarm import pearson_statistic
from kullback.comparisons.odds_ratios import equal_odds_ratios
from kullback.comparisons.pooled_levels import Levels
from kullback.tables.sampling import Sample

MOST_CANDIDATES = 12  # of which each may have changed places with each other
MOST_COMPANIONS = 12  # columns whose dependence on the two is looked at
MOST_LEFT = 0.5  # of the change, for a swap to be named
MOST_UNKNOWN = 0.2  # of the values, to be read as another column's
CHANCE = 5.0  # standard deviations by which a column may seem to fit worse
BEYOND_CHANCE = 4.0  # standard deviations of what two columns alike would drop by

Codes = tuple[Array, Array]


def swapped_columns(
    candidates: Sequence[str],
    others: Sequence[str],
    kinds: Mapping[str, str],
    levels: Mapping[str, Levels],
    samples: Sequence[Sample],
) -> tuple[str, ...]:
    """Return the two columns, of one kind, that look swapped in the current table, or none."""
    codes = {
        name: (levels[name].codes(samples[0][name]), levels[name].codes(samples[1][name]))
        for name in {*candidates[:MOST_CANDIDATES], *others[:MOST_COMPANIONS]}
    }
    best = 0.0
    pair: tuple[str, ...] = ()
    for i, j in combinations(candidates[:MOST_CANDIDATES], 2):
        read_alike = levels[i].column.reading == levels[j].column.reading  # "M" is no yes or no
        if not (
            (kinds[i] == kinds[j] and read_alike)
            and _reads(levels[i], samples[0][i], samples[1][j])
            and _reads(levels[j], samples[0][j], samples[1][i])
        ):
            continue
        company = {name: codes[name] for name in others[:MOST_COMPANIONS] if name not in (i, j)}
        exchanged = (
            (codes[i][0], levels[i].codes(samples[1][j])),
            (codes[j][0], levels[j].codes(samples[1][i])),
        )
        if any(_fits_worse(codes[k], other) for k, other in zip((i, j), exchanged, strict=True)):
            continue
        before, noise = _change([codes[i], codes[j]], list(company.values()))
        after, noise_after = _change(list(exchanged), list(company.values()))
        drop = before - after
        is_real = drop > BEYOND_CHANCE * math.sqrt(noise + noise_after)
        if is_real and after < MOST_LEFT * before and drop > best:
            best, pair = drop, (i, j)
    return pair


def _reads(levels: Levels, reference: Array, others: Array) -> bool:
    """Tell whether the values of another column can be read as those of this one.

    A few levels would not show that numbers are of another size altogether.
    """
    if reference.dtype.kind != others.dtype.kind:
        return False
    unknown = levels.unknown(others)
    finite = reference[np.isfinite(reference)] if levels.edges is not None else reference[:0]
    if len(finite):
        beyond = np.isfinite(others) & ((others < finite.min()) | (others > finite.max()))
        unknown += float(beyond.mean())
    return unknown <= MOST_UNKNOWN


def _change(two: Sequence[Codes], company: Sequence[Codes]) -> tuple[float, float]:
    """Return X² less its degrees of freedom, and the variance of that by chance.

    It is a sum over two columns, their pair, and their pairs with others.
    """
    margins = [_margin(codes) for codes in two]
    pairs = [(two[0], two[1]), *((one, other) for one in two for other in company)]
    most = 1 + max(int(side.max()) for codes in (*two, *company) for side in codes)
    tables = np.array([[_table(a, b, most) for a, b in zip(*pair, strict=True)] for pair in pairs])
    test = equal_odds_ratios(tables)
    statistic = float(test.statistic.sum()) + sum(found for found, _ in margins)
    degrees = int(np.maximum(test.degrees, 0).sum()) + sum(each for _, each in margins)
    return statistic - degrees, 2.0 * degrees


def _fits_worse(before: Codes, after: Codes) -> bool:
    """Tell whether a column by itself is further from the reference than it was, beyond chance."""
    degrees = max(int(side.max()) for side in (*before, *after))
    slack = CHANCE * math.sqrt(4.0 * max(degrees, 1))  # X² has a variance of two degrees
    excess_before, excess_after = (found - each for found, each in map(_margin, (before, after)))
    return excess_after > max(excess_before, 0.0) + slack


def _margin(codes: Codes) -> tuple[float, int]:
    most = 1 + max(int(side.max()) for side in codes)
    reference, current = (np.bincount(side, minlength=most) for side in codes)
    seen = reference + current > 0
    return pearson_statistic(reference[seen], current[seen]), int(seen.sum()) - 1


def _table(first: Array, second: Array, most: int) -> Array:
    return np.bincount(first * most + second, minlength=most * most).reshape(most, most)

"""Did the dependence of two columns change? A test of equal odds ratios, for all pairs at once.

Two tables of counts, one a side, have equal odds ratios if no factor beyond those of their own
margins is needed to turn the one into the other. The closest such tables are found by iterative
proportional fitting (Deming & Stephan 1940), and by Newton steps where that is slow; Pearson's X²
says how far the counts are from them. Whatever happens to the margins, X² does not see it.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array

MOST_SWEEPS = 30  # after which Newton steps are cheaper
MOST_STEPS, MOST_HALVINGS = 60, 30
CLOSE = 1e-7  # of a row: how near the margins must be
CELLS_AT_ONCE = 200_000  # of tables that are fitted together: they stay in cache


@dataclass(frozen=True, slots=True)
class OddsRatios:
    """For each pair: X² of equal odds ratios, its degrees of freedom, and its p-value."""

    statistic: Array
    degrees: Array
    p: Array


def equal_odds_ratios(tables: Array) -> OddsRatios:
    """Test tables of shape (pairs, 2, r, c); empty rows and columns say nothing."""
    from scipy.special import chdtrc

    at_once = max(1, CELLS_AT_ONCE // max(tables[0].size, 1)) if len(tables) else 1
    parts = [tables[start : start + at_once] for start in range(0, len(tables), at_once)]
    statistic = np.concatenate([_statistic(part) for part in parts] or [np.zeros(0)])
    degrees = np.concatenate([degrees_of_freedom(part) for part in parts] or [np.zeros(0)])
    tested = degrees > 0
    p = np.where(tested, chdtrc(np.where(tested, degrees, 1), statistic), 1.0)
    return OddsRatios(np.where(tested, statistic, 0.0), degrees, p)


def degrees_of_freedom(tables: Array) -> Array:
    """Return nonempty pooled cells − r − c + 1, for each part of a table that hangs together.

    A level that one side lacks has no odds ratio, and is fitted as it is: it is left out, and so
    is one that a side has only together with such levels. Cells that share no level, as in blocks
    of a table, have odds ratios only within their block.
    """
    cells = tables.sum(axis=1) > 0
    for _ in range(sum(tables.shape[2:])):
        free = tables * cells[:, None]
        rows, columns = (free.sum(axis=axis).min(axis=1) > 0 for axis in (3, 2))
        cells = cells & rows[:, :, None] & columns[:, None, :]
    rows, columns = cells.any(axis=2), cells.any(axis=1)
    parts = _parts(cells, rows)
    return cells.sum(axis=(1, 2)) - rows.sum(axis=1) - columns.sum(axis=1) + parts


def fitted(tables: Array) -> Array:
    """Return the tables with equal odds ratios that have the margins of these."""
    observed = tables.astype(np.float64)
    pooled = observed.sum(axis=1, keepdims=True)
    sides = observed.sum(axis=(2, 3), keepdims=True)
    fit = pooled * sides / np.maximum(sides.sum(axis=1, keepdims=True), 1.0)
    margins = [(axis, observed.sum(axis=axis, keepdims=True)) for axis in (3, 2, 1)]
    open_ = np.arange(len(fit))
    for _ in range(MOST_SWEEPS):
        some = fit[open_]
        off = np.zeros(len(open_))
        for axis, margin in margins:
            wanted, found = margin[open_], some.sum(axis=axis, keepdims=True)
            off = np.maximum(off, np.abs(wanted - found).max(axis=(1, 2, 3)))
            some *= _ratio(wanted, found)
        fit[open_] = some
        open_ = open_[off > CLOSE]
        if not len(open_):
            return fit
    fit[open_] = _by_newton(observed[open_])
    return fit


def _by_newton(observed: Array) -> Array:
    """Return the same fit where sweeps come near it too slowly: cells all but empty on one side.

    Given the rows of a cell, those of the second side are binomial with log-odds that are a sum
    of one term a row and one a column. The likelihood is concave.
    """
    from scipy.special import expit

    pooled, second = observed.sum(axis=1), observed[:, 1]
    terms = np.zeros((len(pooled), sum(pooled.shape[1:])))
    best = _likelihood(terms, pooled, second)
    for _ in range(MOST_STEPS):
        odds = _log_odds(terms, pooled)
        left = second - pooled * expit(odds)
        slope = _of_rows_and_columns(left)
        if np.abs(slope).max() <= CLOSE:
            break
        curve = _curve(pooled * expit(odds) * expit(-odds))
        step = np.linalg.solve(curve, slope[:, :, None])[:, :, 0]
        for _ in range(MOST_HALVINGS):
            found = _likelihood(terms + step, pooled, second)
            if not (found < best).any():
                break
            step[found < best] /= 2.0
        step[found < best] = 0.0
        terms, best = terms + step, np.maximum(found, best)
    odds = _log_odds(terms, pooled)
    return np.stack([pooled * expit(-odds), pooled * expit(odds)], axis=1)


def _log_odds(terms: Array, pooled: Array) -> Array:
    rows = pooled.shape[1]
    return np.asarray(terms[:, :rows, None] + terms[:, None, rows:])


def _likelihood(terms: Array, pooled: Array, second: Array) -> Array:
    odds = _log_odds(terms, pooled)
    return np.asarray((second * odds - pooled * np.logaddexp(0.0, odds)).sum(axis=(1, 2)))


def _of_rows_and_columns(cells: Array) -> Array:
    return np.concatenate([cells.sum(axis=2), cells.sum(axis=1)], axis=1)


def _curve(weight: Array) -> Array:
    """Return minus the second derivative of the likelihood, with a little more on its diagonal.

    One of the terms is free, and those of a cell that has to be empty grow without end.
    """
    count, rows, columns = weight.shape
    curve = np.zeros((count, rows + columns, rows + columns))
    curve[:, :rows, rows:] = weight
    curve[:, rows:, :rows] = weight.transpose(0, 2, 1)
    every = np.arange(rows + columns)
    curve[:, every, every] = _of_rows_and_columns(weight) * (1.0 + 1e-12) + 1e-12
    return curve


def _statistic(tables: Array) -> Array:
    fit = fitted(tables)
    return np.asarray(_ratio((tables - fit) ** 2, fit).sum(axis=(1, 2, 3)))


def _ratio(over: Array, under: Array) -> Array:
    """Return a quotient that is 0 where nothing is expected."""
    filled = under > 1e-300
    return np.where(filled, over / np.where(filled, under, 1.0), 0.0)


def _parts(cells: Array, rows: Array) -> Array:
    """Return how many parts of a table share neither row nor column."""
    count = cells.shape[1]
    name = np.where(rows, np.arange(count), count)  # of each row: the first it is linked to
    for _ in range(count):
        of_columns = np.where(cells, name[:, :, None], count).min(axis=1)
        name = np.minimum(name, np.where(cells, of_columns[:, None, :], count).min(axis=2))
    return ((name == np.arange(count)) & rows).sum(axis=1)

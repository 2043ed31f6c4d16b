"""Equal odds ratios: X² and its degrees of freedom against independent routes and by hand."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize
from scipy.stats import norm

from kullback.comparisons.mutual_change import p_of_equal_information
from kullback.comparisons.odds_ratios import degrees_of_freedom, equal_odds_ratios, fitted
from kullback.estimate.counts.plug_in import PlugIn


def log_linear_fit(table):
    """The most likely expected counts without a factor of all three variables, by optimisation."""
    cells = list(np.ndindex(table.shape))
    terms = {}
    for row, (s, i, j) in enumerate(cells):
        for name in ((0, s, i), (1, s, j), (2, i, j)):
            terms.setdefault(name, []).append(row)
    design = np.zeros((len(cells), len(terms)))
    for column, rows in enumerate(terms.values()):
        design[rows, column] = 1.0
    counts = table.ravel().astype(float)

    def loss(weights):
        expected = np.exp(design @ weights)
        return expected.sum() - counts @ (design @ weights), design.T @ (expected - counts)

    start = np.full(len(terms), np.log(counts.mean()) / 3)
    options = {"maxiter": 20_000, "ftol": 1e-16, "gtol": 1e-9}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return np.exp(design @ found.x).reshape(table.shape)


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 4), (2, 5, 3)])
def test_statistic_is_that_of_the_log_linear_model(shape):
    table = np.random.default_rng(sum(shape)).integers(5, 60, shape)
    expected = log_linear_fit(table)
    np.testing.assert_allclose(fitted(table[None])[0], expected, rtol=1e-4)
    found = equal_odds_ratios(table[None])
    assert found.statistic[0] == pytest.approx(((table - expected) ** 2 / expected).sum(), rel=1e-4)
    assert found.degrees[0] == (shape[1] - 1) * (shape[2] - 1)


def test_one_odds_ratio_on_both_sides_is_no_change():
    # Odds ratio 4 both times, with other margins: 40·10/(20·5) and 8·30/(4·15).
    table = np.array([[[40, 20], [5, 10]], [[8, 4], [15, 30]]])
    found = equal_odds_ratios(table[None])
    assert found.statistic[0] == pytest.approx(0.0, abs=1e-9)
    assert found.p[0] == pytest.approx(1.0)


def test_many_at_once_are_as_each_alone():
    tables = np.random.default_rng(1).integers(0, 30, (40, 2, 4, 4))
    tables[:20, :, 3, :] = 0
    tables[:, :, :, 3] = 0
    together = equal_odds_ratios(np.repeat(tables, 200, axis=0))
    alone = [equal_odds_ratios(table[None]).statistic[0] for table in tables]
    np.testing.assert_allclose(together.statistic[::200], alone, rtol=1e-6)


def test_degrees_of_freedom():
    full = np.ones((2, 3, 3), int)
    lacking = full.copy()
    lacking[0, 2] = 0  # a level of one side only has no odds ratio
    hole = full.copy()
    hole[:, 0, 0] = 0
    block = np.kron(np.eye(2, dtype=int), np.ones((2, 2), int))  # one odds ratio in each block
    assert degrees_of_freedom(np.array([full, lacking, hole])).tolist() == [4, 2, 3]
    assert degrees_of_freedom(np.array([[block, block]])).tolist() == [2]
    chain = np.ones((2, 3, 3), int)
    chain[1, :, 2] = 0
    chain[0, 2] = [0, 0, 1]  # a level that has nothing on one side but with a level of that side
    assert degrees_of_freedom(chain[None]).tolist() == [1]
    one_to_one = np.eye(4, dtype=int)
    found = equal_odds_ratios(np.array([[one_to_one, 3 * one_to_one]]))
    assert (found.degrees[0], found.statistic[0], found.p[0]) == (0, 0.0, 1.0)


def normals(generator, rows, correlation, shift=0.0):
    x = generator.normal(size=rows)
    y = correlation * x + np.sqrt(1 - correlation**2) * generator.normal(size=rows)
    return x + shift, y


def tables_of(draws, rows, reference, current, shift=0.0, seed=0):
    """A table of six pooled quantile cells a column for each draw of two samples."""
    generator = np.random.default_rng(seed)
    tables = np.zeros((draws, 2, 6, 6), int)
    for table in tables:
        first, second = (
            normals(generator, rows, reference),
            normals(generator, rows, current, shift),
        )
        edges = [
            np.quantile(np.r_[a, b], np.arange(1, 6) / 6)
            for a, b in zip(first, second, strict=True)
        ]
        for side, values in zip(table, (first, second), strict=True):
            x, y = (np.searchsorted(e, v) for e, v in zip(edges, values, strict=True))
            np.add.at(side, (x, y), 1)
    return tables


def test_a_sign_that_flips_is_seen_by_odds_ratios_and_not_by_information():
    tables = tables_of(60, 2000, 0.5, -0.5)
    assert equal_odds_ratios(tables).p.max() < 1e-6
    assert (p_of_equal_information(tables) <= 0.05).mean() < 0.2


def test_a_dependence_that_weakens_is_seen_better_by_information():
    tables = tables_of(60, 2000, 0.5, 0.4)
    by_odds, by_information = equal_odds_ratios(tables).p, p_of_equal_information(tables)
    assert (by_information <= 0.05).mean() > 0.8
    assert 0.2 < (by_odds <= 0.05).mean() < 0.8


@pytest.mark.parametrize("shift", [0.0, 0.5])
def test_margins_that_move_raise_alarms_no_more_often_than_chance(shift):
    p = equal_odds_ratios(tables_of(300, 2000, 0.5, 0.5, shift)).p
    assert 0.02 <= (p <= 0.05).mean() <= 0.1
    assert 0.35 <= np.median(p) <= 0.65


def test_information_keeps_its_level():
    p = p_of_equal_information(tables_of(300, 2000, 0.5, 0.5))
    assert 0.02 <= (p <= 0.05).mean() <= 0.09
    p = p_of_equal_information(tables_of(300, 2000, 0.0, 0.0))
    assert (p <= 0.05).mean() <= 0.09


def test_information_of_samples_of_different_sizes_is_the_same():
    """By chance alone the smaller sample shows more of it."""
    small, large = tables_of(60, 300, 0.0, 0.0, seed=1), tables_of(60, 5000, 0.0, 0.0, seed=2)
    p = p_of_equal_information(np.stack([small[:, 0], large[:, 0]], axis=1))
    assert (p <= 0.05).mean() <= 0.15


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([[30, 10, 5], [12, 20, 9]], [[11, 13, 0], [10, 30, 0]]),
        ([[20, 0], [0, 30]], [[300, 20], [40, 400]]),
        ([[300, 20], [40, 400]], [[20, 0], [0, 30]]),
        ([[30, 10, 5], [12, 20, 9]], [[28, 16, 11], [9, 25, 3]]),
    ],
)
def test_information_is_compared_by_its_formula(a, b):
    """A row varies as in its own sample or as in both together, whichever is more."""
    a, b = np.array(a), np.array(b)
    by = PlugIn()
    value, variance = [], 0.0
    of_both = by.mutual_information_variance(a + b) * (a + b).sum()
    for table in (a, b):
        n, degrees = table.sum(), np.prod([(table.sum(axis=k) > 0).sum() - 1 for k in (0, 1)])
        value.append(by.mutual_information(table) - degrees / (2 * n))
        variance += max(by.mutual_information_variance(table), of_both / n)
        variance += 2 * degrees / (4 * n**2)
    expected = 2 * norm.sf(abs(value[1] - value[0]) / np.sqrt(variance))
    assert p_of_equal_information(np.array([[a, b]]))[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("rows", "draws"), [((100, 50_000), 60), ((300, 5_000), 150)])
def test_information_keeps_its_level_where_a_small_sample_lacks_the_rare_cells(rows, draws):
    """Nearly one to one: of its few exceptions a small sample may have none."""
    generator = np.random.default_rng(0)
    shares = np.array([[0.49, 0.01], [0.01, 0.49]]).ravel()
    tables = np.stack([generator.multinomial(n, shares, draws) for n in rows], axis=1)
    p = p_of_equal_information(tables.reshape(draws, 2, 2, 2))
    assert (p <= 0.05).mean() <= 0.09
    assert p.min() > 1e-4


def test_tables_of_four_cells_a_side_are_fitted_however_uneven():
    """One number moves from cell to cell: where both odds ratios are equal."""
    signs = np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    tables = (10 ** np.random.default_rng(0).uniform(0, 4.5, (400, 2, 2, 2))).astype(int)
    found = equal_odds_ratios(tables).statistic
    for table, statistic in zip(tables, found, strict=True):
        low, high = -table[signs > 0].min(), table[signs < 0].min()
        moved = brentq(
            lambda d, table=table: (signs * np.log(table + signs * d)).sum(),
            low * (1 - 1e-12),
            high * (1 - 1e-12),
            xtol=1e-14,
        )
        expected = (moved**2 / (table + signs * moved)).sum()
        assert statistic == pytest.approx(expected, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("rows", [2_000, 50_000])
def test_a_pair_that_is_nearly_one_to_one_may_move(rows):
    """One column moves against the other: cells are all but empty, on either side of a diagonal."""
    table = np.zeros((2, 7, 7), int)
    for place in range(7):
        table[0, place, place] = rows // 7 - 20
        for other in {max(place - 1, 0), min(place + 1, 6)} - {place}:
            table[0, place, other] = 10
        table[1, place, max(place - 1, 0)] = rows // 9
        table[1, place, place] += rows // 40
    margins = [(fitted(table[None])[0] - table).sum(axis=axis) for axis in (0, 1, 2)]
    assert max(np.abs(margin).max() for margin in margins) < 1e-5


def test_a_shift_of_one_of_two_columns_that_go_closely_together_is_no_change():
    generator = np.random.default_rng(0)

    def cells(x, y, edges):
        table = np.zeros((7, 7), int)
        np.add.at(table, (np.searchsorted(edges, x), np.searchsorted(edges, y)), 1)
        return table

    for _ in range(5):
        x, u = generator.normal(size=(2, 2_000))
        y, v = (z + 0.02 * generator.normal(size=2_000) for z in (x, u))
        edges = np.quantile(np.r_[x, u + 0.5, y, v], np.arange(1, 7) / 7)
        tables = np.stack([cells(x, y, edges), cells(u + 0.5, v, edges)])
        assert equal_odds_ratios(tables[None]).p[0] > 0.01


UNEVEN = [
    [
        [[0, 0, 55965], [3, 0, 36566], [12092, 60438, 96307]],
        [[0, 2339, 0], [4, 0, 28541], [2, 0, 0]],
    ],
    [
        [[0, 9, 13367, 1416], [0, 0, 0, 50], [11, 0, 0, 13731], [251, 0, 0, 2293]],
        [[16427, 54794, 2, 0], [9, 64592, 1, 2], [382, 605, 125, 36218], [34, 14165, 1, 1]],
    ],
]


@pytest.mark.parametrize("table", UNEVEN)
@pytest.mark.parametrize("empty", [0, 1])
def test_margins_are_met_where_full_steps_go_too_far_and_levels_are_empty(table, empty):
    table = np.pad(np.array(table), ((0, 0), (0, empty), (0, 2 * empty)))
    found = fitted(table[None])[0]
    for axis in (0, 1, 2):
        np.testing.assert_allclose(found.sum(axis=axis), table.sum(axis=axis), rtol=0, atol=1e-5)

"""Pairs of columns whose dependence changed, and columns that changed places."""

import json

import numpy as np
import polars as pl
import pytest
from sklearn.datasets import load_wine

import kullback as kb
from kullback.comparisons import pairs as pairs_module
from kullback.comparisons.matching import match_columns
from kullback.comparisons.odds_ratios import equal_odds_ratios
from kullback.comparisons.pooled_levels import fold, most_levels, pooled_levels
from kullback.tables import open_table


def normals(seed, rows=2000, correlation=0.6, columns=3):
    """Columns x0, x1, …; the first two are correlated."""
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(columns, rows))
    values[1] = correlation * values[0] + np.sqrt(1 - correlation**2) * values[1]
    return pl.DataFrame({f"x{place}": column for place, column in enumerate(values)})


def test_a_sign_that_flips_is_told_though_no_column_changed():
    found = kb.compare(normals(1), normals(2, correlation=-0.6))
    assert "; all columns together, by at least 0.2" in found.summary.partition(". ")[0] + "."
    assert not any(column.alarm for column in found.columns)
    (pair,) = found.pairs
    assert pair.columns == ("x0", "x1")
    assert (pair.alarm, pair.verdict) == (True, "large")
    assert pair.q <= 1e-9
    assert (
        pair.mutual_information_reference.low
        < 0.3219
        < pair.mutual_information_reference.high + 0.05
    )
    assert found.summary.startswith("No column changed by itself, but how columns depend did")
    assert "x0 and x1 (large" in found.summary
    recorded = json.loads(json.dumps(found.to_dict()))["pairs"]
    assert recorded[0]["columns"] == ["x0", "x1"]
    assert recorded[0]["jensen_shannon_divergence"] == pair.jensen_shannon_divergence
    assert recorded[0]["mutual_information_current"]["unit"] == "bits"
    assert recorded[0]["levels"][0] == list(pair.levels[0])
    assert recorded[0]["current"] == [list(row) for row in pair.current]


def test_a_pair_tells_its_rows_and_what_equal_dependence_would_give():
    (pair,) = kb.compare(normals(1), normals(2, correlation=-0.6), joint=False).pairs
    reference, current = np.array(pair.reference), np.array(pair.current)
    expected = np.array(pair.expected)
    assert reference.sum() == current.sum() == 2000
    assert reference.shape == tuple(map(len, pair.levels)) == (7, 7)
    for axis in (0, 1):
        np.testing.assert_allclose(expected.sum(axis), current.sum(axis), atol=1e-3)
    # One table of odds ratios serves both sides, and X² is what sets them apart.
    other = reference + current - expected
    statistic = ((current - expected) ** 2 * (1 / expected + 1 / other)).sum()
    assert statistic == pytest.approx(equal_odds_ratios(np.array([[reference, current]])).statistic)
    assert len(pair.cells) == 49
    shares = np.reshape([cell.reference_share for cell in pair.cells], (7, 7))
    np.testing.assert_allclose(shares, reference / 2000)
    product = np.outer(current.sum(1), current.sum(0)) / 2000**2
    beyond = np.reshape([cell.current_beyond for cell in pair.cells], (7, 7))
    np.testing.assert_allclose(beyond, current / 2000 - product, atol=1e-15)
    first = pair.leading(1)[0]
    assert first.change == first.current_share - first.expected_share
    assert abs(first.change) == max(abs(cell.change) for cell in pair.cells)
    assert first.levels in {(a[end], b[end]) for a, b in [pair.levels] for end in (0, -1)} | {
        (a[end], b[-1 - end]) for a, b in [pair.levels] for end in (0, -1)
    }


def test_levels_are_called_by_what_they_hold():
    def make(seed, follows):
        generator = np.random.default_rng(seed)
        whole = generator.integers(0, 100, 2000).astype(float)
        flag = whole > 49 if follows else generator.random(2000) > 0.5
        few = [None if f and x % 2 else int(f) for f, x in zip(flag, whole, strict=True)]
        word = [f"w{int(x) % 20}" for x in whole]
        digit = whole // 25 if follows else generator.permutation(whole // 25)
        return pl.DataFrame({"few": few, "whole": whole, "word": word, "digit": digit})

    found = kb.compare(make(1, True), make(2, False), joint=False)
    names = {
        name: levels
        for pair in found.pairs
        for name, levels in zip(pair.columns, pair.levels, strict=True)
    }
    assert names["few"] == ("0", "1", "missing")
    assert names["digit"] == ("0", "1", "2", "3")
    assert names["whole"][0].startswith("≤ ")
    assert all(" … " in name for name in names["whole"][1:-1])
    assert names["whole"][-1].startswith("≥ ")
    assert names["word"][-1] == "other"
    assert len(names["word"]) == 7


def test_a_broken_correlation_is_named_first():
    found = kb.compare(normals(3, 4000), normals(4, 4000, correlation=0.0))
    assert found.pairs[0].columns == ("x0", "x1")
    # Half the counts' change: the true divergence of the two joint laws is 0.083 bits.
    assert 0.04 < found.pairs[0].jensen_shannon_divergence < 0.12


def test_sizes_are_in_the_unit_that_is_asked_for():
    tables = normals(1), normals(2, correlation=-0.6)
    bits, nats = (kb.compare(*tables, unit=unit).pairs[0] for unit in ("bits", "nats"))
    assert nats.jensen_shannon_divergence == pytest.approx(
        bits.jensen_shannon_divergence * np.log(2)
    )
    assert nats.verdict == bits.verdict
    assert nats.mutual_information_current.unit == "nats"


def test_columns_that_move_without_their_dependence_are_no_pair():
    moved = normals(6).with_columns(pl.col("x0") + 0.5)
    found = kb.compare(normals(5), moved)
    assert found.columns[0].name == "x0"
    assert found.columns[0].alarm
    assert found.pairs == ()


def test_pairs_may_be_left_alone():
    tables = normals(1), normals(2, correlation=-0.6)
    found = kb.compare(*tables, pairs=False, joint=False)
    assert (found.pairs, found.swapped, found.pairs_compared) == ((), (), 0)
    assert found.summary == "No change seen in 3 columns compared."
    with pytest.raises(ValueError, match="pairs must be True or False, got 'no'"):
        kb.compare(*tables, pairs="no")


def test_missing_values_and_categories_take_part():
    def make(seed, follows):
        generator = np.random.default_rng(seed)
        word = generator.choice(["red", "green", "blue"], 2000)
        gone = np.where(generator.random(2000) < 0.9, word, "red") == "red"
        gone = gone if follows else generator.permutation(gone)
        numbers = generator.normal(size=2000)
        values = [None if lost else x for lost, x in zip(gone, numbers, strict=True)]
        return pl.DataFrame({"word": word, "number": values})

    found = kb.compare(make(1, True), make(2, False))
    assert [pair.columns for pair in found.pairs] == [("number", "word")]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rows", [300, 1000])
def test_swapped_columns_of_equal_margins_are_named(seed, rows):
    """Six normals, of which the first two hang together at 0.7 with one other each."""

    def make(seed):
        generator = np.random.default_rng(seed)
        a, b, c, d, e, f = generator.normal(size=(6, rows))
        c, d = 0.7 * a + 0.714 * c, 0.7 * b + 0.714 * d
        return pl.DataFrame({"a": a, "b": b, "c": c, "d": d, "e": e, "f": f})

    current = make(100 + seed)
    swapped = current.rename({"a": "b", "b": "a"}).select(current.columns)
    found = kb.compare(make(seed), swapped)
    assert found.swapped in (("a", "b"), ("c", "d"))  # two names for one event
    assert "look swapped" in found.summary
    assert kb.compare(make(seed), current).swapped == ()


def test_swapped_columns_of_different_margins_are_named():
    reference, current = (normals(s).with_columns(pl.col("x0") * 3 + 5) for s in (1, 2))
    swapped = current.rename({"x0": "x2", "x2": "x0"}).select(current.columns)
    assert kb.compare(reference, swapped).swapped == ("x0", "x2")


def test_a_column_that_only_moved_is_not_called_swapped():
    found = kb.compare(normals(1), normals(2).with_columns(pl.col("x0") + 1))
    assert found.swapped == ()


def test_columns_of_different_words_are_not_called_swapped():
    """Of two columns that both changed, neither holds what the other holds."""
    generator = np.random.default_rng(0)

    def make(island, weights):
        species = generator.choice(["Adelie", "Gentoo", "Chinstrap"], 200, p=weights)
        sizes = {"Adelie": 18.3, "Gentoo": 15.0, "Chinstrap": 18.4}
        depth = [sizes[name] + generator.normal() for name in species]
        return pl.DataFrame({"species": species, "island": [island] * 200, "depth": depth})

    found = kb.compare(make("Biscoe", (0.3, 0.7, 0)), make("Dream", (0.4, 0, 0.6)), joint=False)
    assert [column.alarm for column in found.columns] == [True] * 3
    assert found.swapped == ()
    assert found.summary.startswith("Largest change: island")


def test_columns_of_many_words_that_only_changed_how_they_depend_are_not_called_swapped():
    """Read as each other all their words are any other word, on which nothing depends."""

    def make(seed, turned):
        generator = np.random.default_rng(seed)
        columns = {}
        for name in ("u", "v"):
            word = generator.integers(0, 20, 2000)
            columns[name] = [f"{name}{k}" for k in word]
            for place in range(3):
                follows = (word < 10) ^ turned ^ (generator.random(2000) < 0.1)
                columns[f"{name} and {place}"] = [f"{name}{place}{x}" for x in follows]
        return pl.DataFrame(columns)

    found = kb.compare(make(1, False), make(2, True), joint=False)
    assert not any(column.alarm for column in found.columns)
    assert {"u", "v"} <= {name for pair in found.pairs for name in pair.columns}
    assert found.swapped == ()


def test_columns_of_different_sizes_are_not_called_swapped():
    """Two levels of 59 and 71 wines do not show that alcohol is no alkalinity; the range does."""
    data = load_wine()
    wine = pl.DataFrame(dict(zip(data.feature_names, data.data.T, strict=True)))
    found = kb.compare(*(wine.filter(data.target == kind) for kind in (0, 1)), joint=False)
    assert all(column.alarm for column in found.columns)
    assert found.swapped == ()


def test_large_tables_are_sampled_alike_every_time(monkeypatch):
    monkeypatch.setattr(pairs_module, "MOST_ROWS", 800)
    tables = normals(1), normals(2, correlation=-0.6)
    first, again = (kb.compare(*tables) for _ in range(2))
    assert first.pairs == again.pairs
    assert first.pairs[0].mutual_information_current.n == 800
    assert "pairs are judged by 800 rows of a table, drawn at random" in first.warnings
    other = kb.compare(*tables, seed=1)
    assert other.pairs[0].jensen_shannon_divergence != first.pairs[0].jensen_shannon_divergence


def test_at_most_ten_pairs_are_reported():
    generator = np.random.default_rng(0)
    hidden = generator.normal(size=(1500, 1))
    reference = hidden + generator.normal(size=(1500, 6))
    names = [f"x{place}" for place in range(6)]
    found = kb.compare(
        pl.DataFrame(reference, schema=names),
        pl.DataFrame(np.sqrt(2) * generator.normal(size=(1500, 6)), schema=names),
    )
    assert len(found.pairs) == 10
    sizes = [pair.jensen_shannon_divergence for pair in found.pairs]
    assert sizes == sorted(sizes, reverse=True)
    assert "5 more pairs changed, by less than those shown" in found.warnings


def test_poor_tables():
    one_row = pl.DataFrame({"a": [1.5], "b": ["x"]})
    assert kb.compare(one_row, one_row).pairs == ()
    assert kb.compare(one_row, pl.DataFrame({"a": [2.5], "b": ["y"]})).pairs == ()
    constant = pl.DataFrame({"a": [1] * 50, "b": ["x"] * 50})
    assert kb.compare(constant, constant).pairs == ()
    void = pl.DataFrame({"a": [None, 1.0] * 50, "b": [float("inf"), float("nan")] * 50})
    assert kb.compare(void, void).pairs == ()


def test_wide_tables_are_looked_at_where_there_is_most_to_see(monkeypatch):
    monkeypatch.setattr(pairs_module, "MOST_COLUMNS", 3)
    flat = {f"dull{place}": [True] + [False] * 1999 for place in range(3)}
    tables = [
        normals(seed, correlation=r).with_columns(**{k: pl.Series(v) for k, v in flat.items()})
        for seed, r in ((1, 0.6), (2, -0.6))
    ]
    found = kb.compare(*tables)
    assert [pair.columns for pair in found.pairs] == [("x0", "x1")]
    assert "pairs are looked at among the 3 columns with most entropy, of 6" in found.warnings


def test_levels():
    assert [most_levels(n, 10**6) for n in (10, 300, 2000, 2560, 10**6)] == [2, 2, 7, 8, 8]
    assert fold(np.array([50, 3, 40, 2, 0]), 5.0).tolist() == [0, 2, 1, 2, 2]
    assert fold(np.array([50, 3, 40, 1, 0]), 5.0).tolist() == [0, 1, 1, 1, 1]
    assert fold(np.array([50, 40, 0]), 5.0).tolist()[:2] == [0, 1]
    assert fold(np.array([3, 1]), 5.0).tolist() == [0, 0]


def test_the_size_is_what_is_beyond_chance():
    tables = np.array([[[120, 80], [90, 110]], [[150, 300], [270, 180]]])
    held = [
        pl.DataFrame(
            [(f"x{i}", f"y{j}") for (i, j), n in np.ndenumerate(table) for _ in range(n)],
            schema=["x", "y"],
            orient="row",
        )
        for table in tables
    ]
    (pair,) = kb.compare(*held, unit="nats").pairs
    statistic = equal_odds_ratios(tables[None]).statistic[0]
    expected = (statistic - 1) * (1 / 400 + 1 / 900) / 8
    assert pair.jensen_shannon_divergence == pytest.approx(expected)


def test_a_column_that_defines_the_tables_is_in_no_pair():
    def make(seed, own, other):
        generator = np.random.default_rng(seed)
        x = generator.normal(size=2000)
        astray = generator.random(2000) < 0.06
        month = np.where(astray, generator.choice(other, 2000), np.where(x > 0, *own))
        return pl.DataFrame({"x": x, "month": month.astype(str)})

    words = ("May", "June"), ("Oct", "Nov")
    found = kb.compare(make(1, *words), make(2, *words[::-1]))
    assert found.columns[0].verdict == "tells the tables apart"
    assert found.pairs == ()


def test_small_changes_of_dependence_are_not_listed():
    found = kb.compare(normals(1, 30_000), normals(2, 30_000, correlation=0.55), joint=False)
    assert (found.pairs, found.pairs_compared) == ((), 3)
    assert found.summary == "No change seen in 3 columns compared, alone or in pairs."


def of_words(table):
    rows = [(f"x{i}", f"y{j}") for (i, j), n in np.ndenumerate(table) for _ in range(n)]
    return pl.DataFrame(rows, schema=["x", "y"], orient="row")


def test_information_is_looked_at_only_where_both_columns_stayed():
    moved = np.array([[[120, 80], [90, 110]], [[50, 200], [400, 250]]])
    (pair,) = kb.compare(*map(of_words, moved)).pairs
    assert pair.p == equal_odds_ratios(moved[None]).p[0]


def test_missing_values_are_a_level_where_they_are_enough():
    numbers = np.random.default_rng(0).normal(size=2000)
    for missing, levels in ((100, 8), (30, 7)):
        some = numbers.copy()
        some[:missing] = np.nan
        found = pooled_levels(None, "number", some, numbers)
        assert found.size == levels
        assert (found.codes(np.array([np.nan]))[0] in found.codes(numbers)) == (levels == 7)


@pytest.mark.parametrize("seed", range(6))
def test_a_swap_of_independent_columns_shows_in_their_values(seed):
    reference, current = (
        normals(s, correlation=0.0).with_columns(pl.col("x0") * 1.5 + 0.5)
        for s in (seed, 100 + seed)
    )
    swapped = current.rename({"x0": "x2", "x2": "x0"}).select(current.columns)
    assert kb.compare(reference, swapped).swapped == ("x0", "x2")


def test_a_swap_that_explains_little_is_not_named():
    reference = normals(1, correlation=0.0).with_columns(pl.col("x2") + 0.4)
    current = normals(2, correlation=0.0).with_columns(pl.col("x0") + 0.9, pl.col("x2") + 0.7)
    assert kb.compare(reference, current).swapped == ()


def test_columns_of_two_words_that_are_read_differently_are_not_exchanged():
    generator = np.random.default_rng(0)
    reference, current = (
        pl.DataFrame(
            {
                "flag": generator.random(500) < share,
                "sex": generator.choice(["M", "F"], 500, p=[share, 1 - share]),
            }
        )
        for share in (0.2, 0.7)
    )
    found = kb.compare(reference, current, kinds={"sex": "boolean"}, joint=False)
    assert {column.name for column in found.columns if column.alarm} == {"flag", "sex"}
    assert found.swapped == ()


@pytest.mark.parametrize("seed", [6, 17, 21])
def test_columns_that_are_alike_and_moved_alike_are_not_called_swapped(seed):
    """An exchange changes nothing but noise, of which twelve companions bring much."""

    def make(seed, shift):
        values = np.random.default_rng(seed).normal(size=(14, 2000))
        values[:2] += shift
        return pl.DataFrame({f"x{place:02d}": column for place, column in enumerate(values)})

    found = kb.compare(make(seed, 0.0), make(1000 + seed, 0.2), joint=False)
    assert {column.name for column in found.columns if column.alarm} >= {"x00", "x01"}
    assert found.swapped == ()


def test_columns_that_say_the_same_are_no_finding_of_information(monkeypatch):
    """One to one, they have no odds ratio, and their information is that of either's counts."""
    monkeypatch.setattr(
        pairs_module, "p_of_equal_information", lambda tables: np.array([0.0, 1.0, 1.0])
    )

    def make(seed, agree):
        generator = np.random.default_rng(seed)
        first = generator.random(600) < 0.5
        second = first ^ (generator.random(600) > agree)
        words = np.where(first, "yes", "no")
        return pl.DataFrame({"a": words, "b": np.char.add("is ", words), "c": second})

    found = kb.compare(make(1, 0.6), make(2, 0.4), joint=False)
    assert [pair.columns for pair in found.pairs] == [("a", "c"), ("b", "c")]
    for pair in found.pairs:
        assert 0.0 < pair.p < 1e-3
        assert pair.q == pytest.approx(1.5 * pair.p)


def test_levels_do_not_know_the_table():
    generator = np.random.default_rng(0)
    first, second = generator.normal(size=900), generator.normal(2.0, 1.0, size=2500)
    one, other = (
        pooled_levels(None, "number", *sides) for sides in ((first, second), (second, first))
    )
    both = np.sort(np.concatenate([first, second]))
    assert one.edges.tolist() == other.edges.tolist() == both[[849, 1699, 2549]].tolist()
    assert one.folded.tolist() == other.folded.tolist()


def test_a_new_category_is_a_level_where_it_is_frequent():
    old, new = pl.DataFrame({"x": ["a", "b"] * 200}), pl.DataFrame({"x": ["a", "new"] * 200})
    column = match_columns(open_table(old), open_table(new), None, {})[0]["x"][0]
    sides = old["x"].to_numpy(), new["x"].to_numpy()
    for found in (pooled_levels(column, "category", *s) for s in (sides, sides[::-1])):
        assert found.labels == ("a", "b", "new")
        assert len(set(found.codes(np.array(["a", "b", "new"], object)))) == 3


def around(seed, means, rows=4000):
    generator = np.random.default_rng(seed)
    return pl.DataFrame({name: generator.normal(mean, 1, rows) for name, mean in means.items()})


def test_a_swap_that_leaves_three_quarters_of_the_change_is_not_named():
    found = kb.compare(
        around(1, {"a": 0.0, "b": 0.6}, 10_000),
        around(2, {"a": 0.5, "b": 0.45}, 10_000),
        joint=False,
    )
    assert all(column.alarm for column in found.columns)
    assert found.swapped == ()


def test_of_two_swaps_the_one_that_undoes_more_is_named():
    reference = around(1, {"a": 0.0, "b": 0.6, "c": 0.09})
    found = kb.compare(reference, around(2, {"a": 0.6, "b": 0.0, "c": 0.57}), joint=False)
    assert found.swapped == ("a", "b")
    renamed = {"a": "c", "c": "a"}
    found = kb.compare(
        reference.rename(renamed),
        around(2, {"a": 0.6, "b": 0.0, "c": 0.57}).rename(renamed),
        joint=False,
    )
    assert set(found.swapped) == {"b", "c"}


def test_columns_of_two_kinds_are_not_called_swapped():
    def make(seed, means):
        return around(seed, means, 2000).with_columns(pl.col("whole").round())

    found = kb.compare(
        make(1, {"x": 0.0, "whole": 2.0}), make(2, {"x": 2.0, "whole": 0.0}), joint=False
    )
    assert {column.kind for column in found.columns if column.alarm} == {
        "number",
        "discrete number",
    }
    assert found.swapped == ()

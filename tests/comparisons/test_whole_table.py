"""One figure for two tables: at least as large as can be proved, never larger than is true."""

import json
import math
import os
import pickle
import subprocess
import sys
import tracemalloc

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm
from sklearn.datasets import load_breast_cancer

import kullback as kb
from kullback.comparisons import whole_table
from kullback.comparisons.features import _category, drawn_rows
from kullback.comparisons.matching import match_columns
from kullback.comparisons.whole_table import best_column, chance_of
from kullback.estimate.discriminative import classifier
from kullback.estimate.discriminative.bounds import js_bound, kl_bound, moderated
from kullback.estimate.discriminative.rows import Rows
from kullback.tables import open_table

BITS = math.log(2)
CORRELATION = 0.6


def normals(rows, correlation, seed, columns=10):
    x = np.random.default_rng(seed).normal(size=(rows, columns))
    x[:, 1] = correlation * x[:, 0] + math.sqrt(1 - correlation**2) * x[:, 1]
    return pl.DataFrame({f"x{k}": x[:, k] for k in range(columns)})


def true_divergence(correlation):
    """Return the JS divergence of a correlated and an uncorrelated pair of normals, in bits."""
    x, step = np.linspace(-8, 8, 801, retstep=True)
    squares, product = x[:, None] ** 2 + x**2, np.outer(x, x)
    rest = 1 - correlation**2
    log_p = -(squares - 2 * correlation * product) / (2 * rest) - math.log(rest) / 2
    log_q = -squares / 2
    p, q = (np.exp(log) / (2 * math.pi) for log in (log_p, log_q))
    assert p.sum() * step**2 == pytest.approx(1, abs=1e-12)
    middle = np.log((p + q) / 2)
    log_p, log_q = log_p - math.log(2 * math.pi), log_q - math.log(2 * math.pi)
    return float((p * (log_p - middle) + q * (log_q - middle)).sum() * step**2 / 2 / BITS)


def true_kl(correlation):
    """Return D(correlated ‖ not) and D(not ‖ correlated), in bits."""
    rest = 1 - correlation**2
    there = -math.log(rest) / 2
    return there / BITS, (1 / rest - 1 - there) / BITS


@pytest.fixture(scope="module")
def broken():
    """A correlation that is broken in current, all margins kept, three times."""
    return [
        kb.compare(normals(4_000, CORRELATION, seed), normals(4_000, 0, 100 + seed)).table
        for seed in range(3)
    ]


def test_a_broken_correlation_is_measured_and_named(broken):
    truth = true_divergence(CORRELATION)
    assert truth == pytest.approx(0.0828, abs=1e-3)  # as simulated
    bounds = [found.jensen_shannon_divergence for found in broken]
    assert all(found.alarm for found in broken)
    assert all(set(found.explained_by) == {"x0", "x1"} for found in broken)
    assert np.mean([bound.value for bound in bounds]) >= 0.8 * truth
    assert all(bound.low <= truth for bound in bounds)
    assert np.mean([bound.raw for bound in bounds]) <= truth
    assert all(bound.unit == "bits" and bound.n == (4_000, 4_000) for bound in bounds)


def test_the_bounds_of_kl_stay_below_it_and_come_close(broken):
    forward, backward = true_kl(CORRELATION)
    for truth, bounds in (
        (forward, [found.kl_reference_current for found in broken]),
        (backward, [found.kl_current_reference for found in broken]),
    ):
        assert all(bound.raw <= truth + 2 * bound.std_error for bound in bounds)
        assert np.mean([bound.raw for bound in bounds]) >= 0.6 * truth
        # As far apart as their standard errors say.
        spread = np.std([bound.raw for bound in bounds], ddof=1)
        assert spread <= 3 * np.mean([bound.std_error for bound in bounds])


@pytest.mark.parametrize("rows", [300, 1_500])
def test_tables_of_unequal_size_where_current_keeps_the_correlation(rows):
    found = kb.compare(normals(4_000, 0, 1), normals(rows, CORRELATION, 2)).table
    truth = true_divergence(CORRELATION)
    assert found.rows == (4_000, rows)
    assert set(found.explained_by) == {"x0", "x1"}
    assert 0.35 * truth <= found.jensen_shannon_divergence.raw
    assert found.jensen_shannon_divergence.low <= truth


def test_at_most_so_many_rows_are_drawn():
    found = kb.compare(normals(9_000, 0, 1, 2), normals(4_001, 0, 2, 2)).table
    assert found.rows == (4_000, 4_000)


def test_random_halves_raise_no_alarm():
    """A slice of benchmarks/false_alarms.py."""
    data = load_breast_cancer()
    table = pl.DataFrame(dict(zip(data.feature_names, data.data.T, strict=True)))
    found = []
    for seed in range(10):
        order = np.random.default_rng(seed).permutation(len(table))
        halves = (table[order[side::2]] for side in (0, 1))
        found.append(kb.compare(*halves, seed=seed).table)
    assert not any(table.alarm for table in found)
    assert np.mean([table.jensen_shannon_divergence.raw for table in found]) < 0.002
    assert all(table.jensen_shannon_divergence.value >= 0 for table in found)
    assert all(not table.explained_by for table in found)


def test_a_table_is_like_itself():
    table = normals(1_000, CORRELATION, 1, 4)
    found = kb.compare(table, table).table
    assert (found.at_least, found.jensen_shannon_divergence.value, found.alarm) == (0, 0, False)
    assert found.p > 0.05
    assert found.best_column is None
    assert found.summary == "As a whole, nothing was found beyond single columns."


WITHOUT_FIGURE = {
    "one row": (normals(1, 0, 1), "a table has 1 row, and 60 are needed"),
    "few rows": (normals(59, 0, 1), "a table has 59 rows"),
    "one column": (normals(500, 0, 1)[["x0"]], None),
    "constants": (pl.DataFrame({"x": [1] * 100, "y": ["a"] * 100}), None),
    "nothing but missing": (pl.DataFrame({"x": [None] * 100, "y": [None] * 100}), None),
}


@pytest.mark.parametrize(("table", "words"), WITHOUT_FIGURE.values(), ids=WITHOUT_FIGURE)
@pytest.mark.parametrize("swapped", [False, True])
def test_no_figure_where_there_can_be_none(table, words, swapped):
    other = pl.concat([table] * 3) if len(table) > 59 else normals(90, 0, 3)
    found = kb.compare(*((other, table) if swapped else (table, other)))
    assert found.table is None
    assert found.to_dict()["table"] is None
    assert len(found.warnings) == (1 if words is None else 2)
    assert words is None or words in found.warnings[-1]


def test_enough_rows_for_a_figure():
    assert kb.compare(normals(60, 0, 1), normals(60, 0, 2)).table.rows == (60, 60)


def categories(rows, seed, dependent):
    generator = np.random.default_rng(seed)
    first = generator.integers(0, 3, rows)
    second = (first + (generator.random(rows) < 0.3)) % 3
    if not dependent:
        second = generator.permutation(second)
    return pl.DataFrame({"first": first, "second": second}).select(
        pl.col("first").replace_strict([0, 1, 2], ["a", "b", "c"]),
        second=pl.when(pl.col("second") == 2).then(None).otherwise(pl.col("second") == 1),
    )


def test_categories_and_truths_with_gaps():
    found = kb.compare(categories(900, 1, True), categories(900, 2, False))
    assert not any(column.alarm for column in found.columns)
    assert found.table.alarm
    assert found.table.jensen_shannon_divergence.value > 0.1
    assert set(found.table.explained_by) == {"first", "second"}
    assert not kb.compare(categories(900, 1, True), categories(900, 2, True)).table.alarm


def test_missing_values_that_come_together():
    generator = np.random.default_rng(0)

    def gaps(together):
        lost = generator.random((2, 600)) < 0.5
        second = lost[0] if together else lost[1]
        return pl.DataFrame(
            {
                "x": [None if gone else 1.0 for gone in lost[0]],
                "y": [None if gone else "v" for gone in second],
            }
        )

    found = kb.compare(gaps(True), gaps(False)).table
    # Two coins that are one coin, against two: ¾ log2(4/3) bits.
    assert found.jensen_shannon_divergence.raw > 0.2
    assert found.jensen_shannon_divergence.low <= 0.75 * math.log2(4 / 3)


def test_infinite_and_unreadable_numbers_are_numbers_and_gaps():
    generator = np.random.default_rng(0)
    numbers = generator.normal(size=(2, 400))
    numbers[:, :40], numbers[:, 40:80] = math.inf, -math.inf
    tables = [
        pl.DataFrame({"x": x, "written": [f"{y:.3f}" for y in generator.normal(size=400)]})
        .with_row_index("k")
        .with_columns(
            written=pl.when(pl.col("k") % 50 == 0).then(pl.lit("n/a")).otherwise("written")
        )
        .drop("k")
        for x in numbers
    ]
    found = kb.compare(*tables)
    assert {column.kind for column in found.columns} == {"number"}
    assert (found.table.columns, found.table.alarm) == (2, False)


def test_columns_that_tell_the_tables_apart_and_dates_are_left_out_and_named():
    days = pl.date_range(pl.date(2026, 1, 1), pl.date(2027, 12, 31), eager=True)[:500]
    first, second = (
        normals(500, 0, seed, 3).with_columns(period=pl.lit(name), day=days)
        for seed, name in ((1, "January"), (2, "July"))
    )
    found = kb.compare(first, second).table
    assert {column.name for column in found.left_out} == {"period", "day", "day (weekday)"}
    assert (found.columns, found.alarm, found.best_column) == (3, False, None)
    assert found.at_least < 0.02


def test_a_column_that_tells_more_than_the_classifier_gives_the_figure():
    words = [f"w{k}" for k in range(400)]
    generator = np.random.default_rng(0)
    weights = np.arange(400) % 2 + 0.3
    first, second = (
        pl.DataFrame(
            {
                "word": generator.choice(words, 3_000, p=w / w.sum()),
                "noise": generator.normal(size=3_000),
            }
        )
        for w in (weights, weights[::-1])
    )
    found = kb.compare(first, second)
    column = next(c for c in found.columns if c.name == "word")
    assert found.table.best_column.name == "word"
    assert 0 < found.table.best_column.low < column.jensen_shannon_divergence.low
    bounds = found.table.best_column.low, found.table.jensen_shannon_divergence.value
    assert found.table.at_least == max(bounds)
    if bounds[0] > bounds[1]:
        assert "by word alone" in found.table.summary


def test_the_best_of_many_columns_is_judged_more_strictly():
    first, second = (
        pl.DataFrame({"x": np.random.default_rng(seed).normal(shift, 1, 2_000)})
        for seed, shift in ((1, 0), (2, 0.4))
    )
    (column,) = kb.compare(first, second).columns
    alone, among_many = best_column([column], 0.95), best_column([column] * 200, 0.95)
    assert among_many.low < alone.low <= column.jensen_shannon_divergence.low
    assert best_column([column], 0.5).low >= alone.low
    assert best_column([column], 0.999) is None or best_column([column], 0.999).low < alone.low


@pytest.mark.parametrize("seed", [1, 7])
def test_a_seed_repeats_every_bit_and_another_one_does_not(seed):
    tables = normals(700, 0.5, 1, 3), normals(700, 0, 2, 3)
    found = [kb.compare(*tables, seed=s).to_dict()["table"] for s in (seed, seed, 0)]
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_the_switch():
    tables = normals(100, 0, 1, 2), normals(100, 0, 2, 2)
    assert kb.compare(*tables, joint=True).table is not None
    found = kb.compare(*tables, joint=False)
    assert (found.table, len(found.warnings)) == (None, 1)


@pytest.mark.parametrize("joint", ["no", 1, None])
def test_a_switch_is_true_or_false(joint):
    with pytest.raises(ValueError, match=r"^joint must"):
        kb.compare(normals(9, 0, 1), normals(9, 0, 2), joint=joint)


@pytest.fixture(scope="module")
def small():
    return normals(800, 0.8, 3, 2), normals(800, 0, 4, 2)


@pytest.mark.parametrize(("unit", "nats"), [("nats", 1.0), ("hartleys", math.log(10))])
def test_every_figure_is_in_the_unit(small, unit, nats):
    bits, other = kb.compare(*small).table, kb.compare(*small, unit=unit).table
    assert other.at_least == pytest.approx(bits.at_least * BITS / nats)
    for name in ("jensen_shannon_divergence", "kl_reference_current", "kl_current_reference"):
        assert getattr(other, name).unit == unit
        assert getattr(other, name).raw == pytest.approx(getattr(bits, name).raw * BITS / nats)
    assert (other.p, other.weights) == (bits.p, bits.weights)
    assert unit in other.summary


@pytest.mark.parametrize(("confidence", "reach"), [(0.5, 0.67449), (0.99, 2.57583)])
def test_confidence_is_that_of_the_interval_of_the_bound(small, confidence, reach):
    bound = kb.compare(*small, confidence=confidence).table.jensen_shannon_divergence
    assert bound.confidence == confidence
    assert bound.high - bound.value == pytest.approx(reach * bound.std_error, rel=1e-4)
    assert bound.value - bound.low == pytest.approx(reach * bound.std_error, rel=1e-4)


def test_the_formulas():
    logits, of_current = np.array([0.5, 2.0, -1.0, 0.3, -2.0]), np.array([0, 0, 0, 1, 1]) == 1
    each = [math.log1p(math.exp(-x)) for x in (0.5, 2.0, -1.0)]
    other = [math.log1p(math.exp(x)) for x in (0.3, -2.0)]
    bound = js_bound(logits, of_current, 0.9)
    assert bound.raw == pytest.approx(BITS - np.mean(each) / 2 - np.mean(other) / 2)
    variance = np.var(each, ddof=1) / 3 + np.var(other, ddof=1) / 2
    assert bound.std_error == pytest.approx(math.sqrt(variance) / 2)
    assert (bound.n, bound.confidence) == ((3, 2), 0.9)
    kl = kl_bound(logits, of_current, 0.9)
    second = np.exp([0.3, -2.0])
    assert kl.raw == pytest.approx(0.5 - second.mean() + 1)
    variance = np.var([0.5, 2, -1], ddof=1) / 3 + np.var(second, ddof=1) / 2
    assert kl.std_error == pytest.approx(math.sqrt(variance))
    assert "lower bound" in bound.warnings[0]


def test_a_classifier_that_loses_raises_no_alarm():
    of_current = np.arange(60) % 2 == 0
    logits = np.where(of_current, -1.0, 1.0) * np.tile([1.0, 1.0, 1.0, 1.0, -0.1, 0.1], 10)
    gained, lost = (js_bound(sign * logits, of_current, 0.95) for sign in (1, -1))
    assert chance_of(gained) < 1e-6
    assert chance_of(lost) > 1 - 1e-6
    assert chance_of(js_bound(0.0 * logits, of_current, 0.95)) == 1.0


def test_a_classifier_that_knows_nothing_is_switched_off():
    of_current = np.arange(60) % 2 == 0
    useless = np.where(of_current, 1.0, -1.0) * np.tile([1.0, 1.0, 1.0, -1.0, -1.0, -1.0], 10)
    harmful = np.where(of_current, 1.0, -1.0)
    assert classifier.best_weights([useless, harmful], of_current) == (0.0, 0.0)
    assert classifier.best_weights([-harmful, useless], of_current) == (1.25, 0.0)
    assert classifier.best_weights([useless, -harmful], of_current) == (0.0, 1.25)
    even = js_bound(0.0 * useless, of_current, 0.95)
    assert (even.raw, even.std_error, even.high) == (0.0, 0.0, 0.0)


def test_no_row_is_judged_by_a_model_that_saw_it():
    """Random labels: whoever has seen a row knows its table."""
    tables = [open_table(normals(200, 0, seed, 30)) for seed in (1, 2)]
    matched, _ = match_columns(*tables, None, {})
    rows = drawn_rows(matched, 4_000, 0)
    with classifier.one_thread():
        folds = classifier.cross_fitted(rows, 0)
    assert sorted(np.concatenate([fold.rows for fold in folds])) == list(range(400))
    seen = []
    for fold in folds:
        others = np.setdiff1d(np.arange(400), fold.rows)
        model = fold.models[0]
        seen.append(classifier.balanced_loss(model(rows[others]), rows.of_current[others]))
        unseen = classifier.balanced_loss(model(rows[fold.rows]), rows.of_current[fold.rows])
        assert unseen > BITS - 0.02
    assert max(seen) < BITS - 0.1


def test_models_are_weighed_by_rows_outside_the_fold(monkeypatch):
    """Weights that had seen the rows they are used on would let chance into the bound."""
    tables = [open_table(normals(100, 0, seed, 2)) for seed in (1, 2)]
    matched, _ = match_columns(*tables, None, {})
    asked, best_weights = [], classifier.best_weights
    monkeypatch.setattr(
        classifier,
        "best_weights",
        lambda logits, sides: asked.append(len(sides)) or best_weights(logits, sides),
    )
    with classifier.one_thread():
        folds = classifier.cross_fitted(drawn_rows(matched, 4_000, 0), 0)
    assert asked == [200 - len(fold.rows) for fold in folds]


def test_rows_are_encoded_blind_to_their_table():
    first, second = normals(300, 0, 1, 2), normals(300, 0, 2, 2)
    tables = open_table(first), open_table(second.with_columns(pl.col("x0") + 5))
    matched, _ = match_columns(*tables, None, {})
    rows = drawn_rows(matched, 4_000, 0)
    # Ranked together: the normal scores of both are those of one normal sample.
    assert rows.scores[:, 0].mean() == pytest.approx(0, abs=1e-9)
    assert rows.scores[:, 0].std() == pytest.approx(1, abs=0.01)
    assert rows.scores[rows.of_current, 0].mean() > 0.75


def test_a_gap_is_told_from_a_number_and_rare_categories_from_none():
    words = [f"w{min(k % 20, 12)}" for k in range(90)]
    table = pl.DataFrame({"x": [None, *np.linspace(0, 1, 89)], "word": [None, *words[1:]]})
    tables = [open_table(table)] * 2
    matched, _ = match_columns(*tables, None, {"word": "category", "x": "number"})
    rows = drawn_rows(matched, 4_000, 0)
    assert rows.owner.tolist() == [0, 0] + [1] * 9  # a score or eight words, and whether missing
    assert rows.scores[:, 1].nonzero()[0].tolist() == [0, 90]
    assert rows.scores[0, 0] == 0
    assert rows.scores[:, -1].nonzero()[0].tolist() == [0, 90]
    assert np.isnan(rows.codes[[0, 90]]).all()
    assert rows.scores[:, 2].sum() == 2 * words.count("w12")  # the most frequent comes first
    assert rows.categorical.tolist() == [False, True]


@pytest.mark.parametrize("seed", [1, 7])
def test_a_seed_draws_the_folds(small, seed):
    matched, _ = match_columns(*map(open_table, small), None, {})
    rows = drawn_rows(matched, 4_000, 0)
    with classifier.one_thread():
        folds = [classifier.cross_fitted(rows, s)[0].rows.tolist() for s in (seed, seed, 0)]
    assert folds[0] == folds[1]
    assert folds[0] != folds[2]


def test_of_very_many_columns_those_of_most_entropy_are_looked_at(monkeypatch):
    assert whole_table.MOST_COLUMNS == 200
    monkeypatch.setattr(whole_table, "MOST_COLUMNS", 70)
    generator = np.random.default_rng(0)
    first, second = (
        pl.DataFrame(
            {f"flag{k}": generator.random(90) < 0.5 for k in range(5)}
            | {f"x{k}": column for k, column in enumerate(generator.normal(size=(72, 90)))}
        )
        for _ in "ab"
    )
    found = kb.compare(first, second).table
    assert (found.columns, len(found.left_out), found.alarm) == (70, 7, False)
    assert {f"flag{k}" for k in range(5)} <= {column.name for column in found.left_out}
    assert "entropy" in found.left_out[0].reason


def test_json_holds_the_figure_with_fixed_keys(small):
    found = kb.compare(*small)
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))["table"]
    assert set(record) == {
        *("at_least", "jensen_shannon_divergence", "alarm", "p", "kl_reference_current"),
        *("kl_current_reference", "best_column", "explained_by", "rows", "columns"),
        *("left_out", "weights"),
    }
    assert record["jensen_shannon_divergence"]["n"] == [800, 800]
    assert record["at_least"] == record["jensen_shannon_divergence"]["value"]
    assert len(record["weights"]) == 3
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_first_comparison_of_a_process_keeps_to_one_thread_too():
    code = (
        "from kullback.estimate.discriminative.classifier import one_thread\n"
        "from threadpoolctl import threadpool_info\n"
        "with one_thread():\n"
        "    import sklearn.ensemble, sklearn.linear_model\n"
        "    print(*sorted({(x['user_api'], x['num_threads']) for x in threadpool_info()}))"
    )
    environment = os.environ | {"OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout == "('blas', 1) ('openmp', 1)\n"


def test_without_scikit_learn_a_warning_names_the_remedy():
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "import kullback as kb, polars as pl\n"
        "table = pl.DataFrame({'x': ['a', 'b'] * 50, 'y': ['c', 'd'] * 50})\n"
        "found = kb.compare(table, table)\n"
        "print(found.table, len(found.columns), found.warnings[-1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("None 2 no figure for the whole table: it needs scikit-learn")
    assert "pip install 'kullback[app]'" in done.stdout


def test_texts_are_told_apart_to_their_last_byte_and_long_ones_take_no_room():
    scores, codes = _category(["a", "a\0", "a", None, "", "a\0\0"])
    assert codes[[0, 1, 2, 4, 5]].tolist() == [0, 2, 0, 1, 3]
    assert np.isnan(codes[3])
    assert scores.sum(axis=0).tolist() == [2, 1, 1, 1, 1]
    tracemalloc.start()
    _category(["a", "b"] * 1_000 + ["long" * 100_000])
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


def test_rows_that_are_all_told_with_the_same_certainty_are_no_chance():
    of_current = np.arange(60) % 2 == 0
    bound = js_bound(np.where(of_current, -3.0, 3.0), of_current, 0.95)
    assert (bound.std_error, whole_table.chance_of(bound)) == (0.0, 0.0)
    worse = js_bound(np.where(of_current, 3.0, -3.0), of_current, 0.95)
    assert (worse.std_error, whole_table.chance_of(worse)) == (0.0, 1.0)
    even = js_bound(np.zeros(60), of_current, 0.95)
    assert whole_table.chance_of(even) == 1.0


def test_odds_are_as_certain_as_the_rows_can_show():
    of_current = np.arange(900) % 3 == 0
    found = moderated(np.where(of_current, -50.0, 50.0), of_current)
    assert found[~of_current] == pytest.approx(math.log(100))  # of 300 rows of current, 3
    assert found[of_current] == pytest.approx(-math.log(200))
    assert moderated(np.full(900, 0.5), of_current).tolist() == [0.5] * 900


@pytest.mark.parametrize("seed", range(6))
def test_the_bounds_of_kl_claim_no_more_than_is_true_where_the_tables_hardly_overlap(seed):
    """Two coins that fall alike in the reference, and unlike in current, but for 1 in 1,000."""

    def coins(seed, unlike):
        generator = np.random.default_rng(seed)
        first, astray = generator.random(600) < 0.5, generator.random(600) < 0.001
        words = [np.where(coin, "head", "tail") for coin in (first, first ^ astray ^ unlike)]
        return pl.DataFrame(dict(zip("xy", words, strict=True)))

    found = kb.compare(coins(seed, False), coins(100 + seed, True), pairs=False).table
    truth = 0.998 * math.log2(999)
    for bound in (found.kl_reference_current, found.kl_current_reference):
        assert 0.5 * truth < bound.value < truth
        assert bound.low < truth


def test_a_bound_that_may_be_chance_is_not_claimed():
    found = kb.compare(*(normals(100, 0, seed, 2) for seed in (12, 13)), pairs=False).table
    assert found.jensen_shannon_divergence.value > 0
    assert not found.alarm
    assert (found.at_least, found.best_column) == (0.0, None)
    assert found.summary == "As a whole, nothing was found beyond single columns."


def test_of_columns_of_equal_entropy_not_those_that_differ_most_are_looked_at(monkeypatch):
    monkeypatch.setattr(whole_table, "MOST_COLUMNS", 3)
    tables = [
        pl.DataFrame(
            {
                f"flag{k}": [True] * (30 + sign * 3 * k) + [False] * (30 - sign * 3 * k)
                for k in range(6)
            }
        )
        for sign in (1, -1)
    ]
    found = kb.compare(*tables, pairs=False)
    assert found.columns[0].name == "flag5"
    assert [column.name for column in found.table.left_out] == ["flag3", "flag4", "flag5"]


@pytest.mark.parametrize(("confidence", "columns"), [(0.95, 200), (0.5, 3)])
def test_the_limit_of_the_best_column_is_one_of_two_sides_for_every_column(confidence, columns):
    first, second = (
        pl.DataFrame({"x": np.random.default_rng(seed).normal(shift, 1, 2_000)})
        for seed, shift in ((1, 0), (2, 0.4))
    )
    (column,) = kb.compare(first, second, confidence=confidence).columns
    size = column.jensen_shannon_divergence
    reach = norm.isf((1 - confidence) / 2 / columns)
    expected = min(size.low, size.raw - reach * size.std_error)
    assert best_column([column] * columns, confidence).low == pytest.approx(expected, rel=1e-9)
    assert expected < size.low


def test_two_tables_are_not_drawn_at_the_same_rows():
    """They may be in one order, as two months of the same people are."""
    table = pl.DataFrame({"row": np.arange(1_000) + 0.5, "other": np.zeros(1_000)})
    matched, _ = match_columns(open_table(table), open_table(table), ["row"], {"row": "number"})
    drawn = [drawn_rows(matched, 100, seed) for seed in (0, 0, 1)]
    sides = [
        [each.scores[each.of_current == side, 0].tolist() for side in (0, 1)] for each in drawn
    ]
    assert sides[0] == sides[1]
    chosen = [np.unique(each.codes[~each.of_current]).tolist() for each in drawn]
    other = np.unique(drawn[0].codes[drawn[0].of_current]).tolist()
    assert chosen[0] != other
    assert chosen[0] != chosen[2]


def test_the_weights_of_a_fold_do_not_know_its_labels(monkeypatch):
    """A model that is right in one fold alone has weight in the two others, and none in it."""
    monkeypatch.setattr(classifier, "quadratic", lambda train: lambda rows: rows.scores[:, 0])
    monkeypatch.setattr(classifier, "boosted", lambda train, seed: classifier._silent)
    of_current = np.arange(300) % 2 == 0
    truth = np.where(of_current, -1.0, 1.0)

    def rows(scores):
        return Rows(
            scores[:, None], np.zeros(1, int), scores[:, None], np.array([False]), of_current
        )

    own = classifier.cross_fitted(rows(truth), 0)[0].rows
    right_in_one = -0.2 * truth
    right_in_one[own] = 3.0 * truth[own]
    weights = [fold.weights[0] for fold in classifier.cross_fitted(rows(right_in_one), 0)]
    assert weights[0] == 0.0
    assert min(weights[1:]) > 0.0


def test_of_many_scores_those_that_differ_in_mean_or_in_spread_are_multiplied():
    generator = np.random.default_rng(0)
    of_current = np.arange(600) % 2 == 0
    scores = generator.normal(size=(600, 70))
    moved, wider = [5, 20, 41], [7, 33, 69]
    scores[np.ix_(of_current, moved)] += 1.0
    scores[np.ix_(of_current, wider)] *= 2.5
    rows = Rows(scores, np.arange(70), scores, np.zeros(70, bool), of_current)
    chosen = classifier._in_products(rows)
    assert {*moved, *wider} <= {*chosen.tolist()}
    assert len(chosen) == classifier.MOST_IN_PRODUCTS
    few = Rows(scores[:, :60], np.arange(60), scores[:, :60], np.zeros(60, bool), of_current)
    assert classifier._in_products(few).tolist() == list(range(60))


def test_a_seed_sets_the_rows_that_stop_the_trees(small):
    matched, _ = match_columns(*map(open_table, small), None, {})
    rows = drawn_rows(matched, 4_000, 0)
    with classifier.one_thread():
        first, again, other = (classifier.boosted(rows, seed)(rows).tolist() for seed in (3, 3, 4))
    assert first == again
    assert first != other

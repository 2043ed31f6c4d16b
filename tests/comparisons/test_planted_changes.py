"""Changes planted in a real table are named first; an unchanged table is not accused."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.datasets import load_breast_cancer

import kullback as kb

pytestmark = pytest.mark.simulation

FLIGHTS = Path(__file__).parents[2] / "examples" / "reference.csv"
ROWS = 4_000


@pytest.fixture(scope="module")
def flights():
    return pl.read_csv(FLIGHTS, infer_schema_length=None)


def halves(table, seed, rows=ROWS):
    order = np.random.default_rng(seed).permutation(len(table))
    return table[order[:rows]], table[order[rows : 2 * rows]]


def shift_air_time(table, generator):
    spread = table["air_time"].std()
    return table.with_columns(pl.col("air_time") + 0.3 * spread)


def add_category(table, generator):
    new = pl.Series(generator.random(len(table)) < 0.03)
    return table.with_columns(carrier=pl.when(new).then(pl.lit("ZZ")).otherwise(pl.col("carrier")))


def lose_values(table, generator):
    lost = pl.Series(generator.random(len(table)) < 0.10)
    return table.with_columns(
        distance=pl.when(lost).then(pl.lit(None)).otherwise(pl.col("distance"))
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("plant", "column"),
    [(shift_air_time, "air_time"), (add_category, "carrier"), (lose_values, "distance")],
)
def test_a_planted_change_is_named_first(flights, plant, column, seed):
    reference, current = halves(flights, seed)
    found = kb.compare(reference, plant(current, np.random.default_rng(seed)), joint=False)
    first = found.columns[0]
    assert first.name == column
    assert first.alarm
    assert column in found.summary


def test_a_new_category_and_missing_values_carry_the_divergence(flights):
    reference, current = halves(flights, 1)
    generator = np.random.default_rng(1)
    carrier = kb.compare(reference, add_category(current, generator), joint=False).columns[0]
    (new,) = carrier.leading(1)
    assert (new.label, new.reference) == ("ZZ", 0)
    assert carrier.unseen.current == pytest.approx(0.03, abs=0.01)
    assert carrier.unseen.expected_current < 0.001
    distance = kb.compare(reference, lose_values(current, generator), joint=False).columns[0]
    assert distance.leading(1)[0].label == "missing"
    assert distance.missing.current == pytest.approx(0.10, abs=0.015)


def test_a_table_is_like_itself(flights):
    found = kb.compare(flights, flights)
    assert not found.table.alarm
    assert found.table.at_least == 0.0
    assert not any(column.alarm for column in found.columns)
    for column in found.columns:
        assert column.jensen_shannon_divergence.value == 0.0
        assert column.jensen_shannon_divergence.plug_in == 0.0
        assert column.kl_reference_current.plug_in == 0.0
        assert column.verdict == "no change seen"
        assert column.p == 1.0
    seen = f"No change seen in {len(found.columns)} columns compared"
    assert found.summary == f"{seen}, alone, in pairs or together."


def test_random_halves_raise_few_alarms():
    """A slice of benchmarks/false_alarms.py: 40 halves of 31 columns."""
    data = load_breast_cancer()
    table = pl.DataFrame(dict(zip(data.feature_names, data.data.T, strict=True)))
    hits, alarms, pairs = [], 0, 0
    for seed in range(40):
        found = kb.compare(*halves(table, seed, len(table) // 2), joint=False)
        hits += [column.p <= 0.05 for column in found.columns]
        alarms += any(column.alarm for column in found.columns)
        pairs += any(pair.alarm for pair in found.pairs)
    assert 0.01 <= np.mean(hits) <= 0.09
    assert alarms <= 7
    assert pairs <= 7

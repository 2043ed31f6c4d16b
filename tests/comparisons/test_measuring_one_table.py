"""One table measured: plug-in values as others compute them, planted dependence, every engine."""

import json
import math
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.stats import chi2_contingency
from scipy.stats import entropy as scipy_entropy
from sklearn.metrics import mutual_info_score

from kullback.comparisons import measure
from kullback.estimate import measures
from kullback.estimate.independence import independence

FLIGHTS = Path(__file__).parents[2] / "examples" / "reference.csv"


@pytest.fixture(scope="module")
def flights():
    return measure(FLIGHTS, unit="nats")


def codes_of(frame, measurement):
    """Return each column as integers: values, or bins at the quantiles that were asked for."""
    from kullback.comparisons.matching import one_table
    from kullback.comparisons.single_table import _outcomes
    from kullback.tables import open_table

    with open_table(str(FLIGHTS), role="table") as table:
        matched, _, asked = one_table(table, None, {})
        codings = {name: each.coding for name, each in _outcomes(asked, matched).items()}
    codes = {}
    for column in measurement.columns:
        values = frame[column.name]
        if column.kind == "number":
            edges = codings[column.name].edges
            binned = np.searchsorted(edges, values.to_numpy(float), side="left")
            codes[column.name] = np.where(values.isna(), -1, binned)
        else:
            codes[column.name] = values.astype("category").cat.codes.to_numpy()
    return codes


def test_plug_in_values_agree_with_scipy_and_scikit_learn(flights):
    frame = pd.read_csv(FLIGHTS)
    codes = codes_of(frame, flights)
    assert len(codes) == 13
    for column in flights.columns:
        counts = np.unique(codes[column.name], return_counts=True)[1]
        assert column.outcomes == len(counts)
        assert column.entropy.plug_in == pytest.approx(scipy_entropy(counts), rel=1e-12)
    assert len(flights.pairs) == 78
    for pair in flights.pairs:
        wanted = mutual_info_score(codes[pair.first], codes[pair.second])
        assert pair.mutual_information.plug_in == pytest.approx(wanted, rel=1e-10, abs=1e-12)


def test_the_strongest_pair_of_the_flights_is_named_first(flights):
    assert flights.summary.startswith("Most dependent: dest and distance (2.79 nats, 90 % of dist")
    assert flights.pairs[0].share == pytest.approx(0.90, abs=0.005)
    raw = [pair.mutual_information.raw for pair in flights.pairs if pair.dependent]
    assert raw == sorted(raw, reverse=True)


def planted(n, seed=0):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 4, n), rng.integers(0, 4, n)
    return {
        "x": x.astype(str),
        "copy": np.char.add("c", x.astype(str)),
        "noisy": np.where(rng.random(n) < 0.7, x, rng.integers(0, 4, n)).astype(str),
        "apart": np.char.add("a", y.astype(str)),
        "parity": np.char.add("p", ((x + y) % 2).astype(str)),
    }


@pytest.mark.parametrize("n", [400, 20_000])
def test_planted_dependence(n):
    found = measure(pa.table(planted(n)), unit="bits")
    pair = {frozenset((p.first, p.second)): p for p in found.pairs}
    copy, noisy, apart = (pair[frozenset(("x", other))] for other in ("copy", "noisy", "apart"))
    assert copy.share == pytest.approx(1, abs=0.02)
    assert copy.mutual_information.high == pytest.approx(2, abs=0.01)
    # x is kept with chance 0.7 + 0.3/4: the truth by hand.
    kept, other = 0.775, 0.075
    truth = 2 + kept * math.log2(kept) + 3 * other * math.log2(other)
    assert noisy.mutual_information.low < truth < noisy.mutual_information.high
    assert copy.dependent and noisy.dependent and not apart.dependent
    assert apart.mutual_information.low == 0
    assert not pair[frozenset(("x", "parity"))].dependent  # y is needed to see it
    assert found.pairs[0] == copy


def test_independent_columns_are_called_so():
    rng = np.random.default_rng(0)
    found = measure(pa.table({f"c{i}": rng.integers(0, 5, 500).astype(str) for i in range(8)}))
    assert found.summary == "No dependence seen: 8 columns, 28 pairs."


def test_p_values_are_those_of_the_likelihood_ratio_test():
    table = np.array([[30, 20, 25], [25, 35, 20]])
    wanted = chi2_contingency(table, lambda_="log-likelihood")
    observed = measures.mutual_information(table).plug_in
    assert 2 * table.sum() * observed == pytest.approx(wanted.statistic, rel=1e-12)
    # But for the factor of Williams (1976), which makes the law right for small samples.
    assert independence(table, 0).p(observed) == pytest.approx(wanted.pvalue, rel=0.05)


def test_missing_values_are_an_outcome():
    both = measure(pa.table({"a": ["u", None] * 40, "b": ["v", None] * 40}))
    assert [column.missing for column in both.columns] == [0.5, 0.5]
    assert both.pairs[0].share == pytest.approx(1, abs=0.02)
    numbers = pa.table({"a": [*range(97), None, math.nan, math.inf], "b": ["v"] * 50 + ["w"] * 50})
    found = measure(numbers, kinds={"a": "number"})
    assert found.columns[0].missing == 0.02
    assert found.pairs[0].dependent


def test_what_says_nothing_is_left_out():
    rng = np.random.default_rng(1)
    table = pa.table(
        {
            "id": [f"row {i}" for i in range(200)],
            "same": ["x"] * 200,
            "kind": rng.integers(0, 3, 200).astype(str),
            "when": pd.date_range("2026-01-01", periods=200),
        }
    )
    found = measure(table)
    assert [(c.name, c.kind) for c in found.left_out] == [
        ("id", "identifier"), ("same", "constant"), ("when", "date")
    ]  # fmt: skip
    assert found.pairs == ()
    assert found.summary.startswith("The entropy of kind is 1.5")
    assert measure(table, columns=["same"]).summary == "Nothing was measured."
    assert measure(table, kinds={"kind": "identifier"}).columns == ()


def test_pairs_of_too_many_cells_are_left_out():
    rng = np.random.default_rng(2)
    many = {c: [f"{c}{i}" for i in rng.integers(0, 2200, 6600)] for c in "ab"}
    found = measure(pa.table({**many, "c": ["y", "n"] * 3300}))
    assert [(p.first, p.second) for p in found.left_out_pairs] == [("a", "b")]
    assert "more than 4,000,000" in found.left_out_pairs[0].reason
    assert len(found.pairs) == 2


def test_every_engine_gives_the_same(tmp_path):
    data = planted(300) | {"number": np.random.default_rng(3).normal(size=300).round(2)}
    frame = pd.DataFrame(data)
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    relation = duckdb.connect().from_arrow(pa.table(data))
    wanted = comparable(measure(pa.table(data)))
    sources = [frame, pl.DataFrame(data), pl.LazyFrame(data), relation]
    for source in (*sources, tmp_path / "t.csv", tmp_path / "t.parquet"):
        assert comparable(measure(source)) == wanted


def comparable(measurement):
    """Return what must not depend on the engine, to ten digits."""
    rounded = json.loads(
        json.dumps(measurement.to_dict()), parse_float=lambda x: f"{float(x):.10g}"
    )
    return {key: value for key, value in rounded.items() if key != "table"}


def test_the_record_is_what_json_can_hold():
    found = measure(pa.table(planted(60))).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False))["schema"] == "kullback.measurement/1"
    assert list(found) == [
        "schema", "version", "columns", "pairs", "left_out", "left_out_pairs", "warnings", "unit",
        "confidence", "seed", "table",
    ]  # fmt: skip
    assert list(found["columns"][0]) == [
        "name", "kind", "outcomes", "entropy", "most", "missing", "notes"
    ]  # fmt: skip
    assert list(found["pairs"][0]) == [
        "first", "second", "mutual_information", "share", "dependent", "p", "q"
    ]  # fmt: skip


def test_options_are_heeded():
    table = pa.table(planted(100))
    assert measure(table).columns[0].most == 2
    assert measure(table, unit="nats").columns[0].most == pytest.approx(math.log(4))
    assert measure(table, unit="hartleys").columns[0].most == pytest.approx(math.log10(4))
    narrow, wide = (measure(table, confidence=c).columns[0].entropy for c in (0.5, 0.99))
    assert wide.low < narrow.low < narrow.high <= wide.high
    assert [c.name for c in measure(table, columns=["noisy", "x"]).columns] == ["noisy", "x"]
    thin = pa.table({"a": list("aabbccddee") * 3, "b": list("abcdeabcde") * 3})
    assert measure(thin, seed=1).pairs != measure(thin, seed=2).pairs
    assert measure(thin, seed=1).pairs == measure(thin, seed=1).pairs


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"columns": ["nix"]}, "no column 'nix' in .*it has 'x', 'copy'"),
        ({"columns": []}, "columns must list at least one"),
        ({"kinds": {"x": "colour"}}, "the kind of column 'x' must be one of"),
        ({"kinds": {"nix": "number"}}, "no column 'nix'"),
        ({"unit": "pounds"}, "unit must be one of"),
        ({"confidence": 95}, "confidence must lie between 0 and 1"),
        ({"seed": -1}, "seed must be a whole number"),
    ],
)
def test_nonsense_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        measure(pa.table(planted(50)), **options)


def test_two_rows_say_little_and_it_is_said():
    found = measure(pa.table({"a": ["x", "y"], "b": ["u", "v"]}))
    assert not found.pairs[0].dependent
    assert "lower bound" in found.pairs[0].mutual_information.warnings[0]

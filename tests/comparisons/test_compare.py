"""What `compare` returns, column by column, on tables made for the purpose."""

import json
import math

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from scipy.stats import entropy as scipy_entropy

import kullback as kb
from kullback.comparisons.permutation import draw_null
from kullback.estimate.counts.added_half import AddedHalf
from kullback.tables.narwhals_table import NarwhalsTable

BITS = math.log(2)


@pytest.fixture(scope="module")
def mixed():
    generator = np.random.default_rng(5)
    n = 900
    numbers = np.round(generator.normal(50, 20, n), 1)
    table = pl.DataFrame(
        {
            "number": pl.Series(numbers).to_frame("x")["x"],
            "count": generator.poisson(3, n),
            "flag": generator.random(n) < 0.3,
            "category": generator.choice(list("abcde"), n),
        }
    ).with_columns(
        number=pl.when(pl.Series(generator.random(n) < 0.05)).then(None).otherwise(pl.col("number"))
    )
    return table[:500], table[500:].with_columns(count=pl.col("count") + 1)


def by_name(comparison):
    return {column.name: column for column in comparison.columns}


def test_plug_in_figures_agree_with_scipy_and_duckdb(mixed):
    found = kb.compare(*mixed)
    assert {c.name for c in found.columns} == {"number", "count", "flag", "category"}
    for column in found.columns:
        p = np.array([outcome.reference for outcome in column.outcomes])
        q = np.array([outcome.current for outcome in column.outcomes])
        middle = p / p.sum() + q / q.sum()
        js = (scipy_entropy(p, middle, base=2) + scipy_entropy(q, middle, base=2)) / 2
        expected = {
            "entropy_reference": scipy_entropy(p, base=2),
            "entropy_current": scipy_entropy(q, base=2),
            "kl_reference_current": scipy_entropy(p, q, base=2),
            "kl_current_reference": scipy_entropy(q, p, base=2),
            "cross_entropy": scipy_entropy(p, base=2) + scipy_entropy(p, q, base=2),
            "jensen_shannon_divergence": js,
        }
        for name, value in expected.items():
            assert getattr(column, name).plug_in == pytest.approx(value, rel=1e-12, abs=1e-15)
        labels = pa.table({"x": np.repeat([o.label for o in column.outcomes], p)})
        assert len(labels) == 500
        (in_duckdb,) = duckdb.sql("select entropy(x) from labels").fetchall()[0]
        assert column.entropy_reference.plug_in == pytest.approx(in_duckdb, rel=1e-12)


def test_corrected_figures_follow_their_formulas(mixed):
    found = kb.compare(*mixed, unit="nats")
    for column in found.columns:
        m = len(column.outcomes)
        h = 1 / 500 + 1 / 400
        assert column.floor == pytest.approx((m - 1) * h / 8)
        assert column.jensen_shannon_divergence.bias == pytest.approx(column.floor)
        assert column.entropy_reference.bias == pytest.approx(-(m - 1) / 1000)
        assert column.entropy_reference.raw + column.kl_reference_current.raw == pytest.approx(
            column.cross_entropy.raw, abs=1e-12
        )
        js = column.jensen_shannon_divergence.plug_in
        assert sum(o.divergence for o in column.outcomes) == pytest.approx(js, abs=1e-13)


@pytest.mark.parametrize(("unit", "nats"), [("bits", BITS), ("hartleys", math.log(10))])
def test_unit_scales_every_figure_but_no_verdict(mixed, unit, nats):
    inside, outside = (
        by_name(kb.compare(*mixed, unit="nats", joint=False)),
        by_name(kb.compare(*mixed, unit=unit, joint=False)),
    )
    for name, column in inside.items():
        other = outside[name]
        assert other.verdict == column.verdict
        assert other.p == column.p
        for figure in ("floor", "line95"):
            assert getattr(other, figure) == pytest.approx(getattr(column, figure) / nats)
        for figure in ("jensen_shannon_divergence", "entropy_current", "cross_entropy"):
            assert getattr(other, figure).value == pytest.approx(
                getattr(column, figure).value / nats
            )
        assert other.outcomes[0].divergence == pytest.approx(column.outcomes[0].divergence / nats)


@pytest.mark.parametrize("confidence", [0.5, 0.99])
def test_confidence_widens_intervals(mixed, confidence):
    usual, other = (
        by_name(kb.compare(*mixed, confidence=share, joint=False))["count"]
        for share in (0.95, confidence)
    )
    usual, other = usual.jensen_shannon_divergence, other.jensen_shannon_divergence
    assert other.confidence == confidence
    assert (other.high - other.low > usual.high - usual.low) == (confidence > 0.95)


def test_columns_are_ordered_by_alarm_then_size(mixed):
    reference, current = mixed
    current = current.with_columns(category=pl.lit("a"))
    found = kb.compare(reference, current)
    assert [c.name for c in found.columns[:2]] == ["category", "count"]
    assert [c.alarm for c in found.columns] == sorted(
        (c.alarm for c in found.columns), reverse=True
    )
    assert found.summary.startswith("Largest change: category (")


def test_columns_may_be_chosen(mixed):
    assert [c.name for c in kb.compare(*mixed, columns=["flag"]).columns] == ["flag"]
    pair = kb.compare(*mixed, columns=["category", "number", "category"]).columns
    assert {c.name for c in pair} == {"category", "number"}


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        ({}, "discrete number"),
        ({"count": "category"}, "category"),
        ({"count": "number"}, "number"),
    ],
)
def test_a_kind_can_be_set_by_hand(mixed, kinds, kind):
    assert by_name(kb.compare(*mixed, kinds=kinds, joint=False))["count"].kind == kind


def test_a_column_called_an_identifier_is_left_out(mixed):
    found = kb.compare(*mixed, kinds={"count": "identifier"})
    assert "count" not in by_name(found)
    assert [(c.name, c.kind) for c in found.left_out] == [("count", "identifier")]


def test_missing_values_are_an_outcome_of_their_own():
    first = pl.DataFrame({"x": [1.0, None, 2.0, 3.0] * 25})
    second = pl.DataFrame({"x": [1.0, None, None, 3.0] * 25})
    (column,) = kb.compare(first, second).columns
    assert (column.missing.reference, column.missing.current) == (0.25, 0.5)
    missing = next(o for o in column.outcomes if o.label == "missing")
    assert (missing.reference, missing.current) == (25, 50)


def test_each_column_is_profiled_once(mixed, monkeypatch):
    asked, profiles = [], NarwhalsTable.profiles
    monkeypatch.setattr(
        NarwhalsTable, "profiles", lambda self, names: asked.extend(names) or profiles(self, names)
    )
    kb.compare(*mixed)
    assert sorted(asked) == sorted([*mixed[0].columns] * 2)


def test_infinities_are_outcomes_of_their_own():
    generator = np.random.default_rng(0)
    first = pl.DataFrame({"x": [*generator.normal(size=100), *[math.inf] * 20, *[-math.inf] * 10]})
    second = pl.DataFrame({"x": [*generator.normal(size=100), *[math.inf] * 10, *[-math.inf] * 20]})
    (column,) = kb.compare(first, second).columns
    found = {o.label: (o.reference, o.current) for o in column.outcomes}
    assert found["∞"] == (20, 10)
    assert found["−∞"] == (10, 20)


@pytest.mark.parametrize("distinct", [10, 50, 150])  # discrete, nearly so, and binned
def test_every_row_is_counted_once(distinct):
    values = [float(k % distinct) for k in range(300)]
    first = pl.DataFrame({"x": [*values, math.inf, -math.inf, None, math.nan]})
    second = pl.DataFrame({"x": [*values, *values, math.inf, None]})
    (column,) = kb.compare(first, second).columns
    assert sum(o.reference for o in column.outcomes) == 304
    assert sum(o.current for o in column.outcomes) == 602


@pytest.mark.parametrize("swapped", [False, True])
def test_numbers_on_one_side_only_are_one_outcome(swapped):
    full = pl.DataFrame({"x": np.random.default_rng(0).normal(size=200)})
    empty = pl.DataFrame({"x": [None] * 200})
    (column,) = kb.compare(*((empty, full) if swapped else (full, empty))).columns
    assert sorted(o.label for o in column.outcomes) == ["any number", "missing"]
    assert column.verdict == "tells the tables apart"


def test_a_value_called_missing_is_not_mistaken_for_none():
    first = pl.DataFrame({"x": ["missing", "there", None] * 30})
    (column,) = kb.compare(first, first).columns
    assert {o.label: o.reference for o in column.outcomes} == {
        "missing": 30,
        "there": 30,
        "(missing)": 30,
    }


def test_rare_categories_are_taken_together_blind_to_the_side():
    common = ["a"] * 100 + ["b"] * 100
    first = pl.DataFrame({"x": [*common, *"cdefg"]})
    second = pl.DataFrame({"x": [*common, *"hijkl"]})
    (column,) = kb.compare(first, second).columns
    assert {o.label for o in column.outcomes} == {"a", "b", "rest"}
    assert "10 rare outcomes are taken together as the rest" in column.notes
    assert column.unseen.current == pytest.approx(5 / 205)


def test_very_many_categories_are_judged_by_drawing():
    generator = np.random.default_rng(2)
    names = [f"n{k}" for k in range(400)]
    first, second, other = (
        pl.DataFrame({"x": generator.choice(names, 800, p=weights)})
        for weights in (None, None, np.linspace(0, 2, 400) / 400)
    )
    same, changed = kb.compare(first, second).columns[0], kb.compare(first, other).columns[0]
    assert "chance was drawn" in same.notes[-1]
    assert not same.alarm
    assert changed.alarm
    assert kb.compare(first, second, seed=1).columns[0].floor != same.floor
    assert kb.compare(first, second, seed=2).columns[0].floor != same.floor
    assert kb.compare(first, second, seed=0).columns[0].floor == same.floor


def test_new_outcomes_make_the_upper_limit_of_kl_infinite():
    first = pl.DataFrame({"x": ["a"] * 100 + ["b"] * 100})
    second = pl.DataFrame({"x": ["a"] * 200})
    (column,) = kb.compare(first, second).columns
    assert column.kl_reference_current.high == math.inf
    assert column.kl_reference_current.missing_mass == 0.5
    assert column.kl_current_reference.high < math.inf
    assert column.verdict == "large"


def test_disjoint_constants_are_one_bit_apart():
    (column,) = kb.compare(pl.DataFrame({"x": [1] * 500}), pl.DataFrame({"x": [2] * 500})).columns
    assert column.jensen_shannon_divergence.plug_in == pytest.approx(1.0)
    assert column.verdict == "tells the tables apart"
    assert "probably what defines the two tables" in column.notes


def test_json_holds_everything_with_fixed_keys(mixed):
    reference, current = mixed
    current = current.with_columns(category=pl.lit("a"))
    record = kb.compare(reference, current).to_dict()
    text = json.dumps(record, allow_nan=False)
    assert json.loads(text)["schema"] == "kullback.comparison/1"
    assert record["pairs"] == []
    first = record["columns"][0]
    assert first["name"] == "category"
    assert first["kl_reference_current"]["plug_in"] == "inf"
    keys = {frozenset(c[name]) for c in record["columns"] for name in c if name.startswith("kl_")}
    assert keys == {
        frozenset(
            {
                *("value", "raw", "plug_in", "bias", "unit", "std_error", "low", "high"),
                *("confidence", "n", "estimator", "sample_coverage", "missing_mass", "warnings"),
            }
        )
    }
    assert set(first) == {
        *("name", "kind", "verdict", "alarm", "p", "q", "jensen_shannon_divergence"),
        *("kl_reference_current", "kl_current_reference", "entropy_reference"),
        *("entropy_current", "cross_entropy", "floor", "line95", "missing", "unseen"),
        *("outcomes", "notes"),
    }


def test_reads_as_an_answer(mixed):
    lines = repr(kb.compare(*mixed)).splitlines()
    assert "Largest change: count (" in lines[0]
    assert "4 columns compared: 1 " in lines[0]
    assert lines[1].startswith("  count (discrete number): ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"unit": "parsecs"}, "parsecs"),
        ({"confidence": 1.0}, "confidence"),
        ({"confidence": 0.0}, "confidence"),
        ({"confidence": 95}, "confidence"),
        ({"columns": ["nothing"]}, "no column 'nothing'"),
        ({"kinds": {"nothing": "category"}}, "no column 'nothing'"),
        ({"kinds": {"count": "colour"}}, "'colour'"),
    ],
)
def test_unusable_arguments(mixed, arguments, words):
    with pytest.raises(ValueError, match=words):
        kb.compare(*mixed, **arguments)


def test_tables_without_a_common_column(mixed):
    with pytest.raises(ValueError, match="no column in common"):
        kb.compare(mixed[0], pl.DataFrame({"other": [1]}))


def test_unseen_numbers_are_beside_what_chance_gives():
    first = pl.DataFrame({"x": np.linspace(0, 1, 99)})
    second = pl.DataFrame({"x": np.linspace(0.5, 1.5, 199)})
    (column,) = kb.compare(first, second).columns
    assert column.unseen.current == pytest.approx(99 / 199, abs=0.01)
    assert column.unseen.reference == pytest.approx(0.5, abs=0.02)
    assert column.unseen.expected_current == pytest.approx(2 / 100)
    assert column.unseen.expected_reference == pytest.approx(2 / 200)


def test_line95_is_what_chance_exceeds_in_one_case_of_twenty():
    generator = np.random.default_rng(4)
    for words in (6, 500):  # by the formula, and drawn
        above = []
        for _ in range(60):
            first, second = (pl.DataFrame({"x": generator.integers(0, words, 300)}) for _ in "ab")
            (column,) = kb.compare(first, second, kinds={"x": "category"}).columns
            above.append(column.jensen_shannon_divergence.plug_in > column.line95)
        assert 0 <= np.mean(above) <= 0.15
        assert column.line95 > column.floor > 0


def test_a_total_change_next_to_a_spike_is_seen():
    zeros = pl.DataFrame({"x": [0.0] * 500})
    other = pl.DataFrame({"x": np.random.default_rng(0).normal(size=500)})
    assert kb.compare(zeros, other).columns[0].verdict == "tells the tables apart"


@pytest.mark.parametrize("n", [3, 4, 5, 8])
def test_a_tiny_reference_raises_no_alarm_by_itself(n):
    generator = np.random.default_rng(12)
    alarms = [
        kb.compare(
            pl.DataFrame({"x": generator.normal(size=n)}),
            pl.DataFrame({"x": generator.normal(size=300)}),
        )
        .columns[0]
        .alarm
        for _ in range(60)
    ]
    assert np.mean(alarms) <= 0.1


def test_disjoint_rare_outcomes_are_not_bounded_away_from_one_bit():
    first, second = (pl.DataFrame({"x": [f"{side}{k}" for k in range(300)]}) for side in "ab")
    (column,) = kb.compare(first, second, kinds={"x": "category"}).columns
    assert column.jensen_shannon_divergence.high == pytest.approx(1.0)
    assert column.verdict == "no change seen"
    assert column.notes[0] == "too few rows to tell"


@pytest.mark.parametrize(
    "arguments",
    [
        {"columns": []},
        {"columns": "flag"},
        {"seed": -1},
        {"seed": 1.5},
        {"confidence": "0.95"},
        {"confidence": 1 - 1e-17},
        {"kinds": "number"},
    ],
)
def test_arguments_of_the_wrong_sort_are_named(mixed, arguments):
    with pytest.raises(ValueError, match=f"^{next(iter(arguments))} must"):
        kb.compare(*mixed, **arguments)


def test_numpy_numbers_do_as_arguments(mixed):
    found = kb.compare(*mixed, seed=np.int64(3), confidence=np.float32(0.5))
    assert json.loads(json.dumps(found.to_dict()))["seed"] == 3


def test_names_that_steer_a_terminal_are_spelled_out_in_the_summary():
    table = pl.DataFrame({"\x1b[31mred": ["a", "b"] * 50})
    found = kb.compare(table, pl.DataFrame({"\x1b[31mred": ["a"] * 100}))
    assert "\x1b" not in found.summary + repr(found)


def test_each_direction_is_corrected_by_its_own_null():
    generator = np.random.default_rng(6)
    first, second = (pl.DataFrame({"x": generator.integers(0, 400, n)}) for n in (1200, 300))
    (column,) = kb.compare(first, second, kinds={"x": "category"}, unit="nats").columns
    a = np.array([outcome.reference for outcome in column.outcomes])
    b = np.array([outcome.current for outcome in column.outcomes])
    null, by = draw_null(a, b, seed=0), AddedHalf()
    forward = by.kl_divergence(a, b) - null.kl_reference_current.floor
    backward = by.kl_divergence(b, a) - null.kl_current_reference.floor
    assert column.kl_reference_current.raw == pytest.approx(forward)
    assert column.kl_current_reference.raw == pytest.approx(backward)
    assert abs(null.kl_reference_current.floor - null.kl_current_reference.floor) > 0.01
    assert column.entropy_current.raw == pytest.approx(
        column.entropy_current.plug_in + null.entropy_current
    )


def test_two_thousand_columns():
    """As many as a table of sensors has, most of which never move."""
    generator = np.random.default_rng(0)
    names = [f"sensor {k}" for k in range(2_000)]
    moving = generator.normal(size=(2, 250, 60))
    moving[1, 7] += 3.0
    reference, current = (
        pa.table([*columns, *[np.zeros(60)] * 1_750], names=names) for columns in moving
    )
    found = kb.compare(reference, current)
    assert (len(found.columns), len(found.left_out)) == (250, 1_750)
    assert {column.kind for column in found.left_out} == {"constant"}
    assert found.columns[0].name == "sensor 7"
    assert found.table.columns == 200
    assert any("among the 200 columns with most entropy" in words for words in found.warnings)

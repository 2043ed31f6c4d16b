"""Columns of dates compared: by hour, weekday and month, and along the time both tables share."""

import datetime as dt
import json

import duckdb
import numpy as np
import polars as pl
import pytest

import kullback as kb
from comparisons.test_every_source import HELD
from kullback.comparisons.bins import Edge
from kullback.comparisons.calendar import MONTHS, clock_labels, day_text, moment_labels, moment_text
from kullback.tables.times import DAY

JANUARY, FEBRUARY = dt.datetime(2026, 1, 1), dt.datetime(2026, 2, 1)


def moments(start, days, rows, seed=0):
    """Moments of `days` whole days from `start` on, at whole seconds."""
    seconds = np.random.default_rng(seed).integers(0, days * 86_400, rows)
    return [start + dt.timedelta(seconds=int(each)) for each in seconds]


def table(values, name="when"):
    return pl.DataFrame({name: values}, strict=False)


def compared(reference, current, **options):
    """The columns by name, and why the others were left out."""
    found = kb.compare(table(reference), table(current), **options)
    return {c.name: c for c in found.columns}, {c.name: c.reason for c in found.left_out}


def counts(column):
    return {o.label: (o.reference, o.current) for o in column.outcomes}


def test_two_months_are_of_different_periods_and_no_change():
    columns, left_out = compared(moments(JANUARY, 31, 4000), moments(FEBRUARY, 28, 4000, 1))
    assert set(columns) == {"when (hour of day)", "when (weekday)"}
    assert not any(column.alarm for column in columns.values())
    reason = left_out["when"]
    assert reason.startswith("different periods, probably what defines the two tables: 2026-01-01 ")
    assert "to 2026-02-28 23:" in reason
    assert "(4,000 rows) in the current table; compared by hour of day and weekday" in reason
    assert {column.kind for column in columns.values()} == {"date"}


def test_a_month_of_31_days_has_no_more_thursdays_than_one_of_28():
    days = {
        start: [start + dt.timedelta(days=k) for k in range(length) for _ in range(300)]
        for start, length in ((JANUARY, 31), (FEBRUARY, 28))
    }
    columns, _ = compared(days[JANUARY], days[FEBRUARY])
    assert list(columns) == ["when (weekday)"]
    weekdays = counts(columns["when (weekday)"])
    assert list(weekdays)[:2] == ["Monday", "Tuesday"]
    assert set(weekdays.values()) == {(1200, 1200)}


def test_hours_are_counted_over_whole_days():
    noon = JANUARY + dt.timedelta(hours=12)
    hours = [noon + dt.timedelta(hours=k) for k in range(24 * 4)]
    reference = [*hours, *(hours[-1] + dt.timedelta(hours=k) for k in range(1, 7))] * 20
    columns, _ = compared(reference, [hour + dt.timedelta(days=60) for hour in hours] * 20)
    assert set(counts(columns["when (hour of day)"]).values()) == {(80, 80)}


def test_months_are_counted_over_whole_years():
    days = [dt.date(2020, 3, 15) + dt.timedelta(days=k) for k in range(3 * 365 + 100)]
    later = [dt.date(2024, 3, 1) + dt.timedelta(days=k) for k in range(2 * 365)]
    columns, _ = compared(days, later)
    months = counts(columns["when (month)"])
    assert list(months) == list(MONTHS)
    assert months["March"] == (3 * 31, 2 * 31)
    assert months["February"] == (2 * 28 + 28, 2 * 28)


def test_a_changed_hour_of_the_day_is_found_though_the_periods_differ():
    late = [moment + dt.timedelta(hours=6) * (moment.hour < 12) for moment in
            moments(FEBRUARY, 28, 3000, 1)]  # fmt: skip
    columns, _ = compared(moments(JANUARY, 31, 3000), late)
    hours = columns["when (hour of day)"]
    assert hours.verdict in ("large", "tells the tables apart")
    assert hours.leading(1)[0].label in [f"{h:02d}:00 … {h:02d}:59" for h in range(18)]
    assert not columns["when (weekday)"].alarm


def test_times_of_day_that_were_lost_are_found():
    there = moments(JANUARY, 31, 3000)
    lost = [moment.replace(hour=0, minute=0, second=0) for moment in moments(FEBRUARY, 28, 3000)]
    columns, _ = compared(there, lost)
    assert columns["when (hour of day)"].verdict == "tells the tables apart"


@pytest.mark.parametrize(
    ("days", "parts"),
    [
        (1, set()),
        (2, {"hour of day"}),
        (13, {"hour of day"}),
        (14, {"hour of day", "weekday"}),
        (690, {"hour of day", "weekday"}),
        (731, {"hour of day", "weekday", "month"}),
    ],
)
def test_parts_are_compared_from_the_second_time_on(days, parts):
    first = [JANUARY + dt.timedelta(hours=k) for k in range(24 * days)]
    second = [moment.replace(year=moment.year + 10) for moment in first if moment.month != 2]
    second += [moment.replace(year=moment.year + 10) for moment in first if moment.month == 2
               and moment.day < 29]  # fmt: skip
    columns, _ = compared(first, second)
    assert set(columns) == {f"when ({part})" for part in parts}


def test_one_period_is_compared_along_time():
    same = moments(JANUARY, 31, 3000), moments(JANUARY, 31, 3000, 1)
    columns, left_out = compared(*same)
    assert not columns["when"].alarm
    assert left_out == {}
    gap = [moment for moment in same[1] if not 10 <= moment.day <= 14]
    columns, _ = compared(same[0], gap)
    assert columns["when"].verdict in ("noticeable", "large")
    assert columns["when"].leading(1)[0].label.startswith("2026-01-")
    assert "left out of pairs" in columns["when"].notes[-1]


def test_only_the_common_span_of_shifted_periods_is_compared():
    # Ten days and ten days, of which four are the same: too few for weekdays.
    first = [dt.date(2026, 1, day) for day in range(1, 11) for _ in range(50)]
    second = [dt.date(2026, 1, day) for day in range(7, 17) for _ in range(70)]
    columns, left_out = compared(first, second)
    assert left_out == {}
    found = counts(columns["when"])
    assert sum(a for a, _ in found.values()) == 200
    assert sum(b for _, b in found.values()) == 280
    assert not columns["when"].alarm
    assert any("60.0% of the reference dates and 60.0% of the current" in n
               for n in columns["when"].notes)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_random_halves_of_one_table_raise_no_alarm(seed):
    generator = np.random.default_rng(seed)
    alarms = 0
    for _ in range(12):
        dates = moments(JANUARY, 60, 1200, int(generator.integers(10**6)))
        columns, _ = compared(dates[:600], dates[600:], joint=False, pairs=False)
        alarms += any(column.alarm for column in columns.values())
    assert alarms <= 3


def test_missing_infinite_and_unreadable_dates_are_outcomes():
    def relation(start, infinite, missing):
        return duckdb.sql(
            f"SELECT TIMESTAMP '{start}' + INTERVAL (i) HOUR AS when FROM range(400) t(i)"
            f" UNION ALL SELECT 'infinity'::TIMESTAMP FROM range({infinite})"
            f" UNION ALL SELECT '-infinity'::TIMESTAMP FROM range(10)"
            f" UNION ALL SELECT NULL FROM range({missing})"
        )

    found = kb.compare(relation("2026-01-01", 20, 30), relation("2026-03-01", 20, 90))
    (column,) = (c for c in found.columns if c.name == "when")
    assert counts(column) == {
        "any date": (400, 400), "∞": (20, 20), "−∞": (10, 10), "missing": (30, 90)
    }  # fmt: skip
    assert column.alarm
    assert (column.missing.reference, column.missing.current) == (30 / 460, 90 / 520)
    assert "different periods, probably what defines the two tables" in column.notes[0]
    hours = next(c for c in found.columns if c.name == "when (hour of day)")
    assert "missing" not in counts(hours)
    texts = [f"2026-01-{k % 28 + 1:02d}" for k in range(400)]
    columns, _ = compared([*texts, *["2026-02-30"] * 12], [*texts, *["soon"] * 12, None])
    assert counts(columns["when"])["'2026-02-30'"] == (12, 0)
    assert counts(columns["when"])["'soon'"] == (0, 12)


def test_nothing_but_infinite_dates():
    first = duckdb.sql("SELECT 'infinity'::DATE AS when FROM range(90)")
    second = duckdb.sql("SELECT '-infinity'::DATE AS when FROM range(90)")
    (column,) = kb.compare(first, second).columns
    assert counts(column) == {"∞": (90, 0), "−∞": (0, 90)}
    assert any("no finite date in either table" in note for note in column.notes)
    (column,) = kb.compare(first, first).columns
    assert (column.jensen_shannon_divergence.value, column.alarm) == (0.0, False)


def test_dates_on_one_side_only():
    dates = moments(JANUARY, 31, 300)
    columns, _ = compared(dates, [None] * 300)
    assert list(columns) == ["when"]
    assert counts(columns["when"]) == {"any date": (300, 0), "missing": (0, 300)}
    assert columns["when"].verdict == "tells the tables apart"


@pytest.mark.parametrize("dtype", [pl.Date, pl.Datetime, pl.Boolean, pl.Float64, pl.Int8, pl.Null])
@pytest.mark.parametrize("swapped", [False, True])
def test_dates_beside_a_column_of_nothing_of_any_type(dtype, swapped):
    dates = pl.DataFrame({"when": moments(JANUARY, 31, 300), "x": [1, 2, 3] * 100})
    empty = dates.with_columns(when=pl.Series([None] * 300, dtype=dtype))
    found = kb.compare(*((empty, dates) if swapped else (dates, empty)))
    assert {c.name: c.alarm for c in found.columns} == {"when": True, "x": False}


def test_a_default_date_makes_no_common_period():
    default = [dt.datetime(9999, 12, 31)] * 40
    first = [*moments(JANUARY, 31, 1000), *default]
    second = [*moments(FEBRUARY, 28, 1000, 1), *default]
    columns, left_out = compared(first, second)
    assert set(columns) == {"when (hour of day)", "when (weekday)"}
    assert left_out["when"].startswith("different periods: 2026-01-01")


def test_one_table_in_a_gap_of_the_other():
    morning, evening = dt.datetime(2026, 1, 1, 8), dt.datetime(2026, 1, 1, 20)
    noon = [dt.datetime(2026, 1, 1, 12, k) for k in range(60)]
    for sides in (([morning, evening] * 40, noon), (noon, [morning, evening] * 40)):
        columns, left_out = compared(*sides)
        assert columns == {}
        assert left_out["when"].startswith("different periods: 2026-01-01 ")


def test_one_day_each():
    columns, left_out = compared([dt.date(2026, 1, 1)] * 90, [dt.date(2026, 2, 1)] * 90)
    assert columns == {}
    assert left_out["when"].startswith("different periods, probably what defines the two tables")
    _, left_out = compared([dt.date(2026, 1, 1)] * 90, [dt.date(2026, 1, 1)] * 90)
    assert left_out == {"when": "always 2026-01-01"}
    columns, _ = compared([dt.date(2026, 1, 1)] * 90, [dt.date(2026, 1, 1), None] * 45)
    assert counts(columns["when"]) == {"2026-01-01": (90, 45), "missing": (0, 45)}


def test_dates_far_from_today_and_their_labels():
    old = [dt.datetime(1900, 1, 1) + dt.timedelta(days=40 * k) for k in range(600)]
    far = [dt.datetime(3000, 1, 1) + dt.timedelta(days=40 * k) for k in range(600)]
    for dates in (old, far):
        columns, _ = compared(dates, dates)
        labels = list(counts(columns["when"]))
        assert labels[0].startswith(f"≤ {dates[0].year + 8}-")
        assert " … " in labels[1]
        assert all(len(label) <= 23 for label in labels)
        assert not any("e+" in label for label in labels)


@pytest.mark.parametrize(
    ("edges", "whole_days", "labels"),
    [
        ([Edge(0.0), Edge(7.0 * DAY)], True,
         ["≤ 1970-01-01", "1970-01-02 … 1970-01-08", "≥ 1970-01-09"]),
        ([Edge(0.0), Edge(1.0 * DAY)], True, ["≤ 1970-01-01", "1970-01-02", "≥ 1970-01-03"]),
        ([Edge(0.0, False), Edge(0.0)], True, ["≤ 1969-12-31", "1970-01-01", "≥ 1970-01-02"]),
        ([Edge(61e6), Edge(3_661e6)], False,
         ["≤ 1970-01-01 00:01", "1970-01-01 00:01 … 1970-01-01 01:01", "> 1970-01-01 01:01"]),
        ([Edge(61e6), Edge(62e6)], False,
         ["≤ 1970-01-01 00:01:01", "1970-01-01 00:01:01 … 1970-01-01 00:01:02",
          "> 1970-01-01 00:01:02"]),
        ([Edge(1.0, False), Edge(1.0), Edge(2.0)], False,
         ["< 1970-01-01 00:00:00.000001", "1970-01-01 00:00:00.000001",
          "1970-01-01 00:00:00.000001 … 1970-01-01 00:00:00.000002",
          "> 1970-01-01 00:00:00.000002"]),
        ([], False, ["any"]),
        ([], True, ["any"]),
    ],
)  # fmt: skip
def test_labels_are_read_by_people(edges, whole_days, labels):
    assert moment_labels(edges, whole_days) == labels


def test_days_of_any_year():
    for date in (dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(2000, 2, 29), dt.date.max):
        assert day_text(date.toordinal() - dt.date(1970, 1, 1).toordinal()) == date.isoformat()
    assert day_text(1_825_492_972) == "5000000-01-01"
    assert moment_text(-1.0, 15) == "1969-12-31 23:59:59.999999"


def test_times_of_day_are_compared_as_such():
    first = [moment.time() for moment in moments(JANUARY, 1, 900)]
    second = [moment.time() for moment in moments(JANUARY, 1, 900, 1) if moment.hour > 8]
    columns, _ = compared(first, first)
    assert columns["when"].kind == "time of day"
    assert columns["when"].jensen_shannon_divergence.value == 0.0
    columns, _ = compared(first, second)
    assert columns["when"].verdict == "large"
    assert next(iter(counts(columns["when"]))).startswith("≤ 0")
    assert clock_labels([Edge(37_200e6)]) == ["≤ 10:20", "> 10:20"]
    columns, _ = compared(first, [None] * 50)
    assert counts(columns["when"]) == {"any time": (900, 0), "missing": (0, 50)}
    _, left_out = compared([dt.time(10, 20)] * 60, [dt.time(10, 20)] * 60)
    assert left_out == {"when": "always 10:20"}


def test_dates_here_and_times_of_day_there_are_mixed():
    _, left_out = compared([dt.date(2026, 1, 1)] * 60, [dt.time(1)] * 60)
    assert left_out == {
        "when": "dates in the reference table and times of day in the current table"
    }


def test_dates_in_pairs_and_in_the_whole_table():
    def side(seed, rising):
        generator = np.random.default_rng(seed)
        when = moments(JANUARY if rising else FEBRUARY, 28, 2000, seed)
        slope = 1 if rising else -1
        load = [slope * moment.hour + generator.normal(0, 4) for moment in when]
        load = np.argsort(np.argsort(load)) / 100
        return pl.DataFrame({"when": when, "load": load, "x": generator.normal(size=2000)})

    found = kb.compare(side(1, True), side(2, False))
    assert found.pairs[0].columns == ("load", "when (hour of day)")
    left_out = {column.name: column.reason for column in found.table.left_out}
    assert set(left_out) == {"when", "when (hour of day)", "when (weekday)"}
    assert left_out["when (weekday)"] == "a date tells two periods apart"
    assert found.table.columns == 2


def test_time_itself_takes_part_in_no_pair():
    def side(seed, slope):
        generator = np.random.default_rng(seed)
        when = moments(JANUARY, 31, 2000, seed)
        load = [slope * moment.day + generator.normal(0, 4) for moment in when]
        return pl.DataFrame({"when": when, "load": np.argsort(np.argsort(load)) / 100})

    found = kb.compare(side(1, 1), side(2, -1))
    assert "when" in [column.name for column in found.columns]
    assert not any("when" in pair.columns for pair in found.pairs)


def test_a_kind_set_by_hand():
    few = ["2026-01-01", "2026-01-02", "x", "y"] * 50
    columns, _ = compared(few, few)
    assert columns["when"].kind == "category"
    columns, _ = compared(few, few, kinds={"when": "date"})
    assert counts(columns["when"]) == {
        "2026-01-01": (50, 50), "2026-01-02": (50, 50), "'x'": (50, 50), "'y'": (50, 50)
    }  # fmt: skip
    assert columns["when"].notes[-1].startswith("kind set by hand; 2026-01-01 to 2026-01-02")
    iso = ["2026-01-01", "2026-01-02"] * 50
    columns, _ = compared(iso, iso, kinds={"when": "category"})
    assert set(counts(columns["when"])) == {"2026-01-01", "2026-01-02"}
    columns, left_out = compared(iso, iso, kinds={"when": "identifier"})
    assert (columns, left_out) == ({}, {"when": "kind set by hand"})
    clock = ["10:20", "10:21"] * 50
    assert compared(clock, clock, kinds={"when": "date"})[0]["when"].kind == "time of day"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, 2] * 30, "holds numbers and cannot be a date"),
        ([True, False] * 30, "holds true/false and cannot be a date"),
        (["a", "b"] * 30, "holds no date and cannot be one: write dates as 2026-01-31"),
        ([[1]] * 60, "holds nested values and cannot be a date"),
    ],
)
def test_what_is_no_date_is_refused_by_name(values, words):
    with pytest.raises(ValueError, match=f"column 'when' {words}"):
        compared(values, values, kinds={"when": "date"})


def test_names_of_parts_that_columns_have_already():
    dates = moments(JANUARY, 31, 300)
    both = pl.DataFrame({"when": dates, "when (weekday)": ["a", "b", "c"] * 100})
    found = {c.name: c.kind for c in kb.compare(both, both).columns}
    assert found == {
        "when": "date", "when (weekday)": "category", "when (weekday)'": "date",
        "when (hour of day)": "date",
    }  # fmt: skip


def with_dates(seed):
    """A table with dates of every make; one in nine is missing."""
    rows = 700
    when = moments(JANUARY, 40, rows, seed)
    gaps = [k % 9 == seed for k in range(rows)]
    return pl.DataFrame(
        {
            "moment": when,
            "zoned": pl.Series(when).dt.replace_time_zone("Europe/Berlin", ambiguous="earliest"),
            "day": [moment.date() for moment in when],
            "at": [moment.time() for moment in when],
            "text": [moment.isoformat(" ") for moment in when],
            "old": [moment.replace(year=1950 + moment.day % 5) for moment in when],
            "x": np.random.default_rng(seed).normal(size=rows),
        }
    ).with_columns(
        pl.when(pl.Series(gaps)).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("moment", "zoned", "day", "at", "text")
    )


TABLES = with_dates(1), with_dates(2)


@pytest.fixture(scope="module")
def expected():
    return kb.compare(*TABLES).to_dict()


@pytest.mark.parametrize("hold", HELD.values(), ids=HELD)
def test_same_comparison_from_every_source(hold, expected, tmp_path):
    sides = [hold(table, tmp_path / name) for table, name in zip(TABLES, "ab", strict=True)]
    found = kb.compare(*sides).to_dict()
    assert found["columns"] == expected["columns"]
    assert found["left_out"] == expected["left_out"]
    assert found["pairs"] == expected["pairs"]
    names = {column["name"] for column in found["columns"]}
    assert {"moment", "zoned (hour of day)", "day (weekday)", "at", "text (weekday)", "old"} < names


def test_the_same_moments_give_the_same_counts_however_they_are_written(expected):
    columns = {column["name"]: column for column in expected["columns"]}
    assert columns["moment"]["outcomes"] == columns["text"]["outcomes"]
    hours = [columns[f"{name} (hour of day)"]["outcomes"] for name in ("moment", "text")]
    assert hours[0] == hours[1]


def test_a_comparison_of_dates_is_json(expected):
    assert json.loads(json.dumps(expected, allow_nan=False)) == expected

"""Dates and times become the numbers that plain Python finds, on every engine."""

import datetime as dt
import json
import math
import os
import subprocess
import sys

import duckdb
import numpy as np
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

from kullback.tables import open_table
from kullback.tables.times import DAY, days_since_1970, month_of, weekday_of

MOMENTS = [
    dt.datetime(2026, 1, 31, 10, 20, 30, 123456),
    None,
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999),
    dt.datetime(1970, 1, 1),
    dt.datetime(1600, 2, 29, 1),
    dt.datetime(1, 1, 1),
    dt.datetime(2263, 1, 1, 5),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
    dt.datetime(2024, 2, 29, 12, 30),
]
DATES = [moment and moment.date() for moment in MOMENTS]
CLOCKS = [moment and moment.time() for moment in MOMENTS]
TEXTS = [
    "2026-01-31T10:20:30.123456Z",
    None,
    " 1970-01-01 01:59:59,9999999+02:00",
    "1970-01-01",
    "1600-02-29 01:00",
    "0001-01-01T00:00:00",
    "2262-12-31T22:00:00-0700",
    "9999-12-31T23:59:59.999999",
    "2024-02-29 24:00-11:30 ",
]
OF_TEXTS = [*MOMENTS[:-1], dt.datetime(2024, 3, 1, 11, 30)]
ONLY_LIKE_DATES = ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "10:20", "soon", None]
ONLY_LIKE_DATES += ["2000-02-29", "2024-01-01T25:00"]

COLUMNS = {
    "moment": pyarrow.array(MOMENTS, pyarrow.timestamp("us")),
    "zoned": pyarrow.array(MOMENTS, pyarrow.timestamp("us", "UTC")).cast(
        pyarrow.timestamp("us", "Asia/Tokyo")
    ),
    "second": pyarrow.array(MOMENTS[3:5] * 4 + [None], pyarrow.timestamp("s")),
    "nanosecond": pyarrow.array(
        [*MOMENTS[:4], None, None, None, None, MOMENTS[8]], pyarrow.timestamp("ns")
    ),
    "date": pyarrow.array(DATES, pyarrow.date32()),
    "long date": pyarrow.array(DATES, pyarrow.date64()),
    "clock": pyarrow.array(CLOCKS, pyarrow.time64("us")),
    "text": pyarrow.array(TEXTS),
    "odd": pyarrow.array(ONLY_LIKE_DATES),
}
EXPECTED = {
    "moment": MOMENTS,
    "zoned": MOMENTS,
    "second": MOMENTS[3:5] * 4 + [None],
    "nanosecond": [*MOMENTS[:4], None, None, None, None, MOMENTS[8]],
    "date": DATES,
    "long date": DATES,
    "text": OF_TEXTS,
    "odd": [None] * 7 + [dt.date(2000, 2, 29), None],
}


def arrow():
    return pyarrow.table(COLUMNS)


def parquet(folder):
    path = folder / "rows.parquet"
    pyarrow.parquet.write_table(arrow(), path)
    return path


def csv(folder):
    path = folder / "rows.csv"
    duckdb.from_arrow(arrow()).write_csv(str(path))
    return path


def json_lines(folder):
    path = folder / "rows.jsonl"
    rows = (
        dict(zip([*EXPECTED, "clock"], row, strict=True)) for row in zip(*written(), strict=True)
    )
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def written():
    """Every column as a file of JSON lines would hold it."""
    return (
        [None if value is None else str(value) for value in values]
        for values in (EXPECTED | {"text": TEXTS, "odd": ONLY_LIKE_DATES, "clock": CLOCKS}).values()
    )


ENGINES = {
    "Parquet": parquet,
    "CSV": csv,
    "JSON lines": json_lines,
    "relation": lambda folder: duckdb.from_arrow(arrow()),
    "pandas": lambda folder: arrow().to_pandas(),
    "pandas over Arrow": lambda folder: arrow().to_pandas(types_mapper=pandas.ArrowDtype),
    "Polars": lambda folder: polars.from_arrow(arrow()),
    "Polars lazy": lambda folder: polars.from_arrow(arrow()).lazy(),
    "PyArrow": lambda folder: arrow(),
}


@pytest.fixture(params=ENGINES, scope="module")
def table(request, tmp_path_factory):
    with open_table(ENGINES[request.param](tmp_path_factory.mktemp("rows"))) as opened:
        yield opened


def numbers(table, part, name):
    found = table.with_times({"new": (name, part)}).sample(["new"], 100, 0)["new"]
    return [None if math.isnan(number) else number for number in found]


def day(value):
    return value.toordinal() - dt.date(1970, 1, 1).toordinal()


def of_day(value):
    if not isinstance(value, dt.datetime | dt.time):
        return 0
    hours = value.hour * 60 + value.minute
    return (hours * 60 + value.second) * 1_000_000 + value.microsecond


PARTS = {
    "moment": lambda value: float(day(value) * DAY + of_day(value)),
    "day": day,
    "hour": lambda value: value.hour if isinstance(value, dt.datetime) else 0,
    "weekday": lambda value: value.weekday(),
    "month": lambda value: value.month,
}


def test_parts(table):
    asked = {f"{part} of {name}": (name, part) for name in EXPECTED for part in PARTS}
    found = table.with_times(asked).sample(list(asked), 100, 0)
    for new, (name, part) in asked.items():
        expected = [math.nan if v is None else PARTS[part](v) for v in EXPECTED[name]]
        np.testing.assert_array_equal(found[new], expected, new)


def test_times_of_day(table):
    expected = [None if value is None else of_day(value) for value in CLOCKS]
    assert numbers(table, "clock", "clock") == expected
    profiles = table.profiles(["clock", "moment"])
    assert (profiles["clock"].clocks, profiles["moment"].clocks) == (8, 0)


def test_times_of_day_in_text_are_taken_as_they_are_written():
    texts = ["10:20", "10:20:30,5Z", "23:59:59.9999999+02:00", "24:00", "2024-01-01", None]
    for source in (pandas.DataFrame({"x": texts}), polars.LazyFrame({"x": texts})):
        with open_table(source) as table:
            found = numbers(table, "clock", "x")
            assert found == [37_200e6, 37_230.5e6, 86_399_999_999.0, 86_400e6, None, None]
            assert table.unreadable("x", "clock") == {"2024-01-01": 1}
            assert table.profiles(["x"])["x"].clocks == 4


def test_texts_that_only_look_like_dates_are_told(table):
    if table.columns["odd"] == "text":
        odd = {text: 1 for text in ONLY_LIKE_DATES if text not in (None, "2000-02-29")}
        assert table.unreadable("odd", "moment") == odd


def test_old_columns_stay_and_a_name_may_be_taken_over(table):
    new = table.with_times({"date": ("date", "day"), "more": ("moment", "hour")})
    assert new.columns == {**table.columns, "date": "number", "more": "number"}
    assert table.columns["date"] == "time"
    assert new.profiles(["date"])["date"].maximum == day(DATES[7])
    assert new.value_counts("more") == {10.0: 1, 23.0: 2, 0.0: 2, 1.0: 1, 5.0: 1, 12.0: 1}


def test_infinite_dates_of_duckdb():
    for kind in ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_NS", "TIMESTAMPTZ"):
        relation = duckdb.sql(
            f"SELECT unnest(['infinity', '-infinity', '1970-01-02', NULL])::{kind} AS x"
        )
        with open_table(relation) as table:
            assert numbers(table, "moment", "x") == [math.inf, -math.inf, DAY, None]
            assert numbers(table, "weekday", "x") == [None, None, 4, None]
            profile = table.with_times({"x": ("x", "moment")}).profiles(["x"])["x"]
            assert (profile.positive_infinite, profile.missing, profile.finite) == (1, 1, 1)


def test_dates_further_than_microseconds_reach():
    relation = duckdb.sql("SELECT DATE '5000000-01-01' AS x")
    with open_table(relation) as table:
        assert numbers(table, "month", "x") == [1]
        assert numbers(table, "moment", "x") == [1_825_492_972 * DAY]


@pytest.mark.parametrize(
    "values", [[dt.time(10, 20), None], [dt.datetime(2026, 1, 1, tzinfo=dt.UTC)]]
)
def test_objects_of_pandas(values):
    with open_table(pandas.DataFrame({"x": pandas.Series(values, dtype=object)})) as table:
        part = "clock" if isinstance(values[0], dt.time) else "moment"
        assert numbers(table, part, "x")[0] in (37_200e6, 20_454.0 * DAY)


def test_calendar():
    first = dt.date(1, 1, 1).toordinal()
    ordinals = np.arange(first, dt.date(9999, 12, 31).toordinal(), 97)
    days = [dt.date.fromordinal(ordinal) for ordinal in ordinals.tolist()]
    numbers = (ordinals - dt.date(1970, 1, 1).toordinal()).astype(float)
    fields = [[float(getattr(day, f)) for day in days] for f in ("year", "month", "day")]
    series = [polars.Series(field) for field in fields]
    assert days_since_1970(*series).to_list() == numbers.tolist()
    assert month_of(polars.Series(numbers)).to_list() == fields[1]
    assert weekday_of(polars.Series(numbers)).to_list() == [day.weekday() for day in days]


DATES_IN_CSV = {
    "day first or month first": ("03/04/2026,05/06/2026", "text"),
    "two digits": ("1/2/26,12/31/26", "text"),
    "dots": ("31.03.2026,28.06.2026", "text"),
    "slashes": ("2026/01/02,2026/01/03", "text"),
    "ISO": ("2026-01-02,2026-01-03", "time"),
    "ISO with a gap": ("2026-01-02,", "time"),
    "ISO to the minute": ("2026-01-02T10:20,2026-01-02 10:21", "time"),
    "some zones": ("2026-01-02T10:20:00,2026-01-02T10:20:00+02:00", "text"),
    "all zones": ("2026-01-02T10:20:00Z,2026-01-02T10:20:00+02:00", "time"),
    "times of day": ("10:20,10:21:22", "time"),
}


@pytest.mark.parametrize(("values", "kind"), DATES_IN_CSV.values(), ids=DATES_IN_CSV)
def test_only_iso_dates_of_a_csv_file_are_dates(tmp_path, values, kind):
    path = tmp_path / "a.csv"
    path.write_text("n,when\n" + "".join(f"1,{value}\n" for value in values.split(",")))
    with open_table(path) as table:
        assert table.columns == {"n": "number", "when": kind}
        if kind == "text":
            assert table.value_counts("when") == dict.fromkeys(values.split(","), 1)


def test_the_zone_of_the_machine_does_not_matter(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"x": "2026-01-02T10:20:00"}\n{"x": "2026-01-02T10:20:00+02:00"}\n')
    program = (
        "from kullback.tables import open_table\n"
        f"table = open_table({str(path)!r})\n"
        "print(table.with_times({'x': ('x', 'hour')}).sample(['x'], 9, 0)['x'].tolist())"
    )
    environment = {**os.environ, "TZ": "Asia/Tokyo"}
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )
    assert run.stdout.strip() == "[10.0, 8.0]", run.stderr

"""Dates, and tables that say nothing, at the command line: right sentences, JSON and pages."""

import datetime as dt
import json

import pytest


def write(path, columns):
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def months(tmp_path):
    """January and February, hour by hour; in February all is twice as long."""
    sides = []
    for month, days, factor in ((1, 31, 1), (2, 28, 2)):
        start = dt.datetime(2026, month, 1)
        hours = [start + dt.timedelta(hours=k) for k in range(24 * days)]
        length = [factor * (10 + k % 7) for k in range(24 * days)]
        sides.append(write(tmp_path / f"{month}.csv", {"when": hours, "length": length}))
    return sides


def test_two_months(kullback, months):
    done = kullback("compare", *months)
    assert done.returncode == 0
    first = done.stdout.splitlines()[0]
    assert first.startswith("Largest change: length (")
    assert "3 columns compared: 1 tells the tables apart, 2 no change seen." in first
    text = " ".join(done.stdout.split())
    assert (
        "when (date): different periods, probably what defines the two tables: 2026-01-01 00:00 to "
        "2026-01-31 23:00 (744 rows) in the reference table, 2026-02-01 00:00 to 2026-02-28 23:00 "
        "(672 rows) in the current table; compared by hour of day and weekday" in text
    )


def test_two_months_in_json_and_on_a_page(kullback, months, tmp_path):
    page = tmp_path / "page.html"
    done = kullback("compare", *months, "--json", "--report", page)
    record = json.loads(done.stdout)
    assert record["columns"][0]["name"] == "length"
    assert {c["name"] for c in record["columns"][1:]} == {"when (hour of day)", "when (weekday)"}
    assert [c["kind"] for c in record["left_out"]] == ["date"]
    text = page.read_text("utf-8")
    assert "when (hour of day)" in text
    assert "different periods, probably what defines the two tables" in text


def test_a_date_by_hand(kullback, tmp_path):
    days = ["soon", "later", *(f"2026-01-{1 + k % 9:02d}" for k in range(30))]
    table = write(tmp_path / "a.csv", {"when": days, "x": range(32)})
    kind = kullback("compare", table, table, "--kind", "when=date", "--json")
    (when,) = (c for c in json.loads(kind.stdout)["columns"] if c["name"] == "when")
    assert when["kind"] == "date"
    labels = {o["label"] for o in when["outcomes"]}
    assert {"2026-01-05 … 2026-01-07", "rest"} < labels
    refused = kullback("compare", table, table, "--kind", "x=date")
    assert refused.returncode == 2
    assert "column 'x' holds numbers and cannot be a date" in refused.stderr
    assert refused.stdout == ""


SAYING_NOTHING = {
    "one row": ({"a": [1], "b": ["x"], "c": ["2026-01-01"]}, "Nothing was compared."),
    "constants": ({"a": [1] * 90, "b": ["x"] * 90}, "Nothing was compared."),
    "nothing": ({"a": [""] * 90, "b": [""] * 90}, "Nothing was compared."),
}


@pytest.mark.parametrize(("columns", "words"), SAYING_NOTHING.values(), ids=SAYING_NOTHING)
def test_tables_that_say_nothing(kullback, tmp_path, columns, words):
    table = write(tmp_path / "a.csv", columns)
    page = tmp_path / "page.html"
    done = kullback("compare", table, table, "--report", page, "--fail-above", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == words
    assert "Not compared:" in done.stdout
    assert words in page.read_text("utf-8")
    record = json.loads(kullback("compare", table, table, "--json").stdout)
    assert (record["columns"], record["pairs"], record["table"]) == ([], [], None)
    assert {c["kind"] for c in record["left_out"]} == {"constant"}
    assert all(c["reason"].startswith("always ") for c in record["left_out"])


def test_one_row_against_another(kullback, tmp_path):
    one = write(tmp_path / "a.csv", {"a": [1], "c": ["2026-01-01"]})
    two = write(tmp_path / "b.csv", {"a": [2], "c": ["2026-02-01"]})
    page = tmp_path / "page.html"
    done = kullback("compare", one, two, "--report", page, "--fail-above", "0")
    assert done.returncode == 0
    first = done.stdout.splitlines()[0]
    assert first == "No change seen in 1 column compared: too few rows to tell."
    assert "(1 row) in the current table" in done.stdout
    assert first in page.read_text("utf-8")

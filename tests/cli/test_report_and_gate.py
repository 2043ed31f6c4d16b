"""`kullback compare` writes a page, shuts a gate, and remembers what was chosen."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import polars as pl
import pytest

from hostile_names import HOSTILE

EXAMPLES = Path(__file__).parents[2] / "examples"
FLIGHTS = EXAMPLES / "reference.csv", EXAMPLES / "current.csv"
# 0.0470 (0.0422 – 0.0521) and 0.0005 bits; as a pair 0.0146; together 0.07 at least
FEW = ("--columns", "air_time,origin")
ALONE = ("--no-pairs", "--no-joint")


def test_the_page_is_written_beside_the_table(kullback, tmp_path):
    pytest.importorskip("altair")
    path = tmp_path / "page.html"
    found = kullback("compare", *FLIGHTS, *FEW, *ALONE, "--report", path)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Largest change: air_time")
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("path", "words"), [("nowhere/page.html", "there is no folder"), (".", "it is a folder")]
)
def test_an_unwritable_page_is_one_sentence_before_any_work(kullback, tmp_path, path, words):
    found = kullback("compare", "nowhere.csv", "nowhere.csv", "--report", tmp_path / path)
    assert (found.returncode, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 1
    assert words in found.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence(kullback):
    pytest.importorskip("altair")
    found = kullback("compare", *FLIGHTS, *FEW, *ALONE, "--report", "/dev/full")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "kullback: cannot write /dev/full: No space left on device\n"


@pytest.mark.parametrize("options", ["", "--json", "--details", "--fail-above 0"])
def test_results_that_find_no_room_are_one_sentence(options):
    command = f'"{sys.executable}" -m kullback compare "{FLIGHTS[0]}" "{FLIGHTS[1]}" {options}'
    command += " --columns origin --no-pairs > /dev/full"
    found = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert found.returncode == 2
    assert found.stderr.endswith("the results cannot be written: No space left on device\n")
    assert len(found.stderr.splitlines()) == 1


def test_without_scikit_learn_the_extra_is_named(kullback, monkeypatch):
    monkeypatch.setattr("kullback.comparisons.whole_table.find_spec", lambda name: None)
    found = kullback("compare", *FLIGHTS, *FEW, "--no-pairs")
    assert (found.returncode, found.stderr) == (0, "")
    note = "no figure for the whole table: it needs scikit-learn (pip install 'kullback[app]')."
    assert found.stdout.endswith(f"Note: {note}\n")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-above", "0.046"), 1),
        (("--fail-above", "0.048"), 0),
        (("--fail-above", "0.046", "--fail-on", "estimate"), 1),
        (("--fail-above", "0.046", "--fail-on", "low"), 0),
        (("--fail-above", "0.042", "--fail-on", "low"), 1),
        (("--fail-above", "0.046", "--unit", "nats"), 1),
        (("--fail-above", "0.048", "--unit", "nats"), 0),
        (("--fail-above", "0"), 1),
    ],
)
@pytest.mark.parametrize("shown", [(), ("--json",)])
def test_the_gate_compares_bits(kullback, options, code, shown):
    found = kullback("compare", *FLIGHTS, *FEW, *ALONE, *options, *shown)
    assert found.returncode == code
    assert "air_time" in found.stdout
    if shown:
        json.loads(found.stdout)
    if code == 0:
        assert found.stderr == ""


def test_what_shut_the_gate_is_named(kullback):
    assert kullback("compare", *FLIGHTS, *FEW, *ALONE, "--fail-above", "0.03").stderr == (
        "kullback: above 0.03 bits: air_time\n"
    )
    found = kullback("compare", *FLIGHTS, *ALONE, "--fail-above", "0.01")
    assert found.stderr.endswith(": tailnum, air_time, flight and 3 more\n")


@pytest.fixture(scope="module")
def turned(tmp_path_factory):
    """Two files: in the second, y falls with x instead of rising; no column changes by itself."""
    folder = tmp_path_factory.mktemp("turned")
    paths = [folder / "a.parquet", folder / "b.parquet"]
    for path, sign in zip(paths, (1, -1), strict=True):
        table = pl.DataFrame({"x": [k % 97 for k in range(970)]})
        noise = pl.int_range(970) % 61
        table.with_columns(y=sign * (pl.col("x") - 48) + noise - 30).write_parquet(path)
    return paths


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--fail-above", "0.1"), ["all columns together", "x with y"]),
        (("--fail-above", "0.1", "--no-joint"), ["x with y"]),
        (("--fail-above", "0.1", "--no-pairs"), ["all columns together"]),
        (("--fail-above", "0.1", "--fail-on", "low"), ["all columns together"]),
        (("--fail-above", "0.1", "--unit", "hartleys"), ["all columns together", "x with y"]),
        (("--fail-above", "0.1", "--fail-on", "low", "--no-joint"), []),
        (("--fail-above", "0.1", *ALONE), []),
        (("--fail-above", "0.4", "--unit", "hartleys"), ["all columns together", "x with y"]),
        (("--fail-above", "0.99"), []),
    ],
)
def test_pairs_and_the_whole_table_shut_the_gate(kullback, turned, options, named):
    found = kullback("compare", *turned, *options)
    assert found.returncode == (1 if named else 0)
    words = found.stderr.removeprefix(f"kullback: above {options[1]} bits: ").removesuffix("\n")
    assert sorted(words.split(", ")) == (named or [""])


def test_what_is_not_looked_at_is_not_told(kullback, turned):
    record = json.loads(kullback("compare", *turned, "--json", *ALONE).stdout)
    assert (record["pairs"], record["pairs_compared"], record["table"]) == ([], 0, None)
    record = json.loads(kullback("compare", *turned, "--json").stdout)
    assert (len(record["pairs"]), record["pairs_compared"]) == (1, 1)
    assert record["table"]["alarm"]


def test_what_may_be_chance_does_not_shut_the_gate(kullback, tmp_path):
    """A corrected divergence above 0 and q above 0.05."""
    for name, ones in (("a", 10), ("b", 16)):
        rows = "\n".join(["x", *["u"] * ones, *["v"] * (40 - ones)])
        (tmp_path / f"{name}.csv").write_text(rows)
    found = kullback(
        "compare", tmp_path / "a.csv", tmp_path / "b.csv", "--fail-above", "0", "--json"
    )
    column = json.loads(found.stdout)["columns"][0]
    assert column["jensen_shannon_divergence"]["value"] > 0
    assert column["q"] > 0.05
    assert found.returncode == 0


@pytest.mark.parametrize("limit", ["-1", "nan", "inf", "much"])
def test_a_limit_that_is_none_is_refused_before_any_work(kullback, limit):
    found = kullback("compare", "nowhere.csv", "nowhere.csv", "--fail-above", limit)
    assert found.returncode == 2
    assert "nowhere.csv" not in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_what_the_gate_is_on_needs_a_limit(kullback):
    found = kullback("compare", *FLIGHTS, "--fail-on", "low")
    assert found.returncode == 2
    assert "--fail-above" in found.stderr


@pytest.mark.parametrize("shown", ["", "--json"])
@pytest.mark.parametrize("columns", ["air_time,flight", "small"])
def test_the_gate_is_shut_for_a_reader_that_leaves_too(tmp_path, shown, columns):
    """Whether it leaves while results are written, or before the last of them."""
    files = FLIGHTS
    if columns == "small":  # enough to stay in the buffer until the end
        files = tmp_path / "a.csv", tmp_path / "b.csv"
        for path, ones in zip(files, (50, 90), strict=True):
            path.write_text("\n".join(["small", *["u"] * ones, *["v"] * (100 - ones)]))
    command = f'"{sys.executable}" -m kullback compare "{files[0]}" "{files[1]}" {shown}'
    command += f" --columns {columns} --no-pairs --no-joint --fail-above 0.03"
    command += " | true; exit ${PIPESTATUS[0]}"
    found = subprocess.run(
        ["/bin/bash", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": ""},
    )
    assert found.returncode == 1
    assert found.stderr == f"kullback: above 0.03 bits: {columns.replace(',', ', ')}\n"


def test_columns_and_kinds_are_remembered(kullback, tmp_path):
    path = tmp_path / "flights.toml"
    options = ("--json", "--settings", path, *ALONE)
    given = ("--columns", "flight,origin", "--kind", "flight=category")
    kullback("compare", *FLIGHTS, *options, *given)
    assert tomllib.loads(path.read_text("utf-8")) == {
        "columns": ["flight", "origin"],
        "kinds": {"flight": "category"},
    }
    before = path.stat().st_mtime_ns
    found = json.loads(kullback("compare", *FLIGHTS, *options).stdout)
    assert {c["name"]: c["kind"] for c in found["columns"]} == {
        "flight": "category", "origin": "category",
    }  # fmt: skip
    assert path.stat().st_mtime_ns == before
    given = ("--columns", "flight", "--kind", "flight=number")
    found = json.loads(kullback("compare", *FLIGHTS, *options, *given).stdout)
    assert [(c["name"], c["kind"]) for c in found["columns"]] == [("flight", "number")]
    assert tomllib.loads(path.read_text("utf-8")) == {
        "columns": ["flight"],
        "kinds": {"flight": "number"},
    }


def test_any_name_is_remembered(kullback, tmp_path):
    table = pl.DataFrame({name: ["x", "y"] * 30 for name in HOSTILE})
    table.write_parquet(tmp_path / "t.parquet")
    kinds = [option for name in HOSTILE if name for option in ("--kind", f"{name}=identifier")]
    path = tmp_path / "s.toml"
    for arguments in (kinds, []):
        found = kullback(
            "compare", *[tmp_path / "t.parquet"] * 2, "--settings", path, "--json", *arguments
        )
        left_out = {column["name"] for column in json.loads(found.stdout)["left_out"]}
        assert left_out == {name for name in HOSTILE if name}


def test_nothing_is_remembered_of_a_run_that_failed(kullback, tmp_path):
    found = kullback("compare", *FLIGHTS, "--columns", "nothing", "--settings", tmp_path / "s.toml")
    assert found.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns = ", "is no TOML"),
        ("columns = 'a,b'", "a list `columns`"),
        ("columns = [1]", "a list `columns`"),
        ("kinds = ['a']", "a table `kinds`"),
        ("[kinds]\na = 1", "a table `kinds`"),
        ("seed = 1", "nothing else"),
    ],
)
def test_settings_that_cannot_be_are_one_sentence(kullback, tmp_path, text, words):
    path = tmp_path / "s.toml"
    path.write_text(text)
    found = kullback("compare", *FLIGHTS, "--settings", path)
    assert (found.returncode, len(found.stderr.splitlines())) == (2, 1)
    assert words in found.stderr
    assert path.read_text() == text

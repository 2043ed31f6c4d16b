"""`kullback compare` as a person meets it: what is said first, JSON, errors, odd names."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import pytest

from kullback.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples"
FLIGHTS = [str(EXAMPLES / "reference.csv"), str(EXAMPLES / "current.csv")]


class Finished(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def kullback(*arguments):
    """Run the command line in this process, as its entry point does."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stopped:
        run([str(argument) for argument in arguments])
    return Finished(stopped.value.code, out.getvalue(), err.getvalue())


def shell(command, **options):
    """Run the command line in a process of its own."""
    return subprocess.run(
        command.replace("kullback", f'"{sys.executable}" -m kullback', 1),
        shell=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        **options,
    )


@pytest.fixture(scope="module")
def flights():
    return kullback("compare", *FLIGHTS)


def test_the_answer_comes_first(flights):
    assert flights.returncode == 0
    assert flights.stderr == ""
    first, second = flights.stdout.splitlines()[:2]
    assert first.startswith("Largest change: ")
    assert "columns compared: " in first
    assert "10,000 rows, the reference" in second


def test_labels_carry_unit_and_direction(flights):
    assert "JS, bits" in flights.stdout
    assert "95 % interval" in flights.stdout
    assert "(reference → current)" in flights.stdout
    assert "rows are taken as independent" in flights.stdout


def test_the_whole_table_is_one_line_that_says_at_least(flights):
    (line,) = [line for line in flights.stdout.splitlines() if "as a whole" in line]
    assert line.startswith("The two tables differ by at least 0.4")
    assert " bits (0.4" in line
    assert flights.stdout.splitlines().index(line) == 2


def test_what_changed_most_is_the_first_row(flights):
    record = json.loads(kullback("compare", *FLIGHTS, "--json").stdout)
    first = record["columns"][0]
    row = next(line for line in flights.stdout.splitlines() if line.split()[:1] == [first["name"]])
    assert first["verdict"] in row
    sizes = [c["jensen_shannon_divergence"]["raw"] for c in record["columns"] if c["alarm"]]
    assert sizes == sorted(sizes, reverse=True)


def test_json_is_one_document_and_nothing_else():
    found = kullback("compare", *FLIGHTS, "--json", "--columns", "carrier,origin")
    record = json.loads(found.stdout)
    assert found.stderr == ""
    assert record["schema"] == "kullback.comparison/1"
    assert {column["name"] for column in record["columns"]} == {"carrier", "origin"}


@pytest.mark.parametrize(("unit", "factor"), [("nats", 0.6931471805599453), ("Sh", 1.0)])
def test_unit(unit, factor):
    arguments = ("compare", *FLIGHTS, "--columns", "carrier", "--json")
    bits, other = (
        json.loads(kullback(*arguments, "--unit", u).stdout)["columns"][0]["entropy_current"]
        for u in ("bits", unit)
    )
    assert other["value"] == pytest.approx(bits["value"] * factor)


@pytest.mark.parametrize("confidence", ["0.8", "0.999"])
def test_confidence_and_seed_reach_the_comparison(confidence):
    found = kullback(
        "compare",
        *FLIGHTS,
        "--columns",
        "carrier",
        "--confidence",
        confidence,
        "--seed",
        "3",
        "--json",
    )
    record = json.loads(found.stdout)
    assert (record["confidence"], record["seed"]) == (float(confidence), 3)
    assert record["columns"][0]["entropy_current"]["confidence"] == float(confidence)


def test_kind_by_hand():
    found = kullback(
        "compare", *FLIGHTS, "--columns", "flight,origin",
        "--kind", "flight=category", "--kind", "origin=identifier", "--json",
    )  # fmt: skip
    record = json.loads(found.stdout)
    assert [(c["name"], c["kind"]) for c in record["columns"]] == [("flight", "category")]
    assert record["left_out"][0]["name"] == "origin"


def test_details_show_every_figure():
    found = kullback("compare", *FLIGHTS, "--columns", "air_time", "--details")
    for words in ("D(reference ‖ current)", "cross-entropy", "plug-in", "missing:", "adds to JS"):
        assert words in found.stdout


def test_help_teaches():
    found = kullback("compare", "--help")
    for words in ("noticeable", "0.018 to 0.045", "Examples:", "--kind", "independent"):
        assert words in found.stdout
    assert "compare" in kullback().stdout
    assert kullback("--version").stdout.startswith("kullback 0.")


def test_no_colour_where_there_is_no_terminal(flights):
    assert "\x1b" not in flights.stdout


def write(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


GOOD = "a,b\n1,x\n2,y\n"
BAD = {
    "empty": ("bad.csv", "", "empty"),
    "header only": ("bad.csv", "a,b\n", "no rows"),
    "ragged": ("bad.csv", "a,b\n1,2\n1,2,3\n", "line 3"),
    "binary junk": ("bad.csv", bytes(range(256)) * 20, "bad.csv"),
    "not Parquet": ("bad.parquet", "a,b\n1,2\n", "Parquet"),
    "not a table": ("bad.pickle", b"\x80\x04K\x01.", "bad.pickle"),
    "broken JSON": ("bad.jsonl", '{"a": 1}\n{"a":\n', "bad.jsonl"),
    "no common column": ("bad.csv", "c,d\n1,2\n", "no column in common"),
}


@pytest.mark.parametrize(("name", "text", "words"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("side", [0, 1])
def test_bad_input_is_one_sentence(tmp_path, monkeypatch, name, text, words, side):
    monkeypatch.chdir(tmp_path)
    files = [write(tmp_path, "good.csv", GOOD), write(tmp_path, name, text)]
    found = kullback("compare", files[side], files[1 - side], "--json")
    assert found.returncode == 2
    assert found.stdout == ""
    assert len(found.stderr.splitlines()) == 1
    assert found.stderr.startswith("kullback: ")
    assert words in found.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"good.csv", name})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.csv", "nowhere.csv"], "nowhere.csv"),
        ([FLIGHTS[0]], "CURRENT"),
        ([*FLIGHTS, "--unit", "parsecs"], "parsecs"),
        ([*FLIGHTS, "--columns", "nothing"], "'nothing'"),
        ([*FLIGHTS, "--kind", "carrier"], "COLUMN=KIND"),
        ([*FLIGHTS, "--kind", "carrier=colour"], "'colour'"),
        ([*FLIGHTS, "--confidence", "95"], "confidence"),
        ([*FLIGHTS, "--no-such-option"], "--no-such-option"),
        ([EXAMPLES, FLIGHTS[1]], "folder"),
    ],
)
def test_unusable_arguments_are_one_sentence(arguments, words):
    found = kullback("compare", *arguments)
    assert (found.returncode, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 1
    assert words in found.stderr


def test_debug_shows_the_traceback_and_nothing_else_does():
    assert "Traceback" in shell("kullback --debug compare nowhere.csv nowhere.csv").stderr
    found = shell("kullback compare nowhere.csv nowhere.csv")
    assert (found.returncode, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 1
    assert "nowhere.csv" in found.stderr


def test_an_unknown_command_is_one_sentence():
    found = kullback("compress")
    assert (found.returncode, len(found.stderr.splitlines())) == (2, 1)


ODD = [
    'say "hi"',
    "a,b",
    "two\nlines",
    "<script>alert(1)</script>",
    "🦆 duck",
    " spaced ",
    "select",
]


def test_odd_column_names_come_through_unharmed(tmp_path):
    generator = range(60)
    table = pl.DataFrame(
        {name: [f"v{(k * 7 + i) % 3}" for k in generator] for i, name in enumerate(ODD)}
    )
    paths = tmp_path / "one.csv", tmp_path / "two.parquet"
    table.write_csv(paths[0])
    table.write_parquet(paths[1])
    record = json.loads(kullback("compare", *paths, "--json").stdout)
    assert sorted(column["name"] for column in record["columns"]) == sorted(ODD)
    chosen = kullback("compare", *paths, "--json", "--columns", '"a,b",🦆 duck')
    assert {c["name"] for c in json.loads(chosen.stdout)["columns"]} == {"a,b", "🦆 duck"}


def test_control_characters_cannot_steer_the_terminal(tmp_path):
    table = pl.DataFrame({"\x1b[31mred": ["\x1b]0;title\x07"] * 30 + ["b"] * 30})
    table.write_parquet(tmp_path / "x.parquet")
    other = pl.DataFrame({"\x1b[31mred": ["\x1b]0;title\x07"] * 55 + ["b"] * 5})
    other.write_parquet(tmp_path / "y.parquet")
    found = kullback("compare", tmp_path / "x.parquet", tmp_path / "y.parquet")
    assert found.returncode == 0
    assert "\x1b" not in found.stdout
    assert "\\x1b[31mred" in found.stdout


def test_a_pattern_is_one_table(tmp_path):
    for part in (1, 2):
        write(tmp_path, f"part{part}.csv", GOOD)
    found = json.loads(
        kullback("compare", tmp_path / "part*.csv", tmp_path / "part1.csv", "--json").stdout
    )
    assert (found["reference"]["rows"], found["current"]["rows"]) == (4, 2)


def test_a_closed_pipe_is_silent():
    found = shell(f'kullback compare "{FLIGHTS[0]}" "{FLIGHTS[1]}" --json | head -n 1')
    assert found.stderr == ""
    assert found.stdout == "{\n"


def test_ctrl_c_ends_silently_with_130_and_leaves_nothing(tmp_path):
    path = tmp_path / "long.parquet"
    duckdb.sql("select random() as x, random() as y from range(8000000)").write_parquet(str(path))
    process = subprocess.Popen(
        [sys.executable, "-m", "kullback", "compare", str(path), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    while not list(tmp_path.glob("kullback-*")):  # its database has not been opened yet
        time.sleep(0.01)
    time.sleep(0.5)  # the comparison takes several times as long
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == [path]


def test_the_module_is_the_command():
    found = shell("kullback --version")
    assert (found.returncode, found.stdout[:11]) == (0, "kullback 0.")


@pytest.mark.parametrize("command", ["compare A B", "compare A B --details", "bits 0.5,0.5"])
def test_a_reader_that_leaves_is_no_fault(command):
    command = command.replace("A B", " ".join(f'"{path}"' for path in FLIGHTS))
    found = shell(f"kullback {command} | true; exit ${{PIPESTATUS[0]}}", executable="/bin/bash")
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closed):
    assert shell(f"kullback bits 0.5,0.5 {closed}").returncode == 0


@pytest.mark.parametrize("as_json", ["", "--json"])
def test_letters_that_a_terminal_lacks_are_spelled_out(tmp_path, monkeypatch, as_json):
    table = pl.DataFrame({"🦆": ["a", "b"] * 30})
    table.write_parquet(tmp_path / "x.parquet")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    path = tmp_path / "x.parquet"
    command = f'"{sys.executable}" -m kullback compare "{path}" "{path}" {as_json}'
    found = subprocess.run(command, shell=True, capture_output=True, timeout=60)
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.isascii()
    if as_json:
        assert json.loads(found.stdout)["columns"][0]["name"] == "🦆"


def test_debug_ends_with_2_too():
    assert shell("kullback --debug compare nowhere.csv nowhere.csv").returncode == 2


def test_names_with_newlines_and_quotes_can_be_chosen(tmp_path):
    names = ["two\nlines", 'say "hi"', "a,b", " spaced "]
    pl.DataFrame({name: ["x", "y"] * 30 for name in names}).write_parquet(tmp_path / "t.parquet")
    path = tmp_path / "t.parquet"
    found = kullback(
        "compare", path, path, "--json", "--columns", 'two\nlines,say "hi","a,b", spaced '
    )
    assert {c["name"] for c in json.loads(found.stdout)["columns"]} == set(names)


def test_the_seed_reaches_what_is_drawn(tmp_path):
    for name, start in (("a", 0), ("b", 100)):
        rows = "".join(f"v{(start + 7 * k) % 300}\n" for k in range(350))
        write(tmp_path, f"{name}.csv", "x\n" + rows)
    floors = {
        seed: json.loads(
            kullback(
                "compare", tmp_path / "a.csv", tmp_path / "b.csv", "--seed", seed, "--json",
                "--kind", "x=category",
            ).stdout
        )["columns"][0]["floor"]
        for seed in (0, 1, 2)
    }  # fmt: skip
    assert len(set(floors.values())) == 3


def test_nothing_to_compare_is_said_so(tmp_path):
    dates = "\n".join(["day", *["2026-01-01"] * 20, *["2026-01-02"] * 20])
    path = write(tmp_path, "dates.csv", dates)
    found = kullback("compare", path, path)
    assert found.stdout.startswith("Nothing was compared.")
    assert "day (date): dates are left out so far" in found.stdout


def test_a_column_of_another_type_is_named_at_once(tmp_path):
    first = write(tmp_path, "a.csv", "x,y\n" + "1,u\n2,v\n" * 40)
    second = write(tmp_path, "b.csv", "x,y\n" + "p,u\nq,v\n" * 40)
    assert "not compared: x." in kullback("compare", first, second).stdout.splitlines()[0]


def test_pairs_that_changed_are_listed_below_the_columns(tmp_path):
    for name, sign in (("a", 1), ("b", -1)):
        table = pl.DataFrame({"x": [k % 97 for k in range(970)]}).with_columns(
            y=sign * (pl.col("x") - 48) + pl.int_range(970) % 7,
        )
        table.write_csv(tmp_path / f"{name}.csv")
    found = kullback("compare", tmp_path / "a.csv", tmp_path / "b.csv").stdout
    first = "No column changed by itself, but how columns depend did, most x and y (tells "
    assert found.startswith(first)
    assert "; all columns together, by at least 0." in found.splitlines()[0]
    assert found.splitlines()[0].endswith(" 2 columns compared.")
    listed = found.partition("Pairs whose dependence changed:")[2].split()
    assert listed.index("x") + 1 == listed.index("y")
    assert "→" in listed

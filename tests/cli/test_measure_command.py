"""`kullback measure` as it is typed: what it prints, what it refuses, what it writes as JSON."""

import json
from pathlib import Path

import pytest

FLIGHTS = str(Path(__file__).parents[2] / "examples" / "reference.csv")


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.csv"
    rows = [f"{'xy'[i % 2]},{'uv'[i % 2]},{i % 3}" for i in range(90)]
    path.write_text("\n".join(["a,b,c", *rows]) + "\n", "utf-8")
    return str(path)


def test_the_first_line_is_the_answer(kullback, small):
    done = kullback("measure", small)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == (
        "Most dependent: a and b (0.992 bits, 99 % of a). 3 columns, 3 pairs: "
        "1 depends beyond chance."
    )
    assert lines[1] == f"{small} (90 rows)"
    assert "entropy, bits" in done.stdout
    assert done.stderr == ""


def test_flights(kullback):
    done = kullback("measure", FLIGHTS, "--columns", "origin,dest,carrier", "--unit", "nats")
    assert done.stdout.startswith("Most dependent: dest and carrier (1.09 nats, 49 % of carrier).")
    assert "63 weaker pairs are not shown" in kullback("measure", FLIGHTS).stdout
    every = kullback("measure", FLIGHTS, "--all").stdout
    assert "not shown" not in every
    assert sum("% of " in line for line in every.splitlines()) == 79


def test_json(kullback, small):
    done = kullback("measure", small, "--json", "--seed", "3", "--confidence", "0.9")
    found = json.loads(done.stdout)
    assert found["schema"] == "kullback.measurement/1"
    assert (found["seed"], found["confidence"], found["unit"]) == (3, 0.9, "bits")
    assert [column["name"] for column in found["columns"]] == ["a", "b", "c"]
    assert {(p["first"], p["second"]) for p in found["pairs"]} == {
        ("a", "b"), ("a", "c"), ("b", "c")
    }  # fmt: skip


def test_kinds_are_set_by_hand(kullback, small):
    done = kullback("measure", small, "--kind", "c=identifier")
    assert "c (identifier): kind set by hand" in done.stdout
    assert "2 columns, 1 pair" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.csv"], "none.csv does not exist"),
        (["{small}", "--columns", "z"], "there is no column 'z'"),
        (["{small}", "--kind", "c"], "expected COLUMN=KIND"),
        (["{small}", "--kind", "c=colour"], "must be one of number"),
        (["{small}", "--unit", "pounds"], "unit must be one of"),
        (["{small}", "--confidence", "2"], "confidence must lie between 0 and 1"),
        ([], "Missing argument 'TABLE'"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_code_2(kullback, small, arguments, words):
    done = kullback("measure", *(a.format(small=small) for a in arguments))
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_an_empty_table(kullback, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("a,b\n", "utf-8")
    done = kullback("measure", str(path))
    assert done.returncode == 2
    assert "no rows" in done.stderr


def test_help(kullback):
    assert "mutual information of each pair" in kullback("measure", "--help").stdout
    assert "measure" in kullback("--help").stdout

"""`-` is the CSV of standard input: the same table as a file of the same bytes, or one sentence."""

import io
import json
import subprocess
import sys

import polars as pl
import pytest

ROWS = [f"{k},{'uvw'[k % 3]},{k * k % 101 / 7:.3f}" for k in range(400)]
CSV = "\n".join(["id,word,number", *ROWS]) + "\n"


class Piped(io.TextIOWrapper):
    """What stands for standard input."""

    def __init__(self, content):
        super().__init__(io.BytesIO(content))


@pytest.fixture
def piped(kullback, monkeypatch, tmp_path):
    """Run the command line with bytes on its standard input."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "own"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "own").mkdir()

    def command(content, *arguments):
        monkeypatch.setattr(sys, "stdin", None if content is None else Piped(content))
        found = kullback(*arguments)
        assert list((tmp_path / "own").iterdir()) == [], "nothing is left behind"
        return found

    return command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(CSV)
    return path


@pytest.mark.parametrize("side", [0, 1])
def test_it_is_the_table_that_a_file_would_be(piped, file, tmp_path, side):
    changed = tmp_path / "changed.csv"
    changed.write_text(CSV.replace(",u,", ",v,"))
    names = [str(file), str(changed)]
    content = (file, changed)[side].read_bytes()
    arguments = ["-" if place == side else name for place, name in enumerate(names)]
    options = ("--json", "--no-joint")
    found = json.loads(piped(content, "compare", *arguments, *options).stdout)
    expected = json.loads(piped(None, "compare", *names, *options).stdout)
    name = ("reference", "current")[side]
    assert found[name] == {"name": "standard input", "rows": 400}
    assert found | {name: None} == expected | {name: None}


def test_one_table_can_be_measured_from_it(piped, file):
    found = json.loads(piped(file.read_bytes(), "measure", "-", "--json").stdout)
    expected = json.loads(piped(None, "measure", file, "--json").stdout)
    assert found["table"] == {"name": "standard input", "rows": 400}
    assert found | {"table": None} == expected | {"table": None}


def test_the_page_calls_it_standard_input(piped, file, tmp_path):
    pytest.importorskip("altair")
    page = tmp_path / "page.html"
    found = piped(CSV.encode(), "compare", file, "-", "--no-joint", "--report", page)
    assert (found.returncode, found.stderr) == (0, "")
    assert f"{file} and standard input compared" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "standard input is empty: give a table with rows"),
        (b"id,word,number\n", "standard input has a header and no rows"),
        (b"\n\n", "standard input begins with a blank line"),
        (b"id,word\n1,u,3\n", "standard input has 3 fields on line 2 where the header has 2"),
        (b"PAR1\x15\x04", "standard input is Parquet, and only CSV is read from it"),
        (b"\x1f\x8b\x08\x00", "standard input is compressed by gzip, and only CSV"),
        (b"\x28\xb5\x2f\xfd\x00", "standard input is compressed by Zstandard, and only CSV"),
        (b'{"id": 1, "word": "u"}\n', "standard input is JSON, and only CSV"),
        (b"id,word\n\xff\xfe,\x80\n", "standard input is not UTF-8 text"),
        (b"id;word,x\n1;2,3\n", "the header of standard input can be parted at"),
        (b"other\n1\n2\n", "no column in common"),
    ],
)
@pytest.mark.parametrize("side", [0, 1])
def test_what_is_no_csv_is_one_sentence(piped, file, content, words, side):
    arguments = [file, "-"] if side else ["-", file]
    found = piped(content, "compare", *arguments)
    assert (found.returncode, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 1
    assert words in found.stderr
    assert "/own/" not in found.stderr


def test_it_holds_one_table(piped):
    found = piped(CSV.encode(), "compare", "-", "-")
    assert (found.returncode, found.stdout) == (2, "")
    assert "only one of the two can be -" in found.stderr


def test_a_closed_one_is_one_sentence(piped, file):
    found = piped(None, "compare", file, "-")
    assert (found.returncode, found.stdout) == (2, "")
    assert "standard input is closed" in found.stderr


def test_no_room_to_keep_it_is_one_sentence(piped, file, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    found = piped(CSV.encode(), "compare", file, "-")
    assert (found.returncode, found.stdout) == (2, "")
    assert "No space left on device" in found.stderr
    assert "TMPDIR" in found.stderr


def test_a_pipe_of_the_shell(file):
    command = f'cat "{file}" | "{sys.executable}" -m kullback compare - "{file}" --json --no-joint'
    found = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert found.stderr == ""
    assert json.loads(found.stdout)["reference"]["name"] == "standard input"


def test_a_pattern_that_the_shell_has_opened_is_told_to_be_quoted(piped, file):
    found = piped(None, "compare", file, file, file, file)
    assert (found.returncode, found.stdout) == (2, "")
    assert "put a pattern in quotes" in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_patterns_are_tables_and_what_they_miss_is_named(piped, tmp_path):
    for part in (1, 2):
        table = pl.DataFrame({"x": ["u", "v"] * 30, "y": [part] * 60})
        table.write_csv(tmp_path / f"a{part}.csv")
        table.write_parquet(tmp_path / f"b{part}.parquet")
    found = piped(None, "compare", tmp_path / "a*.csv", tmp_path / "b?.parquet", "--json")
    record = json.loads(found.stdout)
    assert (record["reference"]["rows"], record["current"]["rows"]) == (120, 120)
    missed = piped(None, "compare", tmp_path / "c*.csv", tmp_path / "b?.parquet")
    assert "c*.csv matches no file: check the pattern" in missed.stderr

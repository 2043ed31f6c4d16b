"""Files open as written, or are refused in one sentence that names the file and the remedy."""

import gzip
import json
import os
import random

import duckdb
import polars
import pyarrow
import pyarrow.parquet
import pytest

from kullback.tables import TableError, open_table

MANY = 30_000  # more rows than DuckDB samples when it guesses types
JUNK = random.Random(0).randbytes(4000)


def gz(text):
    return gzip.compress(text.encode())


def zst(folder, rows=5):
    path = folder / "made.csv.zst"
    duckdb.sql(f"SELECT range AS a, hash(range) AS b FROM range({rows})").write_csv(
        str(path), compression="zstd"
    )
    return path.read_bytes()


def parquet(columns):
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink)
    return sink.getvalue().to_pybytes()


def write(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


READ = {
    "comma.csv": ("a,b\n1,x\n2,y\n", {"a": "number", "b": "text"}),
    "semicolon.csv": ("a;b\n1,5;x\n2;y\n", {"a": "text", "b": "text"}),
    "tab.tsv": ("a,1\tb\n1\tx\n2\ty\n", {"a,1": "number", "b": "text"}),
    "pipe.txt": ("a|b\n1|x\n2|y\n", {"a": "number", "b": "text"}),
    "one.csv": ("a\n1\n2\n", {"a": "number"}),
    "quoted delimiter.csv": ('"a;b;c",d\n1,"x,y"\n2,""\n', {"a;b;c": "number", "d": "text"}),
    "crlf.csv": ("a,b\r\n1,x\r\n2,y\r\n", {"a": "number", "b": "text"}),
    "mark.csv": ("\ufeffa,b\n1,x\n2,y", {"a": "number", "b": "text"}),
    "empty fields.csv": ("a,b\n1,\n,\n", {"a": "number", "b": "text"}),
    "blank end.csv": ("a,b\n1,x\n2,y\n\n\n", {"a": "number", "b": "text"}),
    "zip codes.csv": ("a,b\n00501,x\n10001,y\n", {"a": "text", "b": "text"}),
    "kinds.CSV": ("a,b\n2024-01-31,true\n2024-02-01,false\n", {"a": "time", "b": "boolean"}),
    "packed.csv.gz": (gz("a,b\n1,x\n2,y\n"), {"a": "number", "b": "text"}),
    "array.json": ('[{"a": 1}, {"b": "x"}]', {"a": "number", "b": "text"}),
    "lines.jsonl": ('{"a": 1}\n{"b": "x"}\n', {"a": "number", "b": "text"}),
    "lines.ndjson.gz": (gz('{"a": 1}\n{"b": "x"}\n'), {"a": "number", "b": "text"}),
    "mixed.json": ('[{"a": 1}, {"a": "x"}]', {"a": "text"}),
    "mixed quotes.json": ('[{"a\\"b": 1, "c": 2}, {"a\\"b": "x"}]', {'a"b': "text", "c": "number"}),
    "nested.json": ('[{"a": [1], "b": {"c": 2}}, {}]', {"a": "other", "b": "other"}),
    "rows.parquet": (parquet({"a": [1, 2], "b": [b"x", b"y"]}), {"a": "number", "b": "other"}),
    "nested.parquet": (
        parquet({"a": [{"b": {"c": 1, "d": [2]}}, None], "e": [1, 2]}),
        {"a": "other", "e": "number"},
    ),
    "rows.pq": (parquet({"a": [1, 2], "A": ["x", "y"]}), {"a": "number", "A": "text"}),
}


@pytest.mark.parametrize("name", READ)
def test_reads(tmp_path, name):
    content, types = READ[name]
    with open_table(write(tmp_path / name, content)) as table:
        assert table.columns == types
        assert table.rows == 2
        assert table.name == str(tmp_path / name)


@pytest.mark.parametrize("rows", [1, 50_000])
def test_reads_zstandard(tmp_path, rows):
    with open_table(write(tmp_path / "rows.csv.zst", zst(tmp_path, rows))) as table:
        assert table.rows == rows


REFUSED = {
    "nothing.csv": ("", "is empty"),
    "nothing packed.csv.gz": (gz(""), "blank line"),
    "header.csv": ("a,b\n", "no rows"),
    "blank first.csv": ("\na,b\n1,2\n", "begin with the column names"),
    "long row.csv": ("a,b\n1,2\n1,2,3\n", "3 fields on line 3 where the header has 2"),
    "short row.csv": ("a,b\n1,2\n1\n", "1 fields on line 3 where the header has 2"),
    "late long row.csv": ("a,b\n" + "1,2\n" * MANY + "1,2,3\n", f"on line {MANY + 2}"),
    "trailing comma.csv": ("a,b\n1,2,\n3,4,\n", "3 fields on line 2"),
    "row names.csv": ("a,b\nr1,1,2\nr2,3,4\n", "3 fields on line 2"),
    "one column.csv": ("a\n1\n2,3\n", "2 fields on line 3"),
    "two ways.csv": ("a,b;c\n1,2\n", "can be parted at ',' or ';'"),
    "open quote.csv": ('a,b\n1,"x\n2,y\n', "a quote that does not end"),
    "open name.csv": ('a,"b\n1,x\n2,y\n', "a quote in its header"),
    "line ends.csv": ("a,b\r\n1,x\n2,y\r\n", "mixes line ends"),
    "latin.csv": ("a,b\n1,é\n".encode("latin-1"), "save it as UTF-8"),
    "utf16.csv": ("a,b\n1,x\n".encode("utf-16"), "save it as UTF-8"),
    "utf16 unmarked.csv": ("a,b\n1,x\n".encode("utf-16-le"), "save it as UTF-8"),
    "junk.csv": (JUNK, "save it as UTF-8"),
    "twice.csv": ("a,b,a\n1,2,3\n", "several columns named 'a'"),
    "plain.csv.gz": ("a,b\n1,2\n", "not a whole gzip file"),
    "cut.csv.gz": (gz("a,b\n1," + JUNK.hex())[:-500], "compress it again"),
    "plain.csv.zst": ("a,b\n1,2\n", "not a whole zstd file"),
    "text.parquet": ("a,b\n1,2\n", "not a whole Parquet file"),
    "junk.parquet": (b"PAR1" + JUNK + b"PAR1", "not a whole Parquet file"),
    "cut.parquet": (parquet({"a": list(range(99))})[:-40], "not a whole Parquet file"),
    "no rows.parquet": (parquet({"a": pyarrow.array([], "int64")}), "no rows"),
    "cut.json": ('[{"a": 1}, {"a"', "not valid JSON"),
    "broken.jsonl": ('{"a": 1}\n{"a": oops}\n', "not valid JSON"),
    "table.json": ("a,b\n1,2\n", "not valid JSON"),
    "latin.json": ('[{"a": "é"}]'.encode("latin-1"), "save it as UTF-8"),
    "mark.json": ("\ufeff[]", "byte-order mark"),
    "no records.json": ("[]", "does not hold records"),
    "numbers.json": ("[1, 2]", "does not hold records"),
    "half records.json": ('[{"a": 1}, 2]', "does not hold records"),
    "key twice.json": ('[{"a": 1, "a": 2}]', "one key twice"),
    "case.json": ('[{"a": 1, "A": 2}]', "differ only by case ('A', 'a')"),
    "book.xlsx": ("x", "must end in .csv, .tsv, .txt, .json, .jsonl, .ndjson"),
    "bare": ("a,b\n1,2\n", "must end in"),
    "rows.pkl": ("x", "must end in"),
    "rows.parquet.gz": (gz("x"), "must end in"),
}


def refusal(source):
    with pytest.raises(TableError) as caught:
        open_table(source)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(tmp_path, name):
    content, reason = REFUSED[name]
    message = refusal(write(tmp_path / name, content))
    assert str(tmp_path / name) in message
    assert reason in message


@pytest.mark.parametrize("cut", [1, 10, 1000, 100_000])
def test_refuses_zstandard_that_was_cut(tmp_path, cut):
    content = zst(tmp_path, rows=50_000)
    assert "zstd" in refusal(write(tmp_path / "cut.csv.zst", content[:-cut]))


def test_refuses_what_is_not_there(tmp_path):
    assert "does not exist" in refusal(tmp_path / "missing.csv")
    assert "is a folder" in refusal(tmp_path)
    assert "matches no file" in refusal(tmp_path / "*.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "missing.csv")
    assert "is a link" in refusal(tmp_path / "link.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is a stream" in refusal(tmp_path / "pipe.csv")
    assert "does not exist" in refusal("")
    assert "does not exist" in refusal("nul\0.csv")


def test_refuses_without_permission(tmp_path, monkeypatch):
    path = write(tmp_path / "secret.csv", "a\n1\n")

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)  # the superuser may read every file
    assert "may not be read" in refusal(path)


def test_damage_found_late_is_a_table_error(tmp_path):
    content = bytearray(parquet({"a": [f"{number}" for number in range(999)]}))
    content[4:400] = JUNK[:396]
    with open_table(write(tmp_path / "damaged.parquet", bytes(content))) as table:
        with pytest.raises(TableError, match=r"damaged\.parquet could not be read") as caught:
            table.profiles(["a"])
        assert "\n" not in str(caught.value)


LATE = {
    "late fraction.csv": "a\n" + "1\n" * MANY + "2.5\n",
    "late fraction.jsonl": '{"a": 1}\n' * MANY + '{"a": 2.5}\n',
}


@pytest.mark.parametrize("name", LATE)
def test_late_fractions_are_not_rounded(tmp_path, name):
    with open_table(write(tmp_path / name, LATE[name])) as table:
        assert table.value_counts("a") == {1.0: MANY, 2.5: 1}


def test_late_text_makes_text(tmp_path):
    with open_table(write(tmp_path / "late.csv", "a\n" + "1\n" * MANY + "x\n")) as table:
        assert table.columns == {"a": "text"}
        assert table.unreadable("a") == {"x": 1}


def test_late_keys_are_columns(tmp_path):
    with open_table(write(tmp_path / "late.jsonl", '{"a": 1}\n' * MANY + '{"b": 2}\n')) as table:
        assert table.profiles(["b"])["b"].missing == MANY


def test_globs(tmp_path):
    write(tmp_path / "1.csv", "a,b\n1,\n")
    write(tmp_path / "2.csv", "a;b\n1.5;x\n")
    with open_table(tmp_path / "*.csv") as table:
        assert table.columns == {"a": "number", "b": "text"}
        assert table.value_counts("a") == {1.0: 1, 1.5: 1}
    write(tmp_path / "3.csv", "a,c\n1,x\n")
    assert "differ in their columns ('b', 'c')" in refusal(tmp_path / "*.csv")
    assert "differ in their columns" in refusal(tmp_path / "[13].csv")
    write(tmp_path / "3.json", json.dumps([{"a": 1}]))
    assert "several kinds" in refusal(tmp_path / "3.*")


def test_globs_of_parquet_keep_fractions(tmp_path):
    polars.DataFrame({"a": [1, 2], "b": ["x", "y"]}).write_parquet(tmp_path / "1.parquet")
    polars.DataFrame({"b": ["z"], "a": [2.5]}).write_parquet(tmp_path / "2.parquet")
    with open_table(tmp_path / "?.parquet") as table:
        assert table.value_counts("a") == {1.0: 1, 2.0: 1, 2.5: 1}
    polars.DataFrame({"a": [1]}).write_parquet(tmp_path / "3.parquet")
    assert "differ in their columns ('b')" in refusal(tmp_path / "?.parquet")


def test_folders_named_like_values_add_no_column(tmp_path):
    folder = tmp_path / "year=2024"
    folder.mkdir()
    polars.DataFrame({"a": [1]}).write_parquet(folder / "1.parquet")
    with open_table(folder / "1.parquet") as table:
        assert table.columns == {"a": "number"}


def test_a_gzip_file_with_a_wrong_checksum_is_refused(tmp_path):
    packed = bytearray(gzip.compress(b"x\n" + b"1\n" * 500, compresslevel=0))
    packed[40] = ord("9")
    (tmp_path / "x.csv.gz").write_bytes(packed)
    with pytest.raises(TableError, match="not a whole gzip file"):
        open_table(tmp_path / "x.csv.gz")


def test_a_pattern_that_matches_a_dangling_link_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    (tmp_path / "b.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(TableError, match=r"b\.csv is a link to a file that does not exist"):
        open_table(str(tmp_path / "*.csv"))

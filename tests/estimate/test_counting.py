"""Counting by place, by hash and by sorting: one answer, whatever numbers and however many."""

import subprocess
import sys

import numpy as np
import pytest

from kullback._arrays.libraries import LARGE
from kullback.kernels import counting

GENERATOR = np.random.default_rng(7)
FEW, MANY = 300, LARGE + 11
SMALLEST, LARGEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def numbers(rows):
    """Return arrays of whole numbers for every way in which they are counted."""
    draw = GENERATOR.integers
    far = np.array([SMALLEST, -1, 0, 5, LARGEST])
    hidden = draw(0, 9, rows)
    hidden[rows // 2] = 5000  # not among the rows that are looked at first
    return {
        "few": draw(0, 7, rows),
        "one": np.full(rows, 3),
        "negative": draw(-90, -20, rows).astype(np.int8),
        "a whole byte": draw(-128, 128, rows).astype(np.int8),
        "beyond signed": draw(2**64 - 40, 2**64, rows, np.uint64),
        "other order of bytes": draw(0, 50, rows).astype(">i8"),
        "truths": draw(0, 2, rows).astype(bool),
        "an outlier": hidden,
        "nearly as many as rows": draw(0, rows - 1, rows),
        "far apart": far[draw(0, 5, rows)],
        "all over": draw(SMALLEST, LARGEST, rows),
        "every other": draw(0, 30, 2 * rows)[::2],
    }


# Each type of number is compiled for by itself, which takes seconds.
CASES = [(name, FEW) for name in numbers(FEW)]
CASES += [(name, MANY) for name in numbers(FEW) if name != "truths"]


@pytest.mark.parametrize(("name", "rows"), CASES)
def test_counts_are_those_of_sorting(name, rows):
    x = numbers(rows)[name]
    values, counts = counting.counted(x)
    expected, times = np.unique(x, return_counts=True)
    order = np.argsort(values)
    assert values[order].tolist() == expected.tolist()
    assert counts[order].tolist() == times.tolist()


@pytest.mark.parametrize(("name", "rows"), CASES)
def test_equal_numbers_have_equal_codes_in_order_of_occurrence(name, rows):
    x = counting.plain(numbers(rows)[name])
    codes, first = counting.numbered(x)
    assert (x[first][codes] == x).all()
    assert len(np.unique(x)) == len(first)
    assert (np.diff(first) > 0).all()


@pytest.mark.parametrize(
    ("kind", "rows"),
    [*((kind, FEW) for kind in ("U7", "S5", "U1", "f8", "M8[us]")), ("U7", MANY), ("f8", MANY)],
)
def test_elements_of_several_words_are_numbered(kind, rows):
    x = GENERATOR.integers(0, 5000, rows).astype(kind)
    codes, first = counting.numbered(x)
    assert (x[first][codes] == x).all()
    assert len(np.unique(x)) == len(first)


FIRST, SECOND = ["few", "an outlier", "far apart"], ["few", "negative", "an outlier", "far apart"]
PAIRS = [(first, second, rows) for first in FIRST for second in SECOND for rows in (FEW, MANY)]


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [*PAIRS, ("negative", "beyond signed", FEW), ("beyond signed", "truths", FEW)],
)
def test_pairs_are_those_of_sorting(first, second, rows):
    x, y = numbers(rows)[first], numbers(rows)[second]
    table = counting.crossed(x, y)
    assert table.shape == (len(np.unique(x)), len(np.unique(y)))
    one, two = (np.unique(z, return_inverse=True)[1] for z in (x, y))
    cells = np.bincount(one * table.shape[1] + two)
    assert sorted(table[table > 0]) == sorted(cells[cells > 0])
    assert sorted(table.sum(axis=0)) == sorted(np.bincount(two))
    assert sorted(table.sum(axis=1)) == sorted(np.bincount(one))


def test_a_table_that_no_memory_holds_is_refused():
    x = np.arange(10_000)
    with pytest.raises(ValueError, match=r"10,000 by 10,000 .* merge rare labels"):
        counting.crossed(x, x)


def test_what_cannot_be_written_to_is_counted():
    x = np.arange(MANY) % 11
    x.flags.writeable = False
    assert counting.counted(x)[1].sum() == MANY


def test_without_numba_the_answer_is_the_same():
    code = (
        "import sys; sys.modules['numba'] = None; import numpy as np;"
        "from kullback.kernels import counting as c;"
        f"x = np.arange({MANY}) * 7919 % 1009;"
        "print(sorted(c.counted(x)[1])[:3], c.crossed(x, x % 3).shape, len(c.numbered(x)[1]))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    x = np.arange(MANY) * 7919 % 1009
    least = sorted(counting.counted(x)[1])[:3]
    here = f"{least} {counting.crossed(x, x % 3).shape} 1009"
    assert found.stdout.strip() == here, found.stderr


def test_small_arrays_compile_nothing():
    code = (
        "import sys, numpy as np; from kullback import estimate;"
        "x = np.arange(5000) % 17; estimate.entropy(x, given='labels');"
        "estimate.mutual_information(x, x % 3, given='labels'); print('numba' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr

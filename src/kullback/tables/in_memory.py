"""Columns of a dataframe in memory: numbers as NumPy arrays, texts as the distinct ones.

Asked series by series, since an expression of Narwhals costs a tenth of a millisecond for every
node of it: of thousands of columns with few rows that would be nearly all of the time.
"""

from math import inf
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from kullback.tables.patterns import CLOCK, ISO, MISSING_WORDS, NUMBER
from kullback.tables.table import ColumnType, Profile

Groups = tuple[nw.Series[Any], NDArray[np.int64]]  # distinct values and how often each occurs


def numbers(series: nw.Series[Any], *, by_text: bool = False) -> NDArray[np.float64]:
    """Return numbers, of which NaN are missing."""
    read = series.cast(nw.String) if by_text else series
    return np.asarray(read.cast(nw.Float64).to_numpy(), np.float64)


def finite(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the numbers that are neither missing nor infinite."""
    return numbers[np.isfinite(numbers)]


def profile_of_numbers(numbers: NDArray[np.float64]) -> Profile:
    """Return the profile of a column of numbers."""
    plain = finite(numbers)
    infinite = [int((numbers == limit).sum()) for limit in (inf, -inf)]
    low, high = (float(plain.min()), float(plain.max())) if len(plain) else (None, None)
    return Profile(
        rows=len(numbers),
        missing=len(numbers) - len(plain) - sum(infinite),
        positive_infinite=infinite[0],
        negative_infinite=infinite[1],
        minimum=low,
        maximum=high,
        integral=bool((plain == np.floor(plain)).all()),
        about_distinct=_distinct(plain) + sum(map(bool, infinite)),
    )


def profile_of_texts(rows: int, texts: nw.Series[Any], times: NDArray[np.int64]) -> Profile:
    """Return the profile of a column of texts, each of which is read once."""
    present = int(times.sum())
    if not present:
        return Profile(rows=rows, missing=rows)
    trimmed = texts.str.strip_chars(" ")
    bare = trimmed.str.replace_all(" ", "", literal=True)
    words = trimmed.str.len_chars() - bare.str.len_chars() + 1

    def rows_where(condition: nw.Series[Any]) -> int:
        return int(times[condition.to_numpy().astype(bool)].sum())

    def mean(sizes: nw.Series[Any]) -> float:
        return int((sizes.to_numpy().astype(np.int64) * times).sum()) / present

    return Profile(
        rows=rows,
        missing=rows - present,
        about_distinct=len(times),
        numeric_text=rows_where(texts.str.contains(NUMBER)),
        iso_text=rows_where(texts.str.contains(ISO)),
        clocks=rows_where(texts.str.contains(CLOCK)),
        missing_words=rows_where(texts.is_in(MISSING_WORDS)),
        mean_words=mean(words),
        mean_length=mean(texts.str.len_chars()),
    )


def profile_of_others(series: nw.Series[Any], kind: ColumnType) -> Profile:
    """Return the profile of a column of truths, times, or values that cannot be compared."""
    missing = int(series.is_null().sum())
    # A missing value is one of the distinct ones to Narwhals.
    distinct = 0 if kind == "other" else series.n_unique() - bool(missing)
    present = len(series) - missing
    return Profile(
        rows=len(series),
        missing=missing,
        about_distinct=distinct,
        clocks=present if series.dtype == nw.Time else 0,
    )


def grouped(series: nw.Series[Any]) -> Groups:
    """Return the distinct values that are not missing."""
    counts = series.value_counts(name="times")
    values, times = counts.get_column(series.name), counts.get_column("times").to_numpy()
    # pandas lists categories that no row has.
    kept = ~values.is_null() & (counts.get_column("times") > 0)
    return values.filter(kept), times[kept.to_numpy().astype(bool)]


def grouped_numbers(numbers: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct numbers that are not missing, 0.0 and −0.0 as one, and their counts."""
    return np.unique(numbers[~np.isnan(numbers)], return_counts=True)


def _distinct(numbers: NDArray[np.float64]) -> int:
    ordered = np.sort(numbers)
    return int((ordered[1:] != ordered[:-1]).sum()) + bool(len(ordered))

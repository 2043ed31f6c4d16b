"""All 190 pairs of a million rows × 20 columns: kullback against a loop over scikit-learn.

    python benchmarks/mutual_information_of_all_pairs.py [rows]

Ours is timed with everything: reading the file, finding out what the columns are, entropies with
intervals, mutual information with intervals and tests. scikit-learn's is timed on columns that are
in memory and coded as integers already.
"""

import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import mutual_info_score

from kullback.comparisons import measure


def table(rows):
    """Return strings of 5 to 50 values, whole numbers of 10 to 30, and numbers to be binned."""
    rng = np.random.default_rng(0)
    hidden = rng.integers(0, 5, rows)
    columns = {}
    for i, values in enumerate((5, 8, 12, 20, 30, 40, 50)):
        columns[f"text{i}"] = np.char.add(
            "v", ((rng.integers(0, values, rows) + hidden) % values).astype(str)
        )
    for i, values in enumerate((10, 15, 20, 25, 30, 30)):
        columns[f"whole{i}"] = (rng.integers(0, values, rows) + hidden) % values
    for i in range(7):
        columns[f"number{i}"] = rng.normal(size=rows) + 0.3 * i * hidden
    return pd.DataFrame(columns)


def codes(column):
    """Return a column as integers."""
    if column.dtype == float:
        edges = np.quantile(column, np.linspace(0, 1, 33)[1:-1])
        return np.searchsorted(edges, column)
    return column.astype("category").cat.codes.to_numpy()


def main(rows):
    frame = table(rows)
    coded = [codes(frame[name]) for name in frame]
    with tempfile.TemporaryDirectory() as folder:
        files = {kind: Path(folder) / f"table.{kind}" for kind in ("parquet", "csv")}
        frame.to_parquet(files["parquet"])
        frame.to_csv(files["csv"], index=False)
        ours = {}
        for kind, source in {**files, "pandas": frame}.items():
            begun = time.perf_counter()
            found = measure(source)
            ours[kind] = time.perf_counter() - begun
            assert len(found.pairs) == 190
    begun = time.perf_counter()
    for first, second in combinations(coded, 2):
        mutual_info_score(first, second)
    theirs = time.perf_counter() - begun
    print(f"{rows:,} rows × {len(coded)} columns, 190 pairs")
    print(f"scikit-learn, mutual_info_score in a loop: {theirs:6.1f} s")
    for kind, seconds in ours.items():
        print(f"kullback from {kind:8}: {seconds:6.1f} s, 1/{theirs / seconds:.1f} of it")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

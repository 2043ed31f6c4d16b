"""How often `compare` sees a change where there is none: random halves of two real tables.

    python benchmarks/false_alarms.py [--halves 200] [--seed 0]

For each table it prints, over all halves: the share of columns with p ≤ 0.05 before correction
(mean over columns, and the worst column), and the share of halves with an alarm in any column, and
in any pair of columns, after correction. It ends with 1 where a share is out of bounds: 2 to 8 % of
the columns on average, 10 % in the worst, 8 % of the halves for columns and 7 % for pairs.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from sklearn.datasets import load_breast_cancer

import kullback as kb

FLIGHTS = Path(__file__).parent.parent / "examples" / "reference.csv"


class FalseAlarms(NamedTuple):
    """Shares of random halves of one table."""

    mean_column: float
    worst_column: float
    worst_name: str
    any_column_after_correction: float
    any_pair_after_correction: float
    columns: int


def flights() -> pl.DataFrame:
    """10,000 departures from New York: numbers, categories, missing values, ties."""
    return pl.read_csv(FLIGHTS, infer_schema_length=None)


def breast_cancer() -> pl.DataFrame:
    """569 patients, 30 measurements and a diagnosis."""
    data = load_breast_cancer()
    table = dict(zip(data.feature_names, data.data.T, strict=True))
    return pl.DataFrame({**table, "diagnosis": data.target_names[data.target].tolist()})


TABLES = {"flights": flights, "breast cancer": breast_cancer}


def measure(table: pl.DataFrame, halves: int, seed: int) -> FalseAlarms:
    """Compare random halves of `table` and count."""
    generator = np.random.default_rng(seed)
    seen: dict[str, list[bool]] = defaultdict(list)
    alarms = pairs = 0
    for _ in range(halves):
        order = generator.permutation(len(table))
        middle = len(table) // 2
        found = kb.compare(table[order[:middle]], table[order[middle:]])
        for column in found.columns:
            seen[column.name].append(column.p <= 0.05)
        alarms += any(column.alarm for column in found.columns)
        pairs += any(pair.alarm for pair in found.pairs)
    rates = {name: float(np.mean(hits)) for name, hits in seen.items()}
    worst = max(rates, key=lambda name: rates[name])
    return FalseAlarms(
        float(np.mean(list(rates.values()))),
        rates[worst],
        worst,
        alarms / halves,
        pairs / halves,
        len(rates),
    )


def within_bounds(found: FalseAlarms) -> bool:
    """Tell whether chance raises alarms as seldom as it should."""
    return (
        0.02 <= found.mean_column <= 0.08
        and found.worst_column <= 0.10
        and found.any_column_after_correction <= 0.08
        and found.any_pair_after_correction <= 0.07
    )


def main() -> int:
    """Print one line a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--halves", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    good = True
    for name, load in TABLES.items():
        found = measure(load(), options.halves, options.seed)
        print(
            f"{name}: {found.columns} columns, {options.halves} halves; p ≤ 0.05 in "
            f"{found.mean_column:.1%} (worst: {found.worst_column:.1%}, {found.worst_name}); "
            f"after correction, a column in {found.any_column_after_correction:.1%} and "
            f"a pair in {found.any_pair_after_correction:.1%}"
        )
        good = good and within_bounds(found)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

"""How often `compare` sees a change where there is none: random halves of two real tables.

    python -m benchmarks.false_alarms [--halves 1000] [--seed 0] [--processes 2]

For each table it prints, over all halves: the share of columns with p ≤ 0.05 before correction
(mean over columns, and the worst column), and the share of halves with an alarm in any column and
in any pair of columns, both after correction, and for the table as a whole. It ends with 1 where a
share is out of bounds.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from sklearn.datasets import load_breast_cancer

import kullback as kb

FLIGHTS = Path(__file__).parent.parent / "examples" / "reference.csv"

# Shares of all halves.
FEWEST_BEFORE_CORRECTION, MOST_BEFORE_CORRECTION = 0.02, 0.07
MOST_FOR_ANY_COLUMN, MOST_FOR_ANY_PAIR, MOST_FOR_THE_TABLE = 0.07, 0.07, 0.02


class Half(NamedTuple):
    """What was seen in one comparison of two random halves."""

    low_p: dict[str, bool]
    any_column: bool
    any_pair: bool
    whole_table: bool


class FalseAlarms(NamedTuple):
    """Shares of random halves of one table."""

    columns: dict[str, float]
    any_column: float
    any_pair: float
    whole_table: float

    @property
    def mean_column(self) -> float:
        return float(np.mean(list(self.columns.values())))

    @property
    def worst_column(self) -> str:
        return max(self.columns, key=lambda name: self.columns[name])

    def within_bounds(self) -> bool:
        """Tell whether chance raises alarms as seldom as it should."""
        return (
            FEWEST_BEFORE_CORRECTION <= self.mean_column <= MOST_BEFORE_CORRECTION
            and self.columns[self.worst_column] <= MOST_BEFORE_CORRECTION
            and self.any_column <= MOST_FOR_ANY_COLUMN
            and self.any_pair <= MOST_FOR_ANY_PAIR
            and self.whole_table <= MOST_FOR_THE_TABLE
        )


def flights() -> pl.DataFrame:
    """10,000 departures from New York: numbers, categories, missing values, ties."""
    return pl.read_csv(FLIGHTS, infer_schema_length=None)


def breast_cancer() -> pl.DataFrame:
    """569 patients, 30 measurements and a diagnosis."""
    data = load_breast_cancer()
    table = dict(zip(data.feature_names, data.data.T, strict=True))
    return pl.DataFrame({**table, "diagnosis": data.target_names[data.target].tolist()})


TABLES = {"flights": flights, "breast cancer": breast_cancer}


def compare_halves(name: str, seed: tuple[int, int]) -> Half:
    """Deal the rows of a table to two hands and compare these."""
    table = TABLES[name]()
    order = np.random.default_rng(seed).permutation(len(table))
    middle = len(table) // 2
    found = kb.compare(table[order[:middle]], table[order[middle:]], seed=seed[1])
    assert found.table is not None
    return Half(
        {column.name: column.p <= 0.05 for column in found.columns},
        any(column.alarm for column in found.columns),
        any(pair.alarm for pair in found.pairs),
        found.table.alarm,
    )


def summed_up(halves: Iterable[Half]) -> FalseAlarms:
    """Count over all halves; a column that was left out of some counts where it was not."""
    low_p, *alarms = zip(*halves, strict=True)
    names = sorted(set().union(*low_p))
    columns = {
        name: float(np.mean([seen[name] for seen in low_p if name in seen])) for name in names
    }
    return FalseAlarms(columns, *(float(np.mean(seen)) for seen in alarms))


def main() -> int:
    """Print one line a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--halves", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args()
    good = True
    # Threads and forks do not go together, and each process is to use one.
    os.environ.update(OMP_NUM_THREADS="1", POLARS_MAX_THREADS="1", KULLBACK_NUM_THREADS="1")
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        for name in TABLES:
            seeds = [(options.seed, k) for k in range(options.halves)]
            found = summed_up(pool.map(partial(compare_halves, name), seeds, chunksize=4))
            worst = found.worst_column
            print(
                f"{name}: {len(found.columns)} columns, {options.halves} halves; p ≤ 0.05 in "
                f"{found.mean_column:.1%} (worst: {found.columns[worst]:.1%}, {worst}); after "
                f"correction a column in {found.any_column:.1%}, a pair in {found.any_pair:.1%}; "
                f"the whole table in {found.whole_table:.1%}",
                flush=True,
            )
            good = good and found.within_bounds()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

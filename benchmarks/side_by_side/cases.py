"""The pairs of files: halves of one table, untouched or with one planted change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

FLIGHTS = Path(__file__).parents[2] / "examples" / "reference.csv"
ROWS = 5_000  # of each file
CORRELATION = 0.6


@dataclass(frozen=True)
class Case:
    """Two files, and the columns in which they differ but for chance."""

    name: str
    planted: tuple[str, ...]
    folder: Path

    @property
    def files(self) -> tuple[Path, Path]:
        """The reference and the current table."""
        return self.folder / "reference.csv", self.folder / "current.csv"


def shifted(table: pl.DataFrame, generator: np.random.Generator) -> pl.DataFrame:
    """Move the mean of `air_time` by 0.3 standard deviations."""
    return table.with_columns(pl.col("air_time") + 0.3 * pl.col("air_time").std())


def swapped(table: pl.DataFrame, generator: np.random.Generator) -> pl.DataFrame:
    """Let `dep_delay` and `arr_delay` change places."""
    return table.with_columns(dep_delay="arr_delay", arr_delay="dep_delay")


def new_category(table: pl.DataFrame, generator: np.random.Generator) -> pl.DataFrame:
    """Write a carrier that was not there before into 3 % of the rows."""
    new = pl.Series(generator.random(len(table)) < 0.03)
    return table.with_columns(carrier=pl.when(new).then(pl.lit("ZZ")).otherwise(pl.col("carrier")))


def untouched(table: pl.DataFrame, generator: np.random.Generator) -> pl.DataFrame:
    """Change nothing."""
    return table


Plant = Callable[[pl.DataFrame, np.random.Generator], pl.DataFrame]
OF_FLIGHTS: dict[str, tuple[Plant, tuple[str, ...]]] = {
    "nothing: two halves": (untouched, ()),
    "a mean shifted by 0.3 sd": (shifted, ("air_time",)),
    "two columns swapped": (swapped, ("dep_delay", "arr_delay")),
    "a new category, 3 %": (new_category, ("carrier",)),
}
BROKEN = "a correlation of 0.6 broken"


def cases(folder: Path, seeds: range) -> Iterator[Case]:
    """Write all pairs of files and yield what each is."""
    flights = pl.read_csv(FLIGHTS, infer_schema_length=None)
    for seed in seeds:
        generator = np.random.default_rng(seed)
        order = generator.permutation(len(flights))
        reference, half = flights[order[:ROWS]], flights[order[ROWS : 2 * ROWS]]
        for name, (plant, planted) in OF_FLIGHTS.items():
            yield _written(
                folder / f"{seed}-{name}", name, planted, reference, plant(half, generator)
            )
        tables = (_normals(generator, CORRELATION), _normals(generator, 0.0))
        yield _written(folder / f"{seed}-{BROKEN}", BROKEN, ("x0", "x1"), *tables)


def _normals(generator: np.random.Generator, correlation: float) -> pl.DataFrame:
    """Return ten standard normals, of which the first two are correlated."""
    x = generator.normal(size=(ROWS, 10))
    x[:, 1] = correlation * x[:, 0] + np.sqrt(1 - correlation**2) * x[:, 1]
    return pl.DataFrame({f"x{k}": x[:, k].round(4) for k in range(10)})


def _written(folder: Path, name: str, planted: tuple[str, ...], *tables: pl.DataFrame) -> Case:
    folder.mkdir(parents=True)
    case = Case(name, planted, folder)
    for path, table in zip(case.files, tables, strict=True):
        table.write_csv(path)
    return case

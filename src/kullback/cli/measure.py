"""`kullback measure`: one table in; how uncertain each column is, and what pairs tell, out."""

from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from kullback._units import Unit
from kullback.cli.options import of_tables
from kullback.cli.sources import File, sources
from kullback.cli.writing import figure, interval, percent, plain, results, waiting, write_json
from kullback.comparisons import Measurement, PairMeasurement
from kullback.comparisons import measure as measure_table

NARROW = 100  # characters that leave room for what a column could be at most
MOST_PAIRS = 15


@click.command()
@click.argument("table", type=File())
@of_tables
@click.option("--all", "every_pair", is_flag=True, help=f"Show more than {MOST_PAIRS} pairs.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document instead.")
def measure(
    table: Path,
    columns: list[str] | None,
    kinds: dict[str, str],
    unit: Unit,
    confidence: float,
    seed: int,
    every_pair: bool,
    as_json: bool,
) -> None:
    """Measure the entropy of each column and the mutual information of each pair.

    TABLE is a CSV, Parquet or JSON-lines file, or - for the CSV of standard input; a pattern in
    quotes ("2026-*.parquet") is one table.

    The entropy of a column is how uncertain its value is: the bits that a message about it costs
    at least. The mutual information of two columns is how many of those bits the other column
    saves. Both are estimates of what the rows were drawn from, less what chance alone gives.
    Numbers with many values are measured by bins at their quantiles. Missing values count as a
    value, and rows are taken as independent.

    \b
    Examples:
      kullback measure flights.csv
      kullback measure flights.parquet --columns origin,dest,carrier --unit nats
      kullback measure flights.csv --kind flight=category --json
    """
    with waiting("measuring"), sources(table) as (source,):
        measurement = measure_table(
            source,
            columns=columns,
            kinds=kinds,
            unit=unit,
            confidence=confidence,
            seed=seed,
        )
    if as_json:
        write_json(measurement.to_dict())
    else:
        _write(results(), measurement, every_pair)


def _write(console: Console, measurement: Measurement, every_pair: bool) -> None:
    console.print(plain(measurement.summary), style="bold", soft_wrap=True)
    source = measurement.table
    console.print(plain(f"{source.name} ({source.rows:,} rows)"), soft_wrap=True)
    if measurement.columns:
        console.print(_columns(measurement, console.width))
    if measurement.pairs:
        shown = measurement.pairs if every_pair else measurement.pairs[:MOST_PAIRS]
        console.print(_pairs(measurement, shown))
        rest = len(measurement.pairs) - len(shown)
        if rest:
            console.print(plain(f"{rest:,} weaker pairs are not shown; --all shows them."))
    _write_left_out(console, measurement)
    for warning in (*_warnings(measurement), *measurement.warnings):
        console.print(plain(f"Note: {warning}."), style="dim")


def _columns(measurement: Measurement, width: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("column", overflow="fold", max_width=28)
    table.add_column("kind")
    for heading in (f"entropy, {measurement.unit}", f"{measurement.confidence * 100:g} % interval"):
        table.add_column(heading, justify="right")
    if width >= NARROW:
        table.add_column("at most", justify="right")
        table.add_column("outcomes", justify="right")
    table.add_column("missing", justify="right")
    for column in measurement.columns:
        wide = [figure(column.most), f"{column.outcomes:,}"] if width >= NARROW else []
        table.add_row(
            plain(column.name),
            column.kind + (", binned" if column.kind == "number" else ""),
            figure(column.entropy.value) + ("*" if column.entropy.warnings else ""),
            interval(column.entropy),
            *wide,
            percent(column.missing),
        )
    return table


def _pairs(measurement: Measurement, pairs: tuple[PairMeasurement, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("two columns", overflow="fold", max_width=28)
    table.add_column("", overflow="fold", max_width=28)
    unit, confidence = measurement.unit, measurement.confidence
    for heading in (f"tell, {unit}", f"{confidence * 100:g} % interval", "q"):
        table.add_column(heading, justify="right")
    table.add_column("which is", overflow="fold")
    for pair in pairs:
        told = pair.mutual_information
        table.add_row(
            plain(pair.first),
            plain(pair.second),
            figure(told.value) + ("*" if told.warnings else ""),
            interval(told),
            _chance(pair.q),
            plain(f"{percent(pair.share)} of {measurement.less_uncertain(pair)}"),
            style="" if pair.dependent else "dim",
        )
    return table


def _chance(q: float) -> str:
    return figure(q) if q >= 1e-99 else "< 1e-99"


def _warnings(measurement: Measurement) -> list[str]:
    """Return what the stars stand for, each once."""
    estimates = [column.entropy for column in measurement.columns]
    estimates += [pair.mutual_information for pair in measurement.pairs]
    said = dict.fromkeys(warning for estimate in estimates for warning in estimate.warnings)
    return [f"* {warning}" for warning in said]


def _write_left_out(console: Console, measurement: Measurement) -> None:
    if measurement.left_out or measurement.left_out_pairs:
        console.print("Not measured:", style="bold")
    for column in measurement.left_out:
        console.print(plain(f"  {column.name} ({column.kind}): {column.reason}"))
    for pair in measurement.left_out_pairs:
        console.print(plain(f"  {pair.first} with {pair.second}: {pair.reason}"))

"""`kullback compare`: two tables in, what changed out."""

from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from kullback._faces import load_faces
from kullback._figures import short_name
from kullback._files import check_target
from kullback._units import Unit
from kullback.cli.options import of_tables
from kullback.cli.settings import Settings, remember, remembered
from kullback.cli.writing import figure, interval, percent, plain, results, waiting, write_json
from kullback.comparisons import ColumnComparison, Comparison, PairComparison
from kullback.comparisons import compare as compare_tables
from kullback.comparisons.gate import By, above, checked_limit

NARROW, WIDE = 100, 150  # characters that leave room for the kind, and for two outcomes a column

STYLES = {
    "tells the tables apart": "bold red",
    "large": "red",
    "noticeable": "yellow",
    "small": "green",
}


@click.command()
@click.argument("reference", type=click.Path(path_type=Path))
@click.argument("current", type=click.Path(path_type=Path))
@of_tables
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="PAGE.html",
    help="Write a page that answers first and shows how it knows; it loads nothing.",
)
@click.option(
    "--fail-above",
    type=float,
    metavar="BITS",
    help="End with code 1 if any column's change is hardly chance and larger than this.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["estimate", "low"]),
    help="What has to be larger: the estimate (the default), or the lower end of its interval.",
)
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Remember --columns and --kind in this file, and take from it what is not given.",
)
@click.option("--details", is_flag=True, help="Show every figure of the columns that changed.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document instead.")
def compare(
    reference: Path,
    current: Path,
    columns: list[str] | None,
    kinds: dict[str, str],
    unit: Unit,
    confidence: float,
    seed: int,
    report: Path | None,
    fail_above: float | None,
    fail_on: By | None,
    settings: Path | None,
    details: bool,
    as_json: bool,
) -> None:
    """Compare two tables column by column: what changed most comes first.

    REFERENCE and CURRENT are CSV, Parquet or JSON-lines files; a pattern in quotes
    ("2026-*.parquet") is one table.

    The size of a change is a Jensen-Shannon divergence in bits, less what chance alone gives:
    0 = the same, 1 = disjoint. It is what one value of the column tells about the table it came
    from. Words for sizes:

    \b
      real but negligible      below 0.002
      small                    0.002 to 0.018   (a normal shifted by 0.1 to 0.32 sd)
      noticeable               0.018 to 0.045   (0.32 to 0.5 sd)
      large                    0.045 to 0.5     (0.5 to 2 sd)
      tells the tables apart   0.5 and more

    A change is called one only where chance is unlikely after correction for the number of
    columns; rows are taken as independent. Missing values count as a value. Pairs of columns whose
    dependence changed are listed too, whether or not the columns themselves changed.

    \b
    Examples:
      kullback compare last_year.csv this_year.csv
      kullback compare a.parquet b.parquet --columns age,income --details
      kullback compare a.csv b.csv --kind zip=category --json
      kullback compare a.csv b.csv --report changes.html
      kullback compare a.csv b.csv --fail-above 0.018 || echo "too different"
    """
    _check_outputs(report, fail_above, fail_on)
    columns, kinds = chosen = remembered(settings, Settings(columns, kinds))
    with waiting("comparing"):
        comparison = compare_tables(
            str(reference),
            str(current),
            columns=columns,
            kinds=kinds,
            unit=unit,
            confidence=confidence,
            seed=seed,
        )
        if report is not None:
            comparison.to_html(report)
    remember(settings, chosen)
    tripped = [] if fail_above is None else above(comparison, fail_above, fail_on or "estimate")
    try:
        _show(comparison, details, as_json)
    except BrokenPipeError:  # whoever read the table has left; the gate has not
        if not tripped:
            raise
    if tripped:
        click.echo(f"kullback: {_why(tripped, fail_above)}", err=True)
        raise click.exceptions.Exit(1)


def _check_outputs(report: Path | None, fail_above: float | None, fail_on: By | None) -> None:
    """Refuse what could not be done afterwards before the work begins."""
    if report is not None:
        check_target(report)
        load_faces("Comparison", "plot", "to_html")
    if fail_above is not None:
        checked_limit(fail_above)
    elif fail_on is not None:
        raise click.UsageError("--fail-on needs --fail-above, which sets the limit")


def _why(tripped: list[ColumnComparison], limit: float | None) -> str:
    named = ", ".join(short_name(column.name, 60) for column in tripped[:3])
    more = f" and {len(tripped) - 3} more" if len(tripped) > 3 else ""
    return f"above {limit:g} bits: {named}{more}"


def _show(comparison: Comparison, details: bool, as_json: bool) -> None:
    if as_json:
        write_json(comparison.to_dict())
    else:
        _write(results(), comparison, details)


def _write(console: Console, comparison: Comparison, details: bool) -> None:
    console.print(plain(comparison.summary), style="bold", soft_wrap=True)
    console.print(
        plain(
            f"{comparison.reference.name} ({comparison.reference.rows:,} rows, the reference) "
            f"against {comparison.current.name} ({comparison.current.rows:,} rows)"
        ),
        soft_wrap=True,
    )
    if comparison.table:
        console.print(plain(comparison.table.summary), soft_wrap=True)
    if comparison.columns:
        console.print(_table(comparison, console.width))
    if comparison.pairs:
        console.print("Pairs whose dependence changed:", style="bold")
        console.print(_pairs(comparison))
    if details:
        for column in comparison.columns:
            if column.alarm:
                _write_details(console, column)
    _write_left_out(console, comparison)
    for warning in comparison.warnings:
        console.print(plain(f"Note: {warning}."), style="dim")


def _table(comparison: Comparison, width: int) -> Table:
    carriers = 1 if width < WIDE else 2
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("column", overflow="fold", max_width=28)
    if width >= NARROW:
        table.add_column("kind")
    table.add_column(f"JS, {comparison.unit}", justify="right")
    table.add_column(f"{comparison.confidence * 100:g} % interval", justify="right")
    table.add_column("verdict")
    table.add_column("most of it (reference → current)", overflow="fold")
    for column in comparison.columns:
        table.add_row(
            plain(column.name),
            *([column.kind] if width >= NARROW else []),
            figure(column.jensen_shannon_divergence.value),
            interval(column.jensen_shannon_divergence),
            column.verdict,
            plain(column.what_changed(carriers)),
            style=STYLES.get(column.verdict, "" if column.alarm else "dim"),
        )
    return table


def _pairs(comparison: Comparison) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("two columns", overflow="fold", max_width=28)
    table.add_column("", overflow="fold", max_width=28)
    table.add_column(f"JS, {comparison.unit}", justify="right")
    table.add_column("verdict")
    table.add_column("mutual information (reference → current)")
    for pair in comparison.pairs:
        table.add_row(
            *map(plain, pair.columns),
            figure(pair.jensen_shannon_divergence),
            pair.verdict,
            _informations(pair),
            style=STYLES.get(pair.verdict, ""),
        )
    return table


def _informations(pair: PairComparison) -> str:
    told = (pair.mutual_information_reference, pair.mutual_information_current)
    return " → ".join(figure(estimate.value) for estimate in told)


def _write_details(console: Console, column: ColumnComparison) -> None:
    unit = column.jensen_shannon_divergence.unit
    console.print()
    console.print(plain(f"{column.name} ({column.kind}): {column.verdict}"), style="bold")
    for note in column.notes:
        console.print(plain(f"  {note}"))
    console.print(
        plain(
            f"  p = {figure(column.p)}, q = {figure(column.q)}; by chance alone JS is "
            f"{figure(column.floor)} {unit}, below {figure(column.line95)} in 95 % of cases"
        )
    )
    console.print(
        plain(
            f"  missing: {percent(column.missing.reference)} → {percent(column.missing.current)}; "
            f"current rows that the reference has nothing like: {percent(column.unseen.current)} "
            f"(chance alone: {percent(column.unseen.expected_current)})"
        )
    )
    console.print(_figures(column))
    console.print(_outcomes(column))


def _figures(column: ColumnComparison) -> Table:
    unit = column.jensen_shannon_divergence.unit
    table = Table(box=box.SIMPLE_HEAD)
    for heading in (f"quantity, {unit}", "estimate", "interval", "plug-in", "bias"):
        table.add_column(heading, justify="left" if "quantity" in heading else "right")
    for name, estimate in column.quantities.items():
        table.add_row(
            name,
            figure(estimate.value),
            interval(estimate),
            figure(estimate.plug_in),
            figure(estimate.bias),
        )
    return table


def _outcomes(column: ColumnComparison) -> Table:
    unit = column.jensen_shannon_divergence.unit
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("outcome", overflow="fold", max_width=40)
    for heading in ("reference", "current", f"adds to JS, {unit}"):
        table.add_column(heading, justify="right")
    for outcome in column.leading(10):
        table.add_row(
            plain(outcome.label),
            percent(outcome.reference_share),
            percent(outcome.current_share),
            figure(outcome.divergence),
        )
    return table


def _write_left_out(console: Console, comparison: Comparison) -> None:
    if not comparison.left_out:
        return
    console.print("Not compared:", style="bold")
    for column in comparison.left_out:
        console.print(plain(f"  {column.name} ({column.kind}): {column.reason}"))

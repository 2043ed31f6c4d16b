"""What `kullback compare` prints: the answer first, then the tables it rests on."""

from rich import box
from rich.console import Console
from rich.table import Table

from kullback.cli.writing import figure, interval, percent, plain
from kullback.comparisons import ColumnComparison, Comparison, PairComparison

NARROW, WIDE = 100, 150  # characters that leave room for the kind, and for two outcomes a column

STYLES = {
    "tells the tables apart": "bold red",
    "large": "red",
    "noticeable": "yellow",
    "small": "green",
}


def write_comparison(console: Console, comparison: Comparison, details: bool) -> None:
    """Write the answer, then columns and pairs, then what to know of them."""
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

"""`kullback compare`: two tables in, what changed out."""

from pathlib import Path

import click

from kullback._faces import load_faces
from kullback._figures import short_name
from kullback._files import check_target
from kullback._units import Unit
from kullback.cli.compared import write_comparison
from kullback.cli.options import of_tables
from kullback.cli.settings import Settings, remember, remembered
from kullback.cli.sources import File, sources
from kullback.cli.writing import results, waiting, write_json
from kullback.comparisons import Comparison
from kullback.comparisons import compare as compare_tables
from kullback.comparisons.gate import By, Finding, above, checked_limit, subject


@click.command()
@click.argument("reference", type=File())
@click.argument("current", type=File())
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
    help="End with code 1 if the change of a column, of the dependence of two, or of all columns "
    "together is hardly chance and larger than this.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["estimate", "low"]),
    help="What has to be larger: the estimate (the default), or the lower end of its interval, "
    "which the size of a pair has not.",
)
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Remember --columns and --kind in this file, and take from it what is not given.",
)
@click.option("--no-pairs", is_flag=True, help="Do not look at how columns depend on each other.")
@click.option("--no-joint", is_flag=True, help="Do not look at all columns together.")
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
    no_pairs: bool,
    no_joint: bool,
    details: bool,
    as_json: bool,
) -> None:
    """Compare two tables column by column: what changed most comes first.

    REFERENCE and CURRENT are CSV, Parquet or JSON-lines files; a pattern in quotes
    ("2026-*.parquet") is one table. One of the two may be -, the CSV of standard input.

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
    dependence changed are listed too, whether or not the columns themselves changed; and all
    columns together are given a size that their change has at least.

    \b
    Examples:
      kullback compare last_year.csv this_year.csv
      kullback compare a.parquet b.parquet --columns age,income --details
      kullback compare a.csv b.csv --kind zip=category --json
      kullback compare a.csv b.csv --report changes.html
      zcat today.csv.gz | kullback compare yesterday.csv -
      kullback compare a.csv b.csv --fail-above 0.018 || echo "too different"
    """
    _check_outputs(report, fail_above, fail_on)
    columns, kinds = chosen = remembered(settings, Settings(columns, kinds))
    with waiting("comparing"), sources(reference, current) as tables:
        comparison = compare_tables(
            *tables,
            columns=columns,
            kinds=kinds,
            unit=unit,
            confidence=confidence,
            seed=seed,
            pairs=not no_pairs,
            joint=not no_joint,
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


def _why(tripped: list[Finding], limit: float | None) -> str:
    named = ", ".join(map(_named, tripped[:3]))
    more = f" and {len(tripped) - 3} more" if len(tripped) > 3 else ""
    return f"above {limit:g} bits: {named}{more}"


def _named(finding: Finding) -> str:
    names = " with ".join(short_name(name, 60) for name in subject(finding))
    return names or "all columns together"


def _show(comparison: Comparison, details: bool, as_json: bool) -> None:
    if as_json:
        write_json(comparison.to_dict())
    else:
        write_comparison(results(), comparison, details)

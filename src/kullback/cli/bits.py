"""`kullback bits`: the quantities of distributions typed by hand."""

import math
from fractions import Fraction
from itertools import islice
from typing import Any

import click
from rich import box
from rich.table import Table

import kullback as kb
from kullback._units import Unit
from kullback.cli.writing import figure, plain, results, write_json

SCHEMA = "kullback.bits/1"
NEARLY_ONE = 1e-8  # as far from 1 as the library lets a sum of float64 be
MOST_ROWS = 50

SHOWN = {
    "entropy": "entropy H(p)",
    "perplexity": "perplexity",
    "cross_entropy": "cross-entropy H(p, q)",
    "kl_divergence": "KL divergence D(p ‖ q)",
    "kl_divergence_of_q_from_p": "KL divergence D(q ‖ p)",
    "jensen_shannon_divergence": "Jensen-Shannon divergence",
    "jensen_shannon_distance": "Jensen-Shannon distance",
    "self_information": "self-information −log p",
    "code_length": "code length −log q",
    "kl_divergence_terms": "term of D(p ‖ q)",
}


def _distribution(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> list[Fraction] | None:
    """Read "1/3,1/3,1/3" or "0.5, 0.25, 0.25"."""
    return None if value is None else [_number(text, ctx, param) for text in value.split(",")]


def _number(text: str, ctx: click.Context, param: click.Parameter) -> Fraction:
    """Read a number or a fraction, by way of floats: 1e-999999999 would fill the memory."""
    above, slash, below = text.partition("/")
    try:
        return Fraction(float(above)) / Fraction(float(below) if slash else 1)
    except (ValueError, ZeroDivisionError, OverflowError):
        problem = f"{text.strip()[:40]!r} is not a number; write 0.25 or 1/4."
        raise click.BadParameter(problem, ctx, param) from None


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("p", callback=_distribution, metavar="P1,P2,…")
@click.option(
    "--against",
    "q",
    callback=_distribution,
    metavar="Q1,Q2,…",
    help="A second distribution: the model.",
)
@click.option("--unit", default="bits", show_default=True, help="bits, nats or hartleys.")
@click.option("--normalize", is_flag=True, help="Divide by the sum first, as for counts.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document instead.")
def bits(
    p: list[Fraction], q: list[Fraction] | None, unit: Unit, normalize: bool, as_json: bool
) -> None:
    """Show the information in the distribution P, and what a model Q of it costs.

    \b
    Examples:
      kullback bits 0.5,0.25,0.25
      kullback bits 0.5,0.25,0.25 --against 1/3,1/3,1/3
      kullback bits 12,7,1 --normalize --unit nats
    """
    shares = _shares(p, normalize)
    model = None if q is None else _shares(q, normalize)
    try:
        quantities = _quantities(shares, model, unit)
        outcomes = _outcomes(shares, model, unit)
    except ValueError as error:  # the same remedy by its name on the command line
        raise click.UsageError(str(error).replace("normalize=True", "--normalize")) from error
    if as_json:
        write_json(_record(unit, quantities, outcomes))
        return
    console = results()
    console.print(plain(_sentence(quantities, unit)), style="bold", soft_wrap=True)
    console.print(_table(quantities, unit))
    console.print(_outcome_table(outcomes, unit))
    if len(p) > MOST_ROWS:
        console.print(plain(f"… and {len(p) - MOST_ROWS:,} more outcomes; --json has them all"))


def _shares(weights: list[Fraction], normalize: bool) -> list[float]:
    """Return the probabilities; exact where the sum is as good as 1, for then it is meant so."""
    total = sum(weights, Fraction())
    if normalize or (total != 1 and abs(float(total) - 1.0) < NEARLY_ONE):
        if total <= 0:
            raise click.UsageError("the numbers must have a sum above 0 to be normalized")
        return [float(weight / total) for weight in weights]
    return [float(weight) for weight in weights]


def _quantities(p: list[float], q: list[float] | None, unit: Unit) -> dict[str, float]:
    found = {"entropy": kb.entropy(p, unit=unit), "perplexity": kb.perplexity(p)}
    if q is not None:
        found |= {
            "cross_entropy": kb.cross_entropy(p, q, unit=unit),
            "kl_divergence": kb.kl_divergence(p, q, unit=unit),
            "kl_divergence_of_q_from_p": kb.kl_divergence(q, p, unit=unit),
            "jensen_shannon_divergence": kb.jensen_shannon_divergence(p, q, unit=unit),
            "jensen_shannon_distance": kb.jensen_shannon_distance(p, q, unit=unit),
        }
    return {name: float(value) for name, value in found.items()}


def _outcomes(p: list[float], q: list[float] | None, unit: Unit) -> dict[str, list[float]]:
    """Return columns of figures, one row per outcome."""
    columns = {"p": p, "self_information": _floats(kb.self_information(p, unit=unit))}
    if q is not None:
        columns["q"] = q
        columns["code_length"] = _floats(kb.self_information(q, unit=unit))
        columns["kl_divergence_terms"] = _floats(kb.kl_divergence_terms(p, q, unit=unit))
    return columns


def _floats(array: Any) -> list[float]:
    return [float(value) for value in array]


def _sentence(quantities: dict[str, float], unit: Unit) -> str:
    entropy = quantities["entropy"]
    if "cross_entropy" not in quantities:
        return (
            f"An outcome of p tells {figure(entropy)} {unit} on average, as much as one of "
            f"{figure(quantities['perplexity'])} equally likely ones."
        )
    cost, extra = quantities["cross_entropy"], quantities["kl_divergence"]
    return (
        f"Data from p cost {figure(cost)} {unit} an outcome in the code made for q: "
        f"{figure(entropy)} of their own and {figure(extra)} extra."
    )


def _table(quantities: dict[str, float], unit: Unit) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("quantity")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for name, value in quantities.items():
        table.add_row(SHOWN[name], f"{value:.10g}", _unit_of(name, unit))
    return table


def _unit_of(name: str, unit: str) -> str:
    if name == "perplexity":
        return "outcomes"
    return f"√{unit}" if name.endswith("distance") else unit


def _outcome_table(outcomes: dict[str, list[float]], unit: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("outcome", justify="right")
    for name in outcomes:
        table.add_column(f"{SHOWN[name]}, {unit}" if name in SHOWN else name, justify="right")
    rows = islice(zip(*outcomes.values(), strict=True), MOST_ROWS)
    for number, row in enumerate(rows, start=1):
        table.add_row(str(number), *map(figure, row))
    return table


def _record(
    unit: Unit, quantities: dict[str, float], outcomes: dict[str, list[float]]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": kb.__version__,
        "unit": unit,
        "quantities": {name: _plain(value) for name, value in quantities.items()},
        "outcomes": {name: [*map(_plain, values)] for name, values in outcomes.items()},
    }


def _plain(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)

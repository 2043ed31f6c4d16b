"""`kullback bits`: the quantities of distributions typed by hand."""

import math
from fractions import Fraction
from typing import Any

import click
from rich import box
from rich.table import Table

import kullback as kb
from kullback._units import Unit
from kullback.cli.writing import figure, plain, results, write_json

SCHEMA = "kullback.bits/1"


def _distribution(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> list[float] | None:
    """Read "1/3,1/3,1/3" or "0.5, 0.25, 0.25"."""
    return (
        None if value is None else [_number(text.strip(), ctx, param) for text in value.split(",")]
    )


def _number(text: str, ctx: click.Context, param: click.Parameter) -> float:
    try:
        return float(Fraction(text.replace(" ", "")))
    except (ValueError, ZeroDivisionError, OverflowError):
        problem = f"{text!r} is not a number; write 0.25 or 1/4."
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
def bits(p: list[float], q: list[float] | None, unit: Unit, normalize: bool, as_json: bool) -> None:
    """Show the information in the distribution P, and what a model Q of it costs.

    \b
    Examples:
      kullback bits 0.5,0.25,0.25
      kullback bits 0.5,0.25,0.25 --against 1/3,1/3,1/3
      kullback bits 12,7,1 --normalize --unit nats
    """
    try:
        quantities = _quantities(p, q, unit, normalize)
        outcomes = _outcomes(p, q, unit, normalize)
    except ValueError as error:  # the same remedy by its name on the command line
        raise click.UsageError(str(error).replace("normalize=True", "--normalize")) from error
    if as_json:
        write_json(_record(unit, quantities, outcomes))
        return
    console = results()
    console.print(plain(_sentence(quantities, unit)), style="bold", soft_wrap=True)
    console.print(_table(quantities, unit))
    console.print(_outcome_table(outcomes, unit))


def _quantities(
    p: list[float], q: list[float] | None, unit: Unit, normalize: bool
) -> dict[str, float]:
    how: dict[str, Any] = {"unit": unit, "normalize": normalize}
    found = {
        "entropy H(p)": kb.entropy(p, **how),
        "perplexity": kb.perplexity(p, normalize=normalize),
    }
    if q is not None:
        found |= {
            "cross-entropy H(p, q)": kb.cross_entropy(p, q, **how),
            "KL divergence D(p ‖ q)": kb.kl_divergence(p, q, **how),
            "KL divergence D(q ‖ p)": kb.kl_divergence(q, p, **how),
            "Jensen-Shannon divergence": kb.jensen_shannon_divergence(p, q, **how),
            "Jensen-Shannon distance": kb.jensen_shannon_distance(p, q, **how),
        }
    return {name: float(value) for name, value in found.items()}


def _outcomes(
    p: list[float], q: list[float] | None, unit: Unit, normalize: bool
) -> dict[str, list[float]]:
    """Return columns of figures, one row per outcome."""
    how: dict[str, Any] = {"unit": unit, "normalize": normalize}
    columns = {"p": _shares(p, normalize)}
    columns["self-information −log p"] = _floats(kb.self_information(columns["p"], unit=unit))
    if q is not None:
        columns["q"] = _shares(q, normalize)
        columns["code length −log q"] = _floats(kb.self_information(columns["q"], unit=unit))
        columns["term of D(p ‖ q)"] = _floats(kb.kl_divergence_terms(p, q, **how))
    return columns


def _shares(p: list[float], normalize: bool) -> list[float]:
    total = sum(p) if normalize else 1.0
    return [share / total for share in p]


def _floats(array: Any) -> list[float]:
    return [float(value) for value in array]


def _sentence(quantities: dict[str, float], unit: Unit) -> str:
    entropy = quantities["entropy H(p)"]
    if "cross-entropy H(p, q)" not in quantities:
        return (
            f"An outcome of p tells {figure(entropy)} {unit} on average, as much as one of "
            f"{figure(quantities['perplexity'])} equally likely ones."
        )
    cost, extra = quantities["cross-entropy H(p, q)"], quantities["KL divergence D(p ‖ q)"]
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
        table.add_row(name, f"{value:.10g}", _unit_of(name, unit))
    return table


def _unit_of(name: str, unit: Unit) -> str:
    if name == "perplexity":
        return "outcomes"
    return f"√{unit}" if name.endswith("distance") else unit


def _outcome_table(outcomes: dict[str, list[float]], unit: Unit) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("outcome", justify="right")
    for name in outcomes:
        table.add_column(name if name in ("p", "q") else f"{name}, {unit}", justify="right")
    for number, row in enumerate(zip(*outcomes.values(), strict=True), start=1):
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

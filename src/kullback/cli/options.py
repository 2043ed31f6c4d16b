"""Options of every command that reads tables: which columns, of what kind, in which unit."""

import re
from collections.abc import Callable
from functools import reduce
from typing import Any

import click

Command = Callable[..., Any]


def read_kinds(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Read COLUMN=KIND, split at the last equals sign: a column's name may hold one."""
    kinds = {}
    for value in values:
        column, equals, kind = value.rpartition("=")
        if not equals or not column:
            raise click.BadParameter(f"expected COLUMN=KIND, got {value!r}.", ctx, param)
        kinds[column] = kind
    return kinds


def read_names(ctx: click.Context, param: click.Parameter, columns: str | None) -> list[str] | None:
    """Split a list of names at commas; a name that holds one is quoted as in CSV."""
    del ctx, param
    if columns is None:
        return None
    names = re.findall(r'(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))', columns)
    return [quoted.replace('""', '"') if quoted else bare for quoted, bare in names]


_OPTIONS = (
    click.option(
        "--columns",
        callback=read_names,
        metavar="A,B,…",
        help="Take these columns only (commas between the names).",
    ),
    click.option(
        "--kind",
        "kinds",
        callback=read_kinds,
        metavar="COLUMN=KIND",
        multiple=True,
        help="Say what a column is: number, discrete number, category, boolean, date or "
        "identifier (left out). May be given more than once.",
    ),
    click.option("--unit", default="bits", show_default=True, help="bits, nats or hartleys."),
    click.option(
        "--confidence",
        type=float,
        default=0.95,
        show_default=True,
        help="Coverage of the intervals.",
    ),
    click.option(
        "--seed",
        type=int,
        default=0,
        show_default=True,
        help="Of what has to be drawn at random.",
    ),
)


def of_tables(command: Command) -> Command:
    """Give a command the options of all that read tables, in the order of its help page."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)

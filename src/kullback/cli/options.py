"""What is typed for columns: their names, and the kinds that are set by hand."""

import re

import click


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


def read_names(columns: str) -> list[str]:
    """Split a list of names at commas; a name that holds one is quoted as in CSV."""
    names = re.findall(r'(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))', columns)
    return [quoted.replace('""', '"') if quoted else bare for quoted, bare in names]

"""`kullback encode`: a file in, as many bits as the cross-entropy says out."""

import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich import box
from rich.table import Table

from kullback import __version__
from kullback._files import is_standard_output
from kullback.cli.coded_files import check_files, reading, target_of, written_from
from kullback.cli.sources import STANDARD_INPUT, File
from kullback.cli.writing import figure, plain, results, write_json
from kullback.coding import AdaptiveOrder, FixedModel, MixedOrders
from kullback.coding.container import blocks_of, encoded
from kullback.coding.fixed import count_bytes
from kullback.coding.ledger import Account, Ledger
from kullback.coding.model import Model

SCHEMA = "kullback.encoding/1"
ENDING = ".kbl"
MIXED = "mixed"


@click.command()
@click.argument("file", type=File())
@click.option(
    "-o",
    "out",
    type=File(),
    metavar="OUT",
    help=f"Where to write, - is standard output; if not said, FILE{ENDING}, which must "
    "not be there yet.",
)
@click.option(
    "--model",
    "other",
    type=File(),
    metavar="OTHER_FILE",
    help="Code by the frequencies of the bytes of this file; decode needs it too.",
)
@click.option(
    "--order",
    type=click.Choice(["0", "1", "2", "3", MIXED]),
    help="Learn what follows so many bytes while coding; mixed (the default) takes 0 to 3 at once.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show what was to be expected, and what it took; on standard error if OUT is -.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the same as one JSON document.")
def encode(
    file: Path,
    out: Path | None,
    other: Path | None,
    order: str | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Code FILE with a model: into n times the cross-entropy, in bits, and next to nothing more.

    FILE may hold anything; - is standard input. The model either learns from what it has coded, and
    decode repeats that, or it is the distribution of the bytes of another file (with half a count
    added to each, so that none is impossible). Then each byte costs the entropy of FILE and the KL
    divergence of FILE from the other: --explain shows both, and how many bytes they came to.

    \b
    Examples:
      kullback encode book.txt
      kullback encode book.txt --order 2 -o book.2
      tar c folder | kullback encode - -o - | ssh host "kullback decode - -o - | tar x"
      kullback encode a.txt --model b.txt --explain
      kullback decode a.txt.kbl --model b.txt -o a.again
    """
    if other is not None and order is not None:
        raise click.UsageError("a model that is given does not learn: take --model or --order")
    target = target_of(out, lambda: _beside_it(file))
    check_files(file, other, target)
    piped = is_standard_output(target)
    if piped and as_json:
        raise click.UsageError(
            "standard output takes the code: leave out --json or say another OUT"
        )
    model: Model = _learning(order or MIXED) if other is None else model_of(other)
    account = Account()
    replace = out is not None
    with reading(file, "encoding") as read, written_from(file, target, replace=replace) as written:
        parts = encoded(blocks_of(read), model, apart=other is not None, account=account)
        written.writelines(parts)
    ledger = account.closed()
    if as_json:
        record = {"schema": SCHEMA, "version": __version__, "unit": "bits", **asdict(ledger)}
        write_json(record)
    elif explain or (target.is_file() and not piped):
        console = results(sys.stderr if piped else sys.stdout)
        console.print(plain(_sentence(file, target, ledger)), style="bold", soft_wrap=True)
        if explain:
            console.print(_table(ledger, learns=other is None))


def _beside_it(file: Path) -> Path:
    if file == STANDARD_INPUT:
        raise click.UsageError("what comes from standard input has no name: say -o OUT")
    if file.is_dir():
        raise OSError(f"cannot read {file}: it is a folder")
    return file.with_name(file.name + ENDING)


def _learning(order: str) -> Model:
    return MixedOrders() if order == MIXED else AdaptiveOrder(int(order))


def model_of(path: Path) -> FixedModel:
    """Return the distribution of the bytes of a file, with half a count added to each."""
    with reading(path, "counting") as read:
        return FixedModel.from_counts(count_bytes(blocks_of(read)))


def _sentence(file: Path, target: Path, ledger: Ledger) -> str:
    each = f", {figure(8 * ledger.size / ledger.length)} bits a byte" if ledger.length else ""
    return f"{file}: {ledger.length:,} bytes are {ledger.size:,} in {target}{each}."


def _table(ledger: Ledger, *, learns: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column("bits a byte", justify="right")
    table.add_column("bytes", justify="right")
    model = "what the model learns" if learns else "the model"
    for name, each in (
        ("entropy H(p) of the bytes", ledger.entropy),
        (_difference(learns=learns), ledger.extra),
        (f"cross-entropy under {model}", ledger.cross_entropy),
    ):
        if each is None:  # of no bytes
            table.add_row(name, "none", "0.0")
        else:
            table.add_row(name, f"{each:.6f}", f"{each * ledger.length / 8:,.1f}")
    off = ledger.payload - ledger.predicted
    table.add_row("predicted payload", "", f"{ledger.predicted:,.1f}")
    table.add_row("payload", "", f"{ledger.payload:,}")
    table.add_row("payload, less predicted", "", f"{off:+,.1f}")
    table.add_row("header, blocks, checksums", "", f"{_beside(ledger):,}")
    table.add_row("file", "", f"{ledger.size:,}")
    return table


def _difference(*, learns: bool) -> str:
    if learns:
        return "learning costs, less what contexts save"
    return "KL divergence D(p ‖ q) from the model"


def _beside(ledger: Ledger) -> int:
    return ledger.size - ledger.payload - ledger.description

"""`kullback decode`: what `kullback encode` wrote in, the file out."""

from pathlib import Path

import click

from kullback._files import is_standard_output
from kullback.cli.coded_files import check_files, reading, target_of, written_from
from kullback.cli.encode import ENDING, model_of
from kullback.cli.sources import STANDARD_INPUT, File
from kullback.cli.writing import plain, results
from kullback.coding.container import RefusedError, decoded


@click.command()
@click.argument("file", type=File())
@click.option(
    "-o",
    "out",
    type=File(),
    metavar="OUT",
    help=f"Where to write, - is standard output; if not said, FILE without {ENDING}, which must "
    "not be there yet.",
)
@click.option(
    "--model",
    "other",
    type=File(),
    metavar="OTHER_FILE",
    help="The file whose bytes it was coded by, if it was.",
)
def decode(file: Path, out: Path | None, other: Path | None) -> None:
    """Write again what FILE was made of by kullback encode; - is standard input.

    It is written only if the checksum over all of it is right. A file that is damaged, cut short,
    foreign, or was coded by another model is refused.

    \b
    Examples:
      kullback decode book.txt.kbl
      kullback decode a.txt.kbl --model b.txt -o a.again
    """
    target = target_of(out, lambda: _without_ending(file))
    check_files(file, other, target)
    model = None if other is None else model_of(other)
    replace = out is not None
    with reading(file, "decoding") as read, written_from(file, target, replace=replace) as written:
        try:
            length = sum(written.write(block) for block in decoded(read, model))
        except RefusedError as error:
            raise ValueError(f"{file} cannot be decoded: {error}") from error
    if target.is_file() and not is_standard_output(target):
        said = f"{file}: {length:,} bytes in {target}, as they were."
        results().print(plain(said), style="bold", soft_wrap=True)


def _without_ending(file: Path) -> Path:
    if file == STANDARD_INPUT:
        raise click.UsageError("what comes from standard input has no name: say -o OUT")
    if not file.name.endswith(ENDING):
        raise click.UsageError(f"{file} does not end with {ENDING}: say -o OUT")
    if file.name == ENDING:
        raise click.UsageError(f"{file} is nothing but its ending: say -o OUT")
    return file.with_suffix("")

"""`kullback decode`: what `kullback encode` wrote in, the file out."""

from pathlib import Path

import click

from kullback._files import check_target, writing
from kullback.cli.coded_files import check_sources, reading
from kullback.cli.encode import ENDING, model_of
from kullback.cli.writing import plain, results
from kullback.coding.container import decoded


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "out",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help=f"Where to write; FILE without {ENDING} if not said, which must not be there yet.",
)
@click.option(
    "--model",
    "other",
    type=click.Path(path_type=Path),
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
    check_sources(file, other)
    target = _target(file, out)
    model = None if other is None else model_of(other)
    with reading(file, "decoding") as read, writing(target) as written:
        try:
            length = sum(written.write(block) for block in decoded(read, model))
        except ValueError as error:
            raise ValueError(f"{file} cannot be decoded: {error}") from error
    if out is None or target.is_file():
        said = f"{file}: {length:,} bytes in {target}, as they were."
        results().print(plain(said), style="bold", soft_wrap=True)


def _target(file: Path, out: Path | None) -> Path:
    if out is not None:
        return check_target(out)
    if file.suffix != ENDING:
        raise click.UsageError(f"{file} does not end with {ENDING}: say -o OUT")
    target = check_target(file.with_suffix(""))
    if target.exists():
        raise click.UsageError(f"{target} is there already: say -o OUT to replace it")
    return target

"""Files as the commands of coding read and write them: in blocks, with a bar, none over another."""

import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from kullback._files import STANDARD_OUTPUT, check_target, writing
from kullback.cli.sources import STANDARD_INPUT
from kullback.cli.writing import progress

Read = Callable[[int], bytes]
STANDARD = Path("-")


def target_of(out: Path | None, unsaid: Callable[[], Path]) -> Path:
    """Return where to write: to OUT, or to another name that nothing has yet."""
    if out is not None:
        return check_target(STANDARD_OUTPUT if out == STANDARD else out)
    target = check_target(unsaid())
    if target.exists():
        raise click.UsageError(f"{target} is there already: say -o OUT to replace it")
    return target


def check_files(file: Path, other: Path | None, target: Path) -> None:
    """Refuse to read a pipe twice, and to write over what was read."""
    if other is not None and _same(file, other):
        if file == other == STANDARD_INPUT:
            raise click.UsageError("standard input holds one file: only one of the two can be -")
        if not _is_regular(file):
            raise click.UsageError(f"{file} can be read once, and not as {other} as well")
    for read, needed in ((other, "decode needs it"), (file, "it is what is read")):
        if read is not None and _is_regular(read) and _same(read, target):
            raise click.UsageError(f"{read} would be replaced, and {needed}: say another OUT")


def _same(one: Path, two: Path) -> bool:
    if one == two:
        return True
    first, second = _status(one), _status(two)
    return first is not None and second is not None and os.path.samestat(first, second)


def _is_regular(path: Path) -> bool:
    status = _status(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def _status(path: Path) -> os.stat_result | None:
    try:
        if path == STANDARD_INPUT:
            return os.fstat(sys.stdin.fileno())
        return os.fstat(1) if path == STANDARD_OUTPUT else path.stat()
    except (OSError, ValueError, AttributeError):  # there is none, or no descriptor of it
        return None


@contextmanager
def written_from(file: Path, target: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """Open the target, with the mode of the file if it is new; a signal leaves nothing behind."""
    status = _status(file)
    regular = status is not None and stat.S_ISREG(status.st_mode)
    mode = stat.S_IMODE(status.st_mode) & 0o777 if status and regular else 0o666
    with (
        writing(target, mode, replace=replace) as opened,
        _removed_by_signals(getattr(opened, "name", None)),
    ):
        yield opened


@contextmanager
def _removed_by_signals(temporary: object) -> Iterator[None]:
    """Let signals that end the program remove a file first, unless they are ignored.

    An exception would do that as well, if it came through: what is imported meanwhile may catch it.
    """

    def stop(number: int, frame: Any) -> None:
        if isinstance(temporary, str | Path):
            Path(temporary).unlink(missing_ok=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    names = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGXCPU")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def reading(path: Path, what: str) -> Iterator[Read]:
    """Return what reads so many bytes of a file, or of standard input (-), while a bar fills."""
    with _opened(path) as file, progress(what, _size(file)) as advance:

        def read(count: int) -> bytes:
            try:
                found = file.read(count)
            except OSError as error:
                raise OSError(f"cannot read {path}: {error.strerror or error}") from error
            advance(len(found))
            return found

        yield read


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise ValueError("standard input is closed: give it bytes, or name a file")
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise OSError(f"cannot read {path}: {error.strerror or error}") from error
    with file:
        yield file


def _size(file: IO[bytes]) -> int | None:
    """Return how much there is to read, if it is a file that says so."""
    try:
        return os.fstat(file.fileno()).st_size or None
    except (OSError, ValueError):  # no file at all, as in tests
        return None

"""Output files that are whole or not there: written under a temporary name, then renamed."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

STANDARD_OUTPUT = Path("/dev/stdout")
IN_MEMORY = 1 << 24  # bytes kept aside before a temporary file takes them


def check_target(path: str | os.PathLike[str]) -> Path:
    """Return the path to write to; an OSError of one sentence if it cannot be one."""
    target = Path(path)
    try:
        obstacle = _obstacle(target)
    except OSError as error:
        obstacle = str(error.strerror)
    if obstacle:
        raise OSError(f"cannot write {target}: {obstacle}")
    return target


def _obstacle(target: Path) -> str:
    if target == STANDARD_OUTPUT:
        return ""
    if target.is_dir():
        return "it is a folder"
    if not target.parent.is_dir():
        return f"there is no folder {target.parent}"
    if not os.access(target if _is_device(target) else target.parent, os.W_OK):
        return "no permission"
    return ""


def write_file(path: str | os.PathLike[str], content: bytes | str) -> None:
    """Write a whole file, text as UTF-8; after an error what was there before still is.

    A link keeps its place, and the file it leads to is replaced. What is no regular file, such as
    a pipe or /dev/stdout, is written to itself, also where that leads to a file (`>> log`).
    """
    with writing(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def writing(
    path: str | os.PathLike[str], mode: int = 0o666, *, replace: bool = True
) -> Iterator[IO[bytes]]:
    """Open a file to be written as `write_file` does it: it is there when the body has ended well.

    A new file has the bits of `mode` that the umask leaves. What is meant for a pipe or the like is
    kept aside until then. Without `replace` it is an error if a file is there by then.
    """
    target = check_target(path)
    kept_aside = _is_device(target)
    try:
        place = _rename if replace else _link
        with (
            _kept_for(target) if kept_aside else _put_in_place(target.resolve(), mode, place)
        ) as file:
            yield file
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        if error.errno is None:  # worded already, by whoever reads what is written here
            raise
        raise OSError(f"cannot write {target}: {error.strerror or error}") from error


def is_standard_output(target: Path) -> bool:
    """Tell whether to write there is to write to standard output."""
    return _stream(target) == 1


def _stream(target: Path) -> int | None:
    """Return the descriptor of standard output or standard error, where a path leads to it."""
    if target == STANDARD_OUTPUT:
        return 1
    for descriptor in (1, 2):
        with suppress(OSError, ValueError):
            if os.path.samestat(target.stat(), os.fstat(descriptor)):
                return descriptor
    return None


def _is_device(target: Path) -> bool:
    # Descriptors by their names; in /dev/shm lie files like any other.
    if _stream(target) is not None or target.absolute().parts[1:3] == ("dev", "fd"):
        return True
    if target.absolute().parts[1:2] == ("proc",):
        return True
    return target.exists() and not target.is_file()


@contextmanager
def _kept_for(device: Path) -> Iterator[IO[bytes]]:
    with SpooledTemporaryFile(IN_MEMORY) as kept:
        yield kept
        kept.seek(0)
        stream = _stream(device)  # which goes on where it is; opened anew, it would start again
        with open(device if stream is None else os.dup(stream), "ab") as file:
            shutil.copyfileobj(kept, file)


@contextmanager
def _put_in_place(
    target: Path, mode: int, place: Callable[[Path, Path], None]
) -> Iterator[IO[bytes]]:
    temporary = target.with_name(f".{secrets.token_hex(8)}.kullback")
    before = target.stat().st_mode & 0o7777 if target.exists() else None
    first = mode if before is None else before & 0o700  # so that nobody else reads meanwhile
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, first)) as file:
            yield file
        if before is not None:
            temporary.chmod(before)
        place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _rename(temporary: Path, target: Path) -> None:
    temporary.replace(target)


def _link(temporary: Path, target: Path) -> None:
    """Give the file its name unless another has it: in one step, where there are such links."""
    try:
        os.link(temporary, target)
        return
    except FileExistsError:
        taken = True
    except OSError:
        taken = target.exists()
    if taken:
        raise OSError(f"cannot write {target}: another file has come to be there meanwhile")
    temporary.replace(target)

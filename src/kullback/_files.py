"""Output files that are whole or not there: written under a temporary name, then renamed."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

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
    a pipe or /dev/stdout, is written to itself.
    """
    with writing(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file to be written as `write_file` does it: it is there when the body has ended well.

    What is meant for a pipe or the like is kept aside until then.
    """
    target = check_target(path)
    try:
        with _kept_for(target) if _is_device(target) else _renamed_to(target.resolve()) as file:
            yield file
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        if error.errno is None:  # worded already, by whoever reads what is written here
            raise
        raise OSError(f"cannot write {target}: {error.strerror or error}") from error


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file()


@contextmanager
def _kept_for(device: Path) -> Iterator[IO[bytes]]:
    with SpooledTemporaryFile(IN_MEMORY) as kept:
        yield kept
        kept.seek(0)
        with device.open("wb") as file:
            shutil.copyfileobj(kept, file)


@contextmanager
def _renamed_to(target: Path) -> Iterator[IO[bytes]]:
    temporary = target.with_name(f".{secrets.token_hex(8)}.kullback")
    try:
        with temporary.open("xb") as file:
            yield file
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)

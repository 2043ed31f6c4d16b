"""Output files that are whole or not there: written under a temporary name, then renamed."""

import os
import secrets
from pathlib import Path


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
    a pipe or /dev/stdout, is written to directly.
    """
    target = check_target(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if _is_device(target):
            target.write_bytes(data)
        else:
            _replace(target.resolve(), data)
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        raise OSError(f"cannot write {target}: {error.strerror or error}") from error


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file()


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{secrets.token_hex(8)}.kullback")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)

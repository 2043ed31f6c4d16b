"""Whether a Zstandard file is whole, told from its frames without unpacking them.

DuckDB reads a file that was cut off as a shorter one and says nothing. Format: RFC 8878, 3.1.
"""

from pathlib import Path
from typing import BinaryIO

_FRAME = 0xFD2FB528
_SKIPPABLE = 0x184D2A50  # and the fifteen numbers after it
_RUN = 1  # a block of one byte that is repeated


def is_whole(path: Path) -> bool:
    """Return whether the file is a series of complete frames."""
    end = path.stat().st_size
    with open(path, "rb") as file:
        while file.tell() < end:
            if not _skip_frame(file):
                return False
        return file.tell() == end


def _skip_frame(file: BinaryIO) -> bool:
    magic = _number(file, 4)
    if magic is not None and magic & ~0xF == _SKIPPABLE:
        size = _number(file, 4)
        return size is not None and file.seek(size, 1) >= 0
    descriptor = _number(file, 1)
    if magic != _FRAME or descriptor is None:
        return False
    single, checksum = descriptor >> 5 & 1, descriptor >> 2 & 1
    window = 1 - single
    dictionary = (0, 1, 2, 4)[descriptor & 3]
    content = (single, 2, 4, 8)[descriptor >> 6]
    file.seek(window + dictionary + content, 1)
    return _skip_blocks(file) and file.seek(4 * checksum, 1) >= 0


def _skip_blocks(file: BinaryIO) -> bool:
    last = 0
    while not last:
        header = _number(file, 3)
        if header is None:
            return False
        last = header & 1
        size = header >> 3
        file.seek(1 if header >> 1 & 3 == _RUN else size, 1)
    return True


def _number(file: BinaryIO, size: int) -> int | None:
    read = file.read(size)
    return int.from_bytes(read, "little") if len(read) == size else None

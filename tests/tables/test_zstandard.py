"""A Zstandard file is whole when its last frame is, whatever its frames are made of."""

import itertools

import pytest

from kullback.tables.zstandard import is_whole

MAGIC = 0xFD2FB528.to_bytes(4, "little")
NOTE = 0x184D2A53.to_bytes(4, "little") + (5).to_bytes(4, "little") + b"notes"


def block(kind, size, *, last):
    header = (size << 3 | kind << 1 | last).to_bytes(3, "little")
    return header + bytes(1 if kind == 1 else size)  # kind 1 holds one byte, to be repeated


def frame(dictionary, checksum, single, content):
    descriptor = content << 6 | single << 5 | checksum << 2 | dictionary
    fields = (1 - single) + (0, 1, 2, 4)[dictionary] + (single, 2, 4, 8)[content]
    blocks = block(0, 7, last=0) + block(1, 300, last=0) + block(2, 600, last=1)
    return MAGIC + bytes([descriptor]) + bytes(fields) + blocks + bytes(4 * checksum)


FRAMES = [frame(*fields) for fields in itertools.product(range(4), (0, 1), (0, 1), range(4))]


def whole(tmp_path, content):
    path = tmp_path / "file.zst"
    path.write_bytes(content)
    return is_whole(path)


def test_whole_frames(tmp_path):
    for content in FRAMES:
        assert whole(tmp_path, content)
        assert whole(tmp_path, content + NOTE + content)


@pytest.mark.parametrize("content", [FRAMES[0], FRAMES[-1], FRAMES[5] + NOTE])
def test_cut_anywhere(tmp_path, content):
    start = len(content) - len(NOTE) if content.endswith(NOTE) else 0
    for end in range(start + 1, len(content)):
        assert not whole(tmp_path, content[:end])


def test_what_is_not_zstandard(tmp_path):
    assert not whole(tmp_path, b"a,b\n1,2\n")
    assert not whole(tmp_path, FRAMES[0] + b"junk")

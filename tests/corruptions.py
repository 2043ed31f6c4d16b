"""Containers damaged at random, of which none may be decoded: 10,000 here, a slice in the tests.

    python tests/corruptions.py [10000] [--seed 0]

Each is a container of some model with bits flipped, cut short, lengthened, spliced with another, or
with fields forged and all its checks of 32 bits made right again; or it is another file altogether;
or it is whole, and the model is the wrong one.
"""

import argparse
import random
import struct
import sys
import zlib
from collections import Counter
from io import BytesIO

from kullback.coding import AdaptiveOrder, FixedModel, MixedOrders, decode
from kullback.coding.container import BLOCK, CHECK, HEADER, blocks_of, encoded

DATA = (b"In the beginning God created the heaven and the earth. " * 40)[:2_000] + bytes(range(256))
OWN = FixedModel.from_counts(DATA)
OTHER = FixedModel.from_counts(DATA[:1_000])
KINDS = ("flip", "flip many", "cut", "lengthen", "splice", "forge", "foreign", "wrong model")


def containers():
    """Return containers of every kind of model, in blocks of 700 bytes, and the model to give."""
    models = [(OWN, False), (OWN, True), *((AdaptiveOrder(k), False) for k in range(4))]
    models += [(MixedOrders(), False), (MixedOrders(1), False)]
    found = []
    for model, apart in models:
        blocks = blocks_of(BytesIO(DATA).read, 700)
        found.append((b"".join(encoded(blocks, model, apart=apart)), model if apart else None))
    return found


def right_again(blob):
    """Return a container whose checks of 32 bits are right, as a forger would leave them."""
    blob = bytearray(blob)
    blob[HEADER.size : HEADER.size + 4] = CHECK.pack(zlib.crc32(blob[: HEADER.size]))
    place = HEADER.size + 4 + (1024 if blob[9] == 1 else 0)
    while place + 12 <= len(blob):
        lengths = bytes(blob[place : place + BLOCK.size])
        message = bytes(blob[place + 12 : place + 12 + BLOCK.unpack(lengths)[1]])
        blob[place + 8 : place + 12] = CHECK.pack(zlib.crc32(message, zlib.crc32(lengths)))
        place += 12 + len(message)
    return bytes(blob)


def damaged(kind, blob, others, rng):
    """Return what became of a container."""
    place = rng.randrange(len(blob))
    if kind in ("flip", "flip many"):
        found = bytearray(blob)
        for _ in range(1 if kind == "flip" else rng.randint(2, 40)):
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
        return bytes(found)
    if kind == "cut":
        return blob[:place]
    if kind == "lengthen":
        return blob + rng.randbytes(rng.randint(1, 50))
    if kind == "splice":
        return blob[:place] + rng.choice(others)[place + rng.choice([0, 0, 1, -1]) :]
    if kind == "forge":
        found = bytearray(blob)
        place = rng.choice([rng.randrange(10, HEADER.size), place])
        found[place : place + 4] = rng.choice(
            [b"\xff" * 4, b"\0" * 4, struct.pack("<I", rng.randrange(1 << 25)), rng.randbytes(1)]
        )[: len(found) - place]
        return right_again(found)
    return rng.choice([b"", rng.randbytes(place), zlib.compress(blob), DATA, b"\x8bKLB", DATA[:3]])


def corruptions(count, seed):
    """Yield so many damaged containers with the model to give, and what was done to them."""
    rng = random.Random(seed)
    whole = containers()
    blobs = [blob for blob, _ in whole]
    made = 0
    while made < count:
        kind = KINDS[made % len(KINDS)]
        blob, model = rng.choice(whole)
        if kind == "wrong model":
            yield kind, blob, OTHER
        else:
            found = damaged(kind, blob, blobs, rng)
            if found in blobs:
                continue
            yield kind, found, model
        made += 1


def verdict(blob, model):
    """Return "refused", or what else happened."""
    try:
        decoded = decode(blob, model=model)
    except ValueError as error:
        assert "\n" not in str(error)
        return "refused"
    return "decoded as it was" if decoded == DATA else "DECODED WRONGLY"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found = Counter(
        (kind, verdict(blob, model)) for kind, blob, model in corruptions(asked.count, asked.seed)
    )
    for (kind, happened), times in sorted(found.items()):
        print(f"{kind:12} {happened:18} {times:6,}")
    sys.exit(any(happened != "refused" for _, happened in found))

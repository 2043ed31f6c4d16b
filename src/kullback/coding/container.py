"""The container: a header, blocks that each can be checked, and a digest of everything.

    header        8 bytes that name the format, version, kind of model and its number, 0, the size
                  of blocks, the model's fingerprint, CRC-32 of all that: 36 bytes
    description   of the model, if it is not handed over some other way
    blocks        length of the data, length of the message, CRC-32 of both and the message; message
    end           the same with no data; its message is the length of everything, and the BLAKE2b
                  digest of header, description and data: 36 bytes

Numbers are little-endian. Lengths are bounded before anything is made of that length. Nothing is
to be believed before the end has been reached: `decoded` yields blocks as they come, and whoever
keeps them has to wait for that.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from zlib import crc32

from kullback.coding.adaptive import HIGHEST, AdaptiveOrder, MixedOrders
from kullback.coding.fixed import BYTES, FixedModel
from kullback.coding.ledger import Account
from kullback.coding.model import Model
from kullback.kernels.coding import CROWDED, SPARE

MAGIC = b"\x8bKLB\r\n\x1a\n"  # as PNG's: no text, and damaged by what changes line ends
VERSION = 1
APART = 128
HEADER = struct.Struct("<8sBBBxI16s")
RESERVED = 11  # the byte of the header that is 0
CHECK = struct.Struct("<I")
BLOCK = struct.Struct("<II")
END = struct.Struct("<Q16s")
DESCRIBED = 4 * BYTES
BLOCK_SIZE = 1 << 20
MOST_BLOCK = 1 << 24


class RefusedError(ValueError):
    """What is read is no container as it was written; a model's own errors are not of this kind."""


def blocks_of(read: Callable[[int], bytes], size: int = BLOCK_SIZE) -> Iterator[bytes]:
    """Yield what can be read, in blocks that are full but for the last."""
    while block := _filled(read, size):
        yield block


def _filled(read: Callable[[int], bytes], size: int) -> bytes:
    """Read so many bytes, or all there are: a pipe hands over fewer at a time."""
    parts = []
    while size and (part := read(min(size, BLOCK_SIZE))):  # a forged size makes no room for it
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def encoded(
    blocks: Iterable[bytes], model: Model, *, apart: bool = False, account: Account | None = None
) -> Iterator[bytes]:
    """Yield the parts of a container; with `apart` the model is not described in it.

    Blocks hold a byte at least, and `BLOCK_SIZE` at most.
    """
    coding = model.coding(costs=account is not None)
    account = account or Account()
    account.model, account.coding = model, coding
    described = model.description
    if apart and described:
        described = None
    kind = model.kind | (APART if described is None else 0)
    parts = (MAGIC, VERSION, kind, model.parameter, BLOCK_SIZE, model.fingerprint)
    header = HEADER.pack(*parts)
    header += CHECK.pack(crc32(header))
    account.description = len(described or b"")
    digest = blake2b(header + (described or b""), digest_size=16)
    yield from _counted(account, header, described or b"")
    length = 0
    for block in blocks:
        if not 0 < len(block) <= BLOCK_SIZE:  # none would be read as the end, more be refused
            raise ValueError(f"a block must hold 1 to {BLOCK_SIZE:,} bytes, got {len(block):,}")
        message, stopped = coding.encode(block)
        if stopped < len(block):
            raise ValueError(
                f"the model gives the probability 0 to the byte {block[stopped]} "
                f"({bytes([block[stopped]])!r}), which occurs at offset {length + stopped}; "
                "take a model that has it, such as one with `added` above 0"
            )
        account.block(block, message)
        digest.update(block)
        length += len(block)
        yield from _counted(account, *_checked(len(block), message))
    yield from _counted(account, *_checked(0, END.pack(length, digest.digest())))


def _counted(account: Account, *parts: bytes) -> Iterator[bytes]:
    for part in parts:
        account.size += len(part)
        yield part


def _checked(length: int, message: bytes) -> tuple[bytes, bytes]:
    lengths = BLOCK.pack(length, len(message))
    return lengths + CHECK.pack(crc32(message, crc32(lengths))), message


def decoded(read: Callable[[int], bytes], model: Model | None = None) -> Iterator[bytes]:
    """Yield the blocks of a container; RefusedError where it is not as it was written."""
    header = _exactly(read, HEADER.size + CHECK.size, "header", foreign=True)
    kind, parameter, size, fingerprint = _fields(header)
    description = _exactly(read, DESCRIBED, "model") if kind == FixedModel.kind else b""
    coding = _model(kind, parameter, fingerprint, description, model).coding()
    digest = blake2b(header + description, digest_size=16)
    total = 0
    while True:
        length, message = _block(read, size)
        if length == 0:
            break
        block = coding.decode(message, length)
        if block is None:
            raise RefusedError(f"its block at offset {total} holds what no encoder writes")
        digest.update(block)
        total += length
        yield block
    if len(message) != END.size or END.unpack(message) != (total, digest.digest()):
        raise RefusedError(
            "its checksum is not that of the data: it is damaged, or the model differs"
        )
    if read(1):
        raise RefusedError("something follows after its end")


def _fields(header: bytes) -> tuple[int, int, int, bytes]:
    magic, version, kind, parameter, size, fingerprint = HEADER.unpack(header[: HEADER.size])
    if magic != MAGIC:
        raise RefusedError("it was not written by kullback encode")
    if CHECK.unpack(header[HEADER.size :])[0] != crc32(header[: HEADER.size]):
        raise RefusedError("its header is damaged")
    if version != VERSION:
        raise RefusedError(f"it is of version {version}, and this kullback reads {VERSION}")
    if header[RESERVED]:
        raise RefusedError("it has a mark of a later kullback")
    if not 0 < size <= MOST_BLOCK:
        raise RefusedError(f"its blocks are said to hold {size:,} bytes, and {MOST_BLOCK:,} may be")
    return kind, parameter, size, fingerprint


def _block(read: Callable[[int], bytes], size: int) -> tuple[int, bytes]:
    head = _exactly(read, BLOCK.size + CHECK.size, "block")
    length, count = BLOCK.unpack(head[: BLOCK.size])
    if length > size or count > max(CROWDED * length + SPARE, END.size):
        raise RefusedError("the lengths of one of its blocks are damaged")
    message = _exactly(read, count, "block")
    if CHECK.unpack(head[BLOCK.size :])[0] != crc32(message, crc32(head[: BLOCK.size])):
        raise RefusedError("one of its blocks is damaged")
    return length, message


def _exactly(
    read: Callable[[int], bytes], count: int, what: str, *, foreign: bool = False
) -> bytes:
    found = _filled(read, count)
    if foreign and found[: len(MAGIC)] != MAGIC[: len(found)]:
        raise RefusedError("it was not written by kullback encode")
    if len(found) < count:
        raise RefusedError(f"it ends in the middle of a {what}")
    return found


def _model(
    kind: int, parameter: int, fingerprint: bytes, description: bytes, given: Model | None
) -> Model:
    """Return the model of a container, or the one given if it is that."""
    if given is not None:
        if given.fingerprint != fingerprint:
            raise RefusedError("it was coded with another model than the one given")
        as_given = (given.kind, given.parameter)
        if (kind & ~APART, parameter) != as_given or description not in (b"", given.description):
            raise RefusedError("its model is damaged, or of a later kullback")
        return given
    if kind & APART:
        raise RefusedError("it was coded with a model that it does not hold: give the same one")
    found: Model | None = None
    if kind == FixedModel.kind and parameter == 0:
        found = FixedModel.described(description)
    elif kind == AdaptiveOrder.kind and parameter <= HIGHEST:
        found = AdaptiveOrder(parameter)
    elif kind == MixedOrders.kind and 1 <= parameter <= HIGHEST:
        found = MixedOrders(parameter)
    if found is None or found.fingerprint != fingerprint:
        raise RefusedError("its model is damaged, or of a later kullback")
    return found

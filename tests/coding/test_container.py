"""A container is read again for ever, says what is wrong with it, and is never believed wrongly."""

import hashlib
import struct
import tracemalloc
import zlib
from enum import IntEnum
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from corruptions import DATA, KINDS, OTHER, OWN, corruptions, right_again, verdict
from kullback.coding import (
    AdaptiveOrder,
    Autoregressive,
    BayesianMixture,
    FixedModel,
    MixedOrders,
    decode,
    encode,
)
from kullback.coding.container import BLOCK_SIZE, HEADER, blocks_of, decoded, encoded

HALF = FixedModel((0.5, 0.25, 0.25) + (0.0,) * 253)


def test_the_header_is_the_documented_one():
    blob = encode(b"\0\1\0\2", HALF)
    magic, version, kind, parameter, size, fingerprint = struct.unpack("<8sBBBxI16s", blob[:32])
    assert (magic, version, kind, parameter) == (b"\x8bKLB\r\n\x1a\n", 1, 1, 0)
    assert size == BLOCK_SIZE
    frequencies = [1 << 23, 1 << 22, 1 << 22] + [0] * 253
    description = struct.pack("<256I", *frequencies)
    assert fingerprint == hashlib.blake2b(description, digest_size=16).digest()
    assert blob[32:36] == struct.pack("<I", zlib.crc32(blob[:32]))
    assert blob[36:1060] == description
    length, count, check = struct.unpack("<3I", blob[1060:1072])
    assert (length, count) == (4, 1)
    message = blob[1072:1073]
    assert check == zlib.crc32(blob[1060:1068] + message)
    end = struct.pack("<2I", 0, 24)
    digest = hashlib.blake2b(blob[:1060] + b"\0\1\0\2", digest_size=16).digest()
    total = struct.pack("<Q", 4) + digest
    assert blob[1073:] == end + struct.pack("<I", zlib.crc32(end + total)) + total
    assert len(blob[:36]) + len(blob[1073:]) == 72


def test_a_message_lies_in_the_interval_of_its_symbols():
    """0 takes [0, 1/2) of an interval, 1 takes [1/2, 3/4), and 2 the rest."""
    blob = encode(b"\0\1\0\2", HALF)
    point, span = 0.0, 1.0
    for low, share in ((0, 0.5), (0.5, 0.25), (0, 0.5), (0.75, 0.25)):
        point, span = point + low * span, span * share
    read = blob[1072] / 2**8
    assert point <= read < point + span


def test_of_all_numbers_in_the_interval_one_is_the_message():
    """It is a 64th, so four values of the byte lie in it, and the least is written."""
    blob = encode(b"\0\1\0\2", HALF)
    for more in (1, 2, 3):
        message = bytes([blob[1072] + more])
        check = struct.pack("<I", zlib.crc32(blob[1060:1068] + message))
        with pytest.raises(ValueError, match="holds what no encoder writes"):
            decode(blob[:1068] + check + message + blob[1073:])


WRITTEN = [
    (AdaptiveOrder(0), "6163ad33553e66245075769c1b590a5ec19b4d0e"),
    (AdaptiveOrder(1), "9e9d8d9e70714ee912d4439a8f7e7e"),
    (AdaptiveOrder(2), "9e9d8d9e9c9e9b9e9d849228afdf10a1"),
    (AdaptiveOrder(3), "9e9d8d9e9c9e9b9e9d8dad32d603fe5282cf09"),
    (MixedOrders(), "9e90a5ffd45cc22590277cc2"),
    (FixedModel.from_counts(b"abracadabra"), "5d58bb65ef3c37b79c4d3de783b842f48c8d"),
]


@pytest.mark.parametrize(("model", "message"), WRITTEN, ids=lambda x: str(x)[:15])
def test_what_was_written_once_is_what_is_written(model, message):
    """Containers of November 2026: other bits would leave everybody's files unreadable."""
    blob = encode(b"abracadabra, abracadabra!", model, apart=True)
    assert blob[48 : 48 + len(message) // 2].hex() == message
    assert decode(blob, model=model) == b"abracadabra, abracadabra!"
    if not isinstance(model, FixedModel):  # of which nothing is left out
        assert decode(blob) == b"abracadabra, abracadabra!"


def digest_of(*parts):
    spelled = b"".join(struct.pack("<I", len(part)) + part for part in parts)
    return hashlib.blake2b(spelled, digest_size=16).digest()


def test_fingerprints_are_those_of_bytes_that_no_version_of_python_changes():
    """A name may hold letters that an older Python cannot show, or halves of one."""
    flat = [1 / 256] * 256
    for name, spelled in (("\U00031350", b"\xf0\xb1\x8d\x90"), ("\ud800", b"\xed\xa0\x80")):
        model = Autoregressive(lambda last: flat, name=name, window=258)
        expected = digest_of(b"autoregressive", spelled, b"\2\1\0\0")
        assert model.fingerprint == expected
    assert AdaptiveOrder(2).fingerprint == digest_of(b"adaptive order", b"\2")
    assert MixedOrders(3).fingerprint == digest_of(b"mixed orders", b"\3")
    weights = struct.pack("<2d", 0.25, 0.75)
    both = BayesianMixture((model, OWN), (0.25, 0.75))
    assert both.fingerprint == digest_of(b"mixture", weights, expected, OWN.fingerprint)


class Named(IntEnum):
    TWO = 2


@pytest.mark.parametrize("two", [Named.TWO, np.int64(2)])
def test_a_number_with_a_name_is_that_number(two):
    for model, plain in (
        (AdaptiveOrder(two), AdaptiveOrder(2)),
        (MixedOrders(two), MixedOrders(2)),
    ):
        assert decode(encode(b"abc", model)) == b"abc"
        assert encode(b"abc", model) == encode(b"abc", plain)
    named = Autoregressive(lambda last: [1 / 256] * 256, name="flat", window=two)
    assert repr(named.window) == "2"


LONG = (Path(__file__).parents[2] / "examples/genesis_kjv.txt").read_bytes()
LONG += bytes(50_000) + hashlib.shake_256(b"").digest(50_000)
LONG_WRITTEN = [
    (AdaptiveOrder(0), "714c9cd94061f168d7e5c56812ee9cce"),
    (AdaptiveOrder(1), "16183424a1cf2872a79f8ebb7017c120"),
    (AdaptiveOrder(2), "c2274957ecb031a2672dbe6de24fbf47"),
    (AdaptiveOrder(3), "4207bb01a329328a8d29d94251674dd9"),
    (MixedOrders(1), "12c121b3124bac03c6f147d2bba959b0"),
    (MixedOrders(2), "c620b8f2511ada392a1b5e37015411b6"),
    (MixedOrders(3), "cb7c22f358b9c296f35be24776eff548"),
    (FixedModel.from_counts(LONG), "bc48fc409aa195dd8f2bee56c5e06be9"),
]


@pytest.mark.parametrize(("model", "digest"), LONG_WRITTEN, ids=lambda x: str(x)[:25])
def test_long_containers_of_several_blocks_stay_what_they_were(model, digest):
    """How cells forget, hash and mix shows only after many bytes; November 2026 as well."""
    blocks = (LONG[start : start + 100_000] for start in range(0, len(LONG), 100_000))
    blob = b"".join(encoded(blocks, model))
    assert hashlib.sha256(blob).hexdigest()[:32] == digest


def test_a_model_apart_costs_no_description():
    blob = encode(DATA, OWN, apart=True)
    assert len(blob) == len(encode(DATA, OWN)) - 1024
    assert decode(blob, model=OWN) == DATA
    with pytest.raises(ValueError, match="a model that it does not hold"):
        decode(blob)
    with pytest.raises(ValueError, match="another model"):
        decode(blob, model=OTHER)


@pytest.mark.parametrize("model", [AdaptiveOrder(2), MixedOrders(2), OWN])
def test_a_model_that_is_given_has_to_be_the_one(model):
    blob = encode(DATA, model)
    assert decode(blob, model=model) == decode(blob) == DATA
    for other in (AdaptiveOrder(1), MixedOrders(3), OTHER):
        with pytest.raises(ValueError, match="another model"):
            decode(blob, model=other)


def test_a_function_that_answers_otherwise_is_noticed():
    alike = Autoregressive(lambda last: [1 / 256] * 256, name="flat")
    other = Autoregressive(lambda last: [2 / 256] * 64 + [128 / 192 / 256] * 192, name="flat")
    with pytest.raises(ValueError, match=r"checksum|no encoder"):
        decode(encode(DATA, alike), model=other)
    with pytest.raises(ValueError, match="another model"):
        decode(encode(DATA, alike), model=Autoregressive(alike.predict, name="flat", window=5))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda blob: b"", "middle of a header"),
        (lambda blob: b"\x8bKLB", "middle of a header"),
        (lambda blob: b"PK\x03\x04" + blob, "not written by kullback encode"),
        (lambda blob: blob[:8] + b"\x02" + blob[9:], "header is damaged"),
        (lambda blob: right_again(blob[:8] + b"\x02" + blob[9:]), "version 2"),
        (lambda blob: right_again(blob[:9] + b"\x09" + blob[10:]), "later kullback"),
        (lambda blob: right_again(blob[:10] + b"\x07" + blob[11:]), "later kullback"),
        (lambda blob: right_again(blob[:12] + b"\xff" * 4 + blob[16:]), "4,294,967,295"),
        (lambda blob: blob[:40] + b"\xff" * 4 + blob[44:], "lengths of one of its blocks"),
        (lambda blob: blob[:60] + b"?" + blob[61:], "one of its blocks is damaged"),
        (lambda blob: right_again(blob[:60] + b"?" + blob[61:]), "checksum|no encoder"),
        (lambda blob: right_again(blob[:11] + b"\x07" + blob[12:]), "later kullback"),
        (lambda blob: longer(blob, b"\0"), "no encoder writes"),
        (lambda blob: longer(blob, b"junk"), "no encoder writes"),
        (lambda blob: right_again(blob[:12] + b"\x01\0\0\0" + blob[16:]), "lengths of one"),
        (lambda blob: right_again(blob[:-1] + b"?"), "checksum"),
        (lambda blob: blob[:-1], "middle of a block"),
        (lambda blob: blob[:-36], "middle of a block"),
        (lambda blob: blob + b"\n", "follows after its end"),
    ],
)
def test_what_is_wrong_is_said(change, words):
    blob = encode(DATA, AdaptiveOrder(2))
    with pytest.raises(ValueError, match=rf"^blob cannot be decoded: .*({words})"):
        decode(change(blob))


def longer(blob, added):
    """Return a container of one block whose message has bytes more, all checks being right."""
    count = struct.unpack("<I", blob[40:44])[0] + len(added)
    return right_again(blob[:40] + struct.pack("<I", count) + blob[44:-36] + added + blob[-36:])


@pytest.mark.parametrize("place", [9, 10, 40])
def test_what_describes_a_model_has_to_be_that_of_the_one_given(place):
    for model in (None, OWN):
        blob = bytearray(encode(DATA, OWN))
        blob[place] ^= 0x4D
        if place == 40:  # still a distribution
            blob[44] ^= 0x4D
        with pytest.raises(ValueError, match=r"later kullback|another model|lengths|damaged"):
            decode(right_again(blob), model=model)


def test_a_distribution_that_is_not_that_of_the_fingerprint():
    blob = bytearray(encode(DATA, OWN))
    blob[36:1060] = OTHER.description
    for model in (None, OWN):
        with pytest.raises(ValueError, match="its model is damaged"):
            decode(right_again(blob), model=model)


@pytest.mark.parametrize("block", [b"", bytes(BLOCK_SIZE + 1)])
def test_a_block_that_could_not_be_read_again_is_not_written(block):
    with pytest.raises(ValueError, match="1 to 1,048,576 bytes"):
        list(encoded([b"a", block], OWN))


def test_what_a_function_raises_is_let_through():
    def predict(last):
        if last:
            raise ValueError("of the model")
        return [1 / 256] * 256

    flat = Autoregressive(lambda last: [1 / 256] * 256, name="flat")
    with pytest.raises(ValueError, match=r"^of the model"):
        decode(encode(b"ab", flat), model=Autoregressive(predict, name="flat"))


@pytest.mark.parametrize("model", [AdaptiveOrder(0), FixedModel.from_counts(DATA)])
def test_a_forged_message_that_no_encoder_writes(model):
    """Ones up to the end lie above all symbols, in what rounding leaves over of the interval."""
    blob = encode(bytes(900), model)
    place = len(encode(b"", model)) - 36
    forged = struct.pack("<3I", 900, 1800, 0) + b"\xff" * 1800
    forged = blob[:place] + forged + blob[-36:]
    with pytest.raises(ValueError, match="block at offset 0 holds what no encoder writes"):
        decode(right_again(forged))


def test_blocks_that_changed_places_are_noticed():
    blob = b"".join(encoded([b"a" * 50, b"b" * 50], FixedModel.from_counts(b"")))
    start = HEADER.size + 4 + 1024
    first, second = blob[start : start + 62], blob[start + 62 : start + 124]
    swapped = blob[:start] + second + first + blob[start + 124 :]
    assert b"".join(decoded(BytesIO(blob).read)) == b"a" * 50 + b"b" * 50
    with pytest.raises(ValueError, match="checksum"):
        decode(swapped)


def test_a_length_that_is_forged_takes_no_memory():
    """The most that a block may hold are 16 MiB, and a message has to be there to be read."""
    blob = bytearray(encode(DATA, AdaptiveOrder(0)))
    blob[12:16] = struct.pack("<I", 1 << 24)
    blob[36:44] = struct.pack("<2I", 1 << 24, (1 << 28) + 8)
    decode(encode(DATA, AdaptiveOrder(0)))  # what is loaded once
    tracemalloc.start()
    with pytest.raises(ValueError, match="middle of a block"):
        decode(right_again(blob))
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_a_file_without_end_takes_no_more_memory_than_its_blocks():
    """Thirty mebibytes: a block, and room for the longest message that it could have."""
    blocks = 30
    parts = list(encoded([b"a"], AdaptiveOrder(0)))  # what is loaded once
    tracemalloc.start()
    parts = list(encoded((bytes(BLOCK_SIZE) for _ in range(blocks)), AdaptiveOrder(0)))
    total = sum(len(block) for block in decoded(BytesIO(b"".join(parts)).read))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == blocks * BLOCK_SIZE
    assert most < 22 * BLOCK_SIZE


def test_a_source_that_hands_over_little_at_a_time():
    source = BytesIO(DATA)
    blocks = list(blocks_of(lambda count: source.read(min(count, 7)), 1000))
    assert [len(block) for block in blocks] == [1000, 1000, 256]
    assert b"".join(blocks) == DATA


def test_none_of_many_corruptions_is_decoded():
    """A slice of what `python tests/corruptions.py` does ten thousand times."""
    seen = set()
    for kind, blob, model in corruptions(320, seed=1):
        assert verdict(blob, model) == "refused", kind
        seen.add(kind)
    assert seen == set(KINDS)

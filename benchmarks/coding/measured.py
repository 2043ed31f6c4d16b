"""What is measured: bits and ideal bits of every model and file, megabytes a second, the 100 MB."""

import bz2
import lzma
import resource
import statistics
import subprocess
import sys
import time
import zlib
from io import BytesIO

from benchmarks.coding.files import MEGABYTE, files, translation
from kullback.coding import AdaptiveOrder, FixedModel, MixedOrders, decode, encode
from kullback.coding.container import blocks_of, encoded
from kullback.coding.ledger import Account

LONG = 100 * MEGABYTE
PEERS = {
    "zlib, level 9": (lambda data: zlib.compress(data, 9), zlib.decompress),
    "bz2, level 9": (bz2.compress, bz2.decompress),
    "xz, preset 9e": (
        lambda data: lzma.compress(data, preset=9 | lzma.PRESET_EXTREME),
        lzma.decompress,
    ),
}


def models(data):
    """Return the models by name; the fixed ones are of the file itself and of the ASV."""
    return {
        "fixed, its own bytes": FixedModel.from_counts(data),
        "fixed, the ASV's bytes": FixedModel.from_counts(translation("asv")),
        **{f"order {k}": AdaptiveOrder(k) for k in range(4)},
        **{f"mixed orders 0 to {k}": MixedOrders(k) for k in (1, 2, 3)},
    }


def length(data, model):
    """Return what coding took and should have taken; the data have to come back."""
    account = Account()
    blob = b"".join(encoded(blocks_of(BytesIO(data).read), model, account=account))
    if decode(blob, model=model) != data:
        raise AssertionError(f"{model} lost data")
    ledger = account.closed()
    blocks = len([*blocks_of(BytesIO(data).read)])
    return {
        "bytes": ledger.length,
        "size": ledger.size,
        "payload bits": 8 * ledger.payload,
        "ideal bits": 8 * ledger.predicted,
        "entropy": ledger.entropy,
        "beside": ledger.size - ledger.payload - ledger.description,
        "blocks": blocks,
    }


def lengths():
    """Return that for every file and model."""
    return [
        {"file": file, "model": name, **length(data, model)}
        for file, data in files().items()
        for name, model in models(data).items()
    ]


def _seconds(call, *arguments):
    """Return processor seconds: other programs take the clock's."""
    start = time.process_time()
    answer = call(*arguments)
    return time.process_time() - start, answer


def speeds(data, times):
    """Return megabytes a processor second, each way: the median of runs that take turns."""
    ways = {
        name: (lambda text, model=model: encode(text, model), decode)
        for name, model in models(data).items()
    } | PEERS
    found = {name: ([], []) for name in ways}
    for _ in range(times + 1):  # the first one compiles
        for name, (there, back) in ways.items():
            taken, coded = _seconds(there, data)
            returned, again = _seconds(back, coded)
            if again != data:
                raise AssertionError(f"{name} lost data")
            found[name][0].append(len(data) / taken / 1e6)
            found[name][1].append(len(data) / returned / 1e6)
    return {
        name: {"encode": statistics.median(there[1:]), "decode": statistics.median(back[1:])}
        for name, (there, back) in found.items()
    }


def ratios(data):
    """Return the size of the first megabyte of the KJV in whosever container."""
    found = {name: len(encode(data, model)) for name, model in models(data).items()}
    return found | {name: len(there(data)) for name, (there, _) in PEERS.items()}


def long_file(size, order):
    """Code so many bytes on the command line, and back; return seconds and the most memory."""
    code = """import sys, time
from kullback.cli import run
start = time.perf_counter()
try:
    run(sys.argv[1:])
except SystemExit as end:
    taken = time.perf_counter() - start
    with open("/proc/self/status") as status:  # getrusage tells of the process before exec, too
        most = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print(end.code or 0, taken, most)"""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        one, two, three = (Path(folder) / name for name in ("one", "two", "three"))
        text = translation("kjv")
        one.write_bytes((text * (size // len(text) + 1))[:size])
        found = {}
        for name, arguments in {
            "encode": ["encode", one, "--order", order, "-o", two],
            "decode": ["decode", two, "-o", three],
        }.items():
            command = [sys.executable, "-c", code, *map(str, arguments)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            status, seconds, most = done.stdout.split("\n")[-2].split()
            found[name] = {"seconds": float(seconds), "megabytes held": int(most) / 1024}
            if status != "0":
                raise AssertionError(done.stderr)
        if one.read_bytes() != three.read_bytes():
            raise AssertionError("the long file came back otherwise")
        return {"bytes": size, "order": order, "size": two.stat().st_size, **found}


def measure(*, quick):
    """Return all figures."""
    from benchmarks.machine import described

    begun = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    text = translation("kjv")
    found = {"machine": described()}
    found["speeds"] = speeds(text[:MEGABYTE] if quick else text, 1 if quick else 5)
    found["sizes"] = ratios(text[:MEGABYTE])
    found["lengths"] = lengths()
    found["long"] = [long_file(LONG // 20 if quick else LONG, order) for order in ("0", "2")]
    found["processor seconds"] = resource.getrusage(resource.RUSAGE_SELF).ru_utime - begun
    return found

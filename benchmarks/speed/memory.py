"""The most memory a call holds beyond its inputs, answer included.

The kernel's own count of resident memory sees what every library allocates. The call is made once
before, so that compilers and pools have what they keep.
"""

import ctypes
import gc
from pathlib import Path

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peak_extra_bytes(call):
    """Return the peak during one more call, or None where the system does not say."""
    try:
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        CLEAR.write_text("5")  # forget the peak so far
        before = _kilobytes("VmRSS")
    except (OSError, AttributeError):
        return None
    answer = call()  # kept until the peak is read
    peak = 1024 * (_kilobytes("VmHWM") - before)
    del answer
    return peak


def _kilobytes(name):
    lines = STATUS.read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))

"""Waiting until other programs leave the processor alone, and telling how far they did."""

import time
from pathlib import Path

PAUSE = 0.5


def wait_for_quiet(patience, limit=0.05):
    """Rest until others used less than `limit` of the processor; return the last share seen."""
    end = time.monotonic() + patience
    while True:
        share = _share_used_by_others()
        if share is None or share <= limit or time.monotonic() > end:
            return share


def _share_used_by_others():
    """Rest for a moment, and return what of the processor was used in it."""
    before = _ticks()
    time.sleep(PAUSE)
    after = _ticks()
    if before is None or after is None:
        return None
    idle, total = (x - y for x, y in zip(after, before, strict=True))
    return 1 - idle / total if total else 0.0


def _ticks():
    """Return (idle, all) ticks since the machine started, or None where it does not say."""
    try:
        numbers = Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]
    except OSError:
        return None
    ticks = [int(number) for number in numbers]
    return ticks[3] + ticks[4], sum(ticks)

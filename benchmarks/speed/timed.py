"""The timing itself, by pytest-benchmark: one cell, one system or limit."""

import sys

from benchmarks.machine import cores
from benchmarks.speed.limits import Limit
from benchmarks.speed.memory import peak_extra_bytes
from benchmarks.speed.paths import LIMITS
from benchmarks.systems import system


def test_time(benchmark, cell, who):
    arrays = cell.arrays()
    call = Limit(who, arrays, cores()) if who in LIMITS else _asked(system(who), cell, arrays)
    call()  # compile, make threads
    peak = None if who in LIMITS else peak_extra_bytes(call)
    benchmark.extra_info.update(cell=cell.name, who=who, peak=peak)
    benchmark(call)


def _asked(asked, cell, arrays):
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(cores())
    call, inputs = asked.calls[cell.task], [asked.array(array) for array in arrays]
    return lambda: asked.finished(call(*inputs))

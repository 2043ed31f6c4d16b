"""The timing itself, by pytest-benchmark: one cell, one system or limit."""

from benchmarks.speed.limits import Limit
from benchmarks.speed.memory import peak_extra_bytes
from benchmarks.speed.paths import LIMITS
from benchmarks.systems import system


def test_time(benchmark, cell, who, threads):
    arrays = cell.arrays()
    if who in LIMITS:
        call = Limit(who, arrays, threads)
    else:
        call = _asked(system(who), cell, arrays, threads)
    call()  # compile, make threads
    peak = None if who in LIMITS else peak_extra_bytes(call)
    benchmark.extra_info.update(cell=cell.name, who=who, peak=peak)
    benchmark(call)


def _asked(asked, cell, arrays, threads):
    if asked.set_threads:
        asked.set_threads(threads)
    call, inputs = asked.calls[cell.task], [asked.array(array) for array in arrays]
    return lambda: asked.finished(call(*inputs))

"""How kernels are compiled: which liberties the compiler has, how wide vectors are, what is kept.

`fast` is for loops that add up: sums may be reordered, which is what makes them vectors. `exact`
is for arithmetic whose roundings are part of the method, and for what stands outside loops. NaN
and infinity are data: neither assumes them away. An integer division by zero would carry a branch
that keeps loops scalar, hence NumPy's error model.

Nothing is compiled at import. What is compiled is kept on disk where Numba finds a folder that can
be written, and compiled again by each process where it finds none. It is kept for these sources
and no others: Numba would only ask whether a function's own file has changed, and not those of the
functions it calls.
"""

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils, config
from numba.core.caching import FunctionCache
from numba.core.codegen import get_host_cpu_features
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])

SOURCES = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
).hexdigest()
SUMS = {"reassoc", "contract", "nsz", "arcp"}


def vector_bytes() -> int:
    """Return how wide the vectors are of the processor that is compiled for."""
    features = (config.CPU_FEATURES or get_host_cpu_features()).split(",")  # type: ignore[attr-defined]
    return 64 if "+avx512f" in features else 32 if "+avx" in features else 16


def fast(function: F) -> F:
    """Compile a loop whose sums may be taken in any order."""
    return _compiled(function, nogil=True, error_model="numpy", fastmath=SUMS)


def exact(function: F) -> F:
    """Compile what is evaluated as written."""
    return _compiled(function, nogil=True, error_model="numpy")


def fused(function: F) -> F:
    """Compile arithmetic for use inside loops: as written, but for fused multiply-adds."""
    return _compiled(function, nogil=True, error_model="numpy", fastmath={"contract"})


def _compiled(function: F, **options: Any) -> F:
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return function  # NUMBA_DISABLE_JIT=1: loops that run without Numba do so
    compiled: F = njit(**options)(function)
    # "No locator available": a read-only installation without a home. Then nothing is kept.
    with contextlib.suppress(RuntimeError, OSError):
        FunctionCache(function)
        compiled.enable_caching()  # type: ignore[attr-defined]
        # Numba has no public name for this; where it has gone, changed sources are a risk again.
        file = getattr(compiled._cache, "_cache_file", None)  # type: ignore[attr-defined]
        if file is not None:
            file._source_stamp = SOURCES
    return compiled


@intrinsic
def wide_vectors(typing_context):
    """Let the function it stands in use the widest vectors there are.

    LLVM keeps to half of AVX-512 on Intel's processors unless told otherwise: exponentials of
    float32 in float64 took 0.69 ns each and take 0.47 (November 2026).
    """

    def generate(context, builder, signature, arguments):
        # llvmlite knows attributes by name only; this one is a pair, so it is added as text.
        set.add(builder.function.attributes, '"prefer-vector-width"="512"')
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def ask_for(typing_context, x, i):
    """Ask for the line of memory that x[i] lies in, which need not exist, and go on."""

    def generate(context, builder, signature, arguments):
        array_type, index_type = signature.args
        array = context.make_array(array_type)(context, builder, arguments[0])
        place = builder.gep(
            array.data, [context.cast(builder, arguments[1], index_type, types.intp)]
        )
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        call = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [pointer, number, number, number]),
            "llvm.prefetch",
        )
        how = [ir.Constant(number, value) for value in (0, 3, 1)]
        builder.call(call, [builder.bitcast(place, pointer), *how])
        return context.get_dummy_value()

    return types.void(x, i), generate

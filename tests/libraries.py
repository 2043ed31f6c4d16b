"""The array libraries a test runs on, each with its floating types and its switches.

`each_library` and `each_library_and_dtype` give a test the argument `library`; the fixture of
that name switches the library on as it should be, and back.
"""

import importlib
import importlib.util
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pytest

from kullback._arrays.libraries import library_of, namespace_of


@dataclass(frozen=True)
class Library:
    """An array library; `double` says whether JAX may use float64, which it must be told."""

    name: str
    module: str
    dtypes: tuple[str, ...] = ("float64", "float32")
    half_dtypes: tuple[str, ...] = ()
    double: bool | None = None

    @property
    def xp(self):
        """Its namespace."""
        return importlib.import_module(self.module)

    @property
    def package(self):
        """The package it comes in."""
        return self.module.partition(".")[0]

    def array(self, values, dtype=None):
        """Return the values as an array of the library, of its widest type unless told."""
        dtype = getattr(self.xp, dtype or self.dtypes[0])
        return self.xp.asarray(np.asarray(values, dtype=np.float64), dtype=dtype)

    def integers(self, values):
        """Return whole numbers as an array of the library."""
        return self.xp.asarray(np.asarray(values, dtype=np.int32))

    @contextmanager
    def switched_on(self):
        """Let JAX use float64, or not, and afterwards as before."""
        if self.double is None:
            yield
            return
        import jax

        before = jax.config.jax_enable_x64
        jax.config.update("jax_enable_x64", self.double)
        try:
            yield
        finally:
            jax.config.update("jax_enable_x64", before)


NUMPY = Library("numpy", "numpy", half_dtypes=("float16",))
STRICT = Library("array_api_strict", "array_api_strict")
TORCH = Library("torch", "torch", half_dtypes=("float16", "bfloat16"))
JAX = Library("jax", "jax.numpy", half_dtypes=("float16", "bfloat16"), double=True)
JAX_SINGLE = Library(
    "jax without float64", "jax.numpy", ("float32",), ("float16", "bfloat16"), double=False
)
# Digits of float32 are the same with float64 switched on or off: asked where it is off.
JAX_DOUBLE = replace(JAX, dtypes=("float64",))
LIBRARIES = (NUMPY, STRICT, TORCH, JAX, JAX_SINGLE)


def _marks(library):
    missing = importlib.util.find_spec(library.package) is None
    marks = [pytest.mark.skipif(missing, reason=f"{library.package} is not installed")]
    if library.package in ("torch", "jax"):
        marks.append(getattr(pytest.mark, library.package))
    return marks


def on(*libraries):
    """Run a test on some libraries, each in its widest floating type."""
    params = [pytest.param(each, id=each.name, marks=_marks(each)) for each in libraries]
    return pytest.mark.parametrize("library", params, indirect=True)


def on_dtypes(*libraries, half=False):
    """Run a test on some libraries and their floating types, or on those of half precision."""
    params = [
        pytest.param(each, dtype, id=f"{each.name}-{dtype}", marks=_marks(each))
        for each in libraries
        for dtype in (each.half_dtypes if half else each.dtypes)
    ]
    return pytest.mark.parametrize(("library", "dtype"), params, indirect=["library"])


each_library = on(*LIBRARIES)
each_library_and_dtype = on_dtypes(*LIBRARIES)
each_library_and_half_dtype = on_dtypes(*LIBRARIES, half=True)


def log(t):
    """Return the natural logarithm, in the library of t."""
    return namespace_of(library_of(type(t))).log(t)

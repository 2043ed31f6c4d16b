"""Kernels are loaded when the first large array comes, if Numba is there and works."""

import warnings
from importlib import import_module
from types import ModuleType

BROKEN = "Numba cannot be used, so that large arrays take longer: {}"
_found_broken: list[ImportError] = []  # so that it is tried once, and not by each call


def loaded(module: str) -> ModuleType | None:
    """Return a module of kernels, or None where Numba is not there or off; say once if broken."""
    if _found_broken:
        return None
    try:
        from numba.core import config
    except ImportError as error:  # as for a NumPy that it does not know yet
        if not isinstance(error, ModuleNotFoundError) or error.name != "numba":
            _found_broken.append(error)
            warnings.warn(BROKEN.format(error), RuntimeWarning, stacklevel=4)
        return None
    off = config.DISABLE_JIT  # type: ignore[attr-defined]
    return None if off else import_module(module)

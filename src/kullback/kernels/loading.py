"""Kernels are loaded when the first large array comes, if Numba is there and works."""

import warnings
from importlib import import_module
from types import ModuleType

BROKEN = "Numba cannot be used, so that large arrays take longer: {}"


def loaded(module: str) -> ModuleType | None:
    """Return a module of kernels, or None where there is no Numba; say once if it is broken."""
    try:
        import numba  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name == "numba":
            return None
        _warn(error)
        return None
    except ImportError as error:  # as for a NumPy that it does not know yet
        _warn(error)
        return None
    return import_module(module)


def _warn(error: ImportError) -> None:
    warnings.warn(BROKEN.format(error), RuntimeWarning, stacklevel=5)

"""Every known value again where a library transforms the function: compiled, mapped, derived."""

import numpy as np
import pytest

from kullback.quantities import cross_entropy, mutual_information
from libraries import JAX, JAX_SINGLE, TORCH, on
from references import ranked
from rows import FORMED, PLACED, ROWS

TOLERANCE = {"float64": 1e-12, "float32": 5e-6}


def shape_of(row):
    """Return what a compiled function is made for: all of a row but its numbers."""
    sizes = tuple(np.shape(array) for array in row.arrays)
    return row.quantity, tuple(sorted(row.parameters.items())), sizes


def each_shape(rows):
    """Run a test on the rows of each shape, so that they share what was compiled."""
    groups = {}
    for row in rows:
        groups.setdefault(shape_of(row), []).append(row)
    ids = [f"{group[0].quantity.__name__}: {group[0].why}" for group in groups.values()]
    return pytest.mark.parametrize("rows", groups.values(), ids=ids)


def forms_of(row):
    given = row.parameters.get("given", "probs")
    return given if isinstance(given, tuple) else (given,) * len(row.arrays)


def held(row, library, dtype=None):
    return [
        library.integers(a) if form == "labels" else library.array(a, dtype)
        for a, form in zip(row.arrays, forms_of(row), strict=True)
    ]


def function_of(row):
    """Return the row's quantity as a function of arrays alone."""
    return lambda *arrays: row.quantity(*arrays, **row.parameters)


def scalar_of(row, library):
    """Return the row's quantity as one number: what `ranked` makes of it."""

    def scalar(*arrays):
        xp, value = library.xp, function_of(row)(*arrays)
        if value.ndim == 0:
            return value
        finite = xp.reshape(xp.where(xp.isfinite(value), value, 0.0), (-1,))
        return xp.sum(finite * xp.arange(1, finite.shape[0] + 1))

    return scalar


def beside_another(array, xp):
    """Return the array beside its mirror image, so that what is mapped is seen to be mapped."""
    return xp.stack([array, xp.flip(array, tuple(range(array.ndim)))])


def mapped(row, library):
    return [beside_another(array, library.xp) for array in held(row, library)]


def mapped_value(row):
    values = beside_another(np.asarray(row.value, dtype=float), np)
    return [float(ranked(value)) for value in values]


def same(got, value, dtype="float64"):
    # Compilers fuse the steps that make a 0 exact, and leave the square of a rounding.
    floor = float(np.finfo(dtype).eps) ** 2
    np.testing.assert_allclose(np.asarray(got), value, rtol=TOLERANCE[dtype], atol=floor)


def compiled_by_torch(function, backend):
    """Return it compiled as one graph, with nothing left of what was compiled before."""
    import torch

    torch._dynamo.reset()
    return torch.compile(function, fullgraph=True, backend=backend, dynamic=False)


ALL = [*ROWS, *FORMED, *PLACED]
BY_INDUCTOR = [row for row in ROWS if row.quantity in (cross_entropy, mutual_information)]
WITH_A_MIRROR_IMAGE = [row for row in [*ROWS, *FORMED] if "labels" not in forms_of(row)]


@each_shape(ALL)
@on(TORCH)
def test_torch_captures_the_whole_graph(rows, library):
    compiled = compiled_by_torch(function_of(rows[0]), "eager")
    for row in rows:
        same(compiled(*held(row, library)), row.value)


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # PyTorch's own
@each_shape([row for row in BY_INDUCTOR if np.shape(row.arrays[0]) in ((4,), (2, 2))])
@on(TORCH)
def test_torch_compiles_it(rows, library):
    compiled = compiled_by_torch(function_of(rows[0]), "inductor")
    for row in rows:
        same(compiled(*held(row, library)), row.value)


@each_shape(WITH_A_MIRROR_IMAGE)
@on(TORCH)
def test_torch_maps_it_and_its_derivative(rows, library):
    import torch

    last = len(rows[0].arrays) - 1
    both = torch.func.vmap(torch.func.grad_and_value(scalar_of(rows[0], library), argnums=last))
    for row in rows:
        same(both(*mapped(row, library))[1], mapped_value(row))


@each_shape(ALL)
@on(JAX, JAX_SINGLE)
def test_jax_compiles_it(rows, library):
    import jax

    compiled = jax.jit(function_of(rows[0]))
    for row in rows:
        same(compiled(*held(row, library)), row.value, library.dtypes[0])


@each_shape(WITH_A_MIRROR_IMAGE)
@on(JAX)
def test_jax_compiles_what_it_maps_and_derives(rows, library):
    import jax

    last = len(rows[0].arrays) - 1
    both = jax.jit(jax.vmap(jax.value_and_grad(scalar_of(rows[0], library), argnums=last)))
    for row in rows:
        same(both(*mapped(row, library))[0], mapped_value(row))

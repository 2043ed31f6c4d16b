"""The same refusals in every array library where its values can be seen; and where not, none."""

import math

import numpy as np
import pytest

from kullback._arrays.libraries import library_of
from kullback.quantities import cross_entropy, entropy, kl_divergence, mutual_information
from libraries import JAX, JAX_SINGLE, LIBRARIES, STRICT, TORCH, each_library, on
from signatures import arity, is_of_events, is_of_joints, keywords
from ways import EVERY_WAY


def refused(error, *words):
    return pytest.raises(error, match=r"(?s)" + ".*".join(words))


def rows(evaluate, library, first, second=(0.25, 0.25, 0.25, 0.25)):
    """Return four outcomes as what a verb takes."""
    if is_of_joints(evaluate):
        axes = keywords(evaluate)["axes"] or (0, 0)
        return [library.array(np.reshape(first, (2, 2, 1)[: max(len(axes), 2)]))]
    return [library.array(first), library.array(second)][: arity(evaluate)]


@each_library
def test_every_verb_refuses_what_is_no_distribution(library):
    for name, evaluate, quantity in EVERY_WAY:
        with refused(ValueError, r"\[(0, )?1.*\] is -0.25", "negative"):
            evaluate(*rows(evaluate, library, (0.75, -0.25, 0.25, 0.25)))
        if is_of_events(evaluate):
            with refused(ValueError, r"p\[0\] is 1.5", "above 1"):
                evaluate(*rows(evaluate, library, (1.5, 0.5, 0.5, 0.5)))
        elif "normalize" in keywords(evaluate):
            with refused(ValueError, "sums to 1.5, not 1", "normalize=True"):
                evaluate(*rows(evaluate, library, (0.75, 0.25, 0.25, 0.25)))
            with refused(ValueError, "sums to 0", "cannot make 1"):
                evaluate(*rows(evaluate, library, (0, 0, 0, 0)), normalize=True)
        assert name.startswith(quantity.name)


@each_library
def test_every_verb_answers_nan_with_nan(library):
    for _, evaluate, _ in EVERY_WAY:
        got = evaluate(*rows(evaluate, library, (0.5, math.nan, 0.25, 0.25)))
        assert np.isnan(np.asarray(got)).any()


@each_library
def test_every_verb_answers_in_the_library_it_was_asked_in(library):
    for _, evaluate, _ in EVERY_WAY:
        given = rows(evaluate, library, (0.5, 0.125, 0.25, 0.125))
        got = evaluate(*given)
        # NumPy alone has numbers that are no arrays.
        assert library_of(type(got)) == library_of(type(given[0]))
        assert got.dtype == given[0].dtype


@each_library
def test_words_shapes_and_axes(library):
    half = library.array([0.5, 0.5])
    for evaluate in (entropy, mutual_information):
        with refused(ValueError, "given must be one of"):
            evaluate(half, given="counts")
    with refused(ValueError, "unit must be one of"):
        entropy(half, unit="nit")
    with refused(ValueError, "axis 1 does not exist in p", r"shape \(2,\)"):
        entropy(half, axis=1)
    with refused(ValueError, "same outcomes", r"p \(2,\)", r"q \(3,\)"):
        kl_divergence(half, library.array([0.5, 0.25, 0.25]))
    with refused(ValueError, "p has no outcomes", r"\(0,\)"):
        entropy(library.array([]))


@each_library
def test_labels(library):
    q = library.array([[0.5, 0.5], [0.25, 0.75]])
    how = {"given": ("labels", "probs")}
    got = cross_entropy(library.integers([0, 1]), q, **how, unit="bits")
    assert np.asarray(got) == pytest.approx([1, -math.log2(0.75)], rel=1e-6)
    with refused(ValueError, r"p\[1\] is 2", "0 to 1"):
        cross_entropy(library.integers([0, 2]), q, **how)
    with refused(ValueError, r"p\[0\] is -1", "negative"):
        cross_entropy(library.integers([-1, 0]), q, **how)
    with refused(TypeError, "labels, which are integers"):
        cross_entropy(library.array([0, 1]), q, **how)
    with refused(ValueError, "one label for each"):
        cross_entropy(library.integers([0]), q, **how)


@each_library
def test_dtype_that_is_no_real_number(library):
    with refused(TypeError, "p must hold real numbers", "complex"):
        entropy(library.xp.asarray([0.5 + 0j, 0.5]))


@each_library
def test_whole_numbers_are_the_widest_floats(library):
    got = entropy(library.integers([1, 0]))
    assert str(got.dtype).endswith(library.dtypes[0])
    assert float(got) == 0


@on(STRICT, TORCH, JAX)
def test_a_list_beside_an_array_takes_its_library(library):
    p = library.array([0.5, 0.5])
    for got in (kl_divergence(p, [0.25, 0.75]), kl_divergence([0.25, 0.75], p)):
        assert library_of(type(got)) == library_of(type(p))
        assert got.dtype == p.dtype


@on(STRICT, TORCH, JAX, JAX_SINGLE)
def test_libraries_are_not_mixed(library):
    p = library.array([0.5, 0.5])
    name = library_of(type(p))
    with refused(TypeError, "p and q", "different libraries", name, "convert"):
        kl_divergence(p, np.array([0.5, 0.5]))
    with refused(TypeError, "p is a list of arrays of", name, "stack"):
        entropy([p, p])


@on(TORCH)
def test_tensors_that_want_a_gradient_are_read_like_others(library):
    p = library.array([0.75, 0.75]).requires_grad_()
    with refused(ValueError, "p sums to 1.5"):
        entropy(p)
    assert entropy(p, normalize=True).requires_grad


@on(TORCH)
def test_values_that_torch_does_not_show_are_not_asked_for(library):
    torch = library.xp
    wrong = torch.full((3, 2), 0.75, dtype=torch.float64)
    for evaluate in (
        torch.compile(entropy, fullgraph=True, backend="eager"),
        torch.func.vmap(entropy),
    ):
        assert evaluate(wrong).shape == (3,)
    assert entropy(torch.full((3, 2), 0.75, device="meta")).shape == (3,)


@on(JAX, JAX_SINGLE)
def test_values_that_jax_does_not_show_are_not_asked_for(library):
    import jax

    wrong = library.array(np.full((3, 2), 0.75))
    assert jax.jit(entropy)(wrong).shape == (3,)
    assert jax.vmap(entropy)(wrong).shape == (3,)
    with refused(ValueError, "sums to 1.5"):  # outside of jit, a gradient sees
        jax.grad(lambda p: entropy(p).sum())(wrong)


def test_libraries_are_those_of_the_door():
    assert {library.module for library in LIBRARIES} == {
        "numpy", "array_api_strict", "torch", "jax.numpy"
    }  # fmt: skip

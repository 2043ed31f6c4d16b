"""The KL divergence of a batch and its derivatives together, against exact differences."""

import numpy as np
import pytest
from mpmath import exp, log, mpf, workdps

import kullback as kb
from kullback._arrays import libraries

both_roads = pytest.mark.parametrize("large", [1, 10**9], ids=["kernel", "definition"])
every_dtype = pytest.mark.parametrize("dtype", ["float64", "float32"])
evaluate = kb.losses.kl_divergence_with_gradient


@pytest.fixture(autouse=True)
def road(request, monkeypatch):
    monkeypatch.setattr(libraries, "LARGE", request.getfixturevalue("large"))


def exact(a, b):
    """Return p, log(q/p) and q - p of each outcome."""
    with workdps(60):
        u, v = ([mpf(float(x)) for x in row] for row in (a, b))
        of_u, of_v = (log(sum(map(exp, row))) for row in (u, v))
        p = [exp(x - of_u) for x in u]
        return (
            p,
            [(y - of_v) - (x - of_u) for x, y in zip(u, v, strict=True)],
            [exp(y - of_v) - share for y, share in zip(v, p, strict=True)],
        )


def drawn(scale, change, offset, dtype, shape=(3, 200)):
    rng = np.random.default_rng(int(20 - np.log10(change)))
    a = (scale * rng.standard_normal(shape)).astype(dtype)
    b = (a + change * rng.standard_normal(shape)).astype(dtype)
    return a, (b + dtype(offset)).astype(dtype)


@pytest.mark.digits
@both_roads
@every_dtype
@pytest.mark.parametrize("offset", [0.0, 64.0])
@pytest.mark.parametrize("change", [1e-12, 1e-6, 1e-2, 1.0, 10.0])
def test_derivatives_keep_their_digits_however_near_the_rows(large, dtype, change, offset):
    for scale in (0.1, 3.0):
        a, b = drawn(scale, change, offset, np.dtype(dtype).type)
        divergence, gradient = evaluate(a, b)
        eps = float(np.finfo(dtype).eps)
        verb = kb.kl_divergence(a, b, given="logits")
        np.testing.assert_allclose(divergence, verb, rtol=32 * eps, atol=16 * eps**3)
        for got, row_a, row_b in zip(gradient, a, b, strict=True):
            p, ratio, slopes = exact(row_a, row_b)
            typical = min(sum(x * abs(r) for x, r in zip(p, ratio, strict=True)), mpf(1))
            for value, x, r, slope in zip(got, p, ratio, slopes, strict=True):
                allowed = 8 * eps * max(abs(slope), x * max(min(abs(r), 1), typical))
                assert abs(mpf(float(value)) - slope) <= allowed + eps**3


@both_roads
@every_dtype
@pytest.mark.parametrize("sure", [30.0, 45.0, 60.0])
def test_derivatives_of_a_teacher_that_is_sure(large, dtype, sure):
    """What is left to learn is far below eps: the centre is found to more digits than one float."""
    a, b = np.zeros((2, 1, 70), dtype)
    a[0, 7], b[0, 7] = sure, sure + 0.5
    _, gradient = evaluate(a, b)
    p, ratio, slopes = exact(a[0], b[0])
    eps = float(np.finfo(dtype).eps)
    for value, x, r, slope in zip(gradient[0], p, ratio, slopes, strict=True):
        assert abs(mpf(float(value)) - slope) <= 8 * eps * x * abs(r) + eps**2 * x


@both_roads
@every_dtype
def test_derivatives_beside_an_outcome_that_is_excluded(large, dtype):
    """The divergence is infinite, and the other derivatives keep their digits."""
    a = np.random.default_rng(5).standard_normal((1, 70)).astype(dtype)
    b = a.copy()
    a[0, 3], b[0, 3] = -9.0, -np.inf
    divergence, gradient = evaluate(a, b)
    assert divergence == np.inf
    with workdps(60):
        rare = exp(mpf(-9.0)) / sum(exp(mpf(float(x))) for x in a[0])
        p, *_ = exact(np.delete(a, 3), np.delete(b, 3))
        eps = mpf(float(np.finfo(dtype).eps))
        for value, share in zip(np.delete(gradient[0], 3), p, strict=True):
            assert abs(mpf(float(value)) - share * rare) <= 8 * eps * share * rare


@both_roads
@every_dtype
def test_equal_rows_have_nothing_to_learn(large, dtype):
    a = np.random.default_rng(0).standard_normal((4, 30)).astype(dtype)
    divergence, gradient = evaluate(a, a.copy())
    assert (divergence == 0).all() and (gradient == 0).all()
    a = np.round(8 * a) / 8  # so that a constant is added without rounding
    divergence, gradient = evaluate(a, a + a.dtype.type(32))
    assert (divergence == 0).all() and (abs(gradient) <= np.finfo(dtype).eps).all()


@both_roads
@every_dtype
@pytest.mark.parametrize("which", [0, 1])
def test_in_place_is_the_same_to_the_last_bit(large, dtype, which):
    pair = list(drawn(2.0, 0.5, 0.0, np.dtype(dtype).type, (4, 5, 700)))
    divergence, gradient = evaluate(*pair)
    again, same = evaluate(*pair, out=pair[which])
    assert same is pair[which] and divergence.shape == (4, 5)
    assert np.array_equal(gradient, same) and np.array_equal(divergence, again)


@both_roads
def test_masks_and_rows_that_are_no_distributions(large):
    a, b = np.zeros((7, 40)), np.zeros((7, 40))
    a[0, 5] = b[0, 5] = a[1, 5] = b[2, 5] = -np.inf
    a[3, 9], b[4, 9], a[5], b[6] = np.nan, np.inf, -np.inf, -np.inf
    divergence, gradient = evaluate(a, b)
    assert divergence[0] == 0 and (gradient[0] == 0).all()
    np.testing.assert_allclose(divergence[1], np.log(40 / 39), rtol=1e-14)
    assert gradient[1, 5] == 1 / 40 and divergence[2] == np.inf
    np.testing.assert_allclose(gradient[2, [4, 5]], [1 / 39 - 1 / 40, -1 / 40], rtol=1e-14)
    assert np.isnan(divergence[3:]).all() and np.isnan(gradient[3:]).all()


@both_roads
def test_rows_beside_others_of_another_shape(large):
    a, b = drawn(1.0, 0.1, 0.0, np.float64, (6, 30))
    divergence, gradient = evaluate(a[:, None], b)
    assert divergence.shape == (6, 6) and gradient.shape == (6, 6, 30)
    alone, slopes = evaluate(a[2], b[4])
    np.testing.assert_allclose(divergence[2, 4], alone, rtol=1e-14)
    np.testing.assert_allclose(gradient[2, 4], slopes, rtol=1e-12)


@both_roads
@pytest.mark.parametrize("threads", ["2", "5"])
def test_the_number_of_threads_changes_no_bit(large, threads, monkeypatch):
    a, b = drawn(3.0, 0.1, 0.0, np.float32, (40, 1000))
    monkeypatch.setenv("KULLBACK_NUM_THREADS", "1")
    one = evaluate(a, b)
    monkeypatch.setenv("KULLBACK_NUM_THREADS", threads)
    assert all(map(np.array_equal, one, evaluate(a, b)))


@both_roads
def test_what_does_not_fit_is_refused(large):
    a, b, memory = np.zeros((3, 4)), np.zeros((3, 4)), np.zeros(30)
    for p, q, out, error, says in (
        (a, np.zeros((3, 5)), None, ValueError, "same outcomes in both, got shapes p_logits"),
        (a, b.astype(complex), None, TypeError, "q_logits must hold real numbers"),
        (a, np.ma.masked_array(b), None, TypeError, "q_logits is a masked array"),
        (a, b, np.zeros((3, 5)), ValueError, r"shape \(3, 4\)"),
        (a, b[:1], b[:1], ValueError, r"shape \(3, 4\)"),
        (memory[:12].reshape(3, 4), b, memory[4:16].reshape(3, 4), ValueError, "shares memory"),
    ):
        with pytest.raises(error, match=says):
            evaluate(p, q, out=out)


@pytest.mark.torch
@pytest.mark.parametrize("large", [1])
def test_tensors_are_sent_to_the_verb_that_they_differentiate(large):
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"arrays of torch.*kullback\.kl_divergence"):
        evaluate(torch.zeros(1, 3), torch.zeros(1, 3))

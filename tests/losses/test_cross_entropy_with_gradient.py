"""The loss of a batch and its derivatives together, against 60 digits and against the verb."""

import numpy as np
import pytest
from mpmath import exp, mpf, workdps

import kullback as kb
from kullback._arrays import libraries
from references import error_in_eps

both_roads = pytest.mark.parametrize("large", [1, 10**9], ids=["kernel", "definition"])
every_dtype = pytest.mark.parametrize("dtype", ["float64", "float32"])


@pytest.fixture(autouse=True)
def road(request, monkeypatch):
    monkeypatch.setattr(libraries, "LARGE", request.getfixturevalue("large"))


def exact_gradient(row, y):
    with workdps(900):
        weights = [exp(mpf(float(x))) for x in row]
        total = sum(weights)
        slopes = [w / total for w in weights]
        slopes[y] = -sum(w for j, w in enumerate(weights) if j != y) / total
        return slopes


@pytest.mark.digits
@both_roads
@every_dtype
@pytest.mark.parametrize("classes", [5, 64, 601])
def test_every_derivative_keeps_its_digits_however_sure_the_prediction(large, dtype, classes):
    margins = [0, 5, 10, 16.94, 37.43, 50, 80, *((300, 600, 700) if dtype == "float64" else ())]
    rng = np.random.default_rng(0)
    x = np.stack([np.array([m, *rng.standard_normal(classes - 1)]) for m in margins]).astype(dtype)
    for label in (0, 3):
        labels = np.full(len(x), label)
        loss, gradient = kb.losses.cross_entropy_with_gradient(labels, x)
        floor = float(np.finfo(dtype).smallest_normal)
        for row, slopes in zip(x, gradient, strict=True):
            for got, truth in zip(slopes[:20], exact_gradient(row, label)[:20], strict=True):
                assert error_in_eps(got, truth, floor) <= 8
        verb = kb.cross_entropy(labels, x, given=("labels", "logits"))
        np.testing.assert_allclose(loss, verb, rtol=8 * np.finfo(dtype).eps)


@both_roads
@every_dtype
@pytest.mark.parametrize("classes", [1, 2, 10, 63, 64, 65, 700])
def test_in_place_is_the_same_to_the_last_bit(large, dtype, classes):
    x = np.random.default_rng(1).standard_normal((4, 70, classes)).astype(dtype)
    x[0, ::5] += 1e6  # rows that go another way
    labels = np.random.default_rng(2).integers(0, classes, (4, 70))
    loss, gradient = kb.losses.cross_entropy_with_gradient(labels, x)
    again, same = kb.losses.cross_entropy_with_gradient(labels, x, out=x)
    assert same is x and loss.shape == (4, 70)
    assert np.array_equal(gradient, x) and np.array_equal(loss, again)
    np.testing.assert_allclose(gradient.sum(-1), 0, atol=1e-5)


@both_roads
@pytest.mark.parametrize("threads", ["2", "5"])
def test_the_number_of_threads_changes_no_bit(large, threads, monkeypatch):
    for shape in ((1000, 10), (40, 1000)):
        x = np.random.default_rng(3).standard_normal(shape).astype("float32")
        labels = np.random.default_rng(4).integers(0, shape[1], shape[0])
        answers = []
        for number in ("1", threads):
            monkeypatch.setenv("KULLBACK_NUM_THREADS", number)
            answers.append(kb.losses.cross_entropy_with_gradient(labels, x))
        assert all(map(np.array_equal, *answers))


@both_roads
@pytest.mark.parametrize("classes", [20, 600])
def test_masks_and_rows_that_are_no_distributions(large, classes):
    x = np.zeros((5, classes))
    x[0, 5], x[1, 0], x[2, 9], x[3, 9], x[4] = -np.inf, -np.inf, np.nan, np.inf, -np.inf
    loss, gradient = kb.losses.cross_entropy_with_gradient(np.zeros(5, int), x.copy(), out=x)
    np.testing.assert_allclose(loss[:1], np.log(classes - 1), rtol=1e-15)
    assert gradient[0, 5] == 0 and loss[1] == np.inf
    assert error_in_eps(gradient[1, 0], mpf(-1)) <= 8
    assert np.isnan(loss[2:]).all() and np.isnan(gradient[2:]).all()


@both_roads
def test_what_does_not_fit_is_refused(large):
    f, x, y = kb.losses.cross_entropy_with_gradient, np.zeros((3, 4)), np.array([0, 1, 2])
    for labels, error, says in (
        ([0, 1, 4], ValueError, r"labels\[2\] is 4: the 4 outcomes of logits"),
        ([0.0, 1, 2], TypeError, "labels, which are integers"),
        ([0, 1], ValueError, "one label for each"),
    ):
        with pytest.raises(error, match=says):
            f(labels, x)
    read_only = np.zeros((3, 4))
    read_only.flags.writeable = False
    memory = np.zeros(16)
    for logits, out, error, says in (
        (x, np.zeros((3, 5)), ValueError, r"shape \(3, 4\)"),
        (x, np.zeros((3, 4), "f4"), ValueError, "dtype float64"),
        (x, [[0.0] * 4] * 3, TypeError, "must be a NumPy array"),
        (x, read_only, ValueError, "contiguous and writable"),
        (x, np.zeros((4, 3)).T, ValueError, "contiguous and writable"),
        (memory[:12].reshape(3, 4), memory[4:].reshape(3, 4), ValueError, "shares memory"),
    ):
        with pytest.raises(error, match=says):
            f(y, logits, out=out)


@both_roads
def test_labels_that_would_be_written_over_are_refused(large):
    memory = np.zeros(20 * 6)
    labels, x = memory.view(np.int64)[:20], np.zeros((20, 6))
    with pytest.raises(ValueError, match="shares memory"):
        kb.losses.cross_entropy_with_gradient(labels, x, out=memory.reshape(20, 6))


@both_roads
def test_inputs_are_read_as_the_verb_reads_them(large):
    f, y = kb.losses.cross_entropy_with_gradient, np.array([0, 1])
    x = [[np.float32(0.1), np.float32(0.2)], [np.float32(0.3), np.float32(0.4)]]
    loss, slopes = f([0, 1], x)
    assert loss.dtype == slopes.dtype == np.float64
    for logits, error, says in (
        (np.ma.masked_array(np.zeros((2, 3))), TypeError, "logits is a masked array"),
        ([[0.0, 1.0], [0.0]], ValueError, "logits is not a rectangular array"),
        (np.zeros((2, 3), complex), TypeError, "logits must hold real numbers"),
        (np.zeros((2, 0)), ValueError, "logits has no outcomes"),
    ):
        with pytest.raises(error, match=says):
            f(y, logits)
    with np.errstate(all="raise"):
        loss, _ = f(y, np.array([[0.0, -1e4], [-np.inf, 0.0]]))
    assert (loss == [0, 0]).all()


@pytest.mark.torch
@pytest.mark.parametrize("large", [1])
def test_tensors_are_sent_to_the_verb_that_they_differentiate(large):
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"arrays of torch.*kullback\.cross_entropy"):
        kb.losses.cross_entropy_with_gradient(torch.tensor([0]), torch.zeros(1, 3))

"""The ledger of a loss: against its definition, in a loop of PyTorch's and in a Trainer."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from kullback import losses
from kullback.losses.hugging_face import TrainerLedger, ledger_metrics
from libraries import each_library

RNG = np.random.default_rng(11)
LABELS = RNG.integers(0, 5, (6, 20))
LABELS[:, 3] = -100
LOSSES = RNG.exponential(0.7, LABELS.shape)
BIT = math.log(2)


def ledger_of(labels, of_each):
    """Return cross-entropy, entropy of labels, usable information and its standard error, in bits.

    From the definitions: Miller (1955) for the entropy, and the mean and deviation of surprise
    less loss.
    """
    kept = labels != -100
    y, x = labels[kept], of_each[kept]
    counts = np.bincount(y)
    surprise = -np.log(counts / y.size)[y]
    correction = (np.count_nonzero(counts) - 1) / (2 * y.size)
    error = np.std(surprise - x, ddof=1) / math.sqrt(y.size)
    entropy = surprise.mean() + correction
    return np.array([x.mean(), entropy, entropy - x.mean(), error]) / BIT


def numbers(entry):
    return [
        entry.cross_entropy, entry.label_entropy, entry.usable_information, entry.std_error,
    ]  # fmt: skip


@each_library
def test_batch_by_batch_it_is_the_ledger_of_all(library):
    ledger = losses.LossLedger()
    for y, x in zip(LABELS, LOSSES, strict=True):
        ledger.add(library.integers(y), library.array(x))
    entry = ledger.entry()
    wanted = ledger_of(LABELS, LOSSES.astype(library.dtypes[0]))
    np.testing.assert_allclose(
        numbers(entry), wanted, rtol=1e-6 if library.double is False else 1e-12
    )
    assert (entry.n, entry.classes, entry.estimator) == (114, 5, "Miller–Madow")
    assert entry.perplexity == pytest.approx(2**entry.cross_entropy)
    assert entry.cross_entropy + entry.usable_information == pytest.approx(entry.label_entropy)


def test_of_means_only_the_error_is_not_known():
    each, means = losses.LossLedger(), losses.LossLedger()
    for y, x in zip(LABELS, LOSSES, strict=True):
        each.add(y, x)
        means.add_mean(y, x[y != -100].mean())
    np.testing.assert_allclose(numbers(means.entry())[:3], numbers(each.entry())[:3], rtol=1e-12)
    assert math.isnan(means.entry().std_error) and "±" not in str(means.entry())


def test_another_label_is_ignored_or_none_is():
    y, x = [0, 1, 2, 2], [0.1, 0.2, 5.0, 5.0]
    for ignored, n in ((2, 2), (None, 4), (-100, 4)):
        ledger = losses.LossLedger(ignore_index=ignored)
        ledger.add(y, x)
        assert ledger.entry().n == n


def test_of_nothing_and_of_one_label():
    ledger = losses.LossLedger()
    ledger.add([-100], [3.0])
    assert np.isnan(numbers(ledger.entry())).all() and ledger.entry().n == 0
    ledger.add([1], [0.5])
    assert ledger.entry().label_entropy == 0 and math.isnan(ledger.entry().std_error)
    assert ledger.entry().usable_information == pytest.approx(-0.5 / BIT)


def test_a_closed_ledger_begins_anew():
    ledger = losses.LossLedger()
    ledger.add([0, 1], [0.25, 0.75])
    assert ledger.close().cross_entropy == pytest.approx(0.5 / BIT)
    assert ledger.entry().n == 0


def test_an_infinite_loss_is_one():
    ledger = losses.LossLedger()
    ledger.add([0, 1], [math.inf, 0.5])
    entry = ledger.entry()
    assert entry.cross_entropy == entry.perplexity == math.inf
    assert entry.usable_information == -math.inf


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda ledger: ledger.add([0, 1], 0.5), ValueError, "add_mean"),
        (lambda ledger: ledger.add([0.0, 1], [0.5, 1]), TypeError, "labels"),
        (lambda ledger: ledger.add([0, 1], [True + 1j, 0]), TypeError, "losses"),
        (lambda ledger: ledger.add_mean([0, 1], [0.5, 1]), ValueError, "one number"),
    ],
)
def test_what_does_not_fit_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call(losses.LossLedger())


def test_a_callback_writes_after_so_many_batches_and_each_epoch():
    entries = []
    callback = losses.LedgerCallback(entries.append, every=np.int64(4))
    for _ in range(2):
        for y, x in zip(LABELS, LOSSES, strict=True):
            callback.on_batch_end(y, x)
        callback.on_epoch_end()
    assert [entry.n for entry in entries] == [76, 114, 76, 76, 114]
    for wrong in (0, 1.5, np.float64(4)):
        with pytest.raises(ValueError, match="every"):
            losses.LedgerCallback(every=wrong)


@pytest.mark.torch
def test_a_loop_of_pytorch():
    """Three classes that a line tells apart: the model comes to know most of H(Y), and not more."""
    torch = pytest.importorskip("torch")
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(300, 2, generator=generator)
    y = (x[:, 0] > 0.5).long() + (x[:, 0] > -0.5).long()
    model, entries = torch.nn.Linear(2, 3), []
    torch.nn.init.zeros_(model.weight), torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=2.0)
    callback = losses.LedgerCallback(entries.append)
    for _ in range(30):
        for rows in torch.arange(300).split(100):
            of_each = losses.cross_entropy(y[rows], model(x[rows]), reduction="none")
            optimizer.zero_grad()
            of_each.mean().backward()
            optimizer.step()
            callback.on_batch_end(y[rows], of_each)
        callback.on_epoch_end()
    assert entries[0].usable_information < entries[-1].usable_information
    assert 0.6 * entries[-1].label_entropy < entries[-1].usable_information
    assert entries[-1].usable_information < entries[-1].label_entropy


class Handler:
    """Calls events as `transformers.trainer_callback.CallbackHandler` does."""

    EVENTS = (
        "on_init_end",
        "on_train_begin",
        "on_step_end",
        "on_pre_optimizer_step",
        "on_evaluate",
    )

    def __init__(self):
        self.callbacks, self.seen = [], []

    def call(self, event, state, **others):
        for callback in self.callbacks:
            getattr(callback, event)(None, state, None, model=None, **others)


def logged(handler, state, logs):
    """Log as `Trainer.log` does: the history first, then the callbacks."""
    state.log_history.append({**logs, "step": 7})
    handler.call("on_log", state, logs=logs)
    return logs


def test_what_trainer_logs():
    handler, state = Handler(), SimpleNamespace(log_history=[])
    trainer = SimpleNamespace(callback_handler=handler)
    printed = []
    handler.callbacks.append(
        SimpleNamespace(on_log=lambda *args, logs, **others: printed.append(dict(logs)))
    )
    labels = [[5, 0, 1, 1], [5, 0, -100], [5, 1]]
    ledger = TrainerLedger(labels, np.array([[5, 0, 1], [5, 1, 0]]), shift=True)
    ledger.attach(trainer)
    for event in Handler.EVENTS:
        getattr(ledger, event)(None, state, None, model=None)
    logs = logged(handler, state, {"loss": 0.25, "grad_norm": 1.0, "learning_rate": 0.1})
    entropy = ledger_of(np.array([0, 1, 1, 0, 1]), np.zeros(5))[1]
    assert logs["cross_entropy_bits"] == pytest.approx(0.25 / BIT)
    assert logs["perplexity"] == pytest.approx(math.exp(0.25))
    assert logs["label_entropy_bits"] == pytest.approx(entropy)
    assert logs["usable_information_bits"] == pytest.approx(entropy - 0.25 / BIT)
    assert printed == [logs] and state.log_history[-1] == {**logs, "step": 7}
    metrics = logged(handler, state, {"eval_loss": 0.5, "eval_runtime": 3.0})
    entropy = ledger_of(np.array([0, 1, 1, 0]), np.zeros(4))[1]
    assert metrics["eval_usable_information_bits"] == pytest.approx(entropy - 0.5 / BIT)
    assert "usable_information_bits" not in metrics
    assert logged(handler, state, {"epoch": 2.0}) == {"epoch": 2.0}


def test_labels_that_are_not_known_are_left_out():
    logs = {"loss": 0.25}
    TrainerLedger().on_log(None, None, None, logs=logs)
    assert set(logs) == {"loss", "cross_entropy_bits", "perplexity"}
    with pytest.raises(AttributeError, match="predict"):
        TrainerLedger().predict  # noqa: B018
    with pytest.raises(ValueError, match="no labels"):
        TrainerLedger([-100, -100])
    with pytest.raises(TypeError, match="labels"):
        TrainerLedger("labels")


def test_each_set_has_the_entropy_of_its_own_labels():
    """And nothing is said of labels that were not given, nor of losses of other kinds."""
    ledger = TrainerLedger([0, 1], {"eval_near": [0, 1, 2, 2], "test": [3, 4], "eval_far": None})
    names = ("loss", "train_loss", "eval_near_loss", "test_loss", "eval_far_loss", "eval_loss")
    logs = dict.fromkeys((*names, "distill_loss", "eval_other_loss"), 0.5)
    ledger.on_log(None, None, None, logs=logs)
    told = {name[:-4] for name in names}
    assert {key[:-18] for key in logs if key.endswith("cross_entropy_bits")} == told
    entropies = {key: value for key, value in logs.items() if "label_entropy" in key}
    assert entropies == {
        f"{prefix}label_entropy_bits": pytest.approx(ledger_of(np.array(y), np.zeros(len(y)))[1])
        for prefix, y in {
            "": [0, 1], "train_": [0, 1], "eval_near_": [0, 1, 2, 2], "test_": [0, 1],
        }.items()
    }  # fmt: skip
    alone = {"test_loss": 0.5, "eval_loss": 0.5}
    TrainerLedger([0, 1], [0, 0, 1]).on_log(None, None, None, logs=alone)
    assert not [key for key in alone if key.startswith("test_label")]
    assert "eval_label_entropy_bits" in alone


@pytest.mark.parametrize("loss", [np.float32(0.5), np.array(0.5), np.array([0.5])])
def test_losses_of_every_kind_of_number(loss):
    logs = {"loss": loss, "eval_loss": "0.5", "train_loss": np.zeros(2)}
    TrainerLedger().on_log(None, None, None, logs=logs)
    assert logs["cross_entropy_bits"] == pytest.approx(0.5 / BIT)
    assert not [key for key in logs if key.endswith("_bits") and "_cross" in key]


@pytest.mark.parametrize("shift", [False, True])
def test_metrics_of_logits(shift):
    logits = RNG.standard_normal((3, 8, 5))
    labels = RNG.integers(0, 5, (3, 8))
    prediction = SimpleNamespace(predictions=(logits, None), label_ids=labels)
    found = ledger_metrics(prediction, shift=shift)
    if shift:
        logits, labels = logits[:, :-1], labels[:, 1:]
    of_each = losses.cross_entropy(labels, logits, reduction="none")
    names = ("cross_entropy", "label_entropy", "usable_information")
    wanted = ledger_of(labels, of_each)
    for name, value in zip(names, wanted, strict=False):
        assert found[f"{name}_bits"] == pytest.approx(value)
    assert found["usable_information_std_error"] == pytest.approx(wanted[3])


def test_a_trainer(tmp_path):
    """Of Hugging Face, where it is installed: not marked, as its absence is no failure."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    pytest.importorskip("accelerate")

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = torch.nn.Linear(2, 2)

        def forward(self, x, labels):
            logits = self.linear(x)
            return {"loss": torch.nn.functional.cross_entropy(logits, labels), "logits": logits}

    x = torch.randn(64, 2, generator=torch.Generator().manual_seed(0))
    labels = (x[:, 0] > 0).long()
    rows = [{"x": row, "labels": label} for row, label in zip(x, labels, strict=True)]
    ledger = TrainerLedger(labels, labels)
    trainer = transformers.Trainer(
        Model(),
        transformers.TrainingArguments(
            tmp_path, num_train_epochs=2, logging_steps=4, eval_strategy="epoch", report_to=[],
            use_cpu=True, disable_tqdm=True, learning_rate=0.1, save_strategy="no",
        ),
        train_dataset=rows, eval_dataset=rows, compute_metrics=ledger_metrics,
    )  # fmt: skip
    ledger.attach(trainer)
    trainer.train()
    told = [entry for entry in trainer.state.log_history if "usable_information_bits" in entry]
    assert told
    for entry in told:
        both = entry["cross_entropy_bits"] + entry["usable_information_bits"]
        assert both == pytest.approx(entry["label_entropy_bits"])
    found = trainer.evaluate()
    assert found["eval_cross_entropy_bits"] == pytest.approx(found["eval_loss"] / BIT, rel=1e-6)
    assert 0 < found["eval_usable_information_bits"] < 1.02

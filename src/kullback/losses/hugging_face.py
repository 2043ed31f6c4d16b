"""The ledger of the loss in Hugging Face's `Trainer`, without importing it."""

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, TypeAlias

import numpy as np

from kullback._arrays import ArrayLike
from kullback.losses.batches import IGNORED
from kullback.losses.cross_entropy import cross_entropy
from kullback.losses.ledger import BIT, LossLedger, perplexity_of

LOSS = "loss"  # as Trainer's logs name it, after "eval_" and "train_"
Labels: TypeAlias = ArrayLike | Iterable[ArrayLike]


class TrainerLedger:
    r"""A callback for `Trainer` that adds the ledger of the loss to what is logged.

    To ``loss``, ``train_loss`` and ``eval_loss``, means in nats, it adds under the same prefix
    ``cross_entropy_bits`` and ``perplexity``; and if the labels are known ``label_entropy_bits``,
    H(Y) by Miller and Madow, and ``usable_information_bits``, H(Y) less the cross-entropy. They
    stand in the logs that other callbacks see after this one, in ``trainer.state.log_history``,
    and in what ``trainer.evaluate()`` returns.

    Parameters
    ----------
    labels : array_like of int, or iterable of them, optional
        The labels of the training set; sequences may be of unequal length.
    eval_labels : the same, or mapping of names to them, optional
        Those of the evaluation set. Of several, by the names that stand before ``_loss`` in the
        logs, or None where the labels are not known: ``{"eval_near": labels, "test": None}``.
    ignore_index : int or None
        The label that does not count.
    shift : bool
        The model predicts the next label of each sequence, as language models do: the first of
        each is no label.

    Notes
    -----
    `Trainer` calls callbacks in the order they were added, and those that print and report
    come first: `attach` puts this one before them. A loss that is smoothed, weighted, or has
    terms of another kind is no cross-entropy, and its ledger not one.

    Examples
    --------
    >>> import kullback.losses.hugging_face as hf
    >>> ledger = hf.TrainerLedger(eval_labels=[0, 1, 1, 0, 1, 0, 0, 1])
    >>> logs = {"eval_loss": 0.25, "epoch": 1.0}
    >>> ledger.on_log(None, None, None, logs=logs)  # Trainer does; see attach
    >>> round(logs["eval_cross_entropy_bits"], 4), round(logs["eval_usable_information_bits"], 4)
    (0.3607, 0.7295)
    """

    def __init__(
        self,
        labels: Labels | None = None,
        eval_labels: Labels | Mapping[str, Labels | None] | None = None,
        *,
        ignore_index: int | None = IGNORED,
        shift: bool = False,
    ) -> None:
        entropy = _entropy_bits(labels, ignore_index, shift)
        sets = eval_labels if isinstance(eval_labels, Mapping) else {"eval": eval_labels}
        self._entropies = {"": entropy, "train_": entropy, "eval_": None} | {
            f"{name}_": _entropy_bits(of_set, ignore_index, shift) for name, of_set in sets.items()
        }

    def attach(self, trainer: Any) -> None:
        """Have a `Trainer` call this callback before those that it has already."""
        trainer.callback_handler.callbacks.insert(0, self)

    def on_log(
        self,
        args: Any,
        state: Any,
        control: Any,
        logs: dict[str, Any] | None = None,
        **others: Any,
    ) -> None:
        """Add the ledger of each loss in the logs, and to the last of the history."""
        del args, control, others
        logs, history = logs or {}, getattr(state, "log_history", None)
        for prefix, entropy in self._entropies.items():
            loss = _one_number(logs.get(prefix + LOSS))
            if loss is None:
                continue
            told = self._told(loss, prefix, entropy)
            logs.update(told)
            if history and prefix + LOSS in history[-1]:
                history[-1].update(told)

    @staticmethod
    def _told(loss: float, prefix: str, entropy: float | None) -> dict[str, float]:
        bits = loss / BIT
        told = {"cross_entropy_bits": bits, "perplexity": perplexity_of(loss)}
        if entropy is not None:
            told |= {"label_entropy_bits": entropy, "usable_information_bits": entropy - bits}
        return {prefix + name: value for name, value in told.items()}

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Return what does nothing for every other event, of which new versions have more."""
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def ledger_metrics(
    prediction: Any, *, ignore_index: int | None = IGNORED, shift: bool = False
) -> dict[str, float]:
    """Return the ledger of logits and labels, as `Trainer(compute_metrics=...)` asks for it.

    Parameters
    ----------
    prediction : EvalPrediction
        Whatever has ``predictions``, logits with the classes on the last axis (or a tuple that
        begins with them), and ``label_ids``.
    ignore_index : int or None
        The label that does not count.
    shift : bool
        Each position of a sequence predicts the next label.

    Returns
    -------
    dict
        As `LedgerEntry.to_dict`, with the standard error of the usable information.

    Raises
    ------
    IndexError, ValueError, TypeError
        As `cross_entropy`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> prediction = SimpleNamespace(predictions=[[2.0, 0.0], [0.0, 1.0]], label_ids=[0, 1])
    >>> round(ledger_metrics(prediction)["cross_entropy_bits"], 4)
    0.3175
    """
    logits = prediction.predictions
    if isinstance(logits, tuple):
        logits = logits[0]
    labels = np.asarray(prediction.label_ids)
    losses = cross_entropy(labels, logits, ignore_index=ignore_index, shift=shift, reduction="none")
    ledger = LossLedger(ignore_index=ignore_index)
    ledger.add(_predicted(labels, shift), losses)
    return ledger.entry().to_dict()


def _one_number(loss: Any) -> float | None:
    """Return a number, or the one that an array holds, and None for anything else."""
    held = loss.item() if getattr(loss, "shape", None) in ((), (1,)) else loss
    return float(held) if isinstance(held, Real) else None


def _entropy_bits(labels: Labels | None, ignore_index: int | None, shift: bool) -> float | None:
    """Return H(Y) in bits, or None where the labels are not known."""
    if labels is None:
        return None
    ledger = LossLedger(ignore_index=ignore_index)
    for sequence in _sequences(labels, shift):
        ledger.add_labels(_predicted(sequence, shift))
    entry = ledger.entry()
    if entry.n == 0:
        raise ValueError("there are no labels that count, of which to know the entropy")
    return entry.label_entropy


def _sequences(labels: Any, shift: bool) -> Iterable[Any]:
    """Return labels as they are if they are one array, or each sequence of them."""
    if isinstance(labels, Mapping | str):
        raise TypeError(f"labels must be integers, or sequences of them, got {labels!r:.60}")
    if hasattr(labels, "shape"):
        return [labels]
    held = list(labels)
    return held if held and not isinstance(held[0], int) else [held]


def _predicted(labels: Any, shift: bool) -> Any:
    """Return the labels that are predicted, which are all but the first of each sequence."""
    if not shift:
        return labels
    return np.asarray(labels)[..., 1:] if isinstance(labels, list | tuple) else labels[..., 1:]


def _nothing(*args: Any, **others: Any) -> None:
    """Do nothing, as `Trainer` asks of events that are of no interest."""
    del args, others

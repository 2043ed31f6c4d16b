"""The ledger of the loss, written as a training loop goes on."""

from collections.abc import Callable
from typing import Any

from kullback._arrays import ArrayLike
from kullback.losses.batches import IGNORED
from kullback.losses.ledger import LedgerEntry, LossLedger


class LedgerCallback:
    """Write the ledger of a training loop: after so many batches, and after each epoch.

    Parameters
    ----------
    write : callable
        What is done with a `LedgerEntry`: printed, unless told; or say
        ``lambda entry: run.log(entry.to_dict("train/"))``.
    every : int, optional
        After how many batches, too.
    ignore_index : int or None
        The label that does not count.

    Examples
    --------
    >>> import kullback as kb
    >>> ledger = kb.losses.LedgerCallback()
    >>> for labels, logits in [([0, 1], [[2.0, 0.0], [0.0, 3.0]]), ([1], [[1.0, 0.0]])]:
    ...     losses = kb.losses.cross_entropy(labels, logits, reduction="none")
    ...     ledger.on_batch_end(labels, losses)  # after losses.mean().backward()
    >>> ledger.on_epoch_end()
    cross-entropy 0.716 bits, perplexity 1.643, H(Y) 1.159 bits (Miller–Madow, 3 labels of 2 \
classes), usable information 0.4428 ± 0.8 bits
    """

    def __init__(
        self,
        write: Callable[[LedgerEntry], Any] = print,
        *,
        every: int | None = None,
        ignore_index: int | None = IGNORED,
    ) -> None:
        if every is not None and (not hasattr(every, "__index__") or every < 1):
            raise ValueError(f"every must be a number of batches, 1 or more, got {every!r}")
        self.write, self.every = write, every
        self._epoch = LossLedger(ignore_index=ignore_index)
        self._lately = LossLedger(ignore_index=ignore_index)
        self._batches = 0

    def on_batch_end(self, labels: ArrayLike, losses: ArrayLike) -> None:
        """Add the labels of a batch and the loss of each, in nats."""
        self._epoch.add(labels, losses)
        if self.every is None:
            return
        self._lately.add(labels, losses)
        self._batches += 1
        if self._batches % self.every == 0:
            self.write(self._lately.close())

    def on_epoch_end(self) -> None:
        """Write the ledger of all batches since the last epoch ended, and begin a new one."""
        self.write(self._epoch.close())

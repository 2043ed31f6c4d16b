"""The ledger of a loss: how much of the entropy of the labels a model accounts for.

H(Y) = usable information + cross-entropy. Nothing of it needs to be held: counts of labels and
sums of losses are enough, and are added up batch by batch.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike, arrays_of, floats_of, integers_of, to_numpy
from kullback.losses.batches import IGNORED

BIT = math.log(2.0)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What a model accounts for, in bits a label.

    Attributes
    ----------
    cross_entropy : float
        The mean loss: what a label costs when the model is asked.
    label_entropy : float
        H(Y), estimated: what a label costs when only the frequencies of labels are known. The
        floor of every prediction that does not look.
    usable_information : float
        H(Y) less the cross-entropy: what the model makes of what it sees. Negative, and not
        clipped, where it is worse than the frequencies alone.
    std_error : float
        Standard error of the usable information, for independent labels; NaN where only means of
        batches were given.
    perplexity : float
        Two to the cross-entropy: the number of equally likely labels that would be as hard.
    n : int
        How many labels.
    classes : int
        How many different ones.
    estimator : str
        How H(Y) was estimated.
    """

    cross_entropy: float
    label_entropy: float
    usable_information: float
    std_error: float
    perplexity: float
    n: int
    classes: int
    estimator: str

    def __str__(self) -> str:
        error = "" if math.isnan(self.std_error) else f" ± {self.std_error:.2g}"
        return (
            f"cross-entropy {self.cross_entropy:.4g} bits, perplexity {self.perplexity:.4g}, "
            f"H(Y) {self.label_entropy:.4g} bits ({self.estimator}, {self.n:,} labels of "
            f"{self.classes:,} classes), usable information {self.usable_information:.4g}{error} "
            "bits"
        )

    def to_dict(self, prefix: str = "") -> dict[str, float]:
        """Return the numbers by names that say their unit, as loggers want them."""
        return {
            f"{prefix}cross_entropy_bits": self.cross_entropy,
            f"{prefix}perplexity": self.perplexity,
            f"{prefix}label_entropy_bits": self.label_entropy,
            f"{prefix}usable_information_bits": self.usable_information,
            f"{prefix}usable_information_std_error": self.std_error,
        }


def perplexity_of(nats: float) -> float:
    """Return e to the cross-entropy."""
    with np.errstate(over="ignore"):
        return float(np.exp(nats))


class LossLedger:
    """Labels and losses as they come, and their ledger when it is asked for.

    The losses are cross-entropies: without smoothing, class weights or z-loss. On rows that a
    model was trained on they are too small, and the usable information too large; a ledger to
    judge a model by is one of rows that neither trained nor chose it.

    Parameters
    ----------
    ignore_index : int or None
        The label that does not count.

    Notes
    -----
    H(Y) is the Miller–Madow estimate from the labels in the ledger, the usable information that
    less the mean loss of the same labels; its standard error is that of the mean difference of
    loss and surprise, label by label. With few labels of each class both are rough, and H(Y) is
    too low where many classes have not been seen (`kullback.estimate.entropy` says so).

    Examples
    --------
    >>> import kullback as kb
    >>> ledger = kb.losses.LossLedger()
    >>> ledger.add([0, 1, 1, 0], [0.1, 0.2, 0.1, 0.3])
    >>> ledger.add([1, 0, -100, 1], [0.2, 0.1, 0.0, 0.1])
    >>> print(ledger.entry())
    cross-entropy 0.2267 bits, perplexity 1.17, H(Y) 1.088 bits (Miller–Madow, 7 labels of 2 \
classes), usable information 0.8616 ± 0.09 bits
    """

    def __init__(self, *, ignore_index: int | None = IGNORED) -> None:
        self.ignore_index = ignore_index
        self._begin()

    def _begin(self) -> None:
        self._labels: dict[int, int] = {}
        self._losses: dict[int, float] = {}
        self._squares = 0.0
        self._mean_losses = 0.0
        self._each_is_known = True

    def add(self, labels: ArrayLike, losses: ArrayLike) -> None:
        """Add labels and the loss of each, in nats, as ``reduction="none"`` gives them.

        Raises
        ------
        ValueError
            Shapes differ.
        TypeError
            Labels are not integers, or losses are not real numbers.
        """
        xp, (y, x) = arrays_of((labels, losses), ("labels", "losses"))
        (x,), _ = floats_of(xp, (x,), ("losses",))
        y, x = self._integers(xp, y), np.asarray(to_numpy(xp, x), dtype=np.float64)
        if y.shape != x.shape:
            raise ValueError(
                f"losses must hold one number for each label, of shape {y.shape}; got {x.shape}. "
                "For the mean of a batch there is add_mean"
            )
        kept = self._kept(y)
        y, x = y[kept], x[kept]
        classes, place = self._counted(y)
        sums = np.bincount(place, weights=x, minlength=classes.size)
        for label, total in zip(classes.tolist(), sums.tolist(), strict=True):
            self._losses[label] = self._losses.get(label, 0.0) + total
        self._squares += float(np.sum(x * x))

    def add_mean(self, labels: ArrayLike, loss: ArrayLike) -> None:
        """Add labels and the mean of their losses, in nats, over those that count.

        Raises
        ------
        ValueError
            The loss is more than one number.
        TypeError
            Labels are not integers, or the loss is not real.
        """
        xp, (y, mean) = arrays_of((labels, loss), ("labels", "loss"))
        (mean,), _ = floats_of(xp, (mean,), ("loss",))
        y, mean = self._integers(xp, y), np.asarray(to_numpy(xp, mean))
        if mean.size != 1:
            raise ValueError(f"loss must be one number, the mean of a batch, got {mean.size}")
        y = y[self._kept(y)]
        if y.size:
            self._mean_losses += float(mean.reshape(())) * y.size
            self._each_is_known = False
        self._counted(y)

    def add_labels(self, labels: ArrayLike) -> None:
        """Add labels whose losses are not known: the ledger is then one of H(Y) alone."""
        self.add_mean(labels, math.nan)

    def entry(self) -> LedgerEntry:
        """Return the ledger of all that was added; of nothing, it is NaN."""
        from kullback.estimate.counts.miller_madow import MillerMadow

        counts = np.array([*self._labels.values()], dtype=np.int64)
        n, estimator = int(counts.sum()), MillerMadow()
        total = sum(self._losses.values()) + self._mean_losses
        cross_entropy = total / n if n else math.nan
        entropy = float(estimator.entropy(counts)) if n else math.nan
        return LedgerEntry(
            cross_entropy=cross_entropy / BIT,
            label_entropy=entropy / BIT,
            usable_information=(entropy - cross_entropy) / BIT,
            std_error=self._std_error(n) / BIT,
            perplexity=perplexity_of(cross_entropy),
            n=n,
            classes=counts.size,
            estimator=estimator.name,
        )

    def close(self) -> LedgerEntry:
        """Return the ledger, and begin a new one."""
        entry = self.entry()
        self._begin()
        return entry

    def _std_error(self, n: int) -> float:
        """Return the standard error of the mean of surprise less loss."""
        if n < 2 or not self._each_is_known:
            return math.nan
        mean = squares = 0.0
        for label, count in self._labels.items():
            surprise, losses = math.log(n / count), self._losses[label]
            mean += count * surprise - losses
            squares += count * surprise * surprise - 2.0 * surprise * losses
        squares += self._squares
        return math.sqrt(max(squares - mean * mean / n, 0.0) / (n - 1) / n)

    def _integers(self, xp: Any, labels: Any) -> Any:
        return np.asarray(to_numpy(xp, integers_of(xp, labels, "labels")))

    def _kept(self, labels: Any) -> Any:
        if self.ignore_index is None:
            return np.ones(labels.shape, dtype=bool)
        return labels != self.ignore_index

    def _counted(self, labels: Any) -> tuple[Any, Any]:
        """Count labels; return the different ones, and which of these each is."""
        classes, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
        for label, count in zip(classes.tolist(), counts.tolist(), strict=True):
            self._labels[label] = self._labels.get(label, 0) + count
        return classes, np.reshape(place, (-1,))

"""`Estimate`: a number computed from data, with all that is needed to judge it."""

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

from kullback._units import in_unit

Size = int | tuple[int, int]


@dataclass(frozen=True, slots=True, repr=False)
class Estimate:
    """A quantity estimated from data.

    Attributes
    ----------
    value : float
        The estimate, clipped to what the quantity can be (an entropy is never negative).
    raw : float
        The estimator's own number. Identities such as H + KL = cross-entropy hold for it.
    plug_in : float
        The quantity of the observed frequencies, as if they were the distribution itself.
    unit : str
        Unit of every other number here.
    std_error : float
        Standard error of `raw`; NaN where none is known.
    low, high : float
        Ends of the interval that covers the truth with probability `confidence`.
        `high` is infinite where the data cannot exclude an infinite truth.
    confidence : float
        Nominal coverage of the interval, between 0 and 1.
    n : int or pair of int
        Observations; for two samples, those of each.
    estimator : str
        How `raw` was computed.
    sample_coverage : float or None
        Good-Turing share of the source that the sample has seen.
    missing_mass : float or None
        Share of the first sample in outcomes that the second one never showed.
    warnings : tuple of str
        What a reader has to know before trusting the number.
    """

    value: float
    raw: float
    plug_in: float
    unit: str
    std_error: float
    low: float
    high: float
    confidence: float
    n: Size
    estimator: str
    sample_coverage: float | None = None
    missing_mass: float | None = None
    warnings: tuple[str, ...] = ()

    @property
    def bias(self) -> float:
        """What the estimator took off the plug-in value: plug_in − raw."""
        return self.plug_in - self.raw

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        n = " and ".join(f"{size:,}" for size in _sizes(self.n))
        first = (
            f"Estimate {self.value:.4g} {self.unit}, {100.0 * self.confidence:.4g} % interval "
            f"[{self.low:.4g}, {self.high:.4g}], n = {n}, {self.estimator}"
        )
        return f"<{'; warning: '.join([first, *self.warnings])}>"

    def to(self, unit: str) -> "Estimate":
        """Return the same estimate in another unit."""
        factor = float(in_unit(1.0, unit)) / float(in_unit(1.0, self.unit))
        scaled = ("value", "raw", "plug_in", "std_error", "low", "high")
        return replace(self, unit=unit, **{name: getattr(self, name) * factor for name in scaled})

    def to_dict(self) -> dict[str, Any]:
        """Return every field, `bias` included, under its own name."""
        return asdict(self) | {"bias": self.bias}

    def __add__(self, other: "Estimate") -> "Estimate":
        if not isinstance(other, Estimate):
            return NotImplemented
        return self._combine(other, "+", self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Estimate") -> "Estimate":
        if not isinstance(other, Estimate):
            return NotImplemented
        return self._combine(other, "−", self.low - other.high, self.high - other.low)

    def _combine(self, other: "Estimate", sign: str, low: float, high: float) -> "Estimate":
        """Return the sum or difference; `n` is the smaller sample of each where they differ."""
        if self.unit != other.unit:
            raise ValueError(
                f"estimates must share a unit, got {self.unit} and {other.unit}: "
                f"write `.to({self.unit!r})` on the second"
            )
        if self.confidence != other.confidence:
            raise ValueError(
                "estimates must share a confidence, "
                f"got {self.confidence:g} and {other.confidence:g}"
            )
        direction = 1 if sign == "+" else -1
        raw = self.raw + direction * other.raw
        return Estimate(
            value=raw,
            raw=raw,
            plug_in=self.plug_in + direction * other.plug_in,
            unit=self.unit,
            # The sum of the errors bounds the error of the sum whatever the dependence.
            std_error=self.std_error + other.std_error,
            low=low,
            high=high,
            confidence=self.confidence,
            n=self.n if self.n == other.n else (min(_sizes(self.n)), min(_sizes(other.n))),
            estimator=f"({self.estimator}) {sign} ({other.estimator})",
            warnings=tuple(dict.fromkeys(self.warnings + other.warnings)),
        )


def _sizes(n: Size) -> tuple[int, ...]:
    return n if isinstance(n, tuple) else (n,)


def clipped(raw: float, low: float = 0.0, high: float = math.inf) -> float:
    """Return `raw` moved into what the quantity can be."""
    return min(max(raw, low), high)

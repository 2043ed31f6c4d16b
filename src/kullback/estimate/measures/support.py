"""Outcomes of one sample that the other never showed."""

from kullback._arrays import Array


def missing_mass(first: Array, second: Array) -> float:
    """Return the share of `first` in outcomes that `second` never showed."""
    return float(first[second == 0].sum() / first.sum())


def support_warning(missing: float) -> tuple[str, ...]:
    """Return what a reader must know where an outcome is missing from the second sample."""
    if missing == 0.0:
        return ()
    return (
        f"{missing:.3g} of the first sample lies in outcomes that the second never showed: "
        "the truth may be infinite",
    )

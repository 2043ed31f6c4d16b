"""Where verbs of counts and labels are handed numbers: what is asked of those instead."""

from typing import Any

from kullback.estimate import numbers
from kullback.estimate.estimate import Estimate


def are_numbers(given: Any) -> bool:
    """Tell whether what is held are numbers, or numbers beside labels."""
    return given == "numbers" or (isinstance(given, tuple) and "numbers" in given)


def refuse_numbers(given: Any) -> None:
    """Say which verb answers for the entropy of numbers."""
    if are_numbers(given):
        raise ValueError(
            "given='numbers' has no entropy in nats per outcome, since no number comes twice: "
            "ask kullback.estimate.differential_entropy(x), or count the values as given='labels'"
        )


def kl_divergence_of_numbers(x: Any, y: Any, given: Any, **asked: Any) -> Estimate:
    """Return what neighbours, or a classifier, say of two samples of numbers."""
    if given not in ("numbers", ("numbers", "numbers")):
        raise ValueError(f"of numbers, given must be 'numbers' for both samples; got {given!r}")
    return numbers.kl_divergence(x, y, **_without_outcomes(asked))


def mutual_information_of_numbers(x: Any, y: Any, given: Any, **asked: Any) -> Estimate:
    """Return what neighbours say of numbers in pairs, or beside labels."""
    if y is None:
        raise TypeError("with numbers, mutual information takes two samples, in pairs")
    return numbers.mutual_information(x, y, given=given, **_without_outcomes(asked))


OF_OUTCOMES = {
    "support_size": None,
    "on_support_mismatch": "smooth",
    "weights": None,
    "groups": None,
    "missing": "raise",
}


def _without_outcomes(asked: dict[str, Any]) -> dict[str, Any]:
    """Refuse options that only counts and labels have."""
    for name, default in OF_OUTCOMES.items():
        value = asked.pop(name, default)
        if value is not default and not (isinstance(value, str) and value == default):
            raise TypeError(f"{name} is for counts and labels, and these are numbers: leave it out")
    return asked

"""What may be asked for: which columns, of what kind, how sure, and drawn from which seed."""

from collections.abc import Iterable, Mapping
from numbers import Integral, Real

from kullback.comparisons.kinds import check_choices


def checked_kinds(kinds: object) -> dict[str, str]:
    """Require names of kinds for names of columns."""
    if kinds is None:
        return {}
    if not isinstance(kinds, Mapping):
        raise ValueError(f"kinds must map column names to kinds, got {kinds!r}")
    check_choices(kinds)
    return dict(kinds)


def checked_columns(columns: Iterable[str] | None) -> list[str] | None:
    """Require names of columns, or none for all."""
    if columns is None:
        return None
    names = [] if isinstance(columns, str) else list(columns)
    if not names:
        raise ValueError(f"columns must list at least one column name, got {columns!r}")
    return names


def checked_confidence(confidence: object) -> float:
    """Require a coverage between 0 and 1."""
    share = float(confidence) if isinstance(confidence, Real) else 0.0
    if 0.0 < share < (1.0 + share) / 2.0 < 1.0:
        return share
    raise ValueError(f"confidence must lie between 0 and 1, such as 0.95; got {confidence!r}")


def checked_seed(seed: object) -> int:
    """Require a whole number from 0 on."""
    if isinstance(seed, Integral) and int(seed) >= 0:
        return int(seed)
    raise ValueError(f"seed must be a whole number from 0 on, got {seed!r}")


def checked_switch(name: str, value: object) -> bool:
    """Require true or false: a text such as "no" would count as true."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{name} must be True or False, got {value!r}")

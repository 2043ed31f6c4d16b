"""Every fast path, one line each, and how a call comes to one and back.

A kernel takes rows and returns one number for each, in nats, with a mask of those it vouches for.
The rest are left to the definition: rows that are no distributions, and the rare ones that only
it has the digits for. So an answer never depends on who gave it by more than both promise.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from kullback._units import in_unit
from kullback.kernels.loading import loaded
from kullback.kernels.rows import Rows, rows_of

LOGITS, LOGIT_PAIRS = "kullback.kernels.logits", "kullback.kernels.logit_pairs"
PROBABILITIES, TARGETS = "kullback.kernels.probabilities", "kullback.kernels.targets"

# (quantity, what the inputs hold): the module whose function of that name answers.
KERNELS: dict[tuple[str, str | tuple[str, str]], str] = {
    ("entropy", "probs"): PROBABILITIES,
    ("entropy", "log_probs"): LOGITS,
    ("entropy", "logits"): LOGITS,
    ("cross_entropy", "probs"): PROBABILITIES,
    ("cross_entropy", ("labels", "log_probs")): LOGITS,
    ("cross_entropy", ("labels", "logits")): LOGITS,
    ("cross_entropy", ("probs", "log_probs")): TARGETS,
    ("cross_entropy", ("probs", "logits")): TARGETS,
    ("cross_entropy", "log_probs"): TARGETS,
    ("cross_entropy", "logits"): TARGETS,
    ("kl_divergence", "probs"): PROBABILITIES,
    ("kl_divergence", "log_probs"): LOGIT_PAIRS,
    ("kl_divergence", "logits"): LOGIT_PAIRS,
    ("jensen_shannon_divergence", "probs"): PROBABILITIES,
    ("jensen_shannon_divergence", "log_probs"): LOGIT_PAIRS,
    ("jensen_shannon_divergence", "logits"): LOGIT_PAIRS,
}
DEFAULTS = {"axis": -1, "keepdims": False, "unit": "nats", "given": "probs", "normalize": False}


def answer(
    name: str, define: Callable[..., Any], arrays: Sequence[Any], options: Mapping[str, Any]
) -> Any:
    """Return what a kernel answers for large arrays, or NotImplemented: then ask the definition."""
    how = {**DEFAULTS, **options}
    given = _one_word(how["given"])
    if how.keys() != DEFAULTS.keys() or (name, given) not in KERNELS:
        return NotImplemented
    in_unit(0.0, how["unit"])  # before anything is swept
    module = loaded(KERNELS[name, given])
    if module is None:
        return NotImplemented
    rows = rows_of(arrays, given, how["axis"], how["normalize"])
    values, trusted = getattr(module, name)(*rows.rows, tolerance=rows.tolerance, given=given)
    if not trusted.all() and not _completed(values, trusted, define, rows, given, how["normalize"]):
        return NotImplemented
    return in_unit(rows.answer(values, how["keepdims"]), how["unit"])


def _one_word(given: Any) -> Any:
    """Return a pair of one word twice as that word; what is no such word as it would be in none."""
    words = given if isinstance(given, tuple) else (given,)
    if not all(isinstance(word, str) for word in words):
        return ""
    return given[0] if len(words) == 2 and words[0] == words[1] else given


def _completed(
    values: Any, trusted: Any, define: Callable[..., Any], rows: Rows, given: Any, normalize: bool
) -> bool:
    """Fill in what the kernel left; False if some of it is to be refused, in the caller's terms."""
    left = np.flatnonzero(~trusted)
    try:
        values[left] = define(*(x[left] for x in rows.rows), given=given, normalize=normalize)
    except ValueError:
        return False
    return True

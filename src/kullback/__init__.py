"""Measure information: entropy, KL divergence, cross-entropy, for whatever you hold.

The verbs, in the order of a first course: how surprising is an event, how uncertain is a source,
how far is one distribution from another, and what does it cost to describe one with the other.
"""

from typing import TYPE_CHECKING, Any

from kullback.quantities import binary_entropy as binary_entropy
from kullback.quantities import cross_entropy as cross_entropy
from kullback.quantities import entropy as entropy
from kullback.quantities import jensen_shannon_distance as jensen_shannon_distance
from kullback.quantities import jensen_shannon_divergence as jensen_shannon_divergence
from kullback.quantities import kl_divergence as kl_divergence
from kullback.quantities import kl_divergence_terms as kl_divergence_terms
from kullback.quantities import perplexity as perplexity
from kullback.quantities import self_information as self_information

if TYPE_CHECKING:
    from kullback.comparisons import Comparison as Comparison
    from kullback.comparisons import compare as compare
    from kullback.estimate import Estimate as Estimate

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Estimate",
    "__version__",
    "binary_entropy",
    "compare",
    "cross_entropy",
    "entropy",
    "jensen_shannon_distance",
    "jensen_shannon_divergence",
    "kl_divergence",
    "kl_divergence_terms",
    "perplexity",
    "self_information",
]

# Names whose rooms are loaded on first use: importing kullback costs hardly more than NumPy.
_LAZY = {
    "Comparison": "kullback.comparisons",
    "Estimate": "kullback.estimate",
    "compare": "kullback.comparisons",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'kullback' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_LAZY[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

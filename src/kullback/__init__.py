"""Measure information: entropy, KL divergence, cross-entropy, for whatever you hold.

The verbs, in the order of a first course: how surprising is an event, how uncertain is a source,
how far is one distribution from another, and what does it cost to describe one with the other.
"""

from typing import TYPE_CHECKING, Any

from kullback.quantities import binary_entropy as binary_entropy
from kullback.quantities import chi_squared_divergence as chi_squared_divergence
from kullback.quantities import conditional_entropy as conditional_entropy
from kullback.quantities import conditional_mutual_information as conditional_mutual_information
from kullback.quantities import cross_entropy as cross_entropy
from kullback.quantities import entropy as entropy
from kullback.quantities import f_divergence as f_divergence
from kullback.quantities import hellinger_distance as hellinger_distance
from kullback.quantities import information_gain as information_gain
from kullback.quantities import jeffreys_divergence as jeffreys_divergence
from kullback.quantities import jensen_shannon_distance as jensen_shannon_distance
from kullback.quantities import jensen_shannon_divergence as jensen_shannon_divergence
from kullback.quantities import joint_entropy as joint_entropy
from kullback.quantities import kl_divergence as kl_divergence
from kullback.quantities import kl_divergence_terms as kl_divergence_terms
from kullback.quantities import mutual_information as mutual_information
from kullback.quantities import perplexity as perplexity
from kullback.quantities import pointwise_mutual_information as pointwise_mutual_information
from kullback.quantities import renyi_divergence as renyi_divergence
from kullback.quantities import renyi_entropy as renyi_entropy
from kullback.quantities import self_information as self_information
from kullback.quantities import total_correlation as total_correlation
from kullback.quantities import total_variation as total_variation
from kullback.quantities import tsallis_entropy as tsallis_entropy
from kullback.quantities import variation_of_information as variation_of_information

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
    "chi_squared_divergence",
    "coding",
    "compare",
    "conditional_entropy",
    "conditional_mutual_information",
    "cross_entropy",
    "entropy",
    "estimate",
    "f_divergence",
    "hellinger_distance",
    "information_gain",
    "jeffreys_divergence",
    "jensen_shannon_distance",
    "jensen_shannon_divergence",
    "joint_entropy",
    "kl_divergence",
    "kl_divergence_terms",
    "losses",
    "mutual_information",
    "perplexity",
    "pointwise_mutual_information",
    "renyi_divergence",
    "renyi_entropy",
    "self_information",
    "total_correlation",
    "total_variation",
    "tsallis_entropy",
    "variation_of_information",
]

# Names whose rooms are loaded on first use: importing kullback costs hardly more than NumPy.
_LAZY = {
    "Comparison": "kullback.comparisons",
    "Estimate": "kullback.estimate",
    "coding": "kullback.coding",
    "compare": "kullback.comparisons",
    "estimate": "kullback.estimate",
    "losses": "kullback.losses",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'kullback' has no attribute {name!r}")
    from importlib import import_module

    module = import_module(_LAZY[name])
    value = globals()[name] = (
        module if module.__name__ == f"kullback.{name}" else getattr(module, name)
    )
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

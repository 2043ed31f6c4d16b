"""Each measure once, from counts: plug-in value, correction, standard error and interval, in nats.

Corrections are first order and consistent: with m outcomes and samples of sizes a and b,
H + (m − 1)/2a, cross-entropy − (m − 1)/2b and D − (m − 1)/2 · (1/a + 1/b), so that
H + D = cross-entropy holds for the corrected values too. So it is where outcomes are known and
not rare, as in compared tables. `entropy_of_a_sample`, `kl_divergence_of_samples`, `dependence` and
`conditional_entropy` are for samples by themselves, by any estimator; `divergence_from_a_model`
for a sample beside a known distribution.
"""

from kullback.estimate.measures.conditional_entropy import (
    conditional_entropy as conditional_entropy,
)
from kullback.estimate.measures.cross_entropy import cross_entropy as cross_entropy
from kullback.estimate.measures.dependence import dependence as dependence
from kullback.estimate.measures.divergence_from_a_model import (
    cross_entropy_in_a_model as cross_entropy_in_a_model,
)
from kullback.estimate.measures.divergence_from_a_model import (
    kl_divergence_from_a_model as kl_divergence_from_a_model,
)
from kullback.estimate.measures.entropy import entropy as entropy
from kullback.estimate.measures.entropy_of_a_sample import (
    automatic_entropy_estimator as automatic_entropy_estimator,
)
from kullback.estimate.measures.entropy_of_a_sample import (
    entropy_of_a_sample as entropy_of_a_sample,
)
from kullback.estimate.measures.jensen_shannon_divergence import (
    drawn_jensen_shannon_null as drawn_jensen_shannon_null,
)
from kullback.estimate.measures.jensen_shannon_divergence import (
    jensen_shannon_divergence as jensen_shannon_divergence,
)
from kullback.estimate.measures.jensen_shannon_divergence import (
    jensen_shannon_null as jensen_shannon_null,
)
from kullback.estimate.measures.kl_divergence import kl_divergence as kl_divergence
from kullback.estimate.measures.kl_divergence import kl_null as kl_null
from kullback.estimate.measures.kl_divergence_of_samples import (
    cross_entropy_of_samples as cross_entropy_of_samples,
)
from kullback.estimate.measures.kl_divergence_of_samples import (
    kl_divergence_of_samples as kl_divergence_of_samples,
)
from kullback.estimate.measures.mutual_information import independence_null as independence_null
from kullback.estimate.measures.mutual_information import mutual_information as mutual_information

__all__ = [
    "automatic_entropy_estimator",
    "conditional_entropy",
    "cross_entropy",
    "cross_entropy_in_a_model",
    "cross_entropy_of_samples",
    "dependence",
    "drawn_jensen_shannon_null",
    "entropy",
    "entropy_of_a_sample",
    "independence_null",
    "jensen_shannon_divergence",
    "jensen_shannon_null",
    "kl_divergence",
    "kl_divergence_from_a_model",
    "kl_divergence_of_samples",
    "kl_null",
    "mutual_information",
]

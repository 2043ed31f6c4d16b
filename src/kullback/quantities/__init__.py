"""Every quantity, one file each, in the order of a first course."""

# ruff: noqa: I001
from kullback.quantities.self_information import self_information as self_information
from kullback.quantities.entropy import entropy as entropy
from kullback.quantities.binary_entropy import binary_entropy as binary_entropy
from kullback.quantities.perplexity import perplexity as perplexity
from kullback.quantities.kl_divergence import kl_divergence as kl_divergence
from kullback.quantities.kl_divergence_terms import kl_divergence_terms as kl_divergence_terms
from kullback.quantities.cross_entropy import cross_entropy as cross_entropy
from kullback.quantities.jensen_shannon_divergence import (
    jensen_shannon_divergence as jensen_shannon_divergence,
)
from kullback.quantities.jensen_shannon_distance import (
    jensen_shannon_distance as jensen_shannon_distance,
)

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
from kullback.quantities.joint_entropy import joint_entropy as joint_entropy
from kullback.quantities.conditional_entropy import conditional_entropy as conditional_entropy
from kullback.quantities.mutual_information import mutual_information as mutual_information
from kullback.quantities.information_gain import information_gain as information_gain
from kullback.quantities.pointwise_mutual_information import (
    pointwise_mutual_information as pointwise_mutual_information,
)
from kullback.quantities.conditional_mutual_information import (
    conditional_mutual_information as conditional_mutual_information,
)
from kullback.quantities.variation_of_information import (
    variation_of_information as variation_of_information,
)
from kullback.quantities.total_correlation import total_correlation as total_correlation
from kullback.quantities.jeffreys_divergence import jeffreys_divergence as jeffreys_divergence
from kullback.quantities.renyi_entropy import renyi_entropy as renyi_entropy
from kullback.quantities.renyi_divergence import renyi_divergence as renyi_divergence
from kullback.quantities.tsallis_entropy import tsallis_entropy as tsallis_entropy
from kullback.quantities.f_divergence import f_divergence as f_divergence
from kullback.quantities.total_variation import total_variation as total_variation
from kullback.quantities.hellinger_distance import hellinger_distance as hellinger_distance
from kullback.quantities.chi_squared_divergence import (
    chi_squared_divergence as chi_squared_divergence,
)

"""The losses as functions of arrays of any library: what each is, once.

One file for each; here is where they are found. `kullback.losses.jax` is a face of these
definitions for those who train with JAX.
"""

from kullback.losses.binary_cross_entropy import binary_cross_entropy as binary_cross_entropy
from kullback.losses.cross_entropy import TokenLosses as TokenLosses
from kullback.losses.cross_entropy import cross_entropy as cross_entropy
from kullback.losses.cross_entropy import token_losses as token_losses
from kullback.losses.distillation import jensen_shannon_divergence as jensen_shannon_divergence
from kullback.losses.distillation import kl_divergence as kl_divergence
from kullback.losses.distillation import total_variation as total_variation
from kullback.losses.entropy_bonus import entropy_bonus as entropy_bonus
from kullback.losses.monte_carlo import SampledDivergence as SampledDivergence
from kullback.losses.monte_carlo import sampled_kl_divergence as sampled_kl_divergence
from kullback.losses.monte_carlo import sampled_kl_terms as sampled_kl_terms
from kullback.losses.with_gradient import cross_entropy_with_gradient as cross_entropy_with_gradient
from kullback.losses.with_gradient import kl_divergence_with_gradient as kl_divergence_with_gradient

"""Losses to train with: cross-entropy, distillation, and what it costs to follow their slopes."""

from kullback.losses.callbacks import LedgerCallback as LedgerCallback
from kullback.losses.functional import SampledDivergence as SampledDivergence
from kullback.losses.functional import TokenLosses as TokenLosses
from kullback.losses.functional import binary_cross_entropy as binary_cross_entropy
from kullback.losses.functional import cross_entropy as cross_entropy
from kullback.losses.functional import cross_entropy_with_gradient as cross_entropy_with_gradient
from kullback.losses.functional import entropy_bonus as entropy_bonus
from kullback.losses.functional import jensen_shannon_divergence as jensen_shannon_divergence
from kullback.losses.functional import kl_divergence as kl_divergence
from kullback.losses.functional import kl_divergence_with_gradient as kl_divergence_with_gradient
from kullback.losses.functional import sampled_kl_divergence as sampled_kl_divergence
from kullback.losses.functional import sampled_kl_terms as sampled_kl_terms
from kullback.losses.functional import token_losses as token_losses
from kullback.losses.functional import total_variation as total_variation
from kullback.losses.ledger import LedgerEntry as LedgerEntry
from kullback.losses.ledger import LossLedger as LossLedger

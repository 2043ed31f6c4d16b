"""Losses for PyTorch: its names, argument order and defaults, and kernels that keep the digits.

Modules and functions take ``(input, target)`` as those of `torch.nn` do and can stand in their
place; options that PyTorch does not have are keywords. On the processor, tensors of float32 and
float64 are answered by fused kernels; on other devices, and where Numba is missing, by the
definitions of `kullback.losses`, which are the same to the digits that both promise.
"""

from kullback.losses.torch.binary import BCEWithLogitsLoss as BCEWithLogitsLoss
from kullback.losses.torch.binary import (
    binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
)
from kullback.losses.torch.cross_entropy import CrossEntropyLoss as CrossEntropyLoss
from kullback.losses.torch.cross_entropy import cross_entropy as cross_entropy
from kullback.losses.torch.divergences import JSDivLoss as JSDivLoss
from kullback.losses.torch.divergences import KLDivLoss as KLDivLoss
from kullback.losses.torch.divergences import js_div as js_div
from kullback.losses.torch.divergences import kl_div as kl_div
from kullback.losses.torch.linear import LinearCrossEntropyLoss as LinearCrossEntropyLoss
from kullback.losses.torch.linear import linear_cross_entropy as linear_cross_entropy

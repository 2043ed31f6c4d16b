"""Coding with a model: cross-entropy as bits one can hold, and KL divergence as the extra ones.

`encode` and `decode` make and read containers, those of the command line; the models are
`FixedModel`, `AdaptiveOrder`, `MixedOrders`, `Autoregressive` and `BayesianMixture`. `Codec` and
what combines codecs stand on constriction; `huffman_code` and `shannon_fano_code` are codes to
learn from.
"""

from kullback.coding.adaptive import AdaptiveOrder as AdaptiveOrder
from kullback.coding.adaptive import MixedOrders as MixedOrders
from kullback.coding.autoregressive import Autoregressive as Autoregressive
from kullback.coding.bayesian_mixture import BayesianMixture as BayesianMixture
from kullback.coding.codec import Codec as Codec
from kullback.coding.codec import block as block
from kullback.coding.codec import categorical as categorical
from kullback.coding.codec import empty_message as empty_message
from kullback.coding.codec import parallel as parallel
from kullback.coding.fixed import FixedModel as FixedModel
from kullback.coding.fixed import mixture as mixture
from kullback.coding.ideal import ideal_length as ideal_length
from kullback.coding.in_memory import decode as decode
from kullback.coding.in_memory import encode as encode
from kullback.coding.prefix_codes import PrefixCode as PrefixCode
from kullback.coding.prefix_codes import huffman_code as huffman_code
from kullback.coding.prefix_codes import shannon_fano_code as shannon_fano_code
from kullback.coding.quantized import quantized as quantized

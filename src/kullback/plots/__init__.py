"""Pictures of information: one function for each, which returns an Altair chart and shows nothing.

The numbers in a chart are those of the library's verbs and results. Two sides differ in shape or
lightness as well as in colour, so that pictures survive grey paper and colour-blind eyes; axes name
quantity, direction and unit. `look` holds what all have in common, `saving` the door to files.
"""

from kullback._faces import of_the_extra

with of_the_extra("a picture"):
    from kullback.plots.column import column as column
    from kullback.plots.comparison import comparison as comparison
    from kullback.plots.cross_entropy_decomposition import (
        cross_entropy_decomposition as cross_entropy_decomposition,
    )
    from kullback.plots.divergence_terms import divergence_terms as divergence_terms
    from kullback.plots.entropy_of_a_coin import entropy_of_a_coin as entropy_of_a_coin
    from kullback.plots.pair import pair as pair
    from kullback.plots.saving import save as save
    from kullback.plots.self_information import self_information as self_information

__all__ = [
    "column",
    "comparison",
    "cross_entropy_decomposition",
    "divergence_terms",
    "entropy_of_a_coin",
    "pair",
    "save",
    "self_information",
]

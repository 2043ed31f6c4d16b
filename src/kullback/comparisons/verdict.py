"""The size of a change in words, and how far the data can see.

Sizes are bits of bias-corrected Jensen–Shannon divergence: what one value of the column tells
about the table it came from. For small changes the population stability index is 8 ln 2 times
as large, so that its customary thresholds 0.1 and 0.25 are 0.018 and 0.045 bits.
"""

from kullback.comparisons.alarm import LEVEL
from kullback.estimate import Estimate

NO_CHANGE = "no change seen"
TOO_FEW = "too few rows to tell"
DEFINING = "tells the tables apart"
SIZES = (
    (0.002, "real but negligible"),
    (0.018, "small"),
    (0.045, "noticeable"),
    (0.5, "large"),
)
WORDS = (DEFINING, *(words for _, words in reversed(SIZES)), NO_CHANGE)  # largest first
NEGLIGIBLE, SMALL = SIZES[0][0], SIZES[1][0]


def verdict(divergence: Estimate, q: float) -> str:
    """Return the words for a JS divergence whose alarm has the false discovery rate q."""
    if q > LEVEL:
        return NO_CHANGE
    return words(divergence.to("bits").value)


def words(bits: float) -> str:
    """Return what a real change of this size is called."""
    return next((name for bound, name in SIZES if bits < bound), DEFINING)


def reach(divergence: Estimate) -> str:
    """Return what "no change seen" is worth: the size of change that could have hidden."""
    high = divergence.to("bits").high
    if high < NEGLIGIBLE:
        return "no change that matters"
    if high > SMALL:
        return TOO_FEW
    return f"a change of up to {high:.2g} bits could have hidden"

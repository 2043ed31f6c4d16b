"""How a comparison was computed, in words: definitions, corrections, tests, assumptions."""

from kullback.comparisons import Comparison
from kullback.comparisons.alarm import LEVEL
from kullback.comparisons.verdict import DEFINING, SIZES
from kullback.report.page import Section, definitions

OUTCOMES = (
    "Each column is counted as a list of outcomes on both sides: its categories, or bins at the "
    "reference's quantiles. A missing value is an outcome too; rare ones are taken together, "
    "blind to the side."
)
SIZE = (
    "JS is the Jensen-Shannon divergence of the two lists of counts, less what chance alone gives: "
    "max(0, JS(p̂, q̂) − (m − 1)(1/a + 1/b)/8) nats for m outcomes and a and b rows. "
    "It is what one value tells about the table it came from: 0 is the same, 1 bit is disjoint. "
    "What the pictures show beside the shares are the terms of JS(p̂, q̂)."
)
CHANCE = (
    "p is twice the smaller of two: a test of the whole column (G, or Pearson's X² where cells are "
    "thin), and an exact test of each outcome. q corrects p for the number of columns (Benjamini "
    f"and Hochberg); a change is called one where q ≤ {LEVEL:g}."
)
DIRECTION = (
    "D(reference ‖ current) is what the reference's values cost more in a code made for the "
    "current table, and H(reference, current) = H(reference) + D(reference ‖ current). A KL "
    "divergence has the upper limit ∞ where one side has an outcome that the other never showed."
)


def method(found: Comparison) -> Section:
    """Return how the figures of a comparison came about."""
    entries = {
        "Outcomes": OUTCOMES,
        "Size": SIZE,
        "Words": _words(),
        "Is it chance?": CHANCE,
        "Intervals": f"They cover the truth in {found.confidence * 100:g} % of cases. Where a "
        "column has very many outcomes, what chance gives is drawn at random instead of computed "
        f"(seed {found.seed}).",
        "Direction": DIRECTION,
        "Taken for granted": "; ".join(found.warnings) + ".",
    }
    return Section("How it was computed", (definitions(entries),))


def _words() -> str:
    bounds = [bound for bound, _ in SIZES]
    words = [*(word for _, word in SIZES), DEFINING]
    later = ", ".join(
        f"{word} from {bound:g}" for word, bound in zip(words[1:], bounds, strict=True)
    )
    return (
        f"A change that is hardly chance is {words[0]} below {bounds[0]:g} bits, {later}; anything "
        "else is no change seen."
    )

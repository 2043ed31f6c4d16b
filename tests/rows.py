"""Known values: exact inputs, the answer in nats, and why it is right."""

from collections.abc import Callable, Mapping
from math import e, exp, log, log1p, sqrt
from typing import Any, NamedTuple

from kullback.quantities import (
    binary_entropy,
    cross_entropy,
    entropy,
    jensen_shannon_distance,
    jensen_shannon_divergence,
    kl_divergence,
    kl_divergence_terms,
    perplexity,
    self_information,
)


class Row(NamedTuple):
    """What `quantity` must answer for `arrays`, which are probabilities unless said otherwise."""

    quantity: Callable[..., Any]
    arrays: tuple[Any, ...]
    value: Any
    why: str
    parameters: Mapping[str, Any] = {}


HALF, QUARTERS = [0.5, 0.5], [0.25, 0.75]
DYADIC, SHUFFLED = [0.5, 0.25, 0.125, 0.125], [0.125, 0.125, 0.5, 0.25]

ROWS = [
    Row(self_information, ([0.5, 0.25, 1.0],), [log(2), log(4), 0], "one, two and no bits"),
    Row(self_information, ([1 / e],), [1], "the event that gives the nat its size"),
    Row(self_information, ([0.0],), [float("inf")], "the impossible has no finite surprise"),
    Row(entropy, ([0.5, 0.25, 0.25],), 1.5 * log(2), "1/2 of one bit and 1/2 of two"),
    Row(entropy, ([0.25] * 4,), log(4), "uniform over four"),
    Row(entropy, ([0.0, 1.0, 0.0],), 0, "certain"),
    Row(entropy, ([1.0],), 0, "a single outcome is certain"),
    Row(
        entropy,
        ([0.5, 1 / 3, 1 / 6],),
        2 / 3 * log(2) + 1 / 2 * log(3),
        "Shannon 1948, sec. 6: his example of grouping, H(1/2, 1/3, 1/6)",
    ),
    Row(binary_entropy, ([0.5, 0.0, 1.0],), [log(2), 0, 0], "a fair coin, and two certainties"),
    Row(binary_entropy, ([0.25],), [2 * log(2) - 0.75 * log(3)], "1/4 log 4 + 3/4 (log 4 - log 3)"),
    Row(perplexity, ([0.25] * 4,), 4, "a fair die of four faces"),
    Row(perplexity, ([0.5, 0.25, 0.25],), 2 * sqrt(2), "2 to the 1.5 bits"),
    Row(kl_divergence, (HALF, QUARTERS), 0.5 * log(4 / 3), "half log 2 + half log 2/3"),
    Row(kl_divergence, (QUARTERS, HALF), log(2) - entropy(QUARTERS), "uniform q: log n - H(p)"),
    Row(kl_divergence, (DYADIC, SHUFFLED), 0.875 * log(2), "1 + 1/4 - 1/4 - 1/8 bits"),
    Row(kl_divergence, ([1.0, 0.0], QUARTERS), log(4), "certain p: the surprise of q"),
    Row(kl_divergence, (HALF, [1.0, 0.0]), float("inf"), "what happens was thought impossible"),
    Row(kl_divergence, (DYADIC, DYADIC), 0, "equal"),
    Row(
        kl_divergence_terms,
        ([0.5, 0.5, 0.0], [0.5, 0.25, 0.25]),
        [0, 0.5 * log(2) - 0.25, 0.25],
        "equal; 1/2 log 2 - 1/2 + 1/4; q alone",
    ),
    Row(
        kl_divergence_terms,
        (HALF, [1.0, 0.0]),
        [0.5 - 0.5 * log(2), float("inf")],
        "-1/2 log 2 - 1/2 + 1; infinite",
    ),
    Row(cross_entropy, (HALF, QUARTERS), 2 * log(2) - 0.5 * log(3), "1/2 log 4 + 1/2 log 4/3"),
    Row(cross_entropy, (DYADIC, SHUFFLED), 2.625 * log(2), "1.75 bits of entropy and 0.875 more"),
    Row(cross_entropy, (DYADIC, DYADIC), 1.75 * log(2), "the entropy, 1/2 + 2/4 + 6/8 bits"),
    Row(cross_entropy, (HALF, [1.0, 0.0]), float("inf"), "what happens was thought impossible"),
    Row(cross_entropy, ([0.0, 1.0], [0.0, 1.0]), 0, "certain, and known to be"),
    Row(jensen_shannon_divergence, ([1.0, 0.0], [0.0, 1.0]), log(2), "disjoint: the outcome tells"),
    Row(jensen_shannon_divergence, (DYADIC, DYADIC), 0, "equal"),
    Row(
        jensen_shannon_divergence,
        ([1.0, 0.0], HALF),
        0.75 * log(4 / 3),
        "m = (3/4, 1/4): 1/2 log 4/3 + 1/4 log 2/3 + 1/4 log 2",
    ),
    Row(jensen_shannon_distance, ([1.0, 0.0], [0.0, 1.0]), sqrt(log(2)), "disjoint"),
    Row(jensen_shannon_distance, ([1.0, 0.0], HALF), sqrt(0.75 * log(4 / 3)), "root of the above"),
]

# The same by other forms: what is given is no probability.
LABELS = {"given": ("labels", "probs")}
FORMED = [
    Row(
        self_information, ([0.0, 40.0],), [log(2), log1p(exp(-40))], "log-odds", {"given": "logits"}
    ),
    Row(self_information, ([-3.0, 0.0],), [3, 0], "log-probabilities", {"given": "log_probs"}),
    Row(
        self_information,
        ([float("inf"), -float("inf")],),
        [0, float("inf")],
        "log-odds of the certain and the impossible",
        {"given": "logits"},
    ),
    Row(
        binary_entropy,
        ([-float("inf"), 0.0, float("inf")],),
        [0, log(2), 0],
        "log-odds of the impossible, the even and the certain",
        {"given": "logits"},
    ),
    Row(cross_entropy, (1, QUARTERS), log(4 / 3), "-log 3/4", LABELS),
    Row(cross_entropy, ([0, 1], [QUARTERS, HALF]), [log(4), log(2)], "one label a row", LABELS),
    Row(
        cross_entropy,
        (0, [40.0, 0.0]),
        log1p(exp(-40)),
        "right by a margin of 40, where plain softmax says 0",
        {"given": ("labels", "logits")},
    ),
    Row(
        cross_entropy,
        (0, [-float("inf"), 0.0]),
        float("inf"),
        "a masked label",
        {"given": ("labels", "logits")},
    ),
    Row(kl_divergence, (1, QUARTERS), log(4 / 3), "-log 3/4: a label has no entropy", LABELS),
    Row(
        kl_divergence,
        ([0.5, 0.5], [-1000.0, 0.0]),
        500 - log(2),
        "a logit that underflows as a probability is no infinity: 1000/2 - H(p)",
        {"given": ("probs", "logits")},
    ),
    Row(
        cross_entropy,
        ([0.0, -1000.0], [1.0, 0.0]),
        float("inf"),
        "possible under p, however rare; impossible under q",
        {"given": ("logits", "probs")},
    ),
]

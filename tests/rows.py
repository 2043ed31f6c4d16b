"""Known values: exact inputs, the answer in nats, and why it is right."""

from collections.abc import Callable, Mapping
from math import e, exp, inf, log, log1p, nan, sqrt
from typing import Any, NamedTuple

import numpy as np

import libraries
from kullback.quantities import (
    binary_entropy,
    chi_squared_divergence,
    conditional_entropy,
    conditional_mutual_information,
    cross_entropy,
    entropy,
    f_divergence,
    hellinger_distance,
    information_gain,
    jeffreys_divergence,
    jensen_shannon_distance,
    jensen_shannon_divergence,
    joint_entropy,
    kl_divergence,
    kl_divergence_terms,
    mutual_information,
    perplexity,
    pointwise_mutual_information,
    renyi_divergence,
    renyi_entropy,
    self_information,
    total_correlation,
    total_variation,
    tsallis_entropy,
    variation_of_information,
)


class Row(NamedTuple):
    """What `quantity` must answer for `arrays`, which are probabilities unless said otherwise."""

    quantity: Callable[..., Any]
    arrays: tuple[Any, ...]
    value: Any
    why: str
    parameters: Mapping[str, Any] = {}


def t_log_t(t):
    """Generate the KL divergence. Not a number at 0, as most would write it."""
    return t * libraries.log(t)


def minus_log(t):
    """Generate the KL divergence of q from p; infinite at 0."""
    return -libraries.log(t)


def half_distance(t):
    """Generate total variation."""
    return abs(t - 1) / 2


def square(t):
    """Generate the chi-squared divergence."""
    return (t - 1) ** 2


def order(number):
    """Return the parameter of Rényi and Tsallis."""
    return {"order": number}


def generated_by(generator, slope_at_infinity):
    """Return the parameters of an f-divergence."""
    return {"generator": generator, "slope_at_infinity": slope_at_infinity}


def parameters_of(quantity):
    """Return the parameters of its own that the rows give a quantity, each set once."""
    found = []
    for row in ROWS:
        if row.quantity is quantity and row.parameters not in found:
            found.append(row.parameters)
    return found


HALF, QUARTERS = [0.5, 0.5], [0.25, 0.75]
DYADIC, SHUFFLED = [0.5, 0.25, 0.125, 0.125], [0.125, 0.125, 0.5, 0.25]
HALVED = [0.5, 0.25, 0.25]

COPY = [[0.5, 0.0], [0.0, 0.5]]
INDEPENDENT = [[0.125, 0.125], [0.375, 0.375]]
NEVER_BOTH = [[0.5, 0.0], [0.25, 0.25]]
# Cover & Thomas (2006), example 2.2.1: y in rows, x in columns.
TEXTBOOK = [
    [1 / 8, 1 / 16, 1 / 32, 1 / 32],
    [1 / 16, 1 / 8, 1 / 32, 1 / 32],
    [1 / 16, 1 / 16, 1 / 16, 1 / 16],
    [1 / 4, 0.0, 0.0, 0.0],
]
# Three variables: the third tells whether the first two differ; or all three are the same.
XOR = [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
COPIES = [[[0.5, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.5]]]
# The first two are copies where the third is 0, independent where it is 1; it is never 2.
SWITCHED = [
    [[0.25, 0.125, 0.0], [0.0, 0.125, 0.0]],
    [[0.0, 0.125, 0.0], [0.25, 0.125, 0.0]],
]
COIN_AND_COPY = [[[0.25, 0.0], [0.0, 0.25]], [[0.25, 0.0], [0.0, 0.25]]]
# Quinlan (1986), table 1: days that are bad and good for tennis.
OUTLOOK = [[3, 2], [0, 4], [2, 3]]
WIND = [[2, 6], [3, 3]]
GAIN_BY_OUTLOOK = (3 * log(42 / 25) + 2 * log(28 / 45) + 4 * log(14 / 9)) / 14 + (
    2 * log(28 / 25) + 3 * log(14 / 15)
) / 14  # the mean of log p(x, y) / (p(x) p(y)) over fourteen days

ROWS = [
    Row(self_information, ([0.5, 0.25, 1.0],), [log(2), log(4), 0], "one, two and no bits"),
    Row(self_information, ([1 / e],), [1], "the event that gives the nat its size"),
    Row(self_information, ([0.0],), [inf], "the impossible has no finite surprise"),
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
    Row(kl_divergence, (HALF, [1.0, 0.0]), inf, "what happens was thought impossible"),
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
        [0.5 - 0.5 * log(2), inf],
        "-1/2 log 2 - 1/2 + 1; infinite",
    ),
    Row(cross_entropy, (HALF, QUARTERS), 2 * log(2) - 0.5 * log(3), "1/2 log 4 + 1/2 log 4/3"),
    Row(cross_entropy, (DYADIC, SHUFFLED), 2.625 * log(2), "1.75 bits of entropy and 0.875 more"),
    Row(cross_entropy, (DYADIC, DYADIC), 1.75 * log(2), "the entropy, 1/2 + 2/4 + 6/8 bits"),
    Row(cross_entropy, (HALF, [1.0, 0.0]), inf, "what happens was thought impossible"),
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
    Row(joint_entropy, (TEXTBOOK,), 27 / 8 * log(2), "Cover & Thomas, example 2.2.1"),
    Row(joint_entropy, (XOR,), 2 * log(2), "two of the three are known to be all"),
    Row(joint_entropy, (COPY,), log(2), "one coin, shown twice"),
    Row(joint_entropy, ([0.5, 0.25, 0.25],), 1.5 * log(2), "of one variable: the entropy"),
    Row(conditional_entropy, (TEXTBOOK,), 11 / 8 * log(2), "Cover & Thomas: H(X | Y)"),
    Row(conditional_entropy, (TEXTBOOK,), 13 / 8 * log(2), "Cover & Thomas: H(Y | X)", {"on": -1}),
    Row(conditional_entropy, (TEXTBOOK,), 13 / 8 * log(2), "the axis by its number", {"on": 1}),
    Row(conditional_entropy, (NEVER_BOTH,), 0.5 * log(2), "half the time a fair coin", {"on": 0}),
    Row(conditional_entropy, (COPY,), 0, "a copy says it all"),
    Row(conditional_entropy, (INDEPENDENT,), log(2), "a coin, whatever the other shows"),
    Row(mutual_information, (TEXTBOOK,), 3 / 8 * log(2), "Cover & Thomas: 2 - 13/8 bits"),
    Row(mutual_information, (COPY,), log(2), "a copy: all of the entropy"),
    Row(mutual_information, (INDEPENDENT,), 0, "independent"),
    Row(
        mutual_information,
        (NEVER_BOTH,),
        1.5 * log(2) - 0.75 * log(3),
        "H(1/2) + H(1/4) - 3/2 bits",
    ),
    Row(mutual_information, ([[0.25, 0.5, 0.25]],), 0, "a constant tells nothing"),
    Row(
        information_gain,
        (OUTLOOK,),
        GAIN_BY_OUTLOOK,
        "Quinlan 1986, sec. 4: 0.246 bits by the outlook",
    ),
    Row(
        information_gain,
        (WIND,),
        (2 * log(7 / 10) + 6 * log(7 / 6) + 3 * log(7 / 5) + 3 * log(7 / 9)) / 14,
        "Quinlan 1986, sec. 4: 0.048 bits by the wind",
    ),
    Row(
        information_gain,
        ([[3, 0], [0, 5]],),
        3 / 8 * log(8 / 3) + 5 / 8 * log(8 / 5),
        "it separates them",
    ),
    Row(information_gain, ([[1, 2], [2, 4], [5, 10]],), 0, "one to two in every bucket"),
    Row(information_gain, ([[3, 5]],), 0, "one bucket is no split"),
    Row(
        pointwise_mutual_information,
        (NEVER_BOTH,),
        [[log(4 / 3), -inf], [log(2 / 3), log(2)]],
        "1/2 of 3/8, none of 1/8, 1/4 of 3/8, 1/4 of 1/8",
    ),
    Row(pointwise_mutual_information, (COPY,), [[log(2), -inf], [-inf, log(2)]], "copies"),
    Row(pointwise_mutual_information, (INDEPENDENT,), [[0, 0], [0, 0]], "independent"),
    Row(
        pointwise_mutual_information,
        ([[0.5, 0.5, 0.0], [0.0, 0.0, 0.0]],),
        [[0, 0, nan], [nan, nan, nan]],
        "nothing to compare with where a member never occurs",
    ),
    Row(conditional_mutual_information, (XOR,), log(2), "the third makes copies of independents"),
    Row(conditional_mutual_information, (COPIES,), 0, "nothing is left to learn"),
    Row(conditional_mutual_information, (SWITCHED,), 0.5 * log(2), "copies half of the time"),
    Row(conditional_mutual_information, (COIN_AND_COPY,), 0, "a coin beside two copies"),
    Row(variation_of_information, (TEXTBOOK,), 3 * log(2), "11/8 + 13/8 bits"),
    Row(variation_of_information, (COPY,), 0, "copies are no way apart"),
    Row(variation_of_information, (INDEPENDENT,), 3 * log(2) - 0.75 * log(3), "both entropies"),
    Row(total_correlation, (XOR,), log(2), "three bits apart, two together"),
    Row(total_correlation, (COPIES,), 2 * log(2), "three bits apart, one together"),
    Row(total_correlation, ([INDEPENDENT],), 0, "independent, and a constant"),
    Row(total_correlation, (TEXTBOOK,), 3 / 8 * log(2), "of two: the mutual information"),
    Row(jeffreys_divergence, (HALF, QUARTERS), 0.25 * log(3), "1/4 log 2 - 1/4 log 2/3"),
    Row(jeffreys_divergence, (DYADIC, SHUFFLED), 1.75 * log(2), "3/4 + 1/8 + 3/4 + 1/8 bits"),
    Row(jeffreys_divergence, ([1.0, 0.0], HALF), inf, "one way is log 2, the other infinite"),
    Row(jeffreys_divergence, (DYADIC, DYADIC), 0, "equal"),
    Row(renyi_entropy, (HALVED,), log(3), "Hartley: three are possible", order(0)),
    Row(renyi_entropy, (HALVED,), 2 * log(1 + sqrt(0.5)), "roots 1/sqrt 2 + 1/2 + 1/2", order(0.5)),
    Row(renyi_entropy, (HALVED,), 1.5 * log(2), "Shannon", order(1)),
    Row(renyi_entropy, (HALVED,), log(8 / 3), "collisions: 1/4 + 1/16 + 1/16", order(2)),
    Row(renyi_entropy, (HALVED,), log(2), "the likeliest has 1/2", order(inf)),
    Row(renyi_entropy, ([0.25] * 4,), log(4), "uniform over four, at any order", order(3.7)),
    Row(renyi_entropy, ([0.0, 0.5, 0.5],), log(2), "two of three are possible", order(0)),
    Row(renyi_entropy, ([0.0, 0.5, 0.5],), log(2), "two alike", order(0.25)),
    Row(renyi_entropy, ([0.0, 1.0, 0.0],), 0, "certain", order(0.5)),
    Row(tsallis_entropy, (HALVED,), 2, "three possible, less one", order(0)),
    Row(tsallis_entropy, (HALVED,), sqrt(2), "2 (1/sqrt 2 + 1/2 + 1/2 - 1)", order(0.5)),
    Row(tsallis_entropy, (HALVED,), 1.5 * log(2), "Shannon, in nats", order(1)),
    Row(tsallis_entropy, (HALVED,), 5 / 8, "Gini impurity: 1 - 1/4 - 1/16 - 1/16", order(2)),
    Row(tsallis_entropy, (HALVED,), 27 / 64, "(1 - 1/8 - 1/64 - 1/64) / 2", order(3)),
    Row(tsallis_entropy, (HALVED,), 0, "the limit", order(inf)),
    Row(tsallis_entropy, ([0.0, 0.5, 0.5],), 1, "two possible, less one", order(0)),
    Row(tsallis_entropy, ([0.0, 1.0, 0.0],), 0, "certain", order(2)),
    Row(renyi_divergence, (HALF, QUARTERS), 0, "all that q can do, p can", order(0)),
    Row(renyi_divergence, ([0.5, 0.5, 0.0], [0.25, 0.5, 0.25]), log(4 / 3), "-log 3/4", order(0)),
    Row(
        renyi_divergence,
        (HALF, QUARTERS),
        log1p(1 / (2 + sqrt(3)) ** 2),
        "8 over the square of 1 + sqrt 3",
        order(0.5),
    ),
    Row(renyi_divergence, (HALF, QUARTERS), 0.5 * log(4 / 3), "Kullback-Leibler", order(1)),
    Row(renyi_divergence, (HALF, QUARTERS), log(4 / 3), "1/4 over 1/4, 1/4 over 3/4", order(2)),
    Row(
        renyi_divergence,
        (HALF, QUARTERS),
        0.5 * log(20 / 9),
        "1/8 over 1/16 and over 9/16",
        order(3),
    ),
    Row(renyi_divergence, (HALF, QUARTERS), log(2), "the largest ratio", order(inf)),
    Row(renyi_divergence, ([1.0, 0.0], QUARTERS), log(4), "certain p, any order", order(0.3)),
    Row(renyi_divergence, ([1.0, 0.0], QUARTERS), log(4), "certain p, any order", order(7)),
    Row(renyi_divergence, (HALF, [1.0, 0.0]), log(2), "finite below order 1", order(0.5)),
    Row(renyi_divergence, (HALF, [1.0, 0.0]), inf, "infinite above", order(1.5)),
    Row(renyi_divergence, (HALF, [1.0, 0.0]), inf, "infinite above", order(inf)),
    Row(renyi_divergence, ([1.0, 0.0], [0.0, 1.0]), inf, "disjoint", order(0)),
    Row(renyi_divergence, ([1.0, 0.0], [0.0, 1.0]), inf, "disjoint", order(0.5)),
    Row(renyi_divergence, (DYADIC, DYADIC), 0, "equal", order(2.5)),
    Row(f_divergence, (HALF, QUARTERS), 0.5 * log(4 / 3), "KL", generated_by(t_log_t, inf)),
    Row(f_divergence, ([1.0, 0.0], QUARTERS), log(4), "KL, 0 log 0", generated_by(t_log_t, inf)),
    Row(f_divergence, (HALF, [1.0, 0.0]), inf, "KL, q impossible", generated_by(t_log_t, inf)),
    Row(f_divergence, (QUARTERS, HALF), 0.5 * log(4 / 3), "KL of q", generated_by(minus_log, 0)),
    Row(f_divergence, (HALF, [1.0, 0.0]), log(2), "KL of q", generated_by(minus_log, 0)),
    Row(f_divergence, ([1.0, 0.0], HALF), inf, "KL of q", generated_by(minus_log, 0)),
    Row(f_divergence, (HALF, QUARTERS), 0.25, "variation", generated_by(half_distance, 0.5)),
    Row(
        f_divergence,
        ([1.0, 0.0], [0.0, 1.0]),
        1,
        "disjoint: f(0) and the slope are a half",
        generated_by(half_distance, 0.5),
    ),
    Row(f_divergence, (HALF, QUARTERS), 1 / 3, "chi-squared", generated_by(square, inf)),
    Row(
        f_divergence,
        ([1.0, 0.0, 0.0], [0.5, 0.5, 0.0]),
        1,
        "1/2 of f(2) and of f(0)",
        generated_by(square, inf),
    ),
    Row(total_variation, (HALF, QUARTERS), 0.25, "1/4 changes sides"),
    Row(total_variation, (DYADIC, SHUFFLED), 0.5, "3/8 and 1/8 change sides"),
    Row(total_variation, ([1.0, 0.0], [0.0, 1.0]), 1, "disjoint"),
    Row(total_variation, (DYADIC, DYADIC), 0, "equal"),
    Row(hellinger_distance, ([1.0, 0.0], [0.0, 1.0]), 1, "disjoint"),
    Row(hellinger_distance, ([1.0, 0.0], HALF), sqrt(1 - sqrt(0.5)), "1 less the root of 1/2"),
    Row(
        hellinger_distance,
        (HALF, QUARTERS),
        sqrt((sqrt(0.5) - 0.5) ** 2 / 2 + (sqrt(0.75) - sqrt(0.5)) ** 2 / 2),
        "roots of 1/2 and 1/4, of 1/2 and 3/4",
    ),
    Row(hellinger_distance, (DYADIC, DYADIC), 0, "equal"),
    Row(chi_squared_divergence, (HALF, QUARTERS), 1 / 3, "1/16 over 1/4 and over 3/4"),
    Row(chi_squared_divergence, ([1.0, 0.0, 0.0], [0.5, 0.5, 0.0]), 1, "1/4 over 1/2, twice"),
    Row(chi_squared_divergence, (HALF, [1.0, 0.0]), inf, "what happens was thought impossible"),
    Row(chi_squared_divergence, (DYADIC, DYADIC), 0, "equal"),
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
        ([inf, -inf],),
        [0, inf],
        "log-odds of the certain and the impossible",
        {"given": "logits"},
    ),
    Row(
        binary_entropy,
        ([-inf, 0.0, inf],),
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
        (0, [-inf, 0.0]),
        inf,
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
        inf,
        "possible under p, however rare; impossible under q",
        {"given": ("logits", "probs")},
    ),
    Row(
        conditional_entropy,
        ([[3.0, -inf], [3.0, 3.0]],),
        2 / 3 * log(2),
        "three cells alike, one masked",
        {"given": "logits"},
    ),
    Row(
        mutual_information,
        ([[0.0, -1000.0], [-1000.0, 0.0]],),
        log(2),
        "as good as a copy",
        {"given": "logits"},
    ),
    Row(
        pointwise_mutual_information,
        ([[0.0, -1000.0], [-1000.0, 0.0]],),
        [[log(2), log(2) - 1000], [log(2) - 1000, log(2)]],
        "a pair that underflows as a probability is no infinity",
        {"given": "logits"},
    ),
    Row(
        renyi_divergence,
        ([0.5, 0.5], [-1000.0, 0.0]),
        1000 - 2 * log(2),
        "log of (e^1000 + 1)/4, which overflows",
        {"given": ("probs", "logits"), "order": 2},
    ),
    Row(
        renyi_entropy,
        ([0.0, -1000.0],),
        2 * log1p(exp(-500)),
        "the root of what underflows does not",
        {"given": "logits", "order": 0.5},
    ),
    Row(
        hellinger_distance,
        ([0.0, -inf], [0.0, -600.0]),
        sqrt(0.5) * exp(-300),
        "the root of half of what is rare",
        {"given": "logits"},
    ),
    Row(
        total_variation,
        ([0.0, -inf], [0.0, 0.0]),
        0.5,
        "a mask",
        {"given": "logits"},
    ),
]

# Distributions that lie elsewhere than on the last axes, beside others.
PLACED = [
    Row(mutual_information, ([COPY, INDEPENDENT],), [log(2), 0], "one table after the other"),
    Row(
        joint_entropy,
        (np.stack([COPY, NEVER_BOTH], axis=1),),
        [log(2), 1.5 * log(2)],
        "tables side by side",
        {"axes": (0, 2)},
    ),
    Row(
        joint_entropy,
        ([HALVED, [0.5, 0.5, 0.0]],),
        [1.5 * log(2), log(2)],
        "one variable of two axes",
        {"axes": (-1,)},
    ),
    Row(
        conditional_entropy,
        (np.stack([TEXTBOOK] * 2, axis=-1),),
        [11 / 8 * log(2)] * 2,
        "Cover & Thomas: H(X | Y)",
        {"axes": (0, 1), "on": 0},
    ),
    Row(
        conditional_entropy,
        (np.stack([TEXTBOOK] * 2, axis=-1),),
        [13 / 8 * log(2)] * 2,
        "Cover & Thomas: H(Y | X)",
        {"axes": (0, 1), "on": -2},
    ),
    Row(
        pointwise_mutual_information,
        (np.stack([NEVER_BOTH, COPY], axis=1),),
        np.stack(
            [[[log(4 / 3), -inf], [log(2 / 3), log(2)]], [[log(2), -inf], [-inf, log(2)]]], axis=1
        ),
        "tables side by side",
        {"axes": (0, 2)},
    ),
    Row(
        conditional_mutual_information,
        (np.moveaxis(SWITCHED, -1, 0),),
        0.5 * log(2),
        "what is known comes first",
        {"axes": (1, 2, 0)},
    ),
    Row(
        conditional_mutual_information,
        (SWITCHED,),
        1.5 * log(2) - 0.75 * log(3),
        "H(1/4) - 1/2 bit: whether the copies differ tells of the switch",
        {"axes": (0, 2, 1)},
    ),
    Row(
        total_correlation,
        (np.stack([XOR, COPIES], axis=1),),
        [log(2), 2 * log(2)],
        "tables side by side",
        {"axes": (0, 2, 3)},
    ),
    Row(
        information_gain,
        (np.stack([OUTLOOK, [[1, 1], [0, 0], [1, 1]]], axis=-1),),
        [GAIN_BY_OUTLOOK, 0],
        "classes in rows, and an empty bucket",
        {"axes": (1, 0)},
    ),
    Row(
        variation_of_information,
        (np.stack([TEXTBOOK] * 3),),
        [3 * log(2)] * 3,
        "three at a time",
        {"axes": (2, 1)},
    ),
    Row(
        renyi_entropy,
        ([[0.5, 0.25], [0.25, 0.75], [0.25, 0.0]],),
        [log(8 / 3), log(8 / 5)],
        "distributions in columns",
        {"axis": 0, "order": 2},
    ),
    Row(
        hellinger_distance,
        ([[1.0, 0.5], [0.0, 0.5]], [[0.0, 0.5], [1.0, 0.5]]),
        [1, 0],
        "distributions in columns",
        {"axis": 0},
    ),
]

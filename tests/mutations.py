"""Break every law and every policy on purpose, and see a test fail each time.

    python tests/mutations.py            # all of them, a few minutes
    python tests/mutations.py units      # those with the word in their name

The source is copied to a temporary folder, changed there in one place, and the tests that ought to
notice run on the copy. A change that no test notices is a fault of the tests.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kullback"


@dataclass(frozen=True)
class Mutation:
    """One change of the source: `old`, which stands there once, into `new`."""

    breaks: str
    file: str
    old: str
    new: str
    tests: str


def law(name, file, old, new, words):
    return Mutation(name, file, old, new, f"tests/test_laws.py -k '{words}'")


LAWS = [
    law(
        "NONNEGATIVE",
        "_mass/gap.py",
        "return chosen(xp, terms < 0, lambda: xp.zeros_like(terms), lambda: terms)",
        "return terms - 1e-9",
        "never_negative or test_law_holds and negative",
    ),
    law(
        "ZERO_WHEN_EQUAL",
        "_mass/weights.py",
        "lambda: d - constant(xp, d), lambda: d)",
        "lambda: d, lambda: d) + noise",
        "zero and equal",
    ),
    law(
        "SYMMETRIC",
        "quantities/jeffreys_divergence.py",
        "p.divergence(q) + q.divergence(p)",
        "2 * p.divergence(q)",
        "jeffreys and order",
    ),
    law(
        "SYMMETRIC_DISTANCE",
        "_mass/mass.py",
        "xp.abs(self.difference(q))",
        "xp.abs(self.difference(q)) * self.share",
        "total_variation and far",
    ),
    law(
        "SYMMETRIC_IN_ITS_VARIABLES",
        "quantities/variation_of_information.py",
        "cells.conditional_entropy(1)",
        "cells.conditional_entropy(0)",
        "variation and order",
    ),
    law(
        "ZERO_WHEN_INDEPENDENT",
        "_mass/joint.py",
        "without_noise(xp, shares.minus(product), product.high)",
        "shares.high - product.high * (1 + 1e-12)",
        "independent",
    ),
    law(
        "AT_MOST_THE_SURPRISE_OF_EITHER",
        "_mass/joint.py",
        "ratio = self._gap_to_independence().log_ratio()",
        "ratio = 2 * self._gap_to_independence().log_ratio()",
        "pointwise and surprise",
    ),
    law(
        "UNMOVED_BY_SCALE",
        "_mass/joint.py",
        "shares = weights / weights.sum(-1)",
        "shares = weights",
        "information_gain and Multiplying",
    ),
    law(
        "FALLS_WITH_THE_ORDER",
        "_mass/orders.py",
        "total * _log1p_over(xp, (1.0 - order) * total)",
        "total * _log1p_over(xp, (order - 1.0) * total)",
        "renyi_entropy and rises",
    ),
    law(
        "RISES_WITH_THE_ORDER",
        "_mass/orders.py",
        "value = xp.where(near, close, _by",
        "value = xp.where(near, close / order, _by",
        "renyi_divergence and falls",
    ),
    law(
        "CONTINUOUS_THROUGH_ORDER_ONE",
        "_mass/orders.py",
        "powers[m] / math.factorial(m + 2)",
        "powers[m] / math.factorial(m + 3)",
        "renyi_divergence and limit",
    ),
    law(
        "AT_MOST_ONE",
        "quantities/hellinger_distance.py",
        "p.outcomes.answer(p.outcomes.sum(squares)) / 2.0",
        "p.outcomes.answer(p.outcomes.sum(squares))",
        "hellinger and most",
    ),
    law(
        "AT_MOST_ONE_BIT",
        "_mass/mass.py",
        "self.outcomes.sum(self.mixture_terms(q)) / 2.0",
        "self.outcomes.sum(self.mixture_terms(q))",
        "jensen and bit",
    ),
    law(
        "FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES",
        "quantities/perplexity.py",
        "xp.exp(p.expected_surprise(of=p))",
        "xp.exp(2 * p.expected_surprise(of=p))",
        "perplexity and number",
    ),
    law(
        "GREATEST_WHEN_UNIFORM",
        "quantities/entropy.py",
        "p.expected_surprise(of=p)",
        "1 / (1 + p.expected_surprise(of=p))",
        "entropy and greatest",
    ),
    law(
        "LEAST_WHEN_Q_IS_P",
        "quantities/cross_entropy.py",
        "p.expected_surprise(of=q)",
        "p.expected_surprise(of=p) / (1 + p.expected_surprise(of=q))",
        "cross_entropy and least",
    ),
    law(
        "SHRINKS_WHEN_MERGED",
        "_mass/gap.py",
        "lambda: d * r + 2.0 * self.p * atanh_minus(xp, r)",
        "lambda: d * d * d * d",
        "kl_divergence and Merging",
    ),
    law(
        "NO_DISTANCE_FROM_MERGING",
        "_mass/mass.py",
        "self.outcomes.sum(xp.abs(self.difference(q))) / 2.0",
        "self.outcomes.sum(self.difference(q) ** 4)",
        "total_variation and Merging",
    ),
    law(
        "ADDS_OVER_INDEPENDENT_PARTS",
        "quantities/entropy.py",
        "p.expected_surprise(of=p)",
        "p.expected_surprise(of=p) ** 2",
        "entropy and parts",
    ),
    law(
        "QUADRATIC_NEAR_EQUALITY",
        "_mass/gap.py",
        "lambda: d * r + 2.0 * self.p * atanh_minus(xp, r)",
        "lambda: abs(d) + d * r",
        "kl_divergence and grows",
    ),
    law(
        "TRIANGLE_INEQUALITY",
        "quantities/jensen_shannon_distance.py",
        "p.outcomes.root(in_unit(p.mean_divergence_to_mixture(q), unit))",
        "in_unit(p.mean_divergence_to_mixture(q), unit) ** 8",
        "jensen and round",
    ),
    law(
        "UNMOVED_BY_REORDERING",
        "_mass/outcomes.py",
        "places(xp, x) == place",
        "places(xp, x) == 0",
        "Reordering",
    ),
    law(
        "DISTANCE_UNMOVED_BY_REORDERING",
        "_mass/mass.py",
        "self.outcomes.sum(xp.abs(self.difference(q))) / 2.0",
        "self.outcomes.sum(xp.abs(self.difference(q))[..., 1:]) / 2.0",
        "total_variation and Reordering",
    ),
    law(
        "IGNORES_IMPOSSIBLE_OUTCOMES",
        "_mass/orders.py",
        "ones = xp.where(p.impossible, 0.0, xp.ones_like(p.weight))",
        "ones = xp.ones_like(p.weight)",
        "renyi and impossible",
    ),
    law(
        "DISTANCE_IGNORES_IMPOSSIBLE_OUTCOMES",
        "_mass/mass.py",
        "self.outcomes.sum(xp.abs(self.difference(q))) / 2.0",
        "self.outcomes.sum(xp.abs(self.difference(q))) / self.weight.shape[-1]",
        "total_variation and impossible",
    ),
    law(
        "RARER_IS_MORE_SURPRISING",
        "quantities/self_information.py",
        "event(p, given=given).surprise()",
        "event(p, given=given).expected_surprise()",
        "self_information and rarer",
    ),
    law(
        "ADDS_OVER_INDEPENDENT_EVENTS",
        "_mass/event.py",
        "0.0 - xp.log(xp.where(p == 0, 1.0, p))",
        "(1.0 - p) + 0.0 * xp.log(xp.where(p == 0, 1.0, p))",
        "self_information and events",
    ),
    law(
        "SAME_FOR_EVENT_AND_COMPLEMENT",
        "_mass/event.py",
        "return cls(xp, p, 1.0 - p, _surprise",
        "return cls(xp, p, p, _surprise",
        "binary and complement",
    ),
]

INPUTS, JOINT, CONTRACT = (
    "tests/test_inputs.py",
    "tests/test_joint_inputs.py",
    "tests/test_contract.py",
)
REFERENCES, LIBRARIES = "tests/test_references.py", "tests/test_library_inputs.py"
DIGITS, DRAWS = "tests/test_digits_of_gradients.py", "tests/test_many_draws.py"
POLICIES = [
    Mutation(
        "0 log 0 = 0",
        "_mass/mass.py",
        "xp.where(self.weight == 0, 0.0, xp.where(of.impossible, 0.0, surprise))",
        "surprise",
        f"{INPUTS} -k impossible",
    ),
    Mutation(
        "p > 0 = q is infinite, cross-entropy",
        "_mass/mass.py",
        "xp.where(infinite & ~xp.isnan(mean), math.inf, mean)",
        "mean",
        f"{INPUTS} -k impossible",
    ),
    Mutation(
        "p > 0 = q is infinite, KL",
        "_mass/gap.py",
        "xp.where(self.possible() & self.impossible(), math.inf, terms)",
        "terms",
        f"{INPUTS} -k impossible",
    ),
    Mutation(
        "p > 0 = q is infinite, logits",
        "_mass/logits.py",
        "xp.where(self.possible & q.impossible, math.inf, q_share - p_share)",
        "q_share + p_share",
        f"{INPUTS} -k impossible",
    ),
    Mutation(
        "possible however rare is not impossible",
        "_mass/logits.py",
        "return self.logits > -math.inf",
        "return self.weight > 0",
        f"{INPUTS} -k rare",
    ),
    Mutation(
        "NaN in NaN out",
        "_mass/logits.py",
        "top = xp.where(xp.isfinite(top), top, math.nan)",
        "top = top",
        f"{INPUTS} -k 'nan or logits'",
    ),
    Mutation(
        "NaN in NaN out, pointwise",
        "_mass/joint.py",
        "xp.where(xp.isnan(self.cells.total), math.nan, ratio)",
        "ratio",
        f"{JOINT} -k nan",
    ),
    Mutation(
        "negative probabilities are refused",
        "_mass/checks.py",
        "refuse(xp, probs < 0, probs",
        "refuse(xp, probs < -1, probs",
        f"{INPUTS} -k negative",
    ),
    Mutation(
        "the tolerance of sums",
        "_mass/reading.py",
        "None if normalize else math.sqrt(e)",
        "None if normalize else 2 * math.sqrt(e)",
        f"{INPUTS} -k tolerance",
    ),
    Mutation(
        "sums are checked over all axes of a joint",
        "_mass/joint.py",
        "def entropy(self) -> Array:",
        "def entropy(self, _=0) -> Array:\n        return 0.0 * self.cells.total[..., 0]\n\n    def _entropy(self) -> Array:",
        "tests/test_contract.py -k joint_entropy",
    ),
    Mutation(
        "normalize divides by the sum",
        "_mass/weights.py",
        "return gap.divergence_terms(self.total)",
        "return gap.divergence_terms(1.0)",
        f"{CONTRACT} -k normalize",
    ),
    Mutation(
        "units: nats over the unit",
        "_units.py",
        "return nats / NATS_PER[unit]",
        "return nats * NATS_PER[unit]",
        f"{CONTRACT} -k unit",
    ),
    Mutation(
        "units: every synonym",
        "_units.py",
        '"ban", "bans", "dit", "dits"), math',
        '"ban", "bans", "dit"), math',
        f"{CONTRACT} -k unit",
    ),
    Mutation(
        "axis",
        "_mass/outcomes.py",
        "gathered = moved(self.xp, x, self.axes, last)",
        "gathered = moved(self.xp, x, last, last)",
        f"{CONTRACT} -k axis",
    ),
    Mutation(
        "keepdims",
        "_mass/outcomes.py",
        "return self.spread(total) if self.keepdims",
        "return self.spread(total) if not self.keepdims",
        f"{CONTRACT} -k keepdims",
    ),
    Mutation(
        "on: which variable is known",
        "_mass/checks.py",
        "return places[0]",
        "return 1 - places[0]",
        f"{CONTRACT} -k conditional_entropy",
    ),
    Mutation(
        "given: one form for each",
        "_mass/reading.py",
        "of_p, of_q = given",
        "of_q, of_p = given",
        f"{CONTRACT} -k form",
    ),
    Mutation(
        "labels below 0",
        "_mass/checks.py",
        "xp, labels < 0, labels, name,",
        "xp, labels < -9, labels, name,",
        f"{INPUTS} -k labels",
    ),
    Mutation(
        "labels above n",
        "_mass/checks.py",
        "refuse(xp, labels >= n, labels",
        "refuse(xp, labels > n, labels",
        f"{INPUTS} -k labels",
    ),
    Mutation(
        "half precision is computed in float32",
        "_arrays/reading.py",
        "width = xp.float32 if narrow else double",
        "width = double",
        f"{INPUTS} -k 'width or half'",
    ),
    Mutation(
        "the wider width wins",
        "_arrays/reading.py",
        "narrow = bool(types) and all(",
        "narrow = bool(types) and any(",
        f"{INPUTS} -k wider",
    ),
    Mutation(
        "libraries are not mixed",
        "_arrays/reading.py",
        "if len(libraries) > 1:",
        "if len(libraries) > 9:",
        f"{INPUTS} -k mixed",
    ),
    Mutation(
        "pandas indexes agree",
        "_arrays/reading.py",
        'if "series" in origins:',
        'if "nothing" in origins:',
        f"{INPUTS} -k indexes",
    ),
    Mutation(
        "empty axes are refused",
        "_mass/checks.py",
        "if array.shape[axis] == 0:",
        "if array.shape[axis] == -1:",
        f"{INPUTS} -k outcomes",
    ),
    Mutation(
        "order 0",
        "_mass/orders.py",
        "return outcomes.answer(xp.log(_number_of_possible(p)))",
        "return outcomes.answer(xp.log(_number_of_possible(p) + 1))",
        f"{CONTRACT} -k renyi_entropy",
    ),
    Mutation(
        "order infinity",
        "_mass/orders.py",
        "if order >= VAST:",
        "if order > math.inf:",
        f"{CONTRACT} -k renyi_divergence",
    ),
    Mutation(
        "skew symmetry of orders",
        "_mass/orders.py",
        "swapped * (order / (1.0 - order))",
        "swapped",
        f"{REFERENCES} -k renyi_divergence",
    ),
    Mutation(
        "conditioning on the last axis",
        "_mass/joint.py",
        "(shares.sum(axis) for axis in (-2, -3))",
        "(shares.sum(axis) for axis in (-2, -1))",
        f"{CONTRACT} -k conditional_mutual",
    ),
    Mutation(
        "nearly independent tables",
        "_mass/exact.py",
        "return high + (low + (self.low - other.low))",
        "return high",
        f"{REFERENCES} -k independent",
    ),
    Mutation(
        "nearly equal: the Newton step",
        "_mass/weights.py",
        "without_noise(xp, d - change, high), high + change",
        "without_noise(xp, d, high), high",
        f"{REFERENCES} -k hard_cases",
    ),
    Mutation(
        "nearly equal: the exact product",
        "_mass/weights.py",
        "d = (p.weight - high) - low",
        "d = p.weight - high",
        f"{REFERENCES} -k hard_cases",
    ),
    Mutation(
        "nearly equal: totals that are not",
        "_mass/weights.py",
        "xp.abs(excess) <= 16.0 * precision.eps",
        "xp.abs(excess) <= 1e3",
        f"{REFERENCES} -k hard_cases",
    ),
    Mutation(
        "zeros are seen",
        "_arrays/numpy_arrays.py",
        "initial=np.inf) > 0)",
        "initial=np.inf) >= 0)",
        f"{INPUTS} -k impossible",
    ),
    Mutation(
        "confident: terms below the normal numbers",
        "_mass/logits.py",
        "xp, rest < precision_of(xp, rest).faint,",
        "xp, rest < 0.0,",
        f"{REFERENCES} -k 'just_above and numpy'",
    ),
    Mutation(
        "entropy: terms below the normal numbers",
        "_mass/logits.py",
        "faint = mean < precision_of(xp, self.weight).faint",
        "faint = mean < 0.0",
        f"{REFERENCES} -k 'just_above and numpy'",
    ),
    Mutation(
        "entropy: the surprise of the likely below the normal numbers",
        "_mass/logits.py",
        "if isinstance(of, Logits):",
        "if not of:",
        f"{REFERENCES} -k 'just_above and jax'",
    ),
    Mutation(
        "confident: log1p of the rest",
        "_mass/weights.py",
        "-log1p(xp, -xp.where(likely, rest, 0.0))",
        "-xp.log(1.0 - xp.where(likely, rest, 0.0))",
        f"{REFERENCES} -k hard_cases",
    ),
    Mutation(
        "logits: the exact difference",
        "_mass/logits.py",
        "rounded * (1.0 + low))",
        "rounded)",
        f"{REFERENCES} -k hard_cases",
    ),
    Mutation(
        "sums by halves",
        "_mass/outcomes.py",
        "while (n := terms.shape[-1]) > most:",
        "while (n := terms.shape[-1]) > 10**9:",
        f"{REFERENCES} -k 'long or hard'",
    ),
    Mutation(
        "values that torch does not show",
        "_arrays/torch_tensors.py",
        "if torch.compiler.is_compiling() or condition.device",
        "if condition.device",
        f"{LIBRARIES} -k torch_does_not",
    ),
    Mutation(
        "values that jax does not show",
        "_arrays/jax_arrays.py",
        "except jax.errors.ConcretizationTypeError:",
        "except ZeroDivisionError:",
        f"{LIBRARIES} -k jax_does_not",
    ),
    Mutation(
        "derivative: of logarithms, not of ratios",
        "_arrays/torch_tensors.py",
        "return value.detach() + (approximate - approximate.detach())",
        "return value.detach()",
        "tests/test_gradients.py -k torch",
    ),
    Mutation(
        "derivative: at equality",
        "_mass/gap.py",
        "return chosen(xp, terms < 0, lambda: xp.zeros_like(terms), lambda: terms)",
        "return xp.maximum(terms, xp.zeros_like(terms))",
        "tests/test_gradients.py -k 'torch or jax'",
    ),
    Mutation(
        "derivative: the root at 0",
        "_mass/outcomes.py",
        "xp.where(x == 0, 0.0, xp.sqrt(xp.where(x == 0, 1.0, x)))",
        "xp.sqrt(x)",
        "tests/test_gradients.py -k 'torch or jax'",
    ),
    Mutation(
        "derivative: of the impossible event",
        "_mass/event.py",
        "0.0 - xp.log(xp.where(p == 0, 1.0, p))",
        "0.0 - xp.log(p)",
        "tests/test_gradients.py -k impossible",
    ),
    Mutation(
        "derivative: a confident prediction",
        "_mass/logits.py",
        "xp.where(self.is_top, 0.0, self.gap) + ",
        "self.gap + ",
        f"{DIGITS} -k 'confident and torch'",
    ),
    Mutation(
        "derivative: by the largest of many logits",
        "_mass/logits.py",
        "self.is_top | (self.rest <= 1.0) | xp.isinf(self.gap)",
        "self.is_top | ~self.is_top",
        f"{DIGITS} -k 'confident and torch'",
    ),
    Mutation(
        "second derivative: a confident prediction",
        "_mass/logits.py",
        "self.is_top | (self.rest <= 1.0) | xp.isinf(self.gap)",
        "self.is_top | xp.isinf(self.gap)",
        f"{DIGITS} -k 'second and torch'",
    ),
    Mutation(
        "an impossible label costs infinity",
        "_mass/logits.py",
        " | xp.isinf(self.gap)",
        "",
        f"{INPUTS} -k impossible",
    ),
    Mutation(
        "derivative: exact differences of logits",
        "_mass/exact.py",
        "xp.where(xp.isfinite(low), constant(xp, low), 0.0)",
        "xp.where(xp.isfinite(low), low, 0.0)",
        f"{DIGITS} -k 'confident and jax'",
    ),
    Mutation(
        "log1p of JAX",
        "_arrays/jax_arrays.py",
        "far = x < -0.25",
        "far = x < -2.0",
        f"{REFERENCES} -k 'jax and unlike'",
    ),
    Mutation(
        "zero between what is proportional",
        "_mass/weights.py",
        "noise = (16.0 * precision_of(xp, d).eps) ** 2",
        "noise = precision_of(xp, d).eps ** 3",
        f"{DRAWS} -k proportional",
    ),
    Mutation(
        "an axis is named once, however it is counted",
        "_mass/checks.py",
        "if len({axis % array.ndim for axis in axes}) < len(axes):",
        "if len(set(axes)) < len(axes):",
        f"{JOINT} -k axes",
    ),
    Mutation(
        "no warning escapes",
        "_arrays/libraries.py",
        'return np.errstate(all="ignore")',
        "return nullcontext()",
        f"{INPUTS} -k no_warning",
    ),
    Mutation(
        "chance: thin tables are drawn",
        "estimate/permutation.py",
        "FEWEST_EXPECTED = 5.0",
        "FEWEST_EXPECTED = 0.0",
        "tests/estimate/test_mutual_information.py",
    ),
    Mutation(
        "chance is taken off",
        "estimate/measures/mutual_information.py",
        "raw=plug_in - null.floor",
        "raw=plug_in",
        "tests/estimate/test_mutual_information.py",
    ),
    Mutation(
        "entropy: its variance, not half of it",
        "estimate/counts/delta_variance.py",
        "return max(variance - second_order, second_order)",
        "return max(variance - second_order, second_order) / 2.0",
        "tests/estimate/test_simulated.py -k entropy",
    ),
    Mutation(
        "entropy: near a flat source its error is no normal one",
        "estimate/measures/interval_of_an_entropy.py",
        "if sample.singletons:",
        "if True:",
        "tests/estimate/test_interval_of_an_entropy.py",
    ),
    Mutation(
        "entropy: where nothing came twice no upper limit is known",
        "estimate/measures/interval_of_an_entropy.py",
        "least_without_repeats(sample.n, confidence), math.inf",
        "least_without_repeats(sample.n, confidence), high",
        "tests/estimate/test_interval_of_an_entropy.py -k came_twice",
    ),
    Mutation(
        "entropy: how likely it is that nothing comes twice",
        "estimate/measures/interval_of_an_entropy.py",
        "chdtri(4.0,",
        "chdtri(2.0,",
        "tests/estimate/test_interval_of_an_entropy.py -k came_twice",
    ),
    Mutation(
        "entropy: more might have come twice",
        "estimate/measures/interval_of_an_entropy.py",
        "math.hypot(raw - low, less)",
        "(raw - low)",
        "tests/estimate/test_interval_of_an_entropy.py -k 'might_have or not_below'",
    ),
    Mutation(
        "entropy: the unseen may be rarer than what was seen once",
        "estimate/measures/interval_of_an_entropy.py",
        "return low, high + more_if_the_unseen_are_rarer(sample)",
        "return low, high",
        "tests/estimate/test_interval_of_an_entropy.py",
    ),
    Mutation(
        "hostile: what is under a mask is counted",
        "estimate/as_array.py",
        "values.mask.any()",
        "values.mask.all()",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: text is parsed as a count",
        "estimate/counts/fingerprint.py",
        "    if text:",
        "    if not text and len(array) > 2:",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: whole numbers beyond 2**53 become one",
        "estimate/numbers/sample.py",
        "EXACT = 2**53",
        "EXACT = 2**63",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: one outcome cannot be all there is",
        "estimate/measures/interval_of_an_entropy.py",
        "        low = 0.0  #",
        "        low = low  #",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: NSB looks nowhere near so many outcomes",
        "estimate/counts/nemenman_shafee_bialek.py",
        "-60.0 - math.log(outcomes)",
        "-60.0",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: confidence next to one",
        "estimate/intervals.py",
        "-float(ndtri((1.0 - confidence) / 2.0))",
        "float(ndtri((1.0 + confidence) / 2.0))",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: an interval below what can be",
        "estimate/intervals.py",
        "max(value + reach, lowest)",
        "value + reach",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: an infinite entropy passes",
        "estimate/measures/entropy_of_a_sample.py",
        "not math.isfinite(raw)",
        "math.isnan(raw)",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: more observations than a log density has digits",
        "estimate/counts/posterior_on_a_line.py",
        "MOST_OBSERVATIONS = 2**50",
        "MOST_OBSERVATIONS = 2**400",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "hostile: an interval beside its value",
        "estimate/numbers/answer.py",
        "min(max(low, lowest), value)",
        "max(low, lowest)",
        "tests/estimate/test_hostile_input.py",
    ),
    Mutation(
        "numbers: a border is compared as it is",
        "estimate/numbers/line.py",
        "slack = 4.0",
        "slack = -4.0",
        "tests/estimate/numbers/test_neighbours.py",
    ),
    Mutation(
        "numbers: copies raise the number of neighbours",
        "estimate/numbers/wang_kulkarni_verdu.py",
        "+ digamma(a) - digamma(b)",
        "",
        "tests/estimate/numbers/test_kl_divergence.py",
    ),
    Mutation(
        "numbers: the neighbour beyond copies comes after all of them",
        "estimate/numbers/neighbours.py",
        "counted[tied] = copies + 1 - own",
        "counted[tied] = copies",
        "tests/estimate/numbers/test_kl_divergence.py -k copies",
    ),
    Mutation(
        "numbers: what more neighbours miss",
        "estimate/numbers/answer.py",
        "            high += too_little\n",
        "",
        "tests/estimate/numbers/test_mutual_information_of_numbers.py -k more_neighbours",
    ),
    Mutation(
        "numbers: the error of twenty groups, each by itself",
        "estimate/numbers/group_jackknife.py",
        "spread / math.sqrt(GROUPS - 1) if alone",
        "spread * math.sqrt(GROUPS - 1) if alone",
        "tests/estimate/numbers/test_differential_entropy.py -k many_rows",
    ),
    Mutation(
        "numbers: the logarithm of a mean is too low",
        "estimate/discriminative/variational_bound.py",
        "return found - of_second / 2.0, found,",
        "return found, found,",
        "tests/estimate/numbers/test_variational_bound.py -k formulas",
    ),
    Mutation(
        "numbers: log-odds are shifted so that e^f has mean 1",
        "estimate/discriminative/variational_bound.py",
        "shifted[fold_of == number] -= math",
        "shifted[fold_of == number] -= 0.3 + math",
        "tests/estimate/numbers/test_variational_bound.py -k of_the_densities",
    ),
    Mutation(
        "numbers: what is too rare to be seen is not relied on",
        "estimate/discriminative/variational_bound.py",
        "shifted = np.minimum(shifted, math.log(len(y) / RARE))",
        "shifted = np.minimum(shifted, math.log(len(y)))",
        "tests/estimate/numbers/test_variational_bound.py -k cut_off",
    ),
    Mutation(
        "neighbours: a box that may hold a nearer one is opened",
        "kernels/numba/neighbour_walks.py",
        "if farther < bound:",
        "if farther < 0.9 * bound:",
        "tests/estimate/numbers/test_compiled_neighbours.py -k distances",
    ),
    Mutation(
        "neighbours: what lies on the border",
        "kernels/numba/neighbour_walks.py",
        "found += near[j] <= reach",
        "found += near[j] < reach",
        "tests/estimate/numbers/test_compiled_neighbours.py -k counts",
    ),
    Mutation(
        "neighbours: differences are compared, not sums",
        "kernels/numba/neighbours_on_a_line.py",
        "last += half if ordered[np.uintp(last + half - 1)] - x <= reach else 0",
        "last += half if ordered[np.uintp(last + half - 1)] <= x + reach else 0",
        "tests/estimate/numbers/test_compiled_neighbours.py -k counts",
    ),
    Mutation(
        "neighbours: a node is parted at its middle",
        "kernels/numba/neighbour_tree.py",
        "n * (2 * place + 1) >> (deeper + 1))",
        "begin)",
        "tests/estimate/numbers/test_compiled_neighbours.py -k box",
    ),
    Mutation(
        "numbers: rounded values have no density",
        "estimate/numbers/sample.py",
        "MOST_REPEATED = 0.05",
        "MOST_REPEATED = 0.6",
        "tests/estimate/numbers/test_differential_entropy.py",
    ),
    Mutation(
        "numbers: what the second sample never came near",
        "estimate/numbers/kl_divergence.py",
        "MOST_OUT_OF_REACH = 0.02",
        "MOST_OUT_OF_REACH = 2.0",
        "tests/estimate/numbers/test_kl_divergence.py",
    ),
    Mutation(
        "a value that is not listed is no silence",
        "tables/contingency.py",
        "if codes.max(initial=0) >= self.codings[name].unlisted:",
        "if False:",
        "tests/tables/test_contingency_tables.py",
    ),
]

KERNELS, EXTREMES = "tests/test_kernels.py", "tests/test_kernel_extremes.py"
# Each is compiled anew: about a minute.
FAST_PATHS = [
    Mutation(
        "kernel: a term near equality",
        "kernels/numba/logarithm.py",
        "return close if near else far",
        "return far",
        f"{KERNELS} -k 'hard_cases and near_equal'",
    ),
    Mutation(
        "kernel: a term far from equality",
        "kernels/numba/logarithm.py",
        "return close if near else far",
        "return close",
        f"{KERNELS} -k 'definition and kl_divergence'",
    ),
    Mutation(
        "kernel: totals that differ",
        "kernels/numba/probability_pairs.py",
        "value = max(terms - apart, 0.0) / total\n    vague = apart",
        "value = max(terms, 0.0) / total\n    vague = apart",
        f"{KERNELS} -k hard_cases",
    ),
    Mutation(
        "kernel: too small to take apart",
        "kernels/numba/probability_pairs.py",
        "np.int64((a > 0.0) & (b < TINY))",
        "np.int64((a > 0.0) & (b < 0.0))",
        f"{KERNELS} -k 'hard_cases and tiny'",
    ),
    Mutation(
        "kernel: only the scale makes it impossible",
        "kernels/numba/probability_pairs.py",
        "(a > 0.0) & (np.float64(q[i]) == 0.0)",
        "(a > 0.0) & (b == 0.0)",
        f"{EXTREMES} -k tiny",
    ),
    Mutation(
        "kernel: the powers of two there are",
        "kernels/numba/logarithm.py",
        "k = max(np.int64(np.int64(bits + HALF) >> BITS), LEAST_POWER)",
        "k = np.int64(np.int64(bits + HALF) >> BITS)",
        f"{EXTREMES} -k beside",
    ),
    Mutation(
        "kernel: the ratio of totals that differ by rounding alone",
        "kernels/numba/probability_pairs.py",
        "vague = apart > terms / 4.0 or",
        "vague =",
        f"{EXTREMES} -k tolerance",
    ),
    Mutation(
        "kernel: the total of q is checked",
        "kernels/numba/probability_pairs.py",
        "fine = abs(total - 1.0) <= tolerance and abs(q_total - 1.0) <= tolerance",
        "fine = abs(total - 1.0) <= tolerance",
        f"{EXTREMES} -k refused",
    ),
    Mutation(
        "kernel: two above one half",
        "kernels/numba/probability_rows.py",
        "if sums[NEGATIVE] > 0.0 or sums[TOPS] > 1.0 or sums[HARD] > 0.0:",
        "if sums[NEGATIVE] > 0.0 or sums[HARD] > 0.0:",
        f"{EXTREMES} -k half",
    ),
    Mutation(
        "kernel: room above the reference",
        "kernels/numba/logit_rows.py",
        "ROOM = 80",
        "ROOM = 1000",
        f"{EXTREMES} -k late",
    ),
    Mutation(
        "kernel: a ratio that is not formed",
        "kernels/numba/logit_rows.py",
        "FAR = 500.0",
        "FAR = 5000.0",
        f"{EXTREMES} -k far",
    ),
    Mutation(
        "kernel: log1p of the others",
        "kernels/numba/logit_rows.py",
        "return math.log1p(rest / own), own",
        "return math.log(1.0 + rest / own), own",
        f"{EXTREMES} -k confident",
    ),
    Mutation(
        "kernel: the entropy of a peaked row",
        "kernels/numba/logit_rows.py",
        "return value if value >= ENOUGH * (1.0 + sizes / total) else np.nan",
        "return value",
        f"{KERNELS} -k hard_cases",
    ),
    Mutation(
        "kernel: the largest probability stands apart",
        "kernels/numba/probability_rows.py",
        "if top > half and state[TOPS] == 0.0:\n            k = b + first_above(p[b:e], half)",
        "if top > 2.0 and state[TOPS] == 0.0:\n            k = b + first_above(p[b:e], half)",
        f"{KERNELS} -k hard_cases",
    ),
    Mutation(
        "kernel: a sum that is not 1",
        "kernels/numba/probability_rows.py",
        "not abs(total - 1.0) <= min(tolerance, 0.5)",
        "not abs(total - 1.0) <= 0.5",
        f"{KERNELS} -k bad_probabilities",
    ),
    Mutation(
        "kernel: negative probabilities",
        "kernels/numba/probability_rows.py",
        "if sums[NEGATIVE] > 0.0 or sums[TOPS] > 1.0 or sums[HARD] > 0.0:",
        "if sums[TOPS] > 1.0 or sums[HARD] > 0.0:",
        f"{EXTREMES} -k negative",
    ),
    Mutation(
        "kernel: the last chunk of a row",
        "kernels/numba/summing.py",
        "return (n + CHUNK - 1) // CHUNK",
        "return max(n // CHUNK, 1)",
        f"{KERNELS} -k definition",
    ),
    Mutation(
        "kernel: what a sum loses is carried along",
        "kernels/numba/summing.py",
        "return total, low + ((high - total) + x)",
        "return total, low",
        f"{KERNELS} -k 'hard_cases and long'",
    ),
    Mutation(
        "kernel: the derivative at the label",
        "kernels/numba/logit_rows.py",
        "slopes[k] = -rest * factor",
        "slopes[k] = own * factor - 1.0",
        "tests/losses",
    ),
    Mutation(
        "kernel: rows left to the definition",
        "kernels/table.py",
        "left = np.flatnonzero(~trusted)",
        "left = np.flatnonzero(trusted)",
        f"{EXTREMES} -k tiny",
    ),
    Mutation(
        "kernel: few classes, the label left out",
        "kernels/numba/few_classes.py",
        "        own[r] = tile[k, r]\n        tile[k, r] = 0.0",
        "        own[r] = tile[k, r]",
        f"{EXTREMES} -k confident",
    ),
    Mutation(
        "kernel: soft targets, log1p of the others",
        "kernels/numba/soft_targets.py",
        "mean + math.log1p(rest / own)",
        "mean + math.log(1.0 + rest / own)",
        f"{KERNELS} -k 'hard_cases and confident'",
    ),
    Mutation(
        "kernel: what rounding loses of a centred difference",
        "kernels/numba/exp_minus.py",
        "return s, lost + (low - rest)",
        "return s, 0.0 * low",
        f"{KERNELS} -k logits",
    ),
    Mutation(
        "kernel: a centre that is off is moved",
        "kernels/numba/logit_pairs_kl.py",
        "return (terms - apart, 0.0) if apart <= terms / 4.0 else (np.nan, step)",
        "return terms - apart, 0.0",
        f"{KERNELS} -k 'kl_divergence or pairs'",
    ),
    Mutation(
        "kernel: the two halves of a centre",
        "kernels/numba/logit_pairs.py",
        "total, lost = difference(high, -low)",
        "total, lost = high, low",
        "tests/losses/test_kl_divergence_with_gradient.py -k digits",
    ),
    Mutation(
        "kernel: the derivative of what is nearly equal",
        "kernels/numba/logit_pairs_slopes.py",
        "out[i] = p * change if near else q - p",
        "out[i] = q - p",
        "tests/losses/test_kl_divergence_with_gradient.py -k digits",
    ),
    Mutation(
        "kernel: memory that labels lie in is not written to",
        "losses/with_gradient.py",
        "for x in (*others, *logits)",
        "for x in logits",
        "tests/losses -k written_over",
    ),
    Mutation(
        "kernel: the largest that comes late",
        "kernels/numba/logit_pairs_kl.py",
        " | (u > high))",
        ")",
        f"{KERNELS} -k comes_late",
    ),
    Mutation(
        "kernel: where e^a is 0 as well",
        "kernels/numba/logit_pairs_kl.py",
        "EDGE = 0.4",
        "EDGE = 0.0",
        f"{KERNELS} -k edge",
    ),
    Mutation(
        "kernel: what b has where e^a is 0",
        "kernels/numba/logit_pairs.py",
        "number(p == 0)",
        "number(a[i] == -np.inf)",
        f"{KERNELS} -k edge",
    ),
    Mutation(
        "kernel: both of a pair sum to 1",
        "kernels/logit_pairs.py",
        "    for total in totals:\n",
        "    for total in totals[:1]:\n",
        f"{KERNELS} -k 'pairs and refused'",
    ),
    Mutation(
        "kernel: a centre that is off by what there is to learn",
        "kernels/numba/logit_pairs_slopes.py",
        " and not abs(change) > value",
        "",
        "tests/losses/test_kl_divergence_with_gradient.py -k sure",
    ),
    Mutation(
        "kernel: the centre beside an outcome that is excluded",
        "kernels/numba/logit_pairs_slopes.py",
        "        high, low = moved(a, high, low, change)\n",
        "        high, low = moved(a, high, low, step)\n",
        "tests/losses/test_kl_divergence_with_gradient.py -k 'excluded or digits or sure'",
    ),
    Mutation(
        "kernel: the coefficients of a term that nearly cancels",
        "kernels/numba/fitting.py",
        "DIGITS = 60",
        "DIGITS = 17",
        f"{KERNELS} -k nearly_cancel",
    ),
    Mutation(
        "kernel: half precision has a tolerance of its own",
        "kernels/rows.py",
        "math.inf if normalize else math.sqrt(min(eps))",
        "math.inf if normalize else float(np.finfo(floats[0].dtype).eps) ** 0.5",
        f"{KERNELS} -k 'widths and float16'",
    ),
    Mutation(
        "kernel: the rest of a call that is cut short",
        "kernels/threads.py",
        "        wait(futures)",
        "        pass",
        "tests/test_kernel_calls.py -k stopped",
    ),
    Mutation(
        "kernel: one pool",
        "kernels/threads.py",
        "            _pools.clear()  # who is at work in another finishes there\n",
        "",
        "tests/test_kernel_calls.py -k one_pool",
    ),
]
# What is drawn, written, and handed to a pipeline.
SHOWN = [
    Mutation(
        "sides of a picture",
        "plots/column.py",
        "shares = outcome.reference_share, outcome.current_share",
        "shares = outcome.current_share, outcome.reference_share",
        "tests/plots/test_charts.py",
    ),
    Mutation(
        "outcomes of a picture",
        "plots/column.py",
        "if outcome in leading",
        "if outcome in found.outcomes[:most]",
        "tests/plots/test_charts.py",
    ),
    Mutation(
        "direction of drawn terms",
        "plots/divergence_terms.py",
        "backward = kl_divergence_terms(q, p, unit=unit)",
        "backward = kl_divergence_terms(p, q, unit=unit)",
        "tests/plots/test_charts.py",
    ),
    Mutation(
        "ends of drawn intervals",
        "plots/comparison.py",
        '"low": size.low',
        '"low": size.raw',
        "tests/plots/test_charts.py",
    ),
    Mutation(
        "title of a saved picture",
        "plots/saving.py",
        "escape(words)",
        "words",
        "tests/plots/test_saving.py",
    ),
    Mutation(
        "whole files",
        "_files.py",
        "_put_in_place(target.resolve(), mode, place)",
        'target.open("wb")',
        "tests/test_files.py",
    ),
    Mutation(
        "whole files replace none that they were not to",
        "_files.py",
        "place = _rename if replace else _link",
        "place = _rename",
        "tests/test_files.py -k come_to_be",
    ),
    Mutation(
        "a default OUT replaces nothing",
        "cli/encode.py",
        "replace = out is not None",
        "replace = True",
        "tests/cli/test_encode_and_decode_commands.py -k meanwhile",
    ),
    Mutation(
        "temporary files",
        "_files.py",
        "        temporary.unlink(missing_ok=True)",
        "        pass",
        "tests/test_files.py",
    ),
    Mutation(
        "text of a page",
        "report/elements.py",
        "_append_text(made, readable(child))",
        "_append_text(made, child)",
        "tests/report/test_page.py -k surrogates",
    ),
    Mutation(
        "the JSON of a page",
        "report/elements.py",
        '.replace("<", "\\\\u003c")',
        "",
        "tests/report/test_page.py -k runs",
    ),
    Mutation(
        "size of a page",
        "report/comparison.py",
        "ROOM = 900_000",
        "ROOM = 9_000_000",
        "tests/report/test_page.py -k wide",
    ),
    Mutation(
        "dark pictures",
        "report/style.css",
        'svg [fill="#0072b2"] { fill: var(--first); }\n',
        "",
        "tests/report/test_page.py -k colour",
    ),
    Mutation(
        "gate and chance",
        "comparisons/gate.py",
        "finding.alarm and ",
        "",
        "tests/cli/test_report_and_gate.py -k chance",
    ),
    Mutation(
        "gate on the lower end",
        "comparisons/gate.py",
        'size.low if by == "low" else size.value',
        "size.value",
        "tests/cli/test_report_and_gate.py -k bits",
    ),
    Mutation(
        "gate in bits",
        "comparisons/gate.py",
        '.to("bits")',
        "",
        "tests/cli/test_report_and_gate.py -k bits",
    ),
    Mutation(
        "gate without a reader",
        "cli/entry.py",
        "        return code\n    except Exception",
        "        return DONE\n    except Exception",
        "tests/cli/test_report_and_gate.py -k leaves",
    ),
    Mutation(
        "what is given and what is remembered",
        "cli/settings.py",
        "old.kinds | given.kinds",
        "given.kinds | old.kinds",
        "tests/cli/test_report_and_gate.py -k remembered",
    ),
    Mutation(
        "columns of the dataframe",
        "comparisons/frame.py",
        "column.kl_current_reference.value",
        "column.kl_reference_current.value",
        "tests/comparisons/test_frame.py",
    ),
    Mutation(
        "pairs on the page",
        "report/comparison.py",
        "    pairs,\n    together,\n",
        "    together,\n",
        "tests/report/test_page.py -k order",
    ),
    Mutation(
        "the whole table on the page",
        "report/comparison.py",
        "    together,\n    _pictures,\n",
        "    _pictures,\n",
        "tests/report/test_page.py -k order",
    ),
    Mutation(
        "pairs in a notebook",
        "report/comparison.py",
        "        parts.append(pair_table(found))\n",
        "        pass\n",
        "tests/report/test_page.py -k notebook",
    ),
    Mutation(
        "share that equal dependence gives",
        "report/comparison_pairs.py",
        'f"not {percent(cell.expected_share)}"',
        'f"not {percent(cell.reference_share)}"',
        "tests/report/test_page.py -k sizes",
    ),
    Mutation(
        "share beyond independence",
        "comparisons/cells.py",
        "counts[i][j] / size - a / size * b / size",
        "counts[i][j] / size",
        "tests/comparisons/test_pairs.py -k equal_dependence",
    ),
    Mutation(
        "the change of a cell",
        "comparisons/cells.py",
        "(current[i][j] - expected[i][j])",
        "(current[i][j] - reference[i][j])",
        "tests/comparisons/test_pairs.py -k equal_dependence",
    ),
    Mutation(
        "names of levels",
        "comparisons/pooled_levels.py",
        "held[self.folded[code]].append(called[code])",
        "held[0].append(called[code])",
        "tests/comparisons/test_pairs.py -k called",
    ),
    Mutation(
        "levels of one value",
        "comparisons/pooled_levels.py",
        "cells[code] = written(float(found[0]))",
        "pass",
        "tests/comparisons/test_pairs.py -k called",
    ),
    Mutation(
        "disc or square",
        "plots/pair.py",
        '"sign": MORE if getattr(cell, field) > 0 else FEWER',
        '"sign": MORE if getattr(cell, field) < 0 else FEWER',
        "tests/plots/test_charts.py -k pair",
    ),
    Mutation(
        "one scale for both tables",
        "plots/pair.py",
        'fields = ("change",) if field == "change" else ("reference_beyond", "current_beyond")',
        "fields = (field,)",
        "tests/plots/test_charts.py -k marks",
    ),
    Mutation(
        "the gate and pairs",
        "comparisons/gate.py",
        "*comparison.pairs, ",
        "",
        "tests/cli/test_report_and_gate.py -k pairs_and",
    ),
    Mutation(
        "the gate and the whole table",
        "comparisons/gate.py",
        "[comparison.table] if comparison.table else []",
        "[]",
        "tests/cli/test_report_and_gate.py -k pairs_and",
    ),
    Mutation(
        "a pair has no lower end",
        "comparisons/gate.py",
        ' if by == "estimate" else -math.inf',
        "",
        "tests/cli/test_report_and_gate.py -k pairs_and",
    ),
    Mutation(
        "a pair at the gate in bits",
        "comparisons/gate.py",
        ' * NATS_PER[unit] / NATS_PER["bits"]',
        "",
        "tests/cli/test_report_and_gate.py -k pairs_and",
    ),
    Mutation(
        "leaving pairs out",
        "cli/compare.py",
        "pairs=not no_pairs",
        "pairs=True",
        "tests/cli/test_report_and_gate.py -k looked_at",
    ),
    Mutation(
        "leaving the whole table out",
        "cli/compare.py",
        "joint=not no_joint",
        "joint=True",
        "tests/cli/test_report_and_gate.py -k looked_at",
    ),
    Mutation(
        "what a full disk says",
        "cli/entry.py",
        "if isinstance(error, OSError) and error.strerror and not error.filename:",
        "if False:",
        "tests/cli/test_report_and_gate.py -k room",
    ),
    Mutation(
        "dependence in the answer",
        "comparisons/answer.py",
        '        told += f"; of dependence, {_pair(pair, found.unit)}" if pair else ""\n',
        "",
        "tests/comparisons/test_answer.py",
    ),
    Mutation(
        "the whole table in the answer",
        "comparisons/answer.py",
        "if first.alarm and whole.at_least <= first.jensen_shannon_divergence.value:",
        "if first.alarm:",
        "tests/comparisons/test_answer.py",
    ),
    Mutation(
        "chance in the answer",
        "comparisons/answer.py",
        "if whole is None or not whole.alarm:",
        "if whole is None:",
        "tests/comparisons/test_answer.py",
    ),
    Mutation(
        "one table on standard input",
        "cli/sources.py",
        "> 1:",
        "> 2:",
        "tests/cli/test_standard_input.py -k one_table",
    ),
    Mutation(
        "what is no CSV",
        "tables/files.py",
        "    if kind:\n",
        "    if False:\n",
        "tests/cli/test_standard_input.py -k no_csv",
    ),
    Mutation(
        "swapped words",
        "comparisons/swapped.py",
        "MOST_UNKNOWN = 0.2",
        "MOST_UNKNOWN = 2.0",
        "tests/comparisons/test_pairs.py -k different_words",
    ),
    Mutation(
        "swapped columns that fit worse",
        "comparisons/swapped.py",
        "CHANCE = 5.0",
        "CHANCE = 5e9",
        "tests/comparisons/test_pairs.py -k many_words",
    ),
    Mutation(
        "swapped numbers of another size",
        "comparisons/swapped.py",
        "        unknown += float(beyond.mean())\n",
        "        pass\n",
        "tests/comparisons/test_pairs.py -k different_sizes",
    ),
]

WHOLE = "tests/comparisons/test_whole_table.py"
WHOLE_TABLE = [
    Mutation(
        "whole table: one thread in the first comparison",
        "estimate/discriminative/classifier.py",
        "    import sklearn.ensemble  # noqa: F401  # only libraries that are loaded can be limited\n",
        "",
        f"{WHOLE} -k first_comparison",
    ),
    Mutation(
        "whole table: models are not shown the rows they judge",
        "estimate/discriminative/classifier.py",
        "train, held_out = rows[fold_of != fold], rows[fold_of == fold]",
        "train, held_out = rows, rows[fold_of == fold]",
        f"{WHOLE} -k a_model_that_saw_it",
    ),
    Mutation(
        "whole table: weights are fitted without the fold",
        "estimate/discriminative/classifier.py",
        "others = [other for other in range(FOLDS) if other != fold]",
        "others = list(range(FOLDS))",
        f"{WHOLE} -k outside_the_fold",
    ),
    Mutation(
        "whole table: a model may have no weight",
        "estimate/discriminative/classifier.py",
        "WEIGHTS = tuple(step / 4 for step in range(6))",
        "WEIGHTS = tuple(step / 4 for step in range(1, 6))",
        f"{WHOLE} -k switched_off",
    ),
    Mutation(
        "whole table: the sign of the odds",
        "estimate/discriminative/classifier.py",
        "np.where(of_current, logits, -logits)",
        "np.where(of_current, -logits, logits)",
        f"{WHOLE} -k formulas",
    ),
    Mutation(
        "whole table: both tables count the same",
        "estimate/discriminative/classifier.py",
        "if share == 0.5:",
        "if share > 0.0:",
        f"{WHOLE} -k unequal_size",
    ),
    Mutation(
        "whole table: the seed draws the folds",
        "estimate/discriminative/classifier.py",
        "generator = np.random.default_rng(seed)",
        "generator = np.random.default_rng(0)",
        f"{WHOLE} -k draws_the_folds",
    ),
    Mutation(
        "whole table: terms are squares too",
        "estimate/discriminative/classifier.py",
        "np.triu_indices(len(chosen))",
        "np.triu_indices(len(chosen), 99)",
        f"{WHOLE} -k broken_correlation",
    ),
    Mutation(
        "whole table: numbers are ranked together",
        "comparisons/features.py",
        "number_encoded(np.concatenate([side[name] for side in sides]))",
        "tuple(map(np.concatenate, zip(*(number_encoded(side[name]) for side in sides))))",
        f"{WHOLE} -k blind",
    ),
    Mutation(
        "whole table: a gap is no number",
        "estimate/discriminative/rows.py",
        "indicators = [missing.astype(float)] if missing.any() else []",
        "indicators: list[Array] = []",
        f"{WHOLE} -k 'gap_is_told or come_together'",
    ),
    Mutation(
        "whole table: frequent categories come first",
        "comparisons/features.py",
        "(-counts[label], label)",
        "(counts[label], label)",
        f"{WHOLE} -k gap_is_told",
    ),
    Mutation(
        "whole table: a missing category is no category",
        "comparisons/features.py",
        "[np.nan if label is None else rank[label] for label in labels]",
        "[-1.0 if label is None else rank[label] for label in labels]",
        f"{WHOLE} -k gap_is_told",
    ),
    Mutation(
        "whole table: the standard error is of half a sum",
        "estimate/discriminative/bounds.py",
        "/ len(side) for side in sides)) / 2.0",
        "/ len(side) for side in sides))",
        f"{WHOLE} -k formulas",
    ),
    Mutation(
        "whole table: the bound of KL",
        "estimate/discriminative/bounds.py",
        "first.mean() - second.mean() + 1.0",
        "first.mean() - math.log(second.mean())",
        f"{WHOLE} -k formulas",
    ),
    Mutation(
        "whole table: KL the other way round",
        "comparisons/whole_table.py",
        "kl_bound(-moderate, ~drawn.of_current, confidence)",
        "kl_bound(moderate, drawn.of_current, confidence)",
        f"{WHOLE} -k bounds_of_kl",
    ),
    Mutation(
        "whole table: the confidence that was asked for",
        "estimate/discriminative/bounds.py",
        "low, high = normal(raw, error, confidence)",
        "low, high = normal(raw, error, 0.95)",
        f"{WHOLE} -k confidence_is_that",
    ),
    Mutation(
        "whole table: the unit of the bound",
        "comparisons/whole_table.py",
        "found, moderate = bound.to(unit),",
        'found, moderate = bound.to("bits"),',
        f"{WHOLE} -k figure_is_in_the_unit",
    ),
    Mutation(
        "whole table: columns that define the tables",
        "comparisons/whole_table.py",
        '.to("bits").value >= DEFINING',
        '.to("bits").value >= 2.0',
        f"{WHOLE} -k tell_the_tables_apart",
    ),
    Mutation(
        "whole table: the best of many columns",
        "comparisons/whole_table.py",
        "/ 2.0 / max(len(compared), 1)",
        "/ 2.0",
        f"{WHOLE} -k best_of_many",
    ),
    Mutation(
        "whole table: the larger of two bounds",
        "comparisons/whole_table.py",
        "at_least=max(found.value if p <= alarm.LEVEL else 0.0, best.low if best else 0.0)",
        "at_least=found.value",
        f"{WHOLE} -k tells_more_than_the_classifier",
    ),
    Mutation(
        "whole table: few rows",
        "comparisons/whole_table.py",
        "if rows < classifier.FEWEST_ROWS:",
        "if rows < classifier.FEWEST_ROWS - 1:",
        f"{WHOLE} -k no_figure",
    ),
    Mutation(
        "whole table: many rows",
        "comparisons/whole_table.py",
        "MOST_ROWS = 4_000",
        "MOST_ROWS = 8_000",
        f"{WHOLE} -k at_most_so_many",
    ),
    Mutation(
        "whole table: the columns of most entropy",
        "comparisons/whole_table.py",
        "(-_pooled_entropy(column), column.name)",
        "(_pooled_entropy(column), column.name)",
        f"{WHOLE} -k most_entropy",
    ),
    Mutation(
        "whole table: what explains it costs most when exchanged",
        "comparisons/whole_table.py",
        'np.argsort(-rise, kind="stable")',
        'np.argsort(rise, kind="stable")',
        f"{WHOLE} -k unequal_size",
    ),
    Mutation(
        "whole table: an alarm is beyond chance",
        "comparisons/whole_table.py",
        "return float(ndtr(-bound.raw / bound.std_error))",
        "return float(ndtr(-abs(bound.raw) / bound.std_error))",
        f"{WHOLE} -k loses",
    ),
]

SAME_NUMBER = "tests/tables/test_same_number.py"
COUNTED = [
    Mutation(
        "texts that repeat: each counts as often as it occurs",
        "tables/duckdb_profiles.py",
        'f"sum({size} * times)"',
        'f"sum({size})"',
        f"{SAME_NUMBER} -k once_each",
    ),
    Mutation(
        "texts that hardly repeat are not grouped",
        "tables/duckdb_table.py",
        'if answer["distinct"] <= fewest',
        "if fewest",
        f"{SAME_NUMBER} -k once_each",
    ),
    Mutation(
        "cells in memory are closed on the right",
        "tables/ordered.py",
        'side="right"',
        'side="left"',
        f"{SAME_NUMBER} -k histograms",
    ),
    Mutation(
        "categories in memory that no row has",
        "tables/in_memory.py",
        ' & (counts.get_column("times") > 0)',
        "",
        f"{SAME_NUMBER} -k 'categories and value_counts'",
    ),
    Mutation(
        "a column is profiled once",
        "comparisons/matching.py",
        "profiles = tuple(table.profiles(shared) for table in tables)",
        "profiles = tuple(table.profiles(shared) and table.profiles(shared) for table in tables)",
        "tests/comparisons/test_compare.py -k profiled_once",
    ),
]

# What of dates is compared, and how columns of nothing and odd names are told.
DATES = [
    Mutation(
        "weeks that are whole",
        "comparisons/dates.py",
        '"weekday": ((self.days + 3) % 7, self._end(24 * 7)),',
        '"weekday": ((self.days + 3) % 7, self._end(1)),',
        "tests/comparisons/test_dates.py -k thursdays",
    ),
    Mutation(
        "days that are whole",
        "comparisons/dates.py",
        '"hour": (self.hours % 24, self._end(24)),',
        '"hour": (self.hours % 24, self._end(1)),',
        "tests/comparisons/test_dates.py -k whole_days",
    ),
    Mutation(
        "years that are whole",
        "comparisons/dates.py",
        '"month": (self.months % 12 + 1, self._end_of_years()),',
        '"month": (self.months % 12 + 1, self._end(24)),',
        "tests/comparisons/test_dates.py -k whole_years",
    ),
    Mutation(
        "weekdays from the second time on",
        "comparisons/dates.py",
        "DAYS_FOR_HOURS, DAYS_FOR_WEEKDAYS, MONTHS_FOR_MONTHS = 2, 14, 24",
        "DAYS_FOR_HOURS, DAYS_FOR_WEEKDAYS, MONTHS_FOR_MONTHS = 2, 7, 24",
        "tests/comparisons/test_dates.py -k second_time",
    ),
    Mutation(
        "months from the second time on",
        "comparisons/dates.py",
        "DAYS_FOR_HOURS, DAYS_FOR_WEEKDAYS, MONTHS_FOR_MONTHS = 2, 14, 24",
        "DAYS_FOR_HOURS, DAYS_FOR_WEEKDAYS, MONTHS_FOR_MONTHS = 2, 14, 12",
        "tests/comparisons/test_dates.py -k second_time",
    ),
    Mutation(
        "periods that differ",
        "comparisons/dates.py",
        "return least >= LEAST_IN_COMMON or",
        "return least >= 0.0 or",
        "tests/comparisons/test_dates.py -k default_date",
    ),
    Mutation(
        "the common span where there is no part",
        "comparisons/dates.py",
        "(not any_part and least > 0.0)",
        "False",
        "tests/comparisons/test_dates.py -k shifted",
    ),
    Mutation(
        "what lies outside the span",
        "comparisons/timelines.py",
        "[0, *side[name][1:-1], 0]",
        "[*side[name]]",
        "tests/comparisons/test_dates.py -k shifted",
    ),
    Mutation(
        "ranks within the span",
        "comparisons/timelines.py",
        "[rank + around[0][n][0] for",
        "[rank for",
        "tests/comparisons/test_dates.py -k shifted",
    ),
    Mutation(
        "time itself in no pair",
        "comparisons/datasets.py",
        'if found[0].reading != "time"}',
        "}",
        "tests/comparisons/test_dates.py -k no_pair",
    ),
    Mutation(
        "missing dates told once",
        "comparisons/outcomes.py",
        "    if column.is_part:\n        return []\n",
        "",
        "tests/comparisons/test_dates.py -k infinite",
    ),
    Mutation(
        "the order of the calendar",
        "comparisons/column.py",
        "(_IN_ORDER.get(label, 0) * self.is_part, label)",
        "label",
        "tests/comparisons/test_dates.py -k 'thursdays or whole_years'",
    ),
    Mutation(
        "dates and times of day",
        "comparisons/kinds.py",
        "if profile.iso_text - profile.clocks > MOSTLY * told:",
        "if profile.iso_text > MOSTLY * told:",
        "tests/comparisons/test_kinds.py -k half",
    ),
    Mutation(
        "text that looks like a date",
        "comparisons/matching.py",
        'fitting |= set() if numbers else {"time", "clock"}',
        "fitting |= set()",
        "tests/comparisons/test_dates.py -k by_hand",
    ),
    Mutation(
        "moments in UTC",
        "tables/narwhals_times.py",
        'column = steps(column.dt.convert_time_zone("UTC"))',
        "pass",
        "tests/tables/test_dates_and_times.py -k 'test_parts and Polars'",
    ),
    Mutation(
        "days that do not exist",
        "tables/narwhals_times.py",
        "moment = steps(nw.when(exists).then(of_day))",
        "moment = steps(of_day)",
        "tests/tables/test_dates_and_times.py -k 'test_parts and Polars'",
    ),
    Mutation(
        "moments before 1970",
        "tables/duckdb_times.py",
        'clock = f"(({moment} % {DAY} + {DAY}) % {DAY})"  # % has the sign of the moment',
        'clock = f"({moment} % {DAY})"',
        "tests/tables/test_dates_and_times.py -k 'test_parts and relation'",
    ),
    Mutation(
        "infinite dates",
        "tables/duckdb_times.py",
        "moment = _or_infinite(value, _moment(day, of_day))",
        "moment = _moment(day, of_day)",
        "tests/tables/test_dates_and_times.py -k infinite",
    ),
    Mutation(
        "dates of no standard",
        "tables/delimited.py",
        "    if odd:\n",
        "    if False:\n",
        "tests/tables/test_dates_and_times.py -k only_iso",
    ),
    Mutation(
        "a column of nothing, of any type",
        "comparisons/drawn.py",
        "if c.profiles[side].missing == c.rows[side]}",
        "if False}",
        "tests/comparisons/test_awkward_tables.py -k 'lost_all and Boolean'",
    ),
    Mutation(
        "names written alike, of which there are several",
        "comparisons/matching.py",
        "if letters and len(names) == len(second.get(letters, ())) == 1",
        "if letters and letters in second",
        "tests/comparisons/test_awkward_tables.py -k hinted",
    ),
    Mutation(
        "whole numbers beyond floats",
        "comparisons/bins.py",
        "integral and all(abs(edge.value) < LARGEST_WHOLE for edge in edges)",
        "integral",
        "tests/comparisons/test_awkward_tables.py -k last_digit",
    ),
]

COUNTS = "tests/estimate/test_entropy_estimators.py"
VERIFIED = f"{COUNTS} -k verified"
RARE = "tests/estimate/test_rare_outcomes.py"
POLYNOMIAL = "tests/estimate/test_best_polynomial.py"
EVERY = "tests/estimate/test_every_entropy_estimator.py"


def estimator(name, file, old, new, tests=VERIFIED):
    return Mutation(f"entropy: {name}", f"estimate/counts/{file}.py", old, new, tests)


ENTROPIES = [
    estimator("plug-in variance", "plug_in", "- second_order, second_order)", ", second_order)"),
    estimator("Miller–Madow", "miller_madow", "return (possible - 1)", "return possible"),
    estimator(
        "fewer outcomes than were seen",
        "fingerprint",
        "if possible < seen:",
        "if False:",
        f"{COUNTS} -k fewer_outcomes",
    ),
    estimator("jackknife", "special_functions", "(m - 1.0, -1.0 /", "(m, -1.0 /"),
    estimator(
        "jackknife: one observation",
        "delta_variance",
        "if sample.n < 2:",
        "if False:",
        f"{EVERY} -k extremes",
    ),
    estimator("Grassberger 1988", "grassberger_1988", "(c * (c + 1.0))\n", "(c + 1.0)\n"),
    estimator("Grassberger 2003", "grassberger_2003", "alternating(c) * half", "half"),
    estimator("Schürmann", "schurmann", "x**m / m * hyp2f1", "x**m * hyp2f1"),
    estimator("Zhang", "zhang", "digamma(sample.n) -", "digamma(sample.n + 1.0) -"),
    estimator(
        "Zhang: one observation left out",
        "zhang",
        " + (sample.counts > 1.0)",
        "",
        f"{COUNTS} -k literal",
    ),
    estimator(
        "Chao–Shen: all seen once",
        "chao_shen",
        "min(sample.singletons, sample.n - 1.0)",
        "sample.singletons",
        COUNTS,
    ),
    estimator("Chao–Shen", "chao_shen", "once / sample.n) * sample.counts", "0.0) * sample.counts"),
    estimator(
        "Chao–Wang–Jost",
        "chao_wang_jost",
        "return once / n * unseen_tail",
        "return 1.0 / n * unseen_tail",
    ),
    estimator(
        "Chao–Wang–Jost: a triple becomes a pair",
        "chao_wang_jost",
        "unseen_part(n, once, twice + 1.0)",
        "unseen_part(n, once, twice)",
        f"{COUNTS} -k literal",
    ),
    estimator(
        "coverage: no pairs",
        "coverage",
        "(n - 1.0) * (once - 1.0) + 2.0)",
        "(n - 1.0) * once + 2.0)",
        f"{COUNTS} -k coverage",
    ),
    estimator("coverage: its error", "coverage", "+ 2.0 * twice) / sample.n", ") / sample.n"),
    estimator("Bonachela", "bonachela", "total + unseen * (", "total + 0.0 * ("),
    estimator(
        "James–Stein", "james_stein", "((sample.n - 1.0) * distance)", "(sample.n * distance)"
    ),
    estimator("minimax prior", "dirichlet", "math.sqrt(n) / outcomes", "math.sqrt(n)"),
    estimator(
        "posterior variance",
        "dirichlet_moments",
        "(off**2 + trigamma_excess(alpha + 1.0))",
        "off**2",
    ),
    estimator("NSB: its prior", "nemenman_shafee_bialek", " + prior + u", " + u"),
    estimator(
        "NSB: its prior where β is large",
        "nemenman_shafee_bialek",
        "beta > 30.0, far, near",
        "beta > 1e300, far, near",
        "tests/estimate/test_entropy_estimators.py",
    ),
    estimator(
        "NSB of unbounded outcomes",
        "nemenman_shafee_bialek",
        "np.log(trigamma(alpha + 1.0)) + u",
        "u",
    ),
    estimator(
        "asymptotic NSB", "asymptotic_nemenman_shafee_bialek", "2.0 * math.log(n)", "math.log(n)"
    ),
    estimator(
        "asymptotic NSB: its limit",
        "asymptotic_nemenman_shafee_bialek",
        "if repeats >= self.most_repeats * sample.seen:",
        "if False:",
        RARE,
    ),
    estimator("Pitman–Yor", "pitman_yor_mixture", "        - 1.0 / (SCALE * (1.0 - gamma))\n", ""),
    estimator("best upper bound", "best_upper_bound", "if bound < least:", "if True:"),
    estimator(
        "best upper bound: large samples",
        "best_upper_bound",
        "np.sqrt(3.0 * mean * (1.0 - p))",
        "np.sqrt(30.0 * mean * (1.0 - p))",
        RARE,
    ),
    estimator(
        "Jiao–Venkat–Han–Weissman",
        "jiao_venkat_han_weissman",
        "weight * terms[rare] + (1.0 - weight) * polynomial",
        "polynomial",
    ),
    estimator(
        "Jiao–Venkat–Han–Weissman: nearly all seen once",
        "jiao_venkat_han_weissman",
        "sample.n >= 200 and ratio <= 1.5",
        "False",
        RARE,
    ),
    estimator("best polynomial", "best_polynomial", "EXCHANGES = 8", "EXCHANGES = 2", POLYNOMIAL),
    estimator(
        "best polynomial: its estimate",
        "best_polynomial",
        "shares[:, :left] * now[:, 1:]",
        "shares[:, :left] * now[:, :-1]",
        POLYNOMIAL,
    ),
    estimator("Wu–Yang", "wu_yang", "sample.total(terms) + unseen", "sample.total(terms)"),
    estimator("unseen", "unseen", "SLACK = 0.5", "SLACK = 1.0"),
    estimator("unseen: crowds", "unseen", "near >= np.sqrt(c)", "near >= 1.0", RARE),
]

RESAMPLED = "tests/estimate/test_resampling.py"
UNLIKE = "tests/estimate/test_unlike_observations.py"
SAMPLES = "tests/estimate/test_samples.py"
OBSERVED = [
    Mutation(
        "weights: few rows are few",
        "estimate/resampling/of_groups.py",
        "if rows < FEWEST_ROWS:",
        "if False:",
        f"{UNLIKE} -k few_rows",
    ),
    Mutation(
        "bootstrap: one outcome tells nothing",
        "estimate/resampling/bootstrap.py",
        "if fingerprint(counts).seen == 1:",
        "if False:",
        f"{RESAMPLED} -k one_outcome",
    ),
    Mutation(
        "observations: what unequal weights are worth",
        "estimate/samples/observations.py",
        "weights.sum() ** 2 / (weights**2).sum()",
        "len(weights)",
        f"{SAMPLES} -k weights_are_shares",
    ),
    Mutation(
        "observations: groups stay whole",
        "estimate/samples/observations.py",
        "return places[codes]",
        "return np.random.default_rng(seed).permutation(places[codes])",
        f"{SAMPLES} -k dealt_whole",
    ),
    Mutation(
        "observations: NaN is missing",
        "estimate/samples/labels.py",
        "if is_missing(outcome)]",
        "if outcome is None]",
        f"{SAMPLES} -k what_is_missing",
    ),
    Mutation(
        "observations: what is missing is one outcome",
        "estimate/samples/gaps.py",
        "outcomes=[*outcomes, None]",
        "outcomes=[*outcomes, object()]",
        f"{SAMPLES} -k one_outcome_of_two",
    ),
    Mutation(
        "observations: a gap takes its row's weight with it",
        "estimate/samples/tally.py",
        "weights = None if self.weights is None else self.weights[kept]",
        "weights = None if self.weights is None else self.weights[: kept.sum()]",
        f"{UNLIKE} -k 'left_out_or_counted and entropy'",
    ),
    Mutation(
        "observations: no formula for weights that is not made for them",
        "estimate/resampling/of_groups.py",
        "if not isinstance(estimator, FOR_WEIGHTS):",
        "if False:",
        f"{UNLIKE} -k weights_by_name",
    ),
    Mutation(
        "groups: bias of all of them",
        "estimate/resampling/delete_a_group.py",
        "bias += (len(left) - 1) * float(left.mean() - whole)",
        "bias += float(left.mean() - whole)",
        f"{RESAMPLED} -k by_hand",
    ),
    Mutation(
        "groups: few of them have Student's law",
        "estimate/resampling/delete_a_group.py",
        "stdtrit(self.degrees, ",
        "stdtrit(1e6, ",
        f"{RESAMPLED} -k by_hand",
    ),
    Mutation(
        "groups: skewed errors reach farther",
        "estimate/resampling/delete_a_group.py",
        "max(reach, -self._unskewed(-reach))",
        "reach",
        f"{RESAMPLED} -k skewed",
    ),
    Mutation(
        "groups: the third cumulant of a mean",
        "estimate/resampling/delete_a_group.py",
        "float((moved**3).mean()) / len(left) ** 2",
        "float((moved**3).mean()) / len(left)",
        f"{RESAMPLED} -k 'textbook or add_up'",
    ),
    Mutation(
        "groups: next to zero a divergence is not normal",
        "estimate/resampling/of_groups.py",
        "if degrees == 0.0 or found.bias <= 0.0:",
        "if True:",
        f"{RESAMPLED} -k next_to_zero",
    ),
    Mutation(
        "bootstrap: replicates are moved to the estimate",
        "estimate/resampling/bootstrap.py",
        "centred = replicates - replicates.mean() + estimate",
        "centred = replicates",
        f"{RESAMPLED} -k centred",
    ),
    Mutation(
        "bootstrap: the accelerated half of BCa",
        "estimate/resampling/bootstrap.py",
        "z / (1.0 - acceleration * z)",
        "z",
        f"{RESAMPLED} -k 'scipy or centred'",
    ),
    Mutation(
        "counting: what lies outside of the range that was guessed",
        "kernels/counting.py",
        "return None if counts[-1] else counts[:-1]",
        "return counts[:-1]",
        "tests/estimate/test_counting.py -k 'outlier and sorting and 100011'",
    ),
    Mutation(
        "drawing: shares above a half",
        "kernels/numba/drawing.py",
        "k = n - k if share > 0.5 else k",
        "k = n - k if share > 0.6 else k",
        f"{RESAMPLED} -k binomial",
    ),
]


TWO = "tests/estimate/test_two_samples.py"
MODEL = "tests/estimate/test_known_model.py"
TABLES = "tests/estimate/test_dependence.py"
JS = "tests/estimate/test_jensen_shannon_of_samples.py"
SOURCES = "tests/estimate/test_same_source.py"


def measured(name, file, old, new, tests):
    return Mutation(f"estimate: {name}", f"estimate/{file}.py", old, new, tests)


DIVERGENCES = [
    Mutation(
        "a table of a split has a row for each bucket",
        "estimate/verbs/information_gain.py",
        "support_size[::-1]",
        "support_size",
        f"{TABLES} -k split",
    ),
    Mutation(
        "fewer outcomes than were seen cannot be",
        "estimate/measures/dependence.py",
        "possible_outcomes(most_seen, size)",
        "size",
        f"{TABLES} -k by_auto_too",
    ),
    Mutation(
        "beside what is always the same H(Y) is an entropy",
        "estimate/measures/conditional_entropy.py",
        "if len(table) == 1:",
        "if False:",
        f"{TABLES} -k always_the_same",
    ),
    Mutation(
        "one outcome leaves open what others there are",
        "estimate/measures/conditional_entropy.py",
        "if table.shape[1] == 1:",
        "if False:",
        f"{TABLES} -k leaves_open",
    ),
    Mutation(
        "what a model excludes is not estimated all the same",
        "estimate/verbs/support_mismatch.py",
        "math.isinf(found.raw)",
        "math.isnan(found.raw)",
        f"{MODEL} -k excludes",
    ),
    measured(
        "Zhang–Grabchak",
        "counts/two_samples/zhang_grabchak",
        "against = digamma(x) - digamma(y + 1.0)",
        "against = digamma(x) - digamma(y + 2.0)",
        f"{TWO} -k verified",
    ),
    measured(
        "what a smaller sample misses ends",
        "counts/two_samples/extended_zhang_grabchak",
        "(without_end - beyond)",
        "without_end",
        f"{TWO} -k series",
    ),
    measured(
        "what a smaller sample misses varies",
        "counts/two_samples/extended_zhang_grabchak",
        "return part**2 * unseen_variance(first)",
        "return 0.0",
        f"{TWO} -k series",
    ),
    measured(
        "bias of the cross-entropy",
        "counts/two_samples/miller_madow",
        "((p / q).sum() - 1.0)",
        "(len(p) - 1.0)",
        f"{TWO} -k miller",
    ),
    measured(
        "outcomes of either sample",
        "counts/two_samples/delta_variance",
        "np.count_nonzero((first > 0) | (second > 0))",
        "np.count_nonzero(first > 0)",
        f"{TWO} -k null_variance",
    ),
    measured(
        "interval of an estimate: few observations for many shares",
        "intervals",
        "variance * (1.0 + 2.0 * floor)",
        "variance",
        f"{TWO} -k noncentral",
    ),
    measured(
        "score interval: its variance at zero",
        "intervals",
        "value * value + z * z * null_variance, 0.0)",
        "value * value, 0.0)",
        f"{TWO} -k score",
    ),
    measured(
        "score interval: how steep",
        "intervals",
        "LEAST_STEEP), STEEPEST)",
        "LEAST_STEEP), 1e9)",
        f"{TWO} -k score",
    ),
    measured(
        "an outcome is missing: no upper limit",
        "measures/kl_divergence_of_samples",
        "high=math.inf if missing else high",
        "high=high",
        f"{TWO} -k policies",
    ),
    measured(
        "cross-entropy: two samples that look alike",
        "measures/reach_of_a_cross_entropy",
        "math.hypot(max(high - value, 0.0), above)",
        "math.hypot(least, above)",
        f"{TWO} -k 'delta_method_does_not or flat_codes'",
    ),
    measured(
        "cross-entropy: the second sample's law",
        "measures/reach_of_a_cross_entropy",
        "null = Null(floor=(len(p) - 1) * scale, scale=scale)",
        "null = Null(floor=len(p) * scale, scale=scale)",
        f"{TWO} -k 'delta_method_does_not or right_triangle'",
    ),
    measured(
        "cross-entropy: below as the delta method",
        "measures/reach_of_a_cross_entropy",
        "max(value - low, least)",
        "max(value - low, 0.0)",
        f"{TWO} -k right_triangle",
    ),
    measured(
        "cross-entropy: the first sample shows one outcome",
        "measures/reach_of_a_cross_entropy",
        "if np.count_nonzero(first) > 1:",
        "if np.count_nonzero(first) > 0:",
        f"{TWO} -k single_outcome",
    ),
    measured(
        "an infinite estimator gives way",
        "measures/kl_divergence_of_samples",
        "    raw = float(by.kl_divergence(first, second))\n    if math.isinf(raw):",
        "    raw = float(by.kl_divergence(first, second))\n    if False:",
        f"{TWO} -k gives_way",
    ),
    measured(
        "a model excludes what happened",
        "measures/divergence_from_a_model",
        "    if impossible:\n        return _infinite(counts, impossible, name, confidence)",
        "    if False:\n        return _infinite(counts, impossible, name, confidence)",
        f"{MODEL} -k excludes",
    ),
    measured(
        "a model need not list every outcome",
        "known_model",
        "dict.fromkeys([*probabilities, *counts])",
        "probabilities",
        f"{MODEL} -k aligned",
    ),
    measured(
        "chance: the law of a cell",
        "measures/chance_in_a_table",
        "ratio /= (before + 1.0) * ((n - a - b + 1.0) + before)",
        "ratio /= (before + 1.0) * (n - a - b + 1.0)",
        f"{TABLES} -k chance",
    ),
    measured(
        "chance: where many are expected",
        "measures/chance_in_a_table",
        "variance / (2.0 * mean) - third / (6.0 * mean**2) + fourth",
        "variance / (2.0 * mean) + fourth",
        f"{TABLES} -k moments",
    ),
    measured(
        "chance shrinks as dependence grows",
        "measures/dependence",
        "return low, high / (1.0 - self.chance / self.most)",
        "return low, high",
        f"{TABLES} -k less_its_mean",
    ),
    measured(
        "strata: their shares",
        "measures/dependence",
        "share**2 * variance for",
        "share * variance for",
        f"{TABLES} -k strata",
    ),
    measured(
        "conditional entropy: no narrower than what is told",
        "measures/conditional_entropy",
        "min(low, raw + told.raw - most)",
        "low",
        f"{TABLES} -k leaves",
    ),
    measured(
        "JS: where the smaller sample is",
        "measures/jensen_shannon_of_samples",
        "(at_p / a + at_q / b)",
        "(0.5 / a + 0.5 / b + 0.0 * p)",
        JS,
    ),
    measured(
        "one source: the law where it fails",
        "measures/same_source",
        "if lowest >= FEWEST_EXPECTED else drawing",
        "if lowest > 0.0 else drawing",
        f"{SOURCES} -k five_expected",
    ),
    measured(
        "one source: a p-value is never zero",
        "permutation",
        "(_beyond(draws, observed) + 1) / (len(draws) + 1)",
        "_beyond(draws, observed) / len(draws)",
        f"{SOURCES} -k 'smallest or rank'",
    ),
    measured(
        "one source: groups move whole",
        "measures/same_source",
        "generator.permuted(chosen, axis=1) @ blocks",
        "generator.permuted(chosen, axis=1) @ blocks[:, ::-1]",
        f"{SOURCES} -k all_ways_to_deal",
    ),
    measured(
        "one source: as many groups to each sample as it had",
        "measures/same_source",
        "chosen[:, : len(first)] = 1.0",
        "chosen[:, : len(blocks) // 2] = 1.0",
        f"{SOURCES} -k all_ways_to_deal",
    ),
    measured(
        "a table more regular than chance",
        "intervals",
        "if middle + reach <= 0.0 and value < 0.0:",
        "if False:",
        f"{TWO} -k more_alike",
    ),
    measured(
        "one source: ties",
        "permutation",
        "(draws >= observed * (1.0 - SAME))",
        "(draws >= observed)",
        f"{SOURCES} -k rank",
    ),
]
CODING = "tests/coding"
CODED = [
    Mutation(
        "coding: a carry into the bytes before",
        "kernels/numba/range_coding.py",
        "                carry(message, position)\n            message[position] = byte",
        "                pass\n            message[position] = byte",
        f"{CODING}/test_models.py -k long_comes_back",
    ),
    Mutation(
        "coding: a carry through bytes that are full",
        "kernels/numba/range_coding.py",
        "    while message[position] == BYTES - 1:",
        "    while False:",
        f"{CODING}/test_models.py -k long_comes_back",
    ),
    Mutation(
        "coding: the last byte of a message",
        "kernels/numba/range_coding.py",
        "(point + LOW) // LEAST * LEAST",
        "point // LEAST * LEAST",
        f"{CODING}/test_models.py -k any_bytes",
    ),
    Mutation(
        "coding: a number that no encoder writes",
        "kernels/numba/counted_coding.py",
        "        if target >= total:\n            return i\n",
        "",
        f"{CODING} -k 'forged_message'",
    ),
    Mutation(
        "coding: half a count is added",
        "kernels/numba/counted_coding.py",
        "tree[node] = left + 2",
        "tree[node] = left + 1",
        f"{CODING}/test_models.py -k krichevsky",
    ),
    Mutation(
        "coding: counts are halved before they are too many",
        "kernels/numba/counted_coding.py",
        "        if total + 2 > MOST:\n            halve(tree)\n",
        "",
        f"{CODING}/test_models.py -k halved",
    ),
    Mutation(
        "coding: the context is that of the order",
        "kernels/numba/context_coding.py",
        "(history & ((1 << (8 * order)) - 1)) * SLOTS",
        "(history & 255) * SLOTS",
        f"{CODING} -k 'longer_contexts or written_once'",
    ),
    Mutation(
        "coding: weights learn",
        "kernels/numba/context_coding.py",
        "weights[chosen + order] += (inputs[order] * error + HALF) >> PACE",
        "weights[chosen + order] += 0",
        f"{CODING}/test_container.py -k written_once",
    ),
    *(
        Mutation(f"coding: {breaks}", f"kernels/numba/{file}.py", old, new, f"{CODING} -k {tests}")
        for breaks, file, old, new, tests in (
            (
                "contexts forget",
                "context_coding",
                "127, 30, 16)",
                "127, 29, 16)",
                "long_containers",
            ),
            (
                "the ends of log-odds",
                "context_coding",
                "EDGE = 2047",
                "EDGE = 2000",
                "long_contain",
            ),
            (
                "contexts are hashed",
                "context_coding",
                "0x9E3779B1",
                "0x85EBCA6B",
                "long_containers",
            ),
            (
                "where a message ends",
                "../coding",
                "len(message) == written + 1 and ",
                "",
                "is_said",
            ),
            ("its last byte", "../coding", "0 <= read - low < 1 << 48", "True", "of_all_numbers"),
            (
                "a block is not too long",
                "../../coding/container",
                "length > size or ",
                "",
                "is_said",
            ),
            ("what halving leaves", "counted_coding", "= share // 4 * 2 + 1", "= 1", "are_halved"),
        )
    ),
    Mutation(
        "coding: what is possible keeps a frequency",
        "coding/quantized.py",
        "    frequencies[(shares > 0) & (frequencies == 0)] = 1\n",
        "",
        f"{CODING}/test_codecs.py -k stay_possible",
    ),
    Mutation(
        "coding: the digest is that of the data",
        "coding/container.py",
        "        digest.update(block)\n        total += length\n",
        "        total += length\n",
        f"{CODING}/test_container.py",
    ),
    Mutation(
        "coding: the digest is looked at",
        "coding/container.py",
        "END.unpack(message) != (total, digest.digest())",
        "END.unpack(message)[0] != total",
        f"{CODING}/test_container.py -k 'said or corruptions'",
    ),
    Mutation(
        "coding: the checks of blocks",
        "coding/container.py",
        "!= crc32(message, crc32(head[: BLOCK.size]))",
        "!= CHECK.unpack(head[BLOCK.size :])[0]",
        f"{CODING}/test_container.py -k said",
    ),
    Mutation(
        "coding: a model that is given is compared",
        "coding/container.py",
        "if given.fingerprint != fingerprint:",
        "if False:",
        f"{CODING}/test_container.py -k 'apart or given'",
    ),
    Mutation(
        "coding: the offset of an impossible byte",
        "coding/container.py",
        "at offset {length + stopped}",
        "at offset {stopped}",
        f"{CODING}/test_models.py -k impossible_byte",
    ),
    Mutation(
        "encode: a file that is there already",
        "cli/coded_files.py",
        "    if target.exists():",
        "    if False:",
        "tests/cli/test_encode_and_decode_commands.py -k one_sentence",
    ),
    Mutation(
        "encode: a file that is read and written",
        "cli/coded_files.py",
        "_is_regular(read) and _same(read, target)",
        "read == target",
        "tests/cli/test_encode_and_decode_commands.py -k one_sentence",
    ),
    Mutation(
        "encode: standard output that is a file",
        "_files.py",
        "(device if stream is None else os.dup(stream), ",
        "(device, ",
        "tests/test_files.py -k goes_on_where",
    ),
]

DOORS = "tests/losses/test_losses_at_the_doors.py"
OF_LOSSES = "tests/losses/test_digits_of_losses.py"


def lost(breaks, file, old, new, tests):
    return Mutation(f"losses: {breaks}", f"losses/{file}.py", old, new, tests)


LOST = [
    lost(
        "what is ignored may hold anything",
        "batches",
        "rows = only_where(xp, None if target.kept is None else target.kept[..., None], rows)",
        "rows = rows * 1.0",
        f"{DOORS} -k 'ignored or impossible'",
    ),
    lost(
        "a label that could not be seen",
        "targets",
        "x = xp.where(self.unknown, math.nan, x)",
        "x = xp.where(self.unknown, 0.0, x)",
        f"{DOORS} -k torch_compiles",
    ),
    lost(
        "no weight times an infinite surprise",
        "targets",
        "nothing = (weight == 0) & xp.isinf(surprise)",
        "nothing = (weight != weight)",
        f"{DOORS} -k impossible",
    ),
    lost(
        "every class its own weight in what is smoothed",
        "targets",
        "of_all = outcomes.answer(weighted_sum(outcomes, weights, surprise))",
        "of_all = outcomes.answer(weighted_sum(outcomes, ones, surprise))",
        "tests/losses/test_known_values.py",
    ),
    lost(
        "z-loss over the number of rows",
        "cross_entropy",
        "reduced(xp, squares, reduction, counted(xp, kept, squares))",
        "reduced(xp, squares, reduction, batch.target.amounts(squares))",
        f"{DOORS} -k z_loss",
    ),
    lost(
        "the slope of a cap where it is flat",
        "scores",
        "flat = size > FLAT",
        "flat = size > 1e9",
        f"{OF_LOSSES} -k 'torch and softcap'",
    ),
    lost(
        "k3 of small ratios",
        "monte_carlo",
        "near = xp.abs(ratio) <= 1.0",
        "near = xp.abs(ratio) < 0.0",
        f"{OF_LOSSES} -k 'numpy and k3'",
    ),
    lost(
        "JAX: the slope of the largest",
        "jax",
        "slopes = q.share * _of_others(weights) - weights * _rarity(q)",
        "slopes = q.share * _of_others(weights) - weights * (1.0 - q.share)",
        f"{OF_LOSSES} -k 'jax and labels'",
    ),
    lost(
        "the temperature squared",
        "pairs",
        "distances = distances * temperature**2",
        "distances = distances * temperature",
        "tests/losses/test_known_values.py -k distances",
    ),
    lost(
        "the ledger's error is of loss and surprise together",
        "ledger",
        "squares += count * surprise * surprise - 2.0 * surprise * losses",
        "squares += count * surprise * surprise",
        "tests/losses/test_ledger.py -k 'all and numpy'",
    ),
    Mutation(
        "losses: a mixture of unequal parts, far apart",
        "_mass/skewed.py",
        "of_larger - distance)",
        "of_larger + 0.0 * distance)",
        f"{OF_LOSSES} -k 'numpy and JS'",
    ),
    Mutation(
        "losses: a mixture of unequal parts, near",
        "_mass/skewed.py",
        "exp_minus(xp, -log1p(xp, excess))",
        "exp_minus(xp, -excess)",
        f"{OF_LOSSES} -k 'numpy and JS'",
    ),
]

SURE = "tests/losses/test_digits_of_sure_models.py"
LOST += [
    Mutation(
        "sure models: the derivative of exp(x) - 1",
        "_arrays/torch_tensors.py",
        "following(xp, xp.expm1(x), lambda: xp.exp(x))",
        "xp.expm1(x)",
        f"{SURE} -k torch",
    ),
    Mutation(
        "sure models: the origin lies still",
        "_mass/log_ratio.py",
        "away = shared & ~is_origin",
        "away = shared",
        f"{SURE} -k torch",
    ),
    Mutation(
        "sure models: far ratios move as surprises do",
        "_mass/logits.py",
        "moved = moving_as_surprises(self, q, r, shared)",
        "moved = r",
        f"{SURE} -k torch",
    ),
    Mutation(
        "sure models: total variation is that of the side that holds less",
        "_mass/logits.py",
        "sign = xp.where(above > 0.5, -1.0, 1.0)",
        "sign = xp.ones_like(above)",
        f"{SURE} -k torch",
    ),
    lost(
        "sure models: the likeliest by the others",
        "jax",
        "jnp.where(p.is_top, of_top, of_others)",
        "jnp.where(shared, p.share * (ratio - mean), 0.0)",
        f"{SURE} -k jax",
    ),
    Mutation(
        "labels beyond the signed are none",
        "_arrays/reading.py",
        "xp.where(signed < 0, xp.iinfo(whole).max, signed)",
        "signed",
        "tests/losses/test_losses_at_the_doors.py -k largest",
    ),
    lost(
        "a batch is as many rows as its first axis of rows",
        "torch/paired",
        "x.shape[0] if x.ndim > 1 else 1",
        "x.shape[0]",
        "tests/losses/test_torch_as_pytorch.py -k first_axis",
    ),
    lost(
        "a layer's ignored rows may hold anything",
        "torch/linear",
        "rows.masked_fill(where[:, None], 0.0)",
        "rows",
        "tests/losses/test_torch_as_pytorch.py -k ignored_row_of_a_layer",
    ),
]

TORCH = "tests/losses/test_torch_roads.py"
AS_TORCH = "tests/losses/test_torch_as_pytorch.py"
TRANSFORMS = "tests/losses/test_torch_transforms.py"
LOST += [
    lost(
        "PyTorch: what was given away is computed again",
        "torch/roads",
        "slopes, ctx.slopes = ctx.slopes, None",
        "slopes, ctx.slopes = ctx.slopes, ctx.slopes",
        f"{TORCH} -k given_again",
    ),
    lost(
        "PyTorch: derivatives of derivatives",
        "torch/algebra",
        "total[:, None] * p * (u - (p * u).sum(1, keepdim=True))",
        "total[:, None] * p * u",
        f"{TORCH} -k 'both_orders and labels'",
    ),
    lost(
        "PyTorch: an upstream derivative",
        "torch/chunks",
        "if float(g) != 1.0:",
        "if float(g) == 1.0:",
        f"{AS_TORCH} -k linear",
    ),
    lost(
        "PyTorch: labels are classes",
        "torch/sweeps",
        "wrong = (labels != how.ignored) & ((labels < 0) | (labels >= classes))",
        "wrong = labels > classes",
        f"{AS_TORCH} -k refused",
    ),
    lost(
        "PyTorch: the mean of weighted rows",
        "torch/sweeps",
        "return Amounts((1.0 - how.smoothing) * own, float(own.sum()), count)",
        "return Amounts((1.0 - how.smoothing) * own, count, count)",
        f"{AS_TORCH} -k 'cross_entropy and labels'",
    ),
    lost(
        "PyTorch: tensors that hold no values, or many",
        "torch/sweeps",
        "and not is_functorch_wrapped_tensor(x)",
        "and x is not None",
        f"{TRANSFORMS} -k upstream",
    ),
    lost(
        "PyTorch: targets by which a transform derives",
        "torch/sweeps",
        "return bool(is_functorch_wrapped_tensor(a)) or",
        "return",
        f"{TRANSFORMS} -k way_back",
    ),
    lost(
        "PyTorch: targets by which forward mode derives",
        "torch/sweeps",
        "or forward_ad.unpack_dual(a).tangent is not None",
        "or False",
        f"{TRANSFORMS} -k dual",
    ),
    lost(
        "PyTorch: forward over forward",
        "torch/sweeps",
        "for level in levels) > 1",
        "for level in levels) > 2",
        f"{TRANSFORMS} -k 'order_of_modes and of_x'",
    ),
    lost(
        "PyTorch: a layer of no rows",
        "torch/chunks",
        "x is None or self.begun else x.zero_()",
        "x is None or self.begun else x",
        f"{AS_TORCH} -k no_rows",
    ),
    lost(
        "labels of one set stand for another's",
        "hugging_face",
        '"train_": entropy, "eval_": None}',
        '"train_": entropy, "eval_": entropy}',
        "tests/losses/test_ledger.py -k own_labels",
    ),
    Mutation(
        "fused: the label's own slope is what the others hold",
        "kernels/numba/label_rows.py",
        "value = all_ * share - own * (kept[OTHERS] / whole)",
        "value = all_ * share - own * (1.0 - exp_float64(label, np.int64(kept[SHIFT])) / whole)",
        f"{TORCH} -k slopes_keep",
    ),
    Mutation(
        "fused: the mean surprise in the slope of JS",
        "kernels/numba/pair_rows.py",
        "mean = number((total + lost) / of[TOTAL_B])",
        "mean = number(0.0 * lost)",
        f"{TORCH} -k divergences_keep",
    ),
    Mutation(
        "memory is given back when nothing lies in it",
        "kernels/spare_memory.py",
        "weakref.finalize(array, _give_back, block).atexit = False",
        "_give_back(block)",
        f"{TORCH} -k memory",
    ),
]

MUTATIONS = (
    LAWS
    + POLICIES
    + FAST_PATHS
    + SHOWN
    + WHOLE_TABLE
    + COUNTED
    + DATES
    + ENTROPIES
    + DIVERGENCES
    + OBSERVED
    + LOST
    + CODED
)


def applied(mutation, text):
    """Return the text with the change, which must apply in exactly one place."""
    if text.count(mutation.old) != 1:
        raise ValueError(
            f"{mutation.breaks}: {mutation.old!r} stands {text.count(mutation.old)} times in "
            f"{mutation.file}, not once"
        )
    return text.replace(mutation.old, mutation.new)


def noticed(mutation):
    """Run the tests on a changed copy; return the first that failed, or None, and the seconds."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SOURCE, Path(folder) / "kullback")
        changed = Path(folder) / "kullback" / mutation.file
        changed.write_text(applied(mutation, changed.read_text("utf-8")), "utf-8")
        command = f"{sys.executable} -m pytest -x -q -p no:cacheprovider {mutation.tests}"
        done = subprocess.run(
            command, shell=True, cwd=ROOT, capture_output=True, text=True,
            env=os.environ
            | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""},
        )  # fmt: skip
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    # Code 5: no test ran, so that nothing can have been noticed. Above it, or below 0: a crash.
    if done.returncode > 5 or done.returncode < 0:
        failed.insert(0, f"the tests ended with {done.returncode}")
    found = failed[0] if failed and done.returncode not in (0, 5) else None
    return found, time.monotonic() - begun


def main(words):
    chosen = [m for m in MUTATIONS if not words or any(word in m.breaks for word in words)]
    survivors = []
    with ThreadPoolExecutor(2) as pool:
        for mutation, (found, seconds) in zip(chosen, pool.map(noticed, chosen), strict=True):
            print(f"{'caught' if found else 'SURVIVED'}  {seconds:5.1f} s  {mutation.breaks}: "
                  f"{(found or 'no test failed')[:110]}", flush=True)  # fmt: skip
            survivors += [] if found else [mutation.breaks]
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} caught")
    return 1 if survivors or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

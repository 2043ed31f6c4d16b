"""What a simulation says of one way to estimate: bias, error, coverage.

Answers are rows of a value and the two ends of its interval, NaN where there was no answer.
"""

import math

import numpy as np

DIGITS = 4
ENOUGH = 50  # samples, for a figure of those that raised no warning
SLACK = 1e-12  # of rounding, at the ends of an interval


def figures(truth, answers, counted=None):
    """Return bias, root mean square error, coverage and median width, over the samples answered.

    Of the samples that are `counted`, all where it is None. No coverage is told of a way that
    claims no interval. Refused are samples that no answer was given for.
    """
    answers = answers if counted is None else answers[counted[: len(answers)]]
    answered = answers[np.isfinite(answers[:, 0])]
    without = {"refused": np.isnan(answers[:, 0]), "infinite": np.isinf(answers[:, 0])}
    found = {"samples": len(answers)}
    found |= {word: int(which.sum()) for word, which in without.items() if which.any()}
    if not len(answered):
        return found
    error = answered[:, 0] - truth
    found |= {"bias": rounded(error.mean()), "rmse": rounded(math.sqrt((error**2).mean()))}
    if not np.isnan(answered[:, 1]).any():
        found["covered"] = rounded(covered(truth, answered).mean())
        width = np.median(answered[:, 2] - answered[:, 1])
        found["width"] = rounded(width) if math.isfinite(width) else None
    return found


def covered(truth, answers):
    """Say of each answer whether its interval holds the truth."""
    reach = SLACK * (1.0 + abs(truth))
    return (answers[:, 1] <= truth + reach) & (truth - reach <= answers[:, 2])


def error_ratio(truth, answers, others, counted):
    """Return how many times larger the error of `answers` is than that of `others`.

    Of the samples that both answered and that are counted; None where they are too few to tell.
    """
    size = min(len(answers), len(others))
    both = counted[:size] & np.isfinite(answers[:size, 0]) & np.isfinite(others[:size, 0])
    if both.sum() < min(ENOUGH, size / 2):
        return None
    ours, theirs = (
        float(((rows[:size][both, 0] - truth) ** 2).mean()) for rows in (answers, others)
    )
    if theirs == 0.0:
        return 1.0 if ours == 0.0 else None
    return rounded(math.sqrt(ours / theirs))


def by_chance(samples):
    """Return two standard errors of a coverage of 95 % that so many samples show."""
    return 2.0 * math.sqrt(0.95 * 0.05 / samples)


def rounded(number):
    """Return a number with as many digits as it deserves."""
    return float(f"{number:.{DIGITS}g}")

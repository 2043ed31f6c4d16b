"""What automatic estimators promise where they raise no warning, and the cells that break it."""

from benchmarks.estimation.figures import ENOUGH, by_chance

LEAST, MOST = 0.93, 0.97  # of intervals of nominal 95 % that hold the truth
REGULAR = 10.0  # times that the first order of the variance is the second, from where on MOST holds
NEAR_BEST = 1.25  # the root mean square error, in that of the best estimator told nothing
QUIET = 0.05  # of the samples at most raise a warning: then none is said to fire
SELDOM = 0.5  # of them: beyond it the warning is what a reader sees of the cell


def quiet(cell):
    """Say whether hardly any sample raised a warning."""
    return cell["warned"] <= QUIET


def told(cells):
    """Return the cells with samples without a warning enough to say something of."""
    return [cell for cell in cells if cell["without warning"].get("samples", 0) >= ENOUGH]


def too_seldom(cells):
    """Return the cells whose unwarned intervals hold the truth less often than promised."""
    return [cell for cell in told(cells) if covered(cell) < LEAST]


def too_often(cells):
    """Return those that hold it more often, where the delta method is regular."""
    return [cell for cell in regular(cells) if covered(cell) > MOST]


def regular(cells):
    """Return the cells without warnings whose variance is nearly all of first order."""
    return [cell for cell in cells if quiet(cell) and (cell["orders"] or 0.0) >= REGULAR]


def beyond_chance(cell):
    """Say whether a coverage is out of bounds by more than so few samples can be by chance."""
    slack = by_chance(cell["without warning"]["samples"])
    return not LEAST - slack <= covered(cell) <= MOST + slack


def far_from_best(cells):
    """Return (cell, estimator, how many times smaller its error is) where `auto` is far behind."""
    found = []
    for cell in told(cells):
        best = min(_rivals(cell), key=lambda rival: rival[1], default=None)
        if best is not None and best[1] * NEAR_BEST < 1.0:
            found.append((cell, best[0], 1.0 / best[1]))
    return found


def _rivals(cell):
    """Return (name, error in that of `auto`) of the estimators that are told nothing."""
    return [
        (name, of["to auto"])
        for name, of in cell["estimators"].items()
        if "to auto" in of and "told" not in name
    ]


def silent_failures(cells):
    """Return the cells where fewer are warned of than not, and the interval fails over all."""
    return [
        cell
        for cell in cells
        if cell["warned"] < SELDOM and cell["estimators"]["auto"].get("covered", 1.0) < LEAST
    ]


def covered(cell):
    """Return the share of unwarned intervals that hold the truth."""
    return cell["without warning"]["covered"]

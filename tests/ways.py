"""Every quantity as a function of arrays alone: with each of some values for what it requires.

Tests of laws and of bad input run on all of them, quantities to come included.
"""

import math
from functools import partial

from kullback._quantity import QUANTITIES
from signatures import keywords

ORDERS = (0.5, 2, 3.7)
REQUIRED = {
    "renyi_entropy": [{"order": order} for order in (0, *ORDERS, math.inf)],
    "tsallis_entropy": [{"order": order} for order in (0, *ORDERS, math.inf)],
    "renyi_divergence": [{"order": order} for order in (0.3, *ORDERS)],
    "f_divergence": [
        {"generator": lambda t: (t - 1) ** 2 / (t + 1), "slope_at_infinity": 1},
        {"generator": lambda t: abs(t - 1) / 2, "slope_at_infinity": 0.5},
    ],
}


def ways(quantity):
    """Return (name, evaluate) for each way to call a quantity with arrays alone."""
    if quantity.name not in REQUIRED:
        return [(quantity.name, quantity.evaluate)]
    return [(_named(quantity.name, known), partial(quantity.evaluate, **known))
            for known in REQUIRED[quantity.name]]  # fmt: skip


def one_way(quantity):
    """Return one way to call a quantity with arrays alone."""
    return ways(quantity)[0][1]


def _named(name, known):
    order = known.get("order", known.get("slope_at_infinity"))
    return f"{name} ({order})"


EVERY_WAY = [
    (name, evaluate, quantity)
    for quantity in QUANTITIES.values()
    for name, evaluate in ways(quantity)
]


def table_of(evaluate, row):
    """Return 12 outcomes as the joint distribution that a quantity takes, if it takes one."""
    default = keywords(evaluate).get("axes", ())
    if "axes" not in keywords(evaluate):
        return row
    return row.reshape((3, 2, 2) if default is None or len(default) == 3 else (3, 4))

"""Nats inside, the caller's unit at the edge."""

import math
from typing import Literal, TypeAlias

from kullback._arrays import Array

Unit: TypeAlias = Literal[
    "nat", "nats", "bit", "bits", "shannon", "shannons", "Sh",
    "hartley", "hartleys", "ban", "bans", "dit", "dits",
]  # fmt: skip

NATS_PER: dict[str, float] = {
    **dict.fromkeys(("nat", "nats"), 1.0),
    **dict.fromkeys(("bit", "bits", "shannon", "shannons", "Sh"), math.log(2.0)),
    **dict.fromkeys(("hartley", "hartleys", "ban", "bans", "dit", "dits"), math.log(10.0)),
}


def in_unit(nats: Array, unit: str) -> Array:
    """Convert `nats` to `unit`."""
    if not isinstance(unit, str) or unit not in NATS_PER:
        raise ValueError(f"unit must be one of {', '.join(NATS_PER)}; got {unit!r}")
    return nats / NATS_PER[unit]

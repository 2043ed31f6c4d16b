"""What the figures answer: which estimator, does the interval hold, and where not."""

from benchmarks.estimation import promises
from benchmarks.estimation.promises import beyond_chance, covered


def answers(found):
    """Return the first paragraphs of the page."""
    parts = [*_of_the_entropy(found["entropy"])]
    for quantity in dict.fromkeys(cell["quantity"] for cell in found["others"]):
        cells = [cell for cell in found["others"] if cell["quantity"] == quantity]
        parts += _of_another(quantity, cells)
    return "\n\n".join(parts)


def _of_the_entropy(cells):
    told, regular = promises.told(cells), promises.regular(cells)
    far, seldom, often = (
        promises.far_from_best(cells),
        promises.too_seldom(cells),
        promises.too_often(cells),
    )
    silent = [cell for cell in promises.silent_failures(cells) if cell not in seldom]
    return [
        "**Which estimator of the entropy?** `auto`, that is Chao–Wang–Jost, which needs no number "
        f"of outcomes. In {len(told) - len(far)} of the {len(told)} cells with samples that raise "
        "no warning, its root mean square error over these is within 25 % of the best estimator "
        f"that is told nothing but the counts{_listed(map(_far, far), 'in the others it is not')}",
        f"**Does its interval hold?** Without a warning, {_range(told)} of the truths lie in the "
        f"intervals of 95 %; at least 93 % do in {len(told) - len(seldom)} of the {len(told)} "
        f"cells{_listed(map(_covered, seldom), 'in the others they do not')} Where the "
        f"delta method is regular (the variance is of first order but for a tenth) at most 97 % "
        f"do in {len(regular) - len(often)} of {len(regular)} "
        f"cells{_listed(map(_covered, often), 'in the others')}",
        f"**Where can it not be had?** Where data are too few, and the warning says so: in "
        f"{_count(cells, lambda cell: cell['warned'] >= 0.5)} of the {len(cells)} cells half of "
        f"the samples or more raise one.{_silent(silent)}",
    ]


def _of_another(quantity, cells):
    told, seldom = promises.told(cells), promises.too_seldom(cells)
    return [
        f"**{quantity[0].upper()}{quantity[1:]}.** Without a warning, {_range(told)} of the truths "
        f"lie in the intervals; at least 93 % do in {len(told) - len(seldom)} of {len(told)} "
        f"cells{_listed(map(_covered, seldom), 'in the others they do not')} "
        f"Half of the samples or more raise a warning in "
        f"{_count(cells, lambda cell: cell['warned'] >= 0.5)} of {len(cells)} cells."
    ]


def _silent(cells):
    if not cells:
        return ""
    listed = "; ".join(
        f"{place(cell)}: {_percent(cell['estimators']['auto']['covered'])} covered over all, "
        f"{_percent(cell['warned'])} warned of"
        for cell in cells
    )
    return f" Fewer raise one, and less than 93 % of all intervals hold, at {listed}."


def _listed(items, words):
    items = list(items)
    return f"; {words}: {'; '.join(items)}." if items else "."


def _far(found):
    cell, name, times = found
    return f"{place(cell)} ({name} has {1 / times:.2f} of its error)"


def _covered(cell):
    chance = "" if beyond_chance(cell) else ", which may be chance"
    return f"{place(cell)} ({_percent(covered(cell))}{chance})"


def _range(cells):
    if not cells:
        return "none"
    shares = sorted(covered(cell) for cell in cells)
    return f"{100 * shares[0]:.1f} to {100 * shares[-1]:.1f} %"


def _percent(share):
    return f"{100 * share:.1f} %"


def _count(cells, holds):
    return sum(map(holds, cells))


def place(cell):
    """Return where a cell is, in words."""
    source = f", {cell['source']}" if cell["source"] else ""
    return f"{cell['family']}{source}, n = {size(cell)}"


def size(cell):
    """Return how many observations there are, of each sample where there are two."""
    n = cell["n"]
    return f"{n:,}" if isinstance(n, int) else " and ".join(f"{each:,}" for each in n)

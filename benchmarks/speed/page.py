"""The page that shows what was timed, made of the file that holds it."""

from statistics import median

from benchmarks.machine import in_words
from benchmarks.speed.paths import GRADIENT, SYSTEMS

HEAD = """\
# How fast it is

Warm calls on the same arrays, with as many threads as there are cores for every library that uses
more than one; PyTorch also with one, and the better counts, for where its threads have to wait for
each other at every call that can take longer (SciPy and scikit-learn use one). Each library ran in
a process of its own, in turn. A time is the median of repeated calls, in the best of some passes
through everything: other programs only ever add to it. Under a library: how many times
longer it took than kullback on NumPy arrays, the same task and arrays; below 1 it was faster. "of
memory" is kullback's time divided by that of one parallel read of the inputs (or of one parallel
copy, where there is a gradient to be written): what no program that reads them once can beat when
they come from memory. Peak memory is what a call holds beyond its inputs, answer included. A goal
names what it is relative to; goals that were missed are shown as what was reached, and
`benchmarks/README.md` says what bounds them.

A gradient comes in a new array, as in the other libraries; kullback can also write it into an array
at hand or over the logits, and the peers' time there is that for a new array. `benchmarks/systems`
shows how each system is called; `python -m benchmarks.speed` makes this page.
"""
QUICK = """\
**A quick run on small arrays: it shows that the measurement works, and claims nothing.**
"""
PEERS = SYSTEMS[1:]
UNITS = (("s", 1), ("ms", 1e-3), ("µs", 1e-6))


def page(found):
    """Return the page in Markdown."""
    notes = [f"Not available: {name} ({reason})." for name, reason in found["missing"].items()]
    parts = [HEAD, *([QUICK] if found["quick"] else []), in_words(found["machine"]), *notes]
    if found["busy"]:
        parts.append(_busy(found["busy"]))
    return "\n\n".join([*(part.strip() for part in parts), _table(found["cells"])]) + "\n"


def _busy(shares):
    return (
        f"Before each process, other programs used {median(shares):.0%} of the processor (median; "
        f"{max(shares):.0%} at most)."
    )


def _table(cells):
    of_gradient = {
        (*cell["shape"], cell["dtype"]): cell for cell in cells if cell["task"] == GRADIENT
    }
    heads = ["task", "rows × outcomes", "time", "of memory", *PEERS, "peak MB", "torch's", "goals"]
    table = [heads, ["---"] * len(heads)]
    for cell in cells:
        is_gradient = GRADIENT in cell["task"]
        place = (*cell["shape"], cell["dtype"])
        peers = of_gradient.get(place, cell) if is_gradient else cell
        table.append(_row(cell, {**peers["seconds"], **cell["seconds"]}, peers["peak bytes"]))
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _row(cell, seconds, peers_peaks):
    times = {who: min(passes) for who, passes in seconds.items()}
    ours = min(cell["seconds"]["kullback"]) if "kullback" in cell["seconds"] else None
    rows, outcomes = cell["shape"]
    limit = "copy" if GRADIENT in cell["task"] else "read"
    small = rows * outcomes <= 10_000
    return [
        cell["task"],
        f"{rows:,} × {outcomes:,} {cell['dtype']}",
        _time(ours),
        "–" if small or not ours else f"{limit} × {_ratio(ours, times[limit])}",
        *(_ratio(times.get(peer), ours) for peer in PEERS),
        _megabytes(cell["peak bytes"].get("kullback")),
        _megabytes(peers_peaks.get("torch")),
        "; ".join(_judged(times, ours, *goal) for goal in cell["goals"].items()) or "–",
    ]


def _ratio(time, other):
    if not time or not other:
        return "–"
    ratio = time / other
    return f"{ratio:.2f}" if ratio < 1 else f"{ratio:.1f}" if ratio < 20 else f"{ratio:.0f}"


def _time(seconds):
    if seconds is None:
        return "–"
    unit, size = next(each for each in UNITS if seconds >= each[1] or each is UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


def _megabytes(peak):
    return "–" if peak is None else f"{peak / 1e6:.1f}"


def _judged(times, ours, who, bound):
    """Return the goal, and whether it was met."""
    most = who in ("read", "copy")
    goal = f"{'≤' if most else '≥'} {bound} {who}"
    if not ours or who not in times:
        return f"{goal}: not measured"
    reached = ours / times[who] if most else times[who] / ours
    met = reached <= bound if most else reached >= bound
    return f"{goal}: {'met' if met else f'missed, {reached:.3g}'}"

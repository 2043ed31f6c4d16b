"""The page that shows what a step of training takes, made of the file that holds it."""

from benchmarks.machine import in_words

HEAD = """\
# How fast the losses train

One step of training by `kullback.losses.torch` and by PyTorch: a loss and its derivatives, float32,
on all cores, through the public modules. Steps are taken in turn in one process, one of each system
in each round, after one that compiles, each after another of its own; a time is the median,
and "times longer" the median of the ratios within a round, between its quartiles. Memory is the
most that a step holds beyond its inputs and the gradients it leaves.

`torch` is PyTorch's own module, or for distillation `log_softmax` of both and `kl_div`; `torch,
chunked` is `torch.nn.functional.linear_cross_entropy` with its default options.
`benchmarks/speed_of_losses/cases.py` shows each call; `python -m benchmarks.speed_of_losses` makes
this page.

At 32 × 10 a step is a Python function between PyTorch's engine and a kernel, and costs more than
PyTorch's own; from some thousand logits on it is the other way round.
"""
QUICK = """\
**A quick run on small tensors: it shows that the measurement works, and claims nothing.**
"""
MEDIAN = 2
UNITS = (("s", 1), ("ms", 1e-3), ("µs", 1e-6))


def page(found):
    """Return the page in Markdown."""
    load = (
        "Processes at work or waiting, other programs' included, before and after: "
        f"{found['load'][0]:.1f} and {found['load'][1]:.1f}."
    )
    parts = [HEAD, *([QUICK] if found["quick"] else []), in_words(found["machine"]), load]
    return "\n\n".join([*(part.strip() for part in parts), table(found["cells"])]) + "\n"


def table(cells):
    """Return a row for each task and peer."""
    heads = (
        "step",
        "shape",
        "kullback",
        "peer",
        "its time",
        "times longer",
        "memory",
        "its",
        "goal",
    )
    rows = [heads, ("---",) * len(heads)]
    for cell in cells:
        ours = cell["seconds"]["kullback"][MEDIAN]
        for who, ratios in cell["ratios"].items():
            rows.append(
                (
                    cell["task"], " × ".join(f"{n:,}" for n in cell["shape"]), told(ours), who,
                    told(cell["seconds"][who][MEDIAN]),
                    f"{ratios[MEDIAN]:.2f} ({ratios[1]:.2f} to {ratios[3]:.2f})",
                    size(cell["peak bytes"]["kullback"]), size(cell["peak bytes"][who]),
                    judged(cell, who),
                )
            )  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def judged(cell, who):
    """Return the goals of a task beside a peer, and whether they were met."""
    parts = []
    goal, reached = cell["goals"].get(who), cell["ratios"][who][MEDIAN]
    if goal is not None:
        parts.append(f"≥ {goal:g}: {'met' if reached >= goal else f'missed, {reached:.2f}'}")
    ours, theirs = cell["peak bytes"]["kullback"], cell["peak bytes"][who]
    if cell["memory"] and who == "torch" and None not in (ours, theirs):
        met = "met" if ours <= theirs / 10 else f"missed, {ours / theirs:.2f}"
        parts.append(f"memory ≤ 1/10: {met}")
    return "; ".join(parts) or "–"


def told(seconds):
    """Return a time in the unit that suits it."""
    unit, length = next(each for each in UNITS if seconds >= each[1] or each is UNITS[-1])
    return f"{seconds / length:.3g} {unit}"


def size(peak):
    """Return bytes in MB."""
    return "–" if peak is None else f"{max(peak, 0) / 1e6:.1f} MB"

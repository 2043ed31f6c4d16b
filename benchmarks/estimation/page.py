"""The page that shows what was simulated, made of the file that holds it."""

from statistics import median

from benchmarks.estimation.answers import answers, place, size
from benchmarks.estimation.figures import by_chance
from benchmarks.estimation.promises import quiet
from benchmarks.machine import in_words

MILLI = 1000.0
HEAD = """\
# How far estimates from counts can be trusted

Samples were drawn from sources whose entropy, divergence or mutual information is known, and
`kullback.estimate` was asked what it is, at a nominal confidence of 95 %.
[Which estimator, and what its warnings mean](estimates.md) is for who has data;
`python -m benchmarks.estimation` makes this page.
"""
READING = """\
Every cell below: **bias, root mean square error, coverage**, the first two in thousandths of a nat
(1 nat is 1.44 bits), coverage in per cent of the intervals that hold the truth; a dash where no
interval is claimed. K is the number of outcomes, n that of observations. "warned": the share of
samples that came with a warning, in per cent. "told K": the estimator was told how many outcomes
there are; those that have to be, and are not told, take the outcomes seen, which is not shown.
"""
QUANTITIES = ("KL divergence", "cross-entropy", "Jensen-Shannon divergence", "mutual information")


def page(found):
    """Return the page in Markdown."""
    entropy = found["entropy"]
    parts = [HEAD, answers(found), _taken(found), "## Estimators of the entropy", ESTIMATORS]
    parts += [_estimators(entropy), "## Entropy, cell by cell", READING]
    for family in dict.fromkeys(cell["family"] for cell in entropy):
        cells = [cell for cell in entropy if cell["family"] == family]
        parts += [f"### {family[0].upper()}{family[1:]}", _cells(cells, told=False)]
        if any("told" in name for cell in cells for name in cell["estimators"]):
            parts.append(_cells(cells, told=True))
    for quantity in QUANTITIES:
        cells = [cell for cell in found["others"] if cell["quantity"] == quantity]
        if cells:
            parts += [f"## {quantity[0].upper()}{quantity[1:]}", _cells(cells, told=None)]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _taken(found):
    samples, machine = found["samples"], in_words(found["machine"])
    usual, many = samples["a cell"], samples["a cell of more than 1,000 outcomes"]
    slow_least = min(samples["slow estimators"].values())
    slow = ", ".join(f"{name} {times}" for name, times in samples["slow estimators"].items())
    return (
        f"Samples a cell: {usual['auto']:,} for `auto` ({many['auto']} where outcomes are more "
        f"than 1,000), {usual['others']} ({many['others']}) for the others, but {slow}, which are "
        f"asked where outcomes and observations are few; {samples['two samples and tables']} for "
        f"two samples and tables. A coverage of 95 % is known to {_known(usual['auto'])} from so "
        f"many samples of `auto`, and to {_known(usual['others'])} and {_known(slow_least)} from "
        f"those of the others (two standard errors). Seed {found['seed']}; "
        f"{found['processor seconds']:,} seconds of one processor. {machine}"
    )


def _known(samples):
    return f"±{100 * by_chance(samples):.1f} %"


ESTIMATORS = """\
Over the cells where at most 5 % of the samples raise a warning: how many times the root mean
square error of `auto` theirs is, in the middle and at worst, and in how many of the cells the
interval holds the truth at least 93 times in 100.
"""


def _estimators(cells):
    rows = [
        ["", "error in that of `auto`: median", "largest", "at", "interval holds in", "at worst"]
    ]
    rows.append(["---"] * len(rows[0]))
    cells = [cell for cell in cells if quiet(cell)]
    for name in dict.fromkeys(name for cell in cells for name in cell["estimators"]):
        of = [(cell, cell["estimators"][name]) for cell in cells if name in cell["estimators"]]
        rows.append([name, *_errors(of), *_coverages(of)])
    return _table(rows)


def _errors(of):
    ratios = [
        (each["rmse"] / cell["estimators"]["auto"]["rmse"], cell)
        for cell, each in of
        if each.get("rmse") is not None and cell["estimators"]["auto"]["rmse"] > 0.0
    ]
    if not ratios:
        return ["–", "–", "–"]
    most, where = max(ratios, key=lambda pair: pair[0])
    middle = median(ratio for ratio, _ in ratios)
    return [_times(middle), _times(most), place(where) if most > 1.0 else ""]


def _coverages(of):
    shares = [each["covered"] for _, each in of if "covered" in each]
    if not shares:
        return ["–", "–"]
    held = sum(share >= 0.93 for share in shares)
    return [f"{held} of {len(shares)}", f"{100 * min(shares):.0f} %"]


def _times(ratio):
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _cells(cells, told):
    """Return the table of cells by estimators: those told the outcomes, those not, or both."""
    names = [
        name
        for name in dict.fromkeys(name for cell in cells for name in cell["estimators"])
        if told is None or ("told" in name) == told
    ]
    heads = ["source (truth)", "n", "warned"]
    rows = [heads + [name.removesuffix(", told K") if told else name for name in names]]
    rows.append(["---"] * len(rows[0]))
    for cell in cells:
        of = [_figures(cell["estimators"].get(name)) for name in names]
        if set(of) != {""}:
            rows.append([_source(cell), size(cell), _percent(cell["warned"]), *of])
    table = _table(rows)
    return f"told K:\n\n{table}" if told else table


def _figures(of):
    if of is None:
        return ""
    if "rmse" not in of:
        return "refused" if of.get("refused") else "infinite"
    covered = f"{100 * of['covered']:.0f}" if "covered" in of else "–"
    notes = [f"{of[word]} {word}" for word in ("refused", "infinite") if word in of]
    text = f"{MILLI * of['bias']:+.0f}, {MILLI * of['rmse']:.0f}, {covered}"
    return f"{text} ({', '.join(notes)})" if notes else text


def _source(cell):
    source = cell["source"] if "quantity" not in cell else f"{cell['family']} {cell['source']}"
    return f"{source.strip()} ({cell['truth']:.4g})"


def _percent(share):
    return f"{100 * share:.0f}"


def _table(rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)

"""The page of what was simulated with samples of numbers, made of the file that holds it."""

from benchmarks.machine import in_words

MILLI = 1000.0
HEAD = """\
# How far estimates from samples of numbers can be trusted

Samples were drawn from laws whose differential entropy, KL divergence or mutual information is
known exactly, and `kullback.estimate` was asked what it is, at a nominal confidence of 95 %.
`python -m benchmarks.estimation.numbers` makes this page.
"""
READING = """\
Every cell: **bias, root mean square error, coverage**, the first two in thousandths of a nat (1 nat
is 1.44 bits), coverage in per cent of the intervals that hold the truth, with a dash where no
interval is claimed. An arrow says that in more than half of the samples the interval was open
upwards: all it says is "at least". Columns are those of a sample, or those of x and y. The truth
stands behind the law.
"""
QUANTITIES = ("differential entropy", "KL divergence", "mutual information")


def page(found):
    """Return the page in Markdown."""
    parts = [HEAD, _taken(found), READING]
    for quantity in QUANTITIES:
        cells = [cell for cell in found["cells"] if cell["quantity"] == quantity]
        if cells:
            parts += [f"## {quantity[0].upper()}{quantity[1:]}", _table(cells)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _taken(found):
    sizes = {}
    for cell in found["cells"]:
        for of in cell["estimators"].values():
            sizes[cell["n"]] = max(sizes.get(cell["n"], 0), of["samples"])
    samples = ", ".join(f"{times} of {n:,} rows" for n, times in sorted(sizes.items()))
    return (
        f"Samples a cell: {samples}, of the bounds by classifiers at most 50. A coverage of 95 % "
        "is known to ±3.1 % from 200 samples, ±4.4 % from 100, ±7 % from 40 (two standard errors). "
        f"Seed {found['seed']}; {found['seconds']:,} seconds. {in_words(found['machine'])}"
    )


def _table(cells):
    names = list(dict.fromkeys(name for cell in cells for name in cell["estimators"]))
    rows = [["law (truth)", "columns", "n", *names]]
    rows.append(["---"] * len(rows[0]))
    for cell in cells:
        of = [_figures(cell["estimators"].get(name)) for name in names]
        law = f"{cell['source']} ({cell['truth']:.4g})"
        rows.append([law, cell["columns"], f"{cell['n']:,}", *of])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _figures(of):
    if of is None:
        return ""
    covered = f"{100 * of['covered']:.0f}" if "covered" in of else "–"
    opened = "↑" if of.get("infinite high", 0.0) > 0.5 else ""
    return f"{MILLI * of['bias']:+.0f}, {MILLI * of['rmse']:.0f}, {covered}{opened}"

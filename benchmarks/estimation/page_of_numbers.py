"""The page of what was simulated with samples of numbers, made of the file that holds it."""

from statistics import median

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
AUTO = {
    "differential entropy": "Kozachenko–Leonenko, k = 3",
    "KL divergence": "Wang–Kulkarni–Verdú, k = 1",
    "mutual information": "Kraskov–Stögbauer–Grassberger 1, k = 5",
}
SUMMARY = """\
## Which estimator

How many times the least root mean square error in a cell that of each is, in the middle and at
worst; and in how many of the cells where it claims an interval that holds the truth at least 93
times in 100, less two standard errors of what so many samples show.
"""
QUANTITIES = ("differential entropy", "KL divergence", "mutual information")


def page(found):
    """Return the page in Markdown."""
    of_each = {
        quantity: [cell for cell in found["cells"] if cell["quantity"] == quantity]
        for quantity in QUANTITIES
    }
    of_each = {quantity: cells for quantity, cells in of_each.items() if cells}
    parts = [HEAD, *(_answer(*each) for each in of_each.items()), _taken(found), SUMMARY]
    parts += [_summary(of_each), READING]
    for quantity, cells in of_each.items():
        parts += [f"## {_capital(quantity)}", _table(cells)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _answer(quantity, cells):
    """Return in words how far the estimator that `auto` takes can be trusted."""
    auto = AUTO[quantity]
    of_auto = [(cell, cell["estimators"][auto]) for cell in cells if auto in cell["estimators"]]
    near = sum(of["rmse"] <= 1.25 * _least(cell) for cell, of in of_auto)
    claimed = [(cell, of) for cell, of in of_auto if "covered" in of]
    low = [(cell, of) for cell, of in claimed if of["covered"] < _enough(of)]
    sentence = (
        f"**{_capital(quantity)}.** The error of `auto`, which is {auto}, is within 25 % of the "
        f"least of all estimators here in {near} of {len(of_auto)} cells. "
    )
    if not claimed:
        return sentence + "It claims no interval."
    sentence += (
        f"It claims an interval in {len(claimed)} of them, which holds the truth at least 93 times "
        f"in 100, as far as so many samples can tell, in {len(claimed) - len(low)}"
    )
    if not low:
        return sentence + "."
    named = "; ".join(f"{_name(cell)} ({100 * of['covered']:.0f} %)" for cell, of in low)
    return f"{sentence}; in the others it does not: {named}."


def _enough(of):
    """Return the share below which 93 % can be excluded: two standard errors of the samples."""
    return 0.93 - 2.0 * (0.95 * 0.05 / of["samples"]) ** 0.5


def _least(cell):
    return min(of["rmse"] for of in cell["estimators"].values())


def _name(cell):
    columns = cell["columns"]
    return f"{cell['source']}, {columns} column{'' if columns == '1' else 's'}, n = {cell['n']:,}"


def _capital(quantity):
    return quantity[0].upper() + quantity[1:]


def _summary(of_each):
    """Return a table with a line for each estimator: its error beside the least, its coverage."""
    rows = [["quantity", "estimator", "error in the least: median", "largest", "at"]]
    rows[0] += ["interval holds in", "at worst"]
    rows.append(["---"] * len(rows[0]))
    for quantity, cells in of_each.items():
        for name in dict.fromkeys(name for cell in cells for name in cell["estimators"]):
            asked = [cell for cell in cells if name in cell["estimators"]]
            rows.append([quantity, name, *_beside_the_least(name, asked), *_held(name, asked)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _beside_the_least(name, cells):
    times = [cell["estimators"][name]["rmse"] / _least(cell) for cell in cells]
    worst = max(range(len(cells)), key=times.__getitem__)
    return f"{median(times):.2f}", f"{times[worst]:.3g}", _name(cells[worst])


def _held(name, cells):
    claimed = [cell["estimators"][name] for cell in cells if "covered" in cell["estimators"][name]]
    if not claimed:
        return "–", "–"
    held = sum(of["covered"] >= _enough(of) for of in claimed)
    return f"{held} of {len(claimed)}", f"{100 * min(of['covered'] for of in claimed):.0f} %"


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

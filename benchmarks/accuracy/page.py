"""The page that shows what was measured, made of the file that holds it."""

from benchmarks.machine import in_words

BEYOND = 1e300  # errors are cut off there, before JSON cannot hold them

HEAD = """\
# How right it is

Largest error of each system over families of inputs on which plain formulas fail, in eps of the
dtype (2.2e-16 in float64, 1.2e-7 in float32), relative to the exact value for the floats given: so
1e+15 in float64, or 1e+7 in float32, means that no digit is right. In parentheses: how many of a
family's cases came out with the wrong sign (−), as 0 where the answer is not 0 (zero), as NaN,
infinite or refused where the answer is a number (nan). A family's number of cases is in the head of
its column. A dash: the system has no call for it.

Exact values have 60 digits. Who divides probabilities by their sum is held to the exact value for
the distributions, who does not to that of the plain sum for the same floats: nobody is blamed for
the definition. Forgiven is what rounding to subnormal numbers may cost a sum of n terms: n × 1000
of the smallest float, or in JAX, which takes subnormal numbers for 0, n of the smallest normal.

kullback promises 16 eps for KL and JS divergence and 8 for the others on NumPy arrays, PyTorch
tensors and JAX arrays (there for normal numbers). Compiled by `jax.jit` or `torch.compile`, and for
gradients by backpropagation, it promises nothing, and this is what is reached. `benchmarks/systems`
shows how each system is called; `python -m benchmarks.accuracy` makes this page.
"""
WORST = (
    ("KL divergence of probabilities", "nearly equal, sums rounded", "wrong sign"),
    ("KL divergence of logits", "nearly equal", "wrong sign"),
    ("JS divergence of logits", "nearly equal", "not a number"),
    ("cross-entropy of labels and logits", "sure and right", "zero"),
    (
        "cross-entropy of labels and logits, with gradient",
        "gradient, sure and right",
        "zero",
    ),
)
ABSURD = {
    "wrong sign": "a negative number",
    "zero": "0, which is wrong",
    "not a number": "NaN or infinity",
}
QUANTITIES = ("KL divergence", "JS divergence", "cross-entropy", "entropy")
FORMS = {
    "probabilities": "probabilities",
    "weights": "weights",
    "logits": "logits",
    "labels and logits": "labels, logits",
    "soft targets and logits": "targets, logits",
}


def page(found):
    """Return the page in Markdown."""
    parts = [
        HEAD,
        _summary(found["families"]),
        in_words(found["machine"]),
        *map(_missing, found["missing"].items()),
    ]
    for quantity in QUANTITIES:
        for dtype in ("float64", "float32"):
            families = [
                family
                for family in found["families"]
                if family["dtype"] == dtype and family["task"].partition(" of ")[0] == quantity
            ]
            parts += [f"## {quantity[0].upper()}{quantity[1:]}, {dtype}", _table(families)]
    return "\n\n".join([*(part.strip() for part in parts), _rounding(found["rounding"])]) + "\n"


def _summary(families):
    """Say in words what becomes of the peers where kullback has a promise."""
    lines = []
    for task, name, absurdity in WORST:
        (family,) = (
            family
            for family in families
            if (family["task"], family["name"], family["dtype"]) == (task, name, "float64")
        )
        peers = [what for who, what in family["systems"].items() if not who.startswith("kullback")]
        within = sum(what["eps"] <= 16 and not what[absurdity] for what in peers)
        absurd = sum(what[absurdity] > 0 for what in peers)
        lines.append(
            f"- {task}, {name}, float64: of the {len(peers)} other systems tried, {within} stayed "
            f"within 16 eps, and {absurd} answered with {ABSURD[absurdity]} at least once."
        )
    return "\n".join(lines)


def _missing(item):
    return "Not available: {}, {}.".format(*item)


def _table(families):
    systems = list(dict.fromkeys(name for family in families for name in family["systems"]))
    heads = [f"{_form(family)}: {family['name']} ({family['cases']})" for family in families]
    rows = [["", *heads], ["---"] * (len(heads) + 1)]
    rows += [
        [name, *(_cell(family["systems"].get(name)) for family in families)] for name in systems
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _form(family):
    return FORMS[family["task"].partition(", ")[0].partition(" of ")[2]]


def _cell(found):
    if found is None:
        return "–"
    absurd = {"−": "wrong sign", "zero": "zero", "nan": "not a number"}
    counts = [f"{found[name]} {sign}" for sign, name in absurd.items() if found[name]]
    all_nan = found["not a number"] == found["cases"]
    error = [] if all_nan else [figure(found["eps"])]
    return " ".join(error + ([f"({', '.join(counts)})"] if counts else []))


def figure(eps):
    """Return a number of eps as it is read: 0.7, 13, 4e+11."""
    if eps >= BEYOND:
        return f"over {BEYOND:.0e}"
    return f"{eps:.1f}" if eps < 10 else f"{eps:.0f}" if eps < 1000 else f"{eps:.0e}"


def _rounding(rows):
    heads = [
        "relative distance",
        "dtype",
        "rounding moves D by (median)",
        "at most",
        "condition number",
        "bound",
    ]
    table = [heads, ["---"] * len(heads)]
    table += [
        [
            f"{row['distance']:.0e}",
            row["dtype"],
            *(f"{row[key]:.0e}" for key in ("median", "largest", "condition", "bound")),
        ]
        for row in rows
    ]
    return ROUNDING + "\n".join(f"| {' | '.join(row)} |" for row in table)


ROUNDING = """\
## What rounding the inputs does

The promise is for the floats given. Rounding each probability once, to the nearest float, moves the
exact KL divergence of near distributions by far more than kullback's own error: relatively, to
first order, by up to u κ, with u = eps/2 and the condition number
κ = Σ (p |log(p/q) − D| + |p − q|) / D, which is near 4 divided by the relative distance of p and q.
Measured over 20 pairs of 10 outcomes, exact before and after (where rounding moves D by its own
size, first order is no bound):

"""

"""All that is known of one column before the others are looked at."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback._units import Unit, in_unit
from kullback.comparisons import alarm
from kullback.comparisons.column import Column
from kullback.comparisons.kinds import Decision
from kullback.comparisons.outcomes import Outcomes
from kullback.comparisons.permutation import DrawnNull, draw_null
from kullback.comparisons.records import ColumnComparison, Outcome, Shares
from kullback.estimate import Estimate, measures
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.intervals import Null


@dataclass(frozen=True, slots=True)
class _Nulls:
    """What chance alone gives, by formula or drawn, in nats."""

    jensen_shannon: Null
    kl_reference_current: Null
    kl_current_reference: Null
    line95: float
    p: float
    more_alike: bool
    # What to add to the plug-in entropies, where the first-order correction will not do.
    entropy_reference: float | None = None
    entropy_current: float | None = None


def _nulls(a: Array, b: Array, drawn: DrawnNull | None) -> _Nulls:
    if drawn is None:
        from scipy.special import chdtri

        null = measures.jensen_shannon_null(a, b)
        kl = measures.kl_null(a, b)
        line95 = null.scale * float(chdtri(len(a) - 1, 0.05)) if len(a) > 1 else 0.0
        more_alike = alarm.more_alike_than_chance(a, b)
        return _Nulls(null, kl, kl, line95, alarm.p_of_the_table(a, b), more_alike)
    observed = PlugIn().jensen_shannon_divergence(a, b)
    return _Nulls(
        drawn.jensen_shannon,
        drawn.kl_reference_current,
        drawn.kl_current_reference,
        drawn.quantile(0.95),
        drawn.p(observed),
        drawn.more_alike_than(observed, alarm.ALIKE),
        drawn.entropy_reference,
        drawn.entropy_current,
    )


def describe(
    matched: tuple[Column, Decision], outcomes: Outcomes, unit: Unit, confidence: float, seed: int
) -> ColumnComparison:
    """Return all that is known of one column before the others are looked at."""
    column, decision = matched
    drawn = draw_null(outcomes.reference, outcomes.current, seed) if outcomes.thin else None
    # As floats, in which quantities are computed: not converted anew for each of them.
    a, b = (counts.astype(np.float64) for counts in (outcomes.reference, outcomes.current))
    nulls = _nulls(a, b, drawn)
    estimates = _estimates(a, b, nulls, confidence, null_is_drawn=outcomes.thin)
    return ColumnComparison(
        name=column.name,
        kind=decision.kind,
        verdict="",
        alarm=False,
        p=alarm.p_value(nulls.p, alarm.p_of_the_cells(a, b)),
        q=1.0,
        **{name: estimate.to(unit) for name, estimate in estimates.items()},
        floor=float(in_unit(nulls.jensen_shannon.floor, unit)),
        line95=float(in_unit(nulls.line95, unit)),
        missing=Shares(
            *(n / rows for n, rows in zip(column.missing_by_side, column.rows, strict=True))
        ),
        unseen=outcomes.unseen,
        outcomes=_outcomes(outcomes, unit),
        notes=_notes(decision, outcomes, nulls),
    )


def _estimates(
    a: Array, b: Array, nulls: _Nulls, confidence: float, null_is_drawn: bool
) -> dict[str, Estimate]:
    """Return every quantity of two columns of counts, in nats, under its name in the record."""
    forward, backward = nulls.kl_reference_current, nulls.kl_current_reference
    of_a, of_b = nulls.entropy_reference, nulls.entropy_current
    return {
        "jensen_shannon_divergence": measures.jensen_shannon_divergence(
            a, b, null=nulls.jensen_shannon if null_is_drawn else None, confidence=confidence
        ),
        "kl_reference_current": measures.kl_divergence(a, b, null=forward, confidence=confidence),
        "kl_current_reference": measures.kl_divergence(b, a, null=backward, confidence=confidence),
        "entropy_reference": measures.entropy(a, correction=of_a, confidence=confidence),
        "entropy_current": measures.entropy(b, correction=of_b, confidence=confidence),
        "cross_entropy": measures.cross_entropy(
            a, b, null=forward, correction=of_a, confidence=confidence
        ),
    }


def _outcomes(outcomes: Outcomes, unit: Unit) -> tuple[Outcome, ...]:
    a, b = outcomes.reference, outcomes.current
    terms = in_unit(PlugIn().jensen_shannon_terms(a, b), unit)
    return tuple(
        Outcome(label, int(x), int(y), float(x / a.sum()), float(y / b.sum()), float(term))
        for label, x, y, term in zip(outcomes.labels, a, b, terms, strict=True)
    )


def _notes(decision: Decision, outcomes: Outcomes, nulls: _Nulls) -> tuple[str, ...]:
    notes = [decision.note] if decision.note else []
    if outcomes.rest:
        notes.append(f"{outcomes.rest} rare outcomes are taken together as the rest")
    if outcomes.thin:
        notes.append("too many rare outcomes for a formula: chance was drawn instead")
    if nulls.more_alike:
        notes.append("more alike than chance allows: shared or duplicated rows?")
    return tuple(notes)

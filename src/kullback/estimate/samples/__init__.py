"""Samples as people hold them, counted: labels of any kind and counts by position or by key.

`labels` reads what holds labels, `counts` what holds counts, `gaps` says what becomes of missing
ones, `observations` checks weights and groups; `reading` puts them together and returns tallies.
"""

from kullback.estimate.samples.counts import checked_table as checked_table
from kullback.estimate.samples.counts import keyed as keyed
from kullback.estimate.samples.counts import refuse_different_indexes as refuse_different_indexes
from kullback.estimate.samples.counts import refuse_repeated as refuse_repeated
from kullback.estimate.samples.gaps import Missing as Missing
from kullback.estimate.samples.gaps import check_missing as check_missing
from kullback.estimate.samples.labels import is_missing as is_missing
from kullback.estimate.samples.reading import Held as Held
from kullback.estimate.samples.reading import check_given as check_given
from kullback.estimate.samples.reading import codes_of as codes_of
from kullback.estimate.samples.reading import labels_in_pairs as labels_in_pairs
from kullback.estimate.samples.reading import labels_in_strata as labels_in_strata
from kullback.estimate.samples.reading import named_sample as named_sample
from kullback.estimate.samples.reading import one_sample as one_sample
from kullback.estimate.samples.reading import refuse_rows_of_counts as refuse_rows_of_counts
from kullback.estimate.samples.reading import table_of_counts as table_of_counts
from kullback.estimate.samples.reading import two_samples as two_samples
from kullback.estimate.samples.reading import two_samples_in_groups as two_samples_in_groups
from kullback.estimate.samples.tally import Tally as Tally

__all__ = [
    "Held",
    "Missing",
    "Tally",
    "check_given",
    "check_missing",
    "checked_table",
    "codes_of",
    "is_missing",
    "keyed",
    "labels_in_pairs",
    "labels_in_strata",
    "named_sample",
    "one_sample",
    "refuse_different_indexes",
    "refuse_repeated",
    "refuse_rows_of_counts",
    "table_of_counts",
    "two_samples",
    "two_samples_in_groups",
]

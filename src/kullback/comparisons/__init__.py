"""Comparing what two sides hold, or two columns of one table.

Read `datasets` and `single_table` for the order of work, `kinds` for what a column is, `dates` for
what of a date is compared, `bins`, `timelines` and `outcomes` for what is counted, `alarm` and
`permutation` for what is chance, `verdict` for the words, `pairs` and `cells` for how columns
depend on each other, `whole_table` for all columns together, `answer` for the first sentence,
`gate` for what is too much.
"""

from kullback.comparisons.datasets import compare as compare
from kullback.comparisons.measurement import Measurement as Measurement
from kullback.comparisons.measurement import PairMeasurement as PairMeasurement
from kullback.comparisons.records import ColumnComparison as ColumnComparison
from kullback.comparisons.records import Comparison as Comparison
from kullback.comparisons.records import LeftOut as LeftOut
from kullback.comparisons.records import Outcome as Outcome
from kullback.comparisons.records import PairComparison as PairComparison
from kullback.comparisons.single_table import measure as measure
from kullback.comparisons.whole_table import WholeTable as WholeTable

__all__ = [
    "ColumnComparison",
    "Comparison",
    "LeftOut",
    "Measurement",
    "Outcome",
    "PairComparison",
    "PairMeasurement",
    "WholeTable",
    "compare",
    "measure",
]

"""Comparing what two sides hold: two tables today.

Read `datasets` for the order of work, `kinds` for what a column is, `bins` and `outcomes` for
what is counted, `alarm` for what is chance, `verdict` for the words.
"""

from kullback.comparisons.datasets import compare as compare
from kullback.comparisons.records import ColumnComparison as ColumnComparison
from kullback.comparisons.records import Comparison as Comparison
from kullback.comparisons.records import LeftOut as LeftOut
from kullback.comparisons.records import Outcome as Outcome

__all__ = ["ColumnComparison", "Comparison", "LeftOut", "Outcome", "compare"]

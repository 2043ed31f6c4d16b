"""Results as pages: one offline file that answers first and then shows how it knows.

Every page has the layout of `page`: a sentence that answers, a table, pictures, how it was computed
with which versions, and the result itself as JSON. Nothing is loaded and nothing runs: pictures are
static, and the page forbids the rest to itself. `elements` builds pages as trees, so that no name
or value from the data can become anything but text.
"""

from kullback.report.comparison import comparison as comparison
from kullback.report.comparison import comparison_excerpt as comparison_excerpt

__all__ = ["comparison", "comparison_excerpt"]

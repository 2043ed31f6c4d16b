"""Error bars from the sample itself: parts of it left out, or drawn again from its counts."""

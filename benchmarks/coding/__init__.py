"""How fast files are coded, into how many bits, and how far that is from the cross-entropy."""

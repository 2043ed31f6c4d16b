"""What classifiers that tell two samples apart say of the divergence between their sources."""

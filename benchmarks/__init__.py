"""What kullback claims, measured: how fast, how right, and how seldom it raises a false alarm."""

"""One frozen class per estimator from two columns of counts: KL divergence and cross-entropy.

`table` lists them; `two_sample_estimator` says what one is.
"""

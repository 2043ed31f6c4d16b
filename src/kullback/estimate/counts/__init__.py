"""One frozen class per estimator from counts; each turns counts into nats.

`table` lists those of the entropy; `fingerprint` holds what they all start from.
"""

"""One frozen class per estimator from counts; each turns counts into nats."""

"""What is said of an estimator that was asked for by name and finds something else than `auto`."""

BY_ROUNDING = 1e-9  # nats


def more_than_its_error(apart: float, std_error: float) -> tuple[str, ...]:
    """Return the warning of an estimator that lies farther from `auto` than its standard error."""
    if not abs(apart) > std_error + BY_ROUNDING:
        return ()
    return (
        f'estimator="auto" finds {"less" if apart > 0.0 else "more"}, by more than the standard '
        "error: one of the two is biased, for which the interval may not allow",
    )

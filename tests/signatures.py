"""What a quantity takes, read from its signature, so that tests run on quantities to come."""

import inspect


def arity(evaluate):
    """Return how many arrays it takes."""
    kinds = [p.kind for p in inspect.signature(evaluate).parameters.values()]
    return kinds.count(inspect.Parameter.POSITIONAL_ONLY)


def keywords(evaluate):
    """Return its parameters beside the arrays, and their defaults."""
    parameters = inspect.signature(evaluate).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is not p.POSITIONAL_ONLY}


def options(evaluate, **wanted):
    """Return those of the wanted options it has."""
    return {name: value for name, value in wanted.items() if name in keywords(evaluate)}


def is_of_events(evaluate):
    """Tell whether it measures each element by itself."""
    return not {"axis", "axes"} & set(keywords(evaluate))


def is_of_joints(evaluate):
    """Tell whether it measures joint distributions, which have an axis for each variable."""
    return "axes" in keywords(evaluate)


def variables(evaluate):
    """Return how many axes one distribution has, three if it takes any number."""
    if is_of_events(evaluate):
        return 0
    return len(keywords(evaluate)["axes"] or (-3, -2, -1)) if is_of_joints(evaluate) else 1


def placed(evaluate, axes, on=None):
    """Return the options that place its outcomes on `axes`; `on` counts them."""
    if is_of_events(evaluate):
        return {}
    if not is_of_joints(evaluate):
        return {"axis": axes[0]}
    known = {"on": axes[-2 if on is None else on]} if "on" in keywords(evaluate) else {}
    return {"axes": tuple(axes), **known}

"""What a quantity takes, read from its signature, so that tests run on quantities to come."""

import inspect


def arity(evaluate):
    """Return how many arrays it takes."""
    kinds = [p.kind for p in inspect.signature(evaluate).parameters.values()]
    return kinds.count(inspect.Parameter.POSITIONAL_ONLY)


def keywords(evaluate):
    """Return its keyword parameters and their defaults."""
    parameters = inspect.signature(evaluate).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


def options(evaluate, **wanted):
    """Return those of the wanted options it has."""
    return {name: value for name, value in wanted.items() if name in keywords(evaluate)}

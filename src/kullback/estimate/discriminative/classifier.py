"""Two classifiers that tell rows of two tables apart, and their mixture, fitted across folds.

Each row gets the logit of models that never saw it: log-odds that it is of the reference, as if
both tables had the same number of rows.
"""

import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.discriminative.rows import Rows

FOLDS = 3
FEWEST_ROWS = 60  # of each sample: a fold of 20 is the least that says how sure its mean is
WEIGHTS = tuple(step / 4 for step in range(6))  # of a model's logits in the mixture; 0 comes first
FEW_SCORES = 60  # up to which every product of two is a term
MOST_IN_PRODUCTS = 30  # of more, those that differ most among the training rows

Logits = Callable[[Rows], Array]


@dataclass(frozen=True)
class Fold:
    """Rows that were held out, the models of the other rows, and their weights in the mixture."""

    rows: Array
    models: tuple[Logits, ...]
    weights: tuple[float, ...]

    def logits(self, rows: Rows) -> Array:
        """Return the log-odds of rows, of which models without weight are not asked."""
        total = np.zeros(len(rows.of_current))
        for model, weight in zip(self.models, self.weights, strict=True):
            if weight:
                total += weight * model(rows)
        return total


def one_thread() -> AbstractContextManager[object]:
    """Keep scikit-learn to one thread: sums of several come in any order, and so their last bit.

    On a busy machine several are also ten times slower: they wait for each other at every node of
    every tree.
    """
    import sklearn.ensemble  # noqa: F401  # only libraries that are loaded can be limited
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


def losses(logits: Array, of_current: Array) -> Array:
    """Return what each row costs, in nats, under the stated odds."""
    return np.logaddexp(0.0, np.where(of_current, logits, -logits))


def balanced_loss(logits: Array, of_current: Array) -> float:
    """Return the mean loss, both tables counting the same."""
    each = losses(logits, of_current)
    return float((each[of_current].mean() + each[~of_current].mean()) / 2.0)


def cross_fitted(rows: Rows, seed: int) -> tuple[Fold, ...]:
    """Fit both models without each fold in turn, then their weights without its rows' logits.

    The models behind the other folds' logits saw those rows: two weights on a grid can make
    little of that, and random halves raise fewer alarms than they may.
    """
    generator = np.random.default_rng(seed)
    fold_of = np.empty(len(rows.of_current), np.int64)
    for side in (rows.of_current, ~rows.of_current):
        fold_of[side] = generator.permutation(int(side.sum())) % FOLDS
    fitted = []
    for fold in range(FOLDS):
        train, held_out = rows[fold_of != fold], rows[fold_of == fold]
        models = quadratic(train), boosted(train, seed)
        fitted.append((models, [model(held_out) for model in models]))
    found = []
    for fold, (models, _) in enumerate(fitted):
        others = [other for other in range(FOLDS) if other != fold]
        logits = [np.concatenate([fitted[o][1][place] for o in others]) for place in (0, 1)]
        sides = np.concatenate([rows.of_current[fold_of == other] for other in others])
        found.append(Fold(np.flatnonzero(fold_of == fold), models, best_weights(logits, sides)))
    return tuple(found)


def best_weights(logits: list[Array], of_current: Array) -> tuple[float, float]:
    """Return the weights of least loss, the smaller ones where they tie: (0, 0) says nothing."""
    first, second = logits
    return min(
        ((t, u) for t in WEIGHTS for u in WEIGHTS),
        key=lambda pair: balanced_loss(pair[0] * first + pair[1] * second, of_current),
    )


def quadratic(train: Rows) -> Logits:
    """Fit a logistic regression on scores and their products."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    chosen = _in_products(train)
    terms = _terms(train, chosen)
    centre, spread = terms.mean(axis=0), terms.std(axis=0)
    varying = spread > 1e-6
    centre, spread = centre[varying], spread[varying]
    if not varying.any():
        return _silent

    def design(rows: Rows) -> Array:
        return (_terms(rows, chosen)[:, varying] - centre) / spread

    model = LogisticRegression(C=0.02, tol=1e-3)
    with warnings.catch_warnings():  # where it stops early its loss says how good it is
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit((terms[:, varying] - centre) / spread, ~train.of_current, _weights(train))
    return lambda rows: np.asarray(model.decision_function(design(rows)), np.float64)


def boosted(train: Rows, seed: int) -> Logits:
    """Fit boosted trees on codes."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    varying = np.array([len(np.unique(column)) > 1 for column in train.codes.T])
    if not varying.any():
        return _silent
    model = HistGradientBoostingClassifier(
        max_iter=100,
        learning_rate=0.1,
        max_leaf_nodes=15,
        l2_regularization=1.0,
        early_stopping=True,
        categorical_features=train.categorical[varying],
        random_state=seed % 2**32,
    )
    model.fit(train.codes[:, varying], ~train.of_current, _weights(train))
    return lambda rows: np.asarray(model.decision_function(rows.codes[:, varying]), np.float64)


def _silent(rows: Rows) -> Array:
    return np.zeros(len(rows.of_current))


def _weights(rows: Rows) -> Array | None:
    """Return weights of mean 1 under which both tables count the same, or none if they do."""
    share = rows.of_current.mean()
    if share == 0.5:
        return None
    return np.where(rows.of_current, 0.5 / share, 0.5 / (1.0 - share))


def _in_products(train: Rows) -> Array:
    """Return the scores to multiply, chosen by the training rows alone.

    Chosen by all rows, they would be those in which held-out rows happen to differ too.
    """
    count = train.scores.shape[1]
    if count <= FEW_SCORES:
        return np.arange(count)
    current, reference = train.scores[train.of_current], train.scores[~train.of_current]
    differing = sum(
        np.abs((current**power).mean(axis=0) - (reference**power).mean(axis=0))
        / (train.scores**power).std(axis=0).clip(1e-6)
        for power in (1, 2)
    )
    return np.sort(np.argsort(-differing, kind="stable")[:MOST_IN_PRODUCTS])


def _terms(rows: Rows, chosen: Array) -> Array:
    scores = rows.scores.astype(np.float32)
    some = scores[:, chosen]
    first, second = np.triu_indices(len(chosen))
    return np.concatenate([scores, some[:, first] * some[:, second]], axis=1)

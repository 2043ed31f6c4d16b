"""Every estimator from samples of numbers, by its name."""

from collections.abc import Mapping
from typing import Any

from kullback.estimate.discriminative.variational_bound import VariationalBound
from kullback.estimate.numbers.correa import Correa
from kullback.estimate.numbers.ebrahimi import Ebrahimi
from kullback.estimate.numbers.gao_kannan_oh_viswanath import GaoKannanOhViswanath
from kullback.estimate.numbers.gaussian import Gaussian
from kullback.estimate.numbers.kozachenko_leonenko import KozachenkoLeonenko
from kullback.estimate.numbers.kraskov_stoegbauer_grassberger import KraskovStoegbauerGrassberger
from kullback.estimate.numbers.ross import Ross
from kullback.estimate.numbers.van_es import VanEs
from kullback.estimate.numbers.vasicek import Vasicek
from kullback.estimate.numbers.wang_kulkarni_verdu import WangKulkarniVerdu

# The first of each is "auto"; of numbers with labels, the last.
DIFFERENTIAL_ENTROPY = {
    "kozachenko-leonenko": KozachenkoLeonenko(),
    "vasicek": Vasicek(),
    "ebrahimi": Ebrahimi(),
    "van-es": VanEs(),
    "correa": Correa(),
}
KL_DIVERGENCE = {
    "wang-kulkarni-verdu": WangKulkarniVerdu(),
    "variational-bound": VariationalBound(),
}
MUTUAL_INFORMATION = {
    "kraskov-stoegbauer-grassberger": KraskovStoegbauerGrassberger(),
    "gao-kannan-oh-viswanath": GaoKannanOhViswanath(),
    "gaussian": Gaussian(),
    "ross": Ross(),
}
ESTIMATORS_OF_NUMBERS: dict[str, Mapping[str, Any]] = {
    "differential_entropy": DIFFERENTIAL_ENTROPY,
    "kl_divergence": KL_DIVERGENCE,
    "mutual_information": MUTUAL_INFORMATION,
}


def estimator_of(measure: str, estimator: Any, auto: str) -> Any:
    """Return the estimator of a name, or an object that estimates the measure as it is."""
    known = ESTIMATORS_OF_NUMBERS[measure]
    if isinstance(estimator, str):
        if estimator != "auto" and estimator not in known:
            names = ", ".join(["auto", *known])
            raise ValueError(f"estimator must be one of {names}; got {estimator!r}")
        return known[auto if estimator == "auto" else estimator]
    if isinstance(estimator, type) or not (
        hasattr(estimator, measure) or hasattr(estimator, f"{measure}_bound")
    ):
        raise TypeError(
            f"estimator must be a name, or an object with `name`, `has_interval(columns)` and "
            f"`{measure}` of rows of numbers; got {estimator!r}"
        )
    return estimator

"""Information in samples of numbers: from spacings and neighbours, where nothing can be counted.

Three measures, each once: `differential_entropy`, `kl_divergence`, `mutual_information`. One frozen
class per estimator turns rows into nats; the measures read and check what the caller holds, and
give the answer an interval where one is known to hold.
"""

from kullback.estimate.discriminative.variational_bound import (
    VariationalBound as VariationalBound,
)
from kullback.estimate.numbers.correa import Correa as Correa
from kullback.estimate.numbers.differential_entropy import (
    differential_entropy as differential_entropy,
)
from kullback.estimate.numbers.ebrahimi import Ebrahimi as Ebrahimi
from kullback.estimate.numbers.gao_kannan_oh_viswanath import (
    GaoKannanOhViswanath as GaoKannanOhViswanath,
)
from kullback.estimate.numbers.gaussian import Gaussian as Gaussian
from kullback.estimate.numbers.kl_divergence import kl_divergence as kl_divergence
from kullback.estimate.numbers.kozachenko_leonenko import KozachenkoLeonenko as KozachenkoLeonenko
from kullback.estimate.numbers.kraskov_stoegbauer_grassberger import (
    KraskovStoegbauerGrassberger as KraskovStoegbauerGrassberger,
)
from kullback.estimate.numbers.mutual_information import mutual_information as mutual_information
from kullback.estimate.numbers.ross import Ross as Ross
from kullback.estimate.numbers.van_es import VanEs as VanEs
from kullback.estimate.numbers.vasicek import Vasicek as Vasicek
from kullback.estimate.numbers.wang_kulkarni_verdu import WangKulkarniVerdu as WangKulkarniVerdu

__all__ = [
    "Correa",
    "Ebrahimi",
    "GaoKannanOhViswanath",
    "Gaussian",
    "KozachenkoLeonenko",
    "KraskovStoegbauerGrassberger",
    "Ross",
    "VanEs",
    "VariationalBound",
    "Vasicek",
    "WangKulkarniVerdu",
    "differential_entropy",
    "kl_divergence",
    "mutual_information",
]

"""Every estimator of the entropy from counts, by its name: one line each.

A line says how to make it for a number of possible outcomes, None where that is not known.
"""

from collections.abc import Callable

from kullback.estimate.counts.asymptotic_nemenman_shafee_bialek import (
    AsymptoticNemenmanShafeeBialek,
)
from kullback.estimate.counts.best_upper_bound import BestUpperBound
from kullback.estimate.counts.bonachela import Bonachela
from kullback.estimate.counts.chao_shen import ChaoShen
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.dirichlet import DirichletPlugIn, DirichletPosterior
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.grassberger_1988 import Grassberger1988
from kullback.estimate.counts.grassberger_2003 import Grassberger2003
from kullback.estimate.counts.jackknife import Jackknife
from kullback.estimate.counts.james_stein import JamesStein
from kullback.estimate.counts.jiao_venkat_han_weissman import JiaoVenkatHanWeissman
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek
from kullback.estimate.counts.pitman_yor_mixture import PitmanYorMixture
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.schurmann import Schurmann
from kullback.estimate.counts.unseen import Unseen
from kullback.estimate.counts.wu_yang import WuYang
from kullback.estimate.counts.zhang import Zhang

Maker = Callable[[int | None], EntropyEstimator]

ENTROPY_ESTIMATORS: dict[str, Maker] = {
    "plug-in": lambda outcomes: PlugIn(),
    "miller-madow": MillerMadow,
    "jackknife": lambda outcomes: Jackknife(),
    "grassberger-1988": lambda outcomes: Grassberger1988(),
    "grassberger-2003": lambda outcomes: Grassberger2003(),
    "schurmann": lambda outcomes: Schurmann(),
    "zhang": lambda outcomes: Zhang(),
    "chao-shen": lambda outcomes: ChaoShen(),
    "chao-wang-jost": lambda outcomes: ChaoWangJost(),
    "bonachela": Bonachela,
    "james-stein": JamesStein,
    "jeffreys": lambda outcomes: DirichletPlugIn("Jeffreys", outcomes),
    "laplace": lambda outcomes: DirichletPlugIn("Laplace", outcomes),
    "perks": lambda outcomes: DirichletPlugIn("Perks", outcomes),
    "minimax": lambda outcomes: DirichletPlugIn("minimax", outcomes),
    "jeffreys-posterior": lambda outcomes: DirichletPosterior("Jeffreys", outcomes),
    "laplace-posterior": lambda outcomes: DirichletPosterior("Laplace", outcomes),
    "perks-posterior": lambda outcomes: DirichletPosterior("Perks", outcomes),
    "minimax-posterior": lambda outcomes: DirichletPosterior("minimax", outcomes),
    "nsb": NemenmanShafeeBialek,
    "asymptotic-nsb": lambda outcomes: AsymptoticNemenmanShafeeBialek(),
    "pitman-yor-mixture": lambda outcomes: PitmanYorMixture(),
    "best-upper-bound": BestUpperBound,
    "jiao-venkat-han-weissman": lambda outcomes: JiaoVenkatHanWeissman(),
    "wu-yang": WuYang,
    "unseen": lambda outcomes: Unseen(),
}

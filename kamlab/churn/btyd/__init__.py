"""Buy till you die: how often accounts buy, and who has silently left."""

from kamlab.churn.btyd.fit import BtydFit, fit_btyd
from kamlab.churn.btyd.model import Btyd
from kamlab.churn.btyd.purchases import contracts_note, purchase_histories
from kamlab.churn.btyd.sbg import SbgFit, fit_sbg
from kamlab.churn.btyd.spend import GammaGammaFit, fit_gamma_gamma
from kamlab.churn.btyd.tracking import held_out, tracking

__all__ = [
    "Btyd",
    "BtydFit",
    "GammaGammaFit",
    "SbgFit",
    "contracts_note",
    "fit_btyd",
    "fit_gamma_gamma",
    "fit_sbg",
    "held_out",
    "purchase_histories",
    "tracking",
]

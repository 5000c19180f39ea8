"""What a churn model needs and may do: losses, shrinkage, what counts as a leak."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kamlab.company.settings import Settings

Kind = Literal["logit", "boosting", "recency"]


class ModelSettings(Settings):
    """How churn models are fitted and tested, and when they are refused."""

    recency: str = Field(
        "gap_ratio",
        description="The signal the plain baseline looks at, alone",
    )
    least_events: int = Field(
        10,
        ge=2,
        le=1000,
        description="Accounts lost, and accounts kept, that any model needs",
        json_schema_extra={"unit": "accounts"},
    )
    events_per_signal: float = Field(
        10.0,
        ge=0.0,
        le=200.0,
        description="Lost accounts needed for each signal of a logit, 0 for no limit",
        json_schema_extra={"unit": "accounts"},
    )
    events_per_signal_boosting: float = Field(
        20.0,
        ge=0.0,
        le=500.0,
        description="The same for boosting, which needs more",
        json_schema_extra={"unit": "accounts"},
    )
    most_missing: float = Field(
        0.5,
        ge=0.0,
        le=1.0,
        description="Unknown values above which a signal is left out",
        json_schema_extra={"unit": "share"},
    )
    penalty: Literal["fixed", "cross_validated"] = Field(
        "fixed",
        description="Whether the shrinkage is the one given or chosen on held-out "
        "accounts",
    )
    prior_sd: float = Field(
        1.0,
        gt=0.0,
        le=100.0,
        description="How large a weight is thought to be beforehand: its standard "
        "deviation, in log-odds per standard deviation of a signal",
    )
    rounds: int = Field(
        100,
        ge=10,
        le=2000,
        description="Trees of the boosting",
        json_schema_extra={"unit": "trees"},
    )
    folds: int = Field(
        5,
        ge=2,
        le=20,
        description="Groups of accounts that are held out in turn",
        json_schema_extra={"unit": "groups"},
    )
    signal_limit: float = Field(
        0.95,
        ge=0.5,
        le=1.0,
        description="AUC of one signal alone above which it is too good to be true",
    )
    score_ceiling: float = Field(
        0.95,
        ge=0.5,
        le=1.0,
        description="AUC of a held-out score above which something leaks",
    )
    seed: int = Field(1, ge=0, description="Of folds, trees and draws")

"""Measure churn models against the same scikit-learn estimator called by hand.

Both sides fit the same pipeline on the same rows and score the same held-out rows; by
hand that is a few lines of scikit-learn on the same frame, in kamlab it also examines
the signals, guards against too few losses and keeps accounts and times apart. They are
timed in turn, round by round, in one process; what is asked is a ratio of at most 1.1
for the fit and for the back-test, without a baseline on either side. The back-test with
its baseline is timed beside, against both models by hand.

    python benchmarks/bench_churn_model.py [--rows 100000] [--rounds 5] [--out F.json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from kamlab.churn.model import ModelSettings, back_test, fit_model
from kamlab.churn.model.estimators import estimator
from kamlab.churn.model.examine import examine
from kamlab.churn.model.folds import account_folds

MOST = 1.1
SIGNALS, CUT_OFFS, HORIZON = 25, 6, 3
SETTINGS = ModelSettings(recency="s0")


def slices(rows: int) -> tuple[pd.DataFrame, list[str]]:
    """Draw slices of 25 signals, a few values unknown, a tenth of them losses."""
    rng = np.random.default_rng(1)
    names = [f"s{k}" for k in range(SIGNALS)]
    values = rng.normal(size=(rows, SIGNALS))
    odds = -2.7 + values[:, :10] @ rng.normal(0, 0.4, 10)
    frame = pd.DataFrame(values, columns=names)
    frame.loc[rng.random(rows) < 0.05, "s1"] = np.nan
    accounts = rows // CUT_OFFS
    days = pd.date_range("2024-03-31", periods=CUT_OFFS, freq="QE")
    frame["account_id"] = [f"A{k % accounts:07}" for k in range(rows)]
    frame["cut_off"] = days[np.minimum(np.arange(rows) // accounts, CUT_OFFS - 1)]
    frame["lost"] = rng.random(rows) < 1 / (1 + np.exp(-odds))
    return frame, names


def fit_by_hand(frame: pd.DataFrame, names: list[str], kind: str) -> object:
    return estimator(kind, names, None, SETTINGS).fit(frame[names], frame["lost"])


def tested_by_hand(
    frame: pd.DataFrame, folds: np.ndarray, sets: list[tuple[str, list[str]]]
) -> list[np.ndarray]:
    """Roll over the cut-offs, hold each group of accounts out, fit and score."""
    days, scores = frame["cut_off"], []
    for day in sorted(days.unique()):
        known = days + pd.DateOffset(months=HORIZON) <= day
        if not known.any():
            continue
        for fold in range(SETTINGS.folds):
            train = frame[known & (folds != fold)]
            test = frame[(days == day) & (folds == fold)]
            for kind, names in sets:
                model = estimator(kind, names, None, SETTINGS)
                model.fit(train[names], train["lost"])
                scores.append(model.predict_proba(test[names])[:, 1])
    return scores


def in_turn(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Time each way in turn and give its median; a first round warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            if turn:
                seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(found) for name, found in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kinds", default="logit,boosting")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    frame, names = slices(asked.rows)
    folds = account_folds(examine(frame, names), SETTINGS.folds, SETTINGS.seed)
    ratios: dict[str, float] = {}
    for kind in asked.kinds.split(","):

        def rolled(baseline: str, kind: str = kind) -> object:
            return back_test(
                frame,
                names,
                kind,
                horizon=HORIZON,
                baseline=baseline,
                settings=SETTINGS,
            )

        alone, beside = [(kind, names)], [(kind, names), ("recency", ["s0"])]
        found = in_turn(
            {
                "fit by hand": lambda k=kind: fit_by_hand(frame, names, k),
                "fit": lambda k=kind: fit_model(frame, names, k, settings=SETTINGS),
                "test by hand": lambda s=alone: tested_by_hand(frame, folds, s),
                "test": lambda: rolled(""),
                "both by hand": lambda s=beside: tested_by_hand(frame, folds, s),
                "both": lambda: rolled("s0"),
            },
            asked.rounds,
        )
        for what in ("fit", "test", "both"):
            mine, hand = found[what], found[f"{what} by hand"]
            ratios[f"{kind} {what}"] = mine / hand
            print(
                f"{kind}, {len(frame):,} slices: {what} {mine:.3f} s, by hand "
                f"{hand:.3f} s, ratio {mine / hand:.2f}",
                flush=True,
            )
    highest = max(ratios.values())
    print(f"highest ratio {highest:.2f} (at most {MOST})")
    if asked.out:
        asked.out.write_text(json.dumps({"rows": asked.rows, "ratios": ratios}))
    sys.exit(highest > MOST)


if __name__ == "__main__":
    main()

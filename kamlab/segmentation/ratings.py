"""The three reasons a KAM must judge: partner, teacher, innovator."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kamlab.presentation import formats as f
from kamlab.segmentation.reasons import Reason, wallet_share
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

BEST = 5


def rated(rating: pd.Series) -> pd.Series:
    """Turn a rating of 1–5 into a score of 0–1.

    Parameters
    ----------
    rating : Series
        Ratings; blank stays blank.
    """
    return ((rating - 1) / (BEST - 1)).clip(0, 1)


def partner(known: pd.DataFrame, worth: Worth, settings: KeyAccountsSettings) -> Reason:
    """Tell who shares plans and terms with us.

    The KAM's rating of openness decides. The score is the mean of what is known of
    three: the rating, a frame contract in force, the part of the wallet we have. So a
    rating that nothing else bears out scores low.
    """
    until = pd.Timestamp(worth.period.until)
    contract = (known["contract_end"] >= until).astype(float)
    if known["contract_end"].isna().all():  # the company keeps no contracts
        contract = contract * float("nan")
    served = wallet_share(known, worth)
    parts = pd.concat([rated(known["openness"]), contract, served], axis=1)
    evidence = [
        _words(
            _rating("openness", openness),
            None if pd.isna(held) else ("contract in force" if held else "no contract"),
            None if pd.isna(part) else f"{f.share(part, 0)} of its wallet",
        )
        for openness, held, part in zip(
            known["openness"], contract, served, strict=True
        )
    ]
    return _judged(known, "openness", parts.mean(axis=1), evidence, settings)


def teacher(known: pd.DataFrame, settings: KeyAccountsSettings) -> Reason:
    """Tell who knows more than others and asks more of us.

    The KAM's rating of competence decides. Where tickets are kept, the score is the
    mean of the rating and of the account's place among all by tickets: here tickets
    are demands, not dissatisfaction.
    """
    # the part of the other accounts that open fewer tickets
    n = max(known["tickets"].count() - 1, 1)
    place = (known["tickets"].rank(method="min") - 1) / n
    parts = pd.concat([rated(known["competence"]), place], axis=1)
    evidence = [
        _words(
            _rating("competence", competence),
            None if pd.isna(count) else f.plural(int(count), "ticket"),
        )
        for competence, count in zip(known["competence"], known["tickets"], strict=True)
    ]
    return _judged(known, "competence", parts.mean(axis=1), evidence, settings)


def innovator(known: pd.DataFrame, settings: KeyAccountsSettings) -> Reason:
    """Tell who tries something new at once, by the KAM's rating alone."""
    rating = known["innovator"]
    evidence = [_words(_rating("innovation", value)) for value in rating]
    return _judged(known, "innovator", rated(rating), evidence, settings)


def _judged(
    known: pd.DataFrame,
    column: str,
    score: pd.Series,
    evidence: list[str],
    settings: KeyAccountsSettings,
) -> Reason:
    """Let the rating decide; who does not buy any more, or is not rated, is no case."""
    rating, active = known[column], known["active"]
    words = pd.Series(evidence, index=known.index)
    if rating.notna().any():
        score = score.where(rating.notna()).where(active, 0.0)
    else:  # the company rates nobody
        score = score * float("nan")
    return {
        "score": score,
        "holds": (rating >= settings.high_rating) & active,
        "evidence": words.where(active, "no sale in the period"),
    }


def _rating(name: str, value: float | None) -> str:
    if pd.isna(value):
        return f"{name} not rated"
    return f"{name} {f.number(value, 1)} of {BEST}"


def _words(*parts: str | None) -> str:
    said: Iterable[str] = (part for part in parts if part)
    return ", ".join(said)

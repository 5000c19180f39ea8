"""The telco file of IBM: 7,043 accounts, 1,869 lost; honest AUC .83–.86."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.model import ModelSettings, hold_out_test, model_figures

KNOWN = ModelSettings(recency="tenure", score_ceiling=0.87)


@pytest.fixture
def telco(shared_data) -> tuple[pd.DataFrame, list[str]]:
    table = pd.read_csv(shared_data / "telco" / "Telco-Customer-Churn.csv")
    charges = pd.to_numeric(table["TotalCharges"], errors="coerce")
    table = table.assign(TotalCharges=charges)
    lost = table["Churn"] == "Yes"
    signals = table.drop(columns=["customerID", "Churn"])
    signals = pd.get_dummies(signals, drop_first=True).astype(float)
    frame = signals.assign(account_id=table["customerID"], lost=lost)
    return frame, list(signals)


@pytest.mark.parametrize(
    "kind", ["logit", pytest.param("boosting", marks=pytest.mark.slow)]
)
def test_honest_auc_is_the_published_one(telco, kind) -> None:
    frame, names = telco
    tried = hold_out_test(frame, names, kind, settings=KNOWN)
    found = model_figures(tried)
    assert found["auc"].value == pytest.approx(0.846, abs=0.004)
    assert 0.83 < found["auc"].low < found["auc"].high < 0.86
    assert found["auc_gain"].low > 0.09
    assert found["brier_skill"].low > 0.25
    assert 0.9 < found["calibration_slope"].value < 1.15
    assert found["events"].value == 1869 and tried.alarms == ()


def test_a_leaked_column_sounds_the_alarm_by_name(telco) -> None:
    frame, names = telco
    rng = np.random.default_rng(2)
    turned = np.where(rng.random(len(frame)) < 0.1, ~frame["lost"], frame["lost"])
    leak = frame.assign(contract_closed=turned.astype(float))
    tried = hold_out_test(leak, [*names, "contract_closed"], settings=KNOWN)
    assert [alarm.feature for alarm in tried.alarms] == ["contract_closed"]
    assert "above 0.87" in str(tried.alarms[0])


def test_a_reason_for_leaving_sounds_the_alarm_by_name(telco) -> None:
    frame, names = telco
    leak = frame.assign(reason=np.where(frame["lost"], "moved", None))
    tried = hold_out_test(leak, [*names, "reason"], settings=KNOWN)
    assert [alarm.feature for alarm in tried.alarms] == ["reason"]

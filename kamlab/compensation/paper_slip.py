"""Small cases for a sheet of paper: a slip of three plans, and the books of a draw."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation.charts import waterfall
from kamlab.compensation.curve import Curve, payout
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.practice_settings import PayPracticeSettings
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.rules import Draw
from kamlab.compensation.statement import pay
from kamlab.presentation import Chart, Column, Table
from kamlab.presentation.formats import money, share

PLANS = ("Sales", "Active accounts", "New accounts")
REACHED = (0.92, 1.05, 0.50)
EARNED = (500.0, 700.0, 400.0, 2_000.0)
CURRENCY = "EUR"


def paper_slip(terms: PayPracticeSettings) -> pd.DataFrame:
    """Pay a year of three plans on the default curve.

    Parameters
    ----------
    terms : PayPracticeSettings
        Pay with every target met, its mix, the weights.

    Returns
    -------
    DataFrame
        part, weight, reached, payout (shares of quota and target), amount (currency).
    """
    paid = payout(REACHED, Curve())
    frame = pd.DataFrame(
        {"part": PLANS, "weight": terms.weights, "reached": REACHED, "payout": paid}
    )
    amount = frame["weight"] * frame["payout"] * terms.target_variable
    return frame.assign(amount=amount.round(2))


def paper_chart(terms: PayPracticeSettings) -> Chart:
    """Draw what adds up to the pay of the small case.

    Parameters
    ----------
    terms : PayPracticeSettings
        The terms of the case.
    """
    slip = paper_slip(terms)
    notes = [f"  ({share(reached, 0)} of quota)" for reached in slip["reached"]]
    base = terms.ote * terms.base_share
    parts, amounts = list(slip["part"]), list(slip["amount"])
    return waterfall(base, parts, amounts, "The slip on the desk", CURRENCY, notes)


def paper_words(terms: PayPracticeSettings) -> str:
    """Say in one sentence how the pay of the small case comes about.

    Parameters
    ----------
    terms : PayPracticeSettings
        The terms of the case.
    """
    slip = paper_slip(terms)
    base = terms.ote * terms.base_share
    steps = ", ".join(
        f"{part} {share(weight, 0)} × {share(paid, 0)} = {money(amount)}"
        for part, weight, paid, amount in zip(
            slip["part"], slip["weight"], slip["payout"], slip["amount"], strict=True
        )
    )
    total = base + float(slip["amount"].sum())
    return (
        f"of {money(terms.ote, CURRENCY)} with every target met, "
        f"{share(terms.base_share, 0)} is base, {money(base, CURRENCY)}; the variable "
        f"target is {money(terms.target_variable, CURRENCY)}. Weight × payout × that "
        f"target: {steps}. In all {money(total, CURRENCY)} (n = 3 plans)."
    )


def draw_ledger(draw: float) -> pd.DataFrame:
    """Keep the books of a recoverable draw over four months of commission.

    Parameters
    ----------
    draw : float
        The advance a month, in currency.

    Returns
    -------
    DataFrame
        month, earned, paid, owed (currency; owed at the end of the month).
    """
    commission = Component(
        name="Commission",
        measure="earned",
        paid_on="result",
        rates=Rates(mode="flat", tiers=(Step(start=0, rate=1.0),)),
    )
    plan = PayPlan(
        name="draw",
        title="plan with a draw",
        purpose="Pay in lean months too.",
        used_by="Sellers on commission.",
        ote=12 * draw,
        base_share=0.0,
        components=(commission,),
        draw=Draw(amount=draw),
    )
    days = pd.date_range("2025-01-01", periods=len(EARNED), freq="MS")
    results = pd.DataFrame({"kam_id": "K", "period": days, "earned": EARNED})
    table = pay(plan, results).table
    return pd.DataFrame(
        {
            "month": range(1, len(EARNED) + 1),
            "earned": EARNED,
            "paid": table["variable"].to_numpy(),
            "owed": table["balance"].to_numpy(),
        }
    )


def ledger_table(draw: float) -> Table:
    """Show the books of a draw.

    Parameters
    ----------
    draw : float
        The advance a month, in currency.
    """
    frame = draw_ledger(draw)
    columns = {
        "month": Column("Month", "number"),
        "earned": Column(f"Commission earned, {CURRENCY}", "money"),
        "paid": Column(f"Paid out, {CURRENCY}", "money"),
        "owed": Column(f"Owed afterwards, {CURRENCY}", "money"),
    }
    caption = f"A draw of {money(draw, CURRENCY)} a month, owed until it is earned."
    return Table(frame, columns, caption, rows=len(frame))

"""What to do with a pay slip, and what could prove it wrong, in sentences."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.fees import Fees
from kamlab.compensation.next_step import POINTS, next_steps, past_the_cliff
from kamlab.compensation.words import span
from kamlab.presentation.formats import money, plural, share


def decision(case: PayCase) -> str:
    """Say where the next effort of this KAM pays, in money."""
    if case.plan.fees is not None:
        return _about_deals(case, case.plan.fees)
    cur = case.firm.currency
    steps = next_steps(case.plan, case.slip)
    if steps.empty:
        return (
            f"first ask for the quotas of {case.name} (n = 0 in {span(case)}): without "
            "them no effort can be paid by this plan."
        )
    best = steps.iloc[0]
    points = f"{POINTS * 100:.0f} points"
    if not best["gain"]:
        return (
            f"{points} more of any quota would have paid {case.name} nothing more in "
            f"{span(case)} (n = {plural(len(steps), 'part')}); ask what the plan is "
            "for."
        )
    others = zip(steps["part"][1:], steps["gain"][1:], strict=True)
    rest = "".join(f"; on {part} {money(gain, cur)}" for part, gain in others)
    return (
        f"{points} more on {best['part']} in every period would have added "
        f"{money(best['gain'], cur)} to the pay of {case.name} for {span(case)} "
        f"(n = {plural(len(case.periods), 'pay period')}){rest}. Put the next free day "
        f"into {best['part']}, unless an account there is not worth its cost."
    )


def _about_deals(case: PayCase, fees: Fees) -> str:
    cur, deals = case.firm.currency, case.achieved.deals
    of = f"n = {plural(len(deals), 'deal')} in {span(case)}"
    lost = past_the_cliff(fees, deals)
    if lost.empty:
        return (
            f"no deal of {case.name} paid less than a smaller one would have ({of}): "
            "go for the larger deal."
        )
    top = lost.iloc[0]
    return (
        f"{plural(len(lost), 'deal')} of {case.name} paid less than a deal just below "
        f"the boundary would have ({of}), together {money(lost['lost'].sum(), cur)}; "
        f"deal {top['deal']} of {money(top['size'], cur)} alone "
        f"{money(top['lost'], cur)}. Ask for rates slice by slice before anyone cuts a "
        "deal in two."
    )


def doubt(case: PayCase) -> str:
    """Say what would look different without the KAM's largest account."""
    cur, total = case.firm.currency, float(case.accounts.sum())
    if total <= 0:
        return (
            f"{case.name} has no revenue above 0 in {span(case)}; there is no account "
            "to take away."
        )
    accounts = case.firm.frame("accounts").set_index("account_id")
    largest = str(case.accounts.index[0])
    name = accounts["name"].get(largest, largest) if "name" in accounts else largest
    own = float(case.accounts.iloc[0])
    text = (
        f"{name} alone is {money(own, cur)}, {share(own / total)} of what {case.name} "
        f"sold in {span(case)} (n = {plural(len(case.accounts), 'account')})"
    )
    quotas: pd.Series = case.achieved.quotas["revenue"]
    if not quotas.notna().any():
        return f"{text}."
    counted = quotas.index[quotas.notna()]
    reached = case.achieved.results["revenue"][counted].sum()
    lines = case.found.lines
    its = (lines["account_id"] == largest) & (lines["kam_id"] == case.kam_id)
    without = (
        reached - lines.loc[its & lines["number"].isin(counted), "net_amount"].sum()
    )
    return (
        f"{text}. Without it the sales quota would be reached to "
        f"{share(without / quotas.sum())} instead of {share(reached / quotas.sum())}: "
        "is that the KAM's work or the account's luck?"
    )

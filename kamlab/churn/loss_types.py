"""Why an account was lost: known where somebody knows it, else a guess, named so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.churn.definitions import Losses
from kamlab.company import Company
from kamlab.errors import MissingPartError, RefusedError, did_you_mean
from kamlab.presentation import formats as f

VOLUNTARY, COMPETITIVE, INSOLVENCY, PLAN_CHANGE, UNKNOWN = (
    "voluntary",
    "competitive",
    "insolvency",
    "plan change",
    "unknown",
)
LOSS_TYPES = (VOLUNTARY, COMPETITIVE, INSOLVENCY, PLAN_CHANGE, UNKNOWN)
KNOWN, GUESS, NOTHING = "known", "guess", "nothing known"

TRAIL_MONTHS = 6  # how far before the last order a clue may lie
UNPAID_MONTHS, UNPAID_DAYS, UNPAID_SHARE = 3, 60, 0.5
MANY_TICKETS, LATE_SHARE = 2, 1 / 3


@dataclass(frozen=True)
class LossTypes:
    """Why each lost account was lost, and how sure that is.

    Parameters
    ----------
    table : DataFrame
        One row a lost account: account_id, lost_on, loss_type (one of
        ``LOSS_TYPES``), certainty (``known``, ``guess`` or ``nothing known``) and
        evidence (words).
    missing : tuple of str
        Clues this company's books do not hold.
    definition : str
        What counts as a loss.
    """

    table: pd.DataFrame
    missing: tuple[str, ...]
    definition: str

    @property
    def words(self) -> str:
        """Say how many losses are of which type, guesses named as guesses."""
        if self.table.empty:
            return f"No account is lost. {self.definition}"
        parts = []
        for certainty in (KNOWN, GUESS, NOTHING):
            found = self.table.loc[self.table["certainty"] == certainty, "loss_type"]
            counts = found.value_counts()
            said = ", ".join(f"{n} {kind}" for kind, n in counts.items())
            if said:
                parts.append(f"{certainty}: {said}")
        losses = f.plural(len(self.table), "loss", "losses")
        lacking = (
            f" Not in the books: {', '.join(self.missing)}." if self.missing else ""
        )
        return f"Of {losses}, {'; '.join(parts)}.{lacking} {self.definition}"


def loss_types(
    firm: Company, lost: Losses, recorded: pd.DataFrame | None = None
) -> LossTypes:
    """Say why accounts were lost, as far as the books tell; a guess is called a guess.

    Money that stayed unpaid points to insolvency, a competitor's offer shortly before
    the last order to a competitor, tickets or late deliveries to a decision of its
    own. The first clue in this order decides. A change of the account's own plans
    leaves no trace in the books: it comes from ``recorded`` alone.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    lost : Losses
        From :func:`kamlab.churn.definitions.losses` of the same company.
    recorded : DataFrame, optional
        What the team knows: account_id, loss_type. It goes before every guess.

    Returns
    -------
    LossTypes
        A row a lost account.

    Raises
    ------
    RefusedError
        If ``recorded`` lacks a column or names an unknown type.

    References
    ----------
    Rule S69: doubtful quality, changed plans, bankruptcy, better terms of a rival.
    """
    table = lost.table[lost.table["lost"].fillna(False)][["account_id", "lost_on"]]
    table = table.reset_index(drop=True)
    kinds = pd.Series(UNKNOWN, table.index, dtype="str")
    sure = pd.Series(NOTHING, table.index, dtype="str")
    evidence = pd.Series("no clue in the books", table.index, dtype="str")
    told = _recorded(recorded)
    known = table["account_id"].isin(told.index)
    if known.any():
        kinds[known] = table.loc[known, "account_id"].map(told)
        sure[known], evidence[known] = KNOWN, "recorded by the team"
    missing = []
    for kind, clue in _CLUES:
        try:
            said = clue(firm, table)
        except MissingPartError as error:
            missing.append(str(error).rstrip("."))
            continue
        new = table["account_id"].isin(said.index) & (sure == NOTHING)
        if not new.any():
            continue
        evidence[new] = table.loc[new, "account_id"].map(said)
        kinds[new], sure[new] = kind, GUESS
    table = table.assign(loss_type=kinds, certainty=sure, evidence=evidence)
    return LossTypes(table, tuple(missing), lost.definition.words)


def true_loss_types(firm: Company) -> pd.DataFrame:
    """Give the trainer the true loss types of a simulated company.

    Parameters
    ----------
    firm : Company
        With truth.

    Returns
    -------
    DataFrame
        One row an account truly lost: account_id, lost (last month with orders),
        loss_type, silent (faded out before it left). Competitive: a competitor's
        offer bore on the month of the decision. No plan changes are simulated.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    """
    accounts = firm.truth("accounts")
    table = accounts.loc[accounts["lost"].notna(), ["account_id", "lost", "loss_type"]]
    months = firm.truth("months")
    bitten = months[months["decides"] & (months["term_offer"] > 0)]["account_id"]
    truth = table["loss_type"]
    kinds = pd.Series(VOLUNTARY, table.index, dtype="str")
    kinds[table["account_id"].isin(bitten)] = COMPETITIVE
    kinds[truth == "insolvent"] = INSOLVENCY
    table = table.assign(loss_type=kinds, silent=(truth == "faded out"))
    return table.reset_index(drop=True)


def _recorded(frame: pd.DataFrame | None) -> pd.Series:
    if frame is None:
        return pd.Series(dtype="str")
    if lacking := [c for c in ("account_id", "loss_type") if c not in frame]:
        raise RefusedError(
            f"The recorded loss types lack the column {', '.join(lacking)}."
        )
    for kind in frame["loss_type"].dropna().unique():
        if kind not in LOSS_TYPES:
            raise RefusedError(
                f"'{kind}' is no loss type{did_you_mean(str(kind), LOSS_TYPES)}."
            )
    kept = frame[frame["loss_type"].notna() & (frame["loss_type"] != UNKNOWN)]
    return kept.drop_duplicates("account_id", keep="last").set_index("account_id")[
        "loss_type"
    ]


def _unpaid(firm: Company, table: pd.DataFrame) -> pd.Series:
    """Tell whose last invoices mostly stayed unpaid long after they were due."""
    firm.require("invoices", "due", "paid")
    bills = firm.frame("invoices").merge(table, on="account_id")
    since = bills["lost_on"] - pd.DateOffset(months=UNPAID_MONTHS)
    bills = bills[(bills["amount"] > 0) & (bills["due"] > since)]
    overdue = (pd.Timestamp(firm.cut_off) - bills["due"]).dt.days > UNPAID_DAYS
    owed = bills["amount"].where(bills["paid"].isna() & overdue, 0.0)
    sums = pd.DataFrame({"owed": owed, "all": bills["amount"]})
    sums = sums.groupby(bills["account_id"]).sum()
    part = sums["owed"] / sums["all"]
    return part[part >= UNPAID_SHARE].map(
        lambda share: f"{f.share(share, 0)} of its last invoices never paid"
    )


def _offer(firm: Company, table: pd.DataFrame) -> pd.Series:
    """Tell who had a competitor's offer in the months before the last order."""
    firm.require("competitor_offers")
    offers = firm.frame("competitor_offers").merge(table, on="account_id")
    offers = offers[_in_trail(offers["month"], offers["lost_on"])]
    last = offers.groupby("account_id")["month"].max()
    return last.map(lambda month: f"a competitor's offer in {month:%Y-%m}")


def _complaints(firm: Company, table: pd.DataFrame) -> pd.Series:
    """Tell who had tickets or late deliveries in the months before the last order."""
    if not (firm.has("tickets") or firm.has("orders", "promised", "delivered")):
        raise MissingPartError(f"{firm.name} has neither tickets nor delivery days.")
    said = pd.Series(dtype="str")
    if firm.has("tickets"):
        tickets = firm.frame("tickets").merge(table, on="account_id")
        tickets = tickets[_in_trail(tickets["opened"], tickets["lost_on"])]
        count = tickets.groupby("account_id").size()
        said = count[count >= MANY_TICKETS].map(
            lambda n: f"{n} tickets in the {TRAIL_MONTHS} months before"
        )
    if firm.has("orders", "promised", "delivered"):
        orders = firm.frame("orders").merge(table, on="account_id")
        orders = orders[_in_trail(orders["delivered"], orders["lost_on"])]
        late = (orders["delivered"] > orders["promised"]).groupby(orders["account_id"])
        part = late.mean()
        late_said = part[part >= LATE_SHARE].map(
            lambda share: f"{f.share(share, 0)} of its deliveries late"
        )
        said = said.combine_first(late_said)
    return said


def _in_trail(day: pd.Series, lost_on: pd.Series) -> pd.Series:
    since = lost_on - pd.DateOffset(months=TRAIL_MONTHS)
    return (day > since) & (day <= lost_on)


_CLUES = ((INSOLVENCY, _unpaid), (COMPETITIVE, _offer), (VOLUNTARY, _complaints))

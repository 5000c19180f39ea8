"""The truth tables of a simulated company, declared once."""

from __future__ import annotations

from kamlab.company.columns import Column, Table

_LOG_ODDS = "log-odds a month"
_account = Column("account_id", "id", "The account.", required=True)


def _term(name: str, meaning: str) -> Column:
    return Column(f"term_{name}", "number", meaning, unit=_LOG_ODDS)


ACCOUNTS = Table(
    "accounts",
    "one account as it really is",
    (
        _account,
        Column("size", "money", "Usual yearly revenue.", unit="currency a year"),
        Column(
            "wallet", "money", "Yearly spending in our range.", unit="currency a year"
        ),
        Column("wallet_share", "share", "Part of its wallet we sell.", unit="0–1"),
        Column("power", "share", "Bargaining power.", unit="0–1"),
        Column("innovator", "share", "Tries new things.", unit="0–1"),
        Column("openness", "share", "Shares its plans.", unit="0–1"),
        Column("competence", "share", "Knows its needs.", unit="0–1"),
        Column("demanding", "flag", "Raises tickets that mean no harm."),
        Column("silent", "flag", "Fades out before it leaves."),
        Column(
            "fragility",
            "number",
            "What the KAM senses (z).",
            unit="standard deviations",
        ),
        Column("lives", "flag", "Planted account with hazard 0."),
        Column("arrival", "date", "First month, blank: there from the start."),
        Column("decided", "date", "Month in which it decided to leave."),
        Column("lost", "date", "Last month with orders; blank: still here."),
        Column(
            "loss_type",
            "choice",
            "Why it was lost.",
            choices=("left at once", "faded out", "insolvent"),
        ),
    ),
    key=("account_id",),
)

CONTACTS = Table(
    "contacts",
    "one contact as it really is",
    (
        Column("contact_id", "id", "The contact.", required=True),
        _account,
        Column(
            "preference",
            "choice",
            "What convinces the contact.",
            choices=("exclusivity", "references", "numbers"),
        ),
    ),
    key=("contact_id",),
)

KAMS = Table(
    "kams",
    "one key account manager as he or she really is",
    (
        Column("kam_id", "id", "The key account manager.", required=True),
        Column("skill", "number", "Skill.", unit="standard deviations"),
        Column("risk_aversion", "number", "Dislike of uncertain pay.", unit="index"),
        Column(
            "potential",
            "money",
            "Wallets in the territory.",
            unit="currency a year",
        ),
    ),
    key=("kam_id",),
)

MONTHS = Table(
    "months",
    "one active account in one month: its hazard and the terms of the log-odds",
    (
        _account,
        Column("month", "date", "First day of the month.", required=True),
        Column("hazard", "share", "Chance to decide to leave.", unit="0–1"),
        Column("leaving", "flag", "Has decided to leave already."),
        Column("decides", "flag", "Decides to leave in this month."),
        Column("visits", "integer", "Visits, logged or not.", unit="visits"),
        Column("tickets", "integer", "Tickets that mean harm.", unit="tickets"),
        Column("late_share", "share", "Late deliveries of three months.", unit="0–1"),
        Column("breadth", "integer", "Contacts who know the KAM.", unit="contacts"),
        Column("gap", "share", "How much cheaper the competition is.", unit="0–1"),
        _term("base", "Starting value."),
        _term("late", "Late deliveries."),
        _term("tickets", "Tickets."),
        _term("champion", "Champion left."),
        _term("breadth", "Breadth of contacts."),
        _term("offer", "Competitor's offer."),
        _term("gap", "Price gap."),
        _term("visits", "Visits."),
        _term("tenure", "Years of the relation."),
        _term("fragility", "Hidden fragility."),
    ),
    key=("account_id", "month"),
)

ACTIONS = Table(
    "actions",
    "what each standard action would change in one account's month, all else equal",
    (
        _account,
        Column("month", "date", "First day of the month.", required=True),
        Column("late_cap", "share", "At most 5 % late deliveries.", unit="hazard"),
        Column("breadth_plus", "share", "One more contact.", unit="hazard"),
        Column("close_hours", "share", "Tickets solved in 48 hours.", unit="hazard"),
        Column("visits_plus", "share", "One more visit.", unit="hazard"),
        Column("save_call", "share", "A save call.", unit="hazard"),
    ),
    key=("account_id", "month"),
)

OUTCOMES = Table(
    "outcomes",
    "what becomes of an account when an action holds from the first month",
    (
        _account,
        Column(
            "action",
            "choice",
            "The action; none: as it happened.",
            choices=(
                "none",
                "late_cap",
                "breadth_plus",
                "close_hours",
                "visits_plus",
                "save_call",
            ),
        ),
        Column("lost", "date", "Last month with orders; blank: it stays."),
    ),
    key=("account_id", "action"),
)

CAST = Table(
    "cast",
    "one planted account or KAM",
    (
        Column("role", "text", "Name of the role.", required=True),
        Column("kind", "choice", "What is planted.", choices=("account", "kam")),
        Column("account_id", "id", "The account, blank for a KAM."),
        Column("kam_id", "id", "The KAM, or the account's KAM."),
    ),
    key=("role", "account_id"),
)

WORLD = Table(
    "world",
    "one rule the company was played by, so that it can be played again",
    (
        Column("name", "text", "Name of the value.", required=True),
        Column(
            "kind",
            "choice",
            "A value of the world, a lever, or an incentive of the KAMs.",
            choices=("world", "lever", "incentive"),
        ),
        Column("value", "text", "What it was set to."),
        Column("unit", "text", "Its unit, blank for a mere number or word."),
        Column("meaning", "text", "What it means."),
    ),
    key=("kind", "name"),
)

TRUTH: dict[str, Table] = {
    table.name: table
    for table in (ACCOUNTS, CONTACTS, KAMS, MONTHS, ACTIONS, OUTCOMES, CAST, WORLD)
}

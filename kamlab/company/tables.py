"""The tables of a company, declared once.

Loader, importer, validator, data dictionary and simulator all read these
declarations. The bracketed notes of the dictionary ("known from …") come from here.
"""

from __future__ import annotations

from kamlab.company.columns import Column, Table

CHANNELS = ("hospital", "pharmacy chain", "distributor")
COST_KINDS = ("service", "delivery", "credit", "rebate", "other")

_account = Column("account_id", "id", "The account the row belongs to.", required=True)
_kam = Column("kam_id", "id", "The key account manager.", required=True)

ORDER_LINES = Table(
    "order_lines",
    "one line of an order or credit note",
    (
        _account,
        Column("order_date", "date", "Day the order was placed.", required=True),
        Column(
            "net_amount",
            "money",
            "Amount after discounts, without tax; credit notes are negative.",
            unit="currency",
            required=True,
        ),
        Column("order_id", "id", "The order the line belongs to."),
        Column("sku", "id", "The product sold."),
        Column("quantity", "number", "Pieces on the line.", unit="pieces"),
        Column("list_amount", "money", "The line at list price.", unit="currency"),
        Column("cost_amount", "money", "Cost of the goods sold.", unit="currency"),
        Column(
            "price_column",
            "integer",
            "Price-list column used, 0 (no discount) to 5.",
            unit="column",
        ),
    ),
    known_from="order_date",
)

ORDERS = Table(
    "orders",
    "one order, its promise and its delivery",
    (
        Column("order_id", "id", "The order.", required=True),
        _account,
        Column("order_date", "date", "Day the order was placed.", required=True),
        Column("promised", "date", "Delivery day promised."),
        Column("delivered", "date", "Day it was delivered.", known_from="delivered"),
        Column("warehouse", "id", "Warehouse that delivers."),
        Column(
            "status",
            "choice",
            "Where the order stands.",
            known_from="status_date",
            before="open",
            choices=("open", "delivered", "cancelled", "refused"),
            # books that never date a status: known with the delivery, or at once
            or_from=("delivered", "order_date"),
        ),
        Column(
            "status_date",
            "date",
            "Day the order was delivered, cancelled or refused.",
            known_from="status_date",
        ),
    ),
    known_from="order_date",
    key=("order_id",),
)

ACCOUNTS = Table(
    "accounts",
    "one account",
    (
        Column("account_id", "id", "The account.", required=True),
        Column("parent_id", "id", "The group it belongs to; blank: stands alone."),
        Column("name", "text", "Name of the account."),
        Column("channel", "choice", "Kind of buyer.", choices=CHANNELS),
        Column("region", "text", "Sales region."),
        Column("industry", "text", "Industry."),
        Column("since", "date", "First day of the relation."),
        Column("credit_limit", "money", "Credit limit.", unit="currency"),
        Column("terms_days", "integer", "Days granted to pay.", unit="days"),
        Column("is_reference", "flag", "Whether it lets us name it to others."),
        Column("contract_end", "date", "Last day of the frame contract, if any."),
        Column(
            "wallet_low",
            "money",
            "Low end of the KAM's estimate of its yearly spending in our range.",
            unit="currency a year",
        ),
        Column(
            "wallet_estimate",
            "money",
            "The KAM's estimate of its yearly spending in our range.",
            unit="currency a year",
        ),
        Column(
            "wallet_high",
            "money",
            "High end of that estimate.",
            unit="currency a year",
        ),
    ),
    known_from="since",
    key=("account_id",),
)

ACCOUNT_HISTORY = Table(
    "account_history",
    "who looked after an account and on which terms, from a day on",
    (
        _account,
        Column("valid_from", "date", "First day the row holds.", required=True),
        Column("kam_id", "id", "The key account manager from that day on."),
        Column("department_id", "id", "The department from that day on."),
        Column(
            "price_column",
            "integer",
            "Price-list column granted, 0 (no discount) to 5.",
            unit="column",
        ),
        Column("innovator", "integer", "KAM's rating: tries new things.", unit="1–5"),
        Column("openness", "integer", "KAM's rating: shares its plans.", unit="1–5"),
        Column("competence", "integer", "KAM's rating: knows its needs.", unit="1–5"),
    ),
    known_from="valid_from",
    key=("account_id", "valid_from"),
)

CONTACTS = Table(
    "contacts",
    "one person at an account, business facts only",
    (
        Column("contact_id", "id", "The contact.", required=True),
        _account,
        Column(
            "function",
            "choice",
            "Function in the account.",
            choices=("director", "HR", "finance", "technical", "purchasing", "user"),
        ),
        Column("joined", "date", "Day the contact was first known."),
        Column("left", "date", "Day the contact left.", known_from="left"),
    ),
    known_from="joined",
    key=("contact_id",),
)

CONTACT_HISTORY = Table(
    "contact_history",
    "a contact's part in buying and its tie to the KAM, from a day on",
    (
        Column("contact_id", "id", "The contact.", required=True),
        Column("valid_from", "date", "First day the row holds.", required=True),
        Column(
            "role",
            "choice",
            "Part in the buying decision.",
            choices=(
                "initiator",
                "user",
                "influencer",
                "decider",
                "approver",
                "buyer",
                "gatekeeper",
            ),
        ),
        Column("influence", "share", "Weight in the decision.", unit="0–1"),
        Column("attitude", "integer", "Attitude to us.", unit="−2…+2"),
        Column("known_by_kam", "flag", "Whether the KAM knows the contact."),
        Column("knows_kam", "flag", "Whether the contact knows the KAM."),
    ),
    known_from="valid_from",
    key=("contact_id", "valid_from"),
)

PRODUCTS = Table(
    "products",
    "one product",
    (
        Column("sku", "id", "The product.", required=True),
        Column("line", "text", "Product line."),
        Column("launched", "date", "First day on sale."),
        Column("unit_cost", "money", "Cost of a piece.", unit="currency"),
        Column("list_price", "money", "List price of a piece.", unit="currency"),
    ),
    known_from="launched",
    key=("sku",),
)

PRICE_LIST = Table(
    "price_list",
    "the discount of one product in one price column",
    (
        Column("sku", "id", "The product.", required=True),
        Column(
            "price_column", "integer", "Price column.", unit="column", required=True
        ),
        Column("discount", "share", "Discount on list price.", unit="0–1"),
    ),
    key=("sku", "price_column"),
)

INVOICES = Table(
    "invoices",
    "one invoice",
    (
        Column("invoice_id", "id", "The invoice.", required=True),
        Column("order_id", "id", "The order it bills."),
        _account,
        Column("issued", "date", "Day of the invoice.", required=True),
        Column("due", "date", "Day it is due."),
        Column("amount", "money", "Amount billed.", unit="currency", required=True),
        Column("paid", "date", "Day it was paid.", known_from="paid"),
        Column("disputed", "flag", "Whether the account disputes it."),
    ),
    known_from="issued",
    key=("invoice_id",),
)

RETURNS = Table(
    "returns",
    "goods sent back",
    (
        _account,
        Column("return_date", "date", "Day of the return.", required=True),
        Column("sku", "id", "The product."),
        Column("quantity", "number", "Pieces.", unit="pieces"),
        Column("amount", "money", "Value refunded.", unit="currency", required=True),
        Column(
            "reason",
            "choice",
            "Why it came back.",
            choices=("damage", "wrong", "mis-graded", "unsold"),
        ),
    ),
    known_from="return_date",
)

TICKETS = Table(
    "tickets",
    "one complaint or request",
    (
        Column("ticket_id", "id", "The ticket.", required=True),
        _account,
        Column("opened", "date", "Day it was opened.", required=True),
        Column(
            "first_reply", "date", "Day of our first reply.", known_from="first_reply"
        ),
        Column("closed", "date", "Day it was solved.", known_from="closed"),
        Column("severity", "integer", "1 (slight) to 3 (grave).", unit="1–3"),
        Column("topic", "text", "What it is about."),
        Column(
            "reopened",
            "flag",
            "Whether it came back after being solved.",
            known_from="closed",
        ),
    ),
    known_from="opened",
    key=("ticket_id",),
)

ACTIVITIES = Table(
    "activities",
    "one visit, call or other time spent on an account",
    (
        Column("activity_id", "id", "The activity.", required=True),
        _account,
        Column("contact_id", "id", "The contact met."),
        Column("kam_id", "id", "The key account manager."),
        Column("date", "date", "Day it took place.", required=True),
        Column(
            "kind",
            "choice",
            "What it was.",
            choices=("visit", "call", "review", "event", "training"),
        ),
        Column("planned", "flag", "Whether it stood in the plan."),
        Column("minutes", "number", "Time spent.", unit="minutes"),
        Column("informal", "flag", "Whether it was outside office routine."),
    ),
    known_from="date",
    key=("activity_id",),
)

ACCOUNT_COSTS = Table(
    "account_costs",
    "a cost of serving an account in a month; replaces the computed cost of its kind",
    (
        _account,
        Column("month", "date", "First day of the month.", required=True),
        Column("kind", "choice", "Kind of cost.", required=True, choices=COST_KINDS),
        Column("amount", "money", "The cost.", unit="currency", required=True),
    ),
    known_from="month",
    month_end=True,
    key=("account_id", "month", "kind"),
)

COMPETITOR_OFFERS = Table(
    "competitor_offers",
    "a competitor's offer the KAM heard of",
    (
        _account,
        Column("month", "date", "First day of the month.", required=True),
        Column("competitor", "id", "The competitor."),
        Column("price_gap", "share", "How much cheaper the offer was.", unit="0–1"),
    ),
    known_from="month",
    month_end=True,
)

KAMS = Table(
    "kams",
    "one key account manager",
    (
        Column("kam_id", "id", "The key account manager.", required=True),
        Column("channel", "choice", "Channel looked after.", choices=CHANNELS),
        Column("region", "text", "Region looked after."),
        Column("hired", "date", "First day at work."),
        Column("hours_month", "number", "Hours a month for accounts.", unit="hours"),
        Column("manager_id", "id", "Whom the KAM reports to."),
        Column("group", "choice", "Group for the fairness audit.", choices=("A", "B")),
    ),
    known_from="hired",
    key=("kam_id",),
)

QUOTAS = Table(
    "quotas",
    "a KAM's plan for one period",
    (
        _kam,
        Column("period", "date", "First day of the period.", required=True),
        Column("period_end", "date", "Last day of the period."),
        Column("plan_sales", "money", "Planned revenue.", unit="currency"),
        Column("plan_active", "number", "Planned active accounts.", unit="accounts"),
        Column("plan_new", "number", "Planned new accounts.", unit="accounts"),
        Column(
            "potential_estimate",
            "money",
            "Estimated potential of the territory.",
            unit="currency a period",
        ),
    ),
    known_from="period",
    key=("kam_id", "period"),
)

PAY = Table(
    "pay",
    "what a KAM was paid for one period",
    (
        _kam,
        Column("period", "date", "First day of the period.", required=True),
        Column("period_end", "date", "Last day of the period.", required=True),
        Column("base", "money", "Base salary.", unit="currency"),
        Column("target_variable", "money", "Variable pay at target.", unit="currency"),
        Column("paid", "money", "Variable pay paid.", unit="currency"),
        Column(
            "adjustments", "money", "Corrections, with their sign.", unit="currency"
        ),
    ),
    known_from="period_end",
    key=("kam_id", "period"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ORDER_LINES,
        ORDERS,
        ACCOUNTS,
        ACCOUNT_HISTORY,
        CONTACTS,
        CONTACT_HISTORY,
        PRODUCTS,
        PRICE_LIST,
        INVOICES,
        RETURNS,
        TICKETS,
        ACTIVITIES,
        ACCOUNT_COSTS,
        COMPETITOR_OFFERS,
        KAMS,
        QUOTAS,
        PAY,
    )
}

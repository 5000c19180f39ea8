"""Competition, prices, orders, costs and effort: values of a simulated world."""

from __future__ import annotations

from kamlab.company.settings import Settings
from kamlab.simulation.coefficients import coefficient


class MoneyValues(Settings):
    """Competition, prices, orders, costs, and what effort would do."""

    offer_rate: float = coefficient(
        0.04, 0, 1, "chance a month", "A competitor makes an offer"
    )
    offer_known: float = coefficient(0.7, 0, 1, "share", "Offers the KAM hears of")
    offer_bite: float = coefficient(
        0.15, 0, 1, "share", "Offers after which part of the purchases goes elsewhere"
    )
    bite_size: float = coefficient(
        0.4, 0, 1, "share", "Part of the purchases that goes"
    )
    gap_mean: float = coefficient(
        0.02, -0.2, 0.2, "share", "Mean price gap before it is cut at 0 and 0.2"
    )
    gap_sd: float = coefficient(0.04, 0, 0.2, "share", "Spread of the price gap")
    discount_step: float = coefficient(
        0.05, 0, 0.12, "share a column", "Discount from one price column to the next"
    )
    column_rises: float = coefficient(
        0.08, 0, 1, "chance each January", "An account obtains the next price column"
    )
    power_size: float = coefficient(
        0.75, 0, 1, "share", "How much of an account's bargaining power is its size"
    )
    gap_days: float = coefficient(
        13.0, 7.5, 45, "days", "Median days between two orders of an account"
    )
    gap_sigma: float = coefficient(
        0.42, 0, 1, "log scale", "Spread of the order gaps between accounts"
    )
    gap_noise: float = coefficient(
        0.22, 0, 1, "log scale", "Spread of an account's own order gaps"
    )
    order_noise: float = coefficient(
        0.35, 0, 1.5, "log scale", "Spread of the amounts of an account's orders"
    )
    unit_cost: float = coefficient(
        0.49, 0.05, 0.95, "share of list price", "Cost of the goods"
    )
    returned: float = coefficient(
        0.04, 0, 1, "share of orders", "Orders of which something comes back"
    )
    credited: float = coefficient(
        0.005, 0, 1, "share of orders", "Orders followed by a credit note"
    )
    service_variable: float = coefficient(
        0.08,
        0,
        1,
        "share of revenue",
        "Service that grows with revenue, before the level is solved",
    )
    service_spread: float = coefficient(
        0.7, 0, 2, "log scale", "Spread of the service cost between accounts"
    )
    service_fixed: float = coefficient(
        0.08,
        0,
        1,
        "share of the mean account's revenue",
        "Service every account needs, before the level is solved",
    )
    service_power: float = coefficient(
        0.5,
        0,
        3,
        "share",
        "How much more service an account of full bargaining power obtains",
    )
    rebate_top: float = coefficient(
        0.05,
        0,
        0.3,
        "share of revenue",
        "Rebate of an account of full bargaining power",
    )
    contribution_share: float = coefficient(
        0.13,
        -0.5,
        0.9,
        "share of revenue",
        "Contribution of the last year, which the level of service cost is solved for",
    )
    effort_gain: float = coefficient(
        0.25, 0, 2, "share", "Sales gained when volume effort doubles"
    )
    skill_gain: float = coefficient(
        0.0,
        0,
        0.5,
        "log scale",
        "Sales gained by a KAM whose skill lies one spread above the middle",
    )
    discount_demand: float = coefficient(
        1.0,
        0,
        10,
        "% more units for 1 % off",
        "How much more accounts buy for a discount their KAM gives",
    )
    pull_days: int = coefficient(
        20, 0, 31, "days", "How far ahead of a quarter's end an order can be pulled"
    )
    pull_discount: float = coefficient(
        0.08, 0, 0.5, "share", "Discount given for an order that is pulled ahead"
    )

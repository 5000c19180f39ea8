"""Ten claims with a figure in them, as popular articles on the trade put them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.presentation import Column, Table


@dataclass(frozen=True)
class Claim:
    """One claim as it was found.

    Parameters
    ----------
    card : int
        Number of the card.
    rule : str
        Our own filing number of the rule.
    says : str
        The claim, in our words.
    refers_to : str
        What the article leans on, in its own manner; empty where it says nothing.
    source : str
        Author, year or study that could be looked up; empty where none is named.
    """

    card: int
    rule: str
    says: str
    refers_to: str = ""
    source: str = ""


CLAIMS = (
    Claim(1, "S02", "An account above 10 % of turnover is a key account."),
    Claim(
        2,
        "S06",
        "Sales to key accounts are normally 30–55 % of the volume.",
        "“normally”",
    ),
    Claim(3, "S08", "Only 2.5 % of buyers consider a new idea at once."),
    Claim(
        4,
        "S13",
        "20 % of the accounts bring 80 % of the profit.",
        "“the well-known principle”",
    ),
    Claim(5, "S13", "A key account manager influences up to 50 % of the profit."),
    Claim(
        6,
        "S23",
        "The lower half of the sales hourglass gives more than 80 % of a year's "
        "revenue.",
    ),
    Claim(
        7,
        "S61",
        "Preparing a tender starts about 9 months ahead.",
        "“experience shows”",
    ),
    Claim(
        8,
        "S66",
        "Two thirds of sales success depend on the manager.",
        "“according to research”",
    ),
    Claim(
        9,
        "S75",
        "The fee is 10–15 % on a medium deal and about 5 % on a large one.",
    ),
    Claim(
        10,
        "S77",
        "With experience, income climbs to 2–3 times the median.",
        "“a survey showed”",
    ),
)


def claims_table() -> Table:
    """Show the ten cards."""
    frame = pd.DataFrame(
        {
            "card": [claim.card for claim in CLAIMS],
            "says": [claim.says for claim in CLAIMS],
            "refers_to": [claim.refers_to or None for claim in CLAIMS],
        }
    )
    columns = {
        "card": Column("Card", "number"),
        "says": Column("The claim"),
        "refers_to": Column("What it leans on"),
    }
    return Table(frame, columns, "Ten claims with a figure, from popular articles.")

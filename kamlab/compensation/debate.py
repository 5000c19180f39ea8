"""The debate on pay and behaviour: what was found, by whom, and on which side."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import Column, Table

DISPUTES = (
    (
        "Do deadlines move deals?",
        "yes",
        "Sales pile up at the end of the fiscal year, in whole industries.",
        "Oyer 1998 [E44]",
    ),
    (
        "Do deadlines move deals?",
        "yes",
        "Accelerators with deadlines led to discounts that cost 6 to 8 % of revenue.",
        "Larkin 2014 [E45]",
    ),
    (
        "Do deadlines move deals?",
        "hardly",
        "Lump-sum bonuses mainly raise effort; little of it is timing.",
        "Steenburgh 2008 [E46]",
    ),
    (
        "Are quotas worth it?",
        "no",
        "A new plan at one firm raised revenue by 9 %; it is reported to have removed "
        "quota and ceiling.",
        "Misra and Nair 2011 [E47]",
    ),
    (
        "Are quotas worth it?",
        "yes",
        "Quarterly bonuses pace the weaker sellers; pay above target keeps the best "
        "going.",
        "Chung, Steenburgh and Sudhir 2014 [E48]",
    ),
    (
        "Should KAM pay be steep?",
        "no",
        "Strong pay on what is measured drains what is not, such as care.",
        "Holmström and Milgrom 1991 [E42]",
    ),
    (
        "Should KAM pay be steep?",
        "no",
        "Surveys find 75 to 85 % salary with strategic account managers.",
        "practice notes [E38, E39]",
    ),
    (
        "Should KAM pay be steep?",
        "yes",
        "KAMs rarely have a fixed salary; a percentage is fair and motivating.",
        "claim of the articles (S74, S77)",
    ),
)


def debate_table() -> Table:
    """Show the disputes on pay and behaviour with the evidence on both sides.

    Returns
    -------
    Table
        Question, answer, finding, source; one row a finding.
    """
    names = ["question", "answer", "finding", "source"]
    frame = pd.DataFrame(DISPUTES, columns=names)
    columns = {
        "question": Column("Question"),
        "answer": Column("Says"),
        "finding": Column("Finding"),
        "source": Column("Who"),
    }
    caption = (
        "What research and practice say; each found it at other firms, under other "
        "plans. The marks in brackets stand in the list of sources."
    )
    return Table(frame, columns, caption)

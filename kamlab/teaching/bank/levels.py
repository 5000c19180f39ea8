"""Questions 2.5 and 2.6: key for whom, and who counts as one."""

from __future__ import annotations

import pandas as pd

from kamlab.errors import NotEnoughDataError
from kamlab.measures import share
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.worths import KeyQuestion, is_above, word
from kamlab.teaching.parts import accounts, yes_no
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, mistake

SCOPE = {"department": "department_id", "manager": "kam_id"}


class Q25(KeyQuestion):
    """One account at three levels (S11)."""

    number = "2.5"
    criteria = ("revenue", "gross_margin", "contribution")
    text = (
        "Is this account key for the company, for its department, for its manager, by "
        "contribution?"
    )
    rule = "S11"
    minutes = 4
    parts = (
        yes_no("key_for_company"),
        yes_no("key_for_department"),
        yes_no("key_for_manager"),
    )
    hints = (
        "Divide the account's contribution by the total of each level, and compare "
        "with key_share.",
        "Where the total of a level is not above zero, a share means nothing: the "
        "answer is no.",
    )
    meaning = (
        "Small for the company, large for one book: the director may forget this "
        "account, its KAM cannot."
    )
    explanation = (
        "The account stays the same, the total it is divided by changes: all accounts, "
        "those of its department, those of its KAM."
    )
    levels = ("company", "department", "manager")

    def case(self) -> Table:
        """Show the account and what it is compared with."""
        book, account = self.worth("firm"), self._account()
        rows = [(f"The account: {account['name']}", account["contribution"])]
        for level, where in self._scopes(account).items():
            rows.append((f"All accounts of {where}", self._total(level, account)))
        columns = {
            "what": Column("What"),
            "contribution": Column(f"Contribution, {book.currency}", "money"),
        }
        frame = pd.DataFrame(rows, columns=list(columns))
        return Table(frame, columns, f"{account['name']}, {book.period.words}.")

    def _scopes(self, account: pd.Series) -> dict[str, str]:
        return {
            "company": "the company",
            "department": f"its department, {account['department_id']}",
            "manager": f"its manager, {account['kam_id']}",
        }

    def _total(self, level: str, account: pd.Series) -> float:
        table = self.worth("firm").table
        column = SCOPE.get(level)
        rows = table if column is None else table[table[column] == account[column]]
        return float(rows["contribution"].sum())

    def _flags(self, level: str, criterion: str) -> pd.Series:
        """Say for every account whether it is key at a level."""
        settings, table = self.settings(), self.worth("firm").table
        column = SCOPE.get(level)
        scope = None if column is None else table[column].fillna("none")
        shares = share(table[criterion], scope)
        return is_above(shares, settings.key_share, settings.strict)

    def _account(self) -> pd.Series:
        """Take the largest account that is key to its KAM and not to the company."""
        table = self.worth("firm").table
        between = self._flags("manager", "contribution") & ~self._flags(
            "company", "contribution"
        )
        if not between.any():
            raise NotEnoughDataError(
                "No account is key for its KAM and not for the company; lower "
                "key_share to find one."
            )
        return table[between].iloc[0]

    def _verdicts(self, criterion: str) -> Answers:
        account = self._account()["account_id"]
        row = self.worth("firm").table["account_id"] == account
        return {
            f"key_for_{level}": word(self._flags(level, criterion)[row].iloc[0])
            for level in self.levels
        }

    def reference(self) -> Answers:
        """Divide by the total of each level."""
        return self._verdicts("contribution")

    @mistake(
        "This fits the company's answer carried down. Asked is each level on its own: "
        "divide by the total of the department, then of the book."
    )
    def company_for_all(self) -> Answers:
        """Take the company's verdict for every level."""
        verdict = self._verdicts("contribution")["key_for_company"]
        return {f"key_for_{level}": verdict for level in self.levels}

    @mistake(
        "This fits revenue. Asked is contribution: what the account leaves in the till."
    )
    def by_revenue(self) -> Answers:
        """Count invoices."""
        return self._verdicts("revenue")


class Q26(KeyQuestion):
    """Accounts of one parent counted as one."""

    number = "2.6"
    text = (
        "Count accounts of one parent as one: what share of revenue has the largest "
        "group of several accounts, and which groups become key that held no key "
        "account before?"
    )
    rule = "S02"
    minutes = 5
    parts = (
        share_part("largest_group"),
        accounts("newly_key", of="firm"),
    )
    hints = (
        "Look at the rows of the table with more than one account.",
        "Divide the revenue of the largest such group by the revenue of all accounts.",
        "Newly key is a group above key_share, none of whose members is above it "
        "alone. Where there is none, the answer is [].",
    )
    meaning = (
        "One telephone call can end the orders of a whole group; accounting rules "
        "therefore count it as one buyer."
    )
    explanation = (
        "Add up the revenue of the accounts that share a parent, and divide by the "
        "revenue of all accounts. Then hold the group against the key line, and its "
        "members as well."
    )

    def groups(self) -> Table:
        """Show the largest groups and accounts when parents are counted as one."""
        book = self.worth("firm", group_by_parent=True)
        columns = {
            "account_id": Column("Group or account"),
            "name": Column("Name"),
            "accounts": Column("Accounts in it", "number"),
            "revenue": Column(f"Revenue, {book.currency}", "money"),
        }
        total = {
            "account_id": None,
            "name": "All accounts",
            "accounts": book.table["accounts"].sum(),
            "revenue": book.table["revenue"].sum(),
        }
        several = book.table[book.table["accounts"] > 1]
        shown = pd.concat([book.table.head(6), several]).drop_duplicates("account_id")
        frame = pd.concat([shown[list(columns)], pd.DataFrame([total])])
        words = f"The largest, and every group of several: {book.period.words}."
        return Table(frame, columns, words, rows=len(frame))

    def _largest(self, criterion: str = "revenue") -> tuple[float, pd.Series]:
        table = self.worth("firm", group_by_parent=True).table
        several = table[table["accounts"] > 1]
        if several.empty:
            raise NotEnoughDataError("No parent has more than one active account.")
        largest = several.sort_values("revenue", ascending=False).iloc[0]
        return float(largest[criterion] / table[criterion].sum()), largest

    def _members(self, group: str) -> pd.DataFrame:
        firm = self.book.company("firm")
        accounts_ = firm.frame("accounts").set_index("account_id")["parent_id"]
        table = self.worth("firm").table
        of_group = table["account_id"].map(accounts_) == group
        return table[of_group | (table["account_id"] == group)]

    def reference(self) -> Answers:
        """Add the members of each group up."""
        line, alone = self.settings().key_share, self.keys("firm", "revenue")
        keys = self.above(line, "firm", "revenue", group_by_parent=True)
        keys = keys[keys["accounts"] > 1]
        new = {
            str(group)
            for group in keys["account_id"]
            if not alone & set(self._members(group)["account_id"])
        }
        return {"largest_group": self._largest()[0], "newly_key": new}

    @mistake(
        "You took the largest member of the group alone. Asked is the group: the "
        "revenue of all its accounts together."
    )
    def largest_member(self) -> Answers:
        """Forget to add up."""
        group = self._largest()[1]["account_id"]
        total = self.worth("firm").table["revenue"].sum()
        return {"largest_group": float(self._members(group)["revenue"].max() / total)}

    @mistake("You used contribution. Asked is the group's share of revenue.")
    def by_contribution(self) -> Answers:
        """Take another column."""
        return {"largest_group": self._largest("contribution")[0]}

    @mistake(
        "You listed all that are key once parents are counted as one. Asked are the "
        "groups that hold no key account when each account stands alone."
    )
    def all_key(self) -> Answers:
        """List the old ones with the new."""
        return {"newly_key": self.keys("firm", "revenue", group_by_parent=True)}

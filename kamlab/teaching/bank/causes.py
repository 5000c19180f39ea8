"""Questions 8.3, 8.4 and 8.8: what drives losses, what does not, and what leaks."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.act import alone, decisions, visit_signs, with_leak
from kamlab.churn.act.leaky import LEAK
from kamlab.churn.signals import SIGNALS
from kamlab.churn.what_if import WhatIf, what_if
from kamlab.company import Company
from kamlab.company.loading import load
from kamlab.errors import MissingPartError
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.lab_models import LARGE, LabQuestion
from kamlab.teaching.parts import Part, share
from kamlab.teaching.question import Answers, mistake

UP, DOWN = "up", "down"
SIGNS: dict[str, tuple[str, ...]] = {
    UP: ("+", "plus", "raises", "positive"),
    DOWN: ("-", "−", "minus", "lowers", "negative"),
}
WAYS = ("naive", "adjusted", "randomised")
SHEET = ("gap_ratio", LEAK, "late_share", "products_change", "tickets", "tenure")
COLUMNS: dict[str, tuple[str, ...]] = dict.fromkeys(SHEET, ())


class Q83(LabQuestion):
    """The sign of the visits: plainly, adjusted, and drawn by the dice."""

    number = "8.3"
    text = (
        "With more visits, does the chance that an account decides to leave go up or "
        "down: naive, adjusted, and where the dice choose whom to visit?"
    )
    rule = "S67"
    minutes = 10
    needs_truth = LARGE
    parts = tuple(Part(way, "choice", options=SIGNS) for way in WAYS)
    hints = (
        "Fit the three models and look at the sign of the coefficient of visits.",
        "A KAM visits where danger is felt. What the KAM feels stands in no column, so "
        "no column can take it out.",
    )
    meaning = (
        "Cut the visits because they “go with” losses, and you lose accounts. Only the "
        "arm where the dice chose answers what a visit does."
    )
    explanation = (
        "In the first two the sign says whom KAMs visit: those in danger. Adding every "
        "recorded column does not help, because the danger they sense is not recorded. "
        "Where visits are drawn by lot, the sign is that of the visit itself."
    )

    def months(self) -> pd.DataFrame:
        """Give the account-months of the large company, visits as KAMs choose."""
        firm = self.book.company(LARGE)
        return self.book.once("decisions", firm, lambda: decisions(firm)).copy()

    def months_by_lot(self) -> pd.DataFrame:
        """Give those of the same world, visits drawn by lot."""
        return decisions(self._drawn()).copy()

    def _drawn(self) -> Company:
        firm = self.book.company(LARGE)

        def make() -> Company:
            name = self.book.namespace.get("lab")
            if not isinstance(name, str):
                raise MissingPartError("The variable lab must hold a name.")
            return load(f"{name}-randomised")

        drawn: Company = self.book.once("drawn", firm, make)
        return drawn

    def reference(self) -> Answers:
        """Fit three times and read the signs."""
        firm = self.book.company(LARGE)
        found = self.book.once("signs", firm, lambda: visit_signs(firm, self._drawn()))
        signs = found.set_index("way")["coefficient"]
        return {way: UP if signs[way] > 0 else DOWN for way in WAYS}

    @mistake(
        "You answered what a visit does. Asked is what the model shows: without the "
        "dice, visits stand where danger is."
    )
    def as_one_knows(self) -> Answers:
        """Answer from belief."""
        return dict.fromkeys(WAYS, DOWN)

    @mistake(
        "You carried the sign of the books over to the dice. There nobody chooses whom "
        "to visit, and the sign is that of the visit itself."
    )
    def as_the_books(self) -> Answers:
        """Trust what goes together."""
        return {"randomised": UP}

    @mistake(
        "You took adjusting for a cure. It takes out what is recorded; what the KAM "
        "senses is not, so the sign stays."
    )
    def adjusting_cures(self) -> Answers:
        """Trust the many columns."""
        return {"adjusted": DOWN}


class Q84(LabQuestion):
    """What repairing one warehouse keeps, as a counterfactual."""

    number = "8.4"
    text = (
        "How many accounts fewer leave the large company if warehouse 3 is as punctual "
        "as the best, and what share of all losses is that?"
    )
    rule = "S67"
    minutes = 6
    needs_truth = LARGE
    parts = (Part("avoided", "num"), share("of_losses"))
    hints = (
        "Play the company again: what_if(large, fix_warehouse=3, replicates=0). Its "
        "pulled.left holds the losses as it was and as it would have been.",
        "Avoided is the first less the second; the share is of the losses as it was.",
    )
    meaning = (
        "This figure is exact: same accounts, same dice, one thing changed. No column "
        "of the books can tell it, and for a real company nobody can."
    )
    explanation = (
        "Losses as it was less losses with the warehouse repaired. Some accounts may "
        "even leave that stayed before; the difference counts them too."
    )

    def _tried(self, **levers: float) -> WhatIf:
        firm = self.book.company(LARGE)
        key = ("what if", *levers.items())
        return self.book.once(key, firm, lambda: what_if(firm, replicates=0, **levers))

    def reference(self) -> Answers:
        """Play again with the warehouse repaired, and count."""
        was, would = self._tried(fix_warehouse=3).pulled.left
        return {"avoided": was - would, "of_losses": (was - would) / was}

    @mistake(
        "You made every delivery punctual. Asked is warehouse 3 alone, made as "
        "punctual as the best."
    )
    def all_punctual(self) -> Answers:
        """Repair everything."""
        was, would = self._tried(late_cap=0.0).pulled.left
        return {"avoided": was - would, "of_losses": (was - would) / was}

    @mistake(
        "Those are the losses that remain. Asked is how many are avoided: as it was "
        "less as it would have been."
    )
    def remaining(self) -> Answers:
        """Read the wrong number."""
        was, would = self._tried(fix_warehouse=3).pulled.left
        return {"avoided": would, "of_losses": would / was}

    @mistake(
        "You repaired warehouse 2. Asked is warehouse 3, the one that is late most "
        "often."
    )
    def other_warehouse(self) -> Answers:
        """Repair the wrong one."""
        was, would = self._tried(fix_warehouse=2).pulled.left
        return {"avoided": was - would}


class Q88(LabQuestion):
    """The leak that makes a model too good: the column that raised the alarm."""

    number = "8.8"
    text = (
        "Which column of the sheet leaks, and how well does the best of the honest "
        "columns tell lost from kept alone (AUC)?"
    )
    rule = "S71"
    minutes = 6
    parts = (
        Part("leak", "set", options=COLUMNS),
        Part("best_honest", "num", tolerance=0.002),
    )
    hints = (
        "Look at the AUC of each column alone, then at the days it counts.",
        "Honest is a column that counts nothing after the cut-off, however strong it "
        "is.",
    )
    meaning = (
        "Too good to be true is a finding, not a success: ask on which day each figure "
        "was known before you show the model to anybody."
    )
    explanation = (
        "The column counts orders on both sides of the evening, and who has left "
        "places none afterwards. Without it the best column tells far less, and that "
        "is what Monday will look like."
    )

    def sheet(self) -> Table:
        """Show each column with what it holds and how well it tells, alone."""
        words = {name: SIGNALS[name].sentence for name in SHEET if name in SIGNALS}
        words[LEAK] = "Days with an order from 90 days before the cut-off to 90 after."
        table = self._alone()
        frame = table.assign(sentence=table["signal"].map(words))
        columns = {
            "signal": Column("Column"),
            "sentence": Column("What it holds"),
            "auc": Column("AUC alone", "number"),
        }
        return Table(frame, columns, "How well each column alone tells who is lost.")

    def _alone(self) -> pd.DataFrame:
        firm, past = self.book.company(LARGE), self.study().past
        names = [name for name in SHEET if name == LEAK or name in past]
        return self.book.once(
            ("alone", self.settings()),
            firm,
            lambda: alone(with_leak(firm, past), names),
        )

    def _honest(self) -> pd.DataFrame:
        table = self._alone()
        return table[table["signal"] != LEAK]

    def reference(self) -> Answers:
        """Name the column that knows the future, and the best of the others."""
        return {"leak": {LEAK}, "best_honest": float(self._honest()["auc"].iloc[0])}

    @mistake(
        "You named the strongest honest column too. Silence is known on the evening "
        "itself; strong is not the same as leaking."
    )
    def strong_too(self) -> Answers:
        """Suspect strength."""
        return {"leak": {LEAK, str(self._honest()["signal"].iloc[0])}}

    @mistake(
        "That is the AUC of the column that leaks. Asked is the best of the honest "
        "ones."
    )
    def of_the_leak(self) -> Answers:
        """Read the first row."""
        table = self._alone()
        return {"best_honest": float(table.loc[table["signal"] == LEAK, "auc"].iloc[0])}

    @mistake(
        "You named every column but the one that leaks. Asked is the one that knows "
        "what came after the evening."
    )
    def the_others(self) -> Answers:
        """Turn the question round."""
        return {"leak": set(self._honest()["signal"])}

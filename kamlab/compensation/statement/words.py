"""Why each line of a statement is what it is, in words; a zero says why it is zero."""

from __future__ import annotations

from kamlab.compensation.kinds import MONEY, is_share, word_of
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.rules import Gate
from kamlab.compensation.statement.cells import Cell
from kamlab.presentation.formats import money, number, share


def sized(measure: str, value: float, currency: str, of_money: bool = False) -> str:
    """Write a figure in the unit of its measure."""
    if measure in MONEY or of_money:
        return money(value, currency)
    if is_share(measure):
        return share(value)
    return number(value)


def why_component(
    cell: Cell, plan: PayPlan, missed: list[tuple[Gate, float]], currency: str
) -> str:
    """Say how one component's pay came about, or why there is none."""
    nothing = _why_nothing(cell, currency)
    if nothing:
        return nothing
    if cell.result < 0:
        return _below_zero(cell, plan, currency)
    text = _read(cell, currency)
    for gate, seen in missed:
        text += f"; {gate_words(gate, seen, currency)}"
    if cell.withheld:
        kept = 1 - (plan.windfall.pays if plan.windfall else 0.0)
        text += (
            f"; one very large deal: {money(cell.withheld * kept, currency)} is kept"
        )
    if plan.true_up:
        before = money(cell.paid_before, currency)
        text = f"the year so far: {text}; {before} of it was paid before"
    if not cell.cents and cell.value * cell.stake * cell.kept:
        text += "; nothing is left to pay"
    return text


def _why_nothing(cell: Cell, currency: str) -> str:
    """Say why nothing can be computed; empty where something can."""
    word = word_of(cell.part.measure)
    if cell.reason:
        return f"nothing is computed: {cell.reason}"
    if cell.by_quota and cell.quota != cell.quota:
        return (
            f"no quota for {word} in this period; that is not 0 %, so nothing is "
            "computed"
        )
    if cell.by_quota and cell.quota <= 0:
        return (
            f"the quota for {word} is {number(cell.quota)}: no share of it can be "
            "reached, so nothing is computed"
        )
    if not cell.by_quota and not cell.result:
        return f"the result is {money(0.0, currency)}: nothing to pay"
    return ""


def _below_zero(cell: Cell, plan: PayPlan, currency: str) -> str:
    """Say that nothing is computed, and what a true-up takes back all the same."""
    of_money = cell.part.paid_on != "target"
    size = sized(cell.part.measure, cell.result, currency, of_money)
    text = f"the result is below 0: nothing is computed from it ({size})"
    if not plan.true_up:
        return f"{text}; what it takes back of earlier sales belongs into the returns"
    if cell.cents < 0:
        back = money(-cell.cents / 100, currency)
        text += f"; {back} paid before is taken back"
    return f"the year so far: {text}"


def _read(cell: Cell, currency: str) -> str:
    """Say what the curve or table pays for the result."""
    if not cell.by_quota:
        return _on_result(cell, currency)
    of_money = cell.part.paid_on == "quota"
    result, quota = (
        sized(cell.part.measure, value, currency, of_money)
        for value in (cell.result, cell.quota)
    )
    unit = "" if of_money or cell.part.measure in MONEY else _unit(cell)
    reached = f"{result} of {quota}{unit} is {share(cell.attainment)}"
    first = cell.pieces.starts[0]
    if cell.attainment < first - cell.pieces.slack:
        return f"{reached}, below the threshold of {share(first)}: no pay"
    if cell.counted < cell.attainment:
        reached += f", of which {share(cell.counted)} counts"
    if not cell.stake:
        return f"{reached}, but no variable pay is agreed for this period"
    if not cell.value:
        return f"{reached}; the table pays nothing there"
    if of_money:
        amount = money(cell.value * cell.stake, currency)
        return f"{reached}; the rates pay {amount}{_blended(cell)}"
    table = "curve" if cell.part.rates is None else "table"
    above = cell.attainment > cell.pieces.starts[-1] and not cell.pieces.slopes[-1]
    capped = " (capped)" if table == "curve" and above else ""
    paid = f"{share(cell.value)}{capped} of {money(cell.stake, currency)}"
    return f"{reached}; the {table} pays {paid}"


def _unit(cell: Cell) -> str:
    return "" if is_share(cell.part.measure) else f" {word_of(cell.part.measure)}"


def _on_result(cell: Cell, currency: str) -> str:
    size = money(cell.result, currency)
    amount = money(cell.value, currency)
    if not cell.value:
        return f"{size}: the rate there is 0"
    return f"{size}; the rates pay {amount}{_blended(cell)}"


def _blended(cell: Cell) -> str:
    """Give what the rates come to on the whole result."""
    if cell.result <= 0:
        return ""
    return f", {share(cell.value * cell.stake / cell.result, 2)} of all"


def gate_words(gate: Gate, seen: float, currency: str) -> str:
    """Say by how much a gate was missed and what that does."""
    bound = gate.at_least if gate.at_least is not None else gate.at_most
    asked = "at least" if gate.at_least is not None else "at most"
    value, limit = (
        sized(gate.measure, x, currency) for x in (seen, bound if bound else 0.0)
    )
    missed = (
        f"gate '{gate.name}' is missed ({word_of(gate.measure)} is {value}, {asked} "
        f"{limit} is asked)"
    )
    if gate.pays is not None:
        done = "nothing" if not gate.pays else f"only {share(gate.pays, 0)} of it"
        return f"{missed}: {done} is paid"
    if gate.limit is not None:
        return f"{missed}: at most {share(gate.limit, 0)} of quota counts"
    return f"{missed}: {word_of(gate.instead or '')} counts instead"

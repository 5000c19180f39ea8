"""The definitions of a loss beside each other: picture, figures, and whom they part."""

from __future__ import annotations

from kamlab.churn.definitions import LossDefinition
from kamlab.churn.disagreement import Disagreement
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, Column, Figure, Table, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY

SHOWN = 10


def definitions_for(settings: EarlyWarningSettings) -> tuple[LossDefinition, ...]:
    """Give one definition of each kind, with the report's own figures in it.

    The fixed silence is as long as the horizon on which the rule is tested, so that
    the loss it counts is the one the test asks for.

    Parameters
    ----------
    settings : EarlyWarningSettings
        Rhythm, horizon, erosion.
    """
    return (
        LossDefinition(rule="rhythm", gap_k=settings.gap_k),
        LossDefinition(rule="silence", silent_months=settings.horizon),
        LossDefinition(rule="contract"),
        LossDefinition(
            rule="erosion", partial_drop=settings.partial_drop, window=settings.window
        ),
    )


def definition_figures(
    compared: Disagreement, definitions: tuple[LossDefinition, ...]
) -> dict[str, Figure]:
    """Count the accounts each definition calls lost, of those it can tell.

    Parameters
    ----------
    compared : Disagreement
        From :func:`kamlab.churn.disagreement.compare_definitions`.
    definitions : tuple of LossDefinition
        The same definitions, in the same order.

    Returns
    -------
    dict of str to Figure
        ``lost_by_rhythm`` and so on; None where it can tell of nobody.
    """
    rows = zip(definitions, compared.counts.to_dict("records"), strict=True)
    return {
        f"lost_by_{definition.rule}": Figure(
            row["lost"] if row["told"] else None, "accounts", row["told"]
        )
        for definition, row in rows
    }


def plot_definitions(compared: Disagreement) -> Chart:
    """Draw how many accounts each definition calls lost, of how many it can tell.

    Parameters
    ----------
    compared : Disagreement
        From :func:`kamlab.churn.disagreement.compare_definitions`.

    Raises
    ------
    NotEnoughDataError
        If no definition can tell of any account.
    """
    counts = compared.counts[compared.counts["told"] > 0].reset_index(drop=True)
    if counts.empty:
        raise NotEnoughDataError("No definition of a loss can be used here.")
    share = counts["share"].astype(float) * 100
    with canvas(8.0, 1.5 + 0.5 * len(counts)) as (figure, (axis,)):
        axis.barh(range(len(counts)), share, height=0.6, color=BLUE, edgecolor=GREY)
        for row, one in enumerate(counts.to_dict("records")):
            axis.annotate(
                f"{one['lost']:,} of {one['told']:,}",
                (share.iloc[row], row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
        axis.set_yticks(range(len(counts)), list(counts["definition"]))
        axis.invert_yaxis()
        axis.set_xlim(0, max(float(share.max()) * 1.3, 5))
        axis.set_xlabel("% called lost, of the accounts it can tell")
        axis.set_title("Which definition calls how many lost")
        axis.grid(axis="x")
    most = counts.sort_values("lost", kind="stable").iloc[-1]
    return finish(
        figure,
        alt=f"Bars of the share of accounts called lost by "
        f"{f.plural(len(counts), 'definition')}; the most, {most['lost']:,} of "
        f"{most['told']:,}, by “{most['definition']}”.",
        reading=compared.words,
    )


def disputed_table(compared: Disagreement) -> Table | None:
    """Show the accounts that one definition calls lost and another does not.

    Parameters
    ----------
    compared : Disagreement
        From :func:`kamlab.churn.disagreement.compare_definitions`.

    Returns
    -------
    Table or None
        None where all definitions agree on every account.
    """
    titles = [c for c in compared.accounts.columns if c not in ("account_id", "name")]
    flags = compared.accounts[titles]
    parted = (flags.fillna(False).any(axis=1)) & (~flags.fillna(True)).any(axis=1)
    if not parted.any():
        return None
    # those that most definitions can tell of come first
    order = (
        flags[parted].notna().sum(axis=1).sort_values(ascending=False, kind="stable")
    )
    rows = compared.accounts.loc[order.index]
    columns = {"name": Column("Account")} | {t: Column(t, "yes_no") for t in titles}
    return Table(
        rows,
        columns,
        f"Lost or not? {f.plural(len(rows), 'account')} of {len(flags):,} on which "
        "definitions differ; – where one cannot tell.",
        rows=SHOWN,
    )

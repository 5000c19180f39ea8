"""The pay plans that come with KamLab, and how a plan is found by name or file."""

from __future__ import annotations

from pathlib import Path

from kamlab.compensation.plan import PayPlan
from kamlab.compensation.reading import read_plan
from kamlab.errors import RefusedError, did_you_mean

FOLDER = Path(__file__).with_name("plans")


def shipped_plans() -> list[str]:
    """List the plans that come with KamLab, such as ``three_plans``.

    Returns
    -------
    list of str
        Their names, in alphabetical order.
    """
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def find_plan(plan: str) -> PayPlan:
    """Give a pay plan by its name or by the path of a YAML file.

    Parameters
    ----------
    plan : str
        A name from :func:`shipped_plans`, or a path that ends in ``.yaml`` or ``.yml``.

    Raises
    ------
    RefusedError
        If there is no such plan, or its file is wrong.
    """
    if plan in shipped_plans():
        return read_plan(FOLDER / f"{plan}.yaml")
    if Path(plan).suffix.lower() in (".yaml", ".yml"):
        return read_plan(plan)
    raise RefusedError(
        f"There is no pay plan '{plan}'{did_you_mean(plan, shipped_plans())} "
        "A plan of your own is named by its file, such as ./my_plan.yaml."
    )

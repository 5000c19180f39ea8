"""``kamlab simulate``: a company of one's own whose truth is known."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import click


@click.command("simulate")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--accounts", type=int, help="How many accounts.")
@click.option("--months", type=int, help="How many months.")
@click.option("--seed", type=int, help="Another seed, another world.")
@click.option(
    "--world",
    "world_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="YAML file with further settings of the world.",
)
@click.option(
    "--scenario",
    metavar="NAME",
    help="What happens to the company: stable, concentration_shock, price_war, "
    "service_crisis, kam_leaves, noisy_crm.",
)
@click.option("--level", metavar="LEVEL", help="How hard it is: easy, normal, hard.")
@click.option(
    "--without-truth",
    is_flag=True,
    help="Leave out the folder truth/, and seed and world with it.",
)
def command(
    folder: Path,
    accounts: int | None,
    months: int | None,
    seed: int | None,
    world_file: Path | None,
    scenario: str | None,
    level: str | None,
    without_truth: bool,
) -> None:
    """Generate a company and save it to DIR.

    The same settings and seed give the same files, byte for byte. What is not given
    is as in the bundled company polar.
    """
    from kamlab.simulation import World, simulate_to_folder
    from kamlab.simulation.large import what_it_takes

    # a polite request to end cleans up as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    there = folder.exists()
    given: dict[str, Any] = {
        "accounts": accounts,
        "months": months,
        "seed": seed,
        "world_file": world_file,
        "scenario": scenario,
        "level": level,
    }
    if long := what_it_takes(accounts or 0, months or World().months):
        click.echo(long)
    simulate_to_folder(
        folder,
        truth=not without_truth,
        **{name: value for name, value in given.items() if value is not None},
    )
    done = "Replaced the company in" if there else "Wrote the company to"
    click.echo(f"{done} {folder}")
    click.echo(f"Next: kamlab run key_accounts --company {folder}")

"""The simulated company: its causes, its levers and its truth."""

from kamlab.simulation.folder import simulate_to_folder
from kamlab.simulation.levers import Incentives, Levers, make_levers
from kamlab.simulation.rules import Rules, rules_of, rules_table
from kamlab.simulation.scenario import read_scenario, scenario_names
from kamlab.simulation.simulate import SimulatedCompany, simulate
from kamlab.simulation.world import World, make_world

__all__ = [
    "Incentives",
    "Levers",
    "Rules",
    "SimulatedCompany",
    "World",
    "make_levers",
    "make_world",
    "read_scenario",
    "rules_of",
    "rules_table",
    "scenario_names",
    "simulate",
    "simulate_to_folder",
]

"""The simulated company: its causes, its levers and its truth."""

from kamlab.simulation.folder import simulate_to_folder
from kamlab.simulation.levers import Incentives, Levers, make_levers
from kamlab.simulation.scenario import read_scenario, scenario_names
from kamlab.simulation.simulate import SimulatedCompany, simulate
from kamlab.simulation.world import World, make_world

__all__ = [
    "Incentives",
    "Levers",
    "SimulatedCompany",
    "World",
    "make_levers",
    "make_world",
    "read_scenario",
    "scenario_names",
    "simulate",
    "simulate_to_folder",
]

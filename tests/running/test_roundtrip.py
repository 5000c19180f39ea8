"""Values go into a notebook and come out of a real kernel as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamlab.running.cells import injected_cell
from kamlab.running.engine import run_with_papermill
from kamlab.running.limits import Limits, StopButton, Watch
from kamlab.running.manager import KernelPlan, ReportKernelManager
from kamlab.running.manifest import kernel_environment
from kamlab.running.several import Workshop

values = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(
        st.sampled_from(
            ["'", '"', "\\", "\n", "\u2028", "{", "}", "%", "!", "?", "😀", "#"]
        ),
        max_size=12,
    ).map("".join),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


def through_a_kernel(workshop: Workshop, sent: list[Any], to: Path) -> list[Any]:
    """Inject each value by a cell of its own and read back what the kernel holds."""
    code = ["import json\nfrom pathlib import Path\n\nheld = []"]
    for value in sent:
        code += [injected_cell({"x": value}), "held.append([type(x).__name__, x])"]
    code.append(f"Path({str(to)!r}).write_text(json.dumps(held))")
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in code])
    plan = KernelPlan(
        folder=workshop.folder,
        env=kernel_environment(workshop.folder / "ipython"),
        cwd=to.parent,
        warm=workshop.warm,
    )
    watch = Watch(Limits(), StopButton())
    run_with_papermill(
        nb,
        plan=plan,
        manager=ReportKernelManager(plan, watch.must_stop),
        watch=watch,
        advanced=lambda done: None,
    )
    return json.loads(to.read_text())


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(values, min_size=40, max_size=60))
def test_values_reach_the_kernel_equal(workshop: Workshop, tmp_path: Path, sent):
    held = through_a_kernel(workshop, sent, tmp_path / "held.json")
    assert held == [[type(value).__name__, value] for value in sent]

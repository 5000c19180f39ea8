"""Draw docs/causes.png and write the values of the world into docs/simulator.md.

    python docs/causes.py            draws the picture, writes the tables
    python docs/causes.py --check    only says what is out of step

The picture carries a hash of what is drawn, so that a test on another machine, with
other letters, can tell whether it is the picture of today.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch, Patch

from kamlab.presentation import canvas
from kamlab.presentation.style import BLUE, INK, ORANGE
from kamlab.simulation.noise_values import NoiseValues
from kamlab.simulation.shock_values import ShockValues
from kamlab.simulation.world import World

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/causes.png"
PAGE = ROOT / "docs/simulator.md"
START = "<!-- {}: written by docs/causes.py -->"
END = "<!-- end of {} -->"
DIGEST = re.compile(rb"kamlab-drawn ([0-9a-f]{16})")
HIDDEN_FACE, SEEN_FACE = "#FBE9DD", "#E3F0F9"

# name: what it says, x and y of its middle, and whether it is hidden from the books
BOXES: dict[str, tuple[str, float, float, bool]] = {
    "warehouse": ("warehouse", 0.9, 6.2, False),
    "late": ("late deliveries", 3.1, 6.2, False),
    "demanding": ("demanding\naccount", 0.9, 5.0, True),
    "tickets": ("tickets", 3.1, 5.0, False),
    "champion": ("champion leaves", 0.9, 3.8, False),
    "breadth": ("contacts who\nknow the KAM", 3.1, 3.8, False),
    "offer": ("competitor's offer,\nprice gap", 3.1, 2.6, True),
    "fragility": ("hidden fragility", 3.1, 0.3, True),
    "visits": ("visits", 3.1, 1.4, False),
    "hazard": ("chance to leave\nthis month", 5.9, 3.8, True),
    "decides": ("decides to leave", 8.2, 3.8, True),
    "fades": ("fades out, silent", 8.2, 2.6, False),
    "insolvency": ("money runs out", 8.2, 5.0, True),
    "pays": ("pays later\nand later", 8.2, 6.2, False),
    "gone": ("orders stop", 10.4, 3.8, False),
    "size": ("size, and with it\nbargaining power", 5.9, 0.3, True),
    "terms": ("discount, rebate,\nservice", 8.2, 0.3, False),
    "till": ("revenue and\ncontribution", 10.4, 1.4, False),
}
# from, to, sign (+ raises, - lowers, "" moves), bend
ARROWS: list[tuple[str, str, str, float]] = [
    ("warehouse", "late", "+", 0),
    ("late", "tickets", "+", 0),
    ("late", "hazard", "+", 0),
    ("demanding", "tickets", "+", 0),
    ("tickets", "hazard", "+", 0),
    ("champion", "breadth", "-", 0),
    ("champion", "hazard", "+", 0.26),
    ("breadth", "hazard", "-", 0),
    ("offer", "hazard", "+", 0),
    ("fragility", "visits", "+", 0),
    ("fragility", "hazard", "+", 0.0),
    ("hazard", "visits", "+", -0.3),
    ("visits", "hazard", "-", 0),
    ("size", "visits", "+", 0),
    ("hazard", "decides", "+", 0),
    ("decides", "gone", "+", 0),
    ("decides", "fades", "+", 0),
    ("fades", "gone", "+", 0),
    ("insolvency", "pays", "+", 0),
    ("insolvency", "gone", "+", 0),
    ("gone", "till", "-", 0),
    ("size", "terms", "+", 0),
    ("terms", "till", "-", 0),
]
TERMS = (
    "late",
    "ticket",
    "champion",
    "breadth",
    "offer",
    "gap",
    "visits",
    "tenure",
    "fragility",
)
HAZARD = ("loss_base", *(f"loss_{term}" for term in TERMS))
SIZES = ("season_strength", "group_bias", "handover", "column_rises")
EVENTS = (*ShockValues.model_fields, *NoiseValues.model_fields, *SIZES)
TABLES = {"hazard": HAZARD, "events": EVENTS}


def digest() -> str:
    """Give the hash of what is drawn."""
    return hashlib.sha256(repr((BOXES, ARROWS)).encode()).hexdigest()[:16]


def draw() -> bytes:
    """Draw the causal diagram."""
    with canvas(11.2, 6.2) as (figure, (axis,)):
        for start, end, sign, bend in ARROWS:
            _arrow(axis, start, end, sign, bend)
        for text, x, y, hidden in BOXES.values():
            _box(axis, text, x, y, hidden)
        axis.set_xlim(-0.1, 11.4)
        axis.set_ylim(-0.35, 6.8)
        axis.axis("off")
        axis.set_title("Why an account leaves, and what it leaves in the till")
        keys = [
            Patch(facecolor=SEEN_FACE, edgecolor=BLUE, label="the books show it"),
            Patch(
                facecolor=HIDDEN_FACE,
                edgecolor=ORANGE,
                linestyle="--",
                label="only the truth knows it",
            ),
        ]
        axis.legend(handles=keys, loc="upper left", bbox_to_anchor=(0.39, 1.02))
        FigureCanvasAgg(figure)
        buffer = io.BytesIO()
        note = {"Software": "KamLab", "Comment": f"kamlab-drawn {digest()}"}
        figure.savefig(buffer, format="png", dpi=100, metadata=note)
    return buffer.getvalue()


def _box(axis: Axes, text: str, x: float, y: float, hidden: bool) -> None:
    axis.add_patch(
        FancyBboxPatch(
            (x - 0.8, y - 0.32),
            1.6,
            0.64,
            boxstyle="round,pad=0.06",
            facecolor=HIDDEN_FACE if hidden else SEEN_FACE,
            edgecolor=ORANGE if hidden else BLUE,
            linestyle="--" if hidden else "-",
            linewidth=1.6,
            zorder=3,
        )
    )
    axis.text(x, y, text, ha="center", va="center", fontsize=9.5, zorder=4)


def _arrow(axis: Axes, start: str, end: str, sign: str, bend: float) -> None:
    """Draw an arrow between the edges of two boxes, with its sign near the start."""
    (_, x0, y0, _), (_, x1, y1, _) = BOXES[start], BOXES[end]
    upright = abs(x1 - x0) < 0.1
    side = 0.0 if upright else (0.88 if x1 > x0 else -0.88)
    lift = (0.4 if y1 > y0 else -0.4) if upright else 0.0
    colour = ORANGE if sign == "-" else INK
    tail = (x0 + side, y0 + lift)
    head = (x1 - side, y1 - lift + 0.05 * (y0 - y1) * (not upright))
    if start == "fragility" and not upright:  # from below, clear of the visits
        head = (x1 - 0.2, y1 - 0.42)
    axis.annotate(
        "",
        xy=head,
        xytext=tail,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 1.3,
            "connectionstyle": f"arc3,rad={bend}",
        },
        zorder=2,
    )
    x, y = _along(tail, head, bend)
    axis.text(
        x + (0.12 if upright else 0),
        y + (0 if upright else 0.13),
        sign.replace("-", "−"),
        color=colour,
        fontsize=11,
        fontweight="bold",
        ha="center",
        va="center",
        zorder=5,
    )


def _along(
    start: tuple[float, float], end: tuple[float, float], bend: float
) -> tuple[float, float]:
    """Give the place of an arrow's sign, a quarter of its way along the bend."""
    (x0, y0), (x1, y1), t = start, end, (0.8 if bend > 0 else 0.6) if bend else 0.22
    middle_x = (x0 + x1) / 2 + bend * (y1 - y0)
    middle_y = (y0 + y1) / 2 - bend * (x1 - x0)
    return (
        (1 - t) ** 2 * x0 + 2 * t * (1 - t) * middle_x + t**2 * x1,
        (1 - t) ** 2 * y0 + 2 * t * (1 - t) * middle_y + t**2 * y1,
    )


def table(names: Iterable[str]) -> str:
    """Write values of the world with their defaults, units and sentences."""
    world = World()
    lines = [
        "| value of the world | default | unit | what it is |",
        "| --- | --- | --- | --- |",
    ]
    for name in names:
        field = World.model_fields[name]
        extra = field.json_schema_extra
        unit = extra["unit"] if isinstance(extra, dict) else ""
        value = str(getattr(world, name)).replace("-", "−")
        lines.append(f"| `{name}` | {value} | {unit} | {field.description} |")
    return "\n".join(lines) + "\n"


def page_as_written(text: str) -> str:
    """Give the page with its tables written anew."""
    for name, values in TABLES.items():
        start, end = START.format(name), END.format(name)
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n\n{table(values)}\n{end}{rest.partition(end)[2]}"
    return text


def main() -> int:
    """Write what is out of step, or only say so."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="write nothing")
    check = options.parse_args().check
    text = PAGE.read_text(encoding="utf-8")
    found = DIGEST.search(PICTURE.read_bytes()) if PICTURE.is_file() else None
    old = [PAGE] if page_as_written(text) != text else []
    if not found or found[1].decode() != digest():
        old.append(PICTURE)
    if not check:
        PAGE.write_text(page_as_written(text), encoding="utf-8", newline="\n")
        PICTURE.write_bytes(draw())
    for path in old:
        verb = "is out of step; run: python docs/causes.py" if check else "written"
        sys.stdout.write(f"docs/{path.name} {verb}\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())

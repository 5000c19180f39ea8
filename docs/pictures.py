"""Put every chart of a demo on one sheet, to be looked at after every change.

make pictures          runs the demo, then writes docs/pictures.png
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import nbformat
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
COLUMNS, WIDTH, GAP, TITLE = 4, 310, 14, 22


def charts(notebook: Path) -> list[Image.Image]:
    """Give the charts of one report, in the order they are shown."""
    found = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            png = output.get("data", {}).get("image/png")
            if png:
                found.append(Image.open(io.BytesIO(base64.b64decode(png))))
    return found


def small(picture: Image.Image) -> Image.Image:
    """Scale a chart to the width of a column."""
    size = (WIDTH, round(picture.height * WIDTH / picture.width))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def sheet(named: list[tuple[str, Image.Image]]) -> Image.Image:
    """Lay charts out in columns, each under the name of its report."""
    tops = [GAP] * COLUMNS
    places = []
    for name, picture in named:
        column = tops.index(min(tops))
        places.append((GAP + column * (WIDTH + GAP), tops[column], name, picture))
        tops[column] += TITLE + picture.height + GAP
    page = Image.new("RGB", (GAP + COLUMNS * (WIDTH + GAP), max(tops)), "white")
    pen = ImageDraw.Draw(page)
    for left, top, name, picture in places:
        pen.text((left, top + 4), name, fill="black")
        page.paste(picture, (left, top + TITLE))
    return page


def main(demo: Path) -> None:
    """Write docs/pictures.png from the reports of a demo folder."""
    named = [
        (notebook.parent.name, small(picture))
        for notebook in sorted(demo.glob("*/report.ipynb"))
        for picture in charts(notebook)
    ]
    page = sheet(named).quantize(28, dither=Image.Dither.NONE)
    page.save(ROOT / "docs" / "pictures.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

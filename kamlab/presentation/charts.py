"""A chart that tells its own alternative text and its one-sentence reading."""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kamlab.presentation.style import house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 110


@dataclass(frozen=True)
class Chart:
    """A finished picture with the words that stand for it.

    Parameters
    ----------
    png : bytes
        The picture.
    alt : str
        What is to be seen, for a reader who cannot see it.
    reading : str
        One sentence: what it means, with its largest figure.
    """

    png: bytes = field(repr=False)
    alt: str
    reading: str

    def __str__(self) -> str:
        return f"{self.alt}\n{self.reading}"

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        data = base64.b64encode(self.png).decode("ascii")
        words = {"alt": self.alt, "reading": self.reading}
        return (
            {"image/png": data, "text/plain": str(self)},
            {"image/png": words},
        )


def finish(figure: Figure, *, alt: str, reading: str) -> Chart:
    """Turn a drawn figure into a chart; the same figure gives the same bytes.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn inside :func:`kamlab.presentation.style.canvas`.
    alt : str
        What is to be seen.
    reading : str
        What it means, in one sentence with its largest figure.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    with house_style(), warnings.catch_warnings():
        # a name may hold signs the font lacks; they are drawn as boxes and stand
        # in the words beside the picture
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": "KamLab"})
    return Chart(buffer.getvalue(), alt, reading)

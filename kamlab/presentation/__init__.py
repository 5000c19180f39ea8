"""What people see: charts with words, safe tables, sentences, recorded results."""

from kamlab.presentation.charts import Chart, finish
from kamlab.presentation.results import Figure, Results
from kamlab.presentation.show import Words, in_words, notice, show
from kamlab.presentation.style import canvas
from kamlab.presentation.tables import Column, Table

__all__ = [
    "Chart",
    "Column",
    "Figure",
    "Results",
    "Table",
    "Words",
    "canvas",
    "finish",
    "in_words",
    "notice",
    "show",
]

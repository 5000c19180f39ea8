"""The truth tables of a simulated company, declared once."""

from __future__ import annotations

from kamlab.company.columns import Table

TRUTH: dict[str, Table] = {}

"""Statements: what everybody is paid, step by step, from any table of results."""

from kamlab.compensation.statement.statement import Statement, pay

__all__ = ["Statement", "pay"]

"""The ``kamlab`` command."""

from kamlab.cli.main import main

__all__ = ["main"]
